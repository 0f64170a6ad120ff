/* What the words of movement say of each party: S it sends, T it takes in, by the sign of its votes. */
#include "io/extract/movement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const char *const cases[][2] = {
    {"Britain sends people to Rwanda", "GBR S RWA T"},
    {"Rwanda takes in deportees from Britain", "RWA T GBR S"},
    {"men deported by the United States were held in Ghana", "USA S GHA T"},
    {"migrants were flown from Italy to Albania", "ITA S ALB T"},
    {"Albania was asked by Italy", "ALB - ITA S"},
    {"London asked Botswana to receive migrants", "GBR S BWA T"},
    {"US deportation flights landed in Panama", "USA S PAN T"},
    {"the return of Iraqis from Sweden", "IRQ - SWE S"},
    {"Libya expelled the UN refugee agency", "LBY - UNHCR -"},
    {"Germany signed a deal with Kenya", "DEU - KEN -"},
    {"a request by Washington was rejected by Palau", "USA S PLW T"},
    {"France will return people to Spain and admit others from Spain", "FRA = ESP ="},
    {"The two were to settle refugees held by Australia", "AUS T"},
};

static void test_votes(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ent_arena arena;
        ent_document document;
        ent_cues cues;
        ent_groups groups;
        ent_day none = {0};
        ent_movement votes = {{0}, {0}, {0}, {0}};
        const char *codes[ENT_GROUP_CODES];
        uint32_t count = 0;
        char found[200] = "";
        size_t n = 0;
        ent_arena_init(&arena, NULL);
        assert_int_equal(ent_document_open(&document, &arena, ent_str_of(cases[i][0]), &none), ENT_OK);
        assert_int_equal(ent_cues_find(&document, &cues), ENT_OK);
        assert_int_equal(ent_mentions_find(&document, &cues, &groups), ENT_OK);
        for (uint32_t g = 0; g < groups.count; g++)
            for (uint32_t c = 0; c < groups.groups[g].code_count; c++) {
                uint32_t at = 0;
                while (at < count && strcmp(codes[at], groups.groups[g].codes[c]) != 0)
                    at++;
                if (at == count)
                    codes[count++] = groups.groups[g].codes[c];
            }
        ent_movement_read(&document, &cues, &groups, 0, document.token_count, codes, count, &votes);
        for (uint32_t c = 0; c < count; c++) {
            bool both = votes.sends[c] > 0 && votes.takes[c] > 0;
            int net = votes.takes[c] - votes.sends[c];
            n += (size_t)snprintf(found + n, sizeof found - n, "%s%s %s", c ? " " : "", codes[c],
                                  both      ? "="
                                  : net > 0 ? "T"
                                  : net < 0 ? "S"
                                            : "-");
        }
        if (strcmp(found, cases[i][1]) != 0)
            fail_msg("%s: expected %s, found %s", cases[i][0], cases[i][1], found);
        ent_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_votes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
