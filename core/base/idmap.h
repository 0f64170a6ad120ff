/* A map from ids to small numbers, in an arena: open addressing, linear probing, doubled at one half. */
#ifndef ENT_BASE_IDMAP_H
#define ENT_BASE_IDMAP_H

#include "core/base/arena.h"

typedef struct {
    struct ent_idmap_slot {
        uint64_t id;
        uint32_t value;
        bool used;
    } * slots;
    uint32_t count, room; /* room: a power of two, or 0 */
    ent_arena *arena;
} ent_idmap;

enum { ENT_IDMAP_NONE = UINT32_MAX };

void ent_idmap_init(ent_idmap *map, ent_arena *arena);
/* ENT_IDMAP_NONE: there is no such id. */
uint32_t ent_idmap_get(const ent_idmap *map, uint64_t id);
/* Adds or replaces. False when the arena failed. */
bool ent_idmap_put(ent_idmap *map, uint64_t id, uint32_t value);

#endif
