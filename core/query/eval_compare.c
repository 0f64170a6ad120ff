/* =, <>, <, <=, >, >=, chains of them, IN, and IS :: TYPE. */
#include "core/query/program.h"

static ent_ternary from_order(ent_expr_kind kind, int order)
{
    switch (kind) {
    case ENT_EXPR_LT:
        return order < 0;
    case ENT_EXPR_LE:
        return order <= 0;
    case ENT_EXPR_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

static ent_ternary compare(ent_expr_kind kind, ent_value a, ent_value b)
{
    bool equality = kind == ENT_EXPR_EQ || kind == ENT_EXPR_NE;
    if (a.type == ENT_TYPE_INTEGER && b.type == ENT_TYPE_INTEGER) {
        if (equality)
            return (a.i == b.i) == (kind == ENT_EXPR_EQ);
        return from_order(kind, (a.i > b.i) - (a.i < b.i));
    }
    if (equality) {
        if (a.type == ENT_TYPE_STRING && b.type == ENT_TYPE_STRING)
            return ent_str_equal(ent_value_str(a), ent_value_str(b)) == (kind == ENT_EXPR_EQ);
        ent_ternary t = ent_equal(a, b);
        return t == ENT_UNKNOWN || kind == ENT_EXPR_EQ ? t : (ent_ternary)!t;
    }
    int order = 0;
    bool is_nan = false;
    if (ent_comparable(a, b, &order, &is_nan))
        return from_order(kind, order);
    return is_nan ? ENT_FALSE : ENT_UNKNOWN;
}

ent_status ent_run_compare(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a, b;
    ent_expr_kind kind = code->expr->kind;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    ENT_TRY(ent_column_of(code->args[1], frame, in, &b));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        out[row] = ent_from_ternary(compare(kind, ent_column_at(&a, row), ent_column_at(&b, row)));
    }
    ent_column_done(frame, &b);
    ent_column_done(frame, &a);
    return ENT_OK;
}

/* a < b <= c is a < b AND b <= c, but b is evaluated once; a row that is false already goes no further. */
ent_status ent_run_compare_chain(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    uint16_t *rows = ent_rows_take(frame, in->n);
    if (!rows)
        return ent_arena_status(frame->arena, frame->context->error);
    ent_column left, right;
    ent_batch open = *in;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &left));
    for (uint32_t k = 1; k < code->arg_count && open.n > 0; k++) {
        uint32_t still = 0;
        ent_expr_kind kind = code->expr->ops[k - 1];
        ENT_TRY(ent_column_of(code->args[k], frame, &open, &right));
        for (uint32_t i = 0; i < open.n; i++) {
            uint16_t row = (uint16_t)ent_batch_row(&open, i);
            ent_ternary t = compare(kind, ent_column_at(&left, row), ent_column_at(&right, row));
            if (k == 1 || t != ENT_TRUE)
                out[row] = ent_from_ternary(t);
            if (t != ENT_FALSE)
                rows[still++] = row;
        }
        ent_column_done(frame, &left);
        left = right;
        open.sel = rows;
        open.n = still;
    }
    ent_column_done(frame, &left);
    ent_rows_give(frame, rows, in->n);
    return ENT_OK;
}

/* ---- IN ---- */

/* A set of the list's integers and strings, for one list against many rows. `others` says that the list has items of
 * further types, null among them, which the set cannot answer for. */
typedef struct {
    const ent_value **slots;
    uint64_t mask;
    bool others;
} membership;

enum { SET_FROM = 12 };

static bool in_set(ent_value v)
{
    return v.type == ENT_TYPE_INTEGER || v.type == ENT_TYPE_STRING;
}

static bool same(ent_value a, ent_value b)
{
    if (a.type != b.type)
        return false;
    return a.type == ENT_TYPE_INTEGER ? a.i == b.i : ent_str_equal(ent_value_str(a), ent_value_str(b));
}

static const ent_value **find(const membership *set, ent_value v)
{
    uint64_t at = ent_hash(v) & set->mask;
    while (set->slots[at] && !same(*set->slots[at], v))
        at = (at + 1) & set->mask;
    return &set->slots[at];
}

static ent_status membership_of(ent_frame *frame, ent_value list, membership *out)
{
    uint64_t size = 32;
    while (size < (uint64_t)list.n * 2)
        size *= 2;
    out->mask = size - 1;
    out->others = false;
    out->slots = ent_arena_zero(frame->arena, size * sizeof(void *));
    if (!out->slots)
        return ent_arena_status(frame->arena, frame->context->error);
    for (uint32_t i = 0; i < list.n; i++) {
        if (in_set(list.list[i]))
            *find(out, list.list[i]) = &list.list[i];
        else
            out->others = true;
    }
    return ENT_OK;
}

static ent_ternary is_in(ent_value v, ent_value list)
{
    ent_ternary answer = ENT_FALSE;
    for (uint32_t i = 0; i < list.n; i++) {
        ent_ternary t = ent_equal(v, list.list[i]);
        if (t == ENT_TRUE)
            return t;
        if (t == ENT_UNKNOWN)
            answer = t;
    }
    return answer;
}

ent_status ent_run_in(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a, b;
    membership set = {0};
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    ENT_TRY(ent_column_of(code->args[1], frame, in, &b));
    if (b.step == 0 && b.v->type == ENT_TYPE_LIST && b.v->n >= SET_FROM && in->n >= SET_FROM)
        ENT_TRY(membership_of(frame, *b.v, &set));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_value v = ent_column_at(&a, row), list = ent_column_at(&b, row);
        if (list.type == ENT_TYPE_NULL)
            out[row] = ENT_NULL;
        else if (list.type != ENT_TYPE_LIST)
            return ent_type_mismatch(frame->context, code->args[1]->expr->span, "a list after IN", list);
        else if (set.slots && in_set(v) && (*find(&set, v) || !set.others))
            out[row] = ent_bool(*find(&set, v) != NULL);
        else
            out[row] = ent_from_ternary(is_in(v, list));
    }
    ent_column_done(frame, &b);
    ent_column_done(frame, &a);
    return ENT_OK;
}

/* Types nest no deeper than the parser lets them. */
static bool fits_type(ent_value v, ent_type_set types, bool not_null, const ent_item_type *items)
{
    if (ent_is_null(v))
        return !not_null;
    if (!(types & ENT_TYPE_BIT(v.type)))
        return false;
    for (uint32_t i = 0; items && v.type == ENT_TYPE_LIST && i < v.n; i++)
        if (!fits_type(v.list[i], items->types, items->not_null, items->items))
            return false;
    return true;
}

ent_status ent_run_is_typed(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a;
    const ent_expr *expr = code->expr;
    bool wanted = expr->kind == ENT_EXPR_IS_TYPED;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_value v = ent_column_at(&a, row);
        out[row] = ent_bool(fits_type(v, expr->types, expr->types_not_null, expr->item_type) == wanted);
    }
    ent_column_done(frame, &a);
    return ENT_OK;
}
