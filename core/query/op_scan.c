#include "core/query/op_scan.h"

ent_status ent_scan_op_next(ent_scan_op *op, uint32_t slot, ent_scan_begin begin, ent_batch *out)
{
    ent_op *base = &op->base;
    ent_value *nodes = ent_op_column(base, slot);
    if (!nodes)
        return ent_op_memory(base);
    uint32_t n = 0;
    while (n < ENT_BATCH) {
        if (!op->scan) {
            if (!op->again && op->at == op->in.n) {
                if (n > 0)
                    break; /* rows that are made point into the batch that would go */
                ent_arena_reset(&base->arena);
                ENT_TRY(ent_op_next(base->input, &op->in));
                op->at = 0;
                if (op->in.n == 0)
                    break;
            }
            op->at += !op->again;
            ENT_TRY(begin(op, ent_batch_row(&op->in, op->at - 1)));
            if (!op->scan)
                continue;
        }
        uint32_t got;
        ENT_TRY(ent_scan_next(op->scan, op->ids, ENT_BATCH - n, &got, base->context->error));
        if (got == 0) {
            ent_scan_close(op->scan);
            op->scan = NULL;
            ENT_TRY(ent_context_poll(base->context));
            continue;
        }
        for (uint32_t i = 0; i < got; i++)
            nodes[n + i] = ent_node(op->ids[i]);
        ENT_TRY(ent_op_repeat(base, &op->in, ent_batch_row(&op->in, op->at - 1), n, got));
        n += got;
    }
    ent_op_give(base, n, out);
    return ent_op_memory(base);
}

ent_status ent_scan_op_rewind(ent_op *base)
{
    ent_scan_op *op = (ent_scan_op *)base;
    ent_scan_op_close(base);
    op->at = 0;
    op->again = false;
    op->in.n = 0;
    return ENT_OK;
}

void ent_scan_op_close(ent_op *base)
{
    ent_scan_op *op = (ent_scan_op *)base;
    ent_scan_close(op->scan);
    op->scan = NULL;
}
