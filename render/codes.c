#include "render/codes.h"

#include <math.h>
#include <string.h>

enum { MARGIN = LAYOUT_PAGE_MARGIN, COLUMN_GAP = 22, LINES = 2 /* of a name */ };

static const double line_height = 1.35; /* by the size of letters */

uint32_t codes_text_count(const layout *l)
{
    return l->codes ? l->codes->node_count * (LINES + 1) : 0;
}

typedef struct {
    const char *code;
    double code_width;
    text_line *lines;
    uint32_t count;
} entry;

/* Codes and names of all nodes; the columns' width. */
static bool measure_all(const layout *l, entry *entries, double room, double *indent, double *widest)
{
    double size = l->theme->small_size;
    for (uint32_t i = 0; i < l->codes->node_count; i++) {
        entries[i].code = l->codes->nodes[i].id;
        entries[i].code_width = text_width(l->measure, entries[i].code, strlen(entries[i].code), size, true);
        *indent = fmax(*indent, entries[i].code_width + 8);
    }
    for (uint32_t i = 0; i < l->codes->node_count; i++) {
        entries[i].count = text_wrap(l->measure, l->arena, l->diagram->nodes[i].label, size, false,
                                     fmin(230, fmax(60, room - *indent)), LINES, &entries[i].lines);
        if (entries[i].count == 0)
            return false;
        for (uint32_t k = 0; k < entries[i].count; k++)
            *widest = fmax(*widest, entries[i].lines[k].width);
    }
    return true;
}

bool codes_put(const layout *l, page *p, double *y)
{
    if (!l->codes || l->codes->node_count == 0)
        return true;
    uint32_t n = l->codes->node_count, lines = 0;
    double size = l->theme->small_size, room = p->width - 2 * MARGIN, indent = 0, widest = 0;
    entry *entries = ENT_NEW_ARRAY(l->arena, entry, n);
    if (!entries || !measure_all(l, entries, room, &indent, &widest))
        return false;
    for (uint32_t i = 0; i < n; i++)
        lines += entries[i].count;
    uint32_t columns = (uint32_t)fmax(1, (room + COLUMN_GAP) / (indent + widest + COLUMN_GAP));
    uint32_t each = (lines + columns - 1) / columns, row = 0;
    *y += 10;
    double x = MARGIN, step = size * line_height, lowest = *y;
    for (uint32_t i = 0; i < n; i++) { /* down a column, then the next */
        if (row >= each) {
            x += indent + widest + COLUMN_GAP;
            row = 0;
        }
        for (uint32_t k = 0; k < entries[i].count; k++, row++) {
            double at = *y + step * (row + 1) - size * 0.3;
            if (k == 0)
                p->texts[p->text_count++] = (page_text){.text = entries[i].code,
                                                        .x = x,
                                                        .y = at,
                                                        .width = entries[i].code_width,
                                                        .size = size,
                                                        .bold = true};
            p->texts[p->text_count++] = (page_text){.text = entries[i].lines[k].text,
                                                    .x = x + indent,
                                                    .y = at,
                                                    .width = entries[i].lines[k].width,
                                                    .size = size};
            lowest = fmax(lowest, *y + step * (row + 1));
        }
    }
    *y = lowest;
    return true;
}
