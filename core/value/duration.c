/* Durations: adding up amounts with fractions, exactly, and building one from a map.
 *
 * Everything is integers: a float that a user wrote as 0.1 is taken as a tenth, and what is left of a month is carried
 * into days and seconds without rounding on the way. */
#include "core/value/temporal_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

ent_status ent_duration_value(ent_temporal_context *context, const ent_duration *duration, ent_value *out)
{
    ent_duration *copy = ENT_NEW(context->arena, ent_duration);
    if (!copy)
        return ent_arena_status(context->arena, context->error);
    *copy = *duration;
    *out = (ent_value){.type = ENT_TYPE_DURATION, .duration = copy};
    return ENT_OK;
}

/* Makes whole and part (in 1 / unit, smaller than one) agree in sign. */
static void agree(ent_wide *whole, ent_wide *part, ent_wide unit)
{
    if (*whole > 0 && *part < 0) {
        --*whole;
        *part += unit;
    } else if (*whole < 0 && *part > 0) {
        ++*whole;
        *part -= unit;
    }
}

/* Moves whole units out of part. */
static void carry(ent_wide *whole, ent_wide *part, ent_wide unit)
{
    *whole += *part / unit;
    *part %= unit;
    agree(whole, part, unit);
}

static bool fits(ent_wide n)
{
    return n >= INT64_MIN && n <= INT64_MAX;
}

bool ent_duration_compose(ent_duration_sum sum, ent_duration *out)
{
    carry(&sum.months, &sum.month_part, sum.scale);
    carry(&sum.days, &sum.day_part, sum.scale);
    /* what is left of months and days, in seconds / scale */
    ent_wide rest = sum.month_part * ENT_SECONDS_PER_MONTH + sum.day_part * ENT_SECONDS_PER_DAY;
    carry(&sum.days, &rest, sum.scale * ENT_SECONDS_PER_DAY);
    sum.nano_part += rest * ENT_NANOS_PER_SECOND;
    carry(&sum.seconds, &sum.nano_part, sum.scale * ENT_NANOS_PER_SECOND);
    ent_wide nanos = sum.nano_part / sum.scale;
    if (nanos < 0) {
        nanos += ENT_NANOS_PER_SECOND;
        sum.seconds--;
    }
    if (!fits(sum.months) || !fits(sum.days) || !fits(sum.seconds))
        return false;
    *out = (ent_duration){(int64_t)sum.months, (int64_t)sum.days, (int64_t)sum.seconds, (int32_t)nanos};
    return true;
}

/* The digits of a finite float in its shortest form: value = 0.d1d2d3... * 10^point. */
static int shortest_digits(double f, char digits[24], int *point)
{
    char text[40];
    for (int precision = 14; precision <= 16; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, f);
        if (strtod(text, NULL) == f)
            break;
    }
    int n = 0;
    const char *at = text;
    for (; *at && *at != 'e'; at++) /* the locale's decimal point is passed over, whatever it is */
        if (*at >= '0' && *at <= '9')
            digits[n++] = *at;
    *point = (*at == 'e' ? atoi(at + 1) : 0) + 1;
    return n;
}

bool ent_decimal_of(ent_value number, ent_decimal *out)
{
    if (number.type == ENT_TYPE_INTEGER) {
        *out = (ent_decimal){number.i, 0};
        return true;
    }
    double f = number.f;
    if (number.type != ENT_TYPE_FLOAT || !isfinite(f) || fabs(f) >= 0x1p63)
        return false;
    char digits[24];
    int point, n = shortest_digits(fabs(f), digits, &point);
    int64_t whole = 0, part = 0, weight = ENT_DECIMAL;
    for (int i = 0; i < point; i++) {
        int digit = i < n ? digits[i] - '0' : 0;
        if (__builtin_mul_overflow(whole, 10, &whole) || __builtin_add_overflow(whole, digit, &whole))
            return false;
    }
    for (int i = point; i < n && weight > 1; i++) {
        weight /= 10;
        if (i >= 0)
            part += (digits[i] - '0') * weight;
    }
    *out = f < 0 ? (ent_decimal){-whole, -part} : (ent_decimal){whole, part};
    return true;
}

void ent_duration_add(ent_duration_sum *sum, ent_duration_unit unit, ent_decimal amount)
{
    static const int64_t factors[] = {
        [ENT_YEARS] = 12,
        [ENT_QUARTERS] = 3,
        [ENT_MONTHS] = 1,
        [ENT_WEEKS] = 7,
        [ENT_DAYS] = 1,
        [ENT_HOURS] = 3600,
        [ENT_MINUTES] = 60,
        [ENT_SECONDS] = 1,
        [ENT_MILLISECONDS] = 1,
        [ENT_MICROSECONDS] = 1000,
        [ENT_NANOSECONDS] = 1000000,
    };
    ent_wide whole = amount.whole, part = amount.part;
    int64_t factor = factors[unit];
    switch (unit) {
    case ENT_YEARS:
    case ENT_QUARTERS:
    case ENT_MONTHS:
        sum->months += whole * factor;
        sum->month_part += part * factor;
        break;
    case ENT_WEEKS:
    case ENT_DAYS:
        sum->days += whole * factor;
        sum->day_part += part * factor;
        break;
    case ENT_HOURS:
    case ENT_MINUTES:
    case ENT_SECONDS:
        sum->seconds += whole * factor;
        sum->nano_part += part * factor * ENT_NANOS_PER_SECOND;
        break;
    default: { /* factor: how many of it in a millisecond */
        int64_t per_second = factor * 1000, nanos = 1000000 / factor;
        sum->seconds += whole / per_second;
        sum->nano_part += whole % per_second * nanos * ENT_DECIMAL + part * nanos;
        break;
    }
    }
}

static const struct {
    const char *name;
    ent_duration_unit unit;
} units[] = {
    {"years", ENT_YEARS},
    {"quarters", ENT_QUARTERS},
    {"months", ENT_MONTHS},
    {"weeks", ENT_WEEKS},
    {"days", ENT_DAYS},
    {"hours", ENT_HOURS},
    {"minutes", ENT_MINUTES},
    {"seconds", ENT_SECONDS},
    {"milliseconds", ENT_MILLISECONDS},
    {"microseconds", ENT_MICROSECONDS},
    {"nanoseconds", ENT_NANOSECONDS},
};
enum { UNITS = sizeof units / sizeof *units };

static ent_status unknown_unit(ent_temporal_context *context, ent_str key)
{
    const char *more;
    ent_str shown = ent_quoted(key, &more), names[UNITS];
    for (int i = 0; i < UNITS; i++)
        names[i] = ent_str_of(units[i].name);
    ENT_NO_SUCH(context, "a DURATION has no component '%.*s%s'", ENT_STR_ARG(shown), more);
    int near = ent_str_nearest(key, names, UNITS);
    if (near >= 0)
        ent_hint(context->error, "did you mean '%s'?", units[near].name);
    else
        ent_hint(context->error, "it has years, quarters, months, weeks, days, hours, minutes, seconds, milliseconds, "
                                 "microseconds, nanoseconds");
    return ENT_ARGUMENT;
}

ent_status ent_duration_build(ent_temporal_context *context, ent_value map, ent_value *out)
{
    ent_duration_sum sum = {.scale = ENT_DECIMAL};
    uint32_t given = 0;
    for (uint32_t i = 0; i < map.n; i++) {
        ent_entry entry = map.map[i];
        int unit = 0;
        while (unit < UNITS && !ent_str_equal_nocase(entry.key, ent_str_of(units[unit].name)))
            unit++;
        if (unit == UNITS)
            return unknown_unit(context, entry.key);
        if (given & (1u << unit))
            return ENT_NO_SUCH(context, "the component '%s' is given twice", units[unit].name);
        given |= 1u << unit;
        if (!ent_is_number(entry.value))
            return ENT_WRONG_TYPE(context, "the component '%s' must be an INTEGER or FLOAT, but it is %s",
                                  units[unit].name, ent_type_name(entry.value.type));
        ent_decimal amount;
        if (!ent_decimal_of(entry.value, &amount))
            return ENT_NO_SUCH(context, "the component '%s' is %g, which is no number of 64 bits", units[unit].name,
                               entry.value.f);
        ent_duration_add(&sum, units[unit].unit, amount);
    }
    if (!given)
        return ENT_NO_SUCH(context, "a duration needs at least one component, such as 'days'");
    ent_duration duration;
    if (!ent_duration_compose(sum, &duration))
        return ENT_OUT_OF_RANGE(context, "the components give a duration that does not fit in 64 bits");
    return ent_duration_value(context, &duration, out);
}
