/* Relationships of a pattern into operators: expand, expand into, variable length, bound, shortest path. */
#include "core/query/pattern_graph.h"

static bool types_meet(const ent_names *a, const ent_names *b)
{
    if (a->count == 0 || b->count == 0)
        return true;
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t j = 0; j < b->count; j++)
            if (ent_str_equal(a->names[i], b->names[j]))
                return true;
    return false;
}

/* Within one MATCH no relationship is used twice: those solved before, as far as types allow. */
static void find_unlike(ent_graph *g, const ent_graph_rel *rel, ent_plan_node *node, ent_unlike *unlike)
{
    unlike->slots = ENT_NEW_ARRAY(g->planner->arena, uint32_t, g->rel_count + 1);
    for (uint32_t i = 0; unlike->slots && !rel->path && i < g->rel_count; i++) {
        const ent_graph_rel *other = &g->rels[i];
        if (other == rel || !other->done || other->path || !types_meet(&other->types, &rel->types))
            continue;
        ent_slots_add(&node->uses, other->pattern->var->slot);
        unlike->slots[unlike->count++] = other->pattern->var->slot;
    }
}

const char *ent_rel_detail(ent_planner *planner, const ent_rel_pattern *pattern, const ent_names *type_names,
                           ent_direction direction)
{
    ent_arena *arena = planner->arena;
    const char *types = "";
    for (uint32_t i = 0; types && i < type_names->count; i++)
        types = ent_arena_printf(arena, "%s%s%.*s", types, i ? "|" : ":", ENT_STR_ARG(type_names->names[i]));
    const char *length = "";
    if (pattern->var_length) {
        long long min = pattern->has_min ? (long long)pattern->min : 1;
        length = pattern->has_max ? ent_arena_printf(arena, "*%lld..%lld", min, (long long)pattern->max)
                                  : ent_arena_printf(arena, "*%lld..", min);
    }
    return ent_arena_printf(arena, "%s[%s%s]%s", direction == ENT_IN ? "<-" : "-", types ? types : "",
                            length ? length : "", direction == ENT_OUT ? "->" : "-");
}

void ent_graph_bind(ent_graph *g, ent_plan_node *node, uint32_t slot)
{
    ent_slots_add(&node->defs, slot);
    ent_slots_remove(&g->missing, slot);
}

void ent_graph_bind_node(ent_graph *g, ent_graph_node *node)
{
    if (!node->bound)
        node->rank = ++g->ranks;
    node->bound = true;
}

static ent_op_id op_of(const ent_graph_rel *rel, bool into)
{
    if (rel->given)
        return ENT_OP_BOUND_REL;
    if (rel->pattern->var_length)
        return ENT_OP_VAR_EXPAND;
    return into ? ENT_OP_EXPAND_INTO : ENT_OP_EXPAND;
}

static ent_direction turn(ent_direction direction)
{
    return direction == ENT_OUT ? ENT_IN : direction == ENT_IN ? ENT_OUT : ENT_BOTH;
}

/* Conditions on a shortest path are part of what is looked for: the shortest that fulfils them. */
static ent_status push_shortest(ent_graph *g, ent_graph_rel *rel)
{
    ent_planner *planner = g->planner;
    const ent_path_pattern *path = rel->path;
    ent_expr **conditions = ENT_NEW_ARRAY(planner->arena, ent_expr *, g->predicates.count + 1);
    uint32_t count = 0;
    ENT_TRY(ent_graph_push_paths(g)); /* conditions may read them */
    ent_slots_remove(&g->missing, rel->pattern->var->slot);
    if (path->var)
        ent_slots_remove(&g->missing, path->var->slot);
    g->path_done[path - g->paths] = true;
    for (uint32_t i = 0; conditions && i < g->predicates.count; i++) {
        const ent_predicate *predicate = &g->predicates.items[i];
        bool about = ent_slots_has(&predicate->uses, rel->pattern->var->slot) ||
                     (path->var && ent_slots_has(&predicate->uses, path->var->slot));
        if (!path->selected && !predicate->done && about && !ent_slots_meet(&predicate->uses, &g->missing))
            conditions[count++] = predicate->expr;
    }
    rel->done = true;
    return conditions ? ent_plan_shortest(planner, g->chain, path, &rel->types, conditions, count)
                      : ent_planner_memory(planner);
}

/* ---- two relationships to one new node ---- */

static bool is_plain(const ent_graph_rel *rel)
{
    return !rel->done && !rel->given && !rel->path && !rel->pattern->var_length && rel->from != rel->to;
}

/* A relationship between the node `to`, which `rel` leads to from `from`, and another that is bound. */
static ent_graph_rel *find_second(ent_graph *g, const ent_graph_rel *rel, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < g->rel_count; i++) {
        ent_graph_rel *second = &g->rels[i];
        uint32_t other = second->from == to ? second->to : second->from;
        if (second != rel && is_plain(second) && (second->from == to || second->to == to) && other != from &&
            g->nodes[other].bound)
            return second;
    }
    return NULL;
}

/* Takes conditions id(x) < id(to), where the pattern has found x, as bounds of the search. */
static void take_bounds(ent_graph *g, ent_plan_node *node, uint32_t to)
{
    for (uint32_t i = 0; i < g->predicates.count; i++) {
        ent_predicate *predicate = &g->predicates.items[i];
        const ent_expr *expr = predicate->expr;
        uint32_t left, right;
        if (predicate->done || (expr->kind != ENT_EXPR_LT && expr->kind != ENT_EXPR_GT) ||
            !ent_expr_is_id(expr->args[expr->kind == ENT_EXPR_GT], &left) ||
            !ent_expr_is_id(expr->args[expr->kind == ENT_EXPR_LT], &right) || (left == to) == (right == to))
            continue;
        bool known = false;
        for (uint32_t n = 0; n < g->node_count; n++)
            known |= g->nodes[n].bound && !g->nodes[n].given && g->nodes[n].slot == (left == to ? right : left);
        bool *has = left == to ? &node->expand.has_below : &node->expand.has_above;
        if (!known || *has)
            continue;
        *has = predicate->done = true;
        *(left == to ? &node->expand.below : &node->expand.above) = left == to ? right : left;
        ent_slots_add(&node->uses, left == to ? right : left);
        node->rows *= 0.5;
    }
}

static ent_plan_expand half(const ent_graph *g, const ent_graph_rel *rel, uint32_t to)
{
    bool reversed = rel->from == to;
    return (ent_plan_expand){.from = g->nodes[reversed ? rel->to : rel->from].slot,
                             .to = g->nodes[to].slot,
                             .rel = rel->pattern->var->slot,
                             .direction = reversed ? turn(rel->pattern->direction) : rel->pattern->direction,
                             .types = rel->types,
                             .min = 1,
                             .max = 1,
                             .where = rel->pattern->span};
}

/* Whether all relationships that these two must differ from lie between the bound ends of the two. */
static bool only_between(const ent_graph *g, const ent_graph_rel *rel, const ent_graph_rel *second, uint32_t a,
                         uint32_t b)
{
    for (uint32_t i = 0; i < g->rel_count; i++) {
        const ent_graph_rel *other = &g->rels[i];
        bool ends = (other->from == a && other->to == b) || (other->from == b && other->to == a);
        if (other == rel || other == second || !other->done || other->path || (ends && !other->pattern->var_length))
            continue;
        if (types_meet(&other->types, &rel->types) || types_meet(&other->types, &second->types))
            return false;
    }
    return true;
}

/* Pushes both at once, from the node that was bound later; the one bound earlier changes less often. */
static ent_status push_common(ent_graph *g, ent_graph_rel *rel, ent_graph_rel *second, uint32_t to)
{
    ent_planner *planner = g->planner;
    uint32_t from = rel->from == to ? rel->to : rel->from, hub = second->from == to ? second->to : second->from;
    if (g->nodes[from].rank < g->nodes[hub].rank) {
        ent_graph_rel *swap = rel;
        rel = second;
        second = swap;
    }
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_COMMON);
    ent_plan_expand *also = ENT_NEW(planner->arena, ent_plan_expand);
    bool *bound = ENT_NEW_ARRAY(planner->arena, bool, g->node_count);
    if (!node || !also || !bound)
        return ent_planner_memory(planner);
    for (uint32_t i = 0; i < g->node_count; i++)
        bound[i] = g->nodes[i].bound;
    node->rows = g->chain->top->rows * ent_graph_factor(g, rel, bound);
    bound[to] = true;
    node->rows *= ent_graph_factor(g, second, bound);
    node->expand = half(g, rel, to);
    *also = half(g, second, to);
    node->expand.also = also;
    node->expand.between = only_between(g, rel, second, from, hub);
    node->detail = ent_arena_printf(planner->arena, "%s, %s",
                                    ent_rel_detail(planner, rel->pattern, &rel->types, node->expand.direction),
                                    ent_rel_detail(planner, second->pattern, &second->types, also->direction));
    const ent_graph_rel *rels[2] = {rel, second};
    for (int i = 0; i < 2; i++) {
        node->reads.rels |= rels[i]->types.count ? 0 : UINT64_MAX;
        for (uint32_t t = 0; t < rels[i]->types.count; t++)
            node->reads.rels |= ent_effect_bit(rels[i]->types.names[t]);
        ent_slots_add(&node->uses, i ? also->from : node->expand.from);
        find_unlike(g, rels[i], node, i ? &also->unlike : &node->expand.unlike);
        ent_graph_bind(g, node, rels[i]->pattern->var->slot);
    }
    take_bounds(g, node, node->expand.to);
    ent_graph_bind(g, node, node->expand.to);
    ENT_TRY(ent_chain_push(planner, g->chain, node));
    ent_graph_bind_node(g, &g->nodes[to]);
    rel->done = second->done = true;
    return ENT_OK;
}

ent_status ent_graph_push_rel(ent_graph *g, ent_graph_rel *rel)
{
    if (rel->path)
        return push_shortest(g, rel);
    if (!g->planner->statement->writes && is_plain(rel) && g->nodes[rel->from].bound != g->nodes[rel->to].bound) {
        uint32_t from = g->nodes[rel->from].bound ? rel->from : rel->to, to = rel->from == from ? rel->to : rel->from;
        ent_graph_rel *second = find_second(g, rel, from, to);
        if (second)
            return push_common(g, rel, second, to);
    }
    ent_planner *planner = g->planner;
    const ent_rel_pattern *pattern = rel->pattern;
    ent_graph_node *left = &g->nodes[rel->from], *right = &g->nodes[rel->to];
    bool both = left->bound && right->bound, reversed = !left->bound && right->bound;
    /* Of two bound ends the one that was bound earlier changes less often from row to row. */
    if (both && !rel->given && !pattern->var_length)
        reversed = right->rank < left->rank;
    ent_plan_node *node = ent_planner_node(planner, op_of(rel, both));
    bool *bound = ENT_NEW_ARRAY(planner->arena, bool, g->node_count);
    if (!node || !bound)
        return ent_planner_memory(planner);
    for (uint32_t i = 0; i < g->node_count; i++)
        bound[i] = g->nodes[i].bound;
    node->rows = g->chain->top->rows * ent_graph_fan(g, rel, bound);
    if (!both && !rel->given)
        (left->bound ? right : left)->reached_share = ent_graph_share(g, rel, bound);
    node->expand = (ent_plan_expand){.from = reversed ? right->slot : left->slot,
                                     .to = reversed ? left->slot : right->slot,
                                     .rel = pattern->var->slot,
                                     .direction = reversed ? turn(pattern->direction) : pattern->direction,
                                     .types = rel->types,
                                     .min = pattern->has_min ? pattern->min : 1,
                                     .max = pattern->has_max ? pattern->max : -1,
                                     .reversed = reversed,
                                     .into = both,
                                     .from_bound = reversed ? right->bound : left->bound,
                                     .to_bound = both,
                                     .is_list = pattern->var_length,
                                     .where = pattern->span};
    node->detail = ent_rel_detail(planner, pattern, &rel->types, node->expand.direction);
    node->reads.rels = rel->types.count ? 0 : UINT64_MAX;
    for (uint32_t i = 0; i < rel->types.count; i++)
        node->reads.rels |= ent_effect_bit(rel->types.names[i]);
    if (rel->given && pattern->var_length && node->expand.min == 0 && !node->expand.from_bound)
        node->reads.nodes = UINT64_MAX; /* an empty list fits every node */
    if (!rel->given && pattern->var_length) {
        ent_expr *later = NULL;
        ENT_TRY(ent_plan_steps(planner, g->chain, node, pattern, NULL, 0, &g->missing, &later));
        ent_graph_add_predicate(g, later, NULL, 0);
    }
    if (node->expand.from_bound)
        ent_slots_add(&node->uses, node->expand.from);
    else
        ent_graph_bind(g, node, node->expand.from);
    if (both)
        ent_slots_add(&node->uses, node->expand.to);
    else
        ent_graph_bind(g, node, node->expand.to);
    find_unlike(g, rel, node, &node->expand.unlike);
    if (rel->given)
        ent_slots_add(&node->uses, node->expand.rel);
    else
        ent_graph_bind(g, node, node->expand.rel);
    ENT_TRY(ent_chain_push(planner, g->chain, node));
    ent_graph_bind_node(g, left);
    ent_graph_bind_node(g, right);
    rel->done = true;
    return ENT_OK;
}
