#include "render/page.h"

#include <math.h>
#include <string.h>

enum { MARGIN = 28, LEAST_WIDTH = 660, COLUMN_GAP = 26, TEXTS = 64 };

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

/* Signs in columns as wide as the widest, read downwards, so that kinds stand below each other. */
static void put_signs(maker *m, const legend *l)
{
    const theme *t = m->layout->theme;
    double widest = 0, size = t->small_size, row = size * 1.75;
    for (uint32_t i = 0; i < l->count; i++) {
        m->page->signs[i] = (page_sign){.item = &l->items[i]};
        page_text *words = &m->page->signs[i].words;
        words->text = l->items[i].words;
        words->size = size;
        words->width = text_width(m->layout->measure, words->text, strlen(words->text), size, false);
        widest = fmax(widest, words->width);
    }
    double column = PAGE_SIGN + 8 + widest + COLUMN_GAP;
    uint32_t columns = (uint32_t)fmax(1, floor((m->page->width - 2 * MARGIN + COLUMN_GAP) / column));
    columns = columns < l->count ? columns : l->count;
    uint32_t rows = columns ? (l->count + columns - 1) / columns : 0;
    for (uint32_t i = 0; i < l->count; i++) {
        page_sign *sign = &m->page->signs[i];
        sign->x = MARGIN + (double)(i / rows) * column;
        sign->y = m->y + row * (i % rows + 0.5);
        sign->words.x = sign->x + PAGE_SIGN + 8;
        sign->words.y = sign->y + size * 0.36;
    }
    m->page->sign_count = l->count;
    m->y += row * rows;
}

page *page_of(const layout *l, const legend *signs)
{
    page *p = ent_arena_zero(l->arena, sizeof *p);
    if (!p)
        return NULL;
    p->texts = ENT_NEW_ARRAY(l->arena, page_text, TEXTS);
    p->signs = ENT_NEW_ARRAY(l->arena, page_sign, signs->count + 1u);
    if (!p->texts || !p->signs)
        return NULL;
    const theme *t = l->theme;
    p->width = ceil(fmax(l->bounds.x1 + 2 * MARGIN, LEAST_WIDTH));
    maker m = {.layout = l, .page = p, .y = MARGIN * 0.7};
    bool memory = put_text(&m, l->diagram->title, t->title_size, true, false, 3) &&
                  put_text(&m, l->diagram->subtitle, t->text_size, false, true, 4);
    m.y += MARGIN * 0.7;
    p->drawing = (point){(p->width - l->bounds.x1) / 2, m.y};
    m.y += l->bounds.y1 + MARGIN * 0.8;
    p->rule = m.y;
    m.y += 12;
    put_signs(&m, signs);
    m.y += 6;
    for (uint32_t i = 0; i < signs->note_count; i++)
        memory = memory && put_text(&m, signs->notes[i], t->small_size, false, true, 3);
    p->height = ceil(m.y + MARGIN * 0.7);
    return memory ? p : NULL;
}
