/* A run: operators over a plan, the context that expressions see, and the subqueries inside expressions. */
#include "core/query/op.h"

#include <stdlib.h>
#include <time.h>

/* ---- subqueries and patterns inside expressions ---- */

static ent_status subplan_op(ent_run *run, const ent_subplan *sub, ent_op **out)
{
    if (!run->subplans[sub->index])
        ENT_TRY(ent_op_make(run, sub->root, &run->subplans[sub->index]));
    *out = run->subplans[sub->index];
    return ENT_OK;
}

/* Collects the values of all rows into a list. */
static ent_status collect(ent_op *root, uint32_t slot, ent_arena *arena, ent_value *out)
{
    ent_error *error = root->context->error;
    ent_value *items = NULL;
    uint32_t n = 0, room = 0;
    for (;;) {
        ent_batch batch;
        ENT_TRY(ent_op_next(root, &batch));
        if (batch.n == 0)
            break;
        if (n + batch.n > room) {
            room = room * 2 > n + batch.n ? room * 2 : n + batch.n;
            ent_value *more = ENT_NEW_ARRAY(arena, ent_value, room);
            if (!more)
                return ent_arena_status(arena, error);
            if (n)
                memcpy(more, items, n * sizeof *more);
            items = more;
        }
        for (uint32_t i = 0; i < batch.n; i++)
            items[n++] = ent_value_copy(arena, batch.col[slot][ent_batch_row(&batch, i)]);
    }
    *out = ent_list(items, n);
    return ent_arena_status(arena, error);
}

static ent_status count_rows(ent_op *root, bool first_only, int64_t *out)
{
    ent_batch batch;
    *out = 0;
    do {
        ENT_TRY(ent_op_next(root, &batch));
        *out += batch.n;
    } while (batch.n > 0 && !first_only);
    return ENT_OK;
}

static ent_status first_value(ent_op *root, uint32_t slot, ent_arena *arena, ent_value *out)
{
    ent_batch batch;
    *out = ENT_NULL;
    ENT_TRY(ent_op_next(root, &batch));
    if (batch.n > 0)
        *out = ent_value_copy(arena, batch.col[slot][ent_batch_row(&batch, 0)]);
    return ent_arena_status(arena, root->context->error);
}

static ent_status run_subquery(ent_context *context, const ent_expr *expr, const ent_batch *in, uint32_t row,
                               ent_arena *arena, ent_value *out)
{
    ent_run *run = context->executor;
    const ent_subplan *sub = expr->plan;
    uint16_t only = (uint16_t)row;
    ent_op *root;
    ENT_TRY(subplan_op(run, sub, &root));
    run->frames[sub->frame] = (ent_batch){.n = 1, .sel = &only, .col = in->col};
    ENT_TRY(ent_op_rewind(root));
    int64_t n = 0;
    switch (sub->kind) {
    case ENT_EXPR_PATTERN_PREDICATE:
    case ENT_EXPR_EXISTS:
        ENT_TRY(count_rows(root, true, &n));
        *out = ent_bool(n > 0);
        return ENT_OK;
    case ENT_EXPR_COUNT:
        ENT_TRY(count_rows(root, false, &n));
        *out = ent_int(n);
        return ENT_OK;
    case ENT_EXPR_SHORTEST_PATH:
        if (!sub->all)
            return first_value(root, sub->slot, arena, out);
        return collect(root, sub->slot, arena, out);
    default:
        return collect(root, sub->slot, arena, out);
    }
}

/* ---- opening ---- */

static ent_status poll(void *context)
{
    return ent_context_poll(context);
}

static ent_served serve(ent_run *run)
{
    return ent_txn_serve(run->context.txn, (ent_served){&run->budget, poll, &run->context});
}

static ent_status start(ent_run *run)
{
    const ent_plan *plan = run->plan;
    run->ops = ent_arena_zero(&run->arena, plan->node_count * sizeof *run->ops + 1);
    run->subplans = ent_arena_zero(&run->arena, plan->subplan_count * sizeof *run->subplans + 1);
    run->frames = ent_arena_zero(&run->arena, plan->frame_count * sizeof *run->frames + 1);
    ent_value **columns = ent_arena_zero(&run->arena, plan->slot_count * sizeof *columns + 1);
    ENT_TRY(ent_arena_status(&run->arena, run->context.error));
    run->frames[0] = (ent_batch){.n = 1, .col = columns};
    if (plan->statement->mode == ENT_MODE_EXPLAIN)
        return ent_explain_start(run);
    return ent_op_make(run, plan->root, &run->root);
}

ent_status ent_run_open(const ent_plan *plan, ent_txn *txn, const ent_procedure_set *procedures,
                        const ent_value *params, ent_limits limits, ent_run **out, ent_error *error)
{
    *out = NULL;
    ent_run *run = calloc(1, sizeof *run);
    if (!run)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    run->plan = plan;
    run->procedures = procedures;
    run->budget.limit = limits.memory;
    run->profile = plan->statement->mode == ENT_MODE_PROFILE;
    ent_arena_init(&run->arena, &run->budget);
    run->context = (ent_context){.txn = txn,
                                 .arena = &run->arena,
                                 .budget = &run->budget,
                                 .error = error,
                                 .statement = plan->statement,
                                 .slot_count = plan->slot_count,
                                 .params = params,
                                 .now_seconds = now.tv_sec,
                                 .now_nanos = (int32_t)now.tv_nsec,
                                 .interrupted = limits.interrupted,
                                 .deadline_ns = limits.deadline_ns,
                                 .run_subquery = run_subquery,
                                 .executor = run};
    ent_served before = serve(run);
    ent_status status = start(run);
    ent_txn_serve(txn, before);
    if (status != ENT_OK) {
        ent_run_close(run);
        return status;
    }
    *out = run;
    return ENT_OK;
}

ent_status ent_run_next(ent_run *run, const ent_batch **out, ent_error *error)
{
    run->context.error = error;
    *out = &run->batch;
    if (run->done) {
        run->batch.n = 0;
        return ENT_OK;
    }
    if (!run->root)
        return ent_explain_next(run);
    ent_served before = serve(run);
    ent_status status = ent_op_next(run->root, &run->batch);
    ent_txn_serve(run->context.txn, before);
    if (status != ENT_OK || run->batch.n > 0)
        return status;
    run->done = true;
    return ent_write_finish(run);
}

void ent_run_counters(const ent_run *run, ent_counters *out)
{
    *out = run->counters;
}

void ent_run_close(ent_run *run)
{
    if (!run)
        return;
    if (run->ops && run->plan)
        for (uint32_t i = 0; i < run->plan->node_count; i++)
            ent_op_close(run->ops[i]);
    ent_arena_fini(&run->arena);
    free(run);
}
