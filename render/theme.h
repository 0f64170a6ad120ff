/* A theme says how a diagram looks: colours, fonts, lines. Kind is colour, stage is line style, direction is an arrow;
 * the palette is safe for readers who do not tell red from green, and never the only sign. */
#ifndef RENDER_THEME_H
#define RENDER_THEME_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    const char *dash;  /* SVG stroke-dasharray in px; "": solid */
    const char *style; /* Graphviz: solid, dashed, dotted, bold */
    double width;      /* px */
    double opacity;
    const char *meaning; /* for the legend: "in force or used" */
} theme_line;

typedef struct {
    const char *name;
    const char *font;                         /* the family and its fallbacks, as CSS writes it */
    const char *font_face;                    /* the family alone, for measuring and for Graphviz */
    double text_size, title_size, small_size; /* px */
    const char *background, *ink, *faint;     /* faint: secondary text */
    const char *country_fill, *organization_fill, *focus_fill, *node_line;
} theme;

extern const theme theme_light;

/* "#rrggbb" of a kind; NULL or unknown kinds: the colour of "several kinds". */
const char *theme_kind_colour(const theme *theme, const char *kind);
/* How the line of a stage is drawn; NULL: unknown. */
const theme_line *theme_stage_line(const theme *theme, const char *stage);
/* "third country transfer" for a kind as a reader sees it. */
const char *theme_kind_words(const char *kind);

#endif
