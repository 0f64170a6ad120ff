/* What holds of every layout: boxes keep apart, lines end at boxes, a label lies on its line and on nothing else, all
 * is within the bounds, and the same diagram gives the same places. */
#include "render/layout.h"
#include "render_test.h"

#include <math.h>

static text_measure *measure;

static layout *lay_out(diagram *d)
{
    layout *l = NULL;
    assert_int_equal(layout_make(d, &theme_light, measure, &l), ENTENTE_OK);
    return l;
}

static void check_nodes(const layout *l)
{
    uint32_t n = l->diagram->node_count;
    for (uint32_t i = 0; i < n; i++) {
        box b = layout_box(&l->nodes[i]);
        assert_true(b.x0 >= -0.01 && b.y0 >= -0.01 && b.x1 <= l->bounds.x1 + 0.01 && b.y1 <= l->bounds.y1 + 0.01);
        for (uint32_t k = 0; k < i; k++)
            assert_false(box_overlaps(b, layout_box(&l->nodes[k])));
        for (uint32_t k = 0; k < l->nodes[i].line_count; k++)
            assert_true(l->nodes[i].lines[k].width <= l->nodes[i].width);
    }
}

static void check_edges(const layout *l)
{
    const diagram *d = l->diagram;
    for (uint32_t i = 0; i < d->edge_count; i++) {
        const layout_edge *e = &l->edges[i];
        box from = box_grown(layout_box(&l->nodes[d->edges[i].from]), 16);
        box to = box_grown(layout_box(&l->nodes[d->edges[i].to]), 16);
        trace own;
        trace_of(&e->line, &own);
        for (uint32_t k = 0; k < own.count; k++)
            assert_true(isfinite(own.p[k].x) && isfinite(own.p[k].y));
        assert_true(box_contains(from, own.p[0]));
        assert_true(box_contains(to, own.p[own.count - 1]));
        if (!e->placed)
            continue;
        assert_true(trace_meets_box(&own, e->label_box));
        for (uint32_t k = 0; k < d->node_count; k++)
            assert_false(box_overlaps(e->label_box, layout_box(&l->nodes[k])));
        for (uint32_t k = 0; k < d->edge_count; k++) {
            trace other;
            trace_of(&l->edges[k].line, &other);
            if (k != i && l->edges[k].placed)
                assert_false(box_overlaps(e->label_box, l->edges[k].label_box));
            if (k < i) /* those that came later may have had no other way */
                assert_false(!l->edges[k].faint && !e->faint && trace_meets_box(&other, e->label_box));
        }
    }
}

static void check(diagram *d)
{
    layout *first = lay_out(d), *second = lay_out(d);
    check_nodes(first);
    check_edges(first);
    assert_memory_equal(&first->bounds, &second->bounds, sizeof first->bounds);
    for (uint32_t i = 0; i < d->node_count; i++)
        assert_memory_equal(&first->nodes[i].at, &second->nodes[i].at, sizeof(point));
}

static uint32_t random_state;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)random_state * n >> 32);
}

static void test_random(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 12; seed++) {
        random_state = seed;
        ent_arena arena;
        ent_arena_init(&arena, NULL);
        uint32_t n = 1 + random_below(40), count = random_below(2 * n + 1);
        bundle_tie ties[80];
        for (uint32_t i = 0; i < count; i++)
            ties[i] = (bundle_tie){random_below(n), random_below(n), random_below(count), random_below(2) == 0};
        check(make_diagram(&arena, n, NULL, ties, count));
        ent_arena_fini(&arena);
    }
}

static void test_hub(void **state)
{
    (void)state;
    for (uint32_t n = 2; n <= 90; n += n < 20 ? 3 : 14) {
        ent_arena arena;
        ent_arena_init(&arena, NULL);
        bundle_tie ties[400];
        uint32_t count = 0;
        random_state = n;
        for (uint32_t i = 1; i < n; i++) {
            ties[count] = (bundle_tie){0, i, count, true};
            count++;
            ties[count] = (bundle_tie){i, 0, count, i % 2 == 0};
            count++;
            ties[count] = (bundle_tie){i, 1 + random_below(n - 1), count, true};
            count++;
        }
        diagram *d = make_diagram(&arena, n, NULL, ties, count);
        d->nodes[0].focus = true;
        check(d);
        ent_arena_fini(&arena);
    }
}

static void test_paths(void **state)
{
    (void)state;
    for (uint32_t width = 1; width <= 25; width += 4) {
        ent_arena arena;
        ent_arena_init(&arena, NULL);
        bundle_tie ties[200];
        uint32_t count = 0, n = 2 * width + 2;
        for (uint32_t i = 0; i < width; i++) { /* start, two columns, end */
            ties[count] = (bundle_tie){0, 2 + i, count, true}, count++;
            ties[count] = (bundle_tie){2 + i, 2 + width + (i * 7) % width, count, false}, count++;
            ties[count] = (bundle_tie){2 + width + i, 1, count, true}, count++;
        }
        diagram *d = make_diagram(&arena, n, NULL, ties, count);
        d->paths = true;
        for (uint32_t i = 0; i < n; i++)
            d->nodes[i].distance = i == 0 ? 0 : i == 1 ? 3 : i < 2 + width ? 1 : 2;
        check(d);
        layout *l = lay_out(d);
        for (uint32_t i = 2; i < 2 + width; i++)
            assert_true(l->nodes[0].at.x < l->nodes[i].at.x && l->nodes[i].at.x < l->nodes[i + width].at.x &&
                        l->nodes[i + width].at.x < l->nodes[1].at.x);
        ent_arena_fini(&arena);
    }
}

/* A long chain, many nodes without an edge, one node with loops, nothing at all. */
static void test_odd_shapes(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    bundle_tie ties[100];
    for (uint32_t i = 0; i < 99; i++)
        ties[i] = (bundle_tie){i, i + 1, i, true};
    diagram *chain = make_diagram(&arena, 100, NULL, ties, 99);
    check(chain);
    layout *l = lay_out(chain);
    assert_true(l->bounds.x1 / l->bounds.y1 < 4);
    diagram *alone = make_diagram(&arena, 50, NULL, ties, 0);
    check(alone);
    l = lay_out(alone);
    assert_true(l->bounds.x1 / l->bounds.y1 < 4 && l->bounds.y1 / l->bounds.x1 < 4);
    bundle_tie loops[] = {{0, 0, 0, true}, {0, 0, 1, false}, {0, 0, 2, true}};
    check(make_diagram(&arena, 1, NULL, loops, 3));
    check(make_diagram(&arena, 0, NULL, ties, 0));
    ent_arena_fini(&arena);
}

static point middle_of(const spline *line)
{
    trace t;
    trace_of(line, &t);
    point direction;
    return trace_at(&t, trace_length(&t) / 2, &direction);
}

/* Lines of a pair keep apart, whichever way they go. */
static void test_lines_of_a_pair(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    bundle_tie ties[] = {{0, 1, 0, true}, {1, 0, 1, true}, {0, 1, 2, false}};
    layout *l = lay_out(make_diagram(&arena, 2, NULL, ties, 3));
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < i; k++)
            assert_true(distance_of(middle_of(&l->edges[i].line), middle_of(&l->edges[k].line)) > 12);
    ent_arena_fini(&arena);
}

static int open_measure(void **state)
{
    (void)state;
    measure = text_measure_new(theme_light.font_face);
    return measure ? 0 : -1;
}

static int close_measure(void **state)
{
    (void)state;
    text_measure_free(measure);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random),          cmocka_unit_test(test_hub),
        cmocka_unit_test(test_paths),           cmocka_unit_test(test_odd_shapes),
        cmocka_unit_test(test_lines_of_a_pair),
    };
    return cmocka_run_group_tests(tests, open_measure, close_measure);
}
