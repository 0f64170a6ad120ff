/* Boxes that stand on the straight way between two others are pushed off it, again and again; lines need not bend
 * around them then. */
#include "render/layout.h"

#include <math.h>

enum { ROUNDS = 60 };

/* Pushes node k off the line from a to b; false when it does not stand on it. */
static bool push_off(layout *l, uint32_t k, point a, point b, double gap)
{
    layout_node *n = &l->nodes[k];
    if (!segment_meets_box(a, b, box_grown(layout_box(n), gap)))
        return false;
    double length = distance_of(a, b);
    if (length < 1)
        return false;
    double nx = (b.y - a.y) / length, ny = -(b.x - a.x) / length;
    double off = (n->at.x - a.x) * nx + (n->at.y - a.y) * ny;
    double reach = fabs(nx) * (n->width / 2 + gap) + fabs(ny) * (n->height / 2 + gap);
    double by = (reach - fabs(off)) * 0.5 + 0.5;
    if (off < 0 || (off == 0 && k % 2))
        by = -by;
    n->at = (point){n->at.x + nx * by, n->at.y + ny * by};
    return true;
}

bool layout_clear_ways(layout *l, const layout_graph *graph, double gap)
{
    uint32_t count = l->diagram->node_count;
    uint32_t *all = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)count + 1);
    if (!all)
        return false;
    for (uint32_t i = 0; i < count; i++)
        all[i] = i;
    bool moved = true;
    for (int round = 0; moved && round < ROUNDS; round++) {
        moved = false;
        for (uint32_t a = 0; a < count; a++)
            for (uint32_t e = graph->start[a]; e < graph->start[a + 1]; e++)
                for (uint32_t b = graph->list[e], k = 0; b > a && k < count; k++)
                    if (k != a && k != b)
                        moved |= push_off(l, k, l->nodes[a].at, l->nodes[b].at, 7);
        if (moved && !layout_separate(l, all, count, gap))
            return false;
    }
    return true;
}
