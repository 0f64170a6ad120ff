/* ISO 8601 text to temporal values.
 *
 *   date      2015  2015-07  201507  2015-07-21  20150721  2015-W30  2015W30  2015-W30-2  2015W302
 *             2015-202  2015202  2015-Q3  2015Q3  2015-Q3-45  2015Q345; a year with a sign has 1 to 9 digits
 *   time      21  21:40  2140  21:40:32  214032  21:40:32.142  214032,142; up to nine digits of a second
 *   zone      Z  +01  +0100  +01:00  +01:00:30 and, for a datetime, [Europe/Stockholm] alone or behind an offset
 *   datetime  date, and T and time, which may be missing
 *
 * The length of a run of digits tells the basic forms apart, so nothing is tried twice and every error has one place.
 */
#include "core/value/temporal_parts.h"

#include <stdio.h>

typedef struct {
    ent_temporal_context *context;
    ent_type type;
    ent_source source;
    const char *at, *end;
} parser;

static ent_source source_of(ent_type type, ent_str text)
{
    switch (type) {
    case ENT_TYPE_DATE:
        return (ent_source){text, "date", "2015-07-21"};
    case ENT_TYPE_LOCAL_TIME:
        return (ent_source){text, "local time", "21:40:32.142"};
    case ENT_TYPE_TIME:
        return (ent_source){text, "time", "21:40:32.142+01:00"};
    case ENT_TYPE_LOCAL_DATETIME:
        return (ent_source){text, "local datetime", "2015-07-21T21:40:32.142"};
    default:
        return (ent_source){text, "datetime", "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]"};
    }
}

static ent_status unreadable(parser *p, const char *at, const char *expected)
{
    return ent_unreadable(p->context, &p->source, at, expected);
}

/* The text can be read, but names nothing that exists. */
static ent_status nonexistent(parser *p, const char *why)
{
    const char *more;
    ent_str shown = ent_quoted(p->source.text, &more);
    return ENT_NO_SUCH(p->context, "'%.*s%s' is not a %s: %s", ENT_STR_ARG(shown), more, p->source.noun, why);
}

static bool is_digit(const parser *p, const char *at)
{
    return at < p->end && *at >= '0' && *at <= '9';
}

/* Length of the run of digits at the cursor. */
static int run_length(const parser *p)
{
    const char *at = p->at;
    while (is_digit(p, at) && at - p->at < 32)
        at++;
    return (int)(at - p->at);
}

static bool accept(parser *p, char c)
{
    if (p->at == p->end || *p->at != c)
        return false;
    p->at++;
    return true;
}

/* The next n digits, which must be there; n <= 9. */
static int64_t take_digits(parser *p, int n)
{
    int64_t value = 0;
    for (int i = 0; i < n; i++)
        value = value * 10 + (*p->at++ - '0');
    return value;
}

/* Behind "2015-" and what has no hyphens behind "2015": W30, Q3. */
static ent_status parse_week(parser *p, ent_date_parts *parts, bool hyphens)
{
    int length = run_length(p);
    parts->form = ENT_BY_WEEK;
    if (length != 2 && (hyphens || length != 3))
        return unreadable(p, p->at, "a week of two digits");
    parts->part = take_digits(p, 2);
    if (length == 3)
        parts->day = take_digits(p, 1);
    else if (hyphens && accept(p, '-')) {
        if (run_length(p) != 1)
            return unreadable(p, p->at, "a day of the week from 1 to 7");
        parts->day = take_digits(p, 1);
    }
    return ENT_OK;
}

static ent_status parse_quarter(parser *p, ent_date_parts *parts, bool hyphens)
{
    int length = run_length(p);
    parts->form = ENT_BY_QUARTER;
    if (length != 1 && (hyphens || length != 3))
        return unreadable(p, p->at, "a quarter from 1 to 4");
    parts->part = take_digits(p, 1);
    if (length == 3)
        parts->day = take_digits(p, 2);
    else if (hyphens && accept(p, '-')) {
        if (run_length(p) != 2)
            return unreadable(p, p->at, "a day of the quarter of two digits");
        parts->day = take_digits(p, 2);
    }
    return ENT_OK;
}

/* Behind "2015-". */
static ent_status parse_hyphenated(parser *p, ent_date_parts *parts)
{
    if (accept(p, 'W'))
        return parse_week(p, parts, true);
    if (accept(p, 'Q'))
        return parse_quarter(p, parts, true);
    int length = run_length(p);
    if (length == 3) {
        parts->form = ENT_BY_ORDINAL;
        parts->day = take_digits(p, 3);
        return ENT_OK;
    }
    if (length != 2)
        return unreadable(p, p->at, "a month of two digits");
    parts->part = take_digits(p, 2);
    if (!accept(p, '-'))
        return ENT_OK;
    if (run_length(p) != 2)
        return unreadable(p, p->at, "a day of two digits");
    parts->day = take_digits(p, 2);
    return ENT_OK;
}

static ent_status parse_date(parser *p, int64_t *days)
{
    ent_date_parts parts = {.form = ENT_BY_MONTH, .part = 1, .day = 1};
    bool negative = accept(p, '-'), sign = negative || accept(p, '+');
    const char *start = p->at;
    int length = run_length(p);
    if (sign ? length < 1 || length > 9 : length != 4 && (length < 6 || length > 8))
        return unreadable(p, length == 0 ? p->at : start,
                          sign ? "a year of up to nine digits" : "a year of four digits (more need a sign)");
    parts.year = take_digits(p, sign ? length : 4);
    if (negative)
        parts.year = -parts.year;
    if (!sign && length > 4) { /* 201507, 2015202, 20150721 */
        if (length == 7) {
            parts.form = ENT_BY_ORDINAL;
            parts.day = take_digits(p, 3);
        } else {
            parts.part = take_digits(p, 2);
            if (length == 8)
                parts.day = take_digits(p, 2);
        }
    } else if (p->at < p->end && *p->at == '-' && p->at + 1 < p->end) {
        p->at++;
        ENT_TRY(parse_hyphenated(p, &parts));
    } else if (accept(p, 'W')) {
        ENT_TRY(parse_week(p, &parts, false));
    } else if (accept(p, 'Q')) {
        ENT_TRY(parse_quarter(p, &parts, false));
    }
    char why[ENT_WHY];
    return ent_date_from_parts(&parts, days, why) ? ENT_OK : nonexistent(p, why);
}

static ent_status parse_fraction(parser *p, int64_t *nanos)
{
    if (!accept(p, '.') && !accept(p, ','))
        return ENT_OK;
    int length = run_length(p);
    if (length < 1 || length > 9)
        return unreadable(p, p->at, "a fraction of one to nine digits");
    *nanos = take_digits(p, length);
    for (int i = length; i < 9; i++)
        *nanos *= 10;
    return ENT_OK;
}

static ent_status parse_time(parser *p, int64_t *nanos_of_day)
{
    int64_t hour, minute = 0, second = 0, nanos = 0;
    int length = run_length(p);
    if (length != 2 && length != 4 && length != 6)
        return unreadable(p, p->at, "an hour of two digits");
    hour = take_digits(p, 2);
    bool seconds = length == 6;
    if (length >= 4)
        minute = take_digits(p, 2);
    if (length == 6)
        second = take_digits(p, 2);
    if (length == 2 && accept(p, ':')) {
        if (run_length(p) != 2)
            return unreadable(p, p->at, "a minute of two digits");
        minute = take_digits(p, 2);
        if (accept(p, ':')) {
            if (run_length(p) != 2)
                return unreadable(p, p->at, "a second of two digits");
            second = take_digits(p, 2);
            seconds = true;
        }
    }
    if (seconds)
        ENT_TRY(parse_fraction(p, &nanos));
    char why[ENT_WHY];
    return ent_time_from_parts(hour, minute, second, nanos, nanos_of_day, why) ? ENT_OK : nonexistent(p, why);
}

static ent_status parse_offset(parser *p, ent_moment *m, bool *given)
{
    *given = false;
    if (p->at == p->end || (*p->at != 'Z' && *p->at != '+' && *p->at != '-'))
        return ENT_OK;
    *given = true;
    const char *start = p->at;
    if (ent_offset_parse(&p->at, p->end, &m->offset))
        return ENT_OK;
    return unreadable(p, start, "an offset of at most 18 hours such as +01:00");
}

/* [Europe/Stockholm], with or without an offset before it, which must then be one that the zone has at that time. */
static ent_status parse_zone(parser *p, ent_moment *m)
{
    bool offset_given;
    ENT_TRY(parse_offset(p, m, &offset_given));
    if (!accept(p, '['))
        return ENT_OK;
    const char *start = p->at;
    while (p->at < p->end && *p->at != ']')
        p->at++;
    ent_str name = {start, (uint32_t)(p->at - start)};
    if (!accept(p, ']'))
        return unreadable(p, p->at, "']' behind the name of the zone");
    int32_t offset = offset_given ? m->offset : ENT_NO_OFFSET;
    ENT_TRY(ent_moment_set_zone(p->context, name, m));
    if (!m->zone) /* [+01:00] */
        return offset_given && offset != m->offset ? nonexistent(p, "its two offsets differ") : ENT_OK;
    m->offset = offset;
    ent_moment resolved = *m;
    if (!ent_moment_resolve(&resolved))
        return nonexistent(p, ENT_CALENDAR_ENDS);
    if (offset_given && resolved.offset != offset) {
        char is[ENT_TEMPORAL_TEXT], why[ENT_WHY];
        ent_offset_text(is, resolved.offset);
        snprintf(why, sizeof why, "%s has the offset %.12s at that time", m->zone, is);
        return nonexistent(p, why);
    }
    *m = resolved;
    return ENT_OK;
}

/* What is left over behind a value that can be read. */
static ent_status expect_end(parser *p)
{
    if (p->at == p->end)
        return ENT_OK;
    if (p->type == ENT_TYPE_DATE)
        return unreadable(p, p->at, "the end (datetime() and localdatetime() read a time too)");
    if (p->type == ENT_TYPE_LOCAL_TIME)
        return unreadable(p, p->at, "the end (time() reads an offset too)");
    if (p->type == ENT_TYPE_LOCAL_DATETIME)
        return unreadable(p, p->at, "the end (datetime() reads an offset or zone too)");
    if (p->type == ENT_TYPE_TIME && *p->at == '[')
        return unreadable(p, p->at, "the end (a time has an offset, but no named zone: that needs a date)");
    return unreadable(p, p->at, "the end");
}

ent_status ent_temporal_parse(ent_temporal_context *context, ent_type type, ent_str text, ent_value *out)
{
    if (type == ENT_TYPE_DURATION)
        return ent_duration_parse(context, text, out);
    parser p = {context, type, source_of(type, text), text.p, text.p + text.n};
    ent_moment m = {0};
    bool offset_given, has_time = type == ENT_TYPE_LOCAL_TIME || type == ENT_TYPE_TIME;
    if (has_time)
        accept(&p, 'T');
    else
        ENT_TRY(parse_date(&p, &m.days));
    if (type == ENT_TYPE_LOCAL_DATETIME || type == ENT_TYPE_DATETIME)
        has_time = accept(&p, 'T');
    if (has_time)
        ENT_TRY(parse_time(&p, &m.nanos));
    if (type == ENT_TYPE_TIME)
        ENT_TRY(parse_offset(&p, &m, &offset_given));
    else if (type == ENT_TYPE_DATETIME)
        ENT_TRY(parse_zone(&p, &m));
    ENT_TRY(expect_end(&p));
    return ent_moment_value(context, type, &m, out);
}
