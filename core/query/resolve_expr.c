/* Expressions: variables found, types worked out, and what cannot work refused.
 *
 * An operand is refused only when no value that it can have would do: `x + 1` passes for a property x, `true + 1` does
 * not. What cannot be known before running is left to the evaluation. The parser bounds the depth of the tree, so that
 * of the recursion. */
#include "core/query/resolver.h"

#define BIT(id)         ENT_TYPE_BIT(ENT_TYPE_##id)
#define BOOLEAN_OR_NULL (BIT(BOOLEAN) | ENT_NULL_TYPE)

static ent_status resolve(ent_resolver *r, ent_expr *expr, bool predicate, ent_typing *out);

ent_status ent_resolver_want(ent_resolver *r, const ent_expr *expr, ent_typing typing, ent_type_set wanted,
                             ent_status status, const char *who)
{
    if (ent_typing_allows(typing, wanted))
        return ENT_OK;
    char need[200], have[200];
    return ent_fail(r->error, status, ENT_PHASE_COMPILE, expr->span, "InvalidArgumentType",
                    "%s needs %s, but this is %s", who, ent_typing_text(need, sizeof need, wanted),
                    ent_typing_text(have, sizeof have, typing.set));
}

/* ---- what ORDER BY and WHERE read of a projection ---- */

/* Whether the names in an item's expression mean here what they meant there: a comprehension or another item may have
 * given one of them to something else. */
static bool means_the_same(const ent_resolver *r, const ent_expr *expr, const ent_var *item)
{
    if (expr->path || expr->query)
        return r->scope == r->projected->scope;
    if (expr->kind == ENT_EXPR_VARIABLE) {
        const ent_var *var = ent_scope_find(r->scope, expr->name, NULL);
        return !var || var == expr->var || var == item;
    }
    for (uint32_t i = 0; i < expr->arg_count; i++)
        if (expr->args[i] && !means_the_same(r, expr->args[i], item))
            return false;
    return true;
}

static bool is_simple(const ent_expr *expr)
{
    while (expr->kind == ENT_EXPR_PROPERTY)
        expr = expr->args[0];
    return expr->kind == ENT_EXPR_VARIABLE;
}

/* Turns an expression that equals an item of the projection into the item's variable. */
static ent_status become_item(ent_resolver *r, ent_expr *expr, bool *done)
{
    const ent_projected *projected = r->projected;
    const ent_projection *projection = projected->projection;
    if (expr->kind == ENT_EXPR_VARIABLE || expr->kind == ENT_EXPR_LITERAL || expr->kind == ENT_EXPR_PARAMETER)
        return ENT_OK;
    for (uint32_t i = 0; i < projection->item_count; i++) {
        const ent_projection_item *item = &projection->items[i];
        if (item->expr->kind != expr->kind || !ent_expr_same(r, item->expr, expr) ||
            !means_the_same(r, item->expr, item->var))
            continue;
        if (projected->aggregates && expr != projected->whole && !item->expr->aggregate && !is_simple(item->expr)) {
            ent_status status = ENT_REJECT(r, expr->span, "AmbiguousAggregationExpression",
                                           "this expression cannot stand beside an aggregate function, though it is an "
                                           "item of the projection");
            ent_hint(r->error, "name the item with AS and use that name");
            return status;
        }
        expr->kind = ENT_EXPR_VARIABLE;
        expr->name = item->column;
        expr->var = item->var;
        expr->arg_count = 0;
        expr->function = NULL;
        expr->distinct = false;
        expr->path = NULL;
        expr->query = NULL;
        *done = true;
        return ENT_OK;
    }
    return ENT_OK;
}

/* ---- pieces ---- */

static ent_status arg(ent_resolver *r, ent_expr *expr, uint32_t i, bool predicate, ent_typing *out)
{
    *out = ent_typing_of(ENT_NULL_TYPE);
    if (!expr->args[i])
        return ENT_OK;
    ENT_TRY(resolve(r, expr->args[i], predicate, out));
    expr->aggregate |= expr->args[i]->aggregate;
    return ENT_OK;
}

static ent_status boolean_arg(ent_resolver *r, ent_expr *expr, uint32_t i, const char *who, ent_typing *out)
{
    ENT_TRY(arg(r, expr, i, true, out));
    return expr->args[i] ? ent_resolver_want(r, expr->args[i], *out, BIT(BOOLEAN), ENT_SYNTAX, who) : ENT_OK;
}

static const char *operator_name(ent_expr_kind kind)
{
    switch (kind) {
    case ENT_EXPR_NOT:
        return "`NOT`";
    case ENT_EXPR_AND:
        return "`AND`";
    case ENT_EXPR_OR:
        return "`OR`";
    case ENT_EXPR_XOR:
        return "`XOR`";
    case ENT_EXPR_ADD:
        return "`+`";
    case ENT_EXPR_SUBTRACT:
        return "`-`";
    case ENT_EXPR_MULTIPLY:
        return "`*`";
    case ENT_EXPR_DIVIDE:
        return "`/`";
    case ENT_EXPR_MODULO:
        return "`%`";
    case ENT_EXPR_POWER:
        return "`^`";
    case ENT_EXPR_CONCAT:
        return "`||`";
    case ENT_EXPR_NEGATE:
        return "`-`";
    case ENT_EXPR_PLUS:
        return "`+`";
    default:
        return "this";
    }
}

static ent_status resolve_logic(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    *out = ent_typing_of(BIT(BOOLEAN));
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        ent_typing operand;
        ENT_TRY(boolean_arg(r, expr, i, operator_name(expr->kind), &operand));
        out->set |= operand.set & ENT_NULL_TYPE;
    }
    return ENT_OK;
}

static ent_status resolve_arithmetic(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    ent_typing a, b = ent_typing_of(0);
    ENT_TRY(arg(r, expr, 0, false, &a));
    if (expr->arg_count > 1)
        ENT_TRY(arg(r, expr, 1, false, &b));
    if (ent_typing_arithmetic(r->arena, expr->kind, a, b, out))
        return ENT_OK;
    /* Point at the operand that fits with nothing; where both might, at the operator. */
    ent_typing any = ent_typing_of(ENT_ANY_TYPE), ignored;
    char left[200], right[200];
    const char *name = operator_name(expr->kind);
    if (expr->arg_count == 1 || !ent_typing_arithmetic(r->arena, expr->kind, a, any, &ignored))
        return ENT_REJECT(r, expr->args[0]->span, "InvalidArgumentType", "%s cannot be used on %s", name,
                          ent_typing_text(left, sizeof left, a.set));
    if (!ent_typing_arithmetic(r->arena, expr->kind, any, b, &ignored))
        return ENT_REJECT(r, expr->args[1]->span, "InvalidArgumentType", "%s cannot be used on %s", name,
                          ent_typing_text(right, sizeof right, b.set));
    return ENT_REJECT(r, expr->op_span.len ? expr->op_span : expr->span, "InvalidArgumentType",
                      "%s cannot be used between %s and %s", name, ent_typing_text(left, sizeof left, a.set),
                      ent_typing_text(right, sizeof right, b.set));
}

static ent_status resolve_all_args(ent_resolver *r, ent_expr *expr, ent_type_set result, ent_typing *out)
{
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        ent_typing operand;
        ENT_TRY(arg(r, expr, i, false, &operand));
    }
    *out = ent_typing_of(result);
    return ENT_OK;
}

static ent_status resolve_list(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    ent_typing items = ent_typing_of(0);
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        ent_typing item;
        ENT_TRY(arg(r, expr, i, false, &item));
        items = i == 0 ? item : ent_typing_union(r->arena, items, item);
    }
    *out = ent_typing_list(r->arena, items);
    return ENT_OK;
}

static ent_status resolve_property(ent_resolver *r, ent_expr *expr, const ent_expr *chain, ent_typing *out)
{
    ent_typing owner;
    r->chain = chain ? chain : expr;
    ENT_TRY(arg(r, expr, 0, false, &owner));
    ent_type_set owners = BIT(MAP) | ENT_ENTITY_TYPES | BIT(POINT) | ENT_TEMPORAL_TYPES | BIT(DURATION);
    if (!ent_typing_allows(owner, owners)) {
        char have[200];
        /* openCypher's own distinction: a path is known from the pattern, any other value from computing it */
        ent_status kind = ent_typing_allows(owner, BIT(PATH)) ? ENT_SYNTAX : ENT_TYPE;
        ent_status status = ent_fail(r->error, kind, ENT_PHASE_COMPILE, expr->args[0]->span, "InvalidArgumentType",
                                     "%s has no properties, so `.%.*s` cannot be read from it",
                                     ent_typing_text(have, sizeof have, owner.set), ENT_STR_ARG(expr->name));
        if (owner.set == BIT(LIST) && expr->args[0]->kind == ENT_EXPR_VARIABLE)
            ent_hint(r->error, "of each item: [x IN %.*s | x.%.*s]", ENT_STR_ARG(expr->args[0]->name),
                     ENT_STR_ARG(expr->name));
        ent_hint(r->error, "nodes, relationships, maps, points, dates, times and durations have properties");
        return status;
    }
    *out = ent_typing_of(ENT_ANY_TYPE);
    return ENT_OK;
}

static bool surely_list(ent_typing typing)
{
    return (typing.set & ~ENT_NULL_TYPE) == BIT(LIST);
}

static ent_status resolve_index(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    ent_typing container, key;
    ENT_TRY(arg(r, expr, 0, false, &container));
    ENT_TRY(arg(r, expr, 1, false, &key));
    ENT_TRY(ent_resolver_want(r, expr->args[0], container, BIT(LIST) | BIT(MAP) | ENT_ENTITY_TYPES, ENT_TYPE,
                              "access by [ ]"));
    *out = ent_typing_of(ENT_ANY_TYPE);
    if (surely_list(container)) {
        ENT_TRY(ent_resolver_want(r, expr->args[1], key, BIT(INTEGER), ENT_TYPE, "the position in a list"));
        *out = ent_typing_item(container);
        out->set |= ENT_NULL_TYPE;
    }
    return ENT_OK;
}

static ent_status resolve_slice(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    ent_typing list, bound;
    ENT_TRY(arg(r, expr, 0, false, &list));
    ENT_TRY(ent_resolver_want(r, expr->args[0], list, BIT(LIST), ENT_TYPE, "taking a part by [ .. ]"));
    for (uint32_t i = 1; i < 3; i++) {
        ENT_TRY(arg(r, expr, i, false, &bound));
        if (expr->args[i])
            ENT_TRY(ent_resolver_want(r, expr->args[i], bound, BIT(INTEGER), ENT_TYPE, "the bound of a part"));
    }
    *out = list;
    if (!surely_list(list))
        *out = ent_typing_of(BIT(LIST));
    out->set |= ENT_NULL_TYPE;
    return ENT_OK;
}

static ent_status resolve_in(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    ent_typing item, list;
    ENT_TRY(arg(r, expr, 0, false, &item));
    ENT_TRY(arg(r, expr, 1, false, &list));
    *out = ent_typing_of(BOOLEAN_OR_NULL);
    return ent_resolver_want(r, expr->args[1], list, BIT(LIST), ENT_SYNTAX, "`IN`");
}

static ent_status resolve_has_labels(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    ent_typing entity;
    ENT_TRY(arg(r, expr, 0, false, &entity));
    *out = ent_typing_of(BOOLEAN_OR_NULL);
    return ent_resolver_want(r, expr->args[0], entity, ENT_ENTITY_TYPES, ENT_SYNTAX, "a test for labels");
}

/* args: subject or NULL; when, then, when, then, ...; else or NULL. */
static ent_status resolve_case(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    ent_typing subject, when, then;
    ENT_TRY(arg(r, expr, 0, false, &subject));
    ent_typing all = ent_typing_of(0);
    uint32_t last = expr->arg_count - 1;
    for (uint32_t i = 1; i + 1 <= last; i += 2) {
        if (expr->args[0])
            ENT_TRY(arg(r, expr, i, false, &when));
        else
            ENT_TRY(boolean_arg(r, expr, i, "`WHEN`", &when));
        ENT_TRY(arg(r, expr, i + 1, false, &then));
        all = i == 1 ? then : ent_typing_union(r->arena, all, then);
    }
    ENT_TRY(arg(r, expr, last, false, &then));
    *out = ent_typing_union(r->arena, all, then);
    return ENT_OK;
}

static ent_status resolve_map_projection(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    ent_typing owner;
    ENT_TRY(arg(r, expr, 0, false, &owner));
    ENT_TRY(ent_resolver_want(r, expr->args[0], owner, BIT(MAP) | ENT_ENTITY_TYPES, ENT_TYPE, "a map projection"));
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        ent_typing value;
        ENT_TRY(arg(r, expr, i, false, &value));
    }
    *out = ent_typing_of(BIT(MAP) | (owner.set & ENT_NULL_TYPE));
    return ENT_OK;
}

/* ---- expressions with variables of their own ---- */

/* What has to be put back when the walk leaves such an expression. */
typedef struct {
    ent_scope *scope;
    const char *place;
    bool may_aggregate;
} inner_state;

static ent_status inner_enter(ent_resolver *r, const char *place, inner_state *saved)
{
    *saved = (inner_state){r->scope, r->place, r->may_aggregate};
    ent_scope *scope = ent_scope_new(r->arena, r->scope);
    if (!scope)
        return ent_arena_status(r->arena, r->error);
    r->scope = scope;
    r->may_aggregate = false;
    r->place = place;
    return ENT_OK;
}

static void inner_leave(ent_resolver *r, const inner_state *saved)
{
    r->scope = saved->scope;
    r->place = saved->place;
    r->may_aggregate = saved->may_aggregate;
}

/* Brings a variable into the scope just entered; it may hide one outside. */
static ent_status inner_var(ent_resolver *r, const ent_expr *expr, ent_str name, ent_typing typing, ent_var **out)
{
    ENT_TRY(ent_resolver_new_var(r, name, expr->span, typing, out));
    if (!ent_scope_add(r->arena, r->scope, *out))
        return ent_arena_status(r->arena, r->error);
    return ENT_OK;
}

/* List comprehensions and quantifiers: args are list, condition, and for a comprehension what it gives. */
static ent_status resolve_over_list(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    bool comprehension = expr->kind == ENT_EXPR_LIST_COMPREHENSION;
    const char *who = comprehension ? "a list comprehension" : "a quantifier";
    ent_typing list, condition;
    ENT_TRY(arg(r, expr, 0, false, &list));
    ENT_TRY(ent_resolver_want(r, expr->args[0], list, BIT(LIST), ENT_SYNTAX, who));
    ent_typing item = ent_typing_item(list), result = item;
    inner_state saved;
    ENT_TRY(inner_enter(r, who, &saved));
    ENT_TRY(inner_var(r, expr, expr->name, item, &expr->var));
    ENT_TRY(boolean_arg(r, expr, 1, "the condition", &condition));
    if (comprehension && expr->args[2])
        ENT_TRY(arg(r, expr, 2, false, &result));
    inner_leave(r, &saved);
    *out = comprehension ? ent_typing_list(r->arena, result) : ent_typing_of(BOOLEAN_OR_NULL);
    if (comprehension)
        out->set |= list.set & ENT_NULL_TYPE;
    return ENT_OK;
}

static ent_status resolve_reduce(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    ent_typing start, list, body;
    ENT_TRY(arg(r, expr, 0, false, &start));
    ENT_TRY(arg(r, expr, 1, false, &list));
    ENT_TRY(ent_resolver_want(r, expr->args[1], list, BIT(LIST), ENT_SYNTAX, "`reduce`"));
    inner_state saved;
    ENT_TRY(inner_enter(r, "`reduce`", &saved));
    /* What the accumulator holds in later rounds is known only after the body is. */
    ENT_TRY(inner_var(r, expr, expr->accumulator, ent_typing_of(ENT_ANY_TYPE), &expr->accumulator_var));
    if (ent_str_equal(expr->accumulator, expr->name))
        return ENT_REJECT(r, expr->span, "VariableAlreadyBound", "`%.*s` cannot name both the accumulator and the item",
                          ENT_STR_ARG(expr->name));
    ENT_TRY(inner_var(r, expr, expr->name, ent_typing_item(list), &expr->var));
    ENT_TRY(arg(r, expr, 2, false, &body));
    inner_leave(r, &saved);
    *out = ent_typing_union(r->arena, start, body);
    out->set |= list.set & ENT_NULL_TYPE;
    return ENT_OK;
}

static ent_status resolve_pattern_comprehension(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    inner_state saved;
    ent_typing condition, result;
    ENT_TRY(inner_enter(r, "a pattern comprehension", &saved));
    ENT_TRY(ent_resolve_pattern(r, &(ent_pattern){expr->path, 1}, ENT_PATTERN_COMPREHENSION, false));
    ENT_TRY(boolean_arg(r, expr, 0, "the condition", &condition));
    ENT_TRY(arg(r, expr, 1, false, &result));
    inner_leave(r, &saved);
    *out = ent_typing_list(r->arena, result);
    return ENT_OK;
}

static ent_status resolve_pattern_predicate(ent_resolver *r, ent_expr *expr, bool predicate, ent_typing *out)
{
    if (!predicate) {
        ent_status status = ENT_REJECT(r, expr->span, "UnexpectedSyntax",
                                       "a pattern can stand only where a condition is expected, as in WHERE");
        ent_hint(r->error, "EXISTS { } tells whether it is there, COUNT { } how often; [(a)-->(b) | b] makes a list");
        return status;
    }
    *out = ent_typing_of(BIT(BOOLEAN));
    inner_state saved;
    ENT_TRY(inner_enter(r, "a pattern", &saved));
    ENT_TRY(ent_resolve_pattern(r, &(ent_pattern){expr->path, 1}, ENT_PATTERN_PREDICATE, false));
    inner_leave(r, &saved);
    return ENT_OK;
}

/* Its ends have to be bound; the relationship may have a name for the pattern's own condition. */
static ent_status resolve_shortest_path(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    const ent_path_pattern *path = expr->path;
    for (uint32_t i = 0; i <= path->rel_count; i++) {
        const ent_node_pattern *node = &path->nodes[i];
        if (node->name.n > 0 && !ent_scope_find(r->scope, node->name, NULL))
            return ent_resolver_undefined(r, node->name, node->name_span);
    }
    inner_state saved;
    ENT_TRY(inner_enter(r, "a pattern", &saved));
    ENT_TRY(ent_resolve_pattern(r, &(ent_pattern){expr->path, 1}, ENT_PATTERN_COMPREHENSION, false));
    inner_leave(r, &saved);
    *out = ent_typing_of(BIT(PATH) | ENT_NULL_TYPE);
    if (path->kind == ENT_PATH_ALL_SHORTEST)
        *out = ent_typing_list(r->arena, ent_typing_of(BIT(PATH)));
    return ENT_OK;
}

static ent_status resolve_nested_query(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    ent_resolver saved = *r;
    r->may_aggregate = r->in_aggregate = false;
    r->reading_only = true;
    r->projected = NULL;
    ENT_TRY(ent_resolve_query(r, expr->query, expr->kind == ENT_EXPR_COLLECT ? ENT_QUERY_COLLECT : ENT_QUERY_EXISTS,
                              r->scope, NULL));
    r->may_aggregate = saved.may_aggregate;
    r->in_aggregate = saved.in_aggregate;
    r->reading_only = saved.reading_only;
    r->projected = saved.projected;
    r->place = saved.place;
    r->scope = saved.scope;
    if (expr->kind == ENT_EXPR_EXISTS)
        *out = ent_typing_of(BIT(BOOLEAN));
    else if (expr->kind == ENT_EXPR_COUNT)
        *out = ent_typing_of(BIT(INTEGER));
    else
        *out = ent_typing_list(r->arena, ent_var_typing(expr->query->columns[0]));
    return ENT_OK;
}

/* ---- all ---- */

static ent_status resolve_variable(ent_resolver *r, ent_expr *expr, const ent_expr *chain, ent_typing *out)
{
    ENT_TRY(ent_resolver_read(r, expr->name, expr->span, chain ? chain : expr, &expr->var));
    *out = ent_var_typing(expr->var);
    return ENT_OK;
}

static ent_status resolve_kind(ent_resolver *r, ent_expr *expr, bool predicate, const ent_expr *chain, ent_typing *out)
{
    switch (expr->kind) {
    case ENT_EXPR_LITERAL:
        *out = ent_typing_of(ENT_TYPE_BIT(expr->value.type));
        return ENT_OK;
    case ENT_EXPR_VARIABLE:
        return resolve_variable(r, expr, chain, out);
    case ENT_EXPR_PARAMETER:
        *out = ent_typing_of(ENT_ANY_TYPE);
        return ENT_OK;
    case ENT_EXPR_LIST:
        return resolve_list(r, expr, out);
    case ENT_EXPR_MAP:
        return resolve_all_args(r, expr, BIT(MAP), out);
    case ENT_EXPR_MAP_PROJECTION:
        return resolve_map_projection(r, expr, out);
    case ENT_EXPR_PROPERTY:
        return resolve_property(r, expr, chain, out);
    case ENT_EXPR_INDEX:
        return resolve_index(r, expr, out);
    case ENT_EXPR_SLICE:
        return resolve_slice(r, expr, out);
    case ENT_EXPR_CALL:
    case ENT_EXPR_COUNT_STAR:
        return ent_resolve_function(r, expr, out);
    case ENT_EXPR_NOT:
    case ENT_EXPR_AND:
    case ENT_EXPR_OR:
    case ENT_EXPR_XOR:
        return resolve_logic(r, expr, out);
    case ENT_EXPR_EQ:
    case ENT_EXPR_NE:
    case ENT_EXPR_LT:
    case ENT_EXPR_LE:
    case ENT_EXPR_GT:
    case ENT_EXPR_GE:
    case ENT_EXPR_COMPARE_CHAIN:
    case ENT_EXPR_STARTS_WITH:
    case ENT_EXPR_ENDS_WITH:
    case ENT_EXPR_CONTAINS:
    case ENT_EXPR_REGEX:
        return resolve_all_args(r, expr, BOOLEAN_OR_NULL, out);
    case ENT_EXPR_ADD:
    case ENT_EXPR_SUBTRACT:
    case ENT_EXPR_MULTIPLY:
    case ENT_EXPR_DIVIDE:
    case ENT_EXPR_MODULO:
    case ENT_EXPR_POWER:
    case ENT_EXPR_CONCAT:
    case ENT_EXPR_NEGATE:
    case ENT_EXPR_PLUS:
        return resolve_arithmetic(r, expr, out);
    case ENT_EXPR_IN:
        return resolve_in(r, expr, out);
    case ENT_EXPR_IS_NULL:
    case ENT_EXPR_IS_NOT_NULL:
    case ENT_EXPR_IS_TYPED:
    case ENT_EXPR_IS_NOT_TYPED:
        return resolve_all_args(r, expr, BIT(BOOLEAN), out);
    case ENT_EXPR_HAS_LABELS:
        return resolve_has_labels(r, expr, out);
    case ENT_EXPR_CASE:
        return resolve_case(r, expr, out);
    case ENT_EXPR_LIST_COMPREHENSION:
    case ENT_EXPR_ALL:
    case ENT_EXPR_ANY:
    case ENT_EXPR_NONE:
    case ENT_EXPR_SINGLE:
        return resolve_over_list(r, expr, out);
    case ENT_EXPR_REDUCE:
        return resolve_reduce(r, expr, out);
    case ENT_EXPR_PATTERN_PREDICATE:
        return resolve_pattern_predicate(r, expr, predicate, out);
    case ENT_EXPR_PATTERN_COMPREHENSION:
        return resolve_pattern_comprehension(r, expr, out);
    case ENT_EXPR_SHORTEST_PATH:
        return resolve_shortest_path(r, expr, out);
    case ENT_EXPR_EXISTS:
    case ENT_EXPR_COUNT:
    case ENT_EXPR_COLLECT:
        return resolve_nested_query(r, expr, out);
    case ENT_EXPR_COUNT_:
        break;
    }
    *out = ent_typing_of(ENT_ANY_TYPE);
    return ENT_OK;
}

static bool reads_graph(ent_expr_kind kind)
{
    return kind == ENT_EXPR_PATTERN_PREDICATE || kind == ENT_EXPR_PATTERN_COMPREHENSION ||
           kind == ENT_EXPR_SHORTEST_PATH || kind == ENT_EXPR_EXISTS || kind == ENT_EXPR_COUNT ||
           kind == ENT_EXPR_COLLECT;
}

/* predicate: a condition is expected here, so a pattern may stand for one. */
static ent_status resolve(ent_resolver *r, ent_expr *expr, bool predicate, ent_typing *out)
{
    const ent_expr *chain = r->chain;
    r->chain = NULL;
    bool done = false;
    *out = ent_typing_of(ENT_ANY_TYPE);
    expr->aggregate = false;
    if (r->projected)
        ENT_TRY(become_item(r, expr, &done));
    if (done) {
        *out = ent_var_typing(expr->var);
    } else {
        if (r->constant && reads_graph(expr->kind))
            return ENT_REJECT(r, expr->span, "NonConstantExpression", "%s cannot depend on the graph", r->constant);
        ENT_TRY(resolve_kind(r, expr, predicate, chain, out));
    }
    expr->type = out->set ? out->set : ENT_ANY_TYPE;
    return ENT_OK;
}

ent_status ent_resolve_expr(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    return resolve(r, expr, false, out);
}

ent_status ent_resolve_predicate(ent_resolver *r, ent_expr *expr)
{
    ent_typing typing;
    ENT_TRY(resolve(r, expr, true, &typing));
    return ent_resolver_want(r, expr, typing, BIT(BOOLEAN), ENT_SYNTAX, r->place ? r->place : "a condition");
}

ent_status ent_resolve_plain(ent_resolver *r, ent_expr *expr, const char *place, ent_typing *out)
{
    const char *saved = r->place;
    r->place = place;
    ENT_TRY(resolve(r, expr, false, out));
    r->place = saved;
    return ENT_OK;
}

ent_status ent_resolve_condition(ent_resolver *r, ent_expr *expr, const char *place)
{
    const char *saved = r->place;
    r->place = place;
    ENT_TRY(ent_resolve_predicate(r, expr));
    r->place = saved;
    return ENT_OK;
}
