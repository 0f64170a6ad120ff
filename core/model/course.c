/* Three queries: sources, events with their citations, citations of the records. Rows come agreement by agreement and
 * event by event, a row a citation, so what belongs together follows each other. Of a view that leaves most agreements
 * out only its own are asked for. */
#include "core/model/course.h"

#include "core/base/array.h"
#include "core/base/strmap.h"
#include "core/model/row.h"

#include <stdlib.h>
#include <string.h>

#define SOURCE_COLUMNS "s.key AS key, s.publisher, s.title, coalesce(s.written, toString(s.date)), s.url"

static const char all_sources[] = "MATCH (s:Source) RETURN " SOURCE_COLUMNS " ORDER BY key";
static const char record_sources[] = "MATCH (a)-[:CITED_IN]->(s:Source) RETURN DISTINCT " SOURCE_COLUMNS;
static const char event_sources[] =
    "MATCH (a)-[:HAS_EVENT]->(e)-[:CITED_IN]->(s:Source) RETURN DISTINCT " SOURCE_COLUMNS;
static const char events_query[] =
    "MATCH (a)-[:HAS_EVENT]->(e:Event) WHERE e.date IS NOT NULL OPTIONAL MATCH (e)-[c:CITED_IN]->(s:Source) "
    "RETURN a.id, s.key, id(e), e.date, e.lastDay, e.written, e.status, e.party, e.note "
    "ORDER BY a.id, e.date, id(e), c.position";
static const char records_query[] = "MATCH (a)-[c:CITED_IN]->(s:Source) RETURN a.id, s.key ORDER BY a.id, c.position";

/* An event while the lists still grow: its sources are those from `cited` on. */
typedef struct {
    ent_event event;
    int64_t node;
    uint32_t agreement, cited;
} growing_event;

typedef struct {
    const ent_view *view;
    ent_course *course;
    ent_arena *arena;
    ent_strmap keys; /* source -> index */
    growing_event *events;
    uint32_t *cited;      /* sources, as they are cited */
    uint32_t *cited_from; /* of each agreement: where its record's begin */
    uint32_t event_count, event_room, source_room, cited_count, cited_room;
} reader;

static entente_status take_source(void *user, entente_stmt *stmt)
{
    reader *r = user;
    ent_course *c = r->course;
    ent_source source = {
        .key = ent_row_text(r->arena, stmt, 0),
        .publisher = ent_row_text(r->arena, stmt, 1),
        .title = ent_row_text(r->arena, stmt, 2),
        .date = ent_row_text(r->arena, stmt, 3),
        .url = ent_row_text(r->arena, stmt, 4),
    };
    if (!source.key || ent_strmap_get(&r->keys, ent_str_of(source.key)) != ENT_STRMAP_NONE)
        return r->arena->failed == ENT_OK ? ENTENTE_OK : ENTENTE_NOMEM;
    if (!ent_array_grow(r->arena, (void **)&c->sources, c->source_count, &r->source_room, sizeof source) ||
        !ent_strmap_put(&r->keys, ent_str_of(source.key), c->source_count))
        return ENTENTE_NOMEM;
    c->sources[c->source_count++] = source;
    return ENTENTE_OK;
}

/* The agreement that a row is about; UINT32_MAX: not in the view. */
static uint32_t agreement_of(const reader *r, entente_stmt *stmt)
{
    const char *id = entente_column_text(stmt, 0, NULL);
    return id ? ent_view_agreement_find(r->view, id) : UINT32_MAX;
}

/* Adds the source of a row, if it has one, to what is cited, and counts it. */
static entente_status add_citation(reader *r, entente_stmt *stmt, uint32_t *count)
{
    size_t length;
    const char *key = entente_column_text(stmt, 1, &length);
    uint32_t source = key ? ent_strmap_get(&r->keys, (ent_str){key, (uint32_t)length}) : ENT_STRMAP_NONE;
    if (source == ENT_STRMAP_NONE)
        return ENTENTE_OK;
    if (!ent_array_grow(r->arena, (void **)&r->cited, r->cited_count, &r->cited_room, sizeof *r->cited))
        return ENTENTE_NOMEM;
    r->cited[r->cited_count++] = source;
    ++*count;
    return ENTENTE_OK;
}

static entente_status take_event(void *user, entente_stmt *stmt)
{
    reader *r = user;
    uint32_t agreement = agreement_of(r, stmt);
    if (agreement == UINT32_MAX)
        return ENTENTE_OK;
    int64_t node = entente_column_int64(stmt, 2);
    if (r->event_count == 0 || r->events[r->event_count - 1].node != node) {
        growing_event e = {.node = node, .agreement = agreement, .cited = r->cited_count};
        e.event.first = ent_row_date(r->arena, stmt, 3);
        e.event.last = entente_column_is_null(stmt, 4) ? e.event.first : ent_row_date(r->arena, stmt, 4);
        e.event.written = entente_column_is_null(stmt, 5) ? e.event.first : ent_row_text(r->arena, stmt, 5);
        e.event.status = ent_row_text(r->arena, stmt, 6);
        e.event.party = ent_row_text(r->arena, stmt, 7);
        e.event.note = ent_row_text(r->arena, stmt, 8);
        if (r->arena->failed != ENT_OK ||
            !ent_array_grow(r->arena, (void **)&r->events, r->event_count, &r->event_room, sizeof e))
            return ENTENTE_NOMEM;
        r->events[r->event_count++] = e;
        r->course->agreements[agreement].event_count++;
    }
    return add_citation(r, stmt, &r->events[r->event_count - 1].event.source_count);
}

static entente_status take_record(void *user, entente_stmt *stmt)
{
    reader *r = user;
    uint32_t agreement = agreement_of(r, stmt);
    if (agreement == UINT32_MAX)
        return ENTENTE_OK;
    uint32_t *count = &r->course->agreements[agreement].source_count;
    if (*count == 0)
        r->cited_from[agreement] = r->cited_count;
    return add_citation(r, stmt, count);
}

/* Everything has grown to its full length: now it can be pointed to. */
static entente_status point(reader *r)
{
    ent_course *c = r->course;
    ent_event *events = ENT_NEW_ARRAY(r->arena, ent_event, r->event_count + 1);
    if (!events)
        return ENTENTE_NOMEM;
    for (uint32_t i = r->event_count; i-- > 0;) {
        events[i] = r->events[i].event;
        events[i].sources = events[i].source_count ? &r->cited[r->events[i].cited] : NULL;
        c->agreements[r->events[i].agreement].events = &events[i]; /* the first stays */
    }
    for (uint32_t i = 0; i < r->view->agreement_count; i++)
        if (c->agreements[i].source_count)
            c->agreements[i].sources = &r->cited[r->cited_from[i]];
    return ENTENTE_OK;
}

static int by_key(const void *a, const void *b)
{
    const ent_source *x = a, *y = b;
    return strcmp(x->key, y->key);
}

/* The sources that some agreements and their events cite, by key as all are. */
static entente_status read_cited_sources(entente *db, reader *r, const ent_row_start *start)
{
    ent_course *c = r->course;
    entente_status status = ent_row_each_from(db, start, record_sources, NULL, take_source, r);
    if (status == ENTENTE_OK)
        status = ent_row_each_from(db, start, event_sources, NULL, take_source, r);
    if (status != ENTENTE_OK || c->source_count == 0)
        return status;
    qsort(c->sources, c->source_count, sizeof *c->sources, by_key);
    for (uint32_t i = 0; i < c->source_count; i++)
        if (!ent_strmap_put(&r->keys, ent_str_of(c->sources[i].key), i))
            return ENTENTE_NOMEM;
    return ENTENTE_OK;
}

static entente_status take_count(void *user, entente_stmt *stmt)
{
    *(int64_t *)user = entente_column_int64(stmt, 0);
    return ENTENTE_OK;
}

/* The ids of the view's agreements where they are few among all, else all. */
static entente_status choose_start(entente *db, ent_view *view, ent_row_start *start)
{
    int64_t all = 0;
    *start = (ent_row_start){.begin = ENT_FROM_ALL};
    entente_status status = ent_row_each(db, "MATCH (a:Agreement) RETURN count(*)", NULL, take_count, &all);
    if (status != ENTENTE_OK || view->agreement_count > all / 4)
        return status;
    const char **ids = ENT_NEW_ARRAY(&view->arena, const char *, (size_t)view->agreement_count + 1);
    for (uint32_t i = 0; ids && i < view->agreement_count; i++)
        ids[i] = view->agreements[i].id;
    *start = (ent_row_start){ENT_FROM_IDS, ids, view->agreement_count};
    return ids ? ENTENTE_OK : ENTENTE_NOMEM;
}

entente_status ent_course_read(entente *db, ent_view *view, ent_course **out)
{
    ent_arena *arena = &view->arena;
    ent_row_start start;
    reader r = {.view = view, .arena = arena, .course = ent_arena_zero(arena, sizeof *r.course)};
    size_t count = (size_t)view->agreement_count + 1;
    r.cited_from = ENT_NEW_ARRAY(arena, uint32_t, count);
    if (!r.course || !r.cited_from ||
        !(r.course->agreements = ent_arena_zero(arena, count * sizeof *r.course->agreements)))
        return ENTENTE_NOMEM;
    r.course->view = view;
    ent_strmap_init(&r.keys, arena);
    entente_status status = choose_start(db, view, &start);
    if (status == ENTENTE_OK)
        status =
            start.texts ? read_cited_sources(db, &r, &start) : ent_row_each(db, all_sources, NULL, take_source, &r);
    if (status == ENTENTE_OK)
        status = ent_row_each_from(db, &start, events_query, NULL, take_event, &r);
    if (status == ENTENTE_OK)
        status = ent_row_each_from(db, &start, records_query, NULL, take_record, &r);
    if (status == ENTENTE_OK)
        status = point(&r);
    *out = r.course;
    return status;
}

bool ent_event_counts(const ent_event *event, const char *day, bool certainly)
{
    return !day || strcmp(certainly ? event->last : event->first, day) <= 0;
}

const ent_event *ent_course_status(const ent_agreement_course *course, const char *day, bool certainly)
{
    for (uint32_t i = course->event_count; i-- > 0;)
        if (course->events[i].status && ent_event_counts(&course->events[i], day, certainly))
            return &course->events[i];
    return NULL;
}

const ent_event *ent_course_status_start(const ent_agreement_course *course, const char *day, bool certainly)
{
    const ent_event *start = ent_course_status(course, day, certainly);
    for (uint32_t i = start ? (uint32_t)(start - course->events) : 0; i-- > 0;) {
        const ent_event *e = &course->events[i];
        if (!e->status || !ent_event_counts(e, day, certainly))
            continue;
        if (strcmp(e->status, start->status) != 0)
            break;
        start = e;
    }
    return start;
}
