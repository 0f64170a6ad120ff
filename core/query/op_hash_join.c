/* HashJoin: nodes of another part of the pattern whose key equals that of the row. The inner chain, which depends on no
 * row, is run once and its rows kept by their key; each row of the input is a probe. Keys that are alike by equivalence
 * are candidates: the planner keeps the predicate as a filter above. */
#include "core/query/op.h"
#include "core/query/rows.h"

/* A kept row: the key, the number of the next row with the same key + 1, then what is made. */
enum { KEY, NEXT, MADE };

typedef struct {
    ent_op base;
    ent_arena kept;
    ent_rows rows;
    ent_table keys; /* the key, and the first row + 1 */
    bool built;
    ent_batch in;
    ent_value *probes;
    uint32_t at, row;
    uint64_t next; /* kept row + 1 to be given for `row`; 0: none */
    uint16_t from[ENT_BATCH];
} hash_join_op;

static ent_status join_open(ent_op *base)
{
    hash_join_op *op = (hash_join_op *)base;
    ent_arena_init(&op->kept, &base->run->budget);
    op->probes = ENT_NEW_ARRAY(&base->run->arena, ent_value, ENT_BATCH);
    return ENT_OK;
}

static ent_status memory(hash_join_op *op)
{
    return ent_arena_status(&op->kept, op->base.context->error);
}

static ent_status keep(hash_join_op *op, const ent_batch *batch, uint32_t row)
{
    const ent_plan_node *plan = op->base.plan;
    ent_value key = batch->col[plan->join.key][row];
    if (ent_is_null(key))
        return ENT_OK;
    uint64_t at;
    bool added;
    ent_value *values = ent_rows_push(&op->rows);
    if (!values || !ent_table_put(&op->keys, &key, &at, &added))
        return memory(op);
    ent_value *entry = ent_rows_at(&op->keys.rows, at);
    values[KEY] = entry[KEY];
    values[NEXT] = added ? ent_int(0) : entry[NEXT];
    entry[NEXT] = ent_int((int64_t)op->rows.n);
    for (uint32_t i = 0; i < plan->join.make_count; i++)
        values[MADE + i] = ent_value_keep(&op->kept, batch->col[plan->join.makes[i]][row]);
    return ENT_OK;
}

/* Rows with the same key are chained from the last to the first; turned round here, they come as they were found. */
static void turn_chains(hash_join_op *op)
{
    for (uint64_t k = 0; k < op->keys.rows.n; k++) {
        ent_value *entry = ent_rows_at(&op->keys.rows, k);
        int64_t turned = 0;
        for (int64_t at = entry[NEXT].i; at;) {
            ent_value *values = ent_rows_at(&op->rows, (uint64_t)at - 1);
            int64_t further = values[NEXT].i;
            values[NEXT] = ent_int(turned);
            turned = at;
            at = further;
        }
        entry[NEXT] = ent_int(turned);
    }
}

static ent_status build(hash_join_op *op)
{
    ent_op *base = &op->base;
    const ent_plan_node *plan = base->plan;
    ent_value **nothing = ent_arena_zero(&base->arena, base->run->plan->slot_count * sizeof *nothing);
    if (!nothing)
        return ent_op_memory(base);
    ent_rows_init(&op->rows, &op->kept, MADE + plan->join.make_count);
    ent_table_init(&op->keys, &op->kept, 1, 2);
    base->run->frames[plan->frame] = (ent_batch){.n = 1, .col = nothing};
    ENT_TRY(ent_op_rewind(base->inner));
    for (;;) {
        ent_batch batch;
        ENT_TRY(ent_op_next(base->inner, &batch));
        if (batch.n == 0)
            break;
        for (uint32_t i = 0; i < batch.n; i++)
            ENT_TRY(keep(op, &batch, ent_batch_row(&batch, i)));
        ENT_TRY(memory(op));
    }
    turn_chains(op);
    op->built = true;
    return ENT_OK;
}

static ent_status pull(hash_join_op *op)
{
    ent_op *base = &op->base;
    ENT_TRY(ent_op_next(base->input, &op->in));
    op->at = 0;
    if (op->in.n == 0)
        return ENT_OK;
    if (!op->built)
        ENT_TRY(build(op));
    ent_arena_reset(&base->arena);
    ENT_TRY(ent_program_run(base->plan->join.probe, base->context, &op->in, &base->arena, op->probes));
    return ent_op_memory(base);
}

static void give(hash_join_op *op, uint32_t n)
{
    const ent_plan_node *plan = op->base.plan;
    const ent_value *values = ent_rows_at(&op->rows, op->next - 1);
    for (uint32_t i = 0; i < plan->join.make_count; i++)
        op->base.col[plan->join.makes[i]][n] = values[MADE + i];
    op->next = (uint64_t)values[NEXT].i;
    op->from[n] = (uint16_t)op->row;
}

static ent_status join_next(ent_op *base, ent_batch *out)
{
    hash_join_op *op = (hash_join_op *)base;
    for (uint32_t i = 0; i < base->plan->join.make_count; i++)
        if (!ent_op_column(base, base->plan->join.makes[i]))
            return ent_op_memory(base);
    uint32_t n = 0;
    while (n < ENT_BATCH) {
        if (op->next) {
            give(op, n++);
            continue;
        }
        if (op->at == op->in.n) {
            if (n > 0)
                break;
            ENT_TRY(pull(op));
            if (op->in.n == 0)
                break;
        }
        op->row = ent_batch_row(&op->in, op->at++);
        uint64_t at;
        if (!ent_is_null(op->probes[op->row]) && ent_table_find(&op->keys, &op->probes[op->row], &at))
            op->next = (uint64_t)ent_rows_at(&op->keys.rows, at)[NEXT].i;
    }
    if (n > 0)
        ENT_TRY(ent_op_gather(base, &op->in, op->from, 0, n));
    ent_op_give(base, n, out);
    return ENT_OK;
}

/* What was kept holds while nothing is written. */
static ent_status join_rewind(ent_op *base)
{
    hash_join_op *op = (hash_join_op *)base;
    op->at = op->in.n = 0;
    op->next = 0;
    if (ent_txn_is_write(base->context->txn)) {
        op->built = false;
        ent_arena_reset(&op->kept);
    }
    return ENT_OK;
}

static void join_close(ent_op *base)
{
    ent_arena_fini(&((hash_join_op *)base)->kept);
}

const ent_op_kind ent_op_hash_join = {
    .size = sizeof(hash_join_op), .open = join_open, .next = join_next, .rewind = join_rewind, .close = join_close};
