/* Property indexes: seeks for one value, ranges and prefixes against a plain filter; unique constraints. */
#include "store_test.h"

enum { NODES = 1500 };

static ent_value values[NODES];
static char texts[NODES][320];

typedef struct {
    ent_store *store;
    ent_txn *txn;
    uint32_t label, key, index;
} graph;

/* Numbers near 2^53, cut strings that differ late, dates, booleans, NaN, nothing at all. */
static void make_values(chance *c)
{
    for (uint32_t i = 0; i < NODES; i++) {
        ent_value *v = &values[i];
        switch (draw(c, 8)) {
        case 0:
            *v = ent_int((int64_t)draw(c, 40) - 20);
            break;
        case 1:
            *v = ent_float((double)draw(c, 80) / 4 - 10);
            break;
        case 2:
            *v = ent_int((INT64_C(1) << 53) + draw(c, 5) - 2);
            break;
        case 3:
        case 4: {
            uint32_t n = draw(c, 4);
            for (uint32_t k = 0; k < n; k++)
                texts[i][k] = (char)("abz\x7f"[draw(c, 4)]);
            *v = ent_string((ent_str){texts[i], n});
            break;
        }
        case 5:
            memset(texts[i], 'l', 300);
            texts[i][299] = (char)('a' + draw(c, 3));
            *v = ent_string((ent_str){texts[i], 298 + draw(c, 3)});
            break;
        case 6:
            *v = (ent_value){.type = ENT_TYPE_DATE, .i = (int64_t)draw(c, 20) - 10};
            break;
        default:
            *v = draw(c, 3) == 0 ? ent_float(__builtin_nan("")) : draw(c, 2) ? ent_bool(draw(c, 2)) : ENT_NULL;
        }
    }
}

static graph make_graph(bool before)
{
    graph g = {.store = open_store(":memory:")};
    uint64_t id;
    bool existed;
    g.txn = begin(g.store, true);
    g.label = token(g.txn, ENT_TOKEN_LABEL, "Party");
    g.key = token(g.txn, ENT_TOKEN_KEY, "code");
    if (before)
        MUST(ent_index_create(g.txn, (ent_str){"", 0}, g.label, g.key, false, &existed, &error));
    for (uint32_t i = 0; i < NODES; i++) {
        ent_property prop = {g.key, values[i]};
        MUST(ent_node_create(g.txn, &g.label, 1, &prop, 1, &id, &error));
    }
    if (!before)
        MUST(ent_index_create(g.txn, (ent_str){"", 0}, g.label, g.key, false, &existed, &error));
    commit(g.txn);
    g.txn = begin(g.store, false);
    g.index = ent_index_find(g.txn, g.label, g.key);
    ent_index_info info;
    ent_index_at(g.txn, g.index, &info);
    assert_int_equal(info.name.n, strlen("index_Party_code"));
    assert_memory_equal(info.name.p, "index_Party_code", info.name.n);
    uint64_t expected = 0;
    for (uint32_t i = 0; i < NODES; i++)
        expected += !ent_is_null(values[i]);
    assert_int_equal(info.entries, expected);
    assert_true(info.distinct > 50 && info.distinct < info.entries);
    return g;
}

static void end_graph(graph *g)
{
    check_txn(g->txn);
    ent_txn_abort(g->txn);
    ent_store_close(g->store);
}

/* Every node that passes must be among the candidates; candidates come in order, each once. */
static void compare(ent_scan *scan, chance *c, const bool passes[NODES])
{
    bool seen[NODES] = {false};
    size_t n;
    uint64_t *ids = drain(scan, 1 + draw(c, 30), &n);
    for (size_t i = 0; i < n; i++) {
        assert_true(ids[i] < NODES && !seen[ids[i]]);
        seen[ids[i]] = true;
        if (i > 0) {
            ent_value a = values[ids[i - 1]], b = values[ids[i]];
            int order = ent_order(a, b);
            bool cut = a.type == ENT_TYPE_STRING && a.n > 200; /* these share a key */
            assert_true(order < 0 || (order == 0 && ids[i - 1] < ids[i]) || cut);
        }
    }
    for (uint32_t i = 0; i < NODES; i++)
        assert_true(seen[i] || !passes[i]);
    free(ids);
}

static bool between(ent_value v, const ent_value *lower, bool with_lower, const ent_value *upper, bool with_upper)
{
    int order;
    bool nan;
    if (ent_is_null(v))
        return false;
    if (lower && (!ent_comparable(v, *lower, &order, &nan) || nan || order < 0 || (order == 0 && !with_lower)))
        return false;
    if (upper && (!ent_comparable(v, *upper, &order, &nan) || nan || order > 0 || (order == 0 && !with_upper)))
        return false;
    return true;
}

static void seek_all(graph *g, chance *c)
{
    bool passes[NODES];
    ent_scan *scan;
    for (int round = 0; round < 400; round++) {
        const ent_value *a = &values[draw(c, NODES)], *b = &values[draw(c, NODES)];
        for (uint32_t i = 0; i < NODES; i++)
            passes[i] = ent_equal(values[i], *a) == ENT_TRUE;
        MUST(ent_scan_index_equal(g->txn, g->index, *a, &scan, &error));
        compare(scan, c, passes);
        const ent_value *lower = draw(c, 4) ? a : NULL, *upper = draw(c, 4) ? b : NULL;
        bool with_lower = draw(c, 2), with_upper = draw(c, 2);
        for (uint32_t i = 0; i < NODES; i++)
            passes[i] = between(values[i], lower, with_lower, upper, with_upper);
        MUST(ent_scan_index_range(g->txn, g->index, lower, with_lower, upper, with_upper, &scan, &error));
        compare(scan, c, passes);
        if (a->type != ENT_TYPE_STRING)
            continue;
        ent_str prefix = {a->s, draw(c, a->n + 1)};
        for (uint32_t i = 0; i < NODES; i++)
            passes[i] = values[i].type == ENT_TYPE_STRING && values[i].n >= prefix.n &&
                        memcmp(values[i].s, prefix.p, prefix.n) == 0;
        MUST(ent_scan_index_prefix(g->txn, g->index, prefix, &scan, &error));
        compare(scan, c, passes);
    }
}

static void test_seeks(void **state)
{
    (void)state;
    chance c = {42};
    for (int before = 0; before < 2; before++) {
        make_values(&c);
        graph g = make_graph(before);
        seek_all(&g, &c);
        end_graph(&g);
    }
}

static void must_be_taken(ent_status status, const ent_error *error, const char *words)
{
    if (status != ENT_CONSTRAINT || !strstr(error->text, words) || error->detail[0] != '\0')
        fail_msg("%s: %s", ent_status_type(status), error->text);
}

static void test_unique(void **state)
{
    (void)state;
    ent_store *store = open_store(":memory:");
    ent_txn *txn = begin(store, true);
    uint32_t label = token(txn, ENT_TOKEN_LABEL, "Party"), other = token(txn, ENT_TOKEN_LABEL, "Country");
    uint32_t key = token(txn, ENT_TOKEN_KEY, "code");
    bool existed, changed;
    uint64_t germany, france, nobody, id;
    ent_property props = {key, text("DEU")};
    MUST(ent_index_create(txn, ENT_STR("party_code"), label, key, true, &existed, &error));
    assert_false(existed);
    MUST(ent_index_create(txn, ENT_STR("again"), label, key, true, &existed, &error));
    assert_true(existed);
    MUST_FAIL(ent_index_create(txn, ENT_STR("party_code"), other, key, true, &existed, &error), ENT_ARGUMENT);
    MUST(ent_node_create(txn, &label, 1, &props, 1, &germany, &error));
    ent_error conflict = {0};
    must_be_taken(ent_node_create(txn, &label, 1, &props, 1, &id, &conflict), &conflict,
                  "(:Party).code must be unique, and 'DEU' belongs to node 0");
    MUST(ent_node_set_props(txn, germany, &props, 1, &error)); /* its own value is no conflict */
    props.value = text("FRA");
    MUST(ent_node_create(txn, &label, 1, &props, 1, &france, &error));
    props.value = text("DEU");
    conflict = (ent_error){0};
    must_be_taken(ent_node_set_props(txn, france, &props, 1, &conflict), &conflict, "node 0");
    MUST(ent_node_create(txn, NULL, 0, &props, 1, &nobody, &error));
    conflict = (ent_error){0};
    must_be_taken(ent_node_add_label(txn, nobody, label, &changed, &conflict), &conflict, "node 0");
    assert_false(changed);
    assert_int_equal(ent_count_label(txn, label), 2);
    MUST(ent_node_remove_label(txn, germany, label, &changed, &error));
    MUST(ent_node_add_label(txn, nobody, label, &changed, &error));
    assert_true(changed);
    /* no value, and NaN, are not unique */
    props.value = ent_float(__builtin_nan(""));
    for (int i = 0; i < 3; i++) {
        MUST(ent_node_create(txn, &label, 1, NULL, 0, &id, &error));
        MUST(ent_node_create(txn, &label, 1, &props, 1, &id, &error));
    }
    /* 1 and 1.0 are the same value, and so are they when the index comes later */
    props.value = ent_int(1);
    MUST(ent_node_create(txn, &other, 1, &props, 1, &id, &error));
    props.value = ent_float(1);
    MUST(ent_node_create(txn, &other, 1, &props, 1, &id, &error));
    conflict = (ent_error){0};
    must_be_taken(ent_index_create(txn, ENT_STR("later"), other, key, true, &existed, &conflict), &conflict,
                  "belongs to");
    assert_int_equal(ent_index_count(txn), 1);
    MUST(ent_index_create(txn, ENT_STR("later"), other, key, false, &existed, &error));
    MUST_FAIL(ent_index_create(txn, ENT_STR("unique"), other, key, true, &existed, &error), ENT_ARGUMENT);
    MUST(ent_index_create(txn, ENT_STR("plain"), label, key, false, &existed, &error));
    assert_true(existed);
    check_txn(txn);
    commit(txn);
    check_store(store);
    txn = begin(store, true);
    MUST(ent_index_drop(txn, ENT_STR("party_code"), &existed, &error));
    assert_true(existed);
    MUST(ent_index_drop(txn, ENT_STR("party_code"), &existed, &error));
    assert_false(existed);
    ent_txn_abort(txn);
    txn = begin(store, false);
    assert_int_equal(ent_index_count(txn), 2);
    ent_txn_abort(txn);
    ent_store_close(store);
}

/* A scan that is open while its transaction writes: it ends, and gives no id twice. */
static void test_writing_under_a_scan(void **state)
{
    (void)state;
    chance c = {5};
    ent_store *store = open_store(":memory:");
    ent_txn *txn = begin(store, true);
    uint32_t label = token(txn, ENT_TOKEN_LABEL, "L"), key = token(txn, ENT_TOKEN_KEY, "k");
    uint32_t type = token(txn, ENT_TOKEN_TYPE, "T"), n, index;
    bool existed, changed;
    uint64_t id, rel, last[3] = {0};
    MUST(ent_index_create(txn, (ent_str){"", 0}, label, key, false, &existed, &error));
    index = ent_index_find(txn, label, key);
    for (int i = 0; i < 3000; i++) {
        ent_property prop = {key, ent_int(draw(&c, 50))};
        MUST(ent_node_create(txn, &label, 1, &prop, 1, &id, &error));
        MUST(ent_rel_create(txn, 0, id, type, NULL, 0, &rel, &error));
    }
    ent_scan *scans[3];
    ent_expand *expand;
    MUST(ent_scan_nodes(txn, &scans[0], &error));
    MUST(ent_scan_label(txn, label, &scans[1], &error));
    MUST(ent_scan_rels(txn, &scans[2], &error));
    MUST(ent_expand_open(txn, ENT_BOTH, NULL, 0, &expand, &error));
    MUST(ent_expand_start(expand, 0, &error));
    uint64_t ids[7], seeks = 0, neighbours = 0, before = 0;
    ent_adjacent near[7];
    ent_scan *seek;
    ent_value lower = ent_int(-1);
    MUST(ent_scan_index_range(txn, index, &lower, true, NULL, false, &seek, &error));
    for (int round = 0; round < 6000; round++) {
        for (int s = 0; s < 3; s++) {
            MUST(ent_scan_next(scans[s], ids, 1 + draw(&c, 7), &n, &error));
            for (uint32_t i = 0; i < n; i++) {
                assert_true((last[s] == 0 && ids[i] == 0) || ids[i] >= last[s]);
                last[s] = ids[i] + 1;
            }
        }
        MUST(ent_scan_next(seek, ids, 7, &n, &error));
        seeks += n;
        MUST(ent_expand_next(expand, near, 1 + draw(&c, 7), &n, &error));
        for (uint32_t i = 0; i < n; i++) {
            assert_true(near[i].incoming || near[i].rel >= before);
            before = near[i].incoming ? before : near[i].rel;
        }
        neighbours += n;
        if (round < 800) {
            ent_property prop = {key, ent_int(draw(&c, 50))};
            uint64_t victim = draw(&c, 3000);
            MUST(ent_node_set_props(txn, victim, &prop, 1, &error));
            MUST(ent_node_create(txn, &label, 1, &prop, 1, &id, &error));
            MUST(ent_node_remove_label(txn, draw(&c, 3000), label, &changed, &error));
            MUST(ent_rel_create(txn, 0, id, type, NULL, 0, &rel, &error));
            bool found;
            ent_rel_record record;
            victim = draw(&c, 3000);
            MUST(ent_rel_get(txn, victim, &record, &found, &error));
            if (found)
                MUST(ent_rel_delete(txn, victim, &error));
        }
    }
    assert_true(neighbours > 2000 && last[0] >= 3000 && last[2] >= 3000 && seeks > 1000);
    for (int s = 0; s < 3; s++)
        ent_scan_close(scans[s]);
    ent_scan_close(seek);
    ent_expand_close(expand);
    ent_scan_close(NULL);
    ent_expand_close(NULL);
    check_txn(txn);
    commit(txn);
    check_store(store);
    ent_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeks),
        cmocka_unit_test(test_unique),
        cmocka_unit_test(test_writing_under_a_scan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
