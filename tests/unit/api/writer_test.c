/* Writers: what is put comes out, and every sequence that makes no value says why. A program is a string: n null,
 * t true, 1 a number, s text, u text that is not UTF-8, d a date, D a date that does not exist, [ list, { map,
 * a or b a key, ] or } the end. */
#include "core/api/api.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void run(entente_writer *writer, const char *program)
{
    for (; *program; program++) {
        switch (*program) {
        case 'n':
            entente_put_null(writer);
            break;
        case 't':
            entente_put_bool(writer, true);
            break;
        case '1':
            entente_put_int64(writer, 1);
            break;
        case '.':
            entente_put_double(writer, 0.5);
            break;
        case 's':
            entente_put_text(writer, "Côte", -1);
            break;
        case 'u':
            entente_put_text(writer, "a\xFFz", 3);
            break;
        case 'N':
            entente_put_text(writer, NULL, -1);
            break;
        case 'd':
            entente_put_date(writer, 2026, 11, 24);
            break;
        case 'D':
            entente_put_date(writer, 2026, 2, 29);
            break;
        case '[':
            entente_put_list(writer);
            break;
        case '{':
            entente_put_map(writer);
            break;
        case 'a':
            entente_put_key(writer, "a", -1);
            break;
        case 'b':
            entente_put_key(writer, "b!", 1);
            break;
        default:
            entente_put_end(writer);
        }
    }
}

static void test_programs(void **state)
{
    static const struct {
        const char *program, *value; /* value NULL: a failure of */
        ent_status status;
        const char *why;
    } cases[] = {
        {"1", "1", ENT_OK, NULL},
        {"n", "null", ENT_OK, NULL},
        {"[]", "[]", ENT_OK, NULL},
        {"{}", "{}", ENT_OK, NULL},
        {"[1t.sdn]", "[1, true, 0.5, 'Côte', 2026-11-24, null]", ENT_OK, NULL},
        {"{a1b[{an}]}", "{a: 1, b: [{a: null}]}", ENT_OK, NULL},
        {"[1111111111111111111111]", "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]", ENT_OK,
         NULL},
        {"", NULL, ENT_MISUSE, "0 of 1"},
        {"11", NULL, ENT_MISUSE, "more than 1 value:"},
        {"[", NULL, ENT_MISUSE, "a list was not ended"},
        {"[{a1", NULL, ENT_MISUSE, "a map was not ended"},
        {"]", NULL, ENT_MISUSE, "without an open list or map"},
        {"a1", NULL, ENT_MISUSE, "outside a map"},
        {"[a", NULL, ENT_MISUSE, "outside a map"},
        {"{1", NULL, ENT_MISUSE, "before each value"},
        {"{aa", NULL, ENT_MISUSE, "two keys in a row"},
        {"{a}", NULL, ENT_MISUSE, "a key without a value"},
        {"{a1b1a1}", NULL, ENT_ARGUMENT, "twice"},
        {"[{a1b1}{b1a1}{b1}{}]", "[{a: 1, b: 1}, {b: 1, a: 1}, {b: 1}, {}]", ENT_OK, NULL},
        {"[{a1}{b1a1a1}]", NULL, ENT_ARGUMENT, "twice"},
        {"u", NULL, ENT_ARGUMENT, "UTF-8 at byte 1"},
        {"D", NULL, ENT_ARGUMENT, "no date 2026-02-29"},
        {"N", NULL, ENT_MISUSE, "NULL pointer"},
        {"u1[", NULL, ENT_ARGUMENT, "UTF-8"}, /* the first mistake is the one told */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ent_arena arena;
        ent_value value = ENT_NULL;
        entente_writer writer;
        ent_error error = {0};
        ent_arena_init(&arena, NULL);
        ent_writer_init(&writer, &arena, &value, 1);
        run(&writer, cases[i].program);
        ent_status status = ent_writer_finish(&writer, "the value", &error);
        assert_int_equal(status, cases[i].status);
        if (cases[i].value)
            assert_string_equal(ent_value_text(&arena, value, false).p, cases[i].value);
        else
            assert_non_null(strstr(error.text, cases[i].why));
        ent_arena_fini(&arena);
    }
}

/* More keys than a writer keeps; in the second map the last one comes twice. */
static void test_many_keys(void **state)
{
    for (int wrong = 0; wrong < 2; wrong++) {
        ent_arena arena;
        ent_value value = ENT_NULL;
        entente_writer writer;
        ent_error error = {0};
        ent_arena_init(&arena, NULL);
        ent_writer_init(&writer, &arena, &value, 1);
        entente_put_list(&writer);
        for (int m = 0; m < 2; m++) {
            entente_put_map(&writer);
            for (int i = 0; i < 100; i++) {
                char key[8];
                snprintf(key, sizeof key, "k%d", wrong && m == 1 && i == 99 ? 98 : i);
                entente_put_key(&writer, key, -1);
                entente_put_int64(&writer, i);
            }
            entente_put_end(&writer);
        }
        entente_put_end(&writer);
        assert_int_equal(ent_writer_finish(&writer, "the value", &error), wrong ? ENT_ARGUMENT : ENT_OK);
        if (wrong)
            assert_non_null(strstr(error.text, "`k98` was put twice"));
        else
            assert_int_equal(value.list[1].map[99].value.i, 99);
        ent_arena_fini(&arena);
    }
}

static void test_nesting_is_bounded(void **state)
{
    ent_arena arena;
    ent_value value;
    entente_writer writer;
    ent_error error = {0};
    ent_arena_init(&arena, NULL);
    ent_writer_init(&writer, &arena, &value, 1);
    for (int i = 0; i < 100000; i++)
        entente_put_list(&writer);
    assert_int_equal(ent_writer_finish(&writer, "the value", &error), ENT_ARGUMENT);
    ent_arena_fini(&arena);
}

static void test_memory_ends(void **state)
{
    ent_budget budget = {.limit = 100000};
    ent_arena arena;
    ent_value value;
    entente_writer writer;
    ent_error error = {0};
    ent_arena_init(&arena, &budget);
    ent_writer_init(&writer, &arena, &value, 1);
    entente_put_list(&writer);
    for (int i = 0; i < 100000; i++)
        entente_put_text(&writer, "text", -1);
    entente_put_end(&writer);
    assert_int_equal(ent_writer_finish(&writer, "the value", &error), ENT_MEMORY_LIMIT);
    ent_arena_fini(&arena);
    assert_int_equal(budget.used, 0);
}

static void test_no_writer(void **state)
{
    static entente_writer nowhere;
    run(NULL, "n1s[]{a1}");
    run(&nowhere, "n1s[]{a1}");
    assert_int_equal(nowhere.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_programs),    cmocka_unit_test(test_many_keys), cmocka_unit_test(test_nesting_is_bounded),
        cmocka_unit_test(test_memory_ends), cmocka_unit_test(test_no_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
