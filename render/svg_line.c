/* Lines as a theme has them: dashes, arrowheads, and the signs across what has ended or is contested. */
#include "render/svg_writer.h"

#include <math.h>

/* More edges or nodes than this: only its own label is kept clear of a sign. */
enum { CAREFUL = 400 };

void svg_stroke(svg_writer *w, const theme_stroke *stroke, double width)
{
    svg_attribute(w, "fill", "none");
    svg_attribute(w, "stroke", stroke->colour);
    svg_attributef(w, "stroke-width", "%.3g", width);
    if (*stroke->dash)
        svg_attribute(w, "stroke-dasharray", stroke->dash);
}

/* ---- arrowheads ---- */

/* Each is one path that begins at the tip: the page's script draws them anew from there. */
static void put_path(svg_writer *w, theme_head head, point foot, point tip)
{
    double dx = tip.x - foot.x, dy = tip.y - foot.y, nx = dy * 0.46, ny = -dx * 0.46;
    point m = {(foot.x + tip.x) / 2, (foot.y + tip.y) / 2}, n = {foot.x + dx * 0.12, foot.y + dy * 0.12};
    if (head == HEAD_NOTCHED) { /* its corners lie behind the foot */
        point back = {foot.x - dx * 0.3, foot.y - dy * 0.3};
        svg_attributef(w, "d", "M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ", tip.x, tip.y, back.x + nx, back.y + ny, n.x,
                       n.y, back.x - nx, back.y - ny);
    } else if (head == HEAD_OPEN) {
        svg_attributef(w, "d", "M%.1f %.1fL%.1f %.1fM%.1f %.1fL%.1f %.1fL%.1f %.1f", tip.x, tip.y, foot.x, foot.y,
                       foot.x + nx, foot.y + ny, tip.x, tip.y, foot.x - nx, foot.y - ny);
    } else if (head == HEAD_DOUBLE) {
        svg_attributef(w, "d", "M%.1f %.1fL%.1f %.1fL%.1f %.1fZM%.1f %.1fL%.1f %.1fL%.1f %.1fZ", tip.x, tip.y, m.x + nx,
                       m.y + ny, m.x - nx, m.y - ny, m.x, m.y, foot.x + nx, foot.y + ny, foot.x - nx, foot.y - ny);
    } else {
        svg_attributef(w, "d", "M%.1f %.1fL%.1f %.1fL%.1f %.1fZ", tip.x, tip.y, foot.x + nx, foot.y + ny, foot.x - nx,
                       foot.y - ny);
    }
}

void svg_head(svg_writer *w, point foot, point tip, const theme_stroke *stroke)
{
    bool strokes = stroke->head == HEAD_HOLLOW || stroke->head == HEAD_OPEN;
    if (distance_of(foot, tip) <= 0)
        return;
    svg_open(w, "path");
    svg_attribute(w, "class", "head");
    put_path(w, stroke->head, foot, tip);
    svg_attribute(w, "fill", stroke->head == HEAD_HOLLOW ? w->theme->background : strokes ? "none" : stroke->colour);
    if (strokes) {
        svg_attribute(w, "stroke", stroke->colour);
        svg_attribute(w, "stroke-width", "1.5");
        svg_attribute(w, "stroke-linejoin", "round");
    }
    svg_close(w);
}

/* ---- signs across a line ---- */

void svg_sign(svg_writer *w, theme_sign sign, point at, double angle, double scale, const char *colour)
{
    if (sign == SIGN_NONE)
        return;
    double cx = cos(angle), sx = sin(angle), size = 4.6 * scale, apart = 1.9 * scale;
    point begins[2], ends[2];
    for (int i = 0; i < 2; i++) {
        int side = i ? 1 : -1;
        if (sign == SIGN_CROSS) { /* two strokes at 45 degrees to the line */
            double a = angle + side * M_PI / 4;
            begins[i] = (point){at.x - size * cos(a), at.y - size * sin(a)};
            ends[i] = (point){at.x + size * cos(a), at.y + size * sin(a)};
        } else { /* two at right angles to it */
            point c = {at.x + side * apart * cx, at.y + side * apart * sx};
            begins[i] = (point){c.x + size * sx, c.y - size * cx};
            ends[i] = (point){c.x - size * sx, c.y + size * cx};
        }
    }
    for (int pass = 0; pass < 2; pass++) { /* on a rim of the ground, so that it is seen on other lines as well */
        svg_open(w, "path");
        svg_attribute(w, "class", pass ? "sign" : "sign rim");
        svg_attributef(w, "d", "M%.1f %.1fL%.1f %.1fM%.1f %.1fL%.1f %.1f", begins[0].x, begins[0].y, ends[0].x,
                       ends[0].y, begins[1].x, begins[1].y, ends[1].x, ends[1].y);
        svg_attribute(w, "fill", "none");
        svg_attribute(w, "stroke", pass ? colour : w->theme->background);
        svg_attributef(w, "stroke-width", "%.3g", (pass ? 1.6 : 3.6) * scale);
        svg_close(w);
    }
}

static bool is_clear(const layout *l, uint32_t edge, point at)
{
    const diagram *d = l->diagram;
    bool careful = d->edge_count <= CAREFUL && d->node_count <= CAREFUL;
    for (uint32_t i = careful ? 0 : edge; i < (careful ? d->edge_count : edge + 1); i++)
        if (l->edges[i].placed && box_contains(box_grown(l->edges[i].label_box, 6), at))
            return false;
    for (uint32_t i = 0; careful && i < d->node_count; i++)
        if (box_contains(box_grown(layout_box(&l->nodes[i]), 6), at))
            return false;
    return true;
}

point svg_sign_place(const layout *l, uint32_t edge, double *angle)
{
    static const double tries[] = {0.5, 0.58, 0.42, 0.66, 0.34, 0.74, 0.26, 0.8, 0.2, 0.86, 0.14};
    trace line;
    trace_of(&l->edges[edge].line, &line);
    double length = trace_length(&line);
    point direction, at = trace_at(&line, length * (l->edges[edge].placed ? 0.26 : 0.5), &direction);
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        point ahead, place = trace_at(&line, length * tries[i], &ahead);
        if (!is_clear(l, edge, place))
            continue;
        at = place;
        direction = ahead;
        break;
    }
    *angle = atan2(direction.y, direction.x);
    return at;
}
