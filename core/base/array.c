#include "core/base/array.h"

#include <string.h>

bool ent_array_grow(ent_arena *arena, void **items, uint32_t count, uint32_t *room, size_t size)
{
    if (count < *room)
        return true;
    if (*room > UINT32_MAX / 2) {
        arena->failed = ENT_NOMEM;
        return false;
    }
    uint32_t more = *room ? *room * 2 : 64;
    void *grown = ent_arena_array(arena, more, size);
    if (!grown)
        return false;
    if (count)
        memcpy(grown, *items, (size_t)count * size);
    *items = grown;
    *room = more;
    return true;
}

uint32_t ent_array_find(const void *items, uint32_t count, size_t size, const char *text)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *const *key = (const void *)((const char *)items + middle * size);
        int order = strcmp(*key, text);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return UINT32_MAX;
}

void ent_array_sort_by(const void *from, void *to, uint32_t count, size_t size, size_t offset, uint32_t bound,
                       uint32_t *starts)
{
    const char *item = from;
    memset(starts, 0, ((size_t)bound + 1) * sizeof *starts);
    for (uint32_t i = 0; i < count; i++)
        starts[*(const uint32_t *)(const void *)(item + i * size + offset)]++;
    uint32_t sum = 0;
    for (uint32_t k = 0; k <= bound; k++) {
        uint32_t here = starts[k];
        starts[k] = sum;
        sum += here;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = *(const uint32_t *)(const void *)(item + i * size + offset);
        memcpy((char *)to + starts[number]++ * size, item + i * size, size);
    }
    memmove(starts + 1, starts, (size_t)bound * sizeof *starts); /* each has walked on to the begin of the next */
    starts[0] = 0;
}
