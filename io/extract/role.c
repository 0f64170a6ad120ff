/* Who sends and who receives: what the patterns said, else what the kind and the people named imply. */
#include "io/extract/assemble.h"
#include "io/extract/movement.h"

#include "core/model/vocabulary.h"

static const uint8_t bits[] = {ENT_LINK_SENDER, ENT_LINK_RECEIVER, ENT_LINK_FUNDER, ENT_LINK_PARTNER};

static uint32_t index_of(const ent_agreement *g, const char *code)
{
    for (uint32_t i = 0; i < g->code_count; i++)
        if (strcmp(g->codes[i], code) == 0)
            return i;
    return UINT32_MAX;
}

static void set_pair(ent_agreement *g, uint32_t sender, uint32_t receiver)
{
    g->roles[sender] = ENT_LINK_SENDER | (g->roles[sender] & ENT_LINK_FUNDER);
    g->roles[receiver] = ENT_LINK_RECEIVER | (g->roles[receiver] & ENT_LINK_FUNDER);
}

static bool is_funding(const ent_link *link)
{
    const char *roles = link->pattern->roles;
    return roles[0] && (roles[1] == '$' || roles[1] == '^' || roles[1] == '%');
}

static void read_funders(const ent_assembly *a, ent_agreement *g)
{
    for (uint32_t i = 0; i < g->link_count; i++) {
        const ent_link *link = ent_agreement_link(a, g, i);
        for (uint32_t c = 0; c < link->code_count && is_funding(link); c++) {
            uint32_t at = index_of(g, link->codes[c]);
            if (at < g->code_count)
                g->roles[at] |= link->roles[c] & ENT_LINK_FUNDER;
        }
    }
}

/* Votes of the patterns, the surer the more. */
static void read_links(const ent_assembly *a, const ent_agreement *g, ent_movement *m)
{
    for (uint32_t i = 0; i < g->link_count; i++) {
        const ent_link *link = ent_agreement_link(a, g, i);
        int weight = (link->pattern->priority + (link->weak ? 0 : 4) + (link->type == ENT_FRAME_role ? 0 : 1)) / 3;
        for (uint32_t c = 0; c < link->code_count; c++) {
            uint32_t at = index_of(g, link->codes[c]);
            if (at >= g->code_count)
                continue;
            m->sends[at] += link->roles[c] & ENT_LINK_SENDER ? weight : 0;
            m->takes[at] += link->roles[c] & ENT_LINK_RECEIVER ? weight : 0;
        }
    }
}

/* Sanctions and bans: nobody moves. */
static bool is_curb(const ent_assembly *a, const ent_agreement *g)
{
    for (uint32_t i = 0; i < g->link_count; i++) {
        const ent_link *link = ent_agreement_link(a, g, i);
        if (link->type == ENT_FRAME_measure && (link->roles[0] & ENT_LINK_PARTNER))
            return true;
    }
    return false;
}

static bool directed(const ent_agreement *g)
{
    for (uint32_t i = 0; i < g->code_count; i++)
        if (g->roles[i] & (ENT_LINK_SENDER | ENT_LINK_RECEIVER | ENT_LINK_PARTNER))
            return true;
    return false;
}

/* The party whose own people the sentence names, when it is exactly one. */
static uint32_t own_people(const ent_assembly *a, const ent_agreement *g)
{
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; i < g->link_count; i++) {
        const ent_sentence *s = &a->document->sentences[ent_agreement_link(a, g, i)->sentence];
        for (uint32_t t = s->first; t < s->first + s->count; t++) {
            uint32_t number = a->document->tokens[t].group;
            const ent_group *group = number ? &a->groups->groups[number - 1] : NULL;
            if (!group || !(group->flags & (ENT_GROUP_PEOPLE | ENT_GROUP_ORIGIN)) || group->code_count != 1)
                continue;
            uint32_t at = index_of(g, group->codes[0]);
            if (at >= g->code_count)
                continue;
            if (found != UINT32_MAX && found != at)
                return UINT32_MAX;
            found = at;
        }
    }
    return found;
}

/* What the words of movement say, in the sentences of the agreement and in the ones behind. */
static void read_sentences(const ent_assembly *a, const ent_agreement *g, ent_movement *m)
{
    uint32_t seen = UINT32_MAX;
    *m = (ent_movement){{0}, {0}, {0}, {0}};
    for (uint32_t i = 0; i < g->link_count; i++) {
        uint32_t first = ent_agreement_link(a, g, i)->sentence;
        for (uint32_t n = first; n < first + 2 && n < a->document->sentence_count; n++) {
            if (seen != UINT32_MAX && n <= seen)
                continue;
            seen = n;
            const ent_sentence *s = &a->document->sentences[n];
            ent_movement_read(a->document, a->cues, a->groups, s->first, s->first + s->count, g->codes, g->code_count,
                              m);
        }
    }
}

/* Those who are moved are nationals of one of the two, whatever the words for moving them. */
static bool is_return_home(const ent_assembly *a, const ent_agreement *g, const ent_movement *m)
{
    if ((g->kind >= 0 && g->kind != ENT_KIND_third_country_transfer) || g->code_count != 2)
        return false;
    uint32_t home = m->people[0] > 0 ? 0 : 1;
    if (m->people[home] == 0 || m->people[1 - home] > 0 || m->sends[home] > m->takes[home] + 3 ||
        m->sends[0] + m->sends[1] + m->takes[0] + m->takes[1] == 0)
        return false;
    for (uint32_t i = 0; i < g->link_count; i++) {
        const ent_sentence *s = &a->document->sentences[ent_agreement_link(a, g, i)->sentence];
        if (ent_cue_within(a->document, a->cues, s->first, s->first + s->count, ENT_CUE_foreign))
            return false;
    }
    return true;
}

static void read_movement(const ent_assembly *a, ent_agreement *g)
{
    enum { TWO_WAYS = 3 };
    ent_movement m;
    read_sentences(a, g, &m);
    read_links(a, g, &m);
    if (is_return_home(a, g, &m))
        g->kind = ENT_KIND_readmission;
    for (uint32_t i = 0; i < g->code_count; i++) {
        bool back = g->kind == ENT_KIND_readmission, placed = g->kind == ENT_KIND_third_country_transfer;
        m.takes[i] += back ? 3 * (m.people[i] + m.origins[i]) : 0;
        m.sends[i] += back ? 0 : placed ? m.origins[i] : 2 * (m.people[i] + m.origins[i]);
    }
    bool nations = m.people[0] > 0 && m.people[1] > 0 && g->code_count == 2;
    bool both = g->code_count == 2;
    for (uint32_t i = 0; i < 2 && both; i++)
        both = m.sends[i] >= TWO_WAYS && m.takes[i] >= TWO_WAYS && m.sends[i] <= 2 * m.takes[i] &&
               m.takes[i] <= 2 * m.sends[i];
    bool home = g->kind == ENT_KIND_readmission || g->kind == ENT_KIND_third_country_transfer;
    if ((both && g->kind != ENT_KIND_third_country_transfer) || (nations && !home)) {
        g->roles[0] |= ENT_LINK_SENDER | ENT_LINK_RECEIVER;
        g->roles[1] |= ENT_LINK_SENDER | ENT_LINK_RECEIVER;
        return;
    }
    if (g->code_count == 2) {
        int first = m.takes[0] + m.sends[1], second = m.takes[1] + m.sends[0];
        if (first != second)
            set_pair(g, first > second ? 1 : 0, first > second ? 0 : 1);
        return;
    }
    for (uint32_t i = 0; i < g->code_count; i++)
        if (m.sends[i] != m.takes[i])
            g->roles[i] |= m.sends[i] > m.takes[i] ? ENT_LINK_SENDER : ENT_LINK_RECEIVER;
}

/* Of two parties the one that people move to, as a rule; UINT32_MAX: both or neither. */
static uint32_t destination(const ent_agreement *g)
{
    bool labour = g->kind == ENT_KIND_labour_mobility;
    bool first = ent_lexicon_describes("destination", g->codes[0]);
    bool second = ent_lexicon_describes("destination", g->codes[1]);
    if (labour && first == second && !first) {
        first = ent_lexicon_describes("employer", g->codes[0]);
        second = ent_lexicon_describes("employer", g->codes[1]);
    }
    return first == second ? UINT32_MAX : first ? 0 : 1;
}

static bool is_agency(const char *code)
{
    return ent_lexicon_describes("agency", code);
}

/* Agencies help where states send and receive: the pair of states among the parties, when there is just one. */
static bool states_of(const ent_agreement *g, uint32_t *x, uint32_t *y)
{
    uint32_t count = 0, found[2] = {0, 0};
    for (uint32_t i = 0; i < g->code_count; i++)
        if (!is_agency(g->codes[i])) {
            if (count < 2)
                found[count] = i;
            count++;
        }
    *x = found[0];
    *y = found[1];
    return count == 2;
}

/* "in each other's country", and what says so by its nature. */
static bool is_mutual(const ent_assembly *a, const ent_agreement *g)
{
    for (uint32_t i = 0; i < g->link_count; i++) {
        const ent_sentence *s = &a->document->sentences[ent_agreement_link(a, g, i)->sentence];
        if (ent_cue_within(a->document, a->cues, s->first, s->first + s->count, ENT_CUE_mutual))
            return true;
    }
    return false;
}

/* Whether a sentence of the agreement names a place of no party behind "to" (true) or "from". */
static bool names_outside(const ent_assembly *a, const ent_agreement *g, const char *preposition)
{
    for (uint32_t i = 0; i < g->link_count; i++) {
        const ent_sentence *s = &a->document->sentences[ent_agreement_link(a, g, i)->sentence];
        for (uint32_t t = s->first + 1; t < s->first + s->count; t++) {
            uint32_t number = a->document->tokens[t].group;
            const ent_group *group = number ? &a->groups->groups[number - 1] : NULL;
            if (group && ent_token_is(a->document, t - 1, preposition) && !ent_agreement_has(g, group->codes[0]))
                return true;
        }
    }
    return false;
}

/* Where an agency helps people home: the state whose people they are takes them, the one that hosted them sends. */
static bool read_returns(const ent_assembly *a, ent_agreement *g)
{
    ent_movement m;
    uint32_t states[2] = {0, 0}, count = 0;
    int net[2] = {0, 0};
    read_sentences(a, g, &m);
    for (uint32_t i = 0; i < g->code_count; i++) {
        if (is_agency(g->codes[i]))
            continue;
        if (count < 2) {
            states[count] = i;
            net[count] = m.takes[i] - m.sends[i] + 2 * m.people[i];
        }
        count++;
    }
    if (count == 1) {
        bool from = names_outside(a, g, "from"), to = names_outside(a, g, "to");
        if (net[0] == 0 && from == to)
            return false;
        g->roles[states[0]] = net[0] > 0 || (net[0] == 0 && from) ? ENT_LINK_RECEIVER : ENT_LINK_SENDER;
        return true;
    }
    if (count != 2 || net[0] == net[1])
        return false;
    set_pair(g, net[0] > net[1] ? states[1] : states[0], net[0] > net[1] ? states[0] : states[1]);
    return true;
}

/* Whether the words of movement say that a state takes people in. */
static bool is_taking(const ent_assembly *a, const ent_agreement *g, uint32_t state)
{
    ent_movement m;
    const ent_sentence *s = &a->document->sentences[ent_agreement_link(a, g, 0)->sentence];
    for (uint32_t i = s->first; i + 1 < s->first + s->count; i++)
        if ((ent_token_is(a->document, i, "western") || ent_token_is(a->document, i, "other")) &&
            ent_token_is(a->document, i + 1, "countries"))
            return false; /* resettled elsewhere */
    read_sentences(a, g, &m);
    return m.takes[state] > m.sends[state];
}

static void infer_among_agencies(const ent_assembly *a, ent_agreement *g)
{
    uint32_t x, y, people = own_people(a, g), states = 0, only = 0;
    for (uint32_t i = 0; i < g->code_count; i++) {
        if (is_agency(g->codes[i])) {
            g->roles[i] |= ENT_LINK_PARTNER;
        } else {
            states++;
            only = i;
        }
    }
    if (g->kind == ENT_KIND_readmission && is_mutual(a, g)) {
        for (uint32_t i = 0; i < g->code_count; i++)
            g->roles[i] |= is_agency(g->codes[i]) ? 0 : ENT_LINK_SENDER | ENT_LINK_RECEIVER;
        return;
    }
    if (g->kind == ENT_KIND_readmission && read_returns(a, g))
        return;
    if (states == 1 && g->kind == ENT_KIND_resettlement && is_taking(a, g, only)) {
        g->roles[only] = ENT_LINK_RECEIVER;
        return;
    }
    bool returns = states_of(g, &x, &y) && g->kind == ENT_KIND_readmission;
    bool x_goal = ent_lexicon_describes("destination", g->codes[x]),
         y_goal = ent_lexicon_describes("destination", g->codes[y]);
    if (returns && (people == x || people == y))
        set_pair(g, people == x ? y : x, people);
    else if (returns && x_goal != y_goal)
        set_pair(g, x_goal ? x : y, x_goal ? y : x);
    else if (states == 1)
        g->roles[only] = g->kind == ENT_KIND_evacuation_transit              ? ENT_LINK_RECEIVER
                         : g->kind == ENT_KIND_resettlement                  ? ENT_LINK_SENDER
                         : g->kind == ENT_KIND_readmission && people == only ? ENT_LINK_RECEIVER
                                                                             : ENT_LINK_PARTNER;
}

/* What the text says; true: that is all there is to say. */
static bool read_text(const ent_assembly *a, ent_agreement *g)
{
    read_funders(a, g);
    for (uint32_t i = 0; i < g->code_count; i++)
        if (is_agency(g->codes[i])) {
            infer_among_agencies(a, g);
            return true;
        }
    if (is_curb(a, g)) {
        for (uint32_t i = 0; i < g->code_count; i++)
            g->roles[i] |= ENT_LINK_PARTNER;
        return true;
    }
    bool nobody = !g->moved && (g->kind == ENT_KIND_border_cooperation || g->kind == ENT_KIND_asylum_cooperation);
    if (!nobody && (is_mutual(a, g) || (g->two_ways && g->kind == ENT_KIND_partnership))) {
        for (uint32_t i = 0; i < g->code_count; i++)
            g->roles[i] |= ENT_LINK_SENDER | ENT_LINK_RECEIVER;
        return true;
    }
    uint32_t goal = g->code_count == 2 && g->kind == ENT_KIND_evacuation_transit ? destination(g) : UINT32_MAX;
    if (goal < 2)
        set_pair(g, goal, 1 - goal); /* who takes them in the end has others keep them for a while */
    else if (!nobody)
        read_movement(a, g);
    return directed(g);
}

static void infer(const ent_assembly *a, ent_agreement *g)
{
    bool pair = g->code_count == 2;
    uint32_t people = own_people(a, g), goal = pair ? destination(g) : UINT32_MAX;
    switch (g->kind) {
    case ENT_KIND_border_cooperation:
    case ENT_KIND_asylum_cooperation:
        for (uint32_t i = 0; i < g->code_count; i++)
            g->roles[i] |= ENT_LINK_PARTNER;
        break;
    case ENT_KIND_free_movement:
        for (uint32_t i = 0; i < g->code_count; i++)
            g->roles[i] = ENT_LINK_SENDER | ENT_LINK_RECEIVER;
        break;
    case ENT_KIND_readmission:
        if (pair && people < 2)
            set_pair(g, 1 - people, people);
        else if (pair && goal < 2)
            set_pair(g, goal, 1 - goal);
        break;
    case ENT_KIND_labour_mobility:
        if (pair && people < 2)
            set_pair(g, people, 1 - people);
        else if (pair && goal < 2)
            set_pair(g, 1 - goal, goal);
        break;
    case ENT_KIND_third_country_transfer:
    case ENT_KIND_resettlement:
    case ENT_KIND_evacuation_transit:
        if (pair && goal < 2)
            set_pair(g, goal, 1 - goal);
        break;
    case ENT_KIND_safe_third_country:
        for (uint32_t i = 0; i < g->code_count && goal >= 2; i++)
            g->roles[i] = ENT_LINK_SENDER | ENT_LINK_RECEIVER;
        if (pair && goal < 2)
            set_pair(g, goal, 1 - goal);
        break;
    case ENT_KIND_visa:
        if (pair && people < 2)
            set_pair(g, people, 1 - people);
        break;
    default:
        break;
    }
}

/* Of the agreements that one party has in a row, what is told of one holds for all: "has agreed with Spain on returning
 * people; talks with Greece continue". */
static void copy_from_neighbour(const ent_assembly *a, ent_agreement *g)
{
    uint32_t at = (uint32_t)(g - a->agreements);
    for (uint32_t i = at > 4 ? at - 4 : 0; i < a->count && i < at + 5; i++) {
        const ent_agreement *other = &a->agreements[i];
        if (i == at || other->dropped || other->kind != g->kind || other->code_count != 2 || !directed(other))
            continue;
        uint32_t s = ent_agreement_link(a, g, 0)->sentence, o = ent_agreement_link(a, other, 0)->sentence;
        for (uint32_t c = 0; c < 2 && (s > o ? s - o : o - s) <= 1; c++) {
            uint32_t mine = index_of(g, other->codes[c]);
            if (mine > 1)
                continue;
            g->roles[mine] = other->roles[c];
            g->roles[1 - mine] = other->roles[1 - c] & (uint8_t)~ENT_LINK_FUNDER;
            return;
        }
    }
}

/* Where the text tells nothing else, who has the agreement returns people: "Britain's deal with France". */
static void take_owner(const ent_assembly *a, ent_agreement *g)
{
    const ent_link *link = ent_agreement_link(a, g, 0);
    uint32_t owner = index_of(g, link->codes[0]);
    if (g->kind == ENT_KIND_readmission && link->pattern->subject && !link->weak && owner < 2 &&
        destination(g) == UINT32_MAX && ent_lexicon_describes("destination", g->codes[0]))
        set_pair(g, owner, 1 - owner);
}

void ent_roles_find(ent_assembly *a)
{
    for (uint32_t i = 0; i < a->count; i++) {
        ent_agreement *g = &a->agreements[i];
        if (g->dropped)
            continue;
        if (!read_text(a, g))
            infer(a, g);
    }
    for (uint32_t i = 0; i < a->count; i++) {
        ent_agreement *g = &a->agreements[i];
        if (!g->dropped && !directed(g) && g->code_count == 2) {
            take_owner(a, g);
            if (!directed(g))
                copy_from_neighbour(a, g);
        }
    }
    for (uint32_t i = 0; i < a->count; i++) {
        ent_agreement *g = &a->agreements[i];
        /* links count in the order sender, receiver, funder, partner, as the vocabulary does */
        for (uint32_t c = 0; c < g->code_count; c++) {
            uint8_t roles = 0;
            for (int b = 0; b < 4; b++)
                if (g->roles[c] & bits[b])
                    roles |= (uint8_t)(1 << b);
            g->roles[c] = roles;
        }
    }
}
