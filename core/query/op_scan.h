/* What the scans share: for each row of the input, all ids that a store's scan gives. */
#ifndef ENT_QUERY_OP_SCAN_H
#define ENT_QUERY_OP_SCAN_H

#include "core/query/op.h"

typedef struct ent_scan_op ent_scan_op;
/* Opens op->scan for a row of op->in; leaves it NULL when the row gives nothing. A row that needs several scans sets
 * op->again until the last. */
typedef ent_status (*ent_scan_begin)(ent_scan_op *op, uint32_t row);

struct ent_scan_op {
    ent_op base;
    ent_batch in;
    uint32_t at; /* the selected row that is being scanned for, counted from 1; 0: none yet */
    ent_scan *scan;
    bool again; /* `begin` has further scans for the same row */
    uint64_t ids[ENT_BATCH];
};

/* Fills `slot` with nodes and the live columns with their input row's values. */
ent_status ent_scan_op_next(ent_scan_op *op, uint32_t slot, ent_scan_begin begin, ent_batch *out);
ent_status ent_scan_op_rewind(ent_op *base);
void ent_scan_op_close(ent_op *base);

#endif
