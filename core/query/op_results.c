/* ProduceResults: the root of a query's plan; names its columns. */
#include "core/query/op.h"

static ent_status results_next(ent_op *op, ent_batch *out)
{
    return ent_op_next(op->input, out);
}

const ent_op_kind ent_op_results = {.size = sizeof(ent_op), .next = results_next};
