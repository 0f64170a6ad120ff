/* Node records: label count u16 | labels u32 each, ascending | property record.
 *
 * Each change is worked out and checked in full before the first table is touched, so that a refused change changes
 * nothing. */
#include "core/store/store_internal.h"

bool ent_node_split(const char *bytes, size_t size, uint32_t *label_count, const char **labels, ent_props *props)
{
    if (size < 2)
        return false;
    *label_count = ent_load16(bytes);
    *labels = bytes + 2;
    size_t head = 2 + (size_t)*label_count * 4;
    if (head > size || size - head > UINT32_MAX)
        return false;
    *props = (ent_props){size > head ? bytes + head : NULL, (uint32_t)(size - head)};
    return true;
}

ent_status ent_node_get(ent_txn *txn, uint64_t id, ent_node_record *out, bool *found, ent_error *error)
{
    MDB_cursor *cursor;
    const char *labels;
    *found = false;
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_NODES, &cursor, error));
    MDB_val data;
    int code = ent_txn_find(txn, ENT_TABLE_NODES, cursor, id, &data);
    if (code == MDB_NOTFOUND)
        return ENT_OK;
    if (code != 0)
        return ent_lmdb_fail(txn->file, code, "reading a node", error);
    if (!ent_node_split(data.mv_data, data.mv_size, &out->label_count, &labels, &out->props))
        return ent_damaged(txn, error, "the record of node %llu cannot be read", (unsigned long long)id);
    out->labels = ent_label_set_keep(txn, labels, out->label_count);
    if (!out->labels)
        return ent_arena_status(&txn->sets, error);
    *found = true;
    return ENT_OK;
}

/* As long as no node was ever deleted, the number tells. */
ent_status ent_node_exists(ent_txn *txn, uint64_t id, bool *exists, ent_error *error)
{
    *exists = id < txn->header.next_node;
    if (!*exists || txn->header.nodes == txn->header.next_node)
        return ENT_OK;
    MDB_cursor *cursor;
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_NODES, &cursor, error));
    MDB_val data;
    int code = ent_txn_find(txn, ENT_TABLE_NODES, cursor, id, &data);
    *exists = code == 0;
    return code == 0 || code == MDB_NOTFOUND ? ENT_OK : ent_lmdb_fail(txn->file, code, "reading a node", error);
}

ent_status ent_node_require(ent_txn *txn, uint64_t id, ent_error *error)
{
    bool exists;
    ENT_TRY(ent_node_exists(txn, id, &exists, error));
    if (exists)
        return ENT_OK;
    return ent_fail_io(error, ENT_NOT_FOUND, "there is no node %llu%s", (unsigned long long)id,
                       id < txn->header.next_node ? " any more: it was deleted" : "");
}

static ent_status get_existing(ent_txn *txn, uint64_t id, ent_node_record *out, ent_error *error)
{
    bool found;
    ENT_TRY(ent_node_get(txn, id, out, &found, error));
    return found ? ENT_OK : ent_node_require(txn, id, error);
}

/* An ascending copy without doubles, in the scratch arena. */
static ent_status sort_labels(ent_txn *txn, const uint32_t *labels, uint32_t count, uint32_t **out, uint32_t *out_count,
                              ent_error *error)
{
    uint32_t *sorted = ENT_NEW_ARRAY(&txn->scratch, uint32_t, count + 1), n = 0;
    ENT_TRY(ent_arena_status(&txn->scratch, error));
    for (uint32_t i = 0; i < count; i++) {
        if (labels[i] >= txn->header.tokens[ENT_TOKEN_LABEL])
            return ent_fail_io(error, ENT_MISUSE, "label %u has no name", labels[i]);
        uint32_t at = n;
        while (at > 0 && sorted[at - 1] > labels[i])
            at--;
        if (at > 0 && sorted[at - 1] == labels[i])
            continue;
        memmove(sorted + at + 1, sorted + at, (n - at) * sizeof *sorted);
        sorted[at] = labels[i];
        n++;
    }
    if (n > ENT_MAX_LABELS_PER_NODE)
        return ent_fail_io(error, ENT_ARGUMENT, "a node has at most %d labels", ENT_MAX_LABELS_PER_NODE);
    *out = sorted;
    *out_count = n;
    return ENT_OK;
}

static ent_status put_record(ent_txn *txn, uint64_t id, const uint32_t *labels, uint32_t label_count, size_t props_size,
                             unsigned flags, char **props_at, ent_error *error)
{
    size_t head = 2 + (size_t)label_count * 4;
    uint16_t count = (uint16_t)label_count;
    MDB_val key = {sizeof id, &id}, data = {head + props_size, NULL};
    ENT_TRY(ent_txn_put(txn, ENT_TABLE_NODES, &key, &data, flags | MDB_RESERVE, error));
    memcpy(data.mv_data, &count, sizeof count);
    if (label_count)
        memcpy((char *)data.mv_data + 2, labels, (size_t)label_count * 4);
    *props_at = (char *)data.mv_data + head;
    return ENT_OK;
}

ent_status ent_node_create(ent_txn *txn, const uint32_t *labels, uint32_t label_count, const ent_property *props,
                           uint32_t prop_count, uint64_t *id, ent_error *error)
{
    uint32_t *sorted_labels;
    ent_property *sorted;
    size_t size;
    char *at;
    ent_index_changes changes;
    ENT_TRY(ent_txn_writing(txn, error));
    if (txn->header.next_node > ENT_MAX_NODE_ID)
        return ent_fail_io(error, ENT_FULL, "%s has used all 2^48 node ids", txn->file->path);
    ENT_TRY(sort_labels(txn, labels, label_count, &sorted_labels, &label_count, error));
    ENT_TRY(ent_props_prepare(txn, props, prop_count, &sorted, &prop_count, &size, error));
    ent_node_view before = {0},
                  after = {
                      .labels = sorted_labels, .label_count = label_count, .values = sorted, .value_count = prop_count};
    uint64_t new_id = txn->header.next_node;
    ENT_TRY(ent_index_plan(txn, new_id, &before, &after, &changes, error));
    ENT_TRY(put_record(txn, new_id, sorted_labels, label_count, size, MDB_APPEND, &at, error));
    ent_props_write(at, size, sorted, prop_count);
    txn->header.next_node++;
    txn->header.nodes++;
    for (uint32_t i = 0; i < label_count; i++)
        ENT_TRY(ent_label_put(txn, sorted_labels[i], new_id, error));
    ENT_TRY(ent_index_apply(txn, new_id, &changes, error));
    *id = new_id;
    return ENT_OK;
}

ent_status ent_node_delete(ent_txn *txn, uint64_t id, ent_error *error)
{
    ent_node_record record;
    ent_index_changes changes;
    uint64_t degree;
    MDB_cursor *cursor;
    ENT_TRY(ent_txn_writing(txn, error));
    ENT_TRY(get_existing(txn, id, &record, error));
    ENT_TRY(ent_degree(txn, id, ENT_BOTH, ENT_NO_TOKEN, &degree, error));
    if (degree > 0)
        return ent_fail(error, ENT_VERIFICATION, ENT_PHASE_RUNTIME, (ent_span){0, 0}, "DeleteConnectedNode",
                        "node %llu still has %llu relationship%s", (unsigned long long)id, (unsigned long long)degree,
                        degree == 1 ? "" : "s");
    /* asking for the degree may have flushed, which moves records */
    ENT_TRY(get_existing(txn, id, &record, error));
    ent_node_view before = {.labels = record.labels, .label_count = record.label_count, .props = record.props};
    ent_node_view after = {0};
    ENT_TRY(ent_index_plan(txn, id, &before, &after, &changes, error));
    for (uint32_t i = 0; i < record.label_count; i++)
        ENT_TRY(ent_label_del(txn, record.labels[i], id, error));
    ENT_TRY(ent_index_apply(txn, id, &changes, error));
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_NODES, &cursor, error));
    MDB_val key = {sizeof id, &id}, data;
    txn->dirty = true;
    txn->writes++;
    int code = mdb_cursor_get(cursor, &key, &data, MDB_SET);
    if (code == 0)
        code = mdb_cursor_del(cursor, 0);
    if (code != 0)
        return ent_txn_break(txn, code, "deleting a node", error);
    txn->header.nodes--;
    return ENT_OK;
}

ent_status ent_node_set_props(ent_txn *txn, uint64_t id, const ent_property *props, uint32_t count, ent_error *error)
{
    ent_node_record record;
    ent_property *sorted;
    size_t size;
    char *at;
    ent_index_changes changes;
    ENT_TRY(ent_txn_writing(txn, error));
    ENT_TRY(get_existing(txn, id, &record, error));
    ENT_TRY(ent_props_prepare(txn, props, count, &sorted, &count, &size, error));
    ent_node_view before = {.labels = record.labels, .label_count = record.label_count, .props = record.props};
    ent_node_view after = {
        .labels = record.labels, .label_count = record.label_count, .values = sorted, .value_count = count};
    ENT_TRY(ent_index_plan(txn, id, &before, &after, &changes, error));
    ENT_TRY(put_record(txn, id, record.labels, record.label_count, size, 0, &at, error));
    ent_props_write(at, size, sorted, count);
    return ent_index_apply(txn, id, &changes, error);
}

/* The record with another set of labels; the properties stay. */
static ent_status relabel(ent_txn *txn, uint64_t id, const ent_node_record *record, const uint32_t *labels,
                          uint32_t label_count, ent_error *error)
{
    ent_index_changes changes;
    char *at;
    ent_node_view before = {.labels = record->labels, .label_count = record->label_count, .props = record->props};
    ent_node_view after = {.labels = labels, .label_count = label_count, .props = record->props};
    ENT_TRY(ent_index_plan(txn, id, &before, &after, &changes, error));
    /* the old record is gone once the new one has its place */
    char *props = ent_arena_copy(&txn->scratch, record->props.bytes, record->props.size);
    ENT_TRY(ent_arena_status(&txn->scratch, error));
    ENT_TRY(put_record(txn, id, labels, label_count, record->props.size, 0, &at, error));
    if (record->props.size)
        memcpy(at, props, record->props.size);
    return ent_index_apply(txn, id, &changes, error);
}

static bool has_label(const ent_node_record *record, uint32_t label)
{
    for (uint32_t i = 0; i < record->label_count; i++)
        if (record->labels[i] == label)
            return true;
    return false;
}

ent_status ent_node_add_label(ent_txn *txn, uint64_t id, uint32_t label, bool *changed, ent_error *error)
{
    ent_node_record record;
    uint32_t *labels, count;
    *changed = false;
    ENT_TRY(ent_txn_writing(txn, error));
    ENT_TRY(get_existing(txn, id, &record, error));
    if (has_label(&record, label))
        return ENT_OK;
    uint32_t *more = ENT_NEW_ARRAY(&txn->scratch, uint32_t, record.label_count + 1);
    ENT_TRY(ent_arena_status(&txn->scratch, error));
    memcpy(more, record.labels, record.label_count * sizeof *more);
    more[record.label_count] = label;
    ENT_TRY(sort_labels(txn, more, record.label_count + 1, &labels, &count, error));
    ENT_TRY(relabel(txn, id, &record, labels, count, error));
    *changed = true;
    return ent_label_put(txn, label, id, error);
}

ent_status ent_node_remove_label(ent_txn *txn, uint64_t id, uint32_t label, bool *changed, ent_error *error)
{
    ent_node_record record;
    *changed = false;
    ENT_TRY(ent_txn_writing(txn, error));
    ENT_TRY(get_existing(txn, id, &record, error));
    if (!has_label(&record, label))
        return ENT_OK;
    uint32_t *fewer = ENT_NEW_ARRAY(&txn->scratch, uint32_t, record.label_count), count = 0;
    ENT_TRY(ent_arena_status(&txn->scratch, error));
    for (uint32_t i = 0; i < record.label_count; i++)
        if (record.labels[i] != label)
            fewer[count++] = record.labels[i];
    ENT_TRY(relabel(txn, id, &record, fewer, count, error));
    *changed = true;
    return ent_label_del(txn, label, id, error);
}
