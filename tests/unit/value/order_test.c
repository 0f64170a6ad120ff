/* Equality, order, equivalence, hashes and order keys agree with each other over a ladder of values in ascending order.
 */
#include "core/value/temporal.h"
#include "core/value/value.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define S(text)      ent_string(ENT_STR(text))
#define L(...)       ent_list((ent_value[]){__VA_ARGS__}, COUNT(((ent_value[]){__VA_ARGS__})))
#define M(...)       ent_map((ent_entry[]){__VA_ARGS__}, COUNT(((ent_entry[]){__VA_ARGS__})))
#define E(key, value)       \
    {                       \
        ENT_STR(key), value \
    }

static const ent_datetime noon_utc = {43200, 0, 0, NULL}, noon_east = {46800, 0, 3600, NULL},
                          later = {43200, 1, 0, NULL};
static const ent_duration day = {0, 1, 0, 0}, hours = {0, 0, 86400, 0}, month = {1, 0, 0, 0};
static const ent_point here = {4326, 1, 2, 0}, there = {4326, 1, 3, 0};

static ent_value of_datetime(const ent_datetime *d)
{
    return (ent_value){.type = ENT_TYPE_DATETIME, .datetime = d};
}
static ent_value of_duration(const ent_duration *d)
{
    return (ent_value){.type = ENT_TYPE_DURATION, .duration = d};
}
static ent_value of_point(const ent_point *p)
{
    return (ent_value){.type = ENT_TYPE_POINT, .point = p};
}

enum { MOST = 80 };

/* Ascending; each is above all before it. */
static size_t ladder(ent_value out[MOST])
{
    static ent_value lists[8][3];
    static const ent_entry a1[] = {{{"a", 1}, {.type = ENT_TYPE_INTEGER, .i = 1}}};
    static const ent_entry a2[] = {{{"a", 1}, {.type = ENT_TYPE_INTEGER, .i = 2}}};
    static const ent_entry b0[] = {{{"b", 1}, {.type = ENT_TYPE_INTEGER, .i = 0}}};
    lists[0][0] = ent_int(1);
    lists[1][0] = ent_int(1);
    lists[1][1] = ent_int(0);
    lists[2][0] = ent_int(1);
    lists[2][1] = ENT_NULL;
    lists[3][0] = ent_float(1.5);
    size_t n = 0;
    out[n++] = ent_map(NULL, 0);
    out[n++] = ent_map(a1, 1);
    out[n++] = ent_map(a2, 1);
    out[n++] = ent_map(b0, 1);
    out[n++] = ent_node(1);
    out[n++] = ent_node(2);
    out[n++] = ent_relationship(1, 7);
    out[n++] = ent_list(NULL, 0);
    out[n++] = ent_list(lists[0], 1);
    out[n++] = ent_list(lists[1], 2);
    out[n++] = ent_list(lists[2], 2);
    out[n++] = ent_list(lists[3], 1);
    out[n++] = of_point(&here);
    out[n++] = of_point(&there);
    out[n++] = of_datetime(&noon_utc);
    out[n++] = of_datetime(&later);
    out[n++] = ent_date(-1);
    out[n++] = ent_date(0);
    out[n++] = of_duration(&hours);
    out[n++] = of_duration(&day);
    out[n++] = of_duration(&month);
    out[n++] = S("");
    out[n++] = S("A");
    out[n++] = S("AB");
    out[n++] = S("a");
    out[n++] = S("é");
    out[n++] = S("\xEF\xBF\xBD"); /* U+FFFD sorts below U+1F600, though its UTF-16 unit does not */
    out[n++] = S("😀");
    out[n++] = ent_bool(false);
    out[n++] = ent_bool(true);
    out[n++] = ent_float(-INFINITY);
    out[n++] = ent_float(-1e300);
    out[n++] = ent_int(INT64_MIN);
    out[n++] = ent_int(INT64_MIN + 1);
    out[n++] = ent_int(-1);
    out[n++] = ent_float(-0.5);
    out[n++] = ent_int(0);
    out[n++] = ent_float(5e-324);
    out[n++] = ent_float(0.5);
    out[n++] = ent_int(1);
    out[n++] = ent_float(1.5);
    out[n++] = ent_int(INT64_C(1) << 53);
    out[n++] = ent_int((INT64_C(1) << 53) + 1); /* as doubles these three are two */
    out[n++] = ent_float(0x1p53 + 2);
    out[n++] = ent_float(0x1p63 - 1024);
    out[n++] = ent_int(INT64_MAX - 1);
    out[n++] = ent_int(INT64_MAX);
    out[n++] = ent_float(0x1p63);
    out[n++] = ent_float(INFINITY);
    out[n++] = ent_float(NAN);
    out[n++] = ENT_NULL;
    return n;
}

static int sign(int i)
{
    return (i > 0) - (i < 0);
}

static void test_order_is_total(void **state)
{
    ent_value v[MOST];
    size_t n = ladder(v);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            assert_int_equal(sign(ent_order(v[i], v[k])), (i > k) - (i < k));
            assert_int_equal(ent_equivalent(v[i], v[k]), i == k);
            if (i != k)
                assert_int_not_equal(ent_hash(v[i]), ent_hash(v[k]));
        }
}

static void test_order_keys_sort_alike(void **state)
{
    ent_value v[MOST];
    size_t n = ladder(v);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            char a[ENT_KEY_MAX], b[ENT_KEY_MAX];
            bool exact_a, exact_b;
            if (v[i].type == ENT_TYPE_MAP || v[k].type == ENT_TYPE_MAP || v[i].type == ENT_TYPE_NODE ||
                v[k].type == ENT_TYPE_NODE)
                continue;
            size_t size_a = ent_order_key(a, v[i], &exact_a), size_b = ent_order_key(b, v[k], &exact_b);
            int order = memcmp(a, b, size_a < size_b ? size_a : size_b);
            order = order ? order : (size_a > size_b) - (size_a < size_b);
            if (order != 0 || (exact_a && exact_b))
                assert_int_equal(sign(order), (i > k) - (i < k));
        }
}

static void test_long_keys_are_cut(void **state)
{
    char text[300], key[ENT_KEY_MAX];
    bool exact;
    memset(text, 'x', sizeof text);
    assert_int_equal(ent_order_key(key, ent_string((ent_str){text, ENT_KEY_MAX - 1}), &exact), ENT_KEY_MAX);
    assert_true(exact);
    assert_int_equal(ent_order_key(key, ent_string((ent_str){text, ENT_KEY_MAX}), &exact), ENT_KEY_MAX);
    assert_false(exact);
    /* a string in a list does not run into the next item */
    char other[ENT_KEY_MAX];
    size_t a = ent_order_key(key, L(S("a"), S("b")), &exact), b = ent_order_key(other, L(S("a\0b")), &exact);
    assert_true(a != b || memcmp(key, other, a) != 0);
}

static void test_numbers_of_two_types(void **state)
{
    static const struct {
        int64_t i;
        double d;
        int order;
    } cases[] = {
        {1, 1.0, 0},
        {1, 1.5, -1},
        {-1, -1.5, 1},
        {0, -0.0, 0},
        {(INT64_C(1) << 53) + 1, 0x1p53, 1},
        {(INT64_C(1) << 53) + 1, 0x1p53 + 2, -1},
        {INT64_MAX, 0x1p63, -1},
        {INT64_MIN, -0x1p63, 0},
        {INT64_MIN, -INFINITY, 1},
        {INT64_MAX, INFINITY, -1},
        {0, 5e-324, -1},
        {0, -5e-324, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ent_value a = ent_int(cases[i].i), b = ent_float(cases[i].d);
        assert_int_equal(sign(ent_compare_int_double(cases[i].i, cases[i].d)), cases[i].order);
        assert_int_equal(ent_equal(a, b), cases[i].order == 0 ? ENT_TRUE : ENT_FALSE);
        assert_int_equal(sign(ent_order(b, a)), -cases[i].order);
        if (cases[i].order == 0)
            assert_int_equal(ent_hash(a), ent_hash(b));
    }
    assert_int_equal(ent_hash(ent_float(0.0)), ent_hash(ent_float(-0.0)));
    assert_int_equal(ent_hash(ent_float(NAN)), ent_hash(ent_float(-NAN)));
}

static void test_equality_has_three_answers(void **state)
{
    const ent_value null = ENT_NULL, nan = ent_float(NAN);
    const struct {
        ent_value a, b;
        ent_ternary equal;
        bool equivalent;
    } cases[] = {
        {null, null, ENT_UNKNOWN, true},
        {null, ent_int(1), ENT_UNKNOWN, false},
        {nan, nan, ENT_FALSE, true},
        {ent_int(1), S("1"), ENT_FALSE, false},
        {L(ent_int(1), null), L(ent_int(1), null), ENT_UNKNOWN, true},
        {L(ent_int(1), null), L(ent_int(2), null), ENT_FALSE, false},
        {L(null, ent_int(1)), L(null, ent_int(2)), ENT_FALSE, false},
        {L(null), L(null, null), ENT_FALSE, false},
        {L(L(null)), L(L(ent_int(1))), ENT_UNKNOWN, false},
        {L(nan), L(nan), ENT_FALSE, true},
        {L(ent_int(1)), L(ent_float(1)), ENT_TRUE, true},
        {M(E("a", ent_int(1)), E("b", null)), M(E("b", null), E("a", ent_int(1))), ENT_UNKNOWN, true},
        {M(E("a", ent_int(1)), E("b", null)), M(E("b", null), E("a", ent_int(2))), ENT_FALSE, false},
        {M(E("a", null)), M(E("b", null)), ENT_FALSE, false},
        {M(E("a", null)), ent_map(NULL, 0), ENT_FALSE, false},
        {ent_node(1), ent_node(1), ENT_TRUE, true},
        {ent_node(1), ent_relationship(1, 0), ENT_FALSE, false},
        {of_datetime(&noon_utc), of_datetime(&noon_utc), ENT_TRUE, true},
        {of_duration(&day), of_duration(&hours), ENT_FALSE, false},
        {ent_date(3), ent_date(3), ENT_TRUE, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(ent_equal(cases[i].a, cases[i].b), cases[i].equal);
        assert_int_equal(ent_equal(cases[i].b, cases[i].a), cases[i].equal);
        assert_int_equal(ent_equivalent(cases[i].a, cases[i].b), cases[i].equivalent);
        if (cases[i].equivalent)
            assert_int_equal(ent_hash(cases[i].a), ent_hash(cases[i].b));
    }
    assert_int_equal(ent_hash(of_datetime(&noon_utc)), ent_hash(of_datetime(&noon_east)));
}

static void test_partial_order(void **state)
{
    const ent_value null = ENT_NULL;
    const struct {
        ent_value a, b;
        bool comparable, nan;
        int order;
    } cases[] = {
        {ent_int(1), ent_float(1.5), true, false, -1},
        {ent_float(NAN), ent_int(1), false, true, 0},
        {ent_int(1), S("a"), false, false, 0},
        {null, ent_int(1), false, false, 0},
        {ent_bool(false), ent_bool(true), true, false, -1},
        {L(ent_int(1)), L(ent_int(1), null), true, false, -1},
        {L(ent_int(1), null), L(ent_int(2)), true, false, -1},
        {L(ent_int(1), null), L(ent_int(1), ent_int(2)), false, false, 0},
        {L(ent_int(1), S("a")), L(ent_int(1), ent_int(2)), false, false, 0},
        {ent_date(1), ent_date(2), true, false, -1},
        {ent_date(1), of_datetime(&later), false, false, 0},
        {of_duration(&day), of_duration(&month), false, false, 0},
        {of_point(&here), of_point(&there), false, false, 0},
        {ent_node(1), ent_node(2), false, false, 0},
        {ent_map(NULL, 0), ent_map(NULL, 0), false, false, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int order;
        bool nan;
        assert_int_equal(ent_comparable(cases[i].a, cases[i].b, &order, &nan), cases[i].comparable);
        assert_int_equal(nan, cases[i].nan);
        if (cases[i].comparable)
            assert_int_equal(sign(order), cases[i].order);
    }
}

/* More keys than the sorting keeps on the stack, in opposite orders. */
static void test_large_maps(void **state)
{
    enum { KEYS = 1000 };
    static char names[KEYS][8];
    static ent_entry up[KEYS], down[KEYS];
    for (int i = 0; i < KEYS; i++) {
        int n = snprintf(names[i], sizeof names[i], "k%d", i);
        up[i] = down[KEYS - 1 - i] = (ent_entry){{names[i], (uint32_t)n}, ent_int(i)};
    }
    ent_value a = ent_map(up, KEYS), b = ent_map(down, KEYS);
    assert_int_equal(ent_equal(a, b), ENT_TRUE);
    assert_true(ent_equivalent(a, b));
    assert_int_equal(ent_order(a, b), 0);
    assert_int_equal(ent_hash(a), ent_hash(b));
    down[0].value = ent_int(0);
    assert_int_equal(ent_equal(a, b), ENT_FALSE);
    assert_int_not_equal(ent_order(a, b), 0);
}

/* A list inside a list, 100,000 deep: nothing may crash, and too deep is said. */
static void test_deep_values(void **state)
{
    enum { DEPTH = 100000 };
    static ent_value chain[DEPTH + 1], twin[DEPTH + 1];
    chain[0] = twin[0] = ent_int(1);
    for (int i = 0; i < DEPTH; i++) {
        chain[i + 1] = ent_list(&chain[i], 1);
        twin[i + 1] = ent_list(&twin[i], 1);
    }
    assert_false(ent_value_too_deep(chain[ENT_VALUE_DEPTH]));
    assert_true(ent_value_too_deep(chain[ENT_VALUE_DEPTH + 1]));
    assert_int_equal(ent_equal(chain[ENT_VALUE_DEPTH], twin[ENT_VALUE_DEPTH]), ENT_TRUE);
    ent_value deep = chain[DEPTH], other = twin[DEPTH];
    ent_equal(deep, other);
    ent_order(deep, other);
    ent_hash(deep);
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    assert_non_null(ent_value_text(&arena, deep, false).p);
    ent_value_copy(&arena, chain[ENT_VALUE_DEPTH]);
    assert_int_equal(arena.failed, ENT_OK);
    ent_value_copy(&arena, deep);
    assert_int_not_equal(arena.failed, ENT_OK);
    ent_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_is_total),
        cmocka_unit_test(test_order_keys_sort_alike),
        cmocka_unit_test(test_long_keys_are_cut),
        cmocka_unit_test(test_numbers_of_two_types),
        cmocka_unit_test(test_equality_has_three_answers),
        cmocka_unit_test(test_partial_order),
        cmocka_unit_test(test_large_maps),
        cmocka_unit_test(test_deep_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
