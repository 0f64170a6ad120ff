/* Keeps the memory of a large transaction in bounds.
 *
 * LMDB keeps up to 2^17 changed pages of a transaction in memory, 512 MiB, before it writes some of them ahead of the
 * commit, and has no setting for that. But it makes room before each put for as much as that may need: one that claims
 * to bring very many entries makes it write out all pages but those in use, and is then refused, as its first entry is
 * there already. And what was read of the file shows in the process's memory until it is let go; a page that is asked
 * for again comes back from the system's cache. */
#include "core/store/store_internal.h"

#include <sys/mman.h>
#include <sys/stat.h>

enum {
    MOST_CHANGED = 1 << 14,            /* pages: 64 MiB of the usual 4 KiB */
    LMDB_MOST_CHANGED = (1 << 17) - 1, /* MDB_IDL_UM_MAX */
    OFTEN = 1 << 14                    /* puts */
};

void *ent_map_of(ent_txn *txn)
{
    MDB_val key = {strlen(ENT_HEADER_NAME), (void *)ENT_HEADER_NAME}, data;
    MDB_stat stat;
    if (mdb_env_stat(txn->file->env, &stat) != 0 ||
        mdb_get(txn->lmdb, txn->file->tables[ENT_TABLE_MAIN], &key, &data) != 0)
        return NULL;
    char *page = (char *)data.mv_data - (uintptr_t)data.mv_data % stat.ms_psize;
    return page - ent_load64(page) * stat.ms_psize; /* a page begins with its number */
}

/* Lets LMDB write out what it holds if that is more than MOST_CHANGED pages. */
static ent_status spill(ent_txn *txn, size_t page_size, ent_error *error)
{
    MDB_cursor *cursor;
    MDB_val key, data[2], first;
    ENT_TRY(ent_pending_flush(txn, ENT_TABLE_LABELS, error)); /* so that the table has an entry, if there are labels */
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_LABELS, &cursor, error));
    if (mdb_cursor_get(cursor, &key, &first, MDB_FIRST) != 0)
        return ENT_OK;
    uint32_t label = ent_load32(key.mv_data);
    uint64_t node = ent_load64(first.mv_data);
    size_t pages = (LMDB_MOST_CHANGED - MOST_CHANGED) / 2; /* LMDB doubles what a put needs */
    key = (MDB_val){sizeof label, &label};
    data[0] = (MDB_val){sizeof node, &node};
    data[1] = (MDB_val){pages * page_size / sizeof node, NULL};
    int code = mdb_cursor_put(cursor, &key, data, MDB_MULTIPLE | MDB_NODUPDATA);
    return code == MDB_KEYEXIST ? ENT_OK : ent_txn_break(txn, code, "writing", error);
}

ent_status ent_txn_relieve(ent_txn *txn, ent_error *error)
{
    MDB_stat stat;
    struct stat data;
    if (++txn->puts % OFTEN != 0 || mdb_env_stat(txn->file->env, &stat) != 0)
        return ENT_OK;
    ENT_TRY(spill(txn, stat.ms_psize, error));
    if (txn->map && fstat(txn->file->fd, &data) == 0)
        madvise(txn->map, (size_t)data.st_size, MADV_DONTNEED);
    return ENT_OK;
}
