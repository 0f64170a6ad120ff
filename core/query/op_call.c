/* ProcedureCall: runs a procedure for each row; its rows multiply. One without outputs leaves the rows as they are. */
#include "core/query/op.h"
#include "core/query/rows.h"

struct ent_procedure_rows {
    ent_rows rows;
    uint32_t width;
    ent_context *context;
};

typedef struct {
    ent_op base;
    ent_batch in;
    ent_value **args; /* a column each */
    ent_value *row_args;
    struct ent_procedure_rows emitted;
    uint32_t at;
    uint32_t row;
    uint64_t given;
    bool active;
} call_op;

ent_status ent_procedure_emit(ent_procedure_rows *rows, const ent_value *values)
{
    ent_value *row = ent_rows_push(&rows->rows);
    for (uint32_t i = 0; row && i < rows->width; i++)
        row[i] = ent_value_keep(rows->rows.arena, values[i]);
    return ent_arena_status(rows->rows.arena, rows->context->error);
}

static ent_status call_open(ent_op *base)
{
    call_op *op = (call_op *)base;
    uint32_t n = base->plan->call.arg_count;
    op->args = ENT_NEW_ARRAY(&base->run->arena, ent_value *, n + 1);
    op->row_args = ENT_NEW_ARRAY(&base->run->arena, ent_value, n + 1);
    for (uint32_t a = 0; op->args && a < n; a++)
        op->args[a] = ENT_NEW_ARRAY(&base->run->arena, ent_value, ENT_BATCH);
    return ENT_OK;
}

static ent_status pull(call_op *op)
{
    ent_op *base = &op->base;
    ENT_TRY(ent_op_next(base->input, &op->in));
    op->at = 0;
    ent_arena_reset(&base->arena);
    for (uint32_t a = 0; op->in.n > 0 && a < base->plan->call.arg_count; a++)
        ENT_TRY(ent_program_run(base->plan->call.args[a], base->context, &op->in, &base->arena, op->args[a]));
    return ent_op_memory(base);
}

static bool accepts(const ent_field *field, ent_value *value)
{
    if (ent_is_null(*value))
        return field->nullable;
    if (field->types == 0 || (field->types & ENT_TYPE_BIT(value->type)))
        return true;
    if (value->type != ENT_TYPE_INTEGER || !(field->types & ENT_TYPE_BIT(ENT_TYPE_FLOAT)))
        return false;
    *value = ent_float((double)value->i);
    return true;
}

static ent_status run_row(call_op *op)
{
    ent_op *base = &op->base;
    const ent_plan_node *plan = base->plan;
    const ent_procedure *procedure = plan->call.procedure;
    op->row = ent_batch_row(&op->in, op->at++);
    for (uint32_t a = 0; a < plan->call.arg_count; a++) {
        op->row_args[a] = op->args[a][op->row];
        ent_type given = op->row_args[a].type;
        if (a < procedure->input_count && !accepts(&procedure->inputs[a], &op->row_args[a]))
            return ent_fail(base->context->error, ENT_TYPE, ENT_PHASE_RUNTIME,
                            plan->call.arg_spans ? plan->call.arg_spans[a] : plan->call.where, "InvalidArgumentType",
                            "`%.*s` of %.*s cannot be %s", ENT_STR_ARG(procedure->inputs[a].name),
                            ENT_STR_ARG(procedure->name), ent_type_name(given));
    }
    op->emitted = (struct ent_procedure_rows){.width = procedure->output_count, .context = base->context};
    ent_rows_init(&op->emitted.rows, &base->arena, procedure->output_count);
    ent_call call = {base->context, &base->arena, plan->call.where, plan->call.arg_spans};
    ENT_TRY(procedure->run(&call, procedure->user, op->row_args, &op->emitted));
    if (procedure->output_count == 0 || (plan->call.optional && op->emitted.rows.n == 0)) {
        op->emitted.rows.n = 0;
        ent_value *row = ent_rows_push(&op->emitted.rows);
        for (uint32_t i = 0; row && i < op->emitted.rows.width; i++)
            row[i] = ENT_NULL;
    }
    op->given = 0;
    op->active = true;
    return ent_op_memory(base);
}

static ent_status call_next(ent_op *base, ent_batch *out)
{
    call_op *op = (call_op *)base;
    const ent_plan_node *plan = base->plan;
    uint32_t n = 0;
    while (n < ENT_BATCH) {
        if (!op->active) {
            if (op->at == op->in.n) {
                if (n > 0)
                    break;
                ENT_TRY(pull(op));
                if (op->in.n == 0)
                    break;
            }
            ENT_TRY(run_row(op));
        }
        uint64_t left = op->emitted.rows.n - op->given;
        uint32_t take = left < ENT_BATCH - n ? (uint32_t)left : ENT_BATCH - n;
        for (uint32_t c = 0; c < plan->call.count; c++) {
            ent_value *column = ent_op_column(base, plan->call.slots[c]);
            if (!column)
                return ent_op_memory(base);
            for (uint32_t i = 0; i < take; i++)
                column[n + i] = ent_rows_at(&op->emitted.rows, op->given + i)[plan->call.outputs[c]];
        }
        ENT_TRY(ent_op_repeat(base, &op->in, op->row, n, take));
        n += take;
        op->given += take;
        op->active = op->given < op->emitted.rows.n;
    }
    ent_op_give(base, n, out);
    return ent_op_memory(base);
}

static ent_status call_rewind(ent_op *base)
{
    call_op *op = (call_op *)base;
    op->active = false;
    op->at = op->in.n = 0;
    return ENT_OK;
}

const ent_op_kind ent_op_call = {.size = sizeof(call_op), .open = call_open, .next = call_next, .rewind = call_rewind};
