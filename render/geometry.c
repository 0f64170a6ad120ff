#include "render/geometry.h"

#include <math.h>

double distance_of(point a, point b)
{
    double x = b.x - a.x, y = b.y - a.y;
    return sqrt(x * x + y * y);
}

/* Liang and Barsky (1984): cuts the segment's parameter by each side of the box. */
bool segment_meets_box(point a, point b, box within)
{
    if ((a.x < within.x0 && b.x < within.x0) || (a.x > within.x1 && b.x > within.x1) ||
        (a.y < within.y0 && b.y < within.y0) || (a.y > within.y1 && b.y > within.y1))
        return false;
    double dx = b.x - a.x, dy = b.y - a.y, t0 = 0, t1 = 1;
    const double step[4] = {-dx, dx, -dy, dy};
    const double room[4] = {a.x - within.x0, within.x1 - a.x, a.y - within.y0, within.y1 - a.y};
    for (int i = 0; i < 4; i++) {
        if (step[i] == 0) {
            if (room[i] < 0)
                return false;
            continue;
        }
        double t = room[i] / step[i];
        if (step[i] < 0)
            t0 = greater(t0, t);
        else
            t1 = lesser(t1, t);
        if (t0 > t1)
            return false;
    }
    return true;
}

static double side(point a, point b, point c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

bool segments_cross(point a, point b, point c, point d)
{
    return (side(a, b, c) > 0) != (side(a, b, d) > 0) && (side(c, d, a) > 0) != (side(c, d, b) > 0);
}

point curve_at(const curve *c, double t)
{
    double s = 1 - t, b0 = s * s * s, b1 = 3 * s * s * t, b2 = 3 * s * t * t, b3 = t * t * t;
    return (point){b0 * c->p[0].x + b1 * c->p[1].x + b2 * c->p[2].x + b3 * c->p[3].x,
                   b0 * c->p[0].y + b1 * c->p[1].y + b2 * c->p[2].y + b3 * c->p[3].y};
}

static point between(point a, point b, double t)
{
    return (point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

/* De Casteljau's construction: the part of a curve up to t, or from t on. */
static curve half(const curve *c, double t, bool first)
{
    point a = between(c->p[0], c->p[1], t), b = between(c->p[1], c->p[2], t), d = between(c->p[2], c->p[3], t);
    point e = between(a, b, t), f = between(b, d, t), g = between(e, f, t);
    return first ? (curve){{c->p[0], a, e, g}} : (curve){{g, f, d, c->p[3]}};
}

curve curve_part(const curve *c, double t0, double t1)
{
    curve until = half(c, t1, true);
    return t1 > 0 ? half(&until, t0 / t1, false) : until;
}

curve curve_bending(point a, point b, double first, double second)
{
    double length = distance_of(a, b);
    double nx = length > 0 ? (b.y - a.y) / length : 0, ny = length > 0 ? -(b.x - a.x) / length : 0;
    first *= 4 / 3.0; /* control points so far out put the middle at the bulge when both are the same */
    second *= 4 / 3.0;
    point p = between(a, b, 0.3), q = between(a, b, 0.7);
    return (curve){{a, {p.x + nx * first, p.y + ny * first}, {q.x + nx * second, q.y + ny * second}, b}};
}

curve curve_bulging(point a, point b, double bulge)
{
    return curve_bending(a, b, bulge, bulge);
}

static void begin(trace *t, point p)
{
    t->count = 1;
    t->p[0] = p;
    t->bounds = (box){p.x, p.y, p.x, p.y};
}

static void add(trace *t, point p)
{
    if (t->count == TRACE) /* the end must be where it is */
        t->count--;
    t->p[t->count++] = p;
    t->bounds = (box){lesser(t->bounds.x0, p.x), lesser(t->bounds.y0, p.y), greater(t->bounds.x1, p.x),
                      greater(t->bounds.y1, p.y)};
}

/* In how many equal steps a curve's chords lie within a seventh of a px of it: by its second differences. */
static uint32_t steps_of(const curve *c)
{
    enum { MOST = 32 };
    double most = 0;
    for (int i = 0; i < 2; i++)
        most = greater(
            most, hypot(c->p[i].x - 2 * c->p[i + 1].x + c->p[i + 2].x, c->p[i].y - 2 * c->p[i + 1].y + c->p[i + 2].y));
    double steps = ceil(sqrt(most * 0.75 / 0.15));
    return steps < 1 ? 1 : steps > MOST ? MOST : (uint32_t)steps;
}

static void add_curve(trace *t, const curve *c)
{
    uint32_t steps = steps_of(c);
    for (uint32_t i = 1; i <= steps; i++)
        add(t, i == steps ? c->p[3] : curve_at(c, (double)i / steps));
}

void trace_of_curve(const curve *c, trace *out)
{
    begin(out, c->p[0]);
    add_curve(out, c);
}

void trace_of(const spline *line, trace *out)
{
    begin(out, line->count ? line->parts[0].p[0] : (point){0, 0});
    for (uint32_t i = 0; i < line->count; i++)
        add_curve(out, &line->parts[i]);
}

void trace_of_points(const point *points, uint32_t count, trace *out)
{
    begin(out, points[0]);
    for (uint32_t i = 1; i < count; i++)
        add(out, points[i]);
}

static bool bounds_apart(box a, box b)
{
    return a.x0 > b.x1 || b.x0 > a.x1 || a.y0 > b.y1 || b.y0 > a.y1;
}

bool trace_meets_box(const trace *t, box b)
{
    if (bounds_apart(t->bounds, b))
        return false;
    for (uint32_t i = 0; i + 1 < t->count; i++)
        if (segment_meets_box(t->p[i], t->p[i + 1], b))
            return true;
    return false;
}

static box step_bounds(const trace *t, uint32_t i)
{
    point p = t->p[i], q = t->p[i + 1];
    return (box){p.x < q.x ? p.x : q.x, p.y < q.y ? p.y : q.y, p.x < q.x ? q.x : p.x, p.y < q.y ? q.y : p.y};
}

uint32_t traces_cross(const trace *a, const trace *b)
{
    uint32_t count = 0;
    if (bounds_apart(a->bounds, b->bounds))
        return 0;
    for (uint32_t i = 0; i + 1 < a->count; i++) {
        if (a->count > 2 && bounds_apart(step_bounds(a, i), b->bounds))
            continue;
        for (uint32_t k = 0; k + 1 < b->count; k++)
            count += segments_cross(a->p[i], a->p[i + 1], b->p[k], b->p[k + 1]);
    }
    return count;
}

double trace_length(const trace *t)
{
    double length = 0;
    for (uint32_t i = 0; i + 1 < t->count; i++)
        length += distance_of(t->p[i], t->p[i + 1]);
    return length;
}

point trace_at(const trace *t, double length, point *direction)
{
    *direction = (point){1, 0};
    for (uint32_t i = 0; i + 1 < t->count; i++) {
        point a = t->p[i], b = t->p[i + 1];
        double step = distance_of(a, b);
        if (step > 0)
            *direction = (point){(b.x - a.x) / step, (b.y - a.y) / step};
        if (length <= step || i + 2 == t->count)
            return (point){a.x + direction->x * length, a.y + direction->y * length};
        length -= step;
    }
    return t->p[0];
}
