/* ISO 8601 durations: P12Y5M14DT16H13M10.5S, P2.5W, -P1D, PT-0.5S, and as a date and time P2012-02-02T14:37:21.545.
 *
 * Every number may have a sign and a fraction; a sign before the P turns all of them around. */
#include "core/value/temporal_parts.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    ent_temporal_context *context;
    ent_source source;
    const char *at, *end;
    bool negative;
    ent_duration_sum sum;
} parser;

static ent_status unreadable(parser *p, const char *at, const char *expected)
{
    return ent_unreadable(p->context, &p->source, at, expected);
}

static ent_status too_large(parser *p)
{
    const char *more;
    ent_str shown = ent_quoted(p->source.text, &more);
    return ENT_OUT_OF_RANGE(p->context, "'%.*s%s' is a duration that does not fit in 64 bits", ENT_STR_ARG(shown),
                            more);
}

static bool is_digit(const parser *p)
{
    return p->at < p->end && *p->at >= '0' && *p->at <= '9';
}

static bool accept(parser *p, char c)
{
    if (p->at == p->end || *p->at != c)
        return false;
    p->at++;
    return true;
}

/* ".5" or ",5" as a part of one; digits beyond the 18th are too small to matter. */
static ent_status parse_fraction(parser *p, int64_t *part)
{
    *part = 0;
    if (!accept(p, '.') && !accept(p, ','))
        return ENT_OK;
    if (!is_digit(p))
        return unreadable(p, p->at, "a digit");
    for (int64_t weight = ENT_DECIMAL; is_digit(p); p->at++) {
        weight /= 10;
        *part += (*p->at - '0') * weight;
    }
    return ENT_OK;
}

static ent_status parse_number(parser *p, ent_decimal *out)
{
    bool negative = accept(p, '-');
    if (!negative)
        accept(p, '+');
    if (!is_digit(p))
        return unreadable(p, p->at, "a number");
    negative ^= p->negative;
    *out = (ent_decimal){0, 0};
    for (; is_digit(p); p->at++) {
        int digit = negative ? -(*p->at - '0') : *p->at - '0';
        if (__builtin_mul_overflow(out->whole, 10, &out->whole) ||
            __builtin_add_overflow(out->whole, digit, &out->whole))
            return too_large(p);
    }
    ENT_TRY(parse_fraction(p, &out->part));
    if (negative)
        out->part = -out->part;
    return ENT_OK;
}

/* Numbers with units, in the order of the units, each at most once. */
static ent_status parse_units(parser *p, const char *letters, const ent_duration_unit *units, const char *expected,
                              bool *any)
{
    const char *next = letters;
    while (p->at < p->end && *p->at != 'T') {
        ent_decimal amount;
        ENT_TRY(parse_number(p, &amount));
        const char *letter = p->at < p->end ? strchr(next, *p->at) : NULL;
        if (!letter || *letter == '\0')
            return unreadable(p, p->at, expected);
        ent_duration_add(&p->sum, units[letter - letters], amount);
        p->at++;
        next = letter + 1;
        *any = true;
    }
    return ENT_OK;
}

/* n digits that are at most `most`. */
static bool take(parser *p, int n, int64_t most, int64_t *out)
{
    *out = 0;
    for (int i = 0; i < n; i++) {
        if (!is_digit(p))
            return false;
        *out = *out * 10 + (*p->at++ - '0');
    }
    return *out <= most;
}

/* P2012-02-02T14:37:21.545 or P20120202T143721.545: amounts in the places of a date and a time. */
static ent_status parse_as_datetime(parser *p, bool hyphens)
{
    int64_t years, months, days, hours = 0, minutes = 0, seconds = 0, part = 0;
    if (!take(p, 4, 9999, &years) || (hyphens && !accept(p, '-')) || !take(p, 2, 12, &months) ||
        (hyphens && !accept(p, '-')) || !take(p, 2, 31, &days))
        return unreadable(p, p->at, "an amount as in P2012-02-02T14:37:21");
    if (accept(p, 'T')) {
        if (!take(p, 2, 24, &hours))
            return unreadable(p, p->at, "hours from 00 to 24");
        bool colons = p->at < p->end && *p->at == ':';
        if ((colons && accept(p, ':')) || is_digit(p)) {
            if (!take(p, 2, 59, &minutes))
                return unreadable(p, p->at, "minutes from 00 to 59");
            if (colons ? accept(p, ':') : is_digit(p)) {
                if (!take(p, 2, 59, &seconds))
                    return unreadable(p, p->at, "seconds from 00 to 59");
                ENT_TRY(parse_fraction(p, &part));
            }
        }
    }
    if (p->at != p->end)
        return unreadable(p, p->at, "the end");
    int64_t sign = p->negative ? -1 : 1;
    ent_duration_add(&p->sum, ENT_YEARS, (ent_decimal){sign * years, 0});
    ent_duration_add(&p->sum, ENT_MONTHS, (ent_decimal){sign * months, 0});
    ent_duration_add(&p->sum, ENT_DAYS, (ent_decimal){sign * days, 0});
    ent_duration_add(&p->sum, ENT_HOURS, (ent_decimal){sign * hours, 0});
    ent_duration_add(&p->sum, ENT_MINUTES, (ent_decimal){sign * minutes, 0});
    ent_duration_add(&p->sum, ENT_SECONDS, (ent_decimal){sign * seconds, sign * part});
    return ENT_OK;
}

static ent_status parse_with_units(parser *p)
{
    static const ent_duration_unit date_units[] = {ENT_YEARS, ENT_MONTHS, ENT_WEEKS, ENT_DAYS};
    static const ent_duration_unit time_units[] = {ENT_HOURS, ENT_MINUTES, ENT_SECONDS};
    bool any = false;
    ENT_TRY(parse_units(p, "YMWD", date_units, "one of Y, M, W, D, in this order,", &any));
    if (accept(p, 'T')) {
        any = false;
        ENT_TRY(parse_units(p, "HMS", time_units, "one of H, M, S, in this order,", &any));
    }
    if (!any || p->at != p->end)
        return unreadable(p, p->at, "a number");
    return ENT_OK;
}

ent_status ent_duration_parse(ent_temporal_context *context, ent_str text, ent_value *out)
{
    parser p = {.context = context,
                .source = {text, "duration", "P1Y2M10DT2H30M5.5S"},
                .at = text.p,
                .end = text.p + text.n,
                .sum.scale = ENT_DECIMAL};
    p.negative = accept(&p, '-');
    if (!p.negative)
        accept(&p, '+');
    if (!accept(&p, 'P'))
        return unreadable(&p, p.at, "P");
    const char *digits = p.at;
    while (digits < p.end && *digits >= '0' && *digits <= '9')
        digits++;
    bool hyphens = digits - p.at == 4 && digits < p.end && *digits == '-';
    if (hyphens || (digits - p.at == 8 && (digits == p.end || *digits == 'T')))
        ENT_TRY(parse_as_datetime(&p, hyphens));
    else
        ENT_TRY(parse_with_units(&p));
    ent_duration duration;
    if (!ent_duration_compose(p.sum, &duration))
        return too_large(&p);
    return ent_duration_value(context, &duration, out);
}
