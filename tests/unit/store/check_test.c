/* That the check finds what is wrong: each test spoils one thing behind the store's back, with LMDB alone. */
#include "store_test.h"

#include <endian.h>
#include <lmdb.h>

typedef struct {
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;
} raw;

static raw raw_open(const char *path, const char *table)
{
    raw r;
    assert_int_equal(mdb_env_create(&r.env), 0);
    mdb_env_set_maxdbs(r.env, 16);
    assert_int_equal(mdb_env_open(r.env, path, MDB_NOSUBDIR, 0600), 0);
    assert_int_equal(mdb_txn_begin(r.env, NULL, 0, &r.txn), 0);
    assert_int_equal(mdb_dbi_open(r.txn, table, 0, &r.dbi), 0);
    return r;
}

static void raw_close(raw *r)
{
    assert_int_equal(mdb_txn_commit(r->txn), 0);
    mdb_env_close(r->env);
}

static void raw_put(const char *path, const char *table, const void *key, size_t key_size, const void *data,
                    size_t data_size)
{
    raw r = raw_open(path, table);
    MDB_val k = {key_size, (void *)key}, d = {data_size, (void *)data};
    assert_int_equal(mdb_put(r.txn, r.dbi, &k, &d, 0), 0);
    raw_close(&r);
}

static void raw_del(const char *path, const char *table, const void *key, size_t key_size)
{
    raw r = raw_open(path, table);
    MDB_val k = {key_size, (void *)key};
    assert_int_equal(mdb_del(r.txn, r.dbi, &k, NULL), 0);
    raw_close(&r);
}

/* Two nodes :Party with code 'A' and 'B', a relationship from the first to the second, a unique index. */
static void make(const char *path)
{
    unlink(path);
    ent_store *store = open_store(path);
    ent_txn *txn = begin(store, true);
    uint32_t label = token(txn, ENT_TOKEN_LABEL, "Party"), type = token(txn, ENT_TOKEN_TYPE, "T");
    uint32_t key = token(txn, ENT_TOKEN_KEY, "code");
    uint64_t a, b, rel;
    bool existed;
    ent_property prop = {key, text("A")};
    MUST(ent_index_create(txn, ENT_STR("codes"), label, key, true, &existed, &error));
    MUST(ent_node_create(txn, &label, 1, &prop, 1, &a, &error));
    prop.value = text("B");
    MUST(ent_node_create(txn, &label, 1, &prop, 1, &b, &error));
    MUST(ent_rel_create(txn, a, b, type, NULL, 0, &rel, &error));
    commit(txn);
    ent_store_close(store);
}

typedef struct {
    const char *wanted;
    int found, all;
} expectation;

static bool expect(void *user, const char *fault)
{
    expectation *e = user;
    e->all++;
    e->found += strstr(fault, e->wanted) != NULL;
    return true;
}

static void must_find(const char *path, const char *wanted)
{
    expectation e = {.wanted = wanted};
    ent_store *store = open_store(path);
    ent_txn *txn = begin(store, false);
    MUST_FAIL(ent_store_check(txn, expect, &e, &error), ENT_CORRUPT);
    ent_txn_abort(txn);
    ent_store_close(store);
    if (e.found != 1)
        fail_msg("\"%s\" was found %d times among %d faults", wanted, e.found, e.all);
}

static void test_adjacency(void **state)
{
    place *p = *state;
    uint64_t a = 0, b = 1, gone = 77;
    make(p->path);
    raw_del(p->path, "out", &a, 8);
    must_find(p->path, "relationship 0 is missing from the outgoing ones of node 0");
    make(p->path);
    raw_del(p->path, "in", &b, 8);
    must_find(p->path, "relationship 0 is missing from the incoming ones of node 1");
    make(p->path);
    uint64_t entry[2] = {htobe64(1), htobe64(9)};
    raw_put(p->path, "out", &a, 8, entry, 16);
    must_find(p->path, "node 0 lists relationship 9 as outgoing, which does not exist");
    make(p->path);
    entry[1] = 0;
    raw_put(p->path, "in", &gone, 8, entry, 16);
    must_find(p->path, "node 77 lists relationship 0 as incoming with a type or neighbour that is not its own");
}

static void test_records(void **state)
{
    place *p = *state;
    uint64_t a = 0, far = 900, rel[2] = {5, 6};
    make(p->path);
    raw_put(p->path, "rels", &a, 8, rel, 16);
    must_find(p->path, "relationship 0 starts at node 5, which does not exist");
    must_find(p->path, "relationship 0 ends at node 6, which does not exist");
    make(p->path);
    raw_put(p->path, "nodes", &far, 8, "\0", 2);
    must_find(p->path, "node 900 is not below the next id, 2");
    must_find(p->path, "the number of nodes is kept as 2 but is 3");
    make(p->path);
    raw_put(p->path, "nodes", &a, 8, "\xff", 1);
    must_find(p->path, "node 0: its record cannot be read");
    make(p->path);
    raw_put(p->path, "nodes", &a, 8, "\1\0\0\0\0\0\1\1\0\0\7\0garbage", 19);
    must_find(p->path, "node 0: it has a property value that cannot be read");
    make(p->path);
    raw_put(p->path, "nodes", &a, 8, "\1\0\7\0\0\0", 6);
    must_find(p->path, "node 0 has label 7, which has no name");
    make(p->path);
    raw_del(p->path, "nodes", &a, 8);
    must_find(p->path, "label 0 lists node 0, which does not exist");
    must_find(p->path, "index `codes` names node 0, which does not exist");
}

static void test_labels_and_indexes(void **state)
{
    place *p = *state;
    uint32_t label = 0;
    uint64_t a = 0, b = 1;
    make(p->path);
    raw_del(p->path, "labels", &label, 4);
    must_find(p->path, "node 1 is missing from the list of its label `Party`");
    make(p->path);
    raw_put(p->path, "nodes", &b, 8, "\0", 2);
    must_find(p->path, "label 0 lists node 1, which does not have it");
    must_find(p->path, "the number of nodes with label Party is kept as 2 but is 1");
    /* the record of B now tells A: its index entry is another's, and the value is there twice */
    make(p->path);
    raw r = raw_open(p->path, "nodes");
    MDB_val key = {8, &a}, data;
    assert_int_equal(mdb_get(r.txn, r.dbi, &key, &data), 0);
    char copy[64];
    size_t size = data.mv_size;
    assert_true(size <= sizeof copy);
    memcpy(copy, data.mv_data, size);
    key.mv_data = &b;
    data = (MDB_val){size, copy};
    assert_int_equal(mdb_put(r.txn, r.dbi, &key, &data, 0), 0);
    raw_close(&r);
    must_find(p->path, "node 1 is missing from index `codes`");
    must_find(p->path, "index `codes` has node 1 under a value that is not its own");
    r = raw_open(p->path, "index");
    MDB_cursor *cursor;
    assert_int_equal(mdb_cursor_open(r.txn, r.dbi, &cursor), 0);
    MDB_val first = {0, NULL};
    assert_int_equal(mdb_cursor_get(cursor, &first, &data, MDB_FIRST), 0);
    char first_key[64];
    memcpy(first_key, first.mv_data, first.mv_size);
    first.mv_data = first_key;
    assert_int_equal(mdb_cursor_get(cursor, &key, &data, MDB_NEXT), 0);
    assert_int_equal(mdb_cursor_del(cursor, 0), 0);
    data = (MDB_val){8, &b};
    assert_int_equal(mdb_cursor_put(cursor, &first, &data, 0), 0);
    mdb_cursor_close(cursor);
    raw_close(&r);
    must_find(p->path, "nodes 0 and 1 have the same value although `codes` is unique");
    must_find(p->path, "the number of values of index codes is kept as 2 but is 1");
}

static bool stop(void *user, const char *fault)
{
    (void)fault;
    ++*(int *)user;
    return false;
}

static void test_tokens_and_stopping(void **state)
{
    place *p = *state;
    uint64_t party = 0, extra = (UINT64_C(1) << 32) | 1;
    make(p->path);
    raw_put(p->path, "tokens", &party, 8, "\xff\xfe", 2);
    must_find(p->path, "the name of label 0 is not valid UTF-8");
    make(p->path);
    raw_put(p->path, "tokens", &extra, 8, "T", 1);
    must_find(p->path, "there are 4 names where the header tells 3");
    make(p->path);
    raw_del(p->path, "nodes", &party, 8);
    ent_store *store = open_store(p->path);
    ent_txn *txn = begin(store, false);
    int faults = 0;
    MUST_FAIL(ent_store_check(txn, stop, &faults, &error), ENT_CORRUPT);
    assert_int_equal(faults, 1);
    ent_txn_abort(txn);
    ent_store_close(store);
    make(p->path);
    store = open_store(p->path);
    check_store(store);
    ent_store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_adjacency),
        TEST(test_records),
        TEST(test_labels_and_indexes),
        TEST(test_tokens_and_stopping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
