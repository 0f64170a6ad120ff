/* Queries: clauses, how they may follow one another, UNION. */
#include "core/query/parse.h"

/* ---- reading clauses ---- */

static bool parse_where(ent_parser *p, ent_expr **out)
{
    if (!ent_accept_keyword(p, ENT_KEY_WHERE))
        return true;
    *out = ent_parse_expr(p);
    return *out != NULL;
}

/* DIFFERENT RELATIONSHIPS says what is the case anyway. */
static bool parse_match_mode(ent_parser *p)
{
    const ent_lexeme *word = ent_here(p), *next = ent_ahead(p, 1);
    if (word->kind != ENT_LEX_NAME || next->kind != ENT_LEX_NAME)
        return true;
    if (ent_str_equal_nocase(word->text, ENT_STR("REPEATABLE")))
        return ent_unsupported(p, (ent_span){word->span.at, next->span.at + next->span.len - word->span.at},
                               "relationships that come twice in one MATCH");
    if (ent_str_equal_nocase(word->text, ENT_STR("DIFFERENT")) &&
        (ent_str_equal_nocase(next->text, ENT_STR("RELATIONSHIPS")) ||
         ent_str_equal_nocase(next->text, ENT_STR("RELATIONSHIP"))))
        p->at += 2;
    return true;
}

static bool parse_match(ent_parser *p, ent_clause *clause)
{
    clause->kind = ENT_CLAUSE_MATCH;
    p->at++;
    if (!parse_match_mode(p))
        return false;
    return ent_parse_pattern(p, &clause->match.pattern) && parse_where(p, &clause->match.where);
}

static bool parse_optional(ent_parser *p, ent_clause *clause)
{
    p->at++;
    if (ent_at_keyword(p, ENT_KEY_CALL)) {
        if (!ent_parse_call(p, clause))
            return false;
        if (clause->kind == ENT_CLAUSE_CALL)
            clause->call.optional = true;
        else
            clause->subquery.optional = true;
        return true;
    }
    if (!ent_at_keyword(p, ENT_KEY_MATCH)) {
        ent_expect(p, "MATCH");
        ent_expect(p, "CALL");
        return ent_unexpected(p);
    }
    clause->match.optional = true;
    return parse_match(p, clause);
}

static bool parse_unwind(ent_parser *p, ent_clause *clause)
{
    clause->kind = ENT_CLAUSE_UNWIND;
    p->at++;
    clause->unwind.list = ent_parse_expr(p);
    return clause->unwind.list && ent_want_keyword(p, ENT_KEY_AS) &&
           ent_want_variable(p, "a variable", &clause->unwind.name, &clause->unwind.name_span);
}

/* ---- one clause ---- */

/* What may follow what. */
typedef enum { READS, WRITES, PASSES, ENDS } clause_role;

typedef struct {
    ent_keyword keyword;
    clause_role role;
    bool (*parse)(ent_parser *, ent_clause *);
} clause_rule;

static bool parse_with(ent_parser *p, ent_clause *clause)
{
    return ent_parse_projection(p, clause, true);
}

static bool parse_return(ent_parser *p, ent_clause *clause)
{
    return ent_parse_projection(p, clause, false);
}

static const clause_rule rules[] = {
    {ENT_KEY_MATCH, READS, parse_match},          {ENT_KEY_OPTIONAL, READS, parse_optional},
    {ENT_KEY_UNWIND, READS, parse_unwind},        {ENT_KEY_CALL, READS, ent_parse_call},
    {ENT_KEY_WITH, PASSES, parse_with},           {ENT_KEY_RETURN, ENDS, parse_return},
    {ENT_KEY_CREATE, WRITES, ent_parse_create},   {ENT_KEY_MERGE, WRITES, ent_parse_merge},
    {ENT_KEY_SET, WRITES, ent_parse_set},         {ENT_KEY_REMOVE, WRITES, ent_parse_remove},
    {ENT_KEY_DELETE, WRITES, ent_parse_delete},   {ENT_KEY_DETACH, WRITES, ent_parse_delete},
    {ENT_KEY_NODETACH, WRITES, ent_parse_delete}, {ENT_KEY_FOREACH, WRITES, ent_parse_foreach},
};

static const clause_rule *find_rule(const ent_parser *p)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (ent_at_keyword(p, rules[i].keyword))
            return &rules[i];
    return NULL;
}

static ent_clause *parse_clause(ent_parser *p, const clause_rule *rule)
{
    uint32_t first = p->at;
    ent_clause *clause = ENT_NEW(p->arena, ent_clause);
    if (!clause)
        return NULL;
    bool two =
        rule->keyword == ENT_KEY_OPTIONAL || rule->keyword == ENT_KEY_DETACH || rule->keyword == ENT_KEY_NODETACH;
    ent_span start = p->tokens[first].span, end = ent_ahead(p, two ? 1 : 0)->span;
    clause->keyword = (ent_span){start.at, end.at + end.len - start.at};
    if (p->read_only && rule->role == WRITES) {
        ent_syntax(p, start, "InvalidClauseComposition",
                   "EXISTS, COUNT and COLLECT { } only read: %.*s cannot stand here",
                   ENT_STR_ARG(ent_keyword_text(rule->keyword)));
        return NULL;
    }
    if (!rule->parse(p, clause))
        return NULL;
    clause->span = ent_span_from(p, first);
    return clause;
}

ent_clause *ent_parse_update(ent_parser *p)
{
    const clause_rule *rule = find_rule(p);
    if (rule && rule->role == WRITES)
        return parse_clause(p, rule);
    ent_expect(p, "a clause that writes, such as SET");
    ent_unexpected(p);
    return NULL;
}

/* ---- a list of clauses ---- */

/* Reading and writing take turns only across a WITH, so that what a clause sees is clear. */
static bool check_order(ent_parser *p, const ent_single_query *query, clause_role last, clause_role role,
                        ent_span keyword)
{
    const ent_clause *before = query->count ? query->clauses[query->count - 1] : NULL;
    if (!before)
        return true;
    const char *text = p->text.p;
    if (before->kind == ENT_CLAUSE_RETURN) {
        ent_syntax(p, keyword, "InvalidClauseComposition", "%.*s cannot follow RETURN", (int)keyword.len,
                   text + keyword.at);
        ent_hint(p->error, "RETURN ends a query; WITH passes rows on to a further clause");
        return false;
    }
    if (last == WRITES && role == READS) {
        ent_syntax(p, keyword, "InvalidClauseComposition", "a WITH is needed between %.*s and %.*s",
                   (int)before->keyword.len, text + before->keyword.at, (int)keyword.len, text + keyword.at);
        ent_hint(p->error, "WITH * passes all variables on");
        return false;
    }
    return true;
}

/* RETURN, a writing clause or a call as the whole of it end a query. */
static bool check_end(ent_parser *p, const ent_single_query *query, bool needs_result)
{
    const ent_clause *last = query->clauses[query->count - 1];
    bool call = last->kind == ENT_CLAUSE_CALL && query->count == 1;
    bool ends = last->kind >= ENT_CLAUSE_RETURN && last->kind <= ENT_CLAUSE_FOREACH;
    if (last->kind == ENT_CLAUSE_CALL && !call && !last->call.has_yield)
        ends = true; /* a procedure called for what it does */
    if (ends || call || last->kind == ENT_CLAUSE_SUBQUERY || (!needs_result && last->kind != ENT_CLAUSE_WITH))
        return true;
    ent_unexpected(p);
    if (p->error->status == ENT_SYNTAX && p->error->hint[0] == '\0')
        ent_hint(p->error, "%.*s cannot be the last clause: RETURN or a clause that writes ends a query",
                 (int)last->keyword.len, p->text.p + last->keyword.at);
    return false;
}

static bool refuse_foreign(ent_parser *p)
{
    const ent_lexeme *token = ent_here(p);
    if (token->keyword == ENT_KEY_LOAD && ent_ahead(p, 1)->keyword == ENT_KEY_CSV) {
        ent_unsupported(p, (ent_span){token->span.at, ent_ahead(p, 1)->span.at + 3 - token->span.at}, "LOAD CSV");
        ent_hint(p->error, "a query cannot read files: pass the rows as a parameter and UNWIND it");
        return true;
    }
    if (token->kind == ENT_LEX_NAME && ent_str_equal_nocase(token->text, ENT_STR("USING"))) {
        ent_unsupported(p, token->span, "USING");
        ent_hint(p->error, "the planner chooses by itself; EXPLAIN shows what it has chosen");
        return true;
    }
    if (token->keyword == ENT_KEY_USE) {
        ent_unsupported(p, token->span, "USE: there is one graph in a database");
        return true;
    }
    return false;
}

static bool parse_single(ent_parser *p, ent_single_query *out, bool needs_result)
{
    uint32_t first = p->at;
    clause_role last = READS;
    *out = (ent_single_query){0};
    for (;;) {
        const clause_rule *rule = find_rule(p);
        if (!rule)
            break;
        clause_role role = rule->role;
        ent_span keyword = ent_here(p)->span;
        if (!check_order(p, out, last, role, keyword))
            return false;
        out->clauses = ent_grow(p, out->clauses, out->count, sizeof(ent_clause *));
        ent_clause *clause = out->clauses ? parse_clause(p, rule) : NULL;
        if (!clause)
            return false;
        out->clauses[out->count++] = clause;
        if (clause->kind == ENT_CLAUSE_CALL && clause->call.yield_star && out->count > 1)
            return ent_syntax(p, clause->span, "UnexpectedSyntax",
                              "YIELD * can stand only where the call is the whole query");
        bool alone = out->count == 1 && (ent_at(p, ENT_LEX_END) || ent_at(p, ENT_LEX_SEMICOLON));
        if (clause->kind == ENT_CLAUSE_CALL && clause->call.yield_star && !alone) {
            ent_syntax(p, ent_here(p)->span, "UnexpectedSyntax", "nothing can follow YIELD *");
            ent_hint(p->error, "name the outputs after YIELD");
            return false;
        }
        if (clause->kind == ENT_CLAUSE_CALL && clause->call.implicit_args && !alone) {
            ent_syntax(p, clause->call.name_span, "InvalidArgumentPassingMode",
                       "a call inside a query needs its arguments in brackets");
            ent_hint(p->error, "write %.*s() if it takes none", ENT_STR_ARG(clause->call.name));
            return false;
        }
        last = role;
    }
    if (refuse_foreign(p))
        return false;
    const ent_lexeme *finish = ent_here(p);
    if (needs_result && out->count > 0 && out->clauses[out->count - 1]->kind != ENT_CLAUSE_RETURN &&
        finish->kind == ENT_LEX_NAME && ent_str_equal_nocase(finish->text, ENT_STR("FINISH"))) {
        p->at++;
        out->span = ent_span_from(p, first);
        return true; /* all has been said, and nothing is asked for */
    }
    if (out->count == 0) {
        ent_expect(p, "a clause");
        return ent_unexpected(p);
    }
    if (out->clauses[out->count - 1]->kind != ENT_CLAUSE_RETURN)
        ent_expect(p, "another clause");
    out->span = ent_span_from(p, first);
    return check_end(p, out, needs_result);
}

ent_query *ent_parse_query(ent_parser *p, bool needs_result)
{
    uint32_t first = p->at;
    ent_query *query = ENT_NEW(p->arena, ent_query);
    if (!query || !ent_enter(p))
        return NULL;
    for (;;) {
        query->parts = ent_grow(p, query->parts, query->part_count, sizeof *query->parts);
        if (!query->parts || !parse_single(p, &query->parts[query->part_count], needs_result))
            return NULL;
        query->part_count++;
        ent_span joint = ent_here(p)->span;
        if (!ent_accept_keyword(p, ENT_KEY_UNION))
            break;
        bool all = ent_at_keyword(p, ENT_KEY_ALL);
        if (all || ent_at_keyword(p, ENT_KEY_DISTINCT))
            p->at++;
        if (query->part_count > 1 && all != query->union_all) {
            ent_syntax(p, joint, "InvalidClauseComposition", "UNION and UNION ALL cannot be mixed in one query");
            return NULL;
        }
        query->union_all = all;
    }
    query->span = ent_span_from(p, first);
    ent_leave(p);
    return query;
}

/* ---- queries in braces ---- */

static bool at_pattern(const ent_parser *p)
{
    ent_keyword keyword = (ent_keyword)ent_here(p)->keyword;
    return ent_at(p, ENT_LEX_LPAREN) || (ent_at_variable(p) && ent_ahead(p, 1)->kind == ENT_LEX_EQ) ||
           ((keyword == ENT_KEY_SHORTESTPATH || keyword == ENT_KEY_ALLSHORTESTPATHS) &&
            ent_ahead(p, 1)->kind == ENT_LEX_LPAREN);
}

/* pattern WHERE condition, as the query MATCH pattern WHERE condition */
static ent_query *parse_bare_pattern(ent_parser *p)
{
    uint32_t first = p->at;
    ent_query *query = ENT_NEW(p->arena, ent_query);
    ent_single_query *part = ENT_NEW(p->arena, ent_single_query);
    ent_clause *match = ENT_NEW(p->arena, ent_clause);
    ent_clause **clauses = ENT_NEW_ARRAY(p->arena, ent_clause *, 1);
    if (!query || !part || !match || !clauses || !ent_enter(p))
        return NULL;
    match->kind = ENT_CLAUSE_MATCH;
    match->keyword = ent_here(p)->span;
    if (!ent_parse_pattern(p, &match->match.pattern) || !parse_where(p, &match->match.where))
        return NULL;
    match->span = ent_span_from(p, first);
    clauses[0] = match;
    *part = (ent_single_query){.span = match->span, .clauses = clauses, .count = 1};
    *query = (ent_query){.span = match->span, .parts = part, .part_count = 1};
    ent_leave(p);
    return query;
}

ent_query *ent_parse_braced_query(ent_parser *p, bool short_form)
{
    uint32_t open = p->at;
    if (!ent_want(p, ENT_LEX_LBRACE))
        return NULL;
    ent_query *query = short_form && at_pattern(p) ? parse_bare_pattern(p) : ent_parse_query(p, !short_form);
    return query && ent_want_close(p, ENT_LEX_RBRACE, open) ? query : NULL;
}
