/* Where things stand. Places come from layouts of our own and from Graphviz's engines, which work in a child process
 * with limits (graphviz.h), so that none can end or hang the program. Unless one is asked for, those that may suit are
 * made to the end and the one that is read best is kept. */
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
    spline line;                     /* from border to border; where an arrowhead stands it ends at the head's foot */
    point tip;                       /* of the arrowhead at its end, where the edge is directed */
    point tail;                      /* of the one at its begin, where it goes both ways */
    bool faint;                      /* of less importance here: not at the focus */
    bool placed;                     /* whether its label found a place that nothing else needs */
    const char *label, *short_label; /* short: where there is no room for the long one; "" for none */
    const char *key; /* what stands on the line instead of its label, which the key below the picture has; or NULL */
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
    uint32_t *keyed; /* edges whose labels are in the key, in its order; room for all */
    uint32_t keyed_count;
    const diagram *codes; /* whose nodes are drawn by their ids in place of their names, which stand below; or NULL */
    const struct timeline *timeline; /* drawn in place of nodes and edges; NULL: none */
    double line_scale;               /* thinner lines where there are many */
    bool marks;                      /* labels begin with the mark of their kind, as several kinds are drawn */
} layout;

typedef enum {
    LAYOUT_AUTO,
    LAYOUT_HUB,      /* the focus, or the node with the most partners, amid all others */
    LAYOUT_FLOW,     /* senders left of receivers; paths from their start to their end */
    LAYOUT_FORCE,    /* neighbours near each other */
    LAYOUT_MAP,      /* parties where they are in the world */
    LAYOUT_TIMELINE, /* no nodes: agreements along time (timeline.h) */
    LAYOUT_KINDS
} layout_kind;
extern const char *const layout_names[LAYOUT_KINDS];

/* In the diagram's arena. */
entente_status layout_make_as(const diagram *diagram, const theme *theme, text_measure *measure, layout_kind kind,
                              layout **out);
/* With LAYOUT_AUTO. */
entente_status layout_make(const diagram *diagram, const theme *theme, text_measure *measure, layout **out);

/* px that a page around this layout is wide, and about what stands above and below the drawing. */
double layout_page_width(const layout *layout);
enum { LAYOUT_PAGE_MARGIN = 28, LAYOUT_PAGE_REST = 260, LAYOUT_PAGE_LEAST = 470 };
/* The width of a picture in print, 180 mm, in pt. */
#define LAYOUT_PT_WIDTH (180 / 25.4 * 72)

/* ---- the steps, for layout.c and tests ---- */

/* The neighbours of node i, each once, ascending, without itself: list[start[i]] .. list[start[i + 1] - 1]. */
typedef struct {
    uint32_t *start, *list;
} layout_graph;
bool layout_graph_of(ent_arena *arena, const diagram *diagram, layout_graph *out);

/* Each sets the centre of every node, no two of them overlapping. False when memory is out. `wide`: width by height of
 * the plane (below 1: upright). */
bool layout_hub(layout *layout, const layout_graph *graph, uint32_t hub);
bool layout_stress(layout *layout, const layout_graph *graph, double wide);
bool layout_paths(layout *layout, const layout_graph *graph);
bool layout_flow(layout *layout, const layout_graph *graph);
bool layout_map(layout *layout, const layout_graph *graph);

/* By Graphviz's sfdp. *placed: false when it gave nothing. */
bool layout_force(layout *layout, const layout_graph *graph, bool *placed);

/* Columns from left to right. key: the order in a column, from which the search for few crossings starts. With `broad`,
 * high columns become several, so that the whole is not much higher than wide. Changes the slots. */
typedef struct {
    double key;
    uint32_t node, column;
} layout_slot;
bool layout_columns(layout *layout, const layout_graph *graph, layout_slot *slots, bool broad);

/* Places, lines, labels and bounds by the layouts of that kind, the best of them. */
bool layout_choose(layout *layout, layout_kind kind);

/* Moves all so that the drawing begins at 0, 0, and sets the bounds. */
void layout_set_bounds(layout *layout);

/* A place on a map, in units of the earth's radius, y downwards. */
point layout_equal_earth(double lat, double lon);

/* px between boxes for a diagram of so many nodes: lines between neighbours must be long enough to be seen. */
static inline double layout_gap(uint32_t nodes)
{
    return nodes <= 25 ? 38 : nodes <= 60 ? 24 : 14;
}

/* Pushes boxes apart that overlap or are nearer than `gap`. */
bool layout_separate(layout *layout, const uint32_t *nodes, uint32_t count, double gap);

/* Moves nodes about in a frame of this size, from where they are relative to each other, for few crossings and lines
 * long enough for their labels. */
bool layout_improve(layout *layout, double width, double height);

/* Pushes boxes off the straight ways between others, keeping them `gap` apart. Costs edges times nodes. */
bool layout_clear_ways(layout *layout, const layout_graph *graph, double gap);

static inline box layout_box(const layout_node *node)
{
    return box_around(node->at, node->width, node->height);
}

/* Lines around foreign nodes, apart from each other; then labels where there is room. False when memory is out. */
bool layout_route(layout *layout);

#endif
