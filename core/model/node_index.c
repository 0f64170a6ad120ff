#include "core/model/node_index.h"

#include <string.h>

enum { WIDEST = 16 /* ids a node, of an array */ };

bool ent_node_index_make(ent_node_index *index, ent_arena *arena, const uint64_t *nodes, uint32_t count)
{
    uint64_t most = 0;
    *index = (ent_node_index){.least = UINT64_MAX};
    ent_idmap_init(&index->scattered, arena);
    for (uint32_t i = 0; i < count; i++) {
        index->least = nodes[i] < index->least ? nodes[i] : index->least;
        most = nodes[i] > most ? nodes[i] : most;
    }
    if (count == 0 || most - index->least >= (uint64_t)count * WIDEST) {
        for (uint32_t i = 0; i < count; i++)
            if (!ent_idmap_put(&index->scattered, nodes[i], i))
                return false;
        return true;
    }
    index->span = most - index->least + 1;
    index->of = ENT_NEW_ARRAY(arena, uint32_t, index->span);
    if (!index->of)
        return false;
    memset(index->of, 0xFF, index->span * sizeof *index->of); /* ENT_NODE_NONE */
    for (uint32_t i = 0; i < count; i++)
        index->of[nodes[i] - index->least] = i;
    return true;
}
