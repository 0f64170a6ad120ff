#include "core/query/rows.h"

void ent_rows_init(ent_rows *rows, ent_arena *arena, uint32_t width)
{
    *rows = (ent_rows){.arena = arena, .width = width ? width : 1};
}

ent_value *ent_rows_push(ent_rows *rows)
{
    uint64_t chunk = rows->n / ENT_ROWS_CHUNK;
    if (rows->n % ENT_ROWS_CHUNK == 0) {
        if (chunk == rows->room) {
            uint64_t room = rows->room ? rows->room * 2 : 8;
            ent_value **chunks = ENT_NEW_ARRAY(rows->arena, ent_value *, room);
            if (!chunks)
                return NULL;
            if (chunk)
                memcpy(chunks, rows->chunks, chunk * sizeof *chunks);
            rows->chunks = chunks;
            rows->room = room;
        }
        rows->chunks[chunk] = ENT_NEW_ARRAY(rows->arena, ent_value, (size_t)ENT_ROWS_CHUNK * rows->width);
        if (!rows->chunks[chunk])
            return NULL;
    }
    return ent_rows_at(rows, rows->n++);
}

ent_value ent_value_keep(ent_arena *arena, ent_value value)
{
    switch ((ent_type)value.type) {
    case ENT_TYPE_NULL:
    case ENT_TYPE_BOOLEAN:
    case ENT_TYPE_INTEGER:
    case ENT_TYPE_FLOAT:
    case ENT_TYPE_NODE:
    case ENT_TYPE_RELATIONSHIP:
    case ENT_TYPE_DATE:
    case ENT_TYPE_LOCAL_TIME:
    case ENT_TYPE_TIME:
    case ENT_TYPE_LOCAL_DATETIME:
        return value;
    default:
        return ent_value_copy(arena, value);
    }
}

void ent_table_init(ent_table *table, ent_arena *arena, uint32_t key_width, uint32_t width)
{
    ent_rows_init(&table->rows, arena, width);
    table->key_width = key_width;
    table->slots = NULL;
    table->mask = 0;
}

static uint64_t hash_keys(const ent_value *keys, uint32_t n)
{
    uint64_t hash = 0x9e3779b97f4a7c15u;
    for (uint32_t i = 0; i < n; i++) {
        hash = (hash ^ ent_hash(keys[i])) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    return hash;
}

static bool same_keys(const ent_value *a, const ent_value *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (a[i].type == b[i].type && (a[i].type == ENT_TYPE_INTEGER || a[i].type == ENT_TYPE_NODE)) {
            if (a[i].i != b[i].i)
                return false;
        } else if (!ent_equivalent(a[i], b[i])) {
            return false;
        }
    }
    return true;
}

/* Doubles the index. The rows keep no hash, but the index keeps half of one; the other half is computed anew. */
static bool grow(ent_table *table)
{
    uint64_t size = table->slots ? (table->mask + 1) * 2 : 64;
    uint64_t *slots = ent_arena_array(table->rows.arena, size, sizeof *slots);
    if (!slots)
        return false;
    memset(slots, 0, size * sizeof *slots);
    for (uint64_t row = 0; row < table->rows.n; row++) {
        uint64_t hash = hash_keys(ent_rows_at(&table->rows, row), table->key_width);
        uint64_t at = hash & (size - 1);
        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = (hash & 0xffffffff00000000u) | (row + 1);
    }
    table->slots = slots;
    table->mask = size - 1;
    return true;
}

static bool probe(const ent_table *table, const ent_value *keys, uint64_t hash, uint64_t *at, uint64_t *row)
{
    for (*at = hash & table->mask; table->slots[*at]; *at = (*at + 1) & table->mask) {
        if ((table->slots[*at] ^ hash) >> 32)
            continue;
        *row = (uint32_t)table->slots[*at] - 1;
        if (same_keys(ent_rows_at(&table->rows, *row), keys, table->key_width))
            return true;
    }
    return false;
}

bool ent_table_find(const ent_table *table, const ent_value *keys, uint64_t *row)
{
    uint64_t at;
    return table->slots && probe(table, keys, hash_keys(keys, table->key_width), &at, row);
}

bool ent_table_put(ent_table *table, const ent_value *keys, uint64_t *row, bool *added)
{
    if ((!table->slots || table->rows.n * 2 > table->mask) && !grow(table))
        return false;
    uint64_t hash = hash_keys(keys, table->key_width);
    uint64_t at;
    *added = false;
    if (probe(table, keys, hash, &at, row))
        return true;
    if (table->rows.n >= UINT32_MAX - 1) {
        table->rows.arena->failed = ENT_NOMEM;
        return false;
    }
    ent_value *made = ent_rows_push(&table->rows);
    if (!made)
        return false;
    for (uint32_t i = 0; i < table->key_width; i++)
        made[i] = ent_value_keep(table->rows.arena, keys[i]);
    for (uint32_t i = table->key_width; i < table->rows.width; i++)
        made[i] = ENT_NULL;
    if (table->rows.arena->failed)
        return false;
    *row = table->rows.n - 1;
    *added = true;
    table->slots[at] = (hash & 0xffffffff00000000u) | (*row + 1);
    return true;
}

/* ---- sets of ids ---- */

void ent_idset_init(ent_idset *set, ent_arena *arena)
{
    *set = (ent_idset){.arena = arena};
}

static uint64_t mix(uint64_t id, uint64_t tag)
{
    uint64_t hash = (id ^ tag << 56) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

static bool idset_grow(ent_idset *set)
{
    uint64_t size = set->slots ? (set->mask + 1) * 2 : 4;
    ent_idset_slot *slots = ent_arena_array(set->arena, size, sizeof *slots);
    if (!slots)
        return false;
    memset(slots, 0, size * sizeof *slots);
    for (uint64_t i = 0; set->slots && i <= set->mask; i++) {
        const ent_idset_slot *old = &set->slots[i];
        if (old->tag == 0)
            continue;
        uint64_t at = mix(old->id, old->tag) & (size - 1);
        while (slots[at].tag)
            at = (at + 1) & (size - 1);
        slots[at] = *old;
    }
    set->slots = slots;
    set->mask = size - 1;
    return true;
}

bool ent_idset_add(ent_idset *set, uint32_t tag, uint64_t id, bool *added)
{
    if ((!set->slots || set->n * 2 > set->mask) && !idset_grow(set))
        return false;
    uint64_t at = mix(id, tag) & set->mask;
    for (; set->slots[at].tag; at = (at + 1) & set->mask)
        if (set->slots[at].id == id && set->slots[at].tag == tag) {
            *added = false;
            return true;
        }
    set->slots[at] = (ent_idset_slot){id, tag};
    set->n++;
    *added = true;
    return true;
}

/* A slot takes 16 bytes, and half of them are free: from a 256th of all ids on, a bit each takes less. */
static bool become_bits(ent_idset *set, uint32_t tag, uint64_t count)
{
    set->bits = ent_arena_zero(set->arena, (count / 64 + 1) * sizeof *set->bits);
    if (!set->bits)
        return false;
    set->bit_count = count;
    set->bit_tag = tag;
    for (uint64_t i = 0; set->slots && i <= set->mask; i++)
        if (set->slots[i].tag == tag && set->slots[i].id < count)
            set->bits[set->slots[i].id / 64] |= (uint64_t)1 << (set->slots[i].id % 64);
    return true;
}

bool ent_idset_add_below(ent_idset *set, uint32_t tag, uint64_t id, uint64_t count, bool *added)
{
    if (!set->bits && set->n >= count / 256 && !become_bits(set, tag, count))
        return false;
    if (!set->bits || set->bit_tag != tag || id >= set->bit_count)
        return ent_idset_add(set, tag, id, added);
    uint64_t bit = (uint64_t)1 << (id % 64);
    *added = !(set->bits[id / 64] & bit);
    set->bits[id / 64] |= bit;
    set->n += *added;
    return true;
}

bool ent_idset_fits(ent_value value, uint32_t *tag, uint64_t *id)
{
    *tag = (uint32_t)value.type + 1;
    *id = value.id;
    switch ((ent_type)value.type) {
    case ENT_TYPE_NODE:
    case ENT_TYPE_RELATIONSHIP:
        return !(value.flags & ENT_RESOLVED);
    case ENT_TYPE_INTEGER:
    case ENT_TYPE_DATE:
        return true;
    case ENT_TYPE_BOOLEAN:
        *id = value.b;
        return true;
    case ENT_TYPE_FLOAT:
        /* 1.0 is 1; what equals no integer is left to the general table. */
        if (value.f >= -9223372036854775808.0 && value.f < 9223372036854775808.0 &&
            value.f == (double)(int64_t)value.f) {
            *tag = (uint32_t)ENT_TYPE_INTEGER + 1;
            *id = (uint64_t)(int64_t)value.f;
            return true;
        }
        return false;
    default:
        return false;
    }
}
