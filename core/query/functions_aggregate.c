/* Aggregates. Nulls are left out by all of them. What a state keeps is copied: the rows go away, the state stays. */
#include "core/query/function_tables.h"
#include "core/query/program.h"
#include "core/value/temporal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ent_span where_of(const ent_call *call, uint32_t arg)
{
    return call->args ? call->args[arg] : call->where;
}

/* ---- count ---- */

static ent_status count_step(ent_call *call, void *state, const ent_value *args, uint32_t n)
{
    *(int64_t *)state += !ent_is_null(args[0]);
    return ENT_OK;
}

static ent_status count_finish(ent_call *call, void *state, ent_value *out)
{
    *out = ent_int(*(int64_t *)state);
    return ENT_OK;
}

static const ent_aggregate count = {sizeof(int64_t), count_step, count_finish};

/* ---- sum, avg ---- */

/* The sum so far; integers stay integers until a float comes. compensation: what rounding has lost (Neumaier 1974). */
typedef struct {
    ent_value sum; /* nothing while n is 0; of durations, the type alone */
    int64_t n;
    double compensation;
    ent_duration duration;
} total;

static ent_status add_float(total *t, double x)
{
    double sum = ent_as_double(t->sum), next = sum + x;
    if (isfinite(next))
        t->compensation += fabs(sum) >= fabs(x) ? (sum - next) + x : (x - next) + sum;
    t->sum = ent_float(next);
    return ENT_OK;
}

static ent_status add_integer(ent_call *call, total *t, int64_t x)
{
    int64_t sum;
    if (__builtin_add_overflow(t->sum.i, x, &sum))
        return ent_fail(call->context->error, ENT_ARITHMETIC, ENT_PHASE_RUNTIME, call->where, "IntegerOverflow",
                        "the sum is too large for an integer");
    t->sum.i = sum;
    return ENT_OK;
}

static ent_status add_duration(ent_call *call, total *t, const ent_duration *x)
{
    ent_duration *sum = &t->duration;
    sum->nanos += x->nanos;
    int64_t carry = sum->nanos >= 1000000000;
    sum->nanos -= (int32_t)carry * 1000000000;
    if (__builtin_add_overflow(sum->months, x->months, &sum->months) ||
        __builtin_add_overflow(sum->days, x->days, &sum->days) ||
        __builtin_add_overflow(sum->seconds, x->seconds, &sum->seconds) ||
        __builtin_add_overflow(sum->seconds, carry, &sum->seconds))
        return ent_fail(call->context->error, ENT_ARITHMETIC, ENT_PHASE_RUNTIME, call->where, "IntegerOverflow",
                        "the sum is too long for a duration");
    return ENT_OK;
}

static ent_status total_step(ent_call *call, void *state, const ent_value *args, uint32_t n)
{
    total *t = state;
    ent_value v = args[0];
    if (ent_is_null(v))
        return ENT_OK;
    if (!ent_is_number(v) && v.type != ENT_TYPE_DURATION)
        return ent_type_mismatch(call->context, where_of(call, 0), "a number or duration to add up", v);
    if (t->n++ == 0)
        t->sum = v.type == ENT_TYPE_INTEGER ? ent_int(0) : v.type == ENT_TYPE_FLOAT ? ent_float(0) : v;
    if ((t->sum.type == ENT_TYPE_DURATION) != (v.type == ENT_TYPE_DURATION))
        return ent_type_mismatch(
            call->context, where_of(call, 0),
            t->sum.type == ENT_TYPE_DURATION ? "a duration like those before" : "a number like those before", v);
    if (v.type == ENT_TYPE_DURATION)
        return add_duration(call, t, v.duration);
    if (v.type == ENT_TYPE_INTEGER && t->sum.type == ENT_TYPE_INTEGER)
        return add_integer(call, t, v.i);
    return add_float(t, ent_as_double(v));
}

static ent_value total_of(const total *t)
{
    if (t->sum.type == ENT_TYPE_DURATION)
        return (ent_value){.type = ENT_TYPE_DURATION, .duration = &t->duration};
    return t->sum.type == ENT_TYPE_FLOAT ? ent_float(t->sum.f + t->compensation) : t->sum;
}

static ent_status sum_finish(ent_call *call, void *state, ent_value *out)
{
    const total *t = state;
    *out = t->n == 0 ? ent_int(0) : total_of(t);
    return ENT_OK;
}

/* Dividing what was rounded would round twice: the mean of 0.1, 0.2 and 0.3 is 0.2. So the remainder of the division
 * and what the sum had lost are shared out, too. */
static double mean_of(const total *t)
{
    double n = (double)t->n, sum = ent_as_double(t->sum), mean = sum / n;
    if (!isfinite(mean))
        return mean;
    return mean + (fma(-mean, n, sum) + t->compensation) / n;
}

static ent_status avg_finish(ent_call *call, void *state, ent_value *out)
{
    const total *t = state;
    *out = ENT_NULL;
    if (t->n == 0)
        return ENT_OK;
    if (t->sum.type != ENT_TYPE_DURATION) {
        *out = ent_float(mean_of(t));
        return ENT_OK;
    }
    ent_status status = ENT_OK;
    ent_temporal_context temporal = {.arena = call->arena, .error = call->context->error, .where = call->where};
    ent_temporal_arithmetic(&temporal, '/', total_of(t), ent_int(t->n), out, &status);
    return status;
}

/* An average of integers exists also where their sum is no integer. */
static ent_status avg_step(ent_call *call, void *state, const ent_value *args, uint32_t n)
{
    total *t = state;
    int64_t ignored;
    if (args[0].type == ENT_TYPE_INTEGER && t->n > 0 && t->sum.type == ENT_TYPE_INTEGER &&
        __builtin_add_overflow(t->sum.i, args[0].i, &ignored))
        t->sum = ent_float((double)t->sum.i);
    return total_step(call, state, args, n);
}

static const ent_aggregate sum = {sizeof(total), total_step, sum_finish};
static const ent_aggregate avg = {sizeof(total), avg_step, avg_finish};

/* ---- min, max ---- */

typedef struct {
    ent_value best;
    bool any;
} extreme;

static ent_status extreme_step(ent_call *call, extreme *e, ent_value v, int direction)
{
    if (ent_is_null(v) || (e->any && ent_order(v, e->best) * direction >= 0))
        return ENT_OK;
    e->best = ent_value_copy(call->arena, v);
    e->any = true;
    return ent_arena_status(call->arena, call->context->error);
}

static ent_status min_step(ent_call *call, void *state, const ent_value *args, uint32_t n)
{
    return extreme_step(call, state, args[0], 1);
}

static ent_status max_step(ent_call *call, void *state, const ent_value *args, uint32_t n)
{
    return extreme_step(call, state, args[0], -1);
}

static ent_status extreme_finish(ent_call *call, void *state, ent_value *out)
{
    const extreme *e = state;
    *out = e->any ? e->best : ENT_NULL;
    return ENT_OK;
}

static const ent_aggregate min = {sizeof(extreme), min_step, extreme_finish};
static const ent_aggregate max = {sizeof(extreme), max_step, extreme_finish};

/* ---- collect, and what needs all values at once ---- */

typedef struct {
    ent_value *items;
    uint32_t n, room;
    double percentile; /* of the percentile functions; from the first row */
    bool has_percentile;
} collection;

static ent_status keep(ent_call *call, collection *c, ent_value v)
{
    if (c->n == c->room) {
        uint32_t room = c->room < 4 ? 4 : c->room < UINT32_MAX / 2 ? c->room * 2 : UINT32_MAX;
        if (c->n == room)
            return ent_fail(call->context->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, call->where, "NumberOutOfRange",
                            "more than 4,294,967,295 values");
        ent_value *grown = ENT_NEW_ARRAY(call->arena, ent_value, room);
        if (!grown)
            return ent_arena_status(call->arena, call->context->error);
        if (c->n)
            memcpy(grown, c->items, c->n * sizeof *grown);
        c->items = grown;
        c->room = room;
    }
    c->items[c->n++] = ent_value_copy(call->arena, v);
    return ent_arena_status(call->arena, call->context->error);
}

static ent_status collect_step(ent_call *call, void *state, const ent_value *args, uint32_t n)
{
    return ent_is_null(args[0]) ? ENT_OK : keep(call, state, args[0]);
}

static ent_status collect_finish(ent_call *call, void *state, ent_value *out)
{
    const collection *c = state;
    *out = ent_list(c->items, c->n);
    return ENT_OK;
}

static const ent_aggregate collect = {sizeof(collection), collect_step, collect_finish};

static ent_status percentile_step(ent_call *call, void *state, const ent_value *args, uint32_t n)
{
    collection *c = state;
    if (!c->has_percentile) {
        if (!ent_is_number(args[1]))
            return ent_type_mismatch(call->context, where_of(call, 1), "a number from 0 to 1", args[1]);
        c->percentile = ent_as_double(args[1]);
        c->has_percentile = true;
        if (!(c->percentile >= 0 && c->percentile <= 1))
            return ent_fail(call->context->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, where_of(call, 1),
                            "NumberOutOfRange", "a percentile goes from 0 to 1, but this is %g", c->percentile);
    }
    if (ent_is_null(args[0]))
        return ENT_OK;
    if (!ent_is_number(args[0]))
        return ent_type_mismatch(call->context, where_of(call, 0), "a number", args[0]);
    return keep(call, c, args[0]);
}

static int by_order(const void *a, const void *b)
{
    return ent_order(*(const ent_value *)a, *(const ent_value *)b);
}

/* The smallest value that is not below that share of the values. */
static ent_status disc_finish(ent_call *call, void *state, ent_value *out)
{
    collection *c = state;
    *out = ENT_NULL;
    if (c->n == 0)
        return ENT_OK;
    qsort(c->items, c->n, sizeof *c->items, by_order);
    double rank = ceil(c->percentile * c->n);
    *out = c->items[rank < 1 ? 0 : (uint32_t)rank - 1];
    return ENT_OK;
}

/* The value at that share of the way from the first to the last, between two neighbours by straight line. */
static ent_status cont_finish(ent_call *call, void *state, ent_value *out)
{
    collection *c = state;
    *out = ENT_NULL;
    if (c->n == 0)
        return ENT_OK;
    qsort(c->items, c->n, sizeof *c->items, by_order);
    double at = c->percentile * (c->n - 1), part = at - floor(at);
    uint32_t low = (uint32_t)at;
    double value = ent_as_double(c->items[low]);
    if (part > 0)
        value = value * (1 - part) + ent_as_double(c->items[low + 1]) * part;
    *out = ent_float(value);
    return ENT_OK;
}

static const ent_aggregate percentile_cont = {sizeof(collection), percentile_step, cont_finish};
static const ent_aggregate percentile_disc = {sizeof(collection), percentile_step, disc_finish};

/* ---- standard deviation, in one pass (Welford 1962) ---- */

typedef struct {
    int64_t n;
    double mean, squares;
} spread;

static ent_status spread_step(ent_call *call, void *state, const ent_value *args, uint32_t n)
{
    spread *s = state;
    if (ent_is_null(args[0]))
        return ENT_OK;
    if (!ent_is_number(args[0]))
        return ent_type_mismatch(call->context, where_of(call, 0), "a number", args[0]);
    double x = ent_as_double(args[0]), off = x - s->mean;
    s->mean += off / (double)++s->n;
    s->squares += off * (x - s->mean);
    return ENT_OK;
}

static ent_status stdev_finish(ent_call *call, void *state, ent_value *out)
{
    const spread *s = state;
    *out = ent_float(s->n > 1 ? sqrt(s->squares / (double)(s->n - 1)) : 0.0);
    return ENT_OK;
}

static ent_status stdevp_finish(ent_call *call, void *state, ent_value *out)
{
    const spread *s = state;
    *out = ent_float(s->n > 0 ? sqrt(s->squares / (double)s->n) : 0.0);
    return ENT_OK;
}

static const ent_aggregate stdev = {sizeof(spread), spread_step, stdev_finish};
static const ent_aggregate stdevp = {sizeof(spread), spread_step, stdevp_finish};

static const ent_function functions[] = {
    {"avg",
     "(value :: NUMBER | DURATION) :: FLOAT | DURATION",
     "The mean of the values; null when there are none.",
     1,
     1,
     0,
     {ENT_T_NUMBER | ENT_T(DURATION)},
     ENT_T(FLOAT) | ENT_T(DURATION),
     NULL,
     &avg},
    {"collect", "(value :: ANY) :: LIST", "A list of the values.", 1, 1, 0, {0}, ENT_T(LIST), NULL, &collect},
    {"count",
     "(value :: ANY) :: INTEGER",
     "How many values there are; count(*) counts rows.",
     1,
     1,
     0,
     {0},
     ENT_T(INTEGER),
     NULL,
     &count},
    {"max",
     "(value :: ANY) :: ANY",
     "The largest value in the order of ORDER BY.",
     1,
     1,
     0,
     {0},
     ENT_ANY_TYPE,
     NULL,
     &max},
    {"min",
     "(value :: ANY) :: ANY",
     "The smallest value in the order of ORDER BY.",
     1,
     1,
     0,
     {0},
     ENT_ANY_TYPE,
     NULL,
     &min},
    {"percentileCont",
     "(value :: NUMBER, percentile :: FLOAT) :: FLOAT",
     "The percentile (0 to 1) of the values, interpolated.",
     2,
     2,
     0,
     {ENT_T_NUMBER},
     ENT_T(FLOAT),
     NULL,
     &percentile_cont},
    {"percentileDisc",
     "(value :: NUMBER, percentile :: FLOAT) :: NUMBER",
     "The value nearest to the percentile (0 to 1).",
     2,
     2,
     0,
     {ENT_T_NUMBER},
     ENT_T_NUMBER,
     NULL,
     &percentile_disc},
    {"stDev",
     "(value :: NUMBER) :: FLOAT",
     "The standard deviation of a sample.",
     1,
     1,
     0,
     {ENT_T_NUMBER},
     ENT_T(FLOAT),
     NULL,
     &stdev},
    {"stDevP",
     "(value :: NUMBER) :: FLOAT",
     "The standard deviation of a whole population.",
     1,
     1,
     0,
     {ENT_T_NUMBER},
     ENT_T(FLOAT),
     NULL,
     &stdevp},
    {"sum",
     "(value :: NUMBER | DURATION) :: NUMBER | DURATION",
     "The sum of the values; 0 when there are none.",
     1,
     1,
     0,
     {ENT_T_NUMBER | ENT_T(DURATION)},
     ENT_T_NUMBER | ENT_T(DURATION),
     NULL,
     &sum},
};

const ent_function_table ent_functions_aggregate = {functions, sizeof functions / sizeof *functions};
