/* Procedures of the host. A call runs inside the step of the statement that calls it: what the procedure asks of the
 * connection runs in that statement's transaction, and what it leaves running is ended with it. */
#include "core/api/api.h"

#include <stdio.h>
#include <stdlib.h>

/* What stands behind ent_procedure.user. */
typedef struct {
    entente *db;
    const ent_procedure *self;
    entente_procedure procedure;
    void *user;
    void (*destroy)(void *user);
} host_procedure;

struct entente_call {
    host_procedure *host;
    ent_call *call;
    ent_procedure_rows *rows;
    const ent_value *args; /* exported */
    ent_value *values;     /* of the row that is being written */
    ent_arena row_arena;
    entente_writer writer;
    char what[120]; /* a row of it is called in messages */
    bool in_row;
    ent_error error; /* of emitting, or what entente_call_fail said */
};

/* ---- rows ---- */

static ent_status wrong_type(const ent_procedure *procedure, const ent_field *field, ent_value value, ent_error *error)
{
    char type[96];
    ent_field_type_text(type, field);
    return ent_fail_io(error, ENT_PROCEDURE, "the procedure %.*s gave %s for %.*s :: %s", ENT_STR_ARG(procedure->name),
                       ent_type_name(value.type), ENT_STR_ARG(field->name), type);
}

/* A declared FLOAT takes integers. */
static ent_status fit(const ent_field *field, ent_value *value)
{
    if (value->type == ENT_TYPE_INTEGER && field->types == ENT_TYPE_BIT(ENT_TYPE_FLOAT))
        *value = ent_float((double)value->i);
    if (ent_is_null(*value))
        return field->nullable || field->types == ENT_ANY_TYPE ? ENT_OK : ENT_TYPE;
    return field->types & ENT_TYPE_BIT(value->type) ? ENT_OK : ENT_TYPE;
}

static ent_status emit(entente_call *call)
{
    const ent_procedure *procedure = call->host->self;
    call->in_row = false;
    ENT_TRY(ent_writer_finish(&call->writer, call->what, &call->error));
    for (uint32_t i = 0; i < procedure->output_count; i++) {
        ent_value *value = &call->values[i];
        if (fit(&procedure->outputs[i], value) != ENT_OK)
            return wrong_type(procedure, &procedure->outputs[i], *value, &call->error);
        ENT_TRY(ent_api_import(call->call->context->txn, &call->row_arena, *value, value, &call->error));
    }
    ent_status status = ent_procedure_emit(call->rows, call->values);
    if (status != ENT_OK && call->error.status == ENT_OK)
        ent_fail_io(&call->error, status, "%s", ent_status_text(status));
    return status;
}

entente_writer *entente_call_row(entente_call *call)
{
    static entente_writer nowhere; /* takes nothing and is never changed */
    if (!call || call->error.status != ENT_OK || (call->in_row && emit(call) != ENT_OK))
        return &nowhere;
    ent_arena_reset(&call->row_arena);
    ent_writer_init(&call->writer, &call->row_arena, call->values, call->host->self->output_count);
    call->in_row = true;
    return &call->writer;
}

entente *entente_call_db(entente_call *call)
{
    return call ? call->host->db : NULL;
}

const entente_value *entente_call_arg(entente_call *call, uint32_t i)
{
    return call && i < call->host->self->input_count ? (const entente_value *)&call->args[i] : NULL;
}

entente_status entente_call_poll(entente_call *call)
{
    return call ? ent_api_status(ent_context_poll(call->call->context)) : ENTENTE_MISUSE;
}

entente_status entente_call_fail(entente_call *call, entente_status status, const char *format, ...)
{
    if (!call || !format)
        return ENTENTE_MISUSE;
    char text[sizeof call->error.text];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ent_status inner = ent_api_status_back(status);
    ent_fail_io(&call->error, inner, "%.*s", (int)ent_utf8_valid(text, strlen(text)), text);
    return ent_api_status(inner);
}

/* ---- the call ---- */

static ent_status export_args(ent_call *call, const ent_procedure *procedure, const ent_value *args,
                              const ent_value **out)
{
    ent_value *exported = ent_arena_array(call->arena, procedure->input_count, sizeof *exported);
    ENT_TRY(ent_arena_status(call->arena, call->context->error));
    for (uint32_t i = 0; i < procedure->input_count; i++) {
        ENT_TRY(ent_api_export(call->context->txn, call->arena, args[i], &exported[i], call->context->error));
        fit(&procedure->inputs[i], &exported[i]);
    }
    *out = exported;
    return ENT_OK;
}

static entente_status call_host(host_procedure *host, entente_call *call)
{
    entente *db = host->db;
    ent_txn *outer = db->procedure_txn;
    db->procedure_txn = call->call->context->txn;
    db->depth++;
    entente_status status = host->procedure(call, host->user);
    ent_api_lose_statements(db, db->procedure_txn);
    db->depth--;
    db->procedure_txn = outer;
    return status;
}

/* The place of the call is added: the host knows none. */
static ent_status report(const entente_call *call, entente_status answer)
{
    ent_error *error = call->call->context->error;
    ent_span where = call->call->where;
    const ent_error *own = &call->error;
    if (own->status != ENT_OK) {
        ent_fail(error, own->status, ENT_PHASE_RUNTIME, where, NULL, "%s", own->text);
        return own->status;
    }
    ent_str name = call->host->self->name;
    const ent_error *last = &call->host->db->error.record;
    ent_status status = ent_api_status_back(answer);
    if (last->status == status)
        ent_fail(error, status, ENT_PHASE_RUNTIME, where, NULL, "%.*s: %s", ENT_STR_ARG(name), last->text);
    else
        ent_fail(error, status, ENT_PHASE_RUNTIME, where, NULL, "the procedure %.*s failed: %s", ENT_STR_ARG(name),
                 ent_status_text(status));
    return status;
}

static ent_status run(ent_call *inner, void *user, const ent_value *args, ent_procedure_rows *rows)
{
    host_procedure *host = user;
    entente_call call = {.host = host, .call = inner, .rows = rows};
    ENT_TRY(export_args(inner, host->self, args, &call.args));
    ent_str name = host->self->name;
    snprintf(call.what, sizeof call.what, "a row of the procedure %.*s", (int)(name.n < 80 ? name.n : 80), name.p);
    call.values = ent_arena_array(inner->arena, host->self->output_count, sizeof *call.values);
    ENT_TRY(ent_arena_status(inner->arena, inner->context->error));
    ent_arena_init(&call.row_arena, inner->context->budget);
    ent_api_clear(host->db);
    entente_status answer = call_host(host, &call);
    if (answer == ENTENTE_OK && call.error.status == ENT_OK && call.in_row)
        emit(&call);
    ent_status status = ENT_OK;
    if (answer != ENTENTE_OK || call.error.status != ENT_OK)
        status = report(&call, answer);
    ent_arena_fini(&call.row_arena);
    return status;
}

static void destroy_host(void *user)
{
    host_procedure *host = user;
    if (host->destroy)
        host->destroy(host->user);
    free(host);
}

entente_status entente_register_procedure(entente *db, const char *signature, const char *help,
                                          entente_procedure procedure, void *user, void (*destroy)(void *user))
{
    if (!db)
        return ENTENTE_MISUSE;
    ent_api_clear(db);
    if (!db->store)
        return ent_api_misuse(db, "the database is not open");
    if (!signature || !procedure)
        return ent_api_misuse(db, "entente_register_procedure: the %s is a NULL pointer",
                              signature ? "procedure" : "signature");
    if (db->depth > 0)
        return ent_api_misuse(db, "entente_register_procedure cannot be called inside a procedure");
    ent_error error = {0};
    ent_str text, about;
    ent_status status = ent_api_text(signature, -1, "the signature", &text, &error);
    if (status == ENT_OK)
        status = ent_api_text(help ? help : "", -1, "the help", &about, &error);
    if (status != ENT_OK)
        return ent_api_publish(db, &error, (ent_str){NULL, 0});
    host_procedure *host = malloc(sizeof *host);
    if (!host) {
        ent_fail_io(&error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
        return ent_api_publish(db, &error, (ent_str){NULL, 0});
    }
    *host = (host_procedure){.db = db, .procedure = procedure, .user = user, .destroy = destroy};
    ent_stmt_forget(db); /* a name may mean another procedure from now on */
    if (ent_procedure_register(db->procedures, text, about, run, host, destroy_host, &host->self, &error) == ENT_OK)
        return ENTENTE_OK;
    free(host);
    return ent_api_publish(db, &error, text);
}
