/* ExpandInto: the relationships between two nodes that are bound.
 *
 * Rows mostly come in runs with the same first node (the planner takes the end that was bound earlier as the first).
 * For a run its neighbours are read once into a hash table, and each row is a probe. A row alone is answered by reading
 * the neighbours of whichever end has fewer. */
#include "core/query/op.h"

enum { SHORTEST_RUN = 4 };

typedef struct {
    ent_op base;
    ent_batch in;
    uint32_t at, row;
    bool nothing;           /* none of the wanted types exists */
    ent_expand *cursors[2]; /* from the first node in the pattern's direction; from the second, turned round */
    uint32_t *types;
    uint32_t type_count;
    /* the neighbours of one node, open addressing; equal keys stand each in a slot of their own */
    uint64_t hub;
    bool have_hub;
    uint64_t *keys; /* neighbour + 1; 0: free */
    ent_adjacent *entries;
    uint64_t mask, entry_count, room;
    ent_arena table;
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
    op->have_hub = false;
    for (int i = 0; i < 2; i++)
        ENT_TRY(ent_expand_open(base->context->txn, i ? turn(plan->direction) : plan->direction, op->types,
                                op->type_count, &op->cursors[i], base->context->error));
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

static bool grow(into_op *op)
{
    uint64_t room = op->room ? op->room * 4 : 256;
    uint64_t *old_keys = op->keys;
    ent_adjacent *old = op->entries;
    uint64_t old_room = op->room;
    op->keys = ENT_NEW_ARRAY(&op->table, uint64_t, room);
    op->entries = ENT_NEW_ARRAY(&op->table, ent_adjacent, room);
    if (!op->keys || !op->entries)
        return false;
    memset(op->keys, 0, room * sizeof *op->keys);
    op->room = room;
    op->mask = room - 1;
    for (uint64_t i = 0; i < old_room; i++) {
        if (!old_keys[i])
            continue;
        uint64_t at = mix(old[i].neighbour) & op->mask;
        while (op->keys[at])
            at = (at + 1) & op->mask;
        op->keys[at] = old_keys[i];
        op->entries[at] = old[i];
    }
    return true;
}

static ent_status read_hub(into_op *op, uint64_t node)
{
    ent_context *context = op->base.context;
    op->have_hub = false;
    op->entry_count = 0;
    if (op->room)
        memset(op->keys, 0, op->room * sizeof *op->keys);
    ENT_TRY(ent_expand_start(op->cursors[0], node, context->error));
    for (;;) {
        uint32_t n;
        ENT_TRY(ent_expand_next(op->cursors[0], op->block, 256, &n, context->error));
        if (n == 0)
            break;
        ENT_TRY(ent_context_poll(context));
        for (uint32_t i = 0; i < n; i++) {
            if ((op->entry_count + 1) * 2 > op->room && !grow(op))
                return ent_arena_status(&op->table, context->error);
            uint64_t at = mix(op->block[i].neighbour) & op->mask;
            while (op->keys[at])
                at = (at + 1) & op->mask;
            op->keys[at] = op->block[i].neighbour + 1;
            op->entries[at] = op->block[i];
            op->entry_count++;
        }
    }
    op->hub = node;
    op->have_hub = true;
    return ENT_OK;
}

static ent_status probe(into_op *op, uint64_t to)
{
    if (op->entry_count == 0)
        return ENT_OK;
    for (uint64_t at = mix(to) & op->mask; op->keys[at]; at = (at + 1) & op->mask)
        if (op->keys[at] == to + 1)
            ENT_TRY(add_found(op, &op->entries[at]));
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
    if (op->have_hub && op->hub == from)
        return probe(op, to);
    if (run_length(op, from) < SHORTEST_RUN - 1)
        return search(op, from, to);
    ENT_TRY(read_hub(op, from));
    return probe(op, to);
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
    ent_arena_init(&((into_op *)base)->table, &base->run->budget);
    return ENT_OK;
}

/* The neighbours read are forgotten: an earlier row may have written. */
static ent_status into_rewind(ent_op *base)
{
    into_op *op = (into_op *)base;
    op->at = op->in.n = 0;
    op->found_count = op->found_at = 0;
    if (ent_txn_is_write(base->context->txn))
        op->have_hub = false;
    return ENT_OK;
}

static void into_close(ent_op *base)
{
    into_op *op = (into_op *)base;
    close_cursors(op);
    ent_arena_fini(&op->table);
}

const ent_op_kind ent_op_expand_into = {
    .size = sizeof(into_op), .open = into_open, .next = into_next, .rewind = into_rewind, .close = into_close};
