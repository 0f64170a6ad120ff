/* Project: computes further columns; those of its input pass by. */
#include "core/query/op.h"

static ent_status project_next(ent_op *op, ent_batch *out)
{
    ent_batch in;
    ENT_TRY(ent_op_next(op->input, &in));
    ent_op_pass(op, &in);
    *out = (ent_batch){.n = in.n, .sel = in.sel, .col = op->col};
    if (in.n == 0)
        return ENT_OK;
    ent_arena_reset(&op->arena);
    for (uint32_t i = 0; i < op->plan->project.count; i++) {
        const ent_computed *item = &op->plan->project.items[i];
        ent_value *column = ent_op_column(op, item->slot);
        if (!column)
            return ent_op_memory(op);
        /* Later items may read earlier ones: sort keys read the columns of the projection. */
        ENT_TRY(ent_program_run(item->program, op->context, out, &op->arena, column));
    }
    return ent_op_memory(op);
}

const ent_op_kind ent_op_project = {.size = sizeof(ent_op), .next = project_next};
