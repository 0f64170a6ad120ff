/* The date of the event that gave an agreement its status. */
#include "io/extract/assemble.h"

#include "core/model/vocabulary.h"

#include <stdio.h>

enum { REACH = 30, OF_ANOTHER = 24 };

/* What lies between a time and the status, as some words more: another status, another clause. */
static uint32_t obstacles(const ent_assembly *a, const ent_agreement *g, const ent_when *w, uint32_t token,
                          uint32_t count)
{
    bool before = w->token < token;
    uint32_t from = before ? w->token + w->count : token + count;
    uint32_t to = before ? token : w->token, extra = 0;
    if (before && ent_token_is(a->document, from, ",") && ent_token_is(a->document, from + 1, "when"))
        return 0; /* "since February, when" */
    for (uint32_t i = from; i < to; i++) {
        const ent_cue *st = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
        if (st && st->entry->status != g->status)
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
static int status_before(const ent_assembly *a, uint32_t begin, uint32_t time, uint32_t token)
{
    enum { BACK = 9 };
    for (uint32_t back = 1; back <= BACK && time >= begin + back; back++) {
        uint32_t i = time - back;
        if (ends_phrase(a, i))
            return -1;
        const ent_cue *st = ent_cue_at(a->document, a->cues, i, ENT_CUE_st);
        if (i == token)
            return -1;
        if (st || ent_cue_at(a->document, a->cues, i, ENT_CUE_undo))
            return st ? st->entry->status : ENT_RECORD_operating;
    }
    return -1;
}

/* Words more for a time that tells when something else was: "a judgment of December", "signed in March". */
static uint32_t of_another(const ent_assembly *a, const ent_agreement *g, uint32_t begin, const ent_when *w,
                           uint32_t token)
{
    bool made = g->status == ENT_RECORD_signed || g->status == ENT_RECORD_announced;
    if (!made && w->token > begin && ent_token_is(a->document, w->token - 1, "of"))
        return OF_ANOTHER;
    int status = status_before(a, begin, w->token, token);
    return status >= 0 && status != g->status ? OF_ANOTHER : 0;
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

/* The first time that is not before a token, by halves. */
static uint32_t first_from(const ent_whens *whens, uint32_t token)
{
    uint32_t low = 0, high = whens->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (whens->times[middle].token < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const ent_when *nearest(const ent_assembly *a, const ent_agreement *g, uint32_t token, uint32_t count)
{
    uint32_t s = ent_sentence_of(a->document, token);
    const ent_sentence *sentence = &a->document->sentences[s];
    const ent_when *best = NULL;
    uint32_t least = REACH;
    for (uint32_t i = first_from(a->whens, sentence->first); i < a->whens->count; i++) {
        const ent_when *w = &a->whens->times[i];
        if (w->token >= sentence->first + sentence->count)
            break;
        if (w->future || (w->speech && (g->status == ENT_RECORD_talks || g->status == ENT_RECORD_operating ||
                                        g->status == ENT_RECORD_in_force)))
            continue;
        uint32_t distance = w->token > token ? w->token - token : token - w->token;
        /* a time belongs to the verb before it sooner than to the one behind; that of speaking serves for want of
         * another */
        distance += w->token < token ? 3 : 0;
        distance += w->speech ? 4 : obstacles(a, g, w, token, count) + of_another(a, g, sentence->first, w, token);
        if (is_own(a, g, w))
            distance = 0;
        if (distance < least) {
            least = distance;
            best = w;
        }
    }
    return best;
}

/* "is in force", "hosts", "are held": a state at the time of the text. */
static bool is_present(const ent_assembly *a, const ent_agreement *g)
{
    static const char *const present[] = {"is",  "are",   "remain", "remains",  "hosts",
                                          "now", "still", "pays",   "receives", "currently"};
    uint32_t s = ent_sentence_of(a->document, g->status_token);
    uint32_t first = a->document->sentences[s].first;
    for (uint32_t back = 0; back <= 3 && g->status_token >= first + back; back++)
        for (size_t k = 0; k < sizeof present / sizeof present[0]; k++)
            if (ent_token_is(a->document, g->status_token - back, present[k]))
                return true;
    return false;
}

void ent_dates_find(ent_assembly *a)
{
    const ent_day *page = &a->document->date;
    for (uint32_t i = 0; i < a->count; i++) {
        ent_agreement *g = &a->agreements[i];
        if (g->dropped || !g->status_count)
            continue;
        const ent_when *w = nearest(a, g, g->status_token, g->status_count);
        if (!w && g->again_count)
            w = nearest(a, g, g->again_token, g->again_count);
        bool talks = g->status == ENT_RECORD_talks;
        if (w && !(talks && w->speech)) {
            snprintf(g->date, sizeof g->date, "%s", w->edtf);
            g->date_token = w->token;
            g->date_count = w->count;
        } else if (page->year && (talks || (g->status != ENT_RECORD_announced && is_present(a, g)))) {
            snprintf(g->date, sizeof g->date, "%04d-%02d", page->year, page->month);
        }
    }
}
