/* Project: computes further columns; those of its input pass by. */
#include "core/query/op.h"
#include "core/query/program.h"

static ent_status rename_codes(ent_op *op, ent_batch *out, uint32_t from, uint32_t to)
{
    if (!out->codes)
        return ENT_OK;
    if (out->codes != op->codes && !(out->codes = ent_op_codes(op, out)))
        return ent_op_memory(op);
    op->codes[to] = op->codes[from];
    return ENT_OK;
}

static ent_status project_next(ent_op *op, ent_batch *out)
{
    ent_batch in;
    ENT_TRY(ent_op_next(op->input, &in));
    ent_op_pass(op, &in);
    *out = (ent_batch){.n = in.n, .sel = in.sel, .col = op->col, .codes = in.codes};
    if (in.n == 0)
        return ENT_OK;
    ent_arena_reset(&op->arena);
    for (uint32_t i = 0; i < op->plan->project.count; i++) {
        const ent_computed *item = &op->plan->project.items[i];
        const ent_code *code = item->program->code;
        if (code->form == ENT_CODE_VARIABLE && op->col[code->slot]) { /* the column under another name */
            op->col[item->slot] = op->col[code->slot];
            ENT_TRY(rename_codes(op, out, code->slot, item->slot));
            continue;
        }
        ent_value *column = ent_op_column(op, item->slot);
        if (!column)
            return ent_op_memory(op);
        /* Later items may read earlier ones: sort keys read the columns of the projection. */
        ENT_TRY(ent_program_run(item->program, op->context, out, &op->arena, column));
    }
    return ent_op_memory(op);
}

const ent_op_kind ent_op_project = {.size = sizeof(ent_op), .next = project_next};
