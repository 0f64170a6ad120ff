/* The limits of a statement: memory, time, interruption. Whatever stops a statement, the database is as before and the
 * connection goes on. */
#include "core/entente.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static entente *open_graph(void)
{
    entente *db;
    assert_int_equal(entente_open(":memory:", 0, &db), ENTENTE_OK);
    assert_int_equal(entente_exec(db, "UNWIND range(1, 300) AS x CREATE (:N {v: x, text: 'number ' + toString(x)})"),
                     ENTENTE_OK);
    assert_int_equal(
        entente_exec(db, "MATCH (a:N), (b:N) WHERE abs(a.v - b.v) IN [1, 7] CREATE (a)-[:T {w: a.v}]->(b)"),
        ENTENTE_OK);
    return db;
}

static entente_status run(entente *db, const char *cypher)
{
    entente_stmt *stmt;
    entente_status status = entente_prepare(db, cypher, -1, &stmt);
    if (status != ENTENTE_OK)
        return status;
    do
        status = entente_step(stmt);
    while (status == ENTENTE_ROW);
    entente_finalize(stmt);
    return status;
}

static int64_t count(entente *db, const char *cypher)
{
    entente_stmt *stmt;
    assert_int_equal(entente_prepare(db, cypher, -1, &stmt), ENTENTE_OK);
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    int64_t n = entente_column_int64(stmt, 0);
    entente_finalize(stmt);
    return n;
}

/* Every operator that keeps something, and every one that writes. */
static const char *const statements[] = {
    "MATCH (n:N) RETURN n.text ORDER BY n.text",
    "MATCH (n:N) RETURN n.text ORDER BY n.text DESC LIMIT 100",
    "MATCH (n:N) RETURN DISTINCT n.text, n.v",
    "MATCH (n:N)-->(m) RETURN n.text, count(DISTINCT m), collect(m.text)",
    "MATCH (a:N), (b:N) WHERE a.text = b.text RETURN count(*)",
    "MATCH (a:N {v: 1})-[:T*1..4]->(b) RETURN count(*)",
    "MATCH (a:N {v: 1})-[:T*]-(b) RETURN count(DISTINCT b)",
    "MATCH (a:N {v: 1}), (b:N {v: 200}) MATCH p = allShortestPaths((a)-[:T*]->(b)) RETURN count(p)",
    "MATCH (a:N)-->(b)-->(c)-->(a) RETURN count(*)",
    "MATCH (n:N) OPTIONAL MATCH (n)-->(m {v: n.v + 1}) RETURN count(m)",
    "MATCH (n:N) CALL { WITH n MATCH (n)-->(m) RETURN collect(m.text) AS l } RETURN count(l)",
    "MATCH (n:N) RETURN [(n)-->(m) | m.text], EXISTS { (n)-->({v: 7}) }, COUNT { (n)--() }",
    "UNWIND range(1, 2000) AS x CREATE (:M {v: x}) WITH x MERGE (:K {v: x % 10})",
    "MATCH (n:N) SET n.w = n.v * 2 REMOVE n.text RETURN n",
    "MATCH (n:N) FOREACH (i IN range(1, 3) | CREATE (n)-[:U]->(:L {v: i}))",
    "MATCH (n:N) WHERE n.v > 150 DETACH DELETE n",
};

static void memory_runs_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        for (uint64_t limit = 16 << 10; limit <= 64 << 20; limit *= 2) {
            entente *db = open_graph();
            entente_set_limit(db, ENTENTE_LIMIT_MEMORY, limit);
            entente_status status = run(db, statements[i]);
            if (status != ENTENTE_OK && status != ENTENTE_MEMORY_LIMIT)
                print_error("%s\n%s\n", statements[i], entente_error_text(db));
            assert_true(status == ENTENTE_OK || status == ENTENTE_MEMORY_LIMIT);
            entente_set_limit(db, ENTENTE_LIMIT_MEMORY, 0);
            if (status != ENTENTE_OK)
                assert_int_equal(count(db, "MATCH (n) RETURN count(n)"), 300);
            entente_close(db);
            if (status == ENTENTE_OK)
                break;
            assert_true(limit < 64 << 20);
        }
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Each would run for hours. */
static const char *const endless[] = {
    "MATCH (a:N), (b:N), (c:N), (d:N), (e:N) WHERE a.v + b.v + c.v + d.v + e.v < 0 RETURN count(*)",
    "MATCH (a:N {v: 1})-[:T*]->(b {v: -1}) RETURN count(*)",
    "MATCH (a:N {v: 1}), (b:N {v: 2}) MATCH p = shortestPath((a)-[:T*]-(b)) WHERE length(p) > 1000 RETURN p",
    "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a < 0 RETURN count(*)",
    "MATCH (n:N) WHERE COUNT { MATCH (a:N), (b:N), (c:N), (d:N) WHERE a.v + b.v + c.v + d.v < 0 } > 0 RETURN n",
    "MATCH (a:N), (b:N), (c:N), (d:N) CREATE (:X)",
    "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b MERGE (:K {v: 1})",
};

static void time_runs_out(void **state)
{
    (void)state;
    entente *db = open_graph();
    entente_set_limit(db, ENTENTE_LIMIT_TIME, 50);
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        double begin = now();
        entente_status status = run(db, endless[i]);
        if (status != ENTENTE_TIME_LIMIT)
            print_error("%s\n%s\n", endless[i], entente_error_text(db));
        assert_int_equal(status, ENTENTE_TIME_LIMIT);
        assert_true(now() - begin < 10);
    }
    entente_set_limit(db, ENTENTE_LIMIT_TIME, 0);
    assert_int_equal(count(db, "MATCH (n) RETURN count(n)"), 300);
    entente_close(db);
}

static void *interrupt_soon(void *db)
{
    for (int i = 0; i < 100; i++) {
        usleep(20000);
        entente_interrupt(db);
    }
    return NULL;
}

static void interrupted(void **state)
{
    (void)state;
    entente *db = open_graph();
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, db), 0);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(run(db, endless[i]), ENTENTE_INTERRUPTED);
    pthread_join(thread, NULL);
    assert_int_equal(count(db, "MATCH (n) RETURN count(n)"), 300);
    entente_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_runs_out),
        cmocka_unit_test(time_runs_out),
        cmocka_unit_test(interrupted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
