/* The calendar where no other library goes: the years beyond 9999, and numbers that are no days. */
#include "core/value/calendar.h"
#include "core/value/temporal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { DAYS_IN_400_YEARS = 146097 };

static void ends(void **state)
{
    (void)state;
    assert_int_equal(ent_days_from_civil(-ENT_YEAR_MAX, 1, 1), ENT_DAY_MIN);
    assert_int_equal(ent_days_from_civil(ENT_YEAR_MAX, 12, 31), ENT_DAY_MAX);
    assert_true(ent_date_valid(ENT_YEAR_MAX, 12, 31));
    assert_false(ent_date_valid(ENT_YEAR_MAX + 1, 1, 1));
    assert_false(ent_date_valid(2023, 2, 29));
    assert_true(ent_date_valid(0, 2, 29));
    assert_false(ent_date_valid(2023, 0, 1));
    assert_false(ent_date_valid(INT64_MAX, 13, 32));
}

/* The calendar repeats every 400 years, which are whole weeks. */
static void cycles(void **state)
{
    (void)state;
    static const int64_t cycles[] = {-2499999, -100, -1, 1, 24, 2499990};
    for (int64_t days = 0; days < DAYS_IN_400_YEARS; days += 11)
        for (size_t i = 0; i < sizeof cycles / sizeof *cycles; i++) {
            int64_t year, there_year, week_year, there_week_year, there = days + cycles[i] * DAYS_IN_400_YEARS;
            int month, day, week, there_month, there_day, there_week;
            ent_civil_from_days(days, &year, &month, &day);
            ent_civil_from_days(there, &there_year, &there_month, &there_day);
            assert_int_equal(there_year, year + 400 * cycles[i]);
            assert_true(month == there_month && day == there_day);
            assert_int_equal(ent_days_from_civil(there_year, there_month, there_day), there);
            ent_week_of(days, &week_year, &week);
            ent_week_of(there, &there_week_year, &there_week);
            assert_int_equal(there_week_year, week_year + 400 * cycles[i]);
            assert_int_equal(there_week, week);
            assert_int_equal(ent_weekday(there), ent_weekday(days));
        }
}

static void months(void **state)
{
    (void)state;
    int64_t day;
    assert_true(ent_days_add_months(ent_days_from_civil(2015, 1, 31), 1, &day));
    assert_int_equal(day, ent_days_from_civil(2015, 2, 28));
    assert_true(ent_days_add_months(ent_days_from_civil(2016, 3, 31), -1, &day));
    assert_int_equal(day, ent_days_from_civil(2016, 2, 29));
    assert_true(ent_days_add_months(ent_days_from_civil(1, 1, 1), -13, &day));
    assert_int_equal(day, ent_days_from_civil(-1, 12, 1));
    assert_false(ent_days_add_months(ENT_DAY_MAX, 1, &day));
    assert_false(ent_days_add_months(0, INT64_MAX, &day));
    assert_false(ent_days_add_months(0, INT64_MIN, &day));
}

/* What a damaged store may hold is printed without harm. */
static void no_days(void **state)
{
    (void)state;
    static const int64_t numbers[] = {INT64_MIN, INT64_MIN + 1, ENT_DAY_MIN - 1, ENT_DAY_MAX + 1, INT64_MAX};
    static const ent_type types[] = {ENT_TYPE_DATE, ENT_TYPE_LOCAL_TIME, ENT_TYPE_TIME, ENT_TYPE_LOCAL_DATETIME};
    char text[ENT_TEMPORAL_TEXT];
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        for (size_t k = 0; k < sizeof types / sizeof *types; k++) {
            ent_value v = {.type = (uint8_t)types[k], .n = UINT32_MAX, .i = numbers[i]};
            assert_in_range(ent_temporal_text(text, v), 1, ENT_TEMPORAL_TEXT - 1);
            assert_int_equal(ent_temporal_order(v, v), 0);
            ent_temporal_component(NULL, v, ENT_STR("week"));
        }
        ent_datetime datetime = {numbers[i], INT32_MIN, INT32_MIN, "Europe/Stockholm"};
        ent_duration duration = {numbers[i], numbers[i], numbers[i], INT32_MIN};
        ent_value zoned = {.type = ENT_TYPE_DATETIME, .datetime = &datetime};
        ent_value length = {.type = ENT_TYPE_DURATION, .duration = &duration};
        assert_in_range(ent_temporal_text(text, zoned), 1, ENT_TEMPORAL_TEXT - 1);
        assert_in_range(ent_temporal_text(text, length), 1, ENT_TEMPORAL_TEXT - 1);
        ent_temporal_component(NULL, zoned, ENT_STR("epochMillis"));
        ent_temporal_component(NULL, length, ENT_STR("nanoseconds"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends),
        cmocka_unit_test(cycles),
        cmocka_unit_test(months),
        cmocka_unit_test(no_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
