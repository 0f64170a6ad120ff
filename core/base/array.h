/* What arrays in arenas need beside indexing: room that doubles, search by halves, sorting by small numbers. */
#ifndef ENT_BASE_ARRAY_H
#define ENT_BASE_ARRAY_H

#include "core/base/arena.h"

/* Makes room for one more item of `size` bytes in an array in the arena, which doubles; what is left behind is at most
 * as much again. False when memory is out. */
bool ent_array_grow(ent_arena *arena, void **items, uint32_t count, uint32_t *room, size_t size);

/* The index of the item that has a text, in an array sorted by it (strcmp, no doubles): every item of `size` bytes
 * begins with a `const char *`. UINT32_MAX: none has. */
uint32_t ent_array_find(const void *items, uint32_t count, size_t size, const char *text);

/* Sorts items of `size` bytes by the uint32_t at `offset` in each, all below `bound`, in one pass; equal ones stay in
 * their order. from and to do not overlap, `to` gets the result. starts has room for bound + 1 numbers and gets where
 * the items of each number begin: those of k are from starts[k] up to starts[k + 1]. */
void ent_array_sort_by(const void *from, void *to, uint32_t count, size_t size, size_t offset, uint32_t bound,
                       uint32_t *starts);

#endif
