/* Variable-length steps and shortest paths.
 *
 * A condition on a shortest path is part of what is looked for: not the shortest of all, but the shortest that fulfils
 * it. Where it speaks of each relationship or node alone, as all(r IN relationships(p) WHERE r.ok), the search leaves
 * out the steps that break it and stays a search. Any other condition is tried on every walk, shortest first. */
#include "core/query/planner.h"
#include "core/query/walk.h"

/* ---- conditions on single steps ---- */

static bool find_nested(ent_walk *walk, ent_expr *expr)
{
    *(bool *)walk->user |= expr->path || expr->query;
    return true;
}

static bool has_nested(ent_expr *expr)
{
    bool found = false;
    ent_walk walk = {.expr = find_nested, .user = &found};
    ent_walk_expr(&walk, expr);
    return found;
}

static bool is_call_of(const ent_expr *expr, const char *name, const ent_var *var)
{
    return var && expr->kind == ENT_EXPR_CALL && expr->function && strcmp(expr->function->name, name) == 0 &&
           expr->arg_count == 1 && expr->args[0]->kind == ENT_EXPR_VARIABLE && expr->args[0]->var->slot == var->slot;
}

/* all(x IN relationships(p) WHERE ...), none(...), the same for nodes(p) and for the pattern's list. */
static bool of_each_step(ent_planner *planner, const ent_path_pattern *path, ent_expr *expr, bool *of_nodes)
{
    const ent_var *list = path->rels[0].var;
    if ((expr->kind != ENT_EXPR_ALL && expr->kind != ENT_EXPR_NONE) || !expr->args[1] || has_nested(expr->args[1]))
        return false;
    const ent_expr *in = expr->args[0];
    *of_nodes = is_call_of(in, "nodes", path->var);
    bool of_list = in->kind == ENT_EXPR_VARIABLE && in->var->slot == list->slot;
    if (!*of_nodes && !of_list && !is_call_of(in, "relationships", path->var))
        return false;
    ent_slots uses = ent_slots_new(planner);
    ent_expr_slots(expr->args[1], &uses);
    return !ent_slots_has(&uses, list->slot) && !(path->var && ent_slots_has(&uses, path->var->slot));
}

static ent_expr *step_of_condition(ent_planner *planner, const ent_step_condition *condition, ent_var *rel,
                                   ent_var *node)
{
    const ent_expr *quantifier = condition->condition;
    ent_expr *name = ent_expr_of_var(planner, quantifier->var, quantifier->span);
    ent_replacement replacement = {name, condition->of_nodes ? node : rel};
    ent_expr *test = ent_expr_replace(planner, quantifier->args[1], &replacement, name != NULL);
    if (quantifier->kind == ENT_EXPR_NONE)
        test = ent_expr_make(planner, ENT_EXPR_NOT, quantifier->span, test, NULL);
    return test;
}

typedef struct {
    ent_planner *planner;
    const ent_slots *missing;
    ent_expr *now, *later;
} step_parts;

/* What needs a variable that is not bound yet cannot be asked on the way. */
static void add_part(step_parts *parts, ent_expr *expr)
{
    if (expr && expr->kind == ENT_EXPR_AND) {
        for (uint32_t i = 0; i < expr->arg_count; i++)
            add_part(parts, expr->args[i]);
        return;
    }
    ent_slots uses = ent_slots_new(parts->planner);
    if (expr)
        ent_expr_slots(expr, &uses);
    ent_expr **part = parts->missing && ent_slots_meet(&uses, parts->missing) ? &parts->later : &parts->now;
    *part = ent_expr_and(parts->planner, *part, expr);
}

/* What the pattern itself says of each relationship. */
static void add_pattern_parts(step_parts *parts, const ent_rel_pattern *pattern, ent_var *rel, bool plain)
{
    ent_planner *planner = parts->planner;
    if (!plain)
        add_part(parts, ent_expr_has_labels(planner, rel, pattern->types));
    const ent_expr *map = pattern->properties;
    for (uint32_t i = 0; map && map->kind == ENT_EXPR_MAP && i < map->arg_count; i++)
        add_part(parts, ent_expr_property_equals(planner, rel, map, i));
    if (!pattern->where)
        return;
    ent_expr *list = ent_expr_of_var(planner, pattern->var, pattern->where->span);
    ent_replacement replacement = {list, rel};
    add_part(parts, ent_expr_replace(planner, pattern->where, &replacement, list != NULL));
}

/* A variable for one relationship of the pattern's list. NULL when memory is out. */
static ent_var *step_var(ent_planner *planner, const ent_rel_pattern *pattern)
{
    ent_var *rel = ent_planner_var(planner);
    if (rel) {
        rel->types = ENT_TYPE_BIT(ENT_TYPE_RELATIONSHIP);
        rel->name = pattern->var->name;
    }
    return rel;
}

/* all(rel IN the list WHERE test) */
static ent_expr *all_steps(ent_planner *planner, const ent_rel_pattern *pattern, ent_var *rel, ent_expr *test)
{
    ent_expr *list = ent_expr_of_var(planner, pattern->var, pattern->span);
    ent_expr *all = ent_expr_make(planner, ENT_EXPR_ALL, pattern->span, list, test);
    if (all)
        all->var = rel;
    return all;
}

ent_expr *ent_plan_bound_steps(ent_planner *planner, const ent_rel_pattern *pattern)
{
    ent_names names;
    bool plain = ent_label_alternatives(planner, pattern->types, &names);
    ent_var *rel = plain && !pattern->properties && !pattern->where ? NULL : step_var(planner, pattern);
    step_parts parts = {planner, NULL, NULL, NULL};
    if (rel)
        add_pattern_parts(&parts, pattern, rel, plain);
    return parts.now ? all_steps(planner, pattern, rel, parts.now) : NULL;
}

ent_status ent_plan_steps(ent_planner *planner, ent_chain *chain, ent_plan_node *node, const ent_rel_pattern *pattern,
                          const ent_step_condition *conditions, uint32_t count, const ent_slots *missing,
                          ent_expr **later)
{
    ent_names names;
    bool plain = ent_label_alternatives(planner, pattern->types, &names);
    if (plain && !pattern->properties && !pattern->where && count == 0)
        return ENT_OK;
    ent_var *rel = step_var(planner, pattern), *end = ent_planner_var(planner);
    if (!rel || !end)
        return planner->error->status ? planner->error->status : ent_planner_memory(planner);
    end->types = ENT_TYPE_BIT(ENT_TYPE_NODE);
    step_parts parts = {planner, missing, NULL, NULL};
    add_pattern_parts(&parts, pattern, rel, plain);
    for (uint32_t i = 0; i < count; i++) {
        ent_expr *test = step_of_condition(planner, &conditions[i], rel, end);
        if (!test)
            return ent_planner_memory(planner);
        add_part(&parts, test);
    }
    if (parts.later && later)
        *later = all_steps(planner, pattern, rel, parts.later);
    if (!parts.now)
        return ent_planner_memory(planner);
    node->expand.step_slot = rel->slot;
    node->expand.step_node = end->slot;
    /* Compiling may put other columns in the place of properties: what is read is what it says. */
    ent_slots others = node->uses;
    node->uses = ent_slots_new(planner);
    ENT_TRY(ent_planner_compile(planner, chain, node, parts.now, &node->expand.step));
    node->expand.step_uses = ent_slots_copy(planner, &node->uses);
    ent_slots_join(&node->uses, &others);
    ent_slots_remove(&node->uses, rel->slot);
    ent_slots_remove(&node->uses, end->slot);
    return ENT_OK;
}

/* ---- shortest paths ---- */

typedef struct {
    ent_planner *planner;
    const ent_path_pattern *path;
    const ent_names *types;
    ent_step_condition *steps; /* conditions that each step settles */
    uint32_t step_count;
    ent_expr *rest; /* the others */
} shortest;

static ent_status make_search(shortest *s, ent_chain *chain, ent_op_id op, ent_plan_node **out)
{
    ent_planner *planner = s->planner;
    const ent_rel_pattern *pattern = &s->path->rels[0];
    ent_plan_node *node = *out = ent_planner_node(planner, op);
    if (!node)
        return ent_planner_memory(planner);
    node->rows = chain->top->rows;
    node->expand = (ent_plan_expand){.from = s->path->nodes[0].var->slot,
                                     .to = s->path->nodes[1].var->slot,
                                     .rel = pattern->var->slot,
                                     .direction = pattern->direction,
                                     .types = *s->types,
                                     .min = pattern->has_min || !pattern->var_length ? pattern->min : 1,
                                     .max = pattern->has_max ? pattern->max : -1,
                                     .into = true,
                                     .all = s->path->kind == ENT_PATH_ALL_SHORTEST,
                                     .where = pattern->span};
    if (!pattern->var_length)
        node->expand.min = node->expand.max = 1;
    node->detail = ent_rel_detail(planner, pattern, s->types, pattern->direction);
    node->reads.rels = s->types->count ? 0 : UINT64_MAX;
    for (uint32_t i = 0; i < s->types->count; i++)
        node->reads.rels |= ent_effect_bit(s->types->names[i]);
    ent_slots_add(&node->uses, node->expand.from);
    ent_slots_add(&node->uses, node->expand.to);
    ent_slots_add(&node->defs, node->expand.rel);
    return ent_plan_steps(planner, chain, node, pattern, s->steps, s->step_count, NULL, NULL);
}

static ent_status push_search(shortest *s, ent_chain *chain)
{
    ent_plan_node *node;
    ENT_TRY(make_search(s, chain, ENT_OP_SHORTEST, &node));
    node->expand.has_path = s->path->var != NULL;
    if (s->path->var) {
        node->expand.path = s->path->var->slot;
        ent_slots_add(&node->defs, node->expand.path);
    }
    return ent_chain_push(s->planner, chain, node);
}

/* For each row: the walks, shortest first, the value of each, the condition, and of those that pass the nearest. */
static ent_status push_trial(shortest *s, ent_chain *chain)
{
    ent_planner *planner = s->planner;
    ent_plan_node *apply = ent_planner_node(planner, ENT_OP_APPLY),
                  *nearest = ent_planner_node(planner, ENT_OP_NEAREST);
    ent_plan_node *walks;
    if (!apply || !nearest)
        return ent_planner_memory(planner);
    apply->frame = ent_planner_frame(planner);
    ent_chain inner;
    ENT_TRY(ent_chain_begin(planner, apply->frame, &chain->bound, &inner));
    ENT_TRY(make_search(s, &inner, ENT_OP_VAR_EXPAND, &walks));
    walks->expand.deepening = true;
    ENT_TRY(ent_chain_push(planner, &inner, walks));
    if (s->path->var) {
        ent_path_pattern path = *s->path;
        ent_rel_pattern list = path.rels[0];
        list.var_length = true;
        path.rels = &list;
        ENT_TRY(ent_plan_path_value(planner, &inner, &path));
    }
    ENT_TRY(ent_plan_filter(planner, &inner, s->rest));
    nearest->nearest.list = walks->expand.rel;
    nearest->nearest.all = walks->expand.all;
    nearest->rows = 1;
    ent_slots_add(&nearest->uses, walks->expand.rel);
    ENT_TRY(ent_chain_push(planner, &inner, nearest));
    apply->inner = inner.top;
    apply->reads = inner.all_reads;
    apply->rows = chain->top->rows;
    apply->apply.makes = ENT_NEW_ARRAY(planner->arena, uint32_t, 2);
    if (!apply->apply.makes)
        return ent_planner_memory(planner);
    apply->apply.makes[apply->apply.make_count++] = walks->expand.rel;
    ent_slots_add(&apply->defs, walks->expand.rel);
    if (s->path->var) {
        apply->apply.makes[apply->apply.make_count++] = s->path->var->slot;
        ent_slots_add(&apply->defs, s->path->var->slot);
    }
    return ent_chain_push(planner, chain, apply);
}

ent_status ent_plan_shortest(ent_planner *planner, ent_chain *chain, const ent_path_pattern *path,
                             const ent_names *types, ent_expr **conditions, uint32_t count)
{
    shortest s = {.planner = planner, .path = path, .types = types};
    s.steps = ENT_NEW_ARRAY(planner->arena, ent_step_condition, count + 1);
    if (!s.steps)
        return ent_planner_memory(planner);
    for (uint32_t i = 0; i < count; i++) {
        bool of_nodes;
        if (of_each_step(planner, path, conditions[i], &of_nodes))
            s.steps[s.step_count++] = (ent_step_condition){conditions[i], of_nodes};
        else
            s.rest = ent_expr_and(planner, s.rest, conditions[i]);
        if (!s.rest && count > s.step_count && i + 1 == count)
            return ent_planner_memory(planner);
    }
    /* The two-sided search takes no relationship or node twice, and a path of no length only by itself. */
    bool plain = !s.rest && path->rels[0].min <= 1;
    return plain ? push_search(&s, chain) : push_trial(&s, chain);
}
