/* Scans over the ids of a table or a label. Index scans (seek.c) share the frame.
 *
 * A scan remembers the lowest id that it has not given. When the transaction has written since, it finds its place
 * again by that id instead of trusting a page that may have moved. */
#include "core/store/store_internal.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

ent_status ent_scan_open(ent_txn *txn, ent_table table, ent_scan_kind kind, ent_scan **out, ent_error *error)
{
    ent_scan *scan = calloc(1, sizeof *scan);
    *out = NULL;
    if (!scan)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    scan->txn = txn;
    scan->table = table;
    scan->kind = kind;
    int code = mdb_cursor_open(txn->lmdb, txn->file->tables[table], &scan->cursor);
    if (code != 0) {
        free(scan);
        return ent_lmdb_fail(txn->file, code, "opening a table", error);
    }
    *out = scan;
    return ENT_OK;
}

ent_status ent_scan_nodes(ent_txn *txn, ent_scan **out, ent_error *error)
{
    return ent_scan_open(txn, ENT_TABLE_NODES, ENT_SCAN_KEYS, out, error);
}

ent_status ent_scan_rels(ent_txn *txn, ent_scan **out, ent_error *error)
{
    return ent_scan_open(txn, ENT_TABLE_RELS, ENT_SCAN_KEYS, out, error);
}

ent_status ent_scan_label(ent_txn *txn, uint32_t label, ent_scan **out, ent_error *error)
{
    ENT_TRY(ent_scan_open(txn, ENT_TABLE_LABELS, ENT_SCAN_LABEL, out, error));
    (*out)->label = label;
    return ENT_OK;
}

static ent_status ended(ent_scan *scan, int code, ent_error *error)
{
    scan->done = true;
    return code == MDB_NOTFOUND ? ENT_OK : ent_lmdb_fail(scan->txn->file, code, "scanning", error);
}

/* A scan of a large table would make the whole of it resident, which nobody will look at soon: it stays in the system's
 * cache, and comes back from there when it is read again. A table that was filled in order lies in order in the file;
 * where it does not, the little that lies together is not worth a call. */
void ent_scan_passed(ent_scan *scan, const void *record)
{
    enum { FAR = 32 << 20 };
    uintptr_t at = (uintptr_t)record;
    if (scan->txn->write)
        return;
    if (at < scan->passed[0] || at > scan->passed[1] + FAR) {
        scan->passed[0] = scan->passed[1] = at;
        return;
    }
    scan->passed[1] = at > scan->passed[1] ? at : scan->passed[1];
    if (scan->passed[1] - scan->passed[0] < FAR)
        return;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t from = (scan->passed[0] + page - 1) / page * page, to = at / page * page;
    if (to > from)
        madvise((void *)from, to - from, MADV_DONTNEED); // NOLINT(performance-no-int-to-ptr)
    scan->passed[0] = scan->passed[1] = at;
}

/* records NULL: only the ids. */
static ent_status next_keys(ent_scan *scan, uint64_t *ids, ent_rel_record *records, uint32_t room, uint32_t *n,
                            ent_error *error)
{
    MDB_val key = {sizeof scan->next_id, &scan->next_id}, data;
    bool place = !scan->started || scan->writes != scan->txn->writes;
    int code = mdb_cursor_get(scan->cursor, &key, &data, place ? MDB_SET_RANGE : MDB_NEXT);
    scan->started = true;
    scan->writes = scan->txn->writes;
    while (code == 0) {
        ids[*n] = ent_load64(key.mv_data);
        if (records && !ent_rel_split(data.mv_data, data.mv_size, &records[*n]))
            return ent_damaged(scan->txn, error, "the record of relationship %llu cannot be read",
                               (unsigned long long)ids[*n]);
        if (++*n == room)
            break;
        code = mdb_cursor_get(scan->cursor, &key, &data, MDB_NEXT);
    }
    if (*n > 0)
        scan->next_id = ids[*n - 1] + 1;
    if (code == 0)
        ent_scan_passed(scan, data.mv_data);
    return code == 0 ? ENT_OK : ended(scan, code, error);
}

ent_status ent_scan_next_rels(ent_scan *scan, uint64_t *ids, ent_rel_record *records, uint32_t room, uint32_t *n,
                              ent_error *error)
{
    *n = 0;
    return scan->done || room == 0 ? ENT_OK : next_keys(scan, ids, records, room, n, error);
}

/* The page of packed ids on which next_id or the next higher one lies. */
static int place_label(ent_scan *scan, MDB_val *data)
{
    uint64_t id = scan->next_id;
    MDB_val key = {sizeof scan->label, &scan->label};
    *data = (MDB_val){sizeof id, &id};
    int code = mdb_cursor_get(scan->cursor, &key, data, MDB_GET_BOTH_RANGE);
    return code ? code : mdb_cursor_get(scan->cursor, &key, data, MDB_GET_MULTIPLE);
}

static ent_status label_page(ent_scan *scan, ent_error *error)
{
    MDB_val key, data;
    bool place = !scan->started || scan->writes != scan->txn->writes;
    if (place && scan->txn->pending[ENT_TABLE_LABELS].count)
        ENT_TRY(ent_pending_flush(scan->txn, ENT_TABLE_LABELS, error));
    int code = place ? place_label(scan, &data) : mdb_cursor_get(scan->cursor, &key, &data, MDB_NEXT_MULTIPLE);
    scan->started = true;
    scan->writes = scan->txn->writes;
    if (code != 0)
        return ended(scan, code, error);
    scan->page = data.mv_data;
    scan->count = (uint32_t)(data.mv_size / sizeof(uint64_t));
    scan->at = 0;
    while (scan->at < scan->count && ent_load64(scan->page + (size_t)scan->at * 8) < scan->next_id)
        scan->at++;
    return ENT_OK;
}

static ent_status next_label(ent_scan *scan, uint64_t *ids, uint32_t room, uint32_t *n, ent_error *error)
{
    while (*n < room && !scan->done) {
        if (scan->at == scan->count || scan->writes != scan->txn->writes) {
            ENT_TRY(label_page(scan, error));
            continue;
        }
        uint32_t left = scan->count - scan->at, take = left < room - *n ? left : room - *n;
        memcpy(ids + *n, scan->page + (size_t)scan->at * 8, (size_t)take * 8);
        scan->at += take;
        *n += take;
        scan->next_id = ids[*n - 1] + 1;
    }
    return ENT_OK;
}

ent_status ent_scan_next(ent_scan *scan, uint64_t *ids, uint32_t room, uint32_t *n, ent_error *error)
{
    *n = 0;
    if (scan->done || room == 0)
        return ENT_OK;
    switch (scan->kind) {
    case ENT_SCAN_KEYS:
        return next_keys(scan, ids, NULL, room, n, error);
    case ENT_SCAN_LABEL:
        return next_label(scan, ids, room, n, error);
    case ENT_SCAN_INDEX:
        return ent_scan_index_next(scan, ids, room, n, error);
    }
    return ENT_OK;
}

void ent_scan_close(ent_scan *scan)
{
    if (!scan)
        return;
    mdb_cursor_close(scan->cursor);
    free(scan);
}
