/* The party network of a view in the formats of network tools: a node a party, an edge a tie.
 *
 * Every edge is written as directed, also where nobody is sent from one to the other (`moves` is false there): networkx
 * and others refuse files that mix both sorts. */
#ifndef ENT_IO_NETWORK_NETWORK_H
#define ENT_IO_NETWORK_NETWORK_H

#include "core/model/view.h"

#include <stdio.h>

/* GraphML 1.0: http://graphml.graphdrawing.org/specification.html. False when out could not be written or memory is
 * out; errno tells which. */
bool ent_write_graphml(const ent_view *view, FILE *out);

/* GEXF 1.2, which all readers know (1.3 has nothing that is needed here), with the time in which an agreement was
 * active as the time of its edges: https://gexf.net/schema.html. False as above. */
bool ent_write_gexf(const ent_view *view, FILE *out);

#endif
