/* From the ids of nodes to small numbers: an array where the ids lie close enough, else a hash table. */
#ifndef ENT_MODEL_NODE_INDEX_H
#define ENT_MODEL_NODE_INDEX_H

#include "core/base/idmap.h"

typedef struct {
    uint64_t least, span;
    uint32_t *after; /* one more than the number of each id, 0: none; NULL: they are scattered */
    ent_idmap scattered;
} ent_node_index;

enum { ENT_NODE_NONE = UINT32_MAX };

/* nodes[i] gets the number i. False when memory is out. */
bool ent_node_index_make(ent_node_index *index, ent_arena *arena, const uint64_t *nodes, uint32_t count);
void ent_node_index_fini(ent_node_index *index);

/* ENT_NODE_NONE: it is not among them. */
static inline uint32_t ent_node_index_get(const ent_node_index *index, uint64_t node)
{
    if (!index->after)
        return ent_idmap_get(&index->scattered, node);
    return node - index->least < index->span ? index->after[node - index->least] - 1 : ENT_NODE_NONE;
}

#endif
