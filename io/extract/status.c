/* The latest status that the text states of each agreement. Every cue goes to the agreement nearest to it; in sentences
 * that name no parties, to the one told last, when they speak of "the deal" or "it". */
#include "io/extract/assemble.h"

#include "core/model/vocabulary.h"

enum { FOLLOWING = 3 };

static int rank_of(int status)
{
    static const int8_t ranks[ENT_RECORD_STATUS_COUNT] = {
        [ENT_RECORD_talks] = 1,       [ENT_RECORD_announced] = 2, [ENT_RECORD_signed] = 3,
        [ENT_RECORD_provisional] = 4, [ENT_RECORD_operating] = 5, [ENT_RECORD_in_force] = 6,
        [ENT_RECORD_suspended] = 7,   [ENT_RECORD_disputed] = 7,  [ENT_RECORD_rejected] = 7,
        [ENT_RECORD_superseded] = 8,  [ENT_RECORD_expired] = 8,   [ENT_RECORD_terminated] = 8,
        [ENT_RECORD_struck_down] = 9};
    return status < 0 ? 0 : ranks[status];
}

/* Who acts by the verb of a cue is no party of the agreement: "Uganda took in Afghans; Colombia has promised to". */
static bool is_of_another(const ent_assembly *a, const ent_agreement *g, uint32_t token)
{
    uint32_t begin = a->document->sentences[ent_sentence_of(a->document, token)].first;
    const ent_cue *st = ent_cue_at(a->document, a->cues, token, ENT_CUE_st);
    if (!st || (st->entry->status != ENT_RECORD_operating && st->entry->status != ENT_RECORD_announced &&
                st->entry->status != ENT_RECORD_signed && st->entry->status != ENT_RECORD_talks))
        return false;
    for (uint32_t i = token; i-- > begin;) {
        const ent_token *t = &a->document->tokens[i];
        if ((t->type == ENT_TOKEN_MARK && t->lower.p[0] != '"') ||
            ent_cue_at(a->document, a->cues, i, ENT_CUE_clause) ||
            ent_cue_at(a->document, a->cues, i, ENT_CUE_relative))
            return false;
        const ent_group *group = t->inside ? &a->groups->groups[t->inside - 1] : NULL;
        if (!group)
            continue;
        bool acts = (group->flags & ENT_GROUP_SUBJECT) && !(group->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_OWNER));
        for (uint32_t c = 0; c < group->code_count; c++)
            if (ent_agreement_has(g, group->codes[c]))
                return false;
        return acts;
    }
    return false;
}

static void add_event(ent_agreement *g, int status, uint32_t token, uint32_t count)
{
    if (g->event_count < ENT_EVENTS)
        g->events[g->event_count++] = (ent_event){token, (uint8_t)count, (int8_t)status};
}

/* From now on this is the status, and where it is said. */
static void set_status(ent_agreement *g, int status, uint32_t token, uint32_t count)
{
    g->status = status;
    g->status_token = token;
    g->status_count = count;
    add_event(g, status, token, count);
}

static void offer(ent_agreement *g, int status, const ent_cue *cue)
{
    if (status < 0)
        return;
    bool more = rank_of(status) > rank_of(g->status) || (rank_of(status) == rank_of(g->status) && !g->status_count);
    if (more)
        set_status(g, status, cue->token, cue->count);
    else
        add_event(g, status, cue->token, cue->count);
}

/* "negotiations resumed", "resumed talks". */
static bool is_about_talks(const ent_assembly *a, const ent_cue *cue)
{
    enum { BEFORE = 2, BEHIND = 3 };
    uint32_t from = cue->token > BEFORE ? cue->token - BEFORE : 0, to = cue->token + cue->count;
    while (to < cue->token + cue->count + BEHIND && !ent_cue_at(a->document, a->cues, to, ENT_CUE_clause))
        to++; /* "lifted the suspension after talks" is not about them */
    return ent_cue_within(a->document, a->cues, from, to, ENT_CUE_talks) != NULL;
}

static void take(const ent_assembly *a, ent_agreement *g, uint32_t token, bool bygone)
{
    const ent_cue *longest = ent_cue_at(a->document, a->cues, token, ENT_CUE_st);
    for (uint32_t c = a->document->tokens[token].cues - 1; c < a->cues->count && a->cues->cues[c].token == token; c++) {
        const ent_cue *cue = &a->cues->cues[c];
        if (cue->entry->cue_class == ENT_CUE_st && cue->count < longest->count)
            continue; /* "refused to validate" is no refusal */
        if (cue->entry->cue_class == ENT_CUE_st)
            offer(g, ent_cue_read(a, cue, bygone), cue);
        else if (cue->entry->cue_class == ENT_CUE_undo && is_about_talks(a, cue))
            offer(g, ENT_RECORD_talks, cue);
        else if (cue->entry->cue_class == ENT_CUE_undo && ent_cue_read(a, cue, bygone) != ENT_RECORD_operating)
            offer(g, ent_cue_read(a, cue, bygone), cue); /* "will resume" */
        else if (cue->entry->cue_class == ENT_CUE_undo &&
                 (g->status == ENT_RECORD_suspended || rank_of(g->status) < rank_of(ENT_RECORD_operating))) {
            set_status(g, ENT_RECORD_operating, token, cue->count);
        } else if (cue->entry->cue_class == ENT_CUE_deny) {
            const ent_sentence *s = &a->document->sentences[ent_sentence_of(a->document, token)];
            g->denied = true;
            add_event(g, ENT_RECORD_disputed, cue->token, cue->count);
            const ent_sentence *told = &a->document->sentences[ent_agreement_link(a, g, 0)->sentence];
            g->press =
                g->press || ent_cue_within(a->document, a->cues, told->first, told->first + told->count, ENT_CUE_press);
            g->press = g->press || ent_cue_within(a->document, a->cues, s->first, s->first + s->count, ENT_CUE_press);
        }
    }
}

/* How far a token is from a link; another clause between them counts as some words more. */
static uint32_t clause_distance(const ent_assembly *a, const ent_link *link, uint32_t token)
{
    uint32_t distance = ent_link_distance(link, token);
    uint32_t from = token < link->first ? token : link->last, to = token < link->first ? link->first : token;
    for (uint32_t k = from; k < to; k++)
        if (a->document->tokens[k].lower.p[0] == ';' || ent_cue_at(a->document, a->cues, k, ENT_CUE_clause))
            distance += 8;
    return distance;
}

static bool refers_back(const ent_assembly *a, const ent_sentence *s)
{
    static const char *const words[] = {"it",        "its",   "they",   "this",       "that",     "these",   "both",
                                        "ministers", "court", "courts", "judges",     "judge",    "flights", "flight",
                                        "no",        "first", "case",   "plaintiffs", "plaintiff"};
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        if (ent_cue_at(a->document, a->cues, i, ENT_CUE_instr) || ent_cue_at(a->document, a->cues, i, ENT_CUE_talks))
            return true;
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
            if (ent_token_is(a->document, i, words[k]))
                return true;
    }
    return false;
}

/* In a sentence without parties a mere "agreed" may be about anything; a signature or an end is about the agreement. */
static bool is_weighty(const ent_assembly *a, uint32_t token, const ent_agreement *g)
{
    const ent_cue *st = ent_cue_at(a->document, a->cues, token, ENT_CUE_st);
    return !st || st->entry->weight >= 4 || st->entry->status == ENT_RECORD_operating || g->status < 0;
}

/* "With Bosnia such an agreement has been in force": the sentence is about others. */
static bool is_of_others(const ent_assembly *a, const ent_sentence *s, const ent_agreement *g)
{
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        uint32_t group = a->document->tokens[i].group;
        if (!group || i == s->first || !ent_cue_at(a->document, a->cues, i - 1, ENT_CUE_with))
            continue;
        const ent_group *with = &a->groups->groups[group - 1];
        bool own = false;
        for (uint32_t c = 0; c < with->code_count; c++)
            own = own || ent_agreement_has(g, with->codes[c]);
        if (!own)
            return true;
    }
    return false;
}

static bool names_party(const ent_assembly *a, const ent_sentence *s, const ent_agreement *g)
{
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        uint32_t group = a->document->tokens[i].group;
        for (uint32_t c = 0; group && c < a->groups->groups[group - 1].code_count; c++)
            if (ent_agreement_has(g, a->groups->groups[group - 1].codes[c]))
                return true;
    }
    return false;
}

/* An agreement for which no cue is nearest still has those of its own sentences, but for movements, which are told of
 * others. What is then still untold is to come when the words look ahead, was made when they give it a year, and is in
 * force when they speak of it as something that there is. */
static void take_what_is_left(const ent_assembly *a, ent_agreement *g)
{
    static const char *const ahead[] = {"will", "would", "shall", "plans", "planned", "intends", "expected"};
    uint32_t anchor = 0, future = 0;
    bool deal = false;
    for (uint32_t k = 0; k < g->link_count; k++) {
        const ent_link *link = ent_agreement_link(a, g, k);
        const ent_sentence *s = &a->document->sentences[link->sentence];
        anchor = link->anchor;
        deal = deal || link->type == ENT_FRAME_deal;
        for (uint32_t i = s->first; i < s->first + s->count; i++) {
            const ent_cue *st = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
            if (st && st->entry->status != ENT_RECORD_operating)
                take(a, g, i, true);
            for (size_t w = 0; w < sizeof ahead / sizeof ahead[0]; w++)
                future = ent_token_is(a->document, i, ahead[w]) ? i : future;
        }
    }
    if (g->status >= 0 || !deal)
        return;
    uint32_t next = ent_whens_from(a->whens, anchor + 1);
    const ent_when *own = next < a->whens->count ? &a->whens->times[next] : NULL;
    if (own && (own->token > anchor + 2 || !ent_token_is(a->document, own->token - 1, "of")))
        own = NULL;
    if (future)
        set_status(g, ENT_RECORD_announced, future, 1);
    else
        set_status(g, own ? ENT_RECORD_signed : ENT_RECORD_in_force, anchor, 1);
}

enum { HERE = 128 };

static uint32_t collect(const ent_assembly *a, uint32_t sentence, ent_agreement **here, uint32_t *links,
                        uint32_t *cursor, const uint32_t *owners)
{
    uint32_t count = 0;
    while (*cursor < a->links->count && a->links->links[*cursor].sentence < sentence)
        (*cursor)++;
    for (uint32_t i = *cursor; i < a->links->count && a->links->links[i].sentence == sentence && count < HERE; i++)
        if (owners[i]) {
            here[count] = &a->agreements[owners[i] - 1];
            links[count++] = i;
        }
    return count;
}

/* Whether a measure that was announced or decided has begun, too: "from Monday", "since March". */
static bool has_begun(const ent_assembly *a, const ent_sentence *s)
{
    static const char *const from[] = {"from", "since", "starting", "effective", "of", NULL};
    for (uint32_t i = ent_whens_from(a->whens, s->first + 1); i < a->whens->count; i++) {
        const ent_when *w = &a->whens->times[i];
        if (w->token >= s->first + s->count)
            return false;
        if (w->future || w->speech)
            continue;
        for (const char *const *word = from; *word; word++)
            if (ent_token_is(a->document, w->token - 1, *word))
                return true;
    }
    return false;
}

/* Whether a sentence tells of a measure that is only decided or begins later. */
static bool is_ahead(const ent_assembly *a, const ent_sentence *s, uint32_t *token)
{
    for (uint32_t i = s->first; i < s->first + s->count; i++)
        if (ent_cue_at(a->document, a->cues, i, ENT_CUE_decide)) {
            *token = i;
            return true;
        }
    for (uint32_t i = ent_whens_from(a->whens, s->first); i < a->whens->count; i++) {
        if (a->whens->times[i].token >= s->first + s->count)
            return false;
        if (a->whens->times[i].future)
            return true;
    }
    return false;
}

/* What its own words do to a measure: "suspended the waiver", "lifted the ban"; -1: nothing. */
static int undone(const ent_assembly *a, const ent_link *link, uint32_t *token)
{
    enum { AROUND = 3, PASSIVE = 12 };
    const ent_sentence *s = &a->document->sentences[link->sentence];
    uint32_t from = link->first > s->first + AROUND ? link->first - AROUND : s->first;
    uint32_t to = link->last + AROUND < s->first + s->count ? link->last + AROUND : s->first + s->count;
    for (uint32_t i = link->last; i + 1 < s->first + s->count && i < link->last + PASSIVE; i++)
        if ((ent_token_is(a->document, i, "was") || ent_token_is(a->document, i, "been")) &&
            ent_cue_at(a->document, a->cues, i + 1, ENT_CUE_lifted)) {
            *token = i + 1; /* "the ban, imposed in 2014, was lifted" */
            return ENT_RECORD_terminated;
        }
    int found = -1;
    for (uint32_t i = from; i < to; i++) {
        const ent_cue *st = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
        int status = st ? ent_cue_read(a, st, true) : -1;
        if (status == ENT_RECORD_terminated && (link->roles[0] & ENT_LINK_PARTNER))
            status = -1; /* "revoked visas": that is the measure */
        const ent_cue *lifted = ent_cue_at(a->document, a->cues, i, ENT_CUE_lifted);
        if (lifted &&
            (link->pattern->status != ENT_RECORD_in_force ||
             ent_cue_within(a->document, a->cues, i + 1, i + 6, ENT_CUE_ban)) &&
            !ent_cue_within(a->document, a->cues, i > from + 3 ? i - 3 : from, i, ENT_CUE_modal) &&
            !ent_cue_within(a->document, a->cues, i > from + 4 ? i - 4 : from, i, ENT_CUE_clause))
            status = ENT_RECORD_terminated;
        if (status == ENT_RECORD_terminated || (status == ENT_RECORD_suspended && found < 0)) {
            found = status;
            *token = i;
        }
    }
    return found;
}

/* Its own words are those of sanctions and bans, which say nothing on its status; but what was announced may not be
 * done yet, and what was done may be undone. */
static void take_measure(const ent_assembly *a, ent_agreement *g)
{
    const ent_link *link = ent_agreement_link(a, g, 0);
    for (uint32_t i = 1; i < g->link_count; i++)
        if (ent_agreement_link(a, g, i)->pattern->priority > link->pattern->priority)
            link = ent_agreement_link(a, g, i);
    const ent_sentence *s = &a->document->sentences[link->sentence];
    int status = link->pattern->status;
    uint32_t token = link->anchor;
    bool modal = link->modal && !ent_token_is(a->document, link->anchor - 2, "able");
    int changed = modal ? -1 : undone(a, link, &token);
    if (modal)
        status = ENT_RECORD_announced;
    else if (status < 0)
        status = changed >= 0 ? changed : g->status >= 0 ? g->status : (int)ENT_RECORD_in_force;
    else if ((status == ENT_RECORD_suspended || status == ENT_RECORD_in_force) && changed == ENT_RECORD_terminated)
        status = changed;
    else if (status == ENT_RECORD_terminated && changed == ENT_RECORD_suspended)
        status = changed;
    else if (status == ENT_RECORD_in_force && changed == ENT_RECORD_suspended &&
             !ent_token_is(a->document, token, "ban"))
        status = changed;
    else if (status == ENT_RECORD_in_force && !has_begun(a, s) && is_ahead(a, s, &token))
        status = ENT_RECORD_announced;
    set_status(g, status, token, 1);
}

void ent_statuses_find(ent_assembly *a)
{
    uint32_t *owners = ent_arena_zero(a->document->arena, (a->links->count + 1) * sizeof *owners);
    if (!owners)
        return;
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t k = 0; k < a->agreements[i].link_count && !a->agreements[i].dropped; k++)
            owners[a->agreements[i].links[k]] = i + 1;
    ent_agreement *here[HERE], *list[HERE]; /* of the sentence at hand; of the list told last */
    ent_agreement *last = NULL;
    uint32_t links[HERE], cursor = 0, silent = 0, list_count = 0;
    for (uint32_t s = 0; s < a->document->sentence_count; s++) {
        const ent_sentence *sentence = &a->document->sentences[s];
        uint32_t count = collect(a, s, here, links, &cursor, owners);
        silent = count ? 0 : silent + 1;
        bool follows =
            count == 0 && last && silent <= FOLLOWING && refers_back(a, sentence) && !is_of_others(a, sentence, last);
        if (count == 0 && !follows && s + 1 < a->document->sentence_count) {
            uint32_t ahead = cursor, next = collect(a, s + 1, here, links, &ahead, owners);
            if (next > 0 && names_party(a, sentence, here[0])) {
                list[0] = last = here[0];
                list_count = 1;
                follows = true;
            }
        }
        for (uint32_t i = sentence->first; i < sentence->first + sentence->count; i++) {
            if (!a->document->tokens[i].cues)
                continue;
            if (!ent_cue_at(a->document, a->cues, i, ENT_CUE_st) &&
                !ent_cue_at(a->document, a->cues, i, ENT_CUE_undo) &&
                !ent_cue_at(a->document, a->cues, i, ENT_CUE_deny))
                continue;
            if (follows && is_weighty(a, i, last))
                for (uint32_t k = 0; k < list_count; k++)
                    take(a, list[k], i, false);
            /* all agreements of a list lie equally near */
            uint32_t distances[HERE], least = UINT32_MAX;
            for (uint32_t k = 0; k < count; k++) {
                distances[k] = clause_distance(a, &a->links->links[links[k]], i);
                least = distances[k] < least ? distances[k] : least;
            }
            for (uint32_t k = 0; k < count; k++)
                if (distances[k] == least && !is_of_another(a, here[k], i))
                    take(a, here[k], i, false);
        }
        if (count) {
            last = here[count - 1];
            list_count = 0;
            for (uint32_t k = 0; k < count; k++)
                if (a->links->links[links[k]].anchor == a->links->links[links[count - 1]].anchor)
                    list[list_count++] = here[k];
        }
    }
    for (uint32_t i = 0; i < a->count; i++) {
        ent_agreement *g = &a->agreements[i];
        bool measure = g->link_count > 0;
        for (uint32_t k = 0; k < g->link_count; k++)
            measure = measure && ent_agreement_link(a, g, k)->type == ENT_FRAME_measure;
        if (measure) {
            take_measure(a, g);
            continue;
        }
        for (uint32_t k = 0; k < g->link_count; k++) {
            const ent_link *link = ent_agreement_link(a, g, k);
            g->moved = g->moved || link->type == ENT_FRAME_move;
            if (link->type == ENT_FRAME_move && link->own_nationals && g->status == ENT_RECORD_talks)
                continue; /* states take back their own people also while they talk */
            if (link->refused && rank_of(g->status) < 7)
                set_status(g, link->own_nationals ? ENT_RECORD_disputed : ENT_RECORD_rejected, link->anchor, 1);
            int status = link->modal ? (int)ENT_RECORD_announced : link->pattern->status;
            if (status >= 0 && rank_of(g->status) < rank_of(status)) {
                set_status(g, status, link->anchor, 1);
            }
            if (link->type == ENT_FRAME_move && rank_of(g->status) < rank_of(ENT_RECORD_operating)) {
                set_status(g, ENT_RECORD_operating, link->anchor, 1);
            }
        }
        if (g->status < 0)
            take_what_is_left(a, g);
        if (g->denied && g->status != ENT_RECORD_struck_down && rank_of(g->status) < 7) {
            if (rank_of(g->status) > 1 && !g->press)
                g->status = ENT_RECORD_disputed;
            else
                g->dropped = true;
        }
    }
}
