/* + and - between temporal values and durations, * and / of durations by numbers.
 *
 * A duration is added from its largest part to its smallest: months on the calendar (a day that the month lacks becomes
 * its last), then days, then seconds. With a zone, months and days move the local date and keep the clock time, and
 * seconds are exact time: P1D over the end of summer time is 25 hours, PT24H is not. */
#include "core/value/temporal_parts.h"

#include <math.h>

static ent_status too_long(ent_temporal_context *context)
{
    return ENT_OUT_OF_RANGE(context, "the result is a duration that does not fit in 64 bits");
}

/* A date takes from the seconds only the whole days. */
static bool add_to_date(ent_moment *m, int64_t months, int64_t days, ent_wide nanos)
{
    if (months != 0 && !ent_days_add_months(m->days, months, &m->days))
        return false;
    ent_wide sum = (ent_wide)m->days + days + nanos / ENT_NANOS_PER_DAY;
    if (sum < ENT_DAY_MIN || sum > ENT_DAY_MAX)
        return false;
    m->days = (int64_t)sum;
    return true;
}

static bool add_to_datetime(ent_moment *m, int64_t months, int64_t days, ent_wide nanos)
{
    if (!add_to_date(m, months, days, 0))
        return false;
    if ((months != 0 || days != 0) && !ent_moment_resolve(m))
        return false;
    return nanos == 0 || ent_moment_set_instant(m, ent_moment_instant(m) + nanos);
}

static ent_status add(ent_temporal_context *context, ent_value v, const ent_duration *d, int sign, ent_value *out)
{
    ent_moment m = ent_moment_of(v);
    ent_wide nanos = ((ent_wide)d->seconds * ENT_NANOS_PER_SECOND + d->nanos) * sign;
    int64_t months = d->months, days = d->days;
    if (!m.has_date) {
        m.nanos = (int64_t)((m.nanos + nanos % ENT_NANOS_PER_DAY + ENT_NANOS_PER_DAY) % ENT_NANOS_PER_DAY);
        return ent_moment_value(context, v.type, &m, out);
    }
    if (sign < 0 && (__builtin_sub_overflow(0, months, &months) || __builtin_sub_overflow(0, days, &days)))
        return ent_outside_calendar(context);
    if (!(m.has_time ? add_to_datetime : add_to_date)(&m, months, days, nanos))
        return ent_outside_calendar(context);
    return ent_moment_value(context, v.type, &m, out);
}

static ent_status add_durations(ent_temporal_context *context, const ent_duration *a, const ent_duration *b, int sign,
                                ent_value *out)
{
    ent_duration_sum sum = {.months = (ent_wide)a->months + (ent_wide)b->months * sign,
                            .days = (ent_wide)a->days + (ent_wide)b->days * sign,
                            .seconds = (ent_wide)a->seconds + (ent_wide)b->seconds * sign,
                            .nano_part = (ent_wide)a->nanos + (ent_wide)b->nanos * sign,
                            .scale = 1};
    ent_duration result;
    if (!ent_duration_compose(sum, &result))
        return too_long(context);
    return ent_duration_value(context, &result, out);
}

/* A number as a fraction of two integers of at most 10^18, for exact products. What a number near zero has behind its
 * 18th decimal place is lost. */
static bool as_fraction(ent_value number, ent_wide *numerator, ent_wide *denominator)
{
    ent_decimal decimal;
    if (!ent_decimal_of(number, &decimal))
        return false;
    *denominator = ENT_DECIMAL;
    int64_t part = decimal.part;
    while (*denominator > 1 && part % 10 == 0) {
        part /= 10;
        *denominator /= 10;
    }
    /* whole and part together have at most 17 digits unless the number is an integer */
    *numerator = decimal.whole * *denominator + part;
    return true;
}

static ent_status scale(ent_temporal_context *context, const ent_duration *d, ent_value number, bool divide,
                        ent_value *out)
{
    ent_wide p, q;
    if (divide && (number.type == ENT_TYPE_INTEGER ? number.i == 0 : number.f == 0.0))
        return ENT_OUT_OF_RANGE(context, "a duration is divided by zero");
    if (divide && number.type == ENT_TYPE_FLOAT && isinf(number.f)) {
        ent_duration zero = {0};
        return ent_duration_value(context, &zero, out);
    }
    if (!as_fraction(number, &p, &q))
        return too_long(context);
    if (divide) {
        ent_wide swap = p < 0 ? -q : q;
        q = p < 0 ? -p : p;
        p = swap;
        if (q == 0)
            return too_long(context);
    }
    ent_wide months = d->months * p, days = d->days * p, seconds = d->seconds * p;
    ent_duration_sum sum = {.months = months / q,
                            .month_part = months % q,
                            .days = days / q,
                            .day_part = days % q,
                            .seconds = seconds / q,
                            .nano_part = seconds % q * ENT_NANOS_PER_SECOND + d->nanos * p,
                            .scale = q};
    ent_duration result;
    if (!ent_duration_compose(sum, &result))
        return too_long(context);
    return ent_duration_value(context, &result, out);
}

bool ent_temporal_arithmetic(ent_temporal_context *context, char op, ent_value a, ent_value b, ent_value *out,
                             ent_status *status)
{
    bool a_duration = a.type == ENT_TYPE_DURATION, b_duration = b.type == ENT_TYPE_DURATION;
    int sign = op == '-' ? -1 : 1;
    if (op == '+' || op == '-') {
        if (a_duration && b_duration)
            *status = add_durations(context, a.duration, b.duration, sign, out);
        else if (ent_is_instant(a) && b_duration)
            *status = add(context, a, b.duration, sign, out);
        else if (op == '+' && a_duration && ent_is_instant(b))
            *status = add(context, b, a.duration, sign, out);
        else
            return false;
        return true;
    }
    if (a_duration && ent_is_number(b))
        *status = scale(context, a.duration, b, op == '/', out);
    else if (op == '*' && ent_is_number(a) && b_duration)
        *status = scale(context, b.duration, a, false, out);
    else
        return false;
    return true;
}
