/* The calendar below the temporal values: proleptic Gregorian, with ISO 8601 weeks and quarters.
 *
 * A day is its distance from 1970-01-01. ent_civil_from_days takes any 64-bit number; all else here wants days within
 * ENT_DAY_MIN and ENT_DAY_MAX, years within ENT_YEAR_MAX (week years one more), and months that exist: ask
 * ent_date_valid (core/value/temporal.h) first. */
#ifndef ENT_VALUE_CALENDAR_H
#define ENT_VALUE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#define ENT_YEAR_MAX         INT64_C(999999999)
#define ENT_DAY_MIN          INT64_C(-365243219162) /* -999999999-01-01 */
#define ENT_DAY_MAX          INT64_C(365241780471)  /* +999999999-12-31 */
#define ENT_SECONDS_PER_DAY  INT64_C(86400)
#define ENT_NANOS_PER_SECOND INT64_C(1000000000)
#define ENT_NANOS_PER_DAY    (ENT_SECONDS_PER_DAY * ENT_NANOS_PER_SECOND)

/* Division that rounds down, and its remainder, which is never negative. divisor > 0. */
static inline int64_t ent_floor_div(int64_t a, int64_t divisor)
{
    return a / divisor - (a % divisor < 0);
}
static inline int64_t ent_floor_mod(int64_t a, int64_t divisor)
{
    int64_t rest = a % divisor;
    return rest < 0 ? rest + divisor : rest;
}

static inline bool ent_days_in_range(int64_t days)
{
    return days >= ENT_DAY_MIN && days <= ENT_DAY_MAX;
}

bool ent_leap_year(int64_t year);
int ent_month_length(int64_t year, int month); /* month 1 to 12 */
const char *ent_month_name(int month);         /* "February" */

int ent_weekday(int64_t days); /* 1 Monday to 7 Sunday */
void ent_week_of(int64_t days, int64_t *week_year, int *week);
int ent_weeks_in_year(int64_t week_year); /* 52 or 53 */
int64_t ent_days_from_week(int64_t week_year, int week, int weekday);

int ent_ordinal_day(int64_t year, int month, int day); /* 1 to 366 */
int ent_quarter_length(int64_t year, int quarter);     /* 90 to 92 */

/* The day `months` later (or earlier); a day that the month lacks becomes its last: 31 January and one month is
 * 28 or 29 February. False when it lies outside the years that dates may have. */
bool ent_days_add_months(int64_t days, int64_t months, int64_t *out);

#endif
