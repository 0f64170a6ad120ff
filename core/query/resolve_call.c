/* CALL: of a procedure, and of a subquery. */
#include "core/query/resolver.h"

#include <stdio.h>

#define BIT(id) ENT_TYPE_BIT(ENT_TYPE_##id)

static ent_typing field_typing(const ent_field *field)
{
    ent_type_set set = field->types ? field->types : ENT_ANY_TYPE;
    return ent_typing_of(field->nullable ? set | ENT_NULL_TYPE : set);
}

/* ---- arguments ---- */

/* The arguments that a call leaves out. Those that may be left out are null; CALL name, which the parser lets stand
 * only alone, takes each other input from the parameter of its name. */
static ent_status fill_args(ent_resolver *r, ent_clause *clause, const ent_procedure *procedure)
{
    ent_expr **args = ENT_NEW_ARRAY(r->arena, ent_expr *, procedure->input_count + 1);
    if (!args)
        return ent_arena_status(r->arena, r->error);
    for (uint32_t i = 0; i < procedure->input_count; i++) {
        if (i < clause->call.arg_count) {
            args[i] = clause->call.args[i];
            continue;
        }
        args[i] = ENT_NEW(r->arena, ent_expr);
        if (!args[i])
            return ent_arena_status(r->arena, r->error);
        args[i]->kind = procedure->inputs[i].optional ? ENT_EXPR_LITERAL : ENT_EXPR_PARAMETER;
        args[i]->span = clause->call.name_span;
        args[i]->name = procedure->inputs[i].name;
        args[i]->value = ENT_NULL;
        if (!procedure->inputs[i].optional)
            ENT_TRY(ent_resolver_parameter(r, args[i]->name, clause->call.name_span));
    }
    clause->call.args = args;
    clause->call.arg_count = procedure->input_count;
    return ENT_OK;
}

static ent_status resolve_arg(ent_resolver *r, ent_expr *expr, const ent_procedure *procedure, uint32_t i)
{
    const ent_field *input = &procedure->inputs[i];
    ent_type_set wanted = field_typing(input).set;
    if (wanted & BIT(FLOAT))
        wanted |= BIT(INTEGER);
    ent_typing typing;
    ENT_TRY(ent_resolve_plain(r, expr, "the arguments of CALL", &typing));
    if (ent_typing_allows(typing, wanted))
        return ENT_OK;
    char need[200], have[200];
    return ENT_REJECT(r, expr->span, "InvalidArgumentType", "`%.*s` takes %s for `%.*s`, but this is %s",
                      ENT_STR_ARG(procedure->name), ent_typing_text(need, sizeof need, wanted),
                      ENT_STR_ARG(input->name), ent_typing_text(have, sizeof have, typing.set));
}

static ent_status resolve_args(ent_resolver *r, ent_clause *clause, const ent_procedure *procedure)
{
    uint32_t given = clause->call.arg_count;
    if (clause->call.implicit_args || (given < procedure->input_count && procedure->inputs[given].optional))
        ENT_TRY(fill_args(r, clause, procedure));
    if (clause->call.arg_count != procedure->input_count) {
        uint32_t least = 0;
        while (least < procedure->input_count && !procedure->inputs[least].optional)
            least++;
        char takes[32] = "";
        if (least < procedure->input_count)
            snprintf(takes, sizeof takes, "%u to ", least);
        ent_status status = ENT_REJECT(
            r, clause->call.name_span, "InvalidNumberOfArguments", "`%.*s` takes %s%u argument%s, but %u %s given here",
            ENT_STR_ARG(procedure->name), takes, procedure->input_count, procedure->input_count == 1 ? "" : "s",
            clause->call.arg_count, clause->call.arg_count == 1 ? "is" : "are");
        if (procedure->help.n > 0)
            ent_hint(r->error, "%.*s", ENT_STR_ARG(procedure->help));
        return status;
    }
    for (uint32_t i = 0; i < clause->call.arg_count; i++)
        ENT_TRY(resolve_arg(r, clause->call.args[i], procedure, i));
    return ENT_OK;
}

/* ---- results ---- */

static ent_status fill_yields(ent_resolver *r, ent_clause *clause, const ent_procedure *procedure)
{
    ent_yield_item *yields = ent_arena_zero(r->arena, (procedure->output_count + (size_t)1) * sizeof *yields);
    if (!yields)
        return ent_arena_status(r->arena, r->error);
    for (uint32_t i = 0; i < procedure->output_count; i++) {
        yields[i].name = procedure->outputs[i].name;
        yields[i].span = clause->call.name_span;
    }
    clause->call.yields = yields;
    clause->call.yield_count = procedure->output_count;
    return ENT_OK;
}

static ent_status resolve_yield(ent_resolver *r, ent_yield_item *item, const ent_procedure *procedure, bool optional)
{
    uint32_t i = 0;
    while (i < procedure->output_count && !ent_str_equal(procedure->outputs[i].name, item->name))
        i++;
    if (i == procedure->output_count) {
        ent_status status = ENT_REJECT(r, item->span, "UndefinedVariable", "`%.*s` has no result `%.*s`",
                                       ENT_STR_ARG(procedure->name), ENT_STR_ARG(item->name));
        ent_str names[32];
        uint32_t n = 0;
        while (n < procedure->output_count && n < 32) {
            names[n] = procedure->outputs[n].name;
            n++;
        }
        int nearest = ent_str_nearest(item->name, names, n);
        const char *all = "";
        for (uint32_t at = 0; all && at < n; at++)
            all = ent_arena_printf(r->arena, "%s%s%.*s", all, at ? ", " : "", ENT_STR_ARG(names[at]));
        if (nearest >= 0)
            ent_hint(r->error, "did you mean `%.*s`?", ENT_STR_ARG(names[nearest]));
        else if (n > 0)
            ent_hint(r->error, "it gives %s", all ? all : "others");
        return status;
    }
    item->output = i;
    ent_typing typing = field_typing(&procedure->outputs[i]);
    if (optional)
        typing.set |= ENT_NULL_TYPE;
    bool renamed = item->alias.n > 0;
    return ent_resolver_introduce(r, renamed ? item->alias : item->name, renamed ? item->alias_span : item->span,
                                  typing, &item->var);
}

ent_status ent_resolve_procedure_call(ent_resolver *r, ent_clause *clause, bool alone)
{
    const ent_procedure *procedure =
        clause->call.procedure ? clause->call.procedure : ent_procedure_find(r->procedures, clause->call.name);
    if (!procedure) {
        ent_status status =
            ent_fail(r->error, ENT_PROCEDURE, ENT_PHASE_COMPILE, clause->call.name_span, "ProcedureNotFound",
                     "there is no procedure `%.*s`", ENT_STR_ARG(clause->call.name));
        ent_hint_procedures(r, clause->call.name);
        return status;
    }
    clause->call.procedure = procedure;
    if (procedure->writes) {
        if (r->reading_only)
            return ENT_REJECT(r, clause->call.name_span, "InvalidClauseComposition",
                              "`%.*s` writes, and EXISTS, COUNT and COLLECT { } only read",
                              ENT_STR_ARG(procedure->name));
        r->statement->writes = true;
    }
    ENT_TRY(resolve_args(r, clause, procedure));
    if (alone && (clause->call.yield_star || !clause->call.has_yield))
        ENT_TRY(fill_yields(r, clause, procedure));
    for (uint32_t i = 0; i < clause->call.yield_count; i++)
        ENT_TRY(resolve_yield(r, &clause->call.yields[i], procedure, clause->call.optional));
    return clause->call.where ? ent_resolve_condition(r, clause->call.where, "WHERE") : ENT_OK;
}

/* ---- CALL { } ---- */

/* The scope of CALL (a, b) { }: what is named, or everything, and nothing else. */
static ent_status import_scope(ent_resolver *r, const ent_clause *clause, ent_scope **out)
{
    ent_scope *scope = ent_scope_new(r->arena, NULL);
    if (!scope)
        return ent_arena_status(r->arena, r->error);
    for (uint32_t i = 0; i < clause->subquery.import_count; i++) {
        ent_str name = clause->subquery.imports[i];
        ent_var *var;
        ENT_TRY(ent_resolver_read(r, name, clause->subquery.import_spans[i], NULL, &var));
        if (ent_scope_here(scope, name))
            return ENT_REJECT(r, clause->subquery.import_spans[i], "VariableAlreadyBound", "`%.*s` is imported twice",
                              ENT_STR_ARG(name));
        if (!ent_scope_add(r->arena, scope, var))
            return ent_arena_status(r->arena, r->error);
    }
    for (const ent_scope *from = r->scope; clause->subquery.import_star && from; from = from->parent)
        for (uint32_t i = 0; i < from->count; i++)
            if (!ent_scope_here(scope, from->vars[i]->name) && !ent_scope_add(r->arena, scope, from->vars[i]))
                return ent_arena_status(r->arena, r->error);
    *out = scope;
    return ENT_OK;
}

ent_status ent_resolve_subquery(ent_resolver *r, ent_clause *clause)
{
    ent_query *query = clause->subquery.query;
    ent_scope *scope = NULL;
    if (clause->subquery.scoped)
        ENT_TRY(import_scope(r, clause, &scope));
    ent_scope *outside = r->scope;
    ENT_TRY(ent_resolve_query(r, query, ENT_QUERY_CALL, scope, clause->subquery.scoped ? NULL : r->scope));
    r->scope = outside;
    for (uint32_t i = 0; i < query->column_count; i++) {
        ent_var *var = query->columns[i];
        if (ent_scope_find(r->scope, var->name, NULL)) {
            ent_status status =
                ENT_REJECT(r, var->where, "VariableAlreadyBound",
                           "the subquery returns `%.*s`, which is bound already outside of it", ENT_STR_ARG(var->name));
            ent_hint(r->error, "return it under another name with AS, or leave it out: it is there anyway");
            return status;
        }
        if (clause->subquery.optional) {
            ent_typing typing = ent_var_typing(var);
            typing.set |= ENT_NULL_TYPE;
            ent_var_set_typing(var, typing);
        }
        if (!ent_scope_add(r->arena, r->scope, var))
            return ent_arena_status(r->arena, r->error);
    }
    return ENT_OK;
}
