/* Whether two expressions are written alike, and whether one has an aggregate function inside. */
#include "core/query/resolver.h"

static bool labels_same(const ent_label *a, const ent_label *b)
{
    if (!a || !b)
        return a == b;
    return a->kind == b->kind && ent_str_equal(a->name, b->name) && labels_same(a->left, b->left) &&
           labels_same(a->right, b->right);
}

static bool literals_same(ent_value a, ent_value b)
{
    if (a.type != b.type)
        return false;
    switch (a.type) {
    case ENT_TYPE_NULL:
        return true;
    case ENT_TYPE_STRING:
        return ent_str_equal(ent_value_str(a), ent_value_str(b));
    case ENT_TYPE_BOOLEAN:
        return a.b == b.b;
    case ENT_TYPE_INTEGER:
    case ENT_TYPE_FLOAT: /* by its bits: -0.0 is not written like 0.0 */
        return a.i == b.i;
    default:
        return false;
    }
}

static bool text_same(const ent_resolver *r, ent_span a, ent_span b)
{
    const char *text = r->statement->text.p;
    return a.len == b.len && a.len > 0 && memcmp(text + a.at, text + b.at, a.len) == 0;
}

static bool names_same(const ent_expr *a, const ent_expr *b)
{
    return a->kind == ENT_EXPR_CALL ? ent_str_equal_nocase(a->name, b->name) : ent_str_equal(a->name, b->name);
}

static bool item_types_same(const ent_item_type *a, const ent_item_type *b)
{
    for (; a && b; a = a->items, b = b->items)
        if (a->types != b->types || a->not_null != b->not_null)
            return false;
    return a == b;
}

/* The parser bounds the depth of the tree, so that of the recursion. */
bool ent_expr_same(const ent_resolver *r, const ent_expr *a, const ent_expr *b)
{
    if (!a || !b)
        return a == b;
    if (a->kind != b->kind || a->arg_count != b->arg_count || a->distinct != b->distinct)
        return false;
    if (a->path || a->query || b->path || b->query)
        return text_same(r, a->span, b->span);
    if (!names_same(a, b) || !ent_str_equal(a->accumulator, b->accumulator))
        return false;
    if (a->types != b->types || a->types_not_null != b->types_not_null ||
        !item_types_same(a->item_type, b->item_type) || !labels_same(a->labels, b->labels))
        return false;
    if (a->kind == ENT_EXPR_LITERAL && !literals_same(a->value, b->value))
        return false;
    for (uint32_t i = 0; i < a->arg_count; i++)
        if (!ent_expr_same(r, a->args[i], b->args[i]))
            return false;
    uint32_t keys = !a->keys || !b->keys                 ? 0
                    : a->kind == ENT_EXPR_MAP            ? a->arg_count
                    : a->kind == ENT_EXPR_MAP_PROJECTION ? a->arg_count - 1
                                                         : 0;
    for (uint32_t i = 0; i < keys; i++)
        if (!ent_str_equal(a->keys[i], b->keys[i]))
            return false;
    if (a->kind == ENT_EXPR_COMPARE_CHAIN && memcmp(a->ops, b->ops, a->arg_count - 1) != 0)
        return false;
    return true;
}

bool ent_expr_has_aggregate(const ent_expr *expr)
{
    if (expr->kind == ENT_EXPR_COUNT_STAR)
        return true;
    if (expr->kind == ENT_EXPR_CALL) {
        const ent_function *function = ent_function_find(expr->name);
        if (function && function->aggregate)
            return true;
    }
    for (uint32_t i = 0; i < expr->arg_count; i++)
        if (expr->args[i] && ent_expr_has_aggregate(expr->args[i]))
            return true;
    return false;
}
