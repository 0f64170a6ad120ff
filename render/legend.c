#include "render/legend.h"

#include "render/caption.h"

#include <string.h>

typedef struct {
    bool kinds[THEME_KINDS], several, unknown, other;
    bool lines[THEME_LINES];
    bool directed, both, undirected;
    bool shapes[NODE_SHAPES], sizes, counts;
} drawn;

static drawn see(const diagram *d)
{
    drawn seen = {0};
    uint32_t most = 0, least = UINT32_MAX;
    for (uint32_t i = 0; i < d->node_count; i++) {
        const diagram_node *node = &d->nodes[i];
        seen.shapes[node->shape] = true;
        most = node->partners > most ? node->partners : most;
        least = node->partners < least ? node->partners : least;
        if (node->shape != NODE_AGREEMENT)
            continue;
        if (theme_kind_find(node->kind) >= 0)
            seen.kinds[theme_kind_find(node->kind)] = true;
        seen.lines[theme_line_find(node->stage)] = true;
    }
    seen.sizes = most > least;
    for (uint32_t i = 0; i < d->edge_count; i++) {
        const diagram_edge *edge = &d->edges[i];
        int kind = theme_kind_find(edge->kind);
        if (edge->both)
            seen.both = true;
        else if (edge->directed)
            seen.directed = true;
        else
            seen.undirected = true;
        if (edge->other) {
            seen.other = true;
            continue;
        }
        if (kind >= 0)
            seen.kinds[kind] = true;
        else if (edge->several)
            seen.several = true;
        else
            seen.unknown = true;
        seen.lines[theme_line_find(edge->stage)] = true;
        seen.counts = seen.counts || edge->agreement_count > 1;
    }
    return seen;
}

static void add(legend *l, legend_item item)
{
    l->items[l->count++] = item;
}

static void add_signs(legend *l, const drawn *seen, const theme *t)
{
    static const char *const shapes[NODE_SHAPES] = {"country", "organisation", "agreement", "other node"};
    const theme_line *plain = &theme_lines[0];
    for (int i = 0; i < THEME_KINDS; i++)
        if (seen->kinds[i])
            add(l, (legend_item){.sign = LEGEND_KIND,
                                 .words = theme_kinds[i].words,
                                 .mark = theme_kinds[i].mark,
                                 .colour = theme_kinds[i].colour,
                                 .line = plain});
    if (seen->several)
        add(l, (legend_item){.sign = LEGEND_KIND, .words = "several kinds", .colour = t->several, .line = plain});
    if (seen->unknown)
        add(l, (legend_item){.sign = LEGEND_KIND, .words = "another kind", .colour = t->other, .line = plain});
    if (seen->other)
        add(l, (legend_item){.sign = LEGEND_KIND, .words = "other relationship", .colour = t->other, .line = plain});
    for (int i = 0; i < THEME_LINES; i++)
        if (seen->lines[i])
            add(l,
                (legend_item){
                    .sign = LEGEND_LINE, .words = theme_lines[i].meaning, .colour = t->faint, .line = &theme_lines[i]});
    if (seen->directed)
        add(l, (legend_item){.sign = LEGEND_ARROW,
                             .words = seen->other ? "from one to the other" : "the way that people go",
                             .colour = t->faint,
                             .line = plain,
                             .directed = true});
    if (seen->both)
        add(l, (legend_item){.sign = LEGEND_ARROW,
                             .words = "both ways",
                             .colour = t->faint,
                             .line = plain,
                             .directed = true,
                             .both = true});
    if (seen->undirected)
        add(l, (legend_item){.sign = LEGEND_ARROW, .words = "no direction", .colour = t->faint, .line = plain});
    for (int i = 0; i < NODE_SHAPES; i++)
        if (seen->shapes[i])
            add(l, (legend_item){.sign = LEGEND_SHAPE, .words = shapes[i], .shape = (node_shape)i});
}

static const char *counted(const diagram *d)
{
    const char *day = caption_date(d->arena, d->as_of);
    if (!day)
        return NULL;
    return ent_arena_printf(d->arena, "%s%s. Drawn: %u agreement%s, which %u source%s bear%s out.",
                            d->as_of ? "As of " : "", d->as_of ? day : "Latest status", d->drawn_count,
                            d->drawn_count == 1 ? "" : "s", d->source_count, d->source_count == 1 ? "" : "s",
                            d->source_count == 1 ? "s" : "");
}

legend *legend_of(const diagram *d, const theme *t)
{
    legend *l = ent_arena_zero(d->arena, sizeof *l);
    if (!l)
        return NULL;
    drawn seen = see(d);
    add_signs(l, &seen, t);
    l->notes[l->note_count++] = counted(d);
    if (seen.counts)
        l->notes[l->note_count++] = "“3 · 2009–2024”: three agreements, the first and the last year; the line is drawn "
                                    "like the most alive of them.";
    if (seen.sizes)
        l->notes[l->note_count++] = "Larger letters: more partners in this picture.";
    return l->notes[0] ? l : NULL;
}
