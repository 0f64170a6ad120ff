/* The parser's door and its ground: tokens, what was expected where, errors. */
#include "core/query/parse.h"

#include <stdio.h>

/* ---- expectations ---- */

void ent_expect(ent_parser *p, const char *what)
{
    if (p->expected_at != p->at) {
        p->expected_at = p->at;
        p->expected_count = 0;
    }
    for (uint32_t i = 0; i < p->expected_count; i++)
        if (strcmp(p->expected[i], what) == 0)
            return;
    if (p->expected_count < ENT_EXPECTED_ROOM)
        p->expected[p->expected_count++] = what;
}

bool ent_accept(ent_parser *p, ent_lex_kind kind)
{
    if (ent_at(p, kind) && !ent_here(p)->exotic) {
        p->at++;
        return true;
    }
    ent_expect(p, ent_lex_text(kind));
    return false;
}

bool ent_accept_keyword(ent_parser *p, ent_keyword keyword)
{
    if (ent_at_keyword(p, keyword)) {
        p->at++;
        return true;
    }
    ent_expect(p, ent_keyword_text(keyword).p);
    return false;
}

bool ent_want(ent_parser *p, ent_lex_kind kind)
{
    return ent_accept(p, kind) || ent_unexpected(p);
}

bool ent_want_keyword(ent_parser *p, ent_keyword keyword)
{
    return ent_accept_keyword(p, keyword) || ent_unexpected(p);
}

bool ent_want_key(ent_parser *p, const char *what, ent_str *name, ent_span *span)
{
    const ent_lexeme *token = ent_here(p);
    if (token->kind != ENT_LEX_NAME) {
        ent_expect(p, what);
        return ent_unexpected(p);
    }
    *name = token->text;
    if (span)
        *span = token->span;
    p->at++;
    return true;
}

bool ent_want_name(ent_parser *p, const char *what, ent_str *name, ent_span *span)
{
    const ent_lexeme *token = ent_here(p);
    if (token->kind == ENT_LEX_NAME && token->text.n == 0)
        return ent_syntax(p, token->span, "UnexpectedSyntax", "this name is empty: expected %s", what);
    return ent_want_key(p, what, name, span);
}

bool ent_at_variable(const ent_parser *p)
{
    const ent_lexeme *token = ent_here(p);
    return token->kind == ENT_LEX_NAME && !ent_keyword_reserved(token->keyword);
}

bool ent_want_variable(ent_parser *p, const char *what, ent_str *name, ent_span *span)
{
    if (ent_at_variable(p))
        return ent_want_name(p, what, name, span);
    ent_expect(p, what);
    ent_unexpected(p);
    return false;
}

/* ---- errors ---- */

bool ent_unsupported(ent_parser *p, ent_span where, const char *what)
{
    ent_fail(p->error, ENT_UNSUPPORTED, ENT_PHASE_COMPILE, where, NULL, "not supported yet: %s", what);
    return false;
}

/* "')', ',' or an operator" */
static void write_expected(const ent_parser *p, char *out, size_t size)
{
    size_t n = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < p->expected_count && n < size; i++) {
        const char *joint = i == 0 ? "" : i + 1 == p->expected_count ? " or " : ", ";
        int length = snprintf(out + n, size - n, "%s%s", joint, p->expected[i]);
        n += length > 0 ? (size_t)length : 0;
    }
}

/* The token in the words of a message: short, on one line. */
static void write_found(const ent_parser *p, char *out, size_t size)
{
    const ent_lexeme *token = ent_here(p);
    ent_str text = {p->text.p + token->span.at, token->span.len};
    uint32_t n = 0;
    while (n < text.n && n < 40 && (unsigned char)text.p[n] >= ' ')
        n++;
    while (n > 0 && n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n--;
    const char *quote = token->kind == ENT_LEX_STRING || token->quoted ? "" : "'";
    if (token->kind == ENT_LEX_END)
        snprintf(out, size, "but the query ends here");
    else
        snprintf(out, size, "but found %s%.*s%s%s", quote, (int)n, text.p, n < text.n ? "…" : "", quote);
}

bool ent_unexpected(ent_parser *p)
{
    const ent_lexeme *token = ent_here(p);
    if (token->kind == ENT_LEX_BAD) {
        ent_syntax(p, token->span, token->detail, "%.*s", ENT_STR_ARG(token->text));
        if (token->hint)
            ent_hint(p->error, "%s", token->hint);
        return false;
    }
    if (token->exotic) {
        ent_syntax(p, token->span, "InvalidUnicodeCharacter", "this sign is no operator");
        ent_hint(p->error, "write %s", ent_lex_text(token->kind));
        return false;
    }
    char expected[300], found[120];
    if (p->expected_at != p->at)
        p->expected_count = 0;
    write_expected(p, expected, sizeof expected);
    write_found(p, found, sizeof found);
    bool end = token->kind == ENT_LEX_END && p->at > 0; /* a place that can be shown: what stands last */
    ent_syntax(p, end ? token[-1].span : token->span, "UnexpectedSyntax", "expected %s, %s", expected, found);
    ent_hint_unexpected(p);
    return false;
}

bool ent_want_close(ent_parser *p, ent_lex_kind kind, uint32_t open)
{
    if (ent_accept(p, kind))
        return true;
    ent_unexpected(p);
    if (p->tokens[open].match == 0) {
        uint32_t at = p->tokens[open].span.at, line = 1, column = 1;
        for (uint32_t i = 0; i < at; i++) {
            bool newline = p->text.p[i] == '\n';
            line += newline;
            column = newline ? 1 : column + (((unsigned char)p->text.p[i] & 0xC0) != 0x80);
        }
        ent_hint(p->error, "the %s at line %u, column %u is not closed", ent_lex_text(p->tokens[open].kind), line,
                 column);
    }
    return false;
}

/* ---- places, depth, memory ---- */

ent_span ent_span_from(const ent_parser *p, uint32_t first)
{
    ent_span start = p->tokens[first].span;
    if (p->at <= first)
        return start;
    ent_span end = p->tokens[p->at - 1].span;
    return (ent_span){start.at, end.at + end.len - start.at};
}

bool ent_enter(ent_parser *p)
{
    if (p->nesting >= ENT_MAX_DEPTH) {
        ent_syntax(p, ent_here(p)->span, "UnexpectedSyntax", "the query is nested too deep here");
        ent_hint(p->error, "at most %d levels are possible", ENT_MAX_DEPTH);
        return false;
    }
    p->nesting++;
    return true;
}

void ent_leave(ent_parser *p)
{
    p->nesting--;
}

void *ent_grow(ent_parser *p, const void *items, uint32_t n, size_t size)
{
    if (n != 0 && (n < 4 || (n & (n - 1)) != 0))
        return (void *)(uintptr_t)items;
    char *more = ent_arena_array(p->arena, n == 0 ? 4 : 2 * (size_t)n, size);
    if (more && n != 0)
        memcpy(more, items, n * size);
    return more;
}

/* ---- the statement ---- */

static void parse_mode(ent_parser *p)
{
    ent_statement *s = p->statement;
    if (ent_accept_keyword(p, ENT_KEY_EXPLAIN))
        s->mode = ENT_MODE_EXPLAIN;
    else if (ent_accept_keyword(p, ENT_KEY_PROFILE))
        s->mode = ENT_MODE_PROFILE;
}

static bool parse_statement(ent_parser *p)
{
    bool schema;
    parse_mode(p);
    if (!ent_parse_schema(p, &schema))
        return false;
    if (!schema) {
        p->statement->kind = ENT_STATEMENT_QUERY;
        p->statement->query = ent_parse_query(p, true);
        if (!p->statement->query)
            return false;
    }
    while (ent_at(p, ENT_LEX_SEMICOLON))
        p->at++;
    if (ent_at(p, ENT_LEX_END))
        return true;
    if (p->at > 0 && p->tokens[p->at - 1].kind == ENT_LEX_SEMICOLON && !ent_at(p, ENT_LEX_BAD)) {
        ent_syntax(p, ent_here(p)->span, "UnexpectedSyntax", "a second statement begins here");
        ent_hint(p->error, "one statement is run at a time");
        return false;
    }
    ent_expect(p, "the end of the query");
    return ent_unexpected(p);
}

ent_status ent_parse(ent_arena *arena, ent_str text, ent_statement **out, ent_error *error)
{
    ent_error own; /* so that a failure is seen even when the caller wants no message */
    ent_error_clear(&own);
    ent_parser p = {.arena = arena, .error = &own, .text = text, .expected_at = UINT32_MAX};
    ent_lexeme *tokens;
    uint32_t count;
    p.statement = ENT_NEW(arena, ent_statement);
    if (!p.statement)
        return ent_arena_status(arena, error);
    p.statement->text = text;
    ENT_TRY(ent_lex(arena, text, &tokens, &count, error));
    p.tokens = tokens;
    bool good = parse_statement(&p);
    ENT_TRY(ent_arena_status(arena, error));
    if (!good) {
        if (error && error->status == ENT_OK)
            *error = own;
        return own.status;
    }
    *out = p.statement;
    return ENT_OK;
}
