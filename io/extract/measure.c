/* One-sided measures that no pattern fits: visas withheld or waived, workers held back. Who decides acts in the
 * sentence; whom it hits is told by nationality, or by the country behind "to" and "in". */
#include "io/extract/relater.h"

#include "core/model/vocabulary.h"

typedef struct {
    ent_relater *r;
    uint32_t anchor;
    uint32_t doer_group; /* who decides */
} reader;

static const ent_pattern visa_curb = {.type = ENT_FRAME_measure,
                                      .status = ENT_RECORD_in_force,
                                      .kind = ENT_KIND_visa,
                                      .roles = "A-B",
                                      .priority = 6,
                                      .name = "a sentence about visas withheld"};
static const ent_pattern visa_ease = {.type = ENT_FRAME_measure,
                                      .status = ENT_RECORD_in_force,
                                      .kind = ENT_KIND_visa,
                                      .roles = "A<B",
                                      .priority = 6,
                                      .name = "a sentence about visas waived"};
static const ent_pattern visa_both = {.type = ENT_FRAME_deal,
                                      .status = -1,
                                      .kind = ENT_KIND_visa,
                                      .roles = "A=B",
                                      .priority = 6,
                                      .name = "a sentence about visas waived both ways"};
static const ent_pattern labour_ban = {.type = ENT_FRAME_measure,
                                       .status = ENT_RECORD_suspended,
                                       .kind = ENT_KIND_labour_mobility,
                                       .roles = "A-B",
                                       .priority = 6,
                                       .name = "a sentence about workers held back"};

static const ent_pattern labour_lift = {.type = ENT_FRAME_measure,
                                        .status = ENT_RECORD_terminated,
                                        .kind = ENT_KIND_labour_mobility,
                                        .roles = "A-B",
                                        .priority = 6,
                                        .name = "a sentence about the end of a ban on workers"};

static const ent_cue *within(const reader *m, ent_cue_class wanted)
{
    return ent_cue_within(m->r->d, m->r->cues, m->r->begin, m->r->end, wanted);
}

static bool is_future(const reader *m)
{
    static const char *const words[] = {"will", "would", "plans", "going"};
    uint32_t from = m->anchor > m->r->begin + 4 ? m->anchor - 4 : m->r->begin;
    for (uint32_t i = from; i < m->anchor; i++)
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
            if (ent_token_is(m->r->d, i, words[k]) ||
                (ent_token_is(m->r->d, i, "to") && i > from &&
                 (ent_token_is(m->r->d, i - 1, "is") || ent_token_is(m->r->d, i - 1, "are"))))
                return true;
    return false;
}

/* Who decides: the actor nearest before the measure, else behind "by", else the only one that acts. */
static bool find_doer(reader *m)
{
    const ent_relater *r = m->r;
    uint32_t found = 0;
    for (uint32_t i = r->begin; i < r->end; i++) {
        uint32_t number = r->d->tokens[i].group;
        const ent_group *g = ent_relater_group(r, number);
        if (!g || (g->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_ORIGIN | ENT_GROUP_PLACE)))
            continue;
        bool by = g->flags & ENT_GROUP_BY;
        bool acts = by || ((g->flags & ENT_GROUP_SUBJECT) && ent_group_may_act(g));
        /* a list is sooner what is hit, unless nobody else is there */
        bool sooner = !found || by || (i < m->anchor && g->code_count == 1);
        if (acts && sooner)
            found = number;
    }
    m->doer_group = found;
    return found != 0;
}

/* "need no visa for the EU": who lets people in is named as a place. */
static bool find_host(reader *m)
{
    const ent_relater *r = m->r;
    for (uint32_t i = r->begin; i < r->end; i++) {
        uint32_t number = r->d->tokens[i].group;
        const ent_group *g = ent_relater_group(r, number);
        if (!g || g->code_count != 1 || (g->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_ORIGIN)))
            continue;
        m->doer_group = number;
        return true;
    }
    return false;
}

static bool emit(reader *m, const ent_pattern *pattern, const ent_group *target, const char *code, const char *by)
{
    uint8_t doer = pattern == &visa_ease ? ENT_LINK_RECEIVER : ENT_LINK_PARTNER;
    uint8_t other = pattern == &visa_ease ? ENT_LINK_SENDER : ENT_LINK_PARTNER;
    const ent_group *g = ent_relater_group(m->r, m->doer_group);
    ent_link link = {.pattern = pattern,
                     .sentence = m->r->sentence,
                     .anchor = m->anchor,
                     .first = g->first < target->first ? g->first : target->first,
                     .type = pattern->type,
                     .modal = is_future(m)};
    uint32_t a = g->first + g->count, b = target->first + target->count;
    link.last = a > b ? a : b;
    link.first = link.first < m->anchor ? link.first : m->anchor;
    link.last = link.last > m->anchor ? link.last : m->anchor + 1;
    ent_link_add_party(&link, by, doer);
    ent_link_add_party(&link, code, other);
    return ent_relater_add(m->r, &link);
}

/* One measure against each nation that the sentence names; for want of people, against the place that it names. */
static bool hit(reader *m, const ent_pattern *pattern, bool places)
{
    const ent_relater *r = m->r;
    const ent_group *doer = ent_relater_group(r, m->doer_group);
    bool first = doer->first < m->anchor;
    uint32_t count = r->out->count;
    for (int pass = 0; pass < (places ? 2 : 1) && r->out->count == count; pass++) {
        bool people = pattern == &labour_ban || pattern == &labour_lift ? pass == 1 : pass == 0;
        for (uint32_t i = r->begin; i < r->end; i++) {
            const ent_group *g = ent_relater_group(r, r->d->tokens[i].group);
            if (!g || ent_groups_share(g, doer))
                continue;
            bool nation = g->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_OF | ENT_GROUP_ORIGIN);
            bool place = (g->flags & ENT_GROUP_PLACE) || !(g->flags & ENT_GROUP_SUBJECT);
            /* "added Chad to its travel ban", "waives visas for many, among them Italy" */
            bool object = (pattern == &visa_curb || (pattern == &visa_ease && i > m->anchor)) && first &&
                          i > doer->first && !(g->flags & ENT_GROUP_PLACE && pattern == &visa_ease);
            if (people ? !nation : nation || (g->flags & ENT_GROUP_BY) || (!object && (!place || i < m->anchor)))
                continue;
            for (uint32_t c = 0; c < g->code_count; c++)
                for (uint32_t d = 0; d < doer->code_count; d++)
                    if (!emit(m, pattern, g, g->codes[c], doer->codes[d]))
                        return false;
        }
    }
    return true;
}

/* "let each other's citizens stay": the two that the sentence names. */
static bool both_ways(reader *m)
{
    const ent_relater *r = m->r;
    const char *codes[2];
    uint32_t count = 0;
    ent_link link = {.pattern = &visa_both,
                     .sentence = r->sentence,
                     .anchor = m->anchor,
                     .first = m->anchor,
                     .last = m->anchor + 1,
                     .type = ENT_FRAME_deal};
    for (uint32_t i = r->begin; i < r->end; i++) {
        const ent_group *g = ent_relater_group(r, r->d->tokens[i].group);
        for (uint32_t c = 0; g && !(g->flags & ENT_GROUP_PLACE) && c < g->code_count; c++) {
            if (count > 0 && (strcmp(codes[0], g->codes[c]) == 0 || (count > 1 && strcmp(codes[1], g->codes[c]) == 0)))
                continue;
            if (count == 2)
                return true; /* which two, nobody could tell */
            codes[count++] = g->codes[c];
            link.first = i < link.first ? i : link.first;
            link.last = i + g->count > link.last ? i + g->count : link.last;
        }
    }
    for (uint32_t i = 0; i < count && count == 2; i++)
        ent_link_add_party(&link, codes[i], ENT_LINK_SENDER | ENT_LINK_RECEIVER);
    return ent_relater_add(m->r, &link);
}

static bool read_visas(reader *m)
{
    const ent_cue *free_of = within(m, ENT_CUE_visafree), *word = within(m, ENT_CUE_visaword);
    const ent_cue *entry = within(m, ENT_CUE_entry);
    const ent_cue *first = entry ? entry : free_of ? free_of : word;
    if (!first)
        return true;
    m->anchor = first->token;
    if (free_of && within(m, ENT_CUE_mutual))
        return both_ways(m);
    const ent_cue *curb = within(m, ENT_CUE_sanction), *less = within(m, ENT_CUE_fewer);
    const ent_cue *waives = within(m, ENT_CUE_waive), *visit = within(m, ENT_CUE_visit);
    bool eased = free_of && !entry && !less;
    if (entry || ((curb || less) && word && !eased)) {
        m->anchor = entry ? entry->token : less && !curb ? less->token : curb->token;
        return !find_doer(m) || hit(m, &visa_curb, true);
    }
    if (!eased)
        return true;
    m->anchor = waives ? waives->token : visit ? visit->token : free_of->token;
    return !(find_doer(m) || find_host(m)) || hit(m, &visa_ease, true);
}

static bool read_labour(reader *m)
{
    const ent_cue *ban = within(m, ENT_CUE_workban);
    if (!ban)
        ban = within(m, ENT_CUE_ban);
    if (!ban || !within(m, ENT_CUE_workers))
        return true;
    m->anchor = ban->token;
    return !find_doer(m) || hit(m, within(m, ENT_CUE_unban) ? &labour_lift : &labour_ban, true);
}

bool ent_measures_find(ent_relater *r)
{
    reader m = {.r = r};
    uint32_t count = r->out->count;
    return read_visas(&m) && (r->out->count > count || read_labour(&m));
}
