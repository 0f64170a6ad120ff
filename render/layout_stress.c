/* Distances drawn as they are: nodes lie as far apart as their steps along the edges say, as well as a plane allows.
 *
 * Stress is lowered by stochastic gradient descent (Zheng, Pawar and Goodman 2018) over all pairs, in large networks
 * over neighbours and the distances to some pivots. Components are laid out by themselves and packed side by side. */
#include "render/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ALL_PAIRS = 160, /* up to so many nodes every pair counts */
    PIVOTS = 30,
    ROUNDS = 50,
    LONG_WAY = 7,   /* steps up to which distances are drawn as they are */
    FEW_NODES = 25, /* that have all the room that labels and arrowheads like */
    SOME_NODES = 60
};

typedef struct {
    uint32_t a, b;
    double distance;
} term;

typedef struct {
    layout *layout;
    const layout_graph *graph;
    uint32_t *component; /* nodes in order of component */
    uint32_t *distance;  /* scratch, by node */
    uint32_t *queue;
    term *terms;
    size_t term_count;
    uint64_t random;
    double wide; /* width of the plane by its height; below 1 the longest extent stands upright */
} work;

static uint32_t next_random(work *w, uint32_t below)
{
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    return (uint32_t)((w->random >> 32) * below >> 32);
}

/* Steps from a node to all of its component; gives how many nodes that is, in w->queue. */
static uint32_t search(work *w, uint32_t from)
{
    memset(w->distance, 0xFF, (size_t)w->layout->diagram->node_count * sizeof *w->distance);
    uint32_t count = 0;
    w->queue[count++] = from;
    w->distance[from] = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t node = w->queue[i];
        for (uint32_t k = w->graph->start[node]; k < w->graph->start[node + 1]; k++) {
            uint32_t other = w->graph->list[k];
            if (w->distance[other] != UINT32_MAX)
                continue;
            w->distance[other] = w->distance[node] + 1;
            w->queue[count++] = other;
        }
    }
    return count;
}

static void add_term(work *w, uint32_t a, uint32_t b, double distance)
{
    w->terms[w->term_count++] = (term){a, b, distance};
}

/* Two hubs with many partners each need room between them; a pair with few does not. */
static bool make_terms(work *w, const uint32_t *nodes, uint32_t count)
{
    bool all = count <= ALL_PAIRS;
    size_t edges = 0;
    for (uint32_t i = 0; i < count; i++)
        edges += w->graph->start[nodes[i] + 1] - w->graph->start[nodes[i]];
    size_t room = all ? (size_t)count * count / 2 : edges / 2 + (size_t)PIVOTS * count;
    w->terms = ENT_NEW_ARRAY(w->layout->arena, term, room + 1);
    w->term_count = 0;
    uint32_t *nearest = ENT_NEW_ARRAY(w->layout->arena, uint32_t, (size_t)count + 1);
    if (!w->terms || !nearest)
        return false;
    memset(nearest, 0xFF, ((size_t)count + 1) * sizeof *nearest);
    for (uint32_t i = 0; all && i < count; i++) {
        search(w, nodes[i]);
        for (uint32_t k = i + 1; k < count; k++)
            add_term(w, nodes[i], nodes[k], w->distance[nodes[k]]);
    }
    for (uint32_t i = 0; !all && i < count; i++)
        for (uint32_t k = w->graph->start[nodes[i]]; k < w->graph->start[nodes[i] + 1]; k++)
            if (w->graph->list[k] > nodes[i])
                add_term(w, nodes[i], w->graph->list[k], 1);
    uint32_t pivot = 0;
    for (uint32_t p = 0; !all && p < PIVOTS; p++) { /* each pivot is the node furthest from those before */
        search(w, nodes[pivot]);
        uint32_t furthest = 0;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t steps = w->distance[nodes[i]];
            nearest[i] = steps < nearest[i] ? steps : nearest[i];
            furthest = nearest[i] > nearest[furthest] ? i : furthest;
            if (steps > 1)
                add_term(w, nodes[pivot], nodes[i], steps);
        }
        pivot = furthest;
    }
    return true;
}

static void descend(work *w)
{
    double longest = 1;
    for (size_t i = 0; i < w->term_count; i++)
        longest = fmax(longest, w->terms[i].distance);
    if (longest > LONG_WAY) { /* long chains bend, as pages are not long */
        double power = log(LONG_WAY) / log(longest);
        for (size_t i = 0; i < w->term_count; i++)
            w->terms[i].distance = pow(w->terms[i].distance, power);
        longest = LONG_WAY;
    }
    double first = longest * longest, last = 0.05, decay = log(first / last) / (ROUNDS - 1);
    for (int round = 0; round < ROUNDS; round++) {
        double rate = first * exp(-decay * round);
        for (size_t i = w->term_count; i > 1; i--) { /* another order in each round */
            size_t k = next_random(w, (uint32_t)(i < UINT32_MAX ? i : UINT32_MAX));
            term swap = w->terms[i - 1];
            w->terms[i - 1] = w->terms[k];
            w->terms[k] = swap;
        }
        for (size_t i = 0; i < w->term_count; i++) {
            const term *t = &w->terms[i];
            point *a = &w->layout->nodes[t->a].at, *b = &w->layout->nodes[t->b].at;
            double dx = b->x - a->x, dy = b->y - a->y, length = greater(sqrt(dx * dx + dy * dy), 1e-6);
            double weight = lesser(rate / (t->distance * t->distance), 1);
            double move = weight * (length - t->distance) / 2 / length;
            *a = (point){a->x + dx * move, a->y + dy * move};
            *b = (point){b->x - dx * move, b->y - dy * move};
        }
    }
}

/* Turns the nodes so that their longest extent lies flat, as names do, or stands upright, as narrow pages do. */
static void turn(layout *l, const uint32_t *nodes, uint32_t count, bool upright)
{
    double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    for (uint32_t i = 0; i < count; i++) {
        x += l->nodes[nodes[i]].at.x / count;
        y += l->nodes[nodes[i]].at.y / count;
    }
    for (uint32_t i = 0; i < count; i++) {
        double dx = l->nodes[nodes[i]].at.x - x, dy = l->nodes[nodes[i]].at.y - y;
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    double angle = atan2(2 * xy, xx - yy) / 2 + (upright ? M_PI / 2 : 0), c = cos(angle), s = sin(angle);
    for (uint32_t i = 0; i < count; i++) {
        point p = {l->nodes[nodes[i]].at.x - x, l->nodes[nodes[i]].at.y - y};
        l->nodes[nodes[i]].at = (point){p.x * c + p.y * s, p.y * c - p.x * s};
    }
}

static uint32_t overlaps(const layout *l, const uint32_t *nodes, uint32_t count, double gap)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = i + 1; k < count; k++)
            found += box_overlaps(box_grown(layout_box(&l->nodes[nodes[i]]), gap), layout_box(&l->nodes[nodes[k]]));
    return found;
}

static void stretch(layout *l, const uint32_t *nodes, uint32_t count, double by)
{
    for (uint32_t i = 0; i < count; i++)
        l->nodes[nodes[i]].at = (point){l->nodes[nodes[i]].at.x * by, l->nodes[nodes[i]].at.y * by};
}

/* Very many nodes: so much plane that a sixth of it is boxes. */
static void make_room(layout *l, const uint32_t *nodes, uint32_t count)
{
    double boxes = 0;
    box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (uint32_t i = 0; i < count; i++) {
        const layout_node *n = &l->nodes[nodes[i]];
        boxes += (n->width + 14) * (n->height + 14);
        all = (box){fmin(all.x0, n->at.x), fmin(all.y0, n->at.y), fmax(all.x1, n->at.x), fmax(all.y1, n->at.y)};
    }
    double plane = (all.x1 - all.x0) * (all.y1 - all.y0);
    if (plane > 0 && plane < boxes * 6)
        stretch(l, nodes, count, sqrt(boxes * 6 / plane));
}

/* From steps to px: as tight as the boxes allow without too much pushing afterwards. */
static void scale(layout *l, const uint32_t *nodes, uint32_t count, double wide)
{
    double step = l->diagram->node_count <= FEW_NODES ? 140 : l->diagram->node_count <= SOME_NODES ? 105 : 80;
    double factor = step;
    for (uint32_t i = 0; i < count; i++)
        l->nodes[nodes[i]].at = (point){l->nodes[nodes[i]].at.x * step * wide, l->nodes[nodes[i]].at.y * step};
    while (count <= ALL_PAIRS && factor < step * 2.2 && overlaps(l, nodes, count, 14) > count / 3) {
        factor *= 1.1;
        stretch(l, nodes, count, 1.1);
    }
    if (count > ALL_PAIRS)
        make_room(l, nodes, count);
}

static bool lay_out_component(work *w, const uint32_t *nodes, uint32_t count)
{
    layout *l = w->layout;
    for (uint32_t i = 0; i < count; i++) { /* a spiral: nodes lie apart from the start */
        double angle = i * 2.399963229728653, radius = 0.3 * sqrt(i + 0.5);
        point *at = &l->nodes[nodes[i]].at;
        at->x = radius * cos(angle);
        at->y = radius * sin(angle);
    }
    if (count == 1)
        return true;
    if (!make_terms(w, nodes, count))
        return false;
    descend(w);
    turn(l, nodes, count, w->wide < 1);
    scale(l, nodes, count, w->wide);
    return layout_separate(l, nodes, count, layout_gap(l->diagram->node_count));
}

/* ---- components side by side ---- */

typedef struct {
    const uint32_t *nodes;
    uint32_t count;
    box bounds;
} part;

static int by_height(const void *a, const void *b)
{
    const part *x = a, *y = b;
    double dx = x->bounds.y1 - x->bounds.y0, dy = y->bounds.y1 - y->bounds.y0;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    if (dx != dy)
        return dx > dy ? -1 : 1;
    return x->nodes[0] < y->nodes[0] ? -1 : 1;
}

static void pack(layout *l, part *parts, uint32_t count, double wide)
{
    const double gap = 36;
    double area = 0, widest = 0;
    for (uint32_t i = 0; i < count; i++) {
        box b = {INFINITY, INFINITY, -INFINITY, -INFINITY};
        for (uint32_t k = 0; k < parts[i].count; k++) {
            box n = layout_box(&l->nodes[parts[i].nodes[k]]);
            b = (box){fmin(b.x0, n.x0), fmin(b.y0, n.y0), fmax(b.x1, n.x1), fmax(b.y1, n.y1)};
        }
        parts[i].bounds = b;
        area += (b.x1 - b.x0 + gap) * (b.y1 - b.y0 + gap);
        widest = fmax(widest, b.x1 - b.x0);
    }
    qsort(parts, count, sizeof *parts, by_height);
    double room = fmax(widest, sqrt(area * wide)), x = 0, y = 0, row = 0;
    for (uint32_t i = 0; i < count; i++) {
        box b = parts[i].bounds;
        if (x > 0 && x + b.x1 - b.x0 > room) {
            x = 0;
            y += row + gap;
            row = 0;
        }
        for (uint32_t k = 0; k < parts[i].count; k++) {
            point *at = &l->nodes[parts[i].nodes[k]].at;
            *at = (point){at->x - b.x0 + x, at->y - b.y0 + y};
        }
        x += b.x1 - b.x0 + gap;
        row = fmax(row, b.y1 - b.y0);
    }
}

bool layout_stress(layout *l, const layout_graph *graph, double wide)
{
    uint32_t n = l->diagram->node_count, placed = 0, parts = 0;
    work w = {.layout = l, .graph = graph, .random = 0x9E3779B97F4A7C15, .wide = wide};
    w.component = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)n + 1);
    w.distance = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)n + 1);
    w.queue = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)n + 1);
    part *list = ENT_NEW_ARRAY(l->arena, part, (size_t)n + 1);
    bool *done = ent_arena_zero(l->arena, (size_t)n + 1);
    if (!w.component || !w.distance || !w.queue || !list || !done)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (done[i])
            continue;
        uint32_t *nodes = w.component + placed, count = 1;
        nodes[0] = i;
        if (graph->start[i + 1] > graph->start[i]) {
            count = search(&w, i);
            memcpy(nodes, w.queue, count * sizeof *nodes);
        }
        for (uint32_t k = 0; k < count; k++)
            done[nodes[k]] = true;
        if (!lay_out_component(&w, nodes, count))
            return false;
        list[parts++] = (part){.nodes = nodes, .count = count};
        placed += count;
    }
    pack(l, list, parts, wide < 1 ? wide : 1.5);
    return true;
}
