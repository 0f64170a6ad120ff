/* The content of a diagram as HTML tables: its agreements, other relationships, sources. */
#ifndef RENDER_HTML_TABLE_H
#define RENDER_HTML_TABLE_H

#include "core/base/buffer.h"
#include "render/story.h"

void html_tables(ent_buffer *out, const diagram *diagram);

#endif
