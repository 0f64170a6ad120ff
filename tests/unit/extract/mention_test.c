/* Which parties a sentence names, and what they do in it. */
#include "io/extract/mention.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

/* text; groups parted by blanks: codes joined by +, then ~ for people, @ for a place, ' for an owner, < for an origin
 */
static const char *const cases[][2] = {
    {"Rwanda and the United States signed.", "RWA+USA"},
    {"the EU-Turkey deal", "EU+TUR'"},
    {"Britain's deal with Rwanda", "GBR' RWA"},
    {"British Home Secretary Priti Patel spoke. Patel left.", "GBR GBR"},
    {"Rwandan asylum seekers", "RWA~"},
    {"citizens of Ghana and Togo", "GHA+TGO~"},
    {"Venezuelans in Colombia", "VEN~ COL@"},
    {"migrants from Libya", "LBY<"},
    {"the government of Chad said", "TCD"},
    {"Chad Miller said", ""},
    {"Rwanda spoke. The East African nation agreed.", "RWA RWA"},
    {"Mali and Spain met. The two countries agreed.", "MLI+ESP MLI+ESP"},
    {"In Kigali, Danish ministers met", "RWA@ DNK"},
    {"Honduras, Uganda and Rwanda agreed", "HND+UGA+RWA"},
    {"New Mexico and Georgia, where Atlanta lies", ""},
    {"South Sudan", "SSD"},
    {"the UN refugee agency", "UNHCR"},
    {"Brussels and Ankara agreed", "EU+TUR"},
    {"UNHCR", "UNHCR"},
    {"Congo River", ""},
};

static void test_mentions(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ent_arena arena;
        ent_document document;
        ent_cues cues;
        ent_groups groups;
        ent_day none = {0};
        char found[400] = "";
        size_t n = 0;
        ent_arena_init(&arena, NULL);
        assert_int_equal(ent_document_open(&document, &arena, ent_str_of(cases[i][0]), &none), ENT_OK);
        assert_int_equal(ent_cues_find(&document, &cues), ENT_OK);
        assert_int_equal(ent_mentions_find(&document, &cues, &groups), ENT_OK);
        for (uint32_t k = 0; k < groups.count; k++) {
            const ent_group *g = &groups.groups[k];
            for (uint32_t c = 0; c < g->code_count; c++)
                n += (size_t)snprintf(found + n, sizeof found - n, "%s%s", c ? "+" : k ? " " : "", g->codes[c]);
            n += (size_t)snprintf(found + n, sizeof found - n, "%s%s%s%s", g->flags & ENT_GROUP_PEOPLE ? "~" : "",
                                  g->flags & ENT_GROUP_PLACE ? "@" : "", g->flags & ENT_GROUP_OWNER ? "'" : "",
                                  g->flags & ENT_GROUP_ORIGIN ? "<" : "");
        }
        if (strcmp(found, cases[i][1]) != 0)
            fail_msg("%s: expected %s, found %s", cases[i][0], cases[i][1], found);
        ent_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_mentions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
