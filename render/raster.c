#include "render/raster.h"

#include "core/base/buffer.h"

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>
#include <math.h>

enum { LARGEST = 30000 /* px: cairo's images end at 32767 */ };

static const char out_of_memory[] = "out of memory";

/* Takes what cairo writes; the bytes go on in the buffer. */
static cairo_status_t take(void *to, const unsigned char *bytes, unsigned length)
{
    ent_buffer *buffer = to;
    ent_buffer_put(buffer, (const char *)bytes, length);
    return buffer->p ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static RsvgHandle *parse(ent_arena *arena, const char *svg, size_t length, double *width, double *height,
                         const char **error)
{
    GError *why = NULL;
    RsvgHandle *handle = rsvg_handle_new_from_data((const guint8 *)svg, length, &why);
    if (!handle) {
        const char *text = ent_arena_printf(arena, "%s", why ? why->message : "the SVG cannot be read");
        *error = text ? text : out_of_memory;
        g_clear_error(&why);
        return NULL;
    }
    rsvg_handle_set_dpi(handle, 96);
    if (!rsvg_handle_get_intrinsic_size_in_pixels(handle, width, height) || *width < 1 || *height < 1) {
        *error = "the SVG has no size";
        g_object_unref(handle);
        return NULL;
    }
    return handle;
}

static bool draw(ent_arena *arena, RsvgHandle *handle, cairo_surface_t *surface, double width, double height,
                 const char **error)
{
    GError *why = NULL;
    cairo_t *cr = cairo_create(surface);
    gboolean drawn = rsvg_handle_render_document(handle, cr, &(RsvgRectangle){0, 0, width, height}, &why);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    if (drawn && status == CAIRO_STATUS_SUCCESS)
        return true;
    const char *text = ent_arena_printf(arena, "%s", why ? why->message : cairo_status_to_string(status));
    *error = text ? text : out_of_memory;
    g_clear_error(&why);
    return false;
}

static const char *taken(const ent_buffer *bytes, cairo_status_t status, size_t *length, const char **error)
{
    *length = bytes->n;
    if (status == CAIRO_STATUS_SUCCESS && bytes->p)
        return bytes->p;
    *error = bytes->p ? cairo_status_to_string(status) : out_of_memory;
    return NULL;
}

const char *raster_png(ent_arena *arena, const char *svg, size_t svg_length, raster_size size, size_t *length,
                       const char **error)
{
    double width, height;
    RsvgHandle *handle = parse(arena, svg, svg_length, &width, &height, error);
    if (!handle)
        return NULL;
    double dpi = size.dpi ? size.dpi : size.width_mm ? 300 : 192;
    double scale = size.width_mm ? size.width_mm / 25.4 * dpi / width : dpi / 96;
    bool fits = width * scale <= LARGEST && height * scale <= LARGEST;
    if (!fits && (size.dpi || size.width_mm)) {
        *error = "a picture of more than 30000 pixels a side: ask for fewer dots per inch, a smaller width, or SVG";
        g_object_unref(handle);
        return NULL;
    }
    if (!fits)
        scale = fmin(LARGEST / width, LARGEST / height);
    int w = (int)fmax(1, ceil(width * scale)), h = (int)fmax(1, ceil(height * scale));
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    ent_buffer bytes;
    ent_buffer_init(&bytes, arena);
    const char *png = NULL;
    if (draw(arena, handle, surface, w, h, error))
        png = taken(&bytes, cairo_surface_write_to_png_stream(surface, take, &bytes), length, error);
    cairo_surface_destroy(surface);
    g_object_unref(handle);
    return png;
}

const char *raster_pdf(ent_arena *arena, const char *svg, size_t svg_length, raster_size size, const char *title,
                       size_t *length, const char **error)
{
    double width, height;
    RsvgHandle *handle = parse(arena, svg, svg_length, &width, &height, error);
    if (!handle)
        return NULL;
    double scale = size.width_mm ? size.width_mm / 25.4 * 72 / width : 0.75; /* 1 px is 3/4 pt */
    ent_buffer bytes;
    ent_buffer_init(&bytes, arena);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, &bytes, width * scale, height * scale);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    /* no date, so that the same picture gives the same bytes */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    bool drawn = draw(arena, handle, surface, width * scale, height * scale, error);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    g_object_unref(handle);
    return drawn ? taken(&bytes, status, length, error) : NULL;
}
