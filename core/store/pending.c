/* Entries of the adjacency and label tables that wait in memory.
 *
 * A load creates relationships in any order of their ends; put one by one each costs a search from the root. Gathered
 * and sorted they are put side by side. They are flushed before the table is read or an entry is deleted, at the
 * commit, and when there are many. */
#include "core/store/store_internal.h"

#include <endian.h>
#include <stdlib.h>

enum { FIRST_ROOM = 256, MOST_WAITING = 1 << 20 };

static int by_key(const void *a, const void *b)
{
    const ent_pending *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->high != y->high)
        return x->high < y->high ? -1 : 1;
    return x->low < y->low ? -1 : x->low > y->low;
}

static bool sorted(const ent_pendings *pending)
{
    for (size_t i = 1; i < pending->count; i++)
        if (by_key(&pending->items[i - 1], &pending->items[i]) > 0)
            return false;
    return true;
}

/* ---- sorting: by the bytes that differ, the lowest first (radix sort, stable) ---- */

typedef struct {
    ent_pending *from, *to;
    size_t count;
} passes;

static uint64_t word_of(const ent_pending *item, int word)
{
    return word == 0 ? item->low : word == 1 ? item->high : item->key;
}

static void pass(passes *p, int word, int shift)
{
    size_t starts[257] = {0};
    for (size_t i = 0; i < p->count; i++)
        starts[(word_of(&p->from[i], word) >> shift & 0xFF) + 1]++;
    for (int i = 1; i < 257; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < p->count; i++)
        p->to[starts[word_of(&p->from[i], word) >> shift & 0xFF]++] = p->from[i];
    ent_pending *swapped = p->from;
    p->from = p->to;
    p->to = swapped;
}

static bool low_ascends(const ent_pendings *pending)
{
    for (size_t i = 1; i < pending->count; i++)
        if (pending->items[i - 1].low > pending->items[i].low)
            return false;
    return true;
}

static void sort(ent_pendings *pending)
{
    enum { FEW = 256 };
    ent_pending *room = pending->count > FEW ? malloc(pending->room * sizeof *room) : NULL;
    if (!room) {
        qsort(pending->items, pending->count, sizeof *pending->items, by_key);
        return;
    }
    passes p = {.from = pending->items, .to = room, .count = pending->count};
    /* new relationships come in the order of their ids, which is `low`: a stable sort keeps it */
    for (int word = low_ascends(pending) ? 1 : 0; word < 3; word++) {
        uint64_t differ = 0;
        for (size_t i = 1; i < pending->count; i++)
            differ |= word_of(&p.from[i], word) ^ word_of(&p.from[0], word);
        for (int shift = 0; shift < 64; shift += 8)
            if (differ >> shift & 0xFF)
                pass(&p, word, shift);
    }
    pending->items = p.from;
    free(p.to);
}

/* ---- flushing ---- */

/* The last key of the table; false when it is empty. */
static bool last_key(ent_table table, MDB_cursor *cursor, uint64_t *out)
{
    MDB_val key, data;
    if (mdb_cursor_get(cursor, &key, &data, MDB_LAST) != 0)
        return false;
    *out = table == ENT_TABLE_LABELS ? ent_load32(key.mv_data) : ent_load64(key.mv_data);
    return true;
}

/* Entries as their table has them. */
enum { AT_ONCE = 256 };
typedef struct {
    ent_table table;
    size_t size;
    uint64_t words[2 * AT_ONCE];
} packed;

static MDB_val key_of(ent_table table, const uint64_t *node, const uint32_t *label)
{
    return table == ENT_TABLE_LABELS ? (MDB_val){sizeof *label, (void *)label} : (MDB_val){sizeof *node, (void *)node};
}

static void pack(packed *p, const ent_pending *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (p->table == ENT_TABLE_LABELS) {
            p->words[i] = items[i].low;
        } else {
            p->words[2 * i] = htobe64(items[i].high);
            p->words[2 * i + 1] = htobe64(items[i].low);
        }
    }
}

/* Whether all entries of a key come before an item. */
static bool is_behind(ent_table table, MDB_cursor *cursor, const ent_pending *item)
{
    uint64_t node = item->key;
    uint32_t label = (uint32_t)item->key;
    MDB_val key = key_of(table, &node, &label), data;
    if (mdb_cursor_get(cursor, &key, &data, MDB_SET) != 0 || mdb_cursor_get(cursor, &key, &data, MDB_LAST_DUP) != 0)
        return false;
    if (table == ENT_TABLE_LABELS)
        return ent_load64(data.mv_data) < item->low;
    uint64_t high = be64toh(ent_load64(data.mv_data)), low = be64toh(ent_load64((char *)data.mv_data + 8));
    return high < item->high || (high == item->high && low < item->low);
}

/* The entries of one key, `count` of them. flags: of the first; the others follow it. */
static ent_status put_group(ent_txn *txn, packed *p, const ent_pending *items, size_t count, unsigned flags,
                            bool follow, ent_error *error)
{
    uint64_t node = items->key;
    uint32_t label = (uint32_t)items->key;
    for (size_t done = 0; done < count;) {
        size_t n = done == 0 || !follow ? 1 : count - done < AT_ONCE ? count - done : AT_ONCE;
        MDB_val key = key_of(p->table, &node, &label), data[2] = {{p->size, p->words}, {n, NULL}};
        pack(p, items + done, n);
        ENT_TRY(ent_txn_put(txn, p->table, &key, data, n > 1 ? flags | MDB_MULTIPLE : flags, error));
        flags = follow ? MDB_APPENDDUP : 0;
        done += n;
    }
    return ENT_OK;
}

static ent_status flush(ent_txn *txn, ent_table table, const ent_pendings *sorted_ones, ent_error *error)
{
    MDB_cursor *cursor;
    packed p = {.table = table, .size = table == ENT_TABLE_LABELS ? sizeof(uint64_t) : 2 * sizeof(uint64_t)};
    ENT_TRY(ent_txn_cursor(txn, table, &cursor, error));
    uint64_t last = 0;
    bool any = last_key(table, cursor, &last);
    for (size_t i = 0, next; i < sorted_ones->count; i = next) {
        const ent_pending *first = &sorted_ones->items[i];
        for (next = i + 1; next < sorted_ones->count && sorted_ones->items[next].key == first->key; next++)
            ;
        bool appends = !any || first->key > last;
        bool follow = appends || (next - i > 1 && is_behind(table, cursor, first));
        unsigned flags = appends ? MDB_APPEND : follow ? MDB_APPENDDUP : 0;
        ENT_TRY(put_group(txn, &p, first, next - i, flags, follow, error));
    }
    return ENT_OK;
}

ent_status ent_pending_flush(ent_txn *txn, ent_table table, ent_error *error)
{
    ent_pendings *pending = &txn->pending[table];
    if (pending->count == 0)
        return ENT_OK;
    if (!sorted(pending))
        sort(pending);
    ent_pendings taken = *pending;
    *pending = (ent_pendings){.items = NULL}; /* a put may want to flush, too (relief.c) */
    ent_status status = flush(txn, table, &taken, error);
    taken.count = 0;
    *pending = taken;
    return status;
}

ent_status ent_pending_add(ent_txn *txn, ent_table table, uint64_t key, uint64_t high, uint64_t low, ent_error *error)
{
    ent_pendings *pending = &txn->pending[table];
    if (pending->count == MOST_WAITING)
        ENT_TRY(ent_pending_flush(txn, table, error));
    if (pending->count == pending->room) {
        size_t room = pending->room ? pending->room * 2 : FIRST_ROOM;
        ent_pending *items = realloc(pending->items, room * sizeof *items);
        if (!items)
            return ent_txn_break_nomem(txn, error);
        pending->items = items;
        pending->room = room;
    }
    pending->items[pending->count++] = (ent_pending){key, high, low};
    txn->dirty = true;
    txn->writes++;
    return ENT_OK;
}
