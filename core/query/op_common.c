/* ExpandCommon: the nodes that two bound nodes have as neighbours: an expand from one of them and an expand into the
 * other as one step, so that candidates which the second would drop never become rows.
 *
 * Rows mostly come in runs with the same second node, the *hub* (the planner takes the node that was bound earlier):
 * its neighbours are marked in an array by node id, and each neighbour of the first node is looked up there. Where the
 * first node has many more neighbours than the hub, those of the hub are looked for among them by halving. */
#include "core/query/op.h"

enum { CANDIDATES = 256, HALVING_COST = 16 };
#define NO_REL UINT64_MAX

typedef struct {
    ent_op base;
    ent_batch in;
    uint32_t at, row;
    bool active;            /* the cursor stands on the first node of `row` */
    bool nothing;           /* a pattern's types do not exist */
    ent_expand *cursors[2]; /* from the first node, from the hub */
    uint32_t *types[2], type_counts[2];
    /* the hub's neighbours */
    bool have_hub;
    uint64_t hub;
    uint32_t *marks; /* by node id: the first of its entries in `entries`, counted from 1; 0: none */
    uint64_t *bits;  /* by node id: whether it has a mark */
    uint64_t mark_count;
    ent_adjacent *entries;
    uint32_t *further;                             /* of an entry: the next with the same neighbour, counted from 1 */
    uint32_t entry_count, entry_room, entry_split; /* entry_split: where the incoming ones begin */
    /* what is being looked up: candidates, taken from the cursor or, where the first node's neighbours are in memory,
     * from there */
    uint64_t node;
    bool kept, halving;
    ent_near_list lists[2]; /* outgoing, incoming */
    int side;
    uint32_t list_at, hub_at,
        hub_from[2]; /* hub_from: where the outgoing and incoming entries within the bounds begin */
    bool placed;     /* halving: list_at is the place of hub_at's neighbour in the list of `side` */
    ent_adjacent block[CANDIDATES];
    uint32_t block_at, block_count;
    uint32_t match;        /* the entry to be tried next with block[block_at], counted from 1; 0: not looked up yet */
    uint64_t above, below; /* bounds of the neighbour's id, both exclusive */
    bool bounded_above;
    uint16_t rows[ENT_BATCH];
} common_op;

static ent_status open_cursors(common_op *op)
{
    ent_op *base = &op->base;
    const ent_plan_expand *plans[2] = {&base->plan->expand, base->plan->expand.also};
    if (op->cursors[1])
        return ENT_OK;
    for (int i = 0; i < 2 && !op->nothing; i++) {
        ENT_TRY(ent_op_tokens(base, ENT_TOKEN_TYPE, plans[i]->types, &op->types[i], &op->type_counts[i]));
        op->nothing = plans[i]->types.count > 0 && op->type_counts[i] == 0;
        if (!op->nothing)
            ENT_TRY(ent_op_expand_open(base, plans[i]->direction, op->types[i], op->type_counts[i], &op->cursors[i]));
    }
    return ENT_OK;
}

static bool grow_entries(common_op *op)
{
    ent_arena *arena = &op->base.run->arena;
    uint32_t room = op->entry_room ? op->entry_room * 2 : 256;
    ent_adjacent *entries = ENT_NEW_ARRAY(arena, ent_adjacent, room);
    uint32_t *further = ENT_NEW_ARRAY(arena, uint32_t, room);
    if (!entries || !further)
        return false;
    if (op->entry_count) {
        memcpy(entries, op->entries, op->entry_count * sizeof *entries);
        memcpy(further, op->further, op->entry_count * sizeof *further);
    }
    op->entries = entries;
    op->further = further;
    op->entry_room = room;
    return true;
}

static ent_status mark_hub(common_op *op, uint64_t node)
{
    ent_op *base = &op->base;
    ent_context *context = base->context;
    for (uint32_t i = 0; i < op->entry_count; i++)
        op->marks[op->entries[i].neighbour] = op->bits[op->entries[i].neighbour / 64] = 0;
    op->entry_count = op->entry_split = 0;
    op->have_hub = false;
    if (op->mark_count < ent_next_node_id(context->txn)) { /* a statement beside this one may have made nodes */
        op->mark_count = ent_next_node_id(context->txn);
        op->marks = ent_arena_zero(&base->run->arena, (op->mark_count + 1) * sizeof *op->marks);
        op->bits = ent_arena_zero(&base->run->arena, (op->mark_count / 64 + 1) * sizeof *op->bits);
        ENT_TRY(ent_op_memory(base));
    }
    ENT_TRY(ent_expand_start(op->cursors[1], node, context->error));
    for (uint32_t n = 1; n > 0;) {
        ENT_TRY(ent_expand_next(op->cursors[1], op->block, CANDIDATES, &n, context->error));
        ENT_TRY(ent_context_poll(context));
        for (uint32_t i = 0; i < n; i++) {
            if (op->entry_count == op->entry_room && !grow_entries(op))
                return ent_op_memory(base);
            uint32_t *mark = &op->marks[op->block[i].neighbour];
            op->entry_split += !op->block[i].incoming;
            op->entries[op->entry_count] = op->block[i];
            op->further[op->entry_count] = *mark;
            *mark = ++op->entry_count;
            op->bits[op->block[i].neighbour / 64] |= (uint64_t)1 << (op->block[i].neighbour % 64);
        }
    }
    op->hub = node;
    op->have_hub = true;
    return ENT_OK;
}

/* ---- candidates: steps from the first node ---- */

/* The first entry of a list of one type whose neighbour is not below `id`. */
static uint32_t place_of(const ent_near_list *list, uint64_t id)
{
    const uint32_t *from = list->neighbours;
    uint32_t n = list->n;
    for (; n > 1; n -= n / 2) /* without a branch, which could not be foretold */
        from += from[n / 2 - 1] < id ? n / 2 : 0;
    return (uint32_t)(from - list->neighbours) + (n == 1 && *from < id);
}

/* Leaves of a sorted list what lies within the bounds. */
static void narrow(const common_op *op, ent_near_list *list)
{
    if (list->types)
        return;
    if (op->below < UINT64_MAX)
        list->n = place_of(list, op->below);
    if (op->bounded_above) {
        uint32_t skip = place_of(list, op->above + 1);
        list->neighbours += skip;
        list->rels += skip;
        list->n -= skip;
    }
}

/* The hub's entries above the lower bound, as far as they are sorted: outgoing ones, then incoming ones. */
static void narrow_hub(common_op *op)
{
    op->hub_from[0] = 0;
    op->hub_from[1] = op->entry_split;
    for (int part = 0; part < 2 && op->type_counts[1] == 1 && op->bounded_above; part++) {
        uint32_t low = op->hub_from[part], high = part ? op->entry_count : op->entry_split;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (op->entries[middle].neighbour <= op->above)
                low = middle + 1;
            else
                high = middle;
        }
        op->hub_from[part] = low;
    }
    op->hub_at = op->hub_from[0];
}

static void enter_list(common_op *op, int side)
{
    op->side = side;
    op->list_at = 0;
    op->placed = false;
}

static ent_status start_candidates(common_op *op, uint64_t node)
{
    ent_context *context = op->base.context;
    op->node = node;
    ENT_TRY(ent_expand_kept(op->cursors[0], node, op->in.n > 1, op->lists, &op->kept, context->error));
    if (!op->kept)
        return ent_expand_start(op->cursors[0], node, context->error);
    narrow(op, &op->lists[0]);
    narrow(op, &op->lists[1]);
    narrow_hub(op);
    uint64_t count = (uint64_t)op->lists[0].n + op->lists[1].n;
    uint64_t of_hub = op->entry_split - op->hub_from[0] + (uint64_t)(op->entry_count - op->hub_from[1]);
    op->halving = !op->lists[0].types && !op->lists[1].types && count > of_hub * HALVING_COST;
    enter_list(op, 0);
    return ENT_OK;
}

/* Which relationship it is need not be looked up where nobody reads it and it cannot be another of the pattern: then
 * it is NO_REL. */
static void add_candidate(common_op *op, const ent_near_list *list, uint32_t i)
{
    uint64_t neighbour = list->neighbours[i];
    bool any = op->base.plan->expand.between && !op->base.plan->expand.rel_live && neighbour != op->node &&
               neighbour != op->hub && op->node != op->hub;
    bool loop_again = op->side == 1 && op->base.plan->expand.direction == ENT_BOTH && neighbour == op->node;
    if (op->marks[neighbour] && !loop_again)
        op->block[op->block_count++] = any ? (ent_adjacent){.neighbour = neighbour, .rel = NO_REL}
                                           : (ent_adjacent){.neighbour = neighbour,
                                                            .rel = list->rels[i],
                                                            .type = list->types ? list->types[i] : list->type};
}

/* Looks for each neighbour of the hub among the first node's. */
static void halve(common_op *op)
{
    for (;; op->hub_at++, enter_list(op, 0)) {
        if (op->hub_at >= op->entry_split && op->hub_at < op->hub_from[1])
            op->hub_at = op->hub_from[1];
        if (op->hub_at >= op->entry_count)
            return;
        uint64_t wanted = op->entries[op->hub_at].neighbour;
        if ((op->bounded_above && wanted <= op->above) || wanted >= op->below ||
            op->marks[wanted] != op->hub_at + 1) /* not the one that stands for those with the same neighbour */
            continue;
        for (; op->side < 2; enter_list(op, op->side + 1)) {
            const ent_near_list *list = &op->lists[op->side];
            if (!op->placed)
                op->list_at = place_of(list, wanted);
            op->placed = true;
            for (; op->list_at < list->n && list->neighbours[op->list_at] == wanted; op->list_at++) {
                if (op->block_count == CANDIDATES)
                    return;
                add_candidate(op, list, op->list_at);
            }
        }
    }
}

/* The places of the next neighbours of the list that have a mark, at most `room`. Most have none, so that no branch
 * depends on it. */
static uint32_t find_marked(common_op *op, const ent_near_list *list, uint32_t *hits, uint32_t room)
{
    const uint64_t *bits = op->bits;
    uint32_t at = op->list_at, n = list->n, count = 0;
    for (; at < n && count < room; at++) {
        uint32_t neighbour = list->neighbours[at];
        hits[count] = at;
        count += bits[neighbour / 64] >> (neighbour % 64) & 1;
    }
    op->list_at = at;
    return count;
}

static ent_status read_candidates(common_op *op)
{
    op->block_count = 0;
    if (!op->kept)
        return ent_expand_next(op->cursors[0], op->block, CANDIDATES, &op->block_count, op->base.context->error);
    if (op->halving) {
        halve(op);
        return ENT_OK;
    }
    for (; op->side < 2; enter_list(op, op->side + 1)) {
        const ent_near_list *list = &op->lists[op->side];
        while (op->list_at < list->n) {
            uint32_t hits[CANDIDATES];
            uint32_t count = find_marked(op, list, hits, CANDIDATES - op->block_count);
            for (uint32_t i = 0; i < count; i++)
                add_candidate(op, list, hits[i]);
            if (op->block_count == CANDIDATES)
                return ENT_OK;
        }
    }
    return ENT_OK;
}

/* The lists of rows to come lie anywhere in memory: by the time they are needed, they are there. */
static void expect_later(const common_op *op)
{
    enum { AHEAD = 6 };
    if (op->at + AHEAD >= op->in.n || op->nothing)
        return;
    ent_value later = op->in.col[op->base.plan->expand.from][ent_batch_row(&op->in, op->at + AHEAD)];
    if (later.type == ENT_TYPE_NODE)
        ent_expand_expect(op->cursors[0], later.id);
}

/* Moves to the next row; *more false: the input must be asked again, or is at its end. */
static ent_status start_row(common_op *op, uint32_t made, bool *more)
{
    ent_op *base = &op->base;
    const ent_plan_expand *plan = &base->plan->expand;
    *more = false;
    while (!op->active) {
        if (op->at == op->in.n) {
            if (made > 0)
                return ENT_OK;
            ENT_TRY(ent_op_next(base->input, &op->in));
            op->at = 0;
            if (op->in.n == 0)
                return ENT_OK;
            ENT_TRY(open_cursors(op));
        }
        op->row = ent_batch_row(&op->in, op->at++);
        expect_later(op);
        bool is, is_hub;
        uint64_t node, hub;
        ENT_TRY(ent_op_node_of(base, op->in.col[plan->from][op->row], plan->where, &is, &node));
        ENT_TRY(ent_op_node_of(base, op->in.col[plan->also->from][op->row], plan->also->where, &is_hub, &hub));
        if (!is || !is_hub || op->nothing)
            continue;
        if (!op->have_hub || op->hub != hub)
            ENT_TRY(mark_hub(op, hub));
        op->block_at = op->block_count = op->match = 0;
        op->bounded_above = plan->has_above;
        op->above = plan->has_above ? op->in.col[plan->above][op->row].id : 0;
        op->below = plan->has_below ? op->in.col[plan->below][op->row].id : UINT64_MAX;
        op->active = op->entry_count > 0;
        ENT_TRY(start_candidates(op, node));
    }
    *more = true;
    return ENT_OK;
}

static bool used(const common_op *op, const ent_unlike *unlike, uint64_t rel)
{
    for (uint32_t i = 0; i < unlike->count; i++)
        if (ent_op_has_rel(op->in.col[unlike->slots[i]][op->row], rel))
            return true;
    return false;
}

/* The next pair of relationships to a common neighbour that is in the block; false: the block is through. */
static bool next_match(common_op *op, const ent_adjacent **first, const ent_adjacent **second)
{
    const ent_plan_expand *plan = &op->base.plan->expand;
    for (; op->block_at < op->block_count; op->block_at++, op->match = 0) {
        const ent_adjacent *step = &op->block[op->block_at];
        if (op->match == 0) {
            if (step->neighbour >= op->mark_count || !op->marks[step->neighbour] ||
                (op->bounded_above && step->neighbour <= op->above) || step->neighbour >= op->below ||
                used(op, &plan->unlike, step->rel))
                continue;
            op->match = op->marks[step->neighbour];
        }
        while (op->match) {
            const ent_adjacent *entry = &op->entries[op->match - 1];
            op->match = op->further[op->match - 1];
            if (entry->rel == step->rel || used(op, &plan->also->unlike, entry->rel))
                continue;
            *first = step;
            *second = entry;
            if (op->match == 0)
                op->block_at++;
            return true;
        }
    }
    return false;
}

static ent_status common_next(ent_op *base, ent_batch *out)
{
    common_op *op = (common_op *)base;
    const ent_plan_expand *plan = &base->plan->expand;
    ent_value *nodes = ent_op_column(base, plan->to);
    ent_value *firsts = plan->rel_live ? ent_op_column(base, plan->rel) : NULL;
    ent_value *seconds = plan->also->rel_live ? ent_op_column(base, plan->also->rel) : NULL;
    if (!nodes || (plan->rel_live && !firsts) || (plan->also->rel_live && !seconds))
        return ent_op_memory(base);
    uint32_t n = 0, looked = 0;
    while (n < ENT_BATCH) {
        bool more;
        ENT_TRY(start_row(op, n, &more));
        if (!more)
            break;
        const ent_adjacent *first, *second;
        while (n < ENT_BATCH && next_match(op, &first, &second)) {
            nodes[n] = ent_node(first->neighbour);
            if (firsts)
                firsts[n] = ent_relationship(first->rel, first->type);
            if (seconds)
                seconds[n] = ent_relationship(second->rel, second->type);
            op->rows[n++] = (uint16_t)op->row;
        }
        if (op->block_at < op->block_count)
            break;
        op->block_at = op->match = 0;
        ENT_TRY(read_candidates(op));
        op->active = op->block_count > 0;
        if ((looked += CANDIDATES) >= 65536) {
            looked = 0;
            ENT_TRY(ent_context_poll(base->context));
        }
    }
    if (n > 0)
        ENT_TRY(ent_op_gather(base, &op->in, op->rows, 0, n));
    ent_op_give(base, n, out);
    return ENT_OK;
}

static ent_status common_rewind(ent_op *base)
{
    common_op *op = (common_op *)base;
    op->active = false;
    op->at = op->in.n = 0;
    return ENT_OK;
}

static void common_close(ent_op *base)
{
    common_op *op = (common_op *)base;
    for (int i = 0; i < 2; i++)
        ent_expand_close(op->cursors[i]);
}

const ent_op_kind ent_op_common = {
    .size = sizeof(common_op), .next = common_next, .rewind = common_rewind, .close = common_close};
