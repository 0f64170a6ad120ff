/* Text as pictures need it: made harmless, measured in the font that the SVG names, and broken into lines. */
#ifndef RENDER_TEXT_H
#define RENDER_TEXT_H

#include "core/base/arena.h"

typedef struct text_measure text_measure; /* a font, opened for measuring */
typedef struct {
    const char *text;
    double width; /* px */
} text_line;

text_measure *text_measure_new(const char *font_face);
void text_measure_free(text_measure *measure);

/* Whether a font family is installed, in any case. */
bool text_has_font(const char *font_face);

/* px of a line of text, `size` being the font's. */
double text_width(text_measure *measure, const char *text, size_t length, double size, bool bold);

/* How many characters of a text no installed font has. */
uint32_t text_missing(text_measure *measure, const char *text, size_t length);

/* Breaks text into at most max_lines (not above 4) lines no wider than `width`, as even as they can be, where its
 * language lets it break; a word that is too wide is broken inside, and what does not fit ends in an ellipsis. 0 when
 * memory is out, else at least 1. */
uint32_t text_wrap(text_measure *measure, ent_arena *arena, const char *text, double size, bool bold, double width,
                   uint32_t max_lines, text_line **lines);

/* A copy for showing: one line, without control characters, without characters that XML forbids and without those that
 * would turn the direction of what stands around it. NULL stays NULL. */
const char *text_clean(ent_arena *arena, const char *text);

/* The same wrapped in isolates when it is written from right to left, so that arrows beside it keep their direction. */
const char *text_isolate(ent_arena *arena, const char *text);

#endif
