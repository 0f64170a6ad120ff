#include "render/drawable.h"

#include "core/base/buffer.h"
#include "core/base/str.h"

#include <ctype.h>
#include <string.h>
#include <unicode/uchar.h>

enum { NAMED = 12 /* characters of a text that are told by their names; more would not be read */ };

typedef struct {
    ent_arena *arena;
    text_measure *measure;
    uint32_t replaced;
} work;

/* Joins what stands around it, or chooses how that looks: nothing by itself. */
static bool is_joiner(uint32_t c)
{
    return c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

static void put_name(ent_buffer *out, uint32_t c)
{
    char name[128] = "";
    UErrorCode status = U_ZERO_ERROR;
    if (c >= 0x1F1E6 && c <= 0x1F1FF) { /* a letter of a flag */
        ent_buffer_char(out, (char)('A' + (c - 0x1F1E6)));
        return;
    }
    u_charName((UChar32)c, U_EXTENDED_CHAR_NAME, name, (int32_t)sizeof name, &status);
    for (char *p = name; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    if (*name && U_SUCCESS(status))
        ent_buffer_text(out, name);
    else
        ent_buffer_printf(out, "U+%04X", (unsigned)c);
}

static bool is_flag(uint32_t c)
{
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

static const char *replaced(work *w, const char *text)
{
    if (!text || text_missing(w->measure, text, strlen(text)) == 0)
        return text;
    ent_buffer out;
    ent_buffer_init(&out, w->arena);
    uint32_t named = 0, before = 0; /* the missing character before; 0: none */
    for (const char *p = text; *p;) {
        const char *from = p;
        uint32_t c = ent_utf8_next(&p);
        bool missing = text_missing(w->measure, from, (size_t)(p - from)) > 0;
        if (is_joiner(c) && before)
            continue;
        if (!missing) {
            ent_buffer_text(&out, before ? "]" : "");
            before = 0;
            if (!is_joiner(c))
                ent_buffer_put(&out, from, (size_t)(p - from));
            continue;
        }
        w->replaced++;
        if (named < NAMED) {
            ent_buffer_text(&out, !before ? "[" : is_flag(c) && is_flag(before) ? "" : ", ");
            put_name(&out, c);
        } else if (named == NAMED) {
            ent_buffer_text(&out, before ? ", …" : "[…");
        }
        named++;
        before = c;
    }
    ent_buffer_text(&out, before ? "]" : "");
    return ent_buffer_take(&out).p;
}

bool drawable_make(diagram *d, text_measure *measure, uint32_t *count)
{
    work w = {.arena = d->arena, .measure = measure};
    d->title = replaced(&w, d->title);
    d->subtitle = replaced(&w, d->subtitle);
    for (uint32_t i = 0; i < d->node_count; i++)
        d->nodes[i].label = replaced(&w, d->nodes[i].label);
    for (uint32_t i = 0; i < d->edge_count; i++)
        d->edges[i].label = replaced(&w, d->edges[i].label);
    const char **notes = ENT_NEW_ARRAY(d->arena, const char *, d->endnote_count + 1u);
    for (uint32_t i = 0; notes && i < d->endnote_count; i++)
        notes[i] = replaced(&w, d->endnotes[i]);
    d->endnotes = notes;
    *count = w.replaced;
    return d->arena->failed == ENT_OK;
}
