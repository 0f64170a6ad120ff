/* Files of records: every format, what may surround a record, and what is refused. */
#include "io/record_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define A                                                                                                    \
    "{\"id\": \"a\", \"title\": \"t\", \"kind\": \"visa\", \"parties\": [{\"party\": \"FRA\"}, {\"party\": " \
    "\"DEU\"}], "                                                                                            \
    "\"events\": [{\"date\": \"2020\"}], \"sources\": [{\"title\": \"s\"}]}"
#define B                                                                                        \
    "{\"id\": \"b\", \"title\": \"t\", \"kind\": \"visa\", \"parties\": [{\"party\": \"FRA\"}, " \
    "{\"party\": \"DEU\"}],\n \"events\": [{\"date\": \"2020\"}], \"sources\": [{\"title\": \"s } ] \\\" {\"}]}"
#define HEADER "id,title,kind,parties,events,sources\n"

typedef struct {
    const char *ending, *text;
    const char *expected; /* ids of sound records and faults, in order, each with a line break */
} file_case;

static const file_case cases[] = {
    {".jsonl", "", ""},
    {".jsonl", A "\n" A "\n", "a\na\n"},
    {".jsonl", A, "a\n"},
    {".jsonl", "\xEF\xBB\xBF" A "\r\n\r\n  \n" A "\r\n", "a\na\n"},
    {".jsonl", A "\n{\"id\": \"x\",\n" A "\n",
     "a\n2:12: not valid JSON: expected the name of a field in double quotes, found the end\na\n"},
    {".jsonl", "[" A "]\n", "1:1: expected a record, which is an object, found a list\n"},
    {".jsonl", A " x\n", "1:151: not valid JSON: expected the end, found `x`\n"},
    {".jsonl", "{\"id\": \"\xC3\xA9\xFF\"}", "1:10: not valid JSON: the byte 0xFF is not UTF-8\n"},
    {".jsonl", "{\"id\": \"a\tb\"}",
     "1:10: not valid JSON: expected a text without control characters (write \\n for a line break), found the byte "
     "0x09\n"},
    {".jsonl", "\xFF\xFE{", "1:1: the file is in UTF-16; save it as UTF-8\n"},
    {".json", "[]", ""},
    {".json", " [ ] ", ""},
    {".json", "[" A ",\n" B "]", "a\nb\n"},
    {".json", "[" A " " A "]", "a\n1:152: expected `,` or `]` behind a record\n"},
    {".json", "[" A ",]", "a\n1:152: expected a record, which begins with `{`\n"},
    {".json", "[" A, "a\n1:151: the file ends within the list of records\n"},
    {".json", "[" A "] x", "a\n1:153: expected the end of the file behind the records\n"},
    {".json", "[1]", "1:2: expected a record, which begins with `{`\n"},
    {".json", "[{\"id\": \"a\", ", "1:2: the record that begins here does not end\n"},
    {".json", "{\"agreements\": []}", ""},
    {".json", "\n{ \"agreements\" :\n[" A ", " B "]\n}\n", "a\nb\n"},
    {".json", "{\"agreements\": [" A "], \"version\": 1}",
     "a\n1:167: expected `}`: the file has `agreements` and nothing else\n"},
    {".json", "{\"agreements\": [" A "]", "a\n1:167: expected `}` behind the list of agreements\n"},
    {".json", B, "b\n"},
    {".json", B "\n" B, "b\nb\n"},
    {"", A "\n" A, "a\na\n"},
    {"", B, "b\n"},
    {"", "[" B "]", "b\n"},
    {"", HEADER "a,t,visa,FRA;DEU,2020,|| s\n", "a\n"},
    {"", "something else",
     "1:1: unknown column `something else`; columns are id, title, kind, also, form, parties, places, "
     "people, covers, events, links, amounts, transfers, text, confidence, external_ids, sources, "
     "note\n1:1: the column `id` is missing; the first line names the columns\n1:1: the column "
     "`title` is missing; the first line names the columns\n1:1: the column `kind` is missing; the "
     "first line names the columns\n1:1: the column `parties` is missing; the first line names the "
     "columns\n1:1: the column `events` is missing; the first line names the columns\n1:1: the column "
     "`sources` is missing; the first line names the columns\n"},
    {".csv", "", "1:1: the file is empty: expected a line with the names of the columns\n"},
    {".csv", HEADER, ""},
    {".csv",
     "\xEF\xBB\xBF" HEADER
     "\r\na,\"t, \"\"q\"\"\r\nm\",visa,FRA; DEU:sender+receiver since 1990,2020; 2021 signed by FRA [s] : "
     "n\\;ote,s | https://a.example/x\r\n",
     "a\n"},
    {".csv", HEADER "a,t,visa,FRA;DEU,2020\n",
     "2:1: the row has 5 cells, the first line 6; every row has a cell for each column\n"},
    {".csv", HEADER "a,t,visa,FRA;DEU,2020,\n", "2:23: a record lacks `sources`\n"},
    {".csv", HEADER "a,\"t,visa\n", "2:1: the row that begins here does not end: a quoted cell is not closed\n"},
    {".csv", HEADER "a,\"t\"x,visa\n", "2:6: expected a comma behind the closing quote\n"},
    {".csv", HEADER "a,t\"x\",visa\n", "2:4: a cell with a quote in it must be quoted, and the quote doubled\n"},
    {".csv", HEADER "a,\"t \"\"q\"\"\",visa,FRA;DEUX,2020,|| s\n",
     "2:22: unknown code `DEUX`; near it: DEU (Germany)\n"},
    {".csv", HEADER "a,t,visa,FRA:;DEU,2020 signed extra,|| s\n",
     "2:14: expected a role, found the end of the item\n2:31: expected `[` sources `]`, `:` and a note, or the end of "
     "the "
     "item, found `extra`\n"},
    {".csv", HEADER "a,t,visa,FRA;DEU,2020 [s,|| s\n",
     "2:23: expected the ids of sources in [ and ], found `[s`\n2:24: no source of this record has the id `s`; none of "
     "its sources has an `id`\n"},
    {".csv", "id,id,title,knd,parties,events,sources\n",
     "1:4: the column `id` stands here twice\n1:13: unknown column `knd`; did you mean `kind`?\n1:1: the column `kind` "
     "is "
     "missing; the first line names the columns\n"},
};

static void tell(void *user, const ent_fault *fault)
{
    fprintf(user, "%d:%d: %s%s%s\n", (int)fault->line, (int)fault->column, fault->text, *fault->hint ? "; " : "",
            fault->hint);
}

static void read_file(const char *path, FILE *out)
{
    ent_record_file file;
    ent_record record;
    ent_arena arena;
    ent_places places;
    ent_faults faults = {tell, out, 0};
    bool sound;
    ent_arena_init(&arena, NULL);
    ent_places_init(&places);
    bool opened = ent_record_file_open(&file, path, -1, &faults);
    while (opened && ent_record_file_next(&file, &arena, &record, &sound, &faults)) {
        sound &= ent_record_check(&record, &places, &faults);
        if (sound)
            fprintf(out, "%.*s\n", ENT_STR_ARG(record.id.s));
        ent_arena_reset(&arena);
    }
    ent_record_file_close(&file);
    ent_places_fini(&places);
    ent_arena_fini(&arena);
}

static char *read_text(const char *ending, const char *text, size_t n)
{
    char path[64], *found = NULL;
    size_t size;
    snprintf(path, sizeof path, "/tmp/entente_test_XXXXXX%s", ending);
    int fd = mkstemps(path, (int)strlen(ending));
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, n), n);
    close(fd);
    FILE *out = open_memstream(&found, &size);
    read_file(path, out);
    fclose(out);
    unlink(path);
    return found;
}

static void test_files(void **state)
{
    int failures = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *found = read_text(cases[i].ending, cases[i].text, strlen(cases[i].text));
        if (strcmp(found, cases[i].expected) != 0) {
            fprintf(stderr, "%s %s\nexpected:\n%sfound:\n%s\n", cases[i].ending, cases[i].text, cases[i].expected,
                    found);
            failures++;
        }
        free(found);
    }
    assert_int_equal(failures, 0);
}

static void test_nul(void **state)
{
    static const char text[] = "{\"id\": \"a\0b\"}";
    char *found = read_text(".jsonl", text, sizeof text - 1);
    assert_non_null(strstr(found, "found the byte 0x00"));
    free(found);
    static const char row[] = HEADER "a\0,t\n";
    found = read_text(".csv", row, sizeof row - 1);
    assert_string_equal(found, "2:2: the byte 0x00 is not text in UTF-8\n");
    free(found);
}

/* What is too long is refused, whatever it is made of, and in the time it takes to read it. */
static void test_too_long(void **state)
{
    static const struct {
        const char *ending, *begin, *middle;
        const char *expected;
    } long_cases[] = {
        {".jsonl", "{\"id\": \"", "a", "1:1: the line that begins here is too long; a record has at most 16 MiB\n"},
        {".jsonl", "", "[", "1:1: the line that begins here is too long; a record has at most 16 MiB\n"},
        {".json", "[{", "[", "1:2: the record that begins here is too long; a record has at most 16 MiB\n"},
        {".csv", HEADER "\"", "a",
         "2:1: the row that begins here does not end: a quoted cell is not closed; a row has at most 16 MiB\n"},
    };
    size_t n = 17 * 1024 * 1024;
    char *text = malloc(n);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof long_cases / sizeof long_cases[0]; i++) {
        memset(text, *long_cases[i].middle, n);
        memcpy(text, long_cases[i].begin, strlen(long_cases[i].begin));
        char *found = read_text(long_cases[i].ending, text, n);
        assert_string_equal(found, long_cases[i].expected);
        free(found);
    }
    free(text);
}

static void test_deep(void **state)
{
    char text[200];
    memset(text, '[', sizeof text);
    char *found = read_text(".jsonl", text, sizeof text);
    assert_string_equal(found, "1:33: not valid JSON: nested more than 32 deep\n");
    free(found);
}

static void test_unreadable(void **state)
{
    char *found = NULL;
    size_t size;
    FILE *out = open_memstream(&found, &size);
    read_file("/nowhere/records.jsonl", out);
    read_file("/tmp", out);
    fclose(out);
    assert_string_equal(found, "0:0: No such file or directory\n0:0: Is a directory\n");
    free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files), cmocka_unit_test(test_nul),        cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_deep),  cmocka_unit_test(test_unreadable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
