/* What the signs of a picture mean: only those that are drawn, with how often they are. */
#ifndef RENDER_LEGEND_H
#define RENDER_LEGEND_H

#include "render/diagram.h"
#include "render/theme.h"

typedef enum { LEGEND_KIND, LEGEND_STAGE, LEGEND_ARROW, LEGEND_SHAPE } legend_sign;

typedef struct {
    legend_sign sign;
    const char *words; /* with the count */
    const char *mark;  /* of a kind; NULL: none */
    const char *data;  /* the kind or stage itself, for scripts; NULL: none */
    theme_stroke stroke;
    const theme_weight *weight;
    theme_sign across;
    node_shape shape;
    const char *fill; /* of a shape */
    bool directed, both;
    bool changed, absent; /* of small multiples: a line that has changed; a box that nothing is tied to */
} legend_item;

enum { LEGEND_ITEMS = THEME_KINDS + 3 + THEME_STAGES + 3 + NODE_SHAPES + THEME_FILLS + 3 };

typedef struct {
    legend_item items[LEGEND_ITEMS];
    uint32_t count;
    const char *notes[4]; /* whole sentences: the date, what is counted, how to read labels and sizes */
    uint32_t note_count;
} legend;

/* In the diagram's arena; NULL when memory is out. */
legend *legend_of(const diagram *diagram, const theme *theme);

/* The fill of a node: of the focus, of its group, else of its shape. */
const char *legend_fill(const theme *theme, const diagram *diagram, const diagram_node *node);

#endif
