/* A batch: up to ENT_BATCH rows, column by column.
 *
 * A statement has one column a slot (ent_var.slot). Operators hand on the columns of their input by pointer and make
 * only their own; filters shorten the selection and move no values. Row numbers below are positions in the columns. */
#ifndef ENT_QUERY_BATCH_H
#define ENT_QUERY_BATCH_H

#include "core/store/store.h"

/* The codes of a column's values (core/store/store.h), by row: set for the selected rows. An operator gives codes of a
 * slot with all batches of a run, of the same column, or with none. */
typedef struct {
    const ent_coded *column; /* NULL: the slot has no codes */
    const uint32_t *of;
} ent_codes;

enum { ENT_BATCH = 1024 };

typedef struct ent_batch {
    uint32_t n;             /* rows selected */
    const uint16_t *sel;    /* their row numbers, ascending; NULL: 0 to n - 1 */
    ent_value **col;        /* by slot; NULL: the slot holds nothing here and is never read */
    const ent_codes *codes; /* by slot; NULL: there are none */
} ent_batch;

static inline uint32_t ent_batch_row(const ent_batch *batch, uint32_t i)
{
    return batch->sel ? batch->sel[i] : i;
}

#endif
