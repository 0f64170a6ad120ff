#include "io/edtf.h"

#include <stdio.h>

static const char *const month_names[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};

static int days_in(int year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

/* Exactly `digits` digits at *at, which moves behind them; -1 where something else stands: *at is its place. */
static int number(ent_str text, uint32_t *at, int digits)
{
    int value = 0;
    for (int i = 0; i < digits; i++, ++*at) {
        if (*at >= text.n || text.p[*at] < '0' || text.p[*at] > '9')
            return -1;
        value = value * 10 + (text.p[*at] - '0');
    }
    return value;
}

static bool is_sign(char c)
{
    return c == '~' || c == '?' || c == '%';
}

/* Year, month and day as far as they are written; 0 for those that are not. */
static bool read_numbers(ent_str text, int ymd[3], uint32_t *at, char *reason, size_t size)
{
    static const char *const expected[] = {"a year of four digits", "a month of two digits", "a day of two digits"};
    *at = 0;
    for (int part = 0; part < 3; part++) {
        ymd[part] = number(text, at, part == 0 ? 4 : 2);
        if (ymd[part] < 0) {
            snprintf(reason, size, "expected %s", expected[part]);
            return false;
        }
        if (*at >= text.n || text.p[*at] != '-')
            return true;
        if (part < 2)
            ++*at;
    }
    return true;
}

bool ent_edtf_read(ent_str text, ent_edtf *out, uint32_t *at, char *reason, size_t size)
{
    int ymd[3] = {0, 0, 0};
    if (!read_numbers(text, ymd, at, reason, size))
        return false;
    int year = ymd[0], month = ymd[1], day = ymd[2];
    char sign = 0;
    bool has_month = *at >= 7, has_day = *at >= 10;
    if (*at < text.n && is_sign(text.p[*at]))
        sign = text.p[(*at)++];
    if (*at < text.n) {
        snprintf(reason, size, "expected the end of the date, or ~, ? or %% once");
        return false;
    }
    if (year == 0) {
        *at = 0;
        snprintf(reason, size, "there is no year 0000");
        return false;
    }
    if (has_month && (month < 1 || month > 12)) {
        *at = 5;
        snprintf(reason, size, "there is no month %02d", month);
        return false;
    }
    if (has_day && (day < 1 || day > days_in(year, month))) {
        *at = 8;
        snprintf(reason, size, "%s %d has %d days", month_names[month - 1], year, days_in(year, month));
        return false;
    }
    int last_month = has_month ? month : 12;
    out->first = (ent_day){(int16_t)year, (uint8_t)(has_month ? month : 1), (uint8_t)(has_day ? day : 1)};
    out->last = (ent_day){(int16_t)year, (uint8_t)last_month, (uint8_t)(has_day ? day : days_in(year, last_month))};
    out->sign = sign;
    return true;
}

int ent_day_compare(ent_day a, ent_day b)
{
    if (a.year != b.year)
        return a.year - b.year;
    return a.month != b.month ? a.month - b.month : a.day - b.day;
}
