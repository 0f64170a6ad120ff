/* The choice of a layout: each that may suit is made to the end, lines and labels too; the one that is read best is
 * kept. */
#include "render/layout.h"
#include "render/metrics.h"

#include <math.h>
#include <string.h>

enum {
    MOST_AROUND = 300, /* a ring of more nodes than this is no picture any more */
    COMPARED = 40000,  /* nodes times edges up to which layouts are compared */
    MAX_CANDIDATES = 16
};

typedef enum { BY_COLUMNS, BY_HUB, BY_STRESS, BY_GRAPHVIZ, BY_FLOW, BY_MAP } way;

typedef struct {
    way way;
    bool clear;           /* boxes are pushed off the ways between others */
    double wide;          /* BY_HUB: width by height of the ring; BY_STRESS: below 1 stands upright */
    layout_engine engine; /* BY_GRAPHVIZ */
} candidate;

typedef struct {
    layout *layout;
    layout_graph graph;
    uint32_t hub; /* UINT32_MAX: none */
    candidate candidates[MAX_CANDIDATES];
    uint32_t count;
    layout_edge *unrouted; /* edges as they were before a line was drawn */
} choice;

static const double UNEXPECTED = 1.15; /* a hub amid its partners says at once what a picture is about */

/* The node that all others are tied to; UINT32_MAX: none. */
static uint32_t hub_of(const diagram *d, const layout_graph *graph)
{
    uint32_t hub = UINT32_MAX;
    for (uint32_t i = 0; i < d->node_count; i++)
        if (graph->start[i + 1] - graph->start[i] == d->node_count - 1 && (hub == UINT32_MAX || d->nodes[i].focus))
            hub = i;
    return d->node_count >= 3 && d->node_count <= MOST_AROUND ? hub : UINT32_MAX;
}

/* The focus, else the node with the most partners. */
static uint32_t centre_of(const diagram *d)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < d->node_count; i++) {
        const diagram_node *a = &d->nodes[i], *b = &d->nodes[best];
        if (a->focus != b->focus ? a->focus : a->partners > b->partners)
            best = i;
    }
    return best;
}

static void add(choice *c, candidate one)
{
    if (c->count < MAX_CANDIDATES)
        c->candidates[c->count++] = one;
}

static void add_hub(choice *c)
{
    static const double wides[] = {1.25, 1, 0.8, 0.65};
    for (size_t i = 0; i < sizeof wides / sizeof wides[0]; i++)
        add(c, (candidate){.way = BY_HUB, .wide = wides[i]});
}

static void add_forces(choice *c)
{
    static const double wides[] = {1.3, 0.77, 0.5};
    for (int clear = 0; clear < 2; clear++) {
        for (size_t i = 0; i < sizeof wides / sizeof wides[0]; i++)
            add(c, (candidate){.way = BY_STRESS, .wide = wides[i], .clear = clear});
        for (int engine = 0; engine < LAYOUT_ENGINES; engine++)
            add(c, (candidate){.way = BY_GRAPHVIZ, .engine = (layout_engine)engine, .clear = clear});
    }
}

static void list_candidates(choice *c, layout_kind kind)
{
    const diagram *d = c->layout->diagram;
    c->hub = hub_of(d, &c->graph);
    if (kind == LAYOUT_HUB) {
        c->hub = centre_of(d);
        add_hub(c);
    } else if (kind == LAYOUT_FLOW) {
        add(c, (candidate){.way = d->paths ? BY_COLUMNS : BY_FLOW});
    } else if (kind == LAYOUT_MAP) {
        add(c, (candidate){.way = BY_MAP});
        add(c, (candidate){.way = BY_MAP, .clear = true});
    } else if (kind == LAYOUT_AUTO && d->paths) {
        add(c, (candidate){.way = BY_COLUMNS});
    } else {
        if (kind == LAYOUT_AUTO && c->hub != UINT32_MAX)
            add_hub(c);
        add_forces(c);
    }
    if ((uint64_t)d->node_count * d->edge_count > COMPARED && c->count > 0)
        c->count = 1;
}

/* *placed: false when Graphviz gave nothing. */
static bool place(choice *c, const candidate *one, bool *placed)
{
    layout *l = c->layout;
    *placed = true;
    switch (one->way) {
    case BY_COLUMNS:
        return layout_paths(l, &c->graph);
    case BY_HUB:
        return layout_hub(l, &c->graph, c->hub, one->wide);
    case BY_STRESS:
        return layout_stress(l, &c->graph, one->wide);
    case BY_GRAPHVIZ:
        return layout_force(l, &c->graph, one->engine, placed);
    case BY_FLOW:
        return layout_flow(l, &c->graph);
    case BY_MAP:
        return layout_map(l, &c->graph);
    }
    return true;
}

/* What a reader minds, in crossings of lines. */
static double cost_of(const metrics *m)
{
    double wide = fmax(m->aspect, 1 / m->aspect);
    return m->edge_crossings + 60.0 * m->edges_through_nodes + 40.0 * m->collided + 15.0 * m->crossed +
           4.0 * m->left_out + 80 * fmax(0, 6 - m->min_text_pt) + 100 * fmax(0, wide - 1.8);
}

bool layout_choose(layout *l, layout_kind kind)
{
    const diagram *d = l->diagram;
    choice c = {.layout = l};
    size_t node_bytes = (d->node_count + 1u) * sizeof *l->nodes, edge_bytes = (d->edge_count + 1u) * sizeof *l->edges;
    c.unrouted = ent_arena_alloc(l->arena, edge_bytes);
    layout best = *l;
    best.nodes = ent_arena_alloc(l->arena, node_bytes);
    best.edges = ent_arena_alloc(l->arena, edge_bytes);
    if (!c.unrouted || !best.nodes || !best.edges || !layout_graph_of(l->arena, d, &c.graph))
        return false;
    memcpy(c.unrouted, l->edges, edge_bytes);
    list_candidates(&c, kind);
    double least = INFINITY;
    for (uint32_t i = 0; i < c.count; i++) {
        bool placed;
        memcpy(l->edges, c.unrouted, edge_bytes);
        if (!place(&c, &c.candidates[i], &placed))
            return false;
        if (!placed)
            continue;
        if (c.candidates[i].clear && !layout_clear_ways(l, &c.graph, 10))
            return false;
        if (!layout_route(l))
            return false;
        layout_set_bounds(l);
        if (c.count == 1)
            return true;
        metrics m;
        if (!metrics_of(l, layout_page_width(l), l->bounds.y1 + LAYOUT_PAGE_REST, &m))
            return false;
        double cost = cost_of(&m) * (c.hub != UINT32_MAX && c.candidates[i].way != BY_HUB ? UNEXPECTED : 1);
        if (cost >= least)
            continue;
        least = cost;
        memcpy(best.nodes, l->nodes, node_bytes);
        memcpy(best.edges, l->edges, edge_bytes);
        best.bounds = l->bounds;
    }
    l->nodes = best.nodes;
    l->edges = best.edges;
    l->bounds = best.bounds;
    return true;
}
