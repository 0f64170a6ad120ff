#include "core/query/owned_strings.h"

enum { CHUNK = 1 << 16, LENGTH = sizeof(uint32_t) };

void ent_owned_strings_init(ent_owned_strings *set, ent_arena *arena)
{
    *set = (ent_owned_strings){.arena = arena};
}

static bool grow(ent_owned_strings *set)
{
    uint64_t size = set->slots ? (set->mask + 1) * 2 : 64;
    ent_owned_string *slots = ent_arena_array(set->arena, size, sizeof *slots);
    if (!slots)
        return false;
    memset(slots, 0, size * sizeof *slots);
    for (uint64_t i = 0; set->slots && i <= set->mask; i++) {
        uint64_t at = set->slots[i].hash & (size - 1);
        if (!set->slots[i].at)
            continue;
        while (slots[at].at)
            at = (at + 1) & (size - 1);
        slots[at] = set->slots[i];
    }
    set->slots = slots;
    set->mask = size - 1;
    return true;
}

static const char *keep(ent_owned_strings *set, ent_value string)
{
    size_t size = LENGTH + (size_t)string.n;
    if (size > set->left) {
        size_t room = size > CHUNK / 8 ? size : CHUNK;
        if (!(set->room = ent_arena_alloc(set->arena, room)))
            return NULL;
        set->left = room;
    }
    char *kept = set->room;
    memcpy(kept, &string.n, LENGTH);
    if (string.n)
        memcpy(kept + LENGTH, string.s, string.n);
    set->room += size;
    set->left -= size;
    return kept;
}

static bool same(const ent_owned_string *slot, ent_value string)
{
    uint32_t length;
    memcpy(&length, slot->at, LENGTH);
    return length == string.n && (length == 0 || memcmp(slot->at + LENGTH, string.s, length) == 0);
}

const ent_owned_string *ent_owned_strings_put(ent_owned_strings *set, ent_value string, uint32_t owner, bool *added)
{
    *added = false;
    if ((!set->slots || (set->n * 2 > set->mask && set->mask < UINT32_MAX)) && !grow(set))
        return NULL;
    uint64_t whole = ent_hash(string);
    uint32_t hash = (uint32_t)(whole ^ whole >> 32);
    uint64_t at = hash & set->mask;
    for (; set->slots[at].at; at = (at + 1) & set->mask)
        if (set->slots[at].hash == hash && same(&set->slots[at], string))
            return &set->slots[at];
    if (set->n > set->mask - 1) { /* billions of strings */
        set->arena->failed = ENT_NOMEM;
        return NULL;
    }
    const char *kept = keep(set, string);
    if (!kept)
        return NULL;
    set->slots[at] = (ent_owned_string){kept, hash, owner};
    set->n++;
    *added = true;
    return &set->slots[at];
}
