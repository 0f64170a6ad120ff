/* Diagrams as HTML: a page around the picture in which a reader can look closer, and the picture's content as tables.
 * Both are one file that asks the network for nothing; the page says so itself, in its content security policy. */
#ifndef RENDER_HTML_H
#define RENDER_HTML_H

#include "render/story.h"
#include "render/theme.h"

/* A page around an SVG (as svg_write wrote it, with links and without data). In the diagram's arena; NUL-terminated.
 * NULL when memory is out. The diagram has its story. */
const char *html_page(const diagram *diagram, const theme *theme, const char *svg, size_t *length);

/* The tables alone, as a page without scripts. */
const char *html_table(const diagram *diagram, size_t *length);

#endif
