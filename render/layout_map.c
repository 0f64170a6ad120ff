/* Where parties are in the world: an equal-area projection (Equal Earth; Šavrič, Patterson and Jenny 2018), turned so
 * that the widest gap between the parties is at its edge, and boxes pushed apart where they overlap. What has no place
 * of its own, as organisations do, stands amid its partners. */
#include "render/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SETTLING = 8 };

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The meridian opposite of the middle of the widest gap. */
static double middle_meridian(const diagram *d, double *meridians)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < d->node_count; i++)
        if (d->nodes[i].placed)
            meridians[count++] = d->nodes[i].lon;
    if (count == 0)
        return 0;
    qsort(meridians, count, sizeof *meridians, by_value);
    double gap = meridians[0] + 360 - meridians[count - 1], middle = meridians[count - 1] + gap / 2;
    for (uint32_t i = 1; i < count; i++)
        if (meridians[i] - meridians[i - 1] > gap) {
            gap = meridians[i] - meridians[i - 1];
            middle = meridians[i - 1] + gap / 2;
        }
    return middle - 180;
}

point layout_equal_earth(double lat, double lon)
{
    static const double a1 = 1.340264, a2 = -0.081106, a3 = 0.000893, a4 = 0.003796;
    double t = asin(sqrt(3) / 2 * sin(lat * M_PI / 180)), t2 = t * t, t6 = t2 * t2 * t2;
    double slope = a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2);
    return (point){2 * sqrt(3) * lon * M_PI / 180 * cos(t) / (3 * slope), -t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))};
}

/* Those without a place, again and again, as their partners may be without one as well. */
static void settle(layout *l, const layout_graph *graph, bool *known, point middle)
{
    const diagram *d = l->diagram;
    for (int round = 0; round < SETTLING; round++)
        for (uint32_t i = 0; i < d->node_count; i++) {
            if (d->nodes[i].placed)
                continue;
            point sum = {0, 0};
            uint32_t count = 0;
            for (uint32_t k = graph->start[i]; k < graph->start[i + 1]; k++)
                if (known[graph->list[k]]) {
                    sum.x += l->nodes[graph->list[k]].at.x;
                    sum.y += l->nodes[graph->list[k]].at.y;
                    count++;
                }
            known[i] = count > 0;
            l->nodes[i].at = count ? (point){sum.x / count, sum.y / count} : middle;
        }
}

/* From the projection's units to px: as much plane as keeps the boxes' share of it small. */
static void scale(layout *l)
{
    box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    double boxes = 0;
    for (uint32_t i = 0; i < l->diagram->node_count; i++) {
        const layout_node *n = &l->nodes[i];
        all = (box){fmin(all.x0, n->at.x), fmin(all.y0, n->at.y), fmax(all.x1, n->at.x), fmax(all.y1, n->at.y)};
        boxes += (n->width + 30) * (n->height + 30);
    }
    double width = fmax(all.x1 - all.x0, 0.02), height = fmax(all.y1 - all.y0, 0.02);
    double by = fmax(sqrt(boxes * 3 / (width * height)), 420 / width);
    by = fmin(by, fmax(1600 / width, sqrt(boxes * 3) / width)); /* a row of places is wide, not endless */
    for (uint32_t i = 0; i < l->diagram->node_count; i++)
        l->nodes[i].at = (point){l->nodes[i].at.x * by, l->nodes[i].at.y * by};
}

bool layout_map(layout *l, const layout_graph *graph)
{
    const diagram *d = l->diagram;
    double *meridians = ENT_NEW_ARRAY(l->arena, double, (size_t)d->node_count + 1);
    bool *known = ENT_NEW_ARRAY(l->arena, bool, (size_t)d->node_count + 1);
    uint32_t *all = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)d->node_count + 1);
    if (!meridians || !known || !all)
        return false;
    double middle = middle_meridian(d, meridians);
    point sum = {0, 0};
    uint32_t count = 0;
    for (uint32_t i = 0; i < d->node_count; i++) {
        all[i] = i;
        known[i] = d->nodes[i].placed;
        if (!known[i])
            continue;
        point p = l->nodes[i].at = layout_equal_earth(d->nodes[i].lat, remainder(d->nodes[i].lon - middle, 360));
        sum = (point){sum.x + p.x, sum.y + p.y};
        count++;
    }
    settle(l, graph, known, count ? (point){sum.x / count, sum.y / count} : sum);
    scale(l);
    return layout_separate(l, all, d->node_count, layout_gap(d->node_count) * 0.7);
}
