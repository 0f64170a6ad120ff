/* One statement for each kind of node or edge; a record puts rows into them, and flushing runs them in an order in
 * which each finds what it needs: agreements, parties, sources, then all that hangs between them. */
#include "io/graph_write.h"

#include "io/rows.h"

#include <stdlib.h>

/* e: an entry of the row's list, x: its node */
#define CITES                                                                                                 \
    "WITH e, x UNWIND e.cites AS c MATCH (s:Source {key: c.key}) CREATE (x)-[:CITED_IN {id: c.id, position: " \
    "c.position}]->(s)"
/* one look for the agreement, however many entries hang on it */
#define EACH(list) "UNWIND $rows AS r MATCH (a:Agreement {id: r.agreement}) UNWIND r." list " AS e "

/* name, statement. NEW_ is for a graph without agreements and sources: there everything that this load names for the
 * first time is new, and needs no look. */
#define STATEMENTS(X)                                                                                                  \
    X(NEW_AGREEMENTS,                                                                                                  \
      "UNWIND $rows AS r CREATE (:Agreement {id: r.id, title: r.title, kind: r.kind, also: r.also, form: r.form, "     \
      "status: r.status, stage: r.stage, since: r.since, until: r.until, people: r.people, covers: r.covers, "         \
      "text: r.text, confidence: r.confidence, registers: r.registers, externalIds: r.externalIds, note: r.note})")    \
    X(AGREEMENTS, "UNWIND $rows AS r MERGE (a:Agreement {id: r.id}) SET a = r")                                        \
    X(COUNTRIES, "UNWIND $rows AS r CREATE (p:Party:Country) SET p = r")                                               \
    X(ORGANIZATIONS, "UNWIND $rows AS r CREATE (p:Party:Organization) SET p = r")                                      \
    X(OTHERS, "UNWIND $rows AS r CREATE (p:Party) SET p = r")                                                          \
    X(PARTIES,                                                                                                         \
      EACH("parties") "MATCH (p:Party {code: e.party}) CREATE (p)-[:PARTY_TO {roles: e.roles, since: e.since, "        \
                      "until: e.until, sinceWritten: e.sinceWritten, untilWritten: e.untilWritten, position: "         \
                      "e.position}]->(a)")                                                                             \
    X(PLACES, EACH("places") "MATCH (p:Party {code: e.place}) CREATE (a)-[:INVOLVES {role: e.role, position: "         \
                             "e.position}]->(p)")                                                                      \
    X(NEW_SOURCES, "UNWIND $rows AS r MATCH (a:Agreement {id: r.agreement}) "                                          \
                   "CREATE (a)-[:CITED_IN {id: r.id, position: r.position}]->(:Source {key: r.key, url: r.url, "       \
                   "title: r.title, publisher: r.publisher, date: r.date, written: r.written})")                       \
    X(SOURCES, "UNWIND $rows AS r MATCH (a:Agreement {id: r.agreement}) MERGE (s:Source {key: r.key}) "                \
               "ON CREATE SET s.url = r.url, s.title = r.title, s.publisher = r.publisher, s.date = r.date, "          \
               "s.written = r.written CREATE (a)-[:CITED_IN {id: r.id, position: r.position}]->(s) "                   \
               "RETURN r.n, s.title, s.publisher, s.written")                                                          \
    X(OWN_WORDS, "UNWIND $rows AS r MATCH (:Agreement {id: r.agreement})-[c:CITED_IN {position: r.position}]->() "     \
                 "SET c.own = true, c.title = r.title, c.publisher = r.publisher, c.written = r.written")              \
    X(EVENTS,                                                                                                          \
      EACH("events") "CREATE (a)-[:HAS_EVENT]->(x:Event {date: e.date, lastDay: e.lastDay, written: e.written, "       \
                     "status: e.status, until: e.until, party: e.party, note: e.note, position: e.position}) " CITES)  \
    X(TRANSFERS,                                                                                                       \
      EACH("transfers") "CREATE (a)-[:HAS_TRANSFER]->(x:Transfer {count: e.count, date: e.date, "                      \
                        "lastDay: e.lastDay, written: e.written, note: e.note, position: e.position}) " CITES)         \
    X(PAYMENTS,                                                                                                        \
      EACH(                                                                                                            \
          "payments") "CREATE (a)-[:HAS_PAYMENT]->(x:Payment {amount: e.amount, currency: e.currency, "                \
                      "basis: e.basis, from: e.from, to: e.to, date: e.date, lastDay: e.lastDay, written: e.written, " \
                      "note: e.note, position: e.position}) " CITES)                                                   \
    X(EDGES, "UNWIND $rows AS r MATCH (x:Party {code: r.from}) MATCH (y:Party {code: r.to}) "                          \
             "CREATE (x)-[:AGREEMENT {id: r.id, kind: r.kind, status: r.status, stage: r.stage, since: r.since, "      \
             "until: r.until, directed: r.directed}]->(y)")

enum {
#define X(name, cypher) name,
    STATEMENTS(X)
#undef X
        STATEMENT_COUNT
};

static const char *const statements[] = {
#define X(name, cypher) cypher,
    STATEMENTS(X)
#undef X
};

/* A source as a record describes it, kept until the graph has said how its node does. */
typedef struct {
    ent_str agreement, title, publisher, written;
    uint32_t position;
} described;

struct ent_graph_writer {
    const ent_places *places;
    ent_string_set *known, *seen; /* parties of the graph; sources of this load */
    bool is_new;                  /* the graph has neither agreements nor sources */
    ent_rows rows[STATEMENT_COUNT];
    ent_arena record_arena; /* reset for each record */
    ent_arena batch_arena;  /* reset for each flush */
    described *sources;
    uint32_t source_count, source_capacity;
};

/* ---- values ---- */

static ent_str word_or(const ent_field *field, const char *standard)
{
    return field->s.p ? field->s : ent_str_of(standard);
}

static void put_texts(ent_rows *rows, const char *name, const ent_list *list)
{
    entente_put_key(rows->writer, name, -1);
    entente_put_list(rows->writer);
    for (uint32_t i = 0; i < list->n; i++) {
        ent_str s = ENT_ITEM(*list, ent_field, i)->s;
        entente_put_text(rows->writer, s.p, s.n);
    }
    entente_put_end(rows->writer);
}

static bool is_exact(const ent_date *date)
{
    return date->edtf.sign == 0 && ent_day_compare(date->edtf.first, date->edtf.last) == 0;
}

/* date, lastDay, written; nothing when there is no date. */
static void put_date(ent_rows *rows, const ent_date *date)
{
    if (!date->written.s.p)
        return;
    ent_rows_put_day(rows, "date", date->edtf.first);
    ent_rows_put_day(rows, "lastDay", date->edtf.last);
    ent_rows_put_text(rows, "written", date->written.s);
}

/* The first day; as written only where that says more. */
static void put_bound(ent_rows *rows, const char *name, const char *written_name, const ent_date *date)
{
    if (!date->written.s.p)
        return;
    ent_rows_put_day(rows, name, date->edtf.first);
    if (!is_exact(date))
        ent_rows_put_text(rows, written_name, date->written.s);
}

static void put_number(ent_rows *rows, const char *name, const ent_number *number)
{
    entente_put_key(rows->writer, name, -1);
    if (number->whole)
        entente_put_int64(rows->writer, number->integer);
    else
        entente_put_double(rows->writer, number->real);
}

static void put_cites(ent_rows *rows, const ent_record *record, const ent_list *cites, ent_arena *arena)
{
    entente_put_key(rows->writer, "cites", -1);
    entente_put_list(rows->writer);
    for (uint32_t i = 0; i < cites->n; i++) {
        ent_str id = ENT_ITEM(*cites, ent_field, i)->s;
        for (uint32_t k = 0; k < record->sources.n; k++) {
            const ent_record_source *source = ENT_ITEM(record->sources, ent_record_source, k);
            if (!source->id.s.p || !ent_str_equal(source->id.s, id))
                continue;
            entente_put_map(rows->writer);
            ent_rows_put_text(rows, "key", ent_source_key(source, arena));
            ent_rows_put_text(rows, "id", id);
            ent_rows_put_int(rows, "position", i);
            entente_put_end(rows->writer);
            break;
        }
    }
    entente_put_end(rows->writer);
}

ent_str ent_source_key(const ent_record_source *source, ent_arena *arena)
{
    if (source->url.s.p)
        return source->url.s;
    const ent_field *parts[] = {&source->title, &source->publisher, &source->date.written};
    const char *texts[3];
    for (int i = 0; i < 3; i++)
        texts[i] = parts[i]->s.p ? ent_arena_copy(arena, parts[i]->s.p, parts[i]->s.n) : "";
    char *key = arena->failed == ENT_OK ? ent_arena_printf(arena, "%s | %s | %s", texts[0], texts[1], texts[2]) : NULL;
    return key ? ent_str_of(key) : (ent_str){0};
}

/* A row with a list of entries, each of them a map, for one agreement. */
static void begin_list(ent_rows *rows, const ent_record *record, const char *list)
{
    ent_rows_begin(rows);
    ent_rows_put_text(rows, "agreement", record->id.s);
    entente_put_key(rows->writer, list, -1);
    entente_put_list(rows->writer);
}

static void end_list(ent_rows *rows)
{
    entente_put_end(rows->writer);
    ent_rows_end(rows);
}

/* ---- parties ---- */

static void put_place(ent_rows *rows, const ent_place *place)
{
    const struct {
        const char *name, *value;
    } texts[] = {{"code", place->code},
                 {"name", place->name},
                 {"iso2", place->iso2},
                 {"region", place->region},
                 {"subregion", place->subregion}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (*texts[i].value)
            ent_rows_put_text(rows, texts[i].name, ent_str_of(texts[i].value));
    if (place->lat != 0 || place->lon != 0) {
        entente_put_key(rows->writer, "lat", -1);
        entente_put_double(rows->writer, place->lat);
        entente_put_key(rows->writer, "lon", -1);
        entente_put_double(rows->writer, place->lon);
    }
    ent_edtf until;
    uint32_t at;
    char reason[96];
    if (ent_edtf_read(ent_str_of(place->until), &until, &at, reason, sizeof reason))
        ent_rows_put_day(rows, "until", until.first);
}

/* A node for the party, if the graph has none. */
static ent_status need_party(ent_graph_writer *w, ent_str code)
{
    static const uint8_t statement_of[] = {
        [ENT_PLACE_COUNTRY] = COUNTRIES, [ENT_PLACE_ORGANISATION] = ORGANIZATIONS, [ENT_PLACE_OTHER] = OTHERS};
    bool is_new;
    ent_place place;
    ENT_TRY(ent_string_set_add(w->known, code, NULL, &is_new));
    if (!is_new || !ent_places_find(w->places, code, &place))
        return ENT_OK;
    ent_rows *rows = &w->rows[statement_of[place.type]];
    ent_rows_begin(rows);
    put_place(rows, &place);
    ent_rows_end(rows);
    return ENT_OK;
}

static ent_status add_parties(ent_graph_writer *w, const ent_record *r)
{
    ent_rows *rows = &w->rows[PARTIES];
    begin_list(rows, r, "parties");
    for (uint32_t i = 0; i < r->parties.n; i++) {
        const ent_record_party *party = ENT_ITEM(r->parties, ent_record_party, i);
        ENT_TRY(need_party(w, party->party.s));
        entente_put_map(rows->writer);
        ent_rows_put_text(rows, "party", party->party.s);
        ent_field standard = {ent_roles.names[ENT_ROLE_partner], 0};
        ent_list one = {party->role.s.p ? (ent_field *)&party->role : &standard, 1, 0};
        put_texts(rows, "roles", party->roles.n ? &party->roles : &one);
        put_bound(rows, "since", "sinceWritten", &party->since);
        put_bound(rows, "until", "untilWritten", &party->until);
        ent_rows_put_int(rows, "position", i);
        entente_put_end(rows->writer);
    }
    end_list(rows);
    return ENT_OK;
}

static ent_status add_places(ent_graph_writer *w, const ent_record *r)
{
    ent_rows *rows = &w->rows[PLACES];
    if (r->places.n == 0)
        return ENT_OK;
    begin_list(rows, r, "places");
    for (uint32_t i = 0; i < r->places.n; i++) {
        const ent_record_place *place = ENT_ITEM(r->places, ent_record_place, i);
        ENT_TRY(need_party(w, place->place.s));
        entente_put_map(rows->writer);
        ent_rows_put_text(rows, "place", place->place.s);
        ent_rows_put_text(rows, "role", place->role.s);
        ent_rows_put_int(rows, "position", i);
        entente_put_end(rows->writer);
    }
    end_list(rows);
    return ENT_OK;
}

/* ---- the agreement and what hangs on it ---- */

static void put_status(ent_rows *rows, const ent_record_span *span)
{
    if (span->status < 0)
        return;
    ent_rows_put_text(rows, "status", ent_record_statuses.names[span->status]);
    ent_rows_put_text(rows, "stage", ent_stages.names[ent_stage_of((ent_record_status)span->status)]);
}

static void put_externals(ent_rows *rows, const ent_list *externals)
{
    if (externals->n == 0)
        return;
    entente_put_key(rows->writer, "registers", -1);
    entente_put_list(rows->writer);
    for (uint32_t i = 0; i < externals->n; i++) {
        ent_str s = ENT_ITEM(*externals, ent_record_external, i)->reg.s;
        entente_put_text(rows->writer, s.p, s.n);
    }
    entente_put_end(rows->writer);
    entente_put_key(rows->writer, "externalIds", -1);
    entente_put_list(rows->writer);
    for (uint32_t i = 0; i < externals->n; i++) {
        ent_str s = ENT_ITEM(*externals, ent_record_external, i)->id.s;
        entente_put_text(rows->writer, s.p, s.n);
    }
    entente_put_end(rows->writer);
}

static void add_agreement(ent_graph_writer *w, const ent_record *r, const ent_record_span *span)
{
    ent_rows *rows = &w->rows[w->is_new ? NEW_AGREEMENTS : AGREEMENTS];
    ent_rows_begin(rows);
    ent_rows_put_text(rows, "id", r->id.s);
    ent_rows_put_text(rows, "title", r->title.s);
    ent_rows_put_text(rows, "kind", r->kind.s);
    put_texts(rows, "also", &r->also);
    ent_rows_put_text(rows, "form", word_or(&r->form, "unknown"));
    put_status(rows, span);
    if (span->has_since)
        ent_rows_put_day(rows, "since", span->since);
    if (span->has_until)
        ent_rows_put_day(rows, "until", span->until);
    ent_rows_put_text(rows, "people", r->people.s);
    put_texts(rows, "covers", &r->covers);
    ent_rows_put_text(rows, "text", word_or(&r->text, "unknown"));
    ent_rows_put_text(rows, "confidence", word_or(&r->confidence, "reported"));
    put_externals(rows, &r->externals);
    ent_rows_put_text(rows, "note", r->note.s);
    ent_rows_end(rows);
}

static void add_events(ent_graph_writer *w, const ent_record *r)
{
    ent_rows *rows = &w->rows[EVENTS];
    begin_list(rows, r, "events");
    for (uint32_t i = 0; i < r->events.n; i++) {
        const ent_record_event *event = ENT_ITEM(r->events, ent_record_event, i);
        uint32_t next = i + 1;
        while (next < r->events.n && ENT_ITEM(r->events, ent_record_event, next)->status_index < 0)
            next++;
        entente_put_map(rows->writer);
        put_date(rows, &event->date);
        ent_rows_put_text(rows, "status", event->status.s);
        if (event->status_index >= 0 && next < r->events.n)
            ent_rows_put_day(rows, "until", ENT_ITEM(r->events, ent_record_event, next)->date.edtf.first);
        ent_rows_put_text(rows, "party", event->party.s);
        ent_rows_put_text(rows, "note", event->note.s);
        ent_rows_put_int(rows, "position", i);
        put_cites(rows, r, &event->cites, &w->record_arena);
        entente_put_end(rows->writer);
    }
    end_list(rows);
}

static void add_transfers(ent_graph_writer *w, const ent_record *r)
{
    ent_rows *rows = &w->rows[TRANSFERS];
    if (r->transfers.n == 0)
        return;
    begin_list(rows, r, "transfers");
    for (uint32_t i = 0; i < r->transfers.n; i++) {
        const ent_record_transfer *transfer = ENT_ITEM(r->transfers, ent_record_transfer, i);
        entente_put_map(rows->writer);
        put_number(rows, "count", &transfer->count);
        put_date(rows, &transfer->date);
        ent_rows_put_text(rows, "note", transfer->note.s);
        ent_rows_put_int(rows, "position", i);
        put_cites(rows, r, &transfer->cites, &w->record_arena);
        entente_put_end(rows->writer);
    }
    end_list(rows);
}

static void add_payments(ent_graph_writer *w, const ent_record *r)
{
    ent_rows *rows = &w->rows[PAYMENTS];
    if (r->amounts.n == 0)
        return;
    begin_list(rows, r, "payments");
    for (uint32_t i = 0; i < r->amounts.n; i++) {
        const ent_record_amount *amount = ENT_ITEM(r->amounts, ent_record_amount, i);
        entente_put_map(rows->writer);
        put_number(rows, "amount", &amount->amount);
        ent_rows_put_text(rows, "currency", amount->currency.s);
        ent_rows_put_text(rows, "basis", amount->basis.s);
        ent_rows_put_text(rows, "from", amount->from.s);
        ent_rows_put_text(rows, "to", amount->to.s);
        put_date(rows, &amount->date);
        ent_rows_put_text(rows, "note", amount->note.s);
        ent_rows_put_int(rows, "position", i);
        put_cites(rows, r, &amount->cites, &w->record_arena);
        entente_put_end(rows->writer);
    }
    end_list(rows);
}

/* ---- sources ---- */

static ent_str keep(ent_graph_writer *w, ent_str s)
{
    return s.p ? (ent_str){ent_arena_copy(&w->batch_arena, s.p, s.n), s.n} : s;
}

/* Keeps how the record describes the source at `position`, until run_sources; its number. */
static ent_status keep_description(ent_graph_writer *w, ent_str agreement, const ent_record_source *source,
                                   uint32_t position, uint32_t *number)
{
    if (w->source_count == w->source_capacity) {
        uint32_t capacity = w->source_capacity ? w->source_capacity * 2 : 1024;
        described *larger = realloc(w->sources, capacity * sizeof *larger);
        if (!larger)
            return ENT_NOMEM;
        w->sources = larger;
        w->source_capacity = capacity;
    }
    *number = w->source_count++;
    w->sources[*number] = (described){keep(w, agreement), keep(w, source->title.s), keep(w, source->publisher.s),
                                      keep(w, source->date.written.s), position};
    return w->batch_arena.failed;
}

static ent_status add_sources(ent_graph_writer *w, const ent_record *r)
{
    for (uint32_t i = 0; i < r->sources.n; i++) {
        const ent_record_source *source = ENT_ITEM(r->sources, ent_record_source, i);
        ent_str key = ent_source_key(source, &w->record_arena);
        uint32_t number = 0;
        bool first;
        if (!key.p)
            return ENT_NOMEM;
        ENT_TRY(ent_string_set_add(w->seen, key, NULL, &first));
        bool is_new = w->is_new && first;
        if (!is_new)
            ENT_TRY(keep_description(w, r->id.s, source, i, &number));
        ent_rows *rows = &w->rows[is_new ? NEW_SOURCES : SOURCES];
        ent_rows_begin(rows);
        if (!is_new)
            ent_rows_put_int(rows, "n", number);
        ent_rows_put_text(rows, "agreement", r->id.s);
        ent_rows_put_text(rows, "key", key);
        ent_rows_put_text(rows, "url", source->url.s);
        ent_rows_put_text(rows, "title", source->title.s);
        ent_rows_put_text(rows, "publisher", source->publisher.s);
        if (source->date.written.s.p) {
            ent_rows_put_day(rows, "date", source->date.edtf.first);
            ent_rows_put_text(rows, "written", source->date.written.s);
        }
        ent_rows_put_text(rows, "id", source->id.s);
        ent_rows_put_int(rows, "position", i);
        ent_rows_end(rows);
    }
    return ENT_OK;
}

static bool same_text(entente_stmt *stmt, uint32_t column, ent_str s)
{
    size_t n = 0;
    const char *text = entente_column_text(stmt, column, &n);
    return text ? s.p && ent_str_equal(s, (ent_str){text, (uint32_t)n}) : !s.p;
}

/* Where a record describes a page in other words than its node does, the citation keeps the record's. */
static entente_status run_sources(ent_graph_writer *w)
{
    ent_rows *rows = &w->rows[SOURCES], *own = &w->rows[OWN_WORDS];
    entente_status status;
    while ((status = ent_rows_step(rows)) == ENTENTE_ROW) {
        const described *d = &w->sources[entente_column_int64(rows->stmt, 0)];
        if (same_text(rows->stmt, 1, d->title) && same_text(rows->stmt, 2, d->publisher) &&
            same_text(rows->stmt, 3, d->written))
            continue;
        ent_rows_begin(own);
        ent_rows_put_text(own, "agreement", d->agreement);
        ent_rows_put_int(own, "position", d->position);
        ent_rows_put_text(own, "title", d->title);
        ent_rows_put_text(own, "publisher", d->publisher);
        ent_rows_put_text(own, "written", d->written);
        ent_rows_end(own);
    }
    return status == ENTENTE_OK ? ent_rows_run(own) : status;
}

/* ---- edges ---- */

/* The first day on which all of the agreement and both parties were there, and the first on which one no longer was. A
 * party with several entries (it left and came back) counts from its first to its last day. */
static void put_edge_span(ent_rows *rows, const ent_record *r, const ent_record_edge *edge, const ent_record_span *span)
{
    bool has_since = span->has_since, has_until = span->has_until;
    ent_day since = span->since, until = span->until;
    uint32_t ends[] = {edge->from, edge->to};
    for (int e = 0; e < 2; e++) {
        ent_str code = ENT_ITEM(r->parties, ent_record_party, ends[e])->party.s;
        bool from_start = false, to_end = false;
        ent_day first = {9999, 12, 31}, last = {0, 0, 0};
        for (uint32_t i = 0; i < r->parties.n; i++) {
            const ent_record_party *party = ENT_ITEM(r->parties, ent_record_party, i);
            if (!ent_str_equal(party->party.s, code))
                continue;
            from_start |= !party->since.written.s.p;
            to_end |= !party->until.written.s.p;
            if (party->since.written.s.p && ent_day_compare(party->since.edtf.first, first) < 0)
                first = party->since.edtf.first;
            if (party->until.written.s.p && ent_day_compare(party->until.edtf.first, last) > 0)
                last = party->until.edtf.first;
        }
        if (!from_start && has_since && ent_day_compare(first, since) > 0)
            since = first;
        if (!to_end && (!has_until || ent_day_compare(last, until) < 0)) {
            until = last;
            has_until = true;
        }
    }
    if (has_since)
        ent_rows_put_day(rows, "since", since);
    if (has_until)
        ent_rows_put_day(rows, "until", until);
}

static ent_status add_edges(ent_graph_writer *w, const ent_record *r, const ent_record_span *span)
{
    uint32_t count;
    const ent_record_edge *edges = ent_record_edges_of(r, &w->record_arena, &count);
    ent_rows *rows = &w->rows[EDGES];
    for (uint32_t i = 0; i < count; i++) {
        ent_rows_begin(rows);
        ent_rows_put_text(rows, "from", ENT_ITEM(r->parties, ent_record_party, edges[i].from)->party.s);
        ent_rows_put_text(rows, "to", ENT_ITEM(r->parties, ent_record_party, edges[i].to)->party.s);
        ent_rows_put_text(rows, "id", r->id.s);
        ent_rows_put_text(rows, "kind", r->kind.s);
        put_status(rows, span);
        put_edge_span(rows, r, &edges[i], span);
        entente_put_key(rows->writer, "directed", -1);
        entente_put_bool(rows->writer, edges[i].directed);
        ent_rows_end(rows);
    }
    return w->record_arena.failed;
}

/* ---- the writer ---- */

entente_status ent_graph_prepare(entente *db)
{
    static const char *const constraints[] = {
        "CREATE CONSTRAINT IF NOT EXISTS FOR (p:Party) REQUIRE p.code IS UNIQUE",
        "CREATE CONSTRAINT IF NOT EXISTS FOR (a:Agreement) REQUIRE a.id IS UNIQUE",
        "CREATE CONSTRAINT IF NOT EXISTS FOR (s:Source) REQUIRE s.key IS UNIQUE",
    };
    entente_status status = ENTENTE_OK;
    for (size_t i = 0; i < sizeof constraints / sizeof constraints[0] && status == ENTENTE_OK; i++)
        status = entente_exec(db, constraints[i]);
    return status;
}

entente_status ent_graph_writer_open(entente *db, const ent_places *places, ent_string_set *known, ent_string_set *seen,
                                     bool is_new, ent_graph_writer **out)
{
    ent_graph_writer *w = *out = calloc(1, sizeof *w);
    if (!w)
        return ENTENTE_NOMEM;
    w->places = places;
    w->known = known;
    w->seen = seen;
    w->is_new = is_new;
    ent_arena_init(&w->record_arena, NULL);
    ent_arena_init(&w->batch_arena, NULL);
    entente_status status = ENTENTE_OK;
    for (int i = 0; i < STATEMENT_COUNT && status == ENTENTE_OK; i++)
        status = ent_rows_open(&w->rows[i], db, statements[i]);
    return status;
}

void ent_graph_writer_close(ent_graph_writer *w)
{
    if (!w)
        return;
    for (int i = 0; i < STATEMENT_COUNT; i++)
        ent_rows_close(&w->rows[i]);
    ent_arena_fini(&w->record_arena);
    ent_arena_fini(&w->batch_arena);
    free(w->sources);
    free(w);
}

entente_status ent_graph_writer_add(ent_graph_writer *w, const ent_record *record)
{
    ent_record_span span = ent_record_span_of(record);
    ent_arena_reset(&w->record_arena);
    add_agreement(w, record, &span);
    add_events(w, record);
    add_transfers(w, record);
    add_payments(w, record);
    bool good = add_parties(w, record) == ENT_OK && add_places(w, record) == ENT_OK &&
                add_sources(w, record) == ENT_OK && add_edges(w, record, &span) == ENT_OK;
    return good ? ENTENTE_OK : ENTENTE_NOMEM;
}

entente_status ent_graph_writer_flush(ent_graph_writer *w)
{
    entente_status status = ENTENTE_OK;
    for (int i = 0; i < STATEMENT_COUNT && status == ENTENTE_OK; i++)
        status = i == SOURCES ? run_sources(w) : ent_rows_run(&w->rows[i]);
    w->source_count = 0;
    ent_arena_reset(&w->batch_arena);
    return status;
}

entente_status ent_graph_update_parties(entente *db, const ent_places *places, uint32_t declared,
                                        const ent_string_set *known)
{
    ent_rows rows;
    entente_status status = ent_rows_open(&rows, db, "UNWIND $rows AS r MATCH (p:Party {code: r.code}) SET p += r");
    for (uint32_t i = 0; i < declared && status == ENTENTE_OK; i++) {
        if (ent_string_set_find(known, places->codes.texts[i]) < 0)
            continue;
        ent_rows_begin(&rows);
        put_place(&rows, &places->added[i]);
        ent_rows_end(&rows);
    }
    if (status == ENTENTE_OK)
        status = ent_rows_run(&rows);
    ent_rows_close(&rows);
    return status;
}

entente_status ent_graph_add_memberships(entente *db, const ent_string_set *known, uint32_t first)
{
    ent_rows rows;
    entente_status status =
        ent_rows_open(&rows, db,
                      "UNWIND $rows AS r MATCH (p:Party {code: r.member}) MATCH (o:Party {code: r.organisation}) "
                      "CREATE (p)-[:MEMBER_OF {since: r.since, until: r.until}]->(o)");
    ent_membership m;
    for (uint32_t i = 0; status == ENTENTE_OK && ent_membership_at(i, &m); i++) {
        int64_t member = ent_string_set_find(known, ent_str_of(m.member));
        int64_t organisation = ent_string_set_find(known, ent_str_of(m.organisation));
        if (member < 0 || organisation < 0 || (member < first && organisation < first))
            continue;
        ent_edtf since, until;
        uint32_t at;
        char reason[96];
        ent_rows_begin(&rows);
        ent_rows_put_text(&rows, "member", ent_str_of(m.member));
        ent_rows_put_text(&rows, "organisation", ent_str_of(m.organisation));
        if (ent_edtf_read(ent_str_of(m.since), &since, &at, reason, sizeof reason))
            ent_rows_put_day(&rows, "since", since.first);
        if (ent_edtf_read(ent_str_of(m.until), &until, &at, reason, sizeof reason))
            ent_rows_put_day(&rows, "until", until.first);
        ent_rows_end(&rows);
    }
    if (status == ENTENTE_OK)
        status = ent_rows_run(&rows);
    ent_rows_close(&rows);
    return status;
}
