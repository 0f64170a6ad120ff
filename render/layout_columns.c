/* Paths from left to right: a column for each step, and in it an order in which few lines cross. */
#include "render/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SWEEPS = 12, MOST_SPLIT = 6 };

typedef struct {
    const layout *layout;
    const layout_graph *graph;
    double *rank;     /* by node: its place in its column, 0 in the middle */
    uint32_t *column; /* by node */
} work;

static int by_column(const void *a, const void *b)
{
    const layout_slot *x = a, *y = b;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* The middle of a node's neighbours in the columns on one side; its own place when it has none there. */
static double middle(const work *w, uint32_t node, bool left)
{
    double sum = 0;
    uint32_t count = 0, column = w->column[node];
    for (uint32_t k = w->graph->start[node]; k < w->graph->start[node + 1]; k++) {
        uint32_t other = w->column[w->graph->list[k]];
        if (left ? other >= column : other <= column)
            continue;
        sum += w->rank[w->graph->list[k]];
        count++;
    }
    return count ? sum / count : w->rank[node];
}

/* Ranks of a shorter column lie in the middle of a longer one. */
static void set_ranks(work *w, const layout_slot *slots, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        w->rank[slots[i].node] = i - (count - 1) / 2.0;
}

static void order(work *w, layout_slot *slots, const uint32_t *start, uint32_t columns)
{
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (uint32_t step = 0; step < columns; step++) {
            uint32_t c = sweep % 2 ? columns - 1 - step : step, size = start[c + 1] - start[c];
            for (uint32_t i = start[c]; i < start[c + 1]; i++)
                slots[i].key = middle(w, slots[i].node, sweep % 2 == 0);
            qsort(slots + start[c], size, sizeof *slots, by_column);
            set_ranks(w, slots + start[c], size);
        }
}

/* One column, or several side by side with every node between two of the next one. Gives its height. */
static double place_column(layout *l, const layout_slot *slots, uint32_t count, uint32_t split, double left,
                           double *right)
{
    const double gap = count / split > 8 ? 28 : 78;
    double y = 0;
    *right = left;
    for (uint32_t part = 0; part < split; part++) {
        double widest = 0;
        for (uint32_t i = part; i < count; i += split)
            widest = fmax(widest, l->nodes[slots[i].node].width);
        for (uint32_t i = part; i < count; i += split)
            l->nodes[slots[i].node].at.x = *right + widest / 2;
        *right += widest + (part + 1 < split && part + 1 < count ? 44 : 0);
    }
    for (uint32_t i = 0; i < count; i++) {
        double height = l->nodes[slots[i].node].height;
        l->nodes[slots[i].node].at.y = y + height / 2;
        y += (height + gap) / split;
    }
    for (uint32_t i = 0; i < count; i++)
        l->nodes[slots[i].node].at.y -= y / 2;
    return y;
}

static double place_all(layout *l, const layout_slot *slots, const uint32_t *start, uint32_t columns, uint32_t split)
{
    double left = 0, highest = 0, most = 0;
    for (uint32_t c = 0; c < columns; c++)
        most = fmax(most, (start[c + 1] - start[c]) / (double)split);
    /* lines that fan out over many rows need more way to do so */
    double way = fmin(fmax(150, most * 14), 420);
    for (uint32_t c = 0; c < columns; c++) {
        double right;
        uint32_t count = start[c + 1] - start[c];
        highest = fmax(highest, place_column(l, slots + start[c], count, count > 6 ? split : 1, left, &right));
        left = right + way;
    }
    return highest / (left - way);
}

bool layout_columns(layout *l, const layout_graph *graph, layout_slot *slots, bool broad)
{
    uint32_t n = l->diagram->node_count, columns = 0;
    qsort(slots, n, sizeof *slots, by_column);
    for (uint32_t i = 0; i < n; i++)
        columns = slots[i].column >= columns ? slots[i].column + 1 : columns;
    uint32_t *start = ent_arena_zero(l->arena, ((size_t)columns + 2) * sizeof *start);
    work w = {.layout = l, .graph = graph};
    w.rank = ENT_NEW_ARRAY(l->arena, double, (size_t)n + 1);
    w.column = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)n + 1);
    if (!start || !w.rank || !w.column)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        w.column[slots[i].node] = slots[i].column;
        start[slots[i].column + 1] = i + 1;
    }
    for (uint32_t c = 1; c <= columns; c++)
        start[c] = start[c] < start[c - 1] ? start[c - 1] : start[c];
    for (uint32_t c = 0; c < columns; c++)
        set_ranks(&w, slots + start[c], start[c + 1] - start[c]);
    order(&w, slots, start, columns);
    uint32_t split = 1;
    while (place_all(l, slots, start, columns, split) > 1.3 && broad && split < MOST_SPLIT)
        split++;
    uint32_t *all = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)n + 1);
    for (uint32_t i = 0; all && i < n; i++)
        all[i] = i;
    return all && layout_separate(l, all, n, 6);
}

bool layout_paths(layout *l, const layout_graph *graph)
{
    const diagram *d = l->diagram;
    layout_slot *slots = ENT_NEW_ARRAY(l->arena, layout_slot, (size_t)d->node_count + 1);
    for (uint32_t i = 0; slots && i < d->node_count; i++)
        slots[i] = (layout_slot){.node = i, .column = d->nodes[i].distance, .key = i};
    return slots && layout_columns(l, graph, slots, false);
}
