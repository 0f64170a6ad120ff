/* Apply: CALL { }. Runs the inner chain once for each row. A subquery that returns rows multiplies; one that returns
 * nothing leaves the rows as they are. What it gives is copied, so that one batch can hold what many rows gave. */
#include "core/query/op.h"
#include "core/query/rows.h"

typedef struct {
    ent_op base;
    ent_batch in, found;
    ent_value **handed;
    uint32_t at; /* next selected row of the input */
    uint32_t found_at;
    uint16_t row; /* the one that the inner chain runs for */
    bool active, any;
} apply_op;

static ent_status apply_open(ent_op *base)
{
    ((apply_op *)base)->handed = ENT_NEW_ARRAY(&base->run->arena, ent_value *, base->run->plan->slot_count);
    return ENT_OK;
}

static ent_status begin(apply_op *op, uint32_t row)
{
    ent_op *base = &op->base;
    op->row = (uint16_t)row;
    op->active = true;
    op->any = false;
    op->found.n = op->found_at = 0;
    memcpy(op->handed, op->in.col, base->run->plan->slot_count * sizeof *op->handed);
    base->run->frames[base->plan->frame] = (ent_batch){.n = 1, .sel = &op->row, .col = op->handed};
    return ent_op_rewind(base->inner);
}

static ent_status run_unit(apply_op *op, ent_batch *out)
{
    ENT_TRY(ent_op_next(op->base.input, &op->in));
    for (uint32_t i = 0; i < op->in.n; i++) {
        ENT_TRY(begin(op, ent_batch_row(&op->in, i)));
        do
            ENT_TRY(ent_op_next(op->base.inner, &op->found));
        while (op->found.n > 0);
    }
    *out = op->in;
    return ENT_OK;
}

static ent_status give(apply_op *op, uint32_t n, bool null)
{
    ent_op *base = &op->base;
    ENT_TRY(ent_op_repeat(base, &op->in, op->row, n, 1));
    uint32_t row = null ? 0 : ent_batch_row(&op->found, op->found_at++);
    for (uint32_t i = 0; i < base->plan->apply.make_count; i++) {
        uint32_t slot = base->plan->apply.makes[i];
        ent_value *column = ent_op_column(base, slot);
        if (!column)
            return ent_op_memory(base);
        column[n] = null ? ENT_NULL : ent_value_keep(&base->arena, op->found.col[slot][row]);
    }
    return ENT_OK;
}

static ent_status apply_next(ent_op *base, ent_batch *out)
{
    apply_op *op = (apply_op *)base;
    if (base->plan->apply.unit)
        return run_unit(op, out);
    ent_arena_reset(&base->arena);
    uint32_t n = 0;
    while (n < ENT_BATCH) {
        if (!op->active) {
            if (op->at == op->in.n) {
                if (n > 0)
                    break;
                ENT_TRY(ent_op_next(base->input, &op->in));
                op->at = 0;
                if (op->in.n == 0)
                    break;
            }
            ENT_TRY(begin(op, ent_batch_row(&op->in, op->at++)));
        }
        if (op->found_at == op->found.n) {
            ENT_TRY(ent_op_next(base->inner, &op->found));
            op->found_at = 0;
            if (op->found.n == 0) {
                op->active = false;
                if (base->plan->apply.optional && !op->any)
                    ENT_TRY(give(op, n++, true));
                continue;
            }
            op->any = true;
        }
        while (op->found_at < op->found.n && n < ENT_BATCH)
            ENT_TRY(give(op, n++, false));
    }
    ent_op_give(base, n, out);
    return ent_op_memory(base);
}

static ent_status apply_rewind(ent_op *base)
{
    apply_op *op = (apply_op *)base;
    op->active = false;
    op->at = op->in.n = 0;
    return ENT_OK;
}

const ent_op_kind ent_op_apply = {
    .size = sizeof(apply_op), .open = apply_open, .next = apply_next, .rewind = apply_rewind};
