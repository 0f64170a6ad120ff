/* DOT, for those who go on with Graphviz: the same nodes, lines, colours and places as in the SVG. */
#ifndef RENDER_DOT_H
#define RENDER_DOT_H

#include "render/layout.h"
#include "render/legend.h"

/* In the layout's arena; NUL-terminated. NULL when memory is out. */
const char *dot_write(const layout *layout, const legend *legend, size_t *length);

#endif
