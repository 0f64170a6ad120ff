/* Dates and times from their parts, with the reason where there is no such date. */
#include "core/value/temporal_parts.h"

#include <inttypes.h>
#include <stdio.h>

static bool outside(char why[ENT_WHY], const char *what, int64_t value, int64_t least, int64_t most)
{
    if (value >= least && value <= most)
        return false;
    snprintf(why, ENT_WHY, "%s %" PRId64 " does not exist, it must lie between %" PRId64 " and %" PRId64, what, value,
             least, most);
    return true;
}

static bool by_month(const ent_date_parts *parts, int64_t *days, char why[ENT_WHY])
{
    if (outside(why, "month", parts->part, 1, 12))
        return false;
    int month = (int)parts->part, length = ent_month_length(parts->year, month);
    if (parts->day < 1 || parts->day > length) {
        snprintf(why, ENT_WHY, "%s %" PRId64 " has %d days", ent_month_name(month), parts->year, length);
        return false;
    }
    *days = ent_days_from_civil(parts->year, month, (int)parts->day);
    return true;
}

static bool by_week(const ent_date_parts *parts, int64_t *days, char why[ENT_WHY])
{
    int weeks = ent_weeks_in_year(parts->year);
    if (parts->part < 1 || parts->part > weeks) {
        snprintf(why, ENT_WHY, "the week year %" PRId64 " has weeks 1 to %d", parts->year, weeks);
        return false;
    }
    if (outside(why, "day of the week", parts->day, 1, 7))
        return false;
    *days = ent_days_from_week(parts->year, (int)parts->part, (int)parts->day);
    if (ent_days_in_range(*days))
        return true;
    snprintf(why, ENT_WHY, "%s", ENT_CALENDAR_ENDS);
    return false;
}

static bool by_ordinal(const ent_date_parts *parts, int64_t *days, char why[ENT_WHY])
{
    int length = ent_leap_year(parts->year) ? 366 : 365;
    if (parts->day < 1 || parts->day > length) {
        snprintf(why, ENT_WHY, "the year %" PRId64 " has %d days", parts->year, length);
        return false;
    }
    *days = ent_days_from_civil(parts->year, 1, 1) + parts->day - 1;
    return true;
}

static bool by_quarter(const ent_date_parts *parts, int64_t *days, char why[ENT_WHY])
{
    if (outside(why, "quarter", parts->part, 1, 4))
        return false;
    int length = ent_quarter_length(parts->year, (int)parts->part);
    if (parts->day < 1 || parts->day > length) {
        snprintf(why, ENT_WHY, "quarter %d of %" PRId64 " has %d days", (int)parts->part, parts->year, length);
        return false;
    }
    *days = ent_days_from_civil(parts->year, 3 * (int)parts->part - 2, 1) + parts->day - 1;
    return true;
}

bool ent_date_from_parts(const ent_date_parts *parts, int64_t *days, char why[ENT_WHY])
{
    if (outside(why, "the year", parts->year, -ENT_YEAR_MAX, ENT_YEAR_MAX))
        return false;
    switch (parts->form) {
    case ENT_BY_WEEK:
        return by_week(parts, days, why);
    case ENT_BY_ORDINAL:
        return by_ordinal(parts, days, why);
    case ENT_BY_QUARTER:
        return by_quarter(parts, days, why);
    default:
        return by_month(parts, days, why);
    }
}

bool ent_time_from_parts(int64_t hour, int64_t minute, int64_t second, int64_t nanos, int64_t *nanos_of_day,
                         char why[ENT_WHY])
{
    if (outside(why, "hour", hour, 0, 23) || outside(why, "minute", minute, 0, 59) ||
        outside(why, "second", second, 0, 59) || outside(why, "nanosecond", nanos, 0, ENT_NANOS_PER_SECOND - 1))
        return false;
    *nanos_of_day = (hour * 3600 + minute * 60 + second) * ENT_NANOS_PER_SECOND + nanos;
    return true;
}
