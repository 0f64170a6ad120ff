/* Recall: the columns of the row around a subquery, again for every row. Aggregation forgets all but its keys, and that
 * row is the same for all rows of the subquery. */
#include "core/query/op.h"

static ent_status recall_next(ent_op *op, ent_batch *out)
{
    const ent_plan_node *plan = op->plan;
    ENT_TRY(ent_op_next(op->input, out));
    if (out->n == 0 || plan->recall.count == 0)
        return ENT_OK;
    const ent_batch *around = &op->run->frames[plan->frame];
    uint32_t from = ent_batch_row(around, 0), rows = ent_batch_row(out, out->n - 1) + 1;
    ent_op_pass(op, out);
    out->col = op->col;
    for (uint32_t i = 0; i < plan->recall.count; i++) {
        uint32_t slot = plan->recall.slots[i];
        ent_value *column = ent_op_column(op, slot);
        if (!column)
            return ent_op_memory(op);
        for (uint32_t row = 0; row < rows; row++)
            column[row] = around->col[slot][from];
    }
    return ENT_OK;
}

const ent_op_kind ent_op_recall = {.size = sizeof(ent_op), .next = recall_next};
