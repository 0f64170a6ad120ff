/* The key below a picture: what the letters on its lines stand for. */
#ifndef RENDER_KEY_H
#define RENDER_KEY_H

#include "render/page.h"

enum { KEY_LINES = 3 /* of one entry, at most */ };

/* "Rwanda → Denmark: 3 · 2009–2024"; NULL when memory is out. */
const char *key_words(const layout *layout, uint32_t edge);

/* Texts that a key may have. */
uint32_t key_text_count(const layout *layout);

/* Adds the key's texts to a page, beginning at *y, which becomes its end. False when memory is out. */
bool key_put(const layout *layout, page *page, double *y);

#endif
