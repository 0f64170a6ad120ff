/* SHOW FUNCTIONS, PROCEDURES, INDEXES, CONSTRAINTS, with YIELD, WHERE and RETURN: read as a call of the procedure that
 * lists them. */
#include "core/query/function_tables.h"
#include "core/query/parse.h"

#include <string.h>

static const struct {
    const char *words[2];
    const char *procedure;
} lists[] = {{{"FUNCTIONS", "FUNCTION"}, "db.functions"},
             {{"PROCEDURES", "PROCEDURE"}, "db.procedures"},
             {{"INDEXES", "INDEX"}, "db.indexes"},
             {{"CONSTRAINTS", "CONSTRAINT"}, "db.constraints"}};

static const ent_procedure *parse_list(ent_parser *p)
{
    const char *name = NULL;
    for (size_t i = 0; !name && i < sizeof lists / sizeof *lists; i++) {
        ent_expect(p, lists[i].words[0]);
        for (int w = 0; w < 2; w++)
            if (ent_str_equal_nocase(ent_here(p)->text, ent_str_of(lists[i].words[w])))
                name = lists[i].procedure;
    }
    if (!name) {
        ent_unexpected(p);
        return NULL;
    }
    p->at++;
    uint32_t at = 0;
    while (!ent_str_equal(ent_procedures_builtin.procedures[at].name, ent_str_of(name)))
        at++;
    return &ent_procedures_builtin.procedures[at];
}

static bool add_yield(ent_parser *p, ent_clause *call, ent_str name)
{
    call->call.yields = ent_grow(p, call->call.yields, call->call.yield_count, sizeof *call->call.yields);
    if (call->call.yields)
        call->call.yields[call->call.yield_count++] = (ent_yield_item){.name = name, .span = call->call.name_span};
    return call->call.yields != NULL;
}

static bool add_column(ent_parser *p, ent_projection *out, const ent_yield_item *yield, uint32_t first)
{
    out->items = ent_grow(p, out->items, out->item_count, sizeof *out->items);
    ent_expr *variable = ent_expr_new(p, ENT_EXPR_VARIABLE, first, NULL, 0);
    if (!out->items || !variable)
        return false;
    variable->name = yield->alias.n ? yield->alias : yield->name;
    out->items[out->item_count++] =
        (ent_projection_item){.expr = variable, .column = variable->name, .span = yield->span};
    return true;
}

static ent_clause *add_clause(ent_parser *p, ent_single_query *part, ent_clause_kind kind)
{
    part->clauses = ent_grow(p, part->clauses, part->count, sizeof *part->clauses);
    ent_clause *clause = part->clauses ? ENT_NEW(p->arena, ent_clause) : NULL;
    if (clause) {
        *clause = (ent_clause){.kind = kind, .span = ent_here(p)->span, .keyword = ent_here(p)->span};
        part->clauses[part->count++] = clause;
    }
    return clause;
}

/* ORDER BY, SKIP and LIMIT come before WHERE here: a WITH * of their own. */
static bool parse_page(ent_parser *p, ent_single_query *part)
{
    if (!ent_at_keyword(p, ENT_KEY_ORDER) && !ent_at_keyword(p, ENT_KEY_SKIP) && !ent_at_keyword(p, ENT_KEY_LIMIT) &&
        !ent_at_keyword(p, ENT_KEY_OFFSET))
        return true;
    ent_clause *with = add_clause(p, part, ENT_CLAUSE_WITH);
    if (!with)
        return false;
    with->projection.star = true;
    return ent_parse_page(p, &with->projection);
}

static bool parse_rest(ent_parser *p, ent_clause *call, ent_single_query *part, const ent_procedure *procedure)
{
    uint32_t first = p->at - 1;
    bool yields = ent_accept_keyword(p, ENT_KEY_YIELD);
    if (yields && ent_at(p, ENT_LEX_MINUS)) {
        ent_expect(p, "'*'");
        ent_expect(p, "a column");
        return ent_unexpected(p);
    }
    if (yields && !ent_parse_yield(p, call))
        return false;
    bool all = !yields || call->call.yield_star;
    call->call.has_yield = true;
    call->call.yield_star = false;
    for (uint32_t i = 0; all && i < procedure->output_count; i++)
        if (!add_yield(p, call, procedure->outputs[i].name))
            return false;
    if (yields && !parse_page(p, part))
        return false;
    ent_clause *last = part->clauses[part->count - 1];
    ent_expr **where = last == call ? &call->call.where : &last->projection.where;
    if (ent_accept_keyword(p, ENT_KEY_WHERE) && !(*where = ent_parse_expr(p)))
        return false;
    ent_clause *result;
    if (yields && ent_at_keyword(p, ENT_KEY_RETURN))
        return (result = add_clause(p, part, ENT_CLAUSE_RETURN)) && ent_parse_projection(p, result, false);
    ent_expect(p, yields ? "RETURN" : "the end of the query");
    result = add_clause(p, part, ENT_CLAUSE_RETURN);
    for (uint32_t i = 0; result && i < call->call.yield_count; i++)
        if (!add_column(p, &result->projection, &call->call.yields[i], first))
            return false;
    return result != NULL;
}

bool ent_parse_show(ent_parser *p)
{
    const ent_procedure *procedure = parse_list(p);
    ent_query *query = ENT_NEW(p->arena, ent_query);
    ent_single_query *part = ENT_NEW(p->arena, ent_single_query);
    if (!procedure || !query || !part)
        return false;
    uint32_t first = p->at - 1;
    ent_clause *call = add_clause(p, part, ENT_CLAUSE_CALL);
    if (!call)
        return false;
    call->call.name = procedure->name;
    call->call.procedure = procedure;
    call->call.name_span = call->span = call->keyword = p->tokens[first].span;
    *query = (ent_query){.parts = part, .part_count = 1};
    p->statement->kind = ENT_STATEMENT_QUERY;
    p->statement->query = query;
    if (!parse_rest(p, call, part, procedure))
        return false;
    part->span = query->span = ent_span_from(p, first);
    return true;
}
