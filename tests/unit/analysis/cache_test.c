/* Networks that are kept: the same as long as the database is, never stale, whoever writes. */
#include "core/analysis/cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *program; /* `entente`, for writing from another process */

typedef struct {
    char folder[64], path[96];
    entente *db;
    ent_network_cache *cache;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    strcpy(f->folder, "/tmp/entente-cache-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/deals.db", f->folder);
    assert_int_equal(entente_open(f->path, ENTENTE_CREATE, &f->db), ENTENTE_OK);
    f->cache = ent_network_cache_new();
    assert_non_null(f->cache);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    ent_network_cache_release(f->cache);
    entente_close(f->db);
    char command[160];
    snprintf(command, sizeof command, "rm -r %s", f->folder);
    return system(command) == 0 ? (free(f), 0) : -1;
}

/* A statement that makes an agreement between two parties. */
static const char *agreement(const char *id, const char *from, const char *to)
{
    static char text[600];
    snprintf(text, sizeof text,
             "MERGE (x:Party {code: '%s'}) MERGE (y:Party {code: '%s'}) "
             "CREATE (x)-[:PARTY_TO {roles: ['sender']}]->(a:Agreement {id: '%s', kind: 'visa', status: 'signed'}), "
             "(y)-[:PARTY_TO {roles: ['receiver']}]->(a), (x)-[:AGREEMENT {id: '%s', directed: true}]->(y)",
             from, to, id, id);
    return text;
}

static ent_network *get(fixture *f, const ent_view_options *options)
{
    ent_network *network;
    assert_int_equal(ent_network_cache_get(f->cache, f->db, options, &network), ENTENTE_OK);
    return network;
}

/* How many pairs a transaction of its own sees. */
static uint32_t pairs(fixture *f)
{
    const ent_view_options options = {.detail = ENT_VIEW_NETWORK};
    assert_int_equal(entente_begin(f->db, false), ENTENTE_OK);
    uint32_t count = get(f, &options)->pair_count;
    ent_network_cache_settle(f->cache, f->db);
    assert_int_equal(entente_commit(f->db), ENTENTE_OK);
    return count;
}

static void is_kept_while_nothing_changes(void **state)
{
    fixture *f = *state;
    static const char *const visa[] = {"visa"};
    const ent_view_options all = {.detail = ENT_VIEW_NETWORK}, visas = {.kinds = visa, .kind_count = 1};
    assert_int_equal(entente_exec(f->db, agreement("a", "RWA", "USA")), ENTENTE_OK);
    assert_int_equal(entente_begin(f->db, false), ENTENTE_OK);
    ent_network *first = get(f, &all), *other = get(f, &visas);
    assert_ptr_not_equal(first, other);
    ent_network_cache_settle(f->cache, f->db);
    assert_ptr_equal(get(f, &all), first);
    assert_int_equal(entente_commit(f->db), ENTENTE_OK);
    assert_int_equal(entente_begin(f->db, false), ENTENTE_OK); /* another transaction, the same state */
    assert_ptr_equal(get(f, &all), first);
    assert_ptr_equal(get(f, &visas), other);
    const igraph_t *graph;
    assert_int_equal(ent_network_graph(first, ENT_NETWORK_FLOWS, &graph), ENTENTE_OK);
    assert_int_equal(igraph_ecount(graph), 1);
    assert_int_equal(entente_commit(f->db), ENTENTE_OK);
}

static void sees_what_this_connection_writes(void **state)
{
    fixture *f = *state;
    assert_int_equal(pairs(f), 0);
    assert_int_equal(entente_exec(f->db, agreement("a", "RWA", "USA")), ENTENTE_OK);
    assert_int_equal(pairs(f), 1);
    assert_int_equal(entente_exec(f->db, agreement("b", "RWA", "GBR")), ENTENTE_OK);
    assert_int_equal(pairs(f), 2);
    assert_int_equal(entente_exec(f->db, "MATCH (a:Agreement {id: 'b'}) DETACH DELETE a"), ENTENTE_OK);
    assert_int_equal(pairs(f), 1); /* the edge is left, but nobody is party to it */
}

static void sees_what_its_own_transaction_changed(void **state)
{
    fixture *f = *state;
    const ent_view_options options = {.detail = ENT_VIEW_NETWORK};
    assert_int_equal(entente_exec(f->db, agreement("a", "RWA", "USA")), ENTENTE_OK);
    assert_int_equal(pairs(f), 1);
    assert_int_equal(entente_begin(f->db, true), ENTENTE_OK);
    assert_int_equal(get(f, &options)->pair_count, 1);
    ent_network_cache_settle(f->cache, f->db);
    for (uint32_t i = 0; i < 3; i++) {
        char id[] = {'b', (char)('0' + i), '\0'}, party[] = {'X', (char)('A' + i), '\0'};
        assert_int_equal(entente_exec(f->db, agreement(id, "RWA", party)), ENTENTE_OK);
        assert_int_equal(entente_snapshot(f->db), 0);
        assert_int_equal(get(f, &options)->pair_count, 2 + i);
        ent_network_cache_settle(f->cache, f->db);
    }
    assert_int_equal(entente_rollback(f->db), ENTENTE_OK);
    assert_int_equal(pairs(f), 1);
}

static void sees_what_another_process_writes(void **state)
{
    fixture *f = *state;
    assert_int_equal(entente_exec(f->db, agreement("a", "RWA", "USA")), ENTENTE_OK);
    assert_int_equal(pairs(f), 1);
    char command[1200];
    snprintf(command, sizeof command, "'%s' query '%s' \"%s\"", program, f->path, agreement("b", "RWA", "GBR"));
    /* a transaction that was open before goes on seeing what it saw */
    const ent_view_options options = {.detail = ENT_VIEW_NETWORK};
    assert_int_equal(entente_begin(f->db, false), ENTENTE_OK);
    assert_int_equal(system(command), 0);
    assert_int_equal(get(f, &options)->pair_count, 1);
    ent_network_cache_settle(f->cache, f->db);
    assert_int_equal(entente_commit(f->db), ENTENTE_OK);
    assert_int_equal(pairs(f), 2);
}

static bool stop(void *user)
{
    return --*(int *)user < 0;
}

/* igraph's work ends when the network's owner says so, and can begin again. */
static void gives_up_when_told(void **state)
{
    fixture *f = *state;
    const ent_view_options options = {.detail = ENT_VIEW_NETWORK};
    const igraph_t *graph;
    igraph_vector_t scores;
    int polls = 3;
    for (char c = 'A'; c <= 'P'; c++)
        assert_int_equal(entente_exec(f->db, agreement((const char[]){c, '\0'}, "RWA", (const char[]){'X', c, '\0'})),
                         ENTENTE_OK);
    assert_int_equal(entente_begin(f->db, false), ENTENTE_OK);
    ent_network *network = get(f, &options);
    network->stop = stop;
    network->stop_user = &polls;
    assert_int_equal(ent_network_graph(network, ENT_NETWORK_UNDIRECTED, &graph), ENTENTE_OK);
    assert_int_equal(igraph_vector_init(&scores, 0), IGRAPH_SUCCESS);
    igraph_error_t error = igraph_betweenness(graph, &scores, igraph_vss_all(), false, NULL);
    assert_int_equal(ent_network_status(error), ENTENTE_INTERRUPTED);
    network->stop = NULL;
    assert_int_equal(igraph_betweenness(graph, &scores, igraph_vss_all(), false, NULL), IGRAPH_SUCCESS);
    assert_int_equal((int)igraph_vector_max(&scores), 16 * 15 / 2);
    igraph_vector_destroy(&scores);
    assert_int_equal(entente_commit(f->db), ENTENTE_OK);
}

/* What does not fit into a quarter of the connection's memory limit is let go. */
static void keeps_within_the_memory_limit(void **state)
{
    fixture *f = *state;
    const ent_view_options options = {.detail = ENT_VIEW_NETWORK};
    assert_int_equal(
        entente_exec(f->db, "UNWIND range(1, 2000) AS i CREATE (:Party {code: 'A' + toString(i)})-[:PARTY_TO]->"
                            "(:Agreement {id: 'a' + toString(i)})<-[:PARTY_TO]-(:Party {code: 'B' + toString(i)})"),
        ENTENTE_OK);
    assert_int_equal(entente_begin(f->db, false), ENTENTE_OK);
    size_t size = ent_network_size(get(f, &options));
    entente_set_limit(f->db, ENTENTE_LIMIT_MEMORY, 4 * size);
    ent_network_cache_settle(f->cache, f->db);
    ent_network *kept = get(f, &options);
    ent_network_cache_settle(f->cache, f->db);
    assert_ptr_equal(get(f, &options), kept);
    assert_int_equal(entente_limit_of(f->db, ENTENTE_LIMIT_MEMORY), 4 * size);
    entente_set_limit(f->db, ENTENTE_LIMIT_MEMORY, 4 * size - 4);
    assert_int_equal(kept->view->party_count, 4000);
    ent_network_cache_settle(f->cache, f->db);
    entente_set_limit(f->db, ENTENTE_LIMIT_MEMORY, 0);
    assert_int_equal(get(f, &options)->view->party_count, 4000); /* read again */
    assert_int_equal(entente_commit(f->db), ENTENTE_OK);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 1;
    program = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(is_kept_while_nothing_changes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sees_what_this_connection_writes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sees_what_its_own_transaction_changed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sees_what_another_process_writes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gives_up_when_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_within_the_memory_limit, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
