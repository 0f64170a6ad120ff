/* Every allocation of the library fails once, alone and with all after it: each run must end in ENTENTE_OK or
 * ENTENTE_NOMEM, give back all memory, and leave a sound database behind. */
#include "tests/fault/allocations.h"
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

static void fail_everything_once(bool with_all_after_it)
{
    for (long nth = 1;; nth++) {
        long before = allocations_live();
        allocations_fail(nth, with_all_after_it);
        entente *db;
        entente_status s = entente_open(":memory:", 0, &db);
        if (s == ENTENTE_OK)
            s = body(db);
        long hits = allocations_failed();
        if (s != ENTENTE_OK && (s != ENTENTE_NOMEM || hits == 0))
            fail_msg("allocation %ld: status %d: %s", nth, (int)s, entente_error_text(db));
        if (db && s == ENTENTE_NOMEM && entente_error_of(db)->status == ENTENTE_NOMEM)
            assert_string_not_equal(entente_error_text(db), "");
        if (db && entente_in_transaction(db))
            assert_int_equal(entente_rollback(db), ENTENTE_OK);
        entente_file_info info;
        if (db && entente_file_info_of(db, &info) == ENTENTE_OK && entente_check(db, NULL, NULL) != ENTENTE_OK)
            fail_msg("allocation %ld: %s", nth, entente_error_text(db));
        entente_close(db);
        if (allocations_live() != before)
            fail_msg("allocation %ld: %ld blocks are left", nth, allocations_live() - before);
        if (hits == 0) {
            assert_int_equal(s, ENTENTE_OK);
            print_message("%ld allocations\n", nth - 1);
            return;
        }
    }
}

static void test_one_fails(void **state)
{
    fail_everything_once(false);
}

static void test_all_fail_from_there(void **state)
{
    fail_everything_once(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_fails),
        cmocka_unit_test(test_all_fail_from_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
