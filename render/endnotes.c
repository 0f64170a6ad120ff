#include "render/endnotes.h"

#include "core/base/buffer.h"
#include "core/base/str.h"

#include <stdlib.h>
#include <string.h>

enum { SPANS = 3 /* on a line; more would not be read there */ };

const char *endnotes_text(ent_arena *arena, const ent_source *s, bool address)
{
    ent_buffer out;
    ent_buffer_init(&out, arena);
    if (s->publisher)
        ent_buffer_printf(&out, "%s%s", s->publisher, s->title ? ". " : "");
    if (s->title)
        ent_buffer_text(&out, s->title);
    if (s->date)
        ent_buffer_printf(&out, "%s%s", out.n ? ", " : "", s->date);
    if (s->url && (address || out.n == 0 || !story_is_page(s->url)))
        ent_buffer_printf(&out, "%s%s", out.n ? ". " : "", s->url);
    return out.n ? ent_buffer_take(&out).p : arena->failed == ENT_OK ? "(a source without a description)" : NULL;
}

/* ---- lines ---- */

/* Where a line that begins at `from` ends at the latest: at a blank, behind a sign that parts an address, or, where a
 * word alone is too wide, behind a character. */
static const char *line_end(text_measure *measure, const char *from, double size, double width)
{
    const char *best = NULL, *character = NULL;
    for (const char *p = from; *p;) {
        const char *sign = p;
        ent_utf8_next(&p);
        bool breaks = *p == '\0' || *p == ' ' || (strchr("/-&=?_", *sign) && !strchr("/-&=?_", *p));
        if (!breaks && best)
            continue; /* only where no place has fitted yet does each character count */
        if (text_width(measure, from, (size_t)(p - from), size, false) > width)
            break;
        character = p;
        best = breaks ? p : best;
    }
    const char *after = from;
    ent_utf8_next(&after);
    return best ? best : character ? character : after;
}

uint32_t endnotes_wrap(text_measure *measure, ent_arena *arena, const char *text, double size, double width,
                       text_line **out)
{
    text_line *lines = *out = ENT_NEW_ARRAY(arena, text_line, ENDNOTE_LINES);
    uint32_t count = 0;
    double room = width - text_width(measure, "…", strlen("…"), size, false);
    for (const char *from = text; lines && *from && count < ENDNOTE_LINES;) {
        bool last = count + 1 == ENDNOTE_LINES;
        const char *end = line_end(measure, from, size, last ? room : width);
        const char *begin = from;
        for (from = end; *from == ' ';)
            from++;
        char *line = ent_arena_printf(arena, "%.*s%s", (int)(end - begin), begin, last && *from != '\0' ? "…" : "");
        if (!line)
            return 0;
        lines[count++] = (text_line){line, text_width(measure, line, strlen(line), size, false)};
    }
    return lines ? count : 0;
}

/* ---- numbers on lines ---- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* "[1, 3–5]"; "…" for what is beyond a few spans. */
static const char *bracketed(ent_arena *arena, const uint32_t *numbers, uint32_t count)
{
    ent_buffer out;
    ent_buffer_init(&out, arena);
    uint32_t spans = 0;
    for (uint32_t i = 0; i < count; spans++) {
        uint32_t last = i;
        while (last + 1 < count && numbers[last + 1] <= numbers[last] + 1)
            last++;
        if (spans == SPANS) {
            ent_buffer_text(&out, ", …");
            break;
        }
        ent_buffer_printf(&out, "%s%u", spans ? ", " : "[", numbers[i]);
        if (numbers[last] > numbers[i])
            ent_buffer_printf(&out, "%s%u", numbers[last] == numbers[i] + 1 ? ", " : "–", numbers[last]);
        i = last + 1;
    }
    ent_buffer_char(&out, ']');
    return ent_buffer_take(&out).p;
}

/* The label of an edge with the numbers of the sources of all its agreements. */
static const char *cited_label(const diagram *d, const diagram_edge *e)
{
    uint32_t total = 0, *all = NULL, room = 0;
    for (uint32_t i = 0; i < e->agreement_count; i++) {
        const story_agreement *a = story_find(d->story, d->agreements[e->agreements[i]].id);
        uint32_t count = 0, *numbers = a ? story_numbers(d->arena, a, &count) : NULL;
        if (a && !numbers)
            return NULL;
        if (total + count > room) {
            uint32_t *grown = ENT_NEW_ARRAY(d->arena, uint32_t, room = (total + count) * 2);
            if (!grown)
                return NULL;
            if (total)
                memcpy(grown, all, total * sizeof *all);
            all = grown;
        }
        if (count)
            memcpy(all + total, numbers, count * sizeof *all);
        total += count;
    }
    if (total == 0)
        return e->label;
    qsort(all, total, sizeof *all, by_number);
    const char *numbers = bracketed(d->arena, all, total);
    return numbers ? ent_arena_printf(d->arena, "%s%s%s", e->label, *e->label ? " " : "", numbers) : NULL;
}

entente_status endnotes_add(diagram *d)
{
    const story *s = d->story;
    const char **notes = ENT_NEW_ARRAY(d->arena, const char *, s->source_count + 1u);
    const char **urls = ENT_NEW_ARRAY(d->arena, const char *, s->source_count + 1u);
    if (!notes || !urls)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < s->source_count; i++) {
        notes[i] = endnotes_text(d->arena, &s->sources[i], true);
        urls[i] = story_is_page(s->sources[i].url) ? s->sources[i].url : NULL;
        if (!notes[i])
            return ENTENTE_NOMEM;
    }
    for (uint32_t i = 0; i < d->edge_count; i++)
        if (!(d->edges[i].label = cited_label(d, &d->edges[i])))
            return ENTENTE_NOMEM;
    d->endnotes = notes;
    d->endnote_urls = urls;
    d->endnote_count = s->source_count;
    return ENTENTE_OK;
}
