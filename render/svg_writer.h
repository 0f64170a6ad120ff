/* Writing the elements of an SVG: for the files that make it (svg.c, svg_line.c). Failures are kept and asked for once.
 */
#ifndef RENDER_SVG_WRITER_H
#define RENDER_SVG_WRITER_H

#include "render/multiples.h"
#include "render/page.h"

#include <libxml/xmlwriter.h>

typedef struct {
    const layout *layout;
    const page *page;
    const theme *theme;
    const multiples *multiples;   /* NULL: one picture */
    const multiples_panel *panel; /* that is being written */
    xmlTextWriterPtr to;
    bool links, data, failed;
} svg_writer;

void svg_check(svg_writer *w, int result); /* of a function of libxml2 */
void svg_open(svg_writer *w, const char *name);
void svg_close(svg_writer *w);
void svg_attribute(svg_writer *w, const char *name, const char *value);
void svg_attributef(svg_writer *w, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* px, to a tenth: what a reader can see. */
void svg_number(svg_writer *w, const char *name, double value);
void svg_element(svg_writer *w, const char *name, const char *text);
/* Text that may be NULL when memory ran out. */
const char *svg_got(svg_writer *w, const char *made);

/* anchor: as SVG's text-anchor; NULL: its begin. */
void svg_text(svg_writer *w, const page_text *text, const char *anchor);
/* What is inside a link leads to a page that bears it out; none where url is NULL. again: the keyboard has been there.
 */
void svg_open_link(svg_writer *w, const char *url, bool again);
void svg_close_link(svg_writer *w, const char *url);

/* The layout's timeline (svg_timeline.c). */
void svg_timeline(svg_writer *w, point at);

/* ---- lines (svg_line.c) ---- */

/* The attributes of a line. */
void svg_stroke(svg_writer *w, const theme_stroke *stroke, double width);
/* An arrowhead whose foot is at `foot` and whose tip is at `tip`. */
void svg_head(svg_writer *w, point foot, point tip, const theme_stroke *stroke);
/* What has ended or is contested: at a place of a line that leads in this direction (radians). */
void svg_sign(svg_writer *w, theme_sign sign, point at, double angle, double scale, const char *colour);
/* Where on an edge its sign stands: not where a box or a label does, as far as there is such a place. */
point svg_sign_place(const layout *layout, uint32_t edge, double *angle);

#endif
