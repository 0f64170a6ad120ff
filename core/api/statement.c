/* Statements: compiled once, run as often as wanted.
 *
 *   READY --step--> ROWS --step--> ROWS ... --step--> ENDED --step--> (as from READY)
 *     ^--- reset ---'------------- error -------------^
 *
 * The plan is kept while the database and its names stay as they were when it was made. A finalized statement is kept
 * for a while: whoever prepares the same text again is given it, if the database is still the same. */
#include "core/api/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static ent_txn *shared_txn(const entente *db)
{
    return db->depth > 0 ? db->procedure_txn : db->txn;
}

/* ---- planning ---- */

/* Commits change the version; what an open transaction has changed so far shows in its names and indexes. */
static ent_plan_stamp stamp_of(ent_txn *txn)
{
    ent_plan_stamp stamp = {.version = ent_txn_version(txn)};
    for (int kind = ENT_TOKEN_LABEL; kind <= ENT_TOKEN_KEY; kind++)
        stamp.tokens[kind] = ent_token_count(txn, (ent_token_kind)kind);
    if (!ent_txn_dirty(txn))
        return stamp;
    stamp.schema = 1;
    for (uint32_t i = 0; i < ent_index_count(txn); i++) {
        ent_index_info index;
        ent_index_at(txn, i, &index);
        uint64_t words[] = {index.label, index.key, index.unique};
        for (int k = 0; k < 3; k++)
            stamp.schema = (stamp.schema ^ words[k]) * UINT64_C(0x100000001b3);
    }
    return stamp;
}

static bool same_stamp(const ent_plan_stamp *a, const ent_plan_stamp *b)
{
    return a->version == b->version && a->schema == b->schema && memcmp(a->tokens, b->tokens, sizeof a->tokens) == 0;
}

static ent_status make_plan(entente_stmt *stmt, ent_txn *txn, ent_error *error)
{
    ent_plan_stamp stamp = stamp_of(txn);
    if (stmt->plan && same_stamp(&stamp, &stmt->stamp))
        return ENT_OK;
    stmt->plan = NULL;
    ent_arena_reset(&stmt->plan_arena);
    ent_plan *plan;
    ENT_TRY(ent_plan_make(&stmt->plan_arena, stmt->tree, stmt->db->procedures, txn, &plan, error));
    ENT_TRY(ent_arena_status(&stmt->plan_arena, error));
    stmt->plan = plan;
    stmt->stamp = stamp;
    return ENT_OK;
}

/* ---- compiling ---- */

static const char **copy_texts(ent_arena *arena, const ent_str *texts, uint32_t n)
{
    const char **copies = ent_arena_array(arena, n, sizeof *copies);
    for (uint32_t i = 0; copies && i < n; i++)
        copies[i] = ent_arena_copy(arena, texts[i].p, texts[i].n);
    return copies;
}

static ent_status describe(entente_stmt *stmt, ent_txn *txn, ent_error *error)
{
    ent_str *warnings = NULL;
    ENT_TRY(ent_plan_warnings(&stmt->arena, stmt->tree, txn, &warnings, &stmt->warning_count, error));
    stmt->warnings = copy_texts(&stmt->arena, warnings, stmt->warning_count);
    stmt->column_count = ent_plan_column_count(stmt->plan);
    stmt->columns = ent_arena_array(&stmt->arena, stmt->column_count, sizeof *stmt->columns);
    for (uint32_t i = 0; stmt->columns && i < stmt->column_count; i++) {
        ent_str name = ent_plan_column_name(stmt->plan, i);
        stmt->columns[i] = ent_arena_copy(&stmt->arena, name.p, name.n);
    }
    stmt->row = ent_arena_array(&stmt->arena, stmt->column_count, sizeof *stmt->row);
    return ent_arena_status(&stmt->arena, error);
}

static ent_status plan_first(entente_stmt *stmt, ent_error *error)
{
    entente *db = stmt->db;
    ent_txn *txn = shared_txn(db), *own = NULL;
    if (!txn) {
        ENT_TRY(ent_api_begin(db, false, &own, error));
        txn = own;
    }
    ent_status status = make_plan(stmt, txn, error);
    if (status == ENT_OK)
        status = describe(stmt, txn, error);
    stmt->described = stmt->stamp;
    ent_txn_abort(own);
    return status;
}

static ent_status make_parameters(entente_stmt *stmt, ent_error *error)
{
    uint32_t n = stmt->tree->parameter_count;
    stmt->parameter_names = copy_texts(&stmt->arena, stmt->tree->parameters, n);
    stmt->parameters = ent_arena_array(&stmt->arena, n, sizeof *stmt->parameters);
    ENT_TRY(ent_arena_status(&stmt->arena, error));
    for (uint32_t i = 0; i < n; i++) {
        stmt->parameters[i] = (ent_parameter){.value = ENT_NULL};
        ent_arena_init(&stmt->parameters[i].arena, NULL);
    }
    return ENT_OK;
}

static ent_status compile(entente_stmt *stmt, ent_str text, ent_error *error)
{
    size_t valid = ent_utf8_valid(text.p, text.n);
    if (valid < text.n)
        return ent_fail(error, ENT_SYNTAX, ENT_PHASE_COMPILE, (ent_span){(uint32_t)valid, 1}, "InvalidUnicodeCharacter",
                        "the query is not valid UTF-8 at byte %zu (0x%02X)", valid, (unsigned char)text.p[valid]);
    stmt->text = (ent_str){ent_arena_copy(&stmt->arena, text.p, text.n), text.n};
    ENT_TRY(ent_arena_status(&stmt->arena, error));
    ENT_TRY(ent_parse(&stmt->arena, stmt->text, &stmt->tree, error));
    ENT_TRY(ent_resolve(&stmt->arena, stmt->tree, stmt->db->procedures, error));
    stmt->writes = stmt->tree->writes && stmt->tree->mode != ENT_MODE_EXPLAIN;
    ENT_TRY(make_parameters(stmt, error));
    return plan_first(stmt, error);
}

static void link_in(entente *db, entente_stmt *stmt)
{
    stmt->previous = NULL;
    stmt->next = db->statements;
    if (stmt->next)
        stmt->next->previous = stmt;
    db->statements = stmt;
}

static void link_out(entente *db, entente_stmt *stmt)
{
    if (stmt->previous)
        stmt->previous->next = stmt->next;
    else
        db->statements = stmt->next;
    if (stmt->next)
        stmt->next->previous = stmt->previous;
}

static void destroy(entente_stmt *stmt)
{
    for (uint32_t i = 0; stmt->parameters && i < stmt->tree->parameter_count; i++)
        ent_arena_fini(&stmt->parameters[i].arena);
    ent_arena_fini(&stmt->run_arena);
    ent_arena_fini(&stmt->row_arena);
    ent_arena_fini(&stmt->plan_arena);
    ent_arena_fini(&stmt->arena);
    free(stmt);
}

/* ---- statements that are kept ---- */

/* Back to what it was when it had been compiled. */
static void empty(entente_stmt *stmt)
{
    for (uint32_t i = 0; i < stmt->tree->parameter_count; i++) {
        ent_arena_fini(&stmt->parameters[i].arena);
        stmt->parameters[i].value = ENT_NULL;
        stmt->parameters[i].bound = stmt->parameters[i].plain = false;
    }
    ent_arena_fini(&stmt->run_arena);
    ent_arena_fini(&stmt->row_arena);
    stmt->counters = (ent_counters){0};
    stmt->profile = NULL;
    stmt->writing = UINT32_MAX;
    ent_error_clear(&stmt->error);
    ent_error_clear(&stmt->bind_error);
}

static bool keep(entente_stmt *stmt)
{
    enum { LARGEST = 256 << 10 };
    entente *db = stmt->db;
    if (!stmt->compiled || stmt->tree->mode != ENT_MODE_RUN)
        return false;
    empty(stmt);
    if (stmt->budget.used > LARGEST)
        return false;
    if (db->kept[ENT_KEPT_STATEMENTS - 1])
        destroy(db->kept[ENT_KEPT_STATEMENTS - 1]);
    memmove(db->kept + 1, db->kept, (ENT_KEPT_STATEMENTS - 1) * sizeof *db->kept);
    db->kept[0] = stmt;
    return true;
}

/* A kept statement of the text; *out NULL: there is none, or the database is another one by now. */
static ent_status take_kept(entente *db, ent_str text, entente_stmt **out, ent_error *error)
{
    uint32_t i = 0;
    *out = NULL;
    while (i < ENT_KEPT_STATEMENTS && db->kept[i] && !ent_str_equal(db->kept[i]->text, text))
        i++;
    if (i == ENT_KEPT_STATEMENTS || !db->kept[i])
        return ENT_OK;
    entente_stmt *stmt = db->kept[i];
    memmove(db->kept + i, db->kept + i + 1, (ENT_KEPT_STATEMENTS - 1 - i) * sizeof *db->kept);
    db->kept[ENT_KEPT_STATEMENTS - 1] = NULL;
    ent_txn *txn = shared_txn(db), *own = NULL;
    ent_status status = txn ? ENT_OK : ent_api_begin(db, false, &own, error);
    bool same = false;
    if (status == ENT_OK) {
        ent_plan_stamp now = stamp_of(txn ? txn : own);
        same = same_stamp(&now, &stmt->described);
    }
    ent_txn_abort(own);
    if (same)
        *out = stmt;
    else
        destroy(stmt);
    return status;
}

void ent_stmt_forget(entente *db)
{
    for (uint32_t i = 0; i < ENT_KEPT_STATEMENTS && db->kept[i]; i++) {
        destroy(db->kept[i]);
        db->kept[i] = NULL;
    }
}

/* ---- making and freeing ---- */

ent_status ent_stmt_new(entente *db, ent_str text, entente_stmt **out, ent_error *error)
{
    ENT_TRY(take_kept(db, text, out, error));
    if (*out) {
        (*out)->budget.limit = (size_t)db->memory_limit;
        link_in(db, *out);
        return ENT_OK;
    }
    entente_stmt *stmt = calloc(1, sizeof *stmt);
    if (!stmt)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    stmt->db = db;
    stmt->budget.limit = (size_t)db->memory_limit;
    stmt->writing = UINT32_MAX;
    ent_arena_init(&stmt->arena, &stmt->budget);
    ent_arena_init(&stmt->plan_arena, &stmt->budget);
    ent_arena_init(&stmt->row_arena, &stmt->budget);
    ent_arena_init(&stmt->run_arena, &stmt->budget);
    link_in(db, stmt);
    ent_status status = compile(stmt, text, error);
    if (status != ENT_OK) {
        ent_stmt_free(stmt);
        return status;
    }
    stmt->compiled = true;
    *out = stmt;
    return ENT_OK;
}

void ent_stmt_free(entente_stmt *stmt)
{
    ent_stmt_stop(stmt);
    link_out(stmt->db, stmt);
    if (!keep(stmt))
        destroy(stmt);
}

/* ---- starting ---- */

static ent_status check_parameters(entente_stmt *stmt, ent_error *error)
{
    ent_stmt_settle_writer(stmt);
    if (stmt->bind_error.status != ENT_OK) {
        *error = stmt->bind_error;
        ent_error_clear(&stmt->bind_error);
        return error->status;
    }
    for (uint32_t i = 0; i < stmt->tree->parameter_count && stmt->tree->mode != ENT_MODE_EXPLAIN; i++)
        if (!stmt->parameters[i].bound) {
            ent_fail(error, ENT_PARAMETER, ENT_PHASE_COMPILE, stmt->tree->parameter_spans[i], "MissingParameter",
                     "the parameter $%s has no value", stmt->parameter_names[i]);
            return ENT_PARAMETER;
        }
    return ENT_OK;
}

static ent_status read_only(ent_error *error, const char *why, const char *hint)
{
    ent_fail_io(error, ENT_READ_ONLY, "the statement writes, but %s", why);
    ent_hint(error, "%s", hint);
    return ENT_READ_ONLY;
}

static bool own_writer_open(const entente *db)
{
    for (const entente_stmt *other = db->statements; other; other = other->next)
        if (other->state == ENT_STMT_ROWS && other->owns_txn && other->writes)
            return true;
    return false;
}

static ent_status take_txn(entente_stmt *stmt, ent_error *error)
{
    entente *db = stmt->db;
    if (stmt->writes && db->read_only)
        return read_only(error, "the database is open for reading only",
                         "open it for writing: without ENTENTE_READ, or without --read-only on the command line");
    stmt->txn = shared_txn(db);
    stmt->owns_txn = !stmt->txn;
    if (stmt->txn) {
        if (db->doomed) {
            ent_fail_io(error, ENT_MISUSE, "the transaction failed: a statement ended in the middle of its changes");
            ent_hint(error, "roll it back with entente_rollback");
            return ENT_MISUSE;
        }
        if (stmt->writes && !ent_txn_is_write(stmt->txn))
            return db->depth > 0 ? read_only(error, "it runs inside a procedure of a statement that only reads",
                                             "let the procedure give back rows, and write what they say")
                                 : read_only(error, "the transaction was begun for reading",
                                             "begin it with entente_begin(db, true)");
        return ENT_OK;
    }
    if (stmt->writes && own_writer_open(db)) {
        ent_fail_io(error, ENT_BUSY, "another statement of this connection is still writing");
        ent_hint(error, "step it to its end, reset or finalize it, or put both into one transaction");
        return ENT_BUSY;
    }
    return ent_api_begin(db, stmt->writes, &stmt->txn, error);
}

static ent_limits limits_of(const entente_stmt *stmt)
{
    const entente *db = stmt->db;
    ent_limits limits = {.interrupted = &db->interrupted};
    size_t used = stmt->budget.used + ent_txn_image_bytes(stmt->txn);
    if (db->memory_limit > 0)
        limits.memory = used < db->memory_limit ? (size_t)db->memory_limit - used : 1;
    if (db->time_limit > 0) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        int64_t span = db->time_limit < INT64_MAX / 4000000 ? (int64_t)db->time_limit * 1000000 : INT64_MAX / 4;
        limits.deadline_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec + span;
    }
    return limits;
}

static ent_status open_run(entente_stmt *stmt, ent_error *error)
{
    ENT_TRY(make_plan(stmt, stmt->txn, error));
    uint32_t n = stmt->tree->parameter_count;
    ent_value *values = ent_arena_array(&stmt->run_arena, n, sizeof *values);
    for (uint32_t i = 0; values && i < n; i++) {
        const ent_parameter *parameter = &stmt->parameters[i];
        values[i] = parameter->bound ? parameter->value : ENT_NULL;
        if (parameter->bound && !parameter->plain)
            ENT_TRY(ent_api_import(stmt->txn, &stmt->run_arena, parameter->value, &values[i], error));
    }
    ENT_TRY(ent_arena_status(&stmt->run_arena, error));
    return ent_run_open(stmt->plan, stmt->txn, stmt->db->procedures, values, limits_of(stmt), &stmt->run, error);
}

static ent_status start(entente_stmt *stmt, ent_error *error)
{
    entente *db = stmt->db;
    ent_arena_reset(&stmt->run_arena);
    stmt->profile = NULL;
    stmt->counters = (ent_counters){0};
    stmt->budget.limit = (size_t)db->memory_limit;
    ENT_TRY(check_parameters(stmt, error));
    ENT_TRY(take_txn(stmt, error));
    ent_status status = open_run(stmt, error);
    if (status != ENT_OK) {
        if (stmt->owns_txn)
            ent_txn_abort(stmt->txn);
        stmt->txn = NULL;
        return status;
    }
    if (atomic_load(&db->running) == 0)
        atomic_store(&db->interrupted, false); /* before it counts as running: no interrupt after that is lost */
    atomic_fetch_add(&db->running, 1);
    stmt->depth = db->depth;
    stmt->batch = NULL;
    stmt->next_row = 0;
    stmt->state = ENT_STMT_ROWS;
    return ENT_OK;
}

/* ---- ending ---- */

static void close_run(entente_stmt *stmt)
{
    ent_run_close(stmt->run);
    stmt->run = NULL;
    stmt->batch = NULL;
    if (atomic_fetch_sub(&stmt->db->running, 1) == 1)
        atomic_store(&stmt->db->interrupted, false);
}

void ent_stmt_stop(entente_stmt *stmt)
{
    if (stmt->state == ENT_STMT_ROWS) {
        close_run(stmt);
        if (!stmt->owns_txn)
            stmt->db->doomed = stmt->db->doomed || (stmt->writes && ent_txn_dirty(stmt->txn));
        else
            ent_txn_abort(stmt->txn);
        if (stmt->owns_txn && stmt->writes)
            stmt->db->doomed = false; /* what a procedure left in it is undone, too */
        stmt->txn = NULL;
        stmt->counters = (ent_counters){0};
    }
    stmt->state = ENT_STMT_READY;
    stmt->has_row = false;
    ent_arena_reset(&stmt->row_arena);
}

/* All rows were given: what was written becomes lasting. */
static ent_status complete(entente_stmt *stmt, ent_error *error)
{
    entente *db = stmt->db;
    ent_run_counters(stmt->run, &stmt->counters);
    if (stmt->tree->mode == ENT_MODE_PROFILE)
        stmt->profile = ent_plan_text(&stmt->run_arena, stmt->plan, stmt->run).p;
    close_run(stmt);
    stmt->state = ENT_STMT_ENDED;
    ent_txn *txn = stmt->txn;
    stmt->txn = NULL;
    if (!stmt->owns_txn)
        return ENT_OK;
    if (!stmt->writes) {
        ent_txn_abort(txn);
        return ENT_OK;
    }
    if (db->doomed) {
        ent_txn_abort(txn);
        db->doomed = false;
        stmt->counters = (ent_counters){0};
        return ent_fail_io(error, ENT_PROCEDURE, "a procedure left a statement in the middle of its changes");
    }
    ent_status status = ent_txn_commit(txn, error);
    if (status != ENT_OK)
        stmt->counters = (ent_counters){0};
    return status;
}

/* ---- stepping ---- */

static ent_status take_row(entente_stmt *stmt, ent_error *error)
{
    uint32_t row = ent_batch_row(stmt->batch, stmt->next_row++);
    for (uint32_t i = 0; i < stmt->column_count; i++) {
        const ent_value *column = stmt->batch->col[ent_plan_column_slot(stmt->plan, i)];
        ENT_TRY(ent_api_export(stmt->txn, &stmt->row_arena, column ? column[row] : ENT_NULL, &stmt->row[i], error));
    }
    stmt->has_row = true;
    return ENT_OK;
}

static ent_status advance(entente_stmt *stmt, ent_error *error)
{
    while (stmt->column_count == 0 || !stmt->batch || stmt->next_row == stmt->batch->n) {
        if (atomic_load(&stmt->db->interrupted))
            return ent_fail_io(error, ENT_INTERRUPTED, "%s", ent_status_text(ENT_INTERRUPTED));
        stmt->next_row = 0;
        ENT_TRY(ent_run_next(stmt->run, &stmt->batch, error));
        if (stmt->batch->n == 0)
            return complete(stmt, error);
    }
    return take_row(stmt, error);
}

entente_status ent_stmt_step(entente_stmt *stmt)
{
    ent_error *error = &stmt->error;
    ent_error_clear(error);
    stmt->has_row = false;
    ent_arena_reset(&stmt->row_arena);
    if (stmt->state == ENT_STMT_LOST) {
        stmt->state = ENT_STMT_READY;
        ent_fail_io(error, ENT_MISUSE, "the transaction in which the statement ran is over");
        ent_hint(error, "the next step begins from its first row");
        return ENTENTE_MISUSE;
    }
    stmt->busy = true;
    ent_status status = ENT_OK;
    if (stmt->state != ENT_STMT_ROWS)
        status = start(stmt, error);
    if (status == ENT_OK)
        status = advance(stmt, error);
    stmt->busy = false;
    if (status == ENT_OK)
        return stmt->has_row ? ENTENTE_ROW : ENTENTE_OK;
    if (error->status == ENT_OK) /* never say nothing */
        ent_fail_io(error, status, "%s", ent_status_text(status));
    ent_stmt_stop(stmt);
    stmt->state = ENT_STMT_ENDED;
    return ent_api_status(error->status);
}

entente_status entente_step(entente_stmt *stmt)
{
    if (!stmt)
        return ENTENTE_MISUSE;
    if (stmt->busy)
        return ent_api_misuse(stmt->db, "the statement is inside its own step: a procedure cannot step it again");
    ent_api_clear(stmt->db);
    entente_status status = ent_stmt_step(stmt);
    if (status == ENTENTE_ROW || status == ENTENTE_OK)
        ent_api_clear(stmt->db); /* a procedure's own failures may be in it */
    else
        ent_api_publish(stmt->db, &stmt->error, stmt->text);
    return status;
}

/* ---- the public rest ---- */

entente_status entente_prepare(entente *db, const char *cypher, ptrdiff_t length, entente_stmt **out)
{
    if (out)
        *out = NULL;
    if (!db)
        return ENTENTE_MISUSE;
    ent_api_clear(db);
    if (!out || !cypher)
        return ent_api_misuse(db, "entente_prepare: %s is a NULL pointer", out ? "the query" : "out");
    if (!db->store)
        return ent_api_misuse(db, "the database is not open");
    size_t n = length < 0 ? strlen(cypher) : (size_t)length;
    if (n > UINT32_MAX / 2)
        return ent_api_misuse(db, "a query of %zu bytes is too long: 2 GiB is the most", n);
    ent_error error = {0};
    ent_str text = {cypher, (uint32_t)n};
    if (ent_stmt_new(db, text, out, &error) == ENT_OK)
        return ENTENTE_OK;
    text.n = (uint32_t)ent_utf8_valid(text.p, text.n); /* what can be drawn */
    return ent_api_publish(db, &error, text);
}

void entente_reset(entente_stmt *stmt)
{
    if (stmt && !stmt->busy)
        ent_stmt_stop(stmt);
}

void entente_finalize(entente_stmt *stmt)
{
    if (stmt && !stmt->busy)
        ent_stmt_free(stmt);
}

entente_status entente_exec(entente *db, const char *cypher)
{
    entente_stmt *stmt;
    entente_status status = entente_prepare(db, cypher, -1, &stmt);
    if (status != ENTENTE_OK)
        return status;
    do
        status = entente_step(stmt);
    while (status == ENTENTE_ROW);
    ent_stmt_free(stmt);
    return status;
}

bool entente_writes(const entente_stmt *stmt)
{
    return stmt && stmt->writes;
}

bool entente_profiled(const entente_stmt *stmt)
{
    return stmt && stmt->profile != NULL;
}

uint32_t entente_parameter_count(const entente_stmt *stmt)
{
    return stmt ? stmt->tree->parameter_count : 0;
}

const char *entente_parameter_name(const entente_stmt *stmt, uint32_t i)
{
    return i < entente_parameter_count(stmt) ? stmt->parameter_names[i] : NULL;
}

uint32_t entente_warning_count(const entente_stmt *stmt)
{
    return stmt ? stmt->warning_count : 0;
}

const char *entente_warning(const entente_stmt *stmt, uint32_t i)
{
    return i < entente_warning_count(stmt) ? stmt->warnings[i] : NULL;
}

void entente_counters_of(const entente_stmt *stmt, entente_counters *out)
{
    if (!out)
        return;
    ent_counters c = {0};
    if (stmt && stmt->run)
        ent_run_counters(stmt->run, &c);
    else if (stmt)
        c = stmt->counters;
    *out = (entente_counters){
        .nodes_created = c.nodes_created,
        .nodes_deleted = c.nodes_deleted,
        .relationships_created = c.rels_created,
        .relationships_deleted = c.rels_deleted,
        .properties_set = c.properties_set,
        .labels_added = c.labels_added,
        .labels_removed = c.labels_removed,
        .indexes_added = c.indexes_added,
        .indexes_removed = c.indexes_removed,
    };
}

const char *entente_plan(entente_stmt *stmt)
{
    if (!stmt || stmt->profile || !stmt->plan)
        return stmt ? stmt->profile : NULL;
    return ent_plan_text(&stmt->row_arena, stmt->plan, NULL).p;
}
