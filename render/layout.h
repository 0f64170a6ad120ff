/* Where things stand. Positions come from one of three layouts, chosen by what the diagram is: a hub with its partners
 * around it, paths from left to right, or distances drawn as they are (stress). All are our own, deterministic and
 * bounded in time: the same diagram gives the same picture on every machine, and none can end the program, as
 * Graphviz's layouts are known to do on real networks. */
#ifndef RENDER_LAYOUT_H
#define RENDER_LAYOUT_H

#include "render/diagram.h"
#include "render/geometry.h"
#include "render/text.h"
#include "render/theme.h"

typedef struct {
    point at; /* centre */
    double width, height;
    double text_size, line_height;
    const text_line *lines;
    uint32_t line_count;
} layout_node;

typedef struct {
    curve line;                      /* from border to border; where an arrowhead stands it ends at the head's foot */
    point tip;                       /* of the arrowhead at its end, where the edge is directed */
    point tail;                      /* of the one at its begin, where it goes both ways */
    bool faint;                      /* of less importance here: not at the focus */
    bool placed;                     /* whether its label found a place that nothing else needs */
    const char *label, *short_label; /* short: where there is no room for the long one; "" for none */
    double label_width, short_width;
    box label_box;
} layout_edge;

typedef struct {
    ent_arena *arena;
    const diagram *diagram;
    const theme *theme;
    text_measure *measure;
    box bounds; /* of all that is drawn, without title and legend; begins at 0, 0 */
    layout_node *nodes;
    layout_edge *edges;
    double line_scale; /* thinner lines where there are many */
    bool marks;        /* labels begin with the mark of their kind, as several kinds are drawn */
} layout;

/* In the diagram's arena. */
entente_status layout_make(const diagram *diagram, const theme *theme, text_measure *measure, layout **out);

/* ---- the steps, for layout.c and tests ---- */

/* The neighbours of node i, each once, ascending, without itself: list[start[i]] .. list[start[i + 1] - 1]. */
typedef struct {
    uint32_t *start, *list;
} layout_graph;
bool layout_graph_of(ent_arena *arena, const diagram *diagram, layout_graph *out);

/* Each sets the centre of every node, no two of them overlapping. False when memory is out. */
bool layout_hub(layout *layout, const layout_graph *graph, uint32_t hub);
bool layout_columns(layout *layout, const layout_graph *graph);
bool layout_stress(layout *layout, const layout_graph *graph);

/* Pushes boxes apart that overlap or are nearer than `gap`. */
bool layout_separate(layout *layout, const uint32_t *nodes, uint32_t count, double gap);

static inline box layout_box(const layout_node *node)
{
    return box_around(node->at, node->width, node->height);
}

/* Lines around foreign nodes, apart from each other; then labels where there is room. False when memory is out. */
bool layout_route(layout *layout);

#endif
