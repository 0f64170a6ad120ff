/* How two parties are connected: paths over the party network, each step one or more agreements. */
#ifndef ENT_ANALYSIS_PATHS_H
#define ENT_ANALYSIS_PATHS_H

#include "core/analysis/network.h"

typedef struct {
    uint32_t length;   /* steps */
    uint32_t *parties; /* length + 1 */
} ent_path;

typedef enum {
    ENT_PATHS_ONE,          /* one shortest path: of several the first by codes */
    ENT_PATHS_ALL_SHORTEST, /* every shortest path */
    ENT_PATHS_K_SHORTEST    /* the k shortest simple paths (Yen 1971) */
} ent_paths_wanted;

/* Paths longer than max_length (0: no bound) are left out. Sorted by length, then by codes; in the view's arena.
 * From a party to itself there is one path, of length 0. */
entente_status ent_paths(ent_view *view, const ent_network *network, uint32_t from, uint32_t to,
                         ent_paths_wanted wanted, uint32_t k, uint32_t max_length, ent_path **out, uint32_t *count);

#endif
