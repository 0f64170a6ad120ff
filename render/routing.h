/* What the steps from places to lines and labels share: route.c draws lines, detour.c finds ways around what is in the
 * way of a curve, labels.c puts words on lines. */
#ifndef RENDER_ROUTING_H
#define RENDER_ROUTING_H

#include "render/grid.h"
#include "render/layout.h"

enum {
    ROUTING_BOX_ROOM = 10,  /* px by which boxes are larger in their grid: what asks by a line finds them so near */
    ROUTING_LABEL_ROOM = 4, /* the same of labels */
    ROUTING_HEAD = 9        /* px, length of an arrowhead */
};

typedef struct {
    layout *layout;
    trace *traces; /* by edge, from border to border */
    bool *routed;
    double *bulges;  /* by edge: how far its middle lies to the left, as one walks from the lower node */
    curve *curves;   /* by edge: of a line of one part */
    uint32_t *order; /* edges at the focus first */
    grid *boxes, *lines, *labels;
    box area; /* of all boxes: a page is as wide as letters allow, so that lines and words stay between its sides */
    struct detour *detour; /* scratch of detour.c */
} routing;

static inline const diagram_edge *routing_edge(const routing *w, uint32_t i)
{
    return &w->layout->diagram->edges[i];
}

/* Where a line leaves a node: whether p lies in the node's shape or nearer than `gap` px to it. */
bool routing_inside(const layout *l, uint32_t node, point p, double gap);

/* A way from node to node that passes no foreign box and, with `labels`, no label of another edge: straight pieces with
 * round corners. *found false: there is none. False when memory is out. */
bool detour_find(routing *w, uint32_t edge, bool labels, spline *out, bool *found);

/* Puts words on the lines of `count` edges, where there is room for them. False when memory is out. */
bool labels_place(routing *w, const uint32_t *edges, uint32_t count);

/* When all lines are drawn: the same again for those on which a line came to lie, and where there is no room for words,
 * a letter for the key or the shorter of the texts. */
bool labels_finish(routing *w, const uint32_t *edges, uint32_t count);

#endif
