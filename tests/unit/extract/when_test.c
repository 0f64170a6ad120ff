/* Times against the date of the page, which is Monday, 5 May 2025, unless the case has another. */
#include "io/extract/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const ent_day monday = {2025, 5, 5}, new_year = {2024, 1, 2}, midmonth = {2025, 3, 19}, unknown = {0};

static const struct {
    const ent_day *page;
    const char *text, *expected;
} cases[] = {
    {&monday, "signed on 12 March 2024", "2024-03-12"},
    {&monday, "signed on March 12, 2024", "2024-03-12"},
    {&monday, "signed on the 12th of March", "2025-03-12"},
    {&monday, "signed in March", "2025-03"},
    {&monday, "signed in November", "2024-11"},
    {&monday, "signed in November last year", "2024-11"},
    {&monday, "signed in 2016", "2016"},
    {&monday, "the 2016 agreement", "2016"},
    {&monday, "some 2016 people", ""},
    {&monday, "late on Sunday", "2025-05-04"},
    {&monday, "on Monday", "2025-05-05"},
    {&monday, "last Monday", "2025-04-28"},
    {&monday, "yesterday", "2025-05-04"},
    {&monday, "earlier this month", "2025-05"},
    {&monday, "last month", "2025-04"},
    {&monday, "last year", "2024"},
    {&monday, "two years ago", "2023"},
    {&monday, "three months ago", "2025-02"},
    {&monday, "a decade ago", "2015~"},
    {&monday, "on 2025-04-30", "2025-04-30"},
    {&monday, "they may agree", ""},
    {&monday, "in May", "2025-05"},
    {&new_year, "in December", "2023-12"},
    {&new_year, "last month", "2023-12"},
    {&new_year, "on Sunday", "2023-12-31"},
    {&monday, "last week", ""}, /* it lies in two months */
    {&monday, "at the weekend", "2025-05"},
    {&midmonth, "last week", "2025-03"},
    {&midmonth, "Tuesday last week", "2025-03-11"},
    {&midmonth, "on Friday of last week", "2025-03-14"},
    {&midmonth, "a few days ago", "2025-03"},
    {&midmonth, "a few months ago", ""},
    {&midmonth, "on New Year's Eve", "2024-12-31"},
    {&midmonth, "last night", "2025-03-18"},
    {&unknown, "on Sunday", ""},
    {&unknown, "in March 2019", "2019-03"},
};

/* Two times, the second told by the first or by what the words around it say. */
static const struct {
    const char *text, *second;
    bool future, speech;
} pairs[] = {
    {"signed in March 2019 and suspended two months later", "2019-05", false, false},
    {"signed on 3 March 2019; the next day it was denied", "2019-03-04", false, false},
    {"signed in 2016 and scrapped the following year", "2017", false, false},
    {"struck in May 2016; that month flights began", "2016-05", false, false},
    {"signed in 2016, for the next years", "", false, false},
    {"said on Thursday that they will sign on Friday", "2025-03-21", true, false},
    {"signed on Tuesday, a minister told reporters in Kigali on Monday", "2025-03-17", false, true},
    {"waived from 1 May to 31 December", "2025-12-31", true, false},
};

static void test_times(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ent_arena arena;
        ent_document document;
        ent_cues cues;
        ent_whens whens;
        ent_arena_init(&arena, NULL);
        assert_int_equal(ent_document_open(&document, &arena, ent_str_of(cases[i].text), cases[i].page), ENT_OK);
        assert_int_equal(ent_cues_find(&document, &cues), ENT_OK);
        assert_int_equal(ent_whens_find(&document, &cues, &whens), ENT_OK);
        const char *found = whens.count ? whens.times[0].edtf : "";
        if (strcmp(found, cases[i].expected) != 0)
            fail_msg("%s: expected %s, found %s", cases[i].text, cases[i].expected, found);
        ent_arena_fini(&arena);
    }
}

static void test_pairs(void **state)
{
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        ent_arena arena;
        ent_document document;
        ent_cues cues;
        ent_whens whens;
        ent_arena_init(&arena, NULL);
        assert_int_equal(ent_document_open(&document, &arena, ent_str_of(pairs[i].text), &midmonth), ENT_OK);
        assert_int_equal(ent_cues_find(&document, &cues), ENT_OK);
        assert_int_equal(ent_whens_find(&document, &cues, &whens), ENT_OK);
        const ent_when none = {0}, *second = whens.count > 1 ? &whens.times[1] : &none;
        if (strcmp(second->edtf, pairs[i].second) != 0 || second->future != pairs[i].future ||
            second->speech != pairs[i].speech)
            fail_msg("%s: found %s, future %d, speech %d", pairs[i].text, second->edtf, second->future, second->speech);
        ent_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_times), cmocka_unit_test(test_pairs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
