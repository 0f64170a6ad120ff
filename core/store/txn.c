/* Transactions: begin, commit, abort, and the rules that every write keeps.
 *
 * A write that fails half-way leaves LMDB's transaction in a state that must not be committed: from then on `broken`
 * holds the reason, every further write and the commit are refused, and the file stays as it was. */
#include "core/store/store_internal.h"

#include <stdlib.h>
#include <unistd.h>

static void close_cursors(ent_txn *txn)
{
    for (int i = 0; i < ENT_TABLE_COUNT; i++)
        if (txn->cursors[i])
            mdb_cursor_close(txn->cursors[i]);
}

static void release(ent_txn *txn)
{
    for (int i = 0; i < ENT_COUNT_KINDS; i++)
        free(txn->deltas[i].deltas);
    for (int i = 0; i < ENT_TABLE_COUNT; i++)
        free(txn->pending[i].items);
    ent_unique_free(txn);
    ent_arena_fini(&txn->scratch);
    ent_arena_fini(&txn->sets);
    ent_schema_release(txn->file, txn->schema);
    ent_image_release(txn->image);
    if (txn->write)
        ent_writer_leave(txn->file);
    ent_file_release(txn->file);
    free(txn);
}

static ent_status begin_lmdb(ent_txn *txn, ent_error *error)
{
    ent_file *file = txn->file;
    int code = mdb_txn_begin(file->env, NULL, txn->write ? 0 : MDB_RDONLY, &txn->lmdb);
    if (code == MDB_READERS_FULL) {
        int cleared;
        mdb_reader_check(file->env, &cleared); /* readers whose process died */
        code = mdb_txn_begin(file->env, NULL, MDB_RDONLY, &txn->lmdb);
    }
    if (code != 0)
        return ent_lmdb_fail(file, code, "beginning a transaction", error);
    ent_status status = ent_header_read(file, txn->lmdb, &txn->header, error);
    if (status == ENT_OK)
        status = ent_names_load(txn, error);
    if (status == ENT_OK)
        status = ent_schema_load(txn, error);
    memcpy(txn->tokens_before, txn->header.tokens, sizeof txn->tokens_before);
    txn->map = txn->write && status == ENT_OK ? ent_map_of(txn) : NULL;
    if (status != ENT_OK) {
        close_cursors(txn);
        mdb_txn_abort(txn->lmdb);
    }
    return status;
}

ent_status ent_txn_begin(ent_store *store, bool write, unsigned wait_ms, ent_txn **out, ent_error *error)
{
    ent_file *file = store->file;
    *out = NULL;
    if (file->process != getpid())
        return ent_fail_io(error, ENT_MISUSE, "%s was opened before this process was forked: open it again here",
                           file->path);
    if (write && store->read_only)
        return ent_fail_io(error, ENT_READ_ONLY, "%s is open for reading only", file->path);
    if (write && !file->writable)
        return ent_fail_io(error, ENT_READ_ONLY, "%s cannot be written: %s", file->path, file->why_not);
    ent_txn *txn = calloc(1, sizeof *txn);
    if (!txn)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    txn->file = file;
    txn->write = write;
    ent_arena_init(&txn->scratch, NULL);
    ent_arena_init(&txn->sets, NULL);
    ent_status status = write ? ent_writer_enter(file, wait_ms, error) : ENT_OK;
    if (status != ENT_OK) {
        free(txn);
        return status;
    }
    ent_file_retain(file);
    status = begin_lmdb(txn, error);
    if (status != ENT_OK) {
        release(txn);
        return status;
    }
    *out = txn;
    return ENT_OK;
}

/* A transaction that came with a fork is the parent's: to end it here would end it in LMDB's shared table of readers,
 * or let the parent's lock go. Its memory is left alone. */
static bool inherited(const ent_txn *txn)
{
    return txn->file->process != getpid();
}

static ent_status write_out(ent_txn *txn, ent_error *error)
{
    if (txn->broken != ENT_OK)
        return ent_fail_io(error, txn->broken, "%s: a write of this transaction failed; nothing of it was kept",
                           txn->file->path);
    ENT_TRY(ent_pending_flush(txn, ENT_TABLE_OUT, error));
    ENT_TRY(ent_pending_flush(txn, ENT_TABLE_IN, error));
    ENT_TRY(ent_pending_flush(txn, ENT_TABLE_LABELS, error));
    ENT_TRY(ent_unique_flush(txn, error));
    ENT_TRY(ent_counts_write(txn, error));
    txn->header.change++;
    return ent_header_write(txn->file, txn->lmdb, &txn->header, error);
}

ent_status ent_txn_commit(ent_txn *txn, ent_error *error)
{
    if (inherited(txn))
        return ent_fail_io(error, ENT_MISUSE, "the transaction was begun before this process was forked");
    if (!txn->write || !txn->dirty) {
        ent_status broken = txn->broken;
        ent_txn_abort(txn);
        return broken == ENT_OK ? ENT_OK : ent_fail_io(error, broken, "a write of this transaction failed");
    }
    ent_status status = write_out(txn, error);
    if (status != ENT_OK) {
        ent_txn_abort(txn);
        return status;
    }
    close_cursors(txn);
    int code = mdb_txn_commit(txn->lmdb);
    if (code != 0) {
        status = ent_lmdb_fail(txn->file, code, "committing", error);
        ent_names_retract(txn);
    } else {
        ent_schema_publish(txn);
    }
    release(txn);
    return status;
}

void ent_txn_abort(ent_txn *txn)
{
    if (!txn || inherited(txn))
        return;
    close_cursors(txn);
    mdb_txn_abort(txn->lmdb);
    if (txn->write)
        ent_names_retract(txn);
    release(txn);
}

bool ent_txn_is_write(const ent_txn *txn)
{
    return txn->write;
}

bool ent_txn_dirty(const ent_txn *txn)
{
    return txn->dirty;
}

uint64_t ent_txn_version(const ent_txn *txn)
{
    return txn->header.change;
}

uint64_t ent_next_node_id(ent_txn *txn)
{
    return txn->header.next_node;
}

ent_status ent_txn_cursor(ent_txn *txn, ent_table table, MDB_cursor **out, ent_error *error)
{
    *out = txn->cursors[table];
    if (*out)
        return ENT_OK;
    int code = mdb_cursor_open(txn->lmdb, txn->file->tables[table], &txn->cursors[table]);
    if (code != 0) {
        txn->cursors[table] = NULL;
        return ent_lmdb_fail(txn->file, code, "opening a table", error);
    }
    *out = txn->cursors[table];
    return ENT_OK;
}

/* Scans ask for one element after the other: the next entry is often the one wanted, and stepping to it costs less than
 * searching. Where the guess is wrong, the key tells. */
int ent_txn_find(ent_txn *txn, ent_table table, MDB_cursor *cursor, uint64_t id, MDB_val *data)
{
    MDB_val key;
    bool next = id == txn->found_before[table] + 1;
    txn->found_before[table] = id;
    if (next && mdb_cursor_get(cursor, &key, data, MDB_NEXT) == 0 && key.mv_size == sizeof id &&
        memcmp(key.mv_data, &id, sizeof id) == 0)
        return 0;
    key = (MDB_val){sizeof id, &id};
    return mdb_cursor_get(cursor, &key, data, MDB_SET);
}

ent_status ent_txn_writing(ent_txn *txn, ent_error *error)
{
    if (!txn->write)
        return ent_fail_io(error, ENT_MISUSE, "the transaction is for reading only");
    if (txn->broken != ENT_OK)
        return ent_fail_io(error, txn->broken, "%s: an earlier write of this transaction failed: it can only be undone",
                           txn->file->path);
    ent_arena_reset(&txn->scratch);
    return ENT_OK;
}

ent_status ent_txn_break(ent_txn *txn, int code, const char *doing, ent_error *error)
{
    txn->broken = ent_lmdb_fail(txn->file, code, doing, error);
    return txn->broken;
}

ent_status ent_txn_break_nomem(ent_txn *txn, ent_error *error)
{
    txn->broken = ENT_NOMEM;
    return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
}

ent_status ent_txn_put(ent_txn *txn, ent_table table, MDB_val *key, MDB_val *data, unsigned flags, ent_error *error)
{
    MDB_cursor *cursor;
    ENT_TRY(ent_txn_relieve(txn, error));
    ENT_TRY(ent_txn_cursor(txn, table, &cursor, error));
    txn->dirty = true;
    txn->writes++;
    int code = mdb_cursor_put(cursor, key, data, flags);
    return code == 0 ? ENT_OK : ent_txn_break(txn, code, "writing", error);
}
