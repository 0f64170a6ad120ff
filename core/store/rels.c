/* Relationship records: start u48 and type u16 in one word | end u64 | property record. */
#include "core/store/store_internal.h"

enum { HEAD = 16, TYPE_SHIFT = 48 };

bool ent_rel_split(const char *bytes, size_t size, ent_rel_record *out)
{
    if (size < HEAD || size - HEAD > UINT32_MAX)
        return false;
    uint64_t word = ent_load64(bytes);
    out->start = word & ENT_MAX_NODE_ID;
    out->type = (uint32_t)(word >> TYPE_SHIFT);
    out->end = ent_load64(bytes + 8);
    out->props = (ent_props){size > HEAD ? bytes + HEAD : NULL, (uint32_t)(size - HEAD)};
    return true;
}

ent_status ent_rel_get(ent_txn *txn, uint64_t id, ent_rel_record *out, bool *found, ent_error *error)
{
    MDB_cursor *cursor;
    *found = false;
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_RELS, &cursor, error));
    MDB_val data;
    int code = ent_txn_find(txn, ENT_TABLE_RELS, cursor, id, &data);
    if (code == MDB_NOTFOUND)
        return ENT_OK;
    if (code != 0)
        return ent_lmdb_fail(txn->file, code, "reading a relationship", error);
    if (!ent_rel_split(data.mv_data, data.mv_size, out))
        return ent_damaged(txn, error, "the record of relationship %llu cannot be read", (unsigned long long)id);
    *found = true;
    return ENT_OK;
}

static ent_status get_existing(ent_txn *txn, uint64_t id, ent_rel_record *out, ent_error *error)
{
    bool found;
    ENT_TRY(ent_rel_get(txn, id, out, &found, error));
    if (found)
        return ENT_OK;
    return ent_fail_io(error, ENT_NOT_FOUND, "there is no relationship %llu%s", (unsigned long long)id,
                       id < txn->header.next_rel ? " any more: it was deleted" : "");
}

static ent_status put_record(ent_txn *txn, uint64_t id, uint64_t start, uint64_t end, uint32_t type, size_t props_size,
                             unsigned flags, char **props_at, ent_error *error)
{
    uint64_t words[2] = {start | (uint64_t)type << TYPE_SHIFT, end};
    MDB_val key = {sizeof id, &id}, data = {HEAD + props_size, NULL};
    ENT_TRY(ent_txn_put(txn, ENT_TABLE_RELS, &key, &data, flags | MDB_RESERVE, error));
    memcpy(data.mv_data, words, sizeof words);
    *props_at = (char *)data.mv_data + HEAD;
    return ENT_OK;
}

ent_status ent_rel_create(ent_txn *txn, uint64_t start, uint64_t end, uint32_t type, const ent_property *props,
                          uint32_t prop_count, uint64_t *id, ent_error *error)
{
    ent_property *sorted;
    size_t size;
    char *at;
    ENT_TRY(ent_txn_writing(txn, error));
    if (type >= txn->header.tokens[ENT_TOKEN_TYPE])
        return ent_fail_io(error, ENT_MISUSE, "relationship type %u has no name", type);
    ENT_TRY(ent_node_require(txn, start, error));
    ENT_TRY(ent_node_require(txn, end, error));
    ENT_TRY(ent_props_prepare(txn, props, prop_count, &sorted, &prop_count, &size, error));
    uint64_t new_id = txn->header.next_rel;
    ENT_TRY(put_record(txn, new_id, start, end, type, size, MDB_APPEND, &at, error));
    ent_props_write(at, size, sorted, prop_count);
    txn->header.next_rel++;
    txn->header.rels++;
    txn->header.loops += start == end;
    ENT_TRY(ent_count_add(txn, ENT_COUNT_TYPE, type, 1, error));
    ENT_TRY(ent_adjacent_put(txn, start, end, type, new_id, error));
    *id = new_id;
    return ENT_OK;
}

ent_status ent_rel_delete(ent_txn *txn, uint64_t id, ent_error *error)
{
    ent_rel_record record;
    MDB_cursor *cursor;
    ENT_TRY(ent_txn_writing(txn, error));
    ENT_TRY(get_existing(txn, id, &record, error));
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_RELS, &cursor, error));
    txn->dirty = true;
    txn->writes++;
    int code = mdb_cursor_del(cursor, 0); /* where get_existing left it */
    if (code != 0)
        return ent_txn_break(txn, code, "deleting a relationship", error);
    txn->header.rels--;
    txn->header.loops -= record.start == record.end;
    ENT_TRY(ent_count_add(txn, ENT_COUNT_TYPE, record.type, -1, error));
    return ent_adjacent_del(txn, record.start, record.end, record.type, id, error);
}

ent_status ent_rel_set_props(ent_txn *txn, uint64_t id, const ent_property *props, uint32_t count, ent_error *error)
{
    ent_rel_record record;
    ent_property *sorted;
    size_t size;
    char *at;
    ENT_TRY(ent_txn_writing(txn, error));
    ENT_TRY(get_existing(txn, id, &record, error));
    ENT_TRY(ent_props_prepare(txn, props, count, &sorted, &count, &size, error));
    ENT_TRY(put_record(txn, id, record.start, record.end, record.type, size, 0, &at, error));
    ent_props_write(at, size, sorted, count);
    return ENT_OK;
}
