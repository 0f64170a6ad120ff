/* LabelFilter: keeps the rows whose node has a label.
 *
 * Three ways, the cheapest that is right: where every node has the label, nothing is looked at; where many rows come
 * in, the label's nodes are read once into a bitmap; else each node is looked up. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    uint64_t *bits;
    uint64_t bit_count;
    bool mapped;
    uint64_t looked_up;
    uint16_t sel[ENT_BATCH];
} label_filter_op;

static ent_status map_label(label_filter_op *op, uint32_t label)
{
    ent_op *base = &op->base;
    uint64_t count = ent_next_node_id(base->context->txn);
    if (!op->bits || op->bit_count < count)
        op->bits = ENT_NEW_ARRAY(&base->run->arena, uint64_t, count / 64 + 1);
    if (!op->bits)
        return ent_op_memory(base);
    op->bit_count = count;
    ENT_TRY(ent_op_label_bits(base, label, op->bits, count));
    op->mapped = true;
    return ENT_OK;
}

static ent_status has_label(label_filter_op *op, uint64_t node, uint32_t label, bool *has)
{
    ent_context *context = op->base.context;
    ent_node_record record;
    *has = false;
    bool found;
    ENT_TRY(ent_node_get(context->txn, node, &record, &found, context->error));
    for (uint32_t i = 0; found && i < record.label_count; i++)
        *has |= record.labels[i] == label;
    op->looked_up++;
    return ENT_OK;
}

static ent_status sift(label_filter_op *op, ent_batch *batch, uint32_t label)
{
    const ent_value *nodes = batch->col[op->base.plan->scan.slot];
    /* A lookup costs about as much as sixteen nodes of a scan. */
    if (!op->mapped && op->looked_up * 16 > ent_count_label(op->base.context->txn, label))
        ENT_TRY(map_label(op, label));
    uint32_t n = 0;
    for (uint32_t i = 0; i < batch->n; i++) {
        uint32_t row = ent_batch_row(batch, i);
        bool has = nodes[row].type == ENT_TYPE_NODE;
        uint64_t id = nodes[row].id;
        if (has && op->mapped)
            has = id < op->bit_count && (op->bits[id / 64] >> (id % 64) & 1);
        else if (has)
            ENT_TRY(has_label(op, id, label, &has));
        if (has)
            op->sel[n++] = (uint16_t)row;
    }
    batch->n = n;
    batch->sel = op->sel;
    return ENT_OK;
}

static ent_status label_filter_next(ent_op *base, ent_batch *out)
{
    label_filter_op *op = (label_filter_op *)base;
    ent_txn *txn = base->context->txn;
    do {
        ENT_TRY(ent_op_next(base->input, out));
        if (out->n == 0)
            return ENT_OK;
        uint32_t label = ent_token_find(txn, ENT_TOKEN_LABEL, base->plan->scan.label);
        if (label == ENT_NO_TOKEN)
            out->n = 0;
        else if (ent_count_label(txn, label) < ent_count_nodes(txn))
            ENT_TRY(sift(op, out, label));
    } while (out->n == 0);
    return ENT_OK;
}

/* What an earlier row has written may have changed the label. */
static ent_status label_filter_rewind(ent_op *base)
{
    label_filter_op *op = (label_filter_op *)base;
    if (ent_txn_is_write(base->context->txn)) {
        op->mapped = false;
        op->looked_up = 0;
    }
    return ENT_OK;
}

const ent_op_kind ent_op_label_filter = {
    .size = sizeof(label_filter_op), .next = label_filter_next, .rewind = label_filter_rewind};
