/* Procedures of the host: rows, types, failures, and statements inside a procedure. */
#include "tests/unit/api/api_test.h"

static int destroyed;

static void destroy(void *user)
{
    destroyed += *(int *)user;
}

/* as many rows as asked for: n, its text, a list that holds the argument */
static entente_status rows(entente_call *call, void *user)
{
    int64_t n = entente_value_int64(entente_call_arg(call, 0));
    for (int64_t i = 1; i <= n; i++) {
        char text[24];
        snprintf(text, sizeof text, "n%lld", (long long)i);
        entente_writer *w = entente_call_row(call);
        entente_put_int64(w, i);
        entente_put_text(w, text, -1);
        entente_put_list(w);
        entente_put_value(w, entente_call_arg(call, 1));
        entente_put_end(w);
    }
    return ENTENTE_OK;
}

static entente_status misbehave(entente_call *call, void *user)
{
    int64_t how = entente_value_int64(entente_call_arg(call, 0));
    switch (how) {
    case 0:
        return entente_call_fail(call, ENTENTE_ARGUMENT, "%s is not a year", "'x'");
    case 1:
        return ENTENTE_IO;
    case 2:
        entente_put_text(entente_call_row(call), "no integer", -1);
        return ENTENTE_OK;
    case 3:
        entente_call_row(call); /* a row without its value */
        return ENTENTE_OK;
    case 4:
        entente_put_null(entente_call_row(call));
        return ENTENTE_OK;
    case 5:
        return entente_call_fail(call, ENTENTE_ROW, "a status that is none");
    default: {
        entente_writer *w = entente_call_row(call);
        entente_put_int64(w, 1);
        entente_put_int64(w, 2);
        return ENTENTE_OK;
    }
    }
}

static void test_rows(void **state)
{
    entente *db = open_memory();
    int one = 1;
    assert_int_equal(entente_register_procedure(db,
                                                "host.rows(n :: INTEGER, x :: ANY?) :: (i :: FLOAT, t :: STRING?, "
                                                "list :: LIST)",
                                                "Counts.", rows, &one, destroy),
                     ENTENTE_OK);
    assert_string_equal(ask(db, "CALL host.rows(2, 'Côte') YIELD i, t, list RETURN i, t, list"),
                        "1.0|n1|['Côte']\n2.0|n2|['Côte']");
    assert_string_equal(ask(db, "CALL host.rows(0, null)"), "");
    assert_string_equal(ask(db, "CALL host.rows(3000, 1) YIELD i RETURN count(i), sum(i)"), "3000|4501500.0");
    assert_string_equal(ask(db, "UNWIND [1, 2] AS n CALL host.rows(n, n) YIELD t RETURN n, t ORDER BY n, t"),
                        "1|n1\n2|n1\n2|n2");
    run(db, "CREATE (:A {k: 1})");
    assert_string_equal(ask(db, "MATCH (a:A) CALL host.rows(1, a) YIELD list RETURN list[0].k, labels(list[0])"),
                        "1|['A']");
    assert_int_equal(entente_exec(db, "CALL host.rows('x', 1)"), ENTENTE_SYNTAX);
    assert_string_equal(entente_error_of(db)->detail, "InvalidArgumentType");
    assert_int_equal(entente_exec(db, "CALL host.rows(1)"), ENTENTE_SYNTAX);
    assert_string_equal(entente_error_of(db)->detail, "InvalidNumberOfArguments");
    assert_int_equal(entente_exec(db, "CALL host.row(1, 1)"), ENTENTE_PROCEDURE);
    assert_string_equal(entente_error_of(db)->detail, "ProcedureNotFound");
    entente_close(db);
    assert_int_equal(destroyed, 1);
}

static void test_failures(void **state)
{
    static const struct {
        const char *call;
        entente_status status;
        const char *text;
    } cases[] = {
        {"CALL bad(0)", ENTENTE_ARGUMENT, "'x' is not a year (line 1, column 6)"},
        {"CALL bad(1)", ENTENTE_IO, "the procedure bad failed"},
        {"CALL bad(2)", ENTENTE_PROCEDURE, "gave STRING for i :: INTEGER"},
        {"CALL bad(3)", ENTENTE_MISUSE, "0 of 1 values"},
        {"CALL bad(4)", ENTENTE_PROCEDURE, "gave NULL for i :: INTEGER"},
        {"CALL bad(5)", ENTENTE_MISUSE, "a status that is none"},
        {"CALL bad(6)", ENTENTE_MISUSE, "more than 1 value"},
    };
    entente *db = open_memory();
    assert_int_equal(
        entente_register_procedure(db, "bad(how :: INTEGER) :: (i :: INTEGER)", NULL, misbehave, NULL, NULL),
        ENTENTE_OK);
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(entente_exec(db, cases[i].call), cases[i].status);
        if (!strstr(entente_error_text(db), cases[i].text))
            fail_msg("%s", entente_error_text(db));
    }
    assert_int_equal(entente_register_procedure(db, "bad(how :: INTEGR) :: ()", NULL, misbehave, NULL, NULL),
                     ENTENTE_SYNTAX);
    assert_int_equal(entente_error_of(db)->column, 12);
    assert_non_null(strstr(entente_error_text(db), "did you mean INTEGER?"));
    entente_close(db);
}

static entente_status nested(entente_call *call, void *user)
{
    entente *db = entente_call_db(call);
    const char *query = entente_value_text(entente_call_arg(call, 0), NULL);
    entente_stmt *stmt;
    entente_status status = entente_prepare(db, query, -1, &stmt);
    if (status != ENTENTE_OK)
        return status;
    while ((status = entente_step(stmt)) == ENTENTE_ROW)
        entente_put_value(entente_call_row(call), entente_column_value(stmt, 0));
    entente_finalize(stmt);
    return status == ENTENTE_OK ? ENTENTE_OK
                                : entente_call_fail(call, status, "inside: %s", entente_error_of(db)->message);
}

/* leaves a statement open, and tries what it must not */
static entente_status untidy(entente_call *call, void *user)
{
    entente *db = entente_call_db(call);
    entente_stmt **left = user;
    int refused = 0;
    refused += entente_begin(db, false) == ENTENTE_MISUSE;
    refused += entente_commit(db) == ENTENTE_MISUSE;
    refused += entente_register_procedure(db, "untidy() :: ()", NULL, untidy, NULL, NULL) == ENTENTE_MISUSE;
    entente_close(db);
    refused += entente_prepare(db, "UNWIND [1, 2, 3] AS x RETURN x", -1, left) == ENTENTE_OK;
    refused += entente_step(*left) == ENTENTE_ROW;
    entente_put_int64(entente_call_row(call), refused);
    return ENTENTE_OK;
}

static void test_nested_statements(void **state)
{
    entente *db = open_memory();
    entente_stmt *left = NULL;
    run(db, "CREATE (:A {k: 1}), (:A {k: 2})");
    assert_int_equal(entente_register_procedure(db, "host.query(q :: STRING) :: (x :: ANY?)", NULL, nested, NULL, NULL),
                     ENTENTE_OK);
    assert_int_equal(entente_register_procedure(db, "untidy() :: (n :: INTEGER)", NULL, untidy, &left, NULL),
                     ENTENTE_OK);
    assert_string_equal(ask(db, "CALL host.query('MATCH (a:A) RETURN a') YIELD x RETURN x.k ORDER BY x.k"), "1\n2");
    assert_string_equal(ask(db, "CALL host.query('CALL host.query(\"RETURN 7\")') YIELD x RETURN x"), "7");
    assert_int_equal(entente_exec(db, "CALL host.query('RETURN 1 / 0')"), ENTENTE_ARITHMETIC);
    assert_int_equal(entente_exec(db, "CALL host.query('CREATE (:A)')"), ENTENTE_READ_ONLY);
    /* the same transaction: it sees what its statement's transaction wrote */
    assert_int_equal(entente_begin(db, true), ENTENTE_OK);
    run(db, "CREATE (:A {k: 3})");
    assert_string_equal(ask(db, "CALL host.query('MATCH (a:A) RETURN count(a)') YIELD x RETURN x"), "3");
    assert_int_equal(entente_rollback(db), ENTENTE_OK);

    assert_string_equal(ask(db, "CALL untidy()"), "5");
    assert_int_equal(entente_step(left), ENTENTE_MISUSE); /* its transaction is over */
    assert_int_equal(entente_step(left), ENTENTE_ROW);
    entente_finalize(left);
    entente_close(db);
}

/* runs a statement and does not care how it ended */
static entente_status careless(entente_call *call, void *user)
{
    entente_exec(entente_call_db(call), entente_value_text(entente_call_arg(call, 0), NULL));
    return ENTENTE_OK;
}

/* A procedure may write where its statement does. What it leaves half done undoes the statement. */
static void test_nested_writing(void **state)
{
    entente *db = open_memory();
    entente_register_procedure(db, "host.query(q :: STRING) :: (x :: ANY?)", NULL, nested, NULL, NULL);
    entente_register_procedure(db, "careless(q :: STRING) :: ()", NULL, careless, NULL, NULL);
    assert_string_equal(ask(db,
                            "UNWIND [1, 2] AS i CREATE (:A) WITH i CALL host.query('CREATE (b:B) RETURN 7') YIELD x "
                            "RETURN i, x"),
                        "1|7\n2|7");
    assert_string_equal(ask(db, "MATCH (n) RETURN labels(n)[0] AS l, count(*) ORDER BY l"), "A|2\nB|2");

    const char *half = "CREATE (:A) WITH 1 AS i CALL careless('UNWIND [1, 0] AS x CREATE (:B {n: 1 / x})') RETURN i";
    assert_int_equal(entente_exec(db, half), ENTENTE_PROCEDURE);
    assert_string_equal(ask(db, "MATCH (n) RETURN count(n)"), "4");
    assert_int_equal(entente_begin(db, true), ENTENTE_OK);
    entente_exec(db, half);
    assert_int_equal(entente_exec(db, "CREATE (:A)"), ENTENTE_MISUSE);
    assert_int_equal(entente_rollback(db), ENTENTE_OK);
    /* the statement fails by itself after that: nothing sticks to the connection */
    assert_int_equal(entente_exec(db,
                                  "CREATE (:A) WITH 1 AS i CALL careless('UNWIND [1, 0] AS x CREATE (:B {n: 1 / x})') "
                                  "RETURN i / 0"),
                     ENTENTE_ARITHMETIC);
    run(db, "CREATE (:A)");
    assert_string_equal(ask(db, "MATCH (n) RETURN count(n)"), "5");
    entente_close(db);
}

static void test_replacing(void **state)
{
    entente *db = open_memory();
    int ten = 10;
    destroyed = 0;
    entente_register_procedure(db, "host.rows(n :: INTEGER, x :: ANY?) :: (i :: INTEGER, t :: STRING, l :: LIST)", NULL,
                               rows, &ten, destroy);
    entente_stmt *stmt = prepare(db, "CALL host.rows(1, 1) YIELD i RETURN i");
    assert_string_equal(rows_of(stmt), "1");
    entente_register_procedure(db, "host.rows(q :: STRING) :: (x :: ANY?)", NULL, nested, NULL, NULL);
    assert_int_equal(destroyed, 10);
    assert_int_equal(entente_step(stmt), ENTENTE_PROCEDURE);
    assert_non_null(strstr(entente_error_text(db), "prepare the statement again"));
    entente_finalize(stmt);
    assert_string_equal(ask(db, "CALL host.rows('RETURN 5')"), "5");
    entente_close(db);
    assert_int_equal(destroyed, 10);
}

static void test_built_in(void **state)
{
    entente *db = open_memory();
    run(db, "CREATE (:B {x: 1})-[:T {y: 1}]->(:A)");
    assert_string_equal(ask(db, "CALL db.labels()"), "A\nB");
    assert_string_equal(ask(db, "CALL db.relationshipTypes() YIELD relationshipType AS t RETURN t"), "T");
    assert_string_equal(ask(db, "CALL db.propertyKeys()"), "x\ny");
    entente_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_nested_statements),
        cmocka_unit_test(test_nested_writing),
        cmocka_unit_test(test_replacing),
        cmocka_unit_test(test_built_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
