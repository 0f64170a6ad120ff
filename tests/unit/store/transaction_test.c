/* Transactions and records: what is seen when, tokens, properties of every size, many elements. */
#include "store_test.h"

#include <time.h>

static void test_tokens(void **state)
{
    (void)state;
    ent_store *store = open_store(":memory:");
    ent_txn *old = begin(store, false), *txn = begin(store, true), *new;
    uint32_t label = token(txn, ENT_TOKEN_LABEL, "Party");
    assert_int_equal(label, 0);
    assert_int_equal(token(txn, ENT_TOKEN_LABEL, "Party"), 0);
    assert_int_equal(token(txn, ENT_TOKEN_KEY, ""), 0); /* an empty name is a name */
    assert_int_equal(ent_token_find(old, ENT_TOKEN_LABEL, ENT_STR("Party")), ENT_NO_TOKEN);
    assert_int_equal(ent_token_find(txn, ENT_TOKEN_TYPE, ENT_STR("Party")), ENT_NO_TOKEN);
    ent_txn_abort(txn); /* forgets them */
    txn = begin(store, true);
    assert_int_equal(ent_token_find(txn, ENT_TOKEN_LABEL, ENT_STR("Party")), ENT_NO_TOKEN);
    char name[16];
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "n%d", i);
        assert_int_equal(token(txn, ENT_TOKEN_KEY, name), i);
    }
    new = begin(store, false);
    assert_int_equal(ent_token_find(new, ENT_TOKEN_KEY, ENT_STR("n77")), ENT_NO_TOKEN);
    ent_txn_abort(new);
    commit(txn);
    new = begin(store, false);
    assert_int_equal(ent_token_find(new, ENT_TOKEN_KEY, ENT_STR("n77")), 77);
    ent_str found = ent_token_name(new, ENT_TOKEN_KEY, 4999);
    assert_true(ent_str_equal(found, ENT_STR("n4999")));
    assert_int_equal(ent_token_count(new, ENT_TOKEN_KEY), 5000);
    assert_int_equal(ent_token_find(old, ENT_TOKEN_KEY, ENT_STR("n77")), ENT_NO_TOKEN);
    assert_int_equal(ent_token_count(old, ENT_TOKEN_KEY), 0);
    uint32_t made;
    MUST_FAIL(ent_token_make(old, ENT_TOKEN_KEY, ENT_STR("x"), &made, &error), ENT_MISUSE);
    ent_txn_abort(new);
    ent_txn_abort(old);
    check_store(store);
    ent_store_close(store);
}

static void test_type_limit(void **state)
{
    (void)state;
    ent_store *store = open_store(":memory:");
    ent_txn *txn = begin(store, true);
    char name[16];
    uint32_t last = 0;
    for (int i = 0; i < 65535; i++) {
        snprintf(name, sizeof name, "T%d", i);
        last = token(txn, ENT_TOKEN_TYPE, name);
    }
    MUST_FAIL(ent_token_make(txn, ENT_TOKEN_TYPE, ENT_STR("one more"), &last, &error), ENT_ARGUMENT);
    uint64_t node, rel, degree;
    MUST(ent_node_create(txn, NULL, 0, NULL, 0, &node, &error));
    MUST(ent_rel_create(txn, node, node, 65534, NULL, 0, &rel, &error));
    MUST(ent_degree(txn, node, ENT_BOTH, 65534, &degree, &error));
    assert_int_equal(degree, 1);
    MUST(ent_degree(txn, node, ENT_BOTH, ENT_NO_TOKEN, &degree, &error));
    assert_int_equal(degree, 1);
    check_txn(txn);
    commit(txn);
    ent_store_close(store);
}

static void test_snapshots(void **state)
{
    place *p = *state;
    ent_store *store = open_store(p->path);
    ent_txn *before = begin(store, false), *txn = begin(store, true);
    uint64_t id, version = ent_txn_version(txn);
    assert_false(ent_txn_dirty(txn));
    commit(txn); /* nothing happened: the version stays */
    txn = begin(store, true);
    assert_int_equal(ent_txn_version(txn), version);
    assert_true(ent_txn_is_write(txn));
    MUST(ent_node_create(txn, NULL, 0, NULL, 0, &id, &error));
    assert_true(ent_txn_dirty(txn));
    ent_txn_abort(txn);
    txn = begin(store, true);
    MUST(ent_node_create(txn, NULL, 0, NULL, 0, &id, &error));
    assert_int_equal(id, 0);
    commit(txn);
    ent_txn *after = begin(store, false);
    assert_true(ent_txn_version(after) != version);
    assert_int_equal(ent_count_nodes(after), 1);
    assert_int_equal(ent_count_nodes(before), 0);
    ent_node_record record;
    bool found;
    MUST(ent_node_get(before, 0, &record, &found, &error));
    assert_false(found);
    MUST_FAIL(ent_node_create(after, NULL, 0, NULL, 0, &id, &error), ENT_MISUSE);
    ent_txn_abort(before);
    ent_txn_abort(after);
    ent_txn_abort(NULL);
    ent_store_close(store);
    store = open_store(p->path);
    txn = begin(store, true);
    assert_int_equal(ent_count_nodes(txn), 1);
    MUST(ent_node_delete(txn, 0, &error));
    MUST(ent_node_create(txn, NULL, 0, NULL, 0, &id, &error));
    assert_int_equal(id, 1); /* an id is never used twice */
    commit(txn);
    check_store(store);
    ent_store_close(store);
}

static void test_refusals(void **state)
{
    (void)state;
    ent_store *store = open_store(":memory:");
    ent_txn *txn = begin(store, true);
    uint32_t label = token(txn, ENT_TOKEN_LABEL, "L"), key = token(txn, ENT_TOKEN_KEY, "k");
    uint32_t type = token(txn, ENT_TOKEN_TYPE, "T"), missing = 99;
    uint64_t id, rel;
    ent_value inner = ent_list(NULL, 0);
    ent_property map = {key, ent_map(NULL, 0)}, nested = {key, ent_list(&inner, 1)}, unknown = {99, ent_int(1)};
    ent_property twice[2] = {{key, ent_int(1)}, {key, ent_int(2)}}, null = {key, ENT_NULL};
    MUST_FAIL(ent_node_create(txn, &label, 1, &map, 1, &id, &error), ENT_TYPE);
    MUST_FAIL(ent_node_create(txn, &label, 1, &nested, 1, &id, &error), ENT_TYPE);
    MUST_FAIL(ent_node_create(txn, &label, 1, &unknown, 1, &id, &error), ENT_MISUSE);
    MUST_FAIL(ent_node_create(txn, &label, 1, twice, 2, &id, &error), ENT_MISUSE);
    MUST_FAIL(ent_node_create(txn, &missing, 1, NULL, 0, &id, &error), ENT_MISUSE);
    MUST_FAIL(ent_rel_create(txn, 0, 0, type, NULL, 0, &rel, &error), ENT_NOT_FOUND);
    MUST_FAIL(ent_node_set_props(txn, 0, NULL, 0, &error), ENT_NOT_FOUND);
    assert_int_equal(ent_count_nodes(txn), 0);
    MUST(ent_node_create(txn, &label, 1, &null, 1, &id, &error));
    MUST_FAIL(ent_rel_create(txn, id, id, 7, NULL, 0, &rel, &error), ENT_MISUSE);
    MUST_FAIL(ent_rel_set_props(txn, 0, NULL, 0, &error), ENT_NOT_FOUND);
    MUST_FAIL(ent_rel_delete(txn, 0, &error), ENT_NOT_FOUND);
    ent_node_record record;
    bool found;
    MUST(ent_node_get(txn, id, &record, &found, &error));
    assert_int_equal(record.props.size, 0);
    check_txn(txn);
    commit(txn);
    check_store(store);
    ent_store_close(store);
}

/* Records of many properties, with keys and values too large for the narrow form, and over many pages. */
static void test_record_sizes(void **state)
{
    place *p = *state;
    static const uint32_t counts[] = {1, 2, 23, 25, 255, 256, 300, 1000};
    static const uint32_t sizes[] = {0, 1, 100, 2000, 4096, 70000, 3000000};
    ent_store *store = open_store(p->path);
    ent_txn *txn = begin(store, true);
    char name[16], *big = malloc(3000000);
    uint64_t id;
    ent_arena arena;
    ent_property props[1000];
    ent_arena_init(&arena, NULL);
    memset(big, 'v', 3000000);
    for (int i = 0; i < 1000; i++)
        token(txn, ENT_TOKEN_KEY, (snprintf(name, sizeof name, "k%d", i), name));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            for (uint32_t n = 0; n < counts[i]; n++)
                props[n] =
                    (ent_property){999 - n, n == counts[i] / 2 ? ent_string((ent_str){big, sizes[k]}) : ent_int(n)};
            MUST(ent_node_create(txn, NULL, 0, props, counts[i], &id, &error));
        }
    commit(txn);
    ent_store_close(store);
    store = open_store(p->path);
    txn = begin(store, false);
    id = 0;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++, id++) {
            ent_node_record record;
            bool found;
            ent_property *all;
            uint32_t count;
            ent_value value;
            MUST(ent_node_get(txn, id, &record, &found, &error));
            MUST(ent_props_all(txn, &arena, record.props, &all, &count, &error));
            assert_int_equal(count, counts[i]);
            MUST(ent_props_get(txn, &arena, record.props, 999 - counts[i] / 2, &value, &error));
            assert_int_equal(value.n, sizes[k]);
            assert_true(sizes[k] == 0 || memcmp(value.s, big, sizes[k]) == 0);
            MUST(ent_props_get(txn, &arena, record.props, 999 - counts[i], &value, &error));
            assert_true(ent_is_null(value));
            ent_arena_reset(&arena);
        }
    check_txn(txn);
    ent_txn_abort(txn);
    /* what was read in a write transaction outlives the next write */
    txn = begin(store, true);
    ent_node_record record;
    bool found;
    ent_value value;
    MUST(ent_node_get(txn, 2, &record, &found, &error));
    MUST(ent_props_get(txn, &arena, record.props, 999, &value, &error));
    for (uint64_t n = 0; n < id; n++)
        MUST(ent_node_set_props(txn, n, NULL, 0, &error));
    assert_int_equal(value.n, 100);
    assert_memory_equal(value.s, big, 100);
    check_txn(txn);
    commit(txn);
    check_store(store);
    ent_arena_fini(&arena);
    free(big);
    ent_store_close(store);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void test_many(void **state)
{
    place *p = *state;
    enum { MANY = 100000, ROOM = 256 };
    ent_store *store = open_store(p->path);
    ent_txn *txn = begin(store, true);
    uint32_t label = token(txn, ENT_TOKEN_LABEL, "Party"), type = token(txn, ENT_TOKEN_TYPE, "T");
    uint32_t key = token(txn, ENT_TOKEN_KEY, "k"), n;
    chance c = {3};
    uint64_t id, total = 0, sum = 0;
    double start = seconds();
    for (int i = 0; i < MANY; i++) {
        ent_property prop = {key, ent_int(i)};
        MUST(ent_node_create(txn, &label, 1, &prop, 1, &id, &error));
    }
    for (int i = 0; i < MANY; i++) {
        uint64_t from = draw(&c, 4) == 0 ? 0 : draw(&c, MANY), to = draw(&c, 4) == 0 ? 1 : draw(&c, MANY);
        MUST(ent_rel_create(txn, from, to, type, NULL, 0, &id, &error));
        sum += from + to;
    }
    commit(txn);
    print_message("created in %.3f s\n", seconds() - start);
    txn = begin(store, false);
    start = seconds();
    ent_expand *expand;
    ent_adjacent near[ROOM];
    MUST(ent_expand_open(txn, ENT_OUT, &type, 1, &expand, &error));
    for (uint64_t i = 0; i < MANY; i++) {
        MUST(ent_expand_start(expand, i, &error));
        do {
            MUST(ent_expand_next(expand, near, ROOM, &n, &error));
            for (uint32_t k = 0; k < n; k++)
                sum -= i + near[k].neighbour;
            total += n;
        } while (n > 0);
    }
    ent_expand_close(expand);
    assert_int_equal(total, MANY);
    assert_int_equal(sum, 0);
    print_message("expanded in %.3f s\n", seconds() - start);
    check_txn(txn);
    ent_txn_abort(txn);
    ent_store_close(store);
}

/* More changed pages than are kept in memory: written ahead of the commit, read again, changed again. */
static void test_more_than_memory_keeps(void **state)
{
    enum { NODES = 24000, LENGTH = 3000 };
    place *p = *state;
    ent_store *store = open_store(p->path);
    ent_txn *txn = begin(store, true);
    uint32_t label = token(txn, ENT_TOKEN_LABEL, "N"), type = token(txn, ENT_TOKEN_TYPE, "T");
    uint32_t id_key = token(txn, ENT_TOKEN_KEY, "id"), text_key = token(txn, ENT_TOKEN_KEY, "text");
    char text[LENGTH], name[16];
    chance c = {7};
    uint64_t id;
    bool existed;
    memset(text, 'x', sizeof text);
    MUST(ent_index_create(txn, ENT_STR(""), label, id_key, true, &existed, &error));
    for (int i = 0; i < NODES; i++) {
        snprintf(name, sizeof name, "n%d", i);
        ent_property props[] = {{id_key, ent_string(ent_str_of(name))},
                                {text_key, ent_string((ent_str){text, LENGTH})}};
        MUST(ent_node_create(txn, &label, 1, props, 2, &id, &error));
        if (i % 3 == 0)
            MUST(ent_rel_create(txn, id, draw(&c, id + 1), type, NULL, 0, &id, &error));
        if (i % 16 == 0) {
            uint64_t early = draw(&c, (uint64_t)i + 1);
            snprintf(name, sizeof name, "n%d", (int)early);
            ent_property shorter = {id_key, ent_string(ent_str_of(name))};
            MUST(ent_node_set_props(txn, early, &shorter, 1, &error));
        }
    }
    ent_property taken = {id_key, ent_string(ENT_STR("n1"))};
    MUST_FAIL(ent_node_create(txn, &label, 1, &taken, 1, &id, &error), ENT_CONSTRAINT);
    commit(txn);
    txn = begin(store, false);
    check_txn(txn);
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    for (int i = 0; i < NODES; i += 97) {
        bool found;
        snprintf(name, sizeof name, "n%d", i);
        MUST(ent_index_lookup(txn, 0, ent_string(ent_str_of(name)), &arena, &id, &found, &error));
        assert_true(found);
        assert_int_equal(id, i);
    }
    ent_arena_fini(&arena);
    ent_txn_abort(txn);
    ent_store_close(store);
}

int main(void)
{
#define IN_PLACE(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),         cmocka_unit_test(test_type_limit), IN_PLACE(test_snapshots),
        cmocka_unit_test(test_refusals),       IN_PLACE(test_record_sizes),       IN_PLACE(test_many),
        IN_PLACE(test_more_than_memory_keeps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
