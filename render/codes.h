/* The names of parties that stand in a picture by their codes, below it. */
#ifndef RENDER_CODES_H
#define RENDER_CODES_H

#include "render/page.h"

/* Texts that they may take. */
uint32_t codes_text_count(const layout *layout);

/* Adds them to a page, beginning at *y, which becomes their end. False when memory is out. */
bool codes_put(const layout *layout, page *page, double *y);

#endif
