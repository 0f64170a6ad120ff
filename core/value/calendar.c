/* Days, months, weeks and quarters. Years are counted from March inside, so that the leap day comes last and a month
 * is a linear function of the day. */
#include "core/value/calendar.h"

#include "core/value/temporal.h"

enum { DAYS_PER_ERA = 146097, YEARS_PER_ERA = 400 };
/* Days from 0000-03-01 to 1970-01-01, as whole eras and the rest: adding them apart cannot overflow. */
enum { EPOCH_ERA = 4, EPOCH_DAY_OF_ERA = 719468 - EPOCH_ERA * DAYS_PER_ERA };

bool ent_leap_year(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int ent_month_length(int64_t year, int month)
{
    static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && ent_leap_year(year) ? 29 : lengths[month - 1];
}

const char *ent_month_name(int month)
{
    static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
    return names[month - 1];
}

bool ent_date_valid(int64_t year, int month, int day)
{
    return year >= -ENT_YEAR_MAX && year <= ENT_YEAR_MAX && month >= 1 && month <= 12 && day >= 1 &&
           day <= ent_month_length(year, month);
}

int64_t ent_days_from_civil(int64_t year, int month, int day)
{
    int from_march = (month + 9) % 12;
    if (month <= 2)
        year--;
    int64_t era = ent_floor_div(year, YEARS_PER_ERA);
    int64_t year_of_era = ent_floor_mod(year, YEARS_PER_ERA);
    int64_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (era - EPOCH_ERA) * DAYS_PER_ERA + day_of_era - EPOCH_DAY_OF_ERA;
}

void ent_civil_from_days(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t era = ent_floor_div(days, DAYS_PER_ERA) + EPOCH_ERA;
    int64_t day_of_era = ent_floor_mod(days, DAYS_PER_ERA) + EPOCH_DAY_OF_ERA;
    if (day_of_era >= DAYS_PER_ERA) {
        day_of_era -= DAYS_PER_ERA;
        era++;
    }
    /* the last day of 4, 100 and 400 years is taken out before dividing by the common year */
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int from_march = (int)((5 * day_of_year + 2) / 153);
    *day = (int)(day_of_year - (153 * from_march + 2) / 5 + 1);
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = era * YEARS_PER_ERA + year_of_era + (*month <= 2);
}

int ent_weekday(int64_t days)
{
    return (int)((ent_floor_mod(days, 7) + 3) % 7) + 1;
}

/* The Monday of week 1: the week that holds 4 January. */
static int64_t first_monday(int64_t week_year)
{
    int64_t fourth = ent_days_from_civil(week_year, 1, 4);
    return fourth - (ent_weekday(fourth) - 1);
}

void ent_week_of(int64_t days, int64_t *week_year, int *week)
{
    int64_t year;
    int month, day;
    ent_civil_from_days(days, &year, &month, &day);
    if (days >= first_monday(year + 1))
        year++;
    else if (days < first_monday(year))
        year--;
    *week_year = year;
    *week = (int)((days - first_monday(year)) / 7) + 1;
}

int ent_weeks_in_year(int64_t week_year)
{
    return (int)((first_monday(week_year + 1) - first_monday(week_year)) / 7);
}

int64_t ent_days_from_week(int64_t week_year, int week, int weekday)
{
    return first_monday(week_year) + INT64_C(7) * (week - 1) + (weekday - 1);
}

int ent_ordinal_day(int64_t year, int month, int day)
{
    return (int)(ent_days_from_civil(year, month, day) - ent_days_from_civil(year, 1, 1)) + 1;
}

int ent_quarter_length(int64_t year, int quarter)
{
    int first = 3 * quarter - 2;
    return ent_month_length(year, first) + ent_month_length(year, first + 1) + ent_month_length(year, first + 2);
}

bool ent_days_add_months(int64_t days, int64_t months, int64_t *out)
{
    int64_t year, total;
    int month, day;
    ent_civil_from_days(days, &year, &month, &day);
    if (__builtin_mul_overflow(year, 12, &total) || __builtin_add_overflow(total, month - 1, &total) ||
        __builtin_add_overflow(total, months, &total))
        return false;
    year = ent_floor_div(total, 12);
    month = (int)ent_floor_mod(total, 12) + 1;
    if (year < -ENT_YEAR_MAX || year > ENT_YEAR_MAX)
        return false;
    int length = ent_month_length(year, month);
    *out = ent_days_from_civil(year, month, day < length ? day : length);
    return true;
}
