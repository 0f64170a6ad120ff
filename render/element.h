/* What the elements of a picture are called: ids and classes that stay the same when something else is added to the
 * picture, so that styles, scripts and other programs can rely on them. */
#ifndef RENDER_ELEMENT_H
#define RENDER_ELEMENT_H

#include "render/diagram.h"

/* "node-RWA" where the id is a plain word, else "node_3". In the diagram's arena, as all of these; NULL when memory is
 * out. */
const char *element_of_node(const diagram *diagram, uint32_t node);

/* "edge-USA-to-RWA", "edge-USA-with-RWA" (both ways), "edge-USA-and-RWA" (no direction), else "edge_3". */
const char *element_of_edge(const diagram *diagram, uint32_t edge);

/* " agreement-gbr-rwa-2022-partnership …", a class for each agreement; ids that are no plain words have none. */
const char *element_classes(const diagram *diagram, const diagram_edge *edge);
const char *element_class(const diagram *diagram, const char *agreement);

#endif
