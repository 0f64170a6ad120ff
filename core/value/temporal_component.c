/* Components of temporal values: d.year, d.weekYear, d.epochMillis, d.offset, dur.minutesOfHour, ... */
#include "core/value/temporal_parts.h"

#include <string.h>

enum { HAS_DATE = 1, HAS_TIME = 2, HAS_ZONE = 4 };

/* name, what the value must have */
#define COMPONENTS(X)                                   \
    X(YEAR, "year", HAS_DATE)                           \
    X(QUARTER, "quarter", HAS_DATE)                     \
    X(MONTH, "month", HAS_DATE)                         \
    X(WEEK, "week", HAS_DATE)                           \
    X(WEEK_YEAR, "weekYear", HAS_DATE)                  \
    X(DAY_OF_QUARTER, "dayOfQuarter", HAS_DATE)         \
    X(QUARTER_DAY, "quarterDay", HAS_DATE)              \
    X(DAY, "day", HAS_DATE)                             \
    X(ORDINAL_DAY, "ordinalDay", HAS_DATE)              \
    X(DAY_OF_WEEK, "dayOfWeek", HAS_DATE)               \
    X(WEEK_DAY, "weekDay", HAS_DATE)                    \
    X(HOUR, "hour", HAS_TIME)                           \
    X(MINUTE, "minute", HAS_TIME)                       \
    X(SECOND, "second", HAS_TIME)                       \
    X(MILLISECOND, "millisecond", HAS_TIME)             \
    X(MICROSECOND, "microsecond", HAS_TIME)             \
    X(NANOSECOND, "nanosecond", HAS_TIME)               \
    X(TIMEZONE, "timezone", HAS_ZONE)                   \
    X(OFFSET, "offset", HAS_ZONE)                       \
    X(OFFSET_MINUTES, "offsetMinutes", HAS_ZONE)        \
    X(OFFSET_SECONDS, "offsetSeconds", HAS_ZONE)        \
    X(EPOCH_MILLIS, "epochMillis", HAS_DATE | HAS_ZONE) \
    X(EPOCH_SECONDS, "epochSeconds", HAS_DATE | HAS_ZONE)

typedef enum {
#define X(id, name, needs) C_##id,
    COMPONENTS(X)
#undef X
        C_COUNT
} component;

static const struct {
    const char *name;
    unsigned needs;
} components[] = {
#define X(id, name, needs) {name, needs},
    COMPONENTS(X)
#undef X
};

/* A part of a duration: whole `unit`s of the group, counted within `within` of them (0: all). */
typedef enum { OF_MONTHS, OF_DAYS, OF_NANOS } group;
static const struct {
    const char *name;
    group group;
    int64_t unit, within;
} duration_parts[] = {
    {"years", OF_MONTHS, 12, 0},
    {"quarters", OF_MONTHS, 3, 0},
    {"months", OF_MONTHS, 1, 0},
    {"quartersOfYear", OF_MONTHS, 3, 4},
    {"monthsOfYear", OF_MONTHS, 1, 12},
    {"monthsOfQuarter", OF_MONTHS, 1, 3},
    {"weeks", OF_DAYS, 7, 0},
    {"days", OF_DAYS, 1, 0},
    {"daysOfWeek", OF_DAYS, 1, 7},
    {"hours", OF_NANOS, 3600 * ENT_NANOS_PER_SECOND, 0},
    {"minutes", OF_NANOS, 60 * ENT_NANOS_PER_SECOND, 0},
    {"seconds", OF_NANOS, ENT_NANOS_PER_SECOND, 0},
    {"milliseconds", OF_NANOS, 1000000, 0},
    {"microseconds", OF_NANOS, 1000, 0},
    {"nanoseconds", OF_NANOS, 1, 0},
    {"minutesOfHour", OF_NANOS, 60 * ENT_NANOS_PER_SECOND, 60},
    {"secondsOfMinute", OF_NANOS, ENT_NANOS_PER_SECOND, 60},
    {"millisecondsOfSecond", OF_NANOS, 1000000, 1000},
    {"microsecondsOfSecond", OF_NANOS, 1000, 1000000},
    {"nanosecondsOfSecond", OF_NANOS, 1, ENT_NANOS_PER_SECOND},
};

static ent_value integer(ent_wide n)
{
    return n < INT64_MIN || n > INT64_MAX ? ENT_NULL : ent_int((int64_t)n);
}

static ent_value duration_component(const ent_duration *d, ent_str name)
{
    for (size_t i = 0; i < sizeof duration_parts / sizeof *duration_parts; i++) {
        if (!ent_str_equal_nocase(name, ent_str_of(duration_parts[i].name)))
            continue;
        ent_wide total = duration_parts[i].group == OF_MONTHS ? d->months
                         : duration_parts[i].group == OF_DAYS ? d->days
                                                              : (ent_wide)d->seconds * ENT_NANOS_PER_SECOND + d->nanos;
        total /= duration_parts[i].unit;
        if (duration_parts[i].within)
            total %= duration_parts[i].within;
        return integer(total);
    }
    return ENT_NULL;
}

static ent_value text_value(ent_arena *arena, const char *text, size_t n)
{
    char *copy = ent_arena_copy(arena, text, n);
    return copy ? ent_string((ent_str){copy, (uint32_t)n}) : ENT_NULL;
}

static ent_value zone_component(ent_arena *arena, const ent_moment *m, component which)
{
    char offset[ENT_TEMPORAL_TEXT];
    switch (which) {
    case C_OFFSET_MINUTES:
        return ent_int(m->offset / 60);
    case C_OFFSET_SECONDS:
        return ent_int(m->offset);
    case C_TIMEZONE:
        if (m->zone)
            return text_value(arena, m->zone, strlen(m->zone));
        break;
    default:
        break;
    }
    return text_value(arena, offset, ent_offset_text(offset, m->offset));
}

static ent_value date_component(int64_t days, component which)
{
    int64_t year, week_year;
    int month, day, week;
    ent_civil_from_days(days, &year, &month, &day);
    int quarter = (month + 2) / 3;
    switch (which) {
    case C_YEAR:
        return ent_int(year);
    case C_QUARTER:
        return ent_int(quarter);
    case C_MONTH:
        return ent_int(month);
    case C_DAY:
        return ent_int(day);
    case C_ORDINAL_DAY:
        return ent_int(ent_ordinal_day(year, month, day));
    case C_DAY_OF_QUARTER:
    case C_QUARTER_DAY:
        return ent_int(days - ent_days_from_civil(year, 3 * quarter - 2, 1) + 1);
    case C_DAY_OF_WEEK:
    case C_WEEK_DAY:
        return ent_int(ent_weekday(days));
    default:
        ent_week_of(days, &week_year, &week);
        return ent_int(which == C_WEEK ? week : week_year);
    }
}

static ent_value time_component(int64_t nanos, component which)
{
    int64_t seconds = nanos / ENT_NANOS_PER_SECOND, fraction = nanos % ENT_NANOS_PER_SECOND;
    switch (which) {
    case C_HOUR:
        return ent_int(seconds / 3600);
    case C_MINUTE:
        return ent_int(seconds / 60 % 60);
    case C_SECOND:
        return ent_int(seconds % 60);
    case C_MILLISECOND:
        return ent_int(fraction / 1000000);
    case C_MICROSECOND:
        return ent_int(fraction / 1000);
    default:
        return ent_int(fraction);
    }
}

/* Rounded down, so that it counts back from 1970 in whole units too. */
static ent_value epoch_component(const ent_moment *m, int64_t unit)
{
    ent_wide instant = ent_moment_instant(m);
    return integer(instant / unit - (instant % unit < 0));
}

ent_value ent_temporal_component(ent_arena *arena, ent_value v, ent_str name)
{
    if (v.type == ENT_TYPE_DURATION)
        return duration_component(v.duration, name);
    ent_moment m = ent_moment_of(v);
    unsigned has = (m.has_date ? HAS_DATE : 0) | (m.has_time ? HAS_TIME : 0) | (m.has_zone ? HAS_ZONE : 0);
    for (int i = 0; i < C_COUNT; i++) {
        if (!ent_str_equal_nocase(name, ent_str_of(components[i].name)))
            continue;
        if (components[i].needs & ~has)
            return ENT_NULL;
        if (components[i].needs == HAS_DATE)
            return date_component(m.days, (component)i);
        if (components[i].needs == HAS_TIME)
            return time_component(m.nanos, (component)i);
        if (components[i].needs == HAS_ZONE)
            return zone_component(arena, &m, (component)i);
        return epoch_component(&m, i == C_EPOCH_MILLIS ? INT64_C(1000000) : ENT_NANOS_PER_SECOND);
    }
    return ENT_NULL;
}
