/* Random operations on a store and on a plain model in memory, compared after each transaction. */
#include "store_test.h"

enum { NODES = 300, RELS = 900, LABELS = 5, TYPES = 4, KEYS = 6, VALUES = 9 };

typedef struct {
    bool alive;
    bool labels[LABELS];
    int values[KEYS]; /* number of a value, -1: none */
} model_node;
typedef struct {
    bool alive;
    uint32_t start, end, type;
    int values[KEYS];
} model_rel;
typedef struct {
    model_node nodes[NODES];
    model_rel rels[RELS];
    uint32_t node_count, rel_count; /* with the dead */
    bool indexed[LABELS][KEYS], unique[LABELS][KEYS];
} model;

typedef struct {
    ent_store *store;
    ent_txn *txn;
    ent_arena arena;
    chance chance;
    uint32_t labels[LABELS], types[TYPES], keys[KEYS];
    model now, before;
} world;

static char long_text[600], other_long_text[600];

/* Two of them are equal to each other in openCypher and two differ only behind the end of an index key. */
static ent_value value_of(int number)
{
    static const ent_value list_items[2] = {{.type = ENT_TYPE_INTEGER, .i = 1}, {.type = ENT_TYPE_INTEGER, .i = 2}};
    switch (number) {
    case 0:
        return ent_int(7);
    case 1:
        return ent_float(7.0);
    case 2:
        return text("");
    case 3:
        return text("Côte d'Ivoire");
    case 4:
        return ent_string((ent_str){long_text, sizeof long_text});
    case 5:
        return ent_string((ent_str){other_long_text, sizeof other_long_text});
    case 6:
        return ent_bool(true);
    case 7:
        return ent_list(list_items, 2);
    case 8:
        return (ent_value){.type = ENT_TYPE_DATE, .i = -3};
    default:
        return ENT_NULL;
    }
}

static bool equal_numbers(int a, int b)
{
    return a >= 0 && b >= 0 && (a == b || (a <= 1 && b <= 1));
}

static uint32_t make_props(world *w, int values[KEYS], ent_property *props)
{
    uint32_t n = 0;
    for (int k = KEYS - 1; k >= 0; k--) {
        values[k] = draw(&w->chance, 3) ? -1 : (int)draw(&w->chance, VALUES);
        if (values[k] >= 0)
            props[n++] = (ent_property){w->keys[k], value_of(values[k])};
    }
    return n;
}

static bool violates(const model *m, uint32_t id, const bool labels[LABELS], const int values[KEYS])
{
    for (uint32_t i = 0; i < m->node_count; i++)
        for (int l = 0; l < LABELS && i != id && m->nodes[i].alive; l++)
            for (int k = 0; k < KEYS; k++)
                if (m->unique[l][k] && labels[l] && m->nodes[i].labels[l] &&
                    equal_numbers(values[k], m->nodes[i].values[k]))
                    return true;
    return false;
}

static void expect(bool allowed, ent_status status, const ent_error *error)
{
    if (status != (allowed ? ENT_OK : ENT_CONSTRAINT))
        fail_msg("%s: %s", ent_status_type(status), error->text);
}

static bool any_node(world *w, uint32_t *id)
{
    for (int tries = 0; tries < 20 && w->now.node_count; tries++) {
        *id = draw(&w->chance, w->now.node_count);
        if (w->now.nodes[*id].alive)
            return true;
    }
    return false;
}

static void create_node(world *w)
{
    if (w->now.node_count == NODES)
        return;
    model_node *node = &w->now.nodes[w->now.node_count];
    ent_property props[KEYS];
    uint32_t labels[2 * LABELS], n = 0, count = make_props(w, node->values, props);
    for (int l = LABELS - 1; l >= 0; l--) {
        node->labels[l] = draw(&w->chance, 2);
        if (node->labels[l]) {
            labels[n++] = w->labels[l];
            labels[n++] = w->labels[l];
        }
    }
    bool allowed = !violates(&w->now, w->now.node_count, node->labels, node->values);
    ent_error error = {0};
    uint64_t id;
    expect(allowed, ent_node_create(w->txn, labels, n, props, count, &id, &error), &error);
    if (!allowed)
        return;
    assert_int_equal(id, w->now.node_count);
    node->alive = true;
    w->now.node_count++;
}

static void create_rel(world *w)
{
    uint32_t start, end;
    if (w->now.rel_count == RELS || !any_node(w, &start) || !any_node(w, &end))
        return;
    if (draw(&w->chance, 8) == 0)
        end = start;
    model_rel *rel = &w->now.rels[w->now.rel_count];
    ent_property props[KEYS];
    uint32_t count = make_props(w, rel->values, props);
    uint64_t id;
    rel->alive = true;
    rel->start = start;
    rel->end = end;
    rel->type = draw(&w->chance, TYPES);
    MUST(ent_rel_create(w->txn, start, end, w->types[rel->type], props, count, &id, &error));
    assert_int_equal(id, w->now.rel_count);
    w->now.rel_count++;
}

static void delete_node(world *w)
{
    uint32_t id, degree = 0;
    if (!any_node(w, &id))
        return;
    for (uint32_t r = 0; r < w->now.rel_count; r++)
        degree += w->now.rels[r].alive && (w->now.rels[r].start == id || w->now.rels[r].end == id);
    if (degree > 0) {
        MUST_FAIL(ent_node_delete(w->txn, id, &error), ENT_VERIFICATION);
        return;
    }
    MUST(ent_node_delete(w->txn, id, &error));
    w->now.nodes[id].alive = false;
    MUST_FAIL(ent_node_delete(w->txn, id, &error), ENT_NOT_FOUND);
    uint64_t rel;
    MUST_FAIL(ent_rel_create(w->txn, id, id, w->types[0], NULL, 0, &rel, &error), ENT_NOT_FOUND);
}

static void delete_rel(world *w)
{
    uint32_t id = w->now.rel_count ? draw(&w->chance, w->now.rel_count) : 0;
    if (id == w->now.rel_count)
        return;
    if (w->now.rels[id].alive)
        MUST(ent_rel_delete(w->txn, id, &error));
    else
        MUST_FAIL(ent_rel_delete(w->txn, id, &error), ENT_NOT_FOUND);
    w->now.rels[id].alive = false;
}

static void set_node(world *w)
{
    uint32_t id;
    int values[KEYS];
    ent_property props[KEYS];
    if (!any_node(w, &id))
        return;
    model_node *node = &w->now.nodes[id];
    uint32_t count = make_props(w, values, props);
    bool allowed = !violates(&w->now, id, node->labels, values);
    ent_error error = {0};
    expect(allowed, ent_node_set_props(w->txn, id, props, count, &error), &error);
    if (allowed)
        memcpy(node->values, values, sizeof values);
}

static void set_rel(world *w)
{
    uint32_t id = w->now.rel_count ? draw(&w->chance, w->now.rel_count) : 0;
    ent_property props[KEYS];
    if (id == w->now.rel_count || !w->now.rels[id].alive)
        return;
    uint32_t count = make_props(w, w->now.rels[id].values, props);
    MUST(ent_rel_set_props(w->txn, id, props, count, &error));
}

static void change_label(world *w)
{
    uint32_t id, l = draw(&w->chance, LABELS);
    bool labels[LABELS], changed, adding = draw(&w->chance, 2);
    if (!any_node(w, &id))
        return;
    model_node *node = &w->now.nodes[id];
    memcpy(labels, node->labels, sizeof labels);
    labels[l] = adding;
    bool allowed = !violates(&w->now, id, labels, node->values);
    ent_error error = {0};
    expect(allowed,
           adding ? ent_node_add_label(w->txn, id, w->labels[l], &changed, &error)
                  : ent_node_remove_label(w->txn, id, w->labels[l], &changed, &error),
           &error);
    assert_int_equal(changed, allowed && node->labels[l] != adding);
    if (allowed)
        node->labels[l] = adding;
}

static void change_index(world *w)
{
    uint32_t l = draw(&w->chance, LABELS), k = draw(&w->chance, KEYS);
    bool existed, unique = draw(&w->chance, 3) == 0;
    char name[16];
    snprintf(name, sizeof name, "i%u%u", l, k);
    if (w->now.indexed[l][k]) {
        MUST(ent_index_drop(w->txn, ent_str_of(name), &existed, &error));
        assert_true(existed);
        w->now.indexed[l][k] = w->now.unique[l][k] = false;
        return;
    }
    w->now.unique[l][k] = unique;
    bool allowed = true;
    for (uint32_t i = 0; i < w->now.node_count && unique; i++)
        allowed &= !w->now.nodes[i].alive || !violates(&w->now, i, w->now.nodes[i].labels, w->now.nodes[i].values);
    ent_error error = {0};
    expect(allowed, ent_index_create(w->txn, ent_str_of(name), w->labels[l], w->keys[k], unique, &existed, &error),
           &error);
    w->now.indexed[l][k] = allowed;
    w->now.unique[l][k] = allowed && unique;
}

/* ---- comparing ---- */

static void compare_props(world *w, ent_props props, const int values[KEYS])
{
    ent_property *all;
    uint32_t count, expected = 0;
    for (int k = 0; k < KEYS; k++) {
        ent_value value;
        MUST(ent_props_get(w->txn, &w->arena, props, w->keys[k], &value, &error));
        assert_true(ent_equivalent(value, value_of(values[k])));
        assert_int_equal(value.type, value_of(values[k]).type);
        expected += values[k] >= 0;
    }
    MUST(ent_props_all(w->txn, &w->arena, props, &all, &count, &error));
    assert_int_equal(count, expected);
    for (uint32_t i = 1; i < count; i++)
        assert_true(all[i - 1].key < all[i].key);
}

static void compare_elements(world *w)
{
    uint32_t nodes = 0, rels = 0;
    for (uint32_t i = 0; i < w->now.node_count; i++) {
        const model_node *node = &w->now.nodes[i];
        ent_node_record record;
        bool found;
        MUST(ent_node_get(w->txn, i, &record, &found, &error));
        assert_int_equal(found, node->alive);
        nodes += found;
        if (!found)
            continue;
        uint32_t n = 0;
        for (int l = 0; l < LABELS; l++)
            if (node->labels[l])
                assert_int_equal(record.labels[n++], w->labels[l]);
        assert_int_equal(record.label_count, n);
        compare_props(w, record.props, node->values);
    }
    for (uint32_t i = 0; i < w->now.rel_count; i++) {
        const model_rel *rel = &w->now.rels[i];
        ent_rel_record record;
        bool found;
        MUST(ent_rel_get(w->txn, i, &record, &found, &error));
        assert_int_equal(found, rel->alive);
        rels += found;
        if (!found)
            continue;
        assert_int_equal(record.start, rel->start);
        assert_int_equal(record.end, rel->end);
        assert_int_equal(record.type, w->types[rel->type]);
        compare_props(w, record.props, rel->values);
    }
    assert_int_equal(ent_count_nodes(w->txn), nodes);
    assert_int_equal(ent_count_rels(w->txn), rels);
    assert_int_equal(ent_next_node_id(w->txn), w->now.node_count);
}

static void compare_scans(world *w)
{
    ent_scan *scan;
    size_t n, expected;
    for (int l = 0; l < LABELS; l++) {
        MUST(ent_scan_label(w->txn, w->labels[l], &scan, &error));
        uint64_t *ids = drain(scan, 1 + draw(&w->chance, 40), &n);
        expected = 0;
        for (uint32_t i = 0; i < w->now.node_count; i++)
            if (w->now.nodes[i].alive && w->now.nodes[i].labels[l]) {
                assert_true(expected < n);
                assert_int_equal(ids[expected++], i);
            }
        assert_int_equal(n, expected);
        assert_int_equal(ent_count_label(w->txn, w->labels[l]), expected);
        free(ids);
    }
    MUST(ent_scan_rels(w->txn, &scan, &error));
    uint64_t *ids = drain(scan, 1 + draw(&w->chance, 40), &n);
    expected = 0;
    for (uint32_t i = 0; i < w->now.rel_count; i++)
        if (w->now.rels[i].alive)
            assert_int_equal(ids[expected++], i);
    assert_int_equal(n, expected);
    free(ids);
}

static void compare_expand(world *w, uint32_t node, ent_direction direction, uint32_t type_mask)
{
    uint32_t types[TYPES + 2], n = 0, type_count = 0, room = 1 + draw(&w->chance, 8);
    bool seen[RELS] = {false}, incoming = false;
    ent_expand *expand;
    ent_adjacent found[8];
    uint64_t total = 0, expected = 0, degree;
    for (int t = TYPES - 1; t >= 0; t--)
        if (type_mask & 1u << t)
            types[type_count++] = w->types[t];
    if (type_count)
        types[type_count++] = ENT_NO_TOKEN; /* a name that no relationship has */
    MUST(ent_expand_open(w->txn, direction, types, type_count, &expand, &error));
    MUST(ent_expand_start(expand, node, &error));
    do {
        MUST(ent_expand_next(expand, found, room, &n, &error));
        for (uint32_t i = 0; i < n; i++) {
            const model_rel *rel = &w->now.rels[found[i].rel];
            assert_true(found[i].rel < w->now.rel_count && rel->alive && !seen[found[i].rel]);
            seen[found[i].rel] = true;
            assert_int_equal(found[i].type, w->types[rel->type]);
            assert_int_equal(found[i].incoming ? rel->end : rel->start, node);
            assert_int_equal(found[i].incoming ? rel->start : rel->end, found[i].neighbour);
            assert_false(incoming && !found[i].incoming);
            incoming = found[i].incoming;
        }
        total += n;
    } while (n > 0);
    ent_expand_close(expand);
    for (uint32_t r = 0; r < w->now.rel_count; r++) {
        const model_rel *rel = &w->now.rels[r];
        bool end = ((direction & ENT_OUT) && rel->start == node) || ((direction & ENT_IN) && rel->end == node);
        expected += rel->alive && end && (!type_mask || type_mask & 1u << rel->type);
    }
    assert_int_equal(total, expected);
    for (int t = 0; t < TYPES; t++)
        if (type_mask == 1u << t || (!type_mask && t == 0)) {
            MUST(ent_degree(w->txn, node, direction, type_mask ? w->types[t] : ENT_NO_TOKEN, &degree, &error));
            assert_int_equal(degree, expected);
        }
}

static void compare_indexes(world *w)
{
    uint32_t count = 0;
    for (uint32_t l = 0; l < LABELS; l++)
        for (uint32_t k = 0; k < KEYS; k++) {
            uint32_t index = ent_index_find(w->txn, w->labels[l], w->keys[k]);
            assert_int_equal(index != UINT32_MAX, w->now.indexed[l][k]);
            if (index == UINT32_MAX)
                continue;
            count++;
            int number = (int)draw(&w->chance, VALUES);
            ent_scan *scan;
            size_t n, hits = 0;
            MUST(ent_scan_index_equal(w->txn, index, value_of(number), &scan, &error));
            uint64_t *ids = drain(scan, 1 + draw(&w->chance, 5), &n);
            for (size_t i = 0; i < n; i++) {
                const model_node *node = &w->now.nodes[ids[i]];
                assert_true(node->alive && node->labels[l] && (i == 0 || ids[i - 1] < ids[i]));
                hits += equal_numbers(node->values[k], number);
            }
            free(ids);
            size_t expected = 0;
            for (uint32_t i = 0; i < w->now.node_count; i++)
                expected += w->now.nodes[i].alive && w->now.nodes[i].labels[l] &&
                            equal_numbers(w->now.nodes[i].values[k], number);
            assert_int_equal(hits, expected);
        }
    assert_int_equal(ent_index_count(w->txn), count);
}

static void compare(world *w)
{
    uint32_t node;
    compare_elements(w);
    compare_scans(w);
    compare_indexes(w);
    for (int i = 0; i < 30 && any_node(w, &node); i++)
        compare_expand(w, node, (ent_direction)(1 + draw(&w->chance, 3)),
                       draw(&w->chance, 2) ? 0 : draw(&w->chance, 1 << TYPES));
    check_txn(w->txn);
    ent_arena_reset(&w->arena);
}

static void operate(world *w)
{
    uint32_t what = draw(&w->chance, 100);
    if (what < 25)
        create_node(w);
    else if (what < 55)
        create_rel(w);
    else if (what < 60)
        delete_node(w);
    else if (what < 68)
        delete_rel(w);
    else if (what < 80)
        set_node(w);
    else if (what < 86)
        set_rel(w);
    else if (what < 98)
        change_label(w);
    else
        change_index(w);
}

static void run(const char *path, uint64_t seed, int transactions)
{
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->chance.state = seed;
    ent_arena_init(&w->arena, NULL);
    w->store = open_store(path);
    w->txn = begin(w->store, true);
    char name[16];
    for (int i = 0; i < LABELS; i++)
        w->labels[i] = token(w->txn, ENT_TOKEN_LABEL, (snprintf(name, sizeof name, "L%d", i), name));
    for (int i = 0; i < TYPES; i++)
        w->types[i] = token(w->txn, ENT_TOKEN_TYPE, (snprintf(name, sizeof name, "T%d", i), name));
    for (int i = 0; i < KEYS; i++)
        w->keys[i] = token(w->txn, ENT_TOKEN_KEY, (snprintf(name, sizeof name, "k%d", i), name));
    commit(w->txn);
    for (int t = 0; t < transactions; t++) {
        w->before = w->now;
        w->txn = begin(w->store, true);
        for (uint32_t i = 0, n = draw(&w->chance, 60); i < n; i++) {
            operate(w);
            if (draw(&w->chance, 40) == 0)
                compare(w);
        }
        if (draw(&w->chance, 4) == 0) {
            ent_txn_abort(w->txn);
            w->now = w->before;
        } else {
            commit(w->txn);
        }
        if (draw(&w->chance, 10) == 0 && strcmp(path, ":memory:") != 0) {
            ent_store_close(w->store);
            w->store = open_store(path);
        }
        w->txn = begin(w->store, false);
        compare(w);
        ent_txn_abort(w->txn);
    }
    ent_arena_fini(&w->arena);
    ent_store_close(w->store);
    free(w);
}

static void test_in_memory(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++)
        run(":memory:", seed * 0x9E3779B97F4A7C15u, 40);
}

static void test_in_a_file(void **state)
{
    place *p = *state;
    run(p->path, 0xD1B54A32D192ED03u, 60);
}

int main(void)
{
    memset(long_text, 'x', sizeof long_text);
    memset(other_long_text, 'x', sizeof other_long_text);
    other_long_text[sizeof other_long_text - 1] = 'y';
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_in_memory),
        cmocka_unit_test_setup_teardown(test_in_a_file, place_setup, place_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
