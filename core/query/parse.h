/* The parser's inside: what its files share. Recursive descent, one function a rule; nothing is ever read twice.
 *
 * Failure: the message is written once, where the rule fails, into parser->error; functions return NULL or false, and
 * their callers pass that on at once. A failing arena is asked at the end.
 *
 * Depth: `nesting` counts the rules that are open, so the parser's own recursion is bounded; each finished expression
 * knows how deep it is, so that `1+1+1+...`, which nests nothing while it is read but gives a deep tree, is bounded for
 * those who walk the tree later. Chains of AND, OR, XOR and of labels are built as balanced trees: they mean the same,
 * in the same order from left to right, and thousands of terms stay shallow. */
#ifndef ENT_QUERY_PARSE_H
#define ENT_QUERY_PARSE_H

#include "core/query/ast.h"
#include "core/query/lex.h"

enum { ENT_EXPECTED_ROOM = 24 };

typedef struct ent_parser {
    ent_arena *arena;
    ent_error *error;
    ent_str text;
    const ent_lexeme *tokens;
    uint32_t at;
    /* What could stand at token `expected_at`, noted as it was asked for. */
    const char *expected[ENT_EXPECTED_ROOM];
    uint32_t expected_count, expected_at;
    uint32_t nesting; /* rules that are open */
    uint32_t deepest; /* depth of the deepest expression finished since it was last set to 0 */
    bool bar_ends;    /* a `|` ends the expression (a comprehension), it does not join labels or types */
    bool read_only;   /* inside EXISTS, COUNT or COLLECT { } */
    ent_statement *statement;
} ent_parser;

/* ---- parse.c: tokens, expectations, errors ---- */

static inline const ent_lexeme *ent_here(const ent_parser *p)
{
    return &p->tokens[p->at];
}
static inline const ent_lexeme *ent_ahead(const ent_parser *p, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (p->tokens[p->at + i].kind == ENT_LEX_END)
            return &p->tokens[p->at + i];
    return &p->tokens[p->at + n];
}
static inline bool ent_at(const ent_parser *p, ent_lex_kind kind)
{
    return p->tokens[p->at].kind == kind;
}
static inline bool ent_at_keyword(const ent_parser *p, ent_keyword keyword)
{
    return p->tokens[p->at].keyword == keyword;
}

void ent_expect(ent_parser *p, const char *what);            /* notes it for the message */
bool ent_accept(ent_parser *p, ent_lex_kind kind);           /* takes the token or notes that it could stand here */
bool ent_accept_keyword(ent_parser *p, ent_keyword keyword); /* the same */
bool ent_want(ent_parser *p, ent_lex_kind kind);             /* takes it or fails */
bool ent_want_keyword(ent_parser *p, ent_keyword keyword);
/* Closes the bracket that token `open` opened; the message names that place when nothing else closes it. */
bool ent_want_close(ent_parser *p, ent_lex_kind kind, uint32_t open);
/* A name that can be a variable: no reserved keyword. what: "a variable". */
bool ent_want_variable(ent_parser *p, const char *what, ent_str *name, ent_span *span);
bool ent_at_variable(const ent_parser *p);
/* Any name: label, type, function. */
bool ent_want_name(ent_parser *p, const char *what, ent_str *name, ent_span *span);
/* The same for keys of maps and properties: only they may be empty (``). */
bool ent_want_key(ent_parser *p, const char *what, ent_str *name, ent_span *span);

/* The token here fits nothing that was expected. Always false. */
bool ent_unexpected(ent_parser *p);
/* Another syntax error: where, detail, format, ... Always false. */
#define ent_syntax(p, ...) ent_refused(ent_fail((p)->error, ENT_SYNTAX, ENT_PHASE_COMPILE, __VA_ARGS__))
static inline bool ent_refused(ent_status status)
{
    (void)status;
    return false;
}
void ent_hint_unexpected(ent_parser *p); /* parse_hint.c: advice for the token here */
bool ent_unsupported(ent_parser *p, ent_span where, const char *what);

/* From the first token of something to the one read last. */
ent_span ent_span_from(const ent_parser *p, uint32_t first);
/* false: nested too deep, and said so. Each true is followed by ent_leave. */
bool ent_enter(ent_parser *p);
void ent_leave(ent_parser *p);
/* Room for one more behind n items; arrays grow to powers of two. NULL when the arena failed. */
void *ent_grow(ent_parser *p, const void *items, uint32_t n, size_t size);

/* ---- parse_expr.c, parse_atom.c, parse_special.c ---- */

ent_expr *ent_parse_expr(ent_parser *p);
/* Atom and what follows it (.key [i] {..}); with labels also :Label. */
ent_expr *ent_parse_postfix(ent_parser *p, bool labels);
ent_expr *ent_parse_atom(ent_parser *p);
ent_expr *ent_parse_map(ent_parser *p);
ent_expr *ent_parse_parameter(ent_parser *p);
ent_expr *ent_parse_case(ent_parser *p);
/* [ ... ]: a list, a list comprehension or a pattern comprehension. */
ent_expr *ent_parse_bracketed_list(ent_parser *p);
/* all(x IN ...) and the like; NULL with *is false when it is none (nothing has been read). */
ent_expr *ent_parse_special_call(ent_parser *p, bool *is);
/* What follows IS ::, into the expression's types. */
bool ent_parse_types(ent_parser *p, ent_expr *out);
/* Behind IS: NORMALIZED, or a form and NORMALIZED. */
bool ent_at_normalized(const ent_parser *p);
ent_expr *ent_parse_normalized(ent_parser *p, uint32_t first, ent_expr *left, bool negated);
/* Arguments up to the closing bracket, after the opening one at `open`. */
bool ent_parse_arguments(ent_parser *p, uint32_t open, ent_expr ***args, uint32_t *count);

/* A new expression over args (may be NULL with count 0), from token `first` to the last one read, with its depth.
 * NULL: too deep, or no memory. */
ent_expr *ent_expr_new(ent_parser *p, ent_expr_kind kind, uint32_t first, ent_expr **args, uint32_t count);
/* The same with one to three args. */
ent_expr *ent_expr_of(ent_parser *p, ent_expr_kind kind, uint32_t first, uint32_t count, ent_expr *a, ent_expr *b,
                      ent_expr *c);
/* An expression that holds patterns or a query: its depth is that of all that was finished since `deepest` was reset.
 * before: p->deepest as it was. */
ent_expr *ent_expr_around(ent_parser *p, ent_expr *expr, uint32_t before);

/* ---- parse_pattern.c ---- */

/* Whether the '(' here begins a pattern with at least one relationship, not a bracketed expression. */
bool ent_at_path(const ent_parser *p);
bool ent_parse_pattern(ent_parser *p, ent_pattern *out);
bool ent_parse_path(ent_parser *p, ent_path_pattern *out);       /* with name, shortestPath */
bool ent_parse_plain_path(ent_parser *p, ent_path_pattern *out); /* from its first node on */
bool ent_parse_shortest(ent_parser *p, ent_path_pattern *out);   /* at shortestPath or allShortestPaths */
/* After the ':'. */
ent_label *ent_parse_label(ent_parser *p);

/* ---- parse_clause.c, parse_projection.c, parse_write.c, parse_call.c, parse_schema.c, parse_show.c ---- */

/* Clauses and UNIONs up to a closing bracket or the end. needs_result false: may also end with a MATCH (EXISTS). */
ent_query *ent_parse_query(ent_parser *p, bool needs_result);
/* { query } or, in EXISTS, COUNT and COLLECT, { pattern WHERE condition }; the '{' is the token here. */
ent_query *ent_parse_braced_query(ent_parser *p, bool short_form);
bool ent_parse_projection(ent_parser *p, ent_clause *clause, bool with);
bool ent_parse_create(ent_parser *p, ent_clause *clause);
bool ent_parse_merge(ent_parser *p, ent_clause *clause);
bool ent_parse_set(ent_parser *p, ent_clause *clause);
bool ent_parse_remove(ent_parser *p, ent_clause *clause);
bool ent_parse_delete(ent_parser *p, ent_clause *clause);
bool ent_parse_foreach(ent_parser *p, ent_clause *clause);
bool ent_parse_call(ent_parser *p, ent_clause *clause); /* a procedure or a subquery */
/* One writing clause, inside FOREACH. */
ent_clause *ent_parse_update(ent_parser *p);
/* CREATE INDEX and the like; *is false: it is no schema command, and nothing has been read. */
bool ent_parse_schema(ent_parser *p, bool *is);
bool ent_parse_show(ent_parser *p);                      /* behind SHOW */
bool ent_parse_yield(ent_parser *p, ent_clause *clause); /* behind YIELD, without WHERE */
bool ent_parse_page(ent_parser *p, ent_projection *out); /* ORDER BY, SKIP, LIMIT */

#endif
