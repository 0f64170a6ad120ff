/* Agreements along time: a lane for each, in which a line runs from event to event, drawn as its stage is then, with a
 * mark for each event. Where there are more agreements than a page has lanes with titles for, they lie close together
 * in lanes of their partners, or of their kinds. It is a drawing without nodes and edges, in the same units as a
 * layout. */
#ifndef RENDER_TIMELINE_H
#define RENDER_TIMELINE_H

#include "render/legend.h"
#include "render/page.h"
#include "render/story.h"

typedef struct {
    double x0, x1;
    const theme_weight *weight;
    theme_sign sign;
    bool open; /* goes on: it is what holds at the end */
} timeline_span;

typedef struct {
    double x0, x1; /* what its date can mean */
    bool ends;     /* from then on the agreement has ended */
    bool remark;   /* it left the status as it was */
    const char *note;
} timeline_mark;

typedef struct {
    const story_agreement *agreement;
    const theme_stroke *stroke;
    const char *url;
    double y; /* of its line */
    timeline_span *spans;
    timeline_mark *marks;
    page_text *texts; /* who, its title, what happened */
    uint32_t span_count, mark_count, text_count;
} timeline_row;

typedef struct {
    double x;
    page_text label; /* its middle is at x */
} timeline_tick;

typedef struct timeline {
    timeline_row *rows;
    uint32_t row_count;
    page_text *headings; /* of lanes that hold several agreements */
    uint32_t heading_count;
    double *rules; /* y of lines between lanes */
    uint32_t rule_count;
    timeline_tick *ticks;
    uint32_t tick_count;
    box chart;            /* where the lanes are */
    box cut;              /* years without any event that are left out; without width: none */
    double scale;         /* thinner lines where lanes are low */
    const page_text *day; /* words for the diagram's day; NULL: none */
    double day_x;
} timeline;

/* Sets layout->timeline and the bounds. Needs the diagram's story. False when memory is out. */
bool timeline_make(layout *layout);

/* What of a legend is about a timeline, with notes of its own; NULL when memory is out. */
legend *timeline_legend(const layout *layout, const legend *all);

#endif
