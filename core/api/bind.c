/* Parameters: each holds its value in an arena of its own, so that binding again frees what was there. */
#include "core/api/api.h"

#include <stdio.h>

/* The parameter of the name, emptied; NULL after a misuse. */
static ent_parameter *open_parameter(entente_stmt *stmt, const char *name)
{
    if (!stmt)
        return NULL;
    entente *db = stmt->db;
    ent_api_clear(db);
    ent_stmt_settle_writer(stmt);
    if (!name) {
        ent_api_misuse(db, "the parameter's name is a NULL pointer");
        return NULL;
    }
    if (stmt->state == ENT_STMT_ROWS) {
        ent_api_misuse(db, "$%s cannot be bound while the statement runs: reset it first", name);
        return NULL;
    }
    for (uint32_t i = 0; i < stmt->tree->parameter_count; i++) {
        if (strcmp(stmt->parameter_names[i], name) != 0)
            continue;
        ent_parameter *parameter = &stmt->parameters[i];
        ent_arena_reset(&parameter->arena);
        parameter->bound = parameter->plain = false;
        return parameter;
    }
    ent_api_misuse(db, "the statement has no parameter $%s", name);
    return NULL;
}

static entente_status close_parameter(entente_stmt *stmt, ent_parameter *parameter, ent_value value)
{
    ent_error error = {0};
    if (ent_arena_status(&parameter->arena, &error) != ENT_OK)
        return ent_api_publish(stmt->db, &error, (ent_str){NULL, 0});
    parameter->value = value;
    parameter->bound = true;
    return ENTENTE_OK;
}

static entente_status bind(entente_stmt *stmt, const char *name, ent_value value)
{
    ent_parameter *parameter = open_parameter(stmt, name);
    return parameter ? close_parameter(stmt, parameter, value) : ENTENTE_MISUSE;
}

entente_status entente_bind_null(entente_stmt *stmt, const char *name)
{
    return bind(stmt, name, ENT_NULL);
}

entente_status entente_bind_bool(entente_stmt *stmt, const char *name, bool value)
{
    return bind(stmt, name, ent_bool(value));
}

entente_status entente_bind_int64(entente_stmt *stmt, const char *name, int64_t value)
{
    return bind(stmt, name, ent_int(value));
}

entente_status entente_bind_double(entente_stmt *stmt, const char *name, double value)
{
    return bind(stmt, name, ent_float(value));
}

entente_status entente_bind_text(entente_stmt *stmt, const char *name, const char *value, ptrdiff_t length)
{
    ent_parameter *parameter = open_parameter(stmt, name);
    if (!parameter)
        return ENTENTE_MISUSE;
    if (!value)
        return ent_api_misuse(stmt->db, "the text for $%s is a NULL pointer; entente_bind_null binds null", name);
    char what[80];
    snprintf(what, sizeof what, "the text for $%.40s", name);
    ent_error error = {0};
    ent_str text;
    if (ent_api_text(value, length, what, &text, &error) != ENT_OK)
        return ent_api_publish(stmt->db, &error, (ent_str){NULL, 0});
    text.p = ent_arena_copy(&parameter->arena, text.p, text.n);
    return close_parameter(stmt, parameter, ent_string(text));
}

entente_status entente_bind_value(entente_stmt *stmt, const char *name, const entente_value *value)
{
    if (stmt && !value)
        return ent_api_misuse(stmt->db, "the value for $%s is a NULL pointer; entente_bind_null binds null",
                              name ? name : "");
    ent_parameter *parameter = open_parameter(stmt, name);
    if (!parameter)
        return ENTENTE_MISUSE;
    return close_parameter(stmt, parameter, ent_value_copy(&parameter->arena, *(const ent_value *)value));
}

void entente_clear_bindings(entente_stmt *stmt)
{
    if (!stmt)
        return;
    ent_api_clear(stmt->db);
    if (stmt->state == ENT_STMT_ROWS) {
        ent_api_misuse(stmt->db, "bindings cannot be cleared while the statement runs: reset it first");
        return;
    }
    stmt->writing = UINT32_MAX;
    ent_error_clear(&stmt->bind_error);
    for (uint32_t i = 0; i < stmt->tree->parameter_count; i++) {
        ent_arena_reset(&stmt->parameters[i].arena);
        stmt->parameters[i].bound = false;
    }
}

/* ---- writers ---- */

entente_writer *entente_bind_writer(entente_stmt *stmt, const char *name)
{
    static entente_writer nowhere; /* takes nothing and is never changed */
    if (!stmt)
        return &nowhere;
    ent_parameter *parameter = open_parameter(stmt, name);
    if (!parameter) {
        /* the error is told again by the next step, for those who only look there */
        if (stmt->bind_error.status == ENT_OK)
            stmt->bind_error = stmt->db->error.record;
        return &nowhere;
    }
    stmt->writing = (uint32_t)(parameter - stmt->parameters);
    ent_writer_init(&stmt->writer, &parameter->arena, &parameter->value, 1);
    return &stmt->writer;
}

void ent_stmt_settle_writer(entente_stmt *stmt)
{
    if (stmt->writing == UINT32_MAX)
        return;
    char what[80];
    snprintf(what, sizeof what, "the value of $%.40s", stmt->parameter_names[stmt->writing]);
    ent_parameter *parameter = &stmt->parameters[stmt->writing];
    parameter->bound = ent_writer_finish(&stmt->writer, what, &stmt->bind_error) == ENT_OK;
    parameter->plain = !stmt->writer.handed_on;
    stmt->writer.arena = NULL;
    stmt->writing = UINT32_MAX;
}

/* ---- literals ---- */

static const char PREFIX[] = "RETURN ";

/* RETURN with one expression and nothing else. */
static bool is_plain(const ent_statement *tree)
{
    const ent_query *query = tree->query;
    if (tree->mode != ENT_MODE_RUN || tree->kind != ENT_STATEMENT_QUERY || query->part_count != 1 ||
        query->parts[0].count != 1 || query->parts[0].clauses[0]->kind != ENT_CLAUSE_RETURN)
        return false;
    const ent_projection *p = &query->parts[0].clauses[0]->projection;
    return !p->distinct && !p->star && p->item_count == 1 && p->items[0].alias.n == 0 && p->order_count == 0 &&
           !p->skip && !p->limit && !p->aggregate;
}

static ent_status check_literal(const entente_stmt *query, ent_error *error)
{
    const ent_statement *tree = query->tree;
    if (tree->parameter_count > 0) {
        ent_span where = tree->parameter_spans[0];
        return ent_fail(error, ENT_ARGUMENT, ENT_PHASE_NONE, where, NULL,
                        "a parameter's value cannot be another parameter");
    }
    if (!is_plain(tree) || query->writes) {
        uint32_t from = sizeof PREFIX - 1, n = tree->text.n - from;
        return ent_fail(
            error, ENT_ARGUMENT, ENT_PHASE_NONE, (ent_span){from, n}, NULL,
            "a parameter's value is one expression without variables, such as [1, 2] or date('2025-01-01')");
    }
    return ENT_OK;
}

static ent_status evaluate(entente_stmt *stmt, ent_str query, ent_parameter *parameter, ent_error *error)
{
    entente_stmt *inner = NULL;
    ENT_TRY(ent_stmt_new(stmt->db, query, &inner, error));
    ent_status status = check_literal(inner, error);
    if (status == ENT_OK && ent_stmt_step(inner) != ENTENTE_ROW) {
        *error = inner->error;
        status = error->status;
    }
    if (status == ENT_OK) {
        parameter->value = ent_value_copy(&parameter->arena, inner->row[0]);
        status = ent_arena_status(&parameter->arena, error);
    }
    ent_stmt_free(inner);
    return status;
}

entente_status entente_bind_literal(entente_stmt *stmt, const char *name, const char *literal)
{
    if (stmt && !literal)
        return ent_api_misuse(stmt->db, "the literal for $%s is a NULL pointer", name ? name : "");
    ent_parameter *parameter = open_parameter(stmt, name);
    if (!parameter)
        return ENTENTE_MISUSE;
    ent_error error = {0};
    ent_arena scratch;
    ent_arena_init(&scratch, NULL);
    ent_str text;
    ent_status status = ent_api_text(literal, -1, "the literal", &text, &error);
    if (status == ENT_OK) {
        const char *query = ent_arena_printf(&scratch, "%s%s", PREFIX, literal);
        status = ent_arena_status(&scratch, &error);
        if (status == ENT_OK)
            status = evaluate(stmt, ent_str_of(query), parameter, &error);
    }
    entente_status answer = ENTENTE_OK;
    if (status != ENT_OK) {
        ent_arena_reset(&parameter->arena);
        /* places count from the literal's first byte */
        if (error.where.len > 0)
            error.where.at = error.where.at >= sizeof PREFIX - 1 ? error.where.at - (uint32_t)(sizeof PREFIX - 1) : 0;
        answer = ent_api_publish(stmt->db, &error, text);
    } else {
        parameter->bound = true;
    }
    ent_arena_fini(&scratch);
    return answer;
}
