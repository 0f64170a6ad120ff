/* Prints days of the years 1 to 9999 as the calendar sees them, for calendar_compare.py: day since 1970, year, month,
 * day, week year, week, weekday, ordinal day, and the day again from its date and from its week. */
#include "core/value/calendar.h"
#include "core/value/temporal.h"

#include <inttypes.h>
#include <stdio.h>

enum { STEP = 13 }; /* prime to 7, so that every weekday meets every date in time */

int main(void)
{
    for (int64_t days = ent_days_from_civil(1, 1, 1); days <= ent_days_from_civil(9999, 12, 31); days += STEP) {
        int64_t year, week_year;
        int month, day, week;
        ent_civil_from_days(days, &year, &month, &day);
        ent_week_of(days, &week_year, &week);
        printf("%" PRId64 " %" PRId64 " %d %d %" PRId64 " %d %d %d %" PRId64 " %" PRId64 "\n", days, year, month, day,
               week_year, week, ent_weekday(days), ent_ordinal_day(year, month, day),
               ent_days_from_civil(year, month, day), ent_days_from_week(week_year, week, ent_weekday(days)));
    }
    return 0;
}
