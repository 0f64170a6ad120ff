/* SVG that stands alone: a viewBox, a title and a description for the whole and for each element, text that stays text
 * and keeps its width in other fonts, no scripts, no styles from elsewhere. */
#ifndef RENDER_SVG_H
#define RENDER_SVG_H

#include "render/multiples.h"
#include "render/page.h"

typedef struct {
    bool links;              /* lines, agreements and endnotes lead to pages that bear them out */
    bool data;               /* the diagram's data as JSON in <metadata>, where its story was read */
    const multiples *panels; /* drawn in place of the layout's own drawing; NULL: one picture */
} svg_options;

/* In the layout's arena; NUL-terminated. NULL when memory is out. */
const char *svg_write(const layout *layout, const page *page, svg_options options, size_t *length);

#endif
