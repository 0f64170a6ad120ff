/* What the tests of diagrams share: small diagrams made by hand. */
#ifndef RENDER_TEST_H
#define RENDER_TEST_H

#include "render/bundle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Nodes called "N0", "N1", … or as `names` says, and one agreement of each tie. */
static inline diagram *make_diagram(ent_arena *arena, uint32_t nodes, const char *const *names, bundle_tie *ties,
                                    uint32_t count)
{
    static const char *const kinds[] = {"readmission", "visa", "free_movement"};
    static const char *const stages[] = {"active", "agreed", "ended", NULL};
    diagram *d = bundle_diagram(arena, NULL);
    d->title = "A diagram";
    d->nodes = ENT_NEW_ARRAY(arena, diagram_node, nodes + 1);
    d->node_count = nodes;
    for (uint32_t i = 0; i < nodes; i++)
        d->nodes[i] = (diagram_node){.id = ent_arena_printf(arena, "N%u", i),
                                     .label = names ? names[i] : ent_arena_printf(arena, "Node %u", i),
                                     .shape = i % 3 == 0 ? NODE_ORGANIZATION : NODE_COUNTRY,
                                     .distance = UINT32_MAX};
    uint32_t agreements = 0;
    for (uint32_t i = 0; i < count; i++)
        agreements = ties[i].agreement >= agreements ? ties[i].agreement + 1 : agreements;
    d->agreements = ENT_NEW_ARRAY(arena, diagram_agreement, agreements + 1);
    d->agreement_count = d->drawn_count = agreements;
    for (uint32_t i = 0; i < agreements; i++)
        d->agreements[i] = (diagram_agreement){.id = ent_arena_printf(arena, "a%u", i),
                                               .title = "An agreement",
                                               .kind = kinds[i % 3],
                                               .stage = stages[i % 4],
                                               .date = ent_arena_printf(arena, "%u", 1990 + i % 30)};
    assert_int_equal(bundle_edges(d, ties, count), ENTENTE_OK);
    return d;
}

#endif
