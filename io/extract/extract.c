/* The steps in their order, and what they found as candidates. */
#include "io/extract/extract.h"

#include "io/extract/assemble.h"

#include <stdio.h>
#include <stdlib.h>
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
    double least = ENT_CANDIDATE_THRESHOLD / 100.0;
    if (a->lenient) /* refused: in proportion, below the threshold */
        best *= least - 0.01;
    else if (best < least)
        best = least;
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

typedef struct {
    ent_arena *kept; /* for candidates */
    ent_extract_options options;
    ent_extraction *out;
    uint32_t room;
} collector;

static bool is_known(const ent_extraction *out, uint32_t from, const ent_agreement *g)
{
    for (uint32_t i = from; i < out->count; i++) {
        const ent_candidate *c = &out->candidates[i];
        bool same = c->code_count == g->code_count;
        for (uint32_t k = 0; k < g->code_count && same; k++)
            same = strcmp(c->codes[k], g->codes[k]) == 0;
        if (same)
            return true;
    }
    return false;
}

static ent_status collect(const ent_assembly *a, uint32_t offset, uint32_t known, collector *to)
{
    ent_extraction *out = to->out;
    if (out->count + a->count > to->room) {
        uint32_t more = (out->count + a->count) * 2;
        ent_candidate *candidates = ENT_NEW_ARRAY(to->kept, ent_candidate, more);
        if (!candidates)
            return ENT_NOMEM;
        if (out->count)
            memcpy(candidates, out->candidates, out->count * sizeof *candidates);
        out->candidates = candidates;
        to->room = more;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->agreements[i].dropped || (a->lenient && is_known(out, known, &a->agreements[i])))
            continue;
        ent_candidate *c = &out->candidates[out->count++];
        make(a, &a->agreements[i], c);
        if (to->options.explain)
            ent_candidate_explain(a, &a->agreements[i], to->kept, c);
        for (uint32_t e = 0; e < c->evidence_count; e++) {
            c->evidence[e].start += offset;
            c->evidence[e].end += offset;
        }
    }
    return to->kept->failed;
}

static int by_place(const void *x, const void *y)
{
    const ent_candidate *a = x, *b = y;
    if (a->evidence[0].start != b->evidence[0].start)
        return a->evidence[0].start < b->evidence[0].start ? -1 : 1;
    for (uint32_t i = 0; i < a->code_count && i < b->code_count; i++)
        if (strcmp(a->codes[i], b->codes[i]) != 0)
            return strcmp(a->codes[i], b->codes[i]);
    if (a->code_count != b->code_count)
        return a->code_count < b->code_count ? -1 : 1;
    return a->evidence[0].end < b->evidence[0].end ? -1 : a->evidence[0].end > b->evidence[0].end;
}

static ent_status read_piece(ent_arena *piece, ent_str text, uint32_t offset, collector *to)
{
    ent_document document;
    ent_cues cues;
    ent_groups groups;
    ent_links links;
    ent_whens whens;
    uint32_t known = to->out->count;
    ENT_TRY(ent_document_open(&document, piece, text, &to->out->date));
    ENT_TRY(ent_cues_find(&document, &cues));
    ENT_TRY(ent_mentions_find(&document, &cues, &groups));
    ENT_TRY(ent_relations_find(&document, &cues, &groups, &links));
    ENT_TRY(ent_whens_find(&document, &cues, &whens));
    const int passes = to->options.all ? 2 : 1;
    for (int pass = 0; pass < passes; pass++) {
        ent_assembly assembly = {&document, &cues, &groups, &links, &whens, NULL, 0, 0, pass > 0};
        ENT_TRY(ent_join(&assembly));
        ent_kinds_find(&assembly);
        ent_statuses_find(&assembly);
        ent_dates_find(&assembly);
        ent_roles_find(&assembly);
        if (piece->failed != ENT_OK)
            return piece->failed;
        ENT_TRY(collect(&assembly, offset, known, to));
    }
    to->out->date = document.date;
    if (to->out->count > known)
        qsort(to->out->candidates + known, to->out->count - known, sizeof(ent_candidate), by_place);
    return ENT_OK;
}

ent_status ent_extract(ent_arena *arena, ent_str text, const ent_day *date, ent_extract_options options,
                       ent_extraction *out)
{
    *out = (ent_extraction){.date = *date};
    collector to = {arena, options, out, 0};
    ent_arena piece;
    ent_status status = ENT_OK;
    ent_arena_init(&piece, arena->budget);
    for (uint32_t from = 0; from < text.n && status == ENT_OK;) {
        uint32_t end = piece_end(text, from);
        status = read_piece(&piece, (ent_str){text.p + from, end - from}, from, &to);
        ent_arena_fini(&piece);
        ent_arena_init(&piece, arena->budget);
        from = end;
    }
    ent_arena_fini(&piece);
    return status;
}
