/* Colours as readers see them: how much two differ, also for readers who lack one kind of cones, and whether what is
 * written in one can be read on another. */
#ifndef RENDER_COLOUR_H
#define RENDER_COLOUR_H

#include <stdbool.h>

typedef struct {
    double r, g, b; /* linear light, 0 to 1 */
} colour;

/* "#rrggbb" or "#rgb". False: it is neither. */
bool colour_read(const char *text, colour *out);

/* As it looks when it is painted with an opacity on a ground; mixed as screens and printers do it, in sRGB. */
colour colour_over(colour top, colour ground, double opacity);

/* 1 to 21, after WCAG 2.1. */
double colour_contrast(colour a, colour b);

/* As readers see it who lack one kind of cones: after Machado, Oliveira and Fernandes, "A physiologically-based model
 * for simulation of color vision deficiency", IEEE TVCG 15(6), 2009, at full severity. */
typedef enum { SIGHT_FULL, SIGHT_NO_RED, SIGHT_NO_GREEN, SIGHT_GREY, SIGHTS } colour_sight;
colour colour_seen(colour c, colour_sight sight);

/* Euclidean distance in OKLab (Ottosson, 2020); two patches side by side begin to differ at about 0.02. */
double colour_distance(colour a, colour b);

#endif
