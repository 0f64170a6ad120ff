/* CountNeighbours: an Expand and the Aggregate above it as one, where all that is asked of the neighbours is how many
 * there are: count(*), count(b), count(DISTINCT b) of (a)-[:T]-(b), grouped by what is known before the step. The
 * neighbours never become rows: they are counted where they lie.
 *
 * A node's different neighbours are told apart by a mark each. Mostly a group has one node, and its number is all that
 * is kept. Only when a second node comes into the same group, the neighbours of both become a set. */
#include "core/query/op.h"
#include "core/query/program.h"
#include "core/query/rows.h"

enum { BLOCK = 256 };

/* What lies behind the keys of a group. */
enum { ALL, DIFFERENT, NODE, SET, VALUES };

typedef struct {
    ent_op base;
    ent_arena kept;
    ent_table groups;
    ent_value *key;
    bool distinct; /* some call wants different ones */
    ent_expand *cursor;
    uint32_t *types;
    uint32_t type_count;
    uint64_t *bits; /* of the nodes that have the labels; NULL: all have */
    uint64_t bit_count;
    bool nothing;    /* a type or label does not exist */
    uint32_t *marks; /* by node id: the round in which it was counted last */
    uint64_t mark_count;
    uint32_t round;
    bool begun; /* without keys: the only round */
    bool full;
    uint64_t at;
    ent_adjacent block[BLOCK];
} count_op;

static ent_status memory(count_op *op)
{
    ENT_TRY(ent_arena_status(&op->kept, op->base.context->error));
    return ent_op_memory(&op->base);
}

static void start(count_op *op)
{
    uint32_t keys = op->base.plan->aggregate.key_count;
    ent_table_init(&op->groups, &op->kept, keys, keys + VALUES);
    op->begun = op->full = false;
    op->at = 0;
}

static ent_status count_open(ent_op *base)
{
    count_op *op = (count_op *)base;
    ent_arena_init(&op->kept, &base->run->budget);
    op->key = ENT_NEW_ARRAY(&base->run->arena, ent_value, base->plan->aggregate.key_count + 1);
    for (uint32_t c = 0; c < base->plan->aggregate.call_count; c++)
        op->distinct |= base->plan->aggregate.calls[c].distinct;
    start(op);
    return memory(op);
}

/* ---- which neighbours count ---- */

/* Narrows the nodes that count to those that have the label. */
static ent_status demand(count_op *op, uint32_t label)
{
    ent_op *base = &op->base;
    uint64_t nodes = ent_next_node_id(base->context->txn), words = nodes / 64 + 1;
    uint64_t *bits = ENT_NEW_ARRAY(&base->run->arena, uint64_t, words);
    if (!bits)
        return memory(op);
    ENT_TRY(ent_op_label_bits(base, label, bits, nodes));
    for (uint64_t i = 0; op->bits && i < words; i++)
        bits[i] &= i <= op->bit_count / 64 ? op->bits[i] : 0;
    op->bits = bits;
    op->bit_count = nodes;
    return ENT_OK;
}

static ent_status open_cursor(count_op *op)
{
    ent_op *base = &op->base;
    const ent_plan_expand *along = base->plan->aggregate.along;
    if (op->cursor || op->nothing)
        return ENT_OK;
    ENT_TRY(ent_op_tokens(base, ENT_TOKEN_TYPE, along->types, &op->types, &op->type_count));
    op->nothing = along->types.count > 0 && op->type_count == 0;
    for (uint32_t i = 0; i < base->plan->aggregate.labels.count && !op->nothing; i++) {
        uint32_t label = ent_token_find(base->context->txn, ENT_TOKEN_LABEL, base->plan->aggregate.labels.names[i]);
        op->nothing = label == ENT_NO_TOKEN;
        if (!op->nothing && ent_count_label(base->context->txn, label) < ent_count_nodes(base->context->txn))
            ENT_TRY(demand(op, label));
    }
    return op->nothing ? ENT_OK : ent_op_expand_open(base, along->direction, op->types, op->type_count, &op->cursor);
}

static bool wanted(const count_op *op, uint64_t node)
{
    return !op->bits || (node < op->bit_count && (op->bits[node / 64] >> (node % 64) & 1));
}

/* Begins to tell apart anew: for each node, or, where all are one group, once. */
static ent_status next_round(count_op *op)
{
    if (op->begun && op->base.plan->aggregate.key_count == 0)
        return ENT_OK;
    op->begun = true;
    uint64_t nodes = ent_next_node_id(op->base.context->txn); /* a statement beside this one may have made some */
    if (op->mark_count < nodes || ++op->round == 0) {
        if (op->mark_count < nodes)
            op->marks = ENT_NEW_ARRAY(&op->base.run->arena, uint32_t, nodes);
        op->mark_count = nodes;
        op->round = 1;
        if (!op->marks)
            return memory(op);
        memset(op->marks, 0, nodes * sizeof *op->marks);
    }
    return ENT_OK;
}

typedef struct {
    uint64_t all, different;
} tally;

static void count_list(count_op *op, const ent_near_list *list, uint64_t skipped, tally *out)
{
    uint32_t *marks = op->marks, round = op->round;
    uint64_t all = 0, different = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t node = list->neighbours[i];
        if (node == skipped || !wanted(op, node))
            continue;
        all++;
        different += marks[node] != round;
        marks[node] = round;
    }
    out->all += all;
    out->different += different;
}

/* The number of a node's neighbours; into a set, too, if there is one. */
static ent_status count_node(count_op *op, uint64_t node, ent_idset *set, tally *out)
{
    ent_context *context = op->base.context;
    bool both = op->base.plan->aggregate.along->direction == ENT_BOTH, kept, added;
    ent_near_list lists[2];
    *out = (tally){0, 0};
    ENT_TRY(next_round(op));
    ENT_TRY(ent_expand_kept(op->cursor, node, false, lists, &kept, context->error));
    if (kept && !set) {
        count_list(op, &lists[0], UINT64_MAX, out);
        count_list(op, &lists[1], both ? node : UINT64_MAX, out); /* a loop lies in both */
        return ENT_OK;
    }
    ENT_TRY(ent_expand_start(op->cursor, node, context->error));
    for (;;) {
        uint32_t n;
        ENT_TRY(ent_expand_next(op->cursor, op->block, BLOCK, &n, context->error));
        if (n == 0)
            return ENT_OK;
        for (uint32_t i = 0; i < n; i++) {
            uint64_t neighbour = op->block[i].neighbour;
            if (neighbour >= op->mark_count || !wanted(op, neighbour))
                continue;
            out->all++;
            if (op->marks[neighbour] == op->round)
                continue;
            op->marks[neighbour] = op->round;
            out->different++;
            if (set && !ent_idset_add_below(set, ENT_TYPE_NODE + 1, neighbour, op->mark_count, &added))
                return memory(op);
        }
    }
}

/* ---- groups ---- */

static ent_status find_group(count_op *op, const ent_batch *in, uint32_t row, bool *added, ent_value **out)
{
    const ent_plan_node *plan = op->base.plan;
    uint64_t group;
    for (uint32_t k = 0; k < plan->aggregate.key_count; k++)
        op->key[k] = in->col[plan->aggregate.keys[k]][row];
    if (!ent_table_put(&op->groups, op->key, &group, added))
        return memory(op);
    *out = ent_rows_at(&op->groups.rows, group) + plan->aggregate.key_count;
    return ENT_OK;
}

/* The group's set of neighbours, made of those of its first node. */
static ent_status set_of(count_op *op, ent_value *group, ent_idset **out)
{
    tally ignored;
    if (!group[SET].i) {
        ent_idset *set = ENT_NEW(&op->kept, ent_idset);
        if (!set)
            return memory(op);
        ent_idset_init(set, &op->kept);
        ENT_TRY(count_node(op, group[NODE].id, set, &ignored));
        group[SET].s = (const char *)set;
    }
    *out = (ent_idset *)group[SET].s;
    return ENT_OK;
}

static ent_status take_row(count_op *op, const ent_batch *in, uint32_t row)
{
    ent_op *base = &op->base;
    const ent_plan_expand *along = base->plan->aggregate.along;
    tally n;
    uint64_t node;
    bool is, added;
    ent_value *group;
    ENT_TRY(ent_op_node_of(base, in->col[along->from][row], along->where, &is, &node));
    if (!is || op->nothing)
        return ENT_OK;
    ENT_TRY(count_node(op, node, NULL, &n));
    if (n.all == 0)
        return ENT_OK; /* no row */
    ENT_TRY(find_group(op, in, row, &added, &group));
    if (added) {
        group[ALL] = group[DIFFERENT] = group[SET] = ent_int(0);
        group[NODE] = ent_node(node);
        group[DIFFERENT].i = (int64_t)n.different;
    } else if (base->plan->aggregate.key_count == 0) {
        group[DIFFERENT].i += (int64_t)n.different;
    } else if (op->distinct && (group[SET].i || group[NODE].id != node)) {
        ent_idset *set = NULL;
        ENT_TRY(set_of(op, group, &set));
        ENT_TRY(count_node(op, node, set, &n));
        group[DIFFERENT].i = (int64_t)set->n;
    }
    group[ALL].i += (int64_t)n.all;
    return ENT_OK;
}

static ent_status fill(count_op *op)
{
    ent_op *base = &op->base;
    ent_value *group;
    bool added;
    if (base->plan->aggregate.key_count == 0) { /* always one row */
        ent_batch none = {0};
        ENT_TRY(find_group(op, &none, 0, &added, &group));
        group[ALL] = group[DIFFERENT] = ent_int(0);
    }
    for (;;) {
        ent_batch in;
        ENT_TRY(ent_op_next(base->input, &in));
        if (in.n == 0)
            break;
        ENT_TRY(open_cursor(op));
        for (uint32_t i = 0; i < in.n; i++) {
            if (i % 64 == 0)
                ENT_TRY(ent_context_poll(base->context));
            ENT_TRY(take_row(op, &in, ent_batch_row(&in, i)));
        }
    }
    op->full = true;
    return ENT_OK;
}

/* ---- giving ---- */

static ent_status count_next(ent_op *base, ent_batch *out)
{
    count_op *op = (count_op *)base;
    const ent_plan_node *plan = base->plan;
    uint32_t keys = plan->aggregate.key_count;
    if (!op->full)
        ENT_TRY(fill(op));
    uint64_t left = op->groups.rows.n - op->at;
    uint32_t n = left < ENT_BATCH ? (uint32_t)left : ENT_BATCH;
    for (uint32_t c = 0; c < keys + plan->aggregate.call_count; c++) {
        bool is_key = c < keys;
        const ent_plan_aggregate_call *call = is_key ? NULL : &plan->aggregate.calls[c - keys];
        ent_value *column = ent_op_column(base, is_key ? plan->aggregate.keys[c] : call->slot);
        uint32_t from = is_key ? c : keys + (call->distinct ? DIFFERENT : ALL);
        if (!column)
            return memory(op);
        for (uint32_t i = 0; i < n; i++)
            column[i] = ent_rows_at(&op->groups.rows, op->at + i)[from];
    }
    op->at += n;
    ent_op_give(base, n, out);
    return memory(op);
}

static ent_status count_rewind(ent_op *base)
{
    count_op *op = (count_op *)base;
    ent_arena_reset(&op->kept);
    start(op);
    return ENT_OK;
}

static void count_close(ent_op *base)
{
    count_op *op = (count_op *)base;
    ent_expand_close(op->cursor);
    ent_arena_fini(&op->kept);
}

const ent_op_kind ent_op_count_neighbours = {
    .size = sizeof(count_op), .open = count_open, .next = count_next, .rewind = count_rewind, .close = count_close};
