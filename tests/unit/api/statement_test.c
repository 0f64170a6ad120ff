/* Statements from outside: compiling, parameters, rows, values, errors, misuse. */
#include "tests/unit/api/api_test.h"

#include <math.h>

static const char CREATE[] =
    "CREATE (a:Party:Country {code: 'CIV', name: 'Côte d’Ivoire', since: date('1960-08-07')}), "
    "(b:Party {code: 'EU'}), (a)-[:AGREEMENT {kind: 'readmission', n: 3}]->(b)";

static void test_values(void **state)
{
    entente *db = open_memory();
    run(db, CREATE);
    entente_stmt *stmt =
        prepare(db, "MATCH p = (a:Country)-[r]->(b) RETURN a, r, p, a.name AS name, [1, null, 'x'] AS list, "
                    "{k: 1.5, j: [true]} AS map, a.since, 7.9, a.nothing");
    assert_int_equal(entente_column_count(stmt), 9);
    assert_string_equal(entente_column_name(stmt, 0), "a");
    assert_string_equal(entente_column_name(stmt, 6), "a.since");
    assert_null(entente_column_name(stmt, 9));
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);

    const entente_value *a = entente_column_value(stmt, 0), *r = entente_column_value(stmt, 1);
    assert_int_equal(entente_value_type(a), ENTENTE_NODE);
    assert_int_equal(entente_value_size(a), 2);
    assert_string_equal(entente_value_text(entente_value_item(a, 0), NULL), "Country");
    assert_string_equal(entente_value_text(entente_value_item(a, 1), NULL), "Party");
    assert_null(entente_value_item(a, 2));
    assert_int_equal(entente_value_key_count(a), 3);
    assert_string_equal(entente_value_key(a, 0, NULL), "code");
    assert_string_equal(entente_value_text(entente_value_at(a, 0), NULL), "CIV");
    assert_string_equal(entente_value_text(entente_value_get(a, "name"), NULL), "Côte d’Ivoire");
    assert_null(entente_value_get(a, "nam"));
    assert_true(entente_value_id(a) >= 0);

    assert_int_equal(entente_value_type(r), ENTENTE_RELATIONSHIP);
    assert_string_equal(entente_value_reltype(r), "AGREEMENT");
    assert_int_equal(entente_value_start(r), entente_value_id(a));
    assert_true(entente_value_end(r) >= 0 && entente_value_end(r) != entente_value_start(r));
    assert_int_equal(entente_value_int64(entente_value_get(r, "n")), 3);

    const entente_value *p = entente_column_value(stmt, 2);
    assert_int_equal(entente_value_type(p), ENTENTE_PATH);
    assert_int_equal(entente_value_size(p), 3);
    assert_int_equal(entente_value_id(entente_value_item(p, 0)), entente_value_id(a));
    assert_int_equal(entente_value_size(entente_value_item(p, 0)), 2);
    assert_int_equal(entente_value_type(entente_value_item(p, 1)), ENTENTE_RELATIONSHIP);

    size_t length;
    assert_string_equal(entente_column_text(stmt, 3, &length), "Côte d’Ivoire");
    assert_int_equal(length, strlen("Côte d’Ivoire"));
    const entente_value *list = entente_column_value(stmt, 4);
    assert_int_equal(entente_value_size(list), 3);
    assert_int_equal(entente_value_int64(entente_value_item(list, 0)), 1);
    assert_int_equal(entente_value_type(entente_value_item(list, 1)), ENTENTE_NULL_VALUE);
    assert_string_equal(entente_value_text(entente_value_item(list, 2), NULL), "x");
    const entente_value *map = entente_column_value(stmt, 5);
    assert_string_equal(entente_value_key(map, 0, &length), "k");
    assert_int_equal(length, 1);
    assert_true(entente_value_double(entente_value_get(map, "k")) == 1.5);
    assert_true(entente_value_bool(entente_value_item(entente_value_get(map, "j"), 0)));

    int64_t year;
    int month, day;
    assert_true(entente_value_date(entente_column_value(stmt, 6), &year, &month, &day));
    assert_int_equal(year * 10000 + month * 100 + day, 19600807);
    assert_int_equal(entente_column_int64(stmt, 7), 7);
    assert_true(entente_column_is_null(stmt, 8));
    assert_string_equal(entente_value_string(stmt, a, false, NULL),
                        "(:Country:Party {code: 'CIV', name: 'Côte d’Ivoire', since: 1960-08-07})");
    assert_int_equal(entente_step(stmt), ENTENTE_OK);
    assert_null(entente_column_value(stmt, 0));
    assert_int_equal(entente_step(stmt), ENTENTE_ROW); /* begins again */
    entente_finalize(stmt);
    entente_close(db);
}

static void test_parameters(void **state)
{
    entente *db = open_memory();
    entente_stmt *stmt = prepare(db, "RETURN $a AS a, $b AS b, $a");
    assert_int_equal(entente_parameter_count(stmt), 2);
    assert_string_equal(entente_parameter_name(stmt, 0), "a");
    assert_null(entente_parameter_name(stmt, 2));

    assert_int_equal(entente_step(stmt), ENTENTE_PARAMETER);
    assert_string_equal(entente_error_of(db)->detail, "MissingParameter");
    assert_int_equal(entente_error_of(db)->phase, ENTENTE_COMPILE_TIME);
    entente_bind_int64(stmt, "a", 1);
    assert_int_equal(entente_step(stmt), ENTENTE_PARAMETER);
    entente_bind_text(stmt, "b", "Côte", -1);
    assert_string_equal(rows_of(stmt), "1|Côte|1");
    entente_bind_null(stmt, "a");
    entente_bind_bool(stmt, "b", true);
    assert_string_equal(rows_of(stmt), "null|true|null");
    entente_bind_double(stmt, "a", NAN);
    entente_bind_literal(stmt, "b", "[1, {x: date('2025-01-01')}, 'it\\'s']");
    assert_string_equal(rows_of(stmt), "NaN|[1, {x: 2025-01-01}, 'it\\'s']|NaN");

    entente_writer *w = entente_bind_writer(stmt, "a");
    entente_put_list(w);
    entente_put_map(w);
    entente_put_key(w, "code", -1);
    entente_put_text(w, "RWA", -1);
    entente_put_end(w);
    entente_put_end(w);
    entente_bind_text(stmt, "b", "abc", 2);
    assert_string_equal(rows_of(stmt), "[{code: 'RWA'}]|ab|[{code: 'RWA'}]");

    entente_stmt *other = prepare(db, "RETURN $x AS x");
    entente_step(stmt);
    assert_int_equal(entente_bind_value(other, "x", entente_column_value(stmt, 0)), ENTENTE_OK);
    entente_reset(stmt);
    assert_string_equal(rows_of(other), "[{code: 'RWA'}]");
    entente_clear_bindings(other);
    assert_int_equal(entente_step(other), ENTENTE_PARAMETER);
    entente_finalize(other);
    entente_finalize(stmt);
    entente_close(db);
}

static void test_entities_as_parameters(void **state)
{
    entente *db = open_memory();
    run(db, CREATE);
    entente_stmt *stmt = prepare(db, "MATCH (a)-[r]->(b) RETURN a, [r] AS rs");
    entente_stmt *other = prepare(db, "WITH $a AS a, $rs[0] AS r RETURN a.code, type(r), r.kind");
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    entente_bind_value(other, "a", entente_column_value(stmt, 0));
    entente_bind_value(other, "rs", entente_column_value(stmt, 1));
    assert_string_equal(rows_of(other), "CIV|AGREEMENT|readmission");
    entente_finalize(other);
    entente_finalize(stmt);
    entente_close(db);
}

static void test_literals(void **state)
{
    static const struct {
        const char *literal;
        entente_status status;
    } cases[] = {
        {"1", ENTENTE_OK},
        {"-1.5e3", ENTENTE_OK},
        {"{a: null}", ENTENTE_OK},
        {"duration('P1M') ", ENTENTE_OK},
        {"[x IN range(1, 3) | x * 2]", ENTENTE_OK},
        {"", ENTENTE_SYNTAX},
        {"[1", ENTENTE_SYNTAX},
        {"x", ENTENTE_SYNTAX},
        {"*", ENTENTE_SYNTAX},
        {"$b", ENTENTE_ARGUMENT},
        {"1, 2", ENTENTE_ARGUMENT},
        {"1 AS a", ENTENTE_ARGUMENT},
        {"DISTINCT 1", ENTENTE_ARGUMENT},
        {"1 LIMIT 1", ENTENTE_ARGUMENT},
        {"1 ORDER BY 1", ENTENTE_ARGUMENT},
        {"count(*)", ENTENTE_ARGUMENT},
        {"1 AS a UNION RETURN 2 AS a", ENTENTE_ARGUMENT},
        {"1 / 0", ENTENTE_ARITHMETIC},
        {"date('nonsense')", ENTENTE_ARGUMENT},
    };
    entente *db = open_memory();
    entente_stmt *stmt = prepare(db, "RETURN $b AS b");
    for (size_t i = 0; i < COUNT(cases); i++) {
        entente_status status = entente_bind_literal(stmt, "b", cases[i].literal);
        if (status != cases[i].status)
            fail_msg("%s: %d %s", cases[i].literal, status, entente_error_text(db));
        if (status == ENTENTE_OK)
            assert_int_equal(entente_step(stmt), ENTENTE_ROW);
        else
            assert_int_equal(entente_step(stmt), ENTENTE_PARAMETER);
        entente_reset(stmt);
    }
    assert_int_equal(entente_bind_literal(stmt, "b", "1 + wrong"), ENTENTE_SYNTAX);
    assert_int_equal(entente_error_of(db)->column, 5); /* of the literal */
    entente_finalize(stmt);
    entente_close(db);
}

static void test_errors(void **state)
{
    entente *db = open_memory();
    entente_stmt *stmt;
    assert_int_equal(entente_prepare(db, "MATCH (a:Party {name: 'Côte d’Ivoire'}) RETURN code", -1, &stmt),
                     ENTENTE_SYNTAX);
    assert_null(stmt);
    const entente_error *error = entente_error_of(db);
    assert_string_equal(error->type, "SyntaxError");
    assert_string_equal(error->detail, "UndefinedVariable");
    assert_int_equal(error->phase, ENTENTE_COMPILE_TIME);
    assert_int_equal(error->line, 1);
    assert_int_equal(error->column, 48);
    assert_int_equal(error->length, 4);
    assert_non_null(strstr(entente_error_text(db), "(line 1, column 48)\n"
                                                   "  1 | MATCH (a:Party {name: 'Côte d’Ivoire'}) RETURN code\n"
                                                   "    |                                                ^^^^"));
    assert_int_equal(entente_prepare(db, "RETURN 1", -1, &stmt), ENTENTE_OK);
    assert_int_equal(entente_error_of(db)->status, ENTENTE_OK);
    assert_string_equal(entente_error_text(db), "");
    entente_finalize(stmt);

    assert_int_equal(entente_exec(db, "RETURN '日本', 1 % 0"), ENTENTE_ARITHMETIC);
    assert_int_equal(entente_error_of(db)->phase, ENTENTE_RUNTIME);
    assert_non_null(strchr(entente_error_text(db), '^'));
    assert_int_equal(entente_prepare(db, "RETURN '\xFF'", -1, &stmt), ENTENTE_SYNTAX);
    assert_int_equal(entente_error_of(db)->column, 9);
    assert_int_equal(entente_prepare(db, "", -1, &stmt), ENTENTE_SYNTAX);
    assert_int_equal(entente_prepare(db, "RETURN 1 x", 8, &stmt), ENTENTE_OK); /* the length counts */
    entente_finalize(stmt);
    entente_close(db);
}

static void test_misuse(void **state)
{
    entente *db = open_memory();
    entente_stmt *stmt = NULL;
    assert_int_equal(entente_prepare(NULL, "RETURN 1", -1, &stmt), ENTENTE_MISUSE);
    assert_int_equal(entente_prepare(db, NULL, -1, &stmt), ENTENTE_MISUSE);
    assert_int_equal(entente_prepare(db, "RETURN 1", -1, NULL), ENTENTE_MISUSE);
    assert_int_equal(entente_step(NULL), ENTENTE_MISUSE);
    assert_int_equal(entente_exec(NULL, "RETURN 1"), ENTENTE_MISUSE);
    assert_int_equal(entente_commit(db), ENTENTE_MISUSE);
    assert_int_equal(entente_rollback(db), ENTENTE_MISUSE);
    assert_int_equal(entente_open(NULL, 0, NULL), ENTENTE_MISUSE);
    assert_int_equal(entente_backup(db, NULL), ENTENTE_MISUSE);
    assert_int_equal(entente_file_info_of(db, NULL), ENTENTE_MISUSE);
    assert_int_equal(entente_register_procedure(db, NULL, NULL, NULL, NULL, NULL), ENTENTE_MISUSE);
    entente_reset(NULL);
    entente_finalize(NULL);
    entente_close(NULL);
    entente_interrupt(NULL);
    entente_set_limit(NULL, ENTENTE_LIMIT_TIME, 1);
    assert_int_equal(entente_error_of(NULL)->status, ENTENTE_NOMEM);
    assert_non_null(entente_error_text(NULL));
    assert_int_equal(entente_value_type(NULL), ENTENTE_NULL_VALUE);
    assert_null(entente_value_item(NULL, 0));
    assert_null(entente_value_get(NULL, "x"));
    assert_null(entente_plan(NULL));
    assert_null(entente_column_value(NULL, 0));
    assert_int_equal(entente_column_count(NULL), 0);

    stmt = prepare(db, "UNWIND [1, 2] AS x RETURN x + $a");
    assert_int_equal(entente_bind_int64(stmt, "b", 1), ENTENTE_MISUSE);
    assert_non_null(strstr(entente_error_text(db), "$b"));
    assert_int_equal(entente_bind_int64(stmt, NULL, 1), ENTENTE_MISUSE);
    assert_int_equal(entente_bind_text(stmt, "a", NULL, -1), ENTENTE_MISUSE);
    assert_int_equal(entente_bind_text(stmt, "a", "\xC3", -1), ENTENTE_ARGUMENT);
    assert_int_equal(entente_bind_value(stmt, "a", NULL), ENTENTE_MISUSE);
    assert_int_equal(entente_bind_literal(stmt, "a", NULL), ENTENTE_MISUSE);
    assert_null(entente_column_value(stmt, 0));
    entente_bind_int64(stmt, "a", 1);
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    assert_null(entente_column_value(stmt, 1));
    assert_int_equal(entente_error_of(db)->status, ENTENTE_MISUSE);
    assert_int_equal(entente_bind_int64(stmt, "a", 5), ENTENTE_MISUSE);
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    assert_int_equal(entente_column_int64(stmt, 0), 3);
    entente_reset(stmt);

    entente_put_list(entente_bind_writer(stmt, "a"));
    assert_int_equal(entente_step(stmt), ENTENTE_MISUSE);
    assert_non_null(strstr(entente_error_text(db), "$a is not complete"));
    assert_int_equal(entente_step(stmt), ENTENTE_PARAMETER);
    entente_put_int64(entente_bind_writer(stmt, "nobody"), 1);
    entente_bind_int64(stmt, "a", 1);
    assert_int_equal(entente_step(stmt), ENTENTE_MISUSE);
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    entente_put_int64(entente_bind_writer(NULL, "a"), 1);
    entente_finalize(stmt);
    entente_close(db);
}

static void test_counters_plan_and_warnings(void **state)
{
    entente *db = open_memory();
    entente_counters counters;
    entente_stmt *stmt = prepare(db, CREATE);
    assert_true(entente_writes(stmt));
    assert_int_equal(entente_column_count(stmt), 0);
    assert_int_equal(entente_step(stmt), ENTENTE_OK);
    entente_counters_of(stmt, &counters);
    assert_int_equal(counters.nodes_created, 2);
    assert_int_equal(counters.relationships_created, 1);
    entente_finalize(stmt);

    stmt = prepare(db, "MATCH (n:Partie) RETURN n");
    assert_false(entente_writes(stmt));
    assert_int_equal(entente_warning_count(stmt), 1);
    assert_non_null(strstr(entente_warning(stmt, 0), "Partie"));
    assert_null(entente_warning(stmt, 1));
    assert_non_null(entente_plan(stmt));
    entente_finalize(stmt);

    stmt = prepare(db, "EXPLAIN CREATE (:Never {x: $x})");
    assert_false(entente_writes(stmt));
    while (entente_step(stmt) == ENTENTE_ROW) {
    }
    assert_int_equal(entente_error_of(db)->status, ENTENTE_OK);
    assert_non_null(strstr(entente_plan(stmt), "Create"));
    entente_finalize(stmt);
    assert_string_equal(ask(db, "MATCH (n:Never) RETURN count(n)"), "0");

    stmt = prepare(db, "PROFILE MATCH (n:Party) RETURN n.code");
    while (entente_step(stmt) == ENTENTE_ROW) {
    }
    assert_non_null(entente_plan(stmt));
    entente_finalize(stmt);
    entente_close(db);
}

/* A plan knows tokens; it must notice when there are new ones, also inside an open transaction. */
static void test_plans_follow_the_database(void **state)
{
    entente *db = open_memory();
    entente_stmt *stmt = prepare(db, "MATCH (n:New {k: 1}) RETURN count(n)");
    assert_string_equal(rows_of(stmt), "0");
    run(db, "CREATE (:New {k: 1})");
    assert_string_equal(rows_of(stmt), "1");
    run(db, "CREATE INDEX FOR (n:New) ON (n.k)");
    assert_string_equal(rows_of(stmt), "1");
    entente_stmt *other = prepare(db, "MATCH (n:Newer)-[:T]->() RETURN n.p");
    assert_int_equal(entente_begin(db, true), ENTENTE_OK);
    run(db, "CREATE (:Newer {p: 7})-[:T]->()");
    assert_string_equal(rows_of(other), "7");
    assert_int_equal(entente_rollback(db), ENTENTE_OK);
    assert_string_equal(rows_of(other), "");
    entente_finalize(other);
    entente_finalize(stmt);
    entente_close(db);
}

static void test_limits(void **state)
{
    entente *db = open_memory();
    entente_set_limit(db, ENTENTE_LIMIT_MEMORY, 4 << 20);
    assert_int_equal(entente_exec(db, "UNWIND range(1, 10000000) AS x WITH collect(x) AS xs RETURN size(xs)"),
                     ENTENTE_MEMORY_LIMIT);
    assert_string_equal(ask(db, "RETURN 1"), "1");
    entente_set_limit(db, ENTENTE_LIMIT_MEMORY, 0);
    entente_set_limit(db, ENTENTE_LIMIT_TIME, 50);
    assert_int_equal(entente_exec(db, "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN count(*)"),
                     ENTENTE_TIME_LIMIT);
    assert_string_equal(ask(db, "RETURN 1"), "1");
    entente_set_limit(db, (entente_limit)99, 50);
    assert_int_equal(entente_error_of(db)->status, ENTENTE_MISUSE);
    entente_close(db);
}

/* Values that nest without end are refused before anything would have to follow them down. */
static void test_deep_values(void **state)
{
    static const char *const queries[] = {
        "RETURN reduce(a = [], x IN range(1, 300000) | [a])",
        "RETURN reduce(a = {}, x IN range(1, 300000) | {a: a})",
        "RETURN reduce(a = {}, x IN range(1, 300000) | a {a: a})",
        "WITH reduce(a = [], x IN range(1, 300000) | [a]) AS a RETURN DISTINCT a ORDER BY a",
    };
    entente *db = open_memory();
    for (size_t i = 0; i < COUNT(queries); i++)
        assert_int_equal(entente_exec(db, queries[i]), ENTENTE_ARGUMENT);
    run(db, "WITH reduce(a = [], x IN range(1, 1900) | [a]) AS a WITH DISTINCT a, count(*) AS n ORDER BY a RETURN a, a "
            "= a");
    entente_close(db);
}

static void test_opening(void **state)
{
    entente *db;
    entente_file_info info;
    const char *path = temporary_file();
    assert_int_equal(entente_open(path, 0, &db), ENTENTE_MISSING);
    assert_non_null(strstr(entente_error_text(db), path));
    assert_int_equal(entente_exec(db, "RETURN 1"), ENTENTE_MISUSE);
    assert_int_equal(entente_begin(db, false), ENTENTE_MISUSE);
    entente_close(db);
    assert_int_equal(entente_open(path, ENTENTE_CREATE, &db), ENTENTE_OK);
    run(db, CREATE);
    assert_int_equal(entente_check(db, NULL, NULL), ENTENTE_OK);
    assert_int_equal(entente_file_info_of(db, &info), ENTENTE_OK);
    assert_int_equal(info.nodes, 2);
    assert_int_equal(info.relationships, 1);
    entente_close(db);
    assert_int_equal(entente_open(path, ENTENTE_READ, &db), ENTENTE_OK);
    assert_string_equal(ask(db, "MATCH (n) RETURN count(n)"), "2");
    assert_int_equal(entente_exec(db, "CREATE ()"), ENTENTE_READ_ONLY);
    assert_int_equal(entente_begin(db, true), ENTENTE_READ_ONLY);
    assert_string_equal(ask(db, "MATCH (n) RETURN count(n)"), "2");
    entente_close(db);
    assert_int_equal(entente_open(path, 0x80, &db), ENTENTE_MISUSE);
    entente_close(db);
    remove_file(path);
}

static entente_status gives(entente_call *call, void *user)
{
    entente_put_int64(entente_call_row(call), *(int *)user);
    return ENTENTE_OK;
}

/* A statement that is prepared again may be one that was finalized before; nothing of its first life shows. */
static void test_prepared_again(void **state)
{
    entente *db = open_memory();
    const char *cypher = "MATCH (p:Party {code: $code}) RETURN p.name, $more";
    run(db, "CREATE (:Other {id: 1})");
    entente_stmt *stmt = prepare(db, cypher);
    assert_int_equal(entente_warning_count(stmt), 3); /* a label and two keys */
    assert_int_equal(entente_bind_text(stmt, "code", "FRA", -1), ENTENTE_OK);
    entente_put_list(entente_bind_writer(stmt, "more"));
    entente_finalize(stmt); /* in the midst of a value */
    stmt = prepare(db, cypher);
    assert_int_equal(entente_warning_count(stmt), 3);
    assert_int_equal(entente_step(stmt), ENTENTE_PARAMETER);
    entente_finalize(stmt);
    run(db, "CREATE (:Party {code: 'FRA', name: 'France'}), (:Party {code: 'DEU', name: 'Germany'})");
    for (int turn = 0; turn < 3; turn++) {
        stmt = prepare(db, cypher);
        entente_stmt *other = prepare(db, cypher); /* both at once */
        assert_int_equal(entente_warning_count(stmt), 0);
        assert_int_equal(entente_bind_text(stmt, "code", "FRA", -1), ENTENTE_OK);
        assert_int_equal(entente_bind_int64(stmt, "more", turn), ENTENTE_OK);
        assert_int_equal(entente_bind_text(other, "code", "DEU", -1), ENTENTE_OK);
        assert_int_equal(entente_bind_int64(other, "more", 7), ENTENTE_OK);
        assert_int_equal(entente_step(stmt), ENTENTE_ROW);
        assert_string_equal(entente_value_text(entente_column_value(stmt, 0), NULL), "France");
        assert_int_equal(entente_value_int64(entente_column_value(stmt, 1)), turn);
        assert_string_equal(rows_of(other), "Germany|7");
        entente_finalize(stmt); /* before its end */
        entente_finalize(other);
    }
    /* more texts than are kept, and procedures that come to mean something else */
    for (int i = 0; i < 100; i++) {
        char text[64];
        snprintf(text, sizeof text, "RETURN %d", i % 40);
        assert_string_equal(ask(db, text), text + 7);
    }
    static int one = 1;
    assert_int_equal(entente_exec(db, "CALL gives() YIELD n RETURN n"), ENTENTE_PROCEDURE);
    assert_int_equal(entente_register_procedure(db, "gives() :: (n :: INTEGER)", "", gives, &one, NULL), ENTENTE_OK);
    for (int turn = 0; turn < 2; turn++)
        assert_string_equal(ask(db, "CALL gives() YIELD n RETURN n"), "1");
    entente_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_entities_as_parameters),
        cmocka_unit_test(test_literals),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_counters_plan_and_warnings),
        cmocka_unit_test(test_plans_follow_the_database),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_deep_values),
        cmocka_unit_test(test_opening),
        cmocka_unit_test(test_prepared_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
