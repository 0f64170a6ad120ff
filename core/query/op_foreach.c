/* Foreach: runs the clauses inside once for each item of a list; rows pass unchanged. Item by item, because the
 * clauses may read what they changed for the item before. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    ent_value **handed;
    ent_value *lists, *items;
} foreach_op;

static ent_status foreach_open(ent_op *base)
{
    foreach_op *op = (foreach_op *)base;
    op->handed = ENT_NEW_ARRAY(&base->run->arena, ent_value *, base->run->plan->slot_count);
    op->lists = ENT_NEW_ARRAY(&base->run->arena, ent_value, ENT_BATCH);
    op->items = ENT_NEW_ARRAY(&base->run->arena, ent_value, ENT_BATCH);
    return ENT_OK;
}

static ent_status run_item(foreach_op *op, uint16_t row, ent_value item)
{
    ent_op *base = &op->base;
    op->items[row] = item;
    base->run->frames[base->plan->frame] = (ent_batch){.n = 1, .sel = &row, .col = op->handed};
    ENT_TRY(ent_op_rewind(base->inner));
    ent_batch found;
    do
        ENT_TRY(ent_op_next(base->inner, &found));
    while (found.n > 0);
    return ENT_OK;
}

static ent_status foreach_next(ent_op *base, ent_batch *out)
{
    foreach_op *op = (foreach_op *)base;
    ENT_TRY(ent_op_next(base->input, out));
    if (out->n == 0)
        return ENT_OK;
    ent_arena_reset(&base->arena);
    ENT_TRY(ent_program_run(base->plan->foreach_.program, base->context, out, &base->arena, op->lists));
    memcpy(op->handed, out->col, base->run->plan->slot_count * sizeof *op->handed);
    op->handed[base->plan->foreach_.slot] = op->items;
    for (uint32_t i = 0; i < out->n; i++) {
        uint16_t row = (uint16_t)ent_batch_row(out, i);
        ent_value list = op->lists[row];
        if (ent_is_null(list))
            continue;
        if (list.type != ENT_TYPE_LIST)
            return ent_fail(base->context->error, ENT_TYPE, ENT_PHASE_RUNTIME, base->plan->foreach_.where,
                            "InvalidArgumentType", "FOREACH needs a list, but this is %s", ent_type_name(list.type));
        for (uint32_t j = 0; j < list.n; j++)
            ENT_TRY(run_item(op, row, list.list[j]));
    }
    return ENT_OK;
}

const ent_op_kind ent_op_foreach = {.size = sizeof(foreach_op), .open = foreach_open, .next = foreach_next};
