#include "render/page.h"

#include "render/codes.h"
#include "render/endnotes.h"
#include "render/key.h"

#include <math.h>
#include <string.h>

enum { MARGIN = LAYOUT_PAGE_MARGIN, COLUMN_GAP = 26, TEXTS = 64, NUMBER_GAP = 6 };
/* More endnotes than a few stand in columns, on a page that is at least so wide. */
enum { FEW_ENDNOTES = 10, NARROW_ENDNOTE = 370, WIDE_PAGE = 830 };

typedef struct {
    const layout *layout;
    page *page;
    double y;
} maker;

/* Some lines of text below what is there. False when memory is out. */
static bool put_text(maker *m, const char *text, double size, bool bold, bool faint, uint32_t max_lines)
{
    if (*text == '\0')
        return true;
    text_line *lines;
    double width = m->page->width - 2 * MARGIN;
    uint32_t count = text_wrap(m->layout->measure, m->layout->arena, text, size, bold, width, max_lines, &lines);
    for (uint32_t i = 0; i < count && m->page->text_count < TEXTS; i++) {
        m->y += size * 1.35;
        m->page->texts[m->page->text_count++] = (page_text){.text = lines[i].text,
                                                            .x = MARGIN,
                                                            .y = m->y - size * 0.3,
                                                            .width = lines[i].width,
                                                            .size = size,
                                                            .bold = bold,
                                                            .faint = faint};
    }
    return count > 0;
}

typedef struct {
    text_line *lines;
    uint32_t count;
} endnote;

/* A numbered source: the number to the right of a column of its own, the text beside it; x: of the numbers' column. */
static bool put_endnote(maker *m, uint32_t i, const endnote *note, double x, double indent)
{
    const diagram *d = m->layout->diagram;
    double size = m->layout->theme->small_size;
    char *number = ent_arena_printf(m->layout->arena, "%u", i + 1);
    if (!number)
        return false;
    page_text text = {.size = size, .url = d->endnote_urls[i]};
    for (uint32_t k = 0; k < note->count; k++) {
        m->y += size * 1.35;
        text.y = m->y - size * 0.3;
        if (k == 0) {
            text.text = number;
            text.width = text_width(m->layout->measure, number, strlen(number), size, false);
            text.x = x + indent - NUMBER_GAP - text.width;
            text.more = true; /* the text is what the keyboard stops at */
            m->page->texts[m->page->text_count++] = text;
        }
        text.text = note->lines[k].text;
        text.width = note->lines[k].width;
        text.x = x + indent;
        text.more = k > 0;
        m->page->texts[m->page->text_count++] = text;
    }
    m->y += size * 0.35;
    return true;
}

/* Down one column, then the next. */
static bool put_endnotes(maker *m)
{
    const layout *l = m->layout;
    uint32_t count = l->diagram->endnote_count, lines = 0, row = 0;
    if (count == 0)
        return true;
    double size = l->theme->small_size, room = m->page->width - 2 * MARGIN;
    uint32_t columns =
        count > FEW_ENDNOTES ? (uint32_t)fmax(1, (room + COLUMN_GAP) / (NARROW_ENDNOTE + COLUMN_GAP)) : 1;
    double width = (room - COLUMN_GAP * (columns - 1.0)) / columns;
    char *last = ent_arena_printf(l->arena, "%u", count);
    endnote *notes = ENT_NEW_ARRAY(l->arena, endnote, count);
    if (!last || !notes)
        return false;
    double indent = text_width(l->measure, last, strlen(last), size, false) + NUMBER_GAP;
    for (uint32_t i = 0; i < count; i++) {
        notes[i].count =
            endnotes_wrap(l->measure, l->arena, l->diagram->endnotes[i], size, width - indent, &notes[i].lines);
        if (notes[i].count == 0)
            return false;
        lines += notes[i].count;
    }
    m->y += 8;
    bool memory = put_text(m, "Sources, by the numbers on the lines", l->theme->text_size, true, false, 1);
    m->y += 2;
    double top = m->y, lowest = top, x = MARGIN;
    uint32_t each = (lines + columns - 1) / columns;
    for (uint32_t i = 0; memory && i < count; i++) {
        if (row >= each) {
            x += width + COLUMN_GAP;
            m->y = top;
            row = 0;
        }
        memory = put_endnote(m, i, &notes[i], x, indent);
        row += notes[i].count;
        lowest = fmax(lowest, m->y);
    }
    m->y = lowest;
    return memory;
}

/* Kinds; lines; arrows and shapes. */
static int group_of(const legend_item *item)
{
    return item->sign == LEGEND_KIND ? 0 : item->sign == LEGEND_STAGE ? 1 : 2;
}

/* Gives each sign a column, where there is room for that a new one for each group; the width of all columns. */
static double arrange(const page *p, const legend *l, uint32_t rows, bool grouped, uint32_t *columns, double *column_x)
{
    double x = MARGIN, widest = 0;
    uint32_t column = 0, row = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        if (i > 0 && (row == rows || (grouped && group_of(&l->items[i]) != group_of(&l->items[i - 1])))) {
            x += widest + COLUMN_GAP;
            widest = row = 0;
            column++;
        }
        columns[i] = column;
        column_x[column] = x;
        widest = fmax(widest, p->signs[i].lead + p->signs[i].words.width);
        row++;
    }
    return x + widest - MARGIN;
}

/* In as few rows as the page's width allows, but not below four; with columns by group when that takes no more than
 * ten. */
static bool put_signs(maker *m, const legend *l)
{
    page *p = m->page;
    double size = m->layout->theme->small_size, line = size * 1.75;
    uint32_t *columns = ENT_NEW_ARRAY(m->layout->arena, uint32_t, l->count + 1u);
    double *column_x = ENT_NEW_ARRAY(m->layout->arena, double, l->count + 1u);
    if (!columns || !column_x)
        return false;
    double widest_mark = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        const char *mark = m->layout->marks ? l->items[i].mark : NULL;
        p->signs[i] = (page_sign){.item = &l->items[i], .lead = PAGE_SIGN + 8};
        if (mark)
            p->signs[i].mark_width = text_width(m->layout->measure, mark, strlen(mark), size, false);
        widest_mark = fmax(widest_mark, p->signs[i].mark_width);
    }
    for (uint32_t i = 0; i < l->count; i++) {
        if (widest_mark > 0 && l->items[i].sign == LEGEND_KIND)
            p->signs[i].lead += widest_mark + 6;
        page_text *words = &p->signs[i].words;
        words->text = l->items[i].words;
        words->size = size;
        words->width = text_width(m->layout->measure, words->text, strlen(words->text), size, false);
    }
    double room = p->width - 2 * MARGIN;
    uint32_t rows = 4, row = 0, most = 0;
    while (rows <= 10 && arrange(p, l, rows, true, columns, column_x) > room)
        rows++;
    if (rows < 10 && l->count) { /* a row more that saves a column, which would hold one sign alone */
        uint32_t before = columns[l->count - 1];
        arrange(p, l, rows + 1, true, columns, column_x);
        rows += columns[l->count - 1] < before;
        arrange(p, l, rows, true, columns, column_x);
    }
    if (rows > 10)
        for (rows = 4; arrange(p, l, rows, false, columns, column_x) > room && rows < l->count;)
            rows++;
    for (uint32_t i = 0; i < l->count; i++) {
        row = i > 0 && columns[i] == columns[i - 1] ? row + 1 : 0;
        most = row + 1 > most ? row + 1 : most;
        page_sign *sign = &p->signs[i];
        sign->x = column_x[columns[i]];
        sign->y = m->y + line * (row + 0.5);
        sign->words.x = sign->x + sign->lead;
        sign->mark = sign->mark_width > 0 ? sign->x + PAGE_SIGN + 8 : 0;
        sign->words.y = sign->y + size * 0.36;
    }
    p->sign_count = l->count;
    m->y += line * most;
    return true;
}

page *page_of(const layout *l, const legend *signs)
{
    page *p = ent_arena_zero(l->arena, sizeof *p);
    if (!p)
        return NULL;
    p->texts = ENT_NEW_ARRAY(l->arena, page_text,
                             TEXTS + (size_t)l->diagram->endnote_count * (ENDNOTE_LINES + 1) + key_text_count(l) +
                                 codes_text_count(l));
    p->signs = ENT_NEW_ARRAY(l->arena, page_sign, signs->count + 1u);
    if (!p->texts || !p->signs)
        return NULL;
    const theme *t = l->theme;
    p->width = layout_page_width(l);
    if (l->diagram->endnote_count > FEW_ENDNOTES)
        p->width = fmax(p->width, WIDE_PAGE);
    maker m = {.layout = l, .page = p, .y = MARGIN * 0.7};
    bool memory = put_text(&m, l->diagram->title, t->title_size, true, false, 3) &&
                  put_text(&m, l->diagram->subtitle, t->text_size, false, true, 4);
    m.y += MARGIN * 0.7;
    p->drawing = (point){(p->width - l->bounds.x1) / 2, m.y};
    m.y += l->bounds.y1 + MARGIN * 0.8;
    p->rule = m.y;
    m.y += 12;
    memory = memory && put_signs(&m, signs);
    m.y += 6;
    for (uint32_t i = 0; i < signs->note_count; i++)
        memory = memory && put_text(&m, signs->notes[i], t->small_size, false, true, 3);
    memory = memory && key_put(l, p, &m.y) && codes_put(l, p, &m.y) && put_endnotes(&m);
    p->height = ceil(m.y + MARGIN * 0.7);
    return memory ? p : NULL;
}
