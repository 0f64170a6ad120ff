/* Every allocation fails once: the first, then the second, and so on until a run meets no failure; once alone and once
 * with all later ones. Each time the answer is "out of memory" (or success, where the store can do without), nothing
 * leaks, and the file is sound. */
#include "store_test.h"

#include <errno.h>

#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if defined __SANITIZE_ADDRESS__ || __has_feature(address_sanitizer)

int main(void)
{
    return 77; /* the sanitizer brings its own allocator; the ordinary build runs this */
}

#else

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void __libc_free(void *);

/* LMDB's calls must come here too */
#define EXPORTED __attribute__((visibility("default")))

static long countdown = -1; /* allocations until one fails; -1: none does */
static bool stays;
static long hits, live;

static bool fails(void)
{
    if (countdown < 0)
        return false;
    if (countdown > 0 && --countdown > 0)
        return false;
    hits++;
    if (!stays)
        countdown = -1;
    errno = ENOMEM;
    return true;
}

EXPORTED void *malloc(size_t size)
{
    void *memory = fails() ? NULL : __libc_malloc(size);
    live += memory != NULL;
    return memory;
}

EXPORTED void *calloc(size_t count, size_t size)
{
    void *memory = fails() ? NULL : __libc_calloc(count, size);
    live += memory != NULL;
    return memory;
}

EXPORTED void *realloc(void *old, size_t size)
{
    void *memory = fails() ? NULL : __libc_realloc(old, size);
    live += !old && memory;
    return memory;
}

EXPORTED void free(void *memory)
{
    live -= memory != NULL;
    __libc_free(memory);
}

static ent_status write_some(ent_txn *txn, ent_error *error)
{
    uint32_t label, type, key;
    uint64_t a, b, rel;
    bool existed, changed;
    ENT_TRY(ent_token_make(txn, ENT_TOKEN_LABEL, ENT_STR("Party"), &label, error));
    ENT_TRY(ent_token_make(txn, ENT_TOKEN_TYPE, ENT_STR("T"), &type, error));
    ENT_TRY(ent_token_make(txn, ENT_TOKEN_KEY, ENT_STR("code"), &key, error));
    ENT_TRY(ent_index_create(txn, (ent_str){"", 0}, label, key, true, &existed, error));
    ent_property prop = {key, text("A")};
    ENT_TRY(ent_node_create(txn, &label, 1, &prop, 1, &a, error));
    prop.value = text("B");
    ENT_TRY(ent_node_create(txn, NULL, 0, &prop, 1, &b, error));
    for (int i = 0; i < 300; i++)
        ENT_TRY(ent_rel_create(txn, a, b, type, NULL, 0, &rel, error));
    ENT_TRY(ent_node_add_label(txn, b, label, &changed, error));
    ENT_TRY(ent_rel_delete(txn, rel, error));
    prop.value = text("C");
    ENT_TRY(ent_node_set_props(txn, a, &prop, 1, error));
    ENT_TRY(ent_node_remove_label(txn, b, label, &changed, error));
    return ent_index_drop(txn, ENT_STR("index_Party_code"), &existed, error);
}

static ent_status read_some(ent_txn *txn, ent_error *error)
{
    ent_scan *scan;
    ent_expand *expand;
    ent_adjacent near[64];
    uint64_t ids[64], degree;
    uint32_t n;
    ent_node_record record;
    bool found;
    ENT_TRY(ent_scan_label(txn, 0, &scan, error));
    ent_status status = ent_scan_next(scan, ids, 64, &n, error);
    ent_scan_close(scan);
    ENT_TRY(status);
    ENT_TRY(ent_expand_open(txn, ENT_BOTH, NULL, 0, &expand, error));
    status = ent_expand_start(expand, 0, error);
    if (status == ENT_OK)
        status = ent_expand_next(expand, near, 64, &n, error);
    ent_expand_close(expand);
    ENT_TRY(status);
    ENT_TRY(ent_degree(txn, 0, ENT_BOTH, 0, &degree, error));
    ENT_TRY(ent_node_get(txn, 0, &record, &found, error));
    return ent_store_check(txn, print_fault, NULL, error);
}

static ent_status body(const char *path, ent_error *error)
{
    ent_store *store;
    ent_txn *txn;
    ENT_TRY(ent_store_open(path, ENT_STORE_CREATE, &store, error));
    ent_status status = ent_txn_begin(store, true, 0, &txn, error);
    if (status == ENT_OK) {
        status = write_some(txn, error);
        if (status == ENT_OK)
            status = ent_txn_commit(txn, error);
        else
            ent_txn_abort(txn);
    }
    if (status == ENT_OK)
        status = ent_txn_begin(store, false, 0, &txn, error);
    if (status == ENT_OK) {
        status = read_some(txn, error);
        ent_txn_abort(txn);
    }
    ent_store_close(store);
    return status;
}

static void fail_each(const char *path, bool all_later)
{
    char lock[160];
    snprintf(lock, sizeof lock, "%s-lock", path);
    for (long nth = 1;; nth++) {
        unlink(path);
        unlink(lock);
        ent_error error = {0};
        long before = live;
        hits = 0;
        stays = all_later;
        countdown = nth;
        ent_status status = body(path, &error);
        countdown = -1;
        if (status != ENT_OK && (hits == 0 || status != ENT_NOMEM || !error.text[0]))
            fail_msg("allocation %ld: %s: %s", nth, ent_status_type(status), error.text);
        if (live != before)
            fail_msg("allocation %ld: %ld blocks are left", nth, live - before);
        if (access(path, F_OK) == 0) {
            ent_store *store = open_store(path);
            check_store(store);
            ent_store_close(store);
        }
        if (hits == 0)
            break;
    }
}

static void test_each_once(void **state)
{
    place *p = *state;
    fail_each(p->path, false);
}

static void test_each_and_all_later(void **state)
{
    place *p = *state;
    fail_each(p->path, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_once, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(test_each_and_all_later, place_setup, place_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
