/* Path: puts together the value of a named path from the nodes, relationships and lists of relationships that the
 * pattern has bound. A relationship that is walked against its direction is marked ENT_REVERSED. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    ent_value *items; /* of the path being built */
    uint32_t n, room;
} path_op;

static bool push(path_op *op, ent_value value)
{
    if (op->n == op->room) {
        uint32_t room = op->room ? op->room * 2 : 16;
        ent_value *items = ENT_NEW_ARRAY(&op->base.run->arena, ent_value, room);
        if (!items)
            return false;
        if (op->n)
            memcpy(items, op->items, op->n * sizeof *items);
        op->items = items;
        op->room = room;
    }
    op->items[op->n++] = value;
    return true;
}

/* Adds a relationship and the node at its other end. */
static ent_status walk(path_op *op, ent_value rel, bool *ok)
{
    ent_context *context = op->base.context;
    ent_rel_record record;
    *ok = false;
    if (rel.type != ENT_TYPE_RELATIONSHIP)
        return ENT_OK;
    ENT_TRY(ent_rel_get(context->txn, rel.id, &record, ok, context->error));
    if (!*ok)
        return ENT_OK;
    uint64_t here = op->items[op->n - 1].id;
    bool reversed = record.start != here;
    rel.flags = reversed ? ENT_REVERSED : 0;
    if (!push(op, rel) || !push(op, ent_node(reversed ? record.start : record.end)))
        return ent_op_memory(&op->base);
    return ENT_OK;
}

static ent_status build(path_op *op, const ent_batch *in, uint32_t row, ent_value *out)
{
    ent_op *base = &op->base;
    const ent_plan_path *plan = &base->plan->path;
    *out = ENT_NULL;
    op->n = 0;
    ent_value first = in->col[plan->elements[0]][row];
    if (first.type != ENT_TYPE_NODE)
        return ENT_OK;
    if (!push(op, first))
        return ent_op_memory(base);
    for (uint32_t i = 1; i < plan->count; i += 2) {
        ent_value rel = in->col[plan->elements[i]][row];
        bool ok = true;
        if (!plan->is_list[i])
            ENT_TRY(walk(op, rel, &ok));
        else if (rel.type != ENT_TYPE_LIST)
            ok = false;
        for (uint32_t j = 0; ok && plan->is_list[i] && j < rel.n; j++)
            ENT_TRY(walk(op, rel.list[j], &ok));
        if (!ok)
            return ENT_OK;
    }
    ent_value *items = ENT_NEW_ARRAY(&base->arena, ent_value, op->n);
    if (!items)
        return ent_op_memory(base);
    memcpy(items, op->items, op->n * sizeof *items);
    *out = (ent_value){.type = ENT_TYPE_PATH, .n = op->n, .list = items};
    return ENT_OK;
}

static ent_status path_next(ent_op *base, ent_batch *out)
{
    path_op *op = (path_op *)base;
    ent_batch in;
    ENT_TRY(ent_op_next(base->input, &in));
    ent_op_pass(base, &in);
    *out = (ent_batch){.n = in.n, .sel = in.sel, .col = base->col};
    if (in.n == 0)
        return ENT_OK;
    ent_arena_reset(&base->arena);
    ent_value *paths = ent_op_column(base, base->plan->path.slot);
    if (!paths)
        return ent_op_memory(base);
    for (uint32_t i = 0; i < in.n; i++) {
        uint32_t row = ent_batch_row(&in, i);
        ENT_TRY(build(op, &in, row, &paths[row]));
    }
    return ENT_OK;
}

const ent_op_kind ent_op_path = {.size = sizeof(path_op), .next = path_next};
