/* Merge: for each row what the pattern matches, or, if that is nothing, what it creates. Row by row, because a row
 * matches what an earlier one has created. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    ent_batch in, found;
    ent_value **handed; /* the input's columns, and those of what is created */
    ent_value **made;   /* columns of the elements, by their place */
    uint32_t at, found_at;
    uint16_t row;
    bool active;
} merge_op;

static ent_status merge_open(ent_op *base)
{
    merge_op *op = (merge_op *)base;
    uint32_t count = base->plan->create.count;
    op->handed = ENT_NEW_ARRAY(&base->run->arena, ent_value *, base->run->plan->slot_count);
    op->made = ENT_NEW_ARRAY(&base->run->arena, ent_value *, count + 1);
    for (uint32_t i = 0; op->made && i < count; i++)
        op->made[i] = ENT_NEW_ARRAY(&base->run->arena, ent_value, ENT_BATCH);
    return ENT_OK;
}

static ent_status pull_input(merge_op *op)
{
    ent_op *base = &op->base;
    ENT_TRY(ent_op_next(base->input, &op->in));
    op->at = 0;
    if (op->in.n == 0)
        return ENT_OK;
    memcpy(op->handed, op->in.col, base->run->plan->slot_count * sizeof *op->handed);
    for (uint32_t i = 0; i < base->plan->create.count; i++)
        op->handed[base->plan->create.elements[i].slot] = op->made[i];
    return ENT_OK;
}

static ent_status give_slot(merge_op *op, ent_value *const *from, uint32_t slot, uint32_t row, uint32_t n)
{
    ent_value *column = ent_op_column(&op->base, slot);
    if (!column)
        return ent_op_memory(&op->base);
    column[n] = from[slot] ? from[slot][row] : ENT_NULL;
    return ENT_OK;
}

static ent_status give(merge_op *op, ent_value *const *from, uint32_t row, uint32_t n)
{
    const ent_plan_node *plan = op->base.plan;
    for (uint32_t c = 0; c < plan->carry_count; c++)
        ENT_TRY(give_slot(op, from, plan->carry[c], row, n));
    for (uint32_t e = 0; e < plan->create.count; e++)
        ENT_TRY(give_slot(op, from, plan->create.elements[e].slot, row, n));
    return ENT_OK;
}

/* Looks for the pattern for the next row; creates it when there is none. */
static ent_status begin(merge_op *op, uint32_t *n)
{
    ent_op *base = &op->base;
    const ent_plan_node *plan = base->plan;
    op->row = (uint16_t)ent_batch_row(&op->in, op->at++);
    base->run->frames[plan->frame] = (ent_batch){.n = 1, .sel = &op->row, .col = op->in.col};
    ent_batch one = {.n = 1, .sel = &op->row, .col = op->handed};
    ent_arena_reset(&base->arena);
    ENT_TRY(ent_op_rewind(base->inner));
    ENT_TRY(ent_op_next(base->inner, &op->found));
    op->found_at = 0;
    op->active = op->found.n > 0;
    if (op->active)
        return ent_write_sets(base, plan->create.on_match, plan->create.on_match_count, &op->found, true);
    ENT_TRY(ent_write_elements(base, plan->create.elements, plan->create.count, &one));
    ENT_TRY(ent_write_sets(base, plan->create.on_create, plan->create.on_create_count, &one, true));
    return give(op, op->handed, op->row, (*n)++);
}

static ent_status merge_next(ent_op *base, ent_batch *out)
{
    merge_op *op = (merge_op *)base;
    const ent_plan_node *plan = base->plan;
    uint32_t n = 0;
    while (n < ENT_BATCH) {
        if (op->active && op->found_at < op->found.n) {
            ENT_TRY(give(op, op->found.col, ent_batch_row(&op->found, op->found_at++), n++));
        } else if (op->active) {
            ENT_TRY(ent_op_next(base->inner, &op->found));
            op->found_at = 0;
            op->active = op->found.n > 0;
            ENT_TRY(ent_write_sets(base, plan->create.on_match, plan->create.on_match_count, &op->found, true));
        } else if (op->at < op->in.n) {
            ENT_TRY(begin(op, &n));
        } else {
            if (n > 0)
                break;
            ENT_TRY(pull_input(op));
            if (op->in.n == 0)
                break;
        }
    }
    ent_op_give(base, n, out);
    return ent_op_memory(base);
}

static ent_status merge_rewind(ent_op *base)
{
    merge_op *op = (merge_op *)base;
    op->active = false;
    op->at = op->in.n = 0;
    return ENT_OK;
}

const ent_op_kind ent_op_merge = {
    .size = sizeof(merge_op), .open = merge_open, .next = merge_next, .rewind = merge_rewind};
