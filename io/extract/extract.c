/* The steps in their order, and what they found as candidates. */
#include "io/extract/extract.h"

#include "io/extract/assemble.h"

#include <stdio.h>
#include <string.h>

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

enum { PIECE = 256 * 1024 };

/* Where a piece that begins at `from` ends: behind a blank line, else a line, else a blank, past PIECE bytes. What is
 * longer than any article is read piece by piece, so that memory holds one of them. */
static uint32_t piece_end(ent_str text, uint32_t from)
{
    if (text.n - from <= PIECE + PIECE / 2)
        return text.n;
    static const char *const ends[] = {"\n\n", "\n", ". ", " "};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t n = strlen(ends[i]);
        const char *found = memmem(text.p + from + PIECE, PIECE / 2, ends[i], n);
        if (found)
            return (uint32_t)(found - text.p + n);
    }
    uint32_t end = from + PIECE;
    while (end < text.n && ((unsigned char)text.p[end] & 0xC0) == 0x80)
        end++; /* between two characters */
    return end;
}

static ent_status read_piece(ent_arena *piece, ent_arena *kept, ent_str text, uint32_t offset, uint32_t *room,
                             ent_extraction *out)
{
    ent_document document;
    ent_cues cues;
    ent_groups groups;
    ent_links links;
    ent_whens whens;
    ENT_TRY(ent_document_open(&document, piece, text, &out->date));
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
    if (piece->failed != ENT_OK)
        return piece->failed;
    out->date = document.date;
    if (out->count + assembly.count > *room) {
        uint32_t more = (out->count + assembly.count) * 2;
        ent_candidate *candidates = ENT_NEW_ARRAY(kept, ent_candidate, more);
        if (!candidates)
            return ENT_NOMEM;
        if (out->count)
            memcpy(candidates, out->candidates, out->count * sizeof *candidates);
        out->candidates = candidates;
        *room = more;
    }
    for (uint32_t i = 0; i < assembly.count; i++) {
        if (assembly.agreements[i].dropped)
            continue;
        ent_candidate *c = &out->candidates[out->count++];
        make(&assembly, &assembly.agreements[i], c);
        for (uint32_t e = 0; e < c->evidence_count; e++) {
            c->evidence[e].start += offset;
            c->evidence[e].end += offset;
        }
    }
    return ENT_OK;
}

ent_status ent_extract(ent_arena *arena, ent_str text, const ent_day *date, ent_extraction *out)
{
    *out = (ent_extraction){.date = *date};
    ent_arena piece;
    uint32_t room = 0;
    ent_status status = ENT_OK;
    ent_arena_init(&piece, arena->budget);
    for (uint32_t from = 0; from < text.n && status == ENT_OK;) {
        uint32_t end = piece_end(text, from);
        status = read_piece(&piece, arena, (ent_str){text.p + from, end - from}, from, &room, out);
        ent_arena_fini(&piece);
        ent_arena_init(&piece, arena->budget);
        from = end;
    }
    ent_arena_fini(&piece);
    return status;
}
