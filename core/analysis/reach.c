/* Seen from one party: who can be reached from it, and who has similar partners. */
#include "core/analysis/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const directions[] = {"any", "out", "in", NULL};

static const ent_measure_column reach_columns[] = {
    {"party", ENT_CELL_TEXT}, {"name", ENT_CELL_TEXT}, {"steps", ENT_CELL_INTEGER}};
static const ent_measure_column similar_columns[] = {
    {"party", ENT_CELL_TEXT}, {"name", ENT_CELL_TEXT}, {"score", ENT_CELL_FLOAT}, {"shared", ENT_CELL_LIST}};

typedef struct {
    uint32_t party;
    double score;
} ranked;

static int ascending(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? -1 : 1;
    return x->party < y->party ? -1 : x->party > y->party;
}

static int descending(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->party < y->party ? -1 : x->party > y->party;
}

/* ---- reach ---- */

static entente_status put_reach(ent_measure_call *call, const igraph_matrix_t *distances, uint32_t from, ent_sink *sink)
{
    const ent_view *view = call->network->view;
    ranked *list = ENT_NEW_ARRAY(call->arena, ranked, (size_t)view->party_count + 1);
    if (!list)
        return ENTENTE_NOMEM;
    uint32_t count = 0;
    for (uint32_t i = 0; i < view->party_count; i++) {
        double steps = MATRIX(*distances, 0, i);
        if (i != from && isfinite(steps) && (call->limit == 0 || steps <= (double)call->limit))
            list[count++] = (ranked){i, steps};
    }
    qsort(list, count, sizeof *list, ascending);
    for (uint32_t i = 0; i < count; i++) {
        sink->text(sink, view->parties[list[i].party].code);
        sink->text(sink, view->parties[list[i].party].name);
        sink->integer(sink, (int64_t)list[i].score);
    }
    return ENTENTE_OK;
}

static entente_status run_reach(ent_measure_call *call, ent_sink *sink);

const ent_measure ent_measure_reach = {
    .name = "reach",
    .columns = reach_columns,
    .column_count = 3,
    .choices = directions,
    .takes_party = true,
    .detail = ENT_VIEW_NETWORK,
    .limit = "only within this many steps",
    .meaning = "Who can be reached from a party along ties, and in how many steps: any ties, only out from sender to "
               "receiver,\n"
               "or only in from receiver to sender (an undirected tie counts both ways).",
    .source = "breadth-first search (Moore 1959)",
    .run = run_reach,
};

static entente_status run_reach(ent_measure_call *call, ent_sink *sink)
{
    int choice = ent_measure_choice(&ent_measure_reach, call);
    if (choice < 0)
        return ENTENTE_ARGUMENT;
    uint32_t from = ent_view_party_find(call->network->view, call->party);
    if (from == UINT32_MAX)
        return ENTENTE_OK;
    const igraph_t *graph;
    entente_status status =
        ent_network_graph(call->network, choice == 0 ? ENT_NETWORK_UNDIRECTED : ENT_NETWORK_DIRECTED, &graph);
    if (status != ENTENTE_OK)
        return status;
    igraph_matrix_t distances;
    igraph_error_t error = igraph_matrix_init(&distances, 0, 0);
    if (error == IGRAPH_SUCCESS) {
        error = igraph_distances(graph, &distances, igraph_vss_1(from), igraph_vss_all(),
                                 choice == 2 ? IGRAPH_IN : IGRAPH_OUT);
        if (error == IGRAPH_SUCCESS)
            status = put_reach(call, &distances, from, sink);
        igraph_matrix_destroy(&distances);
    }
    return error == IGRAPH_SUCCESS ? status : ent_network_status(error);
}

/* ---- similar ---- */

/* The partners that two parties share; both lists are ascending. */
static entente_status put_similar(ent_measure_call *call, const igraph_vector_int_t *mine,
                                  const igraph_vector_int_t *theirs, ranked row, ent_sink *sink)
{
    const ent_view *view = call->network->view;
    const char **shared = ENT_NEW_ARRAY(call->arena, const char *, (size_t)igraph_vector_int_size(mine) + 1);
    if (!shared)
        return ENTENTE_NOMEM;
    uint32_t count = 0;
    for (igraph_integer_t i = 0, k = 0; i < igraph_vector_int_size(mine) && k < igraph_vector_int_size(theirs);) {
        igraph_integer_t a = VECTOR(*mine)[i], b = VECTOR(*theirs)[k];
        if (a == b)
            shared[count++] = view->parties[a].code;
        i += a <= b;
        k += b <= a;
    }
    sink->text(sink, view->parties[row.party].code);
    sink->text(sink, view->parties[row.party].name);
    sink->real(sink, row.score);
    sink->list(sink, shared, count);
    return ENTENTE_OK;
}

static entente_status rank_similar(ent_measure_call *call, const igraph_t *graph, uint32_t party,
                                   const igraph_vector_t *scores, ent_sink *sink)
{
    const ent_view *view = call->network->view;
    ranked *list = ENT_NEW_ARRAY(call->arena, ranked, (size_t)view->party_count + 1);
    if (!list)
        return ENTENTE_NOMEM;
    uint32_t count = 0;
    for (uint32_t i = 0; i < view->party_count; i++) {
        double score = ent_score(VECTOR(*scores)[i]);
        if (i != party && score > 0)
            list[count++] = (ranked){i, score};
    }
    qsort(list, count, sizeof *list, descending);
    igraph_vector_int_t mine, theirs;
    entente_status status = ENTENTE_NOMEM;
    if (igraph_vector_int_init(&mine, 0) == IGRAPH_SUCCESS) {
        if (igraph_vector_int_init(&theirs, 0) == IGRAPH_SUCCESS) {
            status = ent_network_status(igraph_neighbors(graph, &mine, party, IGRAPH_ALL));
            for (uint32_t i = 0; status == ENTENTE_OK && i < count; i++) {
                status = ent_network_status(igraph_neighbors(graph, &theirs, list[i].party, IGRAPH_ALL));
                if (status == ENTENTE_OK)
                    status = put_similar(call, &mine, &theirs, list[i], sink);
            }
            igraph_vector_int_destroy(&theirs);
        }
        igraph_vector_int_destroy(&mine);
    }
    return status;
}

static entente_status run_similar(ent_measure_call *call, ent_sink *sink)
{
    const ent_view *view = call->network->view;
    uint32_t party = ent_view_party_find(view, call->party);
    if (party == UINT32_MAX)
        return ENTENTE_OK;
    const igraph_t *graph;
    entente_status status = ent_network_graph(call->network, ENT_NETWORK_UNDIRECTED, &graph);
    if (status != ENTENTE_OK)
        return status;
    igraph_vector_int_t pairs;
    igraph_vector_t scores;
    igraph_error_t error = igraph_vector_int_init(&pairs, 2 * (igraph_integer_t)view->party_count);
    if (error == IGRAPH_SUCCESS) {
        if ((error = igraph_vector_init(&scores, 0)) == IGRAPH_SUCCESS) {
            for (uint32_t i = 0; i < view->party_count; i++) {
                VECTOR(pairs)[2 * i] = party;
                VECTOR(pairs)[2 * i + 1] = i;
            }
            error = igraph_similarity_jaccard_pairs(graph, &scores, &pairs, IGRAPH_ALL, false);
            if (error == IGRAPH_SUCCESS)
                status = rank_similar(call, graph, party, &scores, sink);
            igraph_vector_destroy(&scores);
        }
        igraph_vector_int_destroy(&pairs);
    }
    return error == IGRAPH_SUCCESS ? status : ent_network_status(error);
}

const ent_measure ent_measure_similar = {
    .name = "similar",
    .columns = similar_columns,
    .column_count = 4,
    .takes_party = true,
    .detail = ENT_VIEW_NETWORK,
    .meaning = "Parties with similar partners: how many partners the two share among all that either has, from 0 to 1.",
    .source = "Jaccard 1912",
    .run = run_similar,
};
