/* Matches every pattern at every token where it can begin, and makes links of what its slots hold. */
#include "io/extract/relater.h"

#include "core/model/vocabulary.h"

#include <stdlib.h>

enum { SUBJECT_SENTENCES = 3, PEOPLE_BEFORE = 12, PEOPLE_BEHIND = 6, OWNER_REACH = 10 };

typedef ent_relater relater;

typedef struct {
    uint32_t slots[2]; /* groups, from 1 */
    uint32_t anchor;   /* the first cue; UINT32_MAX: none yet */
    uint32_t last;
} match;

const ent_group *ent_relater_group(const ent_relater *r, uint32_t number)
{
    return number ? &r->groups->groups[number - 1] : NULL;
}

const ent_cue *ent_relater_cue(const relater *r, uint32_t token, ent_cue_class wanted)
{
    return ent_cue_at(r->d, r->cues, token, wanted);
}

/* ---- matching ---- */

static bool is_barrier(const relater *r, uint32_t i)
{
    const ent_token *t = &r->d->tokens[i];
    if (t->type == ENT_TOKEN_MARK)
        return t->lower.p[0] != ',' && t->lower.p[0] != '"' && t->lower.p[0] != '(' && t->lower.p[0] != ')' &&
               t->lower.p[0] != '$' && t->lower.n < 3;
    return ent_relater_cue(r, i, ENT_CUE_clause) && !ent_token_is(r->d, i, "as");
}

/* Whether a gap may run over token i. */
static bool may_cross(const relater *r, uint32_t i, bool parties)
{
    if (is_barrier(r, i))
        return false;
    const ent_group *g = ent_relater_group(r, r->d->tokens[i].inside);
    return parties || !g || (g->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_PLACE | ENT_GROUP_ORIGIN));
}

static bool slot_takes(const ent_group *g, uint32_t flags)
{
    if ((g->flags & ENT_GROUP_PEOPLE) && !(flags & ENT_SLOT_PEOPLE))
        return false;
    if ((g->flags & ENT_GROUP_PLACE) && !(flags & ENT_SLOT_PLACE))
        return false;
    if ((flags & ENT_SLOT_PAIR) && g->code_count < 2)
        return false;
    if ((flags & ENT_SLOT_HYPHEN) && (!(g->flags & ENT_GROUP_HYPHEN) || g->code_count < 2))
        return false;
    if ((flags & ENT_SLOT_SUBJECT) && !(g->flags & ENT_GROUP_SUBJECT))
        return false;
    return !(flags & ENT_SLOT_OWNER) || (g->flags & (ENT_GROUP_OWNER | ENT_GROUP_ADJECTIVE));
}

/* As deep as a pattern is long. */
static bool matches(const relater *r, uint32_t op, uint32_t at, match *m)
{
    const ent_pattern_op *o = &ent_pattern_ops[op];
    if (o->type == ENT_OP_END) {
        m->last = at;
        return true;
    }
    if (o->type == ENT_OP_GAP) {
        for (uint32_t n = 0; n <= o->a && at + n < r->end; n++) {
            if (matches(r, op + 1, at + n, m))
                return true;
            if (!may_cross(r, at + n, o->b != 0))
                return false;
        }
        return false;
    }
    match saved = *m;
    if (at < r->end && o->type == ENT_OP_CUE) {
        const uint16_t classes[] = {o->a, o->b, o->c, o->d};
        for (int c = 0; c < 4 && classes[c]; c++) {
            const ent_cue *cue = ent_relater_cue(r, at, classes[c]);
            if (!cue)
                continue;
            if (m->anchor == UINT32_MAX)
                m->anchor = at;
            if (matches(r, op + 1, at + cue->count, m))
                return true;
            *m = saved;
        }
    } else if (at < r->end && o->type == ENT_OP_PARTY) {
        uint32_t number = r->d->tokens[at].group;
        const ent_group *g = ent_relater_group(r, number);
        if (g && slot_takes(g, o->b)) {
            m->slots[o->a] = number;
            if (matches(r, op + 1, g->first + g->count, m))
                return true;
            *m = saved;
        }
    }
    return o->optional && matches(r, op + 1, at, m);
}

/* ---- subjects ---- */

bool ent_groups_share(const ent_group *a, const ent_group *b)
{
    for (uint32_t i = 0; a && b && i < a->code_count; i++)
        if (ent_group_has(b, a->codes[i]))
            return true;
    return false;
}

bool ent_group_may_act(const ent_group *g)
{
    if (g->flags & ENT_GROUP_PEOPLE)
        return false;
    return !(g->flags & ENT_GROUP_OWNER) || (g->flags & ENT_GROUP_ACTOR);
}

/* The owner of the noun at `anchor`: "Australia's long-running deal". */
static uint32_t owner_of(const relater *r, uint32_t anchor)
{
    bool quoted = false;
    for (uint32_t back = 1; back <= OWNER_REACH && anchor >= r->begin + back; back++) {
        uint32_t i = anchor - back;
        const ent_group *g = ent_relater_group(r, r->d->tokens[i].inside);
        if (g)
            return (g->flags & (ENT_GROUP_OWNER | ENT_GROUP_ADJECTIVE)) && !(g->flags & ENT_GROUP_PEOPLE)
                       ? r->d->tokens[i].inside
                       : 0;
        /* beyond a few words only a quotation may stand between */
        if (r->d->tokens[i].type == ENT_TOKEN_MARK)
            quoted = true;
        if (ent_relater_cue(r, i, ENT_CUE_st) || (back >= 5 && !quoted))
            return 0;
    }
    return 0;
}

/* The nearest group to the left that can be the subject of the word at `anchor`; not one that shares a party with
 * `other`. 0: none. */
static uint32_t subject_in(const relater *r, uint32_t begin, uint32_t anchor, const ent_group *other)
{
    for (uint32_t i = anchor; i-- > begin;) {
        uint32_t number = r->d->tokens[i].inside;
        const ent_group *g = ent_relater_group(r, number);
        if (!g)
            continue;
        uint32_t end = g->first + g->count;
        while (end < anchor && r->d->tokens[end].type == ENT_TOKEN_MARK)
            end++;
        bool antecedent = end < anchor && ent_relater_cue(r, end, ENT_CUE_relative) && ent_group_may_act(g);
        if ((antecedent || ((g->flags & ENT_GROUP_SUBJECT) && ent_group_may_act(g))) && !ent_groups_share(g, other))
            return number;
        i = g->first;
        if (i == begin)
            break;
    }
    return 0;
}

/* A verb in the passive: "were deported". */
static bool is_passive(const relater *r, uint32_t verb)
{
    static const char *const be[] = {"was", "were", "been", "being", "be", "are", "is"};
    for (uint32_t back = 1; back <= 2 && verb >= r->begin + back; back++)
        for (size_t k = 0; k < sizeof be / sizeof be[0]; k++)
            if (ent_token_is(r->d, verb - back, be[k])) {
                ent_str w = r->d->tokens[verb].lower;
                return !(w.n > 3 && memcmp(w.p + w.n - 3, "ing", 3) == 0);
            }
    return false;
}

static uint32_t earlier_subject(const relater *r, const ent_group *other)
{
    for (uint32_t back = 1; back <= SUBJECT_SENTENCES && back <= r->sentence; back++) {
        const ent_sentence *s = &r->d->sentences[r->sentence - back];
        for (uint32_t i = s->first; i < s->first + s->count; i++) {
            const ent_group *g = ent_relater_group(r, r->d->tokens[i].group);
            if (g && (g->flags & ENT_GROUP_SUBJECT) && ent_group_may_act(g) && !ent_groups_share(g, other))
                return r->d->tokens[i].group;
        }
    }
    return 0;
}

/* The party that the text is about besides `other`: an earlier subject, else any actor of this sentence. */
static uint32_t hub(const relater *r, const ent_group *other)
{
    if (r->hub_group && r->hub_sentence == r->sentence && !ent_groups_share(ent_relater_group(r, r->hub_group), other))
        return r->hub_group;
    uint32_t found = subject_in(r, r->begin, other ? other->first : r->begin, other);
    if (!found)
        found = earlier_subject(r, other);
    return found ? found : subject_in(r, other ? other->first + other->count : r->begin, r->end, other);
}

/* A noun with which a clause begins: "…, and talks with Libya continue". */
static bool opens_clause(const relater *r, uint32_t noun)
{
    uint32_t i = noun;
    while (i > r->begin && (ent_token_is(r->d, i - 1, "the") || ent_token_is(r->d, i - 1, "a") ||
                            ent_token_is(r->d, i - 1, "similar") || ent_token_is(r->d, i - 1, "further")))
        i--;
    if (i == r->begin)
        return true;
    return r->d->tokens[i - 1].type == ENT_TOKEN_MARK ||
           (ent_token_is(r->d, i - 1, "and") && i > r->begin + 1 && r->d->tokens[i - 2].type == ENT_TOKEN_MARK);
}

static uint32_t find_subject(const relater *r, const match *m, bool *weak)
{
    const ent_group *other = ent_relater_group(r, m->slots[1]);
    bool noun = ent_relater_cue(r, m->anchor, ENT_CUE_instr) || ent_relater_cue(r, m->anchor, ENT_CUE_instr_plural) ||
                ent_relater_cue(r, m->anchor, ENT_CUE_talks);
    uint32_t owner = noun ? owner_of(r, m->anchor) : 0;
    if (owner)
        return ent_groups_share(ent_relater_group(r, owner), other) ? 0 : owner;
    if (ent_relater_cue(r, m->anchor, ENT_CUE_send) && is_passive(r, m->anchor)) {
        for (uint32_t i = m->anchor; i < r->end && i < m->last + 8; i++) {
            const ent_group *g = ent_relater_group(r, r->d->tokens[i].group);
            if (g && (g->flags & ENT_GROUP_BY) && !ent_groups_share(g, other))
                return r->d->tokens[i].group;
        }
    }
    if (noun && m->anchor > r->begin && opens_clause(r, m->anchor)) {
        bool near = r->hub_group && r->sentence - r->hub_sentence <= 2;
        return near && !ent_groups_share(ent_relater_group(r, r->hub_group), other) ? r->hub_group : 0;
    }
    uint32_t found = subject_in(r, r->begin, m->anchor, other);
    *weak = !found;
    return found ? found : earlier_subject(r, other);
}

/* ---- what a match says ---- */

bool ent_relater_people_near(const relater *r, uint32_t from, uint32_t to)
{
    static const char *const pronouns[] = {"them", "those", "him", "her", "hundreds", "thousands", "dozens", "boats"};
    for (uint32_t i = from; i < to; i++) {
        const ent_group *g = ent_relater_group(r, r->d->tokens[i].inside);
        if ((g && (g->flags & ENT_GROUP_PEOPLE)) || ent_relater_cue(r, i, ENT_CUE_people))
            return true;
        for (size_t k = 0; k < sizeof pronouns / sizeof pronouns[0]; k++)
            if (ent_token_is(r->d, i, pronouns[k]))
                return true;
    }
    return false;
}

/* "will return people and admit others": the second verb is to come as well. */
static bool is_coordinated(const relater *r, uint32_t verb)
{
    static const char *const words[] = {"will", "would", "to", "shall", "could", "may"};
    enum { BACK = 16 };
    ent_str w = r->d->tokens[verb].lower;
    if (verb == r->begin || !ent_token_is(r->d, verb - 1, "and") || w.p[w.n - 1] == 'd' || w.p[w.n - 1] == 's' ||
        (w.n > 4 && memcmp(w.p + w.n - 3, "ing", 3) == 0))
        return false;
    for (uint32_t back = 2; back <= BACK && verb >= r->begin + back; back++)
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
            if (ent_token_is(r->d, verb - back, words[k]))
                return true;
    return false;
}

/* Whether a verb's deed has happened: no "to", "would", "not" before it. *refused: "refused to". */
bool ent_relater_is_realised(const relater *r, uint32_t verb, bool *refused)
{
    static const char *const progressive[] = {"is",      "are",   "was",   "were",    "been",    "began", "begun",
                                              "started", "begin", "began", "resumed", "resumes", "by",    "kept"};
    static const char *const refusals[] = {"refused", "refuses", "refusing", "refuse",
                                           "refusal", "failure", "declined"};
    ent_str w = r->d->tokens[verb].lower;
    bool gerund = w.n > 4 && memcmp(w.p + w.n - 3, "ing", 3) == 0;
    bool progress = false, modal = is_coordinated(r, verb);
    for (uint32_t back = 1; back <= 4 && verb >= r->begin + back; back++) {
        uint32_t i = verb - back;
        for (size_t k = 0; k < sizeof progressive / sizeof progressive[0]; k++)
            progress = progress || (back <= 2 && ent_token_is(r->d, i, progressive[k]));
        for (size_t k = 0; k < sizeof refusals / sizeof refusals[0]; k++)
            *refused = *refused || ent_token_is(r->d, i, refusals[k]);
        ent_str word = r->d->tokens[i].lower;
        bool link = ent_token_is(r->d, i, "be") || ent_token_is(r->d, i, "been") || ent_token_is(r->d, i, "have") ||
                    (word.n > 3 && memcmp(word.p + word.n - 2, "ly", 2) == 0) || ent_token_is(r->d, i, "not");
        modal = modal || ent_relater_cue(r, i, ENT_CUE_modal);
        *refused = *refused || (ent_token_is(r->d, i, "not") && back <= 2 && i > r->begin &&
                                (ent_token_is(r->d, i - 1, "would") || ent_token_is(r->d, i - 1, "will")));
        if (!link && !modal)
            break;
        if (r->d->tokens[i].inside)
            break;
    }
    if (modal && verb > r->begin && ent_token_is(r->d, verb - 1, "to")) {
        /* "invoked a law to deport": the purpose of what was done */
        uint32_t from = verb > r->begin + 10 ? verb - 10 : r->begin;
        return !*refused && ent_cue_within(r->d, r->cues, from, verb - 1, ENT_CUE_enable) != NULL;
    }
    return gerund ? progress : !modal;
}

/* "will cut", "plans to ban". */
static bool is_to_come(const relater *r, uint32_t verb)
{
    static const char *const words[] = {"will", "would", "to", "going", "plans", "plan", "planned"};
    uint32_t from = verb > r->begin + 5 ? verb - 5 : r->begin;
    if (ent_cue_within(r->d, r->cues, from, verb, ENT_CUE_enable))
        return false;
    for (uint32_t i = verb; i-- > from && !r->d->tokens[i].inside && r->d->tokens[i].type != ENT_TOKEN_MARK;)
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
            if (ent_token_is(r->d, i, words[k]))
                return true;
    return false;
}

static bool own_people(const relater *r, const match *m, const char *receiver)
{
    static const char *const own[] = {"its", "their", "own", "her", "his"};
    uint32_t from = m->anchor > r->begin + PEOPLE_BEFORE ? m->anchor - PEOPLE_BEFORE : r->begin;
    for (uint32_t i = from; i < m->last; i++) {
        const ent_group *g = ent_relater_group(r, r->d->tokens[i].group);
        if (g && (g->flags & ENT_GROUP_PEOPLE) && ent_group_has(g, receiver))
            return true;
        for (size_t k = 0; k < 3 && i >= m->anchor; k++)
            if (ent_token_is(r->d, i, own[k]))
                for (uint32_t n = 1; n <= 3 && i + n < r->end; n++)
                    if (ent_token_is(r->d, i + n, "nationals") || ent_token_is(r->d, i + n, "citizens"))
                        return true;
    }
    return false;
}

void ent_link_add_party(ent_link *link, const char *code, uint8_t role)
{
    for (uint32_t i = 0; i < link->code_count; i++)
        if (strcmp(link->codes[i], code) == 0)
            return;
    if (link->code_count < ENT_GROUP_CODES) {
        link->roles[link->code_count] = role;
        link->codes[link->code_count++] = code;
    }
}

bool ent_relater_add(relater *r, const ent_link *link)
{
    if (link->code_count < 2)
        return true;
    if (r->out->count == r->capacity) {
        uint32_t capacity = r->capacity ? r->capacity * 2 : 64;
        ent_link *more = ent_arena_array(r->d->arena, capacity, sizeof *more);
        if (!more)
            return false;
        if (r->out->count)
            memcpy(more, r->out->links, r->out->count * sizeof *more);
        r->out->links = more;
        r->capacity = capacity;
    }
    r->out->links[r->out->count++] = *link;
    return true;
}

static void roles_of(const char *roles, uint8_t out[2])
{
    static const struct {
        char sign;
        uint8_t a, b;
    } table[] = {{'>', ENT_LINK_SENDER, ENT_LINK_RECEIVER},
                 {'<', ENT_LINK_RECEIVER, ENT_LINK_SENDER},
                 {'-', ENT_LINK_PARTNER, ENT_LINK_PARTNER},
                 {'=', ENT_LINK_SENDER | ENT_LINK_RECEIVER, ENT_LINK_SENDER | ENT_LINK_RECEIVER},
                 {'$', ENT_LINK_FUNDER, 0},
                 {'^', ENT_LINK_SENDER | ENT_LINK_FUNDER, ENT_LINK_RECEIVER},
                 {'%', ENT_LINK_PARTNER | ENT_LINK_FUNDER, ENT_LINK_PARTNER}};
    out[0] = out[1] = 0;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (roles[0] && roles[1] == table[i].sign) {
            out[0] = table[i].a;
            out[1] = table[i].b;
        }
}

static bool around(const relater *r, const match *m, ent_cue_class wanted)
{
    uint32_t from = m->anchor > r->begin + 6 ? m->anchor - 6 : r->begin;
    uint32_t to = m->last + 4 < r->end ? m->last + 4 : r->end;
    return ent_cue_within(r->d, r->cues, from, to, wanted) != NULL;
}

static bool has_each(const relater *r, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (ent_token_is(r->d, i, "each") || ent_token_is(r->d, i, "both"))
            return true;
    return false;
}

/* One link a pair, or one of all parties: rule 3. */
static bool expand(relater *r, const match *m, const ent_link *base, const ent_group *a, const ent_group *b)
{
    uint8_t roles[2];
    roles_of(base->pattern->roles, roles);
    bool together = around(r, m, ENT_CUE_tripartite);
    bool plural = ent_cue_within(r->d, r->cues, base->first, m->last, ENT_CUE_instr_plural) != NULL;
    if (!b) {
        if (a->code_count == 2 || together || !plural) {
            ent_link link = *base;
            for (uint32_t i = 0; i < a->code_count; i++)
                ent_link_add_party(&link, a->codes[i], roles[0]);
            return ent_relater_add(r, &link);
        }
        for (uint32_t i = 1; i < a->code_count; i++) {
            ent_link link = *base;
            ent_link_add_party(&link, a->codes[0], roles[0]);
            ent_link_add_party(&link, a->codes[i], roles[0]);
            if (!ent_relater_add(r, &link))
                return false;
        }
        return true;
    }
    bool each = has_each(r, base->first, m->last);
    if (together ||
        (a->code_count > 1 && !plural && !each && base->type == ENT_FRAME_deal && !base->pattern->roles[0])) {
        ent_link link = *base;
        for (uint32_t i = 0; i < a->code_count; i++)
            ent_link_add_party(&link, a->codes[i], roles[0]);
        for (uint32_t i = 0; i < b->code_count; i++)
            ent_link_add_party(&link, b->codes[i], roles[1]);
        return ent_relater_add(r, &link);
    }
    for (uint32_t i = 0; i < a->code_count; i++)
        for (uint32_t k = 0; k < b->code_count; k++) {
            ent_link link = *base;
            ent_link_add_party(&link, a->codes[i], roles[0]);
            ent_link_add_party(&link, b->codes[k], roles[1]);
            if (!ent_relater_add(r, &link))
                return false;
        }
    return true;
}

/* Whether the sentence of a group, or the one at hand, tells of its sending people away. */
static bool sends_people(const relater *r, uint32_t group)
{
    const ent_sentence *s = &r->d->sentences[ent_sentence_of(r->d, ent_relater_group(r, group)->first)];
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        const ent_cue *topic = ent_relater_cue(r, i, ENT_CUE_topic);
        if (ent_relater_cue(r, i, ENT_CUE_send) || ent_relater_cue(r, i, ENT_CUE_take) ||
            (topic && topic->entry->kind == ENT_KIND_third_country_transfer))
            return true;
    }
    return false;
}

/* Fills in what a pattern of movement needs; false: it says nothing. */
static bool read_move(const relater *r, const match *m, ent_link *link, const ent_group *a, const ent_group *b)
{
    uint32_t from = m->anchor > r->begin + PEOPLE_BEFORE ? m->anchor - PEOPLE_BEFORE : r->begin;
    uint32_t to = m->last + PEOPLE_BEHIND < r->end ? m->last + PEOPLE_BEHIND : r->end;
    if (!ent_relater_people_near(r, from, to))
        return false;
    if (ent_cue_within(r->d, r->cues, m->anchor, m->last, ENT_CUE_neg) && !ent_relater_people_near(r, m->anchor, to))
        return false;
    const ent_group *receiver = link->pattern->roles[1] == '<' ? a : b;
    const ent_group *sender = link->pattern->roles[1] == '<' ? b : a;
    bool takes = link->pattern->roles[1] == '<';
    if (link->pattern->subject == 2 && !sends_people(r, m->slots[0]))
        return false;
    if (link->pattern->subject == 0 && (sender->flags & ENT_GROUP_ORIGIN) && !(sender->flags & ENT_GROUP_BY) &&
        !ent_lexicon_describes("destination", sender->codes[0]))
        return false;
    if (takes && (sender->flags & ENT_GROUP_ORIGIN) && !(sender->flags & ENT_GROUP_ACTOR) &&
        !ent_lexicon_describes("destination", sender->codes[0]))
        return false; /* where the people come from */
    link->own_nationals = receiver->code_count > 0 && own_people(r, m, receiver->codes[0]);
    bool realised = ent_relater_is_realised(r, m->anchor, &link->refused);
    bool workers = ent_cue_within(r->d, r->cues, link->first, m->last, ENT_CUE_workers) != NULL;
    if (takes && !realised && !workers && m->anchor > r->begin && ent_token_is(r->d, m->anchor - 1, "will")) {
        link->type = ENT_FRAME_deal; /* "Rwanda will accept migrants from": it has agreed */
        link->modal = true;
    } else if (link->refused)
        link->type = ENT_FRAME_deal;
    else if (!realised || workers || link->own_nationals)
        link->type = ENT_FRAME_role;
    return true;
}

/* "Germany and France agreed with Greece", "A and B have agreed to take in": the two are on one side. */
static bool has_other_side(const relater *r, const match *m)
{
    for (uint32_t i = m->last; i < r->end && i < m->last + 14; i++) {
        if (is_barrier(r, i))
            return false;
        const ent_group *g = ent_relater_group(r, r->d->tokens[i].group);
        bool with = i > r->begin && (ent_relater_cue(r, i - 1, ENT_CUE_with) ||
                                     (i > r->begin + 1 && ent_relater_cue(r, i - 2, ENT_CUE_with)));
        if (g && with && !(g->flags & ENT_GROUP_PEOPLE))
            return true;
        if (i <= m->last + 3 && ent_relater_cue(r, i, ENT_CUE_ask) && ent_relater_cue(r, m->anchor, ENT_CUE_talks))
            return true; /* "are weighing similar requests" */
        if (i <= m->last + 3 && ent_relater_cue(r, i, ENT_CUE_take) && ent_token_is(r->d, i - 1, "to"))
            return !ent_cue_within(r->d, r->cues, i, r->end, ENT_CUE_mutual);
    }
    return false;
}

static bool accept(relater *r, const ent_pattern *pattern, match *m, uint32_t at)
{
    ent_link link = {.pattern = pattern, .sentence = r->sentence, .first = at, .last = m->last, .type = pattern->type};
    if (m->anchor == UINT32_MAX)
        m->anchor = at;
    link.anchor = m->anchor;
    if (pattern->subject == 1)
        m->slots[0] = find_subject(r, m, &link.weak);
    else if (pattern->subject == 2) {
        m->slots[0] = hub(r, ent_relater_group(r, m->slots[1]));
        link.weak = true;
    }
    uint32_t before = m->anchor > r->begin + 6 ? m->anchor - 6 : r->begin;
    if (pattern->type == ENT_FRAME_measure && ent_relater_cue(r, m->anchor, ENT_CUE_ban) &&
        ent_cue_within(r->d, r->cues, before, m->anchor, ENT_CUE_unban))
        return true; /* "lifted its ban" */
    const ent_group *a = ent_relater_group(r, m->slots[0]), *b = ent_relater_group(r, m->slots[1]);
    if (a && !pattern->subject && !strchr(pattern->name, 'B') && pattern->type == ENT_FRAME_deal &&
        a->first < m->anchor && has_other_side(r, m))
        return true;
    bool needs_both = pattern->subject || strchr(pattern->name, 'B');
    if (!a || (needs_both && !b))
        return true;
    if (ent_groups_share(a, b))
        return true;
    link.modal = link.modal || (pattern->status >= 0 && is_to_come(r, m->anchor));
    link.stand_in = (a->flags | (b ? b->flags : 0)) & ENT_GROUP_STAND_IN;
    if (a->first < link.first && a->first >= r->begin)
        link.first = a->first;
    if (pattern->type == ENT_FRAME_move && b && !read_move(r, m, &link, a, b))
        return true;
    if (link.type != ENT_FRAME_role) {
        bool many = a->code_count > 1 && b && b->code_count == 1;
        r->hub_group = m->slots[many ? 1 : 0];
        r->hub_sentence = r->sentence;
    }
    return expand(r, m, &link, a, b);
}

/* The classes of the cue with which a pattern begins. */
typedef struct {
    uint64_t classes[2];
} opening;

static opening opening_of(const ent_pattern *pattern)
{
    const ent_pattern_op *o = &ent_pattern_ops[pattern->op];
    const uint16_t classes[] = {o->a, o->b, o->c, o->d};
    opening out = {{0, 0}};
    for (int c = 0; c < 4 && o->type == ENT_OP_CUE && classes[c]; c++)
        out.classes[classes[c] / 64] |= UINT64_C(1) << (classes[c] % 64);
    return out;
}

static bool begins(const ent_token *token, const ent_pattern *pattern, const opening *first)
{
    if (ent_pattern_ops[pattern->op].type == ENT_OP_PARTY)
        return token->group != 0;
    return (token->classes[0] & first->classes[0]) || (token->classes[1] & first->classes[1]);
}

static int by_place(const void *x, const void *y)
{
    const ent_link *a = x, *b = y;
    const uint32_t left[] = {a->sentence, a->anchor, a->first, a->last},
                   right[] = {b->sentence, b->anchor, b->first, b->last};
    for (int i = 0; i < 4; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    for (uint32_t i = 0; i < a->code_count && i < b->code_count; i++)
        if (strcmp(a->codes[i], b->codes[i]) != 0)
            return strcmp(a->codes[i], b->codes[i]);
    if (a->code_count != b->code_count)
        return a->code_count < b->code_count ? -1 : 1;
    return a->pattern == b->pattern ? 0 : strcmp(a->pattern->name, b->pattern->name);
}

ent_status ent_relations_find(ent_document *document, const ent_cues *cues, const ent_groups *groups, ent_links *out)
{
    *out = (ent_links){0};
    relater r = {.d = document, .cues = cues, .groups = groups, .out = out};
    opening *openings = ENT_NEW_ARRAY(document->arena, opening, ent_pattern_count);
    if (!openings)
        return ENT_NOMEM;
    for (uint32_t p = 0; p < ent_pattern_count; p++)
        openings[p] = opening_of(&ent_patterns[p]);
    for (uint32_t s = 0; s < document->sentence_count; s++) {
        r.sentence = s;
        r.begin = document->sentences[s].first;
        r.end = r.begin + document->sentences[s].count;
        uint32_t before = out->count;
        for (uint32_t i = r.begin; i < r.end; i++) {
            if (!document->tokens[i].cues && !document->tokens[i].group)
                continue;
            for (uint32_t p = 0; p < ent_pattern_count; p++) {
                match m = {.anchor = UINT32_MAX};
                if (begins(&document->tokens[i], &ent_patterns[p], &openings[p]) &&
                    matches(&r, ent_patterns[p].op, i, &m) && !accept(&r, &ent_patterns[p], &m, i))
                    return ENT_NOMEM;
            }
        }
        bool told = false;
        for (uint32_t i = before; i < out->count; i++)
            told = told || out->links[i].type != ENT_FRAME_role;
        if ((!told && !ent_measures_find(&r)) || !ent_scenes_find(&r, before))
            return ENT_NOMEM;
    }
    if (!ent_scenes_find_across(&r))
        return ENT_NOMEM;
    if (out->count > 1)
        qsort(out->links, out->count, sizeof *out->links, by_place);
    return ENT_OK;
}
