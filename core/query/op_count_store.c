/* CountFromStore: answers a bare count of all nodes, of a label or of relationships from the counts that the store
 * keeps. One row. */
#include "core/query/op.h"

static ent_status count(ent_op *op, uint64_t *out)
{
    const ent_plan_node *plan = op->plan;
    ent_txn *txn = op->context->txn;
    *out = 0;
    if (plan->count.kind == ENT_COUNT_NODES)
        *out = ent_count_nodes(txn);
    else if (plan->count.kind == ENT_COUNT_RELS && plan->count.names.count == 0)
        *out = ent_count_rels(txn);
    else if (plan->count.kind == ENT_COUNT_LABEL) {
        uint32_t label = ent_token_find(txn, ENT_TOKEN_LABEL, plan->count.names.names[0]);
        if (label != ENT_NO_TOKEN)
            *out = ent_count_label(txn, label);
    } else {
        uint32_t *types = NULL, n;
        ENT_TRY(ent_op_tokens(op, ENT_TOKEN_TYPE, plan->count.names, &types, &n));
        for (uint32_t i = 0; i < n; i++)
            *out += ent_count_type(txn, types[i]);
    }
    return ENT_OK;
}

static ent_status count_store_next(ent_op *op, ent_batch *out)
{
    ent_batch in;
    ENT_TRY(ent_op_next(op->input, &in));
    ent_value *column = ent_op_column(op, op->plan->count.slot);
    if (!column)
        return ent_op_memory(op);
    uint64_t n = 0;
    if (in.n > 0)
        ENT_TRY(count(op, &n));
    column[0] = ent_int((int64_t)n);
    ent_op_give(op, in.n > 0, out);
    return ENT_OK;
}

const ent_op_kind ent_op_count_store = {.size = sizeof(ent_op), .next = count_store_next};
