/* The party network of a view as an igraph graph: a vertex a party, in the order of the view (so by code), and an edge
 * a pair of parties, however many agreements tie them.
 *
 * igraph never ends the program here: its error handler is set to one that only reports (ent_network_new), in the
 * calling thread. What igraph refuses becomes ENTENTE_NOMEM or ENTENTE_ARGUMENT. */
#ifndef ENT_ANALYSIS_NETWORK_H
#define ENT_ANALYSIS_NETWORK_H

#include "core/model/view.h"

#include <igraph/igraph.h>

typedef enum {
    ENT_NETWORK_UNDIRECTED, /* every tie, without its direction */
    ENT_NETWORK_DIRECTED,   /* sender to receiver; an undirected tie goes both ways */
    ENT_NETWORK_FLOWS       /* only sender to receiver */
} ent_network_kind;

typedef struct {
    const ent_view *view; /* borrowed */
    ent_network_kind kind;
    igraph_t graph;
} ent_network;

entente_status ent_network_new(const ent_view *view, ent_network_kind kind, ent_network **out);
void ent_network_free(ent_network *network); /* NULL is allowed */

/* igraph's answer as ours. */
entente_status ent_network_status(igraph_error_t error);

/* The agreements that tie one party to another, as the network's kind reads them (in a directed one: that let people go
 * from `from` to `to`), ascending, each once; in the view's arena. NULL when memory is out. */
const uint32_t *ent_network_agreements(const ent_network *network, uint32_t from, uint32_t to, uint32_t *count);

#endif
