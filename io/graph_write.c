/* One statement for each kind of node or edge. What a batch of records names for the first time, its agreements and
 * parties, is made first and gives the ids of its nodes; everything else hangs on those, so that no node is looked for
 * by its properties. */
#include "io/graph_write.h"

#include <stdlib.h>

#define EACH      "UNWIND $rows AS r "
#define AGREEMENT "MATCH (a) WHERE id(a) = r.a "
#define PARTY     "MATCH (p) WHERE id(p) = r.p "
#define ON(label) EACH AGREEMENT "CREATE (a)-[:HAS_" label "]->"
/* r.x: the node's properties; r.cites: keys of sources, and what the citations have */
#define WITH_CITES                                                                                           \
    " SET x = r.x WITH r, x UNWIND r.cites AS c MATCH (s:Source {key: c.key}) CREATE (x)-[l:CITED_IN]->(s) " \
    "SET l = c.l"

/* name, statement: run in this order. NEW_ is for a graph without agreements and sources: there everything that this
 * load names for the first time is new, and needs no look. */
#define STATEMENTS(X)                                                                                          \
    X(NEW_AGREEMENTS, EACH "CREATE (a:Agreement) SET a = r.a RETURN r.n, id(a)")                               \
    X(AGREEMENTS, EACH "MERGE (a:Agreement {id: r.a.id}) SET a = r.a RETURN r.n, id(a)")                       \
    X(COUNTRIES, EACH "CREATE (p:Party:Country) SET p = r.p RETURN r.n, id(p)")                                \
    X(ORGANIZATIONS, EACH "CREATE (p:Party:Organization) SET p = r.p RETURN r.n, id(p)")                       \
    X(OTHERS, EACH "CREATE (p:Party) SET p = r.p RETURN r.n, id(p)")                                           \
    X(PARTIES, EACH AGREEMENT PARTY "CREATE (p)-[x:PARTY_TO]->(a) SET x = r.x")                                \
    X(PLACES, EACH AGREEMENT PARTY "CREATE (a)-[x:INVOLVES]->(p) SET x = r.x")                                 \
    X(NEW_SOURCES, EACH AGREEMENT "CREATE (a)-[c:CITED_IN]->(s:Source) SET s = r.s, c = r.c")                  \
    X(SOURCES, EACH AGREEMENT "MERGE (s:Source {key: r.s.key}) ON CREATE SET s = r.s "                         \
                              "CREATE (a)-[c:CITED_IN]->(s) SET c = r.c "                                      \
                              "RETURN r.n, s.title, s.publisher, s.written")                                   \
    X(OWN_WORDS, EACH "MATCH (a)-[c:CITED_IN {position: r.position}]->() WHERE id(a) = r.a "                   \
                      "SET c.own = true, c.title = r.title, c.publisher = r.publisher, c.written = r.written") \
    X(EVENTS, ON("EVENT") "(x:Event)" WITH_CITES)                                                              \
    X(TRANSFERS, ON("TRANSFER") "(x:Transfer)" WITH_CITES)                                                     \
    X(PAYMENTS, ON("PAYMENT") "(x:Payment)" WITH_CITES)                                                        \
    X(EDGES, EACH "MATCH (x) WHERE id(x) = r.x MATCH (y) WHERE id(y) = r.y CREATE (x)-[e:AGREEMENT]->(y) SET e = r.e")

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
    int64_t agreement; /* its node */
    ent_str title, publisher, written;
    uint32_t position;
} described;

struct ent_graph_writer {
    const ent_places *places;
    ent_known_parties *known;
    ent_string_set *seen; /* sources of this load */
    bool is_new;          /* the graph has neither agreements nor sources */
    ent_rows rows[STATEMENT_COUNT];
    ent_arena arena; /* of a batch */
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

/* A map within the row, which entente_put_end ends. */
static void begin_inner(ent_rows *rows, const char *name)
{
    entente_put_key(rows->writer, name, -1);
    entente_put_map(rows->writer);
}

static void put_cites(ent_rows *rows, const ent_record *record, const ent_list *cites, ent_arena *arena)
{
    if (cites->n == 0)
        return;
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
            begin_inner(rows, "l");
            ent_rows_put_text(rows, "id", id);
            ent_rows_put_int(rows, "position", i);
            entente_put_end(rows->writer);
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

/* A row about an agreement, with a map of the properties of what hangs on it. */
static void begin_row(ent_rows *rows, int64_t agreement, const char *map)
{
    ent_rows_begin(rows);
    ent_rows_put_int(rows, "a", agreement);
    begin_inner(rows, map);
}

/* The same for a row that has nothing behind the map. */
static void end_row(ent_rows *rows)
{
    entente_put_end(rows->writer);
    ent_rows_end(rows);
}

/* ---- parties ---- */

/* A node for the party, if the graph has none. */
static ent_status need_party(ent_graph_writer *w, ent_str code)
{
    static const uint8_t statement_of[] = {
        [ENT_PLACE_COUNTRY] = COUNTRIES, [ENT_PLACE_ORGANISATION] = ORGANIZATIONS, [ENT_PLACE_OTHER] = OTHERS};
    uint32_t number;
    bool is_new;
    ent_place place;
    ENT_TRY(ent_known_parties_add(w->known, code, &number, &is_new));
    if (!is_new || !ent_places_find(w->places, code, &place))
        return ENT_OK;
    ent_rows *rows = &w->rows[statement_of[place.type]];
    ent_rows_begin(rows);
    ent_rows_put_int(rows, "n", number);
    begin_inner(rows, "p");
    ent_put_place(rows, &place);
    end_row(rows);
    return ENT_OK;
}

static ent_status need_parties(ent_graph_writer *w, const ent_record *r)
{
    for (uint32_t i = 0; i < r->parties.n; i++)
        ENT_TRY(need_party(w, ENT_ITEM(r->parties, ent_record_party, i)->party.s));
    for (uint32_t i = 0; i < r->places.n; i++)
        ENT_TRY(need_party(w, ENT_ITEM(r->places, ent_record_place, i)->place.s));
    return ENT_OK;
}

/* The node of a party that was needed. */
static int64_t node_of(const ent_graph_writer *w, ent_str code)
{
    int64_t number = ent_string_set_find(&w->known->codes, code);
    return number < 0 ? -1 : w->known->nodes[number];
}

static void add_parties(ent_graph_writer *w, const ent_record *r, int64_t agreement)
{
    ent_rows *rows = &w->rows[PARTIES];
    for (uint32_t i = 0; i < r->parties.n; i++) {
        const ent_record_party *party = ENT_ITEM(r->parties, ent_record_party, i);
        ent_field standard = {ent_roles.names[ENT_ROLE_partner], 0};
        ent_list one = {party->role.s.p ? (ent_field *)&party->role : &standard, 1, 0};
        ent_rows_begin(rows);
        ent_rows_put_int(rows, "a", agreement);
        ent_rows_put_int(rows, "p", node_of(w, party->party.s));
        begin_inner(rows, "x");
        put_texts(rows, "roles", party->roles.n ? &party->roles : &one);
        put_bound(rows, "since", "sinceWritten", &party->since);
        put_bound(rows, "until", "untilWritten", &party->until);
        ent_rows_put_int(rows, "position", i);
        end_row(rows);
    }
}

static void add_places(ent_graph_writer *w, const ent_record *r, int64_t agreement)
{
    ent_rows *rows = &w->rows[PLACES];
    for (uint32_t i = 0; i < r->places.n; i++) {
        const ent_record_place *place = ENT_ITEM(r->places, ent_record_place, i);
        ent_rows_begin(rows);
        ent_rows_put_int(rows, "a", agreement);
        ent_rows_put_int(rows, "p", node_of(w, place->place.s));
        begin_inner(rows, "x");
        ent_rows_put_text(rows, "role", place->role.s);
        ent_rows_put_int(rows, "position", i);
        end_row(rows);
    }
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

static void add_agreement(ent_graph_writer *w, const ent_record *r, uint32_t number)
{
    ent_record_span span = ent_record_span_of(r);
    ent_rows *rows = &w->rows[w->is_new ? NEW_AGREEMENTS : AGREEMENTS];
    ent_rows_begin(rows);
    ent_rows_put_int(rows, "n", number);
    begin_inner(rows, "a");
    ent_rows_put_text(rows, "id", r->id.s);
    ent_rows_put_text(rows, "title", r->title.s);
    ent_rows_put_text(rows, "kind", r->kind.s);
    put_texts(rows, "also", &r->also);
    ent_rows_put_text(rows, "form", word_or(&r->form, "unknown"));
    put_status(rows, &span);
    if (span.has_since)
        ent_rows_put_day(rows, "since", span.since);
    if (span.has_until)
        ent_rows_put_day(rows, "until", span.until);
    ent_rows_put_text(rows, "people", r->people.s);
    put_texts(rows, "covers", &r->covers);
    ent_rows_put_text(rows, "text", word_or(&r->text, "unknown"));
    ent_rows_put_text(rows, "confidence", word_or(&r->confidence, "reported"));
    put_externals(rows, &r->externals);
    ent_rows_put_text(rows, "note", r->note.s);
    end_row(rows);
}

static void add_events(ent_graph_writer *w, const ent_record *r, int64_t agreement)
{
    ent_rows *rows = &w->rows[EVENTS];
    for (uint32_t i = 0; i < r->events.n; i++) {
        const ent_record_event *event = ENT_ITEM(r->events, ent_record_event, i);
        uint32_t next = i + 1;
        while (next < r->events.n && ENT_ITEM(r->events, ent_record_event, next)->status_index < 0)
            next++;
        begin_row(rows, agreement, "x");
        put_date(rows, &event->date);
        ent_rows_put_text(rows, "status", event->status.s);
        if (event->status_index >= 0 && next < r->events.n)
            ent_rows_put_day(rows, "until", ENT_ITEM(r->events, ent_record_event, next)->date.edtf.first);
        ent_rows_put_text(rows, "party", event->party.s);
        ent_rows_put_text(rows, "note", event->note.s);
        ent_rows_put_int(rows, "position", i);
        entente_put_end(rows->writer);
        put_cites(rows, r, &event->cites, &w->arena);
        ent_rows_end(rows);
    }
}

static void add_transfers(ent_graph_writer *w, const ent_record *r, int64_t agreement)
{
    ent_rows *rows = &w->rows[TRANSFERS];
    for (uint32_t i = 0; i < r->transfers.n; i++) {
        const ent_record_transfer *transfer = ENT_ITEM(r->transfers, ent_record_transfer, i);
        begin_row(rows, agreement, "x");
        put_number(rows, "count", &transfer->count);
        put_date(rows, &transfer->date);
        ent_rows_put_text(rows, "note", transfer->note.s);
        ent_rows_put_int(rows, "position", i);
        entente_put_end(rows->writer);
        put_cites(rows, r, &transfer->cites, &w->arena);
        ent_rows_end(rows);
    }
}

static void add_payments(ent_graph_writer *w, const ent_record *r, int64_t agreement)
{
    ent_rows *rows = &w->rows[PAYMENTS];
    for (uint32_t i = 0; i < r->amounts.n; i++) {
        const ent_record_amount *amount = ENT_ITEM(r->amounts, ent_record_amount, i);
        begin_row(rows, agreement, "x");
        put_number(rows, "amount", &amount->amount);
        ent_rows_put_text(rows, "currency", amount->currency.s);
        ent_rows_put_text(rows, "basis", amount->basis.s);
        ent_rows_put_text(rows, "from", amount->from.s);
        ent_rows_put_text(rows, "to", amount->to.s);
        put_date(rows, &amount->date);
        ent_rows_put_text(rows, "note", amount->note.s);
        ent_rows_put_int(rows, "position", i);
        entente_put_end(rows->writer);
        put_cites(rows, r, &amount->cites, &w->arena);
        ent_rows_end(rows);
    }
}

/* ---- sources ---- */

static ent_str keep(ent_graph_writer *w, ent_str s)
{
    return s.p ? (ent_str){ent_arena_copy(&w->arena, s.p, s.n), s.n} : s;
}

/* Keeps how the record describes the source at `position`, until run_sources; its number. */
static ent_status keep_description(ent_graph_writer *w, int64_t agreement, const ent_record_source *source,
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
    w->sources[*number] = (described){agreement, keep(w, source->title.s), keep(w, source->publisher.s),
                                      keep(w, source->date.written.s), position};
    return w->arena.failed;
}

static ent_status add_sources(ent_graph_writer *w, const ent_record *r, int64_t agreement)
{
    for (uint32_t i = 0; i < r->sources.n; i++) {
        const ent_record_source *source = ENT_ITEM(r->sources, ent_record_source, i);
        ent_str key = ent_source_key(source, &w->arena);
        uint32_t number = 0;
        bool first;
        if (!key.p)
            return ENT_NOMEM;
        ENT_TRY(ent_string_set_add(w->seen, key, NULL, &first));
        bool is_new = w->is_new && first;
        if (!is_new)
            ENT_TRY(keep_description(w, agreement, source, i, &number));
        ent_rows *rows = &w->rows[is_new ? NEW_SOURCES : SOURCES];
        ent_rows_begin(rows);
        if (!is_new)
            ent_rows_put_int(rows, "n", number);
        ent_rows_put_int(rows, "a", agreement);
        begin_inner(rows, "s");
        ent_rows_put_text(rows, "key", key);
        ent_rows_put_text(rows, "url", source->url.s);
        ent_rows_put_text(rows, "title", source->title.s);
        ent_rows_put_text(rows, "publisher", source->publisher.s);
        if (source->date.written.s.p) {
            ent_rows_put_day(rows, "date", source->date.edtf.first);
            ent_rows_put_text(rows, "written", source->date.written.s);
        }
        entente_put_end(rows->writer);
        begin_inner(rows, "c");
        ent_rows_put_text(rows, "id", source->id.s);
        ent_rows_put_int(rows, "position", i);
        end_row(rows);
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
        ent_rows_put_int(own, "a", d->agreement);
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

static ent_status add_edges(ent_graph_writer *w, const ent_record *r)
{
    ent_record_span span = ent_record_span_of(r);
    uint32_t count;
    const ent_record_edge *edges = ent_record_edges_of(r, &w->arena, &count);
    ent_rows *rows = &w->rows[EDGES];
    for (uint32_t i = 0; i < count; i++) {
        ent_rows_begin(rows);
        ent_rows_put_int(rows, "x", node_of(w, ENT_ITEM(r->parties, ent_record_party, edges[i].from)->party.s));
        ent_rows_put_int(rows, "y", node_of(w, ENT_ITEM(r->parties, ent_record_party, edges[i].to)->party.s));
        begin_inner(rows, "e");
        ent_rows_put_text(rows, "id", r->id.s);
        ent_rows_put_text(rows, "kind", r->kind.s);
        put_status(rows, &span);
        put_edge_span(rows, r, &edges[i], &span);
        entente_put_key(rows->writer, "directed", -1);
        entente_put_bool(rows->writer, edges[i].directed);
        end_row(rows);
    }
    return w->arena.failed;
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

entente_status ent_graph_writer_open(entente *db, const ent_places *places, ent_known_parties *known,
                                     ent_string_set *seen, bool is_new, ent_graph_writer **out)
{
    ent_graph_writer *w = *out = calloc(1, sizeof *w);
    if (!w)
        return ENTENTE_NOMEM;
    w->places = places;
    w->known = known;
    w->seen = seen;
    w->is_new = is_new;
    ent_arena_init(&w->arena, NULL);
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
    ent_arena_fini(&w->arena);
    free(w->sources);
    free(w);
}

/* Runs a statement whose rows give their number and the id of a node. */
static entente_status run_nodes(ent_rows *rows, int64_t *nodes)
{
    entente_status status;
    while ((status = ent_rows_step(rows)) == ENTENTE_ROW)
        nodes[entente_column_int64(rows->stmt, 0)] = entente_column_int64(rows->stmt, 1);
    return status;
}

/* The nodes of the agreements, and of the parties that have none yet. */
static entente_status write_nodes(ent_graph_writer *w, const ent_record *records, uint32_t n, int64_t *nodes)
{
    for (uint32_t i = 0; i < n; i++) {
        add_agreement(w, &records[i], i);
        if (need_parties(w, &records[i]) != ENT_OK)
            return ENTENTE_NOMEM;
    }
    entente_status status = run_nodes(&w->rows[w->is_new ? NEW_AGREEMENTS : AGREEMENTS], nodes);
    for (int i = COUNTRIES; i <= OTHERS && status == ENTENTE_OK; i++)
        status = run_nodes(&w->rows[i], w->known->nodes);
    return status;
}

static ent_status add_rest(ent_graph_writer *w, const ent_record *record, int64_t agreement)
{
    add_events(w, record, agreement);
    add_transfers(w, record, agreement);
    add_payments(w, record, agreement);
    add_parties(w, record, agreement);
    add_places(w, record, agreement);
    ENT_TRY(add_sources(w, record, agreement));
    return add_edges(w, record);
}

entente_status ent_graph_writer_write(ent_graph_writer *w, const ent_record *records, uint32_t n)
{
    ent_arena_reset(&w->arena);
    w->source_count = 0;
    int64_t *agreements = ENT_NEW_ARRAY(&w->arena, int64_t, n + 1);
    if (!agreements)
        return ENTENTE_NOMEM;
    entente_status status = write_nodes(w, records, n, agreements);
    for (uint32_t i = 0; i < n && status == ENTENTE_OK; i++)
        status = add_rest(w, &records[i], agreements[i]) == ENT_OK ? ENTENTE_OK : ENTENTE_NOMEM;
    for (int i = PARTIES; i < STATEMENT_COUNT && status == ENTENTE_OK; i++)
        status = i == SOURCES ? run_sources(w) : ent_rows_run(&w->rows[i]);
    return status;
}
