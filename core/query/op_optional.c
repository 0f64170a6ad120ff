/* Optional: OPTIONAL MATCH. A whole batch of rows goes through the inner chain at once; each carries its number, and
 * as the operators of patterns keep the order of rows, the numbers that are missing in what comes back are the rows
 * that nothing matched: they are given once, with nulls. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    ent_batch in, found;
    ent_value *ordinals;
    ent_value **handed; /* columns of the rows as the inner chain sees them */
    uint32_t at;        /* next selected row of the input to be answered for */
    uint32_t found_at;  /* next row of `found` */
    bool active, found_end;
} optional_op;

static ent_status begin(optional_op *op)
{
    ent_op *base = &op->base;
    uint32_t slot = base->plan->optional.ordinal;
    for (uint32_t i = 0; i < op->in.n; i++)
        op->ordinals[ent_batch_row(&op->in, i)] = ent_int(i);
    memcpy(op->handed, op->in.col, base->run->plan->slot_count * sizeof *op->handed);
    op->handed[slot] = op->ordinals;
    ent_batch *frame = &base->run->frames[base->plan->frame];
    *frame = op->in;
    frame->col = op->handed;
    op->at = op->found_at = 0;
    op->found.n = 0;
    op->found_end = false;
    op->active = true;
    return ent_op_rewind(base->inner);
}

/* The number of the next row that matched; in.n when there is none. `found` is read only as far as rows that were made
 * allow: asking for more ends the values of what was given. */
static ent_status next_match(optional_op *op, uint32_t made, uint32_t *number, bool *wait)
{
    *wait = false;
    if (op->found_at == op->found.n && !op->found_end) {
        if (made > 0) {
            *wait = true;
            return ENT_OK;
        }
        ENT_TRY(ent_op_next(op->base.inner, &op->found));
        op->found_at = 0;
        op->found_end = op->found.n == 0;
    }
    *number = op->in.n;
    if (!op->found_end)
        *number = (uint32_t)op->found.col[op->base.plan->optional.ordinal][ent_batch_row(&op->found, op->found_at)].i;
    return ENT_OK;
}

static void give_null(optional_op *op, uint32_t row, uint32_t n)
{
    ent_op *base = &op->base;
    for (uint32_t i = 0; i < base->plan->optional.null_count; i++)
        base->col[base->plan->optional.nulls[i]][n] = ENT_NULL;
    for (uint32_t c = 0; c < base->plan->carry_count; c++) {
        uint32_t slot = base->plan->carry[c];
        base->col[slot][n] = op->in.col[slot] ? op->in.col[slot][row] : ENT_NULL;
    }
}

static void give_match(optional_op *op, uint32_t n)
{
    ent_op *base = &op->base;
    uint32_t row = ent_batch_row(&op->found, op->found_at++);
    for (uint32_t i = 0; i < base->plan->optional.null_count; i++) {
        uint32_t slot = base->plan->optional.nulls[i];
        base->col[slot][n] = op->found.col[slot] ? op->found.col[slot][row] : ENT_NULL;
    }
    for (uint32_t c = 0; c < base->plan->carry_count; c++) {
        uint32_t slot = base->plan->carry[c];
        base->col[slot][n] = op->found.col[slot] ? op->found.col[slot][row] : ENT_NULL;
    }
}

static ent_status prepare(optional_op *op)
{
    ent_op *base = &op->base;
    for (uint32_t i = 0; i < base->plan->optional.null_count; i++)
        if (!ent_op_column(base, base->plan->optional.nulls[i]))
            return ent_op_memory(base);
    for (uint32_t c = 0; c < base->plan->carry_count; c++)
        if (!ent_op_column(base, base->plan->carry[c]))
            return ent_op_memory(base);
    return ENT_OK;
}

static ent_status optional_open(ent_op *base)
{
    optional_op *op = (optional_op *)base;
    op->ordinals = ENT_NEW_ARRAY(&base->run->arena, ent_value, ENT_BATCH);
    op->handed = ENT_NEW_ARRAY(&base->run->arena, ent_value *, base->run->plan->slot_count);
    return ent_op_memory(base);
}

static ent_status optional_next(ent_op *base, ent_batch *out)
{
    optional_op *op = (optional_op *)base;
    ENT_TRY(prepare(op));
    uint32_t n = 0;
    *out = (ent_batch){.col = base->col};
    while (n < ENT_BATCH) {
        if (!op->active) {
            if (n > 0)
                break;
            ENT_TRY(ent_op_next(base->input, &op->in));
            if (op->in.n == 0)
                return ENT_OK;
            ENT_TRY(begin(op));
        }
        uint32_t number;
        bool wait;
        ENT_TRY(next_match(op, n, &number, &wait));
        if (wait)
            break;
        for (; op->at < number && n < ENT_BATCH; n++)
            give_null(op, ent_batch_row(&op->in, op->at++), n);
        if (op->at < number)
            break;
        if (op->found_end) {
            op->active = false;
            continue;
        }
        if (n == ENT_BATCH)
            break;
        give_match(op, n++);
        op->at = number + 1;
    }
    out->n = n;
    return ENT_OK;
}

static ent_status optional_rewind(ent_op *base)
{
    ((optional_op *)base)->active = false;
    return ENT_OK;
}

const ent_op_kind ent_op_optional = {
    .size = sizeof(optional_op), .open = optional_open, .next = optional_next, .rewind = optional_rewind};
