/* What all operators share: making, pulling, rewinding, and the columns of their batches. */
#include "core/query/op.h"
#include "core/query/rows.h"

#include <time.h>

static const struct {
    const ent_op_kind *kind;
    const char *name;
} kinds[] = {
#define X(id, table, name) {&ent_op_##table, name},
    ENT_OPS(X)
#undef X
};

const char *ent_op_name(ent_op_id op)
{
    return kinds[op].name;
}

ent_status ent_op_memory(ent_op *op)
{
    ENT_TRY(ent_arena_status(&op->run->arena, op->context->error));
    return ent_arena_status(&op->arena, op->context->error);
}

/* Chains are as long as the statement has clauses and relationships; the planner bounds them. */
ent_status ent_op_make(ent_run *run, const ent_plan_node *plan, ent_op **out)
{
    const ent_op_kind *kind = kinds[plan->op].kind;
    *out = NULL;
    ent_op *op = ent_arena_zero(&run->arena, kind->size ? kind->size : sizeof(ent_op));
    ent_value **columns = ENT_NEW_ARRAY(&run->arena, ent_value *, 2 * (size_t)run->plan->slot_count + 1);
    if (!op || !columns)
        return ent_arena_status(&run->arena, run->context.error);
    memset(columns, 0, 2 * (size_t)run->plan->slot_count * sizeof *columns);
    op->kind = kind;
    op->plan = plan;
    op->run = run;
    op->context = &run->context;
    op->col = columns;
    op->own = columns + run->plan->slot_count;
    ent_arena_init(&op->arena, &run->budget);
    run->ops[plan->id] = op;
    *out = op;
    if (plan->input)
        ENT_TRY(ent_op_make(run, plan->input, &op->input));
    if (plan->inner)
        ENT_TRY(ent_op_make(run, plan->inner, &op->inner));
    if (kind->open)
        ENT_TRY(kind->open(op));
    return ent_op_memory(op);
}

static int64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

ent_status ent_op_next(ent_op *op, ent_batch *out)
{
    ENT_TRY(ent_context_poll(op->context));
    if (!op->run->profile)
        return op->kind->next(op, out);
    int64_t begin = clock_ns();
    ent_status status = op->kind->next(op, out);
    op->ns += (uint64_t)(clock_ns() - begin);
    op->calls++;
    if (status == ENT_OK)
        op->rows += out->n;
    return status;
}

ent_status ent_op_rewind(ent_op *op)
{
    if (op->input)
        ENT_TRY(ent_op_rewind(op->input));
    return op->kind->rewind ? op->kind->rewind(op) : ENT_OK;
}

void ent_op_close(ent_op *op)
{
    if (!op)
        return;
    if (op->kind->close)
        op->kind->close(op);
    ent_arena_fini(&op->arena);
}

ent_value *ent_op_column(ent_op *op, uint32_t slot)
{
    if (!op->own[slot])
        op->own[slot] = ENT_NEW_ARRAY(&op->run->arena, ent_value, ENT_BATCH);
    return op->col[slot] = op->own[slot];
}

ent_status ent_op_gather(ent_op *op, const ent_batch *in, const uint16_t *from, uint32_t at, uint32_t n)
{
    for (uint32_t c = 0; c < op->plan->carry_count; c++) {
        uint32_t slot = op->plan->carry[c];
        const ent_value *source = in->col[slot];
        if (!source)
            continue;
        ent_value *target = ent_op_column(op, slot);
        if (!target)
            return ent_op_memory(op);
        target += at;
        for (uint32_t i = 0; i < n; i++)
            target[i] = source[from[i]];
    }
    return ENT_OK;
}

ent_status ent_op_repeat(ent_op *op, const ent_batch *in, uint32_t row, uint32_t at, uint32_t n)
{
    for (uint32_t c = 0; c < op->plan->carry_count; c++) {
        uint32_t slot = op->plan->carry[c];
        const ent_value *source = in->col[slot];
        if (!source)
            continue;
        ent_value *target = ent_op_column(op, slot);
        if (!target)
            return ent_op_memory(op);
        ent_value value = source[row];
        target += at;
        for (uint32_t i = 0; i < n; i++)
            target[i] = value;
    }
    return ENT_OK;
}

void ent_op_pass(ent_op *op, const ent_batch *in)
{
    memcpy(op->col, in->col, op->run->plan->slot_count * sizeof *op->col);
}

ent_codes *ent_op_codes(ent_op *op, const ent_batch *in)
{
    size_t size = (op->run->plan->slot_count + 1) * sizeof *op->codes;
    if (!op->codes && !(op->codes = ent_arena_alloc(&op->run->arena, size)))
        return NULL;
    if (in->codes)
        memcpy(op->codes, in->codes, size);
    else
        memset(op->codes, 0, size);
    return op->codes;
}

void ent_op_give(ent_op *op, uint32_t n, ent_batch *out)
{
    *out = (ent_batch){.n = n, .col = op->col};
}

ent_status ent_op_tokens(ent_op *op, ent_token_kind kind, ent_names names, uint32_t **tokens, uint32_t *count)
{
    *count = 0;
    if (!*tokens)
        *tokens = ENT_NEW_ARRAY(&op->run->arena, uint32_t, names.count + 1);
    if (!*tokens)
        return ent_op_memory(op);
    for (uint32_t i = 0; i < names.count; i++) {
        uint32_t token = ent_token_find(op->context->txn, kind, names.names[i]);
        bool twice = token == ENT_NO_TOKEN;
        for (uint32_t j = 0; j < *count; j++)
            twice |= (*tokens)[j] == token;
        if (!twice)
            (*tokens)[(*count)++] = token;
    }
    return ENT_OK;
}

ent_status ent_op_label_bits(ent_op *op, uint32_t label, uint64_t *bits, uint64_t count)
{
    ent_context *context = op->context;
    ent_scan *scan;
    ENT_TRY(ent_scan_label(context->txn, label, &scan, context->error));
    ent_status status;
    uint64_t ids[256];
    uint32_t n;
    memset(bits, 0, (count / 64 + 1) * sizeof *bits);
    while ((status = ent_scan_next(scan, ids, 256, &n, context->error)) == ENT_OK && n > 0)
        for (uint32_t i = 0; i < n; i++)
            if (ids[i] < count)
                bits[ids[i] / 64] |= (uint64_t)1 << (ids[i] % 64);
    ent_scan_close(scan);
    return status;
}

ent_status ent_op_expand_open(ent_op *op, ent_direction direction, const uint32_t *types, uint32_t type_count,
                              ent_expand **out)
{
    ent_context *context = op->context;
    ENT_TRY(ent_expand_open(context->txn, direction, types, type_count, out, context->error));
    return ent_expand_remember(*out, &op->run->nearby, &op->run->arena, context->error);
}

ent_status ent_op_count_of(ent_op *op, const ent_program *program, ent_span where, const char *what, uint64_t *out)
{
    ent_value value;
    ENT_TRY(ent_program_constant(program, op->context, &op->arena, &value));
    if (value.type != ENT_TYPE_INTEGER)
        return ent_fail(op->context->error, ENT_SYNTAX, ENT_PHASE_RUNTIME, where, "InvalidArgumentType",
                        "%s needs an integer, but this is %s", what, ent_type_name(value.type));
    if (value.i < 0)
        return ent_fail(op->context->error, ENT_SYNTAX, ENT_PHASE_RUNTIME, where, "NegativeIntegerArgument",
                        "%s must not be negative, but this is %lld", what, (long long)value.i);
    *out = (uint64_t)value.i;
    return ENT_OK;
}

ent_status ent_op_node_of(ent_op *op, ent_value value, ent_span where, bool *is, uint64_t *id)
{
    *is = value.type == ENT_TYPE_NODE;
    if (*is)
        *id = value.id;
    else if (!ent_is_null(value))
        return ent_fail(op->context->error, ENT_TYPE, ENT_PHASE_RUNTIME, where, "InvalidArgumentType",
                        "a pattern needs a node here, but this is %s", ent_type_name(value.type));
    return ENT_OK;
}

bool ent_op_has_rel(ent_value value, uint64_t id)
{
    if (value.type == ENT_TYPE_RELATIONSHIP)
        return value.id == id;
    if (value.type == ENT_TYPE_LIST)
        for (uint32_t i = 0; i < value.n; i++)
            if (value.list[i].type == ENT_TYPE_RELATIONSHIP && value.list[i].id == id)
                return true;
    return false;
}
