/* Clauses that no pattern fits: which of the parties named have something with each other.
 *
 * A clause tells an agreement, a movement or a measure by its words. Each party named in it gets votes for sending and
 * taking in (movement.c); those with votes form the pairs, whatever the order of the names. Where a clause names one
 * party only, the other is the one that the clauses before were about. */
#include "io/extract/movement.h"
#include "io/extract/relater.h"

#include "core/model/vocabulary.h"

enum { FIGURES = ENT_GROUP_CODES, BEFORE = 3, WINDOW = 3 };

typedef struct {
    const char *code;
    uint32_t group;
    bool acts, place, people; /* whether it is ever named so */
} figure;

typedef struct {
    ent_relater *r;
    uint32_t begin, end;
    uint32_t anchor;
    ent_frame_type type;
    figure figures[FIGURES];
    const char *codes[FIGURES];
    uint32_t count;
    ent_movement votes;
    bool all_take; /* each party has votes for taking in */
    int least;     /* the fewest of them */
    bool modal;    /* told as to come */
    bool acted;    /* paid, or let happen */
    bool with;     /* one more party behind "with" */
} scene;

static const ent_cue *cue_at(const ent_relater *r, uint32_t i, ent_cue_class wanted)
{
    return ent_relater_cue(r, i, wanted);
}

/* ---- clauses ---- */

static bool is_verb(const ent_relater *r, uint32_t i)
{
    static const ent_cue_class classes[] = {ENT_CUE_send,  ENT_CUE_take,     ENT_CUE_agree, ENT_CUE_sign,  ENT_CUE_have,
                                            ENT_CUE_talks, ENT_CUE_offer,    ENT_CUE_ask,   ENT_CUE_pay,   ENT_CUE_ban,
                                            ENT_CUE_waive, ENT_CUE_sanction, ENT_CUE_say,   ENT_CUE_build, ENT_CUE_st,
                                            ENT_CUE_deny,  ENT_CUE_promise,  ENT_CUE_ask};
    for (size_t k = 0; k < sizeof classes / sizeof classes[0]; k++)
        if (cue_at(r, i, classes[k]))
            return true;
    return cue_at(r, i, ENT_CUE_modal) && !ent_token_is(r->d, i, "to") && !ent_token_is(r->d, i, "of");
}

/* A subject with its verb behind a comma or a conjunction: "…, South Sudan received eight men". */
static bool starts_clause(const ent_relater *r, uint32_t i)
{
    if (i <= r->begin)
        return false;
    const ent_token *before = &r->d->tokens[i - 1];
    if (before->type == ENT_TOKEN_MARK && (before->lower.p[0] == ';' || before->lower.p[0] == ':'))
        return true;
    bool joint = (before->type == ENT_TOKEN_MARK && before->lower.p[0] == ',') || ent_token_is(r->d, i - 1, "and") ||
                 cue_at(r, i - 1, ENT_CUE_clause);
    static const char *const contrasts[] = {"but", "while", "whereas"};
    for (size_t k = 0; k < sizeof contrasts / sizeof contrasts[0]; k++)
        for (uint32_t n = 0; n < 3 && ent_token_is(r->d, i - 1, contrasts[k]) && i + n < r->end; n++)
            if (r->d->tokens[i + n].group)
                return true;
    uint32_t at = ent_token_is(r->d, i, "the") ? i + 1 : i;
    const ent_group *g = joint && at < r->end ? ent_relater_group(r, r->d->tokens[at].group) : NULL;
    if (!g || !(g->flags & ENT_GROUP_SUBJECT) || !ent_group_may_act(g))
        return false;
    for (uint32_t k = g->first + g->count, n = 0; k < r->end && n < 3; k++, n++) {
        if (is_verb(r, k))
            return true;
        if (r->d->tokens[k].group || r->d->tokens[k].type == ENT_TOKEN_MARK)
            return false;
    }
    return false;
}

/* ---- what a clause is about ---- */

static bool speaks_of_asking(const ent_relater *r, uint32_t i)
{
    enum { REACH = 14 };
    for (uint32_t back = 1; back <= 4 && i >= r->begin + back; back++)
        if (ent_token_is(r->d, i - back, "whom") || ent_token_is(r->d, i - back, "those"))
            return false; /* "those whom the courts have turned down" */
    uint32_t from = i > r->begin + REACH ? i - REACH : r->begin, to = i + REACH < r->end ? i + REACH : r->end;
    return ent_cue_within(r->d, r->cues, from, to, ENT_CUE_ask) || ent_cue_within(r->d, r->cues, i, to, ENT_CUE_take) ||
           ent_cue_within(r->d, r->cues, from, to, ENT_CUE_instr);
}

static bool is_agreement_word(const ent_relater *r, uint32_t i)
{
    const ent_cue *st = cue_at(r, i, ENT_CUE_st), *topic = cue_at(r, i, ENT_CUE_topic);
    bool rejects = st && st->entry->status == ENT_RECORD_rejected;
    if (rejects && !speaks_of_asking(r, i))
        return false; /* "whom the courts have turned down" */
    return (st && (st->entry->weight >= 7 || st->entry->status == ENT_RECORD_talks)) || cue_at(r, i, ENT_CUE_instr) ||
           cue_at(r, i, ENT_CUE_instr_plural) || cue_at(r, i, ENT_CUE_talks) || cue_at(r, i, ENT_CUE_sign) ||
           cue_at(r, i, ENT_CUE_undo) || (topic && topic->entry->kind == ENT_KIND_free_movement);
}

/* Behind a verb of agreeing or offering: "to take", "that … would be sent". */
static bool leads_to_movement(const ent_relater *r, uint32_t i, uint32_t end)
{
    for (uint32_t k = i + 1; k < end && k < i + 12; k++)
        if (cue_at(r, k, ENT_CUE_take) || cue_at(r, k, ENT_CUE_send) || cue_at(r, k, ENT_CUE_sendnoun))
            return true;
    return false;
}

/* "will receive", "told Rubio that it would receive". */
static bool is_announced(const scene *s, uint32_t verb)
{
    const ent_relater *r = s->r;
    uint32_t from = verb > s->begin + 2 ? verb - 2 : s->begin;
    bool said = ent_cue_within(r->d, r->cues, s->begin, verb, ENT_CUE_say) != NULL;
    for (uint32_t i = from; i < verb; i++)
        if (ent_token_is(r->d, i, "not") || ent_token_is(r->d, i, "n't"))
            return false;
    for (uint32_t i = from; i < verb; i++)
        if (ent_token_is(r->d, i, "will") || (said && ent_token_is(r->d, i, "would")))
            return true;
    return false;
}

static bool has_kind(const scene *s)
{
    for (uint32_t i = s->begin; i < s->end; i++) {
        const ent_cue *topic = cue_at(s->r, i, ENT_CUE_topic);
        if (topic && topic->entry->kind >= 0)
            return true;
    }
    return false;
}

/* Money for holding people or guarding a border. */
static bool pays_for_it(const scene *s)
{
    int weight = 0;
    for (uint32_t i = s->begin; i < s->end; i++) {
        const ent_cue *topic = cue_at(s->r, i, ENT_CUE_topic);
        int kind = topic ? topic->entry->kind : -1;
        if (kind == ENT_KIND_border_cooperation || kind == ENT_KIND_third_country_transfer)
            weight += topic->entry->weight;
    }
    return weight >= 5 && ent_cue_within(s->r->d, s->r->cues, s->begin, s->end, ENT_CUE_money);
}

static bool find_anchor(scene *s)
{
    const ent_relater *r = s->r;
    for (uint32_t i = s->begin; i < s->end; i++)
        if (is_agreement_word(r, i) ||
            ((cue_at(r, i, ENT_CUE_agree) || cue_at(r, i, ENT_CUE_offer) || cue_at(r, i, ENT_CUE_promise)) &&
             leads_to_movement(r, i, s->end))) {
            s->anchor = i;
            s->type = ENT_FRAME_deal;
            return true;
        }
    for (uint32_t i = s->begin; i < s->end; i++)
        if ((cue_at(r, i, ENT_CUE_permit) && has_kind(s)) ||
            ((cue_at(r, i, ENT_CUE_pay) || cue_at(r, i, ENT_CUE_gain)) && pays_for_it(s))) {
            bool refused = false;
            s->anchor = i;
            s->type = ENT_FRAME_deal;
            s->acted = ent_relater_is_realised(r, i, &refused);
            s->modal = !s->acted && is_announced(s, i);
            return true;
        }
    for (uint32_t i = s->begin + 1; i < s->end; i++)
        if ((cue_at(r, i, ENT_CUE_send) || cue_at(r, i, ENT_CUE_take)) && is_announced(s, i)) {
            s->anchor = i;
            s->type = ENT_FRAME_deal;
            s->modal = true;
            return true;
        }
    for (uint32_t i = s->begin; i < s->end && r->lax; i++) {
        const ent_cue *st = cue_at(r, i, ENT_CUE_st);
        if (st && st->entry->weight >= 2 && st->entry->status != ENT_RECORD_operating && has_kind(s)) {
            s->anchor = i;
            s->type = ENT_FRAME_deal;
            return true;
        }
    }
    for (uint32_t i = s->begin; i < s->end; i++) {
        bool refused = false;
        if ((cue_at(r, i, ENT_CUE_send) || cue_at(r, i, ENT_CUE_take)) && ent_relater_is_realised(r, i, &refused)) {
            s->anchor = i;
            s->type = ENT_FRAME_move;
            return true;
        }
    }
    return false;
}

/* ---- parties ---- */

static int net(const scene *s, uint32_t i)
{
    return s->votes.takes[i] - s->votes.sends[i];
}

static void compare(scene *s)
{
    /* a site is no party where somebody else takes people in: refugees held on Nauru are settled in Cambodia */
    bool taken = false;
    for (uint32_t i = 0; i < s->count; i++)
        taken = taken || (s->figures[i].acts && net(s, i) > 1);
    for (uint32_t i = 0; i < s->count && taken; i++)
        if (!s->figures[i].acts && s->figures[i].place && net(s, i) <= 2)
            s->votes.takes[i] = s->votes.sends[i] = 0;
    int least = INT32_MAX, most = 0;
    bool all = s->count > 1;
    for (uint32_t i = 0; i < s->count; i++) {
        if (!s->figures[i].acts && net(s, i) == 0)
            continue;
        all = all && net(s, i) > 0;
        least = net(s, i) < least ? net(s, i) : least;
        most = net(s, i) > most ? net(s, i) : most;
    }
    s->all_take = all && least < most;
    s->least = least;
}

static void gather(scene *s)
{
    for (uint32_t i = s->begin; i < s->end; i++) {
        const ent_group *g = ent_relater_group(s->r, s->r->d->tokens[i].group);
        for (uint32_t c = 0; g && c < g->code_count; c++) {
            uint32_t at = 0;
            while (at < s->count && strcmp(s->figures[at].code, g->codes[c]) != 0)
                at++;
            if (at == FIGURES)
                continue;
            if (at == s->count) {
                s->figures[at] = (figure){.code = g->codes[c], .group = s->r->d->tokens[i].group};
                s->codes[at] = g->codes[c];
                s->count++;
            }
            bool people = g->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_ORIGIN), place = g->flags & ENT_GROUP_PLACE;
            s->figures[at].people = s->figures[at].people || people;
            s->figures[at].place = s->figures[at].place || (place && !people);
            if (!people && !place && !s->figures[at].acts) {
                s->figures[at].acts = true;
                s->figures[at].group = s->r->d->tokens[i].group;
            }
        }
    }
    for (uint32_t n = ent_sentence_of(s->r->d, s->begin), from = s->begin; from < s->end; n++) {
        uint32_t end = s->r->d->sentences[n].first + s->r->d->sentences[n].count;
        end = end < s->end ? end : s->end;
        ent_movement_read(s->r->d, s->r->cues, s->r->groups, from, end, s->codes, s->count, &s->votes);
        from = end;
    }
    compare(s);
}

/* Who sends has votes for it, or fewest for taking where all have some: "refugees held by A are settled in B". */
static bool sends(const scene *s, uint32_t i)
{
    return net(s, i) < 0 || (s->all_take && net(s, i) == s->least);
}

static bool takes(const scene *s, uint32_t i)
{
    return net(s, i) > 0 && !sends(s, i);
}

static bool is_in_scene(const scene *s, const char *code)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (strcmp(s->codes[i], code) == 0 && (s->figures[i].acts || sends(s, i) || takes(s, i)))
            return true;
    return false;
}

static uint32_t lender(const scene *s, uint32_t number, bool destination)
{
    const ent_group *g = ent_relater_group(s->r, number);
    if (!g || g->code_count != 1 || (g->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_ORIGIN | ENT_GROUP_PLACE)) ||
        is_in_scene(s, g->codes[0]))
        return 0;
    return !destination || ent_lexicon_describes("destination", g->codes[0]) ? number : 0;
}

/* The party that the text around is about, from another clause: the nearest before, in this sentence and in some before
 * it; for want of one, the nearest behind. destination: only one that people move to, as a rule. 0: none. */
static uint32_t lend(const scene *s, bool destination)
{
    const ent_relater *r = s->r;
    uint32_t found = 0;
    if (r->hub_group && r->sentence - r->hub_sentence <= 2 && (found = lender(s, r->hub_group, destination)) != 0)
        return found;
    uint32_t first = r->sentence > BEFORE ? r->sentence - BEFORE : 0;
    uint32_t from = r->d->sentences[first].first;
    for (uint32_t i = s->begin; i-- > from && !found;)
        found = lender(s, r->d->tokens[i].group, destination);
    for (uint32_t i = s->end; i < r->end && !found; i++)
        found = lender(s, r->d->tokens[i].group, destination);
    return found;
}

/* Whether a link has both. */
static bool is_linked(const ent_relater *r, uint32_t first, uint32_t last, const char *one, const char *other)
{
    for (uint32_t i = first; i < last; i++) {
        int found = 0;
        for (uint32_t c = 0; c < r->out->links[i].code_count; c++)
            found += strcmp(r->out->links[i].codes[c], one) == 0 || strcmp(r->out->links[i].codes[c], other) == 0;
        if (r->out->links[i].type != ENT_FRAME_role && found == 2)
            return true;
    }
    return false;
}

static const ent_pattern clause_deal = {
    .type = ENT_FRAME_deal, .status = -1, .kind = -1, .priority = 3, .name = "parties of a clause about an agreement"};
static const ent_pattern clause_move = {.type = ENT_FRAME_move,
                                        .status = -1,
                                        .kind = -1,
                                        .priority = 3,
                                        .roles = "A>B",
                                        .name = "parties of a clause about a movement"};
static const ent_pattern clause_flow = {.type = ENT_FRAME_deal,
                                        .status = -1,
                                        .kind = -1,
                                        .priority = 5,
                                        .roles = "A>B",
                                        .name = "parties of a clause about an agreed movement"};

static const ent_pattern clause_with = {
    .type = ENT_FRAME_deal, .status = -1, .kind = -1, .priority = 5, .name = "one more party behind with"};
static const ent_pattern clause_deed = {.type = ENT_FRAME_deal,
                                        .status = ENT_RECORD_operating,
                                        .kind = -1,
                                        .priority = 4,
                                        .name = "parties of a clause about what one pays for or allows"};
static const ent_pattern clause_deed_flow = {.type = ENT_FRAME_deal,
                                             .status = ENT_RECORD_operating,
                                             .kind = -1,
                                             .priority = 5,
                                             .roles = "A>B",
                                             .name = "parties of a clause about what one pays for or allows"};

static bool emit(scene *s, const char *sender, const char *receiver, bool directed, bool weak)
{
    if (s->r->across && is_linked(s->r, 0, s->r->out->count, sender, receiver))
        return true; /* told in a sentence of its own */
    for (uint32_t i = 0; i < s->count && directed && (s->type == ENT_FRAME_move || s->acted); i++)
        if (strcmp(s->codes[i], sender) == 0 && s->votes.people[i] > 0 && !ent_lexicon_describes("destination", sender))
            return true; /* Afghans flown out of Kabul: where they come from */
    ent_link link = {.sentence = ent_sentence_of(s->r->d, s->anchor),
                     .anchor = s->anchor,
                     .first = s->anchor,
                     .last = s->anchor + 1,
                     .type = (uint8_t)s->type,
                     .weak = weak,
                     .modal = s->modal};
    link.pattern = s->with                                 ? &clause_with
                   : s->acted && s->type == ENT_FRAME_deal ? (directed ? &clause_deed_flow : &clause_deed)
                   : !directed                             ? &clause_deal
                   : s->type == ENT_FRAME_move             ? &clause_move
                                                           : &clause_flow;
    for (uint32_t i = 0; i < s->count; i++)
        if (strcmp(s->codes[i], sender) == 0 || strcmp(s->codes[i], receiver) == 0) {
            const ent_group *g = ent_relater_group(s->r, s->figures[i].group);
            link.first = g->first < link.first ? g->first : link.first;
            link.last = g->first + g->count > link.last ? g->first + g->count : link.last;
            link.stand_in = link.stand_in || (g->flags & ENT_GROUP_STAND_IN);
            link.own_nationals =
                link.own_nationals ||
                (directed && strcmp(s->codes[i], receiver) == 0 &&
                 (s->votes.people[i] > 0 || ent_cue_within(s->r->d, s->r->cues, s->begin, s->end, ENT_CUE_own)));
        }
    ent_link_add_party(&link, sender, directed ? ENT_LINK_SENDER : 0);
    ent_link_add_party(&link, receiver, directed ? ENT_LINK_RECEIVER : 0);
    return ent_relater_add(s->r, &link);
}

/* People of a third nation, taken in beside a party that people go to: "Tirana hosts Afghans until Washington has". */
static bool takes_foreigners(const scene *s)
{
    bool foreign = false, goal = false;
    for (uint32_t i = 0; i < s->count; i++) {
        foreign = foreign || (s->figures[i].people && !s->figures[i].acts);
        goal = goal || (s->figures[i].acts && !takes(s, i) && ent_lexicon_describes("destination", s->codes[i]));
    }
    return foreign && goal;
}

/* Movement counts without a word for an agreement only where people are put out: rule 4. */
static bool is_expulsion(const scene *s)
{
    uint32_t n = ent_sentence_of(s->r->d, s->begin);
    uint32_t from = s->r->d->sentences[n > 1 ? n - 1 : 0].first;
    if (takes_foreigners(s))
        return true;
    uint32_t last = ent_sentence_of(s->r->d, s->end - 1);
    uint32_t to = s->r->d->sentences[last].first + s->r->d->sentences[last].count;
    for (uint32_t i = from; i < to; i++) {
        const ent_cue *topic = cue_at(s->r, i, ENT_CUE_topic);
        int kind = topic ? topic->entry->kind : -1;
        if (kind == ENT_KIND_third_country_transfer || kind == ENT_KIND_evacuation_transit ||
            kind == ENT_KIND_safe_third_country)
            return true;
    }
    return false;
}

/* Work, visas, free movement: who moves is told by nationality. */
static bool goes_freely(const scene *s)
{
    int freely = 0, other = 0;
    for (uint32_t i = s->begin; i < s->end; i++) {
        const ent_cue *topic = cue_at(s->r, i, ENT_CUE_topic);
        int kind = topic ? topic->entry->kind : -1;
        bool free_kind = kind == ENT_KIND_labour_mobility || kind == ENT_KIND_visa || kind == ENT_KIND_free_movement;
        freely += free_kind ? topic->entry->weight : 0;
        other += kind >= 0 && !free_kind ? topic->entry->weight : 0;
    }
    return freely > other;
}

static bool is_other(const scene *s, uint32_t i)
{
    return s->figures[i].acts && !sends(s, i) && !takes(s, i);
}

static bool pair_by_votes(scene *s, bool *done)
{
    uint32_t senders = 0, receivers = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        senders += sends(s, i);
        receivers += takes(s, i);
    }
    *done = true;
    if (senders && receivers && (senders == 1 || receivers == 1)) {
        for (uint32_t i = 0; i < s->count; i++)
            for (uint32_t k = 0; k < s->count; k++)
                if (sends(s, i) && takes(s, k) && !emit(s, s->codes[i], s->codes[k], true, false))
                    return false;
        return true;
    }
    /* one side is told, another party acts */
    uint32_t others = 0, other = 0; /* groups; the figures of a list are one */
    for (uint32_t i = 0; i < s->count; i++)
        if (is_other(s, i) && (others == 0 || s->figures[i].group != s->figures[other].group)) {
            others++;
            other = i;
        }
    if ((senders == 0) != (receivers == 0) && others == 1) {
        for (uint32_t i = 0; i < s->count; i++)
            for (uint32_t k = 0; k < s->count; k++)
                if (is_other(s, k) && ((sends(s, i) && !emit(s, s->codes[i], s->codes[k], true, false)) ||
                                       (takes(s, i) && !emit(s, s->codes[k], s->codes[i], true, false))))
                    return false;
        return true;
    }
    /* "lets Tuvaluans move to Australia": a nation, where its people are free to go */
    uint32_t nations = 0, nation = 0;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->figures[i].people && !s->figures[i].acts && !takes(s, i)) {
            nations++;
            nation = i;
        }
    if (receivers && others == 0 && nations == 1 && s->type == ENT_FRAME_deal && goes_freely(s)) {
        for (uint32_t i = 0; i < s->count; i++)
            if (takes(s, i) && !emit(s, s->codes[nation], s->codes[i], true, false))
                return false;
        return true;
    }
    if (receivers && !senders && others == 0) {
        uint32_t number = lend(s, true);
        number = number ? number : lend(s, false);
        const ent_group *hub = ent_relater_group(s->r, number);
        for (uint32_t i = 0; i < s->count && hub; i++)
            if (takes(s, i) && !emit(s, hub->codes[0], s->codes[i], true, true))
                return false;
        if (hub) {
            s->r->hub_group = number;
            s->r->hub_sentence = s->r->sentence;
        }
        return true;
    }
    *done = false;
    return true;
}

/* "with", "between", "by", "and" before a group: it is one of those who agree. */
static bool is_partner(const ent_relater *r, const ent_group *g)
{
    for (uint32_t back = 1; back <= 2 && g->first >= back; back++) {
        if (cue_at(r, g->first - back, ENT_CUE_with) || cue_at(r, g->first - back, ENT_CUE_between))
            return true;
        if (r->d->tokens[g->first - back].inside)
            return false; /* "with Mongolia Japan signed" */
    }
    return false;
}

/* How much a mention speaks for its being a party of the instrument. */
static int weight_of(const scene *s, const ent_group *g)
{
    int weight = 0;
    if (g->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_ORIGIN))
        return goes_freely(s) ? 1 : 0;
    if (g->flags & ENT_GROUP_PLACE)
        return g->flags & ENT_GROUP_CAPITAL ? 0 : 1;
    weight += 2;
    weight += g->flags & ENT_GROUP_ACTOR ? 1 : 0;
    weight += (g->flags & ENT_GROUP_SUBJECT) && ent_group_may_act(g) ? 1 : 0;
    weight += is_partner(s->r, g) ? 2 : 0;
    return weight;
}

static int salience(const scene *s, uint32_t number)
{
    int best = 0, mentions = 0;
    for (uint32_t i = s->begin; i < s->end; i++) {
        const ent_group *g = ent_relater_group(s->r, s->r->d->tokens[i].group);
        if (!g || !ent_group_has(g, s->codes[number]))
            continue;
        int weight = weight_of(s, g);
        best = weight > best ? weight : best;
        mentions += weight > 0;
    }
    return 2 * best + (mentions > 3 ? 3 : mentions) + (net(s, number) != 0 ? 2 : 0);
}

/* One instrument of several that are named together, and nobody else: "four ministers (A, B, C and D) agreed". */
static bool pair_of_many(scene *s, bool *done)
{
    const ent_group *all = NULL;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->figures[i].acts) {
            const ent_group *g = ent_relater_group(s->r, s->figures[i].group);
            if (all && all != g)
                return true;
            all = g;
        }
    if (!all || all->code_count < 3 || is_partner(s->r, all) ||
        ent_sentence_of(s->r->d, all->first) != ent_sentence_of(s->r->d, s->anchor) ||
        ent_cue_within(s->r->d, s->r->cues, s->begin, s->end, ENT_CUE_instr_plural))
        return true;
    ent_link link = {.pattern = &clause_deal,
                     .sentence = ent_sentence_of(s->r->d, s->anchor),
                     .anchor = s->anchor,
                     .first = all->first < s->anchor ? all->first : s->anchor,
                     .last = all->first + all->count > s->anchor ? all->first + all->count : s->anchor + 1,
                     .type = ENT_FRAME_deal};
    for (uint32_t i = 0; i < all->code_count; i++)
        ent_link_add_party(&link, all->codes[i], 0);
    *done = true;
    return ent_relater_add(s->r, &link);
}

typedef struct {
    uint32_t group, first, count; /* the figures of a list are one */
    int weight;
} unit;

static bool emit_units(scene *s, const unit *a, const unit *b)
{
    for (uint32_t i = 0; i < s->count; i++)
        for (uint32_t k = 0; k < s->count; k++)
            if (s->figures[i].group == a->group && s->figures[k].group == b->group && (a->group != b->group || i < k) &&
                !emit(s, s->codes[i], s->codes[k], false, false))
                return false;
    return true;
}

/* Which party of the link told last the clauses behind have to do with as well: the one that people move to, as a rule,
 * else the one that the hub group names. NULL: none. */
static const char *common_party(const scene *s)
{
    const ent_links *links = s->r->out;
    const ent_link *last = links->count ? &links->links[links->count - 1] : NULL;
    const ent_group *hub = ent_relater_group(s->r, s->r->hub_group);
    const char *code = hub && hub->code_count == 1 ? hub->codes[0] : NULL;
    if (last && last->code_count == 2) {
        bool first = ent_lexicon_describes("destination", last->codes[0]);
        bool second = ent_lexicon_describes("destination", last->codes[1]);
        if (first != second)
            code = last->codes[first ? 0 : 1];
    }
    return code && !is_in_scene(s, code) ? code : NULL;
}

/* "…; Uganda has signed as well": with the party that the clause before was about. */
static bool with_hub(scene *s, const unit *u)
{
    const char *hub = common_party(s);
    for (uint32_t i = 0; i < s->count && hub; i++)
        if (s->figures[i].group == u->group && !emit(s, hub, s->codes[i], false, true))
            return false;
    return true;
}

/* Two states and an agency that helps them: one instrument of the three. */
static bool is_with_agency(const scene *s, const unit *best)
{
    uint32_t agencies = 0, states = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->figures[i].group != best[0].group && s->figures[i].group != best[1].group)
            continue;
        bool agency = ent_lexicon_describes("agency", s->codes[i]);
        agencies += agency;
        states += !agency;
    }
    return agencies == 1 && states == 2 && best[0].count + best[1].count == 3;
}

static bool emit_all(scene *s)
{
    ent_link link = {.pattern = &clause_deal,
                     .sentence = ent_sentence_of(s->r->d, s->anchor),
                     .anchor = s->anchor,
                     .first = s->begin,
                     .last = s->end,
                     .type = ENT_FRAME_deal};
    for (uint32_t i = 0; i < s->count; i++)
        if (s->figures[i].acts)
            ent_link_add_party(&link, s->codes[i], 0);
    return ent_relater_add(s->r, &link);
}

/* The two that stand out among all that are named; which of several that are named alike, nobody could tell. */
static bool pair_by_names(scene *s)
{
    enum { LEAST = 3, ALONE = 5 };
    unit best[3] = {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}};
    bool done = false;
    if (!pair_of_many(s, &done))
        return false;
    if (done)
        return true;
    for (uint32_t i = 0; i < s->count; i++) {
        unit u = {s->figures[i].group, i, 1, salience(s, i)};
        int at = 0;
        while (at < 3 && best[at].group != u.group)
            at++;
        if (at < 3) {
            best[at].count++;
            continue;
        }
        for (at = 2; at >= 0 && u.weight > best[at].weight; at--) {
            if (at < 2)
                best[at + 1] = best[at];
            best[at] = u;
        }
    }
    if (best[0].weight >= LEAST && best[1].weight >= LEAST && best[2].weight < LEAST && is_with_agency(s, best))
        return emit_all(s);
    if (cue_at(s->r, s->anchor, ENT_CUE_permit) && best[1].weight >= LEAST && best[2].weight < best[1].weight)
        return emit_units(s, &best[0], &best[1]); /* "Senegal and Mauritania let Spanish officers patrol" */
    if (best[0].count == 2 && best[1].weight < best[0].weight)
        return emit_units(s, &best[0], &best[0]);
    if (best[0].weight >= ALONE && best[1].weight < LEAST && s->r->hub_group &&
        (s->r->sentence == s->r->hub_sentence || (s->r->sentence == s->r->hub_sentence + 1 && has_kind(s))))
        return with_hub(s, &best[0]);
    bool clear = best[0].weight >= ALONE && best[1].weight >= LEAST && (best[1].weight > best[2].weight || s->r->lax);
    return !clear || (best[0].count > 1 && best[1].count > 1) || emit_units(s, &best[0], &best[1]);
}

static bool names_parties(const ent_relater *r, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i < end; i++)
        if (r->d->tokens[i].group)
            return true;
    return false;
}

static bool read_clause(ent_relater *r, uint32_t begin, uint32_t end)
{
    if (!names_parties(r, begin, end))
        return true;
    scene s = {.r = r, .begin = begin, .end = end};
    if (!find_anchor(&s))
        return true;
    gather(&s);
    if (s.count == 0)
        return true;
    bool done = false;
    bool paid =
        cue_at(r, s.anchor, ENT_CUE_pay) || cue_at(r, s.anchor, ENT_CUE_gain) || cue_at(r, s.anchor, ENT_CUE_permit);
    if ((s.type == ENT_FRAME_move || (s.modal && !paid)) &&
        (!is_expulsion(&s) || !ent_relater_people_near(r, begin, end)))
        return true;
    if (!pair_by_votes(&s, &done))
        return false;
    return done || s.type == ENT_FRAME_move || (s.modal && !paid) || pair_by_names(&s);
}

/* Whether a link among those from `first` to below `end` touches the tokens. */
static bool is_told(const ent_relater *r, uint32_t first, uint32_t last, uint32_t begin, uint32_t end)
{
    for (uint32_t i = first; i < last; i++)
        if (r->out->links[i].type != ENT_FRAME_role && r->out->links[i].first < end && r->out->links[i].last > begin)
            return true;
    return false;
}

/* The word for an agreement nearest to a token of the sentence, sooner behind it; its end: none. */
static uint32_t agreement_beside(const ent_relater *r, uint32_t token)
{
    enum { AHEAD = 12 };
    for (uint32_t i = token > r->begin + 4 ? token - 4 : r->begin; i < r->end && i < token + AHEAD; i++)
        if (is_agreement_word(r, i))
            return i;
    for (uint32_t i = token; i-- > r->begin;)
        if (is_agreement_word(r, i))
            return i;
    return r->end;
}

/* Who has it with the party behind "with": a subject of the sentence, else the party that the text was about. */
static uint32_t lend_to_with(const scene *s)
{
    const ent_relater *r = s->r;
    uint32_t found = 0;
    if (r->hub_group && r->sentence - r->hub_sentence <= 2)
        found = lender(s, r->hub_group, false);
    for (uint32_t i = r->begin; i < r->end && !found; i++) {
        const ent_group *g = ent_relater_group(r, r->d->tokens[i].group);
        if (g && (g->flags & ENT_GROUP_SUBJECT) && ent_group_may_act(g) && !is_partner(r, g))
            found = lender(s, r->d->tokens[i].group, false);
    }
    return found ? found : lend(s, false);
}

/* "With Mongolia Japan signed in April, with Laos in July", "the one with Fiji": each "with" beside an agreement that
 * no link has, for the party that the others have in common. */
static bool read_withs(ent_relater *r, uint32_t before)
{
    uint32_t known = r->out->count;
    for (uint32_t i = r->begin + 1; i < r->end; i++) {
        uint32_t number = r->d->tokens[i].group;
        const ent_group *g = ent_relater_group(r, number);
        if (!g || (g->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_ORIGIN | ENT_GROUP_PLACE)) || !is_partner(r, g))
            continue;
        scene s = {.r = r, .begin = i, .end = g->first + g->count, .type = ENT_FRAME_deal, .with = true};
        s.anchor = agreement_beside(r, i);
        gather(&s);
        uint32_t lent = s.anchor < r->end ? lend_to_with(&s) : 0;
        const ent_group *hub = ent_relater_group(r, lent);
        for (uint32_t c = 0; hub && c < g->code_count; c++)
            if (!is_linked(r, before, known, g->codes[c], hub->codes[0]) &&
                !emit(&s, hub->codes[0], g->codes[c], false, true))
                return false;
        if (hub) {
            r->hub_group = lent;
            r->hub_sentence = r->sentence;
        }
    }
    return true;
}

bool ent_scenes_find(ent_relater *r, uint32_t before)
{
    if (!names_parties(r, r->begin, r->end))
        return true;
    uint32_t known = r->out->count;
    for (uint32_t begin = r->begin, end; begin < r->end; begin = end) {
        end = begin + 1;
        while (end < r->end && !starts_clause(r, end))
            end++;
        if (!is_told(r, before, known, begin, end) && !read_clause(r, begin, end))
            return false;
    }
    if (!is_told(r, before, r->out->count, r->begin, r->end) && !read_clause(r, r->begin, r->end))
        return false;
    return read_withs(r, before);
}

/* Sentences beside each other of which none tells a link: an agreement in one, its parties in the other. */
static bool read_window(ent_relater *r, uint32_t first, uint32_t last)
{
    const ent_sentence *from = &r->d->sentences[first], *to = &r->d->sentences[last];
    r->sentence = first;
    r->begin = from->first;
    r->end = to->first + to->count;
    return read_clause(r, r->begin, r->end);
}

static bool find_across(ent_relater *r, uint32_t least)
{
    r->across = true;
    uint32_t sentences = r->d->sentence_count, links = r->out->count;
    bool *told = ent_arena_zero(r->d->arena, sentences + 1), *named = ent_arena_zero(r->d->arena, sentences + 1);
    if (!told || !named)
        return false;
    for (uint32_t i = 0; i < r->groups->count; i++)
        named[ent_sentence_of(r->d, r->groups->groups[i].first)] = true;
    for (uint32_t i = 0; i < links; i++)
        told[r->out->links[i].sentence] = told[r->out->links[i].sentence] || r->out->links[i].type != ENT_FRAME_role;
    for (uint32_t s = 0; s + least < sentences; s++)
        for (uint32_t n = least; n < WINDOW && s + n < sentences && !told[s] && !told[s + n]; n++) {
            uint32_t count = r->out->count;
            bool parties = false;
            for (uint32_t k = s; k <= s + n; k++)
                parties = parties || named[k];
            if (parties && !read_window(r, s, s + n))
                return false;
            for (uint32_t k = s; k <= s + n && r->out->count > count; k++)
                told[k] = true;
        }
    return true;
}

bool ent_scenes_find_across(ent_relater *r)
{
    if (!find_across(r, 1))
        return false;
    r->lax = true;
    return find_across(r, 0);
}
