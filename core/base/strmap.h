/* A map from strings to small numbers, in an arena: open addressing, linear probing, doubled at two thirds. Keys are
 * borrowed. */
#ifndef ENT_BASE_STRMAP_H
#define ENT_BASE_STRMAP_H

#include "core/base/arena.h"
#include "core/base/str.h"

typedef struct {
    struct ent_strmap_slot {
        ent_str key; /* p NULL: empty */
        uint32_t value, hash;
    } * slots;
    uint32_t count, room; /* room: a power of two, or 0 */
    ent_arena *arena;
} ent_strmap;

enum { ENT_STRMAP_NONE = UINT32_MAX };

void ent_strmap_init(ent_strmap *map, ent_arena *arena);
/* ENT_STRMAP_NONE: there is no such key. */
uint32_t ent_strmap_get(const ent_strmap *map, ent_str key);
/* Adds or replaces. False when the arena failed. */
bool ent_strmap_put(ent_strmap *map, ent_str key, uint32_t value);

#endif
