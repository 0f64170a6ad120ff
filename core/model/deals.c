/* Links form a graph of its own whose nodes are the agreements that have any, also those outside the view: a chain may
 * lead through them. */
#include "core/model/deals.h"

#include "core/base/array.h"
#include "core/base/strmap.h"
#include "core/model/row.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t from, to;
} link;

/* Of each node the nodes that its links lead to: those from first[node] up to first[node + 1]. */
typedef struct {
    uint32_t *first, *to;
} links_of;

/* A set that is emptied by going on to the next number: its members bear the current one. */
typedef struct {
    uint32_t *of, current;
} stamps;

/* Nodes that links lead to, in the order in which they were reached. */
typedef struct {
    stamps seen;
    uint32_t *nodes, count;
} walk;

struct ent_view_links {
    uint32_t node_count;
    uint32_t *node;      /* of each agreement of the view; UINT32_MAX: it has no links */
    uint32_t *agreement; /* of each node; UINT32_MAX: not in the view */
    links_of builds_on, replaced_by;
    stamps set;       /* the agreements that are counted */
    walk there, back; /* from an agreement, and from one that it leads to */
};

typedef struct {
    ent_arena *arena;
    ent_strmap nodes;
    const char **ids; /* of the nodes */
    link *builds_on, *replaced_by;
    uint32_t node_count, id_room, builds_on_count, builds_on_room, replaced_by_count, replaced_by_room;
} reader;

static bool node_of(reader *r, const char *id, size_t length, uint32_t *out)
{
    *out = ent_strmap_get(&r->nodes, (ent_str){id, (uint32_t)length});
    if (*out != ENT_STRMAP_NONE)
        return true;
    const char *copy = ent_arena_copy(r->arena, id, length);
    *out = r->node_count;
    if (!copy || !ent_array_grow(r->arena, (void **)&r->ids, r->node_count, &r->id_room, sizeof *r->ids) ||
        !ent_strmap_put(&r->nodes, (ent_str){copy, (uint32_t)length}, r->node_count))
        return false;
    r->ids[r->node_count++] = copy;
    return true;
}

static entente_status take_link(void *user, entente_stmt *stmt)
{
    reader *r = user;
    size_t from_length, to_length;
    const char *from = entente_column_text(stmt, 0, &from_length), *to = entente_column_text(stmt, 1, &to_length);
    uint32_t x, y;
    if (!from || !to)
        return ENTENTE_OK;
    if (!node_of(r, from, from_length, &x) || !node_of(r, to, to_length, &y))
        return ENTENTE_NOMEM;
    bool replaces = entente_column_bool(stmt, 2);
    link **list = replaces ? &r->replaced_by : &r->builds_on;
    uint32_t *count = replaces ? &r->replaced_by_count : &r->builds_on_count;
    if (!ent_array_grow(r->arena, (void **)list, *count, replaces ? &r->replaced_by_room : &r->builds_on_room,
                        sizeof **list))
        return ENTENTE_NOMEM;
    (*list)[(*count)++] = replaces ? (link){y, x} : (link){x, y};
    return ENTENTE_OK;
}

static bool pack(ent_arena *arena, uint32_t nodes, const link *links, uint32_t count, links_of *out)
{
    out->first = ent_arena_zero(arena, ((size_t)nodes + 2) * sizeof *out->first);
    out->to = ENT_NEW_ARRAY(arena, uint32_t, (size_t)count + 1);
    if (!out->first || !out->to)
        return false;
    for (uint32_t i = 0; i < count; i++)
        out->first[links[i].from + 2]++;
    for (uint32_t i = 2; i < nodes + 2; i++)
        out->first[i] += out->first[i - 1];
    for (uint32_t i = 0; i < count; i++) /* first[n + 1] walks from the begin of n's to their end */
        out->to[out->first[links[i].from + 1]++] = links[i].to;
    return true;
}

entente_status ent_links_read(entente *db, ent_view *view)
{
    static const char query[] = "MATCH (a:Agreement)-[r:AMENDS|IMPLEMENTS|SUPPLEMENTS|REPLACES]->(b:Agreement) "
                                "RETURN a.id, b.id, type(r) = 'REPLACES'";
    reader r = {.arena = &view->arena};
    ent_strmap_init(&r.nodes, r.arena);
    entente_status status = ent_row_each(db, query, NULL, take_link, &r);
    if (status != ENTENTE_OK)
        return status;
    struct ent_view_links *links = ent_arena_zero(r.arena, sizeof *links);
    size_t agreements = (size_t)view->agreement_count + 1, nodes = (size_t)r.node_count + 1;
    if (!links)
        return ENTENTE_NOMEM;
    links->node_count = r.node_count;
    links->node = ENT_NEW_ARRAY(r.arena, uint32_t, agreements);
    links->agreement = ENT_NEW_ARRAY(r.arena, uint32_t, nodes);
    links->set.of = ent_arena_zero(r.arena, agreements * sizeof *links->set.of);
    walk *const walks[] = {&links->there, &links->back};
    for (int i = 0; i < 2; i++) {
        walks[i]->seen.of = ent_arena_zero(r.arena, nodes * sizeof *walks[i]->seen.of);
        walks[i]->nodes = ENT_NEW_ARRAY(r.arena, uint32_t, nodes);
    }
    if (!pack(r.arena, r.node_count, r.builds_on, r.builds_on_count, &links->builds_on) ||
        !pack(r.arena, r.node_count, r.replaced_by, r.replaced_by_count, &links->replaced_by) ||
        r.arena->failed != ENT_OK)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < view->agreement_count; i++) {
        uint32_t node = ent_strmap_get(&r.nodes, ent_str_of(view->agreements[i].id));
        links->node[i] = node == ENT_STRMAP_NONE ? UINT32_MAX : node;
    }
    for (uint32_t n = 0; n < r.node_count; n++)
        links->agreement[n] = ent_view_agreement_find(view, r.ids[n]);
    view->links = links;
    return ENTENTE_OK;
}

/* ---- counting ---- */

static void reach(walk *w, const links_of *links, uint32_t start)
{
    w->seen.current++;
    w->count = 0;
    for (uint32_t at = 0, node = start;; node = w->nodes[at++]) {
        for (uint32_t i = links->first[node]; i < links->first[node + 1]; i++)
            if (w->seen.of[links->to[i]] != w->seen.current) {
                w->seen.of[links->to[i]] = w->seen.current;
                w->nodes[w->count++] = links->to[i];
            }
        if (at == w->count)
            return;
    }
}

/* Whether links lead from an agreement to one of the set that counts in its place: any from which no way leads back,
 * or, in a circle, one with a lower id. */
static bool has_other(struct ent_view_links *l, const links_of *links, uint32_t agreement)
{
    uint32_t node = l->node[agreement];
    if (node == UINT32_MAX)
        return false;
    reach(&l->there, links, node);
    for (uint32_t i = 0; i < l->there.count; i++) {
        uint32_t other = l->agreement[l->there.nodes[i]];
        if (other == UINT32_MAX || other == agreement || l->set.of[other] != l->set.current)
            continue;
        if (other < agreement)
            return true;
        reach(&l->back, links, l->there.nodes[i]);
        if (l->back.seen.of[node] != l->back.seen.current)
            return true;
    }
    return false;
}

uint32_t ent_deals_count(ent_view *view, const uint32_t *agreements, uint32_t count, bool in_force)
{
    struct ent_view_links *l = view->links;
    uint32_t deals = 0;
    l->set.current++;
    for (uint32_t i = 0; i < count; i++)
        l->set.of[agreements[i]] = l->set.current;
    for (uint32_t i = 0; i < count; i++)
        deals += (view->count_amendments || !has_other(l, &l->builds_on, agreements[i])) &&
                 !(in_force && has_other(l, &l->replaced_by, agreements[i]));
    return deals;
}
