/* Create: makes the nodes and relationships of a pattern for each row. Consecutive CREATE clauses are one operator. */
#include "core/query/op.h"

static ent_status create_next(ent_op *op, ent_batch *out)
{
    const ent_plan_node *plan = op->plan;
    ent_batch in;
    ENT_TRY(ent_op_next(op->input, &in));
    ent_op_pass(op, &in);
    *out = (ent_batch){.n = in.n, .sel = in.sel, .col = op->col};
    if (in.n == 0)
        return ENT_OK;
    ent_arena_reset(&op->arena);
    /* As long as the batch needs them: a script of one row may make very many elements. */
    uint32_t rows = ent_batch_row(&in, in.n - 1) + 1;
    for (uint32_t i = 0; i < plan->create.count; i++) {
        ent_value *column = ENT_NEW_ARRAY(&op->arena, ent_value, rows);
        if (!column)
            return ent_op_memory(op);
        op->col[plan->create.elements[i].slot] = column;
    }
    return ent_write_elements(op, plan->create.elements, plan->create.count, out);
}

const ent_op_kind ent_op_create = {.size = sizeof(ent_op), .next = create_next};
