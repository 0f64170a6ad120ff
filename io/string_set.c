#include "io/string_set.h"

#include <stdlib.h>

void ent_string_set_init(ent_string_set *set)
{
    *set = (ent_string_set){0};
    ent_arena_init(&set->arena, NULL);
}

void ent_string_set_fini(ent_string_set *set)
{
    ent_arena_fini(&set->arena);
    free(set->texts);
    free(set->hashes);
    free(set->slots);
    *set = (ent_string_set){0};
}

/* FNV-1a; the table is twice as large as what it holds, so weak mixing costs little. */
static uint32_t hash_of(ent_str s)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h ^ h >> 15;
}

/* The slot of a text, or the free one where it would go. */
static uint32_t slot_of(const ent_string_set *set, ent_str text, uint32_t hash)
{
    uint32_t mask = set->capacity * 2 - 1, i = hash & mask;
    for (; set->slots[i]; i = (i + 1) & mask) {
        uint32_t number = set->slots[i] - 1;
        if (set->hashes[number] == hash && ent_str_equal(set->texts[number], text))
            break;
    }
    return i;
}

static bool grow(ent_string_set *set)
{
    if (set->capacity > UINT32_MAX / 8)
        return false;
    uint32_t capacity = set->capacity ? set->capacity * 2 : 256;
    ent_str *texts = realloc(set->texts, capacity * sizeof *texts);
    if (texts)
        set->texts = texts;
    uint32_t *hashes = realloc(set->hashes, capacity * sizeof *hashes);
    if (hashes)
        set->hashes = hashes;
    uint32_t *slots = calloc((size_t)capacity * 2, sizeof *slots);
    if (!texts || !hashes || !slots) {
        free(slots);
        return false;
    }
    free(set->slots);
    set->slots = slots;
    set->capacity = capacity;
    for (uint32_t i = 0; i < set->count; i++)
        slots[slot_of(set, texts[i], hashes[i])] = i + 1;
    return true;
}

ent_status ent_string_set_add(ent_string_set *set, ent_str text, uint32_t *number, bool *is_new)
{
    if (set->count == set->capacity && !grow(set))
        return ENT_NOMEM;
    uint32_t hash = hash_of(text), slot = slot_of(set, text, hash);
    *is_new = !set->slots[slot];
    if (*is_new) {
        const char *copy = ent_arena_copy(&set->arena, text.p, text.n);
        if (!copy)
            return ENT_NOMEM;
        set->texts[set->count] = (ent_str){copy, text.n};
        set->hashes[set->count] = hash;
        set->slots[slot] = ++set->count;
    }
    if (number)
        *number = set->slots[slot] - 1;
    return ENT_OK;
}

int64_t ent_string_set_find(const ent_string_set *set, ent_str text)
{
    if (set->count == 0)
        return -1;
    return (int64_t)set->slots[slot_of(set, text, hash_of(text))] - 1;
}
