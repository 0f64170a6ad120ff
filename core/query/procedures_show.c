/* db.functions, db.procedures, db.indexes, db.constraints: what SHOW lists. */
#include "core/query/op.h"
#include "core/query/procedure_set.h"
#include "core/query/procedures_schema.h"

static ent_value text(const char *p)
{
    return ent_string(ent_str_of(p ? p : ""));
}

ent_status ent_show_functions(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows)
{
    for (uint32_t i = 0; i < ent_function_count(); i++) {
        const ent_function *function = ent_function_at(i);
        ent_value row[] = {text(function->name),
                           text(ent_arena_printf(call->arena, "%s%s", function->name, function->signature)),
                           text(function->help)};
        ENT_TRY(ent_procedure_emit(rows, row));
    }
    return ent_arena_status(call->arena, call->context->error);
}

static const char *fields(ent_arena *arena, const ent_field *list, uint32_t n)
{
    const char *all = "";
    for (uint32_t i = 0; i < n; i++) {
        char type[96];
        ent_field_type_text(type, &list[i]);
        all = ent_arena_printf(arena, "%s%s%.*s%s :: %s", all ? all : "", i ? ", " : "", ENT_STR_ARG(list[i].name),
                               list[i].optional ? " = null" : "", type);
    }
    return all ? all : "";
}

ent_status ent_show_procedures(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows)
{
    const ent_run *run = call->context->executor;
    uint32_t count = run->procedures ? ent_procedure_count(run->procedures) : 0;
    for (uint32_t i = 0; i < count; i++) {
        const ent_procedure *procedure = ent_procedure_at(run->procedures, i);
        ent_value row[] = {ent_string(procedure->name),
                           text(ent_arena_printf(call->arena, "%.*s(%s) :: (%s)", ENT_STR_ARG(procedure->name),
                                                 fields(call->arena, procedure->inputs, procedure->input_count),
                                                 fields(call->arena, procedure->outputs, procedure->output_count))),
                           ent_string(procedure->help)};
        ENT_TRY(ent_procedure_emit(rows, row));
    }
    return ent_arena_status(call->arena, call->context->error);
}

ent_status ent_show_indexes(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows)
{
    ent_txn *txn = call->context->txn;
    bool constraints = *(const bool *)user;
    for (uint32_t i = 0; i < ent_index_count(txn); i++) {
        ent_index_info info;
        ent_index_at(txn, i, &info);
        if (constraints && !info.unique)
            continue;
        ent_value row[] = {ent_string(info.name), ent_string(ent_token_name(txn, ENT_TOKEN_LABEL, info.label)),
                           ent_string(ent_token_name(txn, ENT_TOKEN_KEY, info.key)),
                           constraints ? text("UNIQUE") : ent_bool(info.unique), ent_int((int64_t)info.entries)};
        ENT_TRY(ent_procedure_emit(rows, row));
    }
    return ENT_OK;
}
