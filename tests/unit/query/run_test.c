/* Whole statements against scripts. One case:
 *
 *   === title
 *   statements, each ended by a `;` at the end of its line but the last
 *   ---
 *   what comes of the last: columns, rows, what it changed, warnings, or the error with its caret
 *
 * A block `=== graph NAME` holds a statement that cases of the same script run by its name.
 *
 * Each case has a database of its own. With --write before the folder the results are written into the scripts instead
 * of compared: read the difference before you keep it. */
#include "core/entente.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

enum { MOST_GRAPHS = 8 };

static const char *folder;
static bool writing;
static struct {
    const char *name, *text;
} graphs[MOST_GRAPHS];
static int graph_count;

/* ---- the result as text ---- */

static void print_changes(FILE *out, const entente_stmt *stmt)
{
    entente_counters c;
    entente_counters_of(stmt, &c);
    const struct {
        uint64_t n;
        const char *text;
    } changes[] = {
        {c.nodes_created, "nodes created"},
        {c.nodes_deleted, "nodes deleted"},
        {c.relationships_created, "relationships created"},
        {c.relationships_deleted, "relationships deleted"},
        {c.properties_set, "properties set"},
        {c.labels_added, "labels added"},
        {c.labels_removed, "labels removed"},
        {c.indexes_added, "indexes added"},
        {c.indexes_removed, "indexes removed"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        if (changes[i].n > 0)
            fprintf(out, "%s: %llu\n", changes[i].text, (unsigned long long)changes[i].n);
}

static entente_status run(FILE *out, entente *db, const char *text)
{
    entente_stmt *stmt;
    entente_status status = entente_prepare(db, text, -1, &stmt);
    if (status != ENTENTE_OK) {
        fprintf(out, "%s", entente_error_text(db));
        return status;
    }
    for (uint32_t i = 0; i < entente_warning_count(stmt); i++)
        fprintf(out, "warning: %s\n", entente_warning(stmt, i));
    uint32_t columns = entente_column_count(stmt);
    for (uint32_t c = 0; c < columns; c++)
        fprintf(out, "%s%s%s", c ? " | " : "", entente_column_name(stmt, c), c + 1 == columns ? "\n" : "");
    bool plan = strncmp(text, "EXPLAIN", 7) == 0;
    while ((status = entente_step(stmt)) == ENTENTE_ROW)
        for (uint32_t c = 0; c < columns; c++) {
            const char *value = entente_value_string(stmt, entente_column_value(stmt, c), plan, NULL);
            /* How many rows a plan expects, behind a gap, is not what is tested. */
            const char *gap = plan ? strstr(value + strcspn(value, UPPER "("), "  ") : NULL;
            size_t n = gap ? (size_t)(gap - value) : strlen(value);
            fprintf(out, "%s%.*s%s", c ? " | " : "", (int)n, value, c + 1 == columns ? "\n" : "");
        }
    if (status != ENTENTE_OK)
        fprintf(out, "%s", entente_error_text(db));
    else
        print_changes(out, stmt);
    entente_finalize(stmt);
    return status;
}

/* Runs all statements of a case; the text is what the last gave, or the first that failed before it. */
static char *run_case(char *text)
{
    entente *db;
    assert_int_equal(entente_open(":memory:", 0, &db), ENTENTE_OK);
    char *result = NULL;
    for (char *next; text; text = next) {
        next = strstr(text, ";\n");
        if (next) {
            *next = '\0';
            next += 2;
        }
        free(result);
        size_t size = 0;
        FILE *out = open_memstream(&result, &size);
        assert_non_null(out);
        for (int i = 0; i < graph_count; i++)
            if (strcmp(graphs[i].name, text) == 0)
                text = (char *)graphs[i].text;
        entente_status status = run(out, db, text);
        fclose(out);
        if (status != ENTENTE_OK)
            break;
    }
    entente_close(db);
    return result;
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

/* Runs the cases of a script; gives how many failed. */
static int run_script(const char *path, FILE *rewritten)
{
    char *script = read_file(path), *next = strstr(script, "=== ");
    int failed = 0, cases = 0;
    graph_count = 0;
    if (rewritten && next)
        fprintf(rewritten, "%.*s", (int)(next - script), script);
    while (next) {
        char *title = next + 4, *end = strstr(title, "\n=== ");
        next = end ? end + 1 : NULL;
        if (end)
            *end = '\0';
        char *query = strchr(title, '\n');
        if (query && strncmp(title, "graph ", 6) == 0) {
            assert_true(graph_count < MOST_GRAPHS);
            *query = '\0';
            graphs[graph_count].name = title + 6;
            graphs[graph_count++].text = query + 1;
            if (rewritten)
                fprintf(rewritten, "=== %s\n%s%s", title, query + 1, next ? "\n" : "");
            continue;
        }
        char *mark = query ? strstr(query, "\n---\n") : NULL;
        if (!mark) {
            fail_msg("%s: no --- after: %s", path, title);
            break;
        }
        *query++ = '\0';
        *mark = '\0';
        char *wanted = mark + 5, *shown = strdup(query);
        for (size_t n = strlen(wanted); n > 0 && wanted[n - 1] == '\n'; n--)
            wanted[n - 1] = '\0';
        char *got = run_case(query);
        for (size_t n = strlen(got); n > 0 && got[n - 1] == '\n'; n--)
            got[n - 1] = '\0';
        cases++;
        if (rewritten)
            fprintf(rewritten, "=== %s\n%s\n---\n%s\n%s", title, shown, got, next ? "\n" : "");
        else if (strcmp(got, wanted) != 0) {
            failed++;
            print_error("%s: %s\n%s\n--- wanted\n%s\n--- got\n%s\n", path, title, shown, wanted, got);
        }
        free(got);
        free(shown);
    }
    assert_true(cases > 0);
    free(script);
    return failed;
}

static void scripts_hold(void **state)
{
    (void)state;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    int failed = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        const char *dot = strrchr(entry->d_name, '.');
        if (!dot || strcmp(dot, ".script") != 0)
            continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        char *text = NULL;
        size_t size = 0;
        FILE *rewritten = writing ? open_memstream(&text, &size) : NULL;
        failed += run_script(path, rewritten);
        if (!rewritten)
            continue;
        fclose(rewritten);
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        fwrite(text, 1, size, out);
        fclose(out);
        free(text);
    }
    closedir(dir);
    assert_int_equal(failed, 0);
}

int main(int argc, char **argv)
{
    writing = argc == 3 && strcmp(argv[1], "--write") == 0;
    if (argc != 2 + writing) {
        fprintf(stderr, "usage: run_test [--write] FOLDER\n");
        return 2;
    }
    folder = argv[1 + writing];
    const struct CMUnitTest tests[] = {cmocka_unit_test(scripts_hold)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
