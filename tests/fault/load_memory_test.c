/* Every allocation of loading and exporting fails once, alone and with all after it: a load is all or nothing. Which of
 * its threads meets the failure is left to chance. */
#include "io/export.h"
#include "io/load.h"
#include "tests/fault/rehearse.h"
#include "tests/unit/api/api_test.h"

#include <cjson/cJSON.h>

static const char first[] =
    "{\"id\": \"a\", \"title\": \"T\\u00e9\", \"kind\": \"visa\", \"also\": [\"readmission\"], \"parties\": "
    "[{\"party\": "
    "\"FRA\", \"roles\": [\"sender\", \"funder\"]}, {\"party\": \"EU\", \"role\": \"receiver\", \"since\": \"1990\"}], "
    "\"places\": [{\"place\": \"ITA\", \"role\": \"site\"}], \"events\": [{\"date\": \"2020~\", \"status\": "
    "\"signed\", "
    "\"cites\": [\"s\"]}], \"links\": [{\"relation\": \"amends\", \"to\": \"b\"}], \"amounts\": [{\"amount\": 0.5, "
    "\"currency\": \"EUR\", \"basis\": \"paid\"}], \"transfers\": [{\"count\": 1, \"date\": \"2020\"}], "
    "\"external_ids\": "
    "{\"UNTS\": \"1\"}, \"sources\": [{\"id\": \"s\", \"title\": \"A page\"}]}\n"
    "{\"id\": \"b\", \"title\": \"T\", \"kind\": \"visa\", \"parties\": [{\"party\": \"FRA\"}, {\"party\": \"X1\"}], "
    "\"events\": [{\"date\": \"2020\"}], \"sources\": [{\"url\": \"https://example.org\"}]}\n";
static const char second[] = "id,title,kind,parties,events,sources\n"
                             "a,\"T, \"\"q\"\"\",visa,FRA; DEU:sender+receiver,2020 signed [s] : n\\;,\"s | | B, c\"\n";
static const char places[] = "code,name,type\nX1,Authority,other\n";

static char folder[] = "/tmp/entente_load_XXXXXX";
static char first_path[64], second_path[64], places_path[64];
static FILE *sink;

static void write_file(char *path, const char *name, const char *text)
{
    snprintf(path, 64, "%s/%s", folder, name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fputs(text, out);
    assert_int_equal(fclose(out), 0);
}

static entente_status load(entente *db, const char *path)
{
    const char *declared = places_path;
    ent_load_options options = {.places = &declared, .place_count = 1};
    ent_load_summary summary;
    uint64_t faults;
    return ent_load(db, &path, 1, &options, &summary, &faults);
}

static int64_t count(entente *db)
{
    entente_stmt *stmt = prepare(db, "MATCH (a:Agreement) RETURN count(a)");
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    int64_t n = entente_column_int64(stmt, 0);
    entente_finalize(stmt);
    return n;
}

static entente_status body(entente *db)
{
    rewind(sink);
    entente_status s = load(db, first_path);
    if (s == ENTENTE_OK)
        s = load(db, second_path);
    if (s == ENTENTE_OK)
        s = ent_export_jsonl(db, sink);
    return s == ENTENTE_OK ? ent_export_csv(db, sink) : s;
}

static void all_or_nothing(entente *db)
{
    int64_t n = count(db);
    assert_true(n == 0 || n == 2);
}

static void test_one_fails(void **state)
{
    rehearse(body, all_or_nothing, false);
}

static void test_all_fail_from_there(void **state)
{
    rehearse(body, all_or_nothing, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_fails),
        cmocka_unit_test(test_all_fail_from_there),
    };
    if (!mkdtemp(folder))
        return 1;
    write_file(first_path, "first.jsonl", first);
    write_file(second_path, "second.csv", second);
    write_file(places_path, "places.csv", places);
    sink = fopen("/dev/null", "wb");
    /* cJSON is a library of its own, where the linker replaces nothing: it must be told which functions are meant */
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = malloc, .free_fn = free});
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fclose(sink);
    unlink(first_path);
    unlink(second_path);
    unlink(places_path);
    rmdir(folder);
    return failed;
}
