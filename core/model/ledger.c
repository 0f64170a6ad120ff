/* Rows are joined here by the ids of their nodes. What an option does not need is not asked for: a property is the
 * dearest part of a row, a text the dearest property. */
#include "core/model/ledger.h"

#include "core/base/array.h"
#include "core/base/strmap.h"
#include "core/model/node_index.h"
#include "core/model/row.h"
#include "core/model/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    entente *db;
    const ent_view_options *options;
    ent_ledger *ledger;
    ent_row_start start;                /* where the queries for agreements and what hangs on them begin */
    bool all;                           /* at all agreements */
    bool dated;                         /* views of a day are wanted */
    ent_strmap ids;                     /* of agreements -> index */
    ent_strmap word_numbers;            /* -> words */
    ent_status_word **words;            /* kinds and statuses, each once */
    ent_node_index agreements, parties; /* nodes -> index */
    uint64_t *party_nodes, *role_nodes; /* role_nodes: the agreement of each role */
    uint32_t word_count, word_room, agreement_room, node_room, party_room, party_node_room, event_room, role_room,
        role_node_room, span_room, tie_room, link_room;
} reader;

static entente_status each_row(reader *r, const char *query, entente_status (*take)(void *, entente_stmt *))
{
    return ent_row_each(r->db, query, r->options->as_of, take, r);
}

/* The rows of each agreement that the options ask for. */
static entente_status each_of_agreements(reader *r, const char *rest, entente_status (*take)(void *, entente_stmt *))
{
    return ent_row_each_from(r->db, &r->start, rest, r->options->as_of, take, r);
}

/* ---- room ---- */

#define GROW(r, list, count, room) \
    ent_array_grow(&(r)->ledger->arena, (void **)&(list), (count), &(room), sizeof *(list))

static entente_status take_count(void *user, entente_stmt *stmt)
{
    *(int64_t *)user = entente_column_int64(stmt, 0);
    return ENTENTE_OK;
}

/* Room for as many items as the database counts, so that nothing grows: counts cost nothing there. Without an effect
 * where not all are read. */
static entente_status make_room(reader *r, const char *query, void **items, uint32_t *room, size_t size)
{
    int64_t count = 0;
    if (!r->all)
        return ENTENTE_OK;
    entente_status status = ent_row_each(r->db, query, NULL, take_count, &count);
    if (status != ENTENTE_OK)
        return status;
    if (count < 0 || count >= UINT32_MAX / 2)
        return ENTENTE_NOMEM;
    *room = (uint32_t)count + 1;
    *items = ent_arena_array(&r->ledger->arena, *room, size);
    return *items ? ENTENTE_OK : ENTENTE_NOMEM;
}

/* ---- columns ---- */

static const char *text_of(reader *r, const entente_value *value)
{
    size_t length;
    const char *text = entente_value_text(value, &length);
    return text ? ent_arena_copy(&r->ledger->texts, text, length) : NULL;
}

/* A kind or status, of which there are few: one copy of each. NULL for null, and when memory is out. */
static const ent_status_word *word_of(reader *r, entente_stmt *stmt, uint32_t column)
{
    size_t length;
    const char *text = entente_column_text(stmt, column, &length);
    if (!text)
        return NULL;
    uint32_t number = ent_strmap_get(&r->word_numbers, (ent_str){text, (uint32_t)length});
    if (number != ENT_STRMAP_NONE)
        return r->words[number];
    ent_arena *texts = &r->ledger->texts;
    ent_status_word *word = ENT_NEW(texts, ent_status_word);
    const char *copy = ent_arena_copy(texts, text, length);
    if (!word || !copy || !GROW(r, r->words, r->word_count, r->word_room) ||
        !ent_strmap_put(&r->word_numbers, (ent_str){copy, (uint32_t)length}, r->word_count))
        return NULL;
    *word = (ent_status_word){copy, ent_stage_name(copy)};
    return r->words[r->word_count++] = word;
}

static const char *const *column_list(reader *r, entente_stmt *stmt, uint32_t column, uint32_t *count)
{
    const entente_value *value = entente_column_value(stmt, column);
    *count = entente_value_size(value);
    if (*count == 0)
        return NULL;
    const char **items = ENT_NEW_ARRAY(&r->ledger->texts, const char *, *count);
    for (uint32_t i = 0; items && i < *count; i++)
        items[i] = text_of(r, entente_value_item(value, i));
    return items;
}

static uint64_t column_node(entente_stmt *stmt, uint32_t column)
{
    return (uint64_t)entente_column_int64(stmt, column);
}

static ent_day column_day(entente_stmt *stmt, uint32_t column)
{
    return ent_day_of_value(entente_column_value(stmt, column));
}

static entente_status memory(const reader *r)
{
    return r->ledger->texts.failed == ENT_OK && r->ledger->arena.failed == ENT_OK ? ENTENTE_OK : ENTENTE_NOMEM;
}

/* ---- agreements ---- */

static entente_status take_agreement(void *user, entente_stmt *stmt)
{
    reader *r = user;
    ent_ledger *l = r->ledger;
    bool network = l->detail == ENT_VIEW_NETWORK;
    if (!network && entente_column_is_null(stmt, 1))
        return ENTENTE_OK; /* without an id it is nobody's record */
    if (!GROW(r, l->nodes, l->agreement_count, r->node_room) ||
        (!network && !GROW(r, l->agreements, l->agreement_count, r->agreement_room)))
        return ENTENTE_NOMEM;
    l->nodes[l->agreement_count] = column_node(stmt, 0);
    if (!network) {
        const ent_status_word *kind = word_of(r, stmt, 2), *status = word_of(r, stmt, 3);
        uint32_t also_count;
        const char *const *also = column_list(r, stmt, 4, &also_count);
        ent_view_agreement *a = &l->agreements[l->agreement_count];
        *a = (ent_view_agreement){
            .id = text_of(r, entente_column_value(stmt, 1)),
            .kind = kind ? kind->text : NULL,
            .status = status ? status->text : NULL,
            .stage = status ? status->stage : NULL,
            .also = also,
            .also_count = also ? also_count : 0,
        };
        if (l->detail == ENT_VIEW_WHOLE) {
            a->title = text_of(r, entente_column_value(stmt, 5));
            a->people = text_of(r, entente_column_value(stmt, 6));
            a->since = ent_day_text(&l->texts, column_day(stmt, 7));
            a->until = ent_day_text(&l->texts, column_day(stmt, 8));
        }
    }
    l->agreement_count++;
    return memory(r);
}

typedef struct {
    uint64_t begin; /* the first bytes of the id, as a number that is ordered as they are */
    const char *id;
    uint32_t at;
} id_entry;

static int by_id(const void *a, const void *b)
{
    const id_entry *x = a, *y = b;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    return strcmp(x->id, y->id);
}

static uint64_t begin_of(const char *id)
{
    uint64_t begin = 0;
    for (int i = 0; i < 8; i++)
        begin = begin << 8 | (*id ? (unsigned char)*id++ : 0u);
    return begin;
}

/* Sorts the agreements by id; from here on they have their places. */
static entente_status place_agreements(reader *r)
{
    ent_ledger *l = r->ledger;
    uint32_t count = l->agreement_count;
    id_entry *order = ENT_NEW_ARRAY(&l->arena, id_entry, (size_t)count + 1);
    ent_view_agreement *sorted = ENT_NEW_ARRAY(&l->arena, ent_view_agreement, (size_t)count + 1);
    uint64_t *nodes = ENT_NEW_ARRAY(&l->arena, uint64_t, (size_t)count + 1);
    if (!order || !sorted || !nodes)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        order[i] = (id_entry){begin_of(l->agreements[i].id), l->agreements[i].id, i};
    qsort(order, count, sizeof *order, by_id);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = l->agreements[order[i].at];
        nodes[i] = l->nodes[order[i].at];
        if (!ent_strmap_put(&r->ids, ent_str_of(sorted[i].id), i))
            return ENTENTE_NOMEM;
    }
    l->agreements = sorted;
    l->nodes = nodes;
    return ENTENTE_OK;
}

static entente_status read_agreements(reader *r)
{
    static const char *const queries[] = {
        [ENT_VIEW_WHOLE] = "RETURN id(a), a.id, a.kind, a.status, a.also, a.title, a.people, a.since, a.until",
        [ENT_VIEW_TERSE] = "RETURN id(a), a.id, a.kind, a.status, null",
        [ENT_VIEW_NETWORK] = "RETURN id(a)",
    };
    static const char kinds_query[] = "RETURN id(a), a.id, a.kind, a.status, a.also";
    ent_ledger *l = r->ledger;
    const char *count = "MATCH (a:Agreement) RETURN count(*)";
    entente_status status = make_room(r, count, (void **)&l->nodes, &r->node_room, sizeof *l->nodes);
    if (status == ENTENTE_OK && l->detail != ENT_VIEW_NETWORK)
        status = make_room(r, count, (void **)&l->agreements, &r->agreement_room, sizeof *l->agreements);
    if (status == ENTENTE_OK)
        status = each_of_agreements(
            r, l->detail == ENT_VIEW_TERSE && r->options->kind_count ? kinds_query : queries[l->detail],
            take_agreement);
    if (status == ENTENTE_OK && l->detail != ENT_VIEW_NETWORK)
        status = place_agreements(r);
    if (status == ENTENTE_OK && !ent_node_index_make(&r->agreements, &l->arena, l->nodes, l->agreement_count))
        status = ENTENTE_NOMEM;
    return status;
}

/* ---- events ---- */

static entente_status take_event(void *user, entente_stmt *stmt)
{
    reader *r = user;
    ent_ledger *l = r->ledger;
    uint32_t agreement = ent_node_index_get(&r->agreements, column_node(stmt, 0));
    ent_day first = column_day(stmt, 3), last = r->options->certainly ? column_day(stmt, 4) : first;
    if (agreement == ENT_NODE_NONE || first == ENT_NO_DAY)
        return ENTENTE_OK;
    if (!GROW(r, l->events, l->event_count, r->event_room))
        return ENTENTE_NOMEM;
    l->events[l->event_count++] = (ent_ledger_event){
        .agreement = agreement,
        .node = entente_column_int64(stmt, 1),
        .status = word_of(r, stmt, 2),
        .first = first,
        .counts = last == ENT_NO_DAY ? first : last,
    };
    return memory(r);
}

static bool comes_before(const ent_ledger_event *x, const ent_ledger_event *y)
{
    return x->first != y->first ? x->first < y->first : x->node < y->node;
}

/* Puts the events of each agreement in order. There are few of one, mostly in order already. */
static entente_status place_events(ent_ledger *l)
{
    ent_ledger_event *sorted = ENT_NEW_ARRAY(&l->arena, ent_ledger_event, (size_t)l->event_count + 1);
    l->event_first = ENT_NEW_ARRAY(&l->arena, uint32_t, (size_t)l->agreement_count + 1);
    if (!sorted || !l->event_first)
        return ENTENTE_NOMEM;
    ent_array_sort_by(l->events, sorted, l->event_count, sizeof *sorted, offsetof(ent_ledger_event, agreement),
                      l->agreement_count, l->event_first);
    l->events = sorted;
    for (uint32_t i = 1; i < l->event_count; i++) {
        ent_ledger_event event = sorted[i];
        uint32_t at = i, begin = l->event_first[event.agreement];
        while (at > begin && comes_before(&event, &sorted[at - 1])) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = event;
    }
    return ENTENTE_OK;
}

static entente_status read_events(reader *r)
{
    const ent_view_options *o = r->options;
    bool all = o->years || o->all_days;
    char query[256];
    snprintf(query, sizeof query, "MATCH (a)-[:HAS_EVENT]->(e) WHERE %s%s RETURN id(a), id(e), e.status, e.date%s",
             all ? "true" : "e.status IS NOT NULL", o->as_of && !o->all_days ? " AND e.date <= date($day)" : "",
             o->certainly ? ", e.lastDay" : "");
    entente_status status = each_of_agreements(r, query, take_event);
    return status == ENTENTE_OK ? place_events(r->ledger) : status;
}

/* ---- parties ---- */

static entente_status take_party(void *user, entente_stmt *stmt)
{
    reader *r = user;
    ent_ledger *l = r->ledger;
    if (entente_column_is_null(stmt, 1))
        return ENTENTE_OK;
    if (!GROW(r, l->parties, l->party_count, r->party_room) ||
        !GROW(r, r->party_nodes, l->party_count, r->party_node_room))
        return ENTENTE_NOMEM;
    ent_view_party p = {.code = ent_row_text(&l->texts, stmt, 1), .name = ent_row_text(&l->texts, stmt, 2)};
    if (!p.name)
        p.name = p.code;
    if (l->detail == ENT_VIEW_WHOLE) {
        p.organization = entente_column_bool(stmt, 3);
        p.placed = !entente_column_is_null(stmt, 4) && !entente_column_is_null(stmt, 5);
        p.lat = entente_column_double(stmt, 4);
        p.lon = entente_column_double(stmt, 5);
        p.region = ent_row_text(&l->texts, stmt, 6);
        p.subregion = ent_row_text(&l->texts, stmt, 7);
    }
    r->party_nodes[l->party_count] = column_node(stmt, 0);
    l->parties[l->party_count++] = p;
    return memory(r);
}

static entente_status read_parties(reader *r)
{
    static const char whole[] = "MATCH (p:Party) RETURN id(p), p.code, p.name, p:Organization, p.lat, p.lon, p.region, "
                                "p.subregion ORDER BY p.code";
    static const char named[] = "MATCH (p:Party) RETURN id(p), p.code, p.name ORDER BY p.code";
    ent_ledger *l = r->ledger;
    entente_status status = each_row(r, l->detail == ENT_VIEW_WHOLE ? whole : named, take_party);
    if (status == ENTENTE_OK && !ent_node_index_make(&r->parties, &l->arena, r->party_nodes, l->party_count))
        status = ENTENTE_NOMEM;
    return status;
}

/* ---- who is party to what ---- */

static bool has_role(const entente_value *roles, const char *role)
{
    for (uint32_t i = 0; i < entente_value_size(roles); i++) {
        const char *text = entente_value_text(entente_value_item(roles, i), NULL);
        if (text && strcmp(text, role) == 0)
            return true;
    }
    return false;
}

/* The span of a row whose columns from `first` on are since, its words, until, its words. */
static bool add_span(reader *r, entente_stmt *stmt, uint32_t first, uint32_t *out)
{
    ent_ledger *l = r->ledger;
    ent_ledger_span span = {column_day(stmt, first), column_day(stmt, first + 2)};
    if (span.since == ENT_NO_DAY && span.until == ENT_NO_DAY)
        return true;
    if (r->options->certainly) {
        span.since = ent_day_last(span.since, entente_column_text(stmt, first + 1, NULL));
        span.until = ent_day_last(span.until, entente_column_text(stmt, first + 3, NULL));
    }
    if (!GROW(r, l->spans, l->span_count, r->span_room))
        return false;
    l->spans[l->span_count++] = span;
    *out = l->span_count;
    return true;
}

static entente_status take_role(void *user, entente_stmt *stmt)
{
    reader *r = user;
    ent_ledger *l = r->ledger;
    ent_ledger_role role = {.party = ent_node_index_get(&r->parties, column_node(stmt, 0))};
    if (role.party == ENT_NODE_NONE)
        return ENTENTE_OK;
    if (l->detail == ENT_VIEW_WHOLE) {
        const entente_value *roles = entente_column_value(stmt, 2);
        role.sender = has_role(roles, "sender");
        role.receiver = has_role(roles, "receiver");
        role.funder = has_role(roles, "funder");
        role.partner = has_role(roles, "partner");
    }
    if ((r->dated && !add_span(r, stmt, l->detail == ENT_VIEW_WHOLE ? 3 : 2, &role.span)) ||
        !GROW(r, l->roles, l->role_count, r->role_room) || !GROW(r, r->role_nodes, l->role_count, r->role_node_room))
        return ENTENTE_NOMEM;
    r->role_nodes[l->role_count] = column_node(stmt, 1);
    l->roles[l->role_count++] = role;
    return ENTENTE_OK;
}

/* Finds the agreement of each role. All at once, because each look-up waits for memory, and side by side they wait
 * together. */
static void join_roles(reader *r)
{
    ent_ledger *l = r->ledger;
    uint32_t count = 0;
    for (uint32_t i = 0; i < l->role_count; i++) {
        ent_ledger_role role = l->roles[i];
        role.agreement = ent_node_index_get(&r->agreements, r->role_nodes[i]);
        l->roles[count] = role;
        count += role.agreement != ENT_NODE_NONE;
    }
    l->role_count = count;
}

/* Sorts roles by agreement, those of one by party. */
static entente_status place_roles(ent_ledger *l)
{
    ent_ledger_role *by_party = ENT_NEW_ARRAY(&l->arena, ent_ledger_role, (size_t)l->role_count + 1);
    uint32_t *starts = ENT_NEW_ARRAY(&l->arena, uint32_t, (size_t)l->party_count + 1);
    l->role_first = ENT_NEW_ARRAY(&l->arena, uint32_t, (size_t)l->agreement_count + 1);
    if (!by_party || !starts || !l->role_first)
        return ENTENTE_NOMEM;
    ent_array_sort_by(l->roles, by_party, l->role_count, sizeof *by_party, offsetof(ent_ledger_role, party),
                      l->party_count, starts);
    ent_array_sort_by(by_party, l->roles, l->role_count, sizeof *by_party, offsetof(ent_ledger_role, agreement),
                      l->agreement_count, l->role_first);
    return ENTENTE_OK;
}

static entente_status read_roles(reader *r)
{
    static const char roles_count[] = "MATCH ()-[t:PARTY_TO]->() RETURN count(*)";
    char query[256];
    ent_ledger *l = r->ledger;
    bool whole = l->detail == ENT_VIEW_WHOLE;
    /* of all agreements: with a property the relationships are run through, without one the neighbours of parties */
    snprintf(query, sizeof query, "MATCH (p%s)-[t:PARTY_TO]->(a) RETURN id(p), id(a)%s%s",
             whole || r->dated || !r->all ? "" : ":Party", whole ? ", t.roles" : "",
             r->dated ? ", t.since, t.sinceWritten, t.until, t.untilWritten" : "");
    entente_status status = make_room(r, roles_count, (void **)&l->roles, &r->role_room, sizeof *l->roles);
    if (status == ENTENTE_OK)
        status = make_room(r, roles_count, (void **)&r->role_nodes, &r->role_node_room, sizeof *r->role_nodes);
    if (status == ENTENTE_OK)
        status = r->all ? each_row(r, query, take_role) : each_of_agreements(r, query, take_role);
    if (status != ENTENTE_OK)
        return status;
    join_roles(r);
    return place_roles(l);
}

/* ---- ties ---- */

static entente_status take_tie(void *user, entente_stmt *stmt)
{
    reader *r = user;
    ent_ledger *l = r->ledger;
    ent_view_tie tie = {
        .from = ent_node_index_get(&r->parties, column_node(stmt, 0)),
        .to = ent_node_index_get(&r->parties, column_node(stmt, 1)),
        .directed = entente_column_bool(stmt, 2),
    };
    if (l->detail != ENT_VIEW_NETWORK) {
        size_t length;
        const char *id = entente_column_text(stmt, 3, &length);
        tie.agreement = id ? ent_strmap_get(&r->ids, (ent_str){id, (uint32_t)length}) : ENT_STRMAP_NONE;
    }
    if (tie.agreement == ENT_STRMAP_NONE || tie.from == ENT_NODE_NONE || tie.to == ENT_NODE_NONE)
        return ENTENTE_OK;
    if (!GROW(r, l->ties, l->tie_count, r->tie_room))
        return ENTENTE_NOMEM;
    l->ties[l->tie_count++] = tie;
    return ENTENTE_OK;
}

/* Sorts ties by agreement, from, to. */
static entente_status place_ties(ent_ledger *l)
{
    uint32_t bound = l->party_count > l->agreement_count ? l->party_count : l->agreement_count;
    ent_view_tie *other = ENT_NEW_ARRAY(&l->arena, ent_view_tie, (size_t)l->tie_count + 1);
    uint32_t *starts = ENT_NEW_ARRAY(&l->arena, uint32_t, (size_t)bound + 1);
    if (!other || !starts)
        return ENTENTE_NOMEM;
    ent_array_sort_by(l->ties, other, l->tie_count, sizeof *other, offsetof(ent_view_tie, to), l->party_count, starts);
    ent_array_sort_by(other, l->ties, l->tie_count, sizeof *other, offsetof(ent_view_tie, from), l->party_count,
                      starts);
    ent_array_sort_by(l->ties, other, l->tie_count, sizeof *other, offsetof(ent_view_tie, agreement),
                      l->agreement_count, starts);
    l->ties = other;
    return ENTENTE_OK;
}

static entente_status read_ties(reader *r)
{
    ent_ledger *l = r->ledger;
    bool network = l->detail == ENT_VIEW_NETWORK;
    entente_status status =
        make_room(r, "MATCH ()-[t:AGREEMENT]->() RETURN count(*)", (void **)&l->ties, &r->tie_room, sizeof *l->ties);
    if (status == ENTENTE_OK)
        status = each_row(r,
                          network ? "MATCH (x)-[t:AGREEMENT]->(y) RETURN id(x), id(y), t.directed"
                                  : "MATCH (x)-[t:AGREEMENT]->(y) RETURN id(x), id(y), t.directed, t.id",
                          take_tie);
    return status == ENTENTE_OK && !network ? place_ties(l) : status;
}

/* ---- links ---- */

static entente_status take_link(void *user, entente_stmt *stmt)
{
    reader *r = user;
    ent_ledger *l = r->ledger;
    if (!GROW(r, l->links, l->link_count, r->link_room))
        return ENTENTE_NOMEM;
    l->links[l->link_count++] =
        (ent_ledger_link){column_node(stmt, 0), column_node(stmt, 1), entente_column_bool(stmt, 2)};
    return ENTENTE_OK;
}

static entente_status read_links(reader *r)
{
    return each_row(r,
                    "MATCH (a:Agreement)-[r:AMENDS|IMPLEMENTS|SUPPLEMENTS|REPLACES]->(b:Agreement) "
                    "RETURN id(a), id(b), type(r) = 'REPLACES'",
                    take_link);
}

/* ---- the whole ---- */

static entente_status read_all(reader *r)
{
    const ent_view_options *o = r->options;
    entente_status status = read_agreements(r);
    if (status == ENTENTE_OK && (r->dated || o->years))
        status = read_events(r);
    if (status == ENTENTE_OK)
        status = read_parties(r);
    if (status == ENTENTE_OK)
        status = read_roles(r);
    if (status == ENTENTE_OK)
        status = read_ties(r);
    return status == ENTENTE_OK ? read_links(r) : status;
}

/* Only a network of all agreements, as it is now, can be read without telling agreements apart. */
static ent_view_detail detail_for(const ent_view_options *o)
{
    bool tells = o->as_of || o->years || o->all_days || o->kind_count || o->status_count || o->stage_count ||
                 o->party_count || o->of || o->only;
    return o->detail == ENT_VIEW_NETWORK && tells ? ENT_VIEW_TERSE : o->detail;
}

/* Agreements of a few parties are found by way of these. What derives the view asks again whether they hold on its day.
 */
static ent_row_start start_of(const ent_view_options *o)
{
    if (o->only)
        return (ent_row_start){ENT_FROM_IDS, &o->only, 1};
    if (o->of)
        return (ent_row_start){ENT_FROM_PARTIES, &o->of, 1};
    if (o->party_count)
        return (ent_row_start){ENT_FROM_PARTIES, o->parties, o->party_count};
    return (ent_row_start){ENT_FROM_ALL, NULL, 0};
}

entente_status ent_ledger_read(entente *db, const ent_view_options *options, ent_budget *budget, ent_ledger **out)
{
    ent_ledger *ledger = *out = calloc(1, sizeof *ledger);
    if (!ledger)
        return ENTENTE_NOMEM;
    ent_arena_init(&ledger->texts, budget);
    ent_arena_init(&ledger->arena, budget);
    ledger->detail = detail_for(options);
    reader r = {.db = db,
                .options = options,
                .ledger = ledger,
                .dated = options->as_of || options->all_days,
                .start = start_of(options)};
    r.all = r.start.count == 0;
    ent_strmap_init(&r.ids, &ledger->arena);
    ent_strmap_init(&r.word_numbers, &ledger->arena);
    entente_status status = read_all(&r);
    ent_node_index_fini(&r.agreements);
    ent_node_index_fini(&r.parties);
    if (status == ENTENTE_OK)
        return ENTENTE_OK;
    ent_ledger_free(ledger);
    *out = NULL;
    return status;
}

void ent_ledger_shed(ent_ledger *ledger)
{
    ent_arena texts = ledger->texts, arena = ledger->arena;
    ent_arena_fini(&arena);
    *ledger = (ent_ledger){.texts = texts, .arena = arena, .detail = ledger->detail};
}

void ent_ledger_free(ent_ledger *ledger)
{
    if (!ledger)
        return;
    ent_arena_fini(&ledger->texts);
    ent_arena_fini(&ledger->arena);
    free(ledger);
}
