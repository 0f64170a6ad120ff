/* Where things stand: positions by Graphviz, asked in a child process, since its layouts can take very long or die with
 * a signal on real networks; what fails there falls back to a layout of our own. */
#ifndef RENDER_LAYOUT_H
#define RENDER_LAYOUT_H

#include "render/diagram.h"
#include "render/theme.h"

typedef struct {
    double x, y; /* px, of the centre; y grows downwards */
    double width, height;
} layout_node;

typedef struct {
    double x[4], y[4];       /* one cubic Bezier from border to border */
    double label_x, label_y; /* centre of the label */
} layout_edge;

typedef struct {
    double width, height; /* of the drawing alone, without title and legend */
    layout_node *nodes;
    layout_edge *edges;
} layout;

/* In the diagram's arena. */
entente_status layout_make(const diagram *diagram, const theme *theme, layout **out);

#endif
