/* Function calls: which function, how many arguments of which types, and where aggregates may stand. */
#include "core/query/resolver.h"

#include <stdio.h>

#define BIT(id) ENT_TYPE_BIT(ENT_TYPE_##id)

static ent_status enter_aggregate(ent_resolver *r, const ent_expr *expr)
{
    ent_span where = expr->op_span.len ? expr->op_span : expr->span;
    if (r->in_aggregate) {
        ent_status status = ENT_REJECT(r, where, "NestedAggregation",
                                       "an aggregate function cannot stand inside another aggregate function");
        ent_hint(r->error, "aggregate in a WITH first, then aggregate its result");
        return status;
    }
    /* Behind a projection an aggregate is refused only after its arguments: they may be the actual mistake. */
    if (r->may_aggregate || r->projected)
        return ENT_OK;
    ent_status status = ENT_REJECT(r, where, "InvalidAggregation", "an aggregate function cannot stand in %s",
                                   r->place ? r->place : "this place");
    ent_hint(r->error, "aggregates belong into the items of WITH or RETURN");
    return status;
}

static ent_status leave_aggregate(ent_resolver *r, const ent_expr *expr)
{
    if (!r->projected)
        return ENT_OK;
    bool aggregating = r->projected->projection->aggregate;
    ent_status status =
        ENT_REJECT(r, expr->span, "InvalidAggregation",
                   aggregating ? "only an aggregate that is an item of the projection can be used in %s"
                               : "an aggregate function cannot stand in %s of a projection that does not aggregate",
                   r->place ? r->place : "this place");
    ent_hint(r->error, "make it an item, with a name given by AS, and use that name");
    return status;
}

static ent_status resolve_count_star(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    ENT_TRY(enter_aggregate(r, expr));
    ENT_TRY(leave_aggregate(r, expr));
    expr->aggregate = true;
    *out = ent_typing_of(BIT(INTEGER));
    return ENT_OK;
}

/* What the i-th argument may be: the last type of the table stands for all further arguments. */
static ent_type_set wanted_type(const ent_function *function, uint32_t i)
{
    uint32_t last = sizeof function->arg_types / sizeof *function->arg_types - 1;
    while (last > 0 && function->arg_types[last] == 0)
        last--;
    return function->arg_types[i < last ? i : last];
}

static ent_status check_count(ent_resolver *r, const ent_expr *expr, const ent_function *function)
{
    uint32_t n = expr->arg_count;
    if (n >= function->min_args && (function->max_args == 255 || n <= function->max_args))
        return ENT_OK;
    char need[64];
    if (function->max_args == 255)
        snprintf(need, sizeof need, "at least %d argument%s", function->min_args, function->min_args == 1 ? "" : "s");
    else if (function->min_args == function->max_args)
        snprintf(need, sizeof need, "%d argument%s", function->min_args, function->min_args == 1 ? "" : "s");
    else
        snprintf(need, sizeof need, "%d %s %d arguments", function->min_args,
                 function->max_args - function->min_args == 1 ? "or" : "to", function->max_args);
    ent_status status = ENT_REJECT(r, expr->span, "InvalidNumberOfArguments", "`%s` takes %s, but %u %s given here",
                                   function->name, need, n, n == 1 ? "is" : "are");
    if (expr->distinct && n > 1)
        ent_hint(r->error, "a list counts several together: %s(DISTINCT [a, b])", function->name);
    ent_hint(r->error, "%s%s", function->name, function->signature);
    return status;
}

static ent_status check_type(ent_resolver *r, const ent_expr *expr, const ent_function *function, uint32_t i,
                             ent_typing typing)
{
    ent_type_set wanted = wanted_type(function, i);
    if (wanted == 0 || ent_typing_allows(typing, wanted))
        return ENT_OK;
    char need[200], have[200];
    ent_status status =
        ENT_REJECT(r, expr->args[i]->span, "InvalidArgumentType", "`%s` takes %s here, but this is %s", function->name,
                   ent_typing_text(need, sizeof need, wanted), ent_typing_text(have, sizeof have, typing.set));
    ent_hint(r->error, "%s%s", function->name, function->signature);
    return status;
}

static const ent_expr *find_impure(const ent_expr *expr)
{
    if (expr->kind == ENT_EXPR_CALL && expr->function && (expr->function->flags & ENT_FN_IMPURE))
        return expr;
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        const ent_expr *found = expr->args[i] ? find_impure(expr->args[i]) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

/* ---- results that depend on the arguments ---- */

typedef enum { AS_TABLE, ITEM, SAME, UNION, LIST_OF_ARGUMENT, LIST_OF } result_rule;

static const struct {
    const char *name;
    result_rule rule;
    ent_type_set items; /* LIST_OF */
} result_rules[] = {
    {"coalesce", UNION, 0},
    {"collect", LIST_OF_ARGUMENT, 0},
    {"head", ITEM, 0},
    {"keys", LIST_OF, BIT(STRING)},
    {"labels", LIST_OF, BIT(STRING)},
    {"last", ITEM, 0},
    {"max", SAME, 0},
    {"min", SAME, 0},
    {"nodes", LIST_OF, BIT(NODE)},
    {"range", LIST_OF, BIT(INTEGER)},
    {"relationships", LIST_OF, BIT(RELATIONSHIP)},
    {"reverse", SAME, 0},
    {"split", LIST_OF, BIT(STRING)},
    {"tail", SAME, 0},
};

static void function_result(ent_resolver *r, const ent_function *function, const ent_typing *args, uint32_t n,
                            ent_typing *out)
{
    *out = ent_typing_of((function->result ? function->result : ENT_ANY_TYPE) | ENT_NULL_TYPE);
    if (n == 0)
        return;
    ent_typing first = args[0];
    for (size_t i = 0; i < sizeof result_rules / sizeof result_rules[0]; i++) {
        if (strcmp(result_rules[i].name, function->name) != 0)
            continue;
        switch (result_rules[i].rule) {
        case AS_TABLE:
            return;
        case ITEM:
            *out = ent_typing_item(first);
            break;
        case SAME:
            *out = first;
            break;
        case UNION:
            *out = first;
            for (uint32_t k = 1; k < n; k++)
                *out = ent_typing_union(r->arena, *out, args[k]);
            break;
        case LIST_OF_ARGUMENT:
            first.set &= ~ENT_NULL_TYPE;
            *out = ent_typing_list(r->arena, first);
            return;
        case LIST_OF:
            *out = ent_typing_list(r->arena, ent_typing_of(result_rules[i].items));
            break;
        }
        out->set |= ENT_NULL_TYPE;
        return;
    }
}

/* ---- calls ---- */

static ent_status resolve_call(ent_resolver *r, ent_expr *expr, const ent_function *function, ent_typing *out)
{
    ent_typing *typings = ENT_NEW_ARRAY(r->arena, ent_typing, expr->arg_count + 1);
    if (!typings)
        return ent_arena_status(r->arena, r->error);
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        ENT_TRY(ent_resolve_expr(r, expr->args[i], &typings[i]));
        expr->aggregate |= expr->args[i]->aggregate;
    }
    for (uint32_t i = 0; i < expr->arg_count; i++)
        ENT_TRY(check_type(r, expr, function, i, typings[i]));
    function_result(r, function, typings, expr->arg_count, out);
    return ENT_OK;
}

static ent_status resolve_aggregate(ent_resolver *r, ent_expr *expr, const ent_function *function, ent_typing *out)
{
    ENT_TRY(enter_aggregate(r, expr));
    ent_reads *reads = r->reads;
    r->reads = NULL;
    r->in_aggregate = true;
    ENT_TRY(resolve_call(r, expr, function, out));
    r->in_aggregate = false;
    r->reads = reads;
    ENT_TRY(leave_aggregate(r, expr));
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        const ent_expr *impure = find_impure(expr->args[i]);
        if (impure)
            return ENT_REJECT(r, impure->span, "NonConstantExpression",
                              "`%s` cannot stand inside an aggregate function: it differs with every call",
                              impure->function->name);
    }
    expr->aggregate = true;
    return ENT_OK;
}

ent_status ent_resolve_function(ent_resolver *r, ent_expr *expr, ent_typing *out)
{
    if (expr->kind == ENT_EXPR_COUNT_STAR)
        return resolve_count_star(r, expr, out);
    const ent_function *function = ent_function_find(expr->name);
    ent_span where = expr->op_span.len ? expr->op_span : expr->span;
    if (!function) {
        ent_status status =
            ENT_REJECT(r, where, "UnknownFunction", "there is no function `%.*s`", ENT_STR_ARG(expr->name));
        ent_hint_functions(r, expr->name);
        return status;
    }
    expr->function = function;
    ENT_TRY(check_count(r, expr, function));
    if (function->aggregate)
        return resolve_aggregate(r, expr, function, out);
    if (expr->distinct)
        return ENT_REJECT(r, where, "UnexpectedSyntax", "DISTINCT belongs to aggregate functions, and `%s` is not one",
                          function->name);
    return resolve_call(r, expr, function, out);
}
