/* Eager: keeps all rows before it gives the first, so that what is below has read everything before what is above
 * writes, or has written everything before what is above reads. */
#include "core/query/op.h"
#include "core/query/rows.h"

typedef struct {
    ent_op base;
    ent_arena kept;
    ent_rows rows;
    uint64_t at;
    bool full;
} eager_op;

static ent_status eager_open(ent_op *base)
{
    ent_arena_init(&((eager_op *)base)->kept, &base->run->budget);
    return ENT_OK;
}

static ent_status fill(eager_op *op)
{
    ent_op *base = &op->base;
    const ent_plan_node *plan = base->plan;
    ent_rows_init(&op->rows, &op->kept, plan->carry_count);
    for (;;) {
        ent_batch in;
        ENT_TRY(ent_op_next(base->input, &in));
        if (in.n == 0)
            break;
        for (uint32_t i = 0; i < in.n; i++) {
            uint32_t row = ent_batch_row(&in, i);
            ent_value *values = ent_rows_push(&op->rows);
            if (!values)
                return ent_arena_status(&op->kept, base->context->error);
            for (uint32_t c = 0; c < plan->carry_count; c++)
                values[c] = in.col[plan->carry[c]] ? ent_value_keep(&op->kept, in.col[plan->carry[c]][row]) : ENT_NULL;
        }
        ENT_TRY(ent_arena_status(&op->kept, base->context->error));
    }
    op->full = true;
    op->at = 0;
    return ENT_OK;
}

static ent_status eager_next(ent_op *base, ent_batch *out)
{
    eager_op *op = (eager_op *)base;
    const ent_plan_node *plan = base->plan;
    if (!op->full)
        ENT_TRY(fill(op));
    uint32_t n = op->rows.n - op->at < ENT_BATCH ? (uint32_t)(op->rows.n - op->at) : ENT_BATCH;
    for (uint32_t c = 0; c < plan->carry_count; c++) {
        ent_value *column = ent_op_column(base, plan->carry[c]);
        if (!column)
            return ent_op_memory(base);
        for (uint32_t i = 0; i < n; i++)
            column[i] = ent_rows_at(&op->rows, op->at + i)[c];
    }
    op->at += n;
    ent_op_give(base, n, out);
    return ENT_OK;
}

static ent_status eager_rewind(ent_op *base)
{
    eager_op *op = (eager_op *)base;
    op->full = false;
    ent_arena_reset(&op->kept);
    return ENT_OK;
}

static void eager_close(ent_op *base)
{
    ent_arena_fini(&((eager_op *)base)->kept);
}

const ent_op_kind ent_op_eager = {
    .size = sizeof(eager_op), .open = eager_open, .next = eager_next, .rewind = eager_rewind, .close = eager_close};
