/* WITH and RETURN: stars, names of columns, grouping, and what ORDER BY, SKIP, LIMIT and WHERE may read.
 *
 * An item that aggregates may, outside of its aggregate functions, read only what is the same for all rows of a group:
 * variables that are items themselves, or properties that are. */
#include "core/query/resolver.h"

#include <stdlib.h>

#define BIT(id) ENT_TYPE_BIT(ENT_TYPE_##id)

static const char *clause_name(const ent_clause *clause)
{
    return clause->kind == ENT_CLAUSE_WITH ? "WITH" : "RETURN";
}

/* ---- stars ---- */

static int by_name(const void *a, const void *b)
{
    ent_str x = (*(ent_var *const *)a)->name, y = (*(ent_var *const *)b)->name;
    int order = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
    return order ? order : (x.n > y.n) - (x.n < y.n);
}

static ent_status expand_star(ent_resolver *r, const ent_clause *clause, ent_projection *projection)
{
    uint32_t n = r->scope->count;
    if (n == 0 && clause->kind == ENT_CLAUSE_RETURN) {
        ent_status status = ENT_REJECT(r, clause->keyword.len ? clause->keyword : clause->span, "NoVariablesInScope",
                                       "RETURN * has nothing to return: no variables are in scope");
        ent_hint(r->error, "give a name to what you want to see, as in MATCH (a) RETURN *");
        return status;
    }
    ent_var **vars = ENT_NEW_ARRAY(r->arena, ent_var *, n + 1);
    ent_projection_item *items =
        ent_arena_zero(r->arena, ((size_t)n + projection->item_count + 1) * sizeof(ent_projection_item));
    if (!vars || !items)
        return ent_arena_status(r->arena, r->error);
    if (n > 0)
        memcpy(vars, r->scope->vars, n * sizeof(ent_var *));
    qsort(vars, n, sizeof(ent_var *), by_name);
    for (uint32_t i = 0; i < n; i++) {
        ent_expr *expr = ENT_NEW(r->arena, ent_expr);
        if (!expr)
            return ent_arena_status(r->arena, r->error);
        expr->kind = ENT_EXPR_VARIABLE;
        expr->span = clause->keyword.len ? clause->keyword : clause->span;
        expr->name = vars[i]->name;
        items[i].expr = expr;
        items[i].span = expr->span;
    }
    if (projection->item_count > 0)
        memcpy(items + n, projection->items, projection->item_count * sizeof *items);
    projection->items = items;
    projection->item_count += n;
    return ENT_OK;
}

/* ---- grouping ---- */

/* The same property of the same variable. */
static bool same_property(const ent_expr *a, const ent_expr *b)
{
    while (a->kind == ENT_EXPR_PROPERTY && b->kind == ENT_EXPR_PROPERTY && ent_str_equal(a->name, b->name)) {
        a = a->args[0];
        b = b->args[0];
    }
    return a->kind == ENT_EXPR_VARIABLE && b->kind == ENT_EXPR_VARIABLE && a->var == b->var;
}

static bool is_key(const ent_projection *projection, const ent_read *read)
{
    for (uint32_t i = 0; i < projection->item_count; i++) {
        const ent_expr *key = projection->items[i].expr;
        if (key->aggregate)
            continue;
        if (key->kind == ENT_EXPR_VARIABLE && key->var == read->var)
            return true;
        if (key->kind != ENT_EXPR_PROPERTY)
            continue;
        for (const ent_expr *expr = read->expr; expr && expr->kind == ENT_EXPR_PROPERTY; expr = expr->args[0])
            if (same_property(key, expr))
                return true;
    }
    return false;
}

static ent_status check_grouping(ent_resolver *r, const ent_projection *projection, const ent_reads *reads,
                                 const uint32_t *ends)
{
    for (uint32_t i = 0; i < projection->item_count; i++) {
        if (!projection->items[i].expr->aggregate)
            continue;
        for (uint32_t k = i == 0 ? 0 : ends[i - 1]; k < ends[i]; k++) {
            const ent_read *read = &reads->items[k];
            if (is_key(projection, read))
                continue;
            ent_span where = read->expr ? read->expr->span : read->where;
            ent_status status = ENT_REJECT(r, where, "AmbiguousAggregationExpression",
                                           "`%.*s` may differ from row to row of a group, so it cannot stand beside an "
                                           "aggregate function",
                                           (int)where.len, r->statement->text.p + where.at);
            ent_hint(r->error, "make it an item of its own, or project it under a name by a WITH before");
            return status;
        }
    }
    return ENT_OK;
}

/* ---- items ---- */

static ent_status resolve_item(ent_resolver *r, ent_projection_item *item, ent_projection *projection)
{
    ent_typing typing;
    ENT_TRY(ent_resolve_expr(r, item->expr, &typing));
    projection->aggregate |= item->expr->aggregate;
    if (item->alias.n > 0)
        item->column = item->alias;
    else if (item->expr->kind == ENT_EXPR_VARIABLE)
        item->column = item->expr->name;
    if (item->expr->kind == ENT_EXPR_VARIABLE && ent_str_equal(item->column, item->expr->name)) {
        item->var = item->expr->var;
        return ENT_OK;
    }
    return ent_resolver_new_var(r, item->column, item->alias.n ? item->alias_span : item->span, typing, &item->var);
}

/* The scope behind the projection. */
static ent_status make_scope(ent_resolver *r, const ent_clause *clause, const ent_scope *parent, ent_scope **out)
{
    const ent_projection *projection = &clause->projection;
    ent_scope *scope = ent_scope_new(r->arena, parent);
    if (!scope)
        return ent_arena_status(r->arena, r->error);
    for (uint32_t i = 0; i < projection->item_count; i++) {
        const ent_projection_item *item = &projection->items[i];
        ent_span where = item->alias.n ? item->alias_span : item->span;
        const ent_var *outer = ent_scope_find(r->scope->parent, item->column, NULL);
        if (ent_scope_here(scope, item->column)) {
            ent_status status = ENT_REJECT(r, where, "ColumnNameConflict", "there are two columns of the name `%.*s`",
                                           ENT_STR_ARG(item->column));
            ent_hint(r->error, "give one of them another name with AS");
            return status;
        }
        if (outer && outer != item->var && clause->kind == ENT_CLAUSE_WITH)
            return ENT_REJECT(r, where, "VariableAlreadyBound", "`%.*s` is bound already outside of this subquery",
                              ENT_STR_ARG(item->column));
        if (!ent_scope_add(r->arena, scope, item->var))
            return ent_arena_status(r->arena, r->error);
    }
    *out = scope;
    return ENT_OK;
}

static ent_status resolve_items(ent_resolver *r, ent_projection *projection)
{
    ent_reads *reads = ENT_NEW(r->arena, ent_reads);
    uint32_t *ends = ENT_NEW_ARRAY(r->arena, uint32_t, projection->item_count + 1);
    if (!reads || !ends)
        return ent_arena_status(r->arena, r->error);
    *reads = (ent_reads){.outer = r->reads, .depth = r->scope->depth};
    projection->aggregate = false;
    bool may_aggregate = r->may_aggregate;
    r->may_aggregate = true;
    r->reads = reads;
    for (uint32_t i = 0; i < projection->item_count; i++) {
        ENT_TRY(resolve_item(r, &projection->items[i], projection));
        ends[i] = reads->count;
    }
    r->may_aggregate = may_aggregate;
    r->reads = reads->outer;
    return projection->aggregate ? check_grouping(r, projection, reads, ends) : ENT_OK;
}

/* ---- what stands behind the items ---- */

static ent_status resolve_behind(ent_resolver *r, ent_projected *projected, ent_expr *expr, bool condition,
                                 const char *place)
{
    projected->aggregates = ent_expr_has_aggregate(expr);
    projected->whole = expr;
    ent_typing typing;
    return condition ? ent_resolve_condition(r, expr, place) : ent_resolve_plain(r, expr, place, &typing);
}

static bool negative_literal(const ent_expr *expr)
{
    if (expr->kind == ENT_EXPR_LITERAL)
        return expr->value.type == ENT_TYPE_INTEGER && expr->value.i < 0;
    return expr->kind == ENT_EXPR_NEGATE && expr->args[0]->kind == ENT_EXPR_LITERAL &&
           expr->args[0]->value.type == ENT_TYPE_INTEGER && expr->args[0]->value.i > 0;
}

/* SKIP and LIMIT: an expression that is the same for all rows. */
static ent_status resolve_count(ent_resolver *r, ent_expr *expr, const char *place)
{
    ent_scope *scope = r->scope, *nothing = ent_scope_new(r->arena, NULL);
    ent_reads *reads = r->reads;
    if (!nothing)
        return ent_arena_status(r->arena, r->error);
    ent_typing typing;
    r->scope = nothing;
    r->reads = NULL;
    r->constant = place;
    ENT_TRY(ent_resolve_plain(r, expr, place, &typing));
    r->constant = NULL;
    r->reads = reads;
    r->scope = scope;
    if (negative_literal(expr))
        return ENT_REJECT(r, expr->span, "NegativeIntegerArgument", "%s cannot be negative", place);
    return ent_resolver_want(r, expr, typing, BIT(INTEGER), ENT_SYNTAX, place);
}

static ent_status check_aliases(ent_resolver *r, const ent_projection *projection)
{
    for (uint32_t i = 0; i < projection->item_count; i++) {
        const ent_projection_item *item = &projection->items[i];
        if (item->alias.n > 0 || item->expr->kind == ENT_EXPR_VARIABLE)
            continue;
        ent_status status =
            ENT_REJECT(r, item->expr->span, "NoExpressionAlias", "WITH needs a name for this expression");
        ent_hint(r->error, "write %.*s AS name", (int)item->expr->span.len, r->statement->text.p + item->expr->span.at);
        return status;
    }
    return ENT_OK;
}

ent_status ent_resolve_projection(ent_resolver *r, ent_clause *clause)
{
    ent_projection *projection = &clause->projection;
    const ent_scope *parent = r->scope->parent;
    if (projection->star)
        ENT_TRY(expand_star(r, clause, projection));
    const char *place = r->place;
    r->place = clause_name(clause);
    const ent_scope *before = r->scope;
    ENT_TRY(resolve_items(r, projection));
    ent_scope *after = NULL, *behind = NULL;
    ENT_TRY(make_scope(r, clause, parent, &after));

    ent_projected *projected = ENT_NEW(r->arena, ent_projected), *around = r->projected;
    if (!projected)
        return ent_arena_status(r->arena, r->error);
    projected->projection = projection;
    projected->closed = projection->distinct || projection->aggregate;
    ENT_TRY(make_scope(r, clause, projected->closed ? parent : r->scope, &behind));
    projected->scope = behind;
    r->scope = behind;
    r->projected = projected;
    for (uint32_t i = 0; i < projection->order_count; i++)
        ENT_TRY(resolve_behind(r, projected, projection->order[i].expr, false, "ORDER BY"));
    if (projection->where)
        ENT_TRY(resolve_behind(r, projected, projection->where, true, "WHERE"));
    r->projected = around;
    if (projection->skip)
        ENT_TRY(resolve_count(r, projection->skip, "SKIP"));
    if (projection->limit)
        ENT_TRY(resolve_count(r, projection->limit, "LIMIT"));
    r->dropped = before;
    r->scope = after;
    r->place = place;
    return clause->kind == ENT_CLAUSE_WITH ? check_aliases(r, projection) : ENT_OK;
}
