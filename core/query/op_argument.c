/* Argument: the rows with which a chain begins, handed out once. The outermost chain has one row without columns;
 * inner chains have what their frame holds. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    bool given;
} argument_op;

static ent_status argument_next(ent_op *base, ent_batch *out)
{
    argument_op *op = (argument_op *)base;
    *out = (ent_batch){.col = base->col};
    if (op->given)
        return ENT_OK;
    op->given = true;
    *out = base->run->frames[base->plan->frame];
    /* The columns of an expression's rows are as many as the statement has; ours may be more. */
    memset(base->col, 0, base->run->plan->slot_count * sizeof *base->col);
    if (out->col)
        memcpy(base->col, out->col, base->run->plan->slot_count * sizeof *base->col);
    out->col = base->col;
    return ENT_OK;
}

static ent_status argument_rewind(ent_op *base)
{
    ((argument_op *)base)->given = false;
    return ENT_OK;
}

const ent_op_kind ent_op_argument = {.size = sizeof(argument_op), .next = argument_next, .rewind = argument_rewind};
