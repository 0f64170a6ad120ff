/* Edges from ties: sorted by pair, those of one pair and direction drawn as one. */
#include "render/bundle.h"

#include "core/base/buffer.h"
#include "render/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* By the pair, whichever way the ties go: first those without direction, then forth, then back; then by agreement. */
static int by_pair(const void *a, const void *b)
{
    const bundle_tie *x = a, *y = b;
    uint32_t keys[2][5];
    const bundle_tie *ties[] = {x, y};
    for (int i = 0; i < 2; i++) {
        const bundle_tie *t = ties[i];
        bool back = t->from > t->to;
        keys[i][0] = back ? t->to : t->from;
        keys[i][1] = back ? t->from : t->to;
        keys[i][2] = t->directed;
        keys[i][3] = t->directed && back;
        keys[i][4] = t->agreement;
    }
    for (int k = 0; k < 5; k++)
        if (keys[0][k] != keys[1][k])
            return keys[0][k] < keys[1][k] ? -1 : 1;
    return 0;
}

static bool same_edge(const bundle_tie *x, const bundle_tie *y)
{
    if (x->directed != y->directed)
        return false;
    return (x->from == y->from && x->to == y->to) || (!x->directed && x->from == y->to && x->to == y->from);
}

/* How alive a stage is: what an edge of several agreements is drawn as. */
static int liveliness(const char *stage)
{
    static const char *const order[] = {"ended", "emerging", "contested", "agreed", "active"};
    for (int i = 0; stage && i < 5; i++)
        if (strcmp(order[i], stage) == 0)
            return i;
    return -1;
}

/* Years as a reader wants them on the line: "2014", "3 · 2009–2024". */
static const char *label_of_agreements(const diagram *d, const diagram_edge *edge)
{
    const char *first = NULL, *last = NULL;
    for (uint32_t i = 0; i < edge->agreement_count; i++) {
        const char *date = d->agreements[edge->agreements[i]].date;
        if (date && strlen(date) >= 4) {
            first = !first || strncmp(date, first, 4) < 0 ? date : first;
            last = !last || strncmp(date, last, 4) > 0 ? date : last;
        }
    }
    uint32_t n = edge->agreement_count;
    if (!first)
        return n > 1 ? ent_arena_printf(d->arena, "%u", n) : "";
    if (n == 1)
        return ent_arena_printf(d->arena, "%.4s", first);
    if (strncmp(first, last, 4) == 0)
        return ent_arena_printf(d->arena, "%u · %.4s", n, first);
    return ent_arena_printf(d->arena, "%u · %.4s–%.4s", n, first, last);
}

/* The types of relationships that are no agreements: "has event". */
static const char *label_of_types(const diagram *d, const diagram_edge *edge)
{
    ent_buffer label;
    ent_buffer_init(&label, d->arena);
    const char *before = "";
    for (uint32_t i = 0; i < edge->agreement_count; i++) { /* sorted by type */
        const char *type = d->agreements[edge->agreements[i]].type;
        if (type && strcmp(type, before) != 0)
            ent_buffer_printf(&label, "%s%s", *before ? ", " : "", type);
        before = type ? type : before;
    }
    return ent_buffer_take(&label).p;
}

/* "United States → Rwanda: Title (operating, 2025-08); Title (…)". */
static const char *note_of(const diagram *d, const diagram_edge *edge)
{
    ent_buffer note;
    ent_buffer_init(&note, d->arena);
    const char *from = text_isolate(d->arena, d->nodes[edge->from].label);
    const char *to = text_isolate(d->arena, d->nodes[edge->to].label);
    if (!from || !to)
        return NULL;
    ent_buffer_printf(&note, "%s %s %s: ", from, edge->both ? "↔" : edge->directed ? "→" : "–", to);
    for (uint32_t i = 0; i < edge->agreement_count; i++) {
        const diagram_agreement *a = &d->agreements[edge->agreements[i]];
        const char *title = a->title ? text_isolate(d->arena, a->title) : a->type ? a->type : a->id;
        if (i)
            ent_buffer_text(&note, "; ");
        ent_buffer_text(&note, title ? title : "");
        if (!a->type)
            ent_buffer_printf(&note, " (%s%s%s)", a->status ? a->status : "status unknown", a->date ? ", " : "",
                              a->date ? a->date : "");
    }
    return ent_buffer_take(&note).p;
}

static bool describe(const diagram *d, diagram_edge *edge)
{
    const diagram_agreement *first = &d->agreements[edge->agreements[0]];
    edge->stage = first->stage;
    edge->other = first->type != NULL;
    for (uint32_t i = 1; i < edge->agreement_count; i++) {
        const diagram_agreement *a = &d->agreements[edge->agreements[i]];
        if (!a->kind != !first->kind || (a->kind && strcmp(first->kind, a->kind) != 0))
            edge->several = true;
        if (liveliness(a->stage) > liveliness(edge->stage))
            edge->stage = a->stage;
        edge->other = edge->other && a->type;
    }
    edge->kind = edge->several ? NULL : first->kind;
    edge->label = edge->other ? label_of_types(d, edge) : label_of_agreements(d, edge);
    edge->note = note_of(d, edge);
    return edge->label && edge->note;
}

/* Forth and back by the same agreements is one edge with two heads. */
static void join_both_ways(diagram *d)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < d->edge_count; i++) {
        diagram_edge *before = kept ? &d->edges[kept - 1] : NULL;
        const diagram_edge *e = &d->edges[i];
        if (before && before->directed && e->directed && before->from == e->to && before->to == e->from &&
            before->agreement_count == e->agreement_count &&
            memcmp(before->agreements, e->agreements, e->agreement_count * sizeof *e->agreements) == 0)
            before->both = true;
        else
            d->edges[kept++] = *e;
    }
    d->edge_count = kept;
}

/* Distinct neighbours of each node: edges are sorted by pair, so a pair counts when it differs from the one before. */
static void count_partners(diagram *d)
{
    uint32_t low = UINT32_MAX, high = UINT32_MAX;
    for (uint32_t i = 0; i < d->edge_count; i++) {
        uint32_t a = d->edges[i].from, b = d->edges[i].to;
        if (a > b) {
            a = d->edges[i].to;
            b = d->edges[i].from;
        }
        if (a == b || (a == low && b == high))
            continue;
        d->nodes[a].partners++;
        d->nodes[b].partners++;
        low = a;
        high = b;
    }
}

static bool describe_nodes(diagram *d)
{
    for (uint32_t i = 0; i < d->node_count; i++) {
        diagram_node *n = &d->nodes[i];
        if (*n->label == '\0') /* nothing of the name can be shown */
            n->label = *n->id ? n->id : "?";
        if (!n->note)
            n->note = ent_arena_printf(d->arena, "%s (%s): %u partner%s here", text_isolate(d->arena, n->label), n->id,
                                       n->partners, n->partners == 1 ? "" : "s");
        if (!n->note)
            return false;
    }
    return true;
}

entente_status bundle_edges(diagram *d, bundle_tie *ties, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!ties[i].directed && ties[i].from > ties[i].to)
            ties[i] = (bundle_tie){ties[i].to, ties[i].from, ties[i].agreement, false};
    if (count)
        qsort(ties, count, sizeof *ties, by_pair);
    d->edges = ENT_NEW_ARRAY(d->arena, diagram_edge, count + 1);
    uint32_t *agreements = ENT_NEW_ARRAY(d->arena, uint32_t, count + 1);
    if (!d->edges || !agreements)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0, n = 0; i < count; i++) {
        bool fresh = i == 0 || !same_edge(&ties[i], &ties[i - 1]);
        if (fresh)
            d->edges[d->edge_count++] = (diagram_edge){
                .from = ties[i].from, .to = ties[i].to, .directed = ties[i].directed, .agreements = &agreements[n]};
        if (!fresh && ties[i].agreement == agreements[n - 1])
            continue;
        agreements[n++] = ties[i].agreement;
        d->edges[d->edge_count - 1].agreement_count++;
    }
    join_both_ways(d);
    for (uint32_t i = 0; i < d->edge_count; i++)
        if (!describe(d, &d->edges[i]))
            return ENTENTE_NOMEM;
    count_partners(d);
    return describe_nodes(d) ? ENTENTE_OK : ENTENTE_NOMEM;
}

diagram *bundle_diagram(ent_arena *arena, const char *as_of)
{
    diagram *d = ENT_NEW(arena, diagram);
    if (!d)
        return NULL;
    *d = (diagram){.arena = arena, .title = "", .subtitle = ""};
    d->as_of = as_of ? text_clean(arena, as_of) : NULL;
    return d;
}
