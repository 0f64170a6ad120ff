/* Lines. Each edge is a straight line where nothing is in its way; else it tries curves that bulge more and more to
 * either side and takes the one that passes through the fewest foreign boxes, labels and lines; where every curve meets
 * a box, it goes around in straight pieces with round corners (detour.c). */
#include "render/routing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    APART = 18,            /* px between the middles of lines of one pair */
    COUNT_CROSSINGS = 160, /* edges up to which a line bends to cross fewer others */
    THROUGH = 600,         /* what a foreign box on the way costs, in px of detour */
    ON_LABEL = 300,
    ON_SIBLING = 2000,
    FAINT_LABELS = 24, /* edges away from the focus up to which they have labels */
    MOST_TRIED = 2500, /* edges up to which lines bend at all */
    CAREFUL = 150000   /* edges times nodes up to which lines go around what is in their way */
};

static bool same_pair(const diagram_edge *a, const diagram_edge *b)
{
    return (a->from == b->from && a->to == b->to) || (a->from == b->to && a->to == b->from);
}

/* ---- where a line leaves a node ---- */

bool routing_inside(const layout *l, uint32_t i, point p, double gap)
{
    const layout_node *n = &l->nodes[i];
    if (!box_contains(box_grown(layout_box(n), gap), p))
        return false;
    if (l->diagram->nodes[i].shape != NODE_ORGANIZATION)
        return true;
    double slant = lesser(n->height, 24) * 0.5, y = fabs(p.y - n->at.y) / (n->height / 2 + gap);
    return fabs(p.x - n->at.x) < n->width / 2 + gap - slant * lesser(y, 1);
}

/* The share of a curve at which it leaves the node of its begin, or comes to that of its end (`end`). */
static double border_of(const layout *l, const curve *c, uint32_t node, double gap, bool end)
{
    enum { STEPS = 24 };
    double in = end, out = end;
    for (int i = 1; i <= STEPS && in == out; i++) {
        out = end ? 1 - (double)i / STEPS : (double)i / STEPS;
        if (routing_inside(l, node, curve_at(c, out), gap))
            in = out;
    }
    for (int i = 0; i < 14; i++) { /* between the last step inside and the first outside */
        double middle = (in + out) / 2;
        if (routing_inside(l, node, curve_at(c, middle), gap))
            in = middle;
        else
            out = middle;
    }
    return out;
}

/* The part of a line between two nodes that lies outside of both; the whole when there is none. */
static curve visible_part(const layout *l, const curve *c, uint32_t from, uint32_t to, double gap)
{
    double t0 = border_of(l, c, from, gap, false), t1 = border_of(l, c, to, gap, true);
    return t1 - t0 < 0.01 ? *c : curve_part(c, t0, t1);
}

/* How far a line bends to the left in its two halves, as one walks from the lower node; mostly the same. */
typedef struct {
    double first, second;
} bend;

static curve line_between(const routing *w, uint32_t edge, bend by)
{
    const diagram_edge *e = routing_edge(w, edge);
    const layout *l = w->layout;
    bool up = e->from < e->to;
    curve c =
        curve_bending(l->nodes[e->from].at, l->nodes[e->to].at, up ? by.first : -by.second, up ? by.second : -by.first);
    return visible_part(l, &c, e->from, e->to, 2);
}

/* From a node to itself, on one of its four sides. */
static curve loop_at(const layout_node *n, int side)
{
    double w = n->width / 2 + 2, h = n->height / 2 + 2;
    double a = lesser(w * 0.6, 18), b = lesser(h * 0.7, 12);
    point at = n->at;
    switch (side) {
    case 0:
        return (curve){{{at.x - a, at.y - h},
                        {at.x - a * 2.4, at.y - h - 52},
                        {at.x + a * 2.4, at.y - h - 52},
                        {at.x + a, at.y - h}}};
    case 1:
        return (curve){{{at.x - a, at.y + h},
                        {at.x - a * 2.4, at.y + h + 52},
                        {at.x + a * 2.4, at.y + h + 52},
                        {at.x + a, at.y + h}}};
    case 2:
        return (curve){
            {{at.x + w, at.y - b}, {at.x + w + 60, at.y - b * 3}, {at.x + w + 60, at.y + b * 3}, {at.x + w, at.y + b}}};
    default:
        return (curve){
            {{at.x - w, at.y - b}, {at.x - w - 60, at.y - b * 3}, {at.x - w - 60, at.y + b * 3}, {at.x - w, at.y + b}}};
    }
}

/* ---- what a line costs ---- */

/* Edges are sorted by pair, so those of one pair lie side by side. */
static uint32_t first_sibling(const routing *w, uint32_t edge)
{
    while (edge > 0 && same_pair(routing_edge(w, edge - 1), routing_edge(w, edge)))
        edge--;
    return edge;
}

static double cost_among_siblings(const routing *w, uint32_t edge, double bulge)
{
    double cost = 0;
    for (uint32_t i = first_sibling(w, edge);
         i < w->layout->diagram->edge_count && same_pair(routing_edge(w, i), routing_edge(w, edge)); i++)
        if (w->routed[i] && fabs(w->bulges[i] - bulge) < APART - 1)
            cost += ON_SIBLING;
    return cost;
}

static double cost_of_boxes(routing *w, uint32_t edge, const trace *t)
{
    const diagram_edge *e = routing_edge(w, edge);
    const uint32_t *near;
    uint32_t count = grid_near_trace(w->boxes, t, &near);
    double cost = 0;
    for (uint32_t i = 0; i < count; i++)
        if (near[i] != e->from && near[i] != e->to &&
            trace_meets_box(t, box_grown(layout_box(&w->layout->nodes[near[i]]), 5)))
            cost += THROUGH;
    return cost;
}

/* What makes the page wider. */
static double cost_of_width(const routing *w, const trace *t)
{
    return 40 * (greater(w->area.x0 - 4 - t->bounds.x0, 0) + greater(t->bounds.x1 - w->area.x1 - 4, 0));
}

static double cost_of_labels(routing *w, uint32_t edge, const trace *t)
{
    const uint32_t *near;
    uint32_t count = grid_near_trace(w->labels, t, &near);
    double cost = 0;
    for (uint32_t i = 0; i < count; i++)
        if (near[i] != edge && w->layout->edges[near[i]].placed &&
            trace_meets_box(t, box_grown(w->layout->edges[near[i]].label_box, 1)))
            cost += ON_LABEL;
    return cost;
}

static double cost_of_crossings(routing *w, uint32_t edge, const trace *t)
{
    const uint32_t *near;
    uint32_t count = grid_near_trace(w->lines, t, &near), crossings = 0;
    for (uint32_t i = 0; i < count; i++)
        if (near[i] != edge)
            crossings += traces_cross(t, &w->traces[near[i]]);
    return (w->layout->edges[edge].faint ? 8 : 25) * crossings;
}

typedef struct {
    routing *work;
    uint32_t edge;
    double place; /* the bulge where it lies when nothing is in its way */
    double cost, obstacles;
    curve line;
    double bulge;
} choice;

static void try_bend(choice *c, bend by)
{
    routing *w = c->work;
    curve line = line_between(w, c->edge, by);
    trace t;
    trace_of_curve(&line, &t);
    double bulge = (by.first + by.second) / 2; /* of its middle */
    /* a small detour costs little, one around half the picture more than a crossing */
    double detour = greater(fabs(by.first - c->place), fabs(by.second - c->place));
    double cost = detour * 0.45 + detour * detour * 0.003 + (bulge < c->place ? 0.1 : 0) + cost_of_width(w, &t);
    if (cost >= c->cost)
        return;
    double obstacles = cost_among_siblings(w, c->edge, bulge) + cost_of_boxes(w, c->edge, &t);
    if (cost + obstacles >= c->cost)
        return;
    obstacles += cost_of_labels(w, c->edge, &t);
    cost += obstacles;
    if (w->layout->diagram->edge_count <= COUNT_CROSSINGS)
        cost += cost_of_crossings(w, c->edge, &t);
    if (cost >= c->cost)
        return;
    c->cost = cost;
    c->obstacles = obstacles;
    c->line = line;
    c->bulge = bulge;
}

/* Where the lines of a pair lie when nothing is in their way: side by side, as one walks from the lower node. */
static double own_place(const routing *w, uint32_t edge)
{
    uint32_t first = first_sibling(w, edge), count = 0;
    while (first + count < w->layout->diagram->edge_count &&
           same_pair(routing_edge(w, first + count), routing_edge(w, edge)))
        count++;
    return ((double)(edge - first) - (count - 1) / 2.0) * APART;
}

/* A line that still runs through something: bent more near one end than near the other, or to both sides. */
static void try_uneven(choice *c, double length)
{
    static const double shares[] = {-0.7, -0.45, -0.25, 0, 0.25, 0.45, 0.7};
    enum { SHARES = sizeof shares / sizeof shares[0] };
    for (int i = 0; i < SHARES; i++)
        for (int k = 0; k < SHARES; k++)
            if (i != k)
                try_bend(c, (bend){c->place + shares[i] * length, c->place + shares[k] * length});
}

/* Around its place: bulges in steps, for lines of the same pair, and in shares of the length, for a way around. */
static void try_bulges(choice *c, double length)
{
    static const double bends[] = {0.07, 0.14, 0.22, 0.32, 0.45, 0.6};
    for (int step = 1; step <= 4; step++)
        for (int side = 1; side >= -1; side -= 2)
            try_bend(c, (bend){c->place + side * step * APART, c->place + side * step * APART});
    for (size_t i = 0; i < sizeof bends / sizeof bends[0]; i++)
        for (int side = 1; side >= -1; side -= 2)
            try_bend(c, (bend){c->place + side * bends[i] * length, c->place + side * bends[i] * length});
}

static void set_line(routing *w, uint32_t edge, const curve *line, double bulge)
{
    w->curves[edge] = *line;
    w->layout->edges[edge].line = (spline){&w->curves[edge], 1};
    w->bulges[edge] = bulge;
}

static bool choose_line(routing *w, uint32_t edge)
{
    const diagram *d = w->layout->diagram;
    const diagram_edge *e = routing_edge(w, edge);
    double length = distance_of(w->layout->nodes[e->from].at, w->layout->nodes[e->to].at);
    choice c = {.work = w, .edge = edge, .place = own_place(w, edge), .cost = INFINITY};
    try_bend(&c, (bend){c.place, c.place});
    bool careful = (uint64_t)d->edge_count * d->node_count <= CAREFUL;
    if (c.cost >= 1 && careful)
        try_bulges(&c, length);
    else if (c.cost >= 1 && d->edge_count <= MOST_TRIED) /* a little, for lines of a pair and past one box */
        for (int side = 1; side >= -1; side -= 2)
            try_bend(&c, (bend){c.place + side * APART, c.place + side * APART});
    if (c.obstacles >= ON_LABEL && c.obstacles < ON_SIBLING && d->edge_count <= COUNT_CROSSINGS)
        try_uneven(&c, length);
    set_line(w, edge, &c.line, c.bulge);
    if (c.obstacles < ON_LABEL || !careful)
        return true;
    spline around;
    bool found;
    if (!detour_find(w, edge, true, &around, &found))
        return false;
    if (!found && c.obstacles >= THROUGH && !detour_find(w, edge, false, &around, &found))
        return false;
    if (found) {
        w->layout->edges[edge].line = around;
        w->bulges[edge] = INFINITY;
    }
    return true;
}

static void choose_loop(routing *w, uint32_t edge)
{
    double best = INFINITY;
    for (int side = 0; side < 4; side++) {
        curve line = loop_at(&w->layout->nodes[routing_edge(w, edge)->from], side);
        trace t;
        trace_of_curve(&line, &t);
        double cost = cost_of_width(w, &t) + cost_among_siblings(w, edge, side * APART) + cost_of_boxes(w, edge, &t) +
                      cost_of_labels(w, edge, &t) + cost_of_crossings(w, edge, &t) + side;
        if (cost >= best)
            continue;
        best = cost;
        set_line(w, edge, &line, side * APART);
    }
}

/* ---- arrowheads ---- */

/* The share of a curve up to which it is further than `length` from its end; below 0: nowhere. */
static double share_before(const curve *c, point end, double length)
{
    double out = -1, in = 1;
    for (int i = 0; i <= 16 && out < 0; i++) {
        double t = 1 - i / 16.0;
        if (distance_of(curve_at(c, t), end) >= length)
            out = t;
        else
            in = t;
    }
    for (int i = 0; out >= 0 && i < 10; i++) {
        double middle = (in + out) / 2;
        if (distance_of(curve_at(c, middle), end) >= length)
            out = middle;
        else
            in = middle;
    }
    return out;
}

static void cut_end(spline *line, point tip, double head)
{
    while (line->count > 1 && share_before(&line->parts[line->count - 1], tip, head) < 0)
        line->count--;
    curve *last = &line->parts[line->count - 1];
    double t = share_before(last, tip, head);
    *last = curve_part(last, 0, t > 0 ? t : 0.5);
}

static curve reversed(const curve *c)
{
    return (curve){{c->p[3], c->p[2], c->p[1], c->p[0]}};
}

static void cut_begin(spline *line, point tail, double head)
{
    curve back = reversed(&line->parts[0]);
    while (line->count > 1 && share_before(&back, tail, head) < 0) {
        line->parts++;
        line->count--;
        back = reversed(&line->parts[0]);
    }
    double t = share_before(&back, tail, head);
    back = curve_part(&back, 0, t > 0 ? t : 0.5);
    line->parts[0] = reversed(&back);
}

/* Arrowheads take the ends of the line. */
static void set_tips(routing *w, uint32_t edge)
{
    layout *l = w->layout;
    layout_edge *e = &l->edges[edge];
    e->tip = e->line.parts[e->line.count - 1].p[3];
    e->tail = e->line.parts[0].p[0];
    if (!l->diagram->edges[edge].directed)
        return;
    double head =
        lesser(ROUTING_HEAD * (l->line_scale < 1 || e->faint ? 0.7 : 1), trace_length(&w->traces[edge]) * 0.4);
    cut_end(&e->line, e->tip, head);
    if (l->diagram->edges[edge].both)
        cut_begin(&e->line, e->tail, head);
}

/* ---- all of them ---- */

static bool route(routing *w, uint32_t edge)
{
    if (routing_edge(w, edge)->from == routing_edge(w, edge)->to)
        choose_loop(w, edge);
    else if (!choose_line(w, edge))
        return false;
    trace_of(&w->layout->edges[edge].line, &w->traces[edge]);
    w->routed[edge] = true;
    set_tips(w, edge);
    return grid_add_trace(w->lines, edge, &w->traces[edge]);
}

/* Those at the focus first: they get the straighter lines and the better places for labels. Gives how many. */
static uint32_t set_order(routing *w)
{
    const layout *l = w->layout;
    uint32_t placed = 0, main = 0;
    for (int faint = 0; faint < 2; faint++) {
        for (uint32_t i = 0; i < l->diagram->edge_count; i++)
            if (l->edges[i].faint == (faint == 1))
                w->order[placed++] = i;
        main = faint ? main : placed;
    }
    return main;
}

static bool open_grids(routing *w)
{
    layout *l = w->layout;
    box area = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (uint32_t i = 0; i < l->diagram->node_count; i++) {
        box b = layout_box(&l->nodes[i]);
        area = (box){lesser(area.x0, b.x0), lesser(area.y0, b.y0), greater(area.x1, b.x1), greater(area.y1, b.y1)};
    }
    w->area = area;
    w->boxes = grid_new(l->arena, area, l->diagram->node_count);
    w->lines = grid_new(l->arena, area, l->diagram->edge_count);
    w->labels = grid_new(l->arena, area, l->diagram->edge_count);
    if (!w->boxes || !w->lines || !w->labels)
        return false;
    for (uint32_t i = 0; i < l->diagram->node_count; i++)
        if (!grid_add_box(w->boxes, i, box_grown(layout_box(&l->nodes[i]), ROUTING_BOX_ROOM)))
            return false;
    return true;
}

bool layout_route(layout *l)
{
    uint32_t count = l->diagram->edge_count;
    routing w = {.layout = l};
    w.traces = ENT_NEW_ARRAY(l->arena, trace, (size_t)count + 1);
    w.bulges = ENT_NEW_ARRAY(l->arena, double, (size_t)count + 1);
    w.curves = ENT_NEW_ARRAY(l->arena, curve, (size_t)count + 1);
    w.order = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)count + 1);
    w.routed = ent_arena_zero(l->arena, (size_t)count + 1);
    if (!w.traces || !w.bulges || !w.curves || !w.order || !w.routed || !open_grids(&w))
        return false;
    uint32_t main = set_order(&w), labelled = count - main <= FAINT_LABELS ? count : main;
    for (uint32_t i = 0; i < count; i++) {
        if (i == main && !labels_place(&w, w.order, main)) /* before the faint lines, which pass around them */
            return false;
        if (!route(&w, w.order[i]))
            return false;
    }
    return labels_finish(&w, w.order, labelled);
}
