/* The date of the event that gave an agreement its status. */
#include "io/extract/assemble.h"

#include "core/model/vocabulary.h"

#include <stdio.h>

enum { CLOSE = 10, NEAR = 14, FRONT = 12, REACH = 30, NEVER = 1000 };

static bool one_of(const ent_assembly *a, uint32_t token, const char *const *words)
{
    for (const char *const *w = words; *w; w++)
        if (ent_token_is(a->document, token, *w))
            return true;
    return false;
}

/* What lies between a time and the status, as some words more: another status, another clause. */
static uint32_t obstacles(const ent_assembly *a, const ent_agreement *g, const ent_when *w, uint32_t token,
                          uint32_t count)
{
    static const char *const adverse[] = {"but",     "although", "though", "whereas", "because",
                                          "however", "until",    "after",  "before",  NULL};
    bool before = w->token < token;
    uint32_t from = before ? w->token + w->count : token + count;
    uint32_t to = before ? token : w->token, extra = 0;
    if (before && ent_token_is(a->document, from, ",") && ent_token_is(a->document, from + 1, "when"))
        return 0; /* "since February, when" */
    for (uint32_t i = from; i < to; i++) {
        const ent_cue *st = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
        if (st && st->entry->status != g->status)
            extra += 8;
        if (!before && one_of(a, i, adverse))
            return NEVER;
        if (ent_token_is(a->document, i, ",") && ent_token_is(a->document, i + 1, "and"))
            extra += 8;
        if (ent_cue_at(a->document, a->cues, i, ENT_CUE_relative) ||
            ent_cue_at(a->document, a->cues, i, ENT_CUE_clause) || ent_token_is(a->document, i, "later") ||
            a->document->tokens[i].lower.p[0] == ';')
            extra += 10;
    }
    return extra;
}

static bool ends_phrase(const ent_assembly *a, uint32_t i)
{
    const ent_token *t = &a->document->tokens[i];
    return (t->type == ENT_TOKEN_MARK && t->lower.p[0] != '"') || ent_cue_at(a->document, a->cues, i, ENT_CUE_clause) ||
           ent_cue_at(a->document, a->cues, i, ENT_CUE_relative);
}

/* The status that the nearest verb before a time states, in the same phrase: "an accord sealed in Bangkok in January";
 * -1: none. The status at `token` is looked for, too. */
static int status_before(const ent_assembly *a, uint32_t begin, uint32_t time, uint32_t token, uint32_t count)
{
    enum { BACK = 14 };
    for (uint32_t back = 1; back <= BACK && time >= begin + back; back++) {
        uint32_t i = time - back;
        if (ends_phrase(a, i))
            return -1;
        const ent_cue *st = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
        if (i >= token && i < token + count)
            return -1;
        if (st || ent_cue_at(a->document, a->cues, i, ENT_CUE_undo))
            return st ? st->entry->status : ENT_RECORD_operating;
    }
    return -1;
}

/* NEVER for a time that tells when something else was: "a judgment of December", "signed in March". */
static uint32_t of_another(const ent_assembly *a, const ent_agreement *g, uint32_t begin, const ent_when *w,
                           uint32_t token, uint32_t count)
{
    static const char *const parts[] = {"week", "end", "beginning", "start", "middle", "summer", "spring", NULL};
    bool made = g->status == ENT_RECORD_signed || g->status == ENT_RECORD_announced;
    if (!made && w->token > begin + 1 && ent_token_is(a->document, w->token - 1, "of") &&
        !one_of(a, w->token - 2, parts))
        return NEVER;
    int status = status_before(a, begin, w->token, token, count);
    return status >= 0 && status != g->status ? NEVER : 0;
}

/* A time right behind one of several agreements that were told together is that one's: "with Laos in July 2022". */
static bool is_own(const ent_assembly *a, const ent_agreement *g, const ent_when *w)
{
    enum { BEHIND = 6 };
    const ent_link *link = ent_agreement_link(a, g, 0);
    if (w->token < link->last || w->token > link->last + BEHIND)
        return false;
    for (uint32_t i = link->last; i < w->token; i++)
        if (a->document->tokens[i].inside || a->document->tokens[i].type == ENT_TOKEN_MARK)
            return false;
    return true;
}

/* ---- how an event is told ---- */

/* Whether one of the words is in an event's phrase, or up to three words before it. */
static bool told_with(const ent_assembly *a, const ent_event *e, const char *const *words)
{
    uint32_t first = a->document->sentences[ent_sentence_of(a->document, e->token)].first;
    for (uint32_t i = e->token + e->count; i-- > first && i + 3 >= e->token;) {
        if (i < e->token && a->document->tokens[i].type == ENT_TOKEN_MARK)
            return false;
        if (one_of(a, i, words))
            return true;
    }
    return false;
}

static bool ends_in(const ent_assembly *a, uint32_t token, const char *ending)
{
    ent_str word = a->document->tokens[token].lower;
    size_t n = strlen(ending);
    return word.n > n + 1 && memcmp(word.p + word.n - n, ending, n) == 0;
}

/* "has suspended", "had been signed": it was before the time at hand, and nobody says when. */
static bool is_perfect(const ent_assembly *a, const ent_event *e)
{
    static const char *const have[] = {"has", "have", "had", NULL};
    return told_with(a, e, have);
}

/* "is in force", "hosts", "are held": a state at the time of the text. */
static bool is_present(const ent_assembly *a, const ent_event *e)
{
    static const char *const present[] = {"is",   "are",      "remain",    "remains", "hosts", "now", "still",
                                          "pays", "receives", "currently", "stays",   "stay",  NULL};
    static const char *const been[] = {"been", NULL};
    return told_with(a, e, present) && (!is_perfect(a, e) || told_with(a, e, been));
}

/* Whether an event is told as past: "suspended", "was scrapped"; not "suspends", "is suspending", "the suspension". */
static bool is_past(const ent_assembly *a, const ent_event *e)
{
    static const char *const is[] = {"is", "are", "being", "be", NULL};
    if (is_perfect(a, e))
        return true;
    if (told_with(a, e, is) || ends_in(a, e->token, "s") || ends_in(a, e->token, "ing") || ends_in(a, e->token, "ion"))
        return false;
    return true;
}

/* "after signing", "at a signing": at the time of what the sentence tells. */
static bool is_beside(const ent_assembly *a, const ent_event *e)
{
    static const char *const words[] = {"after", "by", "in", "on", "upon", "at", "when", "while", NULL};
    uint32_t first = a->document->sentences[ent_sentence_of(a->document, e->token)].first;
    if (!ends_in(a, e->token, "ing"))
        return false;
    for (uint32_t back = 1; back <= 2 && e->token >= first + back; back++)
        if (one_of(a, e->token - back, words))
            return true;
    return false;
}

/* ---- which time is an event's ---- */

static bool made(const ent_agreement *g)
{
    return g->status == ENT_RECORD_signed || g->status == ENT_RECORD_announced;
}

/* A time behind a noun for an agreement is when that was made: "under an agreement with Israel last month"; unless it
 * is a verb's object. */
static bool tells_making(const ent_assembly *a, const ent_when *w, uint32_t begin)
{
    enum { BACK = 6 };
    if (w->token > begin && ent_token_is(a->document, w->token - 1, "on"))
        return false;
    if (ent_cue_at(a->document, a->cues, w->token + w->count, ENT_CUE_instr))
        return true; /* "the July memorandum" */
    static const char *const dated[] = {"dates", "dating", "dated", "back", NULL};
    if (w->token > begin + 1 && one_of(a, w->token - 2, dated))
        return true; /* "which dates from 2002" */
    static const char *const prepositions[] = {"under", "in", "by", "of", "through", "from", "despite", "since", NULL};
    for (uint32_t back = 1; back <= BACK && w->token >= begin + back; back++) {
        uint32_t i = w->token - back;
        if (ends_phrase(a, i) || ent_cue_at(a->document, a->cues, i, ENT_CUE_st))
            return false;
        if (!ent_cue_at(a->document, a->cues, i, ENT_CUE_instr))
            continue;
        for (uint32_t more = 1; more <= 4 && i >= begin + more; more++) {
            if (ends_phrase(a, i - more) || ent_cue_at(a->document, a->cues, i - more, ENT_CUE_st))
                return false;
            if (one_of(a, i - more, prepositions))
                return true;
        }
        return false;
    }
    return false;
}

/* How far a time is from an event, in words, what parts them counting more. */
static uint32_t cost(const ent_assembly *a, const ent_agreement *g, const ent_event *e, const ent_when *w)
{
    uint32_t begin = a->document->sentences[ent_sentence_of(a->document, e->token)].first;
    if (w->future || w->dateline || w->speech)
        return NEVER;
    if (!made(g) && tells_making(a, w, begin))
        return NEVER;
    uint32_t another = of_another(a, g, begin, w, e->token, e->count);
    if (is_own(a, g, w) && !another)
        return 0;
    uint32_t distance = w->token > e->token ? w->token - e->token : e->token - w->token;
    /* a time belongs to the verb before it sooner than to the one behind */
    distance += w->token < e->token ? 3 : 0;
    if (w->token <= begin + 6 && distance > FRONT)
        return FRONT + another; /* in front, it is the whole sentence's */
    return distance + another + obstacles(a, g, w, e->token, e->count);
}

static const ent_when *nearest(const ent_assembly *a, const ent_agreement *g, const ent_event *e, uint32_t reach)
{
    const ent_sentence *s = &a->document->sentences[ent_sentence_of(a->document, e->token)];
    const ent_when *best = NULL;
    uint32_t least = reach;
    for (uint32_t i = ent_whens_from(a->whens, s->first); i < a->whens->count; i++) {
        const ent_when *w = &a->whens->times[i];
        if (w->token >= s->first + s->count)
            break;
        uint32_t here = cost(a, g, e, w);
        if (here < least) {
            least = here;
            best = w;
        }
    }
    return best;
}

/* The time of saying in a sentence that is nearest to an event; NULL: none. */
static const ent_when *saying(const ent_assembly *a, uint32_t sentence, uint32_t token)
{
    const ent_sentence *s = &a->document->sentences[sentence];
    const ent_when *best = NULL;
    uint32_t least = UINT32_MAX;
    for (uint32_t i = ent_whens_from(a->whens, s->first); i < a->whens->count; i++) {
        const ent_when *w = &a->whens->times[i];
        if (w->token >= s->first + s->count)
            break;
        uint32_t distance = w->token > token ? w->token - token : token - w->token;
        if (w->speech && !w->future && !w->dateline && distance < least) {
            least = distance;
            best = w;
        }
    }
    return best;
}

/* Whether an event is one of speaking, or told while it happens, so that the day of saying is its own. */
static bool is_said(const ent_assembly *a, const ent_agreement *g, const ent_event *e)
{
    if (ent_cue_at(a->document, a->cues, e->token, ENT_CUE_deny))
        return true;
    switch (g->status) {
    case ENT_RECORD_announced:
    case ENT_RECORD_struck_down:
        return true;
    case ENT_RECORD_rejected:
        return !is_perfect(a, e);
    case ENT_RECORD_suspended:
    case ENT_RECORD_disputed:
    case ENT_RECORD_terminated:
        return !is_past(a, e);
    default:
        return is_beside(a, e);
    }
}

/* The only day that the sentence before names, when this one goes on with it. */
static const ent_when *told_before(const ent_assembly *a, const ent_agreement *g, const ent_event *e)
{
    static const char *const back[] = {"there", "then", "ceremony", "both", NULL};
    uint32_t s = ent_sentence_of(a->document, e->token);
    if (s == 0 || a->document->sentences[s].paragraph != a->document->sentences[s - 1].paragraph || is_perfect(a, e))
        return NULL;
    const ent_sentence *here = &a->document->sentences[s], *before = here - 1;
    bool goes_on = false;
    for (uint32_t i = here->first; i < here->first + here->count; i++)
        goes_on = goes_on || one_of(a, i, back) || before->count <= 5;
    for (uint32_t i = 0; i < g->event_count; i++)
        goes_on = goes_on || (g->events[i].token >= before->first && g->events[i].token < here->first);
    for (uint32_t i = 0; i < g->link_count; i++)
        goes_on = goes_on || ent_agreement_link(a, g, i)->sentence == s - 1;
    const ent_when *only = NULL;
    for (uint32_t i = ent_whens_from(a->whens, before->first); i < a->whens->count && goes_on; i++) {
        const ent_when *w = &a->whens->times[i];
        if (w->token >= here->first)
            break;
        if (w->future || w->dateline)
            continue;
        if (only || w->speech || strlen(w->edtf) != strlen("YYYY-MM-DD"))
            return NULL;
        only = w;
    }
    return only;
}

static void set_date(ent_agreement *g, const ent_when *w)
{
    snprintf(g->date, sizeof g->date, "%s", w->edtf);
    g->date_token = w->token;
    g->date_count = w->edtf[0] ? w->count : 0;
}

/* The event's own time; of several that moved people the first. */
static const ent_when *attached(const ent_assembly *a, const ent_agreement *g, uint32_t reach)
{
    const ent_when *found = NULL;
    for (uint32_t i = 0; i < g->event_count; i++) {
        const ent_when *w = g->events[i].status == g->status ? nearest(a, g, &g->events[i], reach) : NULL;
        if (w && (!found || (g->status == ENT_RECORD_operating && strcmp(w->edtf, found->edtf) < 0)))
            found = w;
        if (found && g->status != ENT_RECORD_operating)
            break;
    }
    return found;
}

static const ent_when *said(const ent_assembly *a, const ent_agreement *g)
{
    for (uint32_t i = 0; i < g->event_count; i++) {
        const ent_event *e = &g->events[i];
        if (e->status != g->status || !is_said(a, g, e))
            continue;
        uint32_t s = ent_sentence_of(a->document, e->token);
        const ent_when *w = saying(a, s, e->token);
        bool speaks = g->status == ENT_RECORD_announced || g->status == ENT_RECORD_rejected;
        if (!w && speaks && s + 1 < a->document->sentence_count)
            w = saying(a, s + 1, e->token);
        if (w)
            return w;
    }
    return NULL;
}

static bool states_present(const ent_assembly *a, const ent_agreement *g)
{
    if (g->status == ENT_RECORD_talks)
        return true;
    for (uint32_t i = 0; i < g->event_count && g->status != ENT_RECORD_announced; i++)
        if (g->events[i].status == g->status)
            return is_present(a, &g->events[i]);
    return false;
}

void ent_dates_find(ent_assembly *a)
{
    const ent_day *page = &a->document->date;
    for (uint32_t i = 0; i < a->count; i++) {
        ent_agreement *g = &a->agreements[i];
        if (g->dropped || !g->status_count)
            continue;
        bool speaks = g->status == ENT_RECORD_announced || g->status == ENT_RECORD_rejected;
        bool talks = g->status == ENT_RECORD_talks;
        const ent_when *w = attached(a, g, talks ? CLOSE : speaks ? NEAR : REACH);
        w = w ? w : said(a, g);
        w = w || !speaks ? w : attached(a, g, REACH);
        if (w) {
            set_date(g, w);
        } else if (page->year && states_present(a, g)) {
            snprintf(g->date, sizeof g->date, "%04d-%02d", page->year, page->month);
        } else {
            for (uint32_t k = 0; k < g->event_count && !w; k++)
                w = g->events[k].status == g->status && made(g) ? told_before(a, g, &g->events[k]) : NULL;
            if (w)
                set_date(g, w);
        }
    }
}
