#include "core/analysis/network.h"

#include "core/base/array.h"

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

/* ---- pairs ---- */

typedef struct {
    uint32_t low, high, tie;
} tie_ends;

/* The ties by low and high end, those of one pair in the view's order. NULL when memory is out. */
static tie_ends *sort_ties(const ent_view *view, ent_arena *scratch, uint32_t *starts)
{
    tie_ends *ends = ENT_NEW_ARRAY(scratch, tie_ends, (size_t)view->tie_count + 1);
    tie_ends *other = ENT_NEW_ARRAY(scratch, tie_ends, (size_t)view->tie_count + 1);
    if (!ends || !other)
        return NULL;
    for (uint32_t i = 0; i < view->tie_count; i++) {
        uint32_t from = view->ties[i].from, to = view->ties[i].to;
        ends[i] = (tie_ends){from < to ? from : to, from < to ? to : from, i};
    }
    ent_array_sort_by(ends, other, view->tie_count, sizeof *ends, offsetof(tie_ends, high), view->party_count, starts);
    ent_array_sort_by(other, ends, view->tie_count, sizeof *ends, offsetof(tie_ends, low), view->party_count, starts);
    return ends;
}

static bool list_pairs(ent_network *n, const tie_ends *ends)
{
    const ent_view *view = n->view;
    uint32_t count = 0, ties = 0;
    for (uint32_t i = 0; i < view->tie_count; i++) /* a party has no pair with itself */
        count += ends[i].low != ends[i].high &&
                 (i == 0 || ends[i].low != ends[i - 1].low || ends[i].high != ends[i - 1].high);
    n->pairs = ENT_NEW_ARRAY(&n->arena, ent_pair, (size_t)count + 1);
    n->ties = ENT_NEW_ARRAY(&n->arena, uint32_t, (size_t)view->tie_count + 1);
    n->pair_from = ent_arena_zero(&n->arena, ((size_t)view->party_count + 1) * sizeof *n->pair_from);
    if (!n->pairs || !n->ties || !n->pair_from)
        return false;
    for (uint32_t i = 0; i < view->tie_count; i++) {
        if (ends[i].low == ends[i].high)
            continue;
        ent_pair *pair = &n->pairs[n->pair_count];
        if (n->pair_count == 0 || pair[-1].low != ends[i].low || pair[-1].high != ends[i].high) {
            *pair = (ent_pair){.low = ends[i].low, .high = ends[i].high, .first = ties};
            n->pair_count++;
        } else {
            pair--;
        }
        const ent_view_tie *tie = &view->ties[ends[i].tie];
        pair->plain |= !tie->directed;
        pair->up |= tie->directed && tie->from == pair->low;
        pair->down |= tie->directed && tie->from == pair->high;
        n->ties[ties++] = ends[i].tie;
    }
    n->pairs[n->pair_count] = (ent_pair){.low = UINT32_MAX, .first = ties};
    for (uint32_t i = 0, party = 0; party <= view->party_count; party++) {
        while (i < n->pair_count && n->pairs[i].low < party)
            i++;
        n->pair_from[party] = i;
    }
    return true;
}

entente_status ent_network_new(ent_view *view, ent_network **out)
{
    ent_network *n = *out = calloc(1, sizeof *n);
    if (!n) {
        ent_view_close(view);
        return ENTENTE_NOMEM;
    }
    n->view = view;
    ent_arena_init(&n->arena, &view->budget);
    ent_arena scratch;
    ent_arena_init(&scratch, NULL);
    uint32_t *starts = ENT_NEW_ARRAY(&scratch, uint32_t, (size_t)view->party_count + 1);
    const tie_ends *ends = starts ? sort_ties(view, &scratch, starts) : NULL;
    bool whole = ends && list_pairs(n, ends);
    ent_arena_fini(&scratch);
    if (whole)
        return ENTENTE_OK;
    ent_network_free(n);
    *out = NULL;
    return ENTENTE_NOMEM;
}

/* The network whose graph was asked for last in this thread: igraph's handler knows of nothing. */
static _Thread_local const ent_network *at_work;

static igraph_error_t on_poll(void *data)
{
    if (!at_work || !at_work->stop || !at_work->stop(at_work->stop_user))
        return IGRAPH_SUCCESS;
    IGRAPH_FINALLY_FREE(); /* as igraph asks of a handler that ends its work */
    return IGRAPH_INTERRUPTED;
}

void ent_network_free(ent_network *network)
{
    if (!network)
        return;
    if (at_work == network)
        at_work = NULL;
    for (int kind = 0; kind < ENT_NETWORK_KINDS; kind++)
        if (network->made[kind])
            igraph_destroy(&network->graphs[kind]);
    ent_arena_fini(&network->arena);
    ent_view_close(network->view);
    free(network);
}

/* ---- graphs ---- */

/* Whether a network of the kind leads from the low to the high party of a pair, and back. */
static void ways(ent_network_kind kind, const ent_pair *pair, bool *up, bool *down)
{
    *up = kind == ENT_NETWORK_UNDIRECTED || pair->up || (kind == ENT_NETWORK_DIRECTED && pair->plain);
    *down = kind != ENT_NETWORK_UNDIRECTED && (pair->down || (kind == ENT_NETWORK_DIRECTED && pair->plain));
}

static igraph_error_t list_edges(const ent_network *n, ent_network_kind kind, igraph_vector_int_t *edges)
{
    igraph_integer_t count = 0;
    for (uint32_t i = 0; i < n->pair_count; i++) {
        bool up, down;
        ways(kind, &n->pairs[i], &up, &down);
        count += up + down;
    }
    igraph_error_t error = igraph_vector_int_resize(edges, 2 * count);
    igraph_integer_t *end = VECTOR(*edges);
    for (uint32_t i = 0; error == IGRAPH_SUCCESS && i < n->pair_count; i++) {
        const ent_pair *pair = &n->pairs[i];
        bool up, down;
        ways(kind, pair, &up, &down);
        if (up) {
            *end++ = pair->low;
            *end++ = pair->high;
        }
        if (down) {
            *end++ = pair->high;
            *end++ = pair->low;
        }
    }
    return error;
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

entente_status ent_network_graph(ent_network *network, ent_network_kind kind, const igraph_t **out)
{
    igraph_set_error_handler(igraph_error_handler_ignore);
    igraph_set_warning_handler(igraph_warning_handler_ignore);
    igraph_set_interruption_handler(on_poll);
    at_work = network;
    use_one_thread();
    *out = &network->graphs[kind];
    if (network->made[kind])
        return ENTENTE_OK;
    igraph_vector_int_t edges;
    igraph_error_t error = igraph_vector_int_init(&edges, 0);
    if (error != IGRAPH_SUCCESS)
        return ent_network_status(error);
    error = list_edges(network, kind, &edges);
    if (error == IGRAPH_SUCCESS)
        error =
            igraph_create(&network->graphs[kind], &edges, network->view->party_count, kind != ENT_NETWORK_UNDIRECTED);
    igraph_vector_int_destroy(&edges);
    network->made[kind] = error == IGRAPH_SUCCESS;
    return ent_network_status(error);
}

size_t ent_network_size(const ent_network *network)
{
    size_t size = sizeof *network + sizeof *network->view + network->view->budget.used;
    for (int kind = 0; kind < ENT_NETWORK_KINDS; kind++)
        if (network->made[kind]) /* four numbers an edge, two a vertex */
            size += 4 * sizeof(igraph_integer_t) * (size_t)igraph_ecount(&network->graphs[kind]) +
                    2 * sizeof(igraph_integer_t) * (size_t)network->view->party_count;
    return size;
}

/* ---- what ties two ---- */

static const ent_pair *find_pair(const ent_network *n, uint32_t low, uint32_t high)
{
    uint32_t first = n->pair_from[low], last = n->pair_from[low + 1];
    while (first < last) {
        uint32_t middle = first + (last - first) / 2;
        if (n->pairs[middle].high < high)
            first = middle + 1;
        else
            last = middle;
    }
    return first < n->pair_from[low + 1] && n->pairs[first].high == high ? &n->pairs[first] : NULL;
}

const uint32_t *ent_network_agreements(const ent_network *network, ent_network_kind kind, uint32_t from, uint32_t to,
                                       ent_arena *arena, uint32_t *count)
{
    const ent_view *view = network->view;
    const ent_pair *pair = find_pair(network, from < to ? from : to, from < to ? to : from);
    uint32_t room = pair ? pair[1].first - pair->first : 0;
    uint32_t *found = ENT_NEW_ARRAY(arena, uint32_t, (size_t)room + 1);
    *count = 0;
    for (uint32_t i = 0; found && i < room; i++) { /* in the view's order, so by agreement */
        const ent_view_tie *tie = &view->ties[network->ties[pair->first + i]];
        bool fits = tie->directed ? tie->from == from || kind == ENT_NETWORK_UNDIRECTED : kind != ENT_NETWORK_FLOWS;
        if (fits && (*count == 0 || found[*count - 1] != tie->agreement))
            found[(*count)++] = tie->agreement;
    }
    return found;
}
