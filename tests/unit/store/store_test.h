/* What the tests of the store share: a folder of their own, and calls that must succeed. */
#ifndef TESTS_UNIT_STORE_STORE_TEST_H
#define TESTS_UNIT_STORE_STORE_TEST_H

#include "core/store/store.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Fails the test with the store's own message. */
#define MUST(call)                                                             \
    do {                                                                       \
        ent_error error = {0};                                                 \
        ent_status must_ = (call);                                             \
        if (must_ != ENT_OK)                                                   \
            fail_msg("%s: %s: %s", #call, ent_status_type(must_), error.text); \
    } while (0)
/* The call must fail so, and say something. */
#define MUST_FAIL(call, wanted)                                                                 \
    do {                                                                                        \
        ent_error error = {0};                                                                  \
        ent_status must_ = (call);                                                              \
        if (must_ != (wanted) || error.text[0] == '\0')                                         \
            fail_msg("%s: %s: %s, not %s", #call, ent_status_type(must_), error.text, #wanted); \
    } while (0)

typedef struct {
    char folder[64];
    char path[96];
} place;

static inline int place_setup(void **state)
{
    place *p = calloc(1, sizeof *p);
    assert_non_null(p);
    strcpy(p->folder, "/tmp/entente-test-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->path, sizeof p->path, "%s/db", p->folder);
    *state = p;
    return 0;
}

static inline int place_teardown(void **state)
{
    place *p = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", p->folder);
    int code = system(command);
    free(p);
    return code;
}

static inline ent_store *open_store(const char *path)
{
    ent_store *store;
    MUST(ent_store_open(path, ENT_STORE_CREATE, &store, &error));
    return store;
}

static inline ent_txn *begin(ent_store *store, bool write)
{
    ent_txn *txn;
    MUST(ent_txn_begin(store, write, 1000, &txn, &error));
    return txn;
}

static inline void commit(ent_txn *txn)
{
    MUST(ent_txn_commit(txn, &error));
}

static inline uint32_t token(ent_txn *txn, ent_token_kind kind, const char *name)
{
    uint32_t made;
    MUST(ent_token_make(txn, kind, ent_str_of(name), &made, &error));
    return made;
}

static inline ent_value text(const char *s)
{
    return ent_string(ent_str_of(s));
}

static inline bool print_fault(void *user, const char *fault)
{
    (void)user;
    print_message("fault: %s\n", fault);
    return true;
}

static inline void check_txn(ent_txn *txn)
{
    MUST(ent_store_check(txn, print_fault, NULL, &error));
}

static inline void check_store(ent_store *store)
{
    ent_txn *txn = begin(store, false);
    check_txn(txn);
    ent_txn_abort(txn);
}

/* All ids of a scan, which is closed; *n of them, to be freed. room: ids asked for at a time. */
static inline uint64_t *drain(ent_scan *scan, uint32_t room, size_t *n)
{
    uint64_t *ids = NULL;
    uint32_t got;
    *n = 0;
    do {
        ids = realloc(ids, (*n + room) * sizeof *ids);
        assert_non_null(ids);
        MUST(ent_scan_next(scan, ids + *n, room, &got, &error));
        *n += got;
    } while (got > 0);
    ent_scan_close(scan);
    return ids;
}

/* Chance with a seed: a failure can be had again. */
typedef struct {
    uint64_t state;
} chance;

static inline uint32_t draw(chance *c, uint32_t below)
{
    c->state ^= c->state << 13;
    c->state ^= c->state >> 7;
    c->state ^= c->state << 17;
    return (uint32_t)((c->state >> 11) % below);
}

#endif
