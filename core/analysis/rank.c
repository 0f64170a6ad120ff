/* Who stands where: one score a party. */
#include "core/analysis/measure.h"
#include "core/analysis/partners.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef enum {
    PARTNERS,
    AGREEMENTS,
    SENDS_TO,
    RECEIVES_FROM,
    BETWEENNESS,
    CLOSENESS,
    PAGERANK,
    HUB,
    AUTHORITY,
    CORE,
    EIGENVECTOR
} score_kind;

static const char *const choices[] = {"partners",    "agreements", "sends_to",    "receives_from",
                                      "betweenness", "closeness",  "pagerank",    "hub",
                                      "authority",   "core",       "eigenvector", NULL};

static const ent_measure_column columns[] = {
    {"party", ENT_CELL_TEXT}, {"name", ENT_CELL_TEXT}, {"score", ENT_CELL_FLOAT}};

typedef struct {
    uint32_t party;
    double score;
} scored;

static int by_score(const void *a, const void *b)
{
    const scored *x = a, *y = b;
    if (isnan(x->score) != isnan(y->score)) /* what has no score comes last */
        return isnan(x->score) ? 1 : -1;
    if (!isnan(x->score) && x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->party < y->party ? -1 : x->party > y->party;
}

/* ---- counts ---- */

static entente_status counts(ent_measure_call *call, score_kind kind, double *scores)
{
    ent_partner_count *c;
    entente_status status = ent_partner_counts(call->network, call->arena, &c);
    for (uint32_t i = 0; status == ENTENTE_OK && i < call->network->view->party_count; i++)
        scores[c[i].party] = kind == PARTNERS     ? c[i].partners
                             : kind == AGREEMENTS ? c[i].agreements
                             : kind == SENDS_TO   ? c[i].sends_to
                                                  : c[i].receives_from;
    return status;
}

/* ---- centralities ---- */

/* What rounding leaves where an eigenvector, the largest entry of which is 1, has a zero. */
static const double nothing = 1e-14;

static igraph_error_t core(const igraph_t *graph, igraph_vector_t *result)
{
    igraph_vector_int_t cores;
    igraph_error_t error = igraph_vector_int_init(&cores, 0);
    if (error != IGRAPH_SUCCESS)
        return error;
    error = igraph_coreness(graph, &cores, IGRAPH_ALL);
    igraph_integer_t n = igraph_vector_int_size(&cores);
    if (error == IGRAPH_SUCCESS)
        error = igraph_vector_resize(result, n);
    for (igraph_integer_t i = 0; error == IGRAPH_SUCCESS && i < n; i++)
        VECTOR(*result)[i] = (double)VECTOR(cores)[i];
    igraph_vector_int_destroy(&cores);
    return error;
}

static igraph_error_t compute(const igraph_t *graph, score_kind kind, igraph_vector_t *result)
{
    igraph_arpack_options_t arpack;
    igraph_arpack_options_init(&arpack);
    switch (kind) {
    case BETWEENNESS:
        return igraph_betweenness(graph, result, igraph_vss_all(), false, NULL);
    case CLOSENESS:
        return igraph_closeness(graph, result, NULL, NULL, igraph_vss_all(), IGRAPH_ALL, NULL, true);
    case PAGERANK:
        return igraph_pagerank(graph, IGRAPH_PAGERANK_ALGO_PRPACK, result, NULL, igraph_vss_all(), true, 0.85, NULL,
                               NULL);
    case HUB:
        return igraph_hub_and_authority_scores(graph, result, NULL, NULL, true, NULL, &arpack);
    case AUTHORITY:
        return igraph_hub_and_authority_scores(graph, NULL, result, NULL, true, NULL, &arpack);
    case EIGENVECTOR:
        return igraph_eigenvector_centrality(graph, result, NULL, true, true, NULL, &arpack);
    default:
        return core(graph, result);
    }
}

/* What has no meaning is refused rather than answered with zeros. */
static bool makes_sense(ent_measure_call *call, const igraph_t *graph, score_kind kind)
{
    if ((kind == HUB || kind == AUTHORITY) && igraph_ecount(graph) == 0) {
        snprintf(call->problem, sizeof call->problem, "no tie is in this view, so nobody is a hub or an authority");
        return false;
    }
    igraph_bool_t acyclic = false;
    if (kind == EIGENVECTOR && (igraph_is_dag(graph, &acyclic) != IGRAPH_SUCCESS || acyclic)) {
        snprintf(call->problem, sizeof call->problem,
                 "the ties of this view lead nowhere back (they make no cycle), so the score would be zero everywhere");
        return false;
    }
    return true;
}

static entente_status centrality(ent_measure_call *call, score_kind kind, double *scores)
{
    bool directed = kind == PAGERANK || kind == HUB || kind == AUTHORITY || kind == EIGENVECTOR;
    const igraph_t *graph;
    entente_status status =
        ent_network_graph(call->network, directed ? ENT_NETWORK_DIRECTED : ENT_NETWORK_UNDIRECTED, &graph);
    if (status != ENTENTE_OK)
        return status;
    igraph_vector_t result;
    if (!makes_sense(call, graph, kind))
        return ENTENTE_ARGUMENT;
    if (igraph_vector_init(&result, 0) != IGRAPH_SUCCESS)
        return ENTENTE_NOMEM;
    status = ent_network_status(compute(graph, kind, &result));
    if (status == ENTENTE_ARGUMENT)
        snprintf(call->problem, sizeof call->problem, "the score does not converge on this network");
    for (igraph_integer_t i = 0; status == ENTENTE_OK && i < igraph_vcount(graph); i++)
        scores[i] = fabs(VECTOR(result)[i]) < nothing ? 0 : VECTOR(result)[i];
    igraph_vector_destroy(&result);
    return status;
}

static entente_status run(ent_measure_call *call, ent_sink *sink);

const ent_measure ent_measure_rank = {
    .name = "rank",
    .columns = columns,
    .column_count = 3,
    .choices = choices,
    .detail = ENT_VIEW_NETWORK,
    .meaning =
        "partners: distinct other parties that some agreement ties to it\n"
        "agreements: agreements that it is a party of, a protocol that adds to one counted with it\n"
        "sends_to, receives_from: distinct parties to which, from which people go\n"
        "betweenness: on how many shortest paths between others it lies, as counted by igraph (undirected)\n"
        "closeness: how near it is to those it can reach, the inverse of the mean distance (undirected)\n"
        "pagerank: how often a walk along the ties, restarting now and then (damping 0.85), stands there (directed)\n"
        "hub, authority: a hub sends to good authorities, an authority receives from good hubs (directed)\n"
        "core: the largest k for which it lies in a group whose members have k partners within it (undirected)\n"
        "eigenvector: it scores high when those who are tied to it do; zero where that leads round in no circle "
        "(directed)",
    .source =
        "Freeman 1977 and 1978 (betweenness, closeness), Brin and Page 1998 (PageRank), Kleinberg 1999 (hubs and\n"
        "authorities), Seidman 1983 (cores), Bonacich 1987 (eigenvector centrality)",
    .run = run,
};

static entente_status run(ent_measure_call *call, ent_sink *sink)
{
    int choice = ent_measure_choice(&ent_measure_rank, call);
    if (choice < 0)
        return ENTENTE_ARGUMENT;
    const ent_view *view = call->network->view;
    double *scores = ent_arena_zero(call->arena, sizeof(double) * ((size_t)view->party_count + 1));
    scored *ranked = ENT_NEW_ARRAY(call->arena, scored, (size_t)view->party_count + 1);
    if (!scores || !ranked)
        return ENTENTE_NOMEM;
    entente_status status = choice <= RECEIVES_FROM ? counts(call, (score_kind)choice, scores)
                                                    : centrality(call, (score_kind)choice, scores);
    if (status != ENTENTE_OK)
        return status;
    for (uint32_t i = 0; i < view->party_count; i++)
        ranked[i] = (scored){i, ent_score(scores[i])};
    qsort(ranked, view->party_count, sizeof *ranked, by_score);
    bool whole = choice <= RECEIVES_FROM || choice == CORE;
    for (uint32_t i = 0; i < view->party_count; i++) {
        sink->text(sink, view->parties[ranked[i].party].code);
        sink->text(sink, view->parties[ranked[i].party].name);
        if (isnan(ranked[i].score))
            sink->null(sink);
        else if (whole)
            sink->integer(sink, (int64_t)ranked[i].score);
        else
            sink->real(sink, ranked[i].score);
    }
    return ENTENTE_OK;
}
