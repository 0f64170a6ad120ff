/* +, -, *, /, %, ^, || and the signs.
 *
 * Integers are exact or fail: overflow and division by zero are ArithmeticErrors. Floats follow IEEE 754. + also joins
 * strings and lists, and temporal values and durations have their own arithmetic. */
#include "core/query/program.h"
#include "core/value/temporal.h"

#include <math.h>
#include <string.h>

static ent_status overflow(ent_context *context, ent_span where)
{
    return ent_fail(context->error, ENT_ARITHMETIC, ENT_PHASE_RUNTIME, where, "IntegerOverflow",
                    "the result is too large for an integer");
}

static ent_status by_zero(ent_context *context, ent_span where)
{
    return ent_fail(context->error, ENT_ARITHMETIC, ENT_PHASE_RUNTIME, where, "DivisionByZero", "division by zero");
}

static ent_status of_integers(ent_context *context, ent_span where, ent_expr_kind kind, int64_t a, int64_t b,
                              ent_value *out)
{
    int64_t result = 0;
    bool wraps = false;
    switch (kind) {
    case ENT_EXPR_ADD:
        wraps = __builtin_add_overflow(a, b, &result);
        break;
    case ENT_EXPR_SUBTRACT:
        wraps = __builtin_sub_overflow(a, b, &result);
        break;
    case ENT_EXPR_MULTIPLY:
        wraps = __builtin_mul_overflow(a, b, &result);
        break;
    case ENT_EXPR_DIVIDE:
        if (b == 0)
            return by_zero(context, where);
        if (b == -1)
            wraps = __builtin_sub_overflow((int64_t)0, a, &result);
        else
            result = a / b;
        break;
    case ENT_EXPR_MODULO:
        if (b == 0)
            return by_zero(context, where);
        result = b == -1 ? 0 : a % b;
        break;
    default:
        *out = ent_float(pow((double)a, (double)b));
        return ENT_OK;
    }
    if (wraps)
        return overflow(context, where);
    *out = ent_int(result);
    return ENT_OK;
}

static double of_floats(ent_expr_kind kind, double a, double b)
{
    switch (kind) {
    case ENT_EXPR_ADD:
        return a + b;
    case ENT_EXPR_SUBTRACT:
        return a - b;
    case ENT_EXPR_MULTIPLY:
        return a * b;
    case ENT_EXPR_DIVIDE:
        return a / b;
    case ENT_EXPR_MODULO:
        return fmod(a, b);
    default:
        return pow(a, b);
    }
}

/* ---- joining ---- */

static ent_status too_long(ent_context *context, ent_span where, const char *what)
{
    return ent_fail(context->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, where, "NumberOutOfRange",
                    "the %s would be longer than 4 GiB or 4,294,967,295 items", what);
}

static ent_status join_strings(ent_context *context, ent_arena *arena, ent_span where, ent_str a, ent_str b,
                               ent_value *out)
{
    if (a.n > UINT32_MAX - b.n)
        return too_long(context, where, "string");
    char *joined = ent_arena_alloc(arena, (size_t)a.n + b.n + 1);
    if (!joined)
        return ent_arena_status(arena, context->error);
    if (a.n)
        memcpy(joined, a.p, a.n);
    if (b.n)
        memcpy(joined + a.n, b.p, b.n);
    joined[a.n + b.n] = '\0';
    *out = ent_string((ent_str){joined, a.n + b.n});
    return ENT_OK;
}

static ent_status join_lists(ent_context *context, ent_arena *arena, ent_span where, const ent_value *a, uint32_t m,
                             const ent_value *b, uint32_t n, ent_value *out)
{
    if (m > UINT32_MAX - n)
        return too_long(context, where, "list");
    ent_value *items = ENT_NEW_ARRAY(arena, ent_value, (size_t)m + n);
    if (!items)
        return ent_arena_status(arena, context->error);
    if (m)
        memcpy(items, a, m * sizeof *items);
    if (n)
        memcpy(items + m, b, n * sizeof *items);
    *out = ent_list(items, m + n);
    return ENT_OK;
}

/* What a string takes in on the other side of +. */
static bool has_plain_text(ent_value v)
{
    switch (v.type) {
    case ENT_TYPE_MAP:
    case ENT_TYPE_NODE:
    case ENT_TYPE_RELATIONSHIP:
    case ENT_TYPE_PATH:
    case ENT_TYPE_LIST:
        return false;
    default:
        return true;
    }
}

static ent_status mismatch(ent_context *context, ent_span where, const char *what, ent_value a, ent_value b)
{
    char left[ENT_DESCRIPTION], right[ENT_DESCRIPTION];
    return ent_fail(context->error, ENT_TYPE, ENT_PHASE_RUNTIME, where, "InvalidArgumentType",
                    "cannot %s: the left side is %s, the right side %s", what, ent_describe(left, a),
                    ent_describe(right, b));
}

/* + where not both are numbers, and neither is null. */
static ent_status join(ent_context *context, ent_arena *arena, ent_span where, ent_value a, ent_value b, ent_value *out)
{
    if (a.type == ENT_TYPE_LIST && b.type == ENT_TYPE_LIST)
        return join_lists(context, arena, where, a.list, a.n, b.list, b.n, out);
    if (a.type == ENT_TYPE_LIST)
        return join_lists(context, arena, where, a.list, a.n, &b, 1, out);
    if (b.type == ENT_TYPE_LIST)
        return join_lists(context, arena, where, &a, 1, b.list, b.n, out);
    bool text = (a.type == ENT_TYPE_STRING && has_plain_text(b)) || (b.type == ENT_TYPE_STRING && has_plain_text(a));
    if (text) {
        ent_str left = a.type == ENT_TYPE_STRING ? ent_value_str(a) : ent_value_text(arena, a, true);
        ent_str right = b.type == ENT_TYPE_STRING ? ent_value_str(b) : ent_value_text(arena, b, true);
        ENT_TRY(ent_arena_status(arena, context->error));
        return join_strings(context, arena, where, left, right, out);
    }
    return mismatch(context, where, "add these", a, b);
}

/* ---- one row ---- */

static bool is_temporal(ent_value v)
{
    return v.type >= ENT_TYPE_DATETIME && v.type <= ENT_TYPE_DURATION;
}

static ent_status apply(ent_context *context, ent_arena *arena, ent_span where, ent_expr_kind kind, ent_value a,
                        ent_value b, ent_value *out)
{
    static const struct {
        char sign;
        const char *verb;
    } words[] = {
        [ENT_EXPR_ADD - ENT_EXPR_ADD] = {'+', "add these"},
        [ENT_EXPR_SUBTRACT - ENT_EXPR_ADD] = {'-', "subtract these"},
        [ENT_EXPR_MULTIPLY - ENT_EXPR_ADD] = {'*', "multiply these"},
        [ENT_EXPR_DIVIDE - ENT_EXPR_ADD] = {'/', "divide these"},
        [ENT_EXPR_MODULO - ENT_EXPR_ADD] = {'%', "take the remainder of these"},
        [ENT_EXPR_POWER - ENT_EXPR_ADD] = {'^', "raise these to a power"},
    };
    if (ent_is_null(a) || ent_is_null(b)) {
        *out = ENT_NULL;
        return ENT_OK;
    }
    if (ent_is_number(a) && ent_is_number(b)) {
        if (a.type == ENT_TYPE_INTEGER && b.type == ENT_TYPE_INTEGER)
            return of_integers(context, where, kind, a.i, b.i, out);
        *out = ent_float(of_floats(kind, ent_as_double(a), ent_as_double(b)));
        return ENT_OK;
    }
    char sign = words[kind - ENT_EXPR_ADD].sign;
    if ((is_temporal(a) || is_temporal(b)) && sign != '%' && sign != '^') {
        ent_temporal_context temporal = {.arena = arena, .error = context->error, .where = where};
        ent_status status = ENT_OK;
        if (ent_temporal_arithmetic(&temporal, sign, a, b, out, &status))
            return status;
    }
    if (kind == ENT_EXPR_ADD)
        return join(context, arena, where, a, b, out);
    return mismatch(context, where, words[kind - ENT_EXPR_ADD].verb, a, b);
}

ent_status ent_run_arithmetic(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a, b;
    ent_expr_kind kind = code->expr->kind;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    ENT_TRY(ent_column_of(code->args[1], frame, in, &b));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_value x = ent_column_at(&a, row), y = ent_column_at(&b, row);
        if (x.type == ENT_TYPE_FLOAT && y.type == ENT_TYPE_FLOAT)
            out[row] = ent_float(of_floats(kind, x.f, y.f));
        else
            ENT_TRY(apply(frame->context, frame->arena, code->expr->op_span, kind, x, y, &out[row]));
    }
    ent_column_done(frame, &b);
    ent_column_done(frame, &a);
    return ENT_OK;
}

/* ||: strings with strings, lists with lists. */
ent_status ent_run_concat(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a, b;
    ent_span where = code->expr->op_span;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    ENT_TRY(ent_column_of(code->args[1], frame, in, &b));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_value x = ent_column_at(&a, row), y = ent_column_at(&b, row);
        if (ent_is_null(x) || ent_is_null(y))
            out[row] = ENT_NULL;
        else if (x.type != y.type || (x.type != ENT_TYPE_STRING && x.type != ENT_TYPE_LIST))
            return mismatch(frame->context, where, "join these with ||", x, y);
        else
            ENT_TRY(join(frame->context, frame->arena, where, x, y, &out[row]));
    }
    ent_column_done(frame, &b);
    ent_column_done(frame, &a);
    return ENT_OK;
}

static ent_status negate(ent_frame *frame, const ent_code *code, ent_value v, ent_value *out)
{
    ent_span where = code->expr->span;
    switch (v.type) {
    case ENT_TYPE_NULL:
        *out = ENT_NULL;
        return ENT_OK;
    case ENT_TYPE_INTEGER:
        if (v.i == INT64_MIN)
            return overflow(frame->context, where);
        *out = ent_int(-v.i);
        return ENT_OK;
    case ENT_TYPE_FLOAT:
        *out = ent_float(-v.f);
        return ENT_OK;
    case ENT_TYPE_DURATION:
        return apply(frame->context, frame->arena, where, ENT_EXPR_MULTIPLY, v, ent_int(-1), out);
    default:
        return ent_type_mismatch(frame->context, where, "a number or duration after -", v);
    }
}

ent_status ent_run_negate(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ENT_TRY(negate(frame, code, ent_column_at(&a, row), &out[row]));
    }
    ent_column_done(frame, &a);
    return ENT_OK;
}

ent_status ent_run_plus(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out)
{
    ent_column a;
    ENT_TRY(ent_column_of(code->args[0], frame, in, &a));
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t row = ent_batch_row(in, i);
        ent_value v = ent_column_at(&a, row);
        if (!ent_is_number(v) && v.type != ENT_TYPE_DURATION && v.type != ENT_TYPE_NULL)
            return ent_type_mismatch(frame->context, code->expr->span, "a number or duration after +", v);
        out[row] = v;
    }
    ent_column_done(frame, &a);
    return ENT_OK;
}
