/* Points, boxes and curves of a picture; px, y grows downwards. */
#ifndef RENDER_GEOMETRY_H
#define RENDER_GEOMETRY_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    double x, y;
} point;
typedef struct {
    double x0, y0, x1, y1;
} box;
typedef struct {
    point p[4]; /* a cubic Bezier */
} curve;
typedef struct {
    curve *parts; /* each begins where the one before ends; borrowed */
    uint32_t count;
} spline;

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

/* As fmin and fmax, which cost a call, for numbers that are numbers. */
static inline double lesser(double a, double b)
{
    return a < b ? a : b;
}
static inline double greater(double a, double b)
{
    return a > b ? a : b;
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

/* A line as a polyline that no eye tells from it: what collisions are tested on. A straight line is two points. */
enum { TRACE = 96 };
typedef struct {
    box bounds;
    uint32_t count;
    point p[TRACE];
} trace;

void trace_of_curve(const curve *curve, trace *out);
void trace_of(const spline *line, trace *out);
/* Points that are joined by straight lines. */
void trace_of_points(const point *points, uint32_t count, trace *out);
bool trace_meets_box(const trace *trace, box box);
/* In how many places two traces cross. */
uint32_t traces_cross(const trace *a, const trace *b);
double trace_length(const trace *trace);
/* The point so many px from its begin, and the direction in which it goes on there, of length 1. */
point trace_at(const trace *trace, double length, point *direction);

#endif
