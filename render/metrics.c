#include "render/metrics.h"

#include "render/timeline.h"

#include <math.h>

static const double forgiven = 1; /* px that boxes may share before a reader sees it */

typedef struct {
    const layout *layout;
    trace *traces; /* by edge, from tip to tip */
    box *names;    /* by node: what its text takes */
    metrics *count;
} work;

/* Arrowheads are part of an edge, as its line goes on in them. */
static void trace_with_heads(const layout_edge *e, trace *t)
{
    trace_of(&e->line, t);
    const point ends[] = {e->tail, e->tip};
    t->p[0] = e->tail;
    t->p[t->count - 1] = e->tip;
    for (int i = 0; i < 2; i++)
        t->bounds = (box){fmin(t->bounds.x0, ends[i].x), fmin(t->bounds.y0, ends[i].y), fmax(t->bounds.x1, ends[i].x),
                          fmax(t->bounds.y1, ends[i].y)};
}

static box name_box(const layout_node *n)
{
    double widest = 0;
    for (uint32_t i = 0; i < n->line_count; i++)
        widest = fmax(widest, n->lines[i].width);
    return box_around(n->at, widest, n->line_count * n->line_height);
}

static bool meet(box a, box b)
{
    return box_overlaps(box_grown(a, -forgiven / 2), box_grown(b, -forgiven / 2));
}

static bool is_end(const diagram_edge *e, uint32_t node)
{
    return e->from == node || e->to == node;
}

static bool is_in(box inner, box outer)
{
    return inner.x0 > outer.x0 - forgiven && inner.y0 > outer.y0 - forgiven && inner.x1 < outer.x1 + forgiven &&
           inner.y1 < outer.y1 + forgiven;
}

static void count_names(work *w)
{
    const layout *l = w->layout;
    const diagram *d = l->diagram;
    for (uint32_t i = 0; i < d->node_count; i++) {
        bool collides = false, crossed = false;
        for (uint32_t k = 0; k < d->node_count; k++)
            collides = collides || (k != i && meet(w->names[i], layout_box(&l->nodes[k])));
        for (uint32_t k = 0; k < d->edge_count; k++) {
            collides =
                collides || (l->edges[k].placed && *l->edges[k].label && meet(w->names[i], l->edges[k].label_box));
            crossed = crossed ||
                      (!is_end(&d->edges[k], i) && trace_meets_box(&w->traces[k], box_grown(w->names[i], -forgiven)));
        }
        w->count->texts++;
        w->count->overflowing += !is_in(w->names[i], layout_box(&l->nodes[i]));
        w->count->collided += collides;
        w->count->crossed += crossed;
    }
}

static void count_label(work *w, uint32_t edge)
{
    const layout *l = w->layout;
    const diagram *d = l->diagram;
    const layout_edge *e = &l->edges[edge];
    if (!e->placed || *e->label == '\0') {
        w->count->left_out += *d->edges[edge].label != '\0' && !e->faint;
        return;
    }
    bool collides = false, crossed = false;
    for (uint32_t k = 0; k < d->node_count; k++)
        collides = collides || meet(e->label_box, layout_box(&l->nodes[k]));
    for (uint32_t k = 0; k < d->edge_count; k++) {
        if (k == edge)
            continue;
        collides = collides || (l->edges[k].placed && *l->edges[k].label && meet(e->label_box, l->edges[k].label_box));
        crossed = crossed || trace_meets_box(&w->traces[k], box_grown(e->label_box, -forgiven));
    }
    w->count->texts++;
    w->count->overflowing += !is_in(e->label_box, l->bounds);
    w->count->keyed += e->key != NULL;
    w->count->collided += collides;
    w->count->crossed += crossed;
}

static void count_edges(work *w)
{
    const diagram *d = w->layout->diagram;
    for (uint32_t i = 0; i < d->edge_count; i++) {
        const diagram_edge *e = &d->edges[i];
        for (uint32_t k = 0; k < i; k++)
            if (!is_end(&d->edges[k], e->from) && !is_end(&d->edges[k], e->to))
                w->count->edge_crossings += traces_cross(&w->traces[i], &w->traces[k]);
        for (uint32_t k = 0; k < d->node_count; k++)
            w->count->edges_through_nodes +=
                !is_end(e, k) && trace_meets_box(&w->traces[i], box_grown(layout_box(&w->layout->nodes[k]), -forgiven));
    }
}

static box text_box(const page_text *t)
{
    return (box){t->x, t->y - t->size, t->x + t->width, t->y + t->size * 0.25};
}

/* Words of one lane on each other; lanes keep apart by themselves. */
static void count_words(const timeline *t, metrics *out)
{
    for (uint32_t i = 0; i < t->row_count; i++) {
        const timeline_row *row = &t->rows[i];
        for (uint32_t a = 0; a < row->text_count; a++) {
            bool collides = false;
            for (uint32_t b = 0; b < row->text_count; b++)
                collides = collides || (a != b && meet(text_box(&row->texts[a]), text_box(&row->texts[b])));
            out->collided += collides;
        }
        out->texts += row->text_count;
    }
    out->texts += t->heading_count + t->tick_count + (t->day != NULL);
}

bool metrics_of(const layout *l, double page_width, double page_height, metrics *out)
{
    const diagram *d = l->diagram;
    *out = (metrics){.aspect = page_width / page_height};
    if (l->timeline) {
        count_words(l->timeline, out);
        out->min_text_pt = l->theme->small_size / page_width * LAYOUT_PT_WIDTH;
        return true;
    }
    work w = {.layout = l, .count = out};
    w.traces = ENT_NEW_ARRAY(l->arena, trace, (size_t)d->edge_count + 1);
    w.names = ENT_NEW_ARRAY(l->arena, box, (size_t)d->node_count + 1);
    if (!w.traces || !w.names)
        return false;
    double smallest = l->theme->small_size; /* of the legend and of labels */
    for (uint32_t i = 0; i < d->node_count; i++) {
        w.names[i] = name_box(&l->nodes[i]);
        smallest = fmin(smallest, l->nodes[i].text_size);
    }
    for (uint32_t i = 0; i < d->edge_count; i++)
        trace_with_heads(&l->edges[i], &w.traces[i]);
    count_names(&w);
    for (uint32_t i = 0; i < d->edge_count; i++)
        count_label(&w, i);
    count_edges(&w);
    out->min_text_pt = smallest / page_width * LAYOUT_PT_WIDTH;
    return true;
}
