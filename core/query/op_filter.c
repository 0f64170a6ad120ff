/* Filter: keeps the rows for which its predicate is true, by shortening the selection. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    uint16_t sel[ENT_BATCH];
} filter_op;

static ent_status filter_next(ent_op *base, ent_batch *out)
{
    filter_op *op = (filter_op *)base;
    do {
        ENT_TRY(ent_op_next(base->input, out));
        if (out->n == 0)
            return ENT_OK;
        ent_arena_reset(&base->arena);
        uint32_t n;
        ENT_TRY(ent_program_filter(base->plan->filter.program, base->context, out, &base->arena, op->sel, &n));
        out->n = n;
        out->sel = op->sel;
    } while (out->n == 0);
    return ENT_OK;
}

const ent_op_kind ent_op_filter = {.size = sizeof(filter_op), .next = filter_next};
