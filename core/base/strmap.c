#include "core/base/strmap.h"

enum { FIRST_ROOM = 64 };

void ent_strmap_init(ent_strmap *map, ent_arena *arena)
{
    *map = (ent_strmap){.arena = arena};
}

/* Eight bytes at a time; what is folded down at the end depends on all of them. */
static uint32_t hash(ent_str key)
{
    const uint64_t odd = 0x9e3779b97f4a7c15u;
    uint64_t h = key.n * odd, word;
    uint32_t i = 0;
    for (; i + sizeof word <= key.n; i += sizeof word) {
        memcpy(&word, key.p + i, sizeof word);
        h = (h ^ word) * odd;
        h ^= h >> 29;
    }
    word = 0;
    if (i < key.n)
        memcpy(&word, key.p + i, key.n - i);
    h = (h ^ word) * odd;
    return (uint32_t)(h >> 32 ^ h >> 15);
}

/* Keys are looked at only where the hash is the same, for they lie elsewhere. */
static struct ent_strmap_slot *find(struct ent_strmap_slot *slots, uint32_t room, ent_str key, uint32_t hashed)
{
    uint32_t at = hashed & (room - 1);
    while (slots[at].key.p && (slots[at].hash != hashed || !ent_str_equal(slots[at].key, key)))
        at = (at + 1) & (room - 1);
    return &slots[at];
}

uint32_t ent_strmap_get(const ent_strmap *map, ent_str key)
{
    if (map->room == 0)
        return ENT_STRMAP_NONE;
    const struct ent_strmap_slot *slot = find(map->slots, map->room, key, hash(key));
    return slot->key.p ? slot->value : ENT_STRMAP_NONE;
}

static bool grow(ent_strmap *map)
{
    uint32_t room = map->room ? map->room * 2 : FIRST_ROOM;
    struct ent_strmap_slot *slots = ent_arena_zero(map->arena, (size_t)room * sizeof *slots);
    if (!slots)
        return false;
    for (uint32_t i = 0; i < map->room; i++) {
        if (!map->slots[i].key.p)
            continue;
        uint32_t at = map->slots[i].hash & (room - 1); /* all are different */
        while (slots[at].key.p)
            at = (at + 1) & (room - 1);
        slots[at] = map->slots[i];
    }
    map->slots = slots;
    map->room = room;
    return true;
}

bool ent_strmap_put(ent_strmap *map, ent_str key, uint32_t value)
{
    if (map->count >= map->room / 3 * 2 && !grow(map))
        return false;
    uint32_t hashed = hash(key);
    struct ent_strmap_slot *slot = find(map->slots, map->room, key, hashed);
    if (!slot->key.p) {
        slot->hash = hashed;
        slot->key = (ent_str){key.p ? key.p : "", key.n};
        map->count++;
    }
    slot->value = value;
    return true;
}
