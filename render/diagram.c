/* Diagrams of a view: which parties, and the ties between them bundled into edges. */
#include "render/bundle.h"
#include "render/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static entente_status set_nodes(diagram *d, const ent_view *view, const bool *wanted, uint32_t *index)
{
    d->nodes = ENT_NEW_ARRAY(d->arena, diagram_node, view->party_count + 1);
    for (uint32_t i = 0; d->nodes && i < view->party_count; i++) {
        index[i] = UINT32_MAX;
        if (!wanted[i])
            continue;
        const ent_view_party *p = &view->parties[i];
        index[i] = d->node_count;
        d->nodes[d->node_count++] = (diagram_node){
            .id = text_clean(d->arena, p->code),
            .label = text_clean(d->arena, p->name),
            .shape = p->organization ? NODE_ORGANIZATION : NODE_COUNTRY,
            .distance = UINT32_MAX,
            .region = text_clean(d->arena, p->region),
            .placed = p->placed,
            .lat = p->lat,
            .lon = p->lon,
        };
    }
    return d->arena->failed == ENT_OK ? ENTENTE_OK : ENTENTE_NOMEM;
}

/* The day from which people see it: its first active day when that has come, else the year of its first event. */
static const char *date_of(diagram *d, const ent_view_agreement *a)
{
    if (a->since && (!d->as_of || strcmp(a->since, d->as_of) <= 0))
        return text_clean(d->arena, a->since);
    return a->first_year ? ent_arena_printf(d->arena, "%d", a->first_year) : NULL;
}

static diagram_agreement agreement_of(diagram *d, const ent_view_agreement *a)
{
    return (diagram_agreement){
        .id = text_clean(d->arena, a->id),
        .title = text_clean(d->arena, a->title),
        .kind = text_clean(d->arena, a->kind),
        .status = text_clean(d->arena, a->status),
        .stage = text_clean(d->arena, a->stage),
        .date = date_of(d, a),
    };
}

/* The diagram of the wanted parties and the wanted ties among them. */
static entente_status build(ent_arena *arena, const ent_view *view, const char *as_of, const bool *wanted_party,
                            const bool *wanted_tie, diagram **out)
{
    diagram *d = bundle_diagram(arena, as_of);
    uint32_t *node = ENT_NEW_ARRAY(arena, uint32_t, view->party_count + 1);
    uint32_t *agreement = ENT_NEW_ARRAY(arena, uint32_t, view->agreement_count + 1);
    bundle_tie *ties = ENT_NEW_ARRAY(arena, bundle_tie, view->tie_count + 1);
    if (!d || !node || !agreement || !ties)
        return ENTENTE_NOMEM;
    entente_status status = set_nodes(d, view, wanted_party, node);
    if (status != ENTENTE_OK)
        return status;
    d->agreements = ENT_NEW_ARRAY(arena, diagram_agreement, view->agreement_count + 1);
    if (!d->agreements)
        return ENTENTE_NOMEM;
    memset(agreement, 0xFF, (view->agreement_count + 1) * sizeof *agreement);
    uint32_t count = 0;
    for (uint32_t i = 0; i < view->tie_count; i++) { /* sorted by agreement, so agreements stay in order of id */
        const ent_view_tie *tie = &view->ties[i];
        if (!wanted_tie[i] || node[tie->from] == UINT32_MAX || node[tie->to] == UINT32_MAX)
            continue;
        if (agreement[tie->agreement] == UINT32_MAX) {
            agreement[tie->agreement] = d->agreement_count;
            d->agreements[d->agreement_count++] = agreement_of(d, &view->agreements[tie->agreement]);
        }
        ties[count++] = (bundle_tie){node[tie->from], node[tie->to], agreement[tie->agreement], tie->directed};
    }
    *out = d;
    d->drawn_count = d->agreement_count;
    return bundle_edges(d, ties, count);
}

entente_status diagram_of_view(ent_arena *arena, const ent_view *view, const char *as_of, diagram **out)
{
    bool *party = ENT_NEW_ARRAY(arena, bool, view->party_count + 1);
    bool *tie = ENT_NEW_ARRAY(arena, bool, view->tie_count + 1);
    if (!party || !tie)
        return ENTENTE_NOMEM;
    memset(party, true, view->party_count + 1);
    memset(tie, true, view->tie_count + 1);
    return build(arena, view, as_of, party, tie, out);
}

/* Steps from a party to each other one along ties of any direction; UINT32_MAX: not reached. */
static uint32_t *distances_from(ent_arena *arena, const ent_view *view, uint32_t party)
{
    uint32_t *distance = ENT_NEW_ARRAY(arena, uint32_t, view->party_count + 1);
    if (!distance)
        return NULL;
    memset(distance, 0xFF, (view->party_count + 1) * sizeof *distance);
    distance[party] = 0;
    bool moved = true;
    for (uint32_t round = 0; moved; round++) { /* as many rounds as the longest distance, which is small */
        moved = false;
        for (uint32_t i = 0; i < view->tie_count; i++) {
            uint32_t a = view->ties[i].from, b = view->ties[i].to;
            if (distance[a] == round && distance[b] == UINT32_MAX)
                distance[b] = round + 1, moved = true;
            if (distance[b] == round && distance[a] == UINT32_MAX)
                distance[a] = round + 1, moved = true;
        }
    }
    return distance;
}

entente_status diagram_around(ent_arena *arena, const ent_view *view, const char *as_of, uint32_t party, uint32_t hops,
                              diagram **out)
{
    uint32_t *distance = distances_from(arena, view, party);
    bool *wanted = ENT_NEW_ARRAY(arena, bool, view->party_count + 1);
    bool *tie = ENT_NEW_ARRAY(arena, bool, view->tie_count + 1);
    if (!distance || !wanted || !tie)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < view->party_count; i++)
        wanted[i] = distance[i] <= hops;
    memset(tie, true, view->tie_count + 1);
    entente_status status = build(arena, view, as_of, wanted, tie, out);
    if (status != ENTENTE_OK)
        return status;
    for (uint32_t i = 0, n = 0; i < view->party_count; i++)
        if (wanted[i])
            (*out)->nodes[n++].distance = distance[i];
    for (uint32_t i = 0; i < (*out)->node_count; i++)
        (*out)->nodes[i].focus = (*out)->nodes[i].distance == 0;
    return ENTENTE_OK;
}

entente_status diagram_of_agreements(ent_arena *arena, const ent_view *view, const char *as_of, const bool *wanted,
                                     diagram **out)
{
    bool *party = ent_arena_zero(arena, view->party_count + 1);
    bool *tie = ent_arena_zero(arena, view->tie_count + 1);
    if (!party || !tie)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < view->tie_count; i++) {
        tie[i] = wanted[view->ties[i].agreement];
        party[view->ties[i].from] = party[view->ties[i].from] || tie[i];
        party[view->ties[i].to] = party[view->ties[i].to] || tie[i];
    }
    return build(arena, view, as_of, party, tie, out);
}

/* On a shortest path is who is as far from both ends together as they are from each other, and the ties that lead one
 * step on: all paths at once, without making any one. */
entente_status diagram_between(ent_arena *arena, const ent_view *view, const char *as_of, uint32_t start, uint32_t end,
                               uint32_t *path_count, diagram **out)
{
    uint32_t *after = distances_from(arena, view, start), *before = distances_from(arena, view, end);
    bool *wanted = ent_arena_zero(arena, view->party_count + 1);
    bool *tie = ent_arena_zero(arena, view->tie_count + 1);
    if (!after || !before || !wanted || !tie)
        return ENTENTE_NOMEM;
    *out = NULL;
    *path_count = 0;
    uint32_t steps = after[end], count = 0;
    if (steps == UINT32_MAX)
        return ENTENTE_OK;
    for (uint32_t i = 0; i < view->party_count; i++) {
        wanted[i] = after[i] != UINT32_MAX && after[i] + before[i] == steps;
        count += wanted[i];
    }
    for (uint32_t i = 0; i < view->tie_count; i++) {
        uint32_t a = view->ties[i].from, b = view->ties[i].to;
        tie[i] = wanted[a] && wanted[b] && (after[a] + 1 == after[b] || after[b] + 1 == after[a]);
    }
    entente_status status = build(arena, view, as_of, wanted, tie, out);
    if (status != ENTENTE_OK)
        return status;
    *path_count = count == steps + 1 ? 1 : 2;
    (*out)->paths = true;
    for (uint32_t party = 0, n = 0; party < view->party_count; party++) {
        if (!wanted[party])
            continue;
        diagram_node *node = &(*out)->nodes[n++];
        node->focus = party == start || party == end;
        node->distance = after[party];
    }
    return ENTENTE_OK;
}
