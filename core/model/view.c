/* How a view is read: agreements with their status on the day, then who is party to them, then the ties, each by one
 * query; the rows are joined here by the ids of the nodes. */
#include "core/model/view.h"

#include "core/base/array.h"
#include "core/base/idmap.h"
#include "core/base/strmap.h"
#include "core/model/deals.h"
#include "core/model/row.h"
#include "core/model/vocabulary.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t agreement;
    ent_view_role role;
} role_row;

typedef struct {
    entente *db;
    const ent_view_options *options;
    ent_view *view;
    ent_strmap agreement_ids;      /* the agreement's own id -> index */
    ent_idmap agreements, parties; /* the node's id -> index */
    uint64_t *agreement_nodes;     /* ids of the nodes, as the agreements lie */
    uint32_t agreement_room, node_room, party_room, tie_room;
    role_row *roles;
    uint32_t role_count, role_room;
} reader;

/* ---- columns ---- */

static const char *text_of(reader *r, const entente_value *value)
{
    size_t length;
    const char *text = entente_value_text(value, &length);
    return text ? ent_arena_copy(&r->view->arena, text, length) : NULL;
}

static const char *const *column_list(reader *r, entente_stmt *stmt, uint32_t column, uint32_t *count)
{
    const entente_value *value = entente_column_value(stmt, column);
    *count = entente_value_size(value);
    const char **items = ENT_NEW_ARRAY(&r->view->arena, const char *, *count + 1);
    for (uint32_t i = 0; items && i < *count; i++)
        items[i] = text_of(r, entente_value_item(value, i));
    return items;
}

static uint32_t column_index(const ent_idmap *map, entente_stmt *stmt, uint32_t column)
{
    return ent_idmap_get(map, (uint64_t)entente_column_int64(stmt, column));
}

/* ---- agreements ---- */

/* The status on a day is that of the latest event on or before it. Events are ordered by first day, then as in the
 * record: they were created in that order, so by id. */
#define AGREEMENT_COLUMNS "id(a), a.id, a.title, a.kind, a.also, a.since, a.until, a.people"
#define STATUS_WHEN(day)                                                                               \
    "MATCH (a:Agreement)-[:HAS_EVENT]->(e:Event) "                                                     \
    "WHERE e.status IS NOT NULL AND e." day " <= date($day) "                                          \
    "WITH a, e ORDER BY e.date, id(e) WITH a, collect(e.status) AS statuses, collect(e.date) AS days " \
    "RETURN " AGREEMENT_COLUMNS ", last(statuses), statuses, days"

static const char latest_query[] = "MATCH (a:Agreement) RETURN " AGREEMENT_COLUMNS ", a.status";
static const char possibly_query[] = STATUS_WHEN("date");
static const char certainly_query[] = STATUS_WHEN("lastDay");

#define ROLES "MATCH (p:Party)-[t:PARTY_TO]->(a:Agreement) RETURN id(a), id(p), t.roles"
#define YEARS "RETURN id(a), min(e.date).year, max(e.date).year"

static bool in_list(const char *const *list, uint32_t count, const char *text)
{
    for (uint32_t i = 0; text && i < count; i++)
        if (strcmp(list[i], text) == 0)
            return true;
    return false;
}

static bool passes(const ent_view_options *o, const ent_view_agreement *a)
{
    bool kind = o->kind_count == 0 || in_list(o->kinds, o->kind_count, a->kind);
    for (uint32_t i = 0; !kind && i < a->also_count; i++)
        kind = in_list(o->kinds, o->kind_count, a->also[i]);
    return kind && (o->status_count == 0 || in_list(o->statuses, o->status_count, a->status)) &&
           (o->stage_count == 0 || in_list(o->stages, o->stage_count, a->stage));
}

/* since and until of the agreement on the view's day, from the statuses in column 9 that count by then and their days
 * in column 10, as docs/graph-model.md says it of all events. */
static void read_span(reader *r, entente_stmt *stmt, ent_view_agreement *a)
{
    const entente_value *statuses = entente_column_value(stmt, 9), *days = entente_column_value(stmt, 10);
    const entente_value *since = NULL, *until = NULL;
    for (uint32_t i = 0; i < entente_value_size(statuses); i++) {
        const char *stage = ent_stage_name(entente_value_text(entente_value_item(statuses, i), NULL));
        bool active = stage && strcmp(stage, "active") == 0, ended = stage && strcmp(stage, "ended") == 0;
        const entente_value *day = entente_value_item(days, i);
        if (active && !since)
            since = day;
        if (active || (!since && !ended))
            until = NULL; /* started again, or talks after a refusal */
        else if (!until)
            until = day;
    }
    const char *text = since ? entente_value_string(stmt, since, true, NULL) : NULL;
    a->since = text ? ent_arena_copy(&r->view->arena, text, strlen(text)) : NULL;
    text = until ? entente_value_string(stmt, until, true, NULL) : NULL;
    a->until = text ? ent_arena_copy(&r->view->arena, text, strlen(text)) : NULL;
}

static entente_status take_agreement(void *user, entente_stmt *stmt)
{
    reader *r = user;
    ent_view *view = r->view;
    ent_view_agreement a = {
        .id = ent_row_text(&r->view->arena, stmt, 1),
        .title = ent_row_text(&r->view->arena, stmt, 2),
        .kind = ent_row_text(&r->view->arena, stmt, 3),
        .since = ent_row_date(&r->view->arena, stmt, 5),
        .until = ent_row_date(&r->view->arena, stmt, 6),
        .people = ent_row_text(&r->view->arena, stmt, 7),
        .status = ent_row_text(&r->view->arena, stmt, 8),
    };
    a.also = column_list(r, stmt, 4, &a.also_count);
    if (r->options->as_of)
        read_span(r, stmt, &a);
    a.stage = ent_stage_name(a.status);
    if (view->arena.failed != ENT_OK)
        return ENTENTE_NOMEM;
    if (!a.id || !passes(r->options, &a))
        return ENTENTE_OK;
    if (!ent_array_grow(&view->arena, (void **)&view->agreements, view->agreement_count, &r->agreement_room,
                        sizeof a) ||
        !ent_array_grow(&view->arena, (void **)&r->agreement_nodes, view->agreement_count, &r->node_room,
                        sizeof *r->agreement_nodes))
        return ENTENTE_NOMEM;
    r->agreement_nodes[view->agreement_count] = (uint64_t)entente_column_int64(stmt, 0);
    view->agreements[view->agreement_count++] = a;
    return ENTENTE_OK;
}

static int by_id(const void *a, const void *b, void *agreements)
{
    const ent_view_agreement *all = agreements;
    return strcmp(all[*(const uint32_t *)a].id, all[*(const uint32_t *)b].id);
}

/* Sorts the agreements by id; from here on they have their places. */
static entente_status place_agreements(reader *r)
{
    ent_view *view = r->view;
    uint32_t count = view->agreement_count;
    uint32_t *order = ENT_NEW_ARRAY(&view->arena, uint32_t, count + 1);
    ent_view_agreement *sorted = ENT_NEW_ARRAY(&view->arena, ent_view_agreement, count + 1);
    if (!order || !sorted)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    if (count)
        qsort_r(order, count, sizeof *order, by_id, view->agreements);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = view->agreements[order[i]];
        if (!ent_idmap_put(&r->agreements, r->agreement_nodes[order[i]], i) ||
            !ent_strmap_put(&r->agreement_ids, ent_str_of(sorted[i].id), i))
            return ENTENTE_NOMEM;
    }
    view->agreements = sorted;
    return ENTENTE_OK;
}

static entente_status take_years(void *user, entente_stmt *stmt)
{
    reader *r = user;
    uint32_t agreement = column_index(&r->agreements, stmt, 0);
    if (agreement == ENT_IDMAP_NONE)
        return ENTENTE_OK;
    r->view->agreements[agreement].first_year = (int32_t)entente_column_int64(stmt, 1);
    r->view->agreements[agreement].last_year = (int32_t)entente_column_int64(stmt, 2);
    return ENTENTE_OK;
}

/* ---- parties and their roles ---- */

static entente_status take_party(void *user, entente_stmt *stmt)
{
    reader *r = user;
    ent_view *view = r->view;
    ent_view_party p = {
        .code = ent_row_text(&r->view->arena, stmt, 0),
        .name = ent_row_text(&r->view->arena, stmt, 1),
        .organization = entente_column_bool(stmt, 2),
        .placed = !entente_column_is_null(stmt, 3) && !entente_column_is_null(stmt, 4),
        .lat = entente_column_double(stmt, 3),
        .lon = entente_column_double(stmt, 4),
        .region = ent_row_text(&r->view->arena, stmt, 5),
        .subregion = ent_row_text(&r->view->arena, stmt, 6),
    };
    if (view->arena.failed != ENT_OK)
        return ENTENTE_NOMEM;
    if (!p.code)
        return ENTENTE_OK;
    if (!p.name)
        p.name = p.code;
    if (!ent_array_grow(&view->arena, (void **)&view->parties, view->party_count, &r->party_room, sizeof p) ||
        !ent_idmap_put(&r->parties, (uint64_t)entente_column_int64(stmt, 7), view->party_count))
        return ENTENTE_NOMEM;
    view->parties[view->party_count++] = p;
    return ENTENTE_OK;
}

static bool has_role(const entente_value *roles, const char *role)
{
    for (uint32_t i = 0; i < entente_value_size(roles); i++) {
        const char *text = entente_value_text(entente_value_item(roles, i), NULL);
        if (text && strcmp(text, role) == 0)
            return true;
    }
    return false;
}

/* Whether a party is in an agreement on the view's day, by the since and until of a row of roles. */
static bool is_in(reader *r, entente_stmt *stmt)
{
    ent_arena *arena = &r->view->arena;
    const char *day = r->options->as_of;
    if (!day)
        return true;
    const char *since = ent_row_date(arena, stmt, 3), *until = ent_row_date(arena, stmt, 5);
    if (r->options->certainly) {
        since = ent_row_last_day(arena, since, ent_row_text(arena, stmt, 4));
        until = ent_row_last_day(arena, until, ent_row_text(arena, stmt, 6));
    }
    return (!since || strcmp(since, day) <= 0) && (!until || strcmp(until, day) > 0);
}

static entente_status take_role(void *user, entente_stmt *stmt)
{
    reader *r = user;
    uint32_t agreement = column_index(&r->agreements, stmt, 0), party = column_index(&r->parties, stmt, 1);
    if (agreement == ENT_IDMAP_NONE || party == ENT_IDMAP_NONE || !is_in(r, stmt))
        return r->view->arena.failed == ENT_OK ? ENTENTE_OK : ENTENTE_NOMEM;
    if (!ent_array_grow(&r->view->arena, (void **)&r->roles, r->role_count, &r->role_room, sizeof *r->roles))
        return ENTENTE_NOMEM;
    const entente_value *roles = entente_column_value(stmt, 2);
    r->roles[r->role_count++] = (role_row){
        .agreement = agreement,
        .role = {.party = party,
                 .sender = has_role(roles, "sender"),
                 .receiver = has_role(roles, "receiver"),
                 .funder = has_role(roles, "funder"),
                 .partner = has_role(roles, "partner")},
    };
    return ENTENTE_OK;
}

static int by_agreement_and_party(const void *a, const void *b)
{
    const role_row *x = a, *y = b;
    if (x->agreement != y->agreement)
        return x->agreement < y->agreement ? -1 : 1;
    return x->role.party < y->role.party ? -1 : x->role.party > y->role.party;
}

static entente_status hand_out_roles(reader *r)
{
    ent_view *view = r->view;
    ent_view_role *roles = ENT_NEW_ARRAY(&view->arena, ent_view_role, r->role_count + 1);
    if (!roles)
        return ENTENTE_NOMEM;
    if (r->role_count)
        qsort(r->roles, r->role_count, sizeof *r->roles, by_agreement_and_party);
    for (uint32_t i = 0; i < r->role_count; i++) {
        ent_view_agreement *a = &view->agreements[r->roles[i].agreement];
        if (a->role_count++ == 0)
            a->roles = &roles[i];
        roles[i] = r->roles[i].role;
    }
    return ENTENTE_OK;
}

/* ---- ties ---- */

static bool has_part(const ent_view_agreement *a, uint32_t party)
{
    uint32_t low = 0, high = a->role_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (a->roles[middle].party < party)
            low = middle + 1;
        else
            high = middle;
    }
    return low < a->role_count && a->roles[low].party == party;
}

static entente_status take_tie(void *user, entente_stmt *stmt)
{
    reader *r = user;
    ent_view *view = r->view;
    size_t length;
    const char *id = entente_column_text(stmt, 0, &length);
    ent_view_tie tie = {
        .agreement = id ? ent_strmap_get(&r->agreement_ids, (ent_str){id, (uint32_t)length}) : ENT_STRMAP_NONE,
        .from = column_index(&r->parties, stmt, 1),
        .to = column_index(&r->parties, stmt, 2),
        .directed = entente_column_bool(stmt, 3),
    };
    if (tie.agreement == ENT_STRMAP_NONE || tie.from == ENT_IDMAP_NONE || tie.to == ENT_IDMAP_NONE)
        return ENTENTE_OK;
    const ent_view_agreement *a = &view->agreements[tie.agreement];
    if (r->options->as_of && (!has_part(a, tie.from) || !has_part(a, tie.to)))
        return ENTENTE_OK; /* one has left, or is still to join */
    if (!ent_array_grow(&view->arena, (void **)&view->ties, view->tie_count, &r->tie_room, sizeof tie))
        return ENTENTE_NOMEM;
    view->ties[view->tie_count++] = tie;
    return ENTENTE_OK;
}

static int by_tie(const void *a, const void *b)
{
    const ent_view_tie *x = a, *y = b;
    if (x->agreement != y->agreement)
        return x->agreement < y->agreement ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

/* ---- leaving out what the view does not need ---- */

static bool has_wanted_party(const ent_view *view, const ent_view_agreement *a, const ent_view_options *o)
{
    for (uint32_t i = 0; i < a->role_count; i++)
        if (in_list(o->parties, o->party_count, view->parties[a->roles[i].party].code))
            return true;
    return o->party_count == 0;
}

/* Keeps the agreements of the parties asked for and the parties that some kept agreement has, and numbers all anew. */
static entente_status narrow(reader *r)
{
    ent_view *view = r->view;
    uint32_t *new_agreement = ENT_NEW_ARRAY(&view->arena, uint32_t, view->agreement_count + 1);
    uint32_t *new_party = ENT_NEW_ARRAY(&view->arena, uint32_t, view->party_count + 1);
    bool *used = ent_arena_zero(&view->arena, view->party_count + 1);
    if (!new_agreement || !new_party || !used)
        return ENTENTE_NOMEM;
    uint32_t count = 0;
    for (uint32_t i = 0; i < view->agreement_count; i++) {
        bool stays = has_wanted_party(view, &view->agreements[i], r->options);
        new_agreement[i] = stays ? count : UINT32_MAX;
        if (!stays)
            continue;
        for (uint32_t k = 0; k < view->agreements[i].role_count; k++)
            used[view->agreements[i].roles[k].party] = true;
        view->agreements[count++] = view->agreements[i];
    }
    view->agreement_count = count;
    count = 0;
    for (uint32_t i = 0; i < view->party_count; i++) {
        new_party[i] = count;
        if (used[i])
            view->parties[count++] = view->parties[i];
    }
    view->party_count = count;
    for (uint32_t i = 0; i < view->agreement_count; i++)
        for (uint32_t k = 0; k < view->agreements[i].role_count; k++)
            view->agreements[i].roles[k].party = new_party[view->agreements[i].roles[k].party];
    count = 0;
    for (uint32_t i = 0; i < view->tie_count; i++) {
        ent_view_tie tie = view->ties[i];
        if (new_agreement[tie.agreement] == UINT32_MAX)
            continue;
        tie.agreement = new_agreement[tie.agreement];
        tie.from = new_party[tie.from];
        tie.to = new_party[tie.to];
        view->ties[count++] = tie;
    }
    view->tie_count = count;
    if (count)
        qsort(view->ties, count, sizeof *view->ties, by_tie);
    return ENTENTE_OK;
}

static entente_status each_row(reader *r, const char *query, entente_status (*take)(void *, entente_stmt *))
{
    return ent_row_each(r->db, query, r->options->as_of, take, r);
}

static entente_status read_all(reader *r)
{
    const ent_view_options *o = r->options;
    entente_status status = each_row(r,
                                     !o->as_of      ? latest_query
                                     : o->certainly ? certainly_query
                                                    : possibly_query,
                                     take_agreement);
    if (status == ENTENTE_OK)
        status = place_agreements(r);
    if (status == ENTENTE_OK && o->years)
        status =
            each_row(r,
                     !o->as_of      ? "MATCH (a:Agreement)-[:HAS_EVENT]->(e:Event) " YEARS
                     : o->certainly ? "MATCH (a:Agreement)-[:HAS_EVENT]->(e:Event) WHERE e.lastDay <= date($day) " YEARS
                                    : "MATCH (a:Agreement)-[:HAS_EVENT]->(e:Event) WHERE e.date <= date($day) " YEARS,
                     take_years);
    if (status == ENTENTE_OK)
        status = each_row(r,
                          "MATCH (p:Party) RETURN p.code, p.name, p:Organization, p.lat, p.lon, p.region, p.subregion, "
                          "id(p) ORDER BY p.code",
                          take_party);
    if (status == ENTENTE_OK)
        status = each_row(r, o->as_of ? ROLES ", t.since, t.sinceWritten, t.until, t.untilWritten" : ROLES, take_role);
    if (status == ENTENTE_OK)
        status = hand_out_roles(r);
    if (status == ENTENTE_OK)
        status =
            each_row(r, "MATCH (x:Party)-[t:AGREEMENT]->(y:Party) RETURN t.id, id(x), id(y), t.directed", take_tie);
    if (status == ENTENTE_OK)
        status = narrow(r);
    return status == ENTENTE_OK ? ent_links_read(r->db, r->view) : status;
}

/* Whether every status and stage that the options let through is one of being in force. */
static bool asks_for_active(const ent_view_options *o)
{
    const char *active = ent_stages.names[ENT_STAGE_active].p;
    bool all = o->status_count + o->stage_count > 0;
    for (uint32_t i = 0; i < o->status_count && o->stage_count == 0; i++) {
        const char *stage = ent_stage_name(o->statuses[i]);
        all &= stage && strcmp(stage, active) == 0;
    }
    for (uint32_t i = 0; i < o->stage_count; i++)
        all &= strcmp(o->stages[i], active) == 0;
    return all;
}

entente_status ent_view_open(entente *db, const ent_view_options *options, ent_view **out)
{
    *out = NULL;
    ent_view *view = calloc(1, sizeof *view);
    if (!view)
        return ENTENTE_NOMEM;
    ent_arena_init(&view->arena, NULL);
    view->all_in_force = asks_for_active(options);
    view->count_amendments = options->count_amendments;
    reader r = {.db = db, .options = options, .view = view};
    ent_strmap_init(&r.agreement_ids, &view->arena);
    ent_idmap_init(&r.agreements, &view->arena);
    ent_idmap_init(&r.parties, &view->arena);
    bool own = !entente_in_transaction(db); /* one snapshot for all the queries */
    entente_status status = own ? entente_begin(db, false) : ENTENTE_OK;
    if (status == ENTENTE_OK)
        status = read_all(&r);
    if (own && status == ENTENTE_OK)
        status = entente_commit(db);
    if (status != ENTENTE_OK) {
        ent_view_close(
            view); /* a transaction of our own ends with the connection; rolling back here would hide the error */
        return status;
    }
    *out = view;
    return ENTENTE_OK;
}

void ent_view_close(ent_view *view)
{
    if (!view)
        return;
    ent_arena_fini(&view->arena);
    free(view);
}

uint32_t ent_view_party_find(const ent_view *view, const char *code)
{
    return ent_array_find(view->parties, view->party_count, sizeof *view->parties, code);
}

uint32_t ent_view_agreement_find(const ent_view *view, const char *id)
{
    return ent_array_find(view->agreements, view->agreement_count, sizeof *view->agreements, id);
}
