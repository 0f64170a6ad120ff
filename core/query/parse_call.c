/* CALL: a procedure, or a subquery in braces. */
#include "core/query/parse.h"

static bool parse_name(ent_parser *p, ent_clause *clause)
{
    uint32_t first = p->at, length = 0;
    do {
        ent_str part;
        if (!ent_want_name(p, "a procedure's name", &part, NULL))
            return false;
        length += part.n;
    } while (ent_accept(p, ENT_LEX_DOT));
    clause->call.name_span = ent_span_from(p, first);
    char *copy = ent_arena_alloc(p->arena, length + clause->call.name_span.len), *to = copy;
    for (uint32_t i = first; copy && i < p->at; i++) {
        memcpy(to, p->tokens[i].text.p, p->tokens[i].text.n);
        to += p->tokens[i].text.n;
    }
    clause->call.name = (ent_str){copy, (uint32_t)(to - copy)};
    return copy != NULL;
}

bool ent_parse_yield(ent_parser *p, ent_clause *clause)
{
    clause->call.has_yield = true;
    if (ent_accept(p, ENT_LEX_STAR)) {
        clause->call.yield_star = true;
        return true;
    }
    if (ent_at(p, ENT_LEX_MINUS)) { /* openCypher's way of saying: nothing */
        p->at++;
        return true;
    }
    do {
        clause->call.yields = ent_grow(p, clause->call.yields, clause->call.yield_count, sizeof *clause->call.yields);
        if (!clause->call.yields)
            return false;
        ent_yield_item *item = &clause->call.yields[clause->call.yield_count++];
        *item = (ent_yield_item){0};
        if (!ent_want_name(p, "an output of the procedure", &item->name, &item->span))
            return false;
        if (ent_accept_keyword(p, ENT_KEY_AS) && !ent_want_variable(p, "a name", &item->alias, &item->alias_span))
            return false;
    } while (ent_accept(p, ENT_LEX_COMMA));
    return true;
}

static bool parse_procedure(ent_parser *p, ent_clause *clause)
{
    clause->kind = ENT_CLAUSE_CALL;
    if (!parse_name(p, clause))
        return false;
    uint32_t open = p->at;
    clause->call.implicit_args = !ent_accept(p, ENT_LEX_LPAREN);
    if (!clause->call.implicit_args && !ent_parse_arguments(p, open, &clause->call.args, &clause->call.arg_count))
        return false;
    if (!ent_accept_keyword(p, ENT_KEY_YIELD))
        return true;
    if (!ent_parse_yield(p, clause))
        return false;
    return !ent_accept_keyword(p, ENT_KEY_WHERE) || (clause->call.where = ent_parse_expr(p)) != NULL;
}

/* (a, b), (*) or () before the brace */
static bool parse_imports(ent_parser *p, ent_clause *clause)
{
    uint32_t open = p->at++;
    clause->subquery.scoped = true;
    if (ent_accept(p, ENT_LEX_STAR)) {
        clause->subquery.import_star = true;
        return ent_want_close(p, ENT_LEX_RPAREN, open);
    }
    if (ent_accept(p, ENT_LEX_RPAREN))
        return true;
    do {
        uint32_t n = clause->subquery.import_count;
        clause->subquery.imports = ent_grow(p, clause->subquery.imports, n, sizeof *clause->subquery.imports);
        clause->subquery.import_spans =
            ent_grow(p, clause->subquery.import_spans, n, sizeof *clause->subquery.import_spans);
        if (!clause->subquery.imports || !clause->subquery.import_spans ||
            !ent_want_variable(p, "a variable", &clause->subquery.imports[n], &clause->subquery.import_spans[n]))
            return false;
        clause->subquery.import_count++;
    } while (ent_accept(p, ENT_LEX_COMMA));
    return ent_want_close(p, ENT_LEX_RPAREN, open);
}

static bool parse_subquery(ent_parser *p, ent_clause *clause)
{
    clause->kind = ENT_CLAUSE_SUBQUERY;
    if (ent_at(p, ENT_LEX_LPAREN) && !parse_imports(p, clause))
        return false;
    bool bar = p->bar_ends;
    p->bar_ends = false;
    clause->subquery.query = ent_parse_braced_query(p, false);
    p->bar_ends = bar;
    if (!clause->subquery.query)
        return false;
    /* What holds the subquery is one level above it. */
    p->deepest++;
    if (p->nesting + p->deepest > ENT_MAX_DEPTH)
        return ent_syntax(p, clause->keyword, "UnexpectedSyntax", "the query is nested too deep here");
    if (ent_at_keyword(p, ENT_KEY_IN) && ent_ahead(p, 1)->kind != ENT_LEX_END)
        return ent_unsupported(p, ent_here(p)->span, "CALL { } IN TRANSACTIONS");
    return true;
}

bool ent_parse_call(ent_parser *p, ent_clause *clause)
{
    p->at++;
    if (ent_at(p, ENT_LEX_LBRACE) || ent_at(p, ENT_LEX_LPAREN))
        return parse_subquery(p, clause);
    ent_expect(p, "'{'");
    return parse_procedure(p, clause);
}
