/* What the last phrase of a text that states a status says where it stands. */
#include "io/extract/assemble.h"

#include "core/model/vocabulary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { NOTHING = -1 };

static const struct {
    const char *text;
    int status;
} cases[] = {
    {"The two signed a deal", ENT_RECORD_signed},
    {"The two have yet to sign", ENT_RECORD_announced},
    {"The two did not sign", NOTHING},
    {"A court kept them from signing a deal", NOTHING},
    {"They concluded talks", NOTHING},
    {"It will take effect", ENT_RECORD_announced},
    {"It took effect", ENT_RECORD_in_force},
    {"It takes effect once ratified by both", ENT_RECORD_signed},
    {"Talks on returns are under way", ENT_RECORD_talks},
    {"Flights are under way", ENT_RECORD_operating},
    {"It scrapped the deal", ENT_RECORD_terminated},
    {"It decided to scrap the deal", ENT_RECORD_terminated},
    {"It threatened to scrap the deal", NOTHING},
    {"Clergy asked that it be scrapped", NOTHING},
    {"The visit ended in Paris", NOTHING},
    {"The deal ended in March", ENT_RECORD_terminated},
    {"It suspended the law", NOTHING},
    {"It suspended the deal last year", ENT_RECORD_suspended},
    {"It ended the Trump-era deals", ENT_RECORD_terminated},
    {"They are ending a freeze", NOTHING},
    {"It rejected the plan", ENT_RECORD_rejected},
    {"He declined to comment", NOTHING},
    {"Flights carry asylum seekers rejected by courts", NOTHING},
    {"It had long rejected the plan", NOTHING},
    {"It supersedes the one signed in May", NOTHING},
    {"It has accepted an offer", ENT_RECORD_announced},
};

static void test_readings(void **state)
{
    static const ent_day page = {2025, 5, 5};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ent_arena arena;
        ent_document document;
        ent_cues cues;
        ent_groups groups;
        ent_whens whens;
        ent_arena_init(&arena, NULL);
        assert_int_equal(ent_document_open(&document, &arena, ent_str_of(cases[i].text), &page), ENT_OK);
        assert_int_equal(ent_cues_find(&document, &cues), ENT_OK);
        assert_int_equal(ent_mentions_find(&document, &cues, &groups), ENT_OK);
        assert_int_equal(ent_whens_find(&document, &cues, &whens), ENT_OK);
        ent_assembly assembly = {.document = &document, .cues = &cues, .groups = &groups, .whens = &whens};
        int found = NOTHING;
        for (uint32_t t = 0; t < document.token_count; t++) {
            const ent_cue *cue = ent_cue_at(&document, &cues, t, ENT_CUE_st);
            found = cue ? ent_cue_read(&assembly, cue, false) : found;
        }
        if (found != cases[i].status)
            fail_msg("%s: expected %d, found %d", cases[i].text, cases[i].status, found);
        ent_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_readings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
