/* What the signs of a picture mean: only those that are drawn. */
#ifndef RENDER_LEGEND_H
#define RENDER_LEGEND_H

#include "render/diagram.h"
#include "render/theme.h"

typedef enum { LEGEND_KIND, LEGEND_LINE, LEGEND_ARROW, LEGEND_SHAPE } legend_sign;

typedef struct {
    legend_sign sign;
    const char *words;
    const char *mark;   /* of a kind; NULL: none */
    const char *colour; /* of kinds, and of lines */
    const theme_line *line;
    node_shape shape;
    bool directed, both;
} legend_item;

typedef struct {
    legend_item items[THEME_KINDS + 3 + THEME_LINES + 3 + NODE_SHAPES];
    uint32_t count;
    const char *notes[4]; /* whole sentences: the date, what is counted, how to read labels and sizes */
    uint32_t note_count;
} legend;

/* In the diagram's arena; NULL when memory is out. */
legend *legend_of(const diagram *diagram, const theme *theme);

#endif
