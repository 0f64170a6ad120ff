/* What people type for a country or an organisation, and what it means. */
#include "io/gazetteer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

/* expected: the codes that the text fits, or for none "? CODE CODE": the nearest. */
static const char *const cases[][2] = {
    {"RWA", "RWA"},
    {"rwa", "RWA"},
    {"RW", "RWA"},
    {"rwanda", "RWA"},
    {"  Rwanda ", "RWA"},
    {"Côte d'Ivoire", "CIV"},
    {"Côte d’Ivoire", "CIV"},
    {"CÔTE D'IVOIRE", "CIV"},
    {"cote d ivoire", "CIV"},
    {"Ivory Coast", "CIV"},
    {"Türkiye", "TUR"},
    {"turkiye", "TUR"},
    {"Turkey", "TUR"},
    {"U.S.A.", "USA"},
    {"us", "USA"},
    {"UK", "GBR"},
    {"guinea bissau", "GNB"},
    {"Guinea", "GIN"},
    {"XKX", "XKX"},
    /* organisations win over alpha-2 codes, codes over everything */
    {"AU", "AU"},
    {"EU", "EU"},
    {"UN", "UN"},
    {"European Union", "EU"},
    {"UNHCR", "UNHCR"},
    {"CAN", "CAN"},
    /* withdrawn codes; what exists wins over what was */
    {"YUG", "YUG"},
    {"ddr", "DDR"},
    {"Czechoslovakia", "CSK"},
    {"Burma", "MMR"},
    {"East Timor", "TLS"},
    {"GE", "GEO"},
    {"SK", "SVK"},
    {"CS", "CSK SCG"},
    /* several */
    {"Congo", "COD COG"},
    {"congo", "COD COG"},
    {"Virgin Islands", "VGB VIR"},
    {"Channel Islands", "GGY JEY"},
    /* none */
    {"Rwnada", "? RWA"},
    {"Germny", "? DEU"},
    {"Untied States", "? USA"},
    {"xxxxxxxxxxxxxxxxxxxxxxxx", "?"},
    {"", "?"},
    {"...", "?"},
    {"\xC3(", "?"},
};

static void test_resolve(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ent_place_match match;
        char found[100] = "";
        assert_int_equal(ent_place_resolve(ent_str_of(cases[i][0]), &match), ENT_OK);
        for (uint32_t k = 0; k < match.count; k++) {
            strcat(found, k ? " " : "");
            strcat(found, match.places[k].code);
        }
        if (match.count == 0)
            strcat(found, match.nearest_count && cases[i][1][1] ? "? " : "?");
        if (match.count == 0 && match.nearest_count && cases[i][1][1])
            strcat(found, match.nearest[0].place.code);
        if (strcmp(found, cases[i][1]) != 0)
            fail_msg("`%s`: expected %s, found %s", cases[i][0], cases[i][1], found);
    }
}

static void test_codes(void **state)
{
    ent_place place;
    assert_true(ent_place_by_code(ENT_STR("RWA"), &place));
    assert_string_equal(place.name, "Rwanda");
    assert_string_equal(place.iso2, "RW");
    assert_string_equal(place.region, "Africa");
    assert_string_equal(place.until, "");
    assert_int_equal(place.type, ENT_PLACE_COUNTRY);
    assert_true(place.lat < 0 && place.lon > 0);
    assert_true(ent_place_by_code(ENT_STR("CSK"), &place));
    assert_string_equal(place.until, "1992-12-31");
    assert_true(ent_place_by_code(ENT_STR("EU"), &place));
    assert_int_equal(place.type, ENT_PLACE_ORGANISATION);
    assert_false(ent_place_by_code(ENT_STR("rwa"), &place));
    assert_false(ent_place_by_code(ENT_STR("RW"), &place));
    assert_false(ent_place_by_code(ENT_STR(""), &place));
    assert_false(ent_place_by_code(ENT_STR("RWAA"), &place));
}

/* Every membership is between two places that are there; they come by member. */
static void test_memberships(void **state)
{
    ent_place place, organisation;
    ent_membership m;
    char before[32] = "";
    bool left_and_came_back = false;
    uint32_t n = 0;
    for (; ent_membership_at(n, &m); n++) {
        assert_true(ent_place_by_code(ent_str_of(m.member), &place));
        assert_string_equal(place.code, m.member);
        assert_true(ent_place_by_code(ent_str_of(m.organisation), &organisation));
        assert_int_equal(organisation.type, ENT_PLACE_ORGANISATION);
        assert_true(strcmp(before, m.member) <= 0);
        snprintf(before, sizeof before, "%s", m.member);
        left_and_came_back |= strcmp(m.member, "RWA") == 0 && strcmp(m.organisation, "ECCAS") == 0 && *m.until;
    }
    assert_int_equal(n, 833);
    assert_true(left_and_came_back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resolve),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_memberships),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
