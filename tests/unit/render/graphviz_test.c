/* Graphviz's engines in a child process: whatever they do, the program goes on. */
#include "render/graphviz.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum { MOST = 1200 };

static graphviz_node nodes[MOST];
static graphviz_edge edges[MOST * 4];

static void set_nodes(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        nodes[i] = (graphviz_node){.width = 60 + i % 7 * 10, .height = 24};
}

/* A hub with partners, of whom many are tied to each other, as parties around a large country are. */
static uint32_t hub_and_ties(uint32_t count)
{
    uint32_t made = 0;
    for (uint32_t i = 1; i < count; i++)
        edges[made++] = (graphviz_edge){.from = 0, .to = i};
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t k = 1; k <= 2; k++)
            edges[made++] = (graphviz_edge){.from = i, .to = 1 + (i * 7 + k * k * 5) % (count - 1)};
    return made;
}

static void test_engines(void **state)
{
    (void)state;
    for (int engine = 0; engine < GRAPHVIZ_ENGINES; engine++) {
        double before[40][2];
        for (int round = 0; round < 2; round++) {
            set_nodes(40);
            graphviz_order order = {.engine = (graphviz)engine, .gap = 20};
            assert_true(graphviz_place(nodes, 40, edges, hub_and_ties(40), &order));
            for (int i = 0; i < 40; i++) {
                assert_true(isfinite(nodes[i].x) && isfinite(nodes[i].y));
                if (round == 1)
                    assert_true(nodes[i].x == before[i][0] && nodes[i].y == before[i][1]);
                before[i][0] = nodes[i].x;
                before[i][1] = nodes[i].y;
            }
        }
    }
}

/* dot: one x a rank, senders left. */
static void test_ranks(void **state)
{
    (void)state;
    set_nodes(4);
    static const graphviz_edge flow[] = {{0, 2, false}, {1, 2, false}, {2, 3, false}};
    assert_true(graphviz_place(nodes, 4, flow, 3, &(graphviz_order){.engine = GRAPHVIZ_DOT, .gap = 20}));
    assert_true(nodes[0].x < nodes[2].x && nodes[2].x < nodes[3].x);
}

/* Routing is what these engines die of; each answer is fine but the program's end. */
static void test_those_that_die(void **state)
{
    (void)state;
    static const graphviz engines[] = {GRAPHVIZ_TWOPI, GRAPHVIZ_SFDP};
    for (int round = 0; round < 20; round++)
        for (int i = 0; i < 2; i++) {
            set_nodes(30);
            graphviz_order order = {.engine = engines[i], .splines = true, .gap = 4, .seconds = 1};
            graphviz_place(nodes, 60, edges, hub_and_ties(30), &order);
        }
}

static void test_limits(void **state)
{
    (void)state;
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    set_nodes(MOST);
    graphviz_order order = {.engine = GRAPHVIZ_FDP, .splines = true, .gap = 10, .seconds = 1};
    assert_false(graphviz_place(nodes, MOST, edges, hub_and_ties(MOST), &order));
    clock_gettime(CLOCK_MONOTONIC, &end);
    assert_true(end.tv_sec - start.tv_sec <= 8);
#ifndef __SANITIZE_ADDRESS__
    order = (graphviz_order){.engine = GRAPHVIZ_NEATO, .gap = 10, .memory = 1 << 20};
    assert_false(graphviz_place(nodes, MOST, edges, hub_and_ties(MOST), &order));
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engines),
        cmocka_unit_test(test_ranks),
        cmocka_unit_test(test_those_that_die),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
