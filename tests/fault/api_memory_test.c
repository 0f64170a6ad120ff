/* Every allocation of the library fails once, alone and with all after it. */
#include "tests/fault/rehearse.h"
#include "tests/unit/api/api_test.h"

/* ---- what is done ---- */

static entente_status give(entente_call *call, void *user)
{
    entente_stmt *stmt;
    entente_status status = entente_prepare(entente_call_db(call), "MATCH (n:A) RETURN n", -1, &stmt);
    if (status != ENTENTE_OK)
        return status;
    while ((status = entente_step(stmt)) == ENTENTE_ROW)
        entente_put_value(entente_call_row(call), entente_column_value(stmt, 0));
    entente_finalize(stmt);
    return status;
}

#define TRY(call)                 \
    do {                          \
        if ((s = (call)) != want) \
            return s;             \
    } while (0)

static entente_status read_rows(entente *db)
{
    entente_stmt *stmt;
    entente_status want = ENTENTE_OK, s;
    TRY(entente_prepare(db,
                        "UNWIND $rows AS row MATCH p = (a:A {k: row.k})-[r:T]->(b) WHERE a.text =~ '.*t' "
                        "RETURN a, p, collect(r.d) AS ds, toUpper(a.text) AS t, EXISTS { (b)-->() } AS e ORDER BY t",
                        -1, &stmt));
    entente_writer *w = entente_bind_writer(stmt, "rows");
    entente_put_list(w);
    for (int i = 0; i < 3; i++) {
        entente_put_map(w);
        entente_put_key(w, "k", -1);
        entente_put_int64(w, i);
        entente_put_end(w);
    }
    entente_put_end(w);
    while ((s = entente_step(stmt)) == ENTENTE_ROW)
        for (uint32_t i = 0; i < entente_column_count(stmt); i++)
            if (!entente_value_string(stmt, entente_column_value(stmt, i), false, NULL))
                s = ENTENTE_NOMEM;
    entente_finalize(stmt);
    return s;
}

static entente_status body(entente *db)
{
    entente_status want = ENTENTE_OK, s;
    TRY(entente_exec(db, "CREATE INDEX FOR (a:A) ON (a.k)"));
    TRY(entente_exec(db,
                     "UNWIND range(0, 9) AS i CREATE (a:A {k: i, text: 'tëxt', list: [1, 2]})-[:T {d: date()}]->(:B)"));
    TRY(entente_register_procedure(db, "give() :: (n :: NODE)", "Gives nodes.", give, NULL, NULL));
    TRY(read_rows(db));
    TRY(entente_exec(db, "CALL give() YIELD n RETURN n, labels(n), properties(n)"));
    TRY(entente_begin(db, true));
    TRY(entente_exec(db, "MATCH (a:A) SET a.k = a.k + 100, a:C REMOVE a.list"));
    TRY(entente_exec(db, "MERGE (a:A {k: 200}) ON CREATE SET a.new = 'x' WITH a MATCH (b:B) DETACH DELETE b"));
    TRY(entente_commit(db));
    want = ENTENTE_SYNTAX;
    TRY(entente_exec(db, "MATCH (a:A {name: 'Côte d’Ivoire'}) RETURN b"));
    return ENTENTE_OK;
}

/* What is kept between statements that read, and what cannot be, changes no row. */
static entente_status read_again(entente *db)
{
    static const char *const queries[] = {
        "MATCH ()-[r:T]->() WHERE r.k < 8 AND r.d IS NOT NULL RETURN r.name AS n, count(DISTINCT r.d) AS c ORDER BY n",
        "MATCH (a:A)-[:T]-(b) RETURN a.name AS n, count(DISTINCT b) AS c ORDER BY n",
        "MATCH (a:A {k: 0})-[:T*1..2]-(b) WITH b.name AS n, count(DISTINCT b) AS c RETURN n, c ORDER BY n",
    };
    static const char *const wanted[] = {"x|5\ny|3\n", "p|3\nq|3\nr|2\n", "p|2\nq|2\nr|1\n"};
    entente_status want = ENTENTE_OK, s;
    TRY(entente_exec(db, "UNWIND range(0, 4) AS i CREATE (:A {k: i, name: ['p', 'q', 'r'][i % 3]})"));
    TRY(entente_exec(db, "UNWIND range(0, 9) AS i MATCH (a:A {k: i % 5}), (b:A {k: (i + 1) % 5}) "
                         "CREATE (a)-[:T {k: i, name: ['x', 'y'][i / 5], d: date('2000-01-01') + "
                         "duration({days: i % 5})}]->(b)"));
    for (int turn = 0; turn < 3; turn++)
        for (size_t q = 0; q < COUNT(queries); q++) {
            entente_stmt *stmt;
            char text[256];
            size_t n = 0;
            TRY(entente_prepare(db, queries[q], -1, &stmt));
            while ((s = entente_step(stmt)) == ENTENTE_ROW)
                n += (size_t)snprintf(text + n, sizeof text - n, "%s|%lld\n",
                                      entente_value_text(entente_column_value(stmt, 0), NULL),
                                      (long long)entente_value_int64(entente_column_value(stmt, 1)));
            entente_finalize(stmt);
            if (s != ENTENTE_OK)
                return s;
            text[n] = '\0';
            assert_string_equal(text, wanted[q]);
        }
    return ENTENTE_OK;
}

static void test_kept_one_fails(void **state)
{
    rehearse(read_again, NULL, false);
}

static void test_one_fails(void **state)
{
    rehearse(body, NULL, false);
}

static void test_all_fail_from_there(void **state)
{
    rehearse(body, NULL, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_fails),
        cmocka_unit_test(test_kept_one_fails),
        cmocka_unit_test(test_all_fail_from_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
