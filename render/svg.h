/* SVG that stands alone: a viewBox, a title and a description for the whole and for each element, text that stays text
 * and keeps its width in other fonts, no scripts, no styles from elsewhere. */
#ifndef RENDER_SVG_H
#define RENDER_SVG_H

#include "render/page.h"

/* With links, lines and agreements lead to pages that bear them out. In the layout's arena; NUL-terminated. NULL when
 * memory is out. */
const char *svg_write(const layout *layout, const page *page, bool links, size_t *length);

#endif
