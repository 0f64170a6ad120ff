/* Paths from left to right: a column for each step, and in it an order in which few lines cross. */
#include "render/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SWEEPS = 12 };

typedef struct {
    double key;
    uint32_t node;
} slot;

static int by_key(const void *a, const void *b)
{
    const slot *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* The middle of a node's neighbours in the columns on one side; its own place when it has none there. */
static double middle(const layout *l, const layout_graph *graph, const double *rank, uint32_t node, bool left)
{
    double sum = 0;
    uint32_t count = 0, column = l->diagram->nodes[node].distance;
    for (uint32_t k = graph->start[node]; k < graph->start[node + 1]; k++) {
        uint32_t other = l->diagram->nodes[graph->list[k]].distance;
        if (left ? other >= column : other <= column)
            continue;
        sum += rank[graph->list[k]];
        count++;
    }
    return count ? sum / count : rank[node];
}

static void place_column(layout *l, const slot *slots, uint32_t count, double left, double *right)
{
    double height = 0, widest = 0;
    const double gap = count > 8 ? 28 : 78;
    for (uint32_t i = 0; i < count; i++) {
        height += l->nodes[slots[i].node].height + gap;
        widest = fmax(widest, l->nodes[slots[i].node].width);
    }
    double y = -(height - gap) / 2;
    for (uint32_t i = 0; i < count; i++) {
        layout_node *node = &l->nodes[slots[i].node];
        node->at = (point){left + widest / 2, y + node->height / 2};
        y += node->height + gap;
    }
    *right = left + widest;
}

bool layout_columns(layout *l, const layout_graph *graph)
{
    const diagram *d = l->diagram;
    uint32_t n = d->node_count, columns = 0;
    for (uint32_t i = 0; i < n; i++)
        columns = d->nodes[i].distance >= columns ? d->nodes[i].distance + 1 : columns;
    slot *slots = ENT_NEW_ARRAY(l->arena, slot, (size_t)n + 1);
    uint32_t *start = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)columns + 2);
    double *rank = ENT_NEW_ARRAY(l->arena, double, (size_t)n + 1);
    if (!slots || !start || !rank)
        return false;
    uint32_t count = 0, most = 0;
    for (uint32_t c = 0; c < columns; c++) {
        start[c] = count;
        for (uint32_t i = 0; i < n; i++)
            if (d->nodes[i].distance == c) {
                rank[i] = count - start[c];
                slots[count++].node = i;
            }
        most = count - start[c] > most ? count - start[c] : most;
    }
    start[columns] = count;
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (uint32_t step = 0; step < columns; step++) {
            uint32_t c = sweep % 2 ? columns - 1 - step : step, size = start[c + 1] - start[c];
            for (uint32_t i = start[c]; i < start[c + 1]; i++)
                slots[i].key = middle(l, graph, rank, slots[i].node, sweep % 2 == 0);
            qsort(slots + start[c], size, sizeof *slots, by_key);
            for (uint32_t i = 0; i < size; i++) /* ranks of a shorter column lie in the middle of a longer one */
                rank[slots[start[c] + i].node] = i - (size - 1) / 2.0;
        }
    /* lines that fan out over many rows need more way to do so */
    double left = 0, way = fmin(fmax(150, most * 14), 420);
    for (uint32_t c = 0; c < columns; c++) {
        double right;
        place_column(l, slots + start[c], start[c + 1] - start[c], left, &right);
        left = right + way;
    }
    return true;
}
