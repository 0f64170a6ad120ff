/* Who moves people where, read from the place that each mention of a party has among the words of movement: before a
 * verb of sending, behind "to" or "from", as the doer of a passive, as the people who move. The order in which the
 * parties are named says nothing. */
#include "io/extract/movement.h"

#include "core/model/vocabulary.h"

enum { LEFT = 16, RIGHT = 14 };

typedef struct {
    const ent_document *d;
    const ent_cues *cues;
    const ent_groups *groups;
    const char *const *codes;
    uint32_t count;
    uint32_t begin, end; /* tokens */
    ent_movement *out;
} reader;

static const ent_token *token(const reader *r, uint32_t i)
{
    return &r->d->tokens[i];
}

static const ent_cue *cue_at(const reader *r, uint32_t i, ent_cue_class wanted)
{
    return ent_cue_at(r->d, r->cues, i, wanted);
}

static bool is(const reader *r, uint32_t i, const char *word)
{
    return ent_token_is(r->d, i, word);
}

static bool ends_clause(const reader *r, uint32_t i)
{
    const ent_token *t = token(r, i);
    if (t->type == ENT_TOKEN_MARK)
        return t->lower.p[0] == ';' || t->lower.p[0] == ':' || t->lower.n == 3;
    return cue_at(r, i, ENT_CUE_clause) && !is(r, i, "as") && !is(r, i, "where");
}

static bool is_moving(const reader *r, uint32_t i)
{
    return cue_at(r, i, ENT_CUE_send) || cue_at(r, i, ENT_CUE_sendnoun) || cue_at(r, i, ENT_CUE_worksend);
}

/* A noun for people, or a nationality, at token i or ending there. */
static bool is_people(const reader *r, uint32_t i)
{
    uint32_t number = token(r, i)->inside;
    if (number)
        return r->groups->groups[number - 1].flags & ENT_GROUP_PEOPLE;
    return cue_at(r, i, ENT_CUE_people) ||
           (i > r->begin && cue_at(r, i - 1, ENT_CUE_people) && cue_at(r, i - 1, ENT_CUE_people)->count == 2);
}

/* "were deported", "men deported by": what stands before is who moves. */
static bool is_passive(const reader *r, uint32_t verb)
{
    static const char *const be[] = {"was", "were", "been", "being", "be", "are", "is", "get", "got"};
    ent_str w = token(r, verb)->lower;
    if (w.n > 3 && memcmp(w.p + w.n - 3, "ing", 3) == 0)
        return false;
    bool base = w.n > 1 && memcmp(w.p + w.n - 1, "d", 1) != 0 && memcmp(w.p + w.n - 1, "n", 1) != 0 &&
                memcmp(w.p + w.n - 1, "t", 1) != 0;
    if (base)
        return false; /* "was to settle" */
    bool participle = w.n > 2 && (memcmp(w.p + w.n - 2, "ed", 2) == 0 || memcmp(w.p + w.n - 2, "wn", 2) == 0 ||
                                  memcmp(w.p + w.n - 2, "en", 2) == 0 || ent_str_equal(w, ENT_STR("sent")) ||
                                  ent_str_equal(w, ENT_STR("held")));
    if (participle && verb > r->begin && is_people(r, verb - 1))
        return true;
    for (uint32_t back = 1; back <= 2 && verb >= r->begin + back; back++)
        for (size_t k = 0; k < sizeof be / sizeof be[0]; k++)
            if (is(r, verb - back, be[k]))
                return true;
    return false;
}

/* The preposition that governs a group; UINT32_MAX: none. */
static uint32_t preposition(const reader *r, const ent_group *group)
{
    static const char *const skipped[] = {"the",    "its", "neighbouring", "neighboring", "nearby", "president",
                                          "former", "a",   "their",        "mr",          "both",   "distant"};
    static const char *const words[] = {"to", "into", "from", "by", "in",     "on",      "onto",
                                        "at", "with", "for",  "of", "within", "towards", "against"};
    uint32_t i = group->first;
    for (bool more = true; more && i > r->begin;) {
        more = false;
        for (size_t k = 0; k < sizeof skipped / sizeof skipped[0] && !more; k++)
            more = is(r, i - 1, skipped[k]);
        i -= more;
    }
    for (size_t k = 0; k < sizeof words / sizeof words[0] && i > r->begin; k++)
        if (is(r, i - 1, words[k]))
            return i - 1;
    return UINT32_MAX;
}

static void vote(const reader *r, uint32_t party, int sends, int takes)
{
    r->out->sends[party] += sends;
    r->out->takes[party] += takes;
}

/* "left for Oslo". */
static bool leaves_before(const reader *r, uint32_t at)
{
    static const char *const verbs[] = {"leave", "leaves", "left", "leaving", "departed", "bound", "set"};
    for (uint32_t back = 1; back <= 8 && at >= r->begin + back; back++)
        for (size_t k = 0; k < sizeof verbs / sizeof verbs[0]; k++)
            if (is(r, at - back, verbs[k]))
                return true;
    return false;
}

/* What word of movement stands before the preposition at `at`, the nearest one: "flown home to", "workers from". */
static void read_left(const reader *r, uint32_t party, const ent_group *group, uint32_t at)
{
    bool leaves = is(r, at, "for") && leaves_before(r, at);
    bool to = cue_at(r, at, ENT_CUE_into) || leaves, from = is(r, at, "from"), by = is(r, at, "by");
    bool place = !to && !from && !by;
    for (uint32_t back = 1; back <= LEFT && at >= r->begin + back; back++) {
        uint32_t i = at - back;
        if (ends_clause(r, i))
            return;
        bool send = is_moving(r, i), take = cue_at(r, i, ENT_CUE_take);
        bool people = cue_at(r, i, ENT_CUE_people) || is(r, i, "them") || is(r, i, "those") || is(r, i, "some");
        if (cue_at(r, i, ENT_CUE_talks) || (cue_at(r, i, ENT_CUE_instr) && !to) || cue_at(r, i, ENT_CUE_sign) ||
            cue_at(r, i, ENT_CUE_say))
            return;
        const ent_cue *st = cue_at(r, i, ENT_CUE_st);
        if (by && st && st->entry->status == ENT_RECORD_rejected) {
            vote(r, party, 0, 2); /* "was rejected by Palau" */
            return;
        }
        if ((by || from) && cue_at(r, i, ENT_CUE_ask) && !take && !send) {
            vote(r, party, 2, 0); /* "a request by Washington", "asked by Brussels" */
            return;
        }
        if (to && cue_at(r, i, ENT_CUE_pay) && !send) {
            vote(r, party, 0, 1);
            return;
        }
        if (by && send && is_passive(r, i)) {
            vote(r, party, 3, 0);
            return;
        }
        if (by && (send || take)) {
            /* "refugees held by Australia": who holds them may want to be rid of them */
            bool held = take && cue_at(r, i, ENT_CUE_hold);
            vote(r, party, send ? 3 : 0, take && !send ? (held ? 1 : 3) : 0);
            return;
        }
        if (to && (send || cue_at(r, i, ENT_CUE_visit) || leaves)) {
            vote(r, party, 0, 3);
            return;
        }
        if (to && (people || cue_at(r, i, ENT_CUE_workers))) {
            vote(r, party, 0, 2);
            return;
        }
        if (from && (people || cue_at(r, i, ENT_CUE_workers))) {
            /* "deportees from the United States", "men from Cuba" */
            bool goal = ent_lexicon_describes("destination", r->codes[party]);
            r->out->origins[party]++;
            vote(r, party, goal && cue_at(r, i, ENT_CUE_sendnoun) ? 2 : 0, 0);
            return;
        }
        if (from && (send || take)) {
            vote(r, party, 3, 0);
            return;
        }
        const ent_cue *topic = cue_at(r, i, ENT_CUE_topic);
        if (place && (is(r, at, "in") || is(r, at, "on") || is(r, at, "at") || is(r, at, "within")) &&
            (take || cue_at(r, i, ENT_CUE_site) || cue_at(r, i, ENT_CUE_workers) ||
             (topic &&
              (topic->entry->kind == ENT_KIND_third_country_transfer || topic->entry->kind == ENT_KIND_resettlement ||
               topic->entry->kind == ENT_KIND_labour_mobility)))) {
            vote(r, party, 0, 2);
            return;
        }
        if (place && send) {
            /* "handed over in Juba", "landed in Kigali" */
            if (back <= 4)
                vote(r, party, 0, 2);
            return;
        }
    }
}

/* "expelled the UN refugee agency": a party is the object, nobody moves. */
static bool takes_a_party(const reader *r, uint32_t verb)
{
    uint32_t i = verb + 1;
    while (i < r->end && (is(r, i, "the") || is(r, i, "its")))
        i++;
    uint32_t number = i < r->end ? token(r, i)->group : 0;
    const ent_group *g = number ? &r->groups->groups[number - 1] : NULL;
    return g && !(g->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_ADJECTIVE | ENT_GROUP_OWNER | ENT_GROUP_PLACE));
}

/* "asked it to receive": who asks wants to send. */
static bool asks_to_take(const reader *r, uint32_t ask)
{
    for (uint32_t i = ask + 1; i + 1 < r->end && i < ask + 7; i++)
        if (is(r, i, "to") && cue_at(r, i + 1, ENT_CUE_take))
            return true;
    return false;
}

/* "the return of Iraqis": no verb. */
static bool is_noun(const reader *r, uint32_t i)
{
    static const char *const before[] = {"the",       "a",      "their", "its",    "of",
                                         "voluntary", "forced", "swift", "faster", "on"};
    if (!cue_at(r, i, ENT_CUE_sendnoun) || i == r->begin)
        return false;
    for (size_t k = 0; k < sizeof before / sizeof before[0]; k++)
        if (is(r, i - 1, before[k]))
            return true;
    return false;
}

/* A subject: the first verb of movement to its right, and those joined to it by "and". */
static void read_right(const reader *r, uint32_t party, const ent_group *group)
{
    int weight = 3;
    bool seen = false;
    for (uint32_t i = group->first + group->count, n = 0; n < (seen ? 2 * RIGHT : RIGHT) && i < r->end; i++, n++) {
        uint32_t number = token(r, i)->group;
        const ent_group *other = number ? &r->groups->groups[number - 1] : NULL;
        if (ends_clause(r, i))
            return;
        if (other && !(other->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_PLACE | ENT_GROUP_ORIGIN))) {
            if ((other->flags & ENT_GROUP_SUBJECT) && !ent_group_has(other, r->codes[party]))
                return; /* the verbs behind are that one's */
            weight = 0;
        }
        if (weight == 0 && !token(r, i)->inside && (is(r, i, "and") || is(r, i, "to")))
            weight = 1; /* "has a deal with B, and has sent" */
        if (weight > 0 && cue_at(r, i, ENT_CUE_ask) && asks_to_take(r, i)) {
            vote(r, party, 2, 0);
            return;
        }
        bool takes = cue_at(r, i, ENT_CUE_take);
        if (seen && !is(r, i - 1, "and"))
            continue;
        if ((takes || cue_at(r, i, ENT_CUE_send) || cue_at(r, i, ENT_CUE_worksend)) && !is_passive(r, i) &&
            !is_noun(r, i)) {
            const ent_cue *hold = cue_at(r, i, ENT_CUE_hold);
            if (takes_a_party(r, i) || weight == 0)
                return;
            vote(r, party, takes ? 0 : weight, takes ? (hold ? 1 : weight) : 0);
            seen = true;
        }
    }
}

/* "none of them a citizen of". */
static bool is_excluded(const reader *r, uint32_t first)
{
    static const char *const no[] = {"none", "not", "no", "neither", "nor", "without"};
    for (uint32_t back = 1; back <= 5 && first >= r->begin + back; back++)
        for (size_t k = 0; k < sizeof no / sizeof no[0]; k++)
            if (is(r, first - back, no[k]))
                return true;
    return false;
}

static void read_group(const reader *r, const ent_group *group, uint32_t party)
{
    uint32_t behind = group->first + group->count;
    if (group->flags & ENT_GROUP_PEOPLE) {
        r->out->people[party] += !is_excluded(r, group->first);
        return;
    }
    for (uint32_t i = behind; i < behind + 3 && i < r->end && (group->flags & (ENT_GROUP_OWNER | ENT_GROUP_ADJECTIVE));
         i++)
        if (cue_at(r, i, ENT_CUE_sendnoun)) {
            vote(r, party, 2, 0);
            return;
        }
    for (uint32_t i = behind; i < behind + 2 && i < r->end && (group->flags & (ENT_GROUP_OWNER | ENT_GROUP_ADJECTIVE));
         i++)
        if (cue_at(r, i, ENT_CUE_ask) && !cue_at(r, i, ENT_CUE_offer)) {
            vote(r, party, 2, 0); /* "Washington's request", "American pressure" */
            return;
        }
    uint32_t at = preposition(r, group);
    if (at != UINT32_MAX) {
        read_left(r, party, group, at);
        return;
    }
    bool offers = cue_at(r, behind, ENT_CUE_offer) || cue_at(r, behind, ENT_CUE_promise); /* "New Zealand's offer to" */
    if (!(group->flags & ENT_GROUP_OWNER) || (group->flags & ENT_GROUP_ACTOR) || offers)
        read_right(r, party, group);
}

/* "it will take back": the subject of the sentence acts. */
static void read_pronoun(const reader *r, uint32_t i)
{
    for (uint32_t k = r->begin; k < i; k++) {
        uint32_t number = token(r, k)->group;
        const ent_group *group = number ? &r->groups->groups[number - 1] : NULL;
        bool many = is(r, i, "they");
        if (!group || !(group->flags & ENT_GROUP_SUBJECT) || (group->code_count != 1 && !many) ||
            (group->flags & ENT_GROUP_PEOPLE))
            continue;
        for (uint32_t p = 0; p < r->count; p++)
            if (ent_group_has(group, r->codes[p])) {
                ent_group stand_in = {.first = i, .count = 1, .codes = {r->codes[p]}, .code_count = 1};
                read_right(r, p, &stand_in);
            }
        return;
    }
}

void ent_movement_read(const ent_document *document, const ent_cues *cues, const ent_groups *groups, uint32_t begin,
                       uint32_t end, const char *const *codes, uint32_t count, ent_movement *out)
{
    reader r = {document, cues, groups, codes, count, begin, end, out};
    for (uint32_t i = begin; i < end; i++) {
        uint32_t number = token(&r, i)->group;
        const ent_group *group = number ? &groups->groups[number - 1] : NULL;
        for (uint32_t c = 0; group && c < group->code_count; c++)
            for (uint32_t p = 0; p < count; p++)
                if (strcmp(group->codes[c], codes[p]) == 0)
                    read_group(&r, group, p);
        if (!group && (is(&r, i, "it") || is(&r, i, "they")))
            read_pronoun(&r, i);
    }
}
