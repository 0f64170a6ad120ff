/* One layout for all panels, as small as its letters let it be, and the panels in rows on the page. */
#include "render/multiples.h"

#include <math.h>
#include <string.h>

enum {
    PANEL_GAP = 26, /* px between panels */
    NARROWEST = 230,
    LETTERS = 12,        /* px */
    WIDEST = 1000,       /* px of the page, at which letters have a little more than 6 pt in print */
    BOX_GAP = 16,        /* px between boxes of a panel */
    MOST_IMPROVED = 200, /* nodes that are moved about for fewer crossings, where no order of theirs is asked for */
    TITLE_LINES = 4      /* of title and counts together */
};

static uint32_t most_columns(uint32_t panels)
{
    return panels <= 3 ? panels : panels == 4 ? 2 : panels <= 9 ? 3 : 4;
}

/* Draws the whole nearer together, as far as its boxes leave room, so that it has this size. */
static bool narrow(layout *l, const point *places, box from, double width, double height)
{
    uint32_t n = l->diagram->node_count;
    uint32_t *nodes = ENT_NEW_ARRAY(l->arena, uint32_t, n + 1u);
    if (!nodes)
        return false;
    double across = fmin(1, width / fmax(from.x1, 1)), down = fmin(1, height / fmax(from.y1, 1));
    for (uint32_t i = 0; i < n; i++) {
        nodes[i] = i;
        l->nodes[i].at = (point){places[i].x * across, places[i].y * down};
    }
    return layout_separate(l, nodes, n, BOX_GAP);
}

/* px that all boxes take with what must be free around them. */
static double area_of(const layout *l)
{
    double area = 0;
    for (uint32_t i = 0; i < l->diagram->node_count; i++)
        area += (l->nodes[i].width + 26) * (l->nodes[i].height + 24);
    return area;
}

typedef struct {
    layout *layout;
    point *places; /* as the layout was made */
    box from;
    layout_edge *unrouted;
    double area;
    bool free; /* nodes may be moved about */
} fitting;

/* Makes the layout so wide that it fits a slot, if it can. False when memory is out. */
static bool try_width(fitting *f, double slot, double *width)
{
    layout *l = f->layout;
    double wanted = fmin(slot, fmax(NARROWEST, sqrt(f->area * 1.5)));
    for (int attempt = 0; attempt < 4; attempt++) {
        double height = fmax(f->area / wanted, wanted * 0.75);
        if (!narrow(l, f->places, f->from, wanted, height) || (f->free && !layout_improve(l, wanted, height)))
            return false;
        memcpy(l->edges, f->unrouted, l->diagram->edge_count * sizeof *l->edges);
        l->keyed_count = 0;
        if (!layout_route(l))
            return false;
        layout_set_bounds(l);
        *width = l->bounds.x1;
        if (*width <= slot) /* lines lead around the outermost boxes */
            return true;
        wanted = fmax(NARROWEST / 2.0, wanted - (*width - slot) - 2);
    }
    return true;
}

/* In as many columns as have room; the columns, or 0 when memory is out. */
static uint32_t fit(multiples *m, bool free)
{
    layout *l = m->places;
    uint32_t n = l->diagram->node_count, columns = most_columns(m->count);
    size_t edge_bytes = (l->diagram->edge_count + 1u) * sizeof *l->edges;
    fitting f = {.layout = l, .from = l->bounds, .area = area_of(l) * 1.4, .free = free};
    f.places = ENT_NEW_ARRAY(l->arena, point, n + 1u);
    f.unrouted = ent_arena_alloc(l->arena, edge_bytes);
    if (!f.places || !f.unrouted)
        return 0;
    memcpy(f.unrouted, l->edges, edge_bytes);
    for (uint32_t i = 0; i < n; i++)
        f.places[i] = l->nodes[i].at;
    double room = WIDEST - 2 * LAYOUT_PAGE_MARGIN, width;
    for (; n > 0; columns--) {
        double slot = (room - PANEL_GAP * (columns - 1.0)) / columns;
        bool last = columns == 1;
        if (!last && f.area / slot > slot * 1.35)
            continue;
        if (!try_width(&f, slot, &width))
            return 0;
        if (last || width <= slot)
            break;
    }
    return columns;
}

/* The day's part of the whole. */
static bool cut_out(const multiples *m, multiples_panel *p)
{
    const layout *whole = m->places;
    layout *l = p->places = ENT_NEW(whole->arena, layout);
    if (!l)
        return false;
    *l = *whole;
    l->diagram = p->diagram;
    l->nodes = ENT_NEW_ARRAY(l->arena, layout_node, p->diagram->node_count + 1u);
    l->edges = ENT_NEW_ARRAY(l->arena, layout_edge, p->diagram->edge_count + 1u);
    if (!l->nodes || !l->edges)
        return false;
    for (uint32_t i = 0; i < p->diagram->node_count; i++)
        l->nodes[i] = whole->nodes[p->nodes[i]];
    for (uint32_t i = 0; i < p->diagram->edge_count; i++)
        l->edges[i] = whole->edges[p->edges[i]];
    l->keyed_count = 0;
    return true;
}

/* Title and counts above a panel. */
static bool set_words(multiples_panel *p, const layout *l, double width)
{
    text_line *title, *counts;
    uint32_t titles = text_wrap(l->measure, l->arena, p->title, LETTERS + 2, true, width, 2, &title);
    uint32_t rest = text_wrap(l->measure, l->arena, p->counts, LETTERS, false, width, 2, &counts);
    p->lines = ENT_NEW_ARRAY(l->arena, text_line, TITLE_LINES);
    if (titles == 0 || rest == 0 || !p->lines)
        return false;
    memcpy(p->lines, title, titles * sizeof *title);
    memcpy(p->lines + titles, counts, rest * sizeof *counts);
    p->line_count = titles + rest;
    p->title_lines = titles;
    return true;
}

static bool arrange(multiples *m, uint32_t columns)
{
    const layout *whole = m->places;
    double width = fmax(whole->bounds.x1, NARROWEST), step = width + PANEL_GAP;
    uint32_t lines = 0;
    for (uint32_t i = 0; i < m->count; i++) {
        if (!cut_out(m, &m->panels[i]) || !set_words(&m->panels[i], whole, width))
            return false;
        lines = m->panels[i].line_count > lines ? m->panels[i].line_count : lines;
    }
    double above = lines * MULTIPLES_LINE + 10, height = above + whole->bounds.y1 + PANEL_GAP;
    for (uint32_t i = 0; i < m->count; i++) {
        uint32_t row = i / columns;
        m->panels[i].at = (point){(i - row * columns) * step, row * height + above};
    }
    m->frame->bounds = (box){0, 0, columns * step - PANEL_GAP, ceil((double)m->count / columns) * height - PANEL_GAP};
    return true;
}

entente_status multiples_lay_out(multiples *m, const theme *t, text_measure *measure, layout_kind kind, bool *fits)
{
    ent_arena *arena = m->whole->arena;
    theme *small = ENT_NEW(arena, theme);
    m->frame = ent_arena_zero(arena, sizeof *m->frame);
    if (!small || !m->frame)
        return ENTENTE_NOMEM;
    *small = *t;
    small->text_size = small->small_size = LETTERS;
    entente_status status = layout_make_as(m->whole, small, measure, kind, &m->places);
    if (status != ENTENTE_OK)
        return status;
    *m->frame = (layout){
        .arena = arena, .diagram = m->all, .theme = small, .measure = measure, .line_scale = 1, .codes = m->whole};
    bool free = (kind == LAYOUT_AUTO || kind == LAYOUT_FORCE) && m->whole->node_count <= MOST_IMPROVED;
    uint32_t columns = fit(m, free);
    if (columns == 0 || !arrange(m, columns))
        return ENTENTE_NOMEM;
    *fits = layout_page_width(m->frame) * 6 <= LETTERS * LAYOUT_PT_WIDTH;
    return ENTENTE_OK;
}
