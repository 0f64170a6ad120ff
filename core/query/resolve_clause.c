/* Clauses, but for CALL (resolve_call.c) and WITH and RETURN (resolve_projection.c). */
#include "core/query/resolver.h"

#define BIT(id) ENT_TYPE_BIT(ENT_TYPE_##id)

static const char *clause_name(const ent_clause *clause)
{
    switch (clause->kind) {
    case ENT_CLAUSE_MATCH:
        return "MATCH";
    case ENT_CLAUSE_UNWIND:
        return "UNWIND";
    case ENT_CLAUSE_WITH:
        return "WITH";
    case ENT_CLAUSE_RETURN:
        return "RETURN";
    case ENT_CLAUSE_CREATE:
        return "CREATE";
    case ENT_CLAUSE_MERGE:
        return "MERGE";
    case ENT_CLAUSE_SET:
        return "SET";
    case ENT_CLAUSE_REMOVE:
        return "REMOVE";
    case ENT_CLAUSE_DELETE:
        return "DELETE";
    case ENT_CLAUSE_FOREACH:
        return "FOREACH";
    case ENT_CLAUSE_CALL:
    case ENT_CLAUSE_SUBQUERY:
        return "CALL";
    }
    return "this clause";
}

static bool clause_writes(const ent_clause *clause)
{
    switch (clause->kind) {
    case ENT_CLAUSE_CREATE:
    case ENT_CLAUSE_MERGE:
    case ENT_CLAUSE_SET:
    case ENT_CLAUSE_REMOVE:
    case ENT_CLAUSE_DELETE:
    case ENT_CLAUSE_FOREACH:
        return true;
    default:
        return false;
    }
}

static ent_status resolve_match(ent_resolver *r, ent_clause *clause)
{
    ENT_TRY(ent_resolve_pattern(r, &clause->match.pattern, ENT_PATTERN_MATCH, clause->match.optional));
    return clause->match.where ? ent_resolve_condition(r, clause->match.where, "WHERE") : ENT_OK;
}

static ent_status resolve_unwind(ent_resolver *r, ent_clause *clause)
{
    ent_typing list;
    ENT_TRY(ent_resolve_plain(r, clause->unwind.list, "UNWIND", &list));
    /* What is no list is one row of itself. */
    ent_typing item = list;
    item.set &= ~(BIT(LIST) | ENT_NULL_TYPE);
    item.item = NULL;
    item.depth = 0;
    if (list.set & BIT(LIST))
        item = ent_typing_union(r->arena, item, ent_typing_item(list));
    return ent_resolver_introduce(r, clause->unwind.name, clause->unwind.name_span, item, &clause->unwind.var);
}

/* ---- SET, REMOVE, DELETE ---- */

static ent_status resolve_property_target(ent_resolver *r, ent_expr *target, const char *place)
{
    ent_typing owner, key;
    if (target->kind != ENT_EXPR_PROPERTY && target->kind != ENT_EXPR_INDEX)
        return ENT_REJECT(r, target->span, "UnexpectedSyntax", "%s needs a property, such as a.name", place);
    ENT_TRY(ent_resolve_plain(r, target->args[0], place, &owner));
    ENT_TRY(ent_resolver_want(r, target->args[0], owner, ENT_ENTITY_TYPES, ENT_SYNTAX, place));
    if (target->kind == ENT_EXPR_INDEX) {
        ENT_TRY(ent_resolve_plain(r, target->args[1], place, &key));
        ENT_TRY(ent_resolver_want(r, target->args[1], key, BIT(STRING), ENT_SYNTAX, "the key of a property"));
    }
    target->type = ENT_ANY_TYPE;
    return ENT_OK;
}

static ent_status resolve_set_item(ent_resolver *r, ent_set_item *item, const char *place)
{
    ent_typing target, value;
    switch (item->kind) {
    case ENT_SET_PROPERTY:
    case ENT_REMOVE_PROPERTY:
        ENT_TRY(resolve_property_target(r, item->target, place));
        break;
    case ENT_SET_REPLACE:
    case ENT_SET_MERGE:
        ENT_TRY(ent_resolve_plain(r, item->target, place, &target));
        ENT_TRY(ent_resolver_want(r, item->target, target, ENT_ENTITY_TYPES, ENT_SYNTAX, place));
        break;
    case ENT_SET_LABELS:
    case ENT_REMOVE_LABELS:
        ENT_TRY(ent_resolve_plain(r, item->target, place, &target));
        ENT_TRY(ent_resolver_want(r, item->target, target, BIT(NODE), ENT_SYNTAX, "a change of labels"));
        break;
    }
    if (!item->value)
        return ENT_OK;
    ENT_TRY(ent_resolve_plain(r, item->value, place, &value));
    if (item->kind == ENT_SET_PROPERTY)
        return ENT_OK;
    return ent_resolver_want(r, item->value, value, BIT(MAP) | ENT_ENTITY_TYPES, ENT_SYNTAX,
                             "setting all properties at once");
}

static ent_status resolve_set_items(ent_resolver *r, ent_set_item *items, uint32_t n, const char *place)
{
    for (uint32_t i = 0; i < n; i++)
        ENT_TRY(resolve_set_item(r, &items[i], place));
    return ENT_OK;
}

static ent_status resolve_merge(ent_resolver *r, ent_clause *clause)
{
    ent_pattern pattern = {&clause->merge.path, 1};
    ENT_TRY(ent_resolve_pattern(r, &pattern, ENT_PATTERN_MERGE, false));
    ENT_TRY(resolve_set_items(r, clause->merge.on_create, clause->merge.on_create_count, "SET"));
    return resolve_set_items(r, clause->merge.on_match, clause->merge.on_match_count, "SET");
}

static ent_status resolve_delete(ent_resolver *r, ent_clause *clause)
{
    for (uint32_t i = 0; i < clause->del.count; i++) {
        ent_expr *expr = clause->del.exprs[i];
        ent_typing typing;
        if (expr->kind == ENT_EXPR_HAS_LABELS) {
            ent_status status = ENT_REJECT(r, expr->span, "InvalidDelete",
                                           "DELETE removes nodes and relationships, not labels or types");
            ent_hint(r->error, "REMOVE takes a label away from a node; a relationship keeps its type");
            return status;
        }
        ENT_TRY(ent_resolve_plain(r, expr, "DELETE", &typing));
        ENT_TRY(ent_resolver_want(r, expr, typing, ENT_ENTITY_TYPES | BIT(PATH), ENT_SYNTAX, "DELETE"));
    }
    return ENT_OK;
}

/* ---- FOREACH ---- */

static ent_status resolve_foreach(ent_resolver *r, ent_clause *clause)
{
    ent_typing list;
    ENT_TRY(ent_resolve_plain(r, clause->foreach_.list, "FOREACH", &list));
    ENT_TRY(ent_resolver_want(r, clause->foreach_.list, list, BIT(LIST), ENT_SYNTAX, "FOREACH"));
    ent_scope *outside = r->scope, *inside = ent_scope_new(r->arena, r->scope);
    if (!inside)
        return ent_arena_status(r->arena, r->error);
    r->scope = inside;
    ENT_TRY(ent_resolver_introduce(r, clause->foreach_.name, clause->foreach_.name_span, ent_typing_item(list),
                                   &clause->foreach_.var));
    for (uint32_t i = 0; i < clause->foreach_.count; i++)
        ENT_TRY(ent_resolve_clause(r, clause->foreach_.clauses[i]));
    r->scope = outside;
    return ENT_OK;
}

ent_status ent_resolve_clause(ent_resolver *r, ent_clause *clause)
{
    r->place = clause_name(clause);
    r->statement->writes |= clause_writes(clause);
    switch (clause->kind) {
    case ENT_CLAUSE_MATCH:
        return resolve_match(r, clause);
    case ENT_CLAUSE_UNWIND:
        return resolve_unwind(r, clause);
    case ENT_CLAUSE_WITH:
    case ENT_CLAUSE_RETURN:
        return ent_resolve_projection(r, clause);
    case ENT_CLAUSE_CREATE:
        return ent_resolve_pattern(r, &clause->create, ENT_PATTERN_CREATE, false);
    case ENT_CLAUSE_MERGE:
        return resolve_merge(r, clause);
    case ENT_CLAUSE_SET:
    case ENT_CLAUSE_REMOVE:
        return resolve_set_items(r, clause->set.items, clause->set.count, r->place);
    case ENT_CLAUSE_DELETE:
        return resolve_delete(r, clause);
    case ENT_CLAUSE_FOREACH:
        return resolve_foreach(r, clause);
    case ENT_CLAUSE_CALL:
        return ent_resolve_procedure_call(r, clause, false);
    case ENT_CLAUSE_SUBQUERY:
        return ent_resolve_subquery(r, clause);
    }
    return ENT_OK;
}
