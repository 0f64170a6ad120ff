#include "tests/fault/rehearse.h"

#include "tests/fault/allocations.h"
#include "tests/unit/api/api_test.h"

static bool is_open(entente *db)
{
    entente_file_info info;
    return db && entente_file_info_of(db, &info) == ENTENTE_OK;
}

void rehearse(entente_status (*work)(entente *db), void (*look)(entente *db), bool with_all_after_it)
{
    /* with all after it, neighbours end alike: of the later ones every fifth will do */
    for (long nth = 1;; nth += with_all_after_it && nth > 300 ? 5 : 1) {
        long before = allocations_live();
        allocations_fail(nth, with_all_after_it);
        entente *db;
        entente_status s = entente_open(":memory:", 0, &db);
        if (s == ENTENTE_OK)
            s = work(db);
        long hits = allocations_failed();
        if (s != ENTENTE_OK && (s != ENTENTE_NOMEM || hits == 0))
            fail_msg("allocation %ld: status %d: %s", nth, (int)s, entente_error_text(db));
        if (db && s == ENTENTE_NOMEM && entente_error_of(db)->status == ENTENTE_NOMEM)
            assert_string_not_equal(entente_error_text(db), "");
        if (db && entente_in_transaction(db))
            assert_int_equal(entente_rollback(db), ENTENTE_OK);
        if (is_open(db) && look)
            look(db);
        if (is_open(db) && entente_check(db, NULL, NULL) != ENTENTE_OK)
            fail_msg("allocation %ld: %s", nth, entente_error_text(db));
        entente_close(db);
        if (allocations_live() != before)
            fail_msg("allocation %ld: %ld blocks are left", nth, allocations_live() - before);
        if (hits == 0) {
            assert_int_equal(s, ENTENTE_OK);
            print_message("%ld allocations or less\n", nth - 1);
            return;
        }
    }
}
