/* Ties become edges: one a pair and direction, with what they are called and drawn as. */
#include "render_test.h"

static const diagram_edge *edge_between(const diagram *d, uint32_t from, uint32_t to, bool directed)
{
    const diagram_edge *found = NULL;
    for (uint32_t i = 0; i < d->edge_count; i++)
        if (d->edges[i].from == from && d->edges[i].to == to && d->edges[i].directed == directed) {
            assert_null(found);
            found = &d->edges[i];
        }
    assert_non_null(found);
    return found;
}

static void test_pairs_and_directions(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    bundle_tie ties[] = {
        {1, 0, 0, true}, {0, 1, 1, true}, {0, 1, 2, true}, {2, 1, 3, false}, {1, 2, 4, false}, {2, 1, 4, false},
    };
    diagram *d = make_diagram(&arena, 4, NULL, ties, 6);
    assert_int_equal(d->edge_count, 3);
    assert_int_equal(edge_between(d, 0, 1, true)->agreement_count, 2);
    assert_int_equal(edge_between(d, 1, 0, true)->agreement_count, 1);
    assert_int_equal(edge_between(d, 1, 2, false)->agreement_count, 2); /* one agreement twice counts once */
    assert_int_equal(d->nodes[1].partners, 2);
    assert_int_equal(d->nodes[0].partners, 1);
    assert_int_equal(d->nodes[3].partners, 0);
    ent_arena_fini(&arena);
}

static void test_both_ways(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    bundle_tie ties[] = {{1, 0, 0, true}, {0, 1, 0, true}, {2, 1, 1, true}, {1, 2, 1, true}, {1, 2, 2, true}};
    diagram *d = make_diagram(&arena, 3, NULL, ties, 5);
    assert_int_equal(d->edge_count, 3);
    assert_true(edge_between(d, 0, 1, true)->both);
    assert_false(edge_between(d, 1, 2, true)->both);
    assert_false(edge_between(d, 2, 1, true)->both);
    assert_non_null(strstr(edge_between(d, 0, 1, true)->note, "Node 0 ↔ Node 1: "));
    ent_arena_fini(&arena);
}

static void test_labels(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    bundle_tie ties[] = {{0, 1, 0, true}, {0, 2, 0, true}, {0, 2, 3, true},
                         {0, 3, 1, true}, {0, 3, 2, true}, {0, 3, 4, true}};
    diagram *d = make_diagram(&arena, 4, NULL, ties, 6);
    assert_string_equal(edge_between(d, 0, 1, true)->label, "1990");
    assert_string_equal(edge_between(d, 0, 2, true)->label, "2 · 1990–1993");
    assert_string_equal(edge_between(d, 0, 2, true)->kind, "readmission");
    assert_null(edge_between(d, 0, 3, true)->kind);                    /* several */
    assert_string_equal(edge_between(d, 0, 3, true)->stage, "active"); /* the most alive of active, ended, agreed */
    ent_arena_fini(&arena);
}

static void test_relationships_that_are_no_agreements(void **state)
{
    (void)state;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    bundle_tie none[] = {{0, 0, 0, true}};
    diagram *d = make_diagram(&arena, 2, NULL, none, 0);
    d->agreements = (diagram_agreement[]){{.type = "cited in"}, {.type = "has event"}, {.type = "has event"}};
    d->agreement_count = 3;
    bundle_tie ties[] = {{0, 1, 1, true}, {0, 1, 0, true}, {0, 1, 2, true}, {0, 0, 2, true}};
    assert_int_equal(bundle_edges(d, ties, 4), ENTENTE_OK);
    assert_true(edge_between(d, 0, 1, true)->other);
    assert_string_equal(edge_between(d, 0, 1, true)->label, "cited in, has event");
    assert_string_equal(edge_between(d, 0, 0, true)->label, "has event");
    assert_int_equal(d->nodes[0].partners, 1); /* it is no partner of itself */
    ent_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs_and_directions),
        cmocka_unit_test(test_both_ways),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_relationships_that_are_no_agreements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
