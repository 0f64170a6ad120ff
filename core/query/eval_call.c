/* Function calls, and expressions that the executor runs: EXISTS, COUNT, COLLECT, patterns. */
#include "core/query/program.h"

#include <stdio.h>

enum { MOST_ON_STACK = 8 };

static ent_type_set accepted(const ent_function *function, uint32_t i)
{
    uint32_t last = sizeof function->arg_types / sizeof *function->arg_types - 1;
    while (last > 0 && function->arg_types[last] == 0)
        last--;
    return function->arg_types[i < last ? i : last];
}

static void list_types(ent_type_set types, char *buffer, size_t size)
{
    size_t used = 0;
    for (int type = 0; type < ENT_TYPE_COUNT && used < size; type++) {
        if (!(types & ENT_TYPE_BIT(type)))
            continue;
        bool last = (types >> (type + 1)) == 0;
        used += (size_t)snprintf(buffer + used, size - used, "%s%s",
                                 used == 0 ? ""
                                 : last    ? " or "
                                           : ", ",
                                 ent_type_name(type));
    }
}

static ent_status wrong_type(ent_context *context, const ent_expr *expr, uint32_t i, ent_value got)
{
    char wanted[200] = "", text[ENT_DESCRIPTION];
    list_types(accepted(expr->function, i) & ~ENT_TYPE_BIT(ENT_TYPE_NULL), wanted, sizeof wanted);
    ent_fail(context->error, ENT_TYPE, ENT_PHASE_RUNTIME, expr->args[i]->span, "InvalidArgumentValue",
             "%s() cannot take %s", expr->function->name, ent_describe(text, got));
    ent_hint(context->error, "%s%s takes %s here", expr->function->name, expr->function->signature, wanted);
    return ENT_TYPE;
}

/* One row: nulls and types are checked here, so that no function has to. */
static ent_status call(const ent_expr *expr, ent_call *where, const ent_value *args, uint32_t n, ent_value *out)
{
    const ent_function *function = expr->function;
    *out = ENT_NULL;
    for (uint32_t i = 0; i < n; i++) {
        ent_type_set types = accepted(function, i);
        if (types != 0 && args[i].type != ENT_TYPE_NULL && !(types & ENT_TYPE_BIT(args[i].type)))
            return wrong_type(where->context, expr, i, args[i]);
    }
    if (function->flags & ENT_FN_NULL_PROPAGATES)
        for (uint32_t i = 0; i < n; i++)
            if (ent_is_null(args[i]))
                return ENT_OK;
    return function->run(where, args, n, out);
}

ent_status ent_run_call(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    const ent_expr *expr = code->expr;
    uint32_t n = code->arg_count;
    ent_column few[MOST_ON_STACK], *columns = few;
    ent_value few_values[MOST_ON_STACK], *values = few_values;
    ent_span few_spans[MOST_ON_STACK], *spans = few_spans;
    if (n > MOST_ON_STACK) {
        columns = ENT_NEW_ARRAY(frame->arena, ent_column, n);
        values = ENT_NEW_ARRAY(frame->arena, ent_value, n);
        spans = ENT_NEW_ARRAY(frame->arena, ent_span, n);
        if (!columns || !values || !spans)
            return ent_arena_status(frame->arena, frame->context->error);
    }
    for (uint32_t k = 0; k < n; k++) {
        ENT_TRY(ent_column_of(code->args[k], frame, in, &columns[k]));
        spans[k] = expr->args[k]->span;
    }
    ent_call where = {.context = frame->context, .arena = frame->arena, .where = expr->span, .args = spans};
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        for (uint32_t k = 0; k < n; k++)
            values[k] = ent_column_at(&columns[k], row);
        ENT_TRY(call(expr, &where, values, n, &out[row]));
    }
    for (uint32_t k = n; k-- > 0;)
        ent_column_done(frame, &columns[k]);
    return ENT_OK;
}

ent_status ent_run_subquery(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_context *context = frame->context;
    if (!context->run_subquery)
        return ent_fail(context->error, ENT_UNSUPPORTED, ENT_PHASE_RUNTIME, code->expr->span, NULL,
                        "not supported yet: a subquery or pattern in this place");
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ENT_TRY(context->run_subquery(context, code->expr, in, row, frame->arena, &out[row]));
    }
    return ENT_OK;
}
