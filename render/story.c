/* Four queries: agreements, parties, events with their citations, citations of the records. Rows come agreement by
 * agreement and event by event, a row a citation, so what belongs together follows each other. */
#include "render/story.h"

#include "core/base/array.h"
#include "core/base/strmap.h"
#include "core/model/row.h"
#include "core/model/vocabulary.h"
#include "render/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OF_IDS  "UNWIND $ids AS id "
#define SOURCE  "id(s), s.publisher, s.title, coalesce(s.written, toString(s.date)), s.url"
#define SOURCES 5 /* columns */

static const char agreements_query[] =
    OF_IDS "MATCH (a:Agreement {id: id}) RETURN id, a.title, a.kind, a.status, a.stage, toString(a.since), "
           "toString(a.until), a.also";
static const char parties_query[] = OF_IDS "MATCH (p:Party)-[t:PARTY_TO]->(:Agreement {id: id}) "
                                           "RETURN id, p.code, p.name, t.roles, toString(t.since), t.sinceWritten, "
                                           "toString(t.until), t.untilWritten ORDER BY id, t.position, p.code";
static const char events_query[] =
    OF_IDS "MATCH (:Agreement {id: id})-[:HAS_EVENT]->(e:Event) WHERE e.date IS NOT NULL "
           "OPTIONAL MATCH (e)-[c:CITED_IN]->(s:Source) RETURN id, " SOURCE ", id(e), toString(e.date), "
           "toString(coalesce(e.lastDay, e.date)), coalesce(e.written, toString(e.date)), e.status, e.party, e.note "
           "ORDER BY id, e.date, id(e), c.position";
static const char records_query[] =
    OF_IDS "MATCH (:Agreement {id: id})-[c:CITED_IN]->(s:Source) RETURN id, " SOURCE " ORDER BY id, c.position";

/* What grows while rows come: lists of all agreements together, each with where its own part begins. */
typedef struct {
    ent_arena *arena;
    story *story;
    ent_strmap ids, keys; /* -> index of an agreement, of a source */
    story_party *parties;
    ent_event *events;
    uint32_t *cited;
    uint32_t *party_from, *event_from, *record_from; /* of each agreement */
    uint32_t *cited_from;                            /* of each event */
    uint32_t party_count, party_room, event_count, event_room, from_room, cited_count, cited_room, source_room;
    int64_t event; /* the node that the last row was about */
} reader;

static bool memory(const reader *r)
{
    return r->arena->failed == ENT_OK;
}

static const char *clean(reader *r, entente_stmt *stmt, uint32_t column)
{
    return text_clean(r->arena, entente_column_text(stmt, column, NULL));
}

static const char *const *clean_list(reader *r, entente_stmt *stmt, uint32_t column, uint32_t *count)
{
    const entente_value *list = entente_column_value(stmt, column);
    *count = entente_value_type(list) == ENTENTE_LIST ? entente_value_size(list) : 0;
    const char **items = ENT_NEW_ARRAY(r->arena, const char *, *count + 1u);
    for (uint32_t i = 0; items && i < *count; i++) {
        const char *text = entente_value_text(entente_value_item(list, i), NULL);
        items[i] = text_clean(r->arena, text ? text : "");
    }
    return items;
}

/* ---- rows ---- */

static bool take_agreement(reader *r, entente_stmt *stmt, uint32_t i)
{
    story_agreement *a = &r->story->agreements[i];
    a->title = clean(r, stmt, 1);
    a->kind = a->kind ? a->kind : clean(r, stmt, 2);
    a->status = a->status ? a->status : clean(r, stmt, 3);
    a->stage = a->stage ? a->stage : clean(r, stmt, 4);
    a->since = clean(r, stmt, 5);
    a->until = clean(r, stmt, 6);
    a->also = clean_list(r, stmt, 7, &a->also_count);
    return memory(r);
}

static bool take_party(reader *r, entente_stmt *stmt, uint32_t i)
{
    story_agreement *a = &r->story->agreements[i];
    story_party p = {.code = clean(r, stmt, 1), .name = clean(r, stmt, 2)};
    p.roles = clean_list(r, stmt, 3, &p.role_count);
    p.since = clean(r, stmt, 4);
    p.since_last = ent_row_last_day(r->arena, p.since, clean(r, stmt, 5));
    p.until = clean(r, stmt, 6);
    p.until_last = ent_row_last_day(r->arena, p.until, clean(r, stmt, 7));
    p.code = p.code ? p.code : "?";
    p.name = p.name ? p.name : p.code;
    if (!memory(r) || !ent_array_grow(r->arena, (void **)&r->parties, r->party_count, &r->party_room, sizeof p))
        return false;
    if (a->party_count++ == 0)
        r->party_from[i] = r->party_count;
    r->parties[r->party_count++] = p;
    return true;
}

/* Adds the source of a row, if it has one, to what is cited, and counts it. */
static bool cite(reader *r, entente_stmt *stmt, uint32_t *count)
{
    if (entente_column_is_null(stmt, 1))
        return true;
    char *key = ent_arena_printf(r->arena, "%lld", (long long)entente_column_int64(stmt, 1));
    if (!key)
        return false;
    story *s = r->story;
    uint32_t source = ent_strmap_get(&r->keys, ent_str_of(key));
    if (source == ENT_STRMAP_NONE) {
        source = s->source_count;
        if (!ent_array_grow(r->arena, (void **)&s->sources, source, &r->source_room, sizeof *s->sources) ||
            !ent_strmap_put(&r->keys, ent_str_of(key), source))
            return false;
        s->sources[s->source_count++] = (ent_source){.key = key,
                                                     .publisher = clean(r, stmt, 2),
                                                     .title = clean(r, stmt, 3),
                                                     .date = clean(r, stmt, 4),
                                                     .url = clean(r, stmt, 5)};
    }
    if (!ent_array_grow(r->arena, (void **)&r->cited, r->cited_count, &r->cited_room, sizeof *r->cited))
        return false;
    r->cited[r->cited_count++] = source;
    ++*count;
    return memory(r);
}

static bool take_event(reader *r, entente_stmt *stmt, uint32_t i)
{
    enum { EVENT = 1 + SOURCES };
    ent_agreement_course *course = &r->story->agreements[i].course;
    int64_t node = entente_column_int64(stmt, EVENT);
    if (course->event_count == 0 || r->event != node) {
        ent_event e = {.first = clean(r, stmt, EVENT + 1),
                       .last = clean(r, stmt, EVENT + 2),
                       .written = clean(r, stmt, EVENT + 3),
                       .status = clean(r, stmt, EVENT + 4),
                       .party = clean(r, stmt, EVENT + 5),
                       .note = clean(r, stmt, EVENT + 6)};
        if (!e.first || !e.last) /* the date is something that is no date */
            return memory(r);
        e.written = e.written ? e.written : e.first;
        if (!memory(r) || !ent_array_grow(r->arena, (void **)&r->events, r->event_count, &r->event_room, sizeof e) ||
            !ent_array_grow(r->arena, (void **)&r->cited_from, r->event_count, &r->from_room, sizeof *r->cited_from))
            return false;
        if (course->event_count++ == 0)
            r->event_from[i] = r->event_count;
        r->cited_from[r->event_count] = r->cited_count;
        r->events[r->event_count++] = e;
        r->event = node;
    }
    return cite(r, stmt, &r->events[r->event_count - 1].source_count);
}

static bool take_record(reader *r, entente_stmt *stmt, uint32_t i)
{
    uint32_t *count = &r->story->agreements[i].course.source_count;
    if (*count == 0)
        r->record_from[i] = r->cited_count;
    return cite(r, stmt, count);
}

/* Runs a query for the ids of all agreements. */
static entente_status each(reader *r, entente *db, const char *query,
                           bool (*take)(reader *r, entente_stmt *stmt, uint32_t agreement))
{
    entente_stmt *stmt;
    entente_status status = entente_prepare(db, query, -1, &stmt);
    if (status != ENTENTE_OK)
        return status;
    entente_writer *ids = entente_bind_writer(stmt, "ids");
    entente_put_list(ids);
    for (uint32_t i = 0; i < r->story->agreement_count; i++)
        entente_put_text(ids, r->story->agreements[i].id, -1);
    entente_put_end(ids);
    while ((status = entente_step(stmt)) == ENTENTE_ROW) {
        const char *id = entente_column_text(stmt, 0, NULL);
        uint32_t i = id ? ent_strmap_get(&r->ids, ent_str_of(id)) : ENT_STRMAP_NONE;
        if (i != ENT_STRMAP_NONE && !take(r, stmt, i)) {
            status = ENTENTE_NOMEM;
            break;
        }
    }
    entente_finalize(stmt);
    return status;
}

/* ---- putting it together ---- */

/* since and until as they stood on the diagram's day, as docs/graph-model.md says it of all events. */
static void set_span(const diagram *d, const story *s, story_agreement *a)
{
    a->since = a->until = NULL;
    for (uint32_t i = 0; i < a->course.event_count; i++) {
        const ent_event *e = &a->course.events[i];
        if (!e->status || !ent_event_counts(e, d->as_of, s->certainly))
            continue;
        const char *stage = ent_stage_name(e->status);
        bool active = stage && strcmp(stage, "active") == 0, ended = stage && strcmp(stage, "ended") == 0;
        if (active && !a->since)
            a->since = e->first;
        if (active || (!a->since && !ended))
            a->until = NULL; /* started again, or talks after a refusal */
        else if (!a->until)
            a->until = e->first;
    }
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const story_agreement *)a)->id, ((const story_agreement *)b)->id);
}

/* The agreements that the diagram draws as edges or as nodes, each once. */
static bool list_agreements(reader *r, const diagram *d)
{
    story *s = r->story;
    s->agreements = ENT_NEW_ARRAY(r->arena, story_agreement, (size_t)d->agreement_count + d->node_count + 1);
    if (!s->agreements)
        return false;
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < d->agreement_count; i++) {
        const diagram_agreement *a = &d->agreements[i];
        if (a->id)
            s->agreements[n++] = (story_agreement){
                .id = a->id, .title = a->title, .kind = a->kind, .status = a->status, .stage = a->stage};
    }
    for (uint32_t i = 0; i < d->node_count; i++)
        if (d->nodes[i].agreement)
            s->agreements[n++] =
                (story_agreement){.id = d->nodes[i].agreement, .title = d->nodes[i].label, .kind = d->nodes[i].kind};
    if (n)
        qsort(s->agreements, n, sizeof *s->agreements, by_id);
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || by_id(&s->agreements[kept - 1], &s->agreements[i]) != 0)
            s->agreements[kept++] = s->agreements[i];
    s->agreement_count = kept;
    for (uint32_t i = 0; i < kept; i++)
        if (!ent_strmap_put(&r->ids, ent_str_of(s->agreements[i].id), i))
            return false;
    return true;
}

/* Everything has grown to its full length: now it can be pointed to. */
static void point(reader *r, const diagram *d)
{
    for (uint32_t i = 0; i < r->event_count; i++)
        r->events[i].sources = r->cited ? &r->cited[r->cited_from[i]] : NULL;
    for (uint32_t i = 0; i < r->story->agreement_count; i++) {
        story_agreement *a = &r->story->agreements[i];
        a->parties = a->party_count ? &r->parties[r->party_from[i]] : NULL;
        a->course.events = a->course.event_count ? &r->events[r->event_from[i]] : NULL;
        a->course.sources = a->course.source_count ? &r->cited[r->record_from[i]] : NULL;
        a->title = a->title && *a->title ? a->title : a->id;
        if (d->as_of && a->course.event_count)
            set_span(d, r->story, a);
    }
}

static void number_one(uint32_t *number, uint32_t *count, const uint32_t *sources, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (number[sources[i]] == UINT32_MAX)
            number[sources[i]] = (*count)++;
}

/* Sources in the order in which a reader meets them: agreement by agreement, events before records. */
static bool order_sources(reader *r)
{
    story *s = r->story;
    uint32_t *number = ENT_NEW_ARRAY(r->arena, uint32_t, s->source_count + 1u), count = 0;
    ent_source *ordered = ENT_NEW_ARRAY(r->arena, ent_source, s->source_count + 1u);
    if (!number || !ordered)
        return false;
    memset(number, 0xFF, (s->source_count + 1u) * sizeof *number);
    for (uint32_t i = 0; i < s->agreement_count; i++) {
        const ent_agreement_course *c = &s->agreements[i].course;
        for (uint32_t k = 0; k < c->event_count; k++)
            number_one(number, &count, c->events[k].sources, c->events[k].source_count);
        number_one(number, &count, c->sources, c->source_count);
    }
    for (uint32_t i = 0; i < s->source_count; i++)
        ordered[number[i]] = s->sources[i];
    for (uint32_t i = 0; i < r->cited_count; i++)
        r->cited[i] = number[r->cited[i]];
    s->sources = ordered;
    return true;
}

entente_status story_read(diagram *d, entente *db, bool certainly)
{
    reader r = {.arena = d->arena, .story = ENT_NEW(d->arena, story)};
    ent_strmap_init(&r.ids, d->arena);
    ent_strmap_init(&r.keys, d->arena);
    if (!r.story || !list_agreements(&r, d))
        return ENTENTE_NOMEM;
    r.story->certainly = certainly;
    uint32_t count = r.story->agreement_count;
    r.party_from = ent_arena_zero(r.arena, (count + 1) * sizeof *r.party_from);
    r.event_from = ent_arena_zero(r.arena, (count + 1) * sizeof *r.event_from);
    r.record_from = ent_arena_zero(r.arena, (count + 1) * sizeof *r.record_from);
    if (!r.party_from || !r.event_from || !r.record_from)
        return ENTENTE_NOMEM;
    entente_status status = count ? each(&r, db, agreements_query, take_agreement) : ENTENTE_OK;
    if (status == ENTENTE_OK && count)
        status = each(&r, db, parties_query, take_party);
    if (status == ENTENTE_OK && count)
        status = each(&r, db, events_query, take_event);
    if (status == ENTENTE_OK && count)
        status = each(&r, db, records_query, take_record);
    if (status != ENTENTE_OK)
        return status;
    point(&r, d);
    if (!order_sources(&r))
        return ENTENTE_NOMEM;
    d->story = r.story;
    return ENTENTE_OK;
}

/* ---- asking it ---- */

const story_agreement *story_find(const story *s, const char *id)
{
    uint32_t low = 0, high = s && id ? s->agreement_count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(s->agreements[middle].id, id);
        if (order == 0)
            return &s->agreements[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool story_has_party(const diagram *d, const story_party *p)
{
    const char *since = d->story->certainly ? p->since_last : p->since;
    const char *until = d->story->certainly ? p->until_last : p->until;
    return !d->as_of || ((!since || strcmp(since, d->as_of) <= 0) && (!until || strcmp(until, d->as_of) > 0));
}

bool story_is_page(const char *url)
{
    return url && (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

uint32_t *story_numbers(ent_arena *arena, const story_agreement *a, uint32_t *count)
{
    const ent_agreement_course *c = &a->course;
    size_t most = c->source_count;
    for (uint32_t i = 0; i < c->event_count; i++)
        most += c->events[i].source_count;
    uint32_t *numbers = ENT_NEW_ARRAY(arena, uint32_t, most + 1), n = 0;
    *count = 0;
    if (!numbers)
        return NULL;
    for (uint32_t i = 0; i < c->source_count; i++)
        numbers[n++] = c->sources[i] + 1;
    for (uint32_t i = 0; i < c->event_count; i++)
        for (uint32_t k = 0; k < c->events[i].source_count; k++)
            numbers[n++] = c->events[i].sources[k] + 1;
    if (n)
        qsort(numbers, n, sizeof *numbers, by_number);
    for (uint32_t i = 0; i < n; i++)
        if (*count == 0 || numbers[*count - 1] != numbers[i])
            numbers[(*count)++] = numbers[i];
    return numbers;
}
