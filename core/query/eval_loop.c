/* List comprehensions, the quantifiers all, any, none, single, and reduce.
 *
 * The elements of all rows' lists are poured, one row's after the other's, into batches of at most ENT_BATCH; the body
 * runs over such a batch like over any other. What the body reads of the surrounding rows is gathered by the row that
 * an element belongs to:
 *
 *   rows      list      y         batch   x   y   owner
 *   0         [1, 2]    'a'       0       1   a   0
 *   1         []        'b'       1       2   a   0
 *   2         [3]       'c'       2       3   c   2
 *
 * reduce needs one element after the other: step k runs over the rows whose list has a k-th element. */
#include "core/query/program.h"

#include <string.h>

typedef struct {
    const ent_code *code;
    ent_frame *frame;
    const ent_batch *in;
    const ent_column *lists;
    const uint8_t *settled; /* by row: no more elements wanted; NULL: all are */
    ent_batch body;
    ent_value *element;
    uint16_t *owner;
    uint32_t *slots; /* gathered ones */
    uint32_t slot_count, room;
    uint32_t i, k; /* next element: the k-th of the i-th selected row */
} pour;

static ent_status check_list(ent_frame *frame, const ent_code *code, ent_value v)
{
    if (v.type == ENT_TYPE_LIST || v.type == ENT_TYPE_NULL)
        return ENT_OK;
    return ent_type_mismatch(frame->context, code->expr->span, "a list after IN", v);
}

/* The columns that the body sees, all NULL, and the slots of the surrounding row that it may read. */
static ent_status surroundings(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value ***columns,
                               uint32_t **slots, uint32_t *slot_count)
{
    const ent_context *context = frame->context;
    const ent_expr *expr = code->expr;
    uint32_t all = context->slot_count ? context->slot_count : context->statement->slot_count;
    uint32_t width = code->outer_all && all > code->width ? all : code->width, n = 0;
    *columns = ent_arena_zero(frame->arena, width * sizeof **columns);
    *slots = ENT_NEW_ARRAY(frame->arena, uint32_t, width);
    if (!*columns || !*slots)
        return ent_arena_status(frame->arena, context->error);
    if (code->outer_all && in->col) {
        for (uint32_t slot = 0; slot < all; slot++)
            if (in->col[slot] && slot != expr->var->slot &&
                (!expr->accumulator_var || slot != expr->accumulator_var->slot))
                (*slots)[n++] = slot;
    } else {
        for (; n < code->outer_count; n++)
            (*slots)[n] = code->outer[n];
    }
    *slot_count = n;
    return ENT_OK;
}

static ent_status pour_open(pour *p, const ent_code *code, ent_frame *frame, const ent_batch *in,
                            const ent_column *lists)
{
    uint64_t total = 0;
    *p = (pour){.code = code, .frame = frame, .in = in, .lists = lists};
    for (uint32_t i = 0; i < in->n; i++) {
        ent_value list = ent_column_at(lists, ent_batch_row(in, i));
        ENT_TRY(check_list(frame, code->args[0], list));
        total += list.type == ENT_TYPE_LIST ? list.n : 0;
    }
    p->room = total < ENT_BATCH ? (uint32_t)total : ENT_BATCH;
    ENT_TRY(surroundings(code, frame, in, &p->body.col, &p->slots, &p->slot_count));
    p->owner = ent_rows_take(frame, p->room);
    p->element = ent_scratch_take(frame, p->room);
    p->body.col[code->expr->var->slot] = p->element;
    for (uint32_t s = 0; s < p->slot_count; s++)
        if (in->col[p->slots[s]])
            p->body.col[p->slots[s]] = ent_scratch_take(frame, p->room);
    return ent_arena_status(frame->arena, frame->context->error);
}

static void pour_close(pour *p)
{
    for (uint32_t s = 0; s < p->slot_count; s++)
        if (p->in->col[p->slots[s]])
            ent_scratch_give(p->frame, p->body.col[p->slots[s]], p->room);
    ent_scratch_give(p->frame, p->element, p->room);
    ent_rows_give(p->frame, p->owner, p->room);
}

/* Fills the next batch; body.n == 0: there are no more elements. */
static ent_status pour_next(pour *p)
{
    uint32_t n = 0;
    while (p->i < p->in->n && n < p->room) {
        uint16_t row = (uint16_t)ent_batch_row(p->in, p->i);
        ent_value list = ent_column_at(p->lists, row);
        if (list.type != ENT_TYPE_LIST || p->k >= list.n || (p->settled && p->settled[row])) {
            p->i++;
            p->k = 0;
            continue;
        }
        p->owner[n] = row;
        p->element[n++] = list.list[p->k++];
    }
    for (uint32_t s = 0; s < p->slot_count && n > 0; s++) {
        const ent_value *from = p->in->col[p->slots[s]];
        ent_value *to = p->body.col[p->slots[s]];
        for (uint32_t i = 0; from && i < n; i++)
            to[i] = from[p->owner[i]];
    }
    p->body.n = n;
    p->body.sel = NULL;
    return ent_context_poll(p->frame->context);
}

/* ---- [x IN list WHERE ... | ...] ---- */

static ent_status comprehend(const ent_code *code, pour *p, uint16_t *kept, ent_value *out)
{
    const ent_code *where = code->args[1], *each = code->args[2];
    ent_batch batch = p->body;
    if (where) {
        ENT_TRY(ent_rows_true(where, p->frame, &batch, kept, &batch.n));
        batch.sel = kept;
    }
    ent_column column = {.v = p->element, .step = 1};
    if (each)
        ENT_TRY(ent_column_of(each, p->frame, &batch, &column));
    for (uint32_t i = 0; i < batch.n; i++) {
        uint32_t row = ent_batch_row(&batch, i);
        ent_value *list = &out[p->owner[row]];
        ((ent_value *)list->list)[list->n++] = ent_column_at(&column, row);
    }
    ent_column_done(p->frame, &column);
    return ENT_OK;
}

ent_status ent_run_list_comprehension(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column lists;
    pour p;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &lists));
    ENT_TRY(pour_open(&p, code, frame, in, &lists));
    uint16_t *kept = ent_rows_take(frame, p.room);
    if (!kept)
        return ent_arena_status(frame->arena, frame->context->error);
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_value list = ent_column_at(&lists, row);
        out[row] = ENT_NULL;
        if (list.type != ENT_TYPE_LIST)
            continue;
        out[row] = ent_list(ENT_NEW_ARRAY(frame->arena, ent_value, list.n), 0);
        if (!out[row].list)
            return ent_arena_status(frame->arena, frame->context->error);
    }
    for (;;) {
        ENT_TRY(pour_next(&p));
        if (p.body.n == 0)
            break;
        ENT_TRY(comprehend(code, &p, kept, out));
    }
    ent_rows_give(frame, kept, p.room);
    pour_close(&p);
    ent_column_done(frame, &lists);
    return ENT_OK;
}

/* ---- quantifiers ---- */

/* What the elements of a row have given so far. */
typedef struct {
    uint8_t trues; /* 2: two or more */
    bool falses, unknowns;
} tally;

static bool is_settled(ent_expr_kind kind, tally t)
{
    switch (kind) {
    case ENT_EXPR_ALL:
        return t.falses;
    case ENT_EXPR_SINGLE:
        return t.trues > 1;
    default:
        return t.trues > 0;
    }
}

static ent_value verdict(ent_expr_kind kind, tally t)
{
    if (is_settled(kind, t))
        return ent_bool(kind == ENT_EXPR_ANY);
    if (t.unknowns)
        return ENT_NULL;
    return ent_bool(kind == ENT_EXPR_ANY ? false : kind == ENT_EXPR_SINGLE ? t.trues == 1 : true);
}

typedef struct {
    tally *tallies;   /* by row */
    uint8_t *settled; /* by row */
    uint16_t *single; /* one element alone */
    ent_error *attempt;
} quantifier;

static ent_status count_truth(const ent_code *code, pour *p, quantifier *q, uint32_t at, ent_value v)
{
    uint16_t row = p->owner[at];
    tally *t = &q->tallies[row];
    ent_ternary truth;
    ENT_TRY(ent_truth(p->frame->context, code->args[1]->expr->span, v, &truth));
    t->unknowns |= truth == ENT_UNKNOWN;
    t->falses |= truth == ENT_FALSE;
    t->trues += truth == ENT_TRUE && t->trues < 2;
    q->settled[row] = is_settled(code->expr->kind, *t);
    return ENT_OK;
}

static ent_status count_batch(const ent_code *code, pour *p, quantifier *q, const ent_batch *batch)
{
    ent_column column;
    ENT_TRY(ent_column_of(code->args[1], p->frame, batch, &column));
    for (uint32_t i = 0; i < batch->n; i++) {
        uint32_t at = ent_batch_row(batch, i);
        if (!q->settled[p->owner[at]])
            ENT_TRY(count_truth(code, p, q, at, ent_column_at(&column, at)));
    }
    ent_column_done(p->frame, &column);
    return ENT_OK;
}

/* A whole batch at once. When that fails, one element after the other: the fault may lie in an element behind the one
 * that settles the answer, which must not be looked at. */
static ent_status count_elements(const ent_code *code, pour *p, quantifier *q)
{
    ent_context *context = p->frame->context;
    ent_error *error = context->error;
    ent_error_clear(q->attempt);
    context->error = q->attempt;
    ent_column column;
    ent_status status = ent_column_of(code->args[1], p->frame, &p->body, &column);
    context->error = error;
    ent_batch one = p->body;
    one.sel = q->single;
    one.n = 1;
    for (uint32_t at = 0; at < p->body.n; at++) {
        if (q->settled[p->owner[at]])
            continue;
        q->single[0] = (uint16_t)at;
        if (status == ENT_OK)
            ENT_TRY(count_truth(code, p, q, at, ent_column_at(&column, at)));
        else
            ENT_TRY(count_batch(code, p, q, &one));
    }
    if (status == ENT_OK)
        ent_column_done(p->frame, &column);
    return ENT_OK;
}

ent_status ent_run_quantifier(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column lists;
    pour p;
    uint32_t end = ent_batch_end(in);
    ENT_TRY(ent_column_of(code->args[0], frame, in, &lists));
    ENT_TRY(pour_open(&p, code, frame, in, &lists));
    quantifier q = {.tallies = ent_scratch_take(frame, end),
                    .settled = ent_scratch_take(frame, end),
                    .single = ent_rows_take(frame, 1),
                    .attempt = ENT_NEW(frame->arena, ent_error)};
    if (!q.tallies || !q.settled || !q.single || !q.attempt)
        return ent_arena_status(frame->arena, frame->context->error);
    memset(q.tallies, 0, end * sizeof *q.tallies);
    memset(q.settled, 0, end * sizeof *q.settled);
    p.settled = q.settled;
    while (code->args[1]) {
        ENT_TRY(pour_next(&p));
        if (p.body.n == 0)
            break;
        ENT_TRY(count_elements(code, &p, &q));
    }
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_value list = ent_column_at(&lists, row);
        if (!code->args[1] && list.type == ENT_TYPE_LIST)
            q.tallies[row].trues = list.n < 2 ? (uint8_t)list.n : 2;
        out[row] = ent_is_null(list) ? ENT_NULL : verdict(code->expr->kind, q.tallies[row]);
    }
    ent_rows_give(frame, q.single, 1);
    ent_scratch_give(frame, q.settled, end);
    ent_scratch_give(frame, q.tallies, end);
    pour_close(&p);
    ent_column_done(frame, &lists);
    return ENT_OK;
}

/* ---- reduce ---- */

static ent_status reduce_step(const ent_code *body, ent_frame *frame, const ent_batch *batch, const ent_column *lists,
                              uint32_t k, ent_value *element, ent_value *next, ent_value *accumulator)
{
    for (uint32_t i = 0; i < batch->n; i++) {
        uint32_t row = ent_batch_row(batch, i);
        element[row] = ent_column_at(lists, row).list[k];
    }
    ENT_TRY(ent_column_into(body, frame, batch, next));
    for (uint32_t i = 0; i < batch->n; i++) {
        uint32_t row = ent_batch_row(batch, i);
        accumulator[row] = next[row];
    }
    return k % ENT_BATCH == 0 ? ent_context_poll(frame->context) : ENT_OK;
}

/* Keeps the rows whose list has a k-th element. */
static void still_open(ent_batch *batch, const ent_column *lists, uint32_t k, uint16_t *rows)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < batch->n; i++) {
        uint16_t row = (uint16_t)ent_batch_row(batch, i);
        ent_value list = ent_column_at(lists, row);
        if (list.type == ENT_TYPE_LIST && list.n > k)
            rows[n++] = row;
    }
    batch->sel = rows;
    batch->n = n;
}

ent_status ent_run_reduce(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column lists;
    uint32_t end = ent_batch_end(in), *slots, slot_count;
    ent_batch body = *in;
    ENT_TRY(ent_column_of(code->args[1], frame, in, &lists));
    for (uint32_t i = 0; i < in->n; i++)
        ENT_TRY(check_list(frame, code->args[1], ent_column_at(&lists, ent_batch_row(in, i))));
    ENT_TRY(surroundings(code, frame, in, &body.col, &slots, &slot_count));
    for (uint32_t s = 0; s < slot_count; s++)
        body.col[slots[s]] = in->col[slots[s]];
    ent_value *element = ent_scratch_take(frame, end), *accumulator = ent_scratch_take(frame, end),
              *next = ent_scratch_take(frame, end);
    uint16_t *rows = ent_rows_take(frame, in->n);
    if (!element || !accumulator || !next || !rows)
        return ent_arena_status(frame->arena, frame->context->error);
    body.col[code->expr->var->slot] = element;
    body.col[code->expr->accumulator_var->slot] = accumulator;
    ENT_TRY(ent_column_into(code->args[0], frame, in, accumulator));
    still_open(&body, &lists, 0, rows);
    for (uint32_t k = 0; body.n > 0; still_open(&body, &lists, ++k, rows))
        ENT_TRY(reduce_step(code->args[2], frame, &body, &lists, k, element, next, accumulator));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        out[row] = ent_is_null(ent_column_at(&lists, row)) ? ENT_NULL : accumulator[row];
    }
    ent_rows_give(frame, rows, in->n);
    ent_scratch_give(frame, next, end);
    ent_scratch_give(frame, accumulator, end);
    ent_scratch_give(frame, element, end);
    ent_column_done(frame, &lists);
    return ENT_OK;
}
