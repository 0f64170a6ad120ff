/* The party network of a view: which parties are tied, and as igraph graphs: a vertex a party, in the order of the view
 * (so by code), and an edge a pair of parties, however many agreements tie them.
 *
 * Pairs are found once a network; a graph is made when it is first asked for and kept. igraph never ends the program
 * here: its error handler is set to one that only reports, in the calling thread, whenever a graph is asked for. What
 * igraph refuses becomes ENTENTE_NOMEM or ENTENTE_ARGUMENT. */
#ifndef ENT_ANALYSIS_NETWORK_H
#define ENT_ANALYSIS_NETWORK_H

#include "core/model/view.h"

#include <igraph/igraph.h>

typedef enum {
    ENT_NETWORK_UNDIRECTED, /* every tie, without its direction */
    ENT_NETWORK_DIRECTED,   /* sender to receiver; an undirected tie goes both ways */
    ENT_NETWORK_FLOWS,      /* only sender to receiver */
    ENT_NETWORK_KINDS
} ent_network_kind;

typedef struct {
    uint32_t low, high; /* parties, low < high */
    uint32_t first;     /* its ties: those from here on up to the next pair's first */
    bool plain;         /* some tie has no direction */
    bool up, down;      /* some tie goes from low to high, from high to low */
} ent_pair;

typedef struct {
    ent_view *view; /* owned */
    ent_arena arena;
    ent_pair *pairs;     /* by low, high; one more than there are, whose first is tie_count */
    uint32_t *pair_from; /* of each party: the first pair whose low it is; one more than there are parties */
    uint32_t *ties;      /* of the view, by pair, those of one in the view's order */
    uint32_t pair_count;
    igraph_t graphs[ENT_NETWORK_KINDS];
    bool made[ENT_NETWORK_KINDS];
    /* Asked now and then while igraph works on a graph of the network: true makes it give up, with ENTENTE_INTERRUPTED.
     * May be NULL. */
    bool (*stop)(void *user);
    void *stop_user;
} ent_network;

/* Takes the view over, also when it fails. */
entente_status ent_network_new(ent_view *view, ent_network **out);
void ent_network_free(ent_network *network); /* NULL is allowed */

/* Borrowed until the network is freed. */
entente_status ent_network_graph(ent_network *network, ent_network_kind kind, const igraph_t **out);

/* The memory that the network and its view take, in bytes; of igraph's by its documented layout. */
size_t ent_network_size(const ent_network *network);

/* igraph's answer as ours. */
entente_status ent_network_status(igraph_error_t error);

/* The agreements that tie one party to another, as a network of the kind reads them (in a directed one: that let people
 * go from `from` to `to`), ascending, each once; in the arena. The view tells agreements. NULL when memory is out. */
const uint32_t *ent_network_agreements(const ent_network *network, ent_network_kind kind, uint32_t from, uint32_t to,
                                       ent_arena *arena, uint32_t *count);

#endif
