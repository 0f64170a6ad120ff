/* Functions of numbers. */
#include "core/base/number.h"
#include "core/query/function_tables.h"
#include "core/query/random.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One file-wide rule for the many functions double -> double: FLOATS(id, expression in x). */
#define FLOATS(id, expression)                                                                    \
    static ent_status id##_run(ent_call *call, const ent_value *args, uint32_t n, ent_value *out) \
    {                                                                                             \
        double x = ent_as_double(args[0]);                                                        \
        *out = ent_float(expression);                                                             \
        return ENT_OK;                                                                            \
    }

FLOATS(acos, acos(x))
FLOATS(asin, asin(x))
FLOATS(atan, atan(x))
FLOATS(ceil, ceil(x))
FLOATS(cos, cos(x))
FLOATS(cosh, cosh(x))
FLOATS(cot, 1.0 / tan(x))
FLOATS(coth, 1.0 / tanh(x))
FLOATS(degrees, x *(180.0 / M_PI))
FLOATS(exp, exp(x))
FLOATS(floor, floor(x))
FLOATS(haversin, (1.0 - cos(x)) / 2.0)
FLOATS(log, log(x))
FLOATS(log10, log10(x))
FLOATS(radians, x *(M_PI / 180.0))
FLOATS(sin, sin(x))
FLOATS(sinh, sinh(x))
FLOATS(sqrt, sqrt(x))
FLOATS(tan, tan(x))
FLOATS(tanh, tanh(x))

static ent_status atan2_run(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ent_float(atan2(ent_as_double(args[0]), ent_as_double(args[1])));
    return ENT_OK;
}

static ent_status pi_run(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ent_float(M_PI);
    return ENT_OK;
}

static ent_status e_run(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ent_float(M_E);
    return ENT_OK;
}

static ent_status rand_run(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    uint64_t bits;
    ENT_TRY(ent_random_next(call->context, &bits));
    *out = ent_float((double)(bits >> 11) * 0x1p-53);
    return ENT_OK;
}

static ent_status abs_run(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    if (args[0].type == ENT_TYPE_FLOAT)
        *out = ent_float(fabs(args[0].f));
    else if (args[0].i == INT64_MIN)
        return ent_fail(call->context->error, ENT_ARITHMETIC, ENT_PHASE_RUNTIME, call->where, "IntegerOverflow",
                        "the result is too large for an integer");
    else
        *out = ent_int(args[0].i < 0 ? -args[0].i : args[0].i);
    return ENT_OK;
}

static ent_status sign_run(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    double x = ent_as_double(args[0]);
    *out = ent_int((x > 0) - (x < 0));
    return ENT_OK;
}

static ent_status is_nan_run(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ent_bool(args[0].type == ENT_TYPE_FLOAT && isnan(args[0].f));
    return ENT_OK;
}

/* ---- round ----
 *
 * To a number of decimal places, of the number as it is written: round(1.005, 2) is 1.01 although the double lies a
 * little below 1.005. So the shortest decimal digits that read back as the double are rounded, not the double. */

typedef enum { UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN, MODES } rounding;
static const char *const mode_names[MODES] = {"UP", "DOWN", "CEILING", "FLOOR", "HALF_UP", "HALF_DOWN", "HALF_EVEN"};

/* Whether the kept digits go up by one: `digits` from `keep` on are dropped. */
static bool goes_up(rounding mode, bool negative, const char *digits, int keep, int n)
{
    bool exact = true;
    for (int i = keep < 0 ? 0 : keep; i < n; i++)
        exact = exact && digits[i] == '0';
    if (exact)
        return false;
    /* the dropped part against one half: -1, 0, 1 */
    int half = -1;
    if (keep >= 0 && keep < n) {
        half = digits[keep] > '5' ? 1 : digits[keep] < '5' ? -1 : 0;
        for (int i = keep + 1; half == 0 && i < n; i++)
            if (digits[i] != '0')
                half = 1;
    }
    bool odd = keep > 0 && ((digits[keep - 1] - '0') & 1);
    switch (mode) {
    case UP:
        return true;
    case DOWN:
        return false;
    case CEILING:
        return !negative;
    case FLOOR:
        return negative;
    case HALF_UP:
        return half >= 0;
    case HALF_DOWN:
        return half > 0;
    default:
        return half > 0 || (half == 0 && odd);
    }
}

static double round_to(double x, int64_t places, rounding mode)
{
    char text[40], digits[32];
    if (!isfinite(x) || x == 0 || places > 400)
        return x;
    /* d.ddde[+-]xx, with the fewest digits that read back as x */
    int shown = 0;
    for (int precision = 0; precision < 17; precision++) {
        double back;
        shown = snprintf(text, sizeof text, "%.*e", precision, fabs(x));
        for (char *c = text; *c; c++)
            if (*c == ',')
                *c = '.';
        if (ent_double_parse((ent_str){text, (uint32_t)shown}, &back) && back == fabs(x))
            break;
    }
    int n = 0, exponent = 0;
    char *e = strchr(text, 'e');
    for (char *c = text; c < e; c++)
        if (*c >= '0' && *c <= '9')
            digits[n++] = *c;
    sscanf(e + 1, "%d", &exponent);
    /* the value is 0.digits * 10^(exponent + 1); keep the digits before and `places` after the point */
    int64_t want = (int64_t)exponent + 1 + places;
    if (want >= n)
        return x;
    int keep = want < 0 ? -1 : (int)want;
    bool up = goes_up(mode, x < 0, digits, keep, n);
    int kept = keep < 0 ? 0 : keep;
    uint64_t number = 0;
    for (int i = 0; i < kept; i++)
        number = number * 10 + (uint64_t)(digits[i] - '0');
    number += up;
    if (number == 0)
        return copysign(0.0, x);
    int length = snprintf(text, sizeof text, "%llue%d", (unsigned long long)number, (int)-places);
    double result = x;
    ent_double_parse((ent_str){text, (uint32_t)length}, &result);
    return copysign(result, x);
}

static ent_status round_run(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    double x = ent_as_double(args[0]);
    rounding mode = HALF_UP;
    int64_t places = n > 1 ? args[1].i : 0;
    ent_span where = call->args && n > 1 ? call->args[n - 1] : call->where;
    if (n > 2) {
        for (mode = 0; mode < MODES; mode++)
            if (ent_str_equal_nocase(ent_value_str(args[2]), ent_str_of(mode_names[mode])))
                break;
        if (mode == MODES) {
            ent_fail(call->context->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, where, "InvalidArgumentValue",
                     "round() knows no mode '%.*s'", (int)(args[2].n < 40 ? args[2].n : 40), args[2].s);
            ent_hint(call->context->error, "one of UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN");
            return ENT_ARGUMENT;
        }
    }
    if (places < 0)
        return ent_fail(call->context->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, where, "NumberOutOfRange",
                        "round() takes 0 or more decimal places, not %lld", (long long)places);
    /* without places a tie goes towards positive infinity */
    if (n == 1)
        *out = ent_float(isfinite(x) ? (x - floor(x) >= 0.5 ? ceil(x) : floor(x)) : x);
    else
        *out = ent_float(round_to(x, places, mode));
    return ENT_OK;
}

#define ONE_NUMBER                \
    1, 1, ENT_FN_NULL_PROPAGATES, \
    {                             \
        ENT_T_NUMBER              \
    }
#define FLOAT_FROM(name, id, help)                                                     \
    {                                                                                  \
        name, "(x :: NUMBER) :: FLOAT", help, ONE_NUMBER, ENT_T(FLOAT), id##_run, NULL \
    }

static const ent_function functions[] = {
    {"abs", "(x :: NUMBER) :: NUMBER", "The number without its sign.", ONE_NUMBER, ENT_T_NUMBER, abs_run, NULL},
    FLOAT_FROM("acos", acos, "The arc cosine in radians."),
    FLOAT_FROM("asin", asin, "The arc sine in radians."),
    FLOAT_FROM("atan", atan, "The arc tangent in radians."),
    {"atan2",
     "(y :: NUMBER, x :: NUMBER) :: FLOAT",
     "The angle of the point (x, y) in radians.",
     2,
     2,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T_NUMBER},
     ENT_T(FLOAT),
     atan2_run,
     NULL},
    FLOAT_FROM("ceil", ceil, "The smallest whole number that is not below x."),
    FLOAT_FROM("cos", cos, "The cosine of an angle in radians."),
    FLOAT_FROM("cosh", cosh, "The hyperbolic cosine."),
    FLOAT_FROM("cot", cot, "The cotangent of an angle in radians."),
    FLOAT_FROM("coth", coth, "The hyperbolic cotangent."),
    FLOAT_FROM("degrees", degrees, "Radians turned into degrees."),
    {"e", "() :: FLOAT", "The base of the natural logarithm.", 0, 0, 0, {0}, ENT_T(FLOAT), e_run, NULL},
    FLOAT_FROM("exp", exp, "e to the power of x."),
    FLOAT_FROM("floor", floor, "The largest whole number that is not above x."),
    FLOAT_FROM("haversin", haversin, "Half the versine of an angle in radians."),
    {"isNaN", "(x :: NUMBER) :: BOOLEAN", "Whether x is not a number.", ONE_NUMBER, ENT_T(BOOLEAN), is_nan_run, NULL},
    FLOAT_FROM("log", log, "The natural logarithm."),
    FLOAT_FROM("log10", log10, "The logarithm to base 10."),
    {"pi",
     "() :: FLOAT",
     "The ratio of a circle's circumference to its diameter.",
     0,
     0,
     0,
     {0},
     ENT_T(FLOAT),
     pi_run,
     NULL},
    FLOAT_FROM("radians", radians, "Degrees turned into radians."),
    {"rand",
     "() :: FLOAT",
     "A random number that is at least 0 and below 1.",
     0,
     0,
     ENT_FN_IMPURE,
     {0},
     ENT_T(FLOAT),
     rand_run,
     NULL},
    {"round",
     "(x :: NUMBER, places = 0 :: INTEGER, mode = 'HALF_UP' :: STRING) :: FLOAT",
     "The nearest number with so many decimal places.",
     1,
     3,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T_NUMBER, ENT_T(INTEGER), ENT_T(STRING)},
     ENT_T(FLOAT),
     round_run,
     NULL},
    {"sign", "(x :: NUMBER) :: INTEGER", "-1, 0 or 1, as x is negative, 0 or positive.", ONE_NUMBER, ENT_T(INTEGER),
     sign_run, NULL},
    FLOAT_FROM("sin", sin, "The sine of an angle in radians."),
    FLOAT_FROM("sinh", sinh, "The hyperbolic sine."),
    FLOAT_FROM("sqrt", sqrt, "The square root; NaN for negative numbers."),
    FLOAT_FROM("tan", tan, "The tangent of an angle in radians."),
    FLOAT_FROM("tanh", tanh, "The hyperbolic tangent."),
};

const ent_function_table ent_functions_math = {functions, sizeof functions / sizeof *functions};
