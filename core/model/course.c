/* Events, sources, and what cites what are read by one scan each, in whatever order they come, and joined here by the
 * ids of their nodes. Of a view that leaves most agreements out only its own are asked for. */
#include "core/model/course.h"

#include "core/base/array.h"
#include "core/model/day.h"
#include "core/model/node_index.h"
#include "core/model/row.h"

#include <stdlib.h>
#include <string.h>

#define SOURCE_COLUMNS "id(s), s.key AS key, s.publisher, s.title, coalesce(s.written, toString(s.date)), s.url"
#define CITATION       "RETURN id(x), id(s), c.position"

typedef struct {
    uint32_t agreement;
    ent_day day;
    uint64_t node; /* of one day the event made first comes first */
    ent_event event;
} event_row;

/* Owners are agreements, and behind them events. */
typedef struct {
    uint32_t owner, source;
    int64_t position;
} citation;

typedef struct {
    ent_view *view;
    ent_course *course;
    ent_arena *arena;  /* of the view: what stays */
    ent_arena scratch; /* what goes when all is joined */
    ent_node_index agreements, events, sources;
    event_row *event_rows;
    uint64_t *source_nodes, *owner_nodes, *cited_nodes; /* the last two: of each citation */
    citation *citations;
    uint32_t event_count, event_room, source_room, source_node_room, citation_count, citation_room, owner_room,
        cited_room;
} reader;

#define GROW(r, list, count, room) ent_array_grow(&(r)->scratch, (void **)&(list), (count), &(room), sizeof *(list))

static entente_status memory(const reader *r)
{
    return r->arena->failed == ENT_OK && r->scratch.failed == ENT_OK ? ENTENTE_OK : ENTENTE_NOMEM;
}

static uint64_t column_node(entente_stmt *stmt, uint32_t column)
{
    return (uint64_t)entente_column_int64(stmt, column);
}

/* ---- events ---- */

static entente_status take_event(void *user, entente_stmt *stmt)
{
    reader *r = user;
    uint32_t agreement = ent_node_index_get(&r->agreements, column_node(stmt, 0));
    ent_day first = ent_day_of_value(entente_column_value(stmt, 2)), last;
    if (agreement == ENT_NODE_NONE || first == ENT_NO_DAY)
        return ENTENTE_OK;
    if (!GROW(r, r->event_rows, r->event_count, r->event_room))
        return ENTENTE_NOMEM;
    last = ent_day_of_value(entente_column_value(stmt, 3));
    ent_event *e = &r->event_rows[r->event_count].event;
    *e = (ent_event){
        .first = ent_day_text(r->arena, first),
        .written = ent_row_text(r->arena, stmt, 4),
        .status = ent_row_text(r->arena, stmt, 5),
        .party = ent_row_text(r->arena, stmt, 6),
        .note = ent_row_text(r->arena, stmt, 7),
    };
    e->last = last == ENT_NO_DAY || last == first ? e->first : ent_day_text(r->arena, last);
    e->written = e->written ? e->written : e->first;
    r->event_rows[r->event_count].agreement = agreement;
    r->event_rows[r->event_count].day = first;
    r->event_rows[r->event_count++].node = column_node(stmt, 1);
    return memory(r);
}

static bool comes_before(const event_row *x, const event_row *y)
{
    return x->day != y->day ? x->day < y->day : x->node < y->node;
}

/* Puts the events in order: by agreement, then as they happened. */
static entente_status place_events(reader *r)
{
    ent_course *c = r->course;
    uint32_t count = r->event_count;
    event_row *rows = ENT_NEW_ARRAY(&r->scratch, event_row, (size_t)count + 1);
    uint32_t *starts = ENT_NEW_ARRAY(&r->scratch, uint32_t, (size_t)r->view->agreement_count + 1);
    uint64_t *nodes = ENT_NEW_ARRAY(&r->scratch, uint64_t, (size_t)count + 1);
    ent_event *events = ENT_NEW_ARRAY(r->arena, ent_event, (size_t)count + 1);
    if (!rows || !starts || !nodes || !events)
        return ENTENTE_NOMEM;
    ent_array_sort_by(r->event_rows, rows, count, sizeof *rows, offsetof(event_row, agreement),
                      r->view->agreement_count, starts);
    for (uint32_t i = 1; i < count; i++) { /* there are few of one, mostly in order already */
        event_row row = rows[i];
        uint32_t at = i;
        for (; at > starts[row.agreement] && comes_before(&row, &rows[at - 1]); at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
    for (uint32_t i = 0; i < count; i++) {
        events[i] = rows[i].event;
        nodes[i] = rows[i].node;
    }
    for (uint32_t a = 0; a < r->view->agreement_count; a++) {
        c->agreements[a].events = &events[starts[a]];
        c->agreements[a].event_count = starts[a + 1] - starts[a];
    }
    r->event_rows = rows; /* in the order of nodes */
    return ent_node_index_make(&r->events, &r->scratch, nodes, count) ? ENTENTE_OK : ENTENTE_NOMEM;
}

/* ---- sources ---- */

/* Those that some agreements cite come twice or oftener: the first place of a node counts, see place_sources. */
static entente_status take_source(void *user, entente_stmt *stmt)
{
    reader *r = user;
    ent_course *c = r->course;
    ent_source source = {
        .key = ent_row_text(r->arena, stmt, 1),
        .publisher = ent_row_text(r->arena, stmt, 2),
        .title = ent_row_text(r->arena, stmt, 3),
        .date = ent_row_text(r->arena, stmt, 4),
        .url = ent_row_text(r->arena, stmt, 5),
    };
    if (!source.key)
        return memory(r);
    if (!ent_array_grow(r->arena, (void **)&c->sources, c->source_count, &r->source_room, sizeof source) ||
        !GROW(r, r->source_nodes, c->source_count, r->source_node_room))
        return ENTENTE_NOMEM;
    r->source_nodes[c->source_count] = column_node(stmt, 0);
    c->sources[c->source_count++] = source;
    return memory(r);
}

static int by_key(const void *a, const void *b, void *sources)
{
    const ent_source *all = sources;
    return strcmp(all[*(const uint32_t *)a].key, all[*(const uint32_t *)b].key);
}

/* Sorts the sources by key, each once. */
static entente_status place_sources(reader *r)
{
    ent_course *c = r->course;
    uint32_t *order = ENT_NEW_ARRAY(&r->scratch, uint32_t, (size_t)c->source_count + 1), count = 0;
    ent_source *sources = ENT_NEW_ARRAY(r->arena, ent_source, (size_t)c->source_count + 1);
    uint64_t *nodes = ENT_NEW_ARRAY(&r->scratch, uint64_t, (size_t)c->source_count + 1);
    if (!order || !sources || !nodes)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < c->source_count; i++)
        order[i] = i;
    if (c->source_count)
        qsort_r(order, c->source_count, sizeof *order, by_key, c->sources);
    for (uint32_t i = 0; i < c->source_count; i++) {
        if (count && strcmp(sources[count - 1].key, c->sources[order[i]].key) == 0)
            continue;
        sources[count] = c->sources[order[i]];
        nodes[count++] = r->source_nodes[order[i]];
    }
    c->sources = sources;
    c->source_count = count;
    return ent_node_index_make(&r->sources, &r->scratch, nodes, count) ? ENTENTE_OK : ENTENTE_NOMEM;
}

/* ---- who cites what ---- */

static entente_status take_citation(void *user, entente_stmt *stmt)
{
    reader *r = user;
    if (!GROW(r, r->citations, r->citation_count, r->citation_room) ||
        !GROW(r, r->owner_nodes, r->citation_count, r->owner_room) ||
        !GROW(r, r->cited_nodes, r->citation_count, r->cited_room))
        return ENTENTE_NOMEM;
    r->owner_nodes[r->citation_count] = column_node(stmt, 0);
    r->cited_nodes[r->citation_count] = column_node(stmt, 1);
    r->citations[r->citation_count++].position = entente_column_int64(stmt, 2);
    return ENTENTE_OK;
}

/* Finds owners and sources; what cites neither of the view's agreements nor their events is left out. */
static void join_citations(reader *r)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->citation_count; i++) {
        citation c = r->citations[i];
        c.owner = ent_node_index_get(&r->agreements, r->owner_nodes[i]);
        if (c.owner == ENT_NODE_NONE) {
            uint32_t event = ent_node_index_get(&r->events, r->owner_nodes[i]);
            c.owner = event == ENT_NODE_NONE ? event : r->view->agreement_count + event;
        }
        c.source = ent_node_index_get(&r->sources, r->cited_nodes[i]);
        if (c.owner != ENT_NODE_NONE && c.source != ENT_NODE_NONE)
            r->citations[count++] = c;
    }
    r->citation_count = count;
}

static entente_status hand_out_citations(reader *r)
{
    join_citations(r);
    uint32_t agreements = r->view->agreement_count, owners = agreements + r->event_count, count = r->citation_count;
    citation *sorted = ENT_NEW_ARRAY(&r->scratch, citation, (size_t)count + 1);
    uint32_t *starts = ENT_NEW_ARRAY(&r->scratch, uint32_t, (size_t)owners + 1);
    uint32_t *cited = ENT_NEW_ARRAY(r->arena, uint32_t, (size_t)count + 1);
    if (!sorted || !starts || !cited)
        return ENTENTE_NOMEM;
    ent_array_sort_by(r->citations, sorted, count, sizeof *sorted, offsetof(citation, owner), owners, starts);
    for (uint32_t i = 1; i < count; i++) {
        citation c = sorted[i];
        uint32_t at = i;
        for (; at > starts[c.owner] && c.position < sorted[at - 1].position; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = c;
    }
    for (uint32_t i = 0; i < count; i++)
        cited[i] = sorted[i].source;
    for (uint32_t a = 0; a < agreements; a++) {
        r->course->agreements[a].sources = &cited[starts[a]];
        r->course->agreements[a].source_count = starts[a + 1] - starts[a];
    }
    ent_event *events =
        agreements ? (ent_event *)r->course->agreements[0].events : NULL; /* all lie behind each other */
    for (uint32_t e = 0; e < r->event_count; e++) {
        events[e].sources = &cited[starts[agreements + e]];
        events[e].source_count = starts[agreements + e + 1] - starts[agreements + e];
    }
    return ENTENTE_OK;
}

/* ---- the whole ---- */

static entente_status take_count(void *user, entente_stmt *stmt)
{
    *(int64_t *)user = entente_column_int64(stmt, 0);
    return ENTENTE_OK;
}

/* The ids of the view's agreements where they are few among all, else all. */
static entente_status choose_start(entente *db, reader *r, ent_row_start *start)
{
    int64_t all = 0;
    *start = (ent_row_start){.begin = ENT_FROM_ALL};
    entente_status status = ent_row_each(db, "MATCH (a:Agreement) RETURN count(*)", NULL, take_count, &all);
    if (status != ENTENTE_OK || r->view->agreement_count > all / 4)
        return status;
    const char **ids = ENT_NEW_ARRAY(&r->scratch, const char *, (size_t)r->view->agreement_count + 1);
    for (uint32_t i = 0; ids && i < r->view->agreement_count; i++)
        ids[i] = r->view->agreements[i].id;
    *start = (ent_row_start){ENT_FROM_IDS, ids, r->view->agreement_count};
    return ids ? ENTENTE_OK : ENTENTE_NOMEM;
}

static entente_status read_sources(entente *db, reader *r, const ent_row_start *start)
{
    if (!start->texts) {
        entente_status status = ent_row_each(db, "MATCH (s:Source) RETURN " SOURCE_COLUMNS, NULL, take_source, r);
        return status == ENTENTE_OK ? ent_row_each(db, "MATCH (x)-[c:CITED_IN]->(s) " CITATION, NULL, take_citation, r)
                                    : status;
    }
    static const struct {
        const char *query;
        entente_status (*take)(void *, entente_stmt *);
    } parts[] = {
        {"MATCH (a)-[:CITED_IN]->(s:Source) RETURN DISTINCT " SOURCE_COLUMNS, take_source},
        {"MATCH (a)-[:HAS_EVENT]->(x)-[:CITED_IN]->(s:Source) RETURN DISTINCT " SOURCE_COLUMNS, take_source},
        {"MATCH (a)-[c:CITED_IN]->(s) WITH a AS x, c, s " CITATION, take_citation},
        {"MATCH (a)-[:HAS_EVENT]->(x)-[c:CITED_IN]->(s) " CITATION, take_citation},
    };
    entente_status status = ENTENTE_OK;
    for (size_t i = 0; status == ENTENTE_OK && i < sizeof parts / sizeof parts[0]; i++)
        status = ent_row_each_from(db, start, parts[i].query, NULL, parts[i].take, r);
    return status;
}

static entente_status read_all(entente *db, reader *r)
{
    ent_row_start start;
    if (!ent_node_index_make(&r->agreements, &r->scratch, r->view->nodes, r->view->agreement_count))
        return ENTENTE_NOMEM;
    entente_status status = choose_start(db, r, &start);
    if (status == ENTENTE_OK)
        status = ent_row_each_from(db, &start,
                                   "MATCH (a)-[:HAS_EVENT]->(e) RETURN id(a), id(e), e.date, e.lastDay, e.written, "
                                   "e.status, e.party, e.note",
                                   NULL, take_event, r);
    if (status == ENTENTE_OK)
        status = place_events(r);
    if (status == ENTENTE_OK)
        status = read_sources(db, r, &start);
    if (status == ENTENTE_OK)
        status = place_sources(r);
    return status == ENTENTE_OK ? hand_out_citations(r) : status;
}

entente_status ent_course_read(entente *db, ent_view *view, ent_course **out)
{
    ent_arena *arena = &view->arena;
    reader r = {.view = view, .arena = arena, .course = ent_arena_zero(arena, sizeof *r.course)};
    *out = r.course;
    if (!r.course || !(r.course->agreements =
                           ent_arena_zero(arena, ((size_t)view->agreement_count + 1) * sizeof *r.course->agreements)))
        return ENTENTE_NOMEM;
    r.course->view = view;
    ent_arena_init(&r.scratch, &view->budget);
    entente_status status = read_all(db, &r);
    ent_node_index_fini(&r.agreements);
    ent_node_index_fini(&r.events);
    ent_node_index_fini(&r.sources);
    ent_arena_fini(&r.scratch);
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
