/* What people type for a country or an organisation, and what it means. */
#include "io/gazetteer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

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

/* Each place is found by its own code, and every membership is between two that are there. */
static void test_all(void **state)
{
    ent_place place, again;
    ent_membership m, mine;
    uint32_t n = 0, first, count;
    for (; ent_place_at(n, &place); n++) {
        assert_true(ent_place_by_code(ent_str_of(place.code), &again));
        assert_string_equal(place.name, again.name);
    }
    assert_int_equal(n, 331);
    for (n = 0; ent_membership_at(n, &m); n++) {
        assert_true(ent_place_by_code(ent_str_of(m.member), &place));
        assert_true(ent_place_by_code(ent_str_of(m.organisation), &again));
        assert_int_equal(again.type, ENT_PLACE_ORGANISATION);
        ent_memberships_of(ent_str_of(m.member), &first, &count);
        assert_true(n >= first && n < first + count);
    }
    assert_int_equal(n, 833);
    ent_memberships_of(ENT_STR("RWA"), &first, &count);
    bool left_and_came_back = false;
    for (uint32_t i = first; i < first + count; i++) {
        assert_true(ent_membership_at(i, &mine));
        left_and_came_back |= strcmp(mine.organisation, "ECCAS") == 0 && *mine.until;
    }
    assert_true(left_and_came_back);
    ent_memberships_of(ENT_STR("nowhere"), &first, &count);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resolve),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
