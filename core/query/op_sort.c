/* Sort and Top: rows in order of their keys, equal ones in the order in which they came.
 *
 * Sort keeps everything. Top keeps the first k: it gathers a buffer of rows, sorts it when it is full and throws away
 * all but k; a row that is behind the k-th then known is not even copied. That is as cheap as a heap (a sort of 2k rows
 * for each k that came in) and frees the memory of what was thrown away. */
#include "core/query/op.h"
#include "core/query/rows.h"

typedef struct {
    ent_value *values; /* keys, then what is carried */
    uint64_t order;    /* of arrival */
} sort_row;

typedef struct {
    ent_op base;
    ent_arena arenas[2]; /* Top moves from one to the other when it throws rows away */
    uint32_t current;
    ent_rows rows;
    sort_row *sorted, *spare;
    uint64_t n, room; /* of `sorted` */
    uint64_t arrived, at;
    uint64_t keep; /* k; UINT64_MAX for Sort */
    bool cut;      /* sorted[keep - 1] bounds what may still get in */
    bool full;
} sort_op;

static int compare_values(ent_value a, ent_value b)
{
    if (a.type == ENT_TYPE_INTEGER && b.type == ENT_TYPE_INTEGER)
        return a.i < b.i ? -1 : a.i > b.i;
    return ent_order(a, b);
}

static int compare(const ent_plan_node *plan, const sort_row *a, const sort_row *b)
{
    for (uint32_t k = 0; k < plan->sort.count; k++) {
        int order = compare_values(a->values[k], b->values[k]);
        if (order != 0)
            return plan->sort.keys[k].descending ? -order : order;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Merges from[low .. middle) with from[middle .. high) into `to`. */
static void merge(const ent_plan_node *plan, const sort_row *from, sort_row *to, uint64_t low, uint64_t middle,
                  uint64_t high)
{
    uint64_t a = low, b = middle;
    for (uint64_t i = low; i < high; i++)
        to[i] = b == high || (a < middle && compare(plan, &from[a], &from[b]) <= 0) ? from[a++] : from[b++];
}

/* Written out rather than qsort: it can be interrupted, and takes its memory from the statement's budget. */
static ent_status sort_rows(sort_op *op)
{
    for (uint64_t width = 1; width < op->n; width *= 2) {
        for (uint64_t low = 0; low < op->n; low += 2 * width) {
            uint64_t middle = low + width < op->n ? low + width : op->n;
            uint64_t high = low + 2 * width < op->n ? low + 2 * width : op->n;
            merge(op->base.plan, op->sorted, op->spare, low, middle, high);
            if ((low / (2 * width)) % 4096 == 0)
                ENT_TRY(ent_context_poll(op->base.context));
        }
        sort_row *swap = op->sorted;
        op->sorted = op->spare;
        op->spare = swap;
    }
    return ENT_OK;
}

static ent_status memory(sort_op *op)
{
    return ent_arena_status(&op->arenas[op->current], op->base.context->error);
}

static ent_status make_room(sort_op *op)
{
    if (op->n < op->room)
        return ENT_OK;
    uint64_t room = op->room ? op->room * 2 : ENT_BATCH;
    ent_arena *arena = &op->arenas[op->current];
    sort_row *sorted = ENT_NEW_ARRAY(arena, sort_row, room), *spare = ENT_NEW_ARRAY(arena, sort_row, room);
    if (!sorted || !spare)
        return memory(op);
    if (op->n)
        memcpy(sorted, op->sorted, op->n * sizeof *sorted);
    op->sorted = sorted;
    op->spare = spare;
    op->room = room;
    return ENT_OK;
}

static void forget(sort_op *op)
{
    ent_rows_init(&op->rows, &op->arenas[op->current], op->base.plan->sort.count + op->base.plan->carry_count);
    op->sorted = op->spare = NULL;
    op->n = op->room = 0;
}

/* Sorts, and moves the first k rows to the other arena. */
static ent_status cut(sort_op *op)
{
    ENT_TRY(sort_rows(op));
    uint64_t n = op->n < op->keep ? op->n : op->keep;
    sort_row *old = op->sorted;
    ent_arena *behind = &op->arenas[op->current];
    op->current ^= 1;
    forget(op);
    for (uint64_t i = 0; i < n; i++) {
        ENT_TRY(make_room(op));
        ent_value *values = ent_rows_push(&op->rows);
        if (!values)
            return memory(op);
        for (uint32_t c = 0; c < op->rows.width; c++)
            values[c] = ent_value_keep(op->rows.arena, old[i].values[c]);
        op->sorted[op->n++] = (sort_row){values, old[i].order};
    }
    ent_arena_reset(behind);
    op->cut = n == op->keep;
    return memory(op);
}

static ent_status take(sort_op *op, const ent_batch *in, uint32_t row, ent_value *key)
{
    const ent_plan_node *plan = op->base.plan;
    for (uint32_t k = 0; k < plan->sort.count; k++)
        key[k] = in->col[plan->sort.keys[k].slot][row];
    sort_row candidate = {key, op->arrived++};
    if (op->cut && compare(plan, &candidate, &op->sorted[op->keep - 1]) > 0)
        return ENT_OK;
    ENT_TRY(make_room(op));
    ent_value *values = ent_rows_push(&op->rows);
    if (!values)
        return memory(op);
    for (uint32_t k = 0; k < plan->sort.count; k++)
        values[k] = ent_value_keep(op->rows.arena, key[k]);
    for (uint32_t c = 0; c < plan->carry_count; c++)
        values[plan->sort.count + c] =
            in->col[plan->carry[c]] ? ent_value_keep(op->rows.arena, in->col[plan->carry[c]][row]) : ENT_NULL;
    op->sorted[op->n++] = (sort_row){values, candidate.order};
    if (op->keep != UINT64_MAX && op->n >= 4096 && op->n / 2 >= op->keep)
        ENT_TRY(cut(op));
    return ENT_OK;
}

static ent_status count_kept(sort_op *op)
{
    const ent_plan_node *plan = op->base.plan;
    op->keep = UINT64_MAX;
    if (!plan->sort.limit)
        return ENT_OK;
    uint64_t skip = 0, limit;
    if (plan->sort.skip)
        ENT_TRY(ent_op_count_of(&op->base, plan->sort.skip, plan->sort.skip_where, "SKIP", &skip));
    ENT_TRY(ent_op_count_of(&op->base, plan->sort.limit, plan->sort.limit_where, "LIMIT", &limit));
    op->keep = skip + limit; /* both are below 2^63 */
    return ENT_OK;
}

static ent_status fill(sort_op *op)
{
    ENT_TRY(count_kept(op));
    forget(op);
    ent_value *key = ENT_NEW_ARRAY(&op->base.arena, ent_value, op->base.plan->sort.count + 1);
    if (!key)
        return ent_op_memory(&op->base);
    for (;;) {
        ent_batch in;
        ENT_TRY(ent_op_next(op->base.input, &in));
        if (in.n == 0)
            break;
        for (uint32_t i = 0; op->keep > 0 && i < in.n; i++)
            ENT_TRY(take(op, &in, ent_batch_row(&in, i), key));
        ENT_TRY(memory(op));
    }
    ENT_TRY(sort_rows(op));
    if (op->n > op->keep)
        op->n = op->keep;
    op->full = true;
    return ENT_OK;
}

static ent_status sort_next(ent_op *base, ent_batch *out)
{
    sort_op *op = (sort_op *)base;
    const ent_plan_node *plan = base->plan;
    if (!op->full)
        ENT_TRY(fill(op));
    uint32_t n = op->n - op->at < ENT_BATCH ? (uint32_t)(op->n - op->at) : ENT_BATCH;
    for (uint32_t c = 0; c < plan->carry_count; c++) {
        ent_value *column = ent_op_column(base, plan->carry[c]);
        if (!column)
            return ent_op_memory(base);
        for (uint32_t i = 0; i < n; i++)
            column[i] = op->sorted[op->at + i].values[plan->sort.count + c];
    }
    op->at += n;
    ent_op_give(base, n, out);
    return ENT_OK;
}

static ent_status sort_open(ent_op *base)
{
    sort_op *op = (sort_op *)base;
    ent_arena_init(&op->arenas[0], &base->run->budget);
    ent_arena_init(&op->arenas[1], &base->run->budget);
    return ENT_OK;
}

static ent_status sort_rewind(ent_op *base)
{
    sort_op *op = (sort_op *)base;
    ent_arena_reset(&op->arenas[0]);
    ent_arena_reset(&op->arenas[1]);
    ent_arena_reset(&base->arena);
    op->full = op->cut = false;
    op->n = op->at = op->arrived = 0;
    return ENT_OK;
}

static void sort_close(ent_op *base)
{
    sort_op *op = (sort_op *)base;
    ent_arena_fini(&op->arenas[0]);
    ent_arena_fini(&op->arenas[1]);
}

#define SORT_KIND                                                                                                 \
    {                                                                                                             \
        .size = sizeof(sort_op), .open = sort_open, .next = sort_next, .rewind = sort_rewind, .close = sort_close \
    }
const ent_op_kind ent_op_sort = SORT_KIND;
const ent_op_kind ent_op_top = SORT_KIND;
