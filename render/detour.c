/* Ways around boxes. The shortest way between two nodes past the corners of what is in between: it is looked for as if
 * nothing else were there, its pieces are looked at, what blocks one brings its corners in, and it is looked for again,
 * until all pieces of the shortest way are free. Most ways meet few boxes, so this knows little of the picture. */
#include "render/routing.h"

#include <math.h>
#include <string.h>

enum {
    MOST_CORNERS = 480,
    MOST_SEARCHES = 2500,
    MOST_WORK = 300000000, /* steps of all searches of a picture */
    TURN = 18,             /* px of way that a corner costs: fewer corners are read better */
    CROSSING = 14          /* px of way that crossing another line costs */
};

typedef enum { UNKNOWN, FREE, BLOCKED } state;

typedef struct detour {
    routing *work;
    uint32_t edge;
    bool labels;
    double room; /* px to boxes */
    point corners[MOST_CORNERS];
    uint32_t count;
    float length[MOST_CORNERS][MOST_CORNERS]; /* with what it crosses, once it is looked at */
    uint8_t state[MOST_CORNERS][MOST_CORNERS];
    uint32_t known[MOST_CORNERS]; /* boxes whose corners are there; those of labels after all nodes */
    uint32_t known_count;
    uint64_t done; /* of all edges */
} detour;

/* A thing that may be in the way: a node, or the label of an edge. */
static box obstacle(const detour *d, uint32_t thing)
{
    const layout *l = d->work->layout;
    if (thing < l->diagram->node_count)
        return box_grown(layout_box(&l->nodes[thing]), d->room);
    return box_grown(l->edges[thing - l->diagram->node_count].label_box, d->room < 3 ? d->room : 3);
}

static void add_corner(detour *d, point p)
{
    const double beside = 9; /* px that a way may lead outside of all boxes */
    if (d->count == MOST_CORNERS || p.x < d->work->area.x0 - beside || p.x > d->work->area.x1 + beside)
        return;
    uint32_t n = d->count++;
    d->corners[n] = p;
    for (uint32_t i = 0; i < n; i++) {
        d->length[i][n] = d->length[n][i] = (float)(distance_of(p, d->corners[i]) + TURN);
        d->state[i][n] = d->state[n][i] = UNKNOWN;
    }
    d->state[n][n] = BLOCKED;
}

static void add_corners(detour *d, uint32_t thing)
{
    for (uint32_t i = 0; i < d->known_count; i++)
        if (d->known[i] == thing)
            return;
    if (d->known_count == MOST_CORNERS)
        return;
    d->known[d->known_count++] = thing;
    box b = box_grown(obstacle(d, thing), 1);
    add_corner(d, (point){b.x0, b.y0});
    add_corner(d, (point){b.x1, b.y0});
    add_corner(d, (point){b.x1, b.y1});
    add_corner(d, (point){b.x0, b.y1});
}

/* Whether anything is in the way of a line; its corners come in with `learn`. */
static bool is_blocked(detour *d, const trace *t, bool learn)
{
    routing *w = d->work;
    const diagram_edge *e = routing_edge(w, d->edge);
    const uint32_t *near;
    bool blocked = false;
    uint32_t nodes = w->layout->diagram->node_count, count = grid_near_trace(w->boxes, t, &near);
    for (uint32_t i = 0; i < count; i++)
        if (near[i] != e->from && near[i] != e->to && trace_meets_box(t, obstacle(d, near[i]))) {
            blocked = true;
            if (!learn)
                return true;
            add_corners(d, near[i]);
        }
    count = d->labels ? grid_near_trace(w->labels, t, &near) : 0;
    for (uint32_t i = 0; i < count; i++)
        if (near[i] != d->edge && w->layout->edges[near[i]].placed &&
            trace_meets_box(t, obstacle(d, nodes + near[i]))) {
            blocked = true;
            if (!learn)
                return true;
            add_corners(d, nodes + near[i]);
        }
    return blocked;
}

static void look_at(detour *d, uint32_t a, uint32_t b)
{
    routing *w = d->work;
    trace t;
    trace_of_points((point[]){d->corners[a], d->corners[b]}, 2, &t);
    bool blocked = is_blocked(d, &t, true);
    d->state[a][b] = d->state[b][a] = blocked ? BLOCKED : FREE;
    if (blocked)
        return;
    const uint32_t *near;
    uint32_t count = grid_near_trace(w->lines, &t, &near), crossings = 0;
    for (uint32_t i = 0; i < count; i++)
        crossings += traces_cross(&t, &w->traces[near[i]]);
    d->length[a][b] = d->length[b][a] = d->length[a][b] + (float)(CROSSING * crossings);
}

/* The shortest way from corner 0 to corner 1 as far as is known; gives how many corners it has, 0 for none. */
static uint32_t search(const detour *d, uint32_t *way)
{
    float far[MOST_CORNERS];
    uint32_t before[MOST_CORNERS];
    bool done[MOST_CORNERS] = {false};
    for (uint32_t i = 0; i < d->count; i++) {
        far[i] = INFINITY;
        before[i] = 0;
    }
    far[0] = 0;
    for (;;) {
        uint32_t at = UINT32_MAX;
        for (uint32_t i = 0; i < d->count; i++)
            if (!done[i] && far[i] < INFINITY && (at == UINT32_MAX || far[i] < far[at]))
                at = i;
        if (at == UINT32_MAX)
            return 0;
        if (at == 1)
            break;
        done[at] = true;
        for (uint32_t i = 0; i < d->count; i++) {
            if (done[i] || d->state[at][i] == BLOCKED || far[at] + d->length[at][i] >= far[i])
                continue;
            far[i] = far[at] + d->length[at][i];
            before[i] = at;
        }
    }
    uint32_t count = 1;
    for (uint32_t i = 1; i != 0; i = before[i])
        count++;
    for (uint32_t i = 1, n = count; n-- > 0; i = before[i])
        way[n] = i;
    return count;
}

/* The corners of a free way, from node to node; 0: there is none. */
static uint32_t find_way(detour *d, uint32_t *way)
{
    const diagram_edge *e = routing_edge(d->work, d->edge);
    const layout *l = d->work->layout;
    d->count = d->known_count = 0;
    add_corner(d, l->nodes[e->from].at);
    add_corner(d, l->nodes[e->to].at);
    for (int i = 0; i < MOST_SEARCHES && d->done < MOST_WORK; i++) {
        d->done += (uint64_t)d->count * d->count;
        uint32_t count = search(d, way);
        bool free_way = true;
        for (uint32_t k = 0; k + 1 < count && free_way; k++)
            if (d->state[way[k]][way[k + 1]] == UNKNOWN) {
                look_at(d, way[k], way[k + 1]);
                free_way = false;
            }
        if (free_way)
            return count;
    }
    return 0;
}

/* ---- from corners to a line ---- */

static curve straight(point a, point b)
{
    return (curve){
        {a, {a.x + (b.x - a.x) / 3, a.y + (b.y - a.y) / 3}, {a.x + (b.x - a.x) * 2 / 3, a.y + (b.y - a.y) * 2 / 3}, b}};
}

static point towards(point from, point to, double by)
{
    double length = fmax(distance_of(from, to), 1e-6);
    return (point){from.x + (to.x - from.x) * by / length, from.y + (to.y - from.y) * by / length};
}

/* As round as there is room for. */
static curve round_corner(detour *d, point before, point at, point after)
{
    double reach = fmin(36, fmin(distance_of(before, at), distance_of(at, after)) * 0.48);
    curve c;
    for (;; reach /= 1.6) {
        point a = towards(at, before, reach), b = towards(at, after, reach);
        c = (curve){{a, towards(a, at, reach * 0.62), towards(b, at, reach * 0.62), b}};
        trace t;
        trace_of_curve(&c, &t);
        if (reach < 2 || !is_blocked(d, &t, false))
            return c;
    }
}

/* Cuts off what lies inside the nodes at the ends. */
static void trim(const detour *d, spline *line)
{
    const layout *l = d->work->layout;
    const diagram_edge *e = routing_edge(d->work, d->edge);
    for (int end = 0; end < 2; end++) {
        uint32_t node = end ? e->to : e->from;
        while (line->count > 1) {
            const curve *c = end ? &line->parts[line->count - 1] : &line->parts[0];
            if (!routing_inside(l, node, c->p[end ? 0 : 3], 2))
                break;
            line->parts += !end;
            line->count--;
        }
        curve *c = end ? &line->parts[line->count - 1] : &line->parts[0];
        double in = end, out = 1 - end;
        for (int i = 0; i < 20; i++) {
            double middle = (in + out) / 2;
            if (routing_inside(l, node, curve_at(c, middle), 2))
                in = middle;
            else
                out = middle;
        }
        *c = end ? curve_part(c, 0, out) : curve_part(c, out, 1);
    }
}

static bool draw(detour *d, const uint32_t *way, uint32_t count, spline *out)
{
    *out = (spline){.parts = ENT_NEW_ARRAY(d->work->layout->arena, curve, 2 * (size_t)count)};
    if (!out->parts)
        return false;
    point at = d->corners[way[0]];
    for (uint32_t i = 1; i < count; i++) {
        point next = d->corners[way[i]];
        if (i + 1 == count) {
            out->parts[out->count++] = straight(at, next);
            break;
        }
        curve corner = round_corner(d, at, next, d->corners[way[i + 1]]);
        out->parts[out->count++] = straight(at, corner.p[0]);
        out->parts[out->count++] = corner;
        at = corner.p[3];
    }
    trim(d, out);
    return true;
}

bool detour_find(routing *w, uint32_t edge, bool labels, spline *out, bool *found)
{
    static const double rooms[] = {6, 2.5};
    detour *d = w->detour ? w->detour : ENT_NEW(w->layout->arena, detour);
    if (!d)
        return false;
    w->detour = d;
    *found = false;
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0] && !*found; i++) {
        uint32_t way[MOST_CORNERS];
        d->work = w;
        d->edge = edge;
        d->labels = labels;
        d->room = rooms[i];
        uint32_t count = find_way(d, way);
        if (count < 2)
            continue;
        *found = true;
        if (!draw(d, way, count, out))
            return false;
    }
    return true;
}
