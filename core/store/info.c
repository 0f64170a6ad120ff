/* How large the file is. */
#include "core/store/store_internal.h"

#include <sys/stat.h>

static uint64_t pages(const MDB_stat *stat)
{
    return stat->ms_branch_pages + stat->ms_leaf_pages + stat->ms_overflow_pages;
}

void ent_store_stat(ent_txn *txn, ent_store_info *out)
{
    struct stat file;
    MDB_stat stat;
    uint64_t used = 2; /* header pages */
    *out = (ent_store_info){.version = txn->header.format};
    if (fstat(txn->file->fd, &file) == 0)
        out->file_bytes = (uint64_t)file.st_size;
    if (mdb_env_stat(txn->file->env, &stat) != 0)
        return;
    unsigned page_size = stat.ms_psize;
    for (int i = 0; i < ENT_TABLE_COUNT; i++)
        if (mdb_stat(txn->lmdb, txn->file->tables[i], &stat) == 0)
            used += pages(&stat);
    out->used_bytes = used * page_size;
}
