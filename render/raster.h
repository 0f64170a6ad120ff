/* PNG and PDF, both drawn from the SVG, so that all formats are one picture. */
#ifndef RENDER_RASTER_H
#define RENDER_RASTER_H

#include "core/base/arena.h"

typedef struct {
    double width_mm; /* 0: as large as the SVG says */
    double dpi;      /* of PNG; 0: twice the SVG's px, or what width_mm needs at 300 */
} raster_size;

/* In the arena. NULL after a failure: *error (of static life, or in the arena) says why. */
const char *raster_png(ent_arena *arena, const char *svg, size_t svg_length, raster_size size, size_t *length,
                       const char **error);
const char *raster_pdf(ent_arena *arena, const char *svg, size_t svg_length, raster_size size, const char *title,
                       size_t *length, const char **error);

#endif
