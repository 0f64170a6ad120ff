/* The date of the event that gave an agreement its status. */
#include "io/extract/assemble.h"

#include "core/model/vocabulary.h"

#include <stdio.h>

enum { REACH = 22 };

static const ent_when *nearest(const ent_assembly *a, const ent_agreement *g)
{
    uint32_t s = ent_sentence_of(a->document, g->status_token);
    const ent_sentence *sentence = &a->document->sentences[s];
    const ent_when *best = NULL;
    uint32_t least = REACH;
    for (uint32_t i = 0; i < a->whens->count; i++) {
        const ent_when *w = &a->whens->times[i];
        if (w->token < sentence->first || w->future)
            continue;
        if (w->token >= sentence->first + sentence->count)
            break;
        bool speaks = w->speech && (g->status == ENT_RECORD_talks || g->status == ENT_RECORD_operating ||
                                    g->status == ENT_RECORD_in_force);
        uint32_t distance = w->token > g->status_token ? w->token - g->status_token : g->status_token - w->token;
        distance += speaks ? REACH : 0;
        distance += w->speech ? 8 : 0; /* else the time of the news, for want of another */
        /* a time belongs to the verb before it sooner than to the one behind */
        distance += w->token < g->status_token ? 3 : 0;
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
        const ent_when *w = nearest(a, g);
        bool talks = g->status == ENT_RECORD_talks;
        if (w && !(talks && w->speech)) {
            snprintf(g->date, sizeof g->date, "%s", w->edtf);
            g->date_token = w->token;
            g->date_count = w->count;
        } else if (page->year && (talks || is_present(a, g))) {
            snprintf(g->date, sizeof g->date, "%04d-%02d", page->year, page->month);
        }
    }
}
