#include "render/legend.h"

#include "render/caption.h"
#include "render/sentence.h"
#include "render/text.h"

#include <string.h>

typedef struct {
    bool kinds[THEME_KINDS], heads[THEME_KINDS]; /* drawn; with an arrowhead */
    bool several, unknown, other, several_heads, unknown_heads, other_heads;
    bool stages[THEME_STAGES];
    uint32_t of_kind[THEME_KINDS], of_stage[THEME_STAGES]; /* agreements */
    uint32_t several_lines, unknown_lines, other_lines, directed, both, undirected;
    uint32_t shapes[NODE_SHAPES], groups[THEME_FILLS + 1]; /* the last one: nodes of further groups or of none */
    bool sizes, counts;
} drawn;

static bool is_filled(const diagram_node *n)
{
    return n->group != DIAGRAM_NO_GROUP && n->group <= THEME_FILLS;
}

static void see_nodes(const diagram *d, drawn *seen)
{
    uint32_t most = 0, least = UINT32_MAX;
    for (uint32_t i = 0; i < d->node_count; i++) {
        const diagram_node *node = &d->nodes[i];
        seen->shapes[node->shape]++;
        seen->groups[is_filled(node) ? node->group - 1 : THEME_FILLS]++;
        most = node->partners > most ? node->partners : most;
        least = node->partners < least ? node->partners : least;
        if (node->shape != NODE_AGREEMENT)
            continue;
        int kind = theme_kind_find(node->kind);
        if (kind >= 0)
            seen->kinds[kind] = true;
    }
    seen->sizes = most > least;
}

static void see_edge(const diagram_edge *edge, drawn *seen)
{
    int kind = theme_kind_find(edge->kind);
    if (edge->both)
        seen->both++;
    else if (edge->directed)
        seen->directed++;
    else
        seen->undirected++;
    if (edge->other) {
        seen->other = true;
        seen->other_lines++;
        seen->other_heads = seen->other_heads || edge->directed;
        return;
    }
    if (kind >= 0) {
        seen->kinds[kind] = true;
        seen->heads[kind] = seen->heads[kind] || edge->directed;
    } else if (edge->several) {
        seen->several = true;
        seen->several_lines++;
        seen->several_heads = seen->several_heads || edge->directed;
    } else {
        seen->unknown = true;
        seen->unknown_lines++;
        seen->unknown_heads = seen->unknown_heads || edge->directed;
    }
    seen->stages[theme_stage_find(edge->stage)] = true;
    seen->counts = seen->counts || edge->agreement_count > 1;
}

static drawn see(const diagram *d)
{
    drawn seen = {0};
    see_nodes(d, &seen);
    for (uint32_t i = 0; i < d->edge_count; i++)
        see_edge(&d->edges[i], &seen);
    for (uint32_t i = 0; i < d->agreement_count; i++) {
        const diagram_agreement *a = &d->agreements[i];
        int kind = theme_kind_find(a->kind);
        if (a->type)
            continue;
        if (kind >= 0)
            seen.of_kind[kind]++;
        seen.of_stage[theme_stage_find(a->stage)]++;
    }
    for (uint32_t i = 0; i < d->node_count; i++) {
        const diagram_node *n = &d->nodes[i];
        if (n->shape == NODE_AGREEMENT && theme_kind_find(n->kind) >= 0)
            seen.of_kind[theme_kind_find(n->kind)]++;
    }
    return seen;
}

typedef struct {
    legend *legend;
    ent_arena *arena;
    const theme *theme;
    bool counted;
} maker;

static void add(maker *m, legend_item item, uint32_t count)
{
    if (count && m->counted)
        item.words = ent_arena_printf(m->arena, "%s (%u)", item.words, count);
    m->legend->items[m->legend->count++] = item;
}

static void add_lines(maker *m, const drawn *seen)
{
    const theme *t = m->theme;
    legend_item item = {.sign = LEGEND_KIND, .weight = &t->stages[0]};
    for (int i = 0; i < THEME_KINDS; i++) {
        if (!seen->kinds[i])
            continue;
        legend_item kind = item;
        kind.words = theme_kinds[i].words;
        kind.data = theme_kinds[i].kind;
        kind.mark = theme_kinds[i].mark;
        kind.stroke = t->kinds[i];
        kind.directed = seen->heads[i];
        add(m, kind, seen->of_kind[i]);
    }
    const struct {
        bool drawn;
        const char *words;
        const theme_stroke *stroke;
        uint32_t lines;
        bool heads;
    } more[] = {{seen->several, "several kinds", &t->several, seen->several_lines, seen->several_heads},
                {seen->unknown, "another kind", &t->other, seen->unknown_lines, seen->unknown_heads},
                {seen->other, "other relationship", &t->other, seen->other_lines, seen->other_heads}};
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        item.words = more[i].words;
        item.stroke = *more[i].stroke;
        item.directed = more[i].heads;
        if (more[i].drawn)
            add(m, item, more[i].lines);
    }
    for (int i = 0; i < THEME_STAGES; i++)
        if (seen->stages[i])
            add(m,
                (legend_item){.sign = LEGEND_STAGE,
                              .words = theme_stages[i].meaning,
                              .data = theme_stages[i].stage ? theme_stages[i].stage : "",
                              .stroke = {t->faint, "", HEAD_FULL},
                              .weight = &t->stages[i],
                              .across = theme_stages[i].sign},
                seen->of_stage[i]);
}

static void add_arrows(maker *m, const drawn *seen)
{
    legend_item item = {
        .sign = LEGEND_ARROW, .weight = &m->theme->stages[1], .stroke = {m->theme->faint, "", HEAD_FULL}};
    item.words = seen->other ? "from one to the other" : "the way that people go";
    item.directed = true;
    if (seen->directed)
        add(m, item, seen->directed);
    item.words = "both ways";
    item.both = true;
    if (seen->both)
        add(m, item, seen->both);
    item.words = "no direction";
    item.directed = item.both = false;
    if (seen->undirected)
        add(m, item, seen->undirected);
}

static void add_shapes(maker *m, const diagram *d, const drawn *seen)
{
    static const char *const shapes[NODE_SHAPES] = {"country", "organisation", "agreement", "other node"};
    const theme *t = m->theme;
    for (int i = 0; i < NODE_SHAPES; i++) {
        const diagram_node like = {.shape = (node_shape)i};
        if (seen->shapes[i])
            add(m,
                (legend_item){.sign = LEGEND_SHAPE,
                              .words = shapes[i],
                              .shape = (node_shape)i,
                              .fill = d->group_count ? t->background : legend_fill(t, d, &like)},
                seen->shapes[i]);
    }
    for (uint32_t i = 0; d->group_count && i < THEME_FILLS; i++)
        if (seen->groups[i])
            add(m,
                (legend_item){.sign = LEGEND_SHAPE, .words = d->groups[i], .shape = NODE_COUNTRY, .fill = t->fills[i]},
                seen->groups[i]);
    if (d->group_count > THEME_FILLS)
        add(m,
            (legend_item){
                .sign = LEGEND_SHAPE, .words = "in a smaller group", .shape = NODE_COUNTRY, .fill = t->background},
            seen->groups[THEME_FILLS]);
}

const char *legend_fill(const theme *t, const diagram *d, const diagram_node *n)
{
    const char *const fills[NODE_SHAPES] = {t->country_fill, t->organization_fill, t->agreement_fill, t->other_fill};
    return d->group_count && is_filled(n) ? t->fills[n->group - 1]
           : d->group_count               ? t->background
           : n->focus                     ? t->focus_fill
                                          : fills[n->shape];
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

/* "Larger letters: higher betweenness, from 0 (Kenya) to 4934.83 (United States)." */
static const char *sizes_in_words(const diagram *d)
{
    const diagram_node *least = NULL, *most = NULL;
    for (uint32_t i = 0; i < d->node_count; i++) {
        const diagram_node *n = &d->nodes[i];
        least = !least || n->score < least->score ? n : least;
        most = !most || n->score > most->score ? n : most;
    }
    if (!least)
        return "";
    const char *words = sentence_words(d->arena, d->measure);
    const char *low = text_isolate(d->arena, least->label), *high = text_isolate(d->arena, most->label);
    return words && low && high ? ent_arena_printf(d->arena, "Larger letters: higher %s, from %.4g (%s) to %.4g (%s).",
                                                   words, least->score, low, most->score, high)
                                : NULL;
}

legend *legend_of(const diagram *d, const theme *t)
{
    legend *l = ent_arena_zero(d->arena, sizeof *l);
    if (!l)
        return NULL;
    drawn seen = see(d);
    maker m = {l, d->arena, t, !d->uncounted};
    add_lines(&m, &seen);
    add_arrows(&m, &seen);
    add_shapes(&m, d, &seen);
    l->notes[l->note_count++] = counted(d);
    if (seen.counts)
        l->notes[l->note_count++] = "“3 · 2009–2024”: three agreements, the first and the last year; the line is drawn "
                                    "like the most alive of them.";
    if (d->measure)
        l->notes[l->note_count++] = sizes_in_words(d);
    else if (seen.sizes)
        l->notes[l->note_count++] = "Larger letters: more partners in this picture.";
    return d->arena->failed == ENT_OK ? l : NULL;
}
