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

static bool word_before(const ent_assembly *a, uint32_t token, uint32_t reach, const char *const *words)
{
    uint32_t begin = a->document->sentences[ent_sentence_of(a->document, token)].first;
    for (uint32_t back = 1; back <= reach && token >= begin + back; back++)
        for (const char *const *w = words; *w; w++)
            if (ent_token_is(a->document, token - back, *w))
                return true;
    return false;
}

/* "negotiations are under way". */
static bool is_about_talks_before(const ent_assembly *a, const ent_cue *cue)
{
    uint32_t begin = a->document->sentences[ent_sentence_of(a->document, cue->token)].first;
    uint32_t from = cue->token > begin + 4 ? cue->token - 4 : begin;
    return ent_cue_within(a->document, a->cues, from, cue->token, ENT_CUE_talks) != NULL;
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

/* What an agreement is to bring about is no deed yet: behind "agreed to", "a memorandum under which"; unless the verb
 * says that it has happened. */
static bool is_content(const ent_assembly *a, const ent_cue *cue)
{
    static const char *const opens[] = {"to", "which", "that", "whereby", "for", "who", "whom", "whose", NULL};
    static const char *const perfect[] = {"has", "have", "had", "already", "since", NULL};
    uint32_t begin = a->document->sentences[ent_sentence_of(a->document, cue->token)].first;
    bool opened = false;
    for (const char *const *w = perfect; *w; w++)
        if (ent_token_is(a->document, cue->token, *w) ||
            (cue->token > begin && ent_token_is(a->document, cue->token - 1, *w)))
            return false;
    for (uint32_t i = cue->token; i-- > begin;) {
        const ent_token *t = &a->document->tokens[i];
        if ((t->type == ENT_TOKEN_MARK && (t->lower.p[0] == ';' || t->lower.p[0] == ':')) ||
            ent_cue_at(a->document, a->cues, i, ENT_CUE_clause) ||
            (ent_token_is(a->document, i, "and") && (a->document->tokens[i + 1].group != 0)))
            return false;
        for (const char *const *w = opens; *w; w++)
            opened = opened || ent_token_is(a->document, i, *w);
        const ent_cue *st = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
        if (opened && st && (st->entry->status == ENT_RECORD_signed || st->entry->status == ENT_RECORD_announced))
            return true;
    }
    return false;
}

/* "takes effect as soon as parliament has approved it". */
static bool is_conditional(const ent_assembly *a, uint32_t from)
{
    static const char *const words[] = {"once", "when", "only", "soon", "unless", "if"};
    for (uint32_t i = from; i < from + 4; i++)
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
            if (ent_token_is(a->document, i, words[k]))
                return true;
    return false;
}

/* What a cue says where it stands: nothing when it is denied or only feared, announced when it is still to come. */
static int read_cue(const ent_assembly *a, const ent_cue *cue)
{
    static const char *const no[] = {"not",    "never", "no",      "without", "n't", "didn't",
                                     "hasn't", "nor",   "nothing", "none",    NULL};
    static const char *const to_come[] = {"to",     "will", "would",      "could",       "may", "might",
                                          "should", "can",  "threatened", "threatening", NULL};
    static const char *const be[] = {"be", "been", NULL}, *const only_be[] = {"be", NULL};
    static const char *const claims[] = {"claims", "claim", "applications", "application", "requests", "asylum", NULL};
    if (cue->entry->status == ENT_RECORD_rejected && word_before(a, cue->token, 4, claims))
        return -1;
    static const char *const nobody[] = {"nobody", "none", "nothing"};
    for (uint32_t i = cue->token + cue->count; i < cue->token + cue->count + 3; i++)
        for (size_t k = 0; k < sizeof nobody / sizeof nobody[0]; k++)
            if (ent_token_is(a->document, i, nobody[k]))
                return -1;
    static const char *const been[] = {"has", "have", "had", "been", NULL};
    static const char *const unsure[] = {"if", "unless", "whether", "could", "might", NULL};
    int status = cue->entry->status;
    if (word_before(a, cue->token, 5, unsure))
        return -1;
    uint32_t behind = cue->token + cue->count;
    /* "rejected asylum seekers", "people who have been deported": they are described, nothing is told */
    if (status == ENT_RECORD_rejected && (ent_cue_within(a->document, a->cues, behind, behind + 2, ENT_CUE_people) ||
                                          ent_token_is(a->document, behind, "asylum")))
        return -1;
    static const char *const relatives[] = {"who", "that", "whom", NULL};
    if (status == ENT_RECORD_operating && word_before(a, cue->token, 2, relatives))
        return -1;
    if (status == ENT_RECORD_operating && is_about_talks_before(a, cue))
        return ENT_RECORD_talks;
    static const char *const wills[] = {"to", "will", "would", "could", "must", "should", "can", "may", "not", NULL};
    if (word_before(a, cue->token, 1, only_be) && !word_before(a, cue->token, 4, wills))
        return -1; /* "asked that it be dropped" */
    if (status == ENT_RECORD_operating && (is_content(a, cue) || ent_token_is(a->document, behind, "by")) &&
        !word_before(a, cue->token, 2, been))
        return -1;
    if ((status == ENT_RECORD_terminated || status == ENT_RECORD_suspended || status == ENT_RECORD_struck_down) &&
        ent_cue_within(a->document, a->cues, behind, behind + 3, ENT_CUE_other_object))
        return -1;
    if (status == ENT_RECORD_in_force && is_conditional(a, behind))
        return ENT_RECORD_announced;
    uint32_t reach = word_before(a, cue->token, 1, be) ? 3 : 2;
    if (word_before(a, cue->token, 3, no) && status != ENT_RECORD_disputed)
        return -1;
    bool future = word_before(a, cue->token, reach, to_come);
    uint32_t from = cue->token > 7 ? cue->token - 7 : 0;
    if (!future ||
        (status == ENT_RECORD_signed && ent_cue_within(a->document, a->cues, from, cue->token, ENT_CUE_latest)))
        return status;
    if (status == ENT_RECORD_signed)
        return ENT_RECORD_announced;
    return status == ENT_RECORD_talks ? status : -1;
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
    uint32_t from = cue->token > 2 ? cue->token - 2 : 0;
    return ent_cue_within(a->document, a->cues, from, cue->token + cue->count + 3, ENT_CUE_talks) != NULL;
}

static void take(const ent_assembly *a, ent_agreement *g, uint32_t token)
{
    for (uint32_t c = a->document->tokens[token].cues - 1; c < a->cues->count && a->cues->cues[c].token == token; c++) {
        const ent_cue *cue = &a->cues->cues[c];
        if (cue->entry->cue_class == ENT_CUE_st)
            offer(g, read_cue(a, cue), cue);
        else if (cue->entry->cue_class == ENT_CUE_undo && is_about_talks(a, cue))
            offer(g, ENT_RECORD_talks, cue);
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
    static const char *const words[] = {"it",    "its",    "they",   "this",  "that",    "these",  "both", "ministers",
                                        "court", "courts", "judges", "judge", "flights", "flight", "no",   "first"};
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

/* Its own words are those of sanctions and bans, which say nothing on its status; but what was announced may not be
 * done yet. */
static void take_measure(const ent_assembly *a, ent_agreement *g)
{
    const ent_link *link = ent_agreement_link(a, g, 0);
    for (uint32_t i = 1; i < g->link_count; i++)
        if (ent_agreement_link(a, g, i)->pattern->priority > link->pattern->priority)
            link = ent_agreement_link(a, g, i);
    const ent_sentence *s = &a->document->sentences[link->sentence];
    set_status(g, link->modal ? (int)ENT_RECORD_announced : link->pattern->status, link->anchor, 1);
    const ent_cue *lifted = ent_cue_within(a->document, a->cues, link->anchor, s->first + s->count, ENT_CUE_unban);
    if (g->status == ENT_RECORD_suspended && lifted) {
        set_status(g, ENT_RECORD_terminated, lifted->token, 1); /* "a ban that was lifted in November" */
        return;
    }
    for (uint32_t i = s->first; i < s->first + s->count && g->status == ENT_RECORD_in_force; i++) {
        if (!ent_token_is(a->document, i, "announced") && !ent_token_is(a->document, i, "decided"))
            continue;
        set_status(g, ENT_RECORD_announced, i, 1);
    }
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
        bool follows = count == 0 && last && silent <= FOLLOWING && refers_back(a, sentence);
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
                    take(a, list[k], i);
            /* all agreements of a list lie equally near */
            uint32_t distances[HERE], least = UINT32_MAX;
            for (uint32_t k = 0; k < count; k++) {
                distances[k] = clause_distance(a, &a->links->links[links[k]], i);
                least = distances[k] < least ? distances[k] : least;
            }
            for (uint32_t k = 0; k < count; k++)
                if (distances[k] == least && !is_of_another(a, here[k], i))
                    take(a, here[k], i);
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
        if (g->denied && g->status != ENT_RECORD_struck_down && rank_of(g->status) < 7) {
            if (rank_of(g->status) > 1 && !g->press)
                g->status = ENT_RECORD_disputed;
            else
                g->dropped = true;
        }
    }
}
