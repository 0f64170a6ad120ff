/* What a picture shows, in plain sentences, for those who hear it instead of seeing it. */
#ifndef RENDER_SENTENCE_H
#define RENDER_SENTENCE_H

#include "render/story.h"

/* "signed 2025-06, in force 2025-08": the events of an agreement that gave it a status, up to the diagram's day. "" for
 * none or without a story. In the diagram's arena, as all of these; NULL when memory is out. */
const char *sentence_course(const diagram *diagram, const char *agreement);

/* "United States sends people to Rwanda: Arrangement on …: signed 2025-06, in force 2025-08." */
const char *sentence_edge(const diagram *diagram, const diagram_edge *edge);

/* "Rwanda, a country: 5 partners in this picture." */
const char *sentence_node(const diagram *diagram, const diagram_node *node);

/* "in force" for "in_force". NULL stays NULL. */
const char *sentence_words(ent_arena *arena, const char *word);

/* Nodes and edges in the order in which they are best read: the one in focus or with most partners first, then the
 * others by partners; edges by their earlier end, then by their later one. Indices; NULL when memory is out. */
uint32_t *sentence_node_order(const diagram *diagram);
uint32_t *sentence_edge_order(const diagram *diagram);

#endif
