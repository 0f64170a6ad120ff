/* Links form a graph of its own whose nodes are the agreements that have any, also those outside the view: a chain may
 * lead through them. */
#include "core/model/deals.h"

#include "core/base/idmap.h"

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
    uint32_t *node;      /* of each agreement of the view; UINT32_MAX: it has no links */
    uint32_t *agreement; /* of each node; UINT32_MAX: not in the view */
    links_of builds_on, replaced_by;
    stamps set;       /* the agreements that are counted */
    walk there, back; /* from an agreement, and from one that it leads to */
};

/* The number of a node of links, new or known; UINT32_MAX when memory is out. */
static uint32_t number_of(ent_idmap *numbers, uint64_t node)
{
    uint32_t number = ent_idmap_get(numbers, node);
    if (number != ENT_IDMAP_NONE)
        return number;
    number = numbers->count;
    return ent_idmap_put(numbers, node, number) ? number : UINT32_MAX;
}

/* Sorts the links into those that build on others and those that are replaced, by numbers of nodes. */
static bool split(ent_idmap *numbers, const ent_ledger_link *links, uint32_t count, link *builds_on,
                  uint32_t *builds_on_count, link *replaced_by, uint32_t *replaced_by_count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t from = number_of(numbers, links[i].from), to = number_of(numbers, links[i].to);
        if (from == UINT32_MAX || to == UINT32_MAX)
            return false;
        if (links[i].replaces)
            replaced_by[(*replaced_by_count)++] = (link){to, from};
        else
            builds_on[(*builds_on_count)++] = (link){from, to};
    }
    return true;
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

/* Which node each agreement of the view is, and the other way round. */
static void match(struct ent_view_links *l, const ent_idmap *numbers, const uint64_t *nodes, uint32_t agreements)
{
    memset(l->agreement, 0xFF, numbers->count * sizeof *l->agreement);
    for (uint32_t i = 0; i < agreements; i++) {
        l->node[i] = ent_idmap_get(numbers, nodes[i]); /* none is UINT32_MAX there, too */
        if (l->node[i] != ENT_IDMAP_NONE)
            l->agreement[l->node[i]] = i;
    }
}

entente_status ent_links_make(ent_view *view, const uint64_t *nodes, const ent_ledger_link *links, uint32_t count)
{
    if (count == 0)
        return ENTENTE_OK;
    ent_arena *arena = &view->arena;
    struct ent_view_links *l = ent_arena_zero(arena, sizeof *l);
    link *builds_on = ENT_NEW_ARRAY(arena, link, count), *replaced_by = ENT_NEW_ARRAY(arena, link, count);
    uint32_t builds_on_count = 0, replaced_by_count = 0;
    ent_idmap numbers;
    ent_idmap_init(&numbers, arena);
    if (!l || !builds_on || !replaced_by ||
        !split(&numbers, links, count, builds_on, &builds_on_count, replaced_by, &replaced_by_count))
        return ENTENTE_NOMEM;
    size_t agreements = (size_t)view->agreement_count + 1, node_count = (size_t)numbers.count + 1;
    l->node = ENT_NEW_ARRAY(arena, uint32_t, agreements);
    l->agreement = ENT_NEW_ARRAY(arena, uint32_t, node_count);
    l->set.of = ent_arena_zero(arena, agreements * sizeof *l->set.of);
    walk *const walks[] = {&l->there, &l->back};
    for (int i = 0; i < 2; i++) {
        walks[i]->seen.of = ent_arena_zero(arena, node_count * sizeof *walks[i]->seen.of);
        walks[i]->nodes = ENT_NEW_ARRAY(arena, uint32_t, node_count);
    }
    if (!pack(arena, numbers.count, builds_on, builds_on_count, &l->builds_on) ||
        !pack(arena, numbers.count, replaced_by, replaced_by_count, &l->replaced_by) || arena->failed != ENT_OK)
        return ENTENTE_NOMEM;
    match(l, &numbers, nodes, view->agreement_count);
    view->links = l;
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
    if (!l)
        return count;
    l->set.current++;
    for (uint32_t i = 0; i < count; i++)
        l->set.of[agreements[i]] = l->set.current;
    for (uint32_t i = 0; i < count; i++)
        deals += (view->count_amendments || !has_other(l, &l->builds_on, agreements[i])) &&
                 !(in_force && has_other(l, &l->replaced_by, agreements[i]));
    return deals;
}
