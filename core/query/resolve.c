/* The resolver's entry: variables and their slots, the parts of a query, and UNION. */
#include "core/query/resolver.h"

/* ---- variables ---- */

void ent_var_set_typing(ent_var *var, ent_typing typing)
{
    ((ent_known_var *)(void *)var)->typing = typing;
    var->types = typing.set ? typing.set : ENT_ANY_TYPE;
}

ent_status ent_resolver_new_var(ent_resolver *r, ent_str name, ent_span where, ent_typing typing, ent_var **out)
{
    ent_statement *statement = r->statement;
    if (statement->slot_count == r->var_capacity) {
        uint32_t capacity = r->var_capacity ? r->var_capacity * 2 : 16;
        ent_var **vars = ENT_NEW_ARRAY(r->arena, ent_var *, capacity);
        if (!vars)
            return ent_arena_status(r->arena, r->error);
        if (statement->slot_count > 0)
            memcpy(vars, statement->vars, statement->slot_count * sizeof(ent_var *));
        statement->vars = vars;
        r->var_capacity = capacity;
    }
    ent_known_var *known = ENT_NEW(r->arena, ent_known_var);
    if (!known)
        return ent_arena_status(r->arena, r->error);
    known->var = (ent_var){.name = name, .where = where, .slot = statement->slot_count};
    ent_var_set_typing(&known->var, typing);
    statement->vars[statement->slot_count++] = &known->var;
    *out = &known->var;
    return ENT_OK;
}

ent_status ent_resolver_introduce(ent_resolver *r, ent_str name, ent_span where, ent_typing typing, ent_var **out)
{
    if (ent_scope_find(r->scope, name, NULL)) {
        ent_status status = ENT_REJECT(r, where, "VariableAlreadyBound", "`%.*s` is bound already", ENT_STR_ARG(name));
        ent_hint(r->error, "use another name here");
        return status;
    }
    ENT_TRY(ent_resolver_new_var(r, name, where, typing, out));
    if (!ent_scope_add(r->arena, r->scope, *out))
        return ent_arena_status(r->arena, r->error);
    return ENT_OK;
}

static ent_status note_read(ent_resolver *r, ent_reads *reads, ent_read read)
{
    if (reads->count == reads->capacity) {
        uint32_t capacity = reads->capacity ? reads->capacity * 2 : 8;
        ent_read *items = ENT_NEW_ARRAY(r->arena, ent_read, capacity);
        if (!items)
            return ent_arena_status(r->arena, r->error);
        if (reads->count > 0)
            memcpy(items, reads->items, reads->count * sizeof *items);
        reads->items = items;
        reads->capacity = capacity;
    }
    reads->items[reads->count++] = read;
    return ENT_OK;
}

/* Behind DISTINCT or aggregation `a` of RETURN DISTINCT a AS b can still be written: it is b. */
static ent_var *find_renamed(const ent_projected *projected, ent_str name)
{
    const ent_projection *projection = projected->projection;
    for (uint32_t i = 0; projected->closed && i < projection->item_count; i++) {
        const ent_expr *expr = projection->items[i].expr;
        if (expr->kind == ENT_EXPR_VARIABLE && ent_str_equal(expr->name, name))
            return projection->items[i].var;
    }
    return NULL;
}

ent_status ent_resolver_read(ent_resolver *r, ent_str name, ent_span where, const ent_expr *expr, ent_var **out)
{
    uint32_t depth = 0;
    *out = ent_scope_find(r->scope, name, &depth);
    if (!*out && r->constant)
        return ENT_REJECT(r, where, "NonConstantExpression", "%s cannot depend on variables, such as `%.*s`",
                          r->constant, ENT_STR_ARG(name));
    if (!*out && r->projected)
        *out = find_renamed(r->projected, name);
    if (!*out)
        return ent_resolver_undefined(r, name, where);
    for (ent_reads *reads = r->reads; reads; reads = reads->outer)
        if (depth <= reads->depth)
            ENT_TRY(note_read(r, reads, (ent_read){expr, *out, where}));
    return ENT_OK;
}

static bool pattern_has(const ent_pattern *pattern, ent_str name)
{
    for (uint32_t i = 0; i < pattern->count; i++) {
        const ent_path_pattern *path = &pattern->paths[i];
        for (uint32_t k = 0; k <= path->rel_count; k++)
            if (ent_str_equal(path->nodes[k].name, name) ||
                (k < path->rel_count && ent_str_equal(path->rels[k].name, name)))
                return true;
    }
    return false;
}

ent_status ent_resolver_undefined(ent_resolver *r, ent_str name, ent_span where)
{
    ent_status status = ENT_REJECT(r, where, "UndefinedVariable", "`%.*s` is not defined here", ENT_STR_ARG(name));
    if (r->introduce && pattern_has(r->introduced, name))
        ent_hint(r->error, "it is made by this very %s: it can be read in a clause of its own behind this one",
                 r->introduce);
    else if (r->projected && r->projected->closed)
        ent_hint(r->error, "behind DISTINCT and aggregation only the items of the projection are left");
    else if (ent_scope_find(r->imports, name, NULL))
        ent_hint(r->error, "a subquery sees only what it imports: begin it with WITH %.*s, or write CALL (%.*s) { }",
                 ENT_STR_ARG(name), ENT_STR_ARG(name));
    else if (ent_scope_find(r->dropped, name, NULL))
        ent_hint(r->error, "WITH did not pass it on: name it there, or write WITH *");
    else
        ent_hint_variables(r, r->scope, name);
    return status;
}

ent_status ent_resolver_parameter(ent_resolver *r, ent_str name, ent_span where)
{
    ent_statement *statement = r->statement;
    uint32_t n = statement->parameter_count;
    for (uint32_t i = 0; i < n; i++)
        if (ent_str_equal(statement->parameters[i], name))
            return ENT_OK;
    ent_str *names = ENT_NEW_ARRAY(r->arena, ent_str, n + 1);
    ent_span *spans = ENT_NEW_ARRAY(r->arena, ent_span, n + 1);
    if (!names || !spans)
        return ent_arena_status(r->arena, r->error);
    if (n > 0) {
        memcpy(names, statement->parameters, n * sizeof *names);
        memcpy(spans, statement->parameter_spans, n * sizeof *spans);
    }
    names[n] = name;
    spans[n] = where;
    statement->parameters = names;
    statement->parameter_spans = spans;
    statement->parameter_count = n + 1;
    return ENT_OK;
}

/* ---- parts ---- */

static ent_span clause_span(const ent_clause *clause)
{
    return clause->keyword.len ? clause->keyword : clause->span;
}

/* A query has to do something, to give rows or to write. The parser sees to it, but for CALL: whether that gives rows
 * to go on with is known only now. */
static ent_status check_end(ent_resolver *r, const ent_single_query *part)
{
    const ent_clause *last = part->clauses[part->count - 1];
    bool unfinished =
        (last->kind == ENT_CLAUSE_CALL && (last->call.yield_count > 0 || last->call.procedure->output_count > 0)) ||
        (last->kind == ENT_CLAUSE_SUBQUERY && last->subquery.query->column_count > 0);
    if (!unfinished)
        return ENT_OK;
    ent_status status = ENT_REJECT(r, clause_span(last), "InvalidClauseComposition",
                                   "a query cannot end with a CALL that gives rows to go on with");
    ent_hint(r->error, "add a RETURN");
    return status;
}

static bool is_import(const ent_clause *clause)
{
    if (clause->kind != ENT_CLAUSE_WITH)
        return false;
    const ent_projection *projection = &clause->projection;
    if (projection->distinct || projection->order_count || projection->skip || projection->limit || projection->where)
        return false;
    for (uint32_t i = 0; i < projection->item_count; i++) {
        const ent_projection_item *item = &projection->items[i];
        if (item->expr->kind != ENT_EXPR_VARIABLE ||
            (item->alias.n > 0 && !ent_str_equal(item->alias, item->expr->name)))
            return false;
    }
    return projection->item_count > 0 || projection->star;
}

/* WITH a, b at the beginning of CALL { }: it is resolved outside, and what it names goes inside. */
static ent_status resolve_import(ent_resolver *r, ent_clause *clause, const ent_scope *imports)
{
    ent_scope *visible = ent_scope_new(r->arena, NULL);
    if (!visible)
        return ent_arena_status(r->arena, r->error);
    for (const ent_scope *from = imports; from; from = from->parent)
        for (uint32_t i = 0; i < from->count; i++)
            if (!ent_scope_here(visible, from->vars[i]->name) && !ent_scope_add(r->arena, visible, from->vars[i]))
                return ent_arena_status(r->arena, r->error);
    r->scope = visible;
    return ent_resolve_projection(r, clause);
}

static ent_status part_columns(ent_resolver *r, const ent_single_query *part, ent_var ***columns, uint32_t *count)
{
    const ent_clause *last = part->clauses[part->count - 1];
    bool returns = last->kind == ENT_CLAUSE_RETURN;
    *columns = NULL;
    *count = returns ? last->projection.item_count : last->kind == ENT_CLAUSE_CALL ? last->call.yield_count : 0;
    if (*count == 0)
        return ENT_OK;
    *columns = ENT_NEW_ARRAY(r->arena, ent_var *, *count);
    if (!*columns)
        return ent_arena_status(r->arena, r->error);
    for (uint32_t i = 0; i < *count; i++)
        (*columns)[i] = returns ? last->projection.items[i].var : last->call.yields[i].var;
    return ENT_OK;
}

/* The columns of a further part have the names of the first's, in any order; the result may be of either's types. */
static ent_status join_columns(ent_resolver *r, ent_query *query, const ent_single_query *part, ent_var **columns,
                               uint32_t count)
{
    uint32_t matched = 0;
    const ent_var *odd = NULL;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = 0;
        while (k < query->column_count && !ent_str_equal(query->columns[k]->name, columns[i]->name))
            k++;
        if (k == query->column_count) {
            odd = odd ? odd : columns[i];
            continue;
        }
        matched++;
        ent_var_set_typing(query->columns[k],
                           ent_typing_union(r->arena, ent_var_typing(query->columns[k]), ent_var_typing(columns[i])));
    }
    if (matched == count && count == query->column_count)
        return ENT_OK;
    ent_span where = odd && odd->where.len ? odd->where : clause_span(part->clauses[part->count - 1]);
    ent_status status = odd ? ENT_REJECT(r, where, "DifferentColumnsInUnion",
                                         "all parts of a UNION have to return the same columns, and the first returns "
                                         "no `%.*s`",
                                         ENT_STR_ARG(odd->name))
                            : ENT_REJECT(r, where, "DifferentColumnsInUnion",
                                         "all parts of a UNION have to return the same columns: the first returns %u, "
                                         "this one %u",
                                         query->column_count, count);
    ent_hint(r->error, "name the columns alike with AS");
    return status;
}

/* alone: the part is the whole statement, and one clause. */
static ent_status resolve_part(ent_resolver *r, ent_single_query *part, ent_query_use use, bool alone,
                               const ent_scope *outer, const ent_scope *imports)
{
    ent_scope *scope = ent_scope_new(r->arena, outer);
    if (!scope)
        return ent_arena_status(r->arena, r->error);
    r->scope = scope;
    r->dropped = NULL;
    for (uint32_t i = 0; i < part->count; i++) {
        ent_clause *clause = part->clauses[i];
        if (i == 0 && imports && is_import(clause))
            ENT_TRY(resolve_import(r, clause, imports));
        else if (alone && clause->kind == ENT_CLAUSE_CALL)
            ENT_TRY(ent_resolve_procedure_call(r, clause, true));
        else
            ENT_TRY(ent_resolve_clause(r, clause));
    }
    bool reads = use == ENT_QUERY_EXISTS || use == ENT_QUERY_COLLECT;
    return reads || (alone && part->clauses[0]->kind == ENT_CLAUSE_CALL) ? ENT_OK : check_end(r, part);
}

ent_status ent_resolve_query(ent_resolver *r, ent_query *query, ent_query_use use, const ent_scope *outer,
                             const ent_scope *imports)
{
    const ent_scope *saved = r->imports;
    r->imports = imports;
    for (uint32_t i = 0; i < query->part_count; i++) {
        ent_single_query *part = &query->parts[i];
        bool alone = use == ENT_QUERY_STATEMENT && query->part_count == 1 && part->count == 1;
        ENT_TRY(resolve_part(r, part, use, alone, outer, imports));
        ent_var **columns;
        uint32_t count;
        ENT_TRY(part_columns(r, part, &columns, &count));
        if (i > 0) {
            ENT_TRY(join_columns(r, query, part, columns, count));
            continue;
        }
        query->columns = columns;
        query->column_count = count;
    }
    r->imports = saved;
    if (use == ENT_QUERY_COLLECT && query->column_count != 1)
        return ENT_REJECT(r, query->span, "InvalidNumberOfColumns",
                          "COLLECT { } returns one column, and this returns %u", query->column_count);
    return ENT_OK;
}

ent_status ent_resolve(ent_arena *arena, ent_statement *statement, const ent_procedure_set *procedures,
                       ent_error *error)
{
    if (statement->kind != ENT_STATEMENT_QUERY) {
        statement->writes = true;
        return ENT_OK;
    }
    ent_resolver r = {.arena = arena, .error = error, .statement = statement, .procedures = procedures};
    ENT_TRY(ent_resolve_query(&r, statement->query, ENT_QUERY_STATEMENT, NULL, NULL));
    return ent_arena_status(arena, error);
}
