/* A timeline as SVG: each agreement a group with its line, its marks and its words, all with the same classes as in
 * other pictures. */
#include "render/element.h"
#include "render/sentence.h"
#include "render/svg_writer.h"
#include "render/timeline.h"

#include <math.h>

static void straight(svg_writer *w, point a, point b, const char *colour, double width, const char *dash)
{
    svg_open(w, "path");
    svg_attributef(w, "d", "M%.1f %.1fL%.1f %.1f", a.x, a.y, b.x, b.y);
    svg_attribute(w, "fill", "none");
    svg_attribute(w, "stroke", colour);
    svg_attributef(w, "stroke-width", "%g", width);
    if (*dash)
        svg_attribute(w, "stroke-dasharray", dash);
    svg_close(w);
}

static void ground(svg_writer *w, const timeline *t)
{
    svg_open(w, "g");
    svg_attribute(w, "class", "axis");
    for (uint32_t i = 0; i < t->tick_count; i++) {
        straight(w, (point){t->ticks[i].x, t->chart.y0 - 6}, (point){t->ticks[i].x, t->chart.y1}, w->theme->rule, 1,
                 "");
        svg_text(w, &t->ticks[i].label, NULL);
    }
    if (t->cut.x1 > t->cut.x0) {
        svg_open(w, "rect");
        svg_number(w, "x", t->cut.x0);
        svg_number(w, "y", t->cut.y0);
        svg_number(w, "width", t->cut.x1 - t->cut.x0);
        svg_number(w, "height", t->cut.y1 - t->cut.y0);
        svg_attribute(w, "fill", w->theme->rule);
        svg_attribute(w, "opacity", "0.4");
        svg_close(w);
    }
    for (uint32_t i = 0; i < t->rule_count; i++)
        straight(w, (point){0, t->rules[i]}, (point){t->chart.x1, t->rules[i]}, w->theme->rule, 0.6, "");
    for (uint32_t i = 0; i < t->heading_count; i++)
        svg_text(w, &t->headings[i], NULL);
    if (t->day) {
        double x = fmin(t->day_x, t->chart.x1);
        straight(w, (point){x, t->chart.y0 - 6}, (point){x, t->chart.y1 + 4}, w->theme->ink, 1.2, "4 3");
        svg_text(w, t->day, NULL);
    }
    svg_close(w);
}

static void span(svg_writer *w, const timeline_row *row, const timeline_span *s, double scale)
{
    const double head = 8;
    double end = s->x1 - (s->open ? head * scale : 0);
    svg_open(w, "g");
    svg_attribute(w, "class", "span");
    if (s->weight->opacity < 1)
        svg_attributef(w, "opacity", "%g", s->weight->opacity);
    if (end > s->x0) {
        svg_open(w, "path");
        svg_attributef(w, "d", "M%.1f %.1fL%.1f %.1f", s->x0, row->y, end, row->y);
        svg_stroke(w, row->stroke, s->weight->width * scale);
        svg_close(w);
    }
    if (s->open)
        svg_head(w, (point){end, row->y}, (point){s->x1, row->y}, row->stroke);
    if (s->sign != SIGN_NONE && s->x1 - s->x0 > 30)
        svg_sign(w, s->sign, (point){(s->x0 + end) / 2, row->y}, 0, 0.75, row->stroke->colour);
    svg_close(w);
}

/* A dot as wide as the time that its date can mean; the end is a bar across the line. */
static void mark(svg_writer *w, const timeline_row *row, const timeline_mark *m, double scale)
{
    double radius = 4.2 * scale, width = fmax(m->x1 - m->x0, 0);
    svg_open(w, "g");
    svg_attribute(w, "class", "event");
    svg_element(w, "title", m->note);
    svg_open(w, "rect");
    if (m->ends) {
        svg_number(w, "x", m->x0 - 1.6 * scale);
        svg_number(w, "y", row->y - 7 * scale);
        svg_number(w, "width", 3.2 * scale);
        svg_number(w, "height", 14 * scale);
    } else {
        svg_number(w, "x", m->x0 - radius);
        svg_number(w, "y", row->y - radius);
        svg_number(w, "width", width + 2 * radius);
        svg_number(w, "height", 2 * radius);
        svg_number(w, "rx", radius);
    }
    svg_attribute(w, "fill", m->remark ? w->theme->background : row->stroke->colour);
    svg_attribute(w, "stroke", m->remark ? row->stroke->colour : w->theme->background);
    svg_attributef(w, "stroke-width", "%g", 1.2 * scale);
    svg_close(w);
    svg_close(w);
}

static void put_row(svg_writer *w, const timeline *t, const timeline_row *row)
{
    const diagram *d = w->layout->diagram;
    svg_open(w, "g");
    svg_attributef(w, "class", "lane%s", svg_got(w, element_class(d, row->agreement->id)));
    svg_attribute(w, "role", "listitem");
    svg_attribute(w, "data-agreement", row->agreement->id);
    svg_element(w, "title", row->agreement->title ? row->agreement->title : row->agreement->id);
    svg_element(w, "desc", svg_got(w, sentence_course(d, row->agreement->id)));
    svg_open_link(w, row->url, false);
    for (uint32_t i = 0; i < row->text_count; i++) {
        const page_text *words = &row->texts[i];
        if (words->x >= t->chart.x0) { /* lines of years and of the day end before words */
            svg_open(w, "rect");
            svg_number(w, "x", words->x - 1);
            svg_number(w, "y", words->y - words->size * 0.8);
            svg_number(w, "width", words->width + 2);
            svg_number(w, "height", words->size);
            svg_attribute(w, "fill", w->theme->background);
            svg_close(w);
        }
        svg_text(w, words, NULL);
    }
    svg_close_link(w, row->url);
    for (uint32_t i = 0; i < row->span_count; i++)
        span(w, row, &row->spans[i], t->scale);
    for (uint32_t i = 0; i < row->mark_count; i++)
        mark(w, row, &row->marks[i], t->scale);
    svg_close(w);
}

void svg_timeline(svg_writer *w, point at)
{
    const timeline *t = w->layout->timeline;
    svg_open(w, "g");
    svg_attribute(w, "class", "drawing timeline");
    svg_attributef(w, "transform", "translate(%.1f %.1f)", at.x, at.y);
    ground(w, t);
    svg_open(w, "g");
    svg_attribute(w, "role", "list");
    svg_attribute(w, "aria-label", "Agreements along time");
    for (uint32_t i = 0; i < t->row_count; i++)
        put_row(w, t, &t->rows[i]);
    svg_close(w);
    svg_close(w);
}
