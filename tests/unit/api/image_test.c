/* What a connection keeps of a snapshot changes nothing but the time: every query gives the same rows in the same order
 * with it and without it, and what anybody writes is seen at once. A transaction that may write never uses it, so the
 * rows of one are what the others are compared with. */
#include "tests/unit/api/api_test.h"

static uint64_t seed = 1;

static unsigned chance(unsigned n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % n;
}

/* Nodes and relationships with properties of several types, some missing, with loops, hubs and parallel edges. */
static void fill(entente *db, int nodes, int rels)
{
    static const char *const things[] = {"1",
                                         "1.0",
                                         "-0.0",
                                         "0.0",
                                         "2",
                                         "'a'",
                                         "'b'",
                                         "true",
                                         "date('2001-02-03')",
                                         "date('2011-02-03')",
                                         "[1, 2]",
                                         "null",
                                         "duration('P1D')",
                                         "datetime('2001-02-03T04:05Z')",
                                         "datetime('2001-02-03T05:05+01:00')"};
    char text[512];
    assert_int_equal(entente_begin(db, true), ENTENTE_OK);
    for (int i = 0; i < nodes; i++) {
        snprintf(text, sizeof text, "CREATE (:%s {n: %d, name: 'n%u', thing: %s})", chance(4) ? "A" : "B:A", i,
                 chance((unsigned)nodes / 2), things[chance(COUNT(things))]);
        run(db, text);
    }
    for (int i = 0; i < rels; i++) {
        unsigned from = chance(3) ? chance((unsigned)nodes) : chance(5);
        snprintf(text, sizeof text,
                 "MATCH (a:A {n: %u}), (b:A {n: %u}) CREATE (a)-[:%s {k: 'k%u', day: date('2000-01-01') + "
                 "duration({days: %u}), id: 'id%u', w: %u.5, thing: %s}]->(b)",
                 from, chance(20) ? chance((unsigned)nodes) : from, chance(3) ? "R" : "S", chance(7), chance(40),
                 chance(600), chance(9), things[chance(COUNT(things))]);
        run(db, text);
    }
    run(db, "MATCH (a:A {n: 7}) DETACH DELETE a");
    run(db, "MATCH ()-[r:S]->() WHERE r.k = 'k3' DELETE r");
    run(db, "MATCH ()-[r:R]->() WHERE r.k = 'k2' REMOVE r.day, r.id");
    assert_int_equal(entente_commit(db), ENTENTE_OK);
}

static const char *const queries[] = {
    "MATCH (a:A)-[:R]-(b) RETURN a.n, count(DISTINCT b) AS c ORDER BY c DESC, a.n LIMIT 30",
    "MATCH (a:A)-[:R]->(b:B) RETURN a.name, count(DISTINCT b) AS c, count(*) AS d ORDER BY a.name LIMIT 60",
    "MATCH (a)-[r]-(b:B) RETURN a.thing AS t, count(DISTINCT b), count(b), count(r) ORDER BY t",
    "MATCH (a:A)-[:R]-(b:B) RETURN count(DISTINCT b), count(b), count(*)",
    "MATCH (a:A) WHERE a.n < 0 MATCH (a)-[:R]-(b:B) RETURN count(DISTINCT b), count(b), count(*)",
    "MATCH (a:B)-[:S]-(b:A:B) RETURN count(DISTINCT b) + count(*)",
    "MATCH (a:A) CALL { WITH a MATCH (a)-[:S]->(b) RETURN count(DISTINCT b) AS c } RETURN sum(c), max(c)",
    "UNWIND [1, 2, 1] AS x MATCH (a:A {n: x})-[:R]-(b) RETURN x % 2 AS odd, count(DISTINCT b), count(*)",
    "MATCH (a)<-[r:S|R]-(b) RETURN b.n AS n, count(*) AS c ORDER BY c DESC, n LIMIT 20",
    "MATCH (a:A)-[:R*1..3]-(b:B) WHERE a.n < 20 AND b <> a RETURN a.n, count(DISTINCT b)",
    "MATCH (a:A {n: 3})-[:S*0..4]->(b) RETURN DISTINCT b.n LIMIT 100",
    "MATCH (a:A {n: 3})-[:S*1..4]-(b) WITH DISTINCT b RETURN count(b), sum(b.n)",
    "MATCH (a)-[:R]-(b)-[:R]-(c), (a)-[:R]-(c) WHERE id(a) < id(b) AND id(b) < id(c) RETURN count(*)",
    "MATCH (a)-[:R]->(b)-[:S]->(c), (a)-[:R]->(c) RETURN count(*), sum(c.n)",
    "MATCH (a)-[:R]-(b)-[:R]-(c), (a)-[:R]-(c) WHERE id(b) < id(a) RETURN count(*), sum(id(c))",
    "MATCH (a)-[r:R]-(b)-[s]-(c), (a)-[t]-(c) WHERE id(a) < id(b) AND id(b) < id(c) RETURN count(*), sum(id(s))",
    "MATCH (a:A {n: 1}), (b:A) WHERE b.n < 50 MATCH p = shortestPath((a)-[:R*]-(b)) RETURN b.n, length(p)",
    "MATCH (a:A {n: 1})-[:R]-(b)-[:S]-(c) RETURN b.n, c.n LIMIT 200",
    "MATCH ()-[r:R]->() WHERE r.day <= date('2000-01-20') AND (r.w IS NULL OR r.w > 2.0) "
    "RETURN r.k AS k, count(DISTINCT r.id) ORDER BY k",
    "MATCH (:A)-[r:R]->(:B) WHERE r.day <= date('2000-01-20') AND r.w > 1 RETURN r.k AS k, count(r.id), "
    "min(r.day), collect(DISTINCT r.w) ORDER BY k",
    "MATCH ()-[r]->() RETURN r.thing AS t, count(*), count(DISTINCT r.thing), count(DISTINCT r.k) ORDER BY t",
    "MATCH ()-[r]->() WHERE r.thing = 1 OR r.k = 'k1' RETURN r.thing AS t, r.k AS k, count(*) ORDER BY k, t",
    "MATCH (a)-[r]-() WHERE r.day IS NULL OR r.id STARTS WITH 'id1' RETURN r.id, r.thing, a.n LIMIT 300",
    "MATCH (a:A) WHERE a.name = 'n3' OR a.thing = 'a' RETURN a.n, a.name, a.thing LIMIT 100",
    "MATCH (a:A) RETURN a.name, count(DISTINCT a.thing), sum(a.n) LIMIT 100",
    "MATCH (a:B) WITH a ORDER BY a.n LIMIT 40 OPTIONAL MATCH (a)-[r:S]->(b:B) WHERE r.w > 3 RETURN a.n, r.k, b.n",
    "MATCH (a)-[r:R]->(b) WHERE r.w > 100 / (r.w - 4.5) RETURN count(*)",
    "MATCH (a)-[r:R]->(b) WHERE r.k > 'k1' AND r.w < 3 WITH r.k AS k, r WHERE r.id IS NOT NULL "
    "RETURN DISTINCT k, r.day ORDER BY k, r.day LIMIT 100",
};

static char *copy_of(const char *text)
{
    char *copy = strdup(text);
    assert_non_null(copy);
    return copy;
}

/* Each query in a transaction that may write, then a few times without, on one connection or another. */
static void compare(entente *writer, entente *const *readers, size_t count)
{
    for (size_t q = 0; q < COUNT(queries); q++) {
        assert_int_equal(entente_begin(writer, true), ENTENTE_OK);
        char *wanted = copy_of(ask(writer, queries[q]));
        assert_int_equal(entente_rollback(writer), ENTENTE_OK);
        for (int turn = 0; turn < 3; turn++)
            for (size_t r = 0; r < count; r++) {
                const char *got = ask(readers[r], queries[q]);
                if (strcmp(got, wanted) != 0)
                    fail_msg("%s\nturn %d, reader %zu gives\n%s\ninstead of\n%s", queries[q], turn, r, got, wanted);
            }
        free(wanted);
    }
}

static void test_same_rows(void **state)
{
    char path[] = "/tmp/entente-image-XXXXXX", lock[64];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    snprintf(lock, sizeof lock, "%s-lock", path);
    entente *writer, *readers[3];
    assert_int_equal(entente_open(path, ENTENTE_CREATE, &writer), ENTENTE_OK);
    fill(writer, 200, 1500);
    for (size_t i = 0; i < COUNT(readers); i++)
        assert_int_equal(entente_open(path, ENTENTE_READ, &readers[i]), ENTENTE_OK);
    /* one for which hardly anything can be kept */
    entente_set_limit(readers[1], ENTENTE_LIMIT_MEMORY, 3 << 20);
    /* and one that is asked in one transaction */
    assert_int_equal(entente_begin(readers[2], false), ENTENTE_OK);
    compare(writer, readers, COUNT(readers));
    assert_int_equal(entente_rollback(readers[2]), ENTENTE_OK);
    for (int turn = 0; turn < 3; turn++) {
        run(writer, "MATCH (a:A {n: 3}), (b:A {n: 30}) CREATE (a)-[:R {k: 'new', id: 'id1', thing: 'new'}]->(b)");
        run(writer, "MATCH (a:A {n: 11})-[r]-() DELETE r");
        run(writer, "MATCH ()-[r:R]->() WHERE r.id STARTS WITH 'id2' SET r.thing = 'b', r.w = 7");
        run(writer, "MATCH (a:B) WHERE a.n % 7 = 1 REMOVE a:B SET a.name = 'other'");
        compare(writer, readers, COUNT(readers));
    }
    for (size_t i = 0; i < COUNT(readers); i++)
        entente_close(readers[i]);
    entente_close(writer);
    unlink(path);
    unlink(lock);
}

/* A statement that is open while its connection reads a newer snapshot keeps its own. */
static void test_snapshot_of_its_own(void **state)
{
    entente *db = open_memory();
    fill(db, 100, 800);
    const char *cypher = "MATCH (a:A)-[r:R]-(b) RETURN a.n, r.k, b.n";
    for (int turn = 0; turn < 3; turn++)
        ask(db, "MATCH (a:A)-[r:R]-(b) WHERE r.k > 'k1' RETURN count(a.n), count(r.k), count(b)");
    entente_stmt *all = prepare(db, "MATCH (a:A)-[r:R]-(b) RETURN count(*)"), *stmt = prepare(db, cypher);
    assert_int_equal(entente_step(all), ENTENTE_ROW);
    int64_t wanted = entente_value_int64(entente_column_value(all, 0)), rows = 1;
    entente_reset(all);
    assert_int_equal(entente_step(stmt), ENTENTE_ROW);
    run(db, "MATCH ()-[r:R]->() DELETE r");
    for (int turn = 0; turn < 3; turn++)
        assert_string_equal(ask(db, "MATCH (a:A)-[r:R]-(b) RETURN count(*)"), "0");
    while (entente_step(stmt) == ENTENTE_ROW)
        rows++;
    assert_int_equal(rows, wanted);
    entente_finalize(all);
    entente_finalize(stmt);
    entente_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_rows),
        cmocka_unit_test(test_snapshot_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
