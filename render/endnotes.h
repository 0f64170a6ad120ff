/* The sources of a diagram as numbered notes below the picture, and their numbers on its lines. */
#ifndef RENDER_ENDNOTES_H
#define RENDER_ENDNOTES_H

#include "render/story.h"
#include "render/text.h"

/* Before the layout, as labels grow: "2014 [1, 3]". The diagram has its story. */
entente_status endnotes_add(diagram *diagram);

/* "Publisher. Title, date." of a source, and its address when it has no page to lead to or `address` is set. In the
 * arena; NULL when memory is out. */
const char *endnotes_text(ent_arena *arena, const ent_source *source, bool address);

enum { ENDNOTE_LINES = 12 };

/* Breaks a note of any length into at most ENDNOTE_LINES lines (what is left ends in an ellipsis), in addresses after
 * the signs that part them. 0 when memory is out, else at least 1. */
uint32_t endnotes_wrap(text_measure *measure, ent_arena *arena, const char *text, double size, double width,
                       text_line **lines);

#endif
