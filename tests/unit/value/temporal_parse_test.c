/* Text to temporal values, and what is no such text. */
#include "core/value/temporal.h"
#include "tests/unit/value/temporal_expression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void dates(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"date('2015-07-21')", "2015-07-21"},
        {"date('20150721')", "2015-07-21"},
        {"date('2015-07')", "2015-07-01"},
        {"date('201507')", "2015-07-01"},
        {"date('2015-W30-2')", "2015-07-21"},
        {"date('2015W302')", "2015-07-21"},
        {"date('2015-W30')", "2015-07-20"},
        {"date('2015W30')", "2015-07-20"},
        {"date('2015-202')", "2015-07-21"},
        {"date('2015202')", "2015-07-21"},
        {"date('2015-Q3')", "2015-07-01"},
        {"date('2015Q345')", "2015-08-14"},
        {"date('2015-Q3-45')", "2015-08-14"},
        {"date('2015')", "2015-01-01"},
        {"date('2024-366')", "2024-12-31"},
        {"date('2020-W53-7')", "2021-01-03"},
        {"date('-0001-12-31')", "-0001-12-31"},
        {"date('0000-02-29')", "0000-02-29"},
        {"date('+999999999-12-31')", "+999999999-12-31"},
        {"date('-999999999-01-01')", "-999999999-01-01"},
    };
    CHECK_ROWS(rows);
}

static void times(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"localtime('21:40:32.142')", "21:40:32.142"},
        {"localtime('214032,142')", "21:40:32.142"},
        {"localtime('21:40:32.100000000')", "21:40:32.1"},
        {"localtime('T2140')", "21:40"},
        {"localtime('21')", "21:00"},
        {"localtime('00:00:00.000000001')", "00:00:00.000000001"},
        {"time('21:40:32.142+0100')", "21:40:32.142+01:00"},
        {"time('21:40')", "21:40Z"},
        {"time('2140-02')", "21:40-02:00"},
        {"time('21:40-00:00')", "21:40Z"},
        {"time('22+18:00')", "22:00+18:00"},
        {"time('22:00+01:02:03')", "22:00+01:02:03"},
        {"time('22:00-010203')", "22:00-01:02:03"},
    };
    CHECK_ROWS(rows);
}

static void datetimes(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"localdatetime('2015202T21')", "2015-07-21T21:00"},
        {"localdatetime('2015T214032')", "2015-01-01T21:40:32"},
        {"localdatetime('-999999999-01-01')", "-999999999-01-01T00:00"},
        {"datetime('2015-07-21')", "2015-07-21T00:00Z"},
        {"datetime('2015-W30T2140-02')", "2015-07-20T21:40-02:00"},
        {"datetime('2015-07-21T10:00[UTC]')", "2015-07-21T10:00Z[UTC]"},
        {"datetime('2015-07-21T10:00[+01:00]')", "2015-07-21T10:00+01:00"},
        {"datetime('2015-07-21T21:40:32.142-04[America/New_York]')", "2015-07-21T21:40:32.142-04:00[America/New_York]"},
        /* local mean time, in seconds */
        {"datetime('1818-07-21T21:40[Europe/Stockholm]')", "1818-07-21T21:40+00:53:28[Europe/Stockholm]"},
        /* twice there on that night: the offset tells which, without one it is the first */
        {"datetime('2017-10-29T02:30+02:00[Europe/Stockholm]')", "2017-10-29T02:30+02:00[Europe/Stockholm]"},
        {"datetime('2017-10-29T02:30+01:00[Europe/Stockholm]')", "2017-10-29T02:30+01:00[Europe/Stockholm]"},
        {"datetime('2017-10-29T02:30[Europe/Stockholm]')", "2017-10-29T02:30+02:00[Europe/Stockholm]"},
        /* never there: an hour later */
        {"datetime('2017-03-26T02:30[Europe/Stockholm]')", "2017-03-26T03:30+02:00[Europe/Stockholm]"},
        {"datetime('+999999999-12-31T23:59-18:00')", "+999999999-12-31T23:59-18:00"},
    };
    CHECK_ROWS(rows);
}

static void rejected(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"date('2023-02-30')", "ArgumentError: '2023-02-30' is not a date: February 2023 has 28 days"},
        {"date('2023-366')", "ArgumentError: '2023-366' is not a date: the year 2023 has 365 days"},
        {"date('2023-W53')", "ArgumentError: '2023-W53' is not a date: the week year 2023 has weeks 1 to 52"},
        {"date('2015-Q1-91')", "ArgumentError: '2015-Q1-91' is not a date: quarter 1 of 2015 has 90 days"},
        {"date('2015-7-1')", "ArgumentError: '2015-7-1' is not a date: '7' stands at character 6, where a month of two "
                             "digits was expected"},
        {"date('2015-é')",
         "ArgumentError: '2015-é' is not a date: 'é' stands at character 6, where a month of two digits was expected"},
        {"date('2015-07-21T10:00')",
         "ArgumentError: '2015-07-21T10:00' is not a date: 'T' stands at character 11, where the end (datetime() and "
         "localdatetime() read a time too) was expected"},
        {"localtime('24:00')",
         "ArgumentError: '24:00' is not a local time: hour 24 does not exist, it must lie between 0 and 23"},
        {"localtime('12:00:')",
         "ArgumentError: '12:00:' is not a local time: it ends where a second of two digits should follow"},
        {"time('12:00+18:01')",
         "ArgumentError: '12:00+18:01' is not a time: '+' stands at character 6, where an offset of at most 18 hours "
         "such as +01:00 was expected"},
        {"datetime('2015-07-21T21:40[Europe/Nowhere]')", "ArgumentError: 'Europe/Nowhere' is no time zone"},
        {"datetime('2015-07-21T21:40[]')", "ArgumentError: '' is no time zone"},
        {"datetime('2015-07-21T21:40+01:00[Europe/Stockholm]')",
         "ArgumentError: '2015-07-21T21:40+01:00[Europe/Stockholm]' is not a datetime: Europe/Stockholm has the offset "
         "+02:00 at that time"},
        {"localdatetime('2015-07-21T10:00Z')",
         "ArgumentError: '2015-07-21T10:00Z' is not a local datetime: 'Z' stands at character 17, where the end "
         "(datetime() reads an offset or zone too) was expected"},
    };
    CHECK_ROWS(rows);
}

static void durations(void **state)
{
    (void)state;
    static const temporal_row rows[] = {
        {"duration('P14DT16H12M')", "P14DT16H12M"},
        {"duration('P0.75M')", "P22DT19H51M49.5S"},
        {"duration('P0.5Y')", "P6M"},
        {"duration('P2.5W')", "P17DT12H"},
        {"duration('PT0,75M')", "PT45S"},
        {"duration('P12Y5M14DT16H12M70S')", "P12Y5M14DT16H13M10S"},
        {"duration('P2012-02-02T14:37:21.545')", "P2012Y2M2DT14H37M21.545S"},
        {"duration('-P20120202T1437')", "P-2012Y-2M-2DT-14H-37M"},
        {"duration('-P1Y-2M')", "P-10M"},
        {"duration('PT-0.5S')", "PT-0.5S"},
        {"duration('P0.123456789012345678M')", "P3DT18H10M59.997078059S"},
        {"duration('P9223372036854775807D')", "P9223372036854775807D"},
        {"duration('P-9223372036854775808D')", "P-9223372036854775808D"},
        {"duration('P')", "ArgumentError: 'P' is not a duration: it ends where a number should follow"},
        {"duration('P1DT')", "ArgumentError: 'P1DT' is not a duration: it ends where a number should follow"},
        {"duration('P1D2Y')", "ArgumentError: 'P1D2Y' is not a duration: 'Y' stands at character 5, where one of Y, M, "
                              "W, D, in this order, was expected"},
        {"duration('P768614336404564651Y')",
         "ArithmeticError: 'P768614336404564651Y' is a duration that does not fit in 64 bits"},
        {"duration('P99999999999999999999D')",
         "ArithmeticError: 'P99999999999999999999D' is a duration that does not fit in 64 bits"},
    };
    CHECK_ROWS(rows);
}

/* Values that lie in the arena say so when there is no room for them. */
static void no_memory(void **state)
{
    (void)state;
    ent_arena arena;
    ent_error error = {0};
    ent_value v, day = ent_date(0);
    ent_arena_init(&arena, NULL);
    arena.failed = ENT_NOMEM;
    ent_temporal_context context = {&arena, &error, {0, 0}};
    assert_int_equal(ent_temporal_parse(&context, ENT_TYPE_DATETIME, ENT_STR("2015-07-21"), &v), ENT_NOMEM);
    assert_int_equal(error.status, ENT_NOMEM);
    assert_int_equal(ent_temporal_parse(&context, ENT_TYPE_DURATION, ENT_STR("P1D"), &v), ENT_NOMEM);
    assert_int_equal(ent_duration_between(&context, ENT_BETWEEN, day, day, &v), ENT_NOMEM);
    assert_int_equal(ent_temporal_parse(&context, ENT_TYPE_DATE, ENT_STR("2015-07-21"), &v), ENT_OK);
    v = ent_temporal_component(&arena, (ent_value){.type = ENT_TYPE_TIME}, ENT_STR("offset"));
    assert_int_equal(v.type, ENT_TYPE_NULL);
    ent_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates),    cmocka_unit_test(times),     cmocka_unit_test(datetimes),
        cmocka_unit_test(rejected), cmocka_unit_test(durations), cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
