/* Groups of parties that deal more with each other than with the rest: communities, and the parts that hang together.
 */
#include "core/analysis/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef enum { LEIDEN, LOUVAIN, INFOMAP } method;

static const char *const methods[] = {"leiden", "louvain", "infomap", NULL};

static const ent_measure_column community_columns[] = {
    {"party", ENT_CELL_TEXT}, {"name", ENT_CELL_TEXT}, {"community", ENT_CELL_INTEGER}};
static const ent_measure_column component_columns[] = {
    {"party", ENT_CELL_TEXT}, {"name", ENT_CELL_TEXT}, {"component", ENT_CELL_INTEGER}};

/* Leiden for modularity (node weights are degrees, the resolution is 1 / 2m), called again from its own result until
 * nothing moves: one call does not run until it is stable. */
static igraph_error_t leiden_once(const igraph_t *graph, const igraph_vector_t *weights,
                                  igraph_vector_int_t *membership, igraph_vector_int_t *before)
{
    double resolution = 1.0 / (2.0 * (double)igraph_ecount(graph));
    igraph_error_t error = IGRAPH_SUCCESS;
    bool moved = true;
    for (int round = 0; moved && round < 100 && error == IGRAPH_SUCCESS; round++) {
        igraph_integer_t clusters;
        error =
            igraph_community_leiden(graph, NULL, weights, resolution, 0.01, round > 0, 2, membership, &clusters, NULL);
        moved = round == 0 || !igraph_vector_int_all_e(before, membership);
        if (error == IGRAPH_SUCCESS)
            error = igraph_vector_int_update(before, membership);
    }
    return error;
}

/* What a run finds depends on chance: of several, the one with the most modularity is kept. Large networks get fewer.
 */
static igraph_error_t leiden_best(const igraph_t *graph, const igraph_vector_t *weights, igraph_vector_int_t *best,
                                  igraph_vector_int_t *membership, igraph_vector_int_t *before)
{
    int runs = igraph_ecount(graph) < 20000 ? 20 : 2;
    igraph_real_t most = -INFINITY, modularity;
    igraph_error_t error = IGRAPH_SUCCESS;
    for (int i = 0; i < runs && error == IGRAPH_SUCCESS; i++) {
        error = leiden_once(graph, weights, membership, before);
        if (error == IGRAPH_SUCCESS)
            error = igraph_modularity(graph, membership, NULL, 1, false, &modularity);
        if (error == IGRAPH_SUCCESS && modularity > most) {
            most = modularity;
            error = igraph_vector_int_update(best, membership);
        }
    }
    return error;
}

static igraph_error_t leiden(const igraph_t *graph, igraph_vector_int_t *best)
{
    igraph_integer_t n = igraph_vcount(graph);
    igraph_vector_int_t lists[3]; /* degrees, membership, before */
    igraph_vector_t weights;
    int ready = 0;
    if (igraph_ecount(graph) == 0) { /* everybody alone */
        for (igraph_integer_t i = 0; i < n; i++)
            VECTOR(*best)[i] = i;
        return IGRAPH_SUCCESS;
    }
    igraph_error_t error = igraph_vector_init(&weights, n);
    if (error != IGRAPH_SUCCESS)
        return error;
    while (ready < 3 && (error = igraph_vector_int_init(&lists[ready], n)) == IGRAPH_SUCCESS)
        ready++;
    if (error == IGRAPH_SUCCESS)
        error = igraph_degree(graph, &lists[0], igraph_vss_all(), IGRAPH_ALL, IGRAPH_LOOPS);
    for (igraph_integer_t i = 0; error == IGRAPH_SUCCESS && i < n; i++)
        VECTOR(weights)[i] = (double)VECTOR(lists[0])[i];
    if (error == IGRAPH_SUCCESS)
        error = leiden_best(graph, &weights, best, &lists[1], &lists[2]);
    while (ready > 0)
        igraph_vector_int_destroy(&lists[--ready]);
    igraph_vector_destroy(&weights);
    return error;
}

static igraph_error_t find(const igraph_t *graph, method m, igraph_vector_int_t *membership)
{
    igraph_real_t length;
    switch (m) {
    case LEIDEN:
        return leiden(graph, membership);
    case LOUVAIN:
        return igraph_community_multilevel(graph, NULL, 1, membership, NULL, NULL);
    default:
        return igraph_community_infomap(graph, NULL, NULL, 10, membership, &length);
    }
}

typedef struct {
    uint32_t group, size, first; /* first: its first member, so by code */
} group;

static int by_size(const void *a, const void *b)
{
    const group *x = a, *y = b;
    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* Numbers groups from 1, the largest first, and gives a row a party in that order. */
static entente_status put_groups(ent_measure_call *call, const igraph_vector_int_t *membership, ent_sink *sink)
{
    const ent_view *view = call->network->view;
    uint32_t n = view->party_count;
    group *groups = ent_arena_zero(call->arena, sizeof(group) * ((size_t)n + 1));
    if (!groups)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < n; i++) {
        groups[i].group = i;
        groups[i].first = UINT32_MAX;
    }
    for (uint32_t i = 0; i < n; i++) {
        group *g = &groups[VECTOR(*membership)[i]];
        g->first = g->size++ == 0 ? i : g->first;
    }
    qsort(groups, n, sizeof *groups, by_size);
    for (uint32_t k = 0; k < n && groups[k].size > 0; k++)
        for (uint32_t i = 0; i < n; i++) {
            if ((uint32_t)VECTOR(*membership)[i] != groups[k].group)
                continue;
            sink->text(sink, view->parties[i].code);
            sink->text(sink, view->parties[i].name);
            sink->integer(sink, k + 1);
        }
    return ENTENTE_OK;
}

static entente_status run_communities(ent_measure_call *call, ent_sink *sink);

const ent_measure ent_measure_communities = {
    .name = "communities",
    .columns = community_columns,
    .column_count = 3,
    .detail = ENT_VIEW_NETWORK,
    .choices = methods,
    .takes_seed = true,
    .meaning = "Groups of parties with more ties among them than chance would give. Modularity, told beside them, is "
               "the share\n"
               "of ties within groups beyond what chance would put there: 0 is no better than chance, 1 the most.",
    .source = "Traag, Waltman and van Eck 2019 (Leiden), Blondel et al. 2008 (Louvain), Rosvall and Bergstrom 2008\n"
              "(Infomap), Newman and Girvan 2004 (modularity)",
    .run = run_communities,
};

static entente_status run_communities(ent_measure_call *call, ent_sink *sink)
{
    int choice = ent_measure_choice(&ent_measure_communities, call);
    const igraph_t *graph;
    if (choice < 0)
        return ENTENTE_ARGUMENT;
    entente_status status = ent_network_graph(call->network, ENT_NETWORK_UNDIRECTED, &graph);
    if (status != ENTENTE_OK)
        return status;
    igraph_vector_int_t membership;
    if (igraph_vector_int_init(&membership, igraph_vcount(graph)) != IGRAPH_SUCCESS)
        return ENTENTE_NOMEM;
    igraph_real_t modularity = NAN;
    igraph_rng_seed(igraph_rng_default(), call->seed);
    status = ent_network_status(find(graph, (method)choice, &membership));
    if (status == ENTENTE_OK)
        status = ent_network_status(igraph_modularity(graph, &membership, NULL, 1, false, &modularity));
    if (status == ENTENTE_OK)
        status = put_groups(call, &membership, sink);
    if (isnan(modularity))
        snprintf(call->summary, sizeof call->summary, "modularity: not defined, there are no ties");
    else
        snprintf(call->summary, sizeof call->summary, "modularity %.6f", modularity);
    igraph_vector_int_destroy(&membership);
    return status;
}

static entente_status run_components(ent_measure_call *call, ent_sink *sink)
{
    const igraph_t *graph;
    entente_status status = ent_network_graph(call->network, ENT_NETWORK_UNDIRECTED, &graph);
    if (status != ENTENTE_OK)
        return status;
    igraph_vector_int_t membership;
    igraph_integer_t count = 0;
    if (igraph_vector_int_init(&membership, 0) != IGRAPH_SUCCESS)
        return ENTENTE_NOMEM;
    status = ent_network_status(igraph_connected_components(graph, &membership, NULL, &count, IGRAPH_WEAK));
    if (status == ENTENTE_OK)
        status = put_groups(call, &membership, sink);
    snprintf(call->summary, sizeof call->summary, "%lld component%s", (long long)count, count == 1 ? "" : "s");
    igraph_vector_int_destroy(&membership);
    return status;
}

const ent_measure ent_measure_components = {
    .name = "components",
    .columns = component_columns,
    .column_count = 3,
    .detail = ENT_VIEW_NETWORK,
    .meaning =
        "The parts of the network that hang together: within one, some path leads from each party to each other.",
    .source = "Tarjan 1972",
    .run = run_components,
};
