/* Points, boxes and curves of a picture; px, y grows downwards. */
#ifndef RENDER_GEOMETRY_H
#define RENDER_GEOMETRY_H

#include <stdbool.h>

typedef struct {
    double x, y;
} point;
typedef struct {
    double x0, y0, x1, y1;
} box;
typedef struct {
    point p[4]; /* a cubic Bezier */
} curve;

static inline box box_around(point centre, double width, double height)
{
    return (box){centre.x - width / 2, centre.y - height / 2, centre.x + width / 2, centre.y + height / 2};
}
static inline box box_grown(box b, double by)
{
    return (box){b.x0 - by, b.y0 - by, b.x1 + by, b.y1 + by};
}
static inline bool box_overlaps(box a, box b)
{
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}
static inline bool box_contains(box b, point p)
{
    return p.x > b.x0 && p.x < b.x1 && p.y > b.y0 && p.y < b.y1;
}

double distance_of(point a, point b);

/* Whether a straight line passes through a box, and whether two of them cross. */
bool segment_meets_box(point a, point b, box within);
bool segments_cross(point a, point b, point c, point d);

point curve_at(const curve *curve, double t);
/* The part of a curve from t0 to t1. */
curve curve_part(const curve *curve, double t0, double t1);
/* A curve from a to b whose middle lies `bulge` px to the left of the straight line, as one walks from a to b. */
curve curve_bulging(point a, point b, double bulge);
/* The same with one bulge in its first and another in its second half: a curve around what is near an end, or an S. */
curve curve_bending(point a, point b, double first, double second);

/* A curve as a polyline: what collisions are tested on. */
enum { TRACE = 24 };
typedef struct {
    point p[TRACE + 1];
    box bounds;
} trace;

trace trace_of(const curve *curve);
bool trace_meets_box(const trace *trace, box box);
/* In how many places two traces cross. */
int traces_cross(const trace *a, const trace *b);

#endif
