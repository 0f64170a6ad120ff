/* ShortestPath: between two bound nodes, one of the shortest walks or all of them.
 *
 * Two searches run towards each other, the one with the smaller frontier a whole level at a time. While no node has
 * been seen by both, the distance is greater than the sum of their depths; so the level in which they first meet gives
 * exactly the shortest walks, and nothing longer needs to be weighed. Each node keeps all the steps by which it was
 * first reached; the walks are read off from the nodes where the searches met. */
#include "core/query/steps.h"

typedef struct {
    uint64_t node;
    uint32_t depth;
    uint32_t first; /* its first step back, in `backs`, counted from 1; 0: where the search began */
} visit;

typedef struct {
    uint64_t rel;
    uint32_t type;
    uint32_t from; /* visit */
    uint32_t next; /* further step back of the same node, counted from 1 */
} back;

/* One of the two searches. */
typedef struct {
    ent_steps steps;
    visit *visits;
    back *backs;
    uint32_t visit_count, visit_room, back_count, back_room;
    uint32_t *index; /* visit + 1 by hash of the node */
    uint32_t mask;
    uint32_t level_at; /* first visit of the frontier */
    uint32_t depth;
    ent_adjacents found;
} search;

typedef struct {
    ent_op base;
    ent_search_rows source;
    ent_arena memory; /* of the searches of one row */
    search sides[2];  /* from the left end, from the right */
    uint32_t *meets;  /* visits of the left search */
    uint32_t meet_count, meet_room;
    bool active;
    /* the walk being read: for each step the back that was taken */
    uint32_t meet_at, length;
    uint32_t *left, *right; /* backs from the meeting node to either end */
    uint32_t left_count, right_count;
    bool begun;
    uint16_t rows[ENT_BATCH];
    uint32_t n;
} shortest_op;

static ent_status memory(shortest_op *op)
{
    ENT_TRY(ent_arena_status(&op->memory, op->base.context->error));
    return ent_op_memory(&op->base);
}

static uint64_t mix(uint64_t id)
{
    id = (id ^ (id >> 31)) * 0x9e3779b97f4a7c15u;
    return id ^ (id >> 29);
}

static uint32_t find(const search *side, uint64_t node)
{
    for (uint64_t at = mix(node) & side->mask; side->index[at]; at = (at + 1) & side->mask)
        if (side->visits[side->index[at] - 1].node == node)
            return side->index[at];
    return 0;
}

static void enter(search *side, uint32_t number)
{
    uint64_t at = mix(side->visits[number].node) & side->mask;
    while (side->index[at])
        at = (at + 1) & side->mask;
    side->index[at] = number + 1;
}

static bool grow(shortest_op *op, search *side)
{
    uint32_t room = side->visit_room ? side->visit_room * 2 : 256;
    visit *visits = ENT_NEW_ARRAY(&op->memory, visit, room);
    uint32_t *index = ENT_NEW_ARRAY(&op->memory, uint32_t, (size_t)room * 2);
    if (!visits || !index)
        return false;
    if (side->visit_count)
        memcpy(visits, side->visits, side->visit_count * sizeof *visits);
    memset(index, 0, (size_t)room * 2 * sizeof *index);
    side->visits = visits;
    side->index = index;
    side->visit_room = room;
    side->mask = room * 2 - 1;
    for (uint32_t i = 0; i < side->visit_count; i++)
        enter(side, i);
    return true;
}

static bool add_visit(shortest_op *op, search *side, uint64_t node)
{
    if (side->visit_count == side->visit_room && !grow(op, side))
        return false;
    side->visits[side->visit_count] = (visit){.node = node, .depth = side->depth};
    enter(side, side->visit_count++);
    return true;
}

static bool add_back(shortest_op *op, search *side, uint32_t to, uint32_t from, const ent_adjacent *step)
{
    if (side->back_count == side->back_room) {
        uint32_t room = side->back_room ? side->back_room * 2 : 256;
        back *backs = ENT_NEW_ARRAY(&op->memory, back, room);
        if (!backs)
            return false;
        if (side->back_count)
            memcpy(backs, side->backs, side->back_count * sizeof *backs);
        side->backs = backs;
        side->back_room = room;
    }
    side->backs[side->back_count] = (back){step->rel, step->type, from, side->visits[to].first};
    side->visits[to].first = ++side->back_count;
    return true;
}

static bool add_meet(shortest_op *op, uint32_t left)
{
    if (op->meet_count == op->meet_room) {
        uint32_t room = op->meet_room ? op->meet_room * 2 : 64;
        uint32_t *meets = ENT_NEW_ARRAY(&op->memory, uint32_t, room);
        if (!meets)
            return false;
        if (op->meet_count)
            memcpy(meets, op->meets, op->meet_count * sizeof *meets);
        op->meets = meets;
        op->meet_room = room;
    }
    op->meets[op->meet_count++] = left;
    return true;
}

/* Reaches the next level of one search; notes the nodes at which it meets the other. */
static ent_status advance(shortest_op *op, search *side, const search *other, bool is_left)
{
    uint32_t begin = side->level_at, end = side->visit_count;
    bool all = op->base.plan->expand.all;
    side->level_at = end;
    side->depth++;
    for (uint32_t v = begin; v < end; v++) {
        side->found.n = 0;
        ENT_TRY(ent_steps_from(&side->steps, side->visits[v].node, &side->found));
        for (uint64_t i = 0; i < side->found.n; i++) {
            const ent_adjacent *step = &side->found.items[i];
            uint32_t seen = find(side, step->neighbour);
            if (seen && (!all || side->visits[seen - 1].depth != side->depth))
                continue;
            if (!seen && !add_visit(op, side, step->neighbour))
                return memory(op);
            uint32_t number = seen ? seen - 1 : side->visit_count - 1;
            if (!add_back(op, side, number, v, step))
                return memory(op);
            uint32_t met = seen ? 0 : find(other, step->neighbour);
            if (met && !add_meet(op, is_left ? number : met - 1))
                return memory(op);
            if (met && !all)
                return ENT_OK;
        }
    }
    return ENT_OK;
}

static void forget(shortest_op *op)
{
    for (int s = 0; s < 2; s++) {
        search *side = &op->sides[s];
        side->visits = NULL;
        side->backs = NULL;
        side->index = NULL;
        side->visit_count = side->visit_room = side->back_count = side->back_room = 0;
        side->level_at = side->depth = 0;
    }
    op->meets = NULL;
    op->meet_count = op->meet_room = 0;
    ent_arena_reset(&op->memory);
}

/* Searches between the two nodes of the row. */
static ent_status search_row(shortest_op *op, uint64_t from, uint64_t to)
{
    const ent_plan_expand *plan = &op->base.plan->expand;
    search *left = &op->sides[0], *right = &op->sides[1];
    forget(op);
    if (!add_visit(op, left, from) || !add_visit(op, right, to))
        return memory(op);
    if (from == to) {
        if (plan->min <= 0 && !add_meet(op, 0))
            return memory(op);
    }
    while (from != to && op->meet_count == 0) {
        if (plan->max >= 0 && (int64_t)left->depth + right->depth >= plan->max)
            break;
        uint32_t left_size = left->visit_count - left->level_at, right_size = right->visit_count - right->level_at;
        if (left_size == 0 || right_size == 0)
            break;
        if (left_size <= right_size)
            ENT_TRY(advance(op, left, right, true));
        else
            ENT_TRY(advance(op, right, left, false));
    }
    op->meet_at = 0;
    op->begun = false;
    op->length = left->depth + right->depth;
    op->left = ENT_NEW_ARRAY(&op->memory, uint32_t, (size_t)op->length + 1);
    op->right = ENT_NEW_ARRAY(&op->memory, uint32_t, (size_t)op->length + 1);
    return memory(op);
}

/* Fills steps [n ..) by the first way back from a visit. */
static void descend(const search *side, uint32_t from, uint32_t *backs, uint32_t *n)
{
    for (uint32_t v = from; side->visits[v].first; v = side->backs[backs[*n - 1] - 1].from)
        backs[(*n)++] = side->visits[v].first;
}

/* The next way back, in the order of an odometer; false after the last. */
static bool vary(const search *side, uint32_t *backs, uint32_t *n)
{
    while (*n > 0) {
        uint32_t further = side->backs[backs[*n - 1] - 1].next;
        if (further) {
            backs[*n - 1] = further;
            descend(side, side->backs[further - 1].from, backs, n);
            return true;
        }
        --*n;
    }
    return false;
}

/* Moves to the next walk; false when there is none. */
static bool next_walk(shortest_op *op)
{
    const search *left = &op->sides[0], *right = &op->sides[1];
    if (op->begun) {
        if (!op->base.plan->expand.all)
            return false;
        if (vary(right, op->right, &op->right_count))
            return true;
        if (vary(left, op->left, &op->left_count)) {
            op->right_count = 0;
            descend(right, find(right, left->visits[op->meets[op->meet_at]].node) - 1, op->right, &op->right_count);
            return true;
        }
        op->meet_at++;
    }
    if (op->meet_at >= op->meet_count)
        return false;
    op->begun = true;
    op->left_count = op->right_count = 0;
    uint32_t meet = op->meets[op->meet_at];
    descend(left, meet, op->left, &op->left_count);
    descend(right, find(right, left->visits[meet].node) - 1, op->right, &op->right_count);
    return true;
}

static ent_status give(shortest_op *op)
{
    ent_op *base = &op->base;
    const ent_plan_expand *plan = &base->plan->expand;
    const search *left = &op->sides[0], *right = &op->sides[1];
    uint32_t length = op->left_count + op->right_count;
    ent_value *rels = ENT_NEW_ARRAY(&base->arena, ent_value, length + 1);
    ent_value *items = ENT_NEW_ARRAY(&base->arena, ent_value, 2 * (size_t)length + 1);
    ent_value *rel_column = ent_op_column(base, plan->rel);
    ent_value *path_column = plan->has_path ? ent_op_column(base, plan->path) : NULL;
    if (!rels || !items || !rel_column || (plan->has_path && !path_column))
        return memory(op);
    uint32_t middle = op->left_count;
    items[2 * middle] = ent_node(left->visits[op->meets[op->meet_at]].node);
    for (uint32_t i = 0; i < op->left_count; i++) {
        const back *step = &left->backs[op->left[i] - 1];
        rels[middle - 1 - i] = ent_relationship(step->rel, step->type);
        items[2 * (middle - 1 - i)] = ent_node(left->visits[step->from].node);
    }
    for (uint32_t i = 0; i < op->right_count; i++) {
        const back *step = &right->backs[op->right[i] - 1];
        rels[middle + i] = ent_relationship(step->rel, step->type);
        items[2 * (middle + i + 1)] = ent_node(right->visits[step->from].node);
    }
    for (uint32_t i = 0; plan->has_path && i < length; i++) {
        ent_rel_record record;
        bool found;
        ENT_TRY(ent_rel_get(base->context->txn, rels[i].id, &record, &found, base->context->error));
        items[2 * i + 1] = rels[i];
        items[2 * i + 1].flags = found && record.start != items[2 * i].id ? ENT_REVERSED : 0;
    }
    rel_column[op->n] = ent_list(rels, length);
    if (path_column)
        path_column[op->n] = (ent_value){.type = ENT_TYPE_PATH, .n = 2 * length + 1, .list = items};
    op->rows[op->n++] = (uint16_t)op->source.row;
    return ENT_OK;
}

static ent_status start_row(shortest_op *op, bool *more)
{
    ent_steps *steps[] = {&op->sides[0].steps, &op->sides[1].steps};
    *more = op->active;
    if (op->active)
        return ENT_OK;
    ENT_TRY(ent_search_next(&op->source, &op->base, steps, 2, op->n > 0, more));
    if (*more)
        ENT_TRY(search_row(op, op->source.from, op->source.to));
    op->active = *more;
    return ENT_OK;
}

static ent_status shortest_next(ent_op *base, ent_batch *out)
{
    shortest_op *op = (shortest_op *)base;
    ent_arena_reset(&base->arena);
    op->n = 0;
    while (op->n < ENT_BATCH) {
        bool more;
        ENT_TRY(start_row(op, &more));
        if (!more)
            break;
        if (next_walk(op))
            ENT_TRY(give(op));
        else
            op->active = false;
    }
    if (op->n > 0)
        ENT_TRY(ent_op_gather(base, &op->source.in, op->rows, 0, op->n));
    ent_op_give(base, op->n, out);
    return memory(op);
}

static ent_status shortest_open(ent_op *base)
{
    shortest_op *op = (shortest_op *)base;
    ent_direction direction = base->plan->expand.direction;
    ent_direction turned = direction == ENT_OUT ? ENT_IN : direction == ENT_IN ? ENT_OUT : ENT_BOTH;
    ent_arena_init(&op->memory, &base->run->budget);
    ent_steps_init(&op->sides[0].steps, base, direction);
    ent_steps_init(&op->sides[1].steps, base, turned);
    return ENT_OK;
}

static ent_status shortest_rewind(ent_op *base)
{
    shortest_op *op = (shortest_op *)base;
    op->active = false;
    ent_search_rewind(&op->source);
    return ENT_OK;
}

static void shortest_close(ent_op *base)
{
    shortest_op *op = (shortest_op *)base;
    ent_steps_fini(&op->sides[0].steps);
    ent_steps_fini(&op->sides[1].steps);
    ent_arena_fini(&op->memory);
}

const ent_op_kind ent_op_shortest = {.size = sizeof(shortest_op),
                                     .open = shortest_open,
                                     .next = shortest_next,
                                     .rewind = shortest_rewind,
                                     .close = shortest_close};
