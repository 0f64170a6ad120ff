/* The kind that the words around an agreement speak for, the nearer the more. */
#include "io/extract/assemble.h"

#include "core/model/vocabulary.h"

enum { NEAR = 22, BOTH_WAYS = 5, LEAST = 3 };
#define NAMED 2.5 /* times as much */

/* "readmission agreement", "agreement on labour migration": what it is called counts more than what else is told. */
static bool names_instrument(const ent_assembly *a, uint32_t token, uint32_t count)
{
    static const char *const on[] = {"on", "for", "about"};
    if (ent_cue_at(a->document, a->cues, token + count, ENT_CUE_instr) ||
        ent_cue_at(a->document, a->cues, token + count, ENT_CUE_instr_plural))
        return true;
    for (size_t k = 0; k < sizeof on / sizeof on[0] && token >= 3; k++)
        for (uint32_t back = 1; back <= 2; back++)
            if (ent_token_is(a->document, token - back, on[k]) &&
                (ent_cue_at(a->document, a->cues, token - back - 1, ENT_CUE_instr) ||
                 ent_cue_at(a->document, a->cues, token - back - 1, ENT_CUE_instr_plural)))
                return true;
    return false;
}

static void weigh(const ent_assembly *a, ent_agreement *g, uint32_t number, uint32_t sentence, double share)
{
    const ent_link *link = &a->links->links[number];
    const ent_sentence *s = &a->document->sentences[sentence];
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        if (!a->document->tokens[i].cues)
            continue;
        /* the longest phrase of each kind at this token */
        bool seen[ENT_KIND_COUNT] = {false};
        for (uint32_t c = a->document->tokens[i].cues - 1; c < a->cues->count && a->cues->cues[c].token == i; c++) {
            const ent_cue_entry *e = a->cues->cues[c].entry;
            if (e->cue_class != ENT_CUE_topic || e->kind < 0 || seen[e->kind])
                continue;
            seen[e->kind] = true;
            double named = names_instrument(a, i, a->cues->cues[c].count) ? NAMED : 1.0;
            bool near = sentence == link->sentence && ent_link_distance(link, i) <= NEAR &&
                        ent_link_is_nearest(a, g, number, i);
            g->kinds[e->kind] += e->weight * (near ? named : share);
        }
    }
}

static double total(const ent_agreement *g)
{
    double sum = 0;
    for (int k = 0; k < ENT_KIND_COUNT; k++)
        sum += g->kinds[k];
    return sum;
}

/* Kinds that share their words: visas for workers are about work, places where claims are made are more than places,
 * and what an agency has a part in is no transfer between states. */
static void settle_rivals(const ent_assembly *a, ent_agreement *g)
{
    enum { TOLD = 5 };
    bool measure = false, agency = false;
    for (uint32_t i = 0; i < g->link_count; i++)
        measure = measure || ent_agreement_link(a, g, i)->type == ENT_FRAME_measure;
    for (uint32_t i = 0; i < g->code_count; i++)
        agency = agency || ent_lexicon_describes("agency", g->codes[i]);
    if (!measure && g->kinds[ENT_KIND_labour_mobility] > TOLD)
        g->kinds[ENT_KIND_visa] *= 0.4;
    if (g->kinds[ENT_KIND_safe_third_country] > TOLD)
        g->kinds[ENT_KIND_safe_third_country] += 0.5 * g->kinds[ENT_KIND_third_country_transfer];
    if (agency)
        g->kinds[ENT_KIND_third_country_transfer] *= 0.3;
}

/* before: the agreement told before this one, or NULL. */
static void decide(const ent_assembly *a, ent_agreement *g, const ent_agreement *before)
{
    for (uint32_t i = 0; i < g->link_count; i++) {
        const ent_link *link = ent_agreement_link(a, g, i);
        if (link->pattern->kind >= 0)
            g->kinds[link->pattern->kind] += 20;
        if (link->own_nationals)
            g->kinds[ENT_KIND_readmission] += 8;
        else if (link->type == ENT_FRAME_move && link->pattern->roles[0])
            g->kinds[ENT_KIND_third_country_transfer] += 4;
        uint32_t from = link->anchor > 3 ? link->anchor - 3 : 0;
        if (before && before->kind >= 0 && ent_cue_within(a->document, a->cues, from, link->anchor, ENT_CUE_alike))
            g->kinds[before->kind] += 15;
        weigh(a, g, g->links[i], link->sentence, 0.25);
        double around = total(g) < LEAST ? 4.0 : 1.0; /* nothing here tells: what stands beside it counts more */
        if (link->sentence > 0)
            weigh(a, g, g->links[i], link->sentence - 1, 0.12 * around);
        if (link->sentence + 1 < a->document->sentence_count)
            weigh(a, g, g->links[i], link->sentence + 1, 0.15 * around);
    }
    /* nothing tells: as the one told before, whose party it shares */
    if (before && before->kind >= 0 && ent_agreement_link(a, g, 0)->weak && total(g) < LEAST)
        g->kinds[before->kind] += LEAST;
    /* people who are no workers move, and nothing says which way of moving it is */
    for (uint32_t i = 0; i < g->link_count; i++) {
        const ent_link *link = ent_agreement_link(a, g, i);
        if ((link->roles[0] & (ENT_LINK_SENDER | ENT_LINK_RECEIVER)) && !link->own_nationals && link->pattern->kind < 0)
            g->kinds[ENT_KIND_third_country_transfer] += 1;
    }
    /* legal labour in, irregular migrants out: a partnership */
    double least = g->kinds[ENT_KIND_labour_mobility] < g->kinds[ENT_KIND_readmission]
                       ? g->kinds[ENT_KIND_labour_mobility]
                       : g->kinds[ENT_KIND_readmission];
    if (least >= BOTH_WAYS && g->code_count == 2) {
        g->kinds[ENT_KIND_partnership] += g->kinds[ENT_KIND_labour_mobility] + g->kinds[ENT_KIND_readmission];
        g->two_ways = true;
    }
    settle_rivals(a, g);
    double best = 0.5;
    for (int k = 0; k < ENT_KIND_COUNT; k++)
        if (g->kinds[k] > best) {
            best = g->kinds[k];
            g->kind = k;
        }
}

void ent_kinds_find(ent_assembly *assembly)
{
    const ent_agreement *before = NULL;
    for (uint32_t i = 0; i < assembly->count; i++)
        if (!assembly->agreements[i].dropped) {
            decide(assembly, &assembly->agreements[i], before);
            before = &assembly->agreements[i];
        }
}
