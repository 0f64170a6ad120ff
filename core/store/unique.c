/* Unique indexes: which node has a value.
 *
 * Entries of a unique index wait in memory, found there by a hash of their keys, until the index is read in order, an
 * entry of it is removed, or the transaction commits: put into their table one by one, in any order, each would cost a
 * search from the root and leave pages half full; sorted they are put side by side. Whether a value is taken is
 * mostly known without a look into the table: as long as it has nothing of the index; and when it has only what this
 * transaction has put there, a filter of bits tells of nearly every other key that it is not there. */
#include "core/store/store_internal.h"

#include <endian.h>
#include <stdlib.h>

enum { FIRST_ROOM = 256, MOST_WAITING = 1 << 18, FILTER_BITS = 24 };

typedef struct {
    const char *key;
    uint64_t node;
    uint32_t hash;
    uint16_t size;
} entry;

struct ent_waiting {
    ent_waiting *next; /* by index id */
    uint32_t index;
    ent_arena keys;
    entry *items;
    uint32_t *slots; /* open addressing: number of the item + 1, or 0; twice as many as there is room for items */
    uint32_t count, room;
    bool stored;      /* the table may have entries of the index */
    uint64_t *filter; /* of the keys in the table; NULL: they are not all known */
};

static uint64_t long_hash_of(const char *key, size_t size)
{
    uint64_t h = size;
    for (; size >= 8; key += 8, size -= 8)
        h = (h ^ ent_load64(key)) * UINT64_C(0x9e3779b97f4a7c15), h ^= h >> 29;
    uint64_t rest = 0;
    memcpy(&rest, key, size);
    h = (h ^ rest) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 32;
}

static uint32_t hash_of(const char *key, size_t size)
{
    return (uint32_t)long_hash_of(key, size);
}

static ent_waiting *waiting_of(const ent_txn *txn, uint32_t index)
{
    for (ent_waiting *at = txn->waiting; at; at = at->next)
        if (at->index == index)
            return at;
    return NULL;
}

static ent_waiting *waiting_new(ent_txn *txn, uint32_t index)
{
    ent_waiting *w = calloc(1, sizeof *w), **place = &txn->waiting;
    if (!w)
        return NULL;
    while (*place && (*place)->index < index)
        place = &(*place)->next;
    w->index = index;
    w->stored = ent_count_get(txn, ENT_COUNT_ENTRIES, index) > 0;
    ent_arena_init(&w->keys, NULL);
    w->next = *place;
    *place = w;
    return w;
}

static void waiting_empty(ent_waiting *w)
{
    ent_arena_fini(&w->keys);
    ent_arena_init(&w->keys, NULL);
    free(w->items);
    free(w->slots);
    w->items = NULL;
    w->slots = NULL;
    w->count = w->room = 0;
}

void ent_unique_free(ent_txn *txn)
{
    for (ent_waiting *w = txn->waiting, *next; w; w = next) {
        next = w->next;
        waiting_empty(w);
        free(w->filter);
        free(w);
    }
    txn->waiting = NULL;
}

static bool is_key(const entry *item, uint32_t hash, const char *key, size_t size)
{
    return item->hash == hash && item->size == size && memcmp(item->key, key, size) == 0;
}

static void place(ent_waiting *w, uint32_t number)
{
    uint32_t mask = 2 * w->room - 1, slot = w->items[number].hash & mask;
    while (w->slots[slot])
        slot = (slot + 1) & mask;
    w->slots[slot] = number + 1;
}

static bool make_room(ent_waiting *w)
{
    if (w->count < w->room)
        return true;
    uint32_t room = w->room ? 2 * w->room : FIRST_ROOM;
    entry *items = realloc(w->items, room * sizeof *items);
    if (items)
        w->items = items;
    uint32_t *slots = items ? calloc(2 * (size_t)room, sizeof *slots) : NULL;
    if (!slots)
        return false;
    free(w->slots);
    w->slots = slots;
    w->room = room;
    for (uint32_t i = 0; i < w->count; i++)
        place(w, i);
    return true;
}

/* ---- the filter: three bits a key ---- */

static uint32_t filter_bit(uint64_t hash, int i)
{
    return (uint32_t)(hash >> (20 * i)) & ((1u << FILTER_BITS) - 1);
}

static void filter_add(ent_waiting *w, const char *key, size_t size)
{
    uint64_t hash = long_hash_of(key, size);
    for (int i = 0; i < 3; i++)
        w->filter[filter_bit(hash, i) / 64] |= UINT64_C(1) << filter_bit(hash, i) % 64;
}

/* Whether the table may have the key. */
static bool may_be_stored(const ent_waiting *w, const char *key, size_t size)
{
    if (!w || !w->stored || !w->filter)
        return !w || w->stored;
    uint64_t hash = long_hash_of(key, size);
    for (int i = 0; i < 3; i++)
        if (!(w->filter[filter_bit(hash, i) / 64] >> filter_bit(hash, i) % 64 & 1))
            return false;
    return true;
}

/* ---- finding ---- */

typedef struct {
    ent_txn *txn;
    const ent_index *index;
    ent_arena *arena;
    ent_value value;
    bool exact; /* whoever has the key has the value */
    uint64_t except, found;
    bool is_found, is_key;
    ent_error *error;
} search;

/* Candidates are compared in full where a key may stand for several values: long strings share one when only their ends
 * differ, and NaN equals nothing. */
static ent_status consider(search *s, uint64_t node)
{
    ent_node_record record;
    ent_value theirs;
    bool found;
    s->is_key = true;
    if (node == s->except)
        return ENT_OK;
    if (!s->exact) {
        ENT_TRY(ent_node_get(s->txn, node, &record, &found, s->error));
        if (!found)
            return ent_damaged(s->txn, s->error, "an index names node %llu, which does not exist",
                               (unsigned long long)node);
        ENT_TRY(ent_props_get(s->txn, s->arena, record.props, s->index->key, &theirs, s->error));
        if (ent_equal(s->value, theirs) != ENT_TRUE)
            return ENT_OK;
    }
    s->found = node;
    s->is_found = true;
    return ENT_OK;
}

static ent_status search_waiting(search *s, const ent_waiting *w, const char *key, size_t size)
{
    if (!w || w->count == 0)
        return ENT_OK;
    uint32_t mask = 2 * w->room - 1, hash = hash_of(key, size), slot = hash & mask;
    for (; w->slots[slot] && !s->is_found; slot = (slot + 1) & mask) {
        const entry *item = &w->items[w->slots[slot] - 1];
        if (is_key(item, hash, key, size))
            ENT_TRY(consider(s, item->node));
    }
    return ENT_OK;
}

static ent_status search_table(search *s, const char *key_bytes, size_t size)
{
    MDB_cursor *cursor;
    MDB_val key = {size, (void *)key_bytes}, data;
    ENT_TRY(ent_txn_cursor(s->txn, ENT_TABLE_INDEX, &cursor, s->error));
    int code = mdb_cursor_get(cursor, &key, &data, MDB_SET);
    for (; code == 0 && !s->is_found; code = mdb_cursor_get(cursor, &key, &data, MDB_NEXT_DUP))
        ENT_TRY(consider(s, ent_load64(data.mv_data)));
    return code == 0 || code == MDB_NOTFOUND ? ENT_OK : ent_lmdb_fail(s->txn->file, code, "reading an index", s->error);
}

ent_status ent_unique_find(ent_txn *txn, const ent_index *index, const char *key, size_t size, ent_value value,
                           uint64_t except, ent_arena *arena, ent_found *out, ent_error *error)
{
    bool whole = value.type == ENT_TYPE_STRING && size < sizeof(uint32_t) + ENT_KEY_MAX;
    search s = {.txn = txn,
                .index = index,
                .arena = arena,
                .value = value,
                .exact = whole || value.type == ENT_TYPE_INTEGER,
                .except = except,
                .error = error};
    const ent_waiting *w = waiting_of(txn, index->id);
    ENT_TRY(search_waiting(&s, w, key, size));
    if (!s.is_found && may_be_stored(w, key, size))
        ENT_TRY(search_table(&s, key, size));
    *out = (ent_found){.found = s.is_found, .node = s.found, .key_is_there = s.is_key};
    return ENT_OK;
}

ent_status ent_index_lookup(ent_txn *txn, uint32_t at, ent_value value, ent_arena *arena, uint64_t *node, bool *found,
                            ent_error *error)
{
    const ent_index *index = &txn->schema->indexes[at];
    char key[sizeof(uint32_t) + ENT_KEY_MAX];
    ent_found answer;
    bool exact;
    *found = false;
    if (ent_is_null(value) || !ent_storable(value))
        return ENT_OK;
    size_t size = ent_index_key(key, index->id, value, &exact);
    ENT_TRY(ent_unique_find(txn, index, key, size, value, UINT64_MAX, arena, &answer, error));
    *found = answer.found;
    *node = answer.node;
    return ENT_OK;
}

/* ---- flushing ---- */

/* An entry to sort: what its key has behind the bytes that all keys begin with. */
typedef struct {
    uint64_t word; /* the next 8 bytes, in order */
    const entry *entry;
} sortable;

static int by_key(const void *a, const void *b)
{
    const sortable *x = a, *y = b;
    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    const entry *e = x->entry, *f = y->entry;
    int order = memcmp(e->key, f->key, e->size < f->size ? e->size : f->size);
    if (order != 0 || e->size != f->size)
        return order != 0 ? order : e->size < f->size ? -1 : 1;
    return e->node < f->node ? -1 : e->node > f->node;
}

static size_t common_start(const ent_waiting *w)
{
    const entry *first = &w->items[0];
    size_t n = first->size;
    for (uint32_t i = 1; i < w->count; i++) {
        const entry *item = &w->items[i];
        size_t most = item->size < n ? item->size : n;
        n = 0;
        while (n < most && item->key[n] == first->key[n])
            n++;
    }
    return n;
}

static sortable *sort(const ent_waiting *w)
{
    sortable *sorted = malloc(w->count * sizeof *sorted);
    if (!sorted)
        return NULL;
    size_t skip = common_start(w);
    for (uint32_t i = 0; i < w->count; i++) {
        const entry *item = &w->items[i];
        size_t n = item->size - skip;
        uint64_t word = 0;
        memcpy(&word, item->key + skip, n < sizeof word ? n : sizeof word);
        sorted[i] = (sortable){be64toh(word), item};
    }
    qsort(sorted, w->count, sizeof *sorted, by_key);
    return sorted;
}

/* Whether a key lies behind all that the table has. */
static bool is_last(MDB_cursor *cursor, const entry *item)
{
    MDB_val key, data;
    if (mdb_cursor_get(cursor, &key, &data, MDB_LAST) != 0)
        return true;
    int order = memcmp(key.mv_data, item->key, key.mv_size < item->size ? key.mv_size : item->size);
    return order < 0 || (order == 0 && key.mv_size < item->size);
}

static ent_status flush(ent_txn *txn, ent_waiting *w, ent_error *error)
{
    MDB_cursor *cursor;
    if (w->count == 0)
        return ENT_OK;
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_INDEX, &cursor, error));
    sortable *sorted = sort(w);
    if (!sorted)
        return ent_txn_break_nomem(txn, error);
    bool append = is_last(cursor, sorted[0].entry);
    if (!w->stored && w->count == MOST_WAITING) /* it is worth it; without memory for it, the table is asked */
        w->filter = calloc(1u << (FILTER_BITS - 6), sizeof *w->filter);
    ent_status status = ENT_OK;
    for (uint32_t i = 0; i < w->count && status == ENT_OK; i++) {
        const entry *item = sorted[i].entry;
        uint64_t node = item->node;
        bool same = i > 0 && is_key(sorted[i - 1].entry, item->hash, item->key, item->size);
        MDB_val key = {item->size, (void *)item->key}, data = {sizeof node, &node};
        if (w->filter)
            filter_add(w, item->key, item->size);
        status = ent_txn_put(txn, ENT_TABLE_INDEX, &key, &data, append && !same ? MDB_APPEND : 0, error);
    }
    free(sorted);
    waiting_empty(w);
    w->stored = true;
    return status;
}

ent_status ent_unique_flush(ent_txn *txn, ent_error *error)
{
    for (ent_waiting *w = txn->waiting; w; w = w->next)
        ENT_TRY(flush(txn, w, error));
    return ENT_OK;
}

/* ---- adding ---- */

ent_status ent_unique_add(ent_txn *txn, uint32_t index, const char *key, size_t size, uint64_t node, bool key_is_there,
                          ent_error *error)
{
    ent_waiting *w = waiting_of(txn, index);
    if (!w)
        w = waiting_new(txn, index);
    if (w && w->count == MOST_WAITING)
        ENT_TRY(flush(txn, w, error));
    const char *copy = w && make_room(w) ? ent_arena_copy(&w->keys, key, size) : NULL;
    if (!copy)
        return ent_txn_break_nomem(txn, error);
    w->items[w->count] = (entry){.key = copy, .node = node, .hash = hash_of(key, size), .size = (uint16_t)size};
    place(w, w->count++);
    txn->dirty = true;
    txn->writes++;
    ENT_TRY(ent_count_add(txn, ENT_COUNT_ENTRIES, index, 1, error));
    return key_is_there ? ENT_OK : ent_count_add(txn, ENT_COUNT_DISTINCT, index, 1, error);
}
