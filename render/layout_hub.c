/* A hub with its partners around it on one ellipse, or on two when there are many, in an order that keeps partners with
 * ties among them close together. */
#include "render/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ONE_RING = 15,         /* partners that one ring holds well */
    CROSSINGS_UP_TO = 160, /* ties among partners up to which crossings are counted */
    PASSES = 30
};

typedef struct {
    uint32_t a, b; /* partners, as places in w->partners */
} chord;

typedef struct {
    layout *layout;
    const layout_graph *graph;
    uint32_t hub, count;
    uint32_t *partners; /* nodes */
    uint32_t *slot;     /* partner -> place on the ring */
    uint32_t *order;    /* place on the ring -> partner */
    chord *chords;
    uint32_t chord_count;
    uint32_t *begin, *incident; /* partner -> its chords: incident[begin[p]] .. incident[begin[p + 1] - 1] */
    double *angle;              /* place on the ring -> radians */
    double wide;                /* width of the ring by its height */
    double *lane;               /* place on the ring -> px that the lines to the hub take to either side */
} work;

/* ---- order on the ring ---- */

static bool find_chords(work *w)
{
    uint32_t n = w->layout->diagram->node_count, room = w->graph->start[n];
    uint32_t *partner = ENT_NEW_ARRAY(w->layout->arena, uint32_t, (size_t)n + 1);
    w->chords = ENT_NEW_ARRAY(w->layout->arena, chord, (size_t)room + 1);
    if (!partner || !w->chords)
        return false;
    for (uint32_t i = 0; i < w->count; i++)
        partner[w->partners[i]] = i;
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t node = w->partners[i];
        for (uint32_t k = w->graph->start[node]; k < w->graph->start[node + 1]; k++)
            if (w->graph->list[k] > node && w->graph->list[k] != w->hub)
                w->chords[w->chord_count++] = (chord){i, partner[w->graph->list[k]]};
    }
    return true;
}

static uint32_t span(const work *w, chord c)
{
    uint32_t a = w->slot[c.a], b = w->slot[c.b], steps = a > b ? a - b : b - a;
    return steps < w->count - steps ? steps : w->count - steps;
}

/* Whether two chords of a circle cross. */
static bool interleave(const work *w, chord c, chord d)
{
    uint32_t a = w->slot[c.a], b = w->slot[c.b], x = w->slot[d.a], y = w->slot[d.b];
    if (a > b) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    bool in_x = x > a && x<b, in_y = y> a && y < b;
    return in_x != in_y && x != a && x != b && y != a && y != b;
}

static uint64_t cost_of_chord(const work *w, uint32_t i)
{
    uint64_t steps = span(w, w->chords[i]), cost = steps * steps;
    for (uint32_t k = 0; k < w->chord_count && w->chord_count <= CROSSINGS_UP_TO; k++)
        cost += interleave(w, w->chords[i], w->chords[k]);
    return cost;
}

/* Of all chords of two partners: what changes when they exchange their places. */
static uint64_t cost_of_pair(const work *w, uint32_t a, uint32_t b)
{
    uint64_t cost = 0;
    for (uint32_t k = w->begin[a]; k < w->begin[a + 1]; k++)
        cost += cost_of_chord(w, w->incident[k]);
    for (uint32_t k = w->begin[b]; k < w->begin[b + 1]; k++)
        cost += cost_of_chord(w, w->incident[k]);
    return cost;
}

static void exchange(work *w, uint32_t i, uint32_t k)
{
    uint32_t a = w->order[i], b = w->order[k];
    w->order[i] = b;
    w->order[k] = a;
    w->slot[b] = i;
    w->slot[a] = k;
}

static bool find_incident(work *w)
{
    w->begin = ent_arena_zero(w->layout->arena, ((size_t)w->count + 3) * sizeof *w->begin);
    w->incident = ENT_NEW_ARRAY(w->layout->arena, uint32_t, (size_t)w->chord_count * 2 + 1);
    if (!w->begin || !w->incident)
        return false;
    for (uint32_t i = 0; i < w->chord_count; i++) {
        w->begin[w->chords[i].a + 2]++;
        w->begin[w->chords[i].b + 2]++;
    }
    for (uint32_t i = 2; i < w->count + 2; i++)
        w->begin[i] += w->begin[i - 1];
    for (uint32_t i = 0; i < w->chord_count; i++) { /* begin[p + 1] moves from the begin to the end of p's list */
        w->incident[w->begin[w->chords[i].a + 1]++] = i;
        w->incident[w->begin[w->chords[i].b + 1]++] = i;
    }
    return true;
}

/* Takes two partners' places in exchange wherever that helps, until it does no more. The work is bounded, so large
 * rings get fewer passes. */
static bool order_ring(work *w)
{
    if (!find_incident(w))
        return false;
    int64_t budget = 6000000;
    int64_t each = w->chord_count <= CROSSINGS_UP_TO ? w->chord_count + 1 : 1;
    bool better = true;
    for (int pass = 0; pass < PASSES && better; pass++) {
        better = false;
        for (uint32_t i = 0; i < w->count; i++)
            for (uint32_t k = i + 1; k < w->count && budget > 0; k++) {
                uint32_t a = w->order[i], b = w->order[k];
                uint32_t chords = w->begin[a + 1] - w->begin[a] + w->begin[b + 1] - w->begin[b];
                if (chords == 0)
                    continue;
                budget -= 2 * each * chords;
                uint64_t before = cost_of_pair(w, a, b);
                exchange(w, i, k);
                if (cost_of_pair(w, a, b) < before)
                    better = true;
                else
                    exchange(w, i, k);
            }
    }
    return true;
}

/* ---- places ---- */

/* How much of the ring a box takes where it stands: all of its width above and below, of its height at the sides. */
static double share(const layout_node *node, double angle)
{
    return fabs(sin(angle)) * (node->width + 16) + fabs(cos(angle)) * (node->height + 16);
}

/* Angles such that each box has the share of the ring that it takes; that depends on the angle, so a few rounds. */
static void spread_angles(work *w)
{
    double turn = 2 * M_PI;
    for (uint32_t i = 0; i < w->count; i++)
        w->angle[i] = -M_PI / 2 + turn * i / w->count;
    for (int round = 0; round < 30; round++) {
        double total = 0, at = 0;
        for (uint32_t i = 0; i < w->count; i++)
            total += share(&w->layout->nodes[w->partners[w->order[i]]], w->angle[i]);
        for (uint32_t i = 0; i < w->count; i++) {
            double mine = share(&w->layout->nodes[w->partners[w->order[i]]], w->angle[i]);
            double wanted = -M_PI / 2 + turn * (at + mine / 2) / total;
            w->angle[i] = (w->angle[i] + wanted) / 2;
            at += mine;
        }
    }
}

static layout_node *node_at(work *w, uint32_t place)
{
    return &w->layout->nodes[w->partners[w->order[place]]];
}

/* With `second` above 1 every other partner stands further out, its line passing between two of the inner ones. */
static void place_ring(work *w, double radius, double second)
{
    for (uint32_t i = 0; i < w->count; i++) {
        double r = radius * (i % 2 ? second : 1);
        node_at(w, i)->at = (point){w->wide * r * cos(w->angle[i]), r * sin(w->angle[i])};
    }
}

/* Whether boxes keep apart from each other and from the lines to the hub. */
static bool is_clear(work *w)
{
    box hub = box_grown(layout_box(&w->layout->nodes[w->hub]), 60);
    for (uint32_t i = 0; i < w->count; i++) {
        box b = layout_box(node_at(w, i));
        if (box_overlaps(b, hub))
            return false;
        for (uint32_t k = 0; k < w->count; k++) {
            if (k == i)
                continue;
            if (box_overlaps(box_grown(b, 18), layout_box(node_at(w, k))) ||
                segment_meets_box((point){0, 0}, node_at(w, k)->at, box_grown(b, 5 + w->lane[k])))
                return false;
        }
    }
    return true;
}

/* How much room the lines between the hub and each partner need when they lie side by side. */
static void measure_lanes(work *w)
{
    const diagram *d = w->layout->diagram;
    for (uint32_t i = 0; i < w->count; i++)
        w->lane[i] = 0;
    for (uint32_t i = 0, same = 0; i < d->edge_count; i++) {
        const diagram_edge *e = &d->edges[i], *before = i ? e - 1 : NULL;
        uint32_t partner = e->from == w->hub ? e->to : e->from;
        if (e->from == e->to || (e->from != w->hub && e->to != w->hub))
            continue;
        bool sibling = before && ((before->from == e->from && before->to == e->to) ||
                                  (before->from == e->to && before->to == e->from));
        same = sibling ? same + 1 : 0;
        for (uint32_t k = 0; k < w->count; k++)
            if (w->partners[w->order[k]] == partner)
                w->lane[k] = same * 9.0;
    }
}

/* The tightest rings on which everything keeps apart; with many partners the one of several pairs of rings that makes
 * the smallest picture. False: none does. */
static bool place_all(work *w)
{
    static const double seconds[] = {1, 1.25, 1.42, 1.6};
    double best = INFINITY, best_radius = 0, best_second = 1;
    for (size_t i = 0; i < sizeof seconds / sizeof seconds[0] && (i == 0 || w->count > ONE_RING); i++)
        for (double radius = 160; radius * seconds[i] < best && radius < 60000; radius *= 1.03) {
            place_ring(w, radius, seconds[i]);
            if (!is_clear(w))
                continue;
            best = radius * seconds[i];
            best_radius = radius;
            best_second = seconds[i];
        }
    place_ring(w, best_radius, best_second);
    return best < INFINITY;
}

/* How well a ring of some shape suits a page: letters that are too small, and a page that is a ribbon, count most. */
static double cost_of_page(const work *w)
{
    box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (uint32_t i = 0; i < w->layout->diagram->node_count; i++) {
        box b = layout_box(&w->layout->nodes[i]);
        all = (box){fmin(all.x0, b.x0), fmin(all.y0, b.y0), fmax(all.x1, b.x1), fmax(all.y1, b.y1)};
    }
    double width = fmax(all.x1 - all.x0 + 2 * LAYOUT_PAGE_MARGIN, LAYOUT_PAGE_LEAST);
    double height = all.y1 - all.y0 + LAYOUT_PAGE_REST, wide = fmax(width / height, height / width);
    return width / 1000 + fmax(0, width - 1000) / 100 + 10 * fmax(0, wide - 1.7) + height / 2000;
}

/* The shape of ring that suits the page best. False: none keeps all apart. */
static bool place_best(work *w)
{
    static const double wides[] = {1.25, 1, 0.8, 0.65, 0.55};
    double least = INFINITY, best = 0;
    for (size_t i = 0; i < sizeof wides / sizeof wides[0]; i++) {
        w->wide = wides[i];
        if (!place_all(w))
            continue;
        double cost = cost_of_page(w);
        if (cost < least) {
            least = cost;
            best = wides[i];
        }
    }
    w->wide = best;
    return least < INFINITY && place_all(w);
}

bool layout_hub(layout *l, const layout_graph *graph, uint32_t hub)
{
    uint32_t n = l->diagram->node_count;
    work w = {.layout = l, .graph = graph, .hub = hub, .wide = 1, .count = n - 1};
    w.partners = ENT_NEW_ARRAY(l->arena, uint32_t, n);
    w.slot = ENT_NEW_ARRAY(l->arena, uint32_t, n);
    w.order = ENT_NEW_ARRAY(l->arena, uint32_t, n);
    w.angle = ENT_NEW_ARRAY(l->arena, double, n);
    w.lane = ENT_NEW_ARRAY(l->arena, double, n);
    if (!w.partners || !w.slot || !w.order || !w.angle || !w.lane)
        return false;
    for (uint32_t i = 0, k = 0; i < n; i++)
        if (i != hub)
            w.partners[k++] = i;
    for (uint32_t i = 0; i < w.count; i++)
        w.slot[i] = w.order[i] = i;
    if (!find_chords(&w) || !order_ring(&w))
        return false;
    spread_angles(&w);
    l->nodes[hub].at = (point){0, 0};
    measure_lanes(&w);
    if (place_best(&w))
        return true;
    place_ring(&w, 400, 1);
    uint32_t *all = ENT_NEW_ARRAY(l->arena, uint32_t, n);
    for (uint32_t i = 0; all && i < n; i++)
        all[i] = i;
    return all && layout_separate(l, all, n, 10);
}
