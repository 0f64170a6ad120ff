/* Counts: of nodes and relationships in the header; by label, type and index in a table of their own, whose changes are
 * gathered in the transaction and written once, at its commit. */
#include "core/store/store_internal.h"

#include <stdlib.h>

uint64_t ent_count_table_key(ent_count_kind kind, uint32_t number)
{
    return (uint64_t)kind << 32 | number;
}

static uint64_t stored(ent_txn *txn, ent_count_kind kind, uint32_t number)
{
    uint64_t key_bytes = ent_count_table_key(kind, number);
    MDB_val key = {sizeof key_bytes, &key_bytes}, data;
    int code = mdb_get(txn->lmdb, txn->file->tables[ENT_TABLE_COUNTS], &key, &data);
    return code == 0 && data.mv_size == 8 ? ent_load64(data.mv_data) : 0;
}

uint64_t ent_count_get(ent_txn *txn, ent_count_kind kind, uint32_t number)
{
    const ent_deltas *deltas = &txn->deltas[kind];
    return stored(txn, kind, number) + (number < deltas->count ? (uint64_t)deltas->deltas[number] : 0);
}

ent_status ent_count_add(ent_txn *txn, ent_count_kind kind, uint32_t number, int64_t delta, ent_error *error)
{
    ent_deltas *deltas = &txn->deltas[kind];
    if (number >= deltas->count) {
        uint32_t count = number < 32 ? 64 : number * 2;
        int64_t *more = realloc(deltas->deltas, count * sizeof *more);
        if (!more)
            return ent_txn_break_nomem(txn, error);
        memset(more + deltas->count, 0, (count - deltas->count) * sizeof *more);
        deltas->deltas = more;
        deltas->count = count;
    }
    deltas->deltas[number] += delta;
    return ENT_OK;
}

ent_status ent_counts_write(ent_txn *txn, ent_error *error)
{
    for (int kind = 0; kind < ENT_COUNT_KINDS; kind++) {
        ent_deltas *deltas = &txn->deltas[kind];
        for (uint32_t i = 0; i < deltas->count; i++) {
            if (deltas->deltas[i] == 0)
                continue;
            uint64_t number = ent_count_table_key((ent_count_kind)kind, i);
            uint64_t value = ent_count_get(txn, (ent_count_kind)kind, i);
            MDB_val key = {sizeof number, &number}, data = {sizeof value, &value};
            ENT_TRY(ent_txn_put(txn, ENT_TABLE_COUNTS, &key, &data, 0, error));
            deltas->deltas[i] = 0;
        }
    }
    return ENT_OK;
}

uint64_t ent_count_nodes(ent_txn *txn)
{
    return txn->header.nodes;
}

uint64_t ent_count_rels(ent_txn *txn)
{
    return txn->header.rels;
}

uint64_t ent_count_label(ent_txn *txn, uint32_t label)
{
    return ent_count_get(txn, ENT_COUNT_LABEL, label);
}

uint64_t ent_count_type(ent_txn *txn, uint32_t type)
{
    return ent_count_get(txn, ENT_COUNT_TYPE, type);
}
