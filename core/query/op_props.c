/* Properties: fetches a node or relationship once a row and lays out the properties that are read of it. */
#include "core/query/entity.h"
#include "core/query/op.h"

typedef struct {
    ent_op base;
    uint32_t *keys;
    ent_value **columns;
} props_op;

static ent_status props_open(ent_op *base)
{
    props_op *op = (props_op *)base;
    uint32_t n = base->plan->props.count;
    op->keys = ENT_NEW_ARRAY(&base->run->arena, uint32_t, n);
    op->columns = ENT_NEW_ARRAY(&base->run->arena, ent_value *, n);
    ENT_TRY(ent_op_memory(base));
    for (uint32_t i = 0; i < n; i++)
        op->keys[i] = ent_token_find(base->context->txn, ENT_TOKEN_KEY, base->plan->props.items[i].key);
    return ENT_OK;
}

static ent_status fetch(ent_op *op, ent_value element, ent_props *out, bool *found)
{
    ent_context *context = op->context;
    *found = false;
    if (element.type == ENT_TYPE_NODE) {
        ent_node_record record;
        ENT_TRY(ent_node_get(context->txn, element.id, &record, found, context->error));
        *out = record.props;
    } else if (element.type == ENT_TYPE_RELATIONSHIP) {
        ent_rel_record record;
        ENT_TRY(ent_entity_find_rel(context, element.id, &record, found));
        *out = record.props;
    }
    return ENT_OK;
}

static ent_status props_next(ent_op *base, ent_batch *out)
{
    props_op *op = (props_op *)base;
    const ent_plan_node *plan = base->plan;
    ent_context *context = base->context;
    ent_batch in;
    ENT_TRY(ent_op_next(base->input, &in));
    ent_op_pass(base, &in);
    *out = (ent_batch){.n = in.n, .sel = in.sel, .col = base->col};
    if (in.n == 0)
        return ENT_OK;
    ent_arena_reset(&base->arena);
    for (uint32_t i = 0; i < plan->props.count; i++)
        if (!(op->columns[i] = ent_op_column(base, plan->props.items[i].slot)))
            return ent_op_memory(base);
    const ent_value *elements = in.col[plan->props.from];
    for (uint32_t r = 0; r < in.n; r++) {
        uint32_t row = ent_batch_row(&in, r);
        ent_props props;
        bool found;
        ENT_TRY(fetch(base, elements[row], &props, &found));
        for (uint32_t i = 0; i < plan->props.count; i++) {
            op->columns[i][row] = ENT_NULL;
            if (found && op->keys[i] != ENT_NO_TOKEN)
                ENT_TRY(ent_props_get(context->txn, &base->arena, props, op->keys[i], &op->columns[i][row],
                                      context->error));
        }
    }
    return ent_op_memory(base);
}

const ent_op_kind ent_op_props = {.size = sizeof(props_op), .open = props_open, .next = props_next};
