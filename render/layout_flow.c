/* Who sends stands left of who receives: Graphviz's dot says in which rank each node stands and in which order, and we
 * make columns of that. Ranks of many are several columns, staggered, so that lines pass between boxes. */
#include "render/graphviz.h"
#include "render/layout.h"

#include <stdlib.h>

/* Without dot: who only sends, who does both, who only receives. */
static void set_roles(const diagram *d, layout_slot *slots)
{
    for (uint32_t i = 0; i < d->node_count; i++) {
        bool sends = false, receives = false;
        for (uint32_t k = 0; k < d->edge_count; k++) {
            const diagram_edge *e = &d->edges[k];
            sends = sends || (e->from == i && e->directed) || (e->both && e->to == i);
            receives = receives || (e->to == i && e->directed) || (e->both && e->from == i);
        }
        slots[i] = (layout_slot){.node = i, .column = sends && !receives ? 0 : receives && !sends ? 2 : 1, .key = i};
    }
}

static bool has_direction(const diagram *d, uint32_t node)
{
    for (uint32_t i = 0; i < d->edge_count; i++)
        if (d->edges[i].directed && !d->edges[i].both && (d->edges[i].from == node || d->edges[i].to == node))
            return true;
    return false;
}

static int by_x(const void *a, const void *b)
{
    const graphviz_node *x = *(const graphviz_node *const *)a, *y = *(const graphviz_node *const *)b;
    return x->x < y->x ? -1 : x->x > y->x;
}

/* A column for each x. */
static bool set_ranks(layout *l, const graphviz_node *nodes, layout_slot *slots)
{
    uint32_t count = l->diagram->node_count, column = 0;
    const graphviz_node **sorted = ENT_NEW_ARRAY(l->arena, const graphviz_node *, (size_t)count + 1);
    if (!sorted)
        return false;
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = &nodes[i];
    qsort(sorted, count, sizeof *sorted, by_x);
    for (uint32_t i = 0; i < count; i++) {
        column += i > 0 && sorted[i]->x - sorted[i - 1]->x > 1;
        uint32_t node = (uint32_t)(sorted[i] - nodes);
        slots[node] = (layout_slot){.node = node, .column = column, .key = nodes[node].y};
    }
    return true;
}

bool layout_flow(layout *l, const layout_graph *graph)
{
    const diagram *d = l->diagram;
    graphviz_node *nodes = ENT_NEW_ARRAY(l->arena, graphviz_node, (size_t)d->node_count + 1);
    graphviz_edge *edges = ENT_NEW_ARRAY(l->arena, graphviz_edge, (size_t)d->edge_count + 1);
    layout_slot *slots = ENT_NEW_ARRAY(l->arena, layout_slot, (size_t)d->node_count + 1);
    bool *directed = ENT_NEW_ARRAY(l->arena, bool, (size_t)d->node_count + 1);
    if (!nodes || !edges || !slots || !directed)
        return false;
    uint32_t count = 0;
    for (uint32_t i = 0; i < d->node_count; i++) {
        nodes[i] = (graphviz_node){.width = 20, .height = l->nodes[i].height};
        directed[i] = has_direction(d, i);
    }
    for (uint32_t i = 0; i < d->edge_count; i++) {
        const diagram_edge *e = &d->edges[i];
        if (e->from != e->to) /* no direction is no reason for an order where other edges give one */
            edges[count++] =
                (graphviz_edge){e->from, e->to, (!e->directed || e->both) && directed[e->from] && directed[e->to]};
    }
    graphviz_order order = {.engine = GRAPHVIZ_DOT, .gap = 14};
    if (!graphviz_place(nodes, d->node_count, edges, count, &order))
        set_roles(d, slots);
    else if (!set_ranks(l, nodes, slots))
        return false;
    return layout_columns(l, graph, slots, true);
}
