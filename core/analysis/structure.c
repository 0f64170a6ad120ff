/* How the network is built: who holds it together, who deals with whom in closed circles, how often ties are mutual. */
#include "core/analysis/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- cut points ---- */

static const ent_measure_column cut_columns[] = {
    {"cut", ENT_CELL_TEXT}, {"parties", ENT_CELL_LIST}, {"agreements", ENT_CELL_LIST}};

static int by_vertex(const void *a, const void *b)
{
    igraph_integer_t x = *(const igraph_integer_t *)a, y = *(const igraph_integer_t *)b;
    return x < y ? -1 : x > y;
}

static entente_status put_bridge(ent_measure_call *call, const igraph_t *graph, igraph_integer_t edge, ent_sink *sink)
{
    const ent_view *view = call->network->view;
    uint32_t from = (uint32_t)IGRAPH_FROM(graph, edge), to = (uint32_t)IGRAPH_TO(graph, edge), count;
    if (from > to) {
        uint32_t other = from;
        from = to;
        to = other;
    }
    const uint32_t *agreements =
        ent_network_agreements(call->network, ENT_NETWORK_UNDIRECTED, from, to, call->arena, &count);
    const char **ids = ENT_NEW_ARRAY(call->arena, const char *, (size_t)count + 1);
    if (!agreements || !ids)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        ids[i] = view->agreements[agreements[i]].id;
    const char *parties[] = {view->parties[from].code, view->parties[to].code};
    sink->text(sink, "tie");
    sink->list(sink, parties, 2);
    sink->list(sink, ids, count);
    return ENTENTE_OK;
}

static entente_status put_cuts(ent_measure_call *call, const igraph_t *graph, igraph_vector_int_t *points,
                               igraph_vector_int_t *bridges, ent_sink *sink)
{
    qsort(VECTOR(*points), (size_t)igraph_vector_int_size(points), sizeof(igraph_integer_t), by_vertex);
    qsort(VECTOR(*bridges), (size_t)igraph_vector_int_size(bridges), sizeof(igraph_integer_t), by_vertex);
    for (igraph_integer_t i = 0; i < igraph_vector_int_size(points); i++) {
        const char *code = call->network->view->parties[VECTOR(*points)[i]].code;
        sink->text(sink, "party");
        sink->list(sink, &code, 1);
        sink->list(sink, NULL, 0);
    }
    entente_status status = ENTENTE_OK;
    for (igraph_integer_t i = 0; status == ENTENTE_OK && i < igraph_vector_int_size(bridges); i++)
        status = put_bridge(call, graph, VECTOR(*bridges)[i], sink);
    return status;
}

static entente_status run_cut_points(ent_measure_call *call, ent_sink *sink)
{
    const igraph_t *graph;
    entente_status status = ent_network_graph(call->network, ENT_NETWORK_UNDIRECTED, &graph);
    if (status != ENTENTE_OK)
        return status;
    igraph_vector_int_t points, bridges;
    igraph_error_t error = igraph_vector_int_init(&points, 0);
    if (error == IGRAPH_SUCCESS) {
        if ((error = igraph_vector_int_init(&bridges, 0)) == IGRAPH_SUCCESS) {
            error = igraph_articulation_points(graph, &points);
            if (error == IGRAPH_SUCCESS)
                error = igraph_bridges(graph, &bridges);
            if (error == IGRAPH_SUCCESS)
                status = put_cuts(call, graph, &points, &bridges, sink);
            igraph_vector_int_destroy(&bridges);
        }
        igraph_vector_int_destroy(&points);
    }
    return error == IGRAPH_SUCCESS ? status : ent_network_status(error);
}

const ent_measure ent_measure_cut_points = {
    .name = "cut-points",
    .columns = cut_columns,
    .column_count = 3,
    .detail = ENT_VIEW_TERSE,
    .meaning = "Parties, and ties between two parties, whose loss would leave some others unconnected. A tie is lost "
               "only with\n"
               "all of its agreements, which are listed.",
    .source = "Tarjan 1974 (articulation points and bridges)",
    .run = run_cut_points,
};

/* ---- cliques ---- */

static const ent_measure_column clique_columns[] = {{"size", ENT_CELL_INTEGER}, {"parties", ENT_CELL_LIST}};

typedef struct {
    igraph_integer_t size;
    igraph_integer_t *members; /* ascending, so by code */
} clique;

static int by_clique(const void *a, const void *b)
{
    const clique *x = a, *y = b;
    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    for (igraph_integer_t i = 0; i < x->size; i++)
        if (x->members[i] != y->members[i])
            return x->members[i] < y->members[i] ? -1 : 1;
    return 0;
}

static entente_status put_cliques(ent_measure_call *call, const igraph_vector_int_list_t *found, ent_sink *sink)
{
    const ent_view *view = call->network->view;
    igraph_integer_t n = igraph_vector_int_list_size(found);
    clique *cliques = ENT_NEW_ARRAY(call->arena, clique, (size_t)n + 1);
    const char **codes = ENT_NEW_ARRAY(call->arena, const char *, (size_t)view->party_count + 1);
    if (!cliques || !codes)
        return ENTENTE_NOMEM;
    for (igraph_integer_t i = 0; i < n; i++) {
        igraph_vector_int_t *members = igraph_vector_int_list_get_ptr(found, i);
        cliques[i] = (clique){igraph_vector_int_size(members), VECTOR(*members)};
        qsort(cliques[i].members, (size_t)cliques[i].size, sizeof(igraph_integer_t), by_vertex);
    }
    qsort(cliques, (size_t)n, sizeof *cliques, by_clique);
    for (igraph_integer_t i = 0; i < n; i++) {
        for (igraph_integer_t k = 0; k < cliques[i].size; k++)
            codes[k] = view->parties[cliques[i].members[k]].code;
        sink->integer(sink, cliques[i].size);
        sink->list(sink, codes, (uint32_t)cliques[i].size);
    }
    return ENTENTE_OK;
}

static entente_status run_cliques(ent_measure_call *call, ent_sink *sink)
{
    const igraph_t *graph;
    entente_status status = ent_network_graph(call->network, ENT_NETWORK_UNDIRECTED, &graph);
    if (status != ENTENTE_OK)
        return status;
    igraph_vector_int_list_t found;
    igraph_error_t error = igraph_vector_int_list_init(&found, 0);
    if (error == IGRAPH_SUCCESS) {
        error = igraph_maximal_cliques(graph, &found, call->limit ? call->limit : 3, 0);
        if (error == IGRAPH_SUCCESS)
            status = put_cliques(call, &found, sink);
        igraph_vector_int_list_destroy(&found);
    }
    return error == IGRAPH_SUCCESS ? status : ent_network_status(error);
}

const ent_measure ent_measure_cliques = {
    .name = "cliques",
    .columns = clique_columns,
    .column_count = 2,
    .detail = ENT_VIEW_NETWORK,
    .limit = "the least size; 3 where none is given",
    .meaning = "Groups in which each party is tied to each other one, and to which no further party could be added.",
    .source = "Bron and Kerbosch 1973; Eppstein, Löffler and Strash 2010",
    .run = run_cliques,
};

/* ---- triads ---- */

static const ent_measure_column triad_columns[] = {{"triad", ENT_CELL_TEXT}, {"count", ENT_CELL_INTEGER}};

/* In igraph's order: mutual, asymmetric and null pairs, then up, down, cyclic, transitive (Davis and Leinhardt 1972).
 */
static const char *const triads[] = {"003",  "012",  "102", "021D", "021U", "021C", "111D", "111U",
                                     "030T", "030C", "201", "120D", "120U", "120C", "210",  "300"};

static entente_status run_triads(ent_measure_call *call, ent_sink *sink)
{
    const igraph_t *graph;
    entente_status status = ent_network_graph(call->network, ENT_NETWORK_DIRECTED, &graph);
    if (status != ENTENTE_OK)
        return status;
    igraph_vector_t census;
    igraph_real_t reciprocity = NAN;
    igraph_error_t error = igraph_vector_init(&census, 0);
    if (error == IGRAPH_SUCCESS) {
        error = igraph_triad_census(graph, &census);
        if (error == IGRAPH_SUCCESS)
            error = igraph_reciprocity(graph, &reciprocity, true, IGRAPH_RECIPROCITY_DEFAULT);
        for (int i = 0; error == IGRAPH_SUCCESS && i < 16; i++) {
            sink->text(sink, triads[i]);
            sink->integer(sink, call->network->view->party_count < 3 ? 0 : (int64_t)VECTOR(census)[i]);
        }
        igraph_vector_destroy(&census);
    }
    if (isnan(reciprocity))
        snprintf(call->summary, sizeof call->summary, "reciprocity: not defined, there are no ties");
    else
        snprintf(call->summary, sizeof call->summary, "reciprocity %.6f", reciprocity);
    return ent_network_status(error);
}

const ent_measure ent_measure_triads = {
    .name = "triads",
    .columns = triad_columns,
    .column_count = 2,
    .detail = ENT_VIEW_NETWORK,
    .meaning =
        "How each three parties are tied, by the names of the triad census: the three digits count pairs with ties "
        "both\n"
        "ways, one way and none. Reciprocity, told beside it, is the share of ties that are answered by one back.",
    .source = "Davis and Leinhardt 1972; Holland and Leinhardt 1976",
    .run = run_triads,
};
