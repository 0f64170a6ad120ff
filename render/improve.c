/* Nodes are moved about in a frame until few lines cross, none passes a foreign box, and each is long enough for its
 * label: simulated annealing (Davidson and Harel 1996) on straight lines. The frame is what makes letters large enough
 * on a page, so it is given first. Chance has a fixed seed. */
#include "render/layout.h"

#include <math.h>
#include <string.h>

typedef struct {
    uint32_t a, b;
    double lines; /* between the two */
    double label; /* px that the widest label of them is wide */
    box bounds;
} pair;

typedef struct {
    layout *layout;
    double width, height; /* of the frame, 0, 0 at its left top */
    point *at;
    pair *pairs;
    uint32_t pair_count;
    uint32_t *begin, *incident; /* node -> its pairs */
    double gap_x, gap_y;
    uint64_t random;
    int64_t budget; /* tests of two things against each other that may still be made */
} work;

static const double THROUGH = 14, OVERLAP = 60, NEAR = 8;

static double chance(work *w)
{
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    return (double)(w->random >> 11) * 0x1p-53;
}

/* ---- what a place costs ---- */

static void set_bounds(const work *w, pair *p)
{
    point a = w->at[p->a], b = w->at[p->b];
    p->bounds = (box){a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y, a.x < b.x ? b.x : a.x, a.y < b.y ? b.y : a.y};
}

static double reach(double half_width, double half_height, point direction)
{
    double x = fabs(direction.x), y = fabs(direction.y);
    return x * half_height > y * half_width ? half_width / x : half_height / fmax(y, 1e-9);
}

/* How long the line is, and how much of its label has no room on it. */
static double cost_of_length(const work *w, const pair *p)
{
    const layout_node *n = &w->layout->nodes[p->a], *m = &w->layout->nodes[p->b];
    point a = w->at[p->a], b = w->at[p->b];
    double length = fmax(distance_of(a, b), 1e-6);
    point d = {(b.x - a.x) / length, (b.y - a.y) / length};
    double seen = length - reach(n->width / 2, n->height / 2, d) - reach(m->width / 2, m->height / 2, d);
    double wanted = reach(p->label / 2 + 4, 10, d) * 2 + 26;
    double lack = seen < wanted ? (wanted - seen) / wanted : 0;
    double diagonal = w->width + w->height;
    return length / diagonal * 4 + length * length / (diagonal * diagonal) * 4 + lack * 5;
}

static bool passes(const work *w, const pair *p, uint32_t node)
{
    const layout_node *n = &w->layout->nodes[node];
    box b = box_around(w->at[node], n->width + 2 * NEAR, n->height + 2 * NEAR);
    if (b.x0 > p->bounds.x1 || b.x1 < p->bounds.x0 || b.y0 > p->bounds.y1 || b.y1 < p->bounds.y0)
        return false;
    return segment_meets_box(w->at[p->a], w->at[p->b], b);
}

static double cost_of_line(work *w, uint32_t i)
{
    const pair *p = &w->pairs[i];
    point a = w->at[p->a], b = w->at[p->b];
    double cost = cost_of_length(w, p);
    for (uint32_t k = 0; k < w->pair_count; k++) {
        const pair *q = &w->pairs[k];
        if (q->bounds.x0 > p->bounds.x1 || q->bounds.x1 < p->bounds.x0 || q->bounds.y0 > p->bounds.y1 ||
            q->bounds.y1 < p->bounds.y0 || q->a == p->a || q->a == p->b || q->b == p->a || q->b == p->b)
            continue;
        if (segments_cross(a, b, w->at[q->a], w->at[q->b]))
            cost += p->lines * q->lines;
    }
    for (uint32_t k = 0; k < w->layout->diagram->node_count; k++)
        if (k != p->a && k != p->b && passes(w, p, k))
            cost += THROUGH * p->lines;
    w->budget -= w->pair_count + w->layout->diagram->node_count;
    return cost;
}

/* Lines that leave a node close to each other run into one. */
static double cost_of_angles(const work *w, uint32_t node)
{
    double cost = 0;
    for (uint32_t i = w->begin[node]; i < w->begin[node + 1]; i++) {
        const pair *p = &w->pairs[w->incident[i]];
        point a = w->at[p->a == node ? p->b : p->a], at = w->at[node];
        double ax = a.x - at.x, ay = a.y - at.y, al = ax * ax + ay * ay;
        for (uint32_t k = w->begin[node]; k < i; k++) {
            const pair *q = &w->pairs[w->incident[k]];
            point b = w->at[q->a == node ? q->b : q->a];
            double bx = b.x - at.x, by = b.y - at.y, dot = ax * bx + ay * by, cross = ax * by - ay * bx;
            if (dot > 0 && cross * cross < 0.04 * al * (bx * bx + by * by)) /* less than some 11 degrees */
                cost += 0.6;
        }
    }
    return cost;
}

static double cost_of_node(work *w, uint32_t node)
{
    const layout *l = w->layout;
    const layout_node *n = &l->nodes[node];
    double cost = cost_of_angles(w, node);
    for (uint32_t i = w->begin[node]; i < w->begin[node + 1]; i++)
        cost += cost_of_line(w, w->incident[i]);
    for (uint32_t k = 0; k < l->diagram->node_count; k++) {
        if (k == node)
            continue;
        double dx = (n->width + l->nodes[k].width) / 2 + w->gap_x - fabs(w->at[k].x - w->at[node].x);
        double dy = (n->height + l->nodes[k].height) / 2 + w->gap_y - fabs(w->at[k].y - w->at[node].y);
        if (dx > 0 && dy > 0)
            cost += OVERLAP * (0.3 + fmin(dx / (w->gap_x + n->width), dy / (w->gap_y + n->height)));
    }
    for (uint32_t k = 0; k < w->pair_count; k++)
        if (w->pairs[k].a != node && w->pairs[k].b != node && passes(w, &w->pairs[k], node))
            cost += THROUGH * w->pairs[k].lines;
    if (l->diagram->nodes[node].focus && !l->diagram->paths)
        cost += distance_of(w->at[node], (point){w->width / 2, w->height / 2}) / (w->width + w->height) * 20;
    w->budget -= w->pair_count + l->diagram->node_count;
    return cost;
}

/* ---- moves ---- */

static void put(work *w, uint32_t node, point at)
{
    const layout_node *n = &w->layout->nodes[node];
    at.x = fmin(fmax(at.x, n->width / 2), fmax(w->width - n->width / 2, n->width / 2));
    at.y = fmin(fmax(at.y, n->height / 2), fmax(w->height - n->height / 2, n->height / 2));
    w->at[node] = at;
    for (uint32_t i = w->begin[node]; i < w->begin[node + 1]; i++)
        set_bounds(w, &w->pairs[w->incident[i]]);
}

static point amid_partners(const work *w, uint32_t node)
{
    point sum = {0, 0};
    uint32_t count = w->begin[node + 1] - w->begin[node];
    for (uint32_t i = w->begin[node]; i < w->begin[node + 1]; i++) {
        const pair *p = &w->pairs[w->incident[i]];
        point other = w->at[p->a == node ? p->b : p->a];
        sum = (point){sum.x + other.x, sum.y + other.y};
    }
    return count ? (point){sum.x / count, sum.y / count} : w->at[node];
}

static bool accepts(work *w, double by, double heat)
{
    return by <= 0 || chance(w) < exp(-by / heat);
}

static void try_move(work *w, uint32_t node, double radius, double heat)
{
    point before = w->at[node], from = chance(w) < 0.2 ? amid_partners(w, node) : before;
    double cost = cost_of_node(w, node);
    put(w, node, (point){from.x + (chance(w) * 2 - 1) * radius, from.y + (chance(w) * 2 - 1) * radius});
    if (!accepts(w, cost_of_node(w, node) - cost, heat))
        put(w, node, before);
}

static void try_exchange(work *w, uint32_t a, uint32_t b, double heat)
{
    point before_a = w->at[a], before_b = w->at[b];
    double cost = cost_of_node(w, a) + cost_of_node(w, b);
    put(w, a, before_b);
    put(w, b, before_a);
    if (accepts(w, cost_of_node(w, a) + cost_of_node(w, b) - cost, heat))
        return;
    put(w, a, before_a);
    put(w, b, before_b);
}

static void anneal(work *w)
{
    uint32_t count = w->layout->diagram->node_count;
    int64_t all = w->budget;
    double far = fmin(w->width, w->height) * 0.5, near = 10;
    for (uint32_t i = 0; w->budget > 0; i++) {
        double left = (double)w->budget / (double)all;
        double heat = 0.03 + 2.5 * left * left * left, radius = near + (far - near) * left * left;
        uint32_t node = i % count;
        if (left > 0.25 && chance(w) < 0.15)
            try_exchange(w, node, (uint32_t)(chance(w) * count), heat);
        else
            try_move(w, node, radius, heat);
    }
}

/* ---- around it ---- */

static bool make_pairs(work *w)
{
    const diagram *d = w->layout->diagram;
    ent_arena *arena = w->layout->arena;
    w->pairs = ENT_NEW_ARRAY(arena, pair, (size_t)d->edge_count + 1);
    w->begin = ent_arena_zero(arena, ((size_t)d->node_count + 3) * sizeof *w->begin);
    w->incident = ENT_NEW_ARRAY(arena, uint32_t, (size_t)d->edge_count * 2 + 1);
    if (!w->pairs || !w->begin || !w->incident)
        return false;
    for (uint32_t i = 0; i < d->edge_count; i++) { /* those of one pair lie side by side */
        const diagram_edge *e = &d->edges[i];
        const layout_edge *at = &w->layout->edges[i];
        uint32_t a = e->from < e->to ? e->from : e->to, b = e->from < e->to ? e->to : e->from;
        pair *last = w->pair_count ? &w->pairs[w->pair_count - 1] : NULL;
        double label = at->faint ? 0 : at->label_width;
        if (a == b)
            continue;
        if (last && last->a == a && last->b == b) {
            last->lines++;
            last->label = fmax(last->label, label);
        } else {
            w->pairs[w->pair_count++] = (pair){.a = a, .b = b, .lines = 1, .label = label};
        }
    }
    for (uint32_t i = 0; i < w->pair_count; i++) {
        w->begin[w->pairs[i].a + 2]++;
        w->begin[w->pairs[i].b + 2]++;
    }
    for (uint32_t i = 2; i < d->node_count + 2; i++)
        w->begin[i] += w->begin[i - 1];
    for (uint32_t i = 0; i < w->pair_count; i++) {
        w->incident[w->begin[w->pairs[i].a + 1]++] = i;
        w->incident[w->begin[w->pairs[i].b + 1]++] = i;
    }
    return true;
}

/* From wherever the nodes are into the frame. */
static void fit(work *w)
{
    const layout *l = w->layout;
    box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (uint32_t i = 0; i < l->diagram->node_count; i++) {
        point p = l->nodes[i].at;
        all = (box){fmin(all.x0, p.x), fmin(all.y0, p.y), fmax(all.x1, p.x), fmax(all.y1, p.y)};
    }
    double by_x = (w->width - 90) / fmax(all.x1 - all.x0, 1), by_y = (w->height - 30) / fmax(all.y1 - all.y0, 1);
    for (uint32_t i = 0; i < l->diagram->node_count; i++)
        put(w, i, (point){45 + (l->nodes[i].at.x - all.x0) * by_x, 15 + (l->nodes[i].at.y - all.y0) * by_y});
}

bool layout_improve(layout *l, double width, double height)
{
    uint32_t count = l->diagram->node_count;
    int64_t tests = 3000000 + (int64_t)count * 60000;
    work w = {.layout = l,
              .width = width,
              .height = height,
              .gap_x = 20,
              .gap_y = 16,
              .random = 0x9E3779B97F4A7C15,
              .budget = tests};
    w.at = ENT_NEW_ARRAY(l->arena, point, (size_t)count + 1);
    uint32_t *all = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)count + 1);
    if (!w.at || !all || !make_pairs(&w))
        return false;
    fit(&w);
    anneal(&w);
    for (uint32_t i = 0; i < count; i++) {
        l->nodes[i].at = w.at[i];
        all[i] = i;
    }
    return layout_separate(l, all, count, 10);
}
