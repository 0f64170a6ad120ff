/* What JSON is refused, at which byte and in which words; what is taken, and where its parts stand. */
#include "io/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SIZE = 64 * 1024 };

static ent_arena arena;

#define ESCAPES "expected \\\", \\\\, \\/, \\b, \\f, \\n, \\r, \\t or \\u behind the backslash"
#define CONTROL "expected a text without control characters (write \\n for a line break), found the byte "

/* the source; the byte and the fault */
static const char *const refused[][2] = {
    {"", "0: expected a value, found the end"},
    {" ", "1: expected a value, found the end"},
    {"x", "0: expected a value, found `x`"},
    {"\xC3\xA9", "0: expected a value, found `\xC3\xA9`"},
    {"\xEF\xBB\xBF{}", "0: expected a value, found `\xEF\xBB\xBF`"},
    {"[1, \xFF]", "4: the byte 0xFF is not UTF-8"},
    /* what stands in the wrong place */
    {"{} {}", "3: expected the end, found `{`"},
    {"1 2", "2: expected the end, found `2`"},
    {"]", "0: expected a value, found `]`"},
    {"[}", "1: expected a value, found `}`"},
    {"[1}", "2: expected `,` or `]`, found `}`"},
    {"[1 2]", "3: expected `,` or `]`, found `2`"},
    {"[1", "2: expected `,` or `]`, found the end"},
    {"[1 ", "3: expected `,` or `]`, found the end"},
    {"[[]", "3: expected `,` or `]`, found the end"},
    {"[1,", "3: expected a value, found the end"},
    {"[1,]", "3: expected a value, found `]`"},
    {"[,1]", "1: expected a value, found `,`"},
    {"[1:2]", "2: expected `,` or `]`, found `:`"},
    {"{", "1: expected the name of a field in double quotes, found the end"},
    {"{a: 1}", "1: expected the name of a field in double quotes, found `a`"},
    {"{1: 1}", "1: expected the name of a field in double quotes, found `1`"},
    {"{\"a\": 1,}", "8: expected the name of a field in double quotes, found `}`"},
    {"{\"a\": 1, ", "9: expected the name of a field in double quotes, found the end"},
    {"{\"a\" 1}", "5: expected `:` behind the name of a field, found `1`"},
    {"{\"a\"}", "4: expected `:` behind the name of a field, found `}`"},
    {"{\"a\": }", "6: expected a value, found `}`"},
    {"{\"a\": 1 \"b\": 2}", "8: expected `,` or `}`, found `\"`"},
    {"{\"a\": 1", "7: expected `,` or `}`, found the end"},
    {"{\"a\": 1]", "7: expected `,` or `}`, found `]`"},
    {"nul", "0: expected a value, found `n`"},
    {"nullx", "4: expected the end, found `x`"},
    {"[True]", "1: expected a value, found `T`"},
    {"[1]\v", "3: expected the end, found the byte 0x0B"},
    {"[\f1]", "1: expected a value, found the byte 0x0C"},
    {"/* a */ 1", "0: expected a value, found `/`"},
    /* numbers */
    {"01", "0: a number has no leading zero"},
    {"-01", "1: a number has no leading zero"},
    {"1.", "2: expected a digit, found the end"},
    {"[1.]", "3: expected a digit, found `]`"},
    {".5", "0: expected a value, found `.`"},
    {"+1", "0: expected a value, found `+`"},
    {"-", "1: expected a digit, found the end"},
    {"-a", "1: expected a digit, found `a`"},
    {"1e", "2: expected a digit, found the end"},
    {"1e+", "3: expected a digit, found the end"},
    {"1.5.2", "3: expected the end, found `.`"},
    {"0x10", "1: expected the end, found `x`"},
    {"1-2", "1: expected the end, found `-`"},
    {"NaN", "0: expected a value, found `N`"},
    {"Infinity", "0: expected a value, found `I`"},
    /* texts */
    {"\"a", "0: the text that begins here has no closing quote"},
    {"\"a\\\"", "0: the text that begins here has no closing quote"},
    {"\"a\\", "0: the text that begins here has no closing quote"},
    {"'a'", "0: expected a value, found `'`"},
    {"\"a\nb\"", "2: " CONTROL "0x0A"},
    {"\"\\q\"", "1: " ESCAPES},
    {"\"\\x41\"", "1: " ESCAPES},
    {"\"\\u12\"", "1: expected four hexadecimal digits behind \\u"},
    {"\"\\u12G4\"", "1: expected four hexadecimal digits behind \\u"},
    {"\"\\u", "1: expected four hexadecimal digits behind \\u"},
    {"\"\\u0000\"", "1: a text cannot hold the character NUL"},
    {"\"\\ud800\"", "1: half of a surrogate pair stands alone"},
    {"\"\\udc00\\ud800\"", "1: half of a surrogate pair stands alone"},
    {"\"\\ud800\\u0041\"", "1: half of a surrogate pair stands alone"},
    {"{\"\\u0000\": 1}", "2: a text cannot hold the character NUL"},
    /* the first fault of several */
    {"[1 2, 01]", "3: expected `,` or `]`, found `2`"},
    {"[01, 2 3]", "1: a number has no leading zero"},
    {"[1 \"\\q\"]", "3: expected `,` or `]`, found `\"`"},
    /* a key twice, however it is written and however deep */
    {"{\"a\": 1, \"b\": 2, \"a\": 3}", "17: this field stands here twice"},
    {"{\"a\": 1, \"\\u0061\": 3}", "9: this field stands here twice"},
    {"[{\"b\": {\"\": 1, \"\": 2}}]", "15: this field stands here twice"},
};

static void describe(const char *source, size_t n, char out[300])
{
    ent_json json;
    ent_json_error error;
    /* in a block that ends where the source does: nothing behind it may be read */
    char *exact = malloc(n + 1);
    assert_non_null(exact);
    memmove(exact + 1, source, n);
    bool good = ent_json_read(&json, &arena, (ent_str){exact + 1, (uint32_t)n}, &error);
    snprintf(out, 300, good ? "sound" : "%u: %s", error.at, error.reason);
    ent_json_close(&json);
    free(exact);
    ent_arena_reset(&arena);
}

static void test_refused(void **state)
{
    char found[300];
    int failures = 0;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        describe(refused[i][0], strlen(refused[i][0]), found);
        if (strcmp(found, refused[i][1]) != 0) {
            fprintf(stderr, "%s\nexpected: %s\nfound:    %s\n", refused[i][0], refused[i][1], found);
            failures++;
        }
    }
    assert_int_equal(failures, 0);
}

static void test_nul(void **state)
{
    char found[300];
    describe("[1\0]", 4, found);
    assert_string_equal(found, "2: expected `,` or `]`, found the byte 0x00");
    describe("\"a\0\"", 4, found);
    assert_string_equal(found, "2: " CONTROL "0x00");
}

/* "[[[...]]]" */
static void nested(int depth, char out[SIZE])
{
    memset(out, '[', (size_t)depth);
    memset(out + depth, ']', (size_t)depth);
    out[2 * depth] = 0;
}

/* An object or list of n. */
static void repeated(bool object, int n, char out[SIZE])
{
    size_t at = 1;
    out[0] = object ? '{' : '[';
    for (int i = 0; i < n; i++) {
        at += (size_t)(object ? snprintf(out + at, SIZE - at, "%s\"%d\":0", i ? "," : "", i)
                              : snprintf(out + at, SIZE - at, "%s0", i ? "," : ""));
    }
    snprintf(out + at, SIZE - at, "%c", object ? '}' : ']');
}

static void test_bounds(void **state)
{
    static char source[SIZE];
    char found[300];
    nested(32, source);
    describe(source, strlen(source), found);
    assert_string_equal(found, "sound");
    nested(33, source);
    describe(source, strlen(source), found);
    assert_string_equal(found, "32: nested more than 32 deep");
    repeated(true, 256, source);
    describe(source, strlen(source), found);
    assert_string_equal(found, "sound");
    repeated(true, 257, source);
    describe(source, strlen(source), found);
    assert_non_null(strstr(found, ": too long: at most 256 fields in an object"));
    repeated(false, 4096, source);
    describe(source, strlen(source), found);
    assert_string_equal(found, "sound");
    repeated(false, 4097, source);
    describe(source, strlen(source), found);
    assert_string_equal(found, "8193: too long: at most 4096 entries in a list");
}

/* Each key and value with the byte where it begins, as far as they are read. */
static void write_places(const ent_json *json, ent_json_value value, FILE *out)
{
    if (value.node->string)
        fprintf(out, "%u:%s=", ent_json_key_at(json, value), value.node->string);
    fprintf(out, "%u:", ent_json_at(json, value));
    if (cJSON_IsString(value.node))
        fprintf(out, "%s ", value.node->valuestring);
    else if (cJSON_IsNumber(value.node)) {
        ent_str number = ent_json_number(json, value);
        fprintf(out, "%.*s ", ENT_STR_ARG(number));
    } else
        fprintf(out, "(%s) ", ent_json_type_name(value.node));
    for (ent_json_value v = ent_json_first(value); v.node; v = ent_json_next(json, v))
        write_places(json, v, out);
}

static const char *const places[][2] = {
    {" 7", "1:7 "},
    {"[]", "0:(a list) "},
    {"{}", "0:(an object) "},
    {"[[], {}, [1], 2]", "0:(a list) 1:(a list) 5:(an object) 9:(a list) 10:1 14:2 "},
    {"{\"a\": {\"b\": [true, null]}, \"c\": \"]}\"}",
     "0:(an object) 1:a=6:(an object) 7:b=12:(a list) 13:(true or false) 19:(null) 27:c=32:]} "},
    {"{\"A\": 1, \"a\": -0.5e-3, \"\": 9223372036854775807}",
     "0:(an object) 1:A=6:1 9:a=14:-0.5e-3 23:=27:9223372036854775807 "},
    {"[\"\\u00e9\\ud83d\\ude42\\/\\n\", \"\xC3\xA9\"]", "0:(a list) 1:\xC3\xA9\xF0\x9F\x99\x82/\n 27:\xC3\xA9 "},
};

static void test_places(void **state)
{
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        ent_json json;
        ent_json_error error;
        char *found = NULL;
        size_t n;
        FILE *out = open_memstream(&found, &n);
        assert_true(ent_json_read(&json, &arena, ent_str_of(places[i][0]), &error));
        write_places(&json, ent_json_root(&json), out);
        fclose(out);
        assert_string_equal(found, places[i][1]);
        free(found);
        ent_json_close(&json);
        ent_arena_reset(&arena);
    }
}

/* Allocations of cJSON, of which some fail. */
static int allocations_left;

static void *scarce_malloc(size_t size)
{
    return allocations_left-- > 0 ? malloc(size) : NULL;
}

/* Memory that is out is no fault of the source; what is no JSON is one, with little memory too. */
static void test_out_of_memory(void **state)
{
    static const char source[] = "{\"a\": [1, \"b\", {\"c\": null}], \"d\": 12345678901234567890123456789}";
    ent_json json;
    ent_json_error error;
    bool good = false;
    int n = 0;
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = scarce_malloc, .free_fn = free});
    for (; !good; n++) {
        allocations_left = n;
        good = ent_json_read(&json, &arena, ENT_STR(source), &error);
        assert_string_equal(error.reason, "");
        ent_json_close(&json);
    }
    assert_true(n > 8);
    allocations_left = 0;
    assert_false(ent_json_read(&json, &arena, ENT_STR("[1 2]"), &error));
    assert_string_equal(error.reason, "expected `,` or `]`, found `2`");
    ent_json_close(&json);
    cJSON_InitHooks(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused), cmocka_unit_test(test_nul),           cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_places),  cmocka_unit_test(test_out_of_memory),
    };
    ent_arena_init(&arena, NULL);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ent_arena_fini(&arena);
    return failed;
}
