/* How the network grew: its size and shape at the end of each year. */
#include "core/analysis/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const ent_measure_column columns[] = {{"year", ENT_CELL_INTEGER},       {"parties", ENT_CELL_INTEGER},
                                             {"agreements", ENT_CELL_INTEGER}, {"ties", ENT_CELL_INTEGER},
                                             {"density", ENT_CELL_FLOAT},      {"largest", ENT_CELL_INTEGER}};

/* The years of the first and last event under the view's filters. */
static void span(const ent_view *view, int32_t *first, int32_t *last)
{
    *first = *last = 0;
    for (uint32_t i = 0; i < view->agreement_count; i++) {
        const ent_view_agreement *a = &view->agreements[i];
        if (a->first_year && (!*first || a->first_year < *first))
            *first = a->first_year;
        if (a->last_year && a->last_year > *last)
            *last = a->last_year;
    }
}

static entente_status largest_component(const igraph_t *graph, int64_t *largest)
{
    igraph_vector_int_t sizes;
    igraph_error_t error = igraph_vector_int_init(&sizes, 0);
    if (error != IGRAPH_SUCCESS)
        return ent_network_status(error);
    error = igraph_connected_components(graph, NULL, &sizes, NULL, IGRAPH_WEAK);
    *largest = 0;
    if (error == IGRAPH_SUCCESS && igraph_vector_int_size(&sizes) > 0)
        *largest = igraph_vector_int_max(&sizes);
    igraph_vector_int_destroy(&sizes);
    return ent_network_status(error);
}

static entente_status put_year(ent_measure_call *call, int32_t year, ent_sink *sink)
{
    char day[32];
    snprintf(day, sizeof day, "%04d-12-31", year);
    const char *as_of = call->options->as_of;
    bool cut = as_of && strcmp(as_of, day) < 0; /* the last year ends on the view's day */
    ent_view *view;
    ent_network *network = NULL;
    const igraph_t *graph;
    int64_t largest = 0;
    igraph_real_t density = NAN;
    entente_status status = ent_view_on(call->network->view, call->options, cut ? as_of : day, &view);
    if (status == ENTENTE_OK)
        status = ent_network_new(view, &network);
    if (status == ENTENTE_OK)
        status = ent_network_graph(network, ENT_NETWORK_UNDIRECTED, &graph);
    if (status == ENTENTE_OK)
        status = largest_component(graph, &largest);
    if (status == ENTENTE_OK)
        status = ent_network_status(igraph_density(graph, &density, false));
    if (status == ENTENTE_OK) {
        sink->integer(sink, year);
        sink->integer(sink, view->party_count);
        sink->integer(sink, view->agreement_count);
        sink->integer(sink, igraph_ecount(graph));
        isnan(density) ? sink->null(sink) : sink->real(sink, ent_score(density));
        sink->integer(sink, largest);
    }
    ent_network_free(network);
    return status;
}

/* The years of all events of the agreements, whatever their status was last: one that has ended was active before. */
static entente_status find_span(ent_measure_call *call, int32_t *first, int32_t *last)
{
    ent_view_options options = *call->options;
    options.status_count = options.stage_count = 0;
    ent_view *view;
    entente_status status = ent_view_on(call->network->view, &options, options.as_of, &view);
    if (status == ENTENTE_OK)
        span(view, first, last);
    ent_view_close(view);
    return status;
}

static entente_status run(ent_measure_call *call, ent_sink *sink)
{
    int32_t first = 0, last = 0;
    entente_status status = find_span(call, &first, &last);
    if (call->options->as_of)
        last = atoi(call->options->as_of);
    for (int32_t year = first; first && status == ENTENTE_OK && year <= last; year++)
        status = put_year(call, year, sink);
    return status;
}

const ent_measure ent_measure_series = {
    .name = "series",
    .columns = columns,
    .column_count = 6,
    .detail = ENT_VIEW_NETWORK,
    .over_years = true,
    .meaning =
        "The network at the end of each year, from the first event to the last or to the day of --as-of: its "
        "parties, agreements\n"
        "(of any status unless filtered), tied pairs, density (tied pairs among all pairs), and how many parties its "
        "largest\n"
        "connected part has.",
    .source = "counts of the view as of 31 December; Wasserman and Faust 1994 (density)",
    .run = run,
};
