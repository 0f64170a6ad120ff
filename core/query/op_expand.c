/* Expand: from a node that is bound to its neighbours. Relationships that the same MATCH has used already are left
 * out. */
#include "core/query/op.h"

typedef struct {
    ent_op base;
    ent_batch in;
    uint32_t at;  /* next selected row of the input */
    uint32_t row; /* the one being expanded */
    bool active;  /* the cursor stands on the node of `row` */
    bool nothing; /* none of the wanted types exists */
    ent_expand *cursor;
    uint32_t *types;
    uint32_t type_count;
    uint16_t rows[ENT_BATCH];
    ent_adjacent found[ENT_BATCH];
} expand_op;

static void expand_close(ent_op *base)
{
    expand_op *op = (expand_op *)base;
    ent_expand_close(op->cursor);
    op->cursor = NULL;
}

/* Types are looked up when the first row is there: an earlier clause may have made them. */
static ent_status open_cursor(expand_op *op)
{
    ent_op *base = &op->base;
    const ent_plan_expand *plan = &base->plan->expand;
    uint32_t before = op->type_count;
    if (op->cursor && before == plan->types.count)
        return ENT_OK;
    ENT_TRY(ent_op_tokens(base, ENT_TOKEN_TYPE, plan->types, &op->types, &op->type_count));
    op->nothing = plan->types.count > 0 && op->type_count == 0;
    if (op->nothing || (op->cursor && op->type_count == before))
        return ENT_OK;
    expand_close(base);
    return ent_op_expand_open(base, plan->direction, op->types, op->type_count, &op->cursor);
}

/* Moves to the next row whose node is one. False in *more: the input is at its end, or rows that were made must be
 * given first. */
static ent_status start_row(expand_op *op, uint32_t made, bool *more)
{
    ent_op *base = &op->base;
    const ent_plan_expand *plan = &base->plan->expand;
    *more = false;
    while (!op->active) {
        if (op->at == op->in.n) {
            if (made > 0)
                return ENT_OK;
            ENT_TRY(ent_op_next(base->input, &op->in));
            op->at = 0;
            if (op->in.n == 0)
                return ENT_OK;
            ENT_TRY(open_cursor(op));
        }
        op->row = ent_batch_row(&op->in, op->at++);
        bool is;
        uint64_t node;
        ENT_TRY(ent_op_node_of(base, op->in.col[plan->from][op->row], plan->where, &is, &node));
        if (!is || op->nothing)
            continue;
        ENT_TRY(ent_expand_start(op->cursor, node, base->context->error));
        op->active = true;
    }
    *more = true;
    return ENT_OK;
}

static bool used_already(const expand_op *op, uint64_t rel)
{
    const ent_unlike *unlike = &op->base.plan->expand.unlike;
    for (uint32_t i = 0; i < unlike->count; i++)
        if (ent_op_has_rel(op->in.col[unlike->slots[i]][op->row], rel))
            return true;
    return false;
}

/* Drops what was used before; how many remain. */
static uint32_t sift(expand_op *op, uint32_t n)
{
    if (op->base.plan->expand.unlike.count == 0)
        return n;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!used_already(op, op->found[i].rel))
            op->found[kept++] = op->found[i];
    return kept;
}

static ent_status expand_next(ent_op *base, ent_batch *out)
{
    expand_op *op = (expand_op *)base;
    const ent_plan_expand *plan = &base->plan->expand;
    ent_value *rels = plan->rel_live ? ent_op_column(base, plan->rel) : NULL;
    ent_value *nodes = ent_op_column(base, plan->to);
    if ((plan->rel_live && !rels) || !nodes)
        return ent_op_memory(base);
    uint32_t n = 0, looked = 0;
    while (n < ENT_BATCH) {
        bool more;
        ENT_TRY(start_row(op, n, &more));
        if (!more)
            break;
        uint32_t got;
        ENT_TRY(ent_expand_next(op->cursor, op->found, ENT_BATCH - n, &got, base->context->error));
        if (got == 0) {
            op->active = false;
            continue;
        }
        if ((looked += got) >= ENT_BATCH) {
            looked = 0;
            ENT_TRY(ent_context_poll(base->context));
        }
        got = sift(op, got);
        for (uint32_t i = 0; rels && i < got; i++)
            rels[n + i] = ent_relationship(op->found[i].rel, op->found[i].type);
        for (uint32_t i = 0; i < got; i++) {
            nodes[n + i] = ent_node(op->found[i].neighbour);
            op->rows[n + i] = (uint16_t)op->row;
        }
        n += got;
    }
    if (n > 0)
        ENT_TRY(ent_op_gather(base, &op->in, op->rows, 0, n));
    ent_op_give(base, n, out);
    return ENT_OK;
}

static ent_status expand_rewind(ent_op *base)
{
    expand_op *op = (expand_op *)base;
    op->active = false;
    op->at = op->in.n = 0;
    return ENT_OK;
}

const ent_op_kind ent_op_expand = {
    .size = sizeof(expand_op), .next = expand_next, .rewind = expand_rewind, .close = expand_close};
