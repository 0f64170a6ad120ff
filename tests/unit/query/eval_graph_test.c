/* Expressions that read the graph: properties, labels, types, ends, and what is left of deleted elements. */
#include "core/query/eval.h"
#include "core/query/resolve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    ent_store *store;
    ent_txn *txn;
    ent_error error;
    ent_value node, gone_node, relationship, gone_relationship;
} graph;

#define OK(call) assert_int_equal((call), ENT_OK)

static uint32_t token(graph *g, ent_token_kind kind, const char *name)
{
    uint32_t made = 0;
    OK(ent_token_make(g->txn, kind, ent_str_of(name), &made, &g->error));
    return made;
}

static int open_graph(void **state)
{
    static graph g;
    memset(&g, 0, sizeof g);
    OK(ent_store_open(":memory:", ENT_STORE_CREATE, &g.store, &g.error));
    OK(ent_txn_begin(g.store, true, 0, &g.txn, &g.error));
    uint32_t labels[] = {token(&g, ENT_TOKEN_LABEL, "Party"), token(&g, ENT_TOKEN_LABEL, "Country")};
    ent_property props[] = {{token(&g, ENT_TOKEN_KEY, "name"), ent_string(ENT_STR("Rwanda"))},
                            {token(&g, ENT_TOKEN_KEY, "code"), ent_string(ENT_STR("RWA"))}};
    uint64_t a, b, c, r, s;
    uint32_t type = token(&g, ENT_TOKEN_TYPE, "AGREEMENT");
    OK(ent_node_create(g.txn, labels, 2, props, 2, &a, &g.error));
    OK(ent_node_create(g.txn, labels, 1, NULL, 0, &b, &g.error));
    OK(ent_node_create(g.txn, NULL, 0, props, 1, &c, &g.error));
    OK(ent_rel_create(g.txn, a, b, type, props + 1, 1, &r, &g.error));
    OK(ent_rel_create(g.txn, b, a, type, NULL, 0, &s, &g.error));
    OK(ent_rel_delete(g.txn, s, &g.error));
    OK(ent_node_delete(g.txn, c, &g.error));
    g.node = ent_node(a);
    g.gone_node = ent_node(c);
    g.relationship = ent_relationship(r, type);
    g.gone_relationship = ent_relationship(s, type);
    *state = &g;
    return 0;
}

static int close_graph(void **state)
{
    graph *g = *state;
    ent_txn_abort(g->txn);
    ent_store_close(g->store);
    return 0;
}

static void check(graph *g, const char *expression, ent_value x, const char *wanted)
{
    ent_arena arena;
    ent_statement *statement;
    ent_program *program;
    ent_value out;
    char query[300], got[300];
    ent_arena_init(&arena, NULL);
    ent_error_clear(&g->error);
    snprintf(query, sizeof query, "UNWIND [null] AS x RETURN %s", expression);
    OK(ent_parse(&arena, ent_str_of(query), &statement, &g->error));
    OK(ent_resolve(&arena, statement, NULL, &g->error));
    const ent_single_query *part = &statement->query->parts[0];
    OK(ent_program_compile(&arena, statement, part->clauses[1]->projection.items[0].expr, &program, &g->error));
    ent_context context = {.txn = g->txn, .arena = &arena, .error = &g->error, .statement = statement};
    ent_value **columns = ent_arena_zero(&arena, statement->slot_count * sizeof *columns);
    columns[part->clauses[0]->unwind.var->slot] = &x;
    ent_batch batch = {.n = 1, .col = columns};
    ent_status status = ent_program_run(program, &context, &batch, &arena, &out);
    if (status == ENT_OK)
        snprintf(got, sizeof got, "%s", ent_value_text(&arena, out, false).p);
    else
        snprintf(got, sizeof got, "%s: %s", ent_status_type(status), g->error.detail);
    if (strcmp(got, wanted) != 0)
        fail_msg("%s gives %s, wanted %s", expression, got, wanted);
    ent_arena_fini(&arena);
}

static void nodes(void **state)
{
    graph *g = *state;
    check(g, "x.name", g->node, "'Rwanda'");
    check(g, "x.never", g->node, "null");
    check(g, "x['co' + 'de']", g->node, "'RWA'");
    check(g, "x[[1, 'a'][0]]", g->node, "TypeError: MapElementAccessByNonString");
    check(g, "labels(x)", g->node, "['Country', 'Party']");
    check(g, "keys(x)", g->node, "['code', 'name']");
    check(g, "properties(x).code", g->node, "'RWA'");
    check(g, "x {.name, .never, id: 1}", g->node, "{name: 'Rwanda', never: null, id: 1}");
    check(g, "x {.*}.name", g->node, "'Rwanda'");
    check(g, "x:Party", g->node, "true");
    check(g, "x:Party:Country", g->node, "true");
    check(g, "x:Party:Organization", g->node, "false");
    check(g, "x:Organization|Country", g->node, "true");
    check(g, "x:!Organization&Party", g->node, "true");
    check(g, "x:%", g->node, "true");
    check(g, "x:Party", ENT_NULL, "null");
    check(g, "type(x)", g->node, "TypeError: InvalidArgumentValue");
    check(g, "id(x) = toInteger(elementId(x))", g->node, "true");
    check(g, "[y IN [x] | y.name + size(y.code)]", g->node, "['Rwanda3']");
}

static void relationships(void **state)
{
    graph *g = *state;
    check(g, "type(x)", g->relationship, "'AGREEMENT'");
    check(g, "x.code", g->relationship, "'RWA'");
    check(g, "x:AGREEMENT", g->relationship, "true");
    check(g, "x:REPLACES", g->relationship, "false");
    check(g, "startNode(x).name", g->relationship, "'Rwanda'");
    check(g, "labels(endNode(x))", g->relationship, "['Party']");
    check(g, "keys(x)", g->relationship, "['code']");
}

static void deleted_elements(void **state)
{
    graph *g = *state;
    const char *gone = "EntityNotFound: DeletedEntityAccess";
    check(g, "x.name", g->gone_node, gone);
    check(g, "x.never", g->gone_node, gone);
    check(g, "labels(x)", g->gone_node, gone);
    check(g, "keys(x)", g->gone_node, gone);
    check(g, "properties(x)", g->gone_node, gone);
    check(g, "x:Party", g->gone_node, gone);
    check(g, "x.code", g->gone_relationship, gone);
    check(g, "startNode(x)", g->gone_relationship, gone);
    check(g, "type(x)", g->gone_relationship, "'AGREEMENT'");
    check(g, "id(x) >= 0", g->gone_relationship, "true");
    check(g, "id(x) >= 0", g->gone_node, "true");
}

static void paths(void **state)
{
    graph *g = *state;
    ent_value reversed = g->relationship;
    reversed.flags = ENT_REVERSED;
    ent_value items[] = {ent_node(1), reversed, g->node};
    ent_value path = {.type = ENT_TYPE_PATH, .n = 3, .list = items};
    check(g, "length(x)", path, "1");
    check(g, "size(nodes(x))", path, "2");
    check(g, "head(nodes(x)) = startNode(relationships(x)[0])", path, "false");
    check(g, "type(head(relationships(x)))", path, "'AGREEMENT'");
    ent_value alone = {.type = ENT_TYPE_PATH, .n = 1, .list = items};
    check(g, "length(x)", alone, "0");
    check(g, "relationships(x)", alone, "[]");
}

/* More nodes than a run remembers the places of, read in an order in which they push each other out. */
static void many_nodes(void **state)
{
    (void)state;
    enum { NODES = 3 * 4096 + 100 };
    ent_store *store;
    ent_txn *txn;
    ent_error error = {0};
    uint32_t key;
    uint64_t id;
    OK(ent_store_open(":memory:", ENT_STORE_CREATE, &store, &error));
    OK(ent_txn_begin(store, true, 0, &txn, &error));
    OK(ent_token_make(txn, ENT_TOKEN_KEY, ENT_STR("a"), &key, &error));
    for (int i = 0; i < NODES; i++) {
        ent_property a = {key, ent_int(i)};
        OK(ent_node_create(txn, NULL, 0, &a, 1, &id, &error));
        assert_int_equal(id, i);
    }
    OK(ent_txn_commit(txn, &error));
    OK(ent_txn_begin(store, false, 0, &txn, &error));
    ent_arena arena, values;
    ent_statement *statement;
    ent_program *program;
    static ent_value x[ENT_BATCH], out[ENT_BATCH];
    ent_arena_init(&arena, NULL);
    ent_arena_init(&values, NULL);
    OK(ent_parse(&arena, ENT_STR("UNWIND [null] AS x RETURN x.a * 2 + x.a"), &statement, &error));
    OK(ent_resolve(&arena, statement, NULL, &error));
    const ent_single_query *part = &statement->query->parts[0];
    OK(ent_program_compile(&arena, statement, part->clauses[1]->projection.items[0].expr, &program, &error));
    ent_context context = {.txn = txn, .arena = &arena, .error = &error, .statement = statement};
    ent_value **columns = ent_arena_zero(&arena, statement->slot_count * sizeof *columns);
    columns[part->clauses[0]->unwind.var->slot] = x;
    ent_batch batch = {.n = ENT_BATCH, .col = columns};
    for (int round = 0; round < 30; round++) {
        for (int i = 0; i < ENT_BATCH; i++)
            x[i] = ent_node((uint64_t)(i % 3 * 4096 + round * 50 + i / 9));
        OK(ent_program_run(program, &context, &batch, &values, out));
        for (int i = 0; i < ENT_BATCH; i++)
            assert_int_equal(out[i].i, 3 * (int64_t)x[i].id);
        ent_arena_reset(&values);
    }
    ent_arena_fini(&values);
    ent_arena_fini(&arena);
    ent_txn_abort(txn);
    ent_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes), cmocka_unit_test(relationships), cmocka_unit_test(deleted_elements),
        cmocka_unit_test(paths), cmocka_unit_test(many_nodes),
    };
    return cmocka_run_group_tests(tests, open_graph, close_graph);
}
