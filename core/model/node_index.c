#include "core/model/node_index.h"

#include <stdlib.h>

enum { WIDEST = 1 << 26 /* ids: 256 MiB, of which the system gives only the pages that are used */ };

bool ent_node_index_make(ent_node_index *index, ent_arena *arena, const uint64_t *nodes, uint32_t count)
{
    uint64_t most = 0;
    *index = (ent_node_index){.least = UINT64_MAX};
    ent_idmap_init(&index->scattered, arena);
    for (uint32_t i = 0; i < count; i++) {
        index->least = nodes[i] < index->least ? nodes[i] : index->least;
        most = nodes[i] > most ? nodes[i] : most;
    }
    if (count == 0)
        return true;
    index->span = most - index->least + 1;
    index->after = most - index->least < WIDEST ? calloc(index->span, sizeof *index->after) : NULL;
    for (uint32_t i = 0; i < count; i++)
        if (index->after)
            index->after[nodes[i] - index->least] = i + 1;
        else if (!ent_idmap_put(&index->scattered, nodes[i], i))
            return false;
    return true;
}

void ent_node_index_fini(ent_node_index *index)
{
    free(index->after);
    index->after = NULL;
}
