/* A theme says how a diagram looks: colours, fonts, lines. Kind is colour, stage is line style, direction is an arrow;
 * the palette is safe for readers who do not tell red from green, and never the only sign: each kind has a mark of two
 * letters that stands on its lines. */
#ifndef RENDER_THEME_H
#define RENDER_THEME_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    const char *stage;   /* NULL: none is known */
    const char *dash;    /* SVG stroke-dasharray in px; "": solid */
    const char *style;   /* Graphviz: solid, dashed, dotted */
    double width;        /* px */
    const char *meaning; /* for the legend */
} theme_line;

typedef struct {
    const char *kind;   /* as records have it */
    const char *words;  /* as a reader sees it */
    const char *mark;   /* two letters */
    const char *colour; /* "#rrggbb" */
} theme_kind;

typedef struct {
    const char *font;                         /* the family and its fallbacks, as CSS writes it */
    const char *font_face;                    /* the family alone, for measuring and for Graphviz */
    double text_size, title_size, small_size; /* px */
    const char *background, *ink, *faint;     /* faint: secondary text */
    const char *several, *other;              /* lines of several kinds; of relationships that are no agreements */
    const char *country_fill, *organization_fill, *agreement_fill, *other_fill, *focus_fill;
    const char *node_line, *focus_line;
} theme;

extern const theme theme_light;

enum { THEME_KINDS = 12, THEME_LINES = 6 };
/* In the order of legends. */
extern const theme_kind theme_kinds[THEME_KINDS];
extern const theme_line theme_lines[THEME_LINES];

/* Their index; -1: unknown or NULL. */
int theme_kind_find(const char *kind);
/* The line of a stage; of NULL and unknown stages the last one. */
int theme_line_find(const char *stage);

#endif
