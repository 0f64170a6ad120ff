/* Expressions as the planner sees them: what they mention and read, whether two are the same, and how they become
 * programs. */
#include "core/query/planner.h"
#include "core/query/walk.h"

ent_slots ent_slots_new(ent_planner *planner)
{
    uint64_t *words = ent_arena_zero(planner->arena, planner->word_count * sizeof *words);
    return (ent_slots){words, words ? planner->word_count : 0};
}

ent_slots ent_slots_copy(ent_planner *planner, const ent_slots *from)
{
    ent_slots set = ent_slots_new(planner);
    ent_slots_join(&set, from);
    return set;
}

ent_var *ent_planner_var(ent_planner *planner)
{
    if (planner->next_slot >= planner->plan->slot_count) {
        ent_fail(planner->error, ENT_UNSUPPORTED, ENT_PHASE_COMPILE, (ent_span){0, 0}, NULL,
                 "not supported yet: a statement with this many subqueries and patterns");
        return NULL;
    }
    ent_var *var = ENT_NEW(planner->arena, ent_var);
    if (var)
        *var = (ent_var){.slot = planner->next_slot++, .types = ENT_ANY_TYPE};
    return var;
}

/* ---- what is mentioned ---- */

static void note_var(ent_walk *walk, const ent_var *var)
{
    ent_slots_add(walk->user, var->slot);
}

void ent_expr_slots(ent_expr *expr, ent_slots *out)
{
    ent_walk walk = {.var = note_var, .user = out};
    ent_walk_expr(&walk, expr);
}

/* ---- what is read ---- */

uint64_t ent_effect_bit(ent_str name)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (uint32_t i = 0; i < name.n; i++)
        hash = (hash ^ (unsigned char)name.p[i]) * 0x100000001b3u;
    return (uint64_t)1 << (1 + (hash ^ hash >> 32) % 63); /* bit 0: nodes without a label */
}

static bool reads_entities(const ent_function *function)
{
    static const char *const plain[] = {"id",     "elementId",     "type",   "count", "collect", "size",
                                        "length", "coalesce",      "head",   "last",  "tail",    "reverse",
                                        "nodes",  "relationships", "exists", "min",   "max"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strcmp(function->name, plain[i]) == 0)
            return false;
    return true;
}

static const ent_type_set entities =
    ENT_TYPE_BIT(ENT_TYPE_NODE) | ENT_TYPE_BIT(ENT_TYPE_RELATIONSHIP) | ENT_TYPE_BIT(ENT_TYPE_PATH);

static bool note_reads(ent_walk *walk, ent_expr *expr)
{
    ent_effects *effects = walk->user;
    switch (expr->kind) {
    case ENT_EXPR_PROPERTY:
        if (expr->args[0]->type == 0 || (expr->args[0]->type & entities))
            effects->keys |= ent_effect_bit(expr->name);
        break;
    case ENT_EXPR_INDEX:
        if (expr->args[0]->type == 0 || (expr->args[0]->type & entities))
            effects->keys = UINT64_MAX;
        break;
    case ENT_EXPR_MAP_PROJECTION:
        effects->keys = UINT64_MAX;
        break;
    case ENT_EXPR_HAS_LABELS:
        effects->labels = UINT64_MAX;
        break;
    case ENT_EXPR_CALL:
        if (expr->function && reads_entities(expr->function))
            for (uint32_t i = 0; i < expr->arg_count; i++)
                if (expr->args[i]->type & entities)
                    effects->keys = effects->labels = UINT64_MAX;
        break;
    case ENT_EXPR_PATTERN_PREDICATE:
    case ENT_EXPR_PATTERN_COMPREHENSION:
    case ENT_EXPR_SHORTEST_PATH:
    case ENT_EXPR_EXISTS:
    case ENT_EXPR_COUNT:
    case ENT_EXPR_COLLECT:
        *effects = (ent_effects){UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX};
        break;
    default:
        break;
    }
    return true;
}

void ent_expr_effects(ent_expr *expr, ent_effects *out)
{
    ent_walk walk = {.expr = note_reads, .user = out};
    ent_walk_expr(&walk, expr);
}

/* ---- the same? ---- */

static bool same_label(const ent_label *a, const ent_label *b)
{
    if (!a || !b)
        return a == b;
    return a->kind == b->kind && ent_str_equal(a->name, b->name) && same_label(a->left, b->left) &&
           same_label(a->right, b->right);
}

static bool same_keys(const ent_expr *a, const ent_expr *b)
{
    if (!a->keys || !b->keys)
        return a->keys == b->keys;
    uint32_t n = a->kind == ENT_EXPR_MAP_PROJECTION ? a->arg_count - 1 : a->arg_count;
    for (uint32_t i = 0; i < n; i++)
        if (!ent_str_equal(a->keys[i], b->keys[i]))
            return false;
    return true;
}

bool ent_expr_equal(const ent_expr *a, const ent_expr *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->kind != b->kind || a->arg_count != b->arg_count || a->distinct != b->distinct)
        return false;
    /* What has variables or patterns of its own is the same only as the same piece of text. */
    if (a->kind == ENT_EXPR_VARIABLE)
        return a->var && b->var && a->var->slot == b->var->slot;
    if (a->var || b->var || a->path || b->path || a->query || b->query || a->accumulator_var || b->accumulator_var)
        return false;
    if (a->kind == ENT_EXPR_LITERAL && (a->value.type != b->value.type || !ent_equivalent(a->value, b->value)))
        return false;
    if (a->kind == ENT_EXPR_CALL && a->function != b->function)
        return false;
    if (a->kind != ENT_EXPR_CALL && !ent_str_equal(a->name, b->name))
        return false;
    if (!same_keys(a, b) || !same_label(a->labels, b->labels) || a->types != b->types)
        return false;
    if (a->kind == ENT_EXPR_COMPARE_CHAIN && memcmp(a->ops, b->ops, a->arg_count - 1) != 0)
        return false;
    for (uint32_t i = 0; i < a->arg_count; i++)
        if (!ent_expr_equal(a->args[i], b->args[i]))
            return false;
    return true;
}

/* ---- making ---- */

ent_expr *ent_expr_of_var(ent_planner *planner, ent_var *var, ent_span span)
{
    ent_expr *expr = var ? ENT_NEW(planner->arena, ent_expr) : NULL;
    if (expr)
        *expr = (ent_expr){.kind = ENT_EXPR_VARIABLE,
                           .span = span,
                           .op_span = span,
                           .name = var->name,
                           .var = var,
                           .type = var->types};
    return expr;
}

ent_expr *ent_expr_make(ent_planner *planner, ent_expr_kind kind, ent_span span, ent_expr *left, ent_expr *right)
{
    ent_expr *expr = ENT_NEW(planner->arena, ent_expr);
    ent_expr **args = ENT_NEW_ARRAY(planner->arena, ent_expr *, 2);
    if (!expr || !args || !left)
        return NULL;
    args[0] = left;
    args[1] = right;
    *expr = (ent_expr){.kind = kind, .span = span, .op_span = span, .args = args, .arg_count = right ? 2 : 1};
    expr->type = ENT_TYPE_BIT(ENT_TYPE_BOOLEAN) | ENT_TYPE_BIT(ENT_TYPE_NULL);
    return expr;
}

ent_expr *ent_expr_has_labels(ent_planner *planner, ent_var *var, const ent_label *label)
{
    ent_expr *expr =
        ent_expr_make(planner, ENT_EXPR_HAS_LABELS, label->span, ent_expr_of_var(planner, var, label->span), NULL);
    ent_label *copy = ENT_NEW(planner->arena, ent_label);
    if (expr && copy) {
        *copy = *label;
        expr->labels = copy;
    }
    return expr;
}

ent_expr *ent_expr_property_equals(ent_planner *planner, ent_var *var, const ent_expr *map, uint32_t i)
{
    ent_span span = map->args[i]->span;
    ent_expr *property = ent_expr_make(planner, ENT_EXPR_PROPERTY, span, ent_expr_of_var(planner, var, span), NULL);
    if (property) {
        property->name = map->keys[i];
        property->type = ENT_ANY_TYPE;
    }
    return property ? ent_expr_make(planner, ENT_EXPR_EQ, span, property, map->args[i]) : NULL;
}

ent_expr *ent_expr_and(ent_planner *planner, ent_expr *left, ent_expr *right)
{
    return left ? ent_expr_make(planner, ENT_EXPR_AND, right->span, left, right) : right;
}

ent_expr *ent_expr_replace(ent_planner *planner, ent_expr *expr, const ent_replacement *list, uint32_t count)
{
    if (!expr)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        if (ent_expr_equal(expr, list[i].from)) {
            ent_expr *made = ent_expr_of_var(planner, list[i].to, expr->span);
            if (made)
                made->type = expr->type ? expr->type : ENT_ANY_TYPE;
            return made;
        }
    if (expr->arg_count == 0)
        return expr;
    ent_expr *copy = ENT_NEW(planner->arena, ent_expr);
    ent_expr **args = ENT_NEW_ARRAY(planner->arena, ent_expr *, expr->arg_count);
    if (!copy || !args)
        return expr;
    *copy = *expr;
    copy->args = args;
    for (uint32_t i = 0; i < expr->arg_count; i++)
        args[i] = ent_expr_replace(planner, expr->args[i], list, count);
    return copy;
}

/* ---- as text, for EXPLAIN ---- */

static const char *label_text(ent_planner *planner, const ent_label *label)
{
    if (!label || label->kind == ENT_LABEL_ANY)
        return "%";
    if (label->kind == ENT_LABEL_NAME)
        return ent_arena_printf(planner->arena, "%.*s", ENT_STR_ARG(label->name));
    const char *left = label_text(planner, label->left);
    if (label->kind == ENT_LABEL_NOT)
        return ent_arena_printf(planner->arena, "!%s", left ? left : "");
    const char *right = label_text(planner, label->right);
    return ent_arena_printf(planner->arena, "%s%c%s", left ? left : "", label->kind == ENT_LABEL_AND ? '&' : '|',
                            right ? right : "");
}

/* What the planner has made has no text in the source: labels and properties of patterns, and the AND between them. */
const char *ent_expr_text(ent_planner *planner, const ent_expr *expr)
{
    const ent_expr *left = expr->arg_count > 0 ? expr->args[0] : NULL;
    const char *source = planner->statement->text.p;
    bool of_var = left && left->kind == ENT_EXPR_VARIABLE && left->var;
    if (expr->kind == ENT_EXPR_AND && expr->arg_count == 2) {
        const char *a = ent_expr_text(planner, left), *b = ent_expr_text(planner, expr->args[1]);
        return ent_arena_printf(planner->arena, "%s AND %s", a ? a : "", b ? b : "");
    }
    if (expr->kind == ENT_EXPR_HAS_LABELS && of_var) {
        const char *labels = label_text(planner, expr->labels);
        return ent_arena_printf(planner->arena, "%.*s:%s", ENT_STR_ARG(left->var->name), labels ? labels : "");
    }
    if (expr->kind == ENT_EXPR_EQ && left->kind == ENT_EXPR_PROPERTY && left->span.at == expr->args[1]->span.at &&
        left->args[0]->var)
        return ent_arena_printf(planner->arena, "%.*s.%.*s = %.*s", ENT_STR_ARG(left->args[0]->var->name),
                                ENT_STR_ARG(left->name), (int)expr->span.len, source + expr->span.at);
    if (expr->kind == ENT_EXPR_IS_NOT_NULL && of_var)
        return ent_arena_printf(planner->arena, "%.*s IS NOT NULL", ENT_STR_ARG(left->var->name));
    return ent_arena_printf(planner->arena, "%.*s", (int)expr->span.len, source ? source + expr->span.at : "");
}

/* ---- compiling ---- */

bool ent_expr_is_id(const ent_expr *expr, uint32_t *slot)
{
    if (expr->kind != ENT_EXPR_CALL || !expr->function || strcmp(expr->function->name, "id") != 0 ||
        expr->arg_count != 1 || expr->args[0]->kind != ENT_EXPR_VARIABLE)
        return false;
    *slot = expr->args[0]->var->slot;
    return true;
}

static bool note_impure(ent_walk *walk, ent_expr *expr)
{
    bool *pure = walk->user;
    if (expr->path || expr->query ||
        (expr->kind == ENT_EXPR_CALL && expr->function && (expr->function->flags & ENT_FN_IMPURE)))
        *pure = false;
    return *pure;
}

bool ent_expr_is_pure(ent_expr *expr)
{
    bool pure = true;
    ent_walk walk = {.expr = note_impure, .user = &pure};
    ent_walk_expr(&walk, expr);
    return pure;
}

static ent_status plan_subplan(ent_planner *planner, ent_plan_node *node, const ent_slots *bound, ent_expr *expr)
{
    ent_subplan *sub = ENT_NEW(planner->arena, ent_subplan);
    if (!sub)
        return ent_planner_memory(planner);
    *sub =
        (ent_subplan){.kind = expr->kind, .frame = ent_planner_frame(planner), .index = planner->plan->subplan_count++};
    ent_chain chain;
    ENT_TRY(ent_chain_begin(planner, sub->frame, bound, &chain));
    ent_slots live = ent_slots_new(planner);
    if (expr->query) {
        ENT_TRY(ent_plan_query(planner, &chain, expr->query));
        if (expr->kind == ENT_EXPR_COLLECT && expr->query->column_count > 0) {
            sub->slot = expr->query->columns[0]->slot;
            ent_slots_add(&live, sub->slot);
        }
    } else {
        ent_var *result =
            expr->kind == ENT_EXPR_SHORTEST_PATH && expr->path->var ? expr->path->var : ent_planner_var(planner);
        if (!result)
            return planner->error->status ? planner->error->status : ent_planner_memory(planner);
        sub->slot = result->slot;
        ent_path_pattern path = *expr->path;
        if (expr->kind == ENT_EXPR_SHORTEST_PATH) {
            path.var = result;
            sub->all = path.kind == ENT_PATH_ALL_SHORTEST;
        }
        bool comprehension = expr->kind == ENT_EXPR_PATTERN_COMPREHENSION;
        ENT_TRY(ent_plan_match(planner, &chain, &path, 1, comprehension ? expr->args[0] : NULL));
        if (comprehension) {
            ent_plan_node *project = ent_planner_node(planner, ENT_OP_PROJECT);
            ent_computed *item = ENT_NEW(planner->arena, ent_computed);
            if (!project || !item)
                return ent_planner_memory(planner);
            item->slot = result->slot;
            project->project.items = item;
            project->project.count = 1;
            ENT_TRY(ent_planner_compile(planner, &chain, project, expr->args[1], &item->program));
            ent_slots_add(&project->defs, item->slot);
            ENT_TRY(ent_chain_push(planner, &chain, project));
        }
        if (expr->kind != ENT_EXPR_PATTERN_PREDICATE)
            ent_slots_add(&live, sub->slot);
    }
    sub->root = chain.top;
    bool any = expr->kind == ENT_EXPR_PATTERN_PREDICATE || expr->kind == ENT_EXPR_EXISTS;
    ent_plan_liveness(planner, sub->root, &live, any);
    expr->plan = sub;
    sub->next = node->subplans;
    node->subplans = sub;
    return ent_planner_memory(planner);
}

typedef struct {
    ent_planner *planner;
    const ent_chain *chain;
    ent_plan_node *node;
    ent_slots bound; /* of the chain, and the expression's own; only made where there is a subquery */
    ent_expr *root;
    bool impure;
    ent_status status;
} preparation;

static void note_own(preparation *prepare, const ent_expr *expr)
{
    if (expr->kind != ENT_EXPR_VARIABLE && expr->var)
        ent_slots_add(&prepare->bound, expr->var->slot);
    if (expr->accumulator_var)
        ent_slots_add(&prepare->bound, expr->accumulator_var->slot);
}

/* All variables of comprehensions and the like around a subquery count as bound: the resolver has seen to what is in
 * scope. Those inside of one are not there yet. */
static bool note_all_own(ent_walk *walk, ent_expr *expr)
{
    note_own(walk->user, expr);
    return !expr->path && !expr->query;
}

static ent_status make_bound(preparation *prepare, ent_expr *root)
{
    if (prepare->bound.words)
        return ENT_OK;
    prepare->bound = ent_slots_copy(prepare->planner, &prepare->chain->bound);
    ent_walk walk = {.expr = note_all_own, .user = prepare};
    ent_walk_expr(&walk, root);
    return ent_planner_memory(prepare->planner);
}

static bool prepare_expr(ent_walk *walk, ent_expr *expr)
{
    preparation *prepare = walk->user;
    if (expr->kind == ENT_EXPR_CALL && expr->function && (expr->function->flags & ENT_FN_IMPURE))
        prepare->impure = true;
    if (!expr->path && !expr->query)
        return true;
    if (prepare->status == ENT_OK)
        prepare->status = make_bound(prepare, prepare->root);
    if (prepare->status == ENT_OK)
        prepare->status = plan_subplan(prepare->planner, prepare->node, &prepare->bound, expr);
    return false;
}

ent_status ent_planner_compile(ent_planner *planner, ent_chain *chain, ent_plan_node *node, ent_expr *expr,
                               ent_program **out)
{
    if (!expr)
        return ent_planner_memory(planner);
    ENT_TRY(ent_props_rewrite(planner, chain, expr, &expr));
    preparation prepare = {.planner = planner, .chain = chain, .node = node, .root = expr};
    ent_walk walk = {.expr = prepare_expr, .user = &prepare};
    ent_walk_expr(&walk, expr);
    ENT_TRY(prepare.status);
    node->impure |= prepare.impure;
    ent_expr_slots(expr, &node->uses);
    ent_expr_effects(expr, &node->reads);
    return ent_program_compile(planner->arena, planner->statement, expr, out, planner->error);
}
