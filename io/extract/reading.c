/* What a phrase that states a status says where it stands: nothing when it is denied, only feared, or speaks of people
 * and papers; what is still to come is announced. */
#include "io/extract/assemble.h"

#include "core/model/vocabulary.h"

typedef const char *const *words;

static bool is_one_of(const ent_assembly *a, uint32_t token, words list)
{
    for (words w = list; *w; w++)
        if (ent_token_is(a->document, token, *w))
            return true;
    return false;
}

static uint32_t sentence_begin(const ent_assembly *a, uint32_t token)
{
    return a->document->sentences[ent_sentence_of(a->document, token)].first;
}

static bool word_before(const ent_assembly *a, uint32_t token, uint32_t reach, words list)
{
    uint32_t begin = sentence_begin(a, token);
    for (uint32_t back = 1; back <= reach && token >= begin + back; back++)
        if (is_one_of(a, token - back, list))
            return true;
    return false;
}

/* The same, with no party in between. */
static bool led_by(const ent_assembly *a, uint32_t token, uint32_t reach, words list)
{
    uint32_t begin = sentence_begin(a, token);
    for (uint32_t back = 1; back <= reach && token >= begin + back; back++) {
        if (a->document->tokens[token - back].inside)
            return false;
        if (is_one_of(a, token - back, list))
            return true;
    }
    return false;
}

static bool word_within(const ent_assembly *a, uint32_t from, uint32_t to, words list)
{
    for (uint32_t i = from; i < to; i++)
        if (is_one_of(a, i, list))
            return true;
    return false;
}

/* What an agreement is to bring about is no deed yet: behind "agreed to", "a memorandum under which"; unless the verb
 * says that it has happened. */
static bool is_content(const ent_assembly *a, const ent_cue *cue)
{
    static const char *const opens[] = {"to", "which", "that", "whereby", "for", "who", "whom", "whose", NULL};
    static const char *const perfect[] = {"has", "have", "had", "already", "since", NULL};
    uint32_t begin = sentence_begin(a, cue->token);
    bool opened = false;
    if (ent_token_is(a->document, cue->token - 1, ","))
        return false; /* "refugees whom Norway agreed to settle, left" */
    if (is_one_of(a, cue->token, perfect) || (cue->token > begin && is_one_of(a, cue->token - 1, perfect)))
        return false;
    for (uint32_t i = cue->token; i-- > begin;) {
        const ent_token *t = &a->document->tokens[i];
        if ((t->type == ENT_TOKEN_MARK && (t->lower.p[0] == ';' || t->lower.p[0] == ':')) ||
            ent_cue_at(a->document, a->cues, i, ENT_CUE_clause) ||
            (ent_token_is(a->document, i, "and") && (a->document->tokens[i + 1].group != 0)))
            return false;
        opened = opened || is_one_of(a, i, opens);
        const ent_cue *st = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
        if (opened && st && (st->entry->status == ENT_RECORD_signed || st->entry->status == ENT_RECORD_announced))
            return true;
    }
    return false;
}

enum { TALKS_NEAR = 4, TALKS_FAR = 14 };

/* "talks ... are under way", "negotiations resumed": what the verb tells of is talks, in the same clause before it. */
static bool talks_before(const ent_assembly *a, uint32_t token, uint32_t reach)
{
    uint32_t begin = sentence_begin(a, token);
    for (uint32_t back = 1; back <= reach && token >= begin + back; back++) {
        if (ent_cue_at(a->document, a->cues, token - back, ENT_CUE_clause))
            return false;
        if (ent_cue_at(a->document, a->cues, token - back, ENT_CUE_talks))
            return true;
    }
    return false;
}

/* "ended in Swakopmund" tells of something else than an end; "ended in May" does. */
static bool lacks_time(const ent_assembly *a, const ent_cue *cue)
{
    static const char *const prepositions[] = {"in", "on", "at", "after", NULL};
    uint32_t last = cue->token + cue->count - 1;
    if (cue->count != 2 || !is_one_of(a, last, prepositions))
        return false;
    uint32_t next = ent_whens_from(a->whens, last + 1);
    return next == a->whens->count || a->whens->times[next].token > last + 3;
}

/* "asylum seekers rejected by the courts". */
static bool people_before(const ent_assembly *a, uint32_t token)
{
    uint32_t begin = sentence_begin(a, token);
    for (uint32_t back = 1; back <= 2 && token >= begin + back; back++) {
        const ent_cue *people = ent_cue_at(a->document, a->cues, token - back, ENT_CUE_people);
        if (people && people->count == back)
            return true;
    }
    return false;
}

/* People are described, nothing is told: "rejected asylum seekers", "those who have been deported", "asylum claims that
 * were turned down". */
static bool describes_people(const ent_assembly *a, const ent_cue *cue)
{
    static const char *const claims[] = {"claims", "claim", "applications", "application", "requests", "asylum", NULL};
    static const char *const persons[] = {"who", "whom", "whoever", "those", "whose", NULL};
    static const char *const relatives[] = {"who", "that", "whom", NULL};
    static const char *const whom[] = {"whom", "whoever", NULL};
    uint32_t behind = cue->token + cue->count;
    switch (cue->entry->status) {
    case ENT_RECORD_rejected:
        return word_before(a, cue->token, 4, claims) || word_before(a, cue->token, 3, persons) ||
               (cue->count == 1 && people_before(a, cue->token)) || word_before(a, cue->token, 6, whom) ||
               (cue->count == 1 && (ent_cue_within(a->document, a->cues, behind, behind + 2, ENT_CUE_people) ||
                                    ent_token_is(a->document, behind, "asylum")));
    case ENT_RECORD_operating:
        return word_before(a, cue->token, 2, relatives);
    default:
        return false;
    }
}

/* A cue of a class behind a verb that is no part of a time: "ended a year of waiting", not "ended last year". */
static bool object_is(const ent_assembly *a, uint32_t behind, ent_cue_class class)
{
    enum { REACH = 3 };
    const ent_cue *object = ent_cue_within(a->document, a->cues, behind, behind + REACH, class);
    if (object &&
        (a->document->tokens[object->token].hyphen ||
         ent_cue_within(a->document, a->cues, object->token + 1, object->token + REACH, ENT_CUE_instr) ||
         ent_cue_within(a->document, a->cues, object->token + 1, object->token + REACH, ENT_CUE_instr_plural)))
        return false; /* "ended the Trump-era deals" */
    uint32_t next = object ? ent_whens_from(a->whens, object->token + 1) : 0;
    const ent_when *w = next > 0 ? &a->whens->times[next - 1] : NULL;
    return object && !(w && object->token < w->token + w->count);
}

/* What is ended, annulled or signed is no agreement. */
static bool has_other_object(const ent_assembly *a, const ent_cue *cue)
{
    uint32_t behind = cue->token + cue->count;
    switch (cue->entry->status) {
    case ENT_RECORD_terminated:
    case ENT_RECORD_suspended:
    case ENT_RECORD_struck_down:
        return object_is(a, behind, ENT_CUE_other_object);
    case ENT_RECORD_signed:
        return object_is(a, behind, ENT_CUE_paper) || ent_cue_at(a->document, a->cues, behind, ENT_CUE_talks);
    case ENT_RECORD_rejected:
        return ent_cue_within(a->document, a->cues, behind - 1, behind + 1, ENT_CUE_comment) != NULL;
    default:
        return false;
    }
}

/* Said not to be, or not surely: "has not been signed", "if it is scrapped", "to keep them from signing". */
static bool is_denied(const ent_assembly *a, const ent_cue *cue)
{
    static const char *const nobody[] = {"nobody", "none", "nothing", NULL};
    static const char *const unsure[] = {"if", "unless", "whether", "could", "might", NULL};
    static const char *const no[] = {"not",    "never", "no",      "without", "n't", "didn't",
                                     "hasn't", "nor",   "nothing", "none",    NULL};
    static const char *const kept[] = {"from", "without", "against", "of", NULL};
    uint32_t behind = cue->token + cue->count;
    if (word_within(a, behind, behind + 3, nobody) || word_before(a, cue->token, 5, unsure))
        return true;
    ent_str word = a->document->tokens[cue->token].lower;
    if (cue->entry->status == ENT_RECORD_signed && word.n > 4 && memcmp(word.p + word.n - 3, "ing", 3) == 0 &&
        word_before(a, cue->token, 1, kept))
        return true;
    return cue->entry->status != ENT_RECORD_disputed && word_before(a, cue->token, 3, no);
}

/* Of what is to come: nothing but that it was announced. */
static int read_future(const ent_assembly *a, const ent_cue *cue)
{
    static const char *const certain[] = {"will", "shall", "would", NULL};
    static const char *const doubt[] = {"could", "may", "might", "should", "can", NULL};
    uint32_t reach = word_before(a, cue->token, 1, (const char *const[]){"be", "been", NULL}) ? 3 : 2;
    switch (cue->entry->status) {
    case ENT_RECORD_signed:
    case ENT_RECORD_in_force:
        return ENT_RECORD_announced;
    case ENT_RECORD_operating:
        return led_by(a, cue->token, reach, certain) && !led_by(a, cue->token, reach, doubt) ? ENT_RECORD_announced
                                                                                             : -1;
    case ENT_RECORD_talks:
        return ENT_RECORD_talks;
    case ENT_RECORD_terminated:
    case ENT_RECORD_suspended: /* "decided to scrap", "moved to suspend" */
        return cue->token > 1 && ent_token_is(a->document, cue->token - 1, "to") &&
                       ent_cue_at(a->document, a->cues, cue->token - 2, ENT_CUE_resolve)
                   ? cue->entry->status
                   : -1;
    default:
        return -1;
    }
}

/* "ending a freeze", "lifted its suspension of flights": what was suspended goes on. */
static bool is_over(const ent_assembly *a, const ent_cue *cue)
{
    enum { BACK = 4 };
    uint32_t begin = sentence_begin(a, cue->token);
    for (uint32_t back = 1; back <= BACK && cue->token >= begin + back; back++) {
        uint32_t i = cue->token - back;
        const ent_cue *st = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
        if (a->document->tokens[i].type == ENT_TOKEN_MARK)
            return false;
        if ((st && st->entry->status == ENT_RECORD_terminated) || ent_cue_at(a->document, a->cues, i, ENT_CUE_lifted) ||
            ent_cue_at(a->document, a->cues, i, ENT_CUE_undo))
            return true;
    }
    return false;
}

/* "supersedes the one signed in 2013": what is told of an older agreement. */
static bool is_of_older(const ent_assembly *a, const ent_cue *cue)
{
    enum { BACK = 6 };
    uint32_t from = sentence_begin(a, cue->token);
    from = cue->token > from + BACK ? cue->token - BACK : from;
    return ent_cue_within(a->document, a->cues, from, cue->token, ENT_CUE_supersede) != NULL;
}

/* "which it had long rejected", "at first refused": it was so before something else was, unless somebody tells it as
 * news: "said that it had suspended". */
static bool is_bygone(const ent_assembly *a, const ent_cue *cue)
{
    static const char *const had[] = {"had", NULL};
    static const char *const once[] = {"initially", "originally", "previously", "earlier", "long", "once", NULL};
    if (word_before(a, cue->token, 2, once))
        return true;
    if (!word_before(a, cue->token, 3, had))
        return false;
    uint32_t begin = sentence_begin(a, cue->token);
    return !ent_cue_within(a->document, a->cues, begin, cue->token, ENT_CUE_say);
}

int ent_cue_read(const ent_assembly *a, const ent_cue *cue, bool bygone)
{
    static const char *const to_come[] = {"to",     "will", "would",      "could",       "may", "might",
                                          "should", "can",  "threatened", "threatening", NULL};
    static const char *const be[] = {"be", "been", NULL};
    static const char *const been[] = {"has", "have", "had", "been", NULL};
    static const char *const yet[] = {"yet", NULL};
    static const char *const conditions[] = {"once", "when", "only", "soon", "unless", "if", NULL};
    int status = cue->entry->status;
    uint32_t behind = cue->token + cue->count;
    if (status == ENT_RECORD_signed && word_before(a, cue->token, 4, yet))
        return ENT_RECORD_announced; /* "have yet to sign", "not yet signed" */
    if (status == ENT_RECORD_suspended && is_over(a, cue))
        return -1;
    if ((status == ENT_RECORD_signed || status == ENT_RECORD_announced) && is_of_older(a, cue))
        return -1;
    if (!bygone && (status == ENT_RECORD_rejected || status == ENT_RECORD_suspended || status == ENT_RECORD_disputed) &&
        is_bygone(a, cue))
        return -1;
    if (describes_people(a, cue) || has_other_object(a, cue) || is_denied(a, cue))
        return -1;
    if (status == ENT_RECORD_operating && (is_content(a, cue) || ent_token_is(a->document, behind, "by")) &&
        !word_before(a, cue->token, 2, been))
        return -1;
    if (status == ENT_RECORD_terminated && lacks_time(a, cue))
        return -1;
    if (status == ENT_RECORD_operating && ent_token_is(a->document, behind - 1, "accepted") &&
        ent_cue_within(a->document, a->cues, behind, behind + 5, ENT_CUE_ask))
        return ENT_RECORD_announced; /* "has accepted an offer" */
    if (status == ENT_RECORD_operating &&
        talks_before(a, cue->token,
                     ent_cue_at(a->document, a->cues, cue->token, ENT_CUE_underway) ? TALKS_FAR : TALKS_NEAR))
        return ENT_RECORD_talks;
    if (status == ENT_RECORD_in_force && word_within(a, behind, behind + 4, conditions))
        return ENT_RECORD_announced;
    bool future = led_by(a, cue->token, word_before(a, cue->token, 1, be) ? 3 : 2, to_come);
    uint32_t from = cue->token > 7 ? cue->token - 7 : 0;
    if (status == ENT_RECORD_signed && ent_cue_within(a->document, a->cues, from, cue->token, ENT_CUE_latest))
        future = false; /* "the latest to sign" */
    if (!future && ent_token_is(a->document, cue->token - 1, "be") && status != ENT_RECORD_talks)
        return -1; /* "asked that it be dropped" */
    return future ? read_future(a, cue) : status;
}
