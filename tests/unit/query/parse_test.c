/* The parser against scripts: a query, then the tree or the error with its caret. One case:
 *
 *   === title
 *   query, on as many lines as it likes
 *   ---
 *   what comes of it
 *
 * With --write before the folder the results are written into the scripts instead of compared: read the difference
 * before you keep it. Besides: input that nests too deep, or is long, in every way that could cost a stack. */
#include "core/query/ast.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *folder;
static bool writing;

/* ---- the result as text ---- */

static void print_caret(FILE *out, ent_str query, ent_span where)
{
    uint32_t start = where.at, end = where.at;
    while (start > 0 && query.p[start - 1] != '\n')
        start--;
    while (end < query.n && query.p[end] != '\n')
        end++;
    fprintf(out, "  %.*s\n  ", (int)(end - start), query.p + start);
    for (uint32_t i = start; i < where.at; i++)
        if (((unsigned char)query.p[i] & 0xC0) != 0x80)
            fputc(' ', out);
    for (uint32_t i = where.at; i < where.at + where.len && i < end; i++)
        if (((unsigned char)query.p[i] & 0xC0) != 0x80)
            fputc('^', out);
    fputc('\n', out);
}

static char *parse_to_text(ent_str query)
{
    ent_arena arena;
    ent_error error = {0};
    ent_statement *statement = NULL;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    ent_arena_init(&arena, NULL);
    if (ent_parse(&arena, query, &statement, &error) == ENT_OK) {
        ent_str dump = ent_ast_dump(&arena, statement);
        fprintf(out, "%.*s", ENT_STR_ARG(dump));
    } else {
        fprintf(out, "%s%s%s: %s\n", ent_status_type(error.status), error.detail[0] ? " " : "", error.detail,
                error.text);
        if (error.where.len)
            print_caret(out, query, error.where);
        if (error.hint[0])
            fprintf(out, "  %s\n", error.hint);
    }
    fclose(out);
    ent_arena_fini(&arena);
    return text;
}

/* ---- scripts ---- */

static char *read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    assert_int_equal(fseek(in, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(in);
    char *text = calloc(size + 1, 1);
    rewind(in);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, size, in), size);
    fclose(in);
    return text;
}

/* Runs all cases of a script; *failed counts those that differ. The new script goes to out. */
static void run_script(const char *path, char *text, FILE *out, int *failed)
{
    char *at = strncmp(text, "=== ", 4) == 0 ? text : strstr(text, "\n=== ");
    assert_non_null(at);
    at += *at == '\n';
    fprintf(out, "%.*s", (int)(at - text), text);
    while (at) {
        char *query = strchr(at, '\n') + 1, *middle = strstr(query, "\n---\n");
        assert_non_null(middle);
        char *expected = middle + 5, *next = strstr(expected, "\n=== ");
        size_t length = next ? (size_t)(next - expected) : strlen(expected);
        ent_str source = {query, (uint32_t)(middle - query)};
        char *actual = parse_to_text(source);
        bool same = strlen(actual) == length && memcmp(actual, expected, length) == 0;
        if (!same && !writing) {
            fprintf(stderr, "%s: %.*s\n%.*s\n--- expected\n%.*s--- got\n%s\n", path, (int)(query - at - 1), at,
                    ENT_STR_ARG(source), (int)length, expected, actual);
            ++*failed;
        }
        fprintf(out, "%.*s%.*s\n---\n%s%s", (int)(query - at), at, ENT_STR_ARG(source), actual, next ? "\n" : "");
        free(actual);
        at = next ? next + 1 : NULL;
    }
}

static void test_scripts(void **state)
{
    (void)state;
    DIR *dir = opendir(folder);
    int failed = 0, files = 0;
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (!strstr(entry->d_name, ".script"))
            continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        char *text = read_file(path), *again = NULL;
        size_t size;
        FILE *out = open_memstream(&again, &size);
        run_script(entry->d_name, text, out, &failed);
        fclose(out);
        if (writing) {
            out = fopen(path, "wb");
            assert_non_null(out);
            fwrite(again, 1, size, out);
            fclose(out);
        }
        free(text);
        free(again);
        files++;
    }
    closedir(dir);
    assert_true(files > 0);
    assert_int_equal(failed, 0);
}

/* ---- deep and long input ---- */

/* head, then n times `repeated`, then `middle`, then n times `closing`, then tail */
static ent_status parse_repeated(const char *head, const char *repeated, const char *middle, const char *closing,
                                 const char *tail, int n, char *message)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fputs(head, out);
    for (int i = 0; i < n; i++)
        fputs(repeated, out);
    fputs(middle, out);
    for (int i = 0; i < n; i++)
        fputs(closing, out);
    fputs(tail, out);
    fclose(out);
    ent_arena arena;
    ent_error error = {0};
    ent_statement *statement;
    ent_arena_init(&arena, NULL);
    ent_status status = ent_parse(&arena, (ent_str){text, (uint32_t)size}, &statement, &error);
    if (status == ENT_OK)
        assert_true(ent_ast_dump(&arena, statement).n > 0);
    snprintf(message, 400, "%s", error.text);
    ent_arena_fini(&arena);
    free(text);
    return status;
}

static const struct {
    const char *head, *repeated, *middle, *closing, *tail;
    int fits; /* so many times it must work */
} nests[] = {
    {"RETURN ", "(", "1", ")", "", 900},
    {"RETURN ", "[", "1", "]", "", 900},
    {"RETURN ", "{a: ", "1", "}", "", 900},
    {"RETURN ", "[x IN ", "[]", "]", "", 900},
    {"RETURN ", "[x IN [1] | ", "1", "]", "", 900},
    {"RETURN ", "[(a)-->(b) | ", "1", "]", "", 450},
    {"RETURN ", "f(", "1", ")", "", 900},
    {"RETURN ", "all(x IN xs WHERE ", "true", ")", "", 900},
    {"RETURN ", "reduce(a = 0, x IN xs | ", "a", ")", "", 900},
    {"RETURN ", "CASE WHEN true THEN ", "1", " END", "", 900},
    {"RETURN ", "NOT ", "true", "", "", 900},
    {"RETURN ", "- ", "a", "", "", 900},
    {"RETURN ", "1 + ", "1", "", "", 900},
    {"RETURN ", "1 + (", "1", ")", "", 400},
    {"RETURN a", ".b", "", "", "", 900},
    {"RETURN a", "[0]", "", "", "", 900},
    {"RETURN 1", " IN x", "", "", "", 900},
    {"RETURN ", "EXISTS { MATCH (a) WHERE ", "true", " }", "", 300},
    {"", "CALL { ", "RETURN 1 AS x", " } RETURN x", "", 400},
    {"", "FOREACH (x IN [1] | ", "CREATE ()", ")", "", 400},
    {"MATCH (n:", "(", "A", ")", ") RETURN n", 900},
    {"MATCH (n:", "!", "A", "", ") RETURN n", 900},
    {"MATCH ", "(", "(a)", ")", " RETURN a", 900},
};

static void test_deep(void **state)
{
    (void)state;
    char message[400];
    for (size_t i = 0; i < sizeof nests / sizeof *nests; i++) {
        ent_status status = parse_repeated(nests[i].head, nests[i].repeated, nests[i].middle, nests[i].closing,
                                           nests[i].tail, nests[i].fits, message);
        if (status != ENT_OK)
            fail_msg("%s x %d: %s", nests[i].repeated, nests[i].fits, message);
        status = parse_repeated(nests[i].head, nests[i].repeated, nests[i].middle, nests[i].closing, nests[i].tail,
                                100000, message);
        if (status != ENT_SYNTAX || !strstr(message, "nested too deep"))
            fail_msg("%s x 100000: %s", nests[i].repeated, message);
        /* never closed */
        parse_repeated(nests[i].head, nests[i].repeated, "", "", "", 100000, message);
    }
}

/* Long without being deep. */
static void test_long(void **state)
{
    (void)state;
    char message[400];
    static const char *const chains[][3] = {
        {"RETURN 1", " AND true", ""},      {"RETURN 1", " OR a.x = 1", ""},
        {"RETURN 1", " XOR false", ""},     {"RETURN 1", " < 1", ""},
        {"RETURN [1", ", 1", "]"},          {"MATCH (a:A", "|A", ") RETURN a"},
        {"MATCH (a:A", ":A", ") RETURN a"}, {"MATCH (a)", "-->()", " RETURN a"},
        {"RETURN 1 AS a", ", 1 AS a", ""},  {"RETURN 1 AS a", " UNION RETURN 1 AS a", ""},
        {"CREATE (a)", " CREATE (b)", ""}};
    for (size_t i = 0; i < sizeof chains / sizeof *chains; i++)
        if (parse_repeated(chains[i][0], chains[i][1], chains[i][2], "", "", 20000, message) != ENT_OK)
            fail_msg("%s: %s", chains[i][1], message);
}

/* Bytes that are no UTF-8, and every prefix of a query that has it all. */
static void test_torn(void **state)
{
    (void)state;
    static const char query[] =
        "MATCH p = (a:A|B {x: $p})-[r:T|:U*1..3 {k: 'v\\u00e9'}]->(`b c`) WHERE a.x <> 0x1F AND "
        "exists { (a)<--(b) } /* é */ WITH *, [x IN range(1, 2) WHERE x > .5e1 | x] AS l ORDER "
        "BY l DESC LIMIT 1 RETURN DISTINCT l[0..1], CASE l WHEN null THEN 1 ELSE -2 END // end";
    for (size_t n = 0; n <= sizeof query - 1; n++) {
        char *copy = malloc(n + 1); /* of exactly this size, so that a sanitizer sees reads behind it */
        memcpy(copy, query, n);
        free(parse_to_text((ent_str){copy, (uint32_t)n}));
        copy[n] = (char)0xFF;
        free(parse_to_text((ent_str){copy, (uint32_t)n + 1}));
        free(copy);
    }
}

/* Each allocation fails once: an arena with room for so many blocks, filled up beforehand by ever more bytes, runs dry
 * at another allocation each time. */
static void test_out_of_memory(void **state)
{
    (void)state;
    static const char query[] =
        "MATCH p = (a:A|B {x: $p})-[r:T*1..3]->(b) WHERE a.x AND b.y OR c.z = 1 < 2 CALL { MATCH "
        "(n) RETURN n.a.b AS q } FOREACH (x IN [y IN [1] WHERE y | 1.5] | SET a.`k``k` = 'a\\nb', "
        "b:L) MERGE (d) ON CREATE SET d += {x: [(a)-->(b) | 1]} WITH *, EXISTS { (a)-->() } AS e, "
        "reduce(s = 0, x IN l | s) AS f, all(x IN l WHERE x), n {.a, b: 1}, CASE WHEN 1 THEN 2 END "
        "ORDER BY e SKIP 1 CALL a.b(1) YIELD c AS d RETURN f.g(1, 2), l[1..2], n:A, x IS :: DATE";
    int failed = 0, good = 0;
    for (int blocks = 1; blocks <= 6; blocks++) {
        for (size_t pad = 16; pad < 4000; pad += 16) {
            ent_budget budget = {.limit = (((size_t)4096 << blocks) - 4096)};
            ent_arena arena;
            ent_error error = {0};
            ent_statement *statement;
            ent_arena_init(&arena, &budget);
            assert_non_null(ent_arena_alloc(&arena, pad));
            ent_status status = ent_parse(&arena, (ent_str){query, sizeof query - 1}, &statement, &error);
            assert_true(status == ENT_OK || status == ENT_MEMORY_LIMIT);
            assert_int_equal(status, error.status);
            failed += status != ENT_OK;
            good += status == ENT_OK;
            ent_arena_fini(&arena);
            assert_int_equal(budget.used, 0);
        }
    }
    assert_true(failed > 500 && good > 100);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    writing = argc > 2 && strcmp(argv[1], "--write") == 0;
    folder = argv[argc - 1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scripts), cmocka_unit_test(test_deep),          cmocka_unit_test(test_long),
        cmocka_unit_test(test_torn),    cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
