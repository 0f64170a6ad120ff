/* Dates: what each form means, and what is wrong with those that are none. */
#include "io/edtf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

/* first day, last day and sign; or "at: reason" */
static const char *const cases[][2] = {
    {"2025-05-05", "2025-05-05 2025-05-05"},
    {"2025-05", "2025-05-01 2025-05-31"},
    {"2025", "2025-01-01 2025-12-31"},
    {"2024-02", "2024-02-01 2024-02-29"},
    {"1900-02", "1900-02-01 1900-02-28"},
    {"2000-02-29~", "2000-02-29 2000-02-29 ~"},
    {"2025?", "2025-01-01 2025-12-31 ?"},
    {"2025-11%", "2025-11-01 2025-11-30 %"},
    {"0001-01-01", "0001-01-01 0001-01-01"},
    {"2023-02-30", "8: February 2023 has 28 days"},
    {"2024-04-31?", "8: April 2024 has 30 days"},
    {"2024-04-00", "8: April 2024 has 30 days"},
    {"2024-00", "5: there is no month 00"},
    {"2024-13-01", "5: there is no month 13"},
    {"0000", "0: there is no year 0000"},
    {"", "0: expected a year of four digits"},
    {"25", "2: expected a year of four digits"},
    {"20255", "4: expected the end of the date, or ~, ? or % once"},
    {"2025-", "5: expected a month of two digits"},
    {"2025-5", "6: expected a month of two digits"},
    {"2025-05-", "8: expected a day of two digits"},
    {"2025-05-5", "9: expected a day of two digits"},
    {"2025-05-05-", "10: expected the end of the date, or ~, ? or % once"},
    {"2025-05-05T00:00", "10: expected the end of the date, or ~, ? or % once"},
    {"2025~?", "5: expected the end of the date, or ~, ? or % once"},
    {"~2025", "0: expected a year of four digits"},
    {"2025/2026", "4: expected the end of the date, or ~, ? or % once"},
    {"201X", "3: expected a year of four digits"},
    {" 2025", "0: expected a year of four digits"},
};

static void test_read(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ent_edtf date;
        uint32_t at;
        char reason[96], found[160];
        if (ent_edtf_read(ent_str_of(cases[i][0]), &date, &at, reason, sizeof reason))
            snprintf(found, sizeof found, "%04d-%02d-%02d %04d-%02d-%02d%s%.1s", date.first.year, date.first.month,
                     date.first.day, date.last.year, date.last.month, date.last.day, date.sign ? " " : "", &date.sign);
        else
            snprintf(found, sizeof found, "%u: %s", at, reason);
        assert_string_equal(found, cases[i][1]);
    }
}

static void test_compare(void **state)
{
    ent_day a = {2020, 2, 3}, b = {2020, 3, 2}, c = {2021, 1, 1};
    assert_true(ent_day_compare(a, b) < 0);
    assert_true(ent_day_compare(c, b) > 0);
    assert_int_equal(ent_day_compare(a, a), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_read), cmocka_unit_test(test_compare)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
