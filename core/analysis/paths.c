#include "core/analysis/paths.h"

#include "core/model/deals.h"

#include <math.h>
#include <stdlib.h>

/* Sums of weights that are one number may differ by how they were rounded. */
static const double hair = 1e-9;

const char ent_paths_meaning[] =
    "The shortest way over the party network, each step a pair that some agreement ties. Weighted, more agreements "
    "are\n"
    "closer: a step on n agreements is 1/n long, so that a detour over well-tied pairs can be shorter than one step.";
const char ent_paths_source[] =
    "breadth-first search (Moore 1959), Dijkstra 1959 (weighted), Yen 1971 (the N shortest)";

typedef struct {
    const ent_network *network;
    const ent_paths_request *request;
    const igraph_t *graph;
    igraph_vector_t *weights; /* of the edges; NULL: 1 each */
    uint32_t from, to;
    ent_arena *arena;
} search;

/* ---- weights ---- */

/* How long the step over an edge is. Negative when memory is out. */
static double weight_of(const search *s, igraph_integer_t edge, ent_arena *scratch)
{
    uint32_t count;
    ent_arena_reset(scratch);
    const uint32_t *agreements =
        ent_network_agreements(s->network, ent_paths_kind(s->request), (uint32_t)IGRAPH_FROM(s->graph, edge),
                               (uint32_t)IGRAPH_TO(s->graph, edge), scratch, &count);
    return agreements ? 1.0 / ent_deals_count(s->network->view, agreements, count, s->network->view->all_in_force) : -1;
}

static bool weigh(const search *s, igraph_vector_t *weights)
{
    ent_arena scratch;
    ent_arena_init(&scratch, NULL);
    bool whole = igraph_vector_resize(weights, igraph_ecount(s->graph)) == IGRAPH_SUCCESS;
    for (igraph_integer_t i = 0; whole && i < igraph_ecount(s->graph); i++)
        whole = (VECTOR(*weights)[i] = weight_of(s, i, &scratch)) >= 0;
    ent_arena_fini(&scratch);
    return whole;
}

/* ---- several paths ---- */

static int by_distance_and_codes(const void *a, const void *b)
{
    const ent_path *x = a, *y = b;
    if (fabs(x->distance - y->distance) > hair)
        return x->distance < y->distance ? -1 : 1;
    for (uint32_t i = 0; i <= x->length && i <= y->length; i++) /* parties are numbered in order of code */
        if (x->parties[i] != y->parties[i])
            return x->parties[i] < y->parties[i] ? -1 : 1;
    return 0;
}

static entente_status measure(const search *s, ent_path *path)
{
    path->distance = path->length;
    if (!s->weights)
        return ENTENTE_OK;
    path->distance = 0;
    for (uint32_t i = 0; i < path->length; i++) {
        igraph_integer_t edge;
        igraph_error_t error = igraph_get_eid(s->graph, &edge, path->parties[i], path->parties[i + 1], true, true);
        if (error != IGRAPH_SUCCESS)
            return ent_network_status(error);
        path->distance += VECTOR(*s->weights)[edge];
    }
    return ENTENTE_OK;
}

/* Copies igraph's paths, the shorter ones that are wanted. */
static entente_status take(const search *s, const igraph_vector_int_list_t *paths, ent_path **out, uint32_t *count)
{
    igraph_integer_t n = igraph_vector_int_list_size(paths), longest = s->request->max_length;
    ent_path *taken = ENT_NEW_ARRAY(s->arena, ent_path, (size_t)n + 1);
    if (!taken)
        return ENTENTE_NOMEM;
    for (igraph_integer_t i = 0; i < n; i++) {
        const igraph_vector_int_t *path = igraph_vector_int_list_get_ptr(paths, i);
        igraph_integer_t size = igraph_vector_int_size(path);
        if (size == 0 || (longest && size - 1 > longest))
            continue;
        ent_path p = {.length = (uint32_t)size - 1, .parties = ENT_NEW_ARRAY(s->arena, uint32_t, (size_t)size)};
        if (!p.parties)
            return ENTENTE_NOMEM;
        for (igraph_integer_t k = 0; k < size; k++)
            p.parties[k] = (uint32_t)VECTOR(*path)[k];
        entente_status status = measure(s, &p);
        if (status != ENTENTE_OK)
            return status;
        taken[(*count)++] = p;
    }
    qsort(taken, *count, sizeof *taken, by_distance_and_codes);
    *out = taken;
    return ENTENTE_OK;
}

static igraph_error_t several(const search *s, igraph_vector_int_list_t *paths)
{
    if (s->request->wanted == ENT_PATHS_K_SHORTEST)
        return igraph_get_k_shortest_paths(s->graph, s->weights, paths, NULL, s->request->k, s->from, s->to,
                                           IGRAPH_OUT);
    if (s->weights)
        return igraph_get_all_shortest_paths_dijkstra(s->graph, paths, NULL, NULL, s->from, igraph_vss_1(s->to),
                                                      s->weights, IGRAPH_OUT);
    return igraph_get_all_shortest_paths(s->graph, paths, NULL, NULL, s->from, igraph_vss_1(s->to), IGRAPH_OUT);
}

/* ---- one path ---- */

/* The first party by code from which, over some edge, the target is as far as it is from here. */
static igraph_error_t next_step(const search *s, uint32_t here, const igraph_matrix_t *distances, uint32_t *next)
{
    igraph_vector_int_t edges;
    igraph_error_t error = igraph_vector_int_init(&edges, 0);
    if (error != IGRAPH_SUCCESS)
        return error;
    error = igraph_incident(s->graph, &edges, here, IGRAPH_OUT);
    *next = UINT32_MAX;
    for (igraph_integer_t i = 0; error == IGRAPH_SUCCESS && i < igraph_vector_int_size(&edges); i++) {
        igraph_integer_t edge = VECTOR(edges)[i], there = IGRAPH_OTHER(s->graph, edge, here);
        double left = MATRIX(*distances, 0, here) - (s->weights ? VECTOR(*s->weights)[edge] : 1);
        if (there < *next && fabs(MATRIX(*distances, 0, there) - left) <= hair)
            *next = (uint32_t)there;
    }
    igraph_vector_int_destroy(&edges);
    return error != IGRAPH_SUCCESS || *next != UINT32_MAX ? error : IGRAPH_EINTERNAL;
}

/* Walks down the distances to the target, at each step to the first party by code: the first of all shortest paths
 * without listing them, of which there may be very many. */
static entente_status walk(const search *s, const igraph_matrix_t *distances, ent_path *path)
{
    uint32_t parties = s->network->view->party_count, *visited = ENT_NEW_ARRAY(s->arena, uint32_t, (size_t)parties + 1);
    if (!visited)
        return ENTENTE_NOMEM;
    *path = (ent_path){.distance = MATRIX(*distances, 0, s->from), .parties = visited};
    visited[0] = s->from;
    while (visited[path->length] != s->to && path->length < parties) {
        igraph_error_t error = next_step(s, visited[path->length], distances, &visited[path->length + 1]);
        if (error != IGRAPH_SUCCESS)
            return ent_network_status(error);
        path->length++;
    }
    return ENTENTE_OK;
}

static entente_status one(const search *s, ent_path **out, uint32_t *count)
{
    igraph_matrix_t distances;
    ent_path *path = ENT_NEW(s->arena, ent_path);
    igraph_error_t error = path ? igraph_matrix_init(&distances, 0, 0) : IGRAPH_ENOMEM;
    if (error != IGRAPH_SUCCESS)
        return ent_network_status(error);
    entente_status status = ent_network_status(
        igraph_distances_dijkstra(s->graph, &distances, igraph_vss_1(s->to), igraph_vss_all(), s->weights, IGRAPH_IN));
    double distance = status == ENTENTE_OK ? MATRIX(distances, 0, s->from) : INFINITY;
    if (isfinite(distance) && (s->request->max_length == 0 || distance <= s->request->max_length)) {
        status = walk(s, &distances, path);
        *count = 1;
    }
    igraph_matrix_destroy(&distances);
    *out = path;
    return status;
}

static entente_status find(const search *s, ent_path **out, uint32_t *count)
{
    if (s->request->wanted == ENT_PATHS_ONE || s->from == s->to)
        return one(s, out, count);
    igraph_vector_int_list_t paths;
    igraph_error_t error = igraph_vector_int_list_init(&paths, 0);
    if (error != IGRAPH_SUCCESS)
        return ent_network_status(error);
    entente_status status = ent_network_status(several(s, &paths));
    if (status == ENTENTE_OK)
        status = take(s, &paths, out, count);
    igraph_vector_int_list_destroy(&paths);
    return status;
}

entente_status ent_paths(ent_network *network, const ent_paths_request *request, uint32_t from, uint32_t to,
                         ent_arena *arena, ent_path **out, uint32_t *count)
{
    search s = {.network = network, .request = request, .from = from, .to = to, .arena = arena};
    igraph_vector_t weights;
    *out = NULL;
    *count = 0;
    entente_status status = ent_network_graph(network, ent_paths_kind(request), &s.graph);
    if (status != ENTENTE_OK || !request->weighted)
        return status == ENTENTE_OK ? find(&s, out, count) : status;
    if (igraph_vector_init(&weights, 0) != IGRAPH_SUCCESS)
        return ENTENTE_NOMEM;
    s.weights = &weights;
    status = weigh(&s, &weights) ? find(&s, out, count) : ENTENTE_NOMEM;
    igraph_vector_destroy(&weights);
    return status;
}
