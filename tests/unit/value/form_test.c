/* The two written forms of a value: bytes in the file and text for people. */
#include "core/value/temporal.h"
#include "core/value/value.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define S(text)      ent_string(ENT_STR(text))

static const ent_datetime instant = {-1, 999999999, 3600, "Europe/Stockholm"}, plain = {86400, 0, -64800, NULL};
static const ent_duration span = {-14, 3, -5, 250000000};
static const ent_point place = {4979, 30.06, -1.94, 1567};

static size_t storable(ent_value out[40])
{
    static ent_value items[3];
    items[0] = S("a");
    items[1] = ent_int(-7);
    items[2] = (ent_value){.type = ENT_TYPE_DATETIME, .datetime = &instant};
    size_t n = 0;
    out[n++] = ent_bool(true);
    out[n++] = ent_int(INT64_MIN);
    out[n++] = ent_float(-0.0);
    out[n++] = ent_float(INFINITY);
    out[n++] = S("");
    out[n++] = S("Côte d'Ivoire\0x");
    out[n++] = ent_date(-719162);
    out[n++] = (ent_value){.type = ENT_TYPE_LOCAL_TIME, .i = 86399999999999};
    out[n++] = (ent_value){.type = ENT_TYPE_TIME, .i = 1, .n = (uint32_t)-3600};
    out[n++] = (ent_value){.type = ENT_TYPE_LOCAL_DATETIME, .i = -5, .n = 7};
    out[n++] = items[2];
    out[n++] = (ent_value){.type = ENT_TYPE_DATETIME, .datetime = &plain};
    out[n++] = (ent_value){.type = ENT_TYPE_DURATION, .duration = &span};
    out[n++] = (ent_value){.type = ENT_TYPE_POINT, .point = &place};
    out[n++] = ent_list(NULL, 0);
    out[n++] = ent_list(items, 3);
    return n;
}

static void test_stored_form_comes_back(void **state)
{
    ent_value v[40];
    size_t n = storable(v);
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    for (size_t i = 0; i < n; i++) {
        size_t size = ent_encoded_size(v[i]);
        char *bytes = malloc(size);
        assert_true(ent_storable(v[i]));
        assert_ptr_equal(ent_encode(bytes, v[i]), bytes + size);
        const char *at = bytes;
        ent_value back;
        assert_true(ent_decode(&arena, &at, bytes + size, &back));
        assert_ptr_equal(at, bytes + size);
        assert_int_equal(back.type, v[i].type);
        assert_true(ent_equivalent(back, v[i]));
        assert_string_equal(ent_value_text(&arena, back, false).p, ent_value_text(&arena, v[i], false).p);
        for (size_t cut = 0; cut < size; cut++) { /* every truncation is noticed */
            char *part = malloc(cut + 1);
            memcpy(part, bytes, cut);
            at = part;
            assert_false(ent_decode(&arena, &at, part + cut, &back));
            free(part);
        }
        free(bytes);
    }
    ent_arena_fini(&arena);
}

/* Whatever the bytes are: refused, or a value that can be looked at. A fixed seed, so that a failure comes again. */
static void test_damaged_bytes(void **state)
{
    uint64_t seed = 20261124;
    for (int round = 0; round < 20000; round++) {
        char bytes[48];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            bytes[i] = (char)(seed >> 56);
        }
        bytes[0] = (char)(round % (ENT_TYPE_COUNT + 2));
        if (round % 3) /* small counts, so that more is reached */
            bytes[2] = bytes[3] = bytes[4] = 0;
        ent_arena arena;
        ent_arena_init(&arena, NULL);
        const char *at = bytes;
        ent_value v;
        if (ent_decode(&arena, &at, bytes + sizeof bytes, &v) && v.type != ENT_TYPE_STRING && v.type != ENT_TYPE_LIST)
            assert_non_null(ent_value_text(&arena, v, false).p);
        ent_hash(v);
        ent_arena_fini(&arena);
    }
}

static void test_what_may_be_stored(void **state)
{
    ent_value inner[] = {ent_int(1)}, nested[] = {ent_list(inner, 1)}, with_null[] = {ENT_NULL},
              map[] = {ent_map(NULL, 0)};
    assert_false(ent_storable(ent_map(NULL, 0)));
    assert_false(ent_storable(ent_node(1)));
    assert_false(ent_storable(ent_list(nested, 1)));
    assert_false(ent_storable(ent_list(with_null, 1)));
    assert_false(ent_storable(ent_list(map, 1)));
    assert_true(ent_storable(ent_list(inner, 1)));
}

static void test_float_text(void **state)
{
    static const struct {
        double f;
        const char *text;
    } cases[] = {
        {1, "1.0"},
        {-0.0, "-0.0"},
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333"},
        {370000000, "370000000.0"},
        {1e15, "1000000000000000.0"},
        {1e16, "1e16"},
        {0.00001, "0.00001"},
        {0.000001, "1e-6"},
        {1e308, "1e308"},
        {-1.2635418652381264e305, "-1.2635418652381264e305"},
        {5e-324, "5e-324"},
        {2.2250738585072014e-308, "2.2250738585072014e-308"},
        {123456.789, "123456.789"},
        {NAN, "NaN"},
        {INFINITY, "Infinity"},
        {-INFINITY, "-Infinity"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[32];
        assert_int_equal(ent_float_text(out, cases[i].f), strlen(cases[i].text));
        assert_string_equal(out, cases[i].text);
    }
    uint64_t bits = 1;
    for (int i = 0; i < 20000; i++) {
        bits = bits * UINT64_C(6364136223846793005) + 1442695040888963407u;
        double f;
        memcpy(&f, &bits, sizeof f);
        char out[32];
        ent_float_text(out, f);
        if (isfinite(f))
            assert_true(strtod(out, NULL) == f);
    }
}

/* The host may have set a locale that writes 1,5. */
static void test_float_text_in_a_locale(void **state)
{
    if (!setlocale(LC_NUMERIC, "de_DE.UTF-8") && !setlocale(LC_NUMERIC, "fr_FR.UTF-8"))
        skip();
    char out[32];
    ent_float_text(out, 1.5);
    setlocale(LC_NUMERIC, "C");
    assert_string_equal(out, "1.5");
}

static void test_value_text(void **state)
{
    const ent_str labels[] = {ENT_STR("Country"), ENT_STR("Party")};
    const ent_entry code[] = {{ENT_STR("code"), S("CIV")}, {ENT_STR("full name"), S("Côte d'Ivoire")}};
    const ent_entity node = {.id = 1, .labels = labels, .label_count = 2, .properties = code, .property_count = 2};
    const ent_entity bare = {.id = 2}, rel = {.id = 3, .start = 2, .end = 1, .type = ENT_STR("PARTY_TO")};
    ent_value a = {.type = ENT_TYPE_NODE, .flags = ENT_RESOLVED, .entity = &node};
    ent_value b = {.type = ENT_TYPE_NODE, .flags = ENT_RESOLVED, .entity = &bare};
    ent_value r = {.type = ENT_TYPE_RELATIONSHIP, .flags = ENT_RESOLVED | ENT_REVERSED, .entity = &rel};
    ent_value steps[] = {b, r, b};
    ent_value path = {.type = ENT_TYPE_PATH, .n = 3, .list = steps};
    ent_value list[] = {S("it's"), ENT_NULL, ent_bool(true), ent_date(0)};
    const struct {
        ent_value v;
        bool bare;
        const char *text;
    } cases[] = {
        {S("it's"), true, "it's"},
        {S("it's\n\\\x01"), false, "'it\\'s\\n\\\\\\u0001'"},
        {ent_list(list, 4), true, "['it\\'s', null, true, 1970-01-01]"},
        {a, false, "(:Country:Party {code: 'CIV', `full name`: 'Côte d\\'Ivoire'})"},
        {b, false, "()"},
        {r, false, "[:PARTY_TO]"},
        {path, false, "<()<-[:PARTY_TO]-()>"},
        {ent_map(code, 1), false, "{code: 'CIV'}"},
        {(ent_value){.type = ENT_TYPE_POINT, .point = &place}, false,
         "point({srid: 4979, x: 30.06, y: -1.94, z: 1567.0})"},
    };
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(ent_value_text(&arena, cases[i].v, cases[i].bare).p, cases[i].text);
        ent_value copy = ent_value_copy(&arena, cases[i].v);
        assert_string_equal(ent_value_text(&arena, copy, cases[i].bare).p, cases[i].text);
    }
    ent_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stored_form_comes_back), cmocka_unit_test(test_damaged_bytes),
        cmocka_unit_test(test_what_may_be_stored),     cmocka_unit_test(test_float_text),
        cmocka_unit_test(test_float_text_in_a_locale), cmocka_unit_test(test_value_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
