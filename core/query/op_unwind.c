/* Unwind: a row for each item of a list; null gives none, any other value one. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    ent_batch in;
    uint32_t at;   /* next selected row */
    uint32_t item; /* next item of row at - 1 */
    bool active;
    ent_value values[ENT_BATCH];
} unwind_op;

static ent_status pull(unwind_op *op)
{
    ent_op *base = &op->base;
    ENT_TRY(ent_op_next(base->input, &op->in));
    op->at = 0;
    if (op->in.n == 0)
        return ENT_OK;
    ent_arena_reset(&base->arena);
    ENT_TRY(ent_program_run(base->plan->unwind.program, base->context, &op->in, &base->arena, op->values));
    return ent_op_memory(base);
}

static ent_status unwind_next(ent_op *base, ent_batch *out)
{
    unwind_op *op = (unwind_op *)base;
    ent_value *items = ent_op_column(base, base->plan->unwind.slot);
    if (!items)
        return ent_op_memory(base);
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
            op->at++;
            op->item = 0;
            op->active = true;
        }
        uint32_t row = ent_batch_row(&op->in, op->at - 1);
        ent_value value = op->values[row];
        uint32_t count = value.type == ENT_TYPE_LIST ? value.n : !ent_is_null(value);
        uint32_t take = count - op->item < ENT_BATCH - n ? count - op->item : ENT_BATCH - n;
        for (uint32_t i = 0; i < take; i++)
            items[n + i] = value.type == ENT_TYPE_LIST ? value.list[op->item + i] : value;
        ENT_TRY(ent_op_repeat(base, &op->in, row, n, take));
        op->item += take;
        n += take;
        op->active = op->item < count;
    }
    ent_op_give(base, n, out);
    return ENT_OK;
}

static ent_status unwind_rewind(ent_op *base)
{
    unwind_op *op = (unwind_op *)base;
    op->active = false;
    op->at = op->in.n = 0;
    return ENT_OK;
}

const ent_op_kind ent_op_unwind = {.size = sizeof(unwind_op), .next = unwind_next, .rewind = unwind_rewind};
