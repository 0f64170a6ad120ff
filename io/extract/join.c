/* Which links are about an agreement at all, and which about the same one. */
#include "io/extract/assemble.h"

#include "core/model/vocabulary.h"

#include <stdlib.h>

enum { HEDGE_REACH = 12, TOPIC_NEEDED = 2, OTHER_COSTS = 6 };

const ent_link *ent_agreement_link(const ent_assembly *assembly, const ent_agreement *agreement, uint32_t i)
{
    return &assembly->links->links[agreement->links[i]];
}

bool ent_agreement_has(const ent_agreement *agreement, const char *code)
{
    for (uint32_t i = 0; i < agreement->code_count; i++)
        if (strcmp(agreement->codes[i], code) == 0)
            return true;
    return false;
}

uint32_t ent_link_distance(const ent_link *link, uint32_t token)
{
    return token < link->anchor ? link->anchor - token : token >= link->last ? token + 1 - link->last : 0;
}

bool ent_link_is_nearest(const ent_assembly *assembly, const ent_agreement *agreement, uint32_t link, uint32_t token)
{
    const ent_link *mine = &assembly->links->links[link];
    uint32_t distance = ent_link_distance(mine, token), least = distance;
    const ent_link *nearest = mine;
    for (int step = -1; step <= 1; step += 2)
        for (int64_t i = (int64_t)link + step; i >= 0 && i < assembly->links->count; i += step) {
            const ent_link *other = &assembly->links->links[i];
            if (other->sentence != mine->sentence || i > (int64_t)link + 64 || i < (int64_t)link - 64)
                break;
            if (other->type != ENT_FRAME_role && ent_link_distance(other, token) < least) {
                least = ent_link_distance(other, token);
                nearest = other;
            }
        }
    if (nearest == mine)
        return true;
    for (uint32_t c = 0; c < nearest->code_count; c++)
        if (!ent_agreement_has(agreement, nearest->codes[c]))
            return false;
    return true;
}

/* ---- gates ---- */

static const ent_sentence *sentence_of(const ent_assembly *a, const ent_link *link)
{
    return &a->document->sentences[link->sentence];
}

static uint32_t topic_weight(const ent_assembly *a, uint32_t sentence)
{
    const ent_sentence *s = &a->document->sentences[sentence];
    uint32_t weight = 0;
    for (uint32_t i = s->first; i < s->first + s->count && weight < 1000; i++) {
        const ent_cue *cue = ent_cue_at(a->document, a->cues, i, ENT_CUE_topic);
        weight += cue ? cue->entry->weight : 0;
    }
    return weight;
}

/* Speaks of trade, arms and other fields that rule 8 leaves out. */
static bool other_field(const ent_assembly *a, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (ent_cue_at(a->document, a->cues, i, ENT_CUE_neg) && !ent_cue_at(a->document, a->cues, i, ENT_CUE_no_neg))
            return true;
    return false;
}

/* What a court says of an arrangement between two states is seldom about anything else. */
static bool in_court(const ent_assembly *a, const ent_sentence *s)
{
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        const ent_cue *st = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
        if (st && st->entry->status == ENT_RECORD_struck_down)
            return true;
    }
    return false;
}

static uint32_t told_before(const ent_assembly *a, uint32_t sentence)
{
    uint32_t weight = 0;
    for (uint32_t back = 1; back <= 2 && back <= sentence; back++)
        weight += topic_weight(a, sentence - back);
    return weight;
}

/* About people on the move: in this sentence, or, when nothing here speaks of another field, in the one beside it. */
static bool has_topic(const ent_assembly *a, const ent_link *link)
{
    const ent_sentence *s = sentence_of(a, link);
    uint32_t end = s->first + s->count;
    uint32_t from = link->anchor > s->first + 5 ? link->anchor - 5 : s->first;
    uint32_t to = link->anchor + 8 < end ? link->anchor + 8 : end;
    bool other = other_field(a, from, to);
    if (!other && link->sentence > 0 && ent_cue_within(a->document, a->cues, from, link->anchor, ENT_CUE_alike))
        return true; /* "a similar deal": like the one told before */
    uint32_t here = topic_weight(a, link->sentence);
    if (other) {
        /* its own words must speak of migration: "a trade and visa agreement" */
        uint32_t near = 0;
        for (uint32_t i = from; i < to; i++) {
            const ent_cue *cue = ent_cue_at(a->document, a->cues, i, ENT_CUE_topic);
            near += cue ? cue->entry->weight : 0;
        }
        return near >= 3;
    }
    if (link->weak && link->type == ENT_FRAME_deal && here + told_before(a, link->sentence) >= TOPIC_NEEDED * 2)
        return here >= OTHER_COSTS || !other_field(a, s->first, end);
    if (link->pattern->priority <= 3 && link->type == ENT_FRAME_deal) {
        bool concluded = ent_cue_within(a->document, a->cues, s->first, end, ENT_CUE_sign) ||
                         ent_cue_within(a->document, a->cues, s->first, end, ENT_CUE_agree);
        uint32_t next = link->sentence + 1 < a->document->sentence_count ? topic_weight(a, link->sentence + 1) : 0;
        uint32_t before = link->sentence > 0 ? topic_weight(a, link->sentence - 1) : 0;
        uint32_t others = other_field(a, s->first, end) ? OTHER_COSTS : 0;
        return here >= TOPIC_NEEDED * 2 + others || in_court(a, s) ||
               (concluded && others == 0 &&
                (here >= TOPIC_NEEDED || next >= TOPIC_NEEDED * 2 || before >= TOPIC_NEEDED * 2));
    }
    if (here >= TOPIC_NEEDED)
        return true;
    if (other_field(a, s->first, end))
        return false;
    if (in_court(a, s))
        return true;
    uint32_t beside = link->sentence > 0 ? topic_weight(a, link->sentence - 1) : 0;
    if (link->sentence + 1 < a->document->sentence_count)
        beside += topic_weight(a, link->sentence + 1);
    if (link->sentence > 1)
        beside += topic_weight(a, link->sentence - 2) / 2;
    return beside >= TOPIC_NEEDED + 1;
}

/* "may enter", "may be taken on under the agreement": leave, no doubt. */
static bool may_is_allowed(const ent_assembly *a, const ent_link *link)
{
    if (link->type == ENT_FRAME_measure)
        return true;
    return ent_cue_at(a->document, a->cues, link->anchor, ENT_CUE_instr) && link->anchor >= 2 &&
           (ent_token_is(a->document, link->anchor - 1, "under") ||
            ent_token_is(a->document, link->anchor - 2, "under"));
}

/* A hope or a plan: hedged before the anchor in the same clause, and no talks said to be under way. */
static bool is_hope(const ent_assembly *a, const ent_link *link)
{
    const ent_sentence *s = sentence_of(a, link);
    uint32_t from = link->anchor > s->first + HEDGE_REACH ? link->anchor - HEDGE_REACH : s->first;
    bool hedged = false;
    for (uint32_t i = from; i < link->anchor; i++) {
        if (ent_cue_at(a->document, a->cues, i, ENT_CUE_clause) || ent_token_is(a->document, i, "like") ||
            ent_cue_at(a->document, a->cues, i, ENT_CUE_relative) || a->document->tokens[i].lower.p[0] == ';')
            hedged = false;
        else if (ent_cue_at(a->document, a->cues, i, ENT_CUE_hypo) &&
                 !(ent_token_is(a->document, i, "may") && may_is_allowed(a, link)))
            hedged = true;
    }
    if (ent_cue_within(a->document, a->cues, s->first, s->first + s->count, ENT_CUE_asked))
        return true;
    if (!hedged || link->type == ENT_FRAME_measure)
        return hedged; /* "is poised to suspend" */
    uint32_t to = link->last;
    for (uint32_t i = from; i < to; i++) {
        const ent_cue *cue = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
        if (cue && cue->entry->status != 1) /* more than announced */
            return false;
    }
    return true;
}

/* "no agreement", "without a treaty", "have agreed nothing": that there is none is no record, whoever says it. */
static bool is_negated(const ent_assembly *a, const ent_link *link)
{
    static const char *const no[] = {"no", "without", "never", "neither", "nor", "not"};
    static const char *const but[] = {"longer", "only", "yet", "just", "other"};
    const ent_sentence *s = sentence_of(a, link);
    if (link->type != ENT_FRAME_deal || link->refused)
        return false;
    if (ent_token_is(a->document, link->anchor + 1, "nothing"))
        return true;
    for (uint32_t back = 1; back <= 3 && link->anchor >= s->first + back; back++) {
        uint32_t i = link->anchor - back;
        if (ent_cue_at(a->document, a->cues, i, ENT_CUE_clause) || a->document->tokens[i].type == ENT_TOKEN_MARK)
            return false;
        bool negated = false;
        for (size_t k = 0; k < sizeof no / sizeof no[0]; k++)
            negated = negated || ent_token_is(a->document, i, no[k]);
        for (size_t k = 0; k < sizeof but / sizeof but[0] && negated; k++)
            negated = !ent_token_is(a->document, i + 1, but[k]);
        const ent_cue *st = ent_cue_within(a->document, a->cues, i, link->anchor + 1, ENT_CUE_st);
        if (negated && !(st && st->entry->weight >= 7))
            return true;
    }
    return false;
}

/* Sending people home is no record by itself: rule 4. */
static bool is_own_return(const ent_assembly *a, const ent_link *link)
{
    const ent_sentence *s = sentence_of(a, link);
    uint32_t end = s->first + s->count;
    if (link->type != ENT_FRAME_move || !link->own_nationals || link->refused ||
        ent_cue_within(a->document, a->cues, s->first, end, ENT_CUE_foreign))
        return false;
    for (uint32_t i = s->first; i < end; i++) {
        const ent_cue *st = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
        if (st && st->entry->weight >= 7)
            return false;
    }
    return !ent_cue_within(a->document, a->cues, s->first, end, ENT_CUE_instr) &&
           !ent_cue_within(a->document, a->cues, s->first, end, ENT_CUE_agree) &&
           !ent_cue_within(a->document, a->cues, s->first, end, ENT_CUE_talks);
}

/* Whether another link speaks of the same words, or of the same second party, by a surer pattern. */
static bool outdoes(const ent_link *other, const ent_link *link)
{
    if (other->type == ENT_FRAME_role || other->pattern->priority <= link->pattern->priority)
        return false;
    if (other->anchor < link->last && link->anchor < other->last)
        return true;
    for (uint32_t c = 0; c < other->code_count; c++)
        if (strcmp(other->codes[c], link->codes[link->code_count - 1]) == 0)
            return true;
    return false;
}

/* A weak pattern counts only where no surer one fits: a party that another sentence lent, "the B deal". */
static bool is_outdone(const ent_assembly *a, uint32_t number)
{
    const ent_link *link = &a->links->links[number];
    for (uint32_t i = number; i-- > 0 && a->links->links[i].sentence == link->sentence;)
        if (outdoes(&a->links->links[i], link))
            return true;
    for (uint32_t i = number + 1; i < a->links->count && a->links->links[i].sentence == link->sentence; i++)
        if (outdoes(&a->links->links[i], link))
            return true;
    return false;
}

/* "sent back from Greece to Turkey under a deal of the EU": Greece is where they were, no party. */
static bool is_detail(const ent_assembly *a, uint32_t number)
{
    const ent_link *link = &a->links->links[number];
    if (link->type != ENT_FRAME_move || !strstr(link->pattern->name, "[from"))
        return false;
    for (uint32_t i = number > 24 ? number - 24 : 0; i < a->links->count && i < number + 24; i++) {
        const ent_link *deal = &a->links->links[i];
        uint32_t apart =
            deal->sentence > link->sentence ? deal->sentence - link->sentence : link->sentence - deal->sentence;
        if (deal->type != ENT_FRAME_deal || apart > 1)
            continue;
        uint32_t shared = 0;
        for (uint32_t c = 0; c < link->code_count; c++)
            for (uint32_t k = 0; k < deal->code_count; k++)
                shared += strcmp(link->codes[c], deal->codes[k]) == 0;
        if (shared == 1 && apart == 0)
            return true;
        if (shared == 2)
            return false;
    }
    return false;
}

const char *ent_link_refusal(const ent_assembly *a, uint32_t number)
{
    const ent_link *link = &a->links->links[number];
    if (link->type == ENT_FRAME_role)
        return "tells only who moves people where";
    if (link->type != ENT_FRAME_measure && link->type != ENT_FRAME_move && !link->refused && !has_topic(a, link))
        return "nothing near it speaks of migration, or more speaks of another field";
    if (is_hope(a, link))
        return "a hope, a plan or advice";
    if (is_negated(a, link) ||
        (link->type != ENT_FRAME_measure &&
         ent_cue_within(a->document, a->cues, sentence_of(a, link)->first,
                        sentence_of(a, link)->first + sentence_of(a, link)->count, ENT_CUE_nothing)))
        return "says that there is none";
    if (is_own_return(a, link))
        return "people sent to their own country, without an agreement";
    if (is_detail(a, number))
        return "a detail of a deal that names other parties";
    if (link->pattern->priority <= 4 && is_outdone(a, number))
        return "a surer pattern fits the same words";
    return NULL;
}

static bool counts(const ent_assembly *a, uint32_t number)
{
    const ent_link *link = &a->links->links[number];
    return link->type != ENT_FRAME_role && (a->lenient || !ent_link_refusal(a, number));
}

/* ---- joining ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_new(const ent_assembly *a, const ent_link *link)
{
    const ent_sentence *s = sentence_of(a, link);
    uint32_t from = link->anchor > s->first + 4 ? link->anchor - 4 : s->first;
    return ent_cue_within(a->document, a->cues, from, link->anchor + 1, ENT_CUE_new) != NULL;
}

static bool same_parties(const ent_agreement *g, const char *const *codes, uint32_t n)
{
    if (g->code_count != n)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(g->codes[i], codes[i]) != 0)
            return false;
    return true;
}

static bool attach(ent_assembly *a, ent_agreement *g, uint32_t link)
{
    if (g->link_count == g->link_room) {
        uint32_t room = g->link_room ? g->link_room * 2 : 4;
        uint32_t *links = ent_arena_array(a->document->arena, room, sizeof *links);
        if (!links)
            return false;
        if (g->link_count)
            memcpy(links, g->links, g->link_count * sizeof *links);
        g->links = links;
        g->link_room = room;
    }
    g->links[g->link_count++] = link;
    return true;
}

/* The agreement that a link belongs to among those of the same parties; NULL: a new one. The last ones first. */
static ent_agreement *find(ent_assembly *a, const ent_link *link, const char *const *codes)
{
    bool fresh = is_new(a, link);
    for (uint32_t i = a->count; i-- > 0 && a->count - i <= 64;) {
        ent_agreement *g = &a->agreements[i];
        if (!same_parties(g, codes, link->code_count))
            continue;
        const ent_link *last = ent_agreement_link(a, g, g->link_count - 1);
        bool measure = last->type == ENT_FRAME_measure, beside = last->sentence == link->sentence;
        if (measure != (link->type == ENT_FRAME_measure) && !beside)
            continue;
        if (measure && link->type == ENT_FRAME_measure && !beside && strcmp(last->codes[0], link->codes[0]) != 0)
            continue; /* the other side hits back */
        bool overlap = last->sentence == link->sentence && link->first < last->last && last->first < link->last;
        if (fresh && !overlap && !g->second && last->sentence != link->sentence)
            return NULL;
        return g;
    }
    return NULL;
}

static ent_agreement *add(ent_assembly *a, const char *const *codes, uint32_t n)
{
    if (a->count == a->room) {
        uint32_t room = a->room ? a->room * 2 : 16;
        ent_agreement *more = ent_arena_array(a->document->arena, room, sizeof *more);
        if (!more)
            return NULL;
        if (a->count)
            memcpy(more, a->agreements, a->count * sizeof *more);
        a->agreements = more;
        a->room = room;
    }
    ent_agreement *g = &a->agreements[a->count++];
    *g = (ent_agreement){.code_count = n, .kind = -1, .status = -1};
    memcpy(g->codes, codes, n * sizeof *codes);
    return g;
}

/* A pair inside an instrument of more parties, told in the same or the next sentence, is that instrument. */
static void merge_subsets(ent_assembly *a)
{
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t k = i > 16 ? i - 16 : 0; k < a->count && k < i + 16; k++) {
            ent_agreement *small = &a->agreements[i], *big = &a->agreements[k];
            if (k == i || big->dropped || big->code_count <= small->code_count || small->dropped)
                continue;
            bool inside = true;
            for (uint32_t c = 0; c < small->code_count; c++)
                inside = inside && ent_agreement_has(big, small->codes[c]);
            uint32_t s = ent_agreement_link(a, small, 0)->sentence, b = ent_agreement_link(a, big, 0)->sentence;
            if (!inside || (s > b ? s - b : b - s) > 1)
                continue;
            small->dropped = true;
        }
}

/* Agreements lie in the order of their first links: the last that begins by `link`, and from there both ways. */
static ent_agreement *nearest_of(ent_assembly *a, const ent_link *link, const char *const *codes)
{
    enum { REACH = 64 };
    uint32_t low = 0, high = a->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (&a->links->links[a->agreements[middle].links[0]] <= link)
            low = middle + 1;
        else
            high = middle;
    }
    for (uint32_t step = 0; step < REACH; step++) {
        if (step < low && same_parties(&a->agreements[low - 1 - step], codes, link->code_count))
            return &a->agreements[low - 1 - step];
        if (low + step < a->count && same_parties(&a->agreements[low + step], codes, link->code_count))
            return &a->agreements[low + step];
    }
    return NULL;
}

ent_status ent_join(ent_assembly *assembly)
{
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < assembly->links->count; i++) {
            const ent_link *link = &assembly->links->links[i];
            const char *codes[ENT_GROUP_CODES];
            memcpy(codes, link->codes, link->code_count * sizeof *codes);
            qsort(codes, link->code_count, sizeof *codes, by_text);
            bool real = counts(assembly, i);
            if (pass == 0 && real) {
                ent_agreement *g = find(assembly, link, codes);
                bool second = !g && is_new(assembly, link);
                if (!g && !(g = add(assembly, codes, link->code_count)))
                    return ENT_NOMEM;
                g->second = g->second || second;
                if (!attach(assembly, g, i))
                    return ENT_NOMEM;
            } else if (pass == 1 && !real && link->type == ENT_FRAME_role) {
                /* the nearest of the same parties: who sends is seldom told far away */
                ent_agreement *g = nearest_of(assembly, link, codes);
                if (g && !attach(assembly, g, i))
                    return ENT_NOMEM;
            }
        }
    merge_subsets(assembly);
    return ENT_OK;
}
