/* Runs record_rules.txt: each rule of the record format with the exact words of its faults. */
#include "io/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { FIELDS = 18, LINE = 4096 };

static const char *const names[FIELDS] = {"id",      "title",     "kind",   "parties",    "events",       "sources",
                                          "also",    "form",      "people", "covers",     "places",       "links",
                                          "amounts", "transfers", "text",   "confidence", "external_ids", "note"};
static const char *const sound[FIELDS] = {
    "\"fra-deu\"",
    "\"A treaty\"",
    "\"visa\"",
    "[{\"party\": \"FRA\", \"role\": \"sender\"}, {\"party\": \"YUG\", \"role\": \"receiver\"}]",
    "[{\"date\": \"1970-05-01\", \"status\": \"signed\", \"cites\": [\"s1\"]}]",
    "[{\"id\": \"s1\", \"url\": \"https://example.org/a\"}]",
};

static const char *rules_path;

typedef struct {
    char name[LINE];
    char fields[FIELDS][LINE]; /* "": as in the sound record; "-": taken away */
    char extra[LINE + 8];      /* a field that the format does not have */
    char *expected, *found;
    size_t expected_size, found_size;
    FILE *expect, *find;
} rule_case;

static void begin_case(rule_case *c, const char *name)
{
    memset(c, 0, sizeof *c);
    snprintf(c->name, sizeof c->name, "%s", name);
    c->expect = open_memstream(&c->expected, &c->expected_size);
    c->find = open_memstream(&c->found, &c->found_size);
}

static void tell(void *user, const ent_fault *fault)
{
    rule_case *c = user;
    fprintf(c->find, "%d:%d %s: %s%s%s\n", (int)fault->line, (int)fault->column, fault->path, fault->text,
            *fault->hint ? "; " : "", fault->hint);
}

static void write_record(const rule_case *c, FILE *out)
{
    bool first = true;
    fputc('{', out);
    for (int i = 0; i < FIELDS; i++) {
        const char *value = *c->fields[i] ? c->fields[i] : sound[i];
        if (!value || strcmp(value, "-") == 0)
            continue;
        fprintf(out, "%s\"%s\": %s", first ? "" : ", ", names[i], value);
        first = false;
    }
    if (*c->extra)
        fprintf(out, ", %s", c->extra);
    fputc('}', out);
}

static int end_case(rule_case *c)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    write_record(c, out);
    fclose(out);
    ent_arena arena;
    ent_places places;
    ent_faults faults = {tell, c, 0};
    ent_arena_init(&arena, NULL);
    ent_places_init(&places);
    ent_record record = {.file = "f", .line = 1, .column = 1, .source = {text, (uint32_t)n}};
    ent_record_read_json(&arena, &record, &faults);
    ent_record_check(&record, &places, &faults);
    fclose(c->expect);
    fclose(c->find);
    int failed = strcmp(c->expected, c->found) != 0;
    if (failed)
        fprintf(stderr, "%s\n%s\nexpected:\n%sfound:\n%s\n", c->name, text, c->expected, c->found);
    ent_places_fini(&places);
    ent_arena_fini(&arena);
    free(text);
    free(c->expected);
    free(c->found);
    return failed;
}

static void set_field(rule_case *c, char *line)
{
    char *colon = strchr(line, ':'), *value = colon + 1;
    *colon = 0;
    value += strspn(value, " ");
    for (int i = 0; i < FIELDS; i++)
        if (strcmp(line, names[i]) == 0) {
            snprintf(c->fields[i], LINE, "%s", *value ? value : "-");
            return;
        }
    snprintf(c->extra, sizeof c->extra, "\"%s\": %s", line, value);
}

static void test_rules(void **state)
{
    FILE *in = fopen(rules_path, "r");
    char line[LINE];
    static rule_case c;
    int cases = 0, failures = 0;
    assert_non_null(in);
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, "## ", 3) == 0) {
            failures += cases++ > 0 ? end_case(&c) : 0;
            begin_case(&c, line + 3);
        } else if (*line == '=')
            fprintf(c.expect, "%s\n", line + 2);
        else if (*line && *line != '#')
            set_field(&c, line);
    }
    failures += end_case(&c);
    fclose(in);
    assert_int_equal(failures, 0);
    assert_true(cases > 30);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules)};
    if (argc != 2)
        return 2;
    rules_path = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
