/* HTML text that cannot become markup: everything that comes from data goes through these. */
#ifndef RENDER_MARKUP_H
#define RENDER_MARKUP_H

#include "core/base/buffer.h"

/* Text of an element or, with quotes, of an attribute. NULL adds nothing. */
void markup_text(ent_buffer *out, const char *text);
/* ` name="value"`; nothing for NULL. */
void markup_attribute(ent_buffer *out, const char *name, const char *value);

#endif
