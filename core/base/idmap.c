#include "core/base/idmap.h"

enum { FIRST_ROOM = 64 };

void ent_idmap_init(ent_idmap *map, ent_arena *arena)
{
    *map = (ent_idmap){.arena = arena};
}

/* The upper half of the product depends on all bits of the id. */
static struct ent_idmap_slot *find(struct ent_idmap_slot *slots, uint32_t room, uint64_t id)
{
    uint32_t at = (uint32_t)((id * 0x9e3779b97f4a7c15u) >> 32) & (room - 1);
    while (slots[at].used && slots[at].id != id)
        at = (at + 1) & (room - 1);
    return &slots[at];
}

uint32_t ent_idmap_get(const ent_idmap *map, uint64_t id)
{
    if (map->room == 0)
        return ENT_IDMAP_NONE;
    const struct ent_idmap_slot *slot = find(map->slots, map->room, id);
    return slot->used ? slot->value : ENT_IDMAP_NONE;
}

static bool grow(ent_idmap *map)
{
    uint32_t room = map->room ? map->room * 2 : FIRST_ROOM;
    struct ent_idmap_slot *slots = ent_arena_zero(map->arena, (size_t)room * sizeof *slots);
    if (!slots)
        return false;
    for (uint32_t i = 0; i < map->room; i++)
        if (map->slots[i].used)
            *find(slots, room, map->slots[i].id) = map->slots[i];
    map->slots = slots;
    map->room = room;
    return true;
}

bool ent_idmap_put(ent_idmap *map, uint64_t id, uint32_t value)
{
    if (map->count >= map->room / 2 && !grow(map))
        return false;
    struct ent_idmap_slot *slot = find(map->slots, map->room, id);
    map->count += !slot->used;
    *slot = (struct ent_idmap_slot){id, value, true};
    return true;
}
