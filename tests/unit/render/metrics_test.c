/* Counts on pictures made by hand, in which each fault is there once, and known. */
#include "render/metrics.h"
#include "render_test.h"

#include <math.h>

static layout *by_hand(diagram *d, const point *places, const bool *labelled)
{
    layout *l = ENT_NEW(d->arena, layout);
    *l = (layout){.arena = d->arena, .diagram = d, .theme = &theme_light};
    l->bounds = (box){-1000, -1000, 1000, 1000};
    l->nodes = ent_arena_zero(d->arena, (d->node_count + 1u) * sizeof *l->nodes);
    l->edges = ent_arena_zero(d->arena, (d->edge_count + 1u) * sizeof *l->edges);
    text_line *line = ENT_NEW(d->arena, text_line);
    *line = (text_line){"name", 30};
    for (uint32_t i = 0; i < d->node_count; i++)
        l->nodes[i] = (layout_node){.at = places[i],
                                    .width = 40,
                                    .height = 20,
                                    .text_size = 12,
                                    .line_height = 15,
                                    .lines = line,
                                    .line_count = 1};
    for (uint32_t i = 0; i < d->edge_count; i++) {
        layout_edge *e = &l->edges[i];
        curve *drawn = ENT_NEW(d->arena, curve);
        *drawn = curve_bulging(places[d->edges[i].from], places[d->edges[i].to], 0);
        e->line = (spline){drawn, 1};
        e->tail = drawn->p[0];
        e->tip = drawn->p[3];
        e->label = d->edges[i].label;
        e->placed = labelled[i];
        e->label_box = box_around(curve_at(drawn, 0.5), 30, 14);
    }
    return l;
}

static metrics measure(const layout *l)
{
    metrics m;
    assert_true(metrics_of(l, 600, 300, &m));
    return m;
}

static void test_clean(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    bundle_tie ties[] = {{0, 1, 0, true}, {1, 2, 1, true}};
    point places[] = {{0, 0}, {200, 0}, {200, 200}};
    metrics m = measure(by_hand(make_diagram(&arena, 3, NULL, ties, 2), places, (bool[]){true, true}));
    assert_int_equal(m.texts, 5);
    assert_int_equal(m.collided + m.crossed + m.left_out + m.edge_crossings + m.edges_through_nodes, 0);
    assert_true(fabs(m.aspect - 2) < 1e-9);
    assert_true(fabs(m.min_text_pt - theme_light.small_size / 600 * 180 / 25.4 * 72) < 1e-9);
    ent_arena_fini(&arena);
}

static void test_crossing(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    bundle_tie ties[] = {{0, 1, 0, true}, {2, 3, 1, true}, {0, 2, 2, true}};
    point places[] = {{0, 0}, {200, 200}, {0, 200}, {200, 0}};
    metrics m = measure(by_hand(make_diagram(&arena, 4, NULL, ties, 3), places, (bool[]){false, false, false}));
    assert_int_equal(m.edge_crossings, 1); /* those with a common end do not count */
    assert_int_equal(m.left_out, 3);
    assert_int_equal(m.texts, 4);
    m = measure(by_hand(make_diagram(&arena, 4, NULL, ties, 3), places, (bool[]){true, true, true}));
    assert_int_equal(m.collided, 2); /* both labels stand where the lines cross */
    assert_int_equal(m.crossed, 2);
    ent_arena_fini(&arena);
}

static void test_through(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    bundle_tie ties[] = {{0, 2, 0, true}, {0, 1, 1, true}};
    point places[] = {{0, 0}, {100, 0}, {200, 0}};
    metrics m = measure(by_hand(make_diagram(&arena, 3, NULL, ties, 2), places, (bool[]){false, true}));
    assert_int_equal(m.edges_through_nodes, 1);
    assert_int_equal(m.crossed, 2);  /* the name of the node in the middle, and the label by the edge that ends there */
    assert_int_equal(m.collided, 2); /* it and the label on it */
    point apart[] = {{0, 0}, {100, 30}, {200, 0}};
    m = measure(by_hand(make_diagram(&arena, 3, NULL, ties, 2), apart, (bool[]){false, true}));
    assert_int_equal(m.edges_through_nodes + m.crossed, 0);
    ent_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_crossing),
        cmocka_unit_test(test_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
