/* Lines and their labels. Each edge tries curves that bulge more and more to either side and takes the one that passes
 * through the fewest foreign boxes, labels and lines; a label then stands on its line where nothing else is. */
#include "render/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEAD = 9,              /* px, length of an arrowhead */
    APART = 18,            /* px between the middles of lines of one pair */
    CAREFUL = 250000,      /* edges times nodes up to which all curves are tried */
    COUNT_CROSSINGS = 400, /* edges up to which crossings count */
    THROUGH = 600,         /* what a foreign box on the way costs, in px of detour */
    FAINT_LABELS = 24      /* edges away from the focus up to which they have labels */
};

typedef struct {
    layout *layout;
    trace *traces; /* by edge, of the visible part */
    bool *routed;
    double *bulges; /* by edge, seen from the lower node to the higher */
    uint32_t *order;
    bool careful, count_crossings;
} work;

static const diagram_edge *edge_of(const work *w, uint32_t i)
{
    return &w->layout->diagram->edges[i];
}

static bool same_pair(const diagram_edge *a, const diagram_edge *b)
{
    return (a->from == b->from && a->to == b->to) || (a->from == b->to && a->to == b->from);
}

/* ---- where a line leaves a node ---- */

static bool inside(const layout *l, uint32_t i, point p, double gap)
{
    const layout_node *n = &l->nodes[i];
    if (!box_contains(box_grown(layout_box(n), gap), p))
        return false;
    if (l->diagram->nodes[i].shape != NODE_ORGANIZATION)
        return true;
    double slant = fmin(n->height, 24) * 0.5, y = fabs(p.y - n->at.y) / (n->height / 2 + gap);
    return fabs(p.x - n->at.x) < n->width / 2 + gap - slant * fmin(y, 1);
}

/* The part of a line between two nodes that lies outside of both; the whole when there is none. */
static curve visible_part(const layout *l, const curve *c, uint32_t from, uint32_t to, double gap)
{
    const int steps = 200;
    int first = 0, last = steps;
    while (first < steps && inside(l, from, curve_at(c, (double)first / steps), gap))
        first++;
    while (last > first && inside(l, to, curve_at(c, (double)last / steps), gap))
        last--;
    if (last - first < 2)
        return *c;
    double t[2] = {(double)first / steps, (double)last / steps};
    for (int end = 0; end < 2; end++) { /* between the last step inside and the first outside */
        double in = end ? t[1] + 1.0 / steps : t[0] - 1.0 / steps, out = t[end];
        for (int i = 0; i < 12 && in >= 0 && in <= 1; i++) {
            double middle = (in + out) / 2;
            if (inside(l, end ? to : from, curve_at(c, middle), gap))
                in = middle;
            else
                out = middle;
        }
        t[end] = out;
    }
    return curve_part(c, t[0], t[1]);
}

/* How far a line bends to the left in its two halves, as one walks from the lower node; mostly the same. */
typedef struct {
    double first, second;
} bend;

static curve line_between(const work *w, uint32_t edge, bend by)
{
    const diagram_edge *e = edge_of(w, edge);
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
    double a = fmin(w * 0.6, 18), b = fmin(h * 0.7, 12);
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
static uint32_t first_sibling(const work *w, uint32_t edge)
{
    while (edge > 0 && same_pair(edge_of(w, edge - 1), edge_of(w, edge)))
        edge--;
    return edge;
}

static double cost_among_siblings(const work *w, uint32_t edge, double bulge)
{
    double cost = 0;
    for (uint32_t i = first_sibling(w, edge);
         i < w->layout->diagram->edge_count && same_pair(edge_of(w, i), edge_of(w, edge)); i++)
        if (w->routed[i] && fabs(w->bulges[i] - bulge) < APART - 1)
            cost += 2000;
    return cost;
}

static double cost_of(const work *w, uint32_t edge, const trace *t, double bulge)
{
    const diagram *d = w->layout->diagram;
    const diagram_edge *e = edge_of(w, edge);
    double cost = cost_among_siblings(w, edge, bulge);
    for (uint32_t i = 0; i < d->node_count && w->careful; i++)
        if (i != e->from && i != e->to && trace_meets_box(t, box_grown(layout_box(&w->layout->nodes[i]), 5)))
            cost += THROUGH;
    for (uint32_t i = 0; i < d->edge_count && w->careful; i++) {
        if (!w->routed[i])
            continue;
        if (w->layout->edges[i].placed && trace_meets_box(t, box_grown(w->layout->edges[i].label_box, 1)))
            cost += 150;
        if (w->count_crossings)
            cost += (w->layout->edges[edge].faint ? 8 : 25) * traces_cross(t, &w->traces[i]);
    }
    return cost;
}

static void try_bend(work *w, uint32_t edge, double place, bend by, double *best)
{
    curve line = line_between(w, edge, by);
    trace t = trace_of(&line);
    double bulge = (by.first + by.second) / 2; /* of its middle */
    double detour =
        fmax(fabs(by.first - place),
             fabs(by.second - place)); /* a small one costs little, one around half the picture more than a crossing */
    double cost = cost_of(w, edge, &t, bulge) + detour * 0.45 + detour * detour * 0.003 + (bulge < place ? 0.1 : 0);
    if (cost >= *best)
        return;
    *best = cost;
    w->layout->edges[edge].line = line;
    w->traces[edge] = t;
    w->bulges[edge] = bulge;
}

static void try_bulge(work *w, uint32_t edge, double place, double bulge, double *best)
{
    try_bend(w, edge, place, (bend){bulge, bulge}, best);
}

/* Where the lines of a pair lie when nothing is in their way: side by side, as one walks from the lower node. */
static double own_place(const work *w, uint32_t edge)
{
    uint32_t first = first_sibling(w, edge), count = 0;
    while (first + count < w->layout->diagram->edge_count && same_pair(edge_of(w, first + count), edge_of(w, edge)))
        count++;
    return ((double)(edge - first) - (count - 1) / 2.0) * APART;
}

/* A line that still runs through a box: bent more near one end than near the other, or to both sides. */
static void try_uneven(work *w, uint32_t edge, double place, double length, double *best)
{
    static const double shares[] = {-1, -0.7, -0.45, -0.25, 0, 0.25, 0.45, 0.7, 1, 1.4, -1.4};
    enum { SHARES = sizeof shares / sizeof shares[0] };
    for (int i = 0; i < SHARES; i++)
        for (int k = 0; k < SHARES; k++)
            if (i != k)
                try_bend(w, edge, place, (bend){place + shares[i] * length, place + shares[k] * length}, best);
}

/* Around its place: bulges in steps, for lines of the same pair, and in shares of the length, for a way around. */
static void choose_line(work *w, uint32_t edge)
{
    static const double bends[] = {0.07, 0.14, 0.22, 0.32, 0.45, 0.6, 0.85, 1.1};
    const diagram_edge *e = edge_of(w, edge);
    double length = distance_of(w->layout->nodes[e->from].at, w->layout->nodes[e->to].at), best = INFINITY;
    double place = own_place(w, edge);
    try_bulge(w, edge, place, place, &best);
    for (int side = 1; side >= -1 && w->careful; side -= 2) {
        for (int step = 1; step <= 4; step++)
            try_bulge(w, edge, place, place + side * step * APART, &best);
        for (size_t i = 0; i < sizeof bends / sizeof bends[0]; i++)
            try_bulge(w, edge, place, place + side * bends[i] * length, &best);
    }
    if (best >= THROUGH && w->careful)
        try_uneven(w, edge, place, length, &best);
}

static void choose_loop(work *w, uint32_t edge)
{
    layout *l = w->layout;
    double best = INFINITY;
    for (int side = 0; side < 4; side++) {
        curve line = loop_at(&l->nodes[edge_of(w, edge)->from], side);
        trace t = trace_of(&line);
        double cost = cost_of(w, edge, &t, side * APART) + side;
        if (cost >= best)
            continue;
        best = cost;
        l->edges[edge].line = line;
        w->traces[edge] = t;
        w->bulges[edge] = side * APART;
    }
}

/* Arrowheads take the ends of the line. */
static void set_tips(work *w, uint32_t edge)
{
    layout *l = w->layout;
    layout_edge *e = &l->edges[edge];
    e->tip = e->line.p[3];
    e->tail = e->line.p[0];
    if (!l->diagram->edges[edge].directed)
        return;
    const trace *t = &w->traces[edge];
    double length = 0, at = 1;
    for (int i = 0; i < TRACE; i++)
        length += distance_of(t->p[i], t->p[i + 1]);
    double head = fmin(HEAD * (l->line_scale < 1 || e->faint ? 0.7 : 1), length * 0.4);
    double step = 0.5 / fmax(length, 1);
    while (at > 0.5 && distance_of(curve_at(&e->line, at), e->tip) < head)
        at -= step;
    e->line = curve_part(&e->line, 0, at);
    if (!l->diagram->edges[edge].both)
        return;
    for (at = 0; at < 0.5 && distance_of(curve_at(&e->line, at), e->tail) < head;)
        at += step;
    e->line = curve_part(&e->line, at, 1);
}

/* ---- labels ---- */

static bool label_is_clear(const work *w, uint32_t edge, box b)
{
    const layout *l = w->layout;
    const layout_edge *e = &l->edges[edge];
    box around = box_grown(b, 5);
    if (box_contains(around, e->line.p[0]) || box_contains(around, e->line.p[3]) || box_contains(around, e->tip) ||
        box_contains(around, e->tail))
        return false;
    for (uint32_t i = 0; i < l->diagram->node_count; i++)
        if (box_overlaps(box_grown(b, 3), layout_box(&l->nodes[i])))
            return false;
    for (uint32_t i = 0; i < l->diagram->edge_count; i++) {
        if (i == edge)
            continue;
        if (l->edges[i].placed && box_overlaps(box_grown(b, 2), l->edges[i].label_box))
            return false;
        if (w->routed[i] && trace_meets_box(&w->traces[i], box_grown(b, 1)))
            return false;
    }
    return true;
}

/* On the line, or so far beside its middle that the line still runs through the plate. */
static bool try_label(work *w, uint32_t edge, double t, double shift)
{
    layout_edge *e = &w->layout->edges[edge];
    point at = curve_at(&e->line, t), before = curve_at(&e->line, t - 0.02), after = curve_at(&e->line, t + 0.02);
    double length = fmax(distance_of(before, after), 1e-6);
    double nx = (after.y - before.y) / length, ny = -(after.x - before.x) / length;
    double width = e->label_width + 6, height = w->layout->theme->small_size + 4;
    double reach = fabs(nx) * width / 2 + fabs(ny) * height / 2 - 4;
    if (fabs(shift) > reach)
        return false;
    box b = box_around((point){at.x + nx * shift, at.y + ny * shift}, width, height);
    if (!label_is_clear(w, edge, b))
        return false;
    e->label_box = b;
    e->placed = true;
    return true;
}

static bool find_place(work *w, uint32_t edge)
{
    static const double places[] = {0.5,  0.56, 0.44, 0.62, 0.38, 0.68, 0.32, 0.74,
                                    0.26, 0.8,  0.2,  0.85, 0.15, 0.9,  0.1};
    static const double shifts[] = {0, 5, -5, 10, -10, 15, -15, 20, -20};
    if (*w->layout->edges[edge].label == '\0')
        return true;
    for (size_t s = 0; s < sizeof shifts / sizeof shifts[0]; s++)
        for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
            if (try_label(w, edge, places[i], shifts[s]))
                return true;
    return false;
}

static void place_label(work *w, uint32_t edge)
{
    layout_edge *e = &w->layout->edges[edge];
    if (find_place(w, edge))
        return;
    e->label = e->short_label;
    e->label_width = e->short_width;
    find_place(w, edge);
}

/* ---- all of them ---- */

static void route(work *w, uint32_t edge)
{
    if (edge_of(w, edge)->from == edge_of(w, edge)->to)
        choose_loop(w, edge);
    else
        choose_line(w, edge);
    w->routed[edge] = true;
    set_tips(w, edge);
}

/* Those at the focus first: they get the straighter lines and the better places for labels. Gives how many. */
static uint32_t set_order(work *w)
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

bool layout_route(layout *l)
{
    uint32_t count = l->diagram->edge_count;
    work w = {.layout = l};
    w.traces = ENT_NEW_ARRAY(l->arena, trace, (size_t)count + 1);
    w.bulges = ENT_NEW_ARRAY(l->arena, double, (size_t)count + 1);
    w.order = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)count + 1);
    w.routed = ent_arena_zero(l->arena, (size_t)count + 1);
    if (!w.traces || !w.bulges || !w.order || !w.routed)
        return false;
    w.careful = (uint64_t)count * l->diagram->node_count <= CAREFUL;
    w.count_crossings = count <= COUNT_CROSSINGS;
    uint32_t main = set_order(&w);
    for (int faint = 0; faint < 2; faint++) {
        uint32_t first = faint ? main : 0, end = faint ? count : main;
        for (uint32_t i = first; i < end; i++)
            route(&w, w.order[i]);
        for (uint32_t i = first; i < end && w.careful && (!faint || count - main <= FAINT_LABELS); i++)
            place_label(&w, w.order[i]);
    }
    return true;
}
