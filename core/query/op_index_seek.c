/* IndexSeek: nodes that an index names for a value, a list of values, a range or a prefix, for each row.
 *
 * What it gives are candidates: the planner keeps the predicate as a filter above. IN is one seek a value, the values
 * made distinct before, so that no node comes twice. */
#include "core/query/op_scan.h"
#include "core/query/rows.h"

typedef struct {
    ent_scan_op scan;
    ent_table values; /* of IN: the distinct items */
    uint64_t value_at;
} seek_op;

static ent_status evaluate(ent_scan_op *op, const ent_program *program, uint32_t row, ent_value *out)
{
    ent_value values[ENT_BATCH];
    uint16_t only = (uint16_t)row;
    ent_batch one = {.n = 1, .sel = &only, .col = op->in.col};
    ENT_TRY(ent_program_run(program, op->base.context, &one, &op->base.arena, values));
    *out = values[row];
    return ENT_OK;
}

/* An index keeps numbers as one class and NaN in it, strings as another; what is not storable is not in it. */
static bool seekable(ent_value value)
{
    return !ent_is_null(value) && ent_storable(value);
}

static ent_status begin_range(ent_scan_op *op, uint32_t row)
{
    const ent_plan_seek *seek = &op->base.plan->seek;
    ent_value lower = ENT_NULL, upper = ENT_NULL;
    if (seek->lower)
        ENT_TRY(evaluate(op, seek->lower, row, &lower));
    if (seek->upper)
        ENT_TRY(evaluate(op, seek->upper, row, &upper));
    if ((seek->lower && !seekable(lower)) || (seek->upper && !seekable(upper)))
        return ENT_OK;
    return ent_scan_index_range(op->base.context->txn, seek->index, seek->lower ? &lower : NULL, seek->lower_inclusive,
                                seek->upper ? &upper : NULL, seek->upper_inclusive, &op->scan, op->base.context->error);
}

static ent_status begin_equal(ent_scan_op *op, ent_value value)
{
    if (!seekable(value))
        return ENT_OK;
    return ent_scan_index_equal(op->base.context->txn, op->base.plan->seek.index, value, &op->scan,
                                op->base.context->error);
}

static ent_status begin_in(ent_scan_op *scan, uint32_t row)
{
    seek_op *op = (seek_op *)scan;
    if (!scan->again) {
        ent_value list;
        ENT_TRY(evaluate(scan, scan->base.plan->seek.value, row, &list));
        if (list.type != ENT_TYPE_LIST)
            return ENT_OK;
        ent_table_init(&op->values, &scan->base.arena, 1, 1);
        op->value_at = 0;
        for (uint32_t i = 0; i < list.n; i++) {
            uint64_t at;
            bool added;
            if (seekable(list.list[i]) && !ent_table_put(&op->values, &list.list[i], &at, &added))
                return ent_op_memory(&scan->base);
        }
        if (op->values.rows.n == 0)
            return ENT_OK;
    }
    ent_value value = *ent_rows_at(&op->values.rows, op->value_at++);
    scan->again = op->value_at < op->values.rows.n;
    return begin_equal(scan, value);
}

static ent_status begin(ent_scan_op *op, uint32_t row)
{
    const ent_plan_seek *seek = &op->base.plan->seek;
    if (seek->kind == ENT_SEEK_RANGE)
        return begin_range(op, row);
    if (seek->kind == ENT_SEEK_IN)
        return begin_in(op, row);
    ent_value value;
    ENT_TRY(evaluate(op, seek->value, row, &value));
    if (seek->kind == ENT_SEEK_PREFIX) {
        if (value.type != ENT_TYPE_STRING)
            return ENT_OK;
        return ent_scan_index_prefix(op->base.context->txn, seek->index, ent_value_str(value), &op->scan,
                                     op->base.context->error);
    }
    return begin_equal(op, value);
}

static ent_status seek_next(ent_op *base, ent_batch *out)
{
    return ent_scan_op_next((ent_scan_op *)base, base->plan->seek.slot, begin, out);
}

const ent_op_kind ent_op_index_seek = {
    .size = sizeof(seek_op), .next = seek_next, .rewind = ent_scan_op_rewind, .close = ent_scan_op_close};
