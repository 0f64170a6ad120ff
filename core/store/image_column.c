/* Properties of all nodes or of all relationships: a code for each element and a value for each code.
 *
 * Real properties repeat: kinds, dates, names of places. So what a statement asks of a value (whether it is below a
 * bound, to which group it belongs, whether it was seen before) can be asked once for each code, and elements are then
 * compared by codes alone. Values are told apart by their stored bytes, of any type; 1 and 1.0 have different codes.
 *
 * A column is made when about as many elements as there are were read one by one: the statement that scans for the
 * first time reads the file. Columns wanted together are made in one pass. */
#include "core/store/image.h"

#include <stdlib.h>

enum { POLL = 16384, FIRST_VALUES = 256, CHUNK = 1 << 16 };

/* A column being made. */
typedef struct {
    ent_column_part *part;
    const char **bytes; /* by code: the stored form, behind its size */
    uint32_t count, room;
    uint64_t *slots; /* half a hash, code */
    uint64_t slot_count;
    char *chunk; /* room for stored forms */
    size_t chunk_left;
    uint32_t before; /* the code found last */
    bool told_apart;
} making;

void ent_column_part_free(ent_column_part *part)
{
    ent_arena_fini(&part->arena);
    free(part->values);
    free(part);
}

static ent_column_part *find(ent_txn *txn, bool rels, uint32_t key)
{
    for (ent_column_part *part = txn->image->columns; part; part = part->next)
        if (part->rels == rels && part->key == key)
            return part;
    ent_column_part *part = calloc(1, sizeof *part);
    if (!part)
        return NULL;
    part->rels = rels;
    part->key = key;
    ent_arena_init(&part->arena, &txn->image->budget);
    part->next = txn->image->columns;
    return txn->image->columns = part;
}

/* ---- the values ---- */

static uint64_t hash_of(const char *bytes, size_t size)
{
    uint64_t hash = size * UINT64_C(0x9e3779b97f4a7c15);
    for (; size >= 8; bytes += 8, size -= 8) {
        hash = (hash ^ ent_load64(bytes)) * UINT64_C(0xff51afd7ed558ccd);
        hash ^= hash >> 32;
    }
    uint64_t rest = 0;
    memcpy(&rest, bytes, size);
    hash = (hash ^ rest) * UINT64_C(0xc4ceb9fe1a85ec53);
    return hash ^ hash >> 29;
}

static bool same(const making *m, uint32_t code, const char *at, size_t size)
{
    return ent_load32(m->bytes[code] - 4) == size && memcmp(m->bytes[code], at, size) == 0;
}

/* Memory beside the arena, of the same budget: `size` times the old and the new count. */
static bool resize(making *m, void **memory, uint64_t before, uint64_t after, size_t size)
{
    ent_budget *budget = m->part->arena.budget;
    if (!ent_budget_take(budget, (after - before) * size))
        return false;
    void *grown = realloc(*memory, after * size);
    if (!grown) {
        ent_budget_give(budget, (after - before) * size);
        return false;
    }
    *memory = grown;
    return true;
}

static void release(making *m, void *memory, uint64_t count, size_t size)
{
    free(memory);
    ent_budget_give(m->part->arena.budget, count * size);
}

/* Puts all codes into twice as many slots. */
static bool grow_slots(making *m)
{
    uint64_t count = m->slot_count ? m->slot_count * 2 : 2 * (uint64_t)FIRST_VALUES;
    if (!resize(m, (void **)&m->slots, m->slot_count, count, sizeof *m->slots))
        return false;
    m->slot_count = count;
    memset(m->slots, 0, count * sizeof *m->slots);
    for (uint32_t code = 1; code < m->count; code++) {
        uint64_t hash = hash_of(m->bytes[code], ent_load32(m->bytes[code] - 4)), to = hash & (count - 1);
        while (m->slots[to])
            to = (to + 1) & (count - 1);
        m->slots[to] = (hash & 0xffffffff00000000u) | code;
    }
    return true;
}

/* Room for codes to come. False: memory is out. */
static bool grow(making *m)
{
    uint32_t room = m->room ? m->room * 2 : FIRST_VALUES;
    if (room < m->room || !resize(m, (void **)&m->bytes, m->room, room, sizeof *m->bytes))
        return false;
    if (!resize(m, (void **)&m->part->values, m->room, room, sizeof *m->part->values)) {
        ent_budget_give(m->part->arena.budget,
                        (room - m->room) * sizeof *m->bytes); /* it is freed as m->room of them */
        return false;
    }
    m->part->value_room = m->room = room;
    return grow_slots(m);
}

/* A copy of the stored form, behind its size. */
static const char *keep_bytes(making *m, const char *at, size_t size)
{
    if (size + 4 > m->chunk_left) {
        size_t room = size + 4 > CHUNK / 8 ? size + 4 : CHUNK;
        char *chunk = ent_arena_alloc(&m->part->arena, room);
        if (!chunk)
            return NULL;
        m->chunk = chunk;
        m->chunk_left = room;
    }
    uint32_t length = (uint32_t)size;
    char *kept = m->chunk + 4;
    memcpy(m->chunk, &length, 4);
    memcpy(kept, at, size);
    m->chunk += size + 4;
    m->chunk_left -= size + 4;
    return kept;
}

/* Values of other types are equivalent only to themselves. */
static void note_type(making *m, ent_value value)
{
    switch ((ent_type)value.type) {
    case ENT_TYPE_STRING:
    case ENT_TYPE_BOOLEAN:
    case ENT_TYPE_DATE:
    case ENT_TYPE_LOCAL_TIME:
    case ENT_TYPE_LOCAL_DATETIME:
    case ENT_TYPE_INTEGER:
        return;
    default:
        m->told_apart = false; /* 1.0 is 1, -0.0 is 0.0, an hour later elsewhere is now */
    }
}

/* False: memory is out, or the bytes are damaged. */
static bool code_for(making *m, const char *at, size_t size, uint32_t *code)
{
    if (m->before && same(m, m->before, at, size)) {
        *code = m->before;
        return true;
    }
    if (m->count == m->room && !grow(m))
        return false;
    uint64_t hash = hash_of(at, size), to = hash & (m->slot_count - 1);
    for (; m->slots[to]; to = (to + 1) & (m->slot_count - 1))
        if ((m->slots[to] ^ hash) >> 32 == 0 && same(m, (uint32_t)m->slots[to], at, size)) {
            *code = m->before = (uint32_t)m->slots[to];
            return true;
        }
    const char *kept = keep_bytes(m, at, size), *from = kept;
    if (!kept || m->count == ENT_NO_CODE ||
        !ent_decode(&m->part->arena, &from, kept + size, &m->part->values[m->count]) || m->part->arena.failed)
        return false;
    note_type(m, m->part->values[m->count]);
    m->bytes[m->count] = kept;
    m->slots[to] = (hash & 0xffffffff00000000u) | m->count;
    *code = m->before = m->count++;
    return true;
}

/* ---- the pass ---- */

static bool start_column(making *m, uint64_t ids)
{
    m->told_apart = true;
    m->part->codes = ENT_NEW_ARRAY(&m->part->arena, uint32_t, ids + 1);
    if (!m->part->codes || !grow(m))
        return false;
    memset(m->part->codes, 0xFF, ids * sizeof *m->part->codes);
    static const char none[4] = {0};
    m->part->values[0] = ENT_NULL;
    m->bytes[0] = none + 4;
    m->count = 1;
    return true;
}

static void drop(making *m)
{
    ent_arena_fini(&m->part->arena);
    release(m, m->part->values, m->part->value_room, sizeof *m->part->values);
    m->part->codes = NULL;
    m->part->values = NULL;
    m->part->value_room = 0;
    m->part->state = ENT_PART_REFUSED;
}

/* The properties of the record that a cursor over nodes or relationships stands on. */
static bool props_of(bool rels, MDB_val data, ent_props *out)
{
    uint32_t label_count;
    const char *labels;
    if (!rels)
        return ent_node_split(data.mv_data, data.mv_size, &label_count, &labels, out);
    ent_rel_record record;
    if (!ent_rel_split(data.mv_data, data.mv_size, &record))
        return false;
    *out = record.props;
    return true;
}

/* False: the record cannot be read. A column for which there is no memory is dropped. */
static bool take_record(making *list, uint32_t count, uint64_t id, ent_props props)
{
    for (uint32_t i = 0; i < count; i++) {
        const char *at, *end;
        making *m = &list[i];
        if (m->part->state == ENT_PART_REFUSED)
            continue;
        uint32_t code = 0;
        if (ent_props_find(props, m->part->key, &at, &end) && !code_for(m, at, (size_t)(end - at), &code))
            drop(m);
        else
            m->part->codes[id] = code;
    }
    return true;
}

static ent_status pass(ent_txn *txn, bool rels, making *list, uint32_t count, uint64_t ids, bool *fits,
                       ent_error *error)
{
    uint64_t seen = 0;
    ent_scan *scan;
    ENT_TRY(rels ? ent_scan_rels(txn, &scan, error) : ent_scan_nodes(txn, &scan, error));
    MDB_val key, data;
    int found = mdb_cursor_get(scan->cursor, &key, &data, MDB_FIRST);
    ent_status status = ENT_OK;
    *fits = false;
    for (; found == 0 && status == ENT_OK; found = mdb_cursor_get(scan->cursor, &key, &data, MDB_NEXT)) {
        uint64_t id = ent_load64(key.mv_data);
        ent_props props;
        if (id >= ids || !props_of(rels, data, &props) || !take_record(list, count, id, props))
            break;
        if (++seen % POLL == 0)
            ent_scan_passed(scan, data.mv_data);
        if (seen % POLL == 0 && txn->served.poll)
            status = txn->served.poll(txn->served.user);
    }
    ent_scan_close(scan);
    *fits = found == MDB_NOTFOUND;
    return status;
}

/* The statement that runs pays for what was kept; where it cannot, nothing is. */
static void pay(ent_txn *txn, ent_column_part **parts, uint32_t count, size_t before)
{
    size_t now = txn->image->budget.used;
    if (now <= before || ent_budget_take(txn->served.budget, now - before))
        return;
    for (uint32_t i = 0; i < count; i++) {
        making m = {.part = parts[i]};
        if (parts[i]->state == ENT_PART_READY)
            drop(&m);
    }
}

static ent_status make(ent_txn *txn, bool rels, ent_column_part **parts, uint32_t count, ent_error *error)
{
    uint64_t ids = rels ? txn->header.next_rel : txn->header.next_node;
    size_t before = txn->image->budget.used;
    making *list = calloc(count, sizeof *list);
    if (!list)
        return ENT_OK;
    for (uint32_t i = 0; i < count; i++) {
        list[i].part = parts[i];
        parts[i]->state = ENT_PART_ASKED;
        if (!start_column(&list[i], ids))
            drop(&list[i]);
    }
    bool fits;
    ent_status status = pass(txn, rels, list, count, ids, &fits, error);
    fits = fits && status == ENT_OK;
    for (uint32_t i = 0; i < count; i++) {
        making *m = &list[i];
        if (!fits && m->part->state == ENT_PART_ASKED)
            drop(m);
        if (status != ENT_OK)
            m->part->state = ENT_PART_ASKED; /* the statement was stopped: the next may try again */
        if (fits && m->part->state == ENT_PART_ASKED) {
            m->part->given = (ent_coded){m->part->codes, ids, m->part->values, m->count, m->told_apart};
            m->part->state = ENT_PART_READY;
        }
        release(m, m->bytes, m->room, sizeof *m->bytes);
        release(m, m->slots, m->slot_count, sizeof *m->slots);
    }
    free(list);
    if (fits)
        pay(txn, parts, count, before);
    return status;
}

ent_status ent_txn_coded(ent_txn *txn, bool rels, const uint32_t *keys, uint32_t count, uint64_t rows, bool may_make,
                         const ent_coded **out, ent_error *error)
{
    enum { TOGETHER = 64 };
    ent_column_part *parts[TOGETHER], *wanted[TOGETHER];
    uint64_t elements = rels ? txn->header.rels : txn->header.nodes;
    uint32_t want = 0;
    bool due = false;
    for (uint32_t i = 0; i < count; i++)
        out[i] = NULL;
    if (!txn->image || elements == 0 || count > TOGETHER)
        return ENT_OK;
    for (uint32_t i = 0; i < count; i++) {
        parts[i] = keys[i] == ENT_NO_TOKEN ? NULL : find(txn, rels, keys[i]);
        if (!parts[i])
            continue;
        if (parts[i]->state == ENT_PART_ASKED)
            wanted[want++] = parts[i];
        due |= parts[i]->state == ENT_PART_ASKED && parts[i]->read > elements / 2;
        parts[i]->read += rows;
    }
    if (due && may_make)
        ENT_TRY(make(txn, rels, wanted, want, error));
    for (uint32_t i = 0; i < count; i++)
        if (parts[i] && parts[i]->state == ENT_PART_READY)
            out[i] = &parts[i]->given;
    return ENT_OK;
}
