/* Sums, products, distances, order and components of temporal values. */
#include "tests/unit/value/temporal_expression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void sums(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"date('2015-01-31') + duration('P1M')", "2015-02-28"},
        {"date('2016-02-29') - duration('P1Y')", "2015-02-28"},
        {"duration('P1D') + date('2015-01-31')", "2015-02-01"},
        /* a date takes whole days of the time, in either direction */
        {"date('2015-01-31') + duration('PT47H')", "2015-02-01"},
        {"date('2015-01-31') - duration('PT23H')", "2015-01-31"},
        {"localtime('12:31:14.000000001') - duration('P1DT16H13M10.000000002S')", "20:18:03.999999999"},
        {"time('12:00+01:00') + duration('PT13H')", "01:00+01:00"},
        {"localdatetime('1984-10-11T12:31:14') + duration('P12Y5M14DT16H13M10S')", "1997-03-26T04:44:24"},
        /* a day is a day on the calendar, 24 hours are 24 hours */
        {"datetime('2017-10-29T00:00[Europe/Stockholm]') + duration('P1D')",
         "2017-10-30T00:00+01:00[Europe/Stockholm]"},
        {"datetime('2017-10-29T00:00[Europe/Stockholm]') + duration('PT24H')",
         "2017-10-29T23:00+01:00[Europe/Stockholm]"},
        {"datetime('2017-03-25T02:30[Europe/Stockholm]') + duration('P1D')",
         "2017-03-26T03:30+02:00[Europe/Stockholm]"},
        {"datetime('2017-10-29T02:30+01:00[Europe/Stockholm]') + duration('PT0S')",
         "2017-10-29T02:30+01:00[Europe/Stockholm]"},
        {"duration('P12Y5M14DT16H13M10S') - duration('P1M-14DT15H49M10S')", "P12Y4M28DT24M"},
        {"date('+999999999-12-31') + duration('P1D')", "ArithmeticError: the result lies outside the calendar"},
        {"date('-999999999-01-01') - duration('P9223372036854775807M')",
         "ArithmeticError: the result lies outside the calendar"},
        {"date('2015-01-01') - duration('P-9223372036854775808D')",
         "ArithmeticError: the result lies outside the calendar"},
        {"localtime('12:00') + duration('PT9223372036854775807S')", "03:30:07"},
        {"datetime('+999999999-12-31T23:00-18:00') + duration('PT1S')", "+999999999-12-31T23:00:01-18:00"},
        {"duration('P9223372036854775807D') + duration('P1D')",
         "ArithmeticError: the result is a duration that does not fit in 64 bits"},
    };
    CHECK_ROWS(rows);
}

static void products(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"duration('P12Y5M14DT16H13M10.000000001S') * 0.5", "P6Y2M22DT13H21M8S"},
        {"duration('P1M-14DT15H49M10S') * 0.5", "P8DT13H9M8S"},
        {"duration('P12Y5M14DT16H13M10S') / 2", "P6Y2M22DT13H21M8S"},
        {"2 * duration('P1DT1.5S')", "P2DT3S"},
        {"duration('P1D') * 0.1", "PT2H24M"},
        {"duration('P1D') / 0.1", "P10D"},
        {"duration('P1M') / 3", "P10DT3H29M42S"},
        {"duration('PT1S') / -3", "PT-0.333333333S"},
        {"duration('P9223372036854775807DT9223372036854775807S') / 9223372036854775807", "P1DT1S"},
        {"duration('P1D') * 1e-300", "PT0S"},
        {"duration('P1D') / 0", "ArithmeticError: a duration is divided by zero"},
        {"duration('P9223372036854775807D') * 2",
         "ArithmeticError: the result is a duration that does not fit in 64 bits"},
        {"duration('P1D') / 1e-300", "ArithmeticError: the result is a duration that does not fit in 64 bits"},
    };
    CHECK_ROWS(rows);
}

static void distances(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"duration.between(date('1984-10-11'), localdatetime('2016-07-21T21:45:22.142'))", "P31Y9M10DT21H45M22.142S"},
        {"duration.between(localtime('14:30'), date('2015-06-24'))", "PT-14H-30M"},
        {"duration.between(time('14:30'), time('16:30+0100'))", "PT1H"},
        {"duration.between(time('14:30'), localtime('16:30'))", "PT2H"},
        {"duration.between(date('2015-01-31'), date('2015-02-28'))", "P28D"},
        {"duration.between(date('2015-03-31'), date('2015-02-28'))", "P-1M"},
        {"duration.between(date('-999999999-01-01'), date('+999999999-12-31'))", "P1999999998Y11M30D"},
        {"duration.inMonths(datetime('2018-07-21T21:40:36.143+0500'), datetime('1984-07-21T22:40:36.143+0200'))",
         "P-33Y-11M"},
        {"duration.inDays(localdatetime('2015-07-21T21:40'), date('2015-06-24'))", "P-27D"},
        {"duration.inSeconds(datetime('2017-10-29T00:00[Europe/Stockholm]'), date('2017-10-30'))", "PT25H"},
        {"duration.inSeconds(localtime('00:00'), datetime('2017-10-29T04:00[Europe/Stockholm]'))", "PT5H"},
        {"duration.inSeconds(localdatetime('-999999999-01-01'), localdatetime('+999999999-12-31T23:59:59'))",
         "PT17531639991215H59M59S"},
        {"duration.inSeconds(localtime('12:44:54.7'), localtime('12:34:55.3'))", "PT-9M-59.4S"},
        {"duration.inMonths(localtime('12:44'), date('2015-06-24'))", "PT0S"},
        {"duration.between(null, date())", "null"},
    };
    CHECK_ROWS(rows);
}

static void order(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"date('1980-12-24') < date('1984-10-11')", "true"},
        {"time('10:00+01:00') < time('09:35Z')", "true"},
        {"datetime('2015-01-01T12:00+05:00') < datetime('2015-01-01T08:00Z')", "true"},
        /* one instant in two zones is two values, the western one first */
        {"datetime('2015-01-01T12:00+01:00') = datetime('2015-01-01T11:00Z')", "false"},
        {"datetime('2015-01-01T11:00Z') < datetime('2015-01-01T12:00+01:00')", "true"},
        {"duration('P1M') < duration('P30D')", "false"},
        {"duration('P1M') < duration('P31D')", "true"},
        {"duration('P1D') = duration('PT24H')", "false"},
        {"duration('PT-0.5S') < duration('PT-0.4S')", "true"},
    };
    CHECK_ROWS(rows);
}

static void components(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"date('1984-01-01').weekYear", "1983"},
        {"date('1984-01-01').week", "52"},
        {"date('1984-01-01').weekDay", "7"},
        {"date('1984-11-11').ordinalDay", "316"},
        {"date('1984-11-11').dayOfQuarter", "42"},
        {"date('1984-11-11').hour", "null"},
        {"date('1984-11-11').nothing", "null"},
        {"localtime('12:31:14.645876123').microsecond", "645876"},
        {"time('12:31+01:00').offset", "+01:00"},
        {"time('12:31Z').timezone", "Z"},
        {"time('12:31-02:05:07').offsetMinutes", "-125"},
        {"datetime('1984-11-11T12:31:14.645876123[Europe/Stockholm]').timezone", "Europe/Stockholm"},
        {"datetime('1984-11-11T12:31:14.645876123[Europe/Stockholm]').epochMillis", "469020674645"},
        {"datetime('1969-12-31T23:59:59.9995Z').epochMillis", "-1"},
        {"datetime('+999999999-12-31T00:00Z').epochMillis", "null"},
        {"duration('P1Y4M10DT1H1M1.111111111S').quartersOfYear", "1"},
        {"duration('P1Y4M10DT1H1M1.111111111S').monthsOfQuarter", "1"},
        {"duration('P1Y4M10DT1H1M1.111111111S').daysOfWeek", "3"},
        {"duration('P1Y4M10DT1H1M1.111111111S').nanoseconds", "3661111111111"},
        {"duration('P1Y4M10DT1H1M1.111111111S').microsecondsOfSecond", "111111"},
        {"duration('PT-0.4S').seconds", "0"},
        {"duration('PT-0.4S').millisecondsOfSecond", "-400"},
    };
    CHECK_ROWS(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums),  cmocka_unit_test(products),   cmocka_unit_test(distances),
        cmocka_unit_test(order), cmocka_unit_test(components),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
