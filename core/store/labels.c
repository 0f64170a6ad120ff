/* Labels: the table from label to nodes, and the sets that node records hold. */
#include "core/store/store_internal.h"

/* A label set in the file is not aligned. There are few different ones: each is copied once a transaction, so that what
 * ent_node_get gives out stays valid until its end. */
const uint32_t *ent_label_set_keep(ent_txn *txn, const char *unaligned, uint32_t count)
{
    size_t bytes = count * sizeof(uint32_t);
    ent_label_set *set = txn->last_set;
    if (set && set->count == count && memcmp(set->labels, unaligned, bytes) == 0)
        return set->labels;
    uint32_t hash = count;
    for (uint32_t i = 0; i < count; i++)
        hash = hash * 31 + ent_load32(unaligned + (size_t)4 * i);
    ent_label_set **slot = &txn->label_sets[hash % ENT_LABEL_SET_SLOTS];
    for (set = *slot; set; set = set->next)
        if (set->count == count && memcmp(set->labels, unaligned, bytes) == 0)
            break;
    if (!set) {
        set = ent_arena_alloc(&txn->sets, sizeof *set + bytes);
        if (!set)
            return NULL;
        set->count = count;
        set->next = *slot;
        memcpy(set->labels, unaligned, bytes);
        *slot = set;
    }
    txn->last_set = set;
    return set->labels;
}

ent_status ent_label_put(ent_txn *txn, uint32_t label, uint64_t node, ent_error *error)
{
    ENT_TRY(ent_count_add(txn, ENT_COUNT_LABEL, label, 1, error));
    return ent_pending_add(txn, ENT_TABLE_LABELS, label, 0, node, error);
}

ent_status ent_label_del(ent_txn *txn, uint32_t label, uint64_t node, ent_error *error)
{
    MDB_cursor *cursor;
    ENT_TRY(ent_count_add(txn, ENT_COUNT_LABEL, label, -1, error));
    ENT_TRY(ent_pending_flush(txn, ENT_TABLE_LABELS, error));
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_LABELS, &cursor, error));
    MDB_val key = {sizeof label, &label}, data = {sizeof node, &node};
    txn->dirty = true;
    txn->writes++;
    int code = mdb_cursor_get(cursor, &key, &data, MDB_GET_BOTH);
    if (code == 0)
        code = mdb_cursor_del(cursor, 0);
    return code == 0 ? ENT_OK : ent_txn_break(txn, code, "removing a label", error);
}
