/* Graphviz reads labels with backslash escapes and with entities of HTML: both are written so that it shows what the
 * text says. Names, which it takes literally but for a backslash before the closing quote, are plain words. */
#include "render/dot.h"

#include "core/base/buffer.h"
#include "render/key.h"
#include "render/markup.h"

#include <ctype.h>
#include <graphviz/cgraph.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const layout *layout;
    Agraph_t *graph;
    Agnode_t **nodes;
    bool failed;
} writer;

static void set(writer *w, void *object, const char *name, const char *value)
{
    char *key = (char *)(uintptr_t)name; /* cgraph does not write to what it is given */
    if (!value || agsafeset(object, key, (char *)(uintptr_t)value, (char *)(uintptr_t) "") != 0)
        w->failed = true;
}

static __attribute__((format(printf, 4, 5))) void setf(writer *w, void *object, const char *name, const char *format,
                                                       ...)
{
    char value[128];
    va_list args;
    va_start(args, format);
    vsnprintf(value, sizeof value, format, args);
    va_end(args);
    set(w, object, name, value);
}

static void put_escaped(ent_buffer *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '\\')
            ent_buffer_text(out, "\\\\");
        else if (*p == '&')
            ent_buffer_text(out, "&amp;");
        else
            ent_buffer_char(out, *p);
    }
}

static const char *escaped(writer *w, const char *text)
{
    ent_buffer out;
    ent_buffer_init(&out, w->layout->arena);
    put_escaped(&out, text);
    return ent_buffer_take(&out).p;
}

/* The party's code where it is a plain word; such a name never has a blank, so numbered ones are not taken for one. */
static bool is_plain(const char *id)
{
    for (const char *p = id; *p; p++)
        if (!isalnum((unsigned char)*p) && *p != '-' && *p != '_')
            return false;
    return *id != '\0' && strlen(id) <= 100;
}

/* Graphviz counts from the bottom. */
static double up(const writer *w, double y)
{
    return w->layout->bounds.y1 - y;
}

/* A line as Graphviz writes it: the tips of its heads, then its curves. */
static const char *line_data(const writer *w, uint32_t i)
{
    const diagram_edge *e = &w->layout->diagram->edges[i];
    const layout_edge *at = &w->layout->edges[i];
    ent_buffer out;
    ent_buffer_init(&out, w->layout->arena);
    if (e->both)
        ent_buffer_printf(&out, "s,%.1f,%.1f ", at->tail.x, up(w, at->tail.y));
    if (e->directed)
        ent_buffer_printf(&out, "e,%.1f,%.1f ", at->tip.x, up(w, at->tip.y));
    for (uint32_t part = 0; part < at->line.count; part++)
        for (int k = part ? 1 : 0; k < 4; k++) {
            const point *p = &at->line.parts[part].p[k];
            ent_buffer_printf(&out, "%s%.1f,%.1f", part || k ? " " : "", p->x, up(w, p->y));
        }
    return ent_buffer_take(&out).p;
}

static void put_node(writer *w, uint32_t i)
{
    static const char *const shapes[NODE_SHAPES] = {"box", "hexagon", "note", "oval"};
    const theme *t = w->layout->theme;
    const diagram_node *n = &w->layout->diagram->nodes[i];
    const layout_node *at = &w->layout->nodes[i];
    const char *name = is_plain(n->id) ? n->id : ent_arena_printf(w->layout->arena, "node %u", i + 1);
    w->nodes[i] = name ? agnode(w->graph, (char *)(uintptr_t)name, 1) : NULL;
    if (!w->nodes[i]) {
        w->failed = true;
        return;
    }
    ent_buffer label;
    ent_buffer_init(&label, w->layout->arena);
    for (uint32_t k = 0; k < at->line_count; k++) {
        ent_buffer_text(&label, k ? "\\n" : "");
        put_escaped(&label, at->lines[k].text);
    }
    int kind = n->shape == NODE_AGREEMENT ? theme_kind_find(n->kind) : -1;
    set(w, w->nodes[i], "label", ent_buffer_take(&label).p);
    set(w, w->nodes[i], "tooltip", escaped(w, n->note));
    set(w, w->nodes[i], "shape", shapes[n->shape]);
    set(w, w->nodes[i], "style", n->shape == NODE_COUNTRY ? "filled,rounded" : "filled");
    set(w, w->nodes[i], "fillcolor", legend_fill(t, w->layout->diagram, n));
    set(w, w->nodes[i], "color", kind >= 0 ? t->kinds[kind].colour : n->focus ? t->focus_line : t->node_line);
    set(w, w->nodes[i], "penwidth", n->focus ? "2" : "1");
    setf(w, w->nodes[i], "fontsize", "%g", at->text_size);
    set(w, w->nodes[i], "fixedsize", "true");
    setf(w, w->nodes[i], "width", "%.3f", at->width / 72);
    setf(w, w->nodes[i], "height", "%.3f", at->height / 72);
    setf(w, w->nodes[i], "pos", "%.1f,%.1f", at->at.x, up(w, at->at.y));
}

/* Graphviz knows three styles: those of ours with points in them are dotted, the others with gaps dashed. */
static const char *style_of(const char *dash)
{
    double first = *dash ? strtod(dash, NULL) : 0;
    return first == 0 ? "solid" : first < 3 ? "dotted" : "dashed";
}

/* On a plate, which only labels like HTML have; in these too a backslash means something, so text with one goes
 * without. */
static void put_label(writer *w, Agedge_t *edge, const char *text, const char *sign)
{
    ent_buffer out;
    ent_buffer_init(&out, w->layout->arena);
    if (*text == '\0' || strchr(text, '\\')) {
        ent_buffer_text(&out, *text ? sign : "");
        put_escaped(&out, text);
        set(w, edge, "label", ent_buffer_take(&out).p);
        return;
    }
    ent_buffer_printf(&out,
                      "<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"1\" "
                      "bgcolor=\"%s\"><tr><td>%s",
                      w->layout->theme->background, sign);
    markup_text(&out, text);
    ent_buffer_text(&out, "</td></tr></table>");
    const char *html = ent_buffer_take(&out).p;
    Agsym_t *label = agattr(w->graph, AGEDGE, (char *)(uintptr_t) "label", NULL);
    char *kept = html && label ? agstrdup_html(w->graph, (char *)(uintptr_t)html) : NULL;
    w->failed = w->failed || !kept || agxset(edge, label, kept) != 0;
    if (kept)
        agstrfree(w->graph, kept);
}

static void put_edge(writer *w, uint32_t i)
{
    static const char *const heads[THEME_HEADS] = {"normal", "empty", "vee", "open", "normalnormal"};
    static const char *const signs[] = {"", "✕ ", "‖ "};
    const theme *t = w->layout->theme;
    const diagram_edge *e = &w->layout->diagram->edges[i];
    const layout_edge *at = &w->layout->edges[i];
    const theme_stroke *look = theme_stroke_of(t, e->kind, e->several);
    const theme_weight *weight = theme_weight_of(t, e->stage);
    double opacity = at->faint ? fmin(weight->opacity, t->aside.opacity) : weight->opacity;
    Agedge_t *edge = agedge(w->graph, w->nodes[e->from], w->nodes[e->to], NULL, 1);
    if (!edge) {
        w->failed = true;
        return;
    }
    const char *sign = e->other ? "" : signs[theme_stages[theme_stage_find(e->stage)].sign];
    put_label(w, edge, at->placed ? (at->key ? at->key : at->label) : "", sign);
    set(w, edge, "tooltip", escaped(w, e->note));
    setf(w, edge, "color", "%s%02x", look->colour, (unsigned)round(opacity * 255));
    set(w, edge, "style", style_of(look->dash));
    set(w, edge, "arrowhead", heads[look->head]);
    set(w, edge, "arrowtail", heads[look->head]);
    setf(w, edge, "penwidth", "%g", weight->width * w->layout->line_scale * (at->faint ? t->aside.width : 1));
    set(w, edge, "pos", line_data(w, i));
    if (e->directed) {
        const spline *line = &at->line;
        setf(w, edge, "arrowsize", "%.2f", distance_of(line->parts[line->count - 1].p[3], at->tip) / 10);
    }
    if (at->placed) {
        box b = at->label_box;
        setf(w, edge, "lp", "%.1f,%.1f", (b.x0 + b.x1) / 2, up(w, (b.y0 + b.y1) / 2));
    }
    set(w, edge, "dir", e->both ? "both" : e->directed ? "forward" : "none");
    set(w, edge, "kind", escaped(w, e->kind ? e->kind : ""));
    set(w, edge, "stage", escaped(w, e->stage ? e->stage : ""));
}

/* The words of the legend below the picture: its signs are in the tooltips and in the attributes of each edge. */
static const char *caption(writer *w, const legend *signs)
{
    ent_buffer out;
    ent_buffer_init(&out, w->layout->arena);
    const diagram *d = w->layout->diagram;
    const char *const above[] = {d->title, d->subtitle};
    for (int i = 0; i < 2; i++)
        if (*above[i]) {
            put_escaped(&out, above[i]);
            ent_buffer_text(&out, "\\n");
        }
    for (uint32_t i = 0; i < signs->note_count; i++) {
        put_escaped(&out, signs->notes[i]);
        ent_buffer_text(&out, "\\n");
    }
    bool first = true;
    for (uint32_t i = 0; i < signs->count; i++) {
        const legend_item *item = &signs->items[i];
        if (item->sign != LEGEND_KIND)
            continue;
        ent_buffer_printf(&out, "%s%s%s%s", first ? "" : " · ", w->layout->marks && item->mark ? item->mark : "",
                          w->layout->marks && item->mark ? " " : "", item->words);
        first = false;
    }
    ent_buffer_text(&out, first ? "" : "\\n");
    for (uint32_t i = 0; i < w->layout->keyed_count; i++) {
        const char *words = key_words(w->layout, w->layout->keyed[i]);
        ent_buffer_printf(&out, "%s%s ", i % 3 ? " · " : "", w->layout->edges[w->layout->keyed[i]].key);
        put_escaped(&out, words ? words : "");
        ent_buffer_text(&out, i % 3 == 2 ? "\\n" : "");
    }
    ent_buffer_text(&out, w->layout->keyed_count % 3 ? "\\n" : "");
    return ent_buffer_take(&out).p;
}

static void put_all(writer *w, const legend *signs)
{
    const diagram *d = w->layout->diagram;
    const theme *t = w->layout->theme;
    Agraph_t *g = w->graph;
    /* places and lines are given, so `dot -Tsvg` draws the same picture as ours */
    const char *const graph[][2] = {
        {"layout", "nop2"},    {"outputorder", "edgesfirst"}, {"labelloc", "t"},    {"bgcolor", t->background},
        {"fontcolor", t->ink}, {"fontname", t->font_face},    {"charset", "UTF-8"},
    };
    for (size_t i = 0; i < sizeof graph / sizeof graph[0]; i++)
        set(w, g, graph[i][0], graph[i][1]);
    setf(w, g, "fontsize", "%g", t->text_size);
    set(w, g, "label", caption(w, signs));
    const char *const nodes[][2] = {{"fontname", t->font_face}, {"fontcolor", t->ink}, {"margin", "0.05,0.02"}};
    for (size_t i = 0; i < sizeof nodes / sizeof nodes[0]; i++)
        if (!agattr(g, AGNODE, (char *)(uintptr_t)nodes[i][0], (char *)(uintptr_t)nodes[i][1]))
            w->failed = true;
    const char *const edges[][2] = {
        {"fontname", t->font_face}, {"fontcolor", t->ink}, {"arrowsize", "0.8"}, {"label", ""}};
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++)
        if (!agattr(g, AGEDGE, (char *)(uintptr_t)edges[i][0], (char *)(uintptr_t)edges[i][1]))
            w->failed = true;
    char size[32];
    snprintf(size, sizeof size, "%g", t->small_size);
    if (!agattr(g, AGEDGE, (char *)(uintptr_t) "fontsize", size))
        w->failed = true;
    for (uint32_t i = 0; i < d->node_count && !w->failed; i++)
        put_node(w, i);
    for (uint32_t i = 0; i < d->edge_count && !w->failed; i++)
        put_edge(w, i);
}

static const char *to_text(writer *w, size_t *length)
{
    char *bytes = NULL;
    FILE *out = open_memstream(&bytes, length);
    if (!out)
        return NULL;
    bool written = agwrite(w->graph, out) == 0;
    written = fclose(out) == 0 && written;
    const char *copy = written && bytes ? ent_arena_copy(w->layout->arena, bytes, *length) : NULL;
    free(bytes);
    return copy;
}

const char *dot_write(const layout *l, const legend *signs, size_t *length)
{
    writer w = {.layout = l};
    w.nodes = ENT_NEW_ARRAY(l->arena, Agnode_t *, (size_t)l->diagram->node_count + 1);
    w.graph = w.nodes ? agopen((char *)(uintptr_t) "entente", Agdirected, NULL) : NULL;
    if (!w.graph)
        return NULL;
    put_all(&w, signs);
    const char *text = w.failed ? NULL : to_text(&w, length);
    agclose(w.graph);
    return text;
}
