/* Explicit transactions. */
#include "core/api/api.h"

/* The image takes at most a quarter of what a statement may, which pays for it as if it were its own. */
enum { IMAGE_SHARE = 4 };

ent_status ent_api_begin(entente *db, bool write, ent_txn **out, ent_error *error)
{
    ENT_TRY(ent_txn_begin(db->store, write, (unsigned)db->busy_limit, out, error));
    ent_txn_use_image(*out, &db->image, db->memory_limit ? (size_t)db->memory_limit / IMAGE_SHARE + 1 : 0);
    return ENT_OK;
}

void ent_api_lose_statements(entente *db, ent_txn *txn)
{
    for (entente_stmt *stmt = db->statements; stmt; stmt = stmt->next) {
        if (stmt->state != ENT_STMT_ROWS || stmt->txn != txn || stmt->depth < db->depth)
            continue;
        ent_stmt_stop(stmt);
        stmt->state = ENT_STMT_LOST;
    }
}

/* Whether the call makes sense; ENTENTE_OK if so. */
static entente_status check_call(entente *db, const char *function, bool needs_transaction)
{
    if (!db)
        return ENTENTE_MISUSE;
    ent_api_clear(db);
    if (!db->store)
        return ent_api_misuse(db, "the database is not open");
    if (db->depth > 0)
        return ent_api_misuse(db,
                              "%s cannot be called inside a procedure: the statement that calls it has the "
                              "transaction",
                              function);
    if (needs_transaction && !db->txn)
        return ent_api_misuse(db, "%s: there is no transaction", function);
    if (!needs_transaction && db->txn)
        return ent_api_misuse(db, "%s: there is a transaction already, and they do not nest", function);
    return ENTENTE_OK;
}

entente_status entente_begin(entente *db, bool write)
{
    entente_status status = check_call(db, "entente_begin", false);
    if (status != ENTENTE_OK)
        return status;
    ent_error error = {0};
    if (write && db->read_only)
        ent_fail_io(&error, ENT_READ_ONLY,
                    "a transaction that writes cannot begin: the database is open for reading "
                    "only");
    for (const entente_stmt *stmt = db->statements; stmt && write; stmt = stmt->next)
        if (stmt->state == ENT_STMT_ROWS && stmt->owns_txn && stmt->writes)
            ent_fail_io(&error, ENT_BUSY,
                        "a statement of this connection is still writing: step it to its end, reset "
                        "or finalize it");
    if (error.status == ENT_OK)
        ent_api_begin(db, write, &db->txn, &error);
    if (error.status == ENT_OK)
        return ENTENTE_OK;
    db->txn = NULL;
    return ent_api_publish(db, &error, (ent_str){NULL, 0});
}

static ent_txn *end(entente *db)
{
    ent_txn *txn = db->txn;
    ent_api_lose_statements(db, txn);
    db->txn = NULL;
    return txn;
}

entente_status entente_commit(entente *db)
{
    entente_status status = check_call(db, "entente_commit", true);
    if (status != ENTENTE_OK)
        return status;
    ent_txn *txn = end(db);
    if (db->doomed) {
        db->doomed = false;
        ent_txn_abort(txn);
        return ent_api_misuse(db, "the transaction was rolled back: a statement ended in the middle of its changes");
    }
    ent_error error = {0};
    if (ent_txn_commit(txn, &error) == ENT_OK)
        return ENTENTE_OK;
    return ent_api_publish(db, &error, (ent_str){NULL, 0});
}

entente_status entente_rollback(entente *db)
{
    entente_status status = check_call(db, "entente_rollback", true);
    if (status != ENTENTE_OK)
        return status;
    ent_txn_abort(end(db));
    db->doomed = false;
    return ENTENTE_OK;
}

uint64_t entente_snapshot(const entente *db)
{
    const ent_txn *txn = !db ? NULL : db->depth > 0 ? db->procedure_txn : db->txn;
    return txn && !ent_txn_dirty(txn) ? ent_txn_version(txn) + 1 : 0;
}

bool entente_in_transaction(const entente *db)
{
    return db && (db->txn || db->depth > 0);
}
