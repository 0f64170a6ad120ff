/* ExpandInto: the relationships between two nodes that are bound.
 *
 * Rows mostly come in runs with the same first node (the planner takes the end that was bound earlier as the first).
 * For a run its neighbours are read into a hash table, a *hub*, and each row is a probe. Hubs are kept, because a node
 * comes again for other rows in between; when they take too much memory all are forgotten. A row alone is answered by
 * reading the neighbours of whichever end has fewer. */
#include "core/query/op.h"

enum { SHORTEST_RUN = 4, MOST_HUB_BYTES = 32 << 20 };

/* The neighbours of a node, open addressing; equal keys stand each in a slot of their own. */
typedef struct hub {
    uint64_t node;
    struct hub *next;      /* with the same hash of the node */
    uint64_t *keys;        /* neighbour + 1; 0: free */
    ent_adjacent *entries; /* by slot; NULL where nobody asks which relationship it is */
    uint64_t mask, count;
} hub;

enum { HUB_BUCKETS = 4096 };

typedef struct {
    ent_op base;
    ent_batch in;
    uint32_t at, row;
    bool nothing;           /* none of the wanted types exists */
    ent_expand *cursors[2]; /* from the first node in the pattern's direction; from the second, turned round */
    uint32_t *types;
    uint32_t type_count;
    hub **hubs, *last; /* by hash of the node; the one used last */
    size_t hub_bytes;
    ent_arena tables; /* of the hubs */
    ent_adjacent *read;
    uint64_t read_count, read_room;
    /* what the current row has found and not yet given */
    ent_adjacent *found;
    uint32_t found_count, found_at, found_room;
    uint16_t rows[ENT_BATCH];
    ent_adjacent block[256];
} into_op;

static ent_direction turn(ent_direction direction)
{
    return direction == ENT_OUT ? ENT_IN : direction == ENT_IN ? ENT_OUT : ENT_BOTH;
}

static void close_cursors(into_op *op)
{
    for (int i = 0; i < 2; i++) {
        ent_expand_close(op->cursors[i]);
        op->cursors[i] = NULL;
    }
}

static void forget_hubs(into_op *op)
{
    memset(op->hubs, 0, HUB_BUCKETS * sizeof *op->hubs);
    op->last = NULL;
    op->hub_bytes = 0;
    ent_arena_reset(&op->tables);
}

static ent_status open_cursors(into_op *op)
{
    ent_op *base = &op->base;
    const ent_plan_expand *plan = &base->plan->expand;
    uint32_t before = op->type_count;
    if (op->cursors[0] && before == plan->types.count)
        return ENT_OK;
    ENT_TRY(ent_op_tokens(base, ENT_TOKEN_TYPE, plan->types, &op->types, &op->type_count));
    op->nothing = plan->types.count > 0 && op->type_count == 0;
    if (op->nothing || (op->cursors[0] && op->type_count == before))
        return ENT_OK;
    close_cursors(op);
    forget_hubs(op);
    for (int i = 0; i < 2; i++)
        ENT_TRY(ent_op_expand_open(base, i ? turn(plan->direction) : plan->direction, op->types, op->type_count,
                                   &op->cursors[i]));
    return ENT_OK;
}

static ent_status add_found(into_op *op, const ent_adjacent *step)
{
    const ent_plan_expand *plan = &op->base.plan->expand;
    for (uint32_t i = 0; i < plan->unlike.count; i++)
        if (ent_op_has_rel(op->in.col[plan->unlike.slots[i]][op->row], step->rel))
            return ENT_OK;
    if (op->found_count == op->found_room) {
        uint32_t room = op->found_room ? op->found_room * 2 : 16;
        ent_adjacent *found = ENT_NEW_ARRAY(&op->base.run->arena, ent_adjacent, room);
        if (!found)
            return ent_op_memory(&op->base);
        if (op->found_count)
            memcpy(found, op->found, op->found_count * sizeof *found);
        op->found = found;
        op->found_room = room;
    }
    op->found[op->found_count++] = *step;
    return ENT_OK;
}

/* ---- a run: all neighbours of its node ---- */

static uint64_t mix(uint64_t id)
{
    id = (id ^ (id >> 31)) * 0x9e3779b97f4a7c15u;
    return id ^ (id >> 29);
}

static hub *find_hub(into_op *op, uint64_t node)
{
    if (op->last && op->last->node == node)
        return op->last;
    hub *at = op->hubs[mix(node) % HUB_BUCKETS];
    while (at && at->node != node)
        at = at->next;
    if (at)
        op->last = at;
    return at;
}

static ent_status read_neighbours(into_op *op, uint64_t node)
{
    ent_context *context = op->base.context;
    op->read_count = 0;
    ENT_TRY(ent_expand_start(op->cursors[0], node, context->error));
    for (;;) {
        uint32_t n;
        ENT_TRY(ent_expand_next(op->cursors[0], op->block, 256, &n, context->error));
        if (n == 0)
            return ENT_OK;
        ENT_TRY(ent_context_poll(context));
        if (op->read_count + n > op->read_room) {
            uint64_t room = op->read_room ? op->read_room * 2 : 1024;
            ent_adjacent *read = ENT_NEW_ARRAY(&op->base.run->arena, ent_adjacent, room);
            if (!read)
                return ent_op_memory(&op->base);
            if (op->read_count)
                memcpy(read, op->read, op->read_count * sizeof *read);
            op->read = read;
            op->read_room = room;
        }
        memcpy(op->read + op->read_count, op->block, n * sizeof *op->block);
        op->read_count += n;
    }
}

static ent_status make_hub(into_op *op, uint64_t node, hub **out)
{
    const ent_plan_expand *plan = &op->base.plan->expand;
    bool which = plan->rel_live || plan->unlike.count > 0;
    ENT_TRY(read_neighbours(op, node));
    uint64_t size = 8;
    while (size < op->read_count * 2)
        size *= 2;
    size_t bytes = sizeof(hub) + size * (sizeof(uint64_t) + (which ? sizeof(ent_adjacent) : 0));
    if (op->hub_bytes > 0 && op->hub_bytes + bytes > MOST_HUB_BYTES)
        forget_hubs(op);
    op->hub_bytes += bytes;
    hub *made = ENT_NEW(&op->tables, hub);
    uint64_t *keys = ent_arena_zero(&op->tables, size * sizeof *keys);
    ent_adjacent *entries = which ? ENT_NEW_ARRAY(&op->tables, ent_adjacent, size) : NULL;
    if (!made || !keys || (which && !entries))
        return ent_arena_status(&op->tables, op->base.context->error);
    hub **bucket = &op->hubs[mix(node) % HUB_BUCKETS];
    *made = (hub){
        .node = node, .next = *bucket, .keys = keys, .entries = entries, .mask = size - 1, .count = op->read_count};
    for (uint64_t i = 0; i < op->read_count; i++) {
        uint64_t at = mix(op->read[i].neighbour) & made->mask;
        while (keys[at])
            at = (at + 1) & made->mask;
        keys[at] = op->read[i].neighbour + 1;
        if (which)
            entries[at] = op->read[i];
    }
    *out = *bucket = op->last = made;
    return ENT_OK;
}

static ent_status probe(into_op *op, const hub *from, uint64_t to)
{
    static const ent_adjacent any = {0};
    if (from->count == 0)
        return ENT_OK;
    for (uint64_t at = mix(to) & from->mask; from->keys[at]; at = (at + 1) & from->mask)
        if (from->keys[at] == to + 1)
            ENT_TRY(add_found(op, from->entries ? &from->entries[at] : &any));
    return ENT_OK;
}

/* ---- a row alone ---- */

static ent_status search(into_op *op, uint64_t from, uint64_t to)
{
    ent_context *context = op->base.context;
    const ent_plan_expand *plan = &op->base.plan->expand;
    uint64_t out, in;
    uint32_t type = op->type_count == 1 ? op->types[0] : ENT_NO_TOKEN;
    ENT_TRY(ent_degree(context->txn, from, plan->direction, type, &out, context->error));
    ENT_TRY(ent_degree(context->txn, to, turn(plan->direction), type, &in, context->error));
    bool turned = in < out;
    ent_expand *cursor = op->cursors[turned];
    uint64_t wanted = turned ? from : to;
    ENT_TRY(ent_expand_start(cursor, turned ? to : from, context->error));
    for (uint32_t n = 1; n > 0;) {
        ENT_TRY(ent_expand_next(cursor, op->block, 256, &n, context->error));
        ENT_TRY(ent_context_poll(context));
        for (uint32_t i = 0; i < n; i++)
            if (op->block[i].neighbour == wanted)
                ENT_TRY(add_found(op, &op->block[i]));
    }
    return ENT_OK;
}

/* How many of the rows that follow begin with the same node. */
static uint32_t run_length(const into_op *op, uint64_t from)
{
    const ent_value *column = op->in.col[op->base.plan->expand.from];
    uint32_t n = 0;
    while (n < SHORTEST_RUN && op->at + n < op->in.n) {
        ent_value value = column[ent_batch_row(&op->in, op->at + n)];
        if (value.type != ENT_TYPE_NODE || value.id != from)
            break;
        n++;
    }
    return n;
}

/* Finds what the next row has; *more false: the input must be asked again. */
static ent_status next_row(into_op *op, uint32_t made, bool *more)
{
    ent_op *base = &op->base;
    const ent_plan_expand *plan = &base->plan->expand;
    *more = false;
    if (op->at == op->in.n) {
        if (made > 0)
            return ENT_OK;
        ENT_TRY(ent_op_next(base->input, &op->in));
        op->at = 0;
        if (op->in.n == 0)
            return ENT_OK;
        ENT_TRY(open_cursors(op));
    }
    *more = true;
    op->row = ent_batch_row(&op->in, op->at++);
    op->found_count = op->found_at = 0;
    bool is_from, is_to;
    uint64_t from, to;
    ENT_TRY(ent_op_node_of(base, op->in.col[plan->from][op->row], plan->where, &is_from, &from));
    ENT_TRY(ent_op_node_of(base, op->in.col[plan->to][op->row], plan->where, &is_to, &to));
    if (!is_from || !is_to || op->nothing)
        return ENT_OK;
    hub *known = find_hub(op, from);
    if (!known && run_length(op, from) < SHORTEST_RUN - 1)
        return search(op, from, to);
    if (!known)
        ENT_TRY(make_hub(op, from, &known));
    return probe(op, known, to);
}

static ent_status into_next(ent_op *base, ent_batch *out)
{
    into_op *op = (into_op *)base;
    ent_value *rels = base->plan->expand.rel_live ? ent_op_column(base, base->plan->expand.rel) : NULL;
    if (base->plan->expand.rel_live && !rels)
        return ent_op_memory(base);
    uint32_t n = 0;
    while (n < ENT_BATCH) {
        if (op->found_at == op->found_count) {
            bool more;
            ENT_TRY(next_row(op, n, &more));
            if (!more)
                break;
        }
        for (; op->found_at < op->found_count && n < ENT_BATCH; op->found_at++) {
            if (rels)
                rels[n] = ent_relationship(op->found[op->found_at].rel, op->found[op->found_at].type);
            op->rows[n++] = (uint16_t)op->row;
        }
    }
    if (n > 0)
        ENT_TRY(ent_op_gather(base, &op->in, op->rows, 0, n));
    ent_op_give(base, n, out);
    return ENT_OK;
}

static ent_status into_open(ent_op *base)
{
    into_op *op = (into_op *)base;
    ent_arena_init(&op->tables, &base->run->budget);
    op->hubs = ent_arena_zero(&base->run->arena, HUB_BUCKETS * sizeof *op->hubs);
    return ent_op_memory(base);
}

/* The neighbours read are forgotten: an earlier row may have written. */
static ent_status into_rewind(ent_op *base)
{
    into_op *op = (into_op *)base;
    op->at = op->in.n = 0;
    op->found_count = op->found_at = 0;
    if (ent_txn_is_write(base->context->txn))
        forget_hubs(op);
    return ENT_OK;
}

static void into_close(ent_op *base)
{
    into_op *op = (into_op *)base;
    close_cursors(op);
    ent_arena_fini(&op->tables);
}

const ent_op_kind ent_op_expand_into = {
    .size = sizeof(into_op), .open = into_open, .next = into_next, .rewind = into_rewind, .close = into_close};
