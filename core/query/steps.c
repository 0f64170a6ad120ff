#include "core/query/steps.h"

enum { BLOCK = 256 };

void ent_steps_init(ent_steps *steps, ent_op *op, ent_direction direction)
{
    steps->op = op;
    steps->direction = direction;
}

void ent_steps_fini(ent_steps *steps)
{
    ent_expand_close(steps->cursor);
    steps->cursor = NULL;
}

ent_status ent_steps_batch(ent_steps *steps, const ent_batch *in)
{
    ent_op *op = steps->op;
    const ent_plan_expand *plan = &op->plan->expand;
    uint32_t before = steps->type_count;
    steps->in = in;
    if (steps->cursor && before == plan->types.count)
        return ENT_OK;
    ENT_TRY(ent_op_tokens(op, ENT_TOKEN_TYPE, plan->types, &steps->types, &steps->type_count));
    steps->nothing = plan->types.count > 0 && steps->type_count == 0;
    if (steps->nothing || (steps->cursor && steps->type_count == before))
        return ENT_OK;
    ent_steps_fini(steps);
    return ent_op_expand_open(op, steps->direction, steps->types, steps->type_count, &steps->cursor);
}

/* The predicate runs on a batch of candidates, in which the row's other variables are the same everywhere. */
ent_status ent_steps_row(ent_steps *steps, uint32_t row)
{
    ent_op *op = steps->op;
    const ent_plan_expand *plan = &op->plan->expand;
    uint32_t slots = op->run->plan->slot_count;
    steps->row = row;
    if (!plan->step)
        return ENT_OK;
    if (!steps->columns) {
        steps->columns = ENT_NEW_ARRAY(&op->run->arena, ent_value *, slots);
        if (!steps->columns)
            return ent_op_memory(op);
        memset(steps->columns, 0, slots * sizeof *steps->columns);
        steps->columns[plan->step_slot] = steps->rels;
        steps->columns[plan->step_node] = steps->nodes;
    }
    for (uint32_t slot = 0; slot < slots; slot++) {
        if (!ent_slots_has(&plan->step_uses, slot) || slot == plan->step_slot || slot == plan->step_node ||
            !steps->in->col[slot])
            continue;
        if (!steps->columns[slot])
            steps->columns[slot] = ENT_NEW_ARRAY(&op->run->arena, ent_value, BLOCK);
        if (!steps->columns[slot])
            return ent_op_memory(op);
        for (uint32_t i = 0; i < BLOCK; i++)
            steps->columns[slot][i] = steps->in->col[slot][row];
    }
    return ENT_OK;
}

static bool used_already(const ent_steps *steps, uint64_t rel)
{
    const ent_unlike *unlike = &steps->op->plan->expand.unlike;
    for (uint32_t i = 0; i < unlike->count; i++)
        if (ent_op_has_rel(steps->in->col[unlike->slots[i]][steps->row], rel))
            return true;
    return false;
}

static ent_status sift(ent_steps *steps, uint32_t *n)
{
    const ent_plan_expand *plan = &steps->op->plan->expand;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *n; i++)
        if (plan->unlike.count == 0 || !used_already(steps, steps->found[i].rel))
            steps->found[kept++] = steps->found[i];
    *n = kept;
    if (!plan->step || kept == 0)
        return ENT_OK;
    for (uint32_t i = 0; i < kept; i++) {
        steps->rels[i] = ent_relationship(steps->found[i].rel, steps->found[i].type);
        steps->nodes[i] = ent_node(steps->found[i].neighbour);
    }
    ent_batch batch = {.n = kept, .col = steps->columns};
    ENT_TRY(ent_program_filter(plan->step, steps->op->context, &batch, &steps->op->arena, steps->sel, n));
    for (uint32_t i = 0; i < *n; i++)
        steps->found[i] = steps->found[steps->sel[i]];
    return ENT_OK;
}

static ent_status reserve(ent_steps *steps, ent_adjacents *out, uint64_t more)
{
    if (out->n + more <= out->room)
        return ENT_OK;
    uint64_t room = out->room ? out->room * 2 : 1024;
    while (room < out->n + more)
        room *= 2;
    ent_adjacent *items = ENT_NEW_ARRAY(&steps->op->run->arena, ent_adjacent, room);
    if (!items)
        return ent_op_memory(steps->op);
    if (out->n)
        memcpy(items, out->items, out->n * sizeof *items);
    out->items = items;
    out->room = room;
    return ENT_OK;
}

ent_status ent_steps_from(ent_steps *steps, uint64_t node, ent_adjacents *out)
{
    ent_context *context = steps->op->context;
    if (steps->nothing)
        return ENT_OK;
    ENT_TRY(ent_expand_start(steps->cursor, node, context->error));
    for (;;) {
        uint32_t n;
        ENT_TRY(ent_expand_next(steps->cursor, steps->found, BLOCK, &n, context->error));
        if (n == 0)
            return ENT_OK;
        if ((steps->taken += n) >= 4096) {
            steps->taken = 0;
            ENT_TRY(ent_context_poll(context));
        }
        ENT_TRY(sift(steps, &n));
        ENT_TRY(reserve(steps, out, n));
        if (n)
            memcpy(out->items + out->n, steps->found, n * sizeof *out->items);
        out->n += n;
    }
}

ent_status ent_steps_kept(ent_steps *steps, uint64_t node, bool often, ent_near_list lists[2], bool *kept)
{
    const ent_plan_expand *plan = &steps->op->plan->expand;
    *kept = false;
    if (steps->nothing || plan->step || plan->unlike.count > 0)
        return ENT_OK;
    ENT_TRY(ent_expand_kept(steps->cursor, node, often, lists, kept, steps->op->context->error));
    if (*kept && (steps->taken += lists[0].n + lists[1].n) >= 4096) {
        steps->taken = 0;
        ENT_TRY(ent_context_poll(steps->op->context));
    }
    return ENT_OK;
}

/* ---- the rows ---- */

ent_status ent_search_next(ent_search_rows *rows, ent_op *op, ent_steps *const *steps, uint32_t count, bool hold,
                           bool *more)
{
    const ent_plan_expand *plan = &op->plan->expand;
    bool is_from = false, is_to = false;
    *more = false;
    while (!is_from || !is_to) {
        if (rows->at == rows->in.n) {
            if (hold)
                return ENT_OK;
            ENT_TRY(ent_op_next(op->input, &rows->in));
            rows->at = 0;
            if (rows->in.n == 0)
                return ENT_OK;
            for (uint32_t i = 0; i < count; i++)
                ENT_TRY(ent_steps_batch(steps[i], &rows->in));
        }
        rows->row = ent_batch_row(&rows->in, rows->at++);
        is_to = true;
        ENT_TRY(ent_op_node_of(op, rows->in.col[plan->from][rows->row], plan->where, &is_from, &rows->from));
        if (plan->into)
            ENT_TRY(ent_op_node_of(op, rows->in.col[plan->to][rows->row], plan->where, &is_to, &rows->to));
    }
    for (uint32_t i = 0; i < count; i++)
        ENT_TRY(ent_steps_row(steps[i], rows->row));
    *more = true;
    return ENT_OK;
}

void ent_search_rewind(ent_search_rows *rows)
{
    rows->at = rows->in.n = 0;
}
