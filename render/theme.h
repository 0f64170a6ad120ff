/* A theme says how a diagram looks: colours, fonts, lines. Kind is hue, dash and arrowhead; stage is weight and
 * opacity, and what has ended or is contested is marked; direction is an arrow. No sign stands alone: what colour
 * tells, dash and head tell as well, and each kind has a mark of two letters that stands on its lines. */
#ifndef RENDER_THEME_H
#define RENDER_THEME_H

#include <stdbool.h>
#include <stdint.h>

enum { THEME_KINDS = 12, THEME_STAGES = 6, THEME_FILLS = 8 };

/* Arrowheads: a full triangle, a hollow one, one with a notch in its foot, two strokes, two triangles. */
typedef enum { HEAD_FULL, HEAD_HOLLOW, HEAD_NOTCHED, HEAD_OPEN, HEAD_DOUBLE, THEME_HEADS } theme_head;
extern const char *const theme_heads[THEME_HEADS];

/* What is drawn across a line: a cross where it has ended, two bars where it is contested. */
typedef enum { SIGN_NONE, SIGN_CROSS, SIGN_BARS } theme_sign;

typedef struct {
    const char *colour; /* "#rrggbb" */
    const char *dash;   /* SVG stroke-dasharray in px; "": solid */
    theme_head head;
} theme_stroke;

typedef struct {
    double width, opacity; /* px; 0 to 1 */
} theme_weight;

typedef struct {
    const char *name;
    const char *font;                         /* the family and its fallbacks, as CSS writes it */
    const char *font_face;                    /* the family alone, for measuring and for Graphviz */
    double text_size, title_size, small_size; /* px */
    const char *background, *ink, *faint;     /* faint: secondary text */
    const char *rule;                         /* the line above the legend */
    const char *country_fill, *organization_fill, *agreement_fill, *other_fill, *focus_fill;
    const char *node_line, *focus_line;
    const char *changed_fill, *changed_line;  /* around lines that have changed since the panel before */
    const char *fills[THEME_FILLS];           /* of regions or communities */
    theme_stroke kinds[THEME_KINDS];          /* in the order of theme_kinds */
    theme_stroke several, other;              /* of several kinds; of relationships that are no agreements */
    theme_weight stages[THEME_STAGES], aside; /* in the order of theme_stages; of what is of less importance */
} theme;

/* light; dark; print (white paper, no tints, black text); mono (black and white alone) */
enum { THEMES = 4 };
extern const theme *const themes[THEMES];
extern const theme theme_light;

typedef struct {
    const char *kind;  /* as records have it */
    const char *words; /* as a reader sees it */
    const char *mark;  /* two letters */
} theme_kind;

typedef struct {
    const char *stage;   /* NULL: none is known */
    const char *meaning; /* for the legend */
    theme_sign sign;
} theme_stage;

/* In the order of legends. */
extern const theme_kind theme_kinds[THEME_KINDS];
extern const theme_stage theme_stages[THEME_STAGES];

/* Their index; -1: unknown or NULL. */
int theme_kind_find(const char *kind);
/* Of NULL and of unknown stages the last one. */
int theme_stage_find(const char *stage);

/* How the lines of a kind are drawn; `several`: of more than one. */
const theme_stroke *theme_stroke_of(const theme *theme, const char *kind, bool several);
const theme_weight *theme_weight_of(const theme *theme, const char *stage);

#endif
