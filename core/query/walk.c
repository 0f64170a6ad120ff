/* Recursion goes as deep as the tree, which the parser bounds by ENT_MAX_DEPTH. */
#include "core/query/walk.h"

static void visit_var(ent_walk *walk, const ent_var *var)
{
    if (var && walk->var)
        walk->var(walk, var);
}

void ent_walk_expr(ent_walk *walk, ent_expr *expr)
{
    if (!expr || (walk->expr && !walk->expr(walk, expr)))
        return;
    visit_var(walk, expr->var);
    visit_var(walk, expr->accumulator_var);
    for (uint32_t i = 0; i < expr->arg_count; i++)
        ent_walk_expr(walk, expr->args[i]);
    if (expr->path)
        ent_walk_path(walk, expr->path);
    if (expr->query)
        ent_walk_query(walk, expr->query);
}

void ent_walk_path(ent_walk *walk, const ent_path_pattern *path)
{
    visit_var(walk, path->var);
    for (uint32_t i = 0; i <= path->rel_count; i++) {
        const ent_node_pattern *node = &path->nodes[i];
        if (walk->node)
            walk->node(walk, node);
        visit_var(walk, node->var);
        ent_walk_expr(walk, node->properties);
        ent_walk_expr(walk, node->where);
    }
    for (uint32_t i = 0; i < path->rel_count; i++) {
        const ent_rel_pattern *rel = &path->rels[i];
        if (walk->rel)
            walk->rel(walk, rel);
        visit_var(walk, rel->var);
        ent_walk_expr(walk, rel->properties);
        ent_walk_expr(walk, rel->where);
    }
}

static void walk_pattern(ent_walk *walk, const ent_pattern *pattern)
{
    for (uint32_t i = 0; i < pattern->count; i++)
        ent_walk_path(walk, &pattern->paths[i]);
}

static void walk_sets(ent_walk *walk, const ent_set_item *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        ent_walk_expr(walk, items[i].target);
        ent_walk_expr(walk, items[i].value);
    }
}

static void walk_projection(ent_walk *walk, const ent_projection *projection)
{
    for (uint32_t i = 0; i < projection->item_count; i++) {
        ent_walk_expr(walk, projection->items[i].expr);
        visit_var(walk, projection->items[i].var);
    }
    for (uint32_t i = 0; i < projection->order_count; i++)
        ent_walk_expr(walk, projection->order[i].expr);
    ent_walk_expr(walk, projection->skip);
    ent_walk_expr(walk, projection->limit);
    ent_walk_expr(walk, projection->where);
}

void ent_walk_clause(ent_walk *walk, const ent_clause *clause)
{
    if (walk->clause)
        walk->clause(walk, clause);
    switch (clause->kind) {
    case ENT_CLAUSE_MATCH:
        walk_pattern(walk, &clause->match.pattern);
        ent_walk_expr(walk, clause->match.where);
        break;
    case ENT_CLAUSE_UNWIND:
        ent_walk_expr(walk, clause->unwind.list);
        visit_var(walk, clause->unwind.var);
        break;
    case ENT_CLAUSE_WITH:
    case ENT_CLAUSE_RETURN:
        walk_projection(walk, &clause->projection);
        break;
    case ENT_CLAUSE_CREATE:
        walk_pattern(walk, &clause->create);
        break;
    case ENT_CLAUSE_MERGE:
        ent_walk_path(walk, &clause->merge.path);
        walk_sets(walk, clause->merge.on_create, clause->merge.on_create_count);
        walk_sets(walk, clause->merge.on_match, clause->merge.on_match_count);
        break;
    case ENT_CLAUSE_SET:
    case ENT_CLAUSE_REMOVE:
        walk_sets(walk, clause->set.items, clause->set.count);
        break;
    case ENT_CLAUSE_DELETE:
        for (uint32_t i = 0; i < clause->del.count; i++)
            ent_walk_expr(walk, clause->del.exprs[i]);
        break;
    case ENT_CLAUSE_FOREACH:
        ent_walk_expr(walk, clause->foreach_.list);
        visit_var(walk, clause->foreach_.var);
        for (uint32_t i = 0; i < clause->foreach_.count; i++)
            ent_walk_clause(walk, clause->foreach_.clauses[i]);
        break;
    case ENT_CLAUSE_CALL:
        for (uint32_t i = 0; i < clause->call.arg_count; i++)
            ent_walk_expr(walk, clause->call.args[i]);
        for (uint32_t i = 0; i < clause->call.yield_count; i++)
            visit_var(walk, clause->call.yields[i].var);
        ent_walk_expr(walk, clause->call.where);
        break;
    case ENT_CLAUSE_SUBQUERY:
        ent_walk_query(walk, clause->subquery.query);
        break;
    }
}

void ent_walk_query(ent_walk *walk, const ent_query *query)
{
    for (uint32_t p = 0; p < query->part_count; p++)
        for (uint32_t c = 0; c < query->parts[p].count; c++)
            ent_walk_clause(walk, query->parts[p].clauses[c]);
}
