#include "core/analysis/network.h"

#include <stdlib.h>

entente_status ent_network_status(igraph_error_t error)
{
    switch (error) {
    case IGRAPH_SUCCESS:
        return ENTENTE_OK;
    case IGRAPH_ENOMEM:
        return ENTENTE_NOMEM;
    case IGRAPH_INTERRUPTED:
        return ENTENTE_INTERRUPTED;
    default:
        return ENTENTE_ARGUMENT;
    }
}

/* Whether a tie lets one go from its first to its second end, and back. */
static void directions(ent_network_kind kind, const ent_view_tie *tie, bool *forth, bool *back)
{
    *forth = kind != ENT_NETWORK_FLOWS || tie->directed;
    *back = kind == ENT_NETWORK_UNDIRECTED || (kind == ENT_NETWORK_DIRECTED && !tie->directed);
}

static igraph_error_t add_edges(const ent_view *view, ent_network_kind kind, igraph_vector_int_t *edges)
{
    for (uint32_t i = 0; i < view->tie_count; i++) {
        const ent_view_tie *tie = &view->ties[i];
        bool forth, back;
        directions(kind, tie, &forth, &back);
        igraph_error_t error = IGRAPH_SUCCESS;
        if (forth && (error = igraph_vector_int_push_back(edges, tie->from)) == IGRAPH_SUCCESS)
            error = igraph_vector_int_push_back(edges, tie->to);
        if (error == IGRAPH_SUCCESS && back && kind != ENT_NETWORK_UNDIRECTED &&
            (error = igraph_vector_int_push_back(edges, tie->to)) == IGRAPH_SUCCESS)
            error = igraph_vector_int_push_back(edges, tie->from);
        if (error != IGRAPH_SUCCESS)
            return error;
    }
    return IGRAPH_SUCCESS;
}

/* Of libgomp, which igraph brings along where it was built with it. */
extern void omp_set_num_threads(int count) __attribute__((weak));

/* Parts of igraph divide their work among threads, which wait for each other without giving way: on a busy machine that
 * takes many times as long as one thread, and the order in which they add up differs from run to run. */
static void use_one_thread(void)
{
    if (omp_set_num_threads)
        omp_set_num_threads(1);
}

entente_status ent_network_new(const ent_view *view, ent_network_kind kind, ent_network **out)
{
    *out = NULL;
    igraph_set_error_handler(igraph_error_handler_ignore);
    igraph_set_warning_handler(igraph_warning_handler_ignore);
    use_one_thread();
    ent_network *network = calloc(1, sizeof *network);
    if (!network)
        return ENTENTE_NOMEM;
    network->view = view;
    network->kind = kind;
    igraph_vector_int_t edges;
    igraph_error_t error = igraph_vector_int_init(&edges, 0);
    if (error != IGRAPH_SUCCESS) {
        free(network);
        return ent_network_status(error);
    }
    error = add_edges(view, kind, &edges);
    if (error == IGRAPH_SUCCESS)
        error = igraph_create(&network->graph, &edges, view->party_count, kind != ENT_NETWORK_UNDIRECTED);
    igraph_vector_int_destroy(&edges);
    if (error != IGRAPH_SUCCESS) {
        free(network);
        return ent_network_status(error);
    }
    error = igraph_simplify(&network->graph, true, true, NULL);
    if (error != IGRAPH_SUCCESS) {
        ent_network_free(network);
        return ent_network_status(error);
    }
    *out = network;
    return ENTENTE_OK;
}

void ent_network_free(ent_network *network)
{
    if (!network)
        return;
    igraph_destroy(&network->graph);
    free(network);
}

const uint32_t *ent_network_agreements(const ent_network *network, uint32_t from, uint32_t to, uint32_t *count)
{
    const ent_view *view = network->view;
    uint32_t *found = NULL;
    *count = 0;
    for (int pass = 0; pass < 2; pass++) { /* count, then fill */
        uint32_t n = 0, last = UINT32_MAX;
        for (uint32_t i = 0; i < view->tie_count; i++) { /* sorted by agreement */
            const ent_view_tie *tie = &view->ties[i];
            bool forth, back;
            directions(network->kind, tie, &forth, &back);
            bool fits = (forth && tie->from == from && tie->to == to) || (back && tie->from == to && tie->to == from);
            if (!fits || tie->agreement == last)
                continue;
            last = tie->agreement;
            if (found)
                found[n] = tie->agreement;
            n++;
        }
        *count = n;
        if (!found && !(found = ENT_NEW_ARRAY((ent_arena *)&view->arena, uint32_t, n + 1)))
            return NULL;
    }
    return found;
}
