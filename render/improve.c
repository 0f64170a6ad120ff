/* Nodes are moved about in a frame until few lines cross, none passes a foreign box, and each is long enough for its
 * label: simulated annealing (Davidson and Harel 1996) on straight lines. The frame is what makes letters large enough
 * on a page, so it is given first. Chance has a fixed seed. */
#include "render/layout.h"

#include <math.h>
#include <string.h>

/* Four things at once, as each place is tested against all pairs and all boxes. */
typedef float four __attribute__((vector_size(16)));
typedef int32_t mask __attribute__((vector_size(16)));

typedef struct {
    uint32_t a, b;
    float lines;  /* between the two */
    double label; /* px that the widest label of them is wide */
} pair;

typedef struct {
    layout *layout;
    double width, height; /* of the frame, 0, 0 at its left top */
    point *at;
    pair *pairs;
    uint32_t pair_count;
    uint32_t *begin, *incident;             /* node -> its pairs */
    four *ax, *ay, *bx, *by, *lines;        /* the pairs again: their ends; what is beyond the last lies far off */
    four *x, *y, *half_width, *half_height; /* the boxes again */
    uint32_t pair_fours, node_fours;
    uint64_t random;
    double through, overlap;
    int64_t budget; /* tests of two things against each other that may still be made */
} work;

/* What each costs, in crossings, at the begin and at the end: at first nodes may pass each other. */
static const double THROUGH[] = {2, 10}, OVERLAP[] = {4, 90};
static const float NEAR = 8, GAP_X = 20, GAP_Y = 16;

static double chance(work *w)
{
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    return (double)(w->random >> 11) * 0x1p-53;
}

/* ---- four at once ---- */

static four four_of(double value)
{
    float f = (float)value;
    return (four){f, f, f, f};
}

static four kept(four value, mask where)
{
    return (four)((mask)value & where);
}

static four size_of(four value)
{
    return (four)((mask)value & (mask){INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX});
}

static double sum(four value)
{
    return value[0] + value[1] + value[2] + value[3];
}

/* How many lines cross the one from a to b; those that share an end with it do not. */
static double crossed_by(const work *w, point a, point b)
{
    four ax = four_of(a.x), ay = four_of(a.y), bx = four_of(b.x), by = four_of(b.y), dx = bx - ax, dy = by - ay;
    four count = {0}, touch = four_of(-1e-3);
    for (uint32_t i = 0; i < w->pair_fours; i++) {
        four px = w->ax[i], py = w->ay[i], qx = w->bx[i], qy = w->by[i], ex = qx - px, ey = qy - py;
        four p = dx * (py - ay) - dy * (px - ax), q = dx * (qy - ay) - dy * (qx - ax);
        four r = ex * (ay - py) - ey * (ax - px), s = ex * (by - py) - ey * (bx - px);
        count += kept(w->lines[i], (p * q < touch) & (r * s < touch));
    }
    return sum(count);
}

/* Whether lines from a to b pass boxes: by the axes that may keep them apart. */
static mask pass(four ax, four ay, four bx, four by, four x, four y, four half_width, four half_height)
{
    four dx = bx - ax, dy = by - ay, across = dx * (y - ay) - dy * (x - ax);
    four far_x = size_of(ax + bx - 2 * x) - size_of(dx), far_y = size_of(ay + by - 2 * y) - size_of(dy);
    return (size_of(across) < size_of(dx) * half_height + size_of(dy) * half_width) & (far_x < 2 * half_width) &
           (far_y < 2 * half_height);
}

/* How many boxes lie on the way from a to b, those at its ends too. */
static double passed_by(const work *w, point a, point b)
{
    four ax = four_of(a.x), ay = four_of(a.y), bx = four_of(b.x), by = four_of(b.y), count = {0}, one = four_of(1);
    for (uint32_t i = 0; i < w->node_fours; i++)
        count += kept(one, pass(ax, ay, bx, by, w->x[i], w->y[i], w->half_width[i] + NEAR, w->half_height[i] + NEAR));
    return sum(count);
}

/* How many lines pass a node, its own too. */
static double passing(const work *w, uint32_t node)
{
    const layout_node *n = &w->layout->nodes[node];
    four x = four_of(w->at[node].x), y = four_of(w->at[node].y), count = {0};
    four half_width = four_of(n->width / 2 + NEAR), half_height = four_of(n->height / 2 + NEAR);
    for (uint32_t i = 0; i < w->pair_fours; i++)
        count += kept(w->lines[i], pass(w->ax[i], w->ay[i], w->bx[i], w->by[i], x, y, half_width, half_height));
    return sum(count);
}

/* How much of a node other nodes cover, with the gap that is to be between them; a node covers itself. */
static double covered(const work *w, uint32_t node)
{
    const layout_node *n = &w->layout->nodes[node];
    four x = four_of(w->at[node].x), y = four_of(w->at[node].y), cost = {0}, none = {0}, some = four_of(0.3);
    four reach_x = four_of(n->width / 2 + GAP_X), reach_y = four_of(n->height / 2 + GAP_Y);
    four by_x = four_of(1 / (n->width + GAP_X)), by_y = four_of(1 / (n->height + GAP_Y));
    for (uint32_t i = 0; i < w->node_fours; i++) {
        four dx = (reach_x + w->half_width[i] - size_of(w->x[i] - x)) * by_x;
        four dy = (reach_y + w->half_height[i] - size_of(w->y[i] - y)) * by_y;
        mask less = dx < dy;
        cost += kept(some + ((four)(((mask)dx & less) | ((mask)dy & ~less))), (dx > none) & (dy > none));
    }
    return sum(cost) - 1.3;
}

/* ---- what a place costs ---- */

static double reach(double half_width, double half_height, point direction)
{
    double x = fabs(direction.x), y = fabs(direction.y);
    return x * half_height > y * half_width ? half_width / x : half_height / greater(y, 1e-9);
}

/* How long the line is, and how much of its label has no room on it. */
static double cost_of_length(const work *w, const pair *p)
{
    const layout_node *n = &w->layout->nodes[p->a], *m = &w->layout->nodes[p->b];
    point a = w->at[p->a], b = w->at[p->b];
    double length = greater(distance_of(a, b), 1e-6);
    point d = {(b.x - a.x) / length, (b.y - a.y) / length};
    double seen = length - reach(n->width / 2, n->height / 2, d) - reach(m->width / 2, m->height / 2, d);
    double wanted = reach(p->label / 2 + 4, 10, d) * 2 + 26;
    double lack = seen < wanted ? (wanted - seen) / wanted : 0;
    double diagonal = w->width + w->height;
    return length / diagonal + length * length / (diagonal * diagonal) + lack;
}

static double cost_of_line(work *w, uint32_t i)
{
    const pair *p = &w->pairs[i];
    point a = w->at[p->a], b = w->at[p->b];
    w->budget -= w->pair_count + w->layout->diagram->node_count;
    return cost_of_length(w, p) + p->lines * (crossed_by(w, a, b) + w->through * (passed_by(w, a, b) - 2));
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
                cost += 0.12;
        }
    }
    return cost;
}

static double cost_of_node(work *w, uint32_t node)
{
    const layout *l = w->layout;
    double cost = cost_of_angles(w, node) + w->overlap * covered(w, node), own = 0;
    for (uint32_t i = w->begin[node]; i < w->begin[node + 1]; i++) {
        cost += cost_of_line(w, w->incident[i]);
        own += w->pairs[w->incident[i]].lines;
    }
    cost += w->through * (passing(w, node) - own);
    if (l->diagram->nodes[node].focus && !l->diagram->paths)
        cost += distance_of(w->at[node], (point){w->width / 2, w->height / 2}) / (w->width + w->height) * 20;
    w->budget -= w->pair_count + l->diagram->node_count;
    return cost;
}

/* ---- moves ---- */

static void put(work *w, uint32_t node, point at)
{
    const layout_node *n = &w->layout->nodes[node];
    at.x = lesser(greater(at.x, n->width / 2), greater(w->width - n->width / 2, n->width / 2));
    at.y = lesser(greater(at.y, n->height / 2), greater(w->height - n->height / 2, n->height / 2));
    at = (point){(float)at.x, (float)at.y}; /* so that ends which are the same are so everywhere */
    w->at[node] = at;
    w->x[node / 4][node % 4] = (float)at.x;
    w->y[node / 4][node % 4] = (float)at.y;
    for (uint32_t i = w->begin[node]; i < w->begin[node + 1]; i++) {
        uint32_t k = w->incident[i];
        bool first = w->pairs[k].a == node;
        (first ? w->ax : w->bx)[k / 4][k % 4] = (float)at.x;
        (first ? w->ay : w->by)[k / 4][k % 4] = (float)at.y;
    }
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

/* Near where it is, near the middle of its partners, beside one of them, or anywhere. */
static point next_place(work *w, uint32_t node, double radius)
{
    double dice = chance(w), x = chance(w) * 2 - 1, y = chance(w) * 2 - 1;
    uint32_t count = w->begin[node + 1] - w->begin[node];
    point from = w->at[node];
    if (dice < 0.55 || (count == 0 && dice < 0.9))
        return (point){from.x + x * radius, from.y + y * radius};
    if (dice < 0.7) {
        from = amid_partners(w, node);
        return (point){from.x + x * radius, from.y + y * radius};
    }
    if (dice < 0.9) {
        const pair *p = &w->pairs[w->incident[w->begin[node] + (uint32_t)(chance(w) * count)]];
        from = w->at[p->a == node ? p->b : p->a];
        return (point){from.x + x * 220, from.y + y * 120};
    }
    return (point){w->width * (x + 1) / 2, w->height * (y + 1) / 2};
}

static void try_move(work *w, uint32_t node, double radius, double heat)
{
    point before = w->at[node];
    double cost = cost_of_node(w, node);
    put(w, node, next_place(w, node, radius));
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
    double far = lesser(w->width, w->height) * 0.5, near = 10;
    for (uint32_t i = 0; w->budget > 0; i++) {
        double left = (double)w->budget / (double)all;
        double heat = 0.03 + 2.0 * left * left * left, radius = near + (far - near) * left * left;
        uint32_t node = i % count;
        w->through = THROUGH[0] * left + THROUGH[1] * (1 - left);
        w->overlap = OVERLAP[0] * left + OVERLAP[1] * (1 - left);
        if (chance(w) < 0.12)
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
            last->label = greater(last->label, label);
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

static four *fours(const work *w, uint32_t count, double value)
{
    four *made = ENT_NEW_ARRAY(w->layout->arena, four, (size_t)count + 1);
    for (uint32_t i = 0; made && i < count; i++)
        made[i] = four_of(value);
    return made;
}

static bool make_fours(work *w)
{
    const double far_off = -1e6;
    uint32_t nodes = w->layout->diagram->node_count;
    w->pair_fours = (w->pair_count + 3) / 4;
    w->node_fours = (nodes + 3) / 4;
    w->ax = fours(w, w->pair_fours, far_off);
    w->ay = fours(w, w->pair_fours, far_off);
    w->bx = fours(w, w->pair_fours, far_off);
    w->by = fours(w, w->pair_fours, far_off);
    w->lines = fours(w, w->pair_fours, 0);
    w->x = fours(w, w->node_fours, far_off);
    w->y = fours(w, w->node_fours, far_off);
    w->half_width = fours(w, w->node_fours, 0);
    w->half_height = fours(w, w->node_fours, 0);
    if (w->layout->arena->failed != ENT_OK)
        return false;
    for (uint32_t i = 0; i < w->pair_count; i++)
        w->lines[i / 4][i % 4] = w->pairs[i].lines;
    for (uint32_t i = 0; i < nodes; i++) {
        w->half_width[i / 4][i % 4] = (float)(w->layout->nodes[i].width / 2);
        w->half_height[i / 4][i % 4] = (float)(w->layout->nodes[i].height / 2);
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
        all = (box){lesser(all.x0, p.x), lesser(all.y0, p.y), greater(all.x1, p.x), greater(all.y1, p.y)};
    }
    double by_x = (w->width - 90) / greater(all.x1 - all.x0, 1), by_y = (w->height - 30) / greater(all.y1 - all.y0, 1);
    for (uint32_t i = 0; i < l->diagram->node_count; i++)
        put(w, i, (point){45 + (l->nodes[i].at.x - all.x0) * by_x, 15 + (l->nodes[i].at.y - all.y0) * by_y});
}

bool layout_improve(layout *l, double width, double height)
{
    uint32_t count = l->diagram->node_count;
    int64_t tests = 25000000 + (int64_t)count * 500000;
    work w = {.layout = l, .width = width, .height = height, .random = 0x9E3779B97F4A7C15, .budget = tests};
    w.at = ENT_NEW_ARRAY(l->arena, point, (size_t)count + 1);
    uint32_t *all = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)count + 1);
    if (!w.at || !all || !make_pairs(&w) || !make_fours(&w))
        return false;
    fit(&w);
    anneal(&w);
    for (uint32_t i = 0; i < count; i++) {
        l->nodes[i].at = w.at[i];
        all[i] = i;
    }
    return layout_separate(l, all, count, 10);
}
