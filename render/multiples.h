/* Small multiples: the same parties on several days, each in its own panel, all in the same places, so that what
 * changes is what a reader sees. One layout is made of everything that is tied on any of the days; each panel draws its
 * part of it. Panels are small: parties stand in them by their codes, lines carry no words; the names are listed below.
 */
#ifndef RENDER_MULTIPLES_H
#define RENDER_MULTIPLES_H

#include "render/layout.h"
#include "render/legend.h"

enum {
    MULTIPLES_DAYS = 36, /* panels of one figure, at most */
    MULTIPLES_LINE = 17  /* px of a line of title or counts above a panel */
};

typedef struct {
    diagram *diagram;        /* of the day */
    const char *id;          /* "on-2020-12-31-": what its elements' ids begin with */
    const char *title;       /* "31 December 2020" */
    const char *counts;      /* "12 agreements, 3 of them new" */
    bool *changed;           /* by edge: it was not there in the panel before, or stood otherwise */
    bool *present;           /* by node of the whole: something is tied to it on this day */
    uint32_t *nodes, *edges; /* by those of the day: which of the whole they are */
    layout *places;          /* the day's part of the layout of the whole */
    text_line *lines;        /* of title and counts */
    uint32_t line_count, title_lines;
    point at; /* where its 0, 0 is, below title and counts */
} multiples_panel;

typedef struct multiples {
    diagram *whole; /* nodes by their codes, edges without words: what is laid out */
    diagram *all;   /* every agreement of any day, nodes by their names: title, sources, legend */
    layout *places; /* of the whole, at the size of a panel */
    layout *frame;  /* of `all`, as large as all panels together: what the page is made around */
    multiples_panel *panels;
    uint32_t count;
} multiples;

/* From the diagrams of days that follow each other (parties alone, no agreements as nodes), each with its as_of; titles
 * and sources of `all` are left to the caller. In the arena. */
entente_status multiples_of(ent_arena *arena, diagram *const *days, uint32_t count, multiples **out);

/* Places everything; *fits: whether letters have 6 pt when the figure is 180 mm wide. */
entente_status multiples_lay_out(multiples *m, const theme *theme, text_measure *measure, layout_kind kind, bool *fits);

/* Of all panels, without counts; NULL when memory is out. */
legend *multiples_legend(const multiples *m, const theme *theme);

/* The story of `all` and of each panel as JSON; NULL when memory is out. */
const char *multiples_json(const multiples *m);

#endif
