/* Errors as text: the carets must stand below the token whatever stands before it. In each query the token is between
 * « and », which are taken out. */
#include "core/api/api.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void draw(char out[ENT_ERROR_TEXT], const char *marked, const char *hint)
{
    char source[1024];
    uint32_t n = 0;
    ent_error error = {.status = ENT_SYNTAX, .text = "wrong"};
    for (const char *p = marked; *p; p++) {
        if (strncmp(p, "«", 2) == 0)
            error.where.at = n, p++;
        else if (strncmp(p, "»", 2) == 0)
            error.where.len = n > error.where.at ? n - error.where.at : 1, p++;
        else
            source[n++] = *p;
    }
    strcpy(error.hint, hint);
    ent_error_draw(out, &error, (ent_str){source, n});
}

static void test_carets(void **state)
{
    static const struct {
        const char *query, *text;
    } cases[] = {
        {"MATCH (a:Party) RETURN «code»", "wrong (line 1, column 24)\n"
                                          "  1 | MATCH (a:Party) RETURN code\n"
                                          "    |                        ^^^^"},
        {"RETURN 'Côte d’Ivoire', «x»", "wrong (line 1, column 25)\n"
                                        "  1 | RETURN 'Côte d’Ivoire', x\n"
                                        "    |                         ^"},
        {"RETURN 'co\xCC\x82te', «x»", "wrong (line 1, column 17)\n"
                                       "  1 | RETURN 'co\xCC\x82te', x\n"
                                       "    |                ^"},
        {"RETURN '日本', «한글»", "wrong (line 1, column 14)\n"
                                  "  1 | RETURN '日本', 한글\n"
                                  "    |                ^^^^"},
        {"RETURN 1,\n\t«x»", "wrong (line 2, column 2)\n"
                             "  2 |     x\n"
                             "    |     ^"},
        {"RETURN 1,\r\n  «x»\r\nLIMIT 1", "wrong (line 2, column 3)\n"
                                          "  2 |   x\n"
                                          "    |   ^"},
        {"RETURN\r1,\r«x»", "wrong (line 3, column 1)\n"
                            "  3 | x\n"
                            "    | ^"},
        {"RETURN «'two\nlines'»", "wrong (line 1, column 8)\n"
                                  "  1 | RETURN 'two\n"
                                  "    |        ^^^^"},
        {"MATCH (n) «»", "wrong (line 1, column 11)\n"
                         "  1 | MATCH (n) \n"
                         "    |           ^"},
        {"«»", "wrong (line 1, column 1)\n"
               "  1 | \n"
               "    | ^"},
        {"RETURN \x1B[31m\u202E «x»", "wrong (line 1, column 15)\n"
                                      "  1 | RETURN ?[31m? x\n"
                                      "    |               ^"},
        {"MATCH (a:Party {code: 'a very long one indeed'})-[:AGREEMENT]->(b:Party) WHERE a.since > "
         "date('2020-01-01') RETURN «code», a.b, a.c, a.d",
         "wrong (line 1, column 116)\n"
         "  1 | …]->(b:Party) WHERE a.since > date('2020-01-01') RETURN code, a.b, a.c, a.d\n"
         "    |                                                         ^^^^"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[ENT_ERROR_TEXT];
        draw(out, cases[i].query, "");
        assert_string_equal(out, cases[i].text);
    }
}

static void test_hint_and_no_place(void **state)
{
    char out[ENT_ERROR_TEXT];
    draw(out, "RETURN «x»", "did you mean `y`?");
    assert_string_equal(out, "wrong (line 1, column 8)\n"
                             "  1 | RETURN x\n"
                             "    |        ^\n"
                             "did you mean `y`?");
    ent_error error = {.status = ENT_IO, .text = "cannot read"};
    ent_error_draw(out, &error, (ent_str){NULL, 0});
    assert_string_equal(out, "cannot read");
    strcpy(error.hint, "look at the disk");
    ent_error_draw(out, &error, ENT_STR("RETURN 1"));
    assert_string_equal(out, "cannot read\nlook at the disk");
}

/* A place behind the end, a token longer than the text, a line of nothing but marks: all stay inside the buffer. */
static void test_odd_places(void **state)
{
    static char marks[20000];
    for (size_t i = 0; i + 1 < sizeof marks; i += 2)
        memcpy(marks + i, "\xCC\x81", 2);
    char out[ENT_ERROR_TEXT];
    ent_error error = {.status = ENT_SYNTAX, .text = "wrong"};
    for (uint32_t at = 0; at < 30000; at += 1000)
        for (uint32_t length = 1; length < UINT32_MAX / 4; length *= 4) {
            error.where = (ent_span){at, length};
            ent_error_draw(out, &error, (ent_str){marks, sizeof marks - 2});
            assert_true(strlen(out) < ENT_ERROR_TEXT);
            assert_non_null(strchr(out, '^'));
        }
}

static void test_statuses(void **state)
{
    assert_int_equal(ent_api_status(ENT_OK), ENTENTE_OK);
    assert_int_equal(ent_api_status(ENT_SYNTAX), ENTENTE_SYNTAX);
    assert_int_equal(ent_api_status(ENT_MISUSE), ENTENTE_MISUSE);
    for (int i = 1; i <= ENT_MISUSE; i++)
        assert_int_equal(ent_api_status_back(ent_api_status((ent_status)i)), i);
    assert_int_equal(ent_api_status_back(ENTENTE_OK), ENT_MISUSE);
    assert_int_equal(ent_api_status_back(ENTENTE_ROW), ENT_MISUSE);
    assert_int_equal(ent_api_status_back((entente_status)1000), ENT_MISUSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_carets),
        cmocka_unit_test(test_hint_and_no_place),
        cmocka_unit_test(test_odd_places),
        cmocka_unit_test(test_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
