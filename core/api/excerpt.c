/* An error as a person reads it:
 *
 *   `code` is not defined (line 1, column 24)
 *     1 | MATCH (a:Party) RETURN code
 *       |                        ^^^^
 *   in scope here: a; did you mean `a.code`?
 *
 * The carets stand below the whole token, counted in columns of the screen, not in bytes or characters: «Côte d'Ivoire»
 * before it must not push them aside. A long line is cut to a window around them. What could take over a terminal
 * (escapes, signs that turn the direction of writing) is drawn as `?`. */
#include "core/api/api.h"
#include "core/text/text.h"

#include <stdio.h>

enum {
    WINDOW = 76, /* columns of source in a line */
    BEFORE = 30, /* of them in front of the carets, where a choice must be made */
    TAB = 4,
    LINE_BYTES = WINDOW * 4 + 96 /* room for marks that take no column */
};

/* ---- a bounded text ---- */

typedef struct {
    char *p;
    size_t n, room;
} text;

static void put(text *out, const char *bytes, size_t n)
{
    if (n >= out->room - out->n)
        return;
    memcpy(out->p + out->n, bytes, n);
    out->n += n;
    out->p[out->n] = '\0';
}

static void put_text(text *out, const char *string)
{
    put(out, string, strlen(string));
}

static void put_many(text *out, char c, uint32_t n)
{
    while (n-- > 0)
        put(out, &c, 1);
}

/* ---- lines ---- */

typedef struct {
    const char *start, *end;
} line;

/* The line that holds the byte, without its end. */
static line line_at(ent_str source, uint32_t at)
{
    line l = {source.p + at, source.p + at};
    while (l.start > source.p && l.start[-1] != '\n' && l.start[-1] != '\r')
        l.start--;
    while (l.end < source.p + source.n && *l.end != '\n' && *l.end != '\r')
        l.end++;
    return l;
}

void ent_error_place(ent_str source, uint32_t at, uint32_t *number, uint32_t *column)
{
    at = at < source.n ? at : source.n;
    line l = line_at(source, at);
    *number = 1;
    for (const char *p = source.p; p < l.start; p++)
        if (*p == '\n' || (*p == '\r' && !(p + 1 < source.p + source.n && p[1] == '\n')))
            ++*number;
    *column = (uint32_t)ent_utf8_count(l.start, (size_t)(source.p + at - l.start)) + 1;
}

/* ---- characters on the screen ---- */

static bool dangerous(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

typedef struct {
    const char *p;
    uint32_t column; /* of the screen, from 0: where the next character begins */
    bool joined;     /* behind U+200D: drawn into the sign before */
} cursor;

typedef struct {
    const char *p;
    size_t n;       /* bytes; 0: blanks */
    uint32_t width; /* columns */
} glyph;

static glyph next_glyph(cursor *at)
{
    glyph g = {at->p, 0, 0};
    uint32_t c = ent_utf8_next(&at->p);
    g.n = (size_t)(at->p - g.p);
    if (c == '\t') {
        g = (glyph){"", 0, TAB};
    } else if (dangerous(c)) {
        g = (glyph){"?", 1, 1};
    } else if (!at->joined) {
        g.width = ent_text_columns((ent_str){g.p, (uint32_t)g.n});
    }
    at->joined = c == 0x200D;
    at->column += g.width;
    return g;
}

static uint32_t columns_until(const char *start, const char *end)
{
    cursor at = {start, 0, false};
    while (at.p < end)
        next_glyph(&at);
    return at.column;
}

/* The columns from `from` to before `to` of the line. */
static void put_window(text *out, line l, uint32_t from, uint32_t to)
{
    cursor at = {l.start, 0, false};
    size_t limit = out->n + LINE_BYTES;
    while (at.p < l.end) {
        uint32_t before = at.column;
        glyph g = next_glyph(&at);
        if (before < from) {
            if (at.column > from) /* a wide one that is cut through */
                put_many(out, ' ', (at.column < to ? at.column : to) - from);
            continue;
        }
        if (at.column > to)
            break;
        if (g.n == 0)
            put_many(out, ' ', g.width);
        else if (g.width > 0 || out->n + g.n < limit)
            put(out, g.p, g.n);
    }
}

static void put_excerpt(text *out, ent_str source, ent_span where, uint32_t number)
{
    line l = line_at(source, where.at);
    const char *first = source.p + where.at, *last = first + where.len;
    last = last < l.end ? last : l.end;
    uint32_t start = columns_until(l.start, first), width = columns_until(l.start, l.end);
    uint32_t end = last > first ? columns_until(l.start, last) : start;
    if (end == start)
        end = start + 1; /* at the end of the text, or a mark without width */

    uint32_t from = 0;
    if (width > WINDOW && end > WINDOW - 1) {
        from = start > BEFORE ? start - BEFORE : 0;
        if (width + 1 > WINDOW && from > width + 1 - WINDOW)
            from = width + 1 - WINDOW;
    }
    bool cut_left = from > 0, cut_right = width > from + WINDOW;
    uint32_t shown_from = from + cut_left, shown_to = from + WINDOW - cut_right;

    char gutter[16];
    int digits = snprintf(gutter, sizeof gutter, "%3u", number);
    put(out, gutter, (size_t)digits);
    put_text(out, " | ");
    put_text(out, cut_left ? "…" : "");
    put_window(out, l, shown_from, shown_to);
    put_text(out, cut_right ? "…\n" : "\n");
    put_many(out, ' ', (uint32_t)digits);
    put_text(out, " | ");
    start = start > shown_from ? start : shown_from;
    end = end < from + WINDOW ? end : from + WINDOW;
    put_many(out, ' ', start - from);
    put_many(out, '^', end > start ? end - start : 1);
    put_text(out, "\n");
}

void ent_error_draw(char buffer[ENT_ERROR_TEXT], const ent_error *error, ent_str source)
{
    text out = {buffer, 0, ENT_ERROR_TEXT};
    buffer[0] = '\0';
    put_text(&out, error->text);
    if (error->where.len > 0 && source.p) {
        ent_span where = error->where;
        where.at = where.at < source.n ? where.at : source.n;
        where.len = where.len < source.n - where.at ? where.len : source.n - where.at;
        uint32_t number, column;
        char place[64];
        ent_error_place(source, where.at, &number, &column);
        snprintf(place, sizeof place, " (line %u, column %u)\n", number, column);
        put_text(&out, place);
        put_excerpt(&out, source, where, number);
        put_text(&out, error->hint);
    } else if (error->hint[0]) {
        put_text(&out, "\n");
        put_text(&out, error->hint);
    }
    if (out.n > 0 && buffer[out.n - 1] == '\n')
        buffer[out.n - 1] = '\0';
}
