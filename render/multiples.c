#include "render/multiples.h"

#include "render/caption.h"

#include <stdlib.h>
#include <string.h>

/* ---- the whole: nodes ---- */

typedef struct {
    const char *id;
    const diagram_node *node;
} named;

static int by_id(const void *a, const void *b)
{
    return strcmp(((const named *)a)->id, ((const named *)b)->id);
}

static uint32_t node_find(const diagram *whole, const char *id)
{
    uint32_t low = 0, high = whole->node_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (strcmp(whole->nodes[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The nodes of all days, each once, by code. */
static bool join_nodes(multiples *m, ent_arena *arena)
{
    uint32_t total = 0, n = 0;
    for (uint32_t i = 0; i < m->count; i++)
        total += m->panels[i].diagram->node_count;
    named *list = ENT_NEW_ARRAY(arena, named, total + 1u);
    m->whole->nodes = ENT_NEW_ARRAY(arena, diagram_node, total + 1u);
    m->all->nodes = ENT_NEW_ARRAY(arena, diagram_node, total + 1u);
    if (!list || !m->whole->nodes || !m->all->nodes)
        return false;
    for (uint32_t i = 0; i < m->count; i++)
        for (uint32_t k = 0; k < m->panels[i].diagram->node_count; k++)
            list[n++] = (named){m->panels[i].diagram->nodes[k].id, &m->panels[i].diagram->nodes[k]};
    if (n)
        qsort(list, n, sizeof *list, by_id);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (kept && strcmp(m->all->nodes[kept - 1].id, list[i].id) == 0) {
            m->whole->nodes[kept - 1].focus |= list[i].node->focus;
            continue;
        }
        m->all->nodes[kept] = m->whole->nodes[kept] = *list[i].node;
        m->whole->nodes[kept].label = list[i].id;
        m->whole->nodes[kept].partners = 0; /* all letters have one size */
        kept++;
    }
    m->all->node_count = m->whole->node_count = kept;
    return true;
}

/* ---- the whole: edges ---- */

/* As routes expect them: those of a pair beside each other, then without direction, forth, back, both ways. */
static int by_ends(const void *a, const void *b)
{
    const diagram_edge *e[] = {a, b};
    uint32_t keys[2][4];
    for (int i = 0; i < 2; i++) {
        bool back = e[i]->from > e[i]->to;
        keys[i][0] = back ? e[i]->to : e[i]->from;
        keys[i][1] = back ? e[i]->from : e[i]->to;
        keys[i][2] = e[i]->directed + 2u * e[i]->both;
        keys[i][3] = back;
    }
    for (int k = 0; k < 4; k++)
        if (keys[0][k] != keys[1][k])
            return keys[0][k] < keys[1][k] ? -1 : 1;
    return 0;
}

/* The edge of a day as one of the whole: its ends, and which way it goes. */
static diagram_edge bare(const multiples_panel *p, uint32_t edge, const uint32_t *none)
{
    const diagram_edge *e = &p->diagram->edges[edge];
    return (diagram_edge){.from = p->nodes[e->from],
                          .to = p->nodes[e->to],
                          .directed = e->directed,
                          .both = e->both,
                          .agreements = none,
                          .label = "",
                          .note = ""};
}

static bool join_edges(multiples *m, ent_arena *arena)
{
    static const uint32_t none[1];
    uint32_t total = 0, n = 0, kept = 0;
    for (uint32_t i = 0; i < m->count; i++)
        total += m->panels[i].diagram->edge_count;
    diagram_edge *list = m->whole->edges = ENT_NEW_ARRAY(arena, diagram_edge, total + 1u);
    m->all->edges = ENT_NEW_ARRAY(arena, diagram_edge, total + 1u);
    if (!list || !m->all->edges)
        return false;
    for (uint32_t i = 0; i < m->count; i++)
        for (uint32_t k = 0; k < m->panels[i].diagram->edge_count; k++)
            list[n++] = bare(&m->panels[i], k, none);
    if (n)
        qsort(list, n, sizeof *list, by_ends);
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || by_ends(&list[kept - 1], &list[i]) != 0)
            list[kept++] = list[i];
    m->whole->edge_count = kept;
    for (uint32_t i = 0; i < m->count; i++) {
        multiples_panel *p = &m->panels[i];
        for (uint32_t k = 0; k < p->diagram->edge_count; k++) {
            diagram_edge wanted = bare(p, k, none), *found;
            found = bsearch(&wanted, list, kept, sizeof *list, by_ends);
            p->edges[k] = found ? (uint32_t)(found - list) : 0;
            /* in the legend each line of each panel counts */
            diagram_edge *drawn = &m->all->edges[m->all->edge_count++];
            *drawn = p->diagram->edges[k];
            drawn->from = wanted.from;
            drawn->to = wanted.to;
        }
    }
    return true;
}

/* ---- all agreements ---- */

typedef struct {
    const char *id;
    uint32_t panel;
    const diagram_agreement *agreement;
} dated;

static int by_id_and_day(const void *a, const void *b)
{
    const dated *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    return order ? order : x->panel < y->panel ? -1 : x->panel > y->panel;
}

/* Each once, as of the last day that has it. */
static bool join_agreements(multiples *m, ent_arena *arena)
{
    uint32_t total = 0, n = 0;
    for (uint32_t i = 0; i < m->count; i++)
        total += m->panels[i].diagram->agreement_count;
    dated *list = ENT_NEW_ARRAY(arena, dated, total + 1u);
    diagram_agreement *out = m->all->agreements = ENT_NEW_ARRAY(arena, diagram_agreement, total + 1u);
    if (!list || !out)
        return false;
    for (uint32_t i = 0; i < m->count; i++)
        for (uint32_t k = 0; k < m->panels[i].diagram->agreement_count; k++) {
            const diagram_agreement *a = &m->panels[i].diagram->agreements[k];
            if (a->id)
                list[n++] = (dated){a->id, i, a};
        }
    if (n)
        qsort(list, n, sizeof *list, by_id_and_day);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (i + 1 == n || strcmp(list[i].id, list[i + 1].id) != 0)
            out[kept++] = *list[i].agreement;
    m->all->agreement_count = m->all->drawn_count = kept;
    return true;
}

/* ---- what has changed since the panel before ---- */

static const diagram_agreement *agreement_find(const diagram *d, const char *id)
{
    uint32_t low = 0, high = d->agreement_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int order = strcmp(d->agreements[middle].id, id);
        if (order == 0)
            return &d->agreements[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Whether an edge was there before with the same agreements in the same stages. */
static bool stood_so(const diagram *before, const diagram *now, const diagram_edge *was, const diagram_edge *is)
{
    if (!was || was->agreement_count != is->agreement_count || !same(was->kind, is->kind))
        return false;
    for (uint32_t i = 0; i < is->agreement_count; i++) {
        const diagram_agreement *a = &before->agreements[was->agreements[i]];
        const diagram_agreement *b = &now->agreements[is->agreements[i]];
        if (!same(a->id, b->id) || !same(a->stage, b->stage))
            return false;
    }
    return true;
}

static void see_changes(const multiples *m, uint32_t panel, const diagram_edge **on_whole)
{
    multiples_panel *p = &m->panels[panel];
    memset(on_whole, 0, (m->whole->edge_count + 1u) * sizeof *on_whole);
    if (panel == 0)
        return;
    const multiples_panel *before = &m->panels[panel - 1];
    for (uint32_t k = 0; k < before->diagram->edge_count; k++)
        on_whole[before->edges[k]] = &before->diagram->edges[k];
    for (uint32_t k = 0; k < p->diagram->edge_count; k++)
        p->changed[k] = !stood_so(before->diagram, p->diagram, on_whole[p->edges[k]], &p->diagram->edges[k]);
}

/* "12 agreements: 3 new, 1 in another stage, 2 gone". */
static const char *counts_of(const multiples *m, uint32_t panel, ent_arena *arena)
{
    const diagram *now = m->panels[panel].diagram;
    uint32_t fresh = 0, moved = 0, gone = 0;
    const diagram *before = panel ? m->panels[panel - 1].diagram : NULL;
    for (uint32_t i = 0; before && i < now->agreement_count; i++) {
        const diagram_agreement *was = agreement_find(before, now->agreements[i].id);
        fresh += !was;
        moved += was && !same(was->stage, now->agreements[i].stage);
    }
    for (uint32_t i = 0; before && i < before->agreement_count; i++)
        gone += !agreement_find(now, before->agreements[i].id);
    const struct {
        uint32_t count;
        const char *words;
    } parts[] = {{fresh, "new"}, {moved, "in another stage"}, {gone, "gone"}};
    const char *out = now->agreement_count == 0 ? "no agreement"
                                                : ent_arena_printf(arena, "%u agreement%s", now->agreement_count,
                                                                   now->agreement_count == 1 ? "" : "s");
    bool first = true;
    for (int i = 0; i < 3 && out; i++)
        if (parts[i].count) {
            out = ent_arena_printf(arena, "%s%s%u %s", out, first ? ": " : ", ", parts[i].count, parts[i].words);
            first = false;
        }
    return out;
}

static bool describe(multiples *m, ent_arena *arena)
{
    const diagram_edge **on_whole = ENT_NEW_ARRAY(arena, const diagram_edge *, m->whole->edge_count + 1u);
    for (uint32_t i = 0; on_whole && i < m->count; i++) {
        multiples_panel *p = &m->panels[i];
        see_changes(m, i, on_whole);
        for (uint32_t k = 0; k < p->diagram->node_count; k++)
            p->present[p->nodes[k]] = true;
        p->id = ent_arena_printf(arena, "on-%s-", p->diagram->as_of);
        p->title = caption_date(arena, p->diagram->as_of);
        p->counts = counts_of(m, i, arena);
    }
    return arena->failed == ENT_OK;
}

static bool map_nodes(multiples *m, ent_arena *arena)
{
    for (uint32_t i = 0; i < m->count; i++) {
        multiples_panel *p = &m->panels[i];
        p->nodes = ENT_NEW_ARRAY(arena, uint32_t, p->diagram->node_count + 1u);
        p->edges = ENT_NEW_ARRAY(arena, uint32_t, p->diagram->edge_count + 1u);
        p->changed = ent_arena_zero(arena, p->diagram->edge_count + 1u);
        p->present = ent_arena_zero(arena, m->whole->node_count + 1u);
        if (!p->nodes || !p->edges || !p->changed || !p->present)
            return false;
        for (uint32_t k = 0; k < p->diagram->node_count; k++)
            p->nodes[k] = node_find(m->whole, p->diagram->nodes[k].id);
    }
    return true;
}

entente_status multiples_of(ent_arena *arena, diagram *const *days, uint32_t count, multiples **out)
{
    multiples *m = ent_arena_zero(arena, sizeof *m);
    if (!m)
        return ENTENTE_NOMEM;
    m->panels = ent_arena_zero(arena, (count + 1u) * sizeof *m->panels);
    m->whole = ent_arena_zero(arena, sizeof *m->whole);
    m->all = ent_arena_zero(arena, sizeof *m->all);
    if (!m->panels || !m->whole || !m->all)
        return ENTENTE_NOMEM;
    m->count = count;
    for (uint32_t i = 0; i < count; i++)
        m->panels[i].diagram = days[i];
    *m->whole = *m->all = (diagram){.arena = arena, .title = "", .subtitle = "", .uncounted = true};
    m->all->as_of = count ? days[count - 1]->as_of : NULL;
    if (!join_nodes(m, arena) || !map_nodes(m, arena) || !join_edges(m, arena) || !join_agreements(m, arena) ||
        !describe(m, arena))
        return ENTENTE_NOMEM;
    *out = m;
    return ENTENTE_OK;
}
