/* Why a candidate says what it says, as a person can check it: the patterns that fitted and where, the weights of the
 * kinds, and the words that gave the status and the date. */
#include "io/extract/assemble.h"
#include "io/extract/movement.h"

#include "core/model/vocabulary.h"

enum { KINDS_SHOWN = 3, LINKS_SHOWN = 12 };

static void add(ent_candidate *c, const char *text)
{
    if (text && c->reason_count < ENT_CANDIDATE_REASONS)
        c->reasons[c->reason_count++] = text;
}

static ent_str words(const ent_assembly *a, uint32_t first, uint32_t last)
{
    if (last <= first || last > a->document->token_count)
        return (ent_str){"", 0};
    const ent_token *from = &a->document->tokens[first], *to = &a->document->tokens[last - 1];
    return (ent_str){a->document->text.p + from->at, to->at + to->n - from->at};
}

static void explain_kinds(const ent_agreement *g, ent_arena *arena, ent_candidate *c)
{
    bool shown[ENT_KIND_COUNT] = {false};
    for (int n = 0; n < KINDS_SHOWN; n++) {
        int best = -1;
        for (int k = 0; k < ENT_KIND_COUNT; k++)
            if (!shown[k] && g->kinds[k] > 0 && (best < 0 || g->kinds[k] > g->kinds[best]))
                best = k;
        if (best < 0)
            return;
        shown[best] = true;
        add(c, ent_arena_printf(arena, "kind: %s has a weight of %.1f", ent_kinds.names[best].p, g->kinds[best]));
    }
}

static void explain_movement(const ent_assembly *a, const ent_agreement *g, ent_arena *arena, ent_candidate *c)
{
    ent_movement m = {{0}, {0}, {0}, {0}};
    const ent_sentence *s = &a->document->sentences[ent_agreement_link(a, g, 0)->sentence];
    ent_movement_read(a->document, a->cues, a->groups, s->first, s->first + s->count, g->codes, g->code_count, &m);
    for (uint32_t i = 0; i < g->code_count; i++)
        if (m.sends[i] || m.takes[i] || m.people[i] || m.origins[i])
            add(c, ent_arena_printf(arena,
                                    "direction: words of movement speak for %s as sender %d, as receiver %d; "
                                    "its people are named %d times",
                                    g->codes[i], m.sends[i], m.takes[i], m.people[i] + m.origins[i]));
}

void ent_candidate_explain(const ent_assembly *a, const ent_agreement *g, ent_arena *arena, ent_candidate *c)
{
    for (uint32_t i = 0; i < g->link_count && i < LINKS_SHOWN; i++) {
        const ent_link *link = ent_agreement_link(a, g, i);
        ent_str where = words(a, link->first, link->last);
        const char *refusal = link->type == ENT_FRAME_role ? NULL : ent_link_refusal(a, g->links[i]);
        add(c, ent_arena_printf(arena, "%s: `%s` fits \"%.*s\"%s",
                                link->type == ENT_FRAME_role ? "direction" : "parties", link->pattern->name,
                                ENT_STR_ARG(where), link->weak ? "; a party is lent by another clause" : ""));
        if (refusal)
            add(c, ent_arena_printf(arena, "refused: %s", refusal));
    }
    explain_movement(a, g, arena, c);
    explain_kinds(g, arena, c);
    ent_str status = words(a, g->status_token, g->status_token + g->status_count);
    if (g->status >= 0 && status.n > 0)
        add(c, ent_arena_printf(arena, "status: %s by \"%.*s\"", ent_record_statuses.names[g->status].p,
                                ENT_STR_ARG(status)));
    ent_str date = words(a, g->date_token, g->date_token + g->date_count);
    if (g->date[0])
        add(c, date.n > 0 ? ent_arena_printf(arena, "date: %s by \"%.*s\"", g->date, ENT_STR_ARG(date))
                          : ent_arena_printf(arena, "date: %s, the month of the page, as a state at present", g->date));
}
