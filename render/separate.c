/* Boxes that overlap are pushed apart along the way that is shorter, again and again until none does; when that does
 * not come to rest, everything is spread a little first. */
#include "render/layout.h"

#include <math.h>
#include <stdlib.h>

enum { PUSHES = 200, PUSHES_OF_MANY = 25, MANY = 500, SPREADS = 40 };

typedef struct {
    double x0;
    uint32_t node;
} place;

static int by_left(const void *a, const void *b)
{
    const place *x = a, *y = b;
    if (x->x0 != y->x0)
        return x->x0 < y->x0 ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* Pushes a pair apart; false when it is far enough apart. */
static bool push(layout_node *a, layout_node *b, double gap)
{
    double dx = b->at.x - a->at.x, dy = b->at.y - a->at.y;
    double ox = (a->width + b->width) / 2 + gap - fabs(dx), oy = (a->height + b->height) / 2 + gap - fabs(dy);
    if (ox <= 0 || oy <= 0)
        return false;
    double by = (ox < oy ? ox : oy) / 2 + 0.01;
    if (ox < oy) {
        by = dx < 0 ? -by : by;
        a->at.x -= by;
        b->at.x += by;
    } else {
        by = dy < 0 ? -by : by;
        a->at.y -= by;
        b->at.y += by;
    }
    return true;
}

static bool push_all(layout *l, place *places, uint32_t count, double gap)
{
    bool moved = false;
    for (uint32_t i = 0; i < count; i++)
        places[i].x0 = l->nodes[places[i].node].at.x - l->nodes[places[i].node].width / 2;
    qsort(places, count, sizeof *places, by_left);
    for (uint32_t i = 0; i < count; i++) {
        layout_node *a = &l->nodes[places[i].node];
        for (uint32_t k = i + 1; k < count && places[k].x0 < a->at.x + a->width / 2 + gap; k++)
            moved |= push(a, &l->nodes[places[k].node], gap);
    }
    return moved;
}

bool layout_separate(layout *l, const uint32_t *nodes, uint32_t count, double gap)
{
    place *places = ENT_NEW_ARRAY(l->arena, place, (size_t)count + 1);
    if (!places)
        return false;
    for (uint32_t i = 0; i < count; i++)
        places[i].node = nodes[i];
    for (int spread = 0; spread < SPREADS; spread++) {
        for (int i = 0; i < (count > MANY ? PUSHES_OF_MANY : PUSHES); i++)
            if (!push_all(l, places, count, gap))
                return true;
        for (uint32_t i = 0; i < count; i++) {
            point *at = &l->nodes[nodes[i]].at;
            *at = (point){at->x * 1.08, at->y * 1.08};
        }
    }
    return true;
}
