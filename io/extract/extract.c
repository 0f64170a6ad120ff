/* The steps in their order, and what they found as candidates. */
#include "io/extract/extract.h"

#include "io/extract/assemble.h"

#include <stdio.h>

static void add_evidence(const ent_assembly *a, ent_candidate *c, uint32_t first, uint32_t last, const char *says)
{
    if (c->evidence_count == ENT_CANDIDATE_EVIDENCE || last <= first || last > a->document->token_count)
        return;
    const ent_token *from = &a->document->tokens[first], *to = &a->document->tokens[last - 1];
    c->evidence[c->evidence_count++] = (ent_evidence){from->at, to->at + to->n, says};
}

static double confidence_of(const ent_assembly *a, const ent_agreement *g)
{
    double best = 0;
    for (uint32_t i = 0; i < g->link_count; i++) {
        const ent_link *link = ent_agreement_link(a, g, i);
        double here = 0.4 + 0.05 * link->pattern->priority - (link->weak ? 0.2 : 0) - (link->stand_in ? 0.1 : 0);
        best = here > best ? here : best;
    }
    best += g->status >= 0 ? 0.05 : -0.1;
    best += g->kind >= 0 ? 0.05 : -0.1;
    return best > 0.95 ? 0.95 : best < 0.05 ? 0.05 : best;
}

static void make(const ent_assembly *a, const ent_agreement *g, ent_candidate *c)
{
    *c = (ent_candidate){.code_count = g->code_count, .kind = g->kind, .status = g->status};
    memcpy(c->codes, g->codes, sizeof c->codes);
    memcpy(c->roles, g->roles, sizeof c->roles);
    snprintf(c->date, sizeof c->date, "%s", g->date);
    c->confidence = confidence_of(a, g);
    uint32_t best = 0;
    for (uint32_t i = 1; i < g->link_count; i++)
        if (ent_agreement_link(a, g, i)->pattern->priority > ent_agreement_link(a, g, best)->pattern->priority)
            best = i;
    const ent_link *link = ent_agreement_link(a, g, best);
    add_evidence(a, c, link->first, link->last, "parties");
    add_evidence(a, c, g->status_token, g->status_token + g->status_count, "status");
    add_evidence(a, c, g->date_token, g->date_token + g->date_count, "date");
}

ent_status ent_extract(ent_arena *arena, ent_str text, const ent_day *date, ent_extraction *out)
{
    *out = (ent_extraction){0};
    ent_document document;
    ent_cues cues;
    ent_groups groups;
    ent_links links;
    ent_whens whens;
    ENT_TRY(ent_document_open(&document, arena, text, date));
    ENT_TRY(ent_cues_find(&document, &cues));
    ENT_TRY(ent_mentions_find(&document, &cues, &groups));
    ENT_TRY(ent_relations_find(&document, &cues, &groups, &links));
    ENT_TRY(ent_whens_find(&document, &cues, &whens));
    ent_assembly assembly = {&document, &cues, &groups, &links, &whens, NULL, 0, 0};
    ENT_TRY(ent_join(&assembly));
    ent_kinds_find(&assembly);
    ent_statuses_find(&assembly);
    ent_dates_find(&assembly);
    ent_roles_find(&assembly);
    out->date = document.date;
    out->candidates = ENT_NEW_ARRAY(arena, ent_candidate, assembly.count + 1);
    if (arena->failed != ENT_OK)
        return arena->failed;
    for (uint32_t i = 0; i < assembly.count; i++)
        if (!assembly.agreements[i].dropped)
            make(&assembly, &assembly.agreements[i], &out->candidates[out->count++]);
    return ENT_OK;
}
