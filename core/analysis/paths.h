/* How two parties are connected: paths over the party network, each step one or more agreements.
 *
 * A path is as long as it has steps. Weighted, a step is the shorter the more agreements it stands on: 1/n for n of
 * them, an amendment counted as one with what it amends (core/model/deals.h). */
#ifndef ENT_ANALYSIS_PATHS_H
#define ENT_ANALYSIS_PATHS_H

#include "core/analysis/network.h"

typedef struct {
    double distance;   /* steps, or the sum of their weights */
    uint32_t length;   /* steps */
    uint32_t *parties; /* length + 1 */
} ent_path;

typedef enum {
    ENT_PATHS_ONE,          /* one shortest path: of several the first by codes */
    ENT_PATHS_ALL_SHORTEST, /* every shortest path */
    ENT_PATHS_K_SHORTEST    /* the k shortest simple paths (Yen 1971) */
} ent_paths_wanted;

typedef struct {
    ent_paths_wanted wanted;
    uint32_t k, max_length; /* paths of more steps than max_length (0: no bound) are left out; not with weighted */
    bool directed;          /* from sender to receiver; an undirected tie goes both ways */
    bool weighted;          /* the view is terse or whole */
} ent_paths_request;

/* Sorted by distance, then by codes; in the arena. From a party to itself there is one path, of length 0. */
entente_status ent_paths(ent_network *network, const ent_paths_request *request, uint32_t from, uint32_t to,
                         ent_arena *arena, ent_path **out, uint32_t *count);

static inline ent_network_kind ent_paths_kind(const ent_paths_request *request)
{
    return request->directed ? ENT_NETWORK_DIRECTED : ENT_NETWORK_UNDIRECTED;
}

extern const char ent_paths_meaning[], ent_paths_source[];

#endif
