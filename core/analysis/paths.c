#include "core/analysis/paths.h"

#include <math.h>
#include <stdlib.h>

static int by_length_and_codes(const void *a, const void *b)
{
    const ent_path *x = a, *y = b;
    if (x->length != y->length)
        return x->length < y->length ? -1 : 1;
    for (uint32_t i = 0; i <= x->length; i++) /* parties are numbered in order of code */
        if (x->parties[i] != y->parties[i])
            return x->parties[i] < y->parties[i] ? -1 : 1;
    return 0;
}

/* Copies igraph's paths, the shorter ones that are wanted. */
static entente_status take(ent_view *view, const igraph_vector_int_list_t *paths, uint32_t max_length, ent_path **out,
                           uint32_t *count)
{
    igraph_integer_t n = igraph_vector_int_list_size(paths);
    ent_path *taken = ENT_NEW_ARRAY(&view->arena, ent_path, (size_t)n + 1);
    *count = 0;
    for (igraph_integer_t i = 0; taken && i < n; i++) {
        const igraph_vector_int_t *path = igraph_vector_int_list_get_ptr(paths, i);
        igraph_integer_t size = igraph_vector_int_size(path);
        if (size == 0 || (max_length && size - 1 > (igraph_integer_t)max_length))
            continue;
        ent_path p = {(uint32_t)size - 1, ENT_NEW_ARRAY(&view->arena, uint32_t, (size_t)size)};
        if (!p.parties)
            return ENTENTE_NOMEM;
        for (igraph_integer_t k = 0; k < size; k++)
            p.parties[k] = (uint32_t)VECTOR(*path)[k];
        taken[(*count)++] = p;
    }
    if (!taken)
        return ENTENTE_NOMEM;
    qsort(taken, *count, sizeof *taken, by_length_and_codes);
    *out = taken;
    return ENTENTE_OK;
}

/* Walks down the distances to the target, at each step to the first party by code: the first of all shortest paths
 * without listing them, of which there may be very many. */
static entente_status walk(ent_view *view, const ent_network *network, uint32_t from, uint32_t to,
                           const igraph_matrix_t *distances, ent_path *path)
{
    uint32_t length = (uint32_t)MATRIX(*distances, 0, from);
    *path = (ent_path){length, ENT_NEW_ARRAY(&view->arena, uint32_t, length + 1)};
    igraph_vector_int_t neighbours;
    if (!path->parties || igraph_vector_int_init(&neighbours, 0) != IGRAPH_SUCCESS)
        return ENTENTE_NOMEM;
    igraph_error_t error = IGRAPH_SUCCESS;
    path->parties[0] = from;
    for (uint32_t step = 1; step <= length && error == IGRAPH_SUCCESS; step++) {
        error = igraph_neighbors(&network->graph, &neighbours, path->parties[step - 1], IGRAPH_OUT);
        uint32_t next = to;
        for (igraph_integer_t i = igraph_vector_int_size(&neighbours); error == IGRAPH_SUCCESS && i-- > 0;) {
            igraph_integer_t candidate = VECTOR(neighbours)[i]; /* ascending: the last one kept is the first by code */
            if (MATRIX(*distances, 0, candidate) == length - step)
                next = (uint32_t)candidate;
        }
        path->parties[step] = next;
    }
    igraph_vector_int_destroy(&neighbours);
    return ent_network_status(error);
}

static entente_status one(ent_view *view, const ent_network *network, uint32_t from, uint32_t to, uint32_t max_length,
                          ent_path **out, uint32_t *count)
{
    igraph_matrix_t distances;
    ent_path *path = ENT_NEW(&view->arena, ent_path);
    igraph_error_t error = path ? igraph_matrix_init(&distances, 0, 0) : IGRAPH_ENOMEM;
    if (error != IGRAPH_SUCCESS)
        return ent_network_status(error);
    entente_status status = ent_network_status(
        igraph_distances(&network->graph, &distances, igraph_vss_1(to), igraph_vss_all(), IGRAPH_IN));
    *count = 0;
    if (status == ENTENTE_OK && isfinite(MATRIX(distances, 0, from)) &&
        (max_length == 0 || MATRIX(distances, 0, from) <= max_length)) {
        status = walk(view, network, from, to, &distances, path);
        *count = 1;
    }
    igraph_matrix_destroy(&distances);
    *out = path;
    return status;
}

entente_status ent_paths(ent_view *view, const ent_network *network, uint32_t from, uint32_t to,
                         ent_paths_wanted wanted, uint32_t k, uint32_t max_length, ent_path **out, uint32_t *count)
{
    *out = NULL;
    *count = 0;
    if (wanted == ENT_PATHS_ONE || from == to)
        return one(view, network, from, to, max_length, out, count);
    igraph_vector_int_list_t paths;
    igraph_error_t error = igraph_vector_int_list_init(&paths, 0);
    if (error != IGRAPH_SUCCESS)
        return ent_network_status(error);
    if (wanted == ENT_PATHS_ALL_SHORTEST)
        error = igraph_get_all_shortest_paths(&network->graph, &paths, NULL, NULL, from, igraph_vss_1(to), IGRAPH_OUT);
    else
        error = igraph_get_k_shortest_paths(&network->graph, NULL, &paths, NULL, k, from, to, IGRAPH_OUT);
    entente_status status = ent_network_status(error);
    if (status == ENTENTE_OK)
        status = take(view, &paths, max_length, out, count);
    igraph_vector_int_list_destroy(&paths);
    return status;
}
