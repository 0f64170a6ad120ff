/* From a diagram to places: sizes of boxes, then the layout that suits what is drawn, then lines and labels. */
#include "render/layout.h"

#include "render/timeline.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* More nodes than this have smaller boxes, more edges thinner lines. */
enum { MANY_NODES = 60, MANY_EDGES = 200 };
const char *const layout_names[LAYOUT_KINDS] = {"auto", "hub", "flow", "force", "map", "timeline"};

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

bool layout_graph_of(ent_arena *arena, const diagram *d, layout_graph *out)
{
    uint32_t n = d->node_count;
    uint32_t *start = out->start = ENT_NEW_ARRAY(arena, uint32_t, (size_t)n + 2);
    uint32_t *list = out->list = ENT_NEW_ARRAY(arena, uint32_t, (size_t)d->edge_count * 2 + 1);
    if (!start || !list)
        return false;
    memset(start, 0, ((size_t)n + 2) * sizeof *start);
    for (uint32_t i = 0; i < d->edge_count; i++) {
        start[d->edges[i].from + 2]++;
        start[d->edges[i].to + 2]++;
    }
    for (uint32_t i = 2; i < n + 2; i++)
        start[i] += start[i - 1];
    for (uint32_t i = 0; i < d->edge_count; i++) { /* start[i + 1] moves from the begin to the end of i's list */
        list[start[d->edges[i].from + 1]++] = d->edges[i].to;
        list[start[d->edges[i].to + 1]++] = d->edges[i].from;
    }
    uint32_t kept = 0, begin = 0;
    for (uint32_t i = 0; i < n; i++) { /* each neighbour once */
        uint32_t end = start[i + 1], first = kept;
        qsort(list + begin, end - begin, sizeof *list, by_number);
        for (uint32_t k = begin; k < end; k++)
            if (list[k] != i && (kept == first || list[kept - 1] != list[k]))
                list[kept++] = list[k];
        begin = end;
        start[i + 1] = kept;
    }
    return true;
}

/* Boxes as large as their text, which is larger for nodes with more partners. */
static bool size_nodes(layout *l)
{
    const diagram *d = l->diagram;
    double most = 1, growth = 0.3; /* a measure that was asked for is seen at once */
    for (uint32_t i = 0; i < d->node_count; i++)
        most = fmax(most, d->nodes[i].partners);
    if (d->measure) {
        most = 0;
        growth = 0.9;
        for (uint32_t i = 0; i < d->node_count; i++)
            most = fmax(most, d->nodes[i].score);
    }
    double base = d->node_count > MANY_NODES ? l->theme->text_size - 1 : l->theme->text_size;
    for (uint32_t i = 0; i < d->node_count; i++) {
        const diagram_node *node = &d->nodes[i];
        layout_node *out = &l->nodes[i];
        double share = sqrt((d->measure ? node->score : node->partners) / fmax(most, DBL_MIN));
        out->text_size = round(base * (node->focus && !d->measure ? 1.35 : 1 + growth * share) * 2) / 2;
        out->line_height = out->text_size * 1.25;
        bool wordy = node->shape == NODE_AGREEMENT || node->shape == NODE_OTHER;
        out->line_count = text_wrap(l->measure, l->arena, node->label, out->text_size, node->focus,
                                    out->text_size * (wordy ? 15 : 10), 3, (text_line **)&out->lines);
        if (out->line_count == 0)
            return false;
        double widest = 0;
        for (uint32_t k = 0; k < out->line_count; k++)
            widest = fmax(widest, out->lines[k].width);
        out->height = out->line_count * out->line_height + out->text_size * 0.8;
        out->width = fmax(widest + out->text_size * 1.4, out->height * 1.3);
        if (node->shape == NODE_ORGANIZATION) /* its sides are pointed */
            out->width += fmin(out->height, 24) * 0.5;
    }
    return true;
}

static bool several_kinds(const diagram *d)
{
    const char *kind = NULL;
    for (uint32_t i = 0; i < d->edge_count; i++) {
        if (!d->edges[i].kind)
            continue;
        if (kind && strcmp(kind, d->edges[i].kind) != 0)
            return true;
        kind = d->edges[i].kind;
    }
    return false;
}

/* What is written on each edge: the mark of its kind when there are several, and its label. */
static bool label_edges(layout *l)
{
    l->marks = several_kinds(l->diagram);
    bool has_focus = false;
    for (uint32_t i = 0; i < l->diagram->node_count; i++)
        has_focus = has_focus || l->diagram->nodes[i].focus;
    for (uint32_t i = 0; i < l->diagram->edge_count; i++) {
        const diagram_edge *edge = &l->diagram->edges[i];
        layout_edge *e = &l->edges[i];
        int kind = theme_kind_find(edge->kind);
        bool mark = l->marks && kind >= 0;
        e->label =
            mark ? ent_arena_printf(l->arena, "%s%s%s", theme_kinds[kind].mark, *edge->label ? " " : "", edge->label)
                 : edge->label;
        const char *count = edge->agreement_count > 1 && !edge->other
                                ? ent_arena_printf(l->arena, "%s%u", mark ? " " : "", edge->agreement_count)
                                : "";
        e->short_label = count ? ent_arena_printf(l->arena, "%s%s", mark ? theme_kinds[kind].mark : "", count) : NULL;
        if (!e->label || !e->short_label)
            return false;
        e->label_width = text_width(l->measure, e->label, strlen(e->label), l->theme->small_size, false);
        e->short_width = text_width(l->measure, e->short_label, strlen(e->short_label), l->theme->small_size, false);
        e->faint = has_focus && !l->diagram->paths && !l->diagram->nodes[edge->from].focus &&
                   !l->diagram->nodes[edge->to].focus;
    }
    return true;
}

static void include(box *all, box b)
{
    *all = (box){fmin(all->x0, b.x0), fmin(all->y0, b.y0), fmax(all->x1, b.x1), fmax(all->y1, b.y1)};
}

static void move_line(spline *line, double dx, double dy)
{
    for (uint32_t part = 0; part < line->count; part++)
        for (int i = 0; i < 4; i++) {
            point *p = &line->parts[part].p[i];
            *p = (point){p->x + dx, p->y + dy};
        }
}

void layout_set_bounds(layout *l)
{
    box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (uint32_t i = 0; i < l->diagram->node_count; i++)
        include(&all, layout_box(&l->nodes[i]));
    for (uint32_t i = 0; i < l->diagram->edge_count; i++) {
        trace line;
        trace_of(&l->edges[i].line, &line);
        include(&all, box_grown(line.bounds, 3));
        if (l->edges[i].placed)
            include(&all, l->edges[i].label_box);
    }
    if (l->diagram->node_count == 0)
        all = (box){0, 0, 0, 0};
    double dx = -all.x0, dy = -all.y0;
    for (uint32_t i = 0; i < l->diagram->node_count; i++)
        l->nodes[i].at = (point){l->nodes[i].at.x + dx, l->nodes[i].at.y + dy};
    for (uint32_t i = 0; i < l->diagram->edge_count; i++) {
        layout_edge *e = &l->edges[i];
        move_line(&e->line, dx, dy);
        e->tip = (point){e->tip.x + dx, e->tip.y + dy};
        e->tail = (point){e->tail.x + dx, e->tail.y + dy};
        e->label_box = (box){e->label_box.x0 + dx, e->label_box.y0 + dy, e->label_box.x1 + dx, e->label_box.y1 + dy};
    }
    l->bounds = (box){0, 0, all.x1 - all.x0, all.y1 - all.y0};
}

double layout_page_width(const layout *l)
{
    return ceil(fmax(l->bounds.x1 + 2 * LAYOUT_PAGE_MARGIN, LAYOUT_PAGE_LEAST));
}

entente_status layout_make(const diagram *d, const theme *t, text_measure *measure, layout **out)
{
    return layout_make_as(d, t, measure, LAYOUT_AUTO, out);
}

entente_status layout_make_as(const diagram *d, const theme *t, text_measure *measure, layout_kind kind, layout **out)
{
    layout *l = ENT_NEW(d->arena, layout);
    if (!l)
        return ENTENTE_NOMEM;
    *l = (layout){.arena = d->arena, .diagram = d, .theme = t, .measure = measure};
    l->line_scale = d->edge_count > MANY_EDGES ? 0.6 : 1;
    l->nodes = ent_arena_zero(d->arena, ((size_t)d->node_count + 1) * sizeof *l->nodes);
    l->edges = ent_arena_zero(d->arena, ((size_t)d->edge_count + 1) * sizeof *l->edges);
    l->keyed = ENT_NEW_ARRAY(d->arena, uint32_t, (size_t)d->edge_count + 1);
    if (!l->nodes || !l->edges || !l->keyed || !size_nodes(l) || !label_edges(l) ||
        (kind == LAYOUT_TIMELINE && !timeline_make(l)) ||
        (kind != LAYOUT_TIMELINE && d->node_count && !layout_choose(l, kind)))
        return ENTENTE_NOMEM;
    *out = l;
    return ENTENTE_OK;
}
