/* The page around a drawing: title and subtitle above, legend and notes below, each with its place. */
#ifndef RENDER_PAGE_H
#define RENDER_PAGE_H

#include "render/layout.h"
#include "render/legend.h"

typedef struct {
    const char *text;
    double x, y; /* of the baseline's begin */
    double width, size;
    bool bold, faint;
    const char *url; /* of an endnote: where it leads; or NULL */
    bool more;       /* goes on with the line above */
} page_text;

typedef struct {
    const legend_item *item;
    double x, y; /* of the sign's left end, and of the middle of the line */
    page_text words;
    double mark, mark_width; /* of the mark of a kind, between both: its x (0: none is written) and its width */
    double lead;             /* px from the sign's left end to the words */
} page_sign;

typedef struct {
    double width, height; /* px */
    point drawing;        /* where the drawing's 0, 0 is */
    page_text *texts;     /* title, subtitle, notes, endnotes */
    uint32_t text_count;
    page_sign *signs;
    uint32_t sign_count;
    double rule; /* y of the line above the legend */
} page;

enum { PAGE_SIGN = 40 /* px that a sign of the legend is wide */ };

/* In the layout's arena; NULL when memory is out. */
page *page_of(const layout *layout, const legend *legend);

#endif
