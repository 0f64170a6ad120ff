/* Properties read together.
 *
 * A property costs mostly the way to its node or relationship. In a statement that only reads, one operator fetches the
 * element once a row and lays out all the properties that the statement names of it; the expressions then read columns.
 * That is decided when the first of them is compiled, and goes where the fewest rows are expected to pass: above a
 * filter that drops many, below an expand that multiplies. */
#include "core/query/planner.h"
#include "core/query/walk.h"

enum { MOST_WANTED = 1024 };

static ent_wanted *find_wanted(ent_planner *planner, uint32_t slot, ent_str key)
{
    for (uint32_t i = 0; i < planner->wanted_count; i++)
        if (planner->wanted[i].slot == slot && ent_str_equal(planner->wanted[i].key, key))
            return &planner->wanted[i];
    return NULL;
}

static void want(ent_planner *planner, const ent_var *var, ent_str key)
{
    ent_type_set elements = ENT_TYPE_BIT(ENT_TYPE_NODE) | ENT_TYPE_BIT(ENT_TYPE_RELATIONSHIP);
    if (!(var->types & elements) || (var->types & ~(elements | ENT_TYPE_BIT(ENT_TYPE_NULL))))
        return;
    ent_wanted *known = find_wanted(planner, var->slot, key);
    if (known)
        known->times++;
    else if (planner->wanted_count < MOST_WANTED)
        planner->wanted[planner->wanted_count++] = (ent_wanted){var->slot, 1, key};
}

static bool want_expr(ent_walk *walk, ent_expr *expr)
{
    if (expr->kind == ENT_EXPR_PROPERTY && expr->args[0]->kind == ENT_EXPR_VARIABLE && expr->args[0]->var)
        want(walk->user, expr->args[0]->var, expr->name);
    return true;
}

static void want_map(ent_planner *planner, const ent_var *var, const ent_expr *map)
{
    for (uint32_t i = 0; map && map->kind == ENT_EXPR_MAP && i < map->arg_count; i++)
        want(planner, var, map->keys[i]);
}

static void want_node(ent_walk *walk, const ent_node_pattern *node)
{
    want_map(walk->user, node->var, node->properties);
}

static void want_rel(ent_walk *walk, const ent_rel_pattern *rel)
{
    if (!rel->var_length)
        want_map(walk->user, rel->var, rel->properties);
}

static bool count_expr(ent_walk *walk, ent_expr *expr)
{
    uint32_t *n = walk->user;
    if (expr->kind == ENT_EXPR_PROPERTY)
        ++*n;
    else if (expr->kind == ENT_EXPR_MAP)
        *n += expr->arg_count;
    return true;
}

uint32_t ent_props_room(const ent_statement *statement)
{
    uint32_t n = 0;
    ent_walk walk = {.expr = count_expr, .user = &n};
    if (statement->writes || !statement->query)
        return 0;
    ent_walk_query(&walk, statement->query);
    return 2 * (n < MOST_WANTED ? n : MOST_WANTED);
}

ent_status ent_props_collect(ent_planner *planner)
{
    if (planner->statement->writes || !planner->statement->query)
        return ENT_OK;
    planner->wanted = ENT_NEW_ARRAY(planner->arena, ent_wanted, MOST_WANTED);
    if (!planner->wanted)
        return ent_planner_memory(planner);
    ent_walk walk = {.expr = want_expr, .node = want_node, .rel = want_rel, .user = planner};
    ent_walk_query(&walk, planner->statement->query);
    return ENT_OK;
}

static const ent_cached *find_cached(const ent_chain *chain, uint32_t slot, ent_str key)
{
    for (const ent_cached *at = chain->cached; at; at = at->next)
        if (at->slot == slot && ent_str_equal(at->key, key))
            return at;
    return NULL;
}

/* Puts the node where fewest rows pass between the operator that binds the variable and the top. */
static ent_status insert(ent_planner *planner, ent_chain *chain, ent_plan_node *node, uint32_t slot)
{
    ent_plan_node *above = NULL, *best_above = NULL, *best = chain->top;
    for (ent_plan_node *at = chain->top; at; above = at, at = at->input) {
        if (at->rows < best->rows) {
            best = at;
            best_above = above;
        }
        if (ent_slots_has(&at->defs, slot) || at->op == ENT_OP_ARGUMENT)
            break;
    }
    node->rows = best->rows;
    if (!best_above)
        return ent_chain_push(planner, chain, node);
    node->input = best;
    best_above->input = node;
    chain->length++;
    ent_slots_join(&chain->bound, &node->defs);
    return ENT_OK;
}

/* Pushes the operator that fetches all that is wanted of a variable; nothing where it would not pay. */
static ent_status push_props(ent_planner *planner, ent_chain *chain, const ent_var *var)
{
    uint32_t times = 0, count = 0;
    for (uint32_t i = 0; i < planner->wanted_count; i++)
        if (planner->wanted[i].slot == var->slot) {
            times += planner->wanted[i].times;
            count++;
        }
    if (times < 2 || count > planner->props_left)
        return ENT_OK;
    planner->props_left -= count;
    ent_plan_node *node = ent_planner_node(planner, ENT_OP_PROPS);
    ent_plan_prop *items = ENT_NEW_ARRAY(planner->arena, ent_plan_prop, count);
    if (!node || !items)
        return ent_planner_memory(planner);
    node->props.from = var->slot;
    node->props.items = items;
    node->detail = ent_arena_printf(planner->arena, "%.*s {", ENT_STR_ARG(var->name));
    for (uint32_t i = 0; i < planner->wanted_count; i++) {
        const ent_wanted *wanted = &planner->wanted[i];
        if (wanted->slot != var->slot)
            continue;
        ent_var *column = ent_planner_var(planner);
        ent_cached *cached = ENT_NEW(planner->arena, ent_cached);
        if (!column || !cached)
            return ent_planner_memory(planner);
        *cached = (ent_cached){.slot = var->slot, .key = wanted->key, .var = column, .next = chain->cached};
        chain->cached = cached;
        node->detail = ent_arena_printf(planner->arena, "%s%s%.*s", node->detail ? node->detail : "",
                                        node->props.count ? ", " : "", ENT_STR_ARG(wanted->key));
        items[node->props.count++] = (ent_plan_prop){.slot = column->slot, .key = wanted->key};
        ent_slots_add(&node->defs, column->slot);
    }
    node->detail = ent_arena_printf(planner->arena, "%s}", node->detail ? node->detail : "");
    node->reads.keys = UINT64_MAX;
    ent_slots_add(&node->uses, var->slot);
    return insert(planner, chain, node, var->slot);
}

static ent_status rewrite(ent_planner *planner, ent_chain *chain, ent_expr *expr, ent_expr **out)
{
    *out = expr;
    if (!expr || expr->arg_count == 0 || expr->path || expr->query)
        return ENT_OK;
    const ent_var *var = expr->args[0] && expr->args[0]->kind == ENT_EXPR_VARIABLE ? expr->args[0]->var : NULL;
    if (expr->kind == ENT_EXPR_PROPERTY && var && ent_slots_has(&chain->bound, var->slot) &&
        find_wanted(planner, var->slot, expr->name)) {
        if (!find_cached(chain, var->slot, expr->name))
            ENT_TRY(push_props(planner, chain, var));
        const ent_cached *cached = find_cached(chain, var->slot, expr->name);
        if (cached) {
            *out = ent_expr_of_var(planner, cached->var, expr->span);
            return *out ? ENT_OK : ent_planner_memory(planner);
        }
        return ENT_OK;
    }
    ent_expr **args = ENT_NEW_ARRAY(planner->arena, ent_expr *, expr->arg_count);
    ent_expr *copy = ENT_NEW(planner->arena, ent_expr);
    if (!args || !copy)
        return ent_planner_memory(planner);
    bool changed = false;
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        ENT_TRY(rewrite(planner, chain, expr->args[i], &args[i]));
        changed |= args[i] != expr->args[i];
    }
    if (!changed)
        return ENT_OK;
    *copy = *expr;
    copy->args = args;
    *out = copy;
    return ENT_OK;
}

ent_status ent_props_rewrite(ent_planner *planner, ent_chain *chain, ent_expr *expr, ent_expr **out)
{
    *out = expr;
    return planner->wanted_count > 0 ? rewrite(planner, chain, expr, out) : ENT_OK;
}
