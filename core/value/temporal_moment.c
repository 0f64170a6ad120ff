/* A temporal value taken apart, its zone, and back. */
#include "core/text/text.h"
#include "core/value/temporal_parts.h"

#include <string.h>

enum { LARGEST_OFFSET = 18 * 3600 };

bool ent_is_instant(ent_value v)
{
    return v.type == ENT_TYPE_DATE || v.type == ENT_TYPE_LOCAL_TIME || v.type == ENT_TYPE_TIME ||
           v.type == ENT_TYPE_LOCAL_DATETIME || v.type == ENT_TYPE_DATETIME;
}

static int64_t within_calendar(int64_t days)
{
    return days < ENT_DAY_MIN ? ENT_DAY_MIN : days > ENT_DAY_MAX ? ENT_DAY_MAX : days;
}

ent_moment ent_moment_of(ent_value v)
{
    ent_moment m = {0};
    switch (v.type) {
    case ENT_TYPE_DATE:
        m.has_date = true;
        m.days = within_calendar(v.i);
        break;
    case ENT_TYPE_TIME:
        m.has_zone = true;
        m.offset = ent_time_offset(v);
        m.has_time = true;
        m.nanos = ent_floor_mod(v.i, ENT_NANOS_PER_DAY);
        break;
    case ENT_TYPE_LOCAL_TIME:
        m.has_time = true;
        m.nanos = ent_floor_mod(v.i, ENT_NANOS_PER_DAY);
        break;
    case ENT_TYPE_LOCAL_DATETIME:
        m.has_date = m.has_time = true;
        m.days = within_calendar(ent_floor_div(v.i, ENT_SECONDS_PER_DAY));
        m.nanos = ent_floor_mod(v.i, ENT_SECONDS_PER_DAY) * ENT_NANOS_PER_SECOND + v.n % ENT_NANOS_PER_SECOND;
        break;
    case ENT_TYPE_DATETIME:
        m.has_date = m.has_time = m.has_zone = true;
        m.days = within_calendar(ent_floor_div(v.datetime->seconds, ENT_SECONDS_PER_DAY));
        m.nanos = ent_floor_mod(v.datetime->seconds, ENT_SECONDS_PER_DAY) * ENT_NANOS_PER_SECOND +
                  ent_floor_mod(v.datetime->nanos, ENT_NANOS_PER_SECOND);
        m.offset = v.datetime->offset;
        m.zone = v.datetime->zone;
        break;
    default:
        break;
    }
    return m;
}

static int64_t local_seconds(const ent_moment *m)
{
    return m->days * ENT_SECONDS_PER_DAY + m->nanos / ENT_NANOS_PER_SECOND;
}

ent_status ent_moment_value(ent_temporal_context *context, ent_type type, const ent_moment *m, ent_value *out)
{
    bool dated = type == ENT_TYPE_DATE || type == ENT_TYPE_LOCAL_DATETIME || type == ENT_TYPE_DATETIME;
    if (dated && !ent_days_in_range(m->days))
        return ent_outside_calendar(context);
    switch (type) {
    case ENT_TYPE_DATE:
        *out = ent_date(m->days);
        return ENT_OK;
    case ENT_TYPE_LOCAL_TIME:
        *out = (ent_value){.type = ENT_TYPE_LOCAL_TIME, .i = m->nanos};
        return ENT_OK;
    case ENT_TYPE_TIME:
        *out = (ent_value){.type = ENT_TYPE_TIME, .n = (uint32_t)m->offset, .i = m->nanos};
        return ENT_OK;
    case ENT_TYPE_LOCAL_DATETIME:
        *out = (ent_value){
            .type = ENT_TYPE_LOCAL_DATETIME, .n = (uint32_t)(m->nanos % ENT_NANOS_PER_SECOND), .i = local_seconds(m)};
        return ENT_OK;
    default: {
        ent_datetime *datetime = ENT_NEW(context->arena, ent_datetime);
        if (!datetime)
            return ent_arena_status(context->arena, context->error);
        *datetime = (ent_datetime){.seconds = local_seconds(m),
                                   .nanos = (int32_t)(m->nanos % ENT_NANOS_PER_SECOND),
                                   .offset = m->offset,
                                   .zone = m->zone};
        *out = (ent_value){.type = ENT_TYPE_DATETIME, .datetime = datetime};
        return ENT_OK;
    }
    }
}

ent_wide ent_moment_instant(const ent_moment *m)
{
    return (ent_wide)m->days * ENT_NANOS_PER_DAY + m->nanos - (ent_wide)m->offset * ENT_NANOS_PER_SECOND;
}

/* Sets the local date and time from nanoseconds on the local clock. */
static bool set_local(ent_moment *m, ent_wide nanos)
{
    ent_wide days = nanos / ENT_NANOS_PER_DAY;
    ent_wide rest = nanos % ENT_NANOS_PER_DAY;
    if (rest < 0) {
        rest += ENT_NANOS_PER_DAY;
        days--;
    }
    if (days < ENT_DAY_MIN || days > ENT_DAY_MAX)
        return false;
    m->days = (int64_t)days;
    m->nanos = (int64_t)rest;
    return true;
}

bool ent_moment_set_instant(ent_moment *m, ent_wide nanos)
{
    /* Greenwich may be a day past the end of the calendar where the local date is not */
    if (nanos < (ent_wide)(ENT_DAY_MIN - 1) * ENT_NANOS_PER_DAY ||
        nanos > (ent_wide)(ENT_DAY_MAX + 2) * ENT_NANOS_PER_DAY)
        return false;
    if (m->zone)
        m->offset =
            ent_zone_offset_at(m->zone, (int64_t)(nanos / ENT_NANOS_PER_SECOND - (nanos % ENT_NANOS_PER_SECOND < 0)));
    return set_local(m, nanos + (ent_wide)m->offset * ENT_NANOS_PER_SECOND);
}

bool ent_moment_resolve(ent_moment *m)
{
    if (!m->zone)
        return true;
    int64_t local = local_seconds(m);
    if (m->offset != ENT_NO_OFFSET && ent_zone_offset_at(m->zone, local - m->offset) == m->offset)
        return true;
    m->offset = ent_zone_offset_local(m->zone, local);
    return ent_moment_set_instant(m, ent_moment_instant(m));
}

static bool two_digits(const char **at, const char *end, int *out)
{
    const char *p = *at;
    if (end - p < 2 || p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return false;
    *out = (p[0] - '0') * 10 + (p[1] - '0');
    *at = p + 2;
    return true;
}

bool ent_offset_parse(const char **at, const char *end, int32_t *offset)
{
    const char *p = *at;
    if (p < end && *p == 'Z') {
        *offset = 0;
        *at = p + 1;
        return true;
    }
    if (p == end || (*p != '+' && *p != '-'))
        return false;
    bool west = *p++ == '-';
    int hours, minutes = 0, seconds = 0;
    if (!two_digits(&p, end, &hours))
        return false;
    bool colons = p < end && *p == ':';
    if (colons || (p < end && *p >= '0' && *p <= '9')) {
        p += colons;
        if (!two_digits(&p, end, &minutes))
            return false;
        if (colons ? p < end && *p == ':' : p < end && *p >= '0' && *p <= '9') {
            p += colons;
            if (!two_digits(&p, end, &seconds))
                return false;
        }
    }
    int32_t size = hours * 3600 + minutes * 60 + seconds;
    if (minutes > 59 || seconds > 59 || size > LARGEST_OFFSET)
        return false;
    *offset = west ? -size : size;
    *at = p;
    return true;
}

ent_status ent_moment_set_zone(ent_temporal_context *context, ent_str text, ent_moment *m)
{
    const char *at = text.p, *end = text.p + text.n, *more;
    m->has_zone = true;
    m->zone = NULL;
    if (text.n > 0 && ent_offset_parse(&at, end, &m->offset) && at == end)
        return ENT_OK;
    m->offset = ENT_NO_OFFSET;
    if (text.n > 0)
        m->zone = ent_zone_name(text);
    if (m->zone)
        return ENT_OK;
    ent_str shown = ent_quoted(text, &more);
    ENT_NO_SUCH(context, "'%.*s%s' is no time zone", ENT_STR_ARG(shown), more);
    ent_hint(context->error, "a time zone is a name such as 'Europe/Stockholm', or an offset of at most 18 hours "
                             "such as '+01:00' or 'Z'");
    return ENT_ARGUMENT;
}
