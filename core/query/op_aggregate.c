/* Aggregate: one row for each combination of grouping keys, in the order in which they were first seen; without keys
 * always exactly one row.
 *
 * The groups are rows of a hash table: the keys, then for each call a value that points to its state. count(*) and
 * count(x) count in that value itself. A row with the same keys as the one before, bit by bit, is in the same group.
 * Where the only key, or the argument of a DISTINCT, comes with codes (batch.h), codes stand for the values: the group
 * of each code is noted, and a code is seen or not. Strings are
 * kept once for all groups, with the group in which each came first; DISTINCT aggregates have a set of ids for each
 * group, small and together in memory while the group's rows come; what is not told apart by an id goes to a table of
 * (group, call, arguments) that they share. */
#include "core/query/op.h"
#include "core/query/owned_strings.h"
#include "core/query/program.h"
#include "core/query/rows.h"

typedef struct {
    ent_op base;
    ent_arena kept;
    ent_table groups, seen;
    ent_owned_strings *strings; /* by call: those that a DISTINCT has seen */
    ent_value *key;
    ent_value *distinct_key;
    ent_value **args; /* columns: of all calls one after another */
    uint32_t arg_total, arg_most;
    uint64_t *group_of;      /* of each row of a batch */
    uint32_t *group_of_code; /* counted from 1; 0: not known yet; NULL: the key has no codes */
    bool full;
    uint64_t at;
} aggregate_op;

static bool counts(const ent_plan_aggregate_call *call)
{
    return !call->function || strcmp(call->function->name, "count") == 0;
}

static ent_status start(aggregate_op *op)
{
    const ent_plan_node *plan = op->base.plan;
    ent_table_init(&op->groups, &op->kept, plan->aggregate.key_count,
                   plan->aggregate.key_count + 2 * plan->aggregate.call_count);
    /* The groups' rows are never moved, so pointers into them hold. */
    ent_table_init(&op->seen, &op->kept, op->arg_most + 2, op->arg_most + 2);
    op->strings = ENT_NEW_ARRAY(&op->kept, ent_owned_strings, plan->aggregate.call_count);
    for (uint32_t c = 0; op->strings && c < plan->aggregate.call_count; c++)
        ent_owned_strings_init(&op->strings[c], &op->kept);
    op->full = false;
    op->at = 0;
    op->group_of_code = NULL;
    return ent_arena_status(&op->kept, op->base.context->error);
}

static ent_status aggregate_open(ent_op *base)
{
    aggregate_op *op = (aggregate_op *)base;
    ent_arena *arena = &base->run->arena;
    ent_arena_init(&op->kept, &base->run->budget);
    for (uint32_t c = 0; c < base->plan->aggregate.call_count; c++) {
        uint32_t n = base->plan->aggregate.calls[c].arg_count;
        op->arg_total += n;
        op->arg_most = n > op->arg_most ? n : op->arg_most;
    }
    op->key = ENT_NEW_ARRAY(arena, ent_value, base->plan->aggregate.key_count + 1);
    op->distinct_key = ENT_NEW_ARRAY(arena, ent_value, op->arg_most + 2);
    op->args = ENT_NEW_ARRAY(arena, ent_value *, op->arg_total + 1);
    op->group_of = ENT_NEW_ARRAY(arena, uint64_t, ENT_BATCH);
    for (uint32_t a = 0; op->args && a < op->arg_total; a++)
        op->args[a] = ENT_NEW_ARRAY(arena, ent_value, ENT_BATCH);
    ENT_TRY(ent_op_memory(base));
    return start(op);
}

static ent_call call_of(aggregate_op *op, const ent_plan_aggregate_call *call)
{
    return (ent_call){.context = op->base.context, .arena = &op->kept, .where = call->where, .args = call->arg_spans};
}

/* Behind the keys a group has two values for each call: its count or state, and its set of ids. */
static ent_status begin_group(aggregate_op *op, uint64_t group)
{
    const ent_plan_node *plan = op->base.plan;
    ent_value *row = ent_rows_at(&op->groups.rows, group) + plan->aggregate.key_count;
    for (uint32_t c = 0; c < plan->aggregate.call_count; c++) {
        const ent_plan_aggregate_call *call = &plan->aggregate.calls[c];
        row[2 * c] = row[2 * c + 1] = ent_int(0);
        if (!counts(call))
            row[2 * c].s = ent_arena_zero(&op->kept, call->function->aggregate->state_size + 1);
        if (call->distinct) {
            ent_idset *ids = ENT_NEW(&op->kept, ent_idset);
            if (ids)
                ent_idset_init(ids, &op->kept);
            row[2 * c + 1].s = (const char *)ids;
        }
    }
    return ent_arena_status(&op->kept, op->base.context->error);
}

static ent_status assign_group(aggregate_op *op, uint64_t *group)
{
    bool added;
    if (!ent_table_put(&op->groups, op->key, group, &added))
        return ent_arena_status(&op->kept, op->base.context->error);
    return added ? begin_group(op, *group) : ENT_OK;
}

static ent_status assign_groups(aggregate_op *op, const ent_batch *in)
{
    const ent_plan_node *plan = op->base.plan;
    uint32_t before = 0;
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        bool same = i > 0; /* as the row before, bit by bit */
        for (uint32_t k = 0; k < plan->aggregate.key_count; k++) {
            const ent_value *column = in->col[plan->aggregate.keys[k]];
            /* where the padding differs, the group is looked up */
            // NOLINTNEXTLINE(bugprone-suspicious-memory-comparison)
            same = same && memcmp(&column[row], &column[before], sizeof *column) == 0;
            op->key[k] = column[row];
        }
        if (same)
            op->group_of[row] = op->group_of[before];
        before = row;
        if (same)
            continue;
        ENT_TRY(assign_group(op, &op->group_of[row]));
    }
    return ENT_OK;
}

static ent_status assign_groups_by_code(aggregate_op *op, const ent_batch *in, const ent_codes *codes)
{
    if (!op->group_of_code &&
        !(op->group_of_code = ent_arena_zero(&op->kept, codes->column->value_count * sizeof *op->group_of_code)))
        return ent_arena_status(&op->kept, op->base.context->error);
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i), code = codes->of[row];
        if (!op->group_of_code[code]) {
            uint64_t group;
            op->key[0] = codes->column->values[code];
            ENT_TRY(assign_group(op, &group));
            if (group >= UINT32_MAX)
                return ent_arena_status(&op->kept, op->base.context->error);
            op->group_of_code[code] = (uint32_t)group + 1;
        }
        op->group_of[row] = op->group_of_code[code] - 1;
    }
    return ENT_OK;
}

/* The codes of the only key; NULL: there are none, or too many to note the group of each. */
static const ent_codes *key_codes(const aggregate_op *op, const ent_batch *in)
{
    enum { MOST = 1 << 20 };
    const ent_plan_node *plan = op->base.plan;
    if (plan->aggregate.key_count != 1 || !in->codes)
        return NULL;
    const ent_codes *codes = &in->codes[plan->aggregate.keys[0]];
    return codes->column && codes->column->value_count <= MOST ? codes : NULL;
}

/* The codes of a call's only argument; NULL: there are none that tell its values apart. */
static const ent_codes *argument_codes(const ent_plan_aggregate_call *call, const ent_batch *in)
{
    if (call->arg_count != 1 || !in->codes || call->args[0]->code->form != ENT_CODE_VARIABLE)
        return NULL;
    const ent_codes *codes = &in->codes[call->args[0]->code->slot];
    return codes->column && codes->column->told_apart ? codes : NULL;
}

/* count(x) and count(DISTINCT x) of a column of codes. */
static ent_status count_codes(aggregate_op *op, const ent_batch *in, uint32_t index, const ent_codes *codes)
{
    const ent_plan_node *plan = op->base.plan;
    bool distinct = plan->aggregate.calls[index].distinct;
    uint32_t at = plan->aggregate.key_count + 2 * index, values = codes->column->value_count;
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i), code = codes->of[row];
        if (code == 0)
            continue;
        ent_value *state = ent_rows_at(&op->groups.rows, op->group_of[row]) + at;
        bool first = true;
        if (distinct && !ent_idset_add_below((ent_idset *)state[1].s, 1, code, values, &first))
            return ent_arena_status(&op->kept, op->base.context->error);
        state[0].i += first;
    }
    return ENT_OK;
}

/* A string is new for its group if it is new, or came first in another group and not in this one since. */
static ent_status first_string(aggregate_op *op, uint32_t call, ent_value string, uint32_t row, ent_idset *ids,
                               bool *first)
{
    enum { TAG = 32 }; /* beyond those of values */
    uint32_t group = (uint32_t)op->group_of[row];
    const ent_owned_string *slot = ent_owned_strings_put(&op->strings[call], string, group, first);
    if (slot && !*first && slot->owner != group && !ent_idset_add(ids, TAG, (uintptr_t)slot->at, first))
        slot = NULL;
    return slot ? ENT_OK : ent_arena_status(&op->kept, op->base.context->error);
}

/* Whether the arguments of a row are new for its group. */
static ent_status first_time(aggregate_op *op, uint32_t call, ent_value **args, uint32_t row, ent_idset *ids,
                             bool *first)
{
    uint32_t n = op->base.plan->aggregate.calls[call].arg_count, tag;
    uint64_t id;
    if (n == 1 && ent_idset_fits(args[0][row], &tag, &id)) {
        bool made = tag == ENT_TYPE_NODE + 1
                        ? ent_idset_add_below(ids, tag, id, ent_next_node_id(op->base.context->txn), first)
                        : ent_idset_add(ids, tag, id, first);
        if (!made)
            return ent_arena_status(&op->kept, op->base.context->error);
        return ENT_OK;
    }
    if (n == 1 && args[0][row].type == ENT_TYPE_STRING)
        return first_string(op, call, args[0][row], row, ids, first);
    op->distinct_key[0] = ent_int((int64_t)op->group_of[row]);
    op->distinct_key[1] = ent_int(call);
    for (uint32_t a = 0; a < op->arg_most; a++)
        op->distinct_key[a + 2] = a < n ? args[a][row] : ENT_NULL;
    uint64_t at;
    if (!ent_table_put(&op->seen, op->distinct_key, &at, first))
        return ent_arena_status(&op->kept, op->base.context->error);
    return ENT_OK;
}

static ent_status step(aggregate_op *op, const ent_batch *in, uint32_t index, ent_value **args)
{
    const ent_plan_node *plan = op->base.plan;
    const ent_plan_aggregate_call *call = &plan->aggregate.calls[index];
    ent_call where = call_of(op, call);
    bool counting = counts(call);
    ent_value argument[8];
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        if (call->arg_count > 0 && ent_is_null(args[0][row]) && (counting || call->distinct))
            continue;
        ent_value *state = ent_rows_at(&op->groups.rows, op->group_of[row]) + plan->aggregate.key_count + 2 * index;
        if (call->distinct) {
            bool first;
            ENT_TRY(first_time(op, index, args, row, (ent_idset *)state[1].s, &first));
            if (!first)
                continue;
        }
        if (counting) {
            state->i++;
            continue;
        }
        for (uint32_t a = 0; a < call->arg_count; a++)
            argument[a] = args[a][row];
        ENT_TRY(call->function->aggregate->step(&where, (void *)state->s, argument, call->arg_count));
    }
    return ent_arena_status(&op->kept, op->base.context->error);
}

static ent_status fill(aggregate_op *op)
{
    ent_op *base = &op->base;
    const ent_plan_node *plan = base->plan;
    uint64_t only;
    if (plan->aggregate.key_count == 0)
        ENT_TRY(assign_group(op, &only));
    for (;;) {
        ent_batch in;
        ENT_TRY(ent_op_next(base->input, &in));
        if (in.n == 0)
            break;
        ent_arena_reset(&base->arena);
        const ent_codes *codes = key_codes(op, &in);
        if (plan->aggregate.key_count == 0)
            memset(op->group_of, 0, ENT_BATCH * sizeof *op->group_of);
        else if (codes)
            ENT_TRY(assign_groups_by_code(op, &in, codes));
        else
            ENT_TRY(assign_groups(op, &in));
        ent_value **args = op->args;
        for (uint32_t c = 0; c < plan->aggregate.call_count; c++) {
            const ent_plan_aggregate_call *call = &plan->aggregate.calls[c];
            const ent_codes *argument = counts(call) ? argument_codes(call, &in) : NULL;
            if (argument) {
                ENT_TRY(count_codes(op, &in, c, argument));
                args += call->arg_count;
                continue;
            }
            for (uint32_t a = 0; a < call->arg_count; a++)
                ENT_TRY(ent_program_run(call->args[a], base->context, &in, &base->arena, args[a]));
            ENT_TRY(step(op, &in, c, args));
            args += call->arg_count;
        }
    }
    op->full = true;
    return ENT_OK;
}

static ent_status aggregate_next(ent_op *base, ent_batch *out)
{
    aggregate_op *op = (aggregate_op *)base;
    const ent_plan_node *plan = base->plan;
    if (!op->full)
        ENT_TRY(fill(op));
    uint64_t left = op->groups.rows.n - op->at;
    uint32_t n = left < ENT_BATCH ? (uint32_t)left : ENT_BATCH;
    ent_arena_reset(&base->arena);
    for (uint32_t k = 0; k < plan->aggregate.key_count; k++) {
        ent_value *column = ent_op_column(base, plan->aggregate.keys[k]);
        if (!column)
            return ent_op_memory(base);
        for (uint32_t i = 0; i < n; i++)
            column[i] = ent_rows_at(&op->groups.rows, op->at + i)[k];
    }
    for (uint32_t c = 0; c < plan->aggregate.call_count; c++) {
        const ent_plan_aggregate_call *call = &plan->aggregate.calls[c];
        ent_value *column = ent_op_column(base, call->slot);
        if (!column)
            return ent_op_memory(base);
        ent_call where = call_of(op, call);
        for (uint32_t i = 0; i < n; i++) {
            ent_value state = ent_rows_at(&op->groups.rows, op->at + i)[plan->aggregate.key_count + 2 * c];
            if (counts(call))
                column[i] = ent_int(state.i);
            else
                ENT_TRY(call->function->aggregate->finish(&where, (void *)state.s, &column[i]));
        }
    }
    op->at += n;
    ent_op_give(base, n, out);
    return ent_arena_status(&op->kept, base->context->error);
}

static ent_status aggregate_rewind(ent_op *base)
{
    aggregate_op *op = (aggregate_op *)base;
    ent_arena_reset(&op->kept);
    return start(op);
}

static void aggregate_close(ent_op *base)
{
    ent_arena_fini(&((aggregate_op *)base)->kept);
}

const ent_op_kind ent_op_aggregate = {.size = sizeof(aggregate_op),
                                      .open = aggregate_open,
                                      .next = aggregate_next,
                                      .rewind = aggregate_rewind,
                                      .close = aggregate_close};
