/* Words on lines. A label tries places along its line, from the middle to the ends, on it and to both sides so far that
 * the line still runs through its plate; it takes the first where no box, no other line and no other label is. When
 * there is none, it takes the place of another label that finds a new one; else it is a letter, which the key below the
 * picture explains; else, in pictures with more lines than a key can hold, the shorter of its texts. */
#include "render/routing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_KEYED = 48, /* entries of a key that a reader looks through */
    LETTERS = 26,
    MANY = 600 /* lines, where each looks for a place less carefully */
};

typedef enum { CLEAR, ON_A_LABEL, IN_THE_WAY } fit;

typedef struct {
    routing *work;
    uint32_t edge;
    double width, height; /* of the plate */
    double length;        /* of the line */
} label;

static label label_of(routing *w, uint32_t edge, double text_width)
{
    return (label){w, edge, text_width + 6, w->layout->theme->small_size + 4, trace_length(&w->traces[edge])};
}

static fit fit_lines_and_boxes(const label *a, box b)
{
    routing *w = a->work;
    const layout *l = w->layout;
    const layout_edge *e = &l->edges[a->edge];
    box around = box_grown(b, 5);
    const trace *own = &w->traces[a->edge];
    if (b.x0 < w->area.x0 - 2 || b.x1 > w->area.x1 + 2 || box_contains(around, own->p[0]) ||
        box_contains(around, own->p[own->count - 1]) || box_contains(around, e->line.parts[0].p[0]) ||
        box_contains(around, e->line.parts[e->line.count - 1].p[3]))
        return IN_THE_WAY;
    const uint32_t *near;
    uint32_t count = grid_near_box(w->boxes, b, &near);
    for (uint32_t i = 0; i < count; i++)
        if (box_overlaps(box_grown(b, 3), layout_box(&l->nodes[near[i]])))
            return IN_THE_WAY;
    count = grid_near_box(w->lines, box_grown(b, 2), &near);
    for (uint32_t i = 0; i < count; i++)
        if (near[i] != a->edge && trace_meets_box(&w->traces[near[i]], box_grown(b, 2)))
            return IN_THE_WAY;
    return CLEAR;
}

/* *other: the one label that is there; it is another one's only when it is alone. */
static fit fit_labels(const label *a, box b, uint32_t *other)
{
    const layout *l = a->work->layout;
    const uint32_t *near;
    uint32_t count = grid_near_box(a->work->labels, box_grown(b, 2), &near);
    fit result = CLEAR;
    for (uint32_t i = 0; i < count; i++) {
        if (near[i] == a->edge || !l->edges[near[i]].placed ||
            !box_overlaps(box_grown(b, 2), l->edges[near[i]].label_box))
            continue;
        if (result == ON_A_LABEL)
            return IN_THE_WAY;
        result = ON_A_LABEL;
        *other = near[i];
    }
    return result;
}

/* So many px along the line, and at `side` of the way from the line to where it would leave the plate. False: not that
 * far. */
static bool box_at(const label *a, double along, double side, box *out)
{
    point direction, at = trace_at(&a->work->traces[a->edge], along, &direction);
    double nx = direction.y, ny = -direction.x;
    double reach = greater(fabs(nx) * a->width / 2 + fabs(ny) * a->height / 2 - 4, 0);
    if (side != 0 && reach < 2)
        return false;
    *out = box_around((point){at.x + nx * side * reach, at.y + ny * side * reach}, a->width, a->height);
    return true;
}

/* Takes the first of a label's places that is free. evict: how many other labels may be asked to move. */
static bool find_place(const label *a, uint32_t evict);

static bool take(const label *a, box b)
{
    layout_edge *e = &a->work->layout->edges[a->edge];
    e->label_box = b;
    e->placed = true;
    return grid_add_box(a->work->labels, a->edge, box_grown(b, ROUTING_LABEL_ROOM));
}

/* Takes the place of another label when that finds a new one. */
static bool take_from(const label *a, box b, uint32_t other)
{
    routing *w = a->work;
    layout_edge *mine = &w->layout->edges[a->edge], *theirs = &w->layout->edges[other];
    box before = theirs->label_box;
    theirs->placed = false;
    label moved = label_of(w, other, before.x1 - before.x0 - 6);
    if (take(a, b) && find_place(&moved, 0))
        return true;
    mine->placed = false;
    theirs->placed = true;
    theirs->label_box = before;
    return false;
}

static bool find_place(const label *a, uint32_t evict)
{
    static const double sides[] = {0, 0.4, -0.4, 0.75, -0.75, 1, -1};
    bool many = a->work->layout->diagram->edge_count > MANY;
    double step = many ? greater(a->length / 10, 20) : greater(a->length / 40, 9);
    uint32_t steps = a->length > 16 ? (uint32_t)ceil((a->length / 2 - 8) / step) : 0;
    for (size_t s = 0; s < (many ? 1 : sizeof sides / sizeof sides[0]); s++)
        for (uint32_t i = 0; i < steps; i++)
            for (int side = 1; side >= (i > 0 ? -1 : 1); side -= 2) {
                box b;
                uint32_t other = UINT32_MAX;
                if (!box_at(a, a->length / 2 + side * step * i, sides[s], &b))
                    continue;
                fit labels = fit_labels(a, b, &other);
                if (labels == IN_THE_WAY || (labels == ON_A_LABEL && evict == 0) || fit_lines_and_boxes(a, b) != CLEAR)
                    continue;
                if (labels == CLEAR)
                    return take(a, b);
                evict--;
                if (take_from(a, b, other))
                    return true;
            }
    return false;
}

static const char *letters(ent_arena *arena, uint32_t number)
{
    if (number < LETTERS)
        return ent_arena_printf(arena, "%c", 'a' + (int)number);
    return ent_arena_printf(arena, "%c%c", 'a' + (int)(number / LETTERS - 1), 'a' + (int)(number % LETTERS));
}

/* A letter on the line, and an entry of the key. */
static bool place_letter(routing *w, uint32_t edge)
{
    layout *l = w->layout;
    layout_edge *e = &l->edges[edge];
    const char *letter = letters(l->arena, l->keyed_count);
    if (!letter)
        return false;
    label a = label_of(w, edge, text_width(l->measure, letter, strlen(letter), l->theme->small_size, true));
    if (!find_place(&a, 6))
        return true;
    e->key = letter;
    e->label_width = a.width - 6;
    l->keyed[l->keyed_count++] = edge;
    return true;
}

static void place_short(routing *w, uint32_t edge)
{
    layout_edge *e = &w->layout->edges[edge];
    label a = label_of(w, edge, e->short_width);
    if (*e->short_label == '\0' || !find_place(&a, 2))
        return;
    e->label = e->short_label;
    e->label_width = e->short_width;
}

static bool is_crossed(routing *w, uint32_t edge)
{
    box b = box_grown(w->layout->edges[edge].label_box, 1);
    const uint32_t *near;
    uint32_t count = grid_near_box(w->lines, b, &near);
    for (uint32_t i = 0; i < count; i++)
        if (near[i] != edge && trace_meets_box(&w->traces[near[i]], b))
            return true;
    return false;
}

/* Puts words on those lines of `edges` that have none yet; gives how many of them still have none, which come first
 * then. */
static uint32_t place_words(routing *w, uint32_t *edges, uint32_t count)
{
    layout *l = w->layout;
    uint32_t left = 0, kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        label a = label_of(w, edges[i], l->edges[edges[i]].label_width);
        if (!find_place(&a, 0))
            edges[left++] = edges[i];
    }
    for (uint32_t i = 0; i < left; i++) { /* now that all others stand, they may move */
        label a = label_of(w, edges[i], l->edges[edges[i]].label_width);
        if (left > 4 * MOST_KEYED || !find_place(&a, 12))
            edges[kept++] = edges[i];
    }
    return kept;
}

/* Those of the edges that have something to say and do not say it yet. */
static uint32_t *silent(routing *w, const uint32_t *edges, uint32_t count, uint32_t *found)
{
    uint32_t *list = ENT_NEW_ARRAY(w->layout->arena, uint32_t, (size_t)count + 1);
    *found = 0;
    for (uint32_t i = 0; list && i < count; i++)
        if (!w->layout->edges[edges[i]].placed && *w->layout->edges[edges[i]].label != '\0')
            list[(*found)++] = edges[i];
    return list;
}

bool labels_place(routing *w, const uint32_t *edges, uint32_t count)
{
    uint32_t found, *list = silent(w, edges, count, &found);
    if (!list)
        return false;
    place_words(w, list, found);
    return w->layout->arena->failed == ENT_OK;
}

bool labels_finish(routing *w, const uint32_t *edges, uint32_t count)
{
    layout *l = w->layout;
    for (uint32_t i = 0; i < count; i++)
        if (l->edges[edges[i]].placed && is_crossed(w, edges[i]))
            l->edges[edges[i]].placed = false;
    uint32_t found, *list = silent(w, edges, count, &found);
    if (!list)
        return false;
    found = place_words(w, list, found);
    for (uint32_t i = 0; i < found; i++) {
        if (found > MOST_KEYED)
            place_short(w, list[i]);
        else if (!place_letter(w, list[i]))
            return false;
    }
    return l->arena->failed == ENT_OK;
}
