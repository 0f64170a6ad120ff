#include "render/svg.h"

#include "core/base/buffer.h"
#include "render/element.h"
#include "render/sentence.h"
#include "render/story_json.h"

#include <libxml/xmlwriter.h>
#include <math.h>
#include <string.h>

typedef struct {
    const layout *layout;
    const page *page;
    const theme *theme;
    xmlTextWriterPtr to;
    bool links, data, failed;
} writer;

static void check(writer *w, int result)
{
    w->failed = w->failed || result < 0;
}

static void open_element(writer *w, const char *name)
{
    check(w, xmlTextWriterStartElement(w->to, BAD_CAST name));
}

static void close_element(writer *w)
{
    check(w, xmlTextWriterEndElement(w->to));
}

static void attribute(writer *w, const char *name, const char *value)
{
    check(w, xmlTextWriterWriteAttribute(w->to, BAD_CAST name, BAD_CAST value));
}

static __attribute__((format(printf, 3, 4))) void attributef(writer *w, const char *name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    check(w, xmlTextWriterWriteVFormatAttribute(w->to, BAD_CAST name, format, args));
    va_end(args);
}

/* px, to a tenth: what a reader can see. */
static void number(writer *w, const char *name, double value)
{
    attributef(w, name, "%.1f", value);
}

static void element(writer *w, const char *name, const char *text)
{
    check(w, xmlTextWriterWriteElement(w->to, BAD_CAST name, BAD_CAST text));
}

/* Text that may be NULL when memory ran out. */
static const char *got(writer *w, const char *made)
{
    w->failed = w->failed || !made;
    return made ? made : "";
}

/* ---- text ---- */

static void text(writer *w, const page_text *t, const char *anchor)
{
    open_element(w, "text");
    number(w, "x", t->x);
    number(w, "y", t->y);
    attributef(w, "font-size", "%g", t->size);
    if (t->bold)
        attribute(w, "font-weight", "bold");
    attribute(w, "fill", t->faint ? w->theme->faint : w->theme->ink);
    if (anchor)
        attribute(w, "text-anchor", anchor);
    if (t->width > 0) {
        number(w, "textLength", t->width);
        attribute(w, "lengthAdjust", "spacingAndGlyphs");
    }
    check(w, xmlTextWriterWriteString(w->to, BAD_CAST t->text));
    close_element(w);
}

/* ---- shapes ---- */

/* Countries have round corners, organisations pointed sides, agreements a folded corner, all else is oval. */
static void shape(writer *w, node_shape kind, box b, const char *fill, const char *stroke, double width,
                  const char *dash)
{
    double h = b.y1 - b.y0, slant = fmin(h, 24) * 0.5, middle = (b.y0 + b.y1) / 2, fold = fmin(10, h * 0.4);
    if (kind == NODE_COUNTRY || kind == NODE_OTHER) {
        open_element(w, "rect");
        number(w, "x", b.x0);
        number(w, "y", b.y0);
        number(w, "width", b.x1 - b.x0);
        number(w, "height", h);
        number(w, "rx", kind == NODE_COUNTRY ? 4 : fmin(h / 2, 14));
    } else if (kind == NODE_ORGANIZATION) {
        open_element(w, "path");
        attributef(w, "d", "M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ", b.x0, middle, b.x0 + slant,
                   b.y0, b.x1 - slant, b.y0, b.x1, middle, b.x1 - slant, b.y1, b.x0 + slant, b.y1);
    } else {
        open_element(w, "path");
        attributef(w, "d", "M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ", b.x0, b.y0, b.x1 - fold, b.y0, b.x1,
                   b.y0 + fold, b.x1, b.y1, b.x0, b.y1);
    }
    attribute(w, "fill", fill);
    attribute(w, "stroke", stroke);
    attributef(w, "stroke-width", "%g", width);
    if (*dash)
        attribute(w, "stroke-dasharray", dash);
    close_element(w);
}

static const char *fill_of(const theme *t, node_shape kind)
{
    const char *const fills[NODE_SHAPES] = {t->country_fill, t->organization_fill, t->agreement_fill, t->other_fill};
    return fills[kind];
}

static void stroke(writer *w, const char *colour, const theme_line *line, double width)
{
    attribute(w, "fill", "none");
    attribute(w, "stroke", colour);
    attributef(w, "stroke-width", "%g", width);
    if (*line->dash)
        attribute(w, "stroke-dasharray", line->dash);
}

/* An arrowhead whose foot is at `foot` and whose tip is at `tip`. */
static void head(writer *w, point foot, point tip, const char *colour)
{
    double length = distance_of(foot, tip);
    if (length <= 0)
        return;
    double nx = (tip.y - foot.y) * 0.46, ny = -(tip.x - foot.x) * 0.46;
    open_element(w, "path");
    attribute(w, "class", "head");
    attributef(w, "d", "M%.1f %.1fL%.1f %.1fL%.1f %.1fZ", tip.x, tip.y, foot.x + nx, foot.y + ny, foot.x - nx,
               foot.y - ny);
    attribute(w, "fill", colour);
    close_element(w);
}

/* ---- nodes and edges ---- */

/* What is inside a link leads to a page that bears it out. */
static void open_link(writer *w, const char *url, bool again)
{
    if (!url || !w->links)
        return;
    open_element(w, "a");
    attribute(w, "href", url);
    if (again) /* the keyboard has been there */
        attribute(w, "tabindex", "-1");
    attribute(w, "target", "_blank");
    attribute(w, "rel", "noopener");
}

static void close_link(writer *w, const char *url)
{
    if (url && w->links)
        close_element(w);
}

static const char *colour_of(const writer *w, const diagram_edge *edge)
{
    int kind = theme_kind_find(edge->kind);
    return kind >= 0 ? theme_kinds[kind].colour : edge->several ? w->theme->several : w->theme->other;
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
static const char *line_data(const writer *w, const spline *line)
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

static void edge(writer *w, uint32_t i)
{
    const diagram *d = w->layout->diagram;
    const diagram_edge *e = &d->edges[i];
    const layout_edge *at = &w->layout->edges[i];
    const theme_line *line = &theme_lines[theme_line_find(e->stage)];
    open_element(w, "g");
    attribute(w, "id", got(w, element_of_edge(d, i)));
    attributef(w, "class", "edge%s%s%s", at->faint ? " aside" : "",
               e->both       ? " directed both"
               : e->directed ? " directed"
                             : "",
               got(w, element_classes(d, e)));
    attribute(w, "role", "listitem");
    attribute(w, "data-from", d->nodes[e->from].id);
    attribute(w, "data-to", d->nodes[e->to].id);
    if (at->faint)
        attribute(w, "opacity", "0.62");
    element(w, "title", e->note);
    element(w, "desc", got(w, sentence_edge(d, e)));
    const char *colour = colour_of(w, e);
    open_link(w, e->url, false);
    open_element(w, "path");
    attribute(w, "class", "line");
    attribute(w, "d", got(w, line_data(w, &at->line)));
    stroke(w, colour, line, line->width * w->layout->line_scale * (at->faint ? 0.6 : 1));
    close_element(w);
    if (e->directed)
        head(w, at->line.parts[at->line.count - 1].p[3], at->tip, colour);
    if (e->both)
        head(w, at->line.parts[0].p[0], at->tail, colour);
    close_link(w, e->url);
    close_element(w);
}

/* Labels lie above all lines, each on a plate that interrupts its own. */
static void edge_label(writer *w, uint32_t i)
{
    const layout_edge *at = &w->layout->edges[i];
    if (!at->placed)
        return;
    box b = at->label_box;
    open_element(w, "g");
    attribute(w, "class", "label");
    attribute(w, "data-edge", got(w, element_of_edge(w->layout->diagram, i)));
    const diagram_edge *e = &w->layout->diagram->edges[i];
    element(w, "title", e->note);
    open_link(w, e->url, true);
    open_element(w, "rect");
    number(w, "x", b.x0);
    number(w, "y", b.y0);
    number(w, "width", b.x1 - b.x0);
    number(w, "height", b.y1 - b.y0);
    attribute(w, "rx", "3");
    attribute(w, "fill", w->theme->background);
    if (at->key) {
        attribute(w, "stroke", w->theme->faint);
        attribute(w, "stroke-width", "0.8");
    }
    close_element(w);
    text(w,
         &(page_text){.text = at->key ? at->key : at->label,
                      .bold = at->key != NULL,
                      .x = (b.x0 + b.x1) / 2,
                      .y = (b.y0 + b.y1) / 2 + w->theme->small_size * 0.36,
                      .width = at->label_width,
                      .size = w->theme->small_size},
         "middle");
    close_link(w, e->url);
    close_element(w);
}

static void node(writer *w, uint32_t i)
{
    static const char *const classes[NODE_SHAPES] = {"country", "organization", "agreement", "other"};
    const diagram_node *n = &w->layout->diagram->nodes[i];
    const layout_node *at = &w->layout->nodes[i];
    const theme_line *line = &theme_lines[theme_line_find(n->stage)];
    int kind = n->shape == NODE_AGREEMENT ? theme_kind_find(n->kind) : -1;
    open_element(w, "g");
    const diagram *d = w->layout->diagram;
    attribute(w, "id", got(w, element_of_node(d, i)));
    attributef(w, "class", "node %s%s%s", classes[n->shape], n->focus ? " focus" : "",
               got(w, element_class(d, n->agreement)));
    attribute(w, "role", "listitem");
    attribute(w, "data-id", n->id);
    element(w, "title", n->note);
    element(w, "desc", got(w, sentence_node(d, n)));
    open_link(w, n->url, false);
    shape(w, n->shape, layout_box(at), n->focus ? w->theme->focus_fill : fill_of(w->theme, n->shape),
          kind >= 0  ? theme_kinds[kind].colour
          : n->focus ? w->theme->focus_line
                     : w->theme->node_line,
          n->focus    ? 2
          : kind >= 0 ? 1.8
                      : 1.1,
          kind >= 0 ? line->dash : "");
    double y = at->at.y - at->line_height * at->line_count / 2 + at->line_height * 0.5 + at->text_size * 0.36;
    for (uint32_t k = 0; k < at->line_count; k++)
        text(w,
             &(page_text){.text = at->lines[k].text,
                          .x = at->at.x,
                          .y = y + k * at->line_height,
                          .width = at->lines[k].width,
                          .size = at->text_size,
                          .bold = n->focus},
             "middle");
    close_link(w, n->url);
    close_element(w);
}

/* ---- around the drawing ---- */

static void sign(writer *w, const page_sign *s)
{
    const legend_item *item = s->item;
    const theme_line *line = item->line;
    open_element(w, "g");
    attribute(w, "class", "legend-item");
    if (item->sign == LEGEND_SHAPE) {
        shape(w, item->shape, box_around((point){s->x + PAGE_SIGN / 2.0, s->y}, PAGE_SIGN - 10, 13),
              fill_of(w->theme, item->shape), w->theme->node_line, 1.1, "");
    } else {
        double begin = s->x + (item->both ? 9 : 0), end = s->x + PAGE_SIGN - (item->directed ? 9 : 0);
        open_element(w, "path");
        attributef(w, "d", "M%.1f %.1fL%.1f %.1f", begin, s->y, end, s->y);
        stroke(w, item->colour, line, line->width);
        close_element(w);
        if (item->directed)
            head(w, (point){end, s->y}, (point){s->x + PAGE_SIGN, s->y}, item->colour);
        if (item->both)
            head(w, (point){begin, s->y}, (point){s->x, s->y}, item->colour);
    }
    if (item->mark && w->layout->marks) {
        double width = text_width(w->layout->measure, item->mark, strlen(item->mark), s->words.size, false);
        open_element(w, "rect");
        number(w, "x", s->x + PAGE_SIGN / 2.0 - width / 2 - 3);
        number(w, "y", s->y - s->words.size * 0.6);
        number(w, "width", width + 6);
        number(w, "height", s->words.size * 1.2);
        attribute(w, "fill", w->theme->background);
        close_element(w);
        text(w,
             &(page_text){.text = item->mark,
                          .x = s->x + PAGE_SIGN / 2.0,
                          .y = s->words.y,
                          .width = width,
                          .size = s->words.size},
             "middle");
    }
    text(w, &s->words, NULL);
    close_element(w);
}

static void page_around(writer *w)
{
    const page *p = w->page;
    open_element(w, "g");
    attribute(w, "class", "legend");
    open_element(w, "path");
    attributef(w, "d", "M28 %.1fH%.1f", p->rule, p->width - 28);
    attribute(w, "stroke", "#d0d0d0");
    close_element(w);
    for (uint32_t i = 0; i < p->sign_count; i++)
        sign(w, &p->signs[i]);
    close_element(w);
    open_element(w, "g");
    attribute(w, "class", "caption");
    for (uint32_t i = 0; i < p->text_count; i++) {
        open_link(w, p->texts[i].url, p->texts[i].more);
        text(w, &p->texts[i], NULL);
        close_link(w, p->texts[i].url);
    }
    close_element(w);
}

/* In layers, as what is written later lies above; each layer in the order in which it is best read. */
static void drawing(writer *w)
{
    static void (*const layers[])(writer *, uint32_t) = {edge, edge_label, node};
    static const char *const names[] = {"edges", "labels", "nodes"};
    static const char *const labels[] = {"Lines between them", NULL, "Parties and agreements"};
    const diagram *d = w->layout->diagram;
    const uint32_t *edges = sentence_edge_order(d), *nodes = sentence_node_order(d);
    if (!edges || !nodes) {
        w->failed = true;
        return;
    }
    open_element(w, "g");
    attribute(w, "class", "drawing");
    attributef(w, "transform", "translate(%.1f %.1f)", w->page->drawing.x, w->page->drawing.y);
    for (int layer = 0; layer < 3; layer++) {
        open_element(w, "g");
        attribute(w, "class", names[layer]);
        if (labels[layer]) {
            attribute(w, "role", "list");
            attribute(w, "aria-label", labels[layer]);
        } else {
            attribute(w, "aria-hidden", "true"); /* each repeats its line */
        }
        for (uint32_t i = 0; i < (layer < 2 ? d->edge_count : d->node_count); i++)
            layers[layer](w, layer < 2 ? edges[i] : nodes[i]);
        close_element(w);
    }
    close_element(w);
}

/* The data of the diagram for programs that take the picture on; JSON without any character that markup knows. */
static void metadata(writer *w)
{
    open_element(w, "metadata");
    attribute(w, "id", "entente-data");
    check(w, xmlTextWriterWriteRaw(w->to, BAD_CAST got(w, story_json(w->layout->diagram))));
    close_element(w);
}

static void root(writer *w)
{
    const diagram *d = w->layout->diagram;
    open_element(w, "svg");
    attribute(w, "xmlns", "http://www.w3.org/2000/svg");
    number(w, "width", w->page->width);
    number(w, "height", w->page->height);
    attributef(w, "viewBox", "0 0 %.1f %.1f", w->page->width, w->page->height);
    attribute(w, "role", "graphics-document document");
    attribute(w, "xml:lang", "en");
    attribute(w, "font-family", w->theme->font);
    element(w, "title", *d->title ? d->title : "Diagram");
    check(w, xmlTextWriterWriteFormatElement(
                 w->to, BAD_CAST "desc", "%s%s%u node%s and %u line%s between them; %u agreement%s from %u source%s.",
                 d->subtitle, *d->subtitle ? " " : "", d->node_count, d->node_count == 1 ? "" : "s", d->edge_count,
                 d->edge_count == 1 ? "" : "s", d->drawn_count, d->drawn_count == 1 ? "" : "s", d->source_count,
                 d->source_count == 1 ? "" : "s"));
    if (w->data && d->story)
        metadata(w);
    open_element(w, "rect");
    attribute(w, "class", "background");
    attribute(w, "width", "100%");
    attribute(w, "height", "100%");
    attribute(w, "fill", w->theme->background);
    close_element(w);
    drawing(w);
    page_around(w);
    close_element(w);
}

const char *svg_write(const layout *l, const page *p, svg_options o, size_t *length)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr to = buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL;
    const char *copy = NULL;
    if (to) {
        writer w = {.layout = l, .page = p, .theme = l->theme, .to = to, .links = o.links, .data = o.data};
        check(&w, xmlTextWriterSetIndent(to, 1));
        check(&w, xmlTextWriterStartDocument(to, NULL, "UTF-8", NULL));
        root(&w);
        check(&w, xmlTextWriterEndDocument(to));
        check(&w, xmlTextWriterFlush(to));
        *length = (size_t)xmlBufferLength(buffer);
        copy = w.failed ? NULL : ent_arena_copy(l->arena, (const char *)xmlBufferContent(buffer), *length);
        xmlFreeTextWriter(to);
    }
    xmlBufferFree(buffer);
    return copy;
}
