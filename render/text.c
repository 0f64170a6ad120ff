#include "render/text.h"

#include "core/base/buffer.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

enum {
    LONGEST = 160, /* characters of a label that are looked at: no box has room for more */
    MAX_LINES = 4
};

struct text_measure {
    PangoFontMap *fonts;
    PangoContext *context;
    PangoLayout *layout;
    PangoFontDescription *font;
};

text_measure *text_measure_new(const char *font_face)
{
    text_measure *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->fonts = pango_cairo_font_map_new();
    m->context = pango_font_map_create_context(m->fonts);
    /* widths as printed, not as fitted to the pixels of some screen */
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(m->context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(m->context, FALSE);
    m->layout = pango_layout_new(m->context);
    pango_layout_set_single_paragraph_mode(m->layout, TRUE);
    m->font = pango_font_description_new();
    pango_font_description_set_family(m->font, font_face);
    return m;
}

void text_measure_free(text_measure *m)
{
    if (!m)
        return;
    pango_font_description_free(m->font);
    g_object_unref(m->layout);
    g_object_unref(m->context);
    g_object_unref(m->fonts);
    free(m);
}

bool text_has_font(const char *font_face)
{
    PangoFontMap *fonts = pango_cairo_font_map_new();
    PangoFontFamily **families;
    int count;
    bool found = false;
    pango_font_map_list_families(fonts, &families, &count);
    for (int i = 0; i < count && !found; i++)
        found = g_ascii_strcasecmp(pango_font_family_get_name(families[i]), font_face) == 0;
    g_free(families);
    g_object_unref(fonts);
    return found;
}

double text_width(text_measure *m, const char *text, size_t length, double size, bool bold)
{
    pango_font_description_set_absolute_size(m->font, size * PANGO_SCALE);
    pango_font_description_set_weight(m->font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(m->layout, m->font);
    pango_layout_set_text(m->layout, text, (int)length);
    PangoRectangle logical;
    pango_layout_get_extents(m->layout, NULL, &logical);
    return (double)logical.width / PANGO_SCALE;
}

uint32_t text_missing(text_measure *m, const char *text, size_t length)
{
    pango_layout_set_font_description(m->layout, m->font);
    pango_layout_set_text(m->layout, text, (int)length);
    return (uint32_t)pango_layout_get_unknown_glyphs_count(m->layout);
}

/* ---- breaking into lines ---- */

typedef struct {
    text_measure *measure;
    const char *text;
    double size;
    bool bold;
    uint32_t places[LONGEST + 2]; /* bytes where a line may begin, from 0 to the end of the text */
    uint32_t place_count;
    uint32_t cursors[LONGEST + 2]; /* bytes between characters as a reader counts them */
    uint32_t cursor_count;
} wrapping;

/* The bytes of a line without the blanks around it. */
static ent_str trimmed(const char *text, uint32_t from, uint32_t to)
{
    while (from < to && text[from] == ' ')
        from++;
    while (to > from && text[to - 1] == ' ')
        to--;
    return (ent_str){text + from, to - from};
}

static double piece_width(const wrapping *w, uint32_t from, uint32_t to)
{
    ent_str s = trimmed(w->text, from, to);
    return text_width(w->measure, s.p, s.n, w->size, w->bold);
}

/* Finds where lines may break; gives the bytes that are looked at (less than all when the text is too long). */
static uint32_t find_places(wrapping *w, const char *text)
{
    long length = g_utf8_strlen(text, -1);
    bool cut = length > LONGEST;
    const char *end = cut ? g_utf8_offset_to_pointer(text, LONGEST) : text + strlen(text);
    uint32_t bytes = (uint32_t)(end - text);
    int characters = (int)(cut ? LONGEST : length);
    PangoLogAttr attributes[LONGEST + 1];
    pango_get_log_attrs(text, (int)bytes, -1, pango_language_from_string("en"), attributes, characters + 1);
    const char *p = text;
    for (int i = 0; i <= characters; i++) {
        uint32_t at = (uint32_t)(p - text);
        if (i == 0 || i == characters || attributes[i].is_line_break)
            w->places[w->place_count++] = at;
        if (attributes[i].is_cursor_position || i == characters)
            w->cursors[w->cursor_count++] = at;
        if (i < characters)
            p = g_utf8_next_char(p);
    }
    return bytes;
}

/* The evenest way to break the text into exactly `lines` lines: begins[1..lines-1]. Gives the widest line's width. */
static double break_evenly(const wrapping *w, uint32_t lines, const double *widths, uint32_t begins[MAX_LINES])
{
    uint32_t last = w->place_count - 1, n = w->place_count;
    double best[MAX_LINES + 1][LONGEST + 2];
    uint32_t from[MAX_LINES + 1][LONGEST + 2];
    for (uint32_t to = 0; to < n; to++)
        best[1][to] = widths[to];
    for (uint32_t k = 2; k <= lines; k++)
        for (uint32_t to = 0; to < n; to++) {
            best[k][to] = 1e9;
            from[k][to] = 0;
            for (uint32_t at = 1; at < to; at++) {
                double widest = fmax(best[k - 1][at], widths[(size_t)at * n + to]);
                if (widest < best[k][to] - 0.01) {
                    best[k][to] = widest;
                    from[k][to] = at;
                }
            }
        }
    for (uint32_t k = lines, to = last; k > 1; k--)
        begins[k - 1] = to = from[k][to];
    return best[lines][last];
}

/* As much as fits, line by line; the last line ends in an ellipsis when something is left. */
static uint32_t fill_lines(const wrapping *w, ent_arena *arena, uint32_t bytes, bool cut, double width,
                           uint32_t max_lines, text_line *lines)
{
    uint32_t count = 0, at = 0;
    while (at < bytes && count < max_lines) {
        uint32_t end = at;
        for (uint32_t i = 0; i < w->place_count; i++)
            if (w->places[i] > at && piece_width(w, at, w->places[i]) <= width)
                end = w->places[i];
        bool last = count + 1 == max_lines;
        bool more = end < bytes || cut;
        if (end == at || (last && more)) { /* a word that is too wide, or the end of the room */
            double room = last ? width - text_width(w->measure, "…", strlen("…"), w->size, w->bold) : width;
            end = 0;
            for (uint32_t i = 0; i < w->cursor_count; i++)
                if (w->cursors[i] > at && (end == 0 || piece_width(w, at, w->cursors[i]) <= room))
                    end = w->cursors[i];
        }
        ent_str s = trimmed(w->text, at, end);
        lines[count++].text = last && (end < bytes || cut) ? ent_arena_printf(arena, "%.*s…", ENT_STR_ARG(s))
                                                           : ent_arena_copy(arena, s.p, s.n);
        at = end;
    }
    return count;
}

static uint32_t wrap(wrapping *w, ent_arena *arena, uint32_t bytes, bool cut, double width, uint32_t max_lines,
                     text_line *lines)
{
    uint32_t n = w->place_count, begins[MAX_LINES] = {0};
    double *widths = ENT_NEW_ARRAY(arena, double, (size_t)n *n);
    if (!widths)
        return 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n; k++) /* what is far too wide need not be measured exactly */
            widths[(size_t)i * n + k] = k > i + 1 && widths[(size_t)i * n + k - 1] > width * 4
                                            ? 1e6
                                            : piece_width(w, w->places[i], w->places[k]);
    widths[0] = 0;
    for (uint32_t count = 1; !cut && count <= max_lines && count < n; count++) {
        if (break_evenly(w, count, widths, begins) > width)
            continue;
        for (uint32_t i = 0; i < count; i++) {
            ent_str s = trimmed(w->text, w->places[begins[i]], i + 1 < count ? w->places[begins[i + 1]] : bytes);
            lines[i].text = ent_arena_copy(arena, s.p, s.n);
        }
        return count;
    }
    return fill_lines(w, arena, bytes, cut, width, max_lines, lines);
}

uint32_t text_wrap(text_measure *measure, ent_arena *arena, const char *text, double size, bool bold, double width,
                   uint32_t max_lines, text_line **out)
{
    wrapping *w = ENT_NEW(arena, wrapping);
    text_line *lines = *out = ENT_NEW_ARRAY(arena, text_line, MAX_LINES);
    if (!w || !lines)
        return 0;
    *w = (wrapping){.measure = measure, .text = text, .size = size, .bold = bold};
    uint32_t bytes = find_places(w, text);
    bool cut = text[bytes] != '\0';
    uint32_t count =
        bytes ? wrap(w, arena, bytes, cut, width, max_lines < MAX_LINES ? max_lines : MAX_LINES, lines) : 0;
    if (count == 0) {
        lines[0].text = "";
        count = 1;
    }
    for (uint32_t i = 0; arena->failed == ENT_OK && i < count; i++)
        lines[i].width = text_width(measure, lines[i].text, strlen(lines[i].text), size, bold);
    return arena->failed == ENT_OK ? count : 0;
}

/* ---- making harmless ---- */

static bool is_blank(uint32_t c)
{
    return c <= ' ' || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

/* Marks, embeddings, overrides and isolates of direction; what XML cannot hold; a byte order mark. */
static bool is_dropped(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || (c & 0xFFFE) == 0xFFFE || c == 0xFEFF;
}

const char *text_clean(ent_arena *arena, const char *text)
{
    if (!text)
        return NULL;
    size_t length = ent_utf8_valid(text, strlen(text));
    char *clean = ent_arena_alloc(arena, length + 1), *to = clean;
    if (!clean)
        return NULL;
    for (const char *p = text, *end = text + length; p < end;) {
        const char *from = p;
        uint32_t c = ent_utf8_next(&p);
        if (is_dropped(c))
            continue;
        if (!is_blank(c)) {
            memcpy(to, from, (size_t)(p - from));
            to += p - from;
        } else if (to > clean && to[-1] != ' ') {
            *to++ = ' ';
        }
    }
    if (to > clean && to[-1] == ' ')
        to--;
    *to = '\0';
    return clean;
}

const char *text_isolate(ent_arena *arena, const char *text)
{
    for (const char *p = text; *p;) {
        uint32_t c = ent_utf8_next(&p);
        bool rtl = (c >= 0x0590 && c <= 0x08FF) || c == 0x200F || (c >= 0xFB1D && c <= 0xFDFF) ||
                   (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF);
        if (rtl)
            return ent_arena_printf(arena, "\u2068%s\u2069", text);
    }
    return text;
}
