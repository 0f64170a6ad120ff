/* Agreements are read some hundred at a time: one statement for each part of a record, whose rows find their record by
 * the id in their first column. */
#include "io/graph_read.h"

#include "io/rows.h"

#include <stdlib.h>

enum { BATCH = 256, MOST_COLUMNS = 16 };

typedef struct {
    entente *db;
    ent_string_set ids; /* in order */
    uint32_t first;     /* number of the first id of the batch */
    ent_record records[BATCH];
    ent_arena arena; /* of the batch */
} reader;

#define AGREEMENT   "UNWIND $rows AS id MATCH (a:Agreement {id: id})"
#define CITES(node) "[(" node ")-[c:CITED_IN]->(:Source) | [c.position, c.id]]"

/* ---- values ---- */

static ent_str text_of(reader *r, const entente_value *value)
{
    size_t n = 0;
    const char *text = entente_value_text(value, &n);
    if (!text || n == 0)
        return (ent_str){0};
    return (ent_str){ent_arena_copy(&r->arena, text, n), (uint32_t)n};
}

static ent_field column(reader *r, entente_stmt *stmt, uint32_t i)
{
    return (ent_field){text_of(r, entente_column_value(stmt, i)), 0};
}

/* As it was written, else the day itself: of dates that came into the graph otherwise. */
static ent_date date(reader *r, entente_stmt *stmt, uint32_t written, uint32_t day)
{
    ent_date out = {.written = column(r, stmt, written)};
    int64_t year;
    int month, day_of_month;
    if (out.written.s.p || !entente_value_date(entente_column_value(stmt, day), &year, &month, &day_of_month))
        return out;
    char *text = ent_arena_printf(&r->arena, "%04d-%02d-%02d", (int)year, month, day_of_month);
    if (text)
        out.written.s = ent_str_of(text);
    return out;
}

static ent_number number(entente_stmt *stmt, uint32_t i)
{
    const entente_value *value = entente_column_value(stmt, i);
    if (entente_value_type(value) == ENTENTE_FLOAT)
        return (ent_number){.real = entente_value_double(value)};
    return (ent_number){.whole = true, .integer = entente_value_int64(value)};
}

static ent_list texts(reader *r, const entente_value *list)
{
    uint32_t n = entente_value_size(list);
    ent_field *items = ENT_NEW_ARRAY(&r->arena, ent_field, n + 1u);
    for (uint32_t i = 0; items && i < n; i++)
        items[i] = (ent_field){text_of(r, entente_value_item(list, i)), 0};
    return (ent_list){items, items ? n : 0, 0};
}

/* [[position, id], ...] in order of position; insertion sort: they are few. */
static ent_list cites(reader *r, const entente_value *pairs)
{
    uint32_t n = entente_value_size(pairs);
    ent_field *items = ENT_NEW_ARRAY(&r->arena, ent_field, n + 1u);
    int64_t *positions = ENT_NEW_ARRAY(&r->arena, int64_t, n + 1u);
    if (!items || !positions)
        return (ent_list){0};
    for (uint32_t i = 0; i < n; i++) {
        const entente_value *pair = entente_value_item(pairs, i);
        int64_t position = entente_value_int64(entente_value_item(pair, 0));
        uint32_t k = i;
        for (; k > 0 && positions[k - 1] > position; k--) {
            items[k] = items[k - 1];
            positions[k] = positions[k - 1];
        }
        items[k] = (ent_field){text_of(r, entente_value_item(pair, 1)), 0};
        positions[k] = position;
    }
    return (ent_list){items, n, 0};
}

/* Room for one more item of a list; NULL when the arena failed. */
static void *add(reader *r, ent_list *list, size_t size)
{
    if ((list->n & (list->n - 1)) == 0) {
        char *items = ent_arena_zero(&r->arena, (list->n ? list->n * 2u : 1u) * size);
        if (!items)
            return NULL;
        if (list->n)
            memcpy(items, list->items, list->n * size);
        list->items = items;
    }
    return (char *)list->items + size * list->n++;
}

/* ---- parts ---- */

static void take_agreement(reader *r, ent_record *record, entente_stmt *s)
{
    record->id = column(r, s, 0);
    record->title = column(r, s, 1);
    record->kind = column(r, s, 2);
    record->also = texts(r, entente_column_value(s, 3));
    record->form = column(r, s, 4);
    record->people = column(r, s, 5);
    record->covers = texts(r, entente_column_value(s, 6));
    record->text = column(r, s, 7);
    record->confidence = column(r, s, 8);
    record->note = column(r, s, 9);
    const entente_value *registers = entente_column_value(s, 10), *external_ids = entente_column_value(s, 11);
    for (uint32_t i = 0; i < entente_value_size(registers) && i < entente_value_size(external_ids); i++) {
        ent_record_external *external = add(r, &record->externals, sizeof *external);
        if (!external)
            return;
        external->reg.s = text_of(r, entente_value_item(registers, i));
        external->id.s = text_of(r, entente_value_item(external_ids, i));
    }
}

static void take_party(reader *r, ent_record *record, entente_stmt *s)
{
    ent_record_party *party = add(r, &record->parties, sizeof *party);
    if (!party)
        return;
    party->party = column(r, s, 1);
    party->roles = texts(r, entente_column_value(s, 2));
    party->since = date(r, s, 3, 4);
    party->until = date(r, s, 5, 6);
}

static void take_place(reader *r, ent_record *record, entente_stmt *s)
{
    ent_record_place *place = add(r, &record->places, sizeof *place);
    if (!place)
        return;
    place->place = column(r, s, 1);
    place->role = column(r, s, 2);
}

static void take_event(reader *r, ent_record *record, entente_stmt *s)
{
    ent_record_event *event = add(r, &record->events, sizeof *event);
    if (!event)
        return;
    event->date = date(r, s, 1, 2);
    event->status = column(r, s, 3);
    event->party = column(r, s, 4);
    event->note = column(r, s, 5);
    event->cites = cites(r, entente_column_value(s, 6));
}

static void take_transfer(reader *r, ent_record *record, entente_stmt *s)
{
    ent_record_transfer *transfer = add(r, &record->transfers, sizeof *transfer);
    if (!transfer)
        return;
    transfer->count = number(s, 1);
    transfer->date = date(r, s, 2, 3);
    transfer->note = column(r, s, 4);
    transfer->cites = cites(r, entente_column_value(s, 5));
}

static void take_payment(reader *r, ent_record *record, entente_stmt *s)
{
    ent_record_amount *amount = add(r, &record->amounts, sizeof *amount);
    if (!amount)
        return;
    amount->amount = number(s, 1);
    amount->currency = column(r, s, 2);
    amount->basis = column(r, s, 3);
    amount->from = column(r, s, 4);
    amount->to = column(r, s, 5);
    amount->date = date(r, s, 6, 7);
    amount->note = column(r, s, 8);
    amount->cites = cites(r, entente_column_value(s, 9));
}

static void take_source(reader *r, ent_record *record, entente_stmt *s)
{
    ent_record_source *source = add(r, &record->sources, sizeof *source);
    if (!source)
        return;
    bool own = entente_column_bool(s, 2); /* the record's own words are behind the node's */
    source->id = column(r, s, 1);
    source->url = column(r, s, 3);
    source->title = column(r, s, own ? 8 : 4);
    source->publisher = column(r, s, own ? 9 : 5);
    if (own)
        source->date.written = column(r, s, 10);
    else
        source->date = date(r, s, 6, 7);
}

/* Own and inverse links come by two statements; `at`, of no use here, keeps their position, which joins them. */
static void take_link(reader *r, ent_record *record, entente_stmt *s)
{
    static const char *const relations[][2] = {{"REPLACES", "replaces"},
                                               {"REPLACED_BY", "replaced_by"},
                                               {"AMENDS", "amends"},
                                               {"IMPLEMENTS", "implements"},
                                               {"SUPPLEMENTS", "supplements"}};
    ent_record_link *link = add(r, &record->links, sizeof *link);
    if (!link)
        return;
    ent_record_link added = {.to = column(r, s, 2)};
    const char *type = entente_column_text(s, 1, NULL);
    for (size_t i = 0; type && i < sizeof relations / sizeof relations[0]; i++)
        if (strcmp(type, relations[i][0]) == 0)
            added.relation.s = ent_str_of(relations[i][1]);
    added.to.at = (uint32_t)entente_column_int64(s, 3);
    ent_record_link *links = record->links.items;
    uint32_t k = record->links.n - 1;
    for (; k > 0 && links[k - 1].to.at > added.to.at; k--)
        links[k] = links[k - 1];
    links[k] = added;
}

static const struct {
    const char *cypher;
    void (*take)(reader *r, ent_record *record, entente_stmt *row);
} parts[] = {
    {AGREEMENT " RETURN a.id, a.title, a.kind, a.also, a.form, a.people, a.covers, a.text, a.confidence, a.note, "
               "a.registers, a.externalIds",
     take_agreement},
    {AGREEMENT " MATCH (p:Party)-[r:PARTY_TO]->(a) RETURN id, p.code, r.roles, r.sinceWritten, r.since, "
               "r.untilWritten, r.until ORDER BY r.position",
     take_party},
    {AGREEMENT " MATCH (a)-[r:INVOLVES]->(p:Party) RETURN id, p.code, r.role ORDER BY r.position", take_place},
    {AGREEMENT " MATCH (a)-[:HAS_EVENT]->(e:Event) RETURN id, e.written, e.date, e.status, e.party, e.note, " CITES(
         "e") " ORDER BY e.date, e.position",
     take_event},
    {AGREEMENT " MATCH (a)-[:HAS_TRANSFER]->(t:Transfer) RETURN id, t.count, t.written, t.date, t.note, " CITES(
         "t") " ORDER BY t.position",
     take_transfer},
    {AGREEMENT " MATCH (a)-[:HAS_PAYMENT]->(m:Payment) RETURN id, m.amount, m.currency, m.basis, m.from, m.to, "
               "m.written, m.date, m.note, " CITES("m") " ORDER BY m.position",
     take_payment},
    {AGREEMENT " MATCH (a)-[c:CITED_IN]->(s:Source) RETURN id, c.id, coalesce(c.own, false), s.url, s.title, "
               "s.publisher, s.written, s.date, c.title, c.publisher, c.written ORDER BY c.position",
     take_source},
    {AGREEMENT " MATCH (a)-[l:REPLACES|AMENDS|IMPLEMENTS|SUPPLEMENTS]->(b:Agreement) "
               "WHERE l.position IS NOT NULL OR l.inversePosition IS NULL "
               "RETURN id, type(l), b.id, coalesce(l.position, 0) ORDER BY l.position, b.id",
     take_link},
    {AGREEMENT " MATCH (a)<-[l:REPLACES]-(b:Agreement) WHERE l.inversePosition IS NOT NULL "
               "RETURN id, 'REPLACED_BY', b.id, l.inversePosition ORDER BY l.inversePosition, b.id",
     take_link},
};
enum { PARTS = sizeof parts / sizeof parts[0] };

/* ---- the whole ---- */

static entente_status read_ids(reader *r)
{
    entente_stmt *stmt;
    entente_status status =
        entente_prepare(r->db, "MATCH (a:Agreement) WHERE a.id IS NOT NULL RETURN a.id AS id ORDER BY id", -1, &stmt);
    while (status == ENTENTE_OK && (status = entente_step(stmt)) == ENTENTE_ROW) {
        size_t n = 0;
        bool is_new;
        const char *id = entente_column_text(stmt, 0, &n);
        status = ENTENTE_OK;
        if (id && ent_string_set_add(&r->ids, (ent_str){id, (uint32_t)n}, NULL, &is_new) != ENT_OK)
            status = ENTENTE_NOMEM;
    }
    entente_finalize(stmt);
    return status;
}

static entente_status read_part(reader *r, ent_rows *rows, uint32_t count, int part)
{
    entente_status status;
    for (uint32_t i = 0; i < count; i++)
        ent_rows_text(rows, r->ids.texts[r->first + i]);
    while ((status = ent_rows_step(rows)) == ENTENTE_ROW) {
        size_t n = 0;
        const char *id = entente_column_text(rows->stmt, 0, &n);
        int64_t index = id ? ent_string_set_find(&r->ids, (ent_str){id, (uint32_t)n}) - r->first : -1;
        if (index >= 0 && index < count)
            parts[part].take(r, &r->records[index], rows->stmt);
    }
    return r->arena.failed != ENT_OK ? ENTENTE_NOMEM : status;
}

static entente_status read_all(reader *r, ent_rows rows[PARTS], bool (*take)(void *user, const ent_record *record),
                               void *user)
{
    entente_status status = read_ids(r);
    for (int i = 0; i < PARTS && status == ENTENTE_OK; i++)
        status = ent_rows_open(&rows[i], r->db, parts[i].cypher);
    for (r->first = 0; status == ENTENTE_OK && r->first < r->ids.count; r->first += BATCH) {
        uint32_t left = r->ids.count - r->first, count = left < BATCH ? left : BATCH;
        ent_arena_reset(&r->arena);
        memset(r->records, 0, sizeof r->records);
        for (int i = 0; i < PARTS && status == ENTENTE_OK; i++)
            status = read_part(r, &rows[i], count, i);
        for (uint32_t i = 0; i < count && status == ENTENTE_OK; i++)
            if (!take(user, &r->records[i]))
                return ENTENTE_OK;
    }
    return status;
}

entente_status ent_graph_read(entente *db, bool (*take)(void *user, const ent_record *record), void *user)
{
    reader *r = calloc(1, sizeof *r);
    ent_rows rows[PARTS] = {0};
    bool own_transaction = !entente_in_transaction(db);
    if (!r)
        return ENTENTE_NOMEM;
    r->db = db;
    ent_string_set_init(&r->ids);
    ent_arena_init(&r->arena, NULL);
    entente_status status = own_transaction ? entente_begin(db, false) : ENTENTE_OK;
    bool begun = status == ENTENTE_OK;
    if (begun)
        status = read_all(r, rows, take, user);
    for (int i = 0; i < PARTS; i++)
        ent_rows_close(&rows[i]);
    if (begun && own_transaction && status == ENTENTE_OK)
        entente_rollback(db); /* after a failure it would hide the message; closing ends it as well */
    ent_string_set_fini(&r->ids);
    ent_arena_fini(&r->arena);
    free(r);
    return status;
}
