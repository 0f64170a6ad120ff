/* Skip and Limit: shorten the selection. A limit above writers runs them to their end before its last batch, so that
 * what a statement changes does not depend on how many rows it shows. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    bool known; /* the count has been computed */
    bool drained;
    uint64_t left; /* rows still to skip or to give */
    uint16_t sel[ENT_BATCH];
} limit_op;

static ent_status skip_next(ent_op *base, ent_batch *out)
{
    limit_op *op = (limit_op *)base;
    if (!op->known) {
        ENT_TRY(ent_op_count_of(base, base->plan->limit.program, base->plan->limit.where, "SKIP", &op->left));
        op->known = true;
    }
    for (;;) {
        ENT_TRY(ent_op_next(base->input, out));
        if (out->n == 0 || op->left == 0)
            return ENT_OK;
        if (op->left < out->n)
            break;
        op->left -= out->n;
    }
    uint32_t skip = (uint32_t)op->left;
    op->left = 0;
    for (uint32_t i = skip; i < out->n; i++)
        op->sel[i - skip] = (uint16_t)ent_batch_row(out, i);
    out->sel = op->sel;
    out->n -= skip;
    return ENT_OK;
}

static ent_status drain(limit_op *op)
{
    ent_batch rest = {.n = 1};
    while (!op->drained && rest.n > 0)
        ENT_TRY(ent_op_next(op->base.input, &rest));
    op->drained = true;
    return ENT_OK;
}

static ent_status limit_next(ent_op *base, ent_batch *out)
{
    limit_op *op = (limit_op *)base;
    if (!op->known) {
        ENT_TRY(ent_op_count_of(base, base->plan->limit.program, base->plan->limit.where, "LIMIT", &op->left));
        op->known = true;
    }
    *out = (ent_batch){.col = base->col};
    if (op->left == 0)
        return base->plan->limit.drain ? drain(op) : ENT_OK;
    ENT_TRY(ent_op_next(base->input, out));
    op->drained |= out->n == 0;
    if (out->n > op->left)
        out->n = (uint32_t)op->left;
    op->left -= out->n;
    return ENT_OK;
}

static ent_status limit_rewind(ent_op *base)
{
    limit_op *op = (limit_op *)base;
    op->known = op->drained = false;
    return ENT_OK;
}

const ent_op_kind ent_op_skip = {.size = sizeof(limit_op), .next = skip_next, .rewind = limit_rewind};
const ent_op_kind ent_op_limit = {.size = sizeof(limit_op), .next = limit_next, .rewind = limit_rewind};
