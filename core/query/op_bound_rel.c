/* BoundRelationship: a pattern whose relationship, or list of relationships, has been bound by an earlier clause. Gives
 * its ends, or checks those that are bound; without a direction it fits both ways round. A list of none lies between
 * every node and itself. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    ent_batch in;
    uint32_t at;
    uint32_t *types;
    uint32_t type_count;
    uint16_t rows[ENT_BATCH];
    ent_value *from, *to;
    uint32_t n;
    ent_scan *scan; /* of all nodes, for the row before `at`, whose list is empty */
    uint64_t ids[ENT_BATCH];
} bound_rel_op;

static bool wanted(const bound_rel_op *op, uint32_t type)
{
    for (uint32_t i = 0; i < op->type_count; i++)
        if (op->types[i] == type)
            return true;
    return op->base.plan->expand.types.count == 0;
}

/* Walks the relationships from a node; *fits when each leads on, in the pattern's direction, and none comes twice. */
static ent_status walk(bound_rel_op *op, const ent_value *rels, uint32_t n, uint64_t from, uint32_t row, uint64_t *to,
                       bool *fits)
{
    const ent_plan_expand *plan = &op->base.plan->expand;
    ent_context *context = op->base.context;
    *fits = false;
    *to = from;
    for (uint32_t i = 0; i < n; i++) {
        ent_rel_record record;
        bool found;
        if (rels[i].type != ENT_TYPE_RELATIONSHIP)
            return ENT_OK;
        ENT_TRY(ent_rel_get(context->txn, rels[i].id, &record, &found, context->error));
        if (!found || !wanted(op, record.type))
            return ENT_OK;
        for (uint32_t j = 0; j < i; j++)
            if (rels[j].id == rels[i].id)
                return ENT_OK;
        for (uint32_t u = 0; u < plan->unlike.count; u++)
            if (ent_op_has_rel(op->in.col[plan->unlike.slots[u]][row], rels[i].id))
                return ENT_OK;
        if ((plan->direction & ENT_OUT) && record.start == *to)
            *to = record.end;
        else if ((plan->direction & ENT_IN) && record.end == *to)
            *to = record.start;
        else
            return ENT_OK;
    }
    *fits = true;
    return ENT_OK;
}

static ent_status try_from(bound_rel_op *op, const ent_value *rels, uint32_t n, uint64_t from, uint32_t row)
{
    const ent_plan_expand *plan = &op->base.plan->expand;
    uint64_t to;
    bool fits;
    ENT_TRY(walk(op, rels, n, from, row, &to, &fits));
    if (!fits)
        return ENT_OK;
    if (plan->to_bound) {
        ent_value bound = op->in.col[plan->to][row];
        if (bound.type != ENT_TYPE_NODE || bound.id != to)
            return ENT_OK;
    } else if (plan->to == plan->from) {
        if (from != to)
            return ENT_OK;
    } else {
        op->to[op->n] = ent_node(to);
    }
    if (!plan->from_bound)
        op->from[op->n] = ent_node(from);
    op->rows[op->n++] = (uint16_t)row;
    return ENT_OK;
}

static ent_status fit(bound_rel_op *op, uint32_t row)
{
    const ent_plan_expand *plan = &op->base.plan->expand;
    ent_context *context = op->base.context;
    ent_value value = op->in.col[plan->rel][row];
    ent_value one[1] = {value};
    const ent_value *rels = one;
    uint32_t n = 1;
    if (plan->is_list) {
        if (value.type != ENT_TYPE_LIST || value.n < plan->min || (plan->max >= 0 && value.n > plan->max))
            return ENT_OK;
        rels = value.list;
        n = value.n;
        ent_value *turned = plan->reversed && n ? ENT_NEW_ARRAY(&op->base.arena, ent_value, n) : NULL;
        for (uint32_t i = 0; turned && i < n; i++)
            turned[i] = value.list[n - 1 - i];
        rels = turned ? turned : rels;
    } else if (value.type != ENT_TYPE_RELATIONSHIP) {
        return ENT_OK;
    }
    if (plan->from_bound) {
        ent_value from = op->in.col[plan->from][row];
        return from.type == ENT_TYPE_NODE ? try_from(op, rels, n, from.id, row) : ENT_OK;
    }
    if (n == 0)
        return ent_scan_nodes(context->txn, &op->scan, context->error);
    if (rels[0].type != ENT_TYPE_RELATIONSHIP)
        return ENT_OK;
    ent_rel_record record;
    bool found;
    ENT_TRY(ent_rel_get(context->txn, rels[0].id, &record, &found, context->error));
    if (!found)
        return ENT_OK;
    if (plan->direction & ENT_OUT)
        ENT_TRY(try_from(op, rels, n, record.start, row));
    if ((plan->direction & ENT_IN) && !(plan->direction == ENT_BOTH && record.start == record.end))
        ENT_TRY(try_from(op, rels, n, record.end, row));
    return ENT_OK;
}

/* More of the nodes that an empty list leads from, and to. */
static ent_status fit_nodes(bound_rel_op *op)
{
    ent_context *context = op->base.context;
    uint32_t got;
    ENT_TRY(ent_scan_next(op->scan, op->ids, ENT_BATCH - op->n, &got, context->error));
    if (got == 0) {
        ent_scan_close(op->scan);
        op->scan = NULL;
        return ent_context_poll(context);
    }
    for (uint32_t i = 0; i < got; i++)
        ENT_TRY(try_from(op, NULL, 0, op->ids[i], ent_batch_row(&op->in, op->at - 1)));
    return ENT_OK;
}

static ent_status bound_rel_next(ent_op *base, ent_batch *out)
{
    bound_rel_op *op = (bound_rel_op *)base;
    const ent_plan_expand *plan = &base->plan->expand;
    op->from = plan->from_bound ? NULL : ent_op_column(base, plan->from);
    op->to = plan->to_bound || plan->to == plan->from ? NULL : ent_op_column(base, plan->to);
    op->n = 0;
    ent_arena_reset(&base->arena);
    while (op->n + 2 <= ENT_BATCH) {
        if (op->scan) {
            ENT_TRY(fit_nodes(op));
            continue;
        }
        if (op->at == op->in.n) {
            if (op->n > 0)
                break;
            ENT_TRY(ent_op_next(base->input, &op->in));
            op->at = 0;
            if (op->in.n == 0)
                break;
            ENT_TRY(ent_op_tokens(base, ENT_TOKEN_TYPE, plan->types, &op->types, &op->type_count));
        }
        ENT_TRY(fit(op, ent_batch_row(&op->in, op->at++)));
    }
    ENT_TRY(ent_op_memory(base));
    if (op->n > 0)
        ENT_TRY(ent_op_gather(base, &op->in, op->rows, 0, op->n));
    ent_op_give(base, op->n, out);
    return ENT_OK;
}

static void bound_rel_close(ent_op *base)
{
    bound_rel_op *op = (bound_rel_op *)base;
    ent_scan_close(op->scan);
    op->scan = NULL;
}

static ent_status bound_rel_rewind(ent_op *base)
{
    bound_rel_op *op = (bound_rel_op *)base;
    bound_rel_close(base);
    op->at = op->in.n = 0;
    return ENT_OK;
}

const ent_op_kind ent_op_bound_rel = {
    .size = sizeof(bound_rel_op), .next = bound_rel_next, .rewind = bound_rel_rewind, .close = bound_rel_close};
