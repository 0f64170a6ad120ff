/* Bundling: all ties of one pair and direction become one edge. Shared by everything that makes diagrams. */
#ifndef RENDER_BUNDLE_H
#define RENDER_BUNDLE_H

#include "render/diagram.h"

typedef struct {
    uint32_t from, to;  /* nodes of the diagram */
    uint32_t agreement; /* of the diagram */
    bool directed;
} bundle_tie;

/* Sorts the ties, makes the diagram's edges from them, and what follows: labels, notes, how many partners a node has.
 */
entente_status bundle_edges(diagram *diagram, bundle_tie *ties, uint32_t count);

/* An empty diagram; NULL when memory is out. */
diagram *bundle_diagram(ent_arena *arena, const char *as_of);

#endif
