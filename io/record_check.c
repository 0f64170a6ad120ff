/* The rules of the record format that go beyond names and types of fields. One function a part of the record; each
 * tells all its faults and goes on. */
#include "io/currency.h"
#include "io/record.h"

#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>

enum { HINT = 320 };

typedef struct {
    ent_record *record;
    const ent_places *places;
    ent_faults *faults;
} checker;

static bool given(const ent_field *field)
{
    return field->s.p != NULL;
}

/* Whether the next fault will be told: if not, its advice need not be sought. */
static bool is_told(const checker *c)
{
    return c->faults->count < ENT_FAULTS_TOLD;
}

/* What is quoted in a message: enough to recognise it. */
static ent_str cut(ent_str s)
{
    if (s.n > 80)
        s.n = (uint32_t)ent_utf8_valid(s.p, 80);
    return s;
}

#define FAULT(c, field, spot, hint, ...) \
    ent_record_fault((c)->record, (c)->faults, (field)->at, spot, hint, __VA_ARGS__)

/* ---- words ---- */

/* The index of a word of a vocabulary; -1, with a fault, when it is none; -1 when the field is not given. */
static int check_word(checker *c, const ent_field *field, ent_spot spot, const ent_vocabulary *vocabulary)
{
    if (!given(field))
        return -1;
    int i = ent_vocabulary_find(vocabulary, field->s);
    if (i >= 0)
        return i;
    char hint[HINT] = "";
    const ent_str *nearest = is_told(c) ? ent_vocabulary_nearest(vocabulary, field->s) : NULL;
    if (nearest)
        snprintf(hint, sizeof hint, "did you mean `%.*s`?", ENT_STR_ARG(*nearest));
    else {
        int n = snprintf(hint, sizeof hint, "expected");
        for (uint32_t k = 0; k < vocabulary->count && n < HINT; k++)
            n +=
                snprintf(hint + n, sizeof hint - (size_t)n, "%s %.*s", k ? "," : "", ENT_STR_ARG(vocabulary->names[k]));
    }
    FAULT(c, field, spot, hint, "unknown %s `%.*s`", vocabulary->what, ENT_STR_ARG(cut(field->s)));
    return -1;
}

static void check_twice(checker *c, const ent_list *list, ent_spot spot)
{
    for (uint32_t i = 0; i < list->n; i++)
        for (uint32_t k = 0; k < i; k++)
            if (ent_str_equal(ENT_ITEM(*list, ent_field, i)->s, ENT_ITEM(*list, ent_field, k)->s)) {
                const ent_field *field = ENT_ITEM(*list, ent_field, i);
                FAULT(c, field, spot, NULL, "`%.*s` stands here twice", ENT_STR_ARG(cut(field->s)));
                break;
            }
}

/* A list of different words; *set gets a bit for each that is known. */
static void check_words(checker *c, const ent_list *list, ent_spot spot, const ent_vocabulary *vocabulary,
                        uint32_t *set)
{
    *set = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        int word = check_word(c, ENT_ITEM(*list, ent_field, i), spot, vocabulary);
        if (word >= 0)
            *set |= 1u << word;
    }
    check_twice(c, list, spot);
}

/* ---- ids, codes, dates, numbers ---- */

static bool is_id_byte(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-';
}

static bool check_id(checker *c, const ent_field *field, ent_spot spot)
{
    if (!given(field))
        return false;
    uint32_t i = 0;
    while (i < field->s.n && is_id_byte(field->s.p[i]) && !(i == 0 && field->s.p[i] == '-'))
        i++;
    if (i < field->s.n)
        FAULT(c, field, spot, "an id begins with a letter or digit and has only a-z, 0-9 and -", "not an id: `%.*s`",
              ENT_STR_ARG(cut(field->s)));
    return i == field->s.n;
}

/* What the writer of an unknown code probably meant. */
static void hint_place(ent_str text, char hint[HINT])
{
    ent_place_match match;
    *hint = 0;
    if (ent_place_resolve(text, &match) != ENT_OK)
        return;
    if (match.count == 1)
        snprintf(hint, HINT, "the code of %s is %s", match.places[0].name, match.places[0].code);
    else if (match.count > 1) {
        int n = snprintf(hint, HINT, "it fits");
        for (uint32_t i = 0; i < match.count && n < HINT; i++)
            n += snprintf(hint + n, HINT - (size_t)n, "%s %s (%s)", i ? "," : "", match.places[i].code,
                          match.places[i].name);
    } else if (match.nearest_count > 0) {
        int n = snprintf(hint, HINT, "near it:");
        for (uint32_t i = 0; i < match.nearest_count && n < HINT; i++)
            n += snprintf(hint + n, HINT - (size_t)n, "%s %s (%s)", i ? "," : "", match.nearest[i].place.code,
                          match.nearest[i].place.name);
    } else
        snprintf(hint, HINT, "expected an ISO 3166-1 alpha-3 code or an organisation's id");
}

static bool check_code(checker *c, const ent_field *field, ent_spot spot)
{
    ent_place place;
    if (!given(field))
        return false;
    if (ent_places_find(c->places, field->s, &place))
        return true;
    char hint[HINT] = "";
    if (is_told(c))
        hint_place(field->s, hint);
    FAULT(c, field, spot, hint, "unknown code `%.*s`", ENT_STR_ARG(cut(field->s)));
    return false;
}

static bool is_party(const ent_record *record, ent_str code)
{
    for (uint32_t i = 0; i < record->parties.n; i++) {
        const ent_field *party = &ENT_ITEM(record->parties, ent_record_party, i)->party;
        if (given(party) && ent_str_equal(party->s, code))
            return true;
    }
    return false;
}

/* A code that must be one of the agreement's parties. */
static void check_party_of(checker *c, const ent_field *field, ent_spot spot)
{
    if (given(field) && check_code(c, field, spot) && !is_party(c->record, field->s))
        FAULT(c, field, spot, NULL, "`%.*s` is none of this agreement's parties", ENT_STR_ARG(cut(field->s)));
}

static bool check_date(checker *c, ent_date *date, ent_spot spot)
{
    uint32_t at;
    char reason[96];
    if (!given(&date->written))
        return false;
    if (ent_edtf_read(date->written.s, &date->edtf, &at, reason, sizeof reason))
        return true;
    FAULT(c, &date->written, spot, "dates are YYYY-MM-DD, YYYY-MM or YYYY, then ~ or ? or % or nothing",
          "not a date: `%.*s`: %s", ENT_STR_ARG(cut(date->written.s)), reason);
    date->written.s.p = NULL;
    return false;
}

/* A decimal number, whatever the locale says of commas. */
static double to_double(const char *text)
{
    locale_t c_locale = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (!c_locale)
        return NAN;
    double value = strtod_l(text, NULL, c_locale);
    freelocale(c_locale);
    return value;
}

/* As JSON writes it; a cell of CSV may hold anything. */
static bool is_number(const char *text)
{
    const char *p = text + (*text == '-');
    size_t n = strspn(p, "0123456789");
    if (n == 0)
        return false;
    p += n;
    if (*p == '.') {
        n = strspn(++p, "0123456789");
        if (n == 0)
            return false;
        p += n;
    }
    if (*p == 'e' || *p == 'E') {
        p += 1 + (p[1] == '+' || p[1] == '-');
        n = strspn(p, "0123456789");
        if (n == 0)
            return false;
        p += n;
    }
    return *p == 0;
}

/* Zero or more; whole numbers below 2^63, others as far as a double reaches. */
static bool check_number(checker *c, ent_number *number, ent_spot spot, bool must_be_whole)
{
    const ent_field *field = &number->written;
    char text[64];
    if (!given(field))
        return false;
    if (field->s.n >= sizeof text) {
        FAULT(c, field, spot, NULL, "the number has %u digits", field->s.n);
        return false;
    }
    snprintf(text, sizeof text, "%.*s", ENT_STR_ARG(field->s));
    if (!is_number(text)) {
        FAULT(c, field, spot, NULL, "expected a number, found `%s`", text);
        return false;
    }
    if (text[0] == '-') {
        FAULT(c, field, spot, NULL, "expected zero or more, found %s", text);
        return false;
    }
    number->whole = !strpbrk(text, ".eE");
    if (must_be_whole && !number->whole) {
        FAULT(c, field, spot, "people are counted in whole numbers, written with digits only",
              "expected a whole number, found %s", text);
        return false;
    }
    errno = 0;
    if (number->whole)
        number->integer = strtoll(text, NULL, 10);
    else
        number->real = to_double(text);
    if (!number->whole && number->real == floor(number->real) && number->real < 0x1p63) {
        number->whole = true; /* 5e6 and 5.0 are the whole numbers that they say */
        number->integer = (int64_t)number->real;
    }
    bool fits = number->whole ? errno == 0 : isfinite(number->real);
    if (!fits)
        FAULT(c, field, spot, NULL, "the number %s is too large", text);
    return fits;
}

/* ---- the parts ---- */

static void check_head(checker *c)
{
    ent_record *r = c->record;
    uint32_t set;
    check_id(c, &r->id, ENT_SPOT_FIELD("id"));
    int kind = check_word(c, &r->kind, ENT_SPOT_FIELD("kind"), &ent_kinds);
    check_words(c, &r->also, ENT_SPOT_FIELD("also"), &ent_kinds, &set);
    if (kind >= 0 && (set & 1u << kind))
        ent_record_fault(r, c->faults, r->also.at, ENT_SPOT_FIELD("also"), "also names further kinds",
                         "`%.*s` is the kind already", ENT_STR_ARG(r->kind.s));
    check_word(c, &r->form, ENT_SPOT_FIELD("form"), &ent_forms);
    check_words(c, &r->covers, ENT_SPOT_FIELD("covers"), &ent_covers, &set);
    check_word(c, &r->text, ENT_SPOT_FIELD("text"), &ent_texts);
    check_word(c, &r->confidence, ENT_SPOT_FIELD("confidence"), &ent_confidences);
}

static void check_roles(checker *c, ent_record_party *party, uint32_t i)
{
    uint32_t set = 0;
    if (given(&party->role) && party->roles.items)
        FAULT(c, &party->role, ENT_SPOT("parties", i, NULL), "role is for one role, roles for several",
              "both `role` and `roles`");
    else if (given(&party->role)) {
        int role = check_word(c, &party->role, ENT_SPOT("parties", i, "role"), &ent_roles);
        set = role >= 0 ? 1u << role : 0;
    } else if (party->roles.items) {
        ent_spot spot = ENT_SPOT("parties", i, "roles");
        check_words(c, &party->roles, spot, &ent_roles, &set);
        if (party->roles.n == 0)
            ent_record_fault(c->record, c->faults, party->roles.at, spot,
                             "leave it out for a partner, who has no direction", "the list of roles is empty");
    }
    party->role_set = (uint8_t)(set ? set : 1u << ENT_ROLE_partner);
}

static bool same_day(const ent_date *a, const ent_date *b)
{
    return given(&a->written) == given(&b->written) &&
           (!given(&a->written) || ent_str_equal(a->written.s, b->written.s));
}

/* Who left and came back stands here once for each time; everything else is an oversight. */
static void check_repeated(checker *c, uint32_t i)
{
    const ent_record_party *party = ENT_ITEM(c->record->parties, ent_record_party, i);
    for (uint32_t k = 0; k < i; k++) {
        const ent_record_party *other = ENT_ITEM(c->record->parties, ent_record_party, k);
        if (given(&party->party) && given(&other->party) && ent_str_equal(party->party.s, other->party.s) &&
            same_day(&party->since, &other->since) && same_day(&party->until, &other->until)) {
            FAULT(c, &party->party, ENT_SPOT("parties", i, NULL), "put all its roles into one entry, as `roles`",
                  "`%.*s` is a party twice", ENT_STR_ARG(party->party.s));
            return;
        }
    }
}

static void check_parties(checker *c)
{
    ent_list *parties = &c->record->parties;
    bool different = false;
    for (uint32_t i = 0; i < parties->n; i++) {
        ent_record_party *party = ENT_ITEM(*parties, ent_record_party, i);
        check_code(c, &party->party, ENT_SPOT("parties", i, "party"));
        check_roles(c, party, i);
        bool since = check_date(c, &party->since, ENT_SPOT("parties", i, "since"));
        bool until = check_date(c, &party->until, ENT_SPOT("parties", i, "until"));
        if (since && until && ent_day_compare(party->since.edtf.first, party->until.edtf.last) > 0)
            FAULT(c, &party->until.written, ENT_SPOT("parties", i, "until"), NULL, "%.*s is before `since`, %.*s",
                  ENT_STR_ARG(party->until.written.s), ENT_STR_ARG(party->since.written.s));
        check_repeated(c, i);
        const ent_field *first = &ENT_ITEM(*parties, ent_record_party, 0)->party;
        different |= !given(&party->party) || !given(first) || !ent_str_equal(first->s, party->party.s);
    }
    if (parties->items && !different)
        ent_record_fault(c->record, c->faults, parties->at, ENT_SPOT_FIELD("parties"), NULL,
                         "an agreement has two parties or more, found %s", parties->n == 0 ? "none" : "one");
}

static void check_places(checker *c)
{
    for (uint32_t i = 0; i < c->record->places.n; i++) {
        const ent_record_place *place = ENT_ITEM(c->record->places, ent_record_place, i);
        ent_spot spot = ENT_SPOT("places", i, "place");
        if (check_code(c, &place->place, spot) && is_party(c->record, place->place.s))
            FAULT(c, &place->place, spot, "places are for those that are no parties", "`%.*s` is a party",
                  ENT_STR_ARG(place->place.s));
        for (uint32_t k = 0; k < i && given(&place->place) && given(&place->role); k++) {
            const ent_record_place *other = ENT_ITEM(c->record->places, ent_record_place, k);
            if (given(&other->place) && given(&other->role) && ent_str_equal(other->place.s, place->place.s) &&
                ent_str_equal(other->role.s, place->role.s))
                FAULT(c, &place->place, spot, NULL, "`%.*s` stands here twice", ENT_STR_ARG(place->place.s));
        }
        spot = ENT_SPOT("places", i, "role");
        check_word(c, &place->role, spot, &ent_place_roles);
    }
}

static void hint_source(const checker *c, ent_str wanted, char hint[HINT])
{
    const ent_list *sources = &c->record->sources;
    ent_str ids[64];
    size_t n = 0;
    for (uint32_t i = 0; i < sources->n && n < sizeof ids / sizeof ids[0]; i++) {
        const ent_field *id = &ENT_ITEM(*sources, ent_record_source, i)->id;
        if (given(id))
            ids[n++] = cut(id->s);
    }
    int nearest = ent_str_nearest(wanted, ids, n);
    if (nearest >= 0)
        snprintf(hint, HINT, "did you mean `%.*s`?", ENT_STR_ARG(ids[nearest]));
    else if (n == 0)
        snprintf(hint, HINT, "none of its sources has an `id`");
    else {
        int length = snprintf(hint, HINT, "its sources have the ids");
        for (size_t i = 0; i < n && length < HINT; i++)
            length += snprintf(hint + length, HINT - (size_t)length, "%s %.*s", i ? "," : "", ENT_STR_ARG(ids[i]));
    }
}

static void check_cites(checker *c, const ent_list *cites, const char *owner, uint32_t i)
{
    const ent_list *sources = &c->record->sources;
    ent_spot spot = ENT_SPOT(owner, i, "cites");
    for (uint32_t k = 0; k < cites->n; k++) {
        const ent_field *cite = ENT_ITEM(*cites, ent_field, k);
        uint32_t s = 0;
        for (; s < sources->n; s++) {
            const ent_field *id = &ENT_ITEM(*sources, ent_record_source, s)->id;
            if (given(id) && ent_str_equal(id->s, cite->s))
                break;
        }
        if (s < sources->n)
            continue;
        char hint[HINT] = "";
        if (is_told(c))
            hint_source(c, cite->s, hint);
        FAULT(c, cite, spot, hint, "no source of this record has the id `%.*s`", ENT_STR_ARG(cut(cite->s)));
    }
    check_twice(c, cites, spot);
}

/* Insertion sort: stable, and records have few events, mostly in order. */
static void sort_events(ent_list *events)
{
    ent_record_event *e = events->items;
    for (uint32_t i = 1; i < events->n; i++) {
        ent_record_event event = e[i];
        uint32_t k = i;
        for (; k > 0 && ent_day_compare(e[k - 1].date.edtf.first, event.date.edtf.first) > 0; k--)
            e[k] = e[k - 1];
        e[k] = event;
    }
}

static void check_events(checker *c)
{
    ent_list *events = &c->record->events;
    bool dated = true;
    for (uint32_t i = 0; i < events->n; i++) {
        ent_record_event *event = ENT_ITEM(*events, ent_record_event, i);
        ent_spot spot = ENT_SPOT("events", i, "date");
        dated &= check_date(c, &event->date, spot);
        spot = ENT_SPOT("events", i, "status");
        event->status_index = (int8_t)check_word(c, &event->status, spot, &ent_record_statuses);
        spot = ENT_SPOT("events", i, "party");
        check_party_of(c, &event->party, spot);
        check_cites(c, &event->cites, "events", i);
    }
    if (events->items && events->n == 0)
        ent_record_fault(c->record, c->faults, events->at, ENT_SPOT_FIELD("events"), NULL,
                         "an agreement has one event or more, found none");
    if (dated)
        sort_events(events);
}

static void check_links(checker *c)
{
    for (uint32_t i = 0; i < c->record->links.n; i++) {
        ent_record_link *link = ENT_ITEM(c->record->links, ent_record_link, i);
        ent_spot spot = ENT_SPOT("links", i, "relation");
        link->relation_index = (int8_t)check_word(c, &link->relation, spot, &ent_relations);
        spot = ENT_SPOT("links", i, "to");
        if (!check_id(c, &link->to, spot))
            continue;
        if (given(&c->record->id) && ent_str_equal(link->to.s, c->record->id.s))
            FAULT(c, &link->to, spot, NULL, "the record links to itself");
        for (uint32_t k = 0; k < i; k++) {
            const ent_record_link *other = ENT_ITEM(c->record->links, ent_record_link, k);
            if (given(&other->to) && ent_str_equal(other->to.s, link->to.s) &&
                other->relation_index == link->relation_index && link->relation_index >= 0)
                FAULT(c, &link->to, spot, NULL, "this link stands here twice");
        }
    }
}

static void check_amounts(checker *c)
{
    for (uint32_t i = 0; i < c->record->amounts.n; i++) {
        ent_record_amount *amount = ENT_ITEM(c->record->amounts, ent_record_amount, i);
        ent_spot spot = ENT_SPOT("amounts", i, "amount");
        check_number(c, &amount->amount, spot, false);
        spot = ENT_SPOT("amounts", i, "currency");
        if (given(&amount->currency) && !ent_currency_known(amount->currency.s))
            FAULT(c, &amount->currency, spot, "expected a code of ISO 4217, such as EUR", "unknown currency `%.*s`",
                  ENT_STR_ARG(cut(amount->currency.s)));
        spot = ENT_SPOT("amounts", i, "basis");
        check_word(c, &amount->basis, spot, &ent_bases);
        spot = ENT_SPOT("amounts", i, "from");
        check_party_of(c, &amount->from, spot);
        spot = ENT_SPOT("amounts", i, "to");
        check_party_of(c, &amount->to, spot);
        spot = ENT_SPOT("amounts", i, "date");
        check_date(c, &amount->date, spot);
        check_cites(c, &amount->cites, "amounts", i);
    }
}

static void check_transfers(checker *c)
{
    for (uint32_t i = 0; i < c->record->transfers.n; i++) {
        ent_record_transfer *transfer = ENT_ITEM(c->record->transfers, ent_record_transfer, i);
        ent_spot spot = ENT_SPOT("transfers", i, "count");
        check_number(c, &transfer->count, spot, true);
        spot = ENT_SPOT("transfers", i, "date");
        check_date(c, &transfer->date, spot);
        check_cites(c, &transfer->cites, "transfers", i);
    }
}

static bool is_url(ent_str s)
{
    static const char *const schemes[] = {"https://", "http://", "ftp://"};
    for (uint32_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F)
            return false;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        size_t n = strlen(schemes[i]);
        if (s.n > n && memcmp(s.p, schemes[i], n) == 0)
            return true;
    }
    return false;
}

static void check_sources(checker *c)
{
    ent_list *sources = &c->record->sources;
    for (uint32_t i = 0; i < sources->n; i++) {
        ent_record_source *source = ENT_ITEM(*sources, ent_record_source, i);
        ent_spot spot = ENT_SPOT("sources", i, "url");
        if (given(&source->url) && !is_url(source->url.s))
            FAULT(c, &source->url, spot, "an address begins with https:// or http:// and has no blanks",
                  "not an address: `%.*s`", ENT_STR_ARG(cut(source->url.s)));
        spot = ENT_SPOT("sources", i, "date");
        check_date(c, &source->date, spot);
        spot = ENT_SPOT("sources", i, NULL);
        if (!given(&source->url) && !given(&source->title))
            ent_record_fault(c->record, c->faults, sources->at, spot, NULL,
                             "a source has a `url` or at least a `title`");
        for (uint32_t k = 0; k < i && given(&source->id); k++) {
            const ent_field *other = &ENT_ITEM(*sources, ent_record_source, k)->id;
            if (given(other) && ent_str_equal(other->s, source->id.s))
                FAULT(c, &source->id, spot, NULL, "two sources of this record have the id `%.*s`",
                      ENT_STR_ARG(cut(source->id.s)));
        }
    }
    if (sources->items && sources->n == 0)
        ent_record_fault(c->record, c->faults, sources->at, ENT_SPOT_FIELD("sources"),
                         "nothing is in the graph without a source", "an agreement has one source or more, found none");
}

bool ent_record_check(ent_record *record, const ent_places *places, ent_faults *faults)
{
    checker c = {record, places, faults};
    uint64_t before = faults->count;
    check_head(&c);
    check_parties(&c);
    check_places(&c);
    check_events(&c);
    check_links(&c);
    check_amounts(&c);
    check_transfers(&c);
    check_sources(&c);
    return faults->count == before;
}
