/* VarLengthExpand: all walks from a node whose length is within bounds and that take no relationship twice, found
 * depth first. Each gives a row with its end and the list of its relationships.
 *
 * Deepening, it looks for walks of one length after the other, which repeats the shorter part of the search each time
 * but finds the nearest first without keeping all walks in memory.
 *
 * The search keeps two stacks: `path`, the relationships taken so far, and `open`, the steps that remain to be tried,
 * each with the depth at which it belongs. A batch that is full leaves both as they are; the next call goes on. */
#include "core/query/steps.h"

typedef struct {
    ent_op base;
    ent_steps steps;
    ent_search_rows source;
    bool active;
    ent_adjacents open;
    uint32_t *depths; /* of the open steps */
    uint64_t depth_room;
    ent_value *path; /* relationships */
    uint32_t depth, path_room;
    uint64_t tried;
    int64_t level; /* deepening: the length looked for; else the bound */
    bool reached;  /* some walk had that length */
    uint16_t rows[ENT_BATCH];
    ent_value *rels, *nodes;
    uint32_t n;
} var_expand_op;

static ent_status var_expand_open(ent_op *base)
{
    var_expand_op *op = (var_expand_op *)base;
    ent_steps_init(&op->steps, base, base->plan->expand.direction);
    return ENT_OK;
}

static ent_status give(var_expand_op *op, uint64_t node)
{
    ent_op *base = &op->base;
    const ent_plan_expand *plan = &base->plan->expand;
    if (plan->into && node != op->source.to)
        return ENT_OK;
    if (!plan->into)
        op->nodes[op->n] = ent_node(node);
    if (plan->rel_live) {
        ent_value *list = ENT_NEW_ARRAY(&base->arena, ent_value, op->depth + 1);
        if (!list)
            return ent_op_memory(base);
        for (uint32_t i = 0; i < op->depth; i++)
            list[plan->reversed ? op->depth - 1 - i : i] = op->path[i];
        op->rels[op->n] = ent_list(list, op->depth);
    }
    op->rows[op->n++] = (uint16_t)op->source.row;
    return ENT_OK;
}

/* Puts the steps from a node on the stack, the first to be tried on top. */
static ent_status open_steps(var_expand_op *op, uint64_t node)
{
    if (op->level >= 0 && op->depth >= op->level)
        return ENT_OK;
    uint64_t before = op->open.n;
    ENT_TRY(ent_steps_from(&op->steps, node, &op->open));
    if (op->open.n > op->depth_room) {
        uint64_t room = op->open.room;
        uint32_t *depths = ENT_NEW_ARRAY(&op->base.run->arena, uint32_t, room);
        if (!depths)
            return ent_op_memory(&op->base);
        if (before)
            memcpy(depths, op->depths, before * sizeof *depths);
        op->depths = depths;
        op->depth_room = room;
    }
    for (uint64_t a = before, b = op->open.n; a + 1 < b; a++) {
        ent_adjacent swap = op->open.items[a];
        op->open.items[a] = op->open.items[--b];
        op->open.items[b] = swap;
    }
    for (uint64_t i = before; i < op->open.n; i++)
        op->depths[i] = op->depth;
    return ENT_OK;
}

static ent_status arrive(var_expand_op *op, uint64_t node)
{
    const ent_plan_expand *plan = &op->base.plan->expand;
    bool wanted = plan->deepening ? op->depth == op->level : op->depth >= plan->min;
    op->reached |= wanted;
    if (wanted)
        ENT_TRY(give(op, node));
    return open_steps(op, node);
}

/* Begins the search, or the search for the next length. */
static ent_status begin(var_expand_op *op, int64_t level)
{
    op->level = level;
    op->reached = false;
    op->depth = 0;
    op->open.n = 0;
    return arrive(op, op->source.from);
}

static ent_status start_row(var_expand_op *op, bool *more)
{
    ent_steps *steps[] = {&op->steps};
    const ent_plan_expand *plan = &op->base.plan->expand;
    *more = op->active;
    if (op->active)
        return ENT_OK;
    ENT_TRY(ent_search_next(&op->source, &op->base, steps, 1, op->n > 0, more));
    op->active = *more;
    return *more ? begin(op, plan->deepening ? plan->min : plan->max) : ENT_OK;
}

/* Takes the step on top of the stack. */
static ent_status take(var_expand_op *op)
{
    ent_adjacent step = op->open.items[--op->open.n];
    op->depth = op->depths[op->open.n];
    if (++op->tried % 1024 == 0)
        ENT_TRY(ent_context_poll(op->base.context));
    for (uint32_t i = 0; i < op->depth; i++)
        if (op->path[i].id == step.rel)
            return ENT_OK;
    if (op->depth == op->path_room) {
        uint32_t room = op->path_room ? op->path_room * 2 : 16;
        ent_value *path = ENT_NEW_ARRAY(&op->base.run->arena, ent_value, room);
        if (!path)
            return ent_op_memory(&op->base);
        if (op->depth)
            memcpy(path, op->path, op->depth * sizeof *path);
        op->path = path;
        op->path_room = room;
    }
    op->path[op->depth++] = ent_relationship(step.rel, step.type);
    return arrive(op, step.neighbour);
}

static ent_status var_expand_next(ent_op *base, ent_batch *out)
{
    var_expand_op *op = (var_expand_op *)base;
    const ent_plan_expand *plan = &base->plan->expand;
    op->rels = plan->rel_live ? ent_op_column(base, plan->rel) : NULL;
    op->nodes = plan->into ? NULL : ent_op_column(base, plan->to);
    if ((plan->rel_live && !op->rels) || (!plan->into && !op->nodes))
        return ent_op_memory(base);
    ent_arena_reset(&base->arena);
    op->n = 0;
    while (op->n < ENT_BATCH) {
        bool more;
        ENT_TRY(start_row(op, &more));
        if (!more || op->n == ENT_BATCH) /* a walk of no length has been given by the start */
            break;
        if (op->open.n > 0)
            ENT_TRY(take(op));
        else if (plan->deepening && op->reached && (plan->max < 0 || op->level < plan->max))
            ENT_TRY(begin(op, op->level + 1));
        else
            op->active = false;
    }
    if (op->n > 0)
        ENT_TRY(ent_op_gather(base, &op->source.in, op->rows, 0, op->n));
    ent_op_give(base, op->n, out);
    return ent_op_memory(base);
}

static ent_status var_expand_rewind(ent_op *base)
{
    var_expand_op *op = (var_expand_op *)base;
    op->active = false;
    ent_search_rewind(&op->source);
    return ENT_OK;
}

static void var_expand_close(ent_op *base)
{
    ent_steps_fini(&((var_expand_op *)base)->steps);
}

const ent_op_kind ent_op_var_expand = {.size = sizeof(var_expand_op),
                                       .open = var_expand_open,
                                       .next = var_expand_next,
                                       .rewind = var_expand_rewind,
                                       .close = var_expand_close};
