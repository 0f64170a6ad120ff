/* Union: the rows of two queries one after the other, their columns brought to the same slots. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    bool second;
} union_op;

static ent_status union_next(ent_op *base, ent_batch *out)
{
    union_op *op = (union_op *)base;
    ent_batch in = {.n = 0};
    if (!op->second) {
        ENT_TRY(ent_op_next(base->input, &in));
        op->second = in.n == 0;
    }
    if (op->second)
        ENT_TRY(ent_op_next(base->inner, &in));
    *out = (ent_batch){.n = in.n, .sel = in.sel, .col = base->col};
    const uint32_t *from = op->second ? base->plan->union_.right : base->plan->union_.left;
    for (uint32_t i = 0; in.n > 0 && i < base->plan->union_.count; i++)
        base->col[base->plan->union_.out[i]] = in.col[from[i]];
    return ENT_OK;
}

static ent_status union_rewind(ent_op *base)
{
    ((union_op *)base)->second = false;
    return ent_op_rewind(base->inner);
}

const ent_op_kind ent_op_union = {.size = sizeof(union_op), .next = union_next, .rewind = union_rewind};
