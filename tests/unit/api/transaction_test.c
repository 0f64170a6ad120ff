/* Transactions: autocommit, explicit ones, what half a statement does to them, several connections and threads. */
#include "tests/unit/api/api_test.h"

#include <pthread.h>
#include <time.h>

static void test_autocommit(void **state)
{
    entente *db = open_memory();
    run(db, "CREATE (:A {n: 1})");
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "1");
    /* ended before its last row: undone */
    entente_stmt *stmt = prepare(db, "UNWIND [1, 2, 3] AS x CREATE (a:A {n: x}) RETURN a.n");
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    entente_reset(stmt);
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "1");
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    entente_finalize(stmt);
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "1");
    /* failing on the way: undone */
    assert_int_equal(entente_exec(db, "UNWIND [1, 0] AS x CREATE (a:A {n: 1 / x}) RETURN a"), ENTENTE_ARITHMETIC);
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "1");
    entente_close(db);
}

/* A reading statement keeps its snapshot while another one writes. */
static void test_snapshots(void **state)
{
    entente *db = open_memory();
    run(db, "UNWIND range(1, 3000) AS x CREATE (:A {n: x})");
    entente_stmt *reader = prepare(db, "MATCH (a:A) RETURN a.n");
    assert_int_equal(entente_step(reader), ENTENTE_ROW);
    run(db, "MATCH (a:A) DELETE a");
    int rows = 1;
    while (entente_step(reader) == ENTENTE_ROW)
        rows++;
    assert_int_equal(rows, 3000);
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "0");
    entente_finalize(reader);

    /* two writers of one connection do not wait for each other for ever */
    entente_stmt *writer = prepare(db, "UNWIND [1, 2] AS x CREATE (a:A) RETURN a");
    assert_int_equal(entente_step(writer), ENTENTE_ROW);
    assert_int_equal(entente_exec(db, "CREATE (:A)"), ENTENTE_BUSY);
    assert_int_equal(entente_begin(db, true), ENTENTE_BUSY);
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "0");
    while (entente_step(writer) == ENTENTE_ROW) {
    }
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "2");
    entente_finalize(writer);
    entente_close(db);
}

static void test_explicit(void **state)
{
    entente *db = open_memory();
    assert_false(entente_in_transaction(db));
    assert_int_equal(entente_begin(db, true), ENTENTE_OK);
    assert_true(entente_in_transaction(db));
    assert_int_equal(entente_begin(db, true), ENTENTE_MISUSE);
    run(db, "CREATE (:A)");
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "1");
    assert_int_equal(entente_rollback(db), ENTENTE_OK);
    assert_false(entente_in_transaction(db));
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "0");

    assert_int_equal(entente_begin(db, true), ENTENTE_OK);
    run(db, "CREATE (:A)");
    run(db, "CREATE (:A)");
    assert_int_equal(entente_commit(db), ENTENTE_OK);
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "2");

    assert_int_equal(entente_begin(db, false), ENTENTE_OK);
    assert_int_equal(entente_exec(db, "CREATE (:A)"), ENTENTE_READ_ONLY);
    assert_non_null(strstr(entente_error_text(db), "begun for reading"));
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "2");
    assert_int_equal(entente_commit(db), ENTENTE_OK);
    entente_close(db);
}

static void test_doomed(void **state)
{
    entente *db = open_memory();
    /* a statement that fails after it began to write */
    assert_int_equal(entente_begin(db, true), ENTENTE_OK);
    run(db, "CREATE (:A)");
    assert_int_equal(entente_exec(db, "UNWIND [1, 0] AS x CREATE (a:A {n: 1 / x}) RETURN a"), ENTENTE_ARITHMETIC);
    assert_int_equal(entente_exec(db, "CREATE (:A)"), ENTENTE_MISUSE);
    assert_non_null(strstr(entente_error_text(db), "entente_rollback"));
    assert_int_equal(entente_commit(db), ENTENTE_MISUSE);
    assert_false(entente_in_transaction(db));
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "0");

    /* one that is finalized before its end */
    assert_int_equal(entente_begin(db, true), ENTENTE_OK);
    entente_stmt *stmt = prepare(db, "UNWIND [1, 2, 3] AS x CREATE (a:A {n: x}) RETURN a.n");
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    entente_finalize(stmt);
    assert_int_equal(entente_exec(db, "CREATE (:A)"), ENTENTE_MISUSE);
    assert_int_equal(entente_rollback(db), ENTENTE_OK);

    /* errors before it began to write do no harm, nor do those of reading statements */
    assert_int_equal(entente_begin(db, true), ENTENTE_OK);
    run(db, "CREATE (:A)");
    assert_int_equal(entente_exec(db, "CREATE (:A {n: $missing})"), ENTENTE_PARAMETER);
    assert_int_equal(entente_exec(db, "CREATE (:A"), ENTENTE_SYNTAX);
    assert_int_equal(entente_exec(db, "RETURN 1 / 0"), ENTENTE_ARITHMETIC);
    assert_int_equal(entente_commit(db), ENTENTE_OK);
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), "1");
    entente_close(db);
}

static void test_statements_over_the_end(void **state)
{
    entente *db = open_memory();
    run(db, "CREATE (:A), (:A)");
    entente_stmt *stmt = prepare(db, "MATCH (a:A) RETURN id(a)");
    assert_int_equal(entente_begin(db, false), ENTENTE_OK);
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    assert_int_equal(entente_commit(db), ENTENTE_OK);
    assert_null(entente_column_value(stmt, 0));
    assert_int_equal(entente_step(stmt), ENTENTE_MISUSE);
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    assert_int_equal(entente_begin(db, true), ENTENTE_OK); /* that run has its own snapshot */
    run(db, "CREATE (:A)");
    assert_int_equal(entente_rollback(db), ENTENTE_OK);
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    assert_int_equal(entente_step(stmt), ENTENTE_OK);

    assert_int_equal(entente_begin(db, true), ENTENTE_OK);
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    entente_close(db); /* with a transaction, a run and a statement open */
}

/* ---- connections and threads ---- */

static void test_two_connections(void **state)
{
    const char *path = temporary_file();
    entente *one, *two;
    assert_int_equal(entente_open(path, ENTENTE_CREATE, &one), ENTENTE_OK);
    assert_int_equal(entente_open(path, 0, &two), ENTENTE_OK);
    entente_set_limit(two, ENTENTE_LIMIT_BUSY, 20);
    assert_int_equal(entente_begin(one, true), ENTENTE_OK);
    run(one, "CREATE (:A)");
    assert_string_equal(ask(two, "MATCH (a:A) RETURN count(a)"), "0");
    assert_int_equal(entente_exec(two, "CREATE (:A)"), ENTENTE_BUSY);
    assert_int_equal(entente_commit(one), ENTENTE_OK);
    assert_string_equal(ask(two, "MATCH (a:A) RETURN count(a)"), "1");
    run(two, "CREATE (:A)");
    assert_string_equal(ask(one, "MATCH (a:A) RETURN count(a)"), "2");
    entente_close(one);
    assert_string_equal(ask(two, "MATCH (a:A) RETURN count(a)"), "2");
    entente_close(two);
    remove_file(path);
}

enum { THREADS = 4, WRITES = 25 };

/* No assertions of cmocka here: they belong to the main thread. Gives the number of failures. */
static void *work(void *path)
{
    entente *db;
    intptr_t failures = entente_open(path, 0, &db) != ENTENTE_OK;
    entente_stmt *stmt = NULL;
    failures +=
        entente_prepare(db, "MATCH (a:A) RETURN count(a), toUpper('é'), datetime('2020-07-01T00:00[Europe/Paris]')", -1,
                        &stmt) != ENTENTE_OK;
    int64_t last = 0;
    for (int i = 0; i < WRITES && failures == 0; i++) {
        failures += entente_exec(db, "CREATE (:A {n: 1})") != ENTENTE_OK;
        failures += entente_step(stmt) != ENTENTE_ROW;
        int64_t count = entente_column_int64(stmt, 0);
        failures += count <= last; /* at least its own */
        last = count;
        failures += entente_step(stmt) != ENTENTE_OK;
    }
    if (failures)
        fprintf(stderr, "%s\n", entente_error_text(db));
    entente_close(db);
    return (void *)failures;
}

static void test_threads(void **state)
{
    const char *path = temporary_file();
    entente *db;
    assert_int_equal(entente_open(path, ENTENTE_CREATE, &db), ENTENTE_OK);
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, (void *)path), 0);
    for (int i = 0; i < THREADS; i++) {
        void *failures;
        pthread_join(threads[i], &failures);
        assert_null(failures);
    }
    char total[16];
    snprintf(total, sizeof total, "%d", THREADS * WRITES);
    assert_string_equal(ask(db, "MATCH (a:A) RETURN count(a)"), total);
    entente_close(db);
    remove_file(path);
}

static void *interrupt_soon(void *db)
{
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    entente_interrupt(db);
    return NULL;
}

static void test_interrupt(void **state)
{
    entente *db = open_memory();
    entente_interrupt(db); /* nothing runs: no effect */
    assert_string_equal(ask(db, "RETURN 1"), "1");
    pthread_t thread;
    pthread_create(&thread, NULL, interrupt_soon, db);
    assert_int_equal(entente_exec(db, "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN count(*)"),
                     ENTENTE_INTERRUPTED);
    pthread_join(thread, NULL);
    assert_string_equal(ask(db, "RETURN 1"), "1");
    /* between two steps */
    entente_stmt *stmt = prepare(db, "UNWIND range(1, 100000) AS x RETURN x");
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    entente_interrupt(db);
    entente_status status = ENTENTE_ROW;
    while (status == ENTENTE_ROW)
        status = entente_step(stmt);
    assert_int_equal(status, ENTENTE_INTERRUPTED);
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    entente_finalize(stmt);
    entente_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_autocommit),
        cmocka_unit_test(test_snapshots),
        cmocka_unit_test(test_explicit),
        cmocka_unit_test(test_doomed),
        cmocka_unit_test(test_statements_over_the_end),
        cmocka_unit_test(test_two_connections),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_interrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
