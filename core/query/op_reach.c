/* Reach: which nodes a variable-length pattern can end at, each once a row. Takes the place of VarLengthExpand where
 * nobody asks by which way or how often (count(DISTINCT b), RETURN DISTINCT b, EXISTS): a search by breadth instead of
 * all walks.
 *
 * With a minimum of 0 or 1 that is the nodes within the bound: the shortest walk to a node takes nothing twice. The
 * start itself needs care, for it is at distance 0, but counts only if a walk comes back to it: along directions the
 * search finds it again; without, a relationship must not be walked both out and back, so each node keeps the first
 * relationship of its way, and two ways with different ones that meet close the circle.
 *
 * The nodes of one depth are given in order of their ids. Where the nodes that are left are hardly more than those of
 * the depth just reached, each of them is asked for a neighbour there, instead of walking all steps from there: of a
 * node that is near, one of the first neighbours is mostly enough. */
#include "core/query/steps.h"

#include <stdlib.h>

typedef struct {
    uint64_t node;
    uint64_t branch; /* first relationship of the way here */
    uint32_t depth;
} reached;

typedef struct {
    ent_op base;
    ent_steps steps;
    ent_search_rows source;
    bool active;
    reached *queue; /* all that was reached, in order */
    uint64_t queued, queue_room;
    uint64_t given;       /* of the queue */
    uint64_t opened;      /* of the queue: those whose steps were taken */
    uint64_t level;       /* where the nodes of the next depth begin */
    uint64_t *bits;       /* reached, by node id */
    uint64_t *depth_bits; /* of the depth whose steps are taken now; only while nodes are asked */
    uint64_t bit_count;
    uint32_t *place; /* in the queue + 1, by node id; only without direction */
    bool circle;     /* a walk comes back to the start */
    bool circle_given;
    ent_adjacents found;
    uint16_t rows[ENT_BATCH];
    ent_value *nodes;
    uint32_t n;
} reach_op;

static ent_status reach_open(ent_op *base)
{
    ent_steps_init(&((reach_op *)base)->steps, base, base->plan->expand.direction);
    return ENT_OK;
}

static ent_status fit_bits(reach_op *op)
{
    ent_op *base = &op->base;
    uint64_t count = ent_next_node_id(base->context->txn);
    if (op->bits && op->bit_count >= count)
        return ENT_OK;
    op->bits = ent_arena_zero(&base->run->arena, (count / 64 + 1) * sizeof *op->bits);
    op->depth_bits = ent_arena_zero(&base->run->arena, (count / 64 + 1) * sizeof *op->depth_bits);
    if (base->plan->expand.direction == ENT_BOTH)
        op->place = ENT_NEW_ARRAY(&base->run->arena, uint32_t, count + 1);
    op->bit_count = count;
    return ent_op_memory(base);
}

static ent_status enqueue(reach_op *op, uint64_t node, uint64_t branch, uint32_t depth)
{
    if (op->queued == op->queue_room) {
        uint64_t room = op->queue_room ? op->queue_room * 2 : 1024;
        reached *queue = ENT_NEW_ARRAY(&op->base.run->arena, reached, room);
        if (!queue)
            return ent_op_memory(&op->base);
        if (op->queued)
            memcpy(queue, op->queue, op->queued * sizeof *queue);
        op->queue = queue;
        op->queue_room = room;
    }
    op->bits[node / 64] |= (uint64_t)1 << (node % 64);
    if (op->place)
        op->place[node] = (uint32_t)op->queued;
    op->queue[op->queued++] = (reached){node, branch, depth};
    return ENT_OK;
}

/* Whether a step to a node that was reached before closes a way back to the start within the bound. */
static bool closes(const reach_op *op, const reached *from, uint64_t branch, uint64_t to)
{
    const ent_plan_expand *plan = &op->base.plan->expand;
    const reached *start = &op->queue[0];
    if (!op->place)
        return to == start->node;
    const reached *other = &op->queue[op->place[to]];
    /* From the start to itself is a loop; else the two ways must have left it differently. */
    bool apart =
        to == start->node ? from == start || branch != from->branch || from->depth > 1 : other->branch != branch;
    return apart && (plan->max < 0 || (int64_t)from->depth + other->depth + 1 <= plan->max);
}

static int by_node(const void *a, const void *b)
{
    uint64_t x = ((const reached *)a)->node, y = ((const reached *)b)->node;
    return (x > y) - (x < y);
}

/* Puts the nodes of the next depth in order of their ids, in which their neighbours also lie in the file: by sorting,
 * or where they are many by marking them and reading off the marks. */
static void order_level(reach_op *op)
{
    reached *level = op->queue + op->opened;
    uint64_t n = op->queued - op->opened, words = op->bit_count / 64 + 1;
    if (n < 2)
        return;
    if (n < words / 8 || n < 32 || (op->place && !op->circle)) { /* the first relationships are still wanted */
        qsort(level, n, sizeof *level, by_node);
        return;
    }
    uint32_t depth = level->depth;
    for (uint64_t i = 0; i < n; i++)
        op->depth_bits[level[i].node / 64] |= (uint64_t)1 << (level[i].node % 64);
    for (uint64_t w = 0, at = 0; at < n; w++) {
        for (uint64_t word = op->depth_bits[w]; word; word &= word - 1)
            level[at++] = (reached){w * 64 + (uint64_t)__builtin_ctzll(word), 0, depth};
        op->depth_bits[w] = 0;
    }
}

static void begin_level(reach_op *op)
{
    op->level = op->queued;
    order_level(op);
    for (uint64_t i = op->opened; op->place && !op->circle && i < op->queued; i++)
        op->place[op->queue[i].node] = (uint32_t)i;
}

/* A step from queue[at]. */
static ent_status step(reach_op *op, const reached *from, uint64_t at, uint64_t neighbour, uint64_t rel)
{
    uint64_t branch = at == 0 ? rel : from->branch;
    if (neighbour >= op->bit_count) /* made since the row began, by a statement beside this one */
        return ENT_OK;
    if (!(op->bits[neighbour / 64] >> (neighbour % 64) & 1))
        return enqueue(op, neighbour, branch, from->depth + 1);
    if (!op->circle)
        op->circle = closes(op, &op->queue[at], at == 0 || neighbour == op->queue[0].node ? rel : branch, neighbour);
    return ENT_OK;
}

/* The same where it is settled that a walk comes back to the start: only new nodes matter. */
static ent_status open_settled(reach_op *op, uint32_t depth, const ent_near_list lists[2])
{
    uint64_t *bits = op->bits;
    for (int side = 0; side < 2; side++) {
        const uint32_t *neighbours = lists[side].neighbours;
        for (uint32_t i = 0, n = lists[side].n; i < n; i++) {
            uint32_t neighbour = neighbours[i];
            if (!(bits[neighbour / 64] >> (neighbour % 64) & 1))
                ENT_TRY(enqueue(op, neighbour, 0, depth + 1));
        }
    }
    return ENT_OK;
}

/* The steps of a node as they are kept in memory. */
static ent_status open_kept(reach_op *op, const reached *from, uint64_t at, const ent_near_list lists[2])
{
    bool both = op->base.plan->expand.direction == ENT_BOTH;
    if (op->circle)
        return open_settled(op, from->depth, lists);
    for (int incoming = 0; incoming < 2; incoming++) {
        const ent_near_list *list = &lists[incoming];
        for (uint32_t i = 0; i < list->n; i++) {
            uint32_t neighbour = list->neighbours[i];
            if (!(both && incoming && neighbour == from->node))
                ENT_TRY(step(op, from, at, neighbour, list->rels[i]));
        }
    }
    return ENT_OK;
}

static bool touches(const reach_op *op, const ent_near_list *list)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (op->depth_bits[list->neighbours[i] / 64] >> (list->neighbours[i] % 64) & 1)
            return true;
    return false;
}

/* Asks all nodes that were not reached yet for a neighbour of the depth that begins at `opened`. *done false: a node's
 * neighbours are not in memory, and nothing has changed. */
static ent_status ask_others(reach_op *op, bool *done)
{
    uint64_t begin = op->opened, end = op->queued;
    uint32_t depth = op->queue[begin].depth + 1;
    ent_near_list lists[2];
    *done = true;
    for (uint64_t i = begin; i < end; i++)
        op->depth_bits[op->queue[i].node / 64] |= (uint64_t)1 << (op->queue[i].node % 64);
    for (uint64_t node = 0; node < op->bit_count && *done; node++) {
        if (op->bits[node / 64] == UINT64_MAX) {
            node |= 63;
            continue;
        }
        if (op->bits[node / 64] >> (node % 64) & 1)
            continue;
        ENT_TRY(ent_steps_kept(&op->steps, node, false, lists, done));
        if (*done && (touches(op, &lists[0]) || touches(op, &lists[1])))
            ENT_TRY(enqueue(op, node, 0, depth));
    }
    for (uint64_t i = begin; i < end; i++)
        op->depth_bits[op->queue[i].node / 64] = 0;
    if (*done) {
        op->opened = op->level = end;
        return ENT_OK;
    }
    for (; op->queued > end; op->queued--)
        op->bits[op->queue[op->queued - 1].node / 64] &= ~((uint64_t)1 << (op->queue[op->queued - 1].node % 64));
    return ENT_OK;
}

/* Whether the nodes that are left should be asked. */
static bool others_are_few(const reach_op *op)
{
    enum { ASKED_FOR_ONE = 4 };
    const ent_plan_expand *plan = &op->base.plan->expand;
    uint64_t reached_now = op->queued - op->opened, left = op->bit_count - op->queued;
    return plan->direction == ENT_BOTH && op->circle && !plan->into && reached_now > 32 &&
           left < reached_now * ASKED_FOR_ONE && (plan->max < 0 || (int64_t)op->queue[op->opened].depth < plan->max);
}

/* Takes the steps of the next node in the queue. */
static ent_status open_next(reach_op *op)
{
    const ent_plan_expand *plan = &op->base.plan->expand;
    if (op->opened == op->level) {
        begin_level(op);
        bool done = false;
        if (others_are_few(op))
            ENT_TRY(ask_others(op, &done));
        if (done)
            return ENT_OK;
    }
    reached from = op->queue[op->opened];
    uint64_t at = op->opened++;
    if (plan->max >= 0 && (int64_t)from.depth >= plan->max)
        return ENT_OK;
    ent_near_list lists[2];
    bool kept;
    ENT_TRY(ent_steps_kept(&op->steps, from.node, op->source.in.n > 1, lists, &kept));
    if (kept)
        return open_kept(op, &from, at, lists);
    op->found.n = 0;
    ENT_TRY(ent_steps_from(&op->steps, from.node, &op->found));
    for (uint64_t i = 0; i < op->found.n; i++)
        ENT_TRY(step(op, &from, at, op->found.items[i].neighbour, op->found.items[i].rel));
    return ENT_OK;
}

static void forget(reach_op *op)
{
    for (uint64_t i = 0; i < op->queued; i++)
        op->bits[op->queue[i].node / 64] = 0;
    op->queued = op->given = op->opened = op->level = 0;
    op->circle = op->circle_given = false;
}

static ent_status start_row(reach_op *op, bool *more)
{
    ent_steps *steps[] = {&op->steps};
    *more = op->active;
    while (!op->active) {
        ENT_TRY(ent_search_next(&op->source, &op->base, steps, 1, op->n > 0, more));
        if (!*more)
            return ENT_OK;
        ENT_TRY(fit_bits(op));
        if (op->source.from >= op->bit_count)
            continue;
        op->active = true;
        op->circle = op->base.plan->expand.min <= 0; /* the start is an end anyway */
        ENT_TRY(enqueue(op, op->source.from, 0, 0));
        op->given = op->base.plan->expand.min > 0; /* the start is not an end yet */
    }
    return ENT_OK;
}

static void give(reach_op *op, uint64_t node)
{
    if (op->base.plan->expand.into) {
        if (node != op->source.to)
            return;
        op->opened = op->given = op->queued; /* found: nothing more to look for */
        op->circle = false;
    } else {
        op->nodes[op->n] = ent_node(node);
    }
    op->rows[op->n++] = (uint16_t)op->source.row;
}

static ent_status reach_next(ent_op *base, ent_batch *out)
{
    reach_op *op = (reach_op *)base;
    const ent_plan_expand *plan = &base->plan->expand;
    op->nodes = plan->into ? NULL : ent_op_column(base, plan->to);
    if (!plan->into && !op->nodes)
        return ent_op_memory(base);
    ent_arena_reset(&base->arena);
    op->n = 0;
    while (op->n < ENT_BATCH) {
        bool more;
        ENT_TRY(start_row(op, &more));
        if (!more)
            break;
        if (op->given < (plan->into ? op->queued : op->level)) { /* a depth is in order when all of it is reached */
            give(op, op->queue[op->given++].node);
        } else if (op->circle && !op->circle_given && plan->min > 0) {
            op->circle_given = true;
            give(op, op->queue[0].node);
        } else if (op->opened < op->queued) {
            ENT_TRY(open_next(op));
        } else {
            forget(op);
            op->active = false;
        }
    }
    if (op->n > 0)
        ENT_TRY(ent_op_gather(base, &op->source.in, op->rows, 0, op->n));
    ent_op_give(base, op->n, out);
    return ent_op_memory(base);
}

static ent_status reach_rewind(ent_op *base)
{
    reach_op *op = (reach_op *)base;
    if (op->active)
        forget(op);
    op->active = false;
    ent_search_rewind(&op->source);
    return ENT_OK;
}

static void reach_close(ent_op *base)
{
    ent_steps_fini(&((reach_op *)base)->steps);
}

const ent_op_kind ent_op_reach = {
    .size = sizeof(reach_op), .open = reach_open, .next = reach_next, .rewind = reach_rewind, .close = reach_close};
