/* AllNodesScan: every node of the database, for each row. */
#include "core/query/op_scan.h"

static ent_status begin(ent_scan_op *op, uint32_t row)
{
    return ent_scan_nodes(op->base.context->txn, &op->scan, op->base.context->error);
}

static ent_status all_nodes_next(ent_op *base, ent_batch *out)
{
    return ent_scan_op_next((ent_scan_op *)base, base->plan->scan.slot, begin, out);
}

const ent_op_kind ent_op_all_nodes = {
    .size = sizeof(ent_scan_op), .next = all_nodes_next, .rewind = ent_scan_op_rewind, .close = ent_scan_op_close};
