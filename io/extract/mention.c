/* Mentions, one sentence after the other, so that a stand-in finds what was named before it.
 *
 * A form is looked up longest first, an ambiguous one decided by its rules; then the words around tell what the mention
 * does in its sentence; then neighbours are joined. */
#include "io/extract/mention.h"

#include "core/base/strmap.h"

#include <stdio.h>

enum { RECENT = 24, SENTENCE_MENTIONS = 256, PERSONS = 4096 };

typedef struct {
    ent_document *d;
    const ent_cues *cues;
    ent_groups *out;
    uint32_t capacity;
    ent_strmap persons; /* surname -> index in person_codes */
    const char *person_codes[PERSONS];
    uint32_t person_count;
    const char *recent[RECENT]; /* codes named last, the latest last, without repetition */
    bool as_people[RECENT];     /* by its people alone */
    uint32_t recent_count;
    const char *leader; /* the party of the person or government named last */
    const char *bloc;   /* the organisation named last that may be called the bloc */
    ent_str lower_text;
} finder;

static const ent_token *token(const finder *f, uint32_t i)
{
    return &f->d->tokens[i];
}

static const ent_cue *cue_at(const finder *f, uint32_t i, ent_cue_class wanted)
{
    return ent_cue_at(f->d, f->cues, i, wanted);
}

static bool is_one_of(const finder *f, uint32_t i, const char *const *words)
{
    for (; *words; words++)
        if (ent_token_is(f->d, i, *words))
            return true;
    return false;
}

static void remember(finder *f, const char *code, bool as_people)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->recent_count; i++) {
        if (strcmp(f->recent[i], code) == 0) {
            as_people = as_people && f->as_people[i];
            continue;
        }
        f->as_people[n] = f->as_people[i];
        f->recent[n++] = f->recent[i];
    }
    if (n == RECENT) {
        memmove(f->recent, f->recent + 1, (RECENT - 1) * sizeof *f->recent);
        memmove(f->as_people, f->as_people + 1, (RECENT - 1) * sizeof *f->as_people);
        n--;
    }
    f->as_people[n] = as_people;
    f->recent[n++] = code;
    f->recent_count = n;
    if (strcmp(code, "EU") == 0 || strcmp(code, "ASEAN") == 0 || strcmp(code, "ECOWAS") == 0 ||
        strcmp(code, "CARICOM") == 0)
        f->bloc = code;
}

/* ---- ambiguous forms ---- */

static bool list_has(const char *list, ent_str word)
{
    for (const char *p = list; *p;) {
        const char *end = strchr(p, '|');
        uint32_t n = (uint32_t)(end ? end - p : (long)strlen(p));
        if (ent_str_equal((ent_str){p, n}, word))
            return true;
        p += n + (end != NULL);
    }
    return false;
}

/* Whether one of the words stands in the text around: some thousand bytes, so that long texts cost no more. */
static bool text_has(const finder *f, uint32_t at, const char *list)
{
    uint32_t from = at > 2000 ? at - 2000 : 0;
    uint32_t n = f->d->text.n - from < 4000 ? f->d->text.n - from : 4000;
    for (const char *p = list; *p;) {
        const char *end = strchr(p, '|');
        size_t length = end ? (size_t)(end - p) : strlen(p);
        if (memmem(f->lower_text.p + from, n, p, length))
            return true;
        p += length + (end != NULL);
    }
    return false;
}

static bool is_plain_name(const finder *f, uint32_t i)
{
    return i < f->d->token_count && token(f, i)->capital && token(f, i)->type == ENT_TOKEN_WORD && token(f, i)->n > 1 &&
           !token(f, i)->hyphen && ent_lexicon_form_reach(token(f, i)->word) == 0 && !cue_at(f, i, ENT_CUE_opening);
}

/* The code that a form's rules decide; "" for no party. */
static const char *decide(const finder *f, const ent_surface *surface, uint32_t first, uint32_t count)
{
    const ent_form_rule *rule = ent_lexicon_rule(surface->rule);
    for (; rule; rule++) {
        ent_str none = {"", 0};
        ent_str before = first > 0 ? token(f, first - 1)->lower : none;
        ent_str after = first + count < f->d->token_count ? token(f, first + count)->lower : none;
        bool holds = rule->where[0] == '\0';
        if (strcmp(rule->where, "before") == 0)
            holds = list_has(rule->words, before);
        else if (strcmp(rule->where, "after") == 0)
            holds = list_has(rule->words, after);
        else if (strcmp(rule->where, "text") == 0)
            holds = text_has(f, token(f, first)->at, rule->words);
        else if (strcmp(rule->where, "name") == 0)
            holds = is_plain_name(f, first + count);
        if (holds)
            return rule->code;
        if (rule->last)
            return "";
    }
    return surface->code;
}

/* ---- one mention ---- */

typedef struct {
    ent_group g;
    uint8_t type;      /* ent_form_type */
    uint32_t core_end; /* behind the form itself */
} mention;

/* A state that was no more when the page was published. */
static bool is_gone(const finder *f, const ent_surface *surface)
{
    int year = 0;
    return surface->until[0] && f->d->date.year && sscanf(surface->until, "%4d", &year) == 1 && year < f->d->date.year;
}

static bool look_up(const finder *f, uint32_t i, uint32_t end, mention *m)
{
    uint32_t n = ent_lexicon_form_reach(token(f, i)->word);
    for (n = n < end - i ? n : end - i; n > 0; n--) {
        char buffer[ENT_PHRASE_BYTES];
        const ent_surface *surfaces;
        ent_str form = ent_phrase_at(f->d, i, n, false, buffer);
        uint32_t count = form.p ? ent_lexicon_forms(form, &surfaces) : 0;
        if (count == 0 || surfaces[0].type == ENT_FORM_OF_DESCRIPTION || is_gone(f, &surfaces[0]))
            continue;
        const char *code = decide(f, &surfaces[0], i, n);
        *m = (mention){.g = {.first = i, .count = n}, .type = surfaces[0].type, .core_end = i + n};
        bool adjective = false;
        for (uint32_t k = 0; k < count; k++)
            adjective = adjective || surfaces[k].type == ENT_FORM_OF_ADJECTIVE;
        if (adjective)
            m->g.flags |= ENT_GROUP_ADJECTIVE;
        if (code[0] && surfaces[0].type != ENT_FORM_OF_NOTHING) {
            m->g.codes[0] = code;
            m->g.code_count = 1;
        }
        return true;
    }
    uint32_t person = token(f, i)->capital ? ent_strmap_get(&f->persons, token(f, i)->word) : ENT_STRMAP_NONE;
    if (person == ENT_STRMAP_NONE)
        return false;
    *m = (mention){.g = {.first = i, .count = 1, .codes = {f->person_codes[person]}, .code_count = 1},
                   .type = ENT_FORM_OF_PERSON,
                   .core_end = i + 1};
    return true;
}

/* "the tiny East African nation", "the kingdom", "the bloc". */
static bool describe(const finder *f, uint32_t i, uint32_t end, mention *m)
{
    static const char *const articles[] = {"the", "this", "that", NULL};
    static const char *const nouns[] = {"nation",  "country",     "state", "kingdom", "republic", "island",
                                        "islands", "archipelago", "bloc",  "agency",  "emirate",  NULL};
    static const char *const his[] = {"his", "her", NULL};
    static const char *const governments[] = {"government", "country", "nation", "administration", NULL};
    if (f->leader && is_one_of(f, i, his) && i + 1 < end && is_one_of(f, i + 1, governments)) {
        *m =
            (mention){.g = {.first = i, .count = 2, .codes = {f->leader}, .code_count = 1, .flags = ENT_GROUP_STAND_IN},
                      .type = ENT_FORM_OF_NAME,
                      .core_end = i + 2};
        return true;
    }
    if (!is_one_of(f, i, articles))
        return false;
    const char *wanted[4];
    uint32_t count = 0, k = i + 1, limit = end < i + 8 ? end : i + 8;
    for (; k < limit; k++) {
        char buffer[ENT_PHRASE_BYTES];
        uint32_t n = ent_lexicon_form_reach(token(f, k)->word);
        const ent_surface *surfaces = NULL;
        for (n = n < limit - k ? n : limit - k; n > 0; n--) {
            ent_str form = ent_phrase_at(f->d, k, n, false, buffer);
            if (form.p && ent_lexicon_forms(form, &surfaces) > 0 && surfaces[0].type == ENT_FORM_OF_DESCRIPTION)
                break;
        }
        if (n > 0 && count < 4)
            wanted[count++] = surfaces[0].code;
        bool noun = is_one_of(f, k, nouns);
        bool next_noun = k + 1 < limit && is_one_of(f, k + 1, nouns);
        if (noun && !next_noun)
            break;
        if (n > 1)
            k += n - 1;
        else if (n == 0 && (token(f, k)->type == ENT_TOKEN_POSSESSIVE || token(f, k)->type == ENT_TOKEN_NUMBER ||
                            (token(f, k)->capital && !noun)))
            return false;
    }
    if (k >= limit || (k + 1 < end && ent_token_is(f->d, k + 1, "of")))
        return false; /* "the Republic of India" is named */
    const char *code = NULL;
    if (ent_token_is(f->d, k, "bloc"))
        code = f->bloc ? f->bloc : "EU";
    for (uint32_t r = f->recent_count; r-- > 0 && !code;) {
        bool agency = strcmp(f->recent[r], "UNHCR") == 0 || strcmp(f->recent[r], "IOM") == 0;
        bool fits = agency == ent_token_is(f->d, k, "agency");
        if (!agency && count == 0)
            fits = fits && strlen(f->recent[r]) == 3 && !f->as_people[r];
        for (uint32_t w = 0; w < count && fits; w++)
            fits = ent_lexicon_describes(wanted[w], f->recent[r]);
        if (fits)
            code = f->recent[r];
    }
    if (!code || (ent_token_is(f->d, k, "state") && count == 0))
        return false;
    *m = (mention){.g = {.first = i, .count = k + 1 - i, .codes = {code}, .code_count = 1, .flags = ENT_GROUP_STAND_IN},
                   .type = ENT_FORM_OF_NAME,
                   .core_end = k + 1};
    return true;
}

/* "the two countries", "both sides": the two parties named last. */
static bool both(const finder *f, uint32_t i, uint32_t end, mention *m)
{
    static const char *const numbers[] = {"two", "both", "three", NULL};
    static const char *const nouns[] = {"countries", "sides",     "nations", "governments", "states", "neighbours",
                                        "capitals",  "neighbors", "parties", "leaders",     "allies", NULL};
    uint32_t k = i;
    if (ent_token_is(f->d, k, "the") || ent_token_is(f->d, k, "their"))
        k++;
    if (k >= end || !is_one_of(f, k, numbers))
        return false;
    uint32_t n = ent_token_is(f->d, k, "three") ? 3 : 2;
    k++;
    /* "talks with both" */
    bool with_both =
        n == 2 && k == i + 1 && i > 0 && ent_token_is(f->d, i, "both") && ent_token_is(f->d, i - 1, "with");
    bool bare = with_both || (k < end && (cue_at(f, k, ENT_CUE_sign) || cue_at(f, k, ENT_CUE_agree)) &&
                              k == i + 2); /* "the two signed" */
    if (!bare && k < end && !is_one_of(f, k, nouns))
        k++;
    if (!bare && (k >= end || !is_one_of(f, k, nouns)))
        return false;
    k -= bare;
    const char *named[3];
    uint32_t found = 0;
    for (uint32_t r = f->recent_count; r-- > 0 && found < n;)
        if (!f->as_people[r])
            named[found++] = f->recent[r];
    if (found < n)
        return false;
    *m = (mention){.g = {.first = i, .count = k + 1 - i, .code_count = n, .flags = ENT_GROUP_STAND_IN},
                   .type = ENT_FORM_OF_NAME,
                   .core_end = k + 1};
    for (uint32_t c = 0; c < n; c++)
        m->g.codes[c] = named[n - 1 - c];
    return true;
}

/* The end of a run of nouns for a government and of names behind it; from when there is none. */
static uint32_t actor_end(const finder *f, uint32_t from, uint32_t end)
{
    uint32_t i = from;
    const ent_cue *cue;
    bool actor = false;
    while (i < end && i < from + 12) {
        if ((cue = cue_at(f, i, ENT_CUE_actor)) != NULL) {
            i += cue->count;
            actor = true;
        } else if (actor && is_plain_name(f, i)) {
            i++;
        } else if (actor && i + 1 < end && token(f, i)->lower.p[0] == ',' && is_plain_name(f, i + 1) &&
                   !cue_at(f, i + 1, ENT_CUE_people)) {
            i += 2;
        } else if (actor && token(f, i)->type == ENT_TOKEN_WORD && token(f, i)->n <= 4 &&
                   memchr(token(f, i)->word.p, '.', token(f, i)->word.n)) {
            i++; /* initials inside a name */
        } else if (!actor && !token(f, i)->capital && token(f, i)->type == ENT_TOKEN_WORD && i < from + 3 &&
                   i + 1 < end && cue_at(f, i + 1, ENT_CUE_actor) && !cue_at(f, i, ENT_CUE_people)) {
            i++; /* one word between: Rwanda's veteran leader */
        } else {
            break;
        }
    }
    return actor ? i : from;
}

static void learn_person(finder *f, uint32_t from, uint32_t to, const char *code)
{
    for (uint32_t i = to; i-- > from;) {
        if (!is_plain_name(f, i) || cue_at(f, i, ENT_CUE_actor))
            continue;
        if (f->person_count < PERSONS && token(f, i)->n > 3 &&
            ent_strmap_get(&f->persons, token(f, i)->word) == ENT_STRMAP_NONE) {
            f->person_codes[f->person_count] = code;
            ent_strmap_put(&f->persons, token(f, i)->word, f->person_count++);
        }
        return;
    }
}

/* The nouns for people behind an adjective: "Rwandan asylum seekers", "Afghan and other migrants". */
static bool people_follow(const finder *f, uint32_t i, uint32_t end)
{
    for (uint32_t k = i; k < end && k < i + 3; k++) {
        if (cue_at(f, k, ENT_CUE_people))
            return true;
        if (token(f, k)->type != ENT_TOKEN_WORD || token(f, k)->capital || cue_at(f, k, ENT_CUE_actor) ||
            cue_at(f, k, ENT_CUE_instr) || cue_at(f, k, ENT_CUE_into))
            return false;
    }
    return false;
}

/* "let the Americans use", "the Americans will fly": the government. */
static bool acts_as_state(const finder *f, uint32_t first, uint32_t behind, uint32_t end)
{
    static const char *const before[] = {"let", "asked", "told", "with", "lets", "allowed", "letting", NULL};
    static const char *const auxiliaries[] = {"will", "would", "have", "had", NULL};
    if (first == 0 || !ent_token_is(f->d, first - 1, "the"))
        return false;
    if (first > 1 && is_one_of(f, first - 2, before))
        return true;
    if (first > 2 && ent_token_is(f->d, first - 2, "to") && ent_token_is(f->d, first - 3, "over"))
        return true; /* "handed over to the Libyans" */
    uint32_t verb = behind < end && is_one_of(f, behind, auxiliaries) ? behind + 1 : behind;
    return verb < end &&
           (cue_at(f, verb, ENT_CUE_send) || cue_at(f, verb, ENT_CUE_agree) || cue_at(f, verb, ENT_CUE_sign) ||
            cue_at(f, verb, ENT_CUE_ban) || cue_at(f, verb, ENT_CUE_ask) || cue_at(f, verb, ENT_CUE_pay));
}

/* No noun follows an adjective, so that it names the people. */
static bool stands_alone(const finder *f, uint32_t i, uint32_t end)
{
    static const char *const words[] = {"who", "whom",  "have", "has",     "had",  "were",  "was",
                                        "are", "to",    "from", "in",      "on",   "into",  "back",
                                        "for", "by",    "as",   "without", "will", "would", "may",
                                        "can", "could", "must", "should",  "a",    "whose", NULL};
    if (i >= end)
        return true;
    if (token(f, i)->type == ENT_TOKEN_MARK)
        return token(f, i)->lower.p[0] == '.' || token(f, i)->lower.p[0] == ';';
    return !token(f, i)->hyphen && is_one_of(f, i, words);
}

/* "the South African broadcaster", "IOM figures": who tells it, no party. */
static bool names_a_source(const finder *f, uint32_t i, uint32_t end)
{
    static const char *const words[] = {
        "broadcaster", "newspaper", "daily",     "television", "tv",      "radio",       "press",
        "media",       "weekly",    "magazine",  "figures",    "data",    "paper",       "station",
        "statistics",  "estimates", "reporters", "viewers",    "readers", "researchers", NULL};
    return i < end && is_one_of(f, i, words);
}

/* What the words behind a form make of it; moves m's end. */
static void read_behind(finder *f, uint32_t end, mention *m)
{
    uint32_t i = m->core_end;
    bool adjective = m->type == ENT_FORM_OF_ADJECTIVE;
    if (m->type == ENT_FORM_OF_PEOPLE) {
        m->g.flags |= acts_as_state(f, m->g.first, i, end) ? ENT_GROUP_ACTOR : ENT_GROUP_PEOPLE;
        return;
    }
    if (m->type == ENT_FORM_OF_ACTOR)
        m->g.flags |= ENT_GROUP_CAPITAL;
    if (m->type == ENT_FORM_OF_PERSON)
        m->g.flags |= ENT_GROUP_ACTOR;
    if (names_a_source(f, i, end)) {
        m->g.code_count = 0;
        return;
    }
    bool possessive = i < end && token(f, i)->type == ENT_TOKEN_POSSESSIVE;
    bool qualifies = possessive || (m->g.flags & ENT_GROUP_ADJECTIVE) || adjective;
    uint32_t behind = i + possessive, after = qualifies ? actor_end(f, behind, end) : behind;
    if (m->type == ENT_FORM_OF_NAME && !qualifies && behind < end && !token(f, behind)->capital)
        after = actor_end(f, behind, end); /* "Rwanda officials" */
    if (after > behind) {
        if (m->g.code_count)
            learn_person(f, behind, after, m->g.codes[0]);
        m->g.flags |= ENT_GROUP_ACTOR;
        m->g.flags &= ~(uint32_t)ENT_GROUP_ADJECTIVE;
        m->g.count = after - m->g.first;
        if (after < end && token(f, after)->type == ENT_TOKEN_POSSESSIVE) {
            m->g.flags |= ENT_GROUP_OWNER;
            m->g.count++;
        }
        return;
    }
    if (qualifies && people_follow(f, behind, end)) {
        m->g.flags |= ENT_GROUP_PEOPLE;
        m->g.count = behind - m->g.first;
        return;
    }
    if (adjective && !possessive && stands_alone(f, behind, end)) {
        m->g.flags |= ENT_GROUP_PEOPLE; /* "Eritreans and Sudanese" */
        return;
    }
    if (possessive || adjective)
        m->g.flags |= ENT_GROUP_OWNER;
    if (possessive)
        m->g.count++;
    else if (behind < end && (cue_at(f, behind, ENT_CUE_instr) || cue_at(f, behind, ENT_CUE_instr_plural) ||
                              cue_at(f, behind, ENT_CUE_talks)))
        m->g.flags |= ENT_GROUP_OWNER;
    if (m->type != ENT_FORM_OF_ADJECTIVE && !(m->g.flags & ENT_GROUP_OWNER))
        m->g.flags &= ~(uint32_t)ENT_GROUP_ADJECTIVE;
}

/* What the words before it make of it; moves m's begin over "the government of". */
static void read_before(const finder *f, uint32_t begin, mention *m)
{
    static const char *const skipped[] = {
        "the",    "a",        "an",        "its",        "his",    "their",     "neighbouring", "neighboring", "both",
        "nearby", "tiny",     "mr",        "president",  "ms",     "mrs",       "fellow",       "also",        "then",
        "prime",  "minister", "secretary", "chancellor", "former", "us-allied", "far-off",      "distant",     NULL};
    static const char *const prepositions[] = {
        "of",      "in",      "from",    "with",    "to",        "by",         "for",  "on",     "at",
        "against", "between", "through", "via",     "into",      "near",       "like", "as",     "under",
        "about",   "over",    "toward",  "towards", "including", "among",      "than", "inside", "outside",
        "across",  "around",  "off",     "onto",    "within",    "throughout", "for",  NULL};
    static const char *const places[] = {"in",      "at",     "near", "inside", "outside",    "across", "via",
                                         "through", "around", "off",  "within", "throughout", NULL};
    static const char *const of[] = {"of", "in", "from", NULL};
    uint32_t i = m->g.first;
    while (i > begin && is_one_of(f, i - 1, skipped))
        i--;
    if (i > begin + 1 && is_one_of(f, i - 1, of)) {
        /* "the president of Rwanda", "officials in Kigali" */
        uint32_t k = i - 1;
        bool actor = false;
        while (k > begin && (cue_at(f, k - 1, ENT_CUE_actor) && !cue_at(f, k - 1, ENT_CUE_people))) {
            k--;
            actor = true;
        }
        if (actor && !(m->g.flags & ENT_GROUP_PEOPLE)) {
            m->g.flags |= ENT_GROUP_ACTOR;
            m->g.count += m->g.first - k;
            m->g.first = k;
            i = k;
            while (i > begin && is_one_of(f, i - 1, skipped))
                i--;
        } else if (ent_token_is(f->d, i - 1, "of") && ent_token_is(f->d, i - 2, "out")) {
            m->g.flags |= ENT_GROUP_ORIGIN; /* "flown out of Kabul" */
        } else if (ent_token_is(f->d, i - 1, "of") && k > begin && cue_at(f, k - 1, ENT_CUE_people)) {
            m->g.flags |= ENT_GROUP_PEOPLE | ENT_GROUP_OF;
        } else if (ent_token_is(f->d, i - 1, "from") && k > begin && !(m->g.flags & ENT_GROUP_ACTOR)) {
            for (uint32_t back = 1; back <= 2 && k >= begin + back; back++)
                if (cue_at(f, k - back, ENT_CUE_people) || cue_at(f, k - back, ENT_CUE_origin_verb))
                    m->g.flags |= ENT_GROUP_ORIGIN;
        }
    }
    static const char *const bound[] = {"bound", "heading", "headed", "reach", "reaching", "destined", NULL};
    if (i > begin && (is_one_of(f, i - 1, bound) || (i > begin + 1 && is_one_of(f, i - 2, bound))))
        m->g.flags |= ENT_GROUP_ORIGIN; /* where people want to go is no party either */
    if (i == begin || !is_one_of(f, i - 1, prepositions))
        m->g.flags |= ENT_GROUP_SUBJECT;
    else if (!(m->g.flags & ENT_GROUP_ACTOR) &&
             (is_one_of(f, i - 1, places) || (ent_token_is(f->d, i - 1, "on") && m->g.code_count > 0 &&
                                              ent_lexicon_describes("island", m->g.codes[0]))))
        m->g.flags |= ENT_GROUP_PLACE;
    if (i > begin && ent_token_is(f->d, i - 1, "by"))
        m->g.flags |= ENT_GROUP_BY;
}

static bool find_at(finder *f, uint32_t i, uint32_t begin, uint32_t end, mention *m)
{
    if (both(f, i, end, m) || describe(f, i, end, m)) {
        read_behind(f, end, m);
        read_before(f, begin, m);
        return true;
    }
    if (!token(f, i)->capital && token(f, i)->lower.p[0] != 'e')
        return false;
    if (!look_up(f, i, end, m))
        return false;
    if (m->g.code_count == 0)
        return true; /* named no party: its words are spent */
    read_behind(f, end, m);
    if (m->g.code_count > 0)
        read_before(f, begin, m);
    return true;
}

/* ---- joining neighbours ---- */

static bool is_joint(const finder *f, uint32_t from, uint32_t to, bool *and_between)
{
    static const char *const joints[] = {"and",          "&",           ",",  "the",  "as",   "well", "both", "also",
                                         "neighbouring", "neighboring", "or", "plus", "then", NULL};
    if (to - from > 4)
        return false;
    bool any = false;
    for (uint32_t i = from; i < to; i++) {
        if (!is_one_of(f, i, joints))
            return false;
        *and_between = *and_between || ent_token_is(f->d, i, "and") || ent_token_is(f->d, i, "or") ||
                       ent_token_is(f->d, i, "&") || ent_token_is(f->d, i, "plus") || ent_token_is(f->d, i, "well");
        any = any || !ent_token_is(f->d, i, "the");
    }
    return any;
}

static void absorb(mention *into, const mention *from)
{
    for (uint32_t c = 0; c < from->g.code_count; c++)
        if (into->g.code_count < ENT_GROUP_CODES && !ent_group_has(&into->g, from->g.codes[c]))
            into->g.codes[into->g.code_count++] = from->g.codes[c];
    into->g.count = from->g.first + from->g.count - into->g.first;
    uint32_t kept = ENT_GROUP_SUBJECT | ENT_GROUP_PLACE | ENT_GROUP_ORIGIN | ENT_GROUP_BY | ENT_GROUP_OF;
    if (into->g.flags & ENT_GROUP_OF)
        kept |= ENT_GROUP_PEOPLE;
    uint32_t shared = (into->g.flags & kept) | (from->g.flags & ~kept & ~(uint32_t)ENT_GROUP_CAPITAL);
    into->g.flags = shared | (into->g.flags & (ENT_GROUP_HYPHEN | ENT_GROUP_ACTOR));
    into->core_end = from->core_end;
}

static bool people(const mention *m)
{
    return (m->g.flags & ENT_GROUP_PEOPLE) != 0;
}

/* Whether b continues a's group; *hyphen: by a hyphen. */
static bool joins(const finder *f, const mention *a, const mention *b, bool *and_between, bool *hyphen)
{
    uint32_t end = a->g.first + a->g.count;
    if (end > b->g.first)
        return false;
    *hyphen = end == b->g.first && token(f, b->g.first)->hyphen;
    if (*hyphen)
        return true;
    if (end == b->g.first) /* Libya's Fayez al-Sarraj */
        return a->g.code_count == 1 && strcmp(a->g.codes[0], b->g.codes[0]) == 0 && b->type == ENT_FORM_OF_PERSON;
    bool adjective = (a->g.flags & ENT_GROUP_ADJECTIVE) != 0;
    if (people(a) != people(b) && !(adjective && people(b)) && !(a->g.flags & ENT_GROUP_OF))
        return false;
    if ((a->g.flags & ENT_GROUP_OWNER) && !adjective)
        return false;
    if (token(f, end - 1)->type == ENT_TOKEN_POSSESSIVE)
        return false;
    return is_joint(f, end, b->g.first, and_between);
}

static bool add_group(finder *f, const mention *m)
{
    if (f->out->count == f->capacity) {
        uint32_t capacity = f->capacity ? f->capacity * 2 : 64;
        ent_group *more = ent_arena_array(f->d->arena, capacity, sizeof *more);
        if (!more)
            return false;
        if (f->out->count)
            memcpy(more, f->out->groups, f->out->count * sizeof *more);
        f->out->groups = more;
        f->capacity = capacity;
    }
    f->out->groups[f->out->count++] = m->g;
    f->d->tokens[m->g.first].group = f->out->count;
    for (uint32_t i = m->g.first; i < m->g.first + m->g.count; i++)
        f->d->tokens[i].inside = f->out->count;
    return true;
}

static ent_status join_sentence(finder *f, mention *all, uint32_t count)
{
    for (uint32_t i = 0; i < count;) {
        mention m = all[i];
        uint32_t k = i + 1;
        bool and_seen = false;
        for (; k < count; k++) {
            bool and_between = false, hyphen = false;
            if (and_seen || !joins(f, &all[k - 1], &all[k], &and_between, &hyphen))
                break;
            bool touching = all[k - 1].g.first + all[k - 1].g.count == all[k].g.first;
            bool goes_on = false, and_then = false, by_hyphen = false;
            goes_on = k + 1 < count && joins(f, &all[k], &all[k + 1], &and_then, &by_hyphen);
            if (!and_between && !touching && (all[k - 1].g.flags & ENT_GROUP_PLACE) && !goes_on && !and_seen &&
                k - i < 2)
                break; /* "In Kigali, the minister" */
            if (!and_between && !touching) {
                /* a comma alone: a list only when it goes on */
                bool and_next = false, hyphen_next = false;
                if (all[k].g.flags & ENT_GROUP_OWNER &&
                    token(f, all[k].g.first + all[k].g.count - 1)->type == ENT_TOKEN_POSSESSIVE)
                    break;
                if ((k + 1 >= count || !joins(f, &all[k], &all[k + 1], &and_next, &hyphen_next)) && k - i < 2)
                    break;
            }
            and_seen = and_between;
            absorb(&m, &all[k]);
            if (hyphen)
                m.g.flags |= ENT_GROUP_HYPHEN;
        }
        i = k;
        if (!add_group(f, &m))
            return ENT_NOMEM;
    }
    return ENT_OK;
}

/* "on behalf of the EU", "who acted for the EU". */
static bool is_represented(const finder *f, uint32_t begin, const mention *m)
{
    static const char *const acting[] = {"acted", "acting", "signing", "signed", "speaking", "negotiating", NULL};
    uint32_t i = m->g.first;
    while (i > begin && ent_token_is(f->d, i - 1, "the"))
        i--;
    if (i < begin + 2)
        return false;
    return (ent_token_is(f->d, i - 1, "for") && is_one_of(f, i - 2, acting)) ||
           (ent_token_is(f->d, i - 1, "of") && ent_token_is(f->d, i - 2, "behalf"));
}

/* Only "and", "or" and commas between: "on Nauru and Manus". */
static bool continues(const finder *f, const mention *before, const mention *m)
{
    uint32_t i = before->g.first + before->g.count;
    if (i >= m->g.first)
        return false;
    for (; i < m->g.first; i++)
        if (!ent_token_is(f->d, i, "and") && !ent_token_is(f->d, i, "or") && !ent_token_is(f->d, i, ","))
            return false;
    return true;
}

static ent_status sentence(finder *f, const ent_sentence *s)
{
    mention all[SENTENCE_MENTIONS];
    uint32_t count = 0, end = s->first + s->count;
    for (uint32_t i = s->first; i < end && count < SENTENCE_MENTIONS;) {
        mention m;
        if (!find_at(f, i, s->first, end, &m)) {
            i++;
            continue;
        }
        i = m.g.first + m.g.count > m.core_end ? m.g.first + m.g.count : m.core_end;
        if (m.g.code_count == 0)
            continue;
        if ((m.g.flags & ENT_GROUP_ACTOR) && !(m.g.flags & ENT_GROUP_STAND_IN))
            f->leader = m.g.codes[0];
        if (!(m.g.flags & ENT_GROUP_STAND_IN)) {
            uint32_t aside = ENT_GROUP_PEOPLE | ENT_GROUP_ORIGIN | ENT_GROUP_PLACE;
            bool goes_on = count > 0 && (all[count - 1].g.flags & aside) && continues(f, &all[count - 1], &m);
            remember(f, m.g.codes[0], (m.g.flags & aside) || goes_on);
        }
        if (count > 0 && all[count - 1].g.first + all[count - 1].g.count > m.g.first)
            continue; /* reached back over words that are taken */
        if (count > 0 && is_represented(f, s->first, &m))
            all[count - 1].g.codes[0] = m.g.codes[0]; /* who signs for a union is no party */
        all[count++] = m;
    }
    return join_sentence(f, all, count);
}

bool ent_group_has(const ent_group *group, const char *code)
{
    for (uint32_t i = 0; i < group->code_count; i++)
        if (strcmp(group->codes[i], code) == 0)
            return true;
    return false;
}

ent_status ent_mentions_find(ent_document *document, const ent_cues *cues, ent_groups *out)
{
    *out = (ent_groups){0};
    finder *f = ENT_NEW(document->arena, finder);
    if (!f)
        return ENT_NOMEM;
    *f = (finder){.d = document, .cues = cues, .out = out};
    ent_strmap_init(&f->persons, document->arena);
    if (document->token_count > 0)
        f->lower_text =
            (ent_str){ent_arena_copy(document->arena, document->text.p, document->text.n), document->text.n};
    if (document->arena->failed != ENT_OK)
        return document->arena->failed;
    for (uint32_t i = 0; i < f->lower_text.n; i++) {
        char *c = (char *)f->lower_text.p + i;
        if (*c >= 'A' && *c <= 'Z')
            *c ^= 'a' ^ 'A';
    }
    for (uint32_t s = 0; s < document->sentence_count; s++)
        ENT_TRY(sentence(f, &document->sentences[s]));
    return ENT_OK;
}
