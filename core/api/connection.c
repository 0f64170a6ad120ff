/* Opening, closing, limits, and the file as a whole. */
#include "core/api/api.h"

#include <stdlib.h>

enum { DEFAULT_BUSY = 5000 };

entente_status entente_open(const char *target, unsigned flags, entente **out)
{
    if (!out)
        return ENTENTE_MISUSE;
    entente *db = *out = calloc(1, sizeof *db);
    if (!db)
        return ENTENTE_NOMEM;
    atomic_init(&db->interrupted, false);
    atomic_init(&db->running, 0);
    db->busy_limit = DEFAULT_BUSY;
    db->error.record.status = ENT_MISUSE; /* so that clearing fills in the texts */
    ent_api_clear(db);
    if (!target)
        return ent_api_misuse(db, "entente_open: the target is a NULL pointer");
    if (flags & ~(unsigned)(ENTENTE_READ | ENTENTE_CREATE))
        return ent_api_misuse(db, "entente_open: unknown flags 0x%x", flags);
    if ((flags & ENTENTE_READ) && (flags & ENTENTE_CREATE))
        return ent_api_misuse(db, "entente_open: a file cannot be created by opening it for reading only");
    db->read_only = flags & ENTENTE_READ;
    ent_error error = {0};
    unsigned how = (flags & ENTENTE_READ ? ENT_STORE_READ_ONLY : 0u) | (flags & ENTENTE_CREATE ? ENT_STORE_CREATE : 0u);
    ent_status status = ent_store_open(target, how, &db->store, &error);
    if (status == ENT_OK)
        status = ent_procedure_set_new(&db->procedures, &error);
    else
        db->store = NULL;
    if (status == ENT_OK)
        return ENTENTE_OK;
    ent_store_close(db->store);
    db->store = NULL;
    return ent_api_publish(db, &error, (ent_str){NULL, 0});
}

void entente_close(entente *db)
{
    if (!db || db->depth > 0) /* not below a running procedure's feet */
        return;
    while (db->statements)
        ent_stmt_free(db->statements);
    ent_stmt_forget(db);
    ent_txn_abort(db->txn);
    ent_image_release(db->image);
    ent_procedure_set_free(db->procedures);
    ent_store_close(db->store);
    free(db);
}

void entente_interrupt(entente *db)
{
    if (db && atomic_load(&db->running) > 0)
        atomic_store(&db->interrupted, true);
}

void entente_set_limit(entente *db, entente_limit limit, uint64_t value)
{
    if (!db)
        return;
    ent_api_clear(db);
    switch (limit) {
    case ENTENTE_LIMIT_MEMORY:
        db->memory_limit = value < SIZE_MAX ? value : SIZE_MAX;
        break;
    case ENTENTE_LIMIT_TIME:
        db->time_limit = value;
        break;
    case ENTENTE_LIMIT_BUSY:
        db->busy_limit = value < UINT32_MAX ? value : UINT32_MAX;
        break;
    default:
        ent_api_misuse(db, "there is no limit %d", (int)limit);
    }
}

uint64_t entente_limit_of(const entente *db, entente_limit limit)
{
    if (!db)
        return 0;
    switch (limit) {
    case ENTENTE_LIMIT_MEMORY:
        return db->memory_limit;
    case ENTENTE_LIMIT_TIME:
        return db->time_limit;
    case ENTENTE_LIMIT_BUSY:
        return db->busy_limit;
    }
    return 0;
}

/* ---- the file ---- */

/* The open transaction, or one for this call only, which goes into *own. */
static ent_status reading_txn(entente *db, ent_txn **txn, ent_txn **own, ent_error *error)
{
    *own = NULL;
    *txn = db->depth > 0 ? db->procedure_txn : db->txn;
    if (*txn)
        return ENT_OK;
    ENT_TRY(ent_txn_begin(db->store, false, 0, own, error));
    *txn = *own;
    return ENT_OK;
}

static entente_status check_open(entente *db)
{
    if (!db)
        return ENTENTE_MISUSE;
    ent_api_clear(db);
    return db->store ? ENTENTE_OK : ent_api_misuse(db, "the database is not open");
}

static entente_status result(entente *db, ent_status status, const ent_error *error)
{
    return status == ENT_OK ? ENTENTE_OK : ent_api_publish(db, error, (ent_str){NULL, 0});
}

static bool ignore_fault(void *user, const char *fault)
{
    return true;
}

entente_status entente_check(entente *db, bool (*report)(void *user, const char *fault), void *user)
{
    entente_status call = check_open(db);
    if (call != ENTENTE_OK)
        return call;
    ent_error error = {0};
    ent_txn *txn, *own;
    ent_status status = reading_txn(db, &txn, &own, &error);
    if (status == ENT_OK)
        status = ent_store_check(txn, report ? report : ignore_fault, user, &error);
    ent_txn_abort(own);
    return result(db, status, &error);
}

entente_status entente_backup(entente *db, const char *path)
{
    entente_status call = check_open(db);
    if (call != ENTENTE_OK)
        return call;
    if (!path)
        return ent_api_misuse(db, "entente_backup: the path is a NULL pointer");
    ent_error error = {0};
    return result(db, ent_store_backup(db->store, path, &error), &error);
}

entente_status entente_file_info_of(entente *db, entente_file_info *out)
{
    entente_status call = check_open(db);
    if (call != ENTENTE_OK)
        return call;
    if (!out)
        return ent_api_misuse(db, "entente_file_info_of: out is a NULL pointer");
    ent_error error = {0};
    ent_txn *txn, *own;
    ent_status status = reading_txn(db, &txn, &own, &error);
    if (status == ENT_OK) {
        ent_store_info info;
        ent_store_stat(txn, &info);
        *out = (entente_file_info){
            .format_version = info.version,
            .file_bytes = info.file_bytes,
            .used_bytes = info.used_bytes,
            .nodes = ent_count_nodes(txn),
            .relationships = ent_count_rels(txn),
        };
    }
    ent_txn_abort(own);
    return result(db, status, &error);
}

const char *entente_version(void)
{
    return ENTENTE_VERSION;
}
