/* The choice of a layout: by shape and size those that may suit, each placed and judged roughly, by its straight lines
 * and the size of its letters; the best is drawn to the end, lines and labels too, and the next ones only where readers
 * would stumble over something in it. */
#include "render/layout.h"
#include "render/metrics.h"
#include "render/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_AROUND = 90,    /* a ring of more nodes than this is no picture any more */
    FEW = 40,            /* nodes up to which where they begin does not matter */
    MOST_IMPROVED = 200, /* nodes up to which they are moved about for fewer crossings */
    ALL_READABLE = 60,   /* nodes up to which no letter may be too small */
    COMPARED = 150000,   /* nodes times edges up to which layouts are compared */
    ROUGHLY = 1500,      /* edges up to which crossings are counted for that */
    MAX_CANDIDATES = 8
};

typedef enum { BY_COLUMNS, BY_HUB, BY_STRESS, BY_FRAME, BY_FLOW, BY_MAP } way;

typedef struct {
    way way;
    bool clear;    /* boxes are pushed off the ways between others */
    double room;   /* BY_FRAME: area of the frame, by what boxes and labels take */
    bool graphviz; /* BY_FRAME: begins with places by sfdp */
    double rough;  /* what a reader minds, judged by straight lines */
    point *places;
} candidate;

typedef struct {
    layout *layout;
    layout_graph graph;
    uint32_t hub; /* UINT32_MAX: none */
    candidate candidates[MAX_CANDIDATES];
    uint32_t count;
    layout_edge *unrouted; /* edges as they were before a line was drawn */
    const legend *signs;
    double rest; /* px that a page is higher than its drawing, without a key */
} choice;

static const double EXPECTED = 0.87; /* a hub amid its partners says at once what a picture is about */
static const double SMALLEST_PT = 6.05;

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

static void add_forces(choice *c)
{
    if (c->layout->diagram->node_count <= MOST_IMPROVED) {
        add(c, (candidate){.way = BY_FRAME, .room = 1.7});
        add(c, (candidate){.way = BY_FRAME, .room = 2.6});
        if (c->layout->diagram->node_count > FEW)
            add(c, (candidate){.way = BY_FRAME, .room = 2.6, .graphviz = true});
    } else {
        add(c, (candidate){.way = BY_STRESS});
    }
}

static void list_candidates(choice *c, layout_kind kind)
{
    const diagram *d = c->layout->diagram;
    c->hub = hub_of(d, &c->graph);
    if (kind == LAYOUT_HUB) {
        c->hub = centre_of(d);
        add(c, (candidate){.way = BY_HUB});
    } else if (kind == LAYOUT_FLOW) {
        add(c, (candidate){.way = d->paths ? BY_COLUMNS : BY_FLOW});
    } else if (kind == LAYOUT_MAP) {
        add(c, (candidate){.way = BY_MAP});
        add(c, (candidate){.way = BY_MAP, .clear = true});
    } else if (kind == LAYOUT_AUTO && d->paths) {
        add(c, (candidate){.way = BY_COLUMNS});
    } else {
        if (kind == LAYOUT_AUTO && c->hub != UINT32_MAX)
            add(c, (candidate){.way = BY_HUB});
        add_forces(c);
    }
    if ((uint64_t)d->node_count * d->edge_count > COMPARED && c->count > 0)
        c->count = 1;
}

/* ---- places ---- */

/* Width and height of a frame with so much room, such that letters are large enough on the page. */
static void frame_of(const choice *c, double room, double *width, double *height)
{
    const double key_line = 1.2; /* px by which a key grows with each label, as a few of them come to stand there */
    const layout *l = c->layout;
    const diagram *d = l->diagram;
    double area = 0, widest = 0, key = 30; /* lines and labels may come to lie a little outside of the frame */
    double most = (l->theme->small_size * LAYOUT_PT_WIDTH / SMALLEST_PT - 2 * LAYOUT_PAGE_MARGIN) * 0.94;
    for (uint32_t i = 0; i < d->node_count; i++) {
        area += (l->nodes[i].width + 30) * (l->nodes[i].height + 34);
        widest = fmax(widest, l->nodes[i].width);
    }
    for (uint32_t i = 0; i < d->edge_count; i++) {
        area += l->edges[i].faint ? 400 : (l->edges[i].label_width + 16) * 24;
        key += l->edges[i].faint ? 0 : key_line;
    }
    area *= room;
    *width = fmax(fmin(sqrt(area * 1.15), most), fmax(widest + 80, 300));
    *height = area / *width;
    double highest = 1.8 * (*width + 2 * LAYOUT_PAGE_MARGIN) - c->rest - key;
    if (*height > highest) { /* the whole page grows, and stays upright */
        double share = sqrt(*height / fmax(highest, 1));
        *width *= share;
        *height = area / *width;
    }
    if (d->node_count <= ALL_READABLE && *width > most) {
        *width = most;
        *height = fmin(area / most, 1.8 * (most + 2 * LAYOUT_PAGE_MARGIN) - c->rest - key);
    }
    *height = fmax(*height, *width * 0.3);
}

/* Places to begin with; Graphviz may give none. */
static bool begin(choice *c, const candidate *one, double wide)
{
    bool placed = false;
    if (one->graphviz && !layout_force(c->layout, &c->graph, &placed))
        return false;
    return placed || layout_stress(c->layout, &c->graph, wide);
}

static bool place(choice *c, const candidate *one)
{
    layout *l = c->layout;
    double width, height;
    switch (one->way) {
    case BY_COLUMNS:
        return layout_paths(l, &c->graph);
    case BY_HUB:
        return layout_hub(l, &c->graph, c->hub);
    case BY_STRESS:
        return layout_stress(l, &c->graph, 1.3);
    case BY_FRAME:
        frame_of(c, one->room, &width, &height);
        return begin(c, one, width / height) && layout_improve(l, width, height);
    case BY_FLOW:
        return layout_flow(l, &c->graph);
    case BY_MAP:
        return layout_map(l, &c->graph) && (!one->clear || layout_clear_ways(l, &c->graph, 10));
    }
    return true;
}

/* ---- what a reader minds, in crossings of lines ---- */

static double cost_of_page(const layout *l, double min_text_pt, double aspect)
{
    double wide = fmax(aspect, 1 / aspect), small = l->diagram->node_count <= ALL_READABLE ? 600 : 60;
    return small * fmax(0, SMALLEST_PT - 0.04 - min_text_pt) + 4 * fmax(0, 9 - min_text_pt) + 10 * fmax(0, wide - 1.7) +
           2000 * fmax(0, wide - 1.98);
}

static double cost_of(const layout *l, const metrics *m)
{
    return m->edge_crossings + 60.0 * m->edges_through_nodes + 40.0 * m->collided + 25.0 * m->crossed +
           3.0 * m->left_out + 1.5 * m->keyed + cost_of_page(l, m->min_text_pt, m->aspect);
}

/* By straight lines. */
static double rough_cost(const choice *c)
{
    const layout *l = c->layout;
    const diagram *d = l->diagram;
    box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    double crossings = 0, through = 0;
    for (uint32_t i = 0; i < d->node_count; i++) {
        box b = layout_box(&l->nodes[i]);
        all = (box){fmin(all.x0, b.x0), fmin(all.y0, b.y0), fmax(all.x1, b.x1), fmax(all.y1, b.y1)};
    }
    for (uint32_t i = 0; i < d->edge_count && d->edge_count <= ROUGHLY; i++) {
        const diagram_edge *e = &d->edges[i];
        point a = l->nodes[e->from].at, b = l->nodes[e->to].at;
        for (uint32_t k = 0; k < i; k++) {
            const diagram_edge *f = &d->edges[k];
            if (e->from != f->from && e->from != f->to && e->to != f->from && e->to != f->to)
                crossings += segments_cross(a, b, l->nodes[f->from].at, l->nodes[f->to].at);
        }
        for (uint32_t k = 0; k < d->node_count; k++)
            through += k != e->from && k != e->to && segment_meets_box(a, b, box_grown(layout_box(&l->nodes[k]), 4));
    }
    double width = fmax(all.x1 - all.x0 + 2 * LAYOUT_PAGE_MARGIN, LAYOUT_PAGE_LEAST);
    double height = all.y1 - all.y0 + c->rest;
    return crossings + 4 * through + cost_of_page(l, l->theme->small_size / width * LAYOUT_PT_WIDTH, width / height);
}

/* What stands around a drawing of middling width. */
static bool open_page(choice *c)
{
    enum { MIDDLING = 800 };
    c->signs = legend_of(c->layout->diagram, c->layout->theme);
    c->layout->bounds = (box){0, 0, MIDDLING, 0};
    const page *around = c->signs ? page_of(c->layout, c->signs) : NULL;
    c->rest = around ? around->height : 0;
    return around != NULL;
}

static bool place_all(choice *c)
{
    layout *l = c->layout;
    for (uint32_t i = 0; i < c->count; i++) {
        candidate *one = &c->candidates[i];
        if (!place(c, one))
            return false;
        if (c->count == 1)
            return true;
        one->places = ENT_NEW_ARRAY(l->arena, point, l->diagram->node_count + 1u);
        if (!one->places)
            return false;
        for (uint32_t k = 0; k < l->diagram->node_count; k++)
            one->places[k] = l->nodes[k].at;
        one->rough = rough_cost(c) * (one->way == BY_HUB ? EXPECTED : 1);
    }
    return true;
}

static int by_rough_cost(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    return x->rough < y->rough ? -1 : x->rough > y->rough;
}

/* ---- drawn to the end ---- */

static bool draw(layout *l)
{
    l->keyed_count = 0;
    if (!layout_route(l))
        return false;
    layout_set_bounds(l);
    return true;
}

/* Measures the layout on its page. */
static bool measure(choice *c, metrics *m)
{
    const page *around = page_of(c->layout, c->signs);
    return around && metrics_of(c->layout, around->width, around->height, m);
}

static bool stumbles(const metrics *m)
{
    return m->edges_through_nodes || m->collided || m->crossed || m->left_out + m->keyed > 3 + m->texts / 10;
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
    best.keyed = ENT_NEW_ARRAY(l->arena, uint32_t, d->edge_count + 1u);
    if (!c.unrouted || !best.nodes || !best.edges || !best.keyed || !layout_graph_of(l->arena, d, &c.graph))
        return false;
    memcpy(c.unrouted, l->edges, edge_bytes);
    list_candidates(&c, kind);
    if (c.count > 1 && !open_page(&c))
        return false;
    if (!place_all(&c))
        return false;
    if (c.count == 1)
        return draw(l);
    qsort(c.candidates, c.count, sizeof *c.candidates, by_rough_cost);
    double least = INFINITY;
    bool good = false;
    for (uint32_t i = 0; i < c.count && !good; i++) {
        memcpy(l->edges, c.unrouted, edge_bytes);
        for (uint32_t k = 0; k < d->node_count; k++)
            l->nodes[k].at = c.candidates[i].places[k];
        metrics m;
        if (!draw(l) || !measure(&c, &m))
            return false;
        good = !stumbles(&m);
        double cost = cost_of(l, &m) * (c.candidates[i].way == BY_HUB ? EXPECTED : 1);
        if (cost >= least)
            continue;
        least = cost;
        memcpy(best.nodes, l->nodes, node_bytes);
        memcpy(best.edges, l->edges, edge_bytes);
        memcpy(best.keyed, l->keyed, l->keyed_count * sizeof *l->keyed);
        best.keyed_count = l->keyed_count;
        best.bounds = l->bounds;
    }
    l->nodes = best.nodes;
    l->edges = best.edges;
    l->keyed = best.keyed;
    l->keyed_count = best.keyed_count;
    l->bounds = best.bounds;
    return true;
}
