/* Set: SET and REMOVE. */
#include "core/query/op.h"

static ent_status set_next(ent_op *op, ent_batch *out)
{
    ENT_TRY(ent_op_next(op->input, out));
    if (out->n == 0)
        return ENT_OK;
    ent_arena_reset(&op->arena);
    return ent_write_sets(op, op->plan->set.items, op->plan->set.count, out, op->plan->set.rowwise);
}

const ent_op_kind ent_op_set = {.size = sizeof(ent_op), .next = set_next};
