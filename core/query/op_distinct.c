/* Distinct: the first row of each combination of values, as it comes; later ones are dropped from the selection. */
#include "core/query/op.h"
#include "core/query/rows.h"

typedef struct {
    ent_op base;
    ent_arena kept;
    ent_table seen;
    ent_value *key;
    uint16_t sel[ENT_BATCH];
} distinct_op;

static ent_status distinct_open(ent_op *base)
{
    distinct_op *op = (distinct_op *)base;
    ent_arena_init(&op->kept, &base->run->budget);
    ent_table_init(&op->seen, &op->kept, base->plan->distinct.count, base->plan->distinct.count);
    op->key = ENT_NEW_ARRAY(&base->run->arena, ent_value, base->plan->distinct.count + 1);
    return ENT_OK;
}

static ent_status distinct_next(ent_op *base, ent_batch *out)
{
    distinct_op *op = (distinct_op *)base;
    uint32_t width = base->plan->distinct.count;
    do {
        ENT_TRY(ent_op_next(base->input, out));
        uint32_t n = 0;
        for (uint32_t i = 0; i < out->n; i++) {
            uint32_t row = ent_batch_row(out, i);
            for (uint32_t k = 0; k < width; k++)
                op->key[k] = out->col[base->plan->distinct.slots[k]][row];
            uint64_t at;
            bool added;
            if (!ent_table_put(&op->seen, op->key, &at, &added))
                return ent_arena_status(&op->kept, base->context->error);
            if (added)
                op->sel[n++] = (uint16_t)row;
        }
        if (out->n == 0)
            return ENT_OK;
        out->n = n;
        out->sel = op->sel;
    } while (out->n == 0);
    return ENT_OK;
}

static ent_status distinct_rewind(ent_op *base)
{
    distinct_op *op = (distinct_op *)base;
    ent_arena_reset(&op->kept);
    ent_table_init(&op->seen, &op->kept, base->plan->distinct.count, base->plan->distinct.count);
    return ENT_OK;
}

static void distinct_close(ent_op *base)
{
    ent_arena_fini(&((distinct_op *)base)->kept);
}

const ent_op_kind ent_op_distinct = {.size = sizeof(distinct_op),
                                     .open = distinct_open,
                                     .next = distinct_next,
                                     .rewind = distinct_rewind,
                                     .close = distinct_close};
