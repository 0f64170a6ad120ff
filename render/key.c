#include "render/key.h"

#include <math.h>
#include <string.h>

enum { MARGIN = LAYOUT_PAGE_MARGIN, COLUMN_GAP = 26 };

static const double line_height = 1.4; /* by the size of letters */

uint32_t key_text_count(const layout *l)
{
    return l->keyed_count ? l->keyed_count * (KEY_LINES + 1) + 1 : 0;
}

const char *key_words(const layout *l, uint32_t edge)
{
    const diagram_edge *e = &l->diagram->edges[edge];
    const char *from = text_isolate(l->arena, l->diagram->nodes[e->from].label);
    const char *to = text_isolate(l->arena, l->diagram->nodes[e->to].label);
    if (!from || !to)
        return NULL;
    const char *sign = e->both ? "↔" : e->directed ? "→" : "–";
    return ent_arena_printf(l->arena, "%s %s %s: %s", from, sign, to, l->edges[edge].label);
}

static void put(page *p, page_text text)
{
    p->texts[p->text_count++] = text;
}

/* One entry whose letters stand at x; gives its height. */
static double put_entry(const layout *l, page *p, uint32_t entry, const text_line *lines, uint32_t count, double indent,
                        point at)
{
    double size = l->theme->small_size;
    const layout_edge *e = &l->edges[l->keyed[entry]];
    for (uint32_t i = 0; i < count; i++) {
        double y = at.y + size * line_height * (i + 1) - size * 0.35;
        if (i == 0)
            put(p, (page_text){.text = e->key, .x = at.x, .y = y, .width = e->label_width, .size = size, .bold = true});
        put(p, (page_text){.text = lines[i].text,
                           .x = at.x + indent,
                           .y = y,
                           .width = lines[i].width,
                           .size = size,
                           .more = i > 0});
    }
    return size * line_height * count;
}

static bool put_heading(const layout *l, page *p, double *y)
{
    static const char heading[] = "Lines with a letter, where there was no room for more";
    double size = l->theme->small_size, room = p->width - 2 * MARGIN;
    text_line *lines;
    uint32_t count = text_wrap(l->measure, l->arena, heading, size, true, room, 1, &lines);
    if (count == 0)
        return false;
    *y += 8 + size * line_height;
    put(p, (page_text){.text = lines[0].text,
                       .x = MARGIN,
                       .y = *y - size * 0.35,
                       .width = lines[0].width,
                       .size = size,
                       .bold = true});
    return true;
}

bool key_put(const layout *l, page *p, double *y)
{
    if (l->keyed_count == 0)
        return true;
    double size = l->theme->small_size, room = p->width - 2 * MARGIN, indent = 0, widest = 0, height = 0;
    text_line **lines = ENT_NEW_ARRAY(l->arena, text_line *, l->keyed_count);
    uint32_t *counts = ENT_NEW_ARRAY(l->arena, uint32_t, l->keyed_count);
    if (!lines || !counts || !put_heading(l, p, y))
        return false;
    for (uint32_t i = 0; i < l->keyed_count; i++)
        indent = fmax(indent, l->edges[l->keyed[i]].label_width + 8);
    for (uint32_t i = 0; i < l->keyed_count; i++) {
        const char *words = key_words(l, l->keyed[i]);
        double limit = fmin(room, fmax(360, room / 3)) - indent;
        counts[i] = words ? text_wrap(l->measure, l->arena, words, size, false, limit, KEY_LINES, &lines[i]) : 0;
        if (counts[i] == 0)
            return false;
        for (uint32_t k = 0; k < counts[i]; k++)
            widest = fmax(widest, lines[i][k].width);
        height += size * line_height * counts[i];
    }
    double step = indent + widest + COLUMN_GAP;
    uint32_t columns = (uint32_t)fmax(1, (room + COLUMN_GAP) / step);
    double each = height / columns, x = MARGIN, top = *y, lowest = *y, at = top;
    for (uint32_t i = 0; i < l->keyed_count; i++) { /* down a column, then the next */
        if (i > 0 && at - top >= each - 0.5) {
            x += step;
            at = top;
        }
        at += put_entry(l, p, i, lines[i], counts[i], indent, (point){x, at});
        lowest = fmax(lowest, at);
    }
    *y = lowest;
    return true;
}
