/* How readable a picture is, from its own geometry: what readers stumble over, counted. */
#ifndef RENDER_METRICS_H
#define RENDER_METRICS_H

#include "render/layout.h"

typedef struct {
    uint32_t texts;               /* names of nodes and labels of lines */
    uint32_t collided;            /* of these: on another label, or on a node that is not theirs */
    uint32_t crossed;             /* of these: an edge runs through them that is not theirs */
    uint32_t overflowing;         /* of these: not wholly in their box, or not in the picture */
    uint32_t left_out;            /* labels for which there was no room, but for those away from the focus */
    uint32_t keyed;               /* labels that are a letter, which the key below the picture explains */
    uint32_t edge_crossings;      /* places where two edges without a common end cross */
    uint32_t edges_through_nodes; /* pairs of an edge and a node that is not its end */
    double min_text_pt;           /* the smallest text when the picture is 180 mm wide */
    double aspect;                /* width by height */
} metrics;

/* Of a drawing on a page of this size in px. False when memory is out. The work grows with the square of the edges. */
bool metrics_of(const layout *layout, double page_width, double page_height, metrics *out);

#endif
