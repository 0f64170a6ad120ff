/* IdSeek, and IndexSeek for a value in a unique index: the one node that a value names, for each row. No row gives more
 * than one, so a batch passes with a shorter selection. What they give is exact: no filter is needed above. */
#include "core/query/op.h"

typedef struct lookup_op lookup_op;
struct lookup_op {
    ent_op base;
    ent_status (*find)(lookup_op *op, ent_value value, uint64_t *id, bool *found);
    uint64_t end; /* ids from here on are not seen */
    bool begun;
    ent_value *values;
    uint16_t sel[ENT_BATCH];
};

/* 3 and 3.0 equal the id 3. */
static ent_status find_id(lookup_op *op, ent_value value, uint64_t *id, bool *found)
{
    if (value.type == ENT_TYPE_FLOAT && value.f >= 0 && value.f < 0x1p53 && value.f == (double)(int64_t)value.f)
        value = ent_int((int64_t)value.f);
    *found = value.type == ENT_TYPE_INTEGER && value.i >= 0 && (uint64_t)value.i < op->end;
    *id = *found ? (uint64_t)value.i : 0;
    return *found ? ent_node_exists(op->base.context->txn, *id, found, op->base.context->error) : ENT_OK;
}

static ent_status find_value(lookup_op *op, ent_value value, uint64_t *id, bool *found)
{
    ent_op *base = &op->base;
    return ent_index_lookup(base->context->txn, base->plan->seek.index, value, &base->arena, id, found,
                            base->context->error);
}

static ent_status lookup_open(ent_op *base)
{
    lookup_op *op = (lookup_op *)base;
    op->find = base->plan->op == ENT_OP_ID_SEEK ? find_id : find_value;
    op->values = ENT_NEW_ARRAY(&base->run->arena, ent_value, ENT_BATCH);
    return ENT_OK;
}

/* Nodes that the statement itself makes are none of a MATCH before them. */
static void begin(lookup_op *op)
{
    if (!op->begun)
        op->end = op->base.plan->seek.upto_now ? ent_next_node_id(op->base.context->txn) : UINT64_MAX;
    op->begun = true;
}

static ent_status look_up(lookup_op *op, ent_batch *batch, ent_value *nodes)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < batch->n; i++) {
        uint32_t row = ent_batch_row(batch, i);
        uint64_t id;
        bool found;
        ENT_TRY(op->find(op, op->values[row], &id, &found));
        if (!found)
            continue;
        nodes[row] = ent_node(id);
        op->sel[kept++] = (uint16_t)row;
    }
    batch->n = kept;
    batch->sel = op->sel;
    return ent_op_memory(&op->base);
}

static ent_status lookup_next(ent_op *base, ent_batch *out)
{
    lookup_op *op = (lookup_op *)base;
    do {
        ent_batch in;
        begin(op);
        ENT_TRY(ent_op_next(base->input, &in));
        ent_op_pass(base, &in);
        *out = (ent_batch){.n = in.n, .sel = in.sel, .col = base->col};
        if (in.n == 0)
            return ENT_OK;
        ent_arena_reset(&base->arena);
        ENT_TRY(ent_program_run(base->plan->seek.value, base->context, &in, &base->arena, op->values));
        ent_value *nodes = ent_op_column(base, base->plan->seek.slot);
        if (!nodes)
            return ent_op_memory(base);
        ENT_TRY(look_up(op, out, nodes));
    } while (out->n == 0);
    return ENT_OK;
}

const ent_op_kind ent_op_id_seek = {.size = sizeof(lookup_op), .open = lookup_open, .next = lookup_next};
const ent_op_kind ent_op_unique_seek = {.size = sizeof(lookup_op), .open = lookup_open, .next = lookup_next};
