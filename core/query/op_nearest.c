/* Nearest: of walks that come shortest first, the first, or all that are as short as it. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    bool begun, done;
    uint32_t length;
    uint16_t sel[ENT_BATCH];
} nearest_op;

static ent_status nearest_next(ent_op *base, ent_batch *out)
{
    nearest_op *op = (nearest_op *)base;
    *out = (ent_batch){.col = base->col};
    if (op->done)
        return ENT_OK;
    ENT_TRY(ent_op_next(base->input, out));
    uint32_t n = 0;
    for (uint32_t i = 0; i < out->n && !op->done; i++) {
        uint32_t row = ent_batch_row(out, i), length = out->col[base->plan->nearest.list][row].n;
        if (!op->begun)
            op->length = length;
        op->begun = true;
        op->done = length > op->length || !base->plan->nearest.all;
        if (length == op->length)
            op->sel[n++] = (uint16_t)row;
    }
    out->n = n;
    out->sel = op->sel;
    return ENT_OK;
}

static ent_status nearest_rewind(ent_op *base)
{
    nearest_op *op = (nearest_op *)base;
    op->begun = op->done = false;
    return ENT_OK;
}

const ent_op_kind ent_op_nearest = {.size = sizeof(nearest_op), .next = nearest_next, .rewind = nearest_rewind};
