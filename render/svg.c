#include "render/svg.h"

#include "core/base/buffer.h"
#include "render/element.h"
#include "render/sentence.h"
#include "render/story_json.h"
#include "render/svg_writer.h"

#include <math.h>
#include <string.h>

/* ---- writing ---- */

void svg_check(svg_writer *w, int result)
{
    w->failed = w->failed || result < 0;
}

void svg_open(svg_writer *w, const char *name)
{
    svg_check(w, xmlTextWriterStartElement(w->to, BAD_CAST name));
}

void svg_close(svg_writer *w)
{
    svg_check(w, xmlTextWriterEndElement(w->to));
}

void svg_attribute(svg_writer *w, const char *name, const char *value)
{
    svg_check(w, xmlTextWriterWriteAttribute(w->to, BAD_CAST name, BAD_CAST value));
}

void svg_attributef(svg_writer *w, const char *name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    svg_check(w, xmlTextWriterWriteVFormatAttribute(w->to, BAD_CAST name, format, args));
    va_end(args);
}

void svg_number(svg_writer *w, const char *name, double value)
{
    svg_attributef(w, name, "%.1f", value);
}

void svg_element(svg_writer *w, const char *name, const char *text)
{
    svg_check(w, xmlTextWriterWriteElement(w->to, BAD_CAST name, BAD_CAST text));
}

const char *svg_got(svg_writer *w, const char *made)
{
    w->failed = w->failed || !made;
    return made ? made : "";
}

/* ---- text ---- */

void svg_text(svg_writer *w, const page_text *t, const char *anchor)
{
    svg_open(w, "text");
    svg_number(w, "x", t->x);
    svg_number(w, "y", t->y);
    svg_attributef(w, "font-size", "%g", t->size);
    if (t->bold)
        svg_attribute(w, "font-weight", "bold");
    svg_attribute(w, "fill", t->faint ? w->theme->faint : w->theme->ink);
    if (anchor)
        svg_attribute(w, "text-anchor", anchor);
    if (t->width > 0) {
        svg_number(w, "textLength", t->width);
        svg_attribute(w, "lengthAdjust", "spacingAndGlyphs");
    }
    svg_check(w, xmlTextWriterWriteString(w->to, BAD_CAST t->text));
    svg_close(w);
}

/* ---- shapes ---- */

/* Countries have round corners, organisations pointed sides, agreements a folded corner, all else is oval. */
static void shape(svg_writer *w, node_shape kind, box b, const char *fill, const char *stroke, double width,
                  const char *dash)
{
    double h = b.y1 - b.y0, slant = fmin(h, 24) * 0.5, middle = (b.y0 + b.y1) / 2, fold = fmin(10, h * 0.4);
    if (kind == NODE_COUNTRY || kind == NODE_OTHER) {
        svg_open(w, "rect");
        svg_number(w, "x", b.x0);
        svg_number(w, "y", b.y0);
        svg_number(w, "width", b.x1 - b.x0);
        svg_number(w, "height", h);
        svg_number(w, "rx", kind == NODE_COUNTRY ? 4 : fmin(h / 2, 14));
    } else if (kind == NODE_ORGANIZATION) {
        svg_open(w, "path");
        svg_attributef(w, "d", "M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ", b.x0, middle,
                       b.x0 + slant, b.y0, b.x1 - slant, b.y0, b.x1, middle, b.x1 - slant, b.y1, b.x0 + slant, b.y1);
    } else {
        svg_open(w, "path");
        svg_attributef(w, "d", "M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ", b.x0, b.y0, b.x1 - fold, b.y0,
                       b.x1, b.y0 + fold, b.x1, b.y1, b.x0, b.y1);
    }
    svg_attribute(w, "fill", fill);
    svg_attribute(w, "stroke", stroke);
    svg_attributef(w, "stroke-width", "%g", width);
    if (*dash)
        svg_attribute(w, "stroke-dasharray", dash);
    svg_close(w);
}

/* ---- nodes and edges ---- */

void svg_open_link(svg_writer *w, const char *url, bool again)
{
    if (!url || !w->links)
        return;
    svg_open(w, "a");
    svg_attribute(w, "href", url);
    if (again) /* the keyboard has been there */
        svg_attribute(w, "tabindex", "-1");
    svg_attribute(w, "target", "_blank");
    svg_attribute(w, "rel", "noopener");
}

void svg_close_link(svg_writer *w, const char *url)
{
    if (url && w->links)
        svg_close(w);
}

static bool is_straight(const curve *c)
{
    double dx = c->p[3].x - c->p[0].x, dy = c->p[3].y - c->p[0].y, reach = 0.05 * hypot(dx, dy);
    for (int i = 1; i < 3; i++)
        if (fabs((c->p[i].x - c->p[0].x) * dy - (c->p[i].y - c->p[0].y) * dx) > reach)
            return false;
    return true;
}

/* The data of a line; NULL when memory is out. */
static const char *line_data(const svg_writer *w, const spline *line)
{
    ent_buffer data;
    ent_buffer_init(&data, w->layout->arena);
    for (uint32_t i = 0; i < line->count; i++) {
        const point *p = line->parts[i].p;
        if (i == 0)
            ent_buffer_printf(&data, "M%.1f %.1f", p[0].x, p[0].y);
        if (is_straight(&line->parts[i]))
            ent_buffer_printf(&data, "L%.1f %.1f", p[3].x, p[3].y);
        else
            ent_buffer_printf(&data, "C%.1f %.1f %.1f %.1f %.1f %.1f", p[1].x, p[1].y, p[2].x, p[2].y, p[3].x, p[3].y);
    }
    return ent_buffer_take(&data).p;
}

/* The same element stands in several panels. */
static void put_id(svg_writer *w, const char *id)
{
    svg_attributef(w, "id", "%s%s", w->panel ? w->panel->id : "", svg_got(w, id));
}

/* Behind a line that has changed: a broad one with a rim. */
static void put_change(svg_writer *w, const char *data)
{
    for (int i = 0; i < 2; i++) {
        svg_open(w, "path");
        svg_attribute(w, "class", i ? "change" : "change rim");
        svg_attribute(w, "d", data);
        svg_attribute(w, "fill", "none");
        svg_attribute(w, "stroke", i ? w->theme->changed_fill : w->theme->changed_line);
        svg_attribute(w, "stroke-width", i ? "8" : "9.8");
        svg_attribute(w, "stroke-linecap", "round");
        svg_close(w);
    }
}

static void change(svg_writer *w, uint32_t i)
{
    if (w->panel && w->panel->changed[i])
        put_change(w, svg_got(w, line_data(w, &w->layout->edges[i].line)));
}

static void edge(svg_writer *w, uint32_t i)
{
    const diagram *d = w->layout->diagram;
    const diagram_edge *e = &d->edges[i];
    const layout_edge *at = &w->layout->edges[i];
    const theme_stroke *look = theme_stroke_of(w->theme, e->kind, e->several);
    const theme_weight *weight = theme_weight_of(w->theme, e->stage);
    double opacity = at->faint ? fmin(weight->opacity, w->theme->aside.opacity) : weight->opacity, angle;
    double scale = w->layout->line_scale * (at->faint ? w->theme->aside.width : 1);
    svg_open(w, "g");
    put_id(w, element_of_edge(d, i));
    svg_attributef(w, "class", "edge%s%s%s", at->faint ? " aside" : "",
                   e->both       ? " directed both"
                   : e->directed ? " directed"
                                 : "",
                   svg_got(w, element_classes(d, e)));
    svg_attribute(w, "role", "listitem");
    svg_attribute(w, "data-from", d->nodes[e->from].id);
    svg_attribute(w, "data-to", d->nodes[e->to].id);
    if (opacity < 1)
        svg_attributef(w, "opacity", "%g", opacity);
    svg_element(w, "title", e->note);
    svg_element(w, "desc", svg_got(w, sentence_edge(d, e)));
    svg_open_link(w, e->url, false);
    svg_open(w, "path");
    svg_attribute(w, "class", "line");
    svg_attribute(w, "d", svg_got(w, line_data(w, &at->line)));
    svg_stroke(w, look, weight->width * scale);
    svg_close(w);
    if (e->directed)
        svg_head(w, at->line.parts[at->line.count - 1].p[3], at->tip, look);
    if (e->both)
        svg_head(w, at->line.parts[0].p[0], at->tail, look);
    theme_sign sign = theme_stages[theme_stage_find(e->stage)].sign;
    if (sign != SIGN_NONE && !e->other) {
        point place = svg_sign_place(w->layout, i, &angle);
        svg_sign(w, sign, place, angle, scale < 1 ? 0.75 : 1, look->colour);
    }
    svg_close_link(w, e->url);
    svg_close(w);
}

/* Labels lie above all lines, each on a plate that interrupts its own. */
static void edge_label(svg_writer *w, uint32_t i)
{
    const layout_edge *at = &w->layout->edges[i];
    if (!at->placed)
        return;
    box b = at->label_box;
    svg_open(w, "g");
    svg_attribute(w, "class", at->key ? "label keyed" : "label");
    svg_attribute(w, "data-edge", svg_got(w, element_of_edge(w->layout->diagram, i)));
    const diagram_edge *e = &w->layout->diagram->edges[i];
    svg_element(w, "title", e->note);
    svg_open_link(w, e->url, true);
    svg_open(w, "rect");
    svg_number(w, "x", b.x0);
    svg_number(w, "y", b.y0);
    svg_number(w, "width", b.x1 - b.x0);
    svg_number(w, "height", b.y1 - b.y0);
    svg_attribute(w, "rx", "3");
    svg_attribute(w, "fill", w->theme->background);
    svg_close(w);
    svg_text(w,
             &(page_text){.text = at->key ? at->key : at->label,
                          .bold = at->key != NULL,
                          .x = (b.x0 + b.x1) / 2,
                          .y = (b.y0 + b.y1) / 2 + w->theme->small_size * 0.36,
                          .width = at->label_width,
                          .size = w->theme->small_size},
             "middle");
    svg_close_link(w, e->url);
    svg_close(w);
}

static void node(svg_writer *w, uint32_t i)
{
    static const char *const classes[NODE_SHAPES] = {"country", "organization", "agreement", "other"};
    const diagram_node *n = &w->layout->diagram->nodes[i];
    const layout_node *at = &w->layout->nodes[i];
    int kind = n->shape == NODE_AGREEMENT ? theme_kind_find(n->kind) : -1;
    svg_open(w, "g");
    const diagram *d = w->layout->diagram;
    put_id(w, element_of_node(d, i));
    svg_attributef(w, "class", "node %s%s%s", classes[n->shape], n->focus ? " focus" : "",
                   svg_got(w, element_class(d, n->agreement)));
    svg_attribute(w, "role", "listitem");
    svg_attribute(w, "data-id", n->id);
    svg_element(w, "title", n->note);
    svg_element(w, "desc", svg_got(w, sentence_node(d, n)));
    svg_open_link(w, n->url, false);
    shape(w, n->shape, layout_box(at), legend_fill(w->theme, w->layout->diagram, n),
          kind >= 0  ? w->theme->kinds[kind].colour
          : n->focus ? w->theme->focus_line
                     : w->theme->node_line,
          n->focus    ? 2
          : kind >= 0 ? 1.8
                      : 1.1,
          kind >= 0 ? w->theme->kinds[kind].dash : "");
    double y = at->at.y - at->line_height * at->line_count / 2 + at->line_height * 0.5 + at->text_size * 0.36;
    for (uint32_t k = 0; k < at->line_count; k++)
        svg_text(w,
                 &(page_text){.text = at->lines[k].text,
                              .x = at->at.x,
                              .y = y + k * at->line_height,
                              .width = at->lines[k].width,
                              .size = at->text_size,
                              .bold = n->focus},
                 "middle");
    svg_close_link(w, n->url);
    svg_close(w);
}

/* ---- around the drawing ---- */

static void sign(svg_writer *w, const page_sign *s)
{
    const legend_item *item = s->item;
    svg_open(w, "g");
    svg_attribute(w, "class", "legend-item");
    if (item->data)
        svg_attribute(w, item->sign == LEGEND_KIND ? "data-kind" : "data-stage", item->data);
    if (item->sign == LEGEND_SHAPE) {
        shape(w, item->shape, box_around((point){s->x + PAGE_SIGN / 2.0, s->y}, PAGE_SIGN - 10, 13), item->fill,
              item->absent ? w->theme->rule : w->theme->node_line, 1.1, item->absent ? "2 2" : "");
    } else {
        double begin = s->x + (item->both ? 9 : 0), end = s->x + PAGE_SIGN - (item->directed ? 9 : 0);
        char data[96];
        snprintf(data, sizeof data, "M%.1f %.1fL%.1f %.1f", begin, s->y, end, s->y);
        svg_open(w, "g");
        svg_attributef(w, "opacity", "%g", item->weight->opacity);
        if (item->changed)
            put_change(w, data);
        svg_open(w, "path");
        svg_attribute(w, "d", data);
        svg_stroke(w, &item->stroke, item->weight->width);
        svg_close(w);
        if (item->directed)
            svg_head(w, (point){end, s->y}, (point){s->x + PAGE_SIGN, s->y}, &item->stroke);
        if (item->both)
            svg_head(w, (point){begin, s->y}, (point){s->x, s->y}, &item->stroke);
        svg_sign(w, item->across, (point){s->x + PAGE_SIGN / 2.0, s->y}, 0, 1, item->stroke.colour);
        svg_close(w);
    }
    if (s->mark > 0)
        svg_text(w,
                 &(page_text){
                     .text = item->mark, .x = s->mark, .y = s->words.y, .width = s->mark_width, .size = s->words.size},
                 NULL);
    svg_text(w, &s->words, NULL);
    svg_close(w);
}

static void page_around(svg_writer *w)
{
    const page *p = w->page;
    svg_open(w, "g");
    svg_attribute(w, "class", "legend");
    svg_open(w, "path");
    svg_attributef(w, "d", "M28 %.1fH%.1f", p->rule, p->width - 28);
    svg_attribute(w, "stroke", w->theme->rule);
    svg_close(w);
    for (uint32_t i = 0; i < p->sign_count; i++)
        sign(w, &p->signs[i]);
    svg_close(w);
    svg_open(w, "g");
    svg_attribute(w, "class", "caption");
    for (uint32_t i = 0; i < p->text_count; i++) {
        svg_open_link(w, p->texts[i].url, p->texts[i].more);
        svg_text(w, &p->texts[i], NULL);
        svg_close_link(w, p->texts[i].url);
    }
    svg_close(w);
}

/* In layers, as what is written later lies above; each layer in the order in which it is best read. */
static void drawing(svg_writer *w, point at)
{
    static void (*const layers[])(svg_writer *, uint32_t) = {change, edge, edge_label, node};
    static const char *const names[] = {"changes", "edges", "labels", "nodes"};
    static const char *const labels[] = {NULL, "Lines between them", NULL, "Parties and agreements"};
    enum { LAYERS = 4, NODES = LAYERS - 1 };
    const diagram *d = w->layout->diagram;
    if (w->layout->timeline) {
        svg_timeline(w, at);
        return;
    }
    const uint32_t *edges = sentence_edge_order(d), *nodes = sentence_node_order(d);
    if (!edges || !nodes) {
        w->failed = true;
        return;
    }
    svg_open(w, "g");
    svg_attribute(w, "class", "drawing");
    svg_attributef(w, "transform", "translate(%.1f %.1f)", at.x, at.y);
    for (int layer = w->panel ? 0 : 1; layer < LAYERS; layer++) {
        svg_open(w, "g");
        svg_attribute(w, "class", names[layer]);
        if (labels[layer]) {
            svg_attribute(w, "role", "list");
            svg_attribute(w, "aria-label", labels[layer]);
        } else {
            svg_attribute(w, "aria-hidden", "true"); /* each repeats its line */
        }
        for (uint32_t i = 0; i < (layer < NODES ? d->edge_count : d->node_count); i++)
            layers[layer](w, layer < NODES ? edges[i] : nodes[i]);
        svg_close(w);
    }
    svg_close(w);
}

/* ---- small multiples ---- */

/* Who is tied to somebody in another panel, but not in this one, keeps its place. */
static void absent(svg_writer *w, uint32_t i)
{
    const multiples *m = w->multiples;
    const layout_node *at = &m->places->nodes[i];
    svg_open(w, "g");
    svg_attribute(w, "class", "absent");
    svg_attribute(w, "data-id", m->whole->nodes[i].id);
    shape(w, m->whole->nodes[i].shape, layout_box(at), "none", w->theme->rule, 1, "2 2");
    svg_text(w,
             &(page_text){.text = at->lines[0].text,
                          .x = at->at.x,
                          .y = at->at.y + at->text_size * 0.36,
                          .width = at->lines[0].width,
                          .size = at->text_size,
                          .faint = true},
             "middle");
    svg_close(w);
}

static void panel_words(svg_writer *w, const multiples_panel *p, point at)
{
    for (uint32_t i = 0; i < p->line_count; i++) {
        bool title = i < p->title_lines;
        svg_text(w,
                 &(page_text){.text = p->lines[i].text,
                              .x = at.x,
                              .y = at.y - 10 - (p->line_count - i - 1.0) * MULTIPLES_LINE - 4,
                              .width = p->lines[i].width,
                              .size = w->multiples->places->theme->text_size + (title ? 2 : 0),
                              .bold = title,
                              .faint = !title},
                 NULL);
    }
}

static void panel(svg_writer *w, const multiples_panel *p)
{
    const layout *frame = w->layout;
    point at = {w->page->drawing.x + p->at.x, w->page->drawing.y + p->at.y};
    w->panel = p;
    w->layout = p->places;
    svg_open(w, "g");
    svg_attribute(w, "class", "panel");
    svg_attributef(w, "id", "%spanel", p->id);
    svg_attribute(w, "role", "group");
    svg_attributef(w, "aria-label", "%s: %s", p->title, p->counts);
    panel_words(w, p, at);
    svg_open(w, "g");
    svg_attribute(w, "class", "absents");
    svg_attribute(w, "aria-hidden", "true");
    svg_attributef(w, "transform", "translate(%.1f %.1f)", at.x, at.y);
    for (uint32_t i = 0; i < w->multiples->whole->node_count; i++)
        if (!p->present[i])
            absent(w, i);
    svg_close(w);
    drawing(w, at);
    svg_close(w);
    w->panel = NULL;
    w->layout = frame;
}

/* The data of the diagram for programs that take the picture on; JSON without any character that markup knows. */
static void metadata(svg_writer *w)
{
    svg_open(w, "metadata");
    svg_attribute(w, "id", "entente-data");
    svg_check(w, xmlTextWriterWriteRaw(w->to, BAD_CAST svg_got(w, w->multiples ? multiples_json(w->multiples)
                                                                               : story_json(w->layout->diagram))));
    svg_close(w);
}

static void root(svg_writer *w)
{
    const diagram *d = w->layout->diagram;
    const multiples *m = w->multiples;
    uint32_t edges = m ? m->whole->edge_count : d->edge_count;
    const char *panels = m ? svg_got(w, ent_arena_printf(d->arena, "%u panels, one a day. ", m->count)) : "";
    svg_open(w, "svg");
    svg_attribute(w, "xmlns", "http://www.w3.org/2000/svg");
    svg_number(w, "width", w->page->width);
    svg_number(w, "height", w->page->height);
    svg_attributef(w, "viewBox", "0 0 %.1f %.1f", w->page->width, w->page->height);
    svg_attribute(w, "role", "graphics-document document");
    svg_attribute(w, "xml:lang", "en");
    svg_attribute(w, "font-family", w->theme->font);
    svg_element(w, "title", *d->title ? d->title : "Diagram");
    svg_check(w, xmlTextWriterWriteFormatElement(
                     w->to, BAD_CAST "desc",
                     "%s%s%s%u node%s and %u line%s between them; %u agreement%s from %u source%s.", d->subtitle,
                     *d->subtitle ? " " : "", panels, d->node_count, d->node_count == 1 ? "" : "s", edges,
                     edges == 1 ? "" : "s", d->drawn_count, d->drawn_count == 1 ? "" : "s", d->source_count,
                     d->source_count == 1 ? "" : "s"));
    if (w->data && d->story)
        metadata(w);
    svg_open(w, "rect");
    svg_attribute(w, "class", "background");
    svg_attribute(w, "width", "100%");
    svg_attribute(w, "height", "100%");
    svg_attribute(w, "fill", w->theme->background);
    svg_close(w);
    for (uint32_t i = 0; w->multiples && i < w->multiples->count; i++)
        panel(w, &w->multiples->panels[i]);
    if (!w->multiples)
        drawing(w, w->page->drawing);
    page_around(w);
    svg_close(w);
}

const char *svg_write(const layout *l, const page *p, svg_options o, size_t *length)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr to = buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL;
    const char *copy = NULL;
    if (to) {
        svg_writer w = {.layout = l,
                        .page = p,
                        .theme = l->theme,
                        .to = to,
                        .links = o.links,
                        .data = o.data,
                        .multiples = o.panels};
        svg_check(&w, xmlTextWriterSetIndent(to, 1));
        svg_check(&w, xmlTextWriterStartDocument(to, NULL, "UTF-8", NULL));
        root(&w);
        svg_check(&w, xmlTextWriterEndDocument(to));
        svg_check(&w, xmlTextWriterFlush(to));
        *length = (size_t)xmlBufferLength(buffer);
        copy = w.failed ? NULL : ent_arena_copy(l->arena, (const char *)xmlBufferContent(buffer), *length);
        xmlFreeTextWriter(to);
    }
    xmlBufferFree(buffer);
    return copy;
}
