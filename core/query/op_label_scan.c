/* LabelScan: every node with a label, for each row. */
#include "core/query/op_scan.h"

static ent_status begin(ent_scan_op *op, uint32_t row)
{
    /* Looked up late: an earlier clause of the statement may have made the label. */
    ent_txn *txn = op->base.context->txn;
    uint32_t label = ent_token_find(txn, ENT_TOKEN_LABEL, op->base.plan->scan.label);
    if (label == ENT_NO_TOKEN)
        return ENT_OK;
    return ent_scan_label(txn, label, &op->scan, op->base.context->error);
}

static ent_status label_scan_next(ent_op *base, ent_batch *out)
{
    return ent_scan_op_next((ent_scan_op *)base, base->plan->scan.slot, begin, out);
}

const ent_op_kind ent_op_label_scan = {
    .size = sizeof(ent_scan_op), .next = label_scan_next, .rewind = ent_scan_op_rewind, .close = ent_scan_op_close};
