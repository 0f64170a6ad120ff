/* Where a pattern, or a part of it that nothing bound touches, begins: at a node, at all relationships, or by a join.
 */
#include "core/query/pattern_graph.h"

#include <math.h>

static ent_status push_rel_scan(ent_graph *g, ent_graph_rel *rel)
{
    ent_plan_node *node = ent_planner_node(g->planner, ENT_OP_REL_SCAN);
    if (!node)
        return ent_planner_memory(g->planner);
    node->rows = g->chain->top->rows * rel->count * (rel->pattern->direction == ENT_BOTH ? 2 : 1);
    node->expand = (ent_plan_expand){.from = g->nodes[rel->from].slot,
                                     .to = g->nodes[rel->to].slot,
                                     .rel = rel->pattern->var->slot,
                                     .direction = rel->pattern->direction,
                                     .types = rel->types};
    node->detail = ent_rel_detail(g->planner, rel->pattern, &rel->types, rel->pattern->direction);
    node->reads.rels = UINT64_MAX;
    ent_graph_bind(g, node, node->expand.from);
    ent_graph_bind(g, node, node->expand.to);
    ent_graph_bind(g, node, node->expand.rel);
    ENT_TRY(ent_chain_push(g->planner, g->chain, node));
    ent_graph_bind_node(g, &g->nodes[rel->from]);
    ent_graph_bind_node(g, &g->nodes[rel->to]);
    rel->done = true;
    return ENT_OK;
}

/* Whether properties of a relationship will be read, by a predicate or further on. */
static bool is_read(const ent_graph *g, uint32_t slot)
{
    for (uint32_t i = 0; i < g->predicates.count; i++)
        if (!g->predicates.items[i].done && ent_slots_has(&g->predicates.items[i].uses, slot))
            return true;
    for (uint32_t i = 0; i < g->planner->wanted_count; i++)
        if (g->planner->wanted[i].slot == slot)
            return true;
    return false;
}

/* A scan of all relationships goes through the file in order, also for their properties, of which each costs a search
 * where they are come by from their nodes. The numbers are what each takes here per row, about 0.16 us being 1: a node
 * scanned 0.1, a step 0.3, a property fetched out of order 16, a relationship scanned 1, fetched in order 1.6. */
static ent_graph_rel *scannable(ent_graph *g, double nodes)
{
    double all = (double)ent_count_rels(g->planner->txn);
    for (uint32_t r = 0; r < g->rel_count; r++) {
        ent_graph_rel *rel = &g->rels[r];
        bool fits = !rel->given && !rel->path && !rel->pattern->var_length && rel->from != rel->to &&
                    !g->nodes[rel->from].bound && !g->nodes[rel->to].bound;
        for (uint32_t i = 0; i < g->rel_count; i++)
            fits &= !g->rels[i].done; /* what was solved before would have to be compared */
        if (!fits)
            continue;
        bool read = is_read(g, rel->pattern->var->slot);
        double steps = rel->count * (g->all_nodes > 0 ? fmin(nodes / g->all_nodes, 1) : 1);
        double from_nodes = 0.1 * nodes + steps * (read ? 16.3 : 0.3);
        double in_order = all + rel->count * (read ? 1.6 : 0);
        if (in_order < from_nodes)
            return rel;
    }
    return NULL;
}

/* ---- joins by value ---- */

/* The two sides of a predicate `left = right`, of which one is known and the other speaks of the node alone. */
static bool join_sides(ent_graph *g, const ent_predicate *predicate, uint32_t slot, ent_expr **probe, ent_expr **key)
{
    if (predicate->done || predicate->expr->kind != ENT_EXPR_EQ)
        return false;
    for (uint32_t side = 0; side < 2; side++) {
        ent_slots known = ent_slots_new(g->planner), own = ent_slots_new(g->planner);
        *probe = predicate->expr->args[side];
        *key = predicate->expr->args[1 - side];
        ent_expr_slots(*probe, &known);
        ent_expr_slots(*key, &own);
        ent_slots others = ent_slots_copy(g->planner, &g->missing);
        ent_slots_remove(&others, slot);
        if (ent_slots_meet(&known, &g->chain->bound) && !ent_slots_meet(&known, &g->missing) &&
            ent_slots_has(&own, slot) && !ent_slots_meet(&own, &others) && !ent_slots_meet(&own, &g->chain->bound))
            return true;
    }
    return false;
}

/* The nodes and their keys, from nothing: a chain that depends on no row. */
static ent_status make_inner(ent_graph *g, ent_graph_node *node, const ent_leaf *leaf, ent_expr *key,
                             ent_plan_node *join)
{
    ent_planner *planner = g->planner;
    ent_chain inner, *outer = g->chain;
    ent_plan_node *project = ent_planner_node(planner, ENT_OP_PROJECT);
    ent_computed *item = ENT_NEW(planner->arena, ent_computed);
    ent_var *var = ent_planner_var(planner);
    if (!project || !item || !var)
        return planner->error->status ? planner->error->status : ent_planner_memory(planner);
    join->frame = ent_planner_frame(planner);
    ENT_TRY(ent_chain_begin(planner, join->frame, NULL, &inner));
    ENT_TRY(ent_leaf_push(planner, &inner, node->slot, leaf));
    if (leaf->predicate != UINT32_MAX)
        g->predicates.items[leaf->predicate].done = true;
    if (leaf->equality != UINT32_MAX)
        g->predicates.items[leaf->equality].done = true;
    g->hidden = ent_slots_copy(planner, &outer->bound);
    g->chain = &inner;
    ent_slots_remove(&g->missing, node->slot);
    ent_status status = ent_graph_filter(g);
    g->chain = outer;
    g->hidden = ent_slots_new(planner);
    ENT_TRY(status);
    item->slot = join->join.key = var->slot;
    project->rows = inner.top->rows;
    project->project.items = item;
    project->project.count = 1;
    project->detail = ent_expr_text(planner, key);
    ent_slots_add(&project->defs, var->slot);
    ENT_TRY(ent_planner_compile(planner, &inner, project, key, &item->program));
    ENT_TRY(ent_chain_push(planner, &inner, project));
    join->inner = inner.top;
    ent_effects_join(&join->reads, &inner.all_reads);
    /* Properties that were fetched inside come along. */
    for (const ent_cached *at = inner.cached; at; at = at->next) {
        ent_cached *copy = ENT_NEW(planner->arena, ent_cached);
        if (!copy)
            return ent_planner_memory(planner);
        *copy = *at;
        copy->next = outer->cached;
        outer->cached = copy;
        ent_slots_add(&join->defs, at->var->slot);
    }
    return ENT_OK;
}

static ent_status push_join(ent_graph *g, ent_graph_node *node, const ent_leaf *leaf, const ent_predicate *predicate)
{
    ent_planner *planner = g->planner;
    ent_plan_node *join = ent_planner_node(planner, ENT_OP_HASH_JOIN);
    ent_expr *probe, *key;
    if (!join || !join_sides(g, predicate, node->slot, &probe, &key))
        return ent_planner_memory(planner);
    join->detail = ent_expr_text(planner, predicate->expr);
    ENT_TRY(ent_planner_compile(planner, g->chain, join, probe, &join->join.probe));
    ENT_TRY(make_inner(g, node, leaf, key, join));
    ent_slots_add(&join->defs, node->slot);
    join->rows = g->chain->top->rows > join->inner->rows ? g->chain->top->rows : join->inner->rows;
    ENT_TRY(ent_chain_push(planner, g->chain, join));
    ent_graph_bind_node(g, node);
    return ENT_OK;
}

/* A join pays where many rows would each look at many nodes. apart: the way to the nodes that no row has to be known
 * for. */
static const ent_predicate *joinable(ent_graph *g, uint32_t slot, const ent_leaf *leaf, ent_leaf *apart)
{
    double rows = g->chain->top->rows;
    if (rows < 4 || rows * leaf->rows < 256 || (ent_leaf_seeks(leaf) && leaf->rows < 16))
        return NULL;
    ent_slots unknown = ent_slots_copy(g->planner, &g->missing);
    ent_slots_join(&unknown, &g->chain->bound);
    ent_leaf_choose(g->planner, &g->predicates, slot, &unknown, apart);
    if (ent_leaf_seeks(leaf) && rows * leaf->rows <= rows + apart->rows)
        return NULL;
    ent_expr *probe, *key;
    for (uint32_t i = 0; i < g->predicates.count; i++)
        if (join_sides(g, &g->predicates.items[i], slot, &probe, &key))
            return &g->predicates.items[i];
    return NULL;
}

ent_status ent_graph_push_start(ent_graph *g)
{
    ent_planner *planner = g->planner;
    bool *bound = ENT_NEW_ARRAY(planner->arena, bool, g->node_count + 1);
    bool *done = ENT_NEW_ARRAY(planner->arena, bool, g->rel_count + 1);
    if (!bound || !done)
        return ent_planner_memory(planner);
    uint32_t best = UINT32_MAX;
    const ent_predicate *join = NULL;
    ent_leaf leaf = {.rows = 0};
    double least = INFINITY;
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (g->nodes[i].bound)
            continue;
        ent_leaf candidate;
        ent_leaf_choose(planner, &g->predicates, g->nodes[i].slot, &g->missing, &candidate);
        double rows = g->all_nodes * g->nodes[i].label_share * g->nodes[i].selectivity;
        rows = candidate.rows < rows ? candidate.rows : rows;
        /* In a pattern of very many nodes the simulation would cost more than it saves. */
        double cost = candidate.rows + (g->node_count <= 24 ? ent_graph_cost(g, i, rows, bound, done) : rows);
        ent_leaf apart;
        const ent_predicate *value = joinable(g, g->nodes[i].slot, &candidate, &apart);
        if (value && !join)
            cost = -1; /* before any product */
        if (cost < least) {
            least = cost;
            best = i;
            leaf = value ? apart : candidate;
            join = value;
        }
    }
    if (best == UINT32_MAX)
        return ENT_OK;
    ent_graph_rel *scan = !ent_leaf_seeks(&leaf) && !join ? scannable(g, leaf.rows) : NULL;
    if (scan)
        return push_rel_scan(g, scan);
    ent_graph_node *node = &g->nodes[best];
    if (join)
        return push_join(g, node, &leaf, join);
    ENT_TRY(ent_leaf_push(planner, g->chain, node->slot, &leaf));
    if (leaf.predicate != UINT32_MAX)
        g->predicates.items[leaf.predicate].done = true;
    if (leaf.equality != UINT32_MAX)
        g->predicates.items[leaf.equality].done = true;
    ent_slots_remove(&g->missing, node->slot);
    ent_graph_bind_node(g, node);
    return ENT_OK;
}
