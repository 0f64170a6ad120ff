/* Graphviz's places for a diagram: neighbours near each other, by its engine for large networks of springs. */
#include "render/graphviz.h"
#include "render/layout.h"

static graphviz_node *boxes_of(const layout *l)
{
    uint32_t count = l->diagram->node_count;
    graphviz_node *nodes = ENT_NEW_ARRAY(l->arena, graphviz_node, (size_t)count + 1);
    for (uint32_t i = 0; nodes && i < count; i++)
        nodes[i] = (graphviz_node){.width = l->nodes[i].width, .height = l->nodes[i].height};
    return nodes;
}

bool layout_force(layout *l, const layout_graph *graph, bool *placed)
{
    uint32_t count = l->diagram->node_count, edge_count = 0;
    graphviz_node *nodes = boxes_of(l);
    graphviz_edge *edges = ENT_NEW_ARRAY(l->arena, graphviz_edge, (size_t)graph->start[count] + 1);
    uint32_t *all = ENT_NEW_ARRAY(l->arena, uint32_t, (size_t)count + 1);
    if (!nodes || !edges || !all)
        return false;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = graph->start[i]; k < graph->start[i + 1]; k++)
            if (graph->list[k] > i)
                edges[edge_count++] = (graphviz_edge){.from = i, .to = graph->list[k]};
    double gap = layout_gap(count);
    graphviz_order order = {.engine = GRAPHVIZ_SFDP, .gap = gap};
    *placed = graphviz_place(nodes, count, edges, edge_count, &order);
    for (uint32_t i = 0; *placed && i < count; i++) {
        l->nodes[i].at = (point){nodes[i].x, nodes[i].y};
        all[i] = i;
    }
    return !*placed || layout_separate(l, all, count, gap);
}
