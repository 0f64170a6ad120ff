/* Temporal values from maps of components, from each other, and truncated. */
#include "tests/unit/value/temporal_expression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void dates(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"date({year: 1984, month: 10, day: 11})", "1984-10-11"},
        {"date({year: 1984})", "1984-01-01"},
        {"date({year: 1984, week: 10, dayOfWeek: 3})", "1984-03-07"},
        {"date({weekYear: 1984, week: 10})", "1984-03-05"},
        {"date({year: 1818, week: 53})", "1818-12-28"},
        {"date({year: 1984, quarter: 3, dayOfQuarter: 45})", "1984-08-14"},
        {"date({year: 1984, ordinalDay: 202})", "1984-07-20"},
        {"date({date: date('1984-11-11'), year: 28})", "0028-11-11"},
        {"date({date: date('1984-11-11'), quarter: 3})", "1984-08-11"},
        /* the week year of the date that stands behind, and its day of the week */
        {"date({date: date('1816-12-31'), week: 2})", "1817-01-07"},
        {"date({date: datetime('1984-11-11T12:00+01:00'), dayOfWeek: 1})", "1984-11-05"},
        {"date({timezone: 'Pacific/Kiritimati'})", "2026-11-25"},
        {"date(null)", "null"},
        {"date({})", "ArgumentError: a date needs at least the component 'year' or 'date'"},
        {"date({year: 1984, day: 1})", "ArgumentError: the component 'day' needs 'month' beside it"},
        {"date({year: 1984, month: 2, week: 1})",
         "ArgumentError: the components 'month' and 'week' do not go together"},
        {"date({date: date('2016-02-29'), year: 2015})",
         "ArgumentError: the components give no date: February 2015 has 28 days"},
        {"date({year: 2015, week: 9223372036854775807})",
         "ArgumentError: the components give no date: the week year 2015 has weeks 1 to 53"},
        {"date({year: 1000000000})",
         "ArgumentError: the components give no date: the year 1000000000 does not exist, it "
         "must lie between -999999999 and 999999999"},
        {"date({year: 999999999, week: 53})",
         "ArgumentError: the components give no date: the week year 999999999 has weeks 1 to 52"},
        {"date({year: 1984, hour: 3})", "ArgumentError: a DATE has no component 'hour'"},
        {"date({year: '1984'})", "TypeError: the component 'year' must be an INTEGER, but it is STRING"},
    };
    CHECK_ROWS(rows);
}

static void times(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"localtime({hour: 12, minute: 31, second: 14, nanosecond: 789, millisecond: 123, microsecond: 456})",
         "12:31:14.123456789"},
        {"localtime({hour: 12, minute: 31, second: 14, microsecond: 645876})", "12:31:14.645876"},
        {"localtime({time: time('12:31:14.645876+01:00'), second: 42})", "12:31:42.645876"},
        {"time({hour: 12, timezone: '-02:05:07'})", "12:00-02:05:07"},
        {"time({time: localtime('12:31'), timezone: '+05:00'})", "12:31+05:00"},
        {"time({time: time('12:31+01:00'), timezone: '+05:00'})", "16:31+05:00"},
        {"time({time: time('23:31+01:00'), timezone: '+05:00'})", "03:31+05:00"},
        {"time({time: datetime('2017-07-01T12:00[Europe/Stockholm]'), timezone: 'Asia/Tokyo'})", "19:00+09:00"},
        {"time(datetime('1984-10-11T12:00[Europe/Stockholm]'))", "12:00+01:00"},
        {"time({hour: 12, timezone: 'Asia/Tokyo'})",
         "ArgumentError: the offset of 'Asia/Tokyo' is not known without a date"},
        {"localtime({hour: 1, minute: 1, second: 1, millisecond: 1, nanosecond: 1000000})",
         "ArgumentError: the component 'nanosecond' is 1000000, but must lie between 0 and 999999"},
        {"localtime({minute: 4})", "ArgumentError: the component 'minute' needs 'hour' beside it"},
        {"localtime({})", "ArgumentError: a time needs at least the component 'hour' or 'time'"},
        {"localtime(date('2015-01-01'))", "TypeError: a LOCAL TIME cannot be made from a DATE, which has no time"},
    };
    CHECK_ROWS(rows);
}

static void datetimes(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"localdatetime({date: date('1984-10-11'), time: time('12:31+01:00'), day: 28})", "1984-10-28T12:31"},
        {"datetime({year: 1984, timezone: 'Europe/Stockholm'})", "1984-01-01T00:00+01:00[Europe/Stockholm]"},
        /* a date lends no zone, a time does; another zone is the same instant, after all fields are set */
        {"datetime({date: datetime('1984-10-11T12:00+01:00'), hour: 10})", "1984-10-11T10:00Z"},
        {"datetime({year: 1984, month: 10, day: 11, time: time('12:31+01:00')})", "1984-10-11T12:31+01:00"},
        {"datetime({year: 1984, time: time('12:31+01:00'), timezone: '+05:00'})", "1984-01-01T16:31+05:00"},
        {"datetime({year: 1984, time: localtime('12:31'), timezone: '+05:00'})", "1984-01-01T12:31+05:00"},
        {"datetime({date: date('1984-03-07'), time: datetime('1984-10-11T12:00[Europe/Stockholm]'), day: 28, timezone: "
         "'Pacific/Honolulu'})",
         "1984-03-28T00:00-10:00[Pacific/Honolulu]"},
        {"datetime({datetime: datetime('1984-10-11T12:00[Europe/Stockholm]'), timezone: '+05:00'})",
         "1984-10-11T16:00+05:00"},
        /* of the two hours of that night the one that was */
        {"datetime({datetime: datetime('2017-10-29T02:30+01:00[Europe/Stockholm]'), minute: 31})",
         "2017-10-29T02:31+01:00[Europe/Stockholm]"},
        {"datetime({epochSeconds: 416779, nanosecond: 5, timezone: '+01:00'})", "1970-01-05T20:46:19.000000005+01:00"},
        {"datetime({epochMillis: -1})", "1969-12-31T23:59:59.999Z"},
        {"datetime.fromEpoch(416779, 999999999)", "1970-01-05T19:46:19.999999999Z"},
        {"datetime.fromEpochMillis(237821673987)", "1977-07-15T13:34:33.987Z"},
        {"datetime.fromEpoch(9223372036854775807, 9223372036854775807)",
         "ArithmeticError: the result lies outside the calendar"},
        {"datetime()", "2026-11-24T12:34:56.789Z"},
        {"datetime.statement('Europe/Stockholm')", "2026-11-24T13:34:56.789+01:00[Europe/Stockholm]"},
        {"time.transaction('-03:30')", "09:04:56.789-03:30"},
        {"datetime({datetime: datetime(), date: date()})",
         "ArgumentError: the components 'datetime' and 'date' exclude each other"},
        {"datetime({year: 1984, timezone: 'Mars/Olympus'})", "ArgumentError: 'Mars/Olympus' is no time zone"},
        {"datetime({epochMillis: 1, hour: 2})",
         "ArgumentError: the components 'epochMillis' and 'hour' do not go together"},
        {"datetime(localtime('12:00'))",
         "TypeError: a ZONED DATETIME cannot be made from a LOCAL TIME, which has no date"},
    };
    CHECK_ROWS(rows);
}

static void truncated(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"date.truncate('millennium', date('2017-10-11'), {day: 2})", "2000-01-02"},
        {"date.truncate('century', date('-0001-10-11'))", "-0100-01-01"},
        {"date.truncate('decade', datetime('1984-10-11T12:00+01:00'))", "1980-01-01"},
        {"date.truncate('weekYear', date('1984-01-01'), {day: 5})", "1983-01-05"},
        {"date.truncate('quarter', date('1984-11-11'))", "1984-10-01"},
        {"date.truncate('week', date('1984-10-11'), {dayOfWeek: 2})", "1984-10-09"},
        {"date.truncate('month')", "2026-11-01"},
        {"datetime.truncate('hour', localdatetime('1984-10-11T12:31:14.645'), {timezone: 'Europe/Stockholm'})",
         "1984-10-11T12:00+01:00[Europe/Stockholm]"},
        {"datetime.truncate('day', datetime('1984-10-11T12:31-01:00'), {timezone: 'Europe/Stockholm'})",
         "1984-10-11T00:00+01:00[Europe/Stockholm]"},
        {"datetime.truncate('millisecond', datetime('1984-10-11T12:31:14.645876123Z'), {nanosecond: 2})",
         "1984-10-11T12:31:14.645000002Z"},
        {"localtime.truncate('microsecond', localtime('12:31:14.645876123'), {nanosecond: 2})", "12:31:14.645876002"},
        {"time.truncate('day', datetime('1984-10-11T12:31-01:00'))", "00:00-01:00"},
        {"localdatetime.truncate('day', date('1984-10-11'), {hour: 3})", "1984-10-11T03:00"},
        {"date.truncate('yaer', date())", "ArgumentError: there is no unit 'yaer' to truncate to"},
        {"date.truncate('hour', datetime())", "ArgumentError: a DATE has no unit as small as 'hour'"},
        {"time.truncate('week', datetime())", "ArgumentError: a ZONED TIME has no unit as large as 'week'"},
        {"date.truncate('day', time('12:00'))", "TypeError: a ZONED TIME cannot be truncated to a DATE"},
        {"date.truncate('year', date(), {year: 3})",
         "ArgumentError: the component 'year' is not smaller than the unit 'year'"},
        {"localtime.truncate('millisecond', localtime('12:00'), {nanosecond: 1000000})",
         "ArgumentError: the component 'nanosecond' is 1000000, but must lie between 0 and 999999"},
        {"date.truncate('millennium', date('-999999999-01-01'))",
         "ArithmeticError: the result lies outside the calendar"},
    };
    CHECK_ROWS(rows);
}

static void durations(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"duration({months: 0.75})", "P22DT19H51M49.5S"},
        {"duration({weeks: 2.5})", "P17DT12H"},
        {"duration({quarters: 1.5})", "P4M15DT5H14M33S"},
        {"duration({minutes: 1.5, seconds: 1})", "PT1M31S"},
        {"duration({seconds: -60, milliseconds: -1})", "PT-1M-0.001S"},
        {"duration({seconds: -2, milliseconds: 1})", "PT-1.999S"},
        {"duration({days: 1, milliseconds: -1})", "P1DT-0.001S"},
        {"duration({years: 12, months: 5, days: -14, hours: 16})", "P12Y5M-14DT16H"},
        /* a tenth is a tenth, though no float is */
        {"duration({days: 0.1, hours: 0.1})", "PT2H30M"},
        {"duration({months: 0.1})", "P3DT1H2M54.6S"},
        {"duration({microseconds: 1.5, nanoseconds: 1.5})", "PT0.000001501S"},
        {"duration({nanoseconds: -9223372036854775807})", "PT-2562047H-47M-16.854775807S"},
        {"duration({days: 5e-324})", "PT0S"},
        {"duration({day: 1})", "ArgumentError: a DURATION has no component 'day'"},
        {"duration({})", "ArgumentError: a duration needs at least one component, such as 'days'"},
        {"duration({days: 1e300})", "ArgumentError: the component 'days' is 1e+300, which is no number of 64 bits"},
        {"duration({years: 9223372036854775807})",
         "ArithmeticError: the components give a duration that does not fit in 64 bits"},
    };
    CHECK_ROWS(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates),     cmocka_unit_test(times),     cmocka_unit_test(datetimes),
        cmocka_unit_test(truncated), cmocka_unit_test(durations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
