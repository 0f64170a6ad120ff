#include "core/base/strmap.h"

enum { FIRST_ROOM = 64 };

void ent_strmap_init(ent_strmap *map, ent_arena *arena)
{
    *map = (ent_strmap){.arena = arena};
}

/* FNV-1a (Fowler, Noll, Vo), with a last mixing step because the low bits choose the slot. */
static uint64_t hash(ent_str key)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (uint32_t i = 0; i < key.n; i++)
        h = (h ^ (unsigned char)key.p[i]) * 0x100000001B3u;
    return h ^ h >> 32;
}

static struct ent_strmap_slot *find(struct ent_strmap_slot *slots, uint32_t room, ent_str key)
{
    uint32_t at = (uint32_t)hash(key) & (room - 1);
    while (slots[at].key.p && !ent_str_equal(slots[at].key, key))
        at = (at + 1) & (room - 1);
    return &slots[at];
}

uint32_t ent_strmap_get(const ent_strmap *map, ent_str key)
{
    if (map->room == 0)
        return ENT_STRMAP_NONE;
    const struct ent_strmap_slot *slot = find(map->slots, map->room, key);
    return slot->key.p ? slot->value : ENT_STRMAP_NONE;
}

static bool grow(ent_strmap *map)
{
    uint32_t room = map->room ? map->room * 2 : FIRST_ROOM;
    struct ent_strmap_slot *slots = ent_arena_zero(map->arena, (size_t)room * sizeof *slots);
    if (!slots)
        return false;
    for (uint32_t i = 0; i < map->room; i++)
        if (map->slots[i].key.p)
            *find(slots, room, map->slots[i].key) = map->slots[i];
    map->slots = slots;
    map->room = room;
    return true;
}

bool ent_strmap_put(ent_strmap *map, ent_str key, uint32_t value)
{
    if (map->count >= map->room / 3 * 2 && !grow(map))
        return false;
    struct ent_strmap_slot *slot = find(map->slots, map->room, key);
    if (!slot->key.p) {
        slot->key = (ent_str){key.p ? key.p : "", key.n};
        map->count++;
    }
    slot->value = value;
    return true;
}
