/* Commands about the schema: CREATE and DROP of INDEX and CONSTRAINT. */
#include "core/query/parse.h"

/* A word that is no keyword elsewhere. */
static bool at_word(const ent_parser *p, const char *word)
{
    const ent_lexeme *token = ent_here(p);
    return token->kind == ENT_LEX_NAME && !token->quoted && ent_str_equal_nocase(token->text, ent_str_of(word));
}

static bool parse_if(ent_parser *p, bool not_exists)
{
    if (!ent_accept_keyword(p, ENT_KEY_IF))
        return true;
    p->statement->if_exists = true;
    return (!not_exists || ent_want_keyword(p, ENT_KEY_NOT)) && ent_want_keyword(p, ENT_KEY_EXISTS);
}

static bool parse_name(ent_parser *p)
{
    ent_statement *s = p->statement;
    if (ent_at_keyword(p, ENT_KEY_FOR) || ent_at_keyword(p, ENT_KEY_ON) || ent_at_keyword(p, ENT_KEY_IF)) {
        ent_expect(p, "a name");
        return true;
    }
    return ent_want_name(p, "a name", &s->name, &s->name_span);
}

/* (n:Label) */
static bool parse_element(ent_parser *p, ent_str *variable)
{
    ent_statement *s = p->statement;
    uint32_t open = p->at;
    if (ent_at(p, ENT_LEX_LPAREN) && ent_ahead(p, 1)->kind == ENT_LEX_RPAREN)
        return ent_unsupported(p, ent_here(p)->span, "indexes and constraints on relationships");
    return ent_want(p, ENT_LEX_LPAREN) && ent_want_variable(p, "a variable", variable, NULL) &&
           ent_want(p, ENT_LEX_COLON) && ent_want_name(p, "a label", &s->label, &s->label_span) &&
           ent_want_close(p, ENT_LEX_RPAREN, open);
}

/* n.key */
static bool parse_key(ent_parser *p, ent_str variable)
{
    ent_statement *s = p->statement;
    ent_str name;
    ent_span span;
    if (!ent_want_variable(p, "a variable", &name, &span))
        return false;
    if (!ent_str_equal(name, variable))
        return ent_syntax(p, span, "UndefinedVariable", "`%.*s` is not defined: the pattern names `%.*s`",
                          ENT_STR_ARG(name), ENT_STR_ARG(variable));
    return ent_want(p, ENT_LEX_DOT) && ent_want_name(p, "a property key", &s->key, &s->key_span);
}

static bool refuse_more_keys(ent_parser *p, const char *what)
{
    return !ent_accept(p, ENT_LEX_COMMA) || ent_unsupported(p, p->tokens[p->at - 1].span, what);
}

/* ON :Label(key), as it was written of old; after the ON */
static bool parse_old_index(ent_parser *p)
{
    ent_statement *s = p->statement;
    if (!ent_want(p, ENT_LEX_COLON) || !ent_want_name(p, "a label", &s->label, &s->label_span))
        return false;
    uint32_t open = p->at;
    return ent_want(p, ENT_LEX_LPAREN) && ent_want_name(p, "a property key", &s->key, &s->key_span) &&
           refuse_more_keys(p, "an index over several properties") && ent_want_close(p, ENT_LEX_RPAREN, open);
}

static bool refuse_options(ent_parser *p)
{
    return !ent_accept_keyword(p, ENT_KEY_OPTIONS) ||
           ent_unsupported(p, p->tokens[p->at - 1].span, "OPTIONS of an index or constraint");
}

static bool parse_create_index(ent_parser *p)
{
    ent_statement *s = p->statement;
    ent_str variable = {NULL, 0};
    s->kind = ENT_STATEMENT_CREATE_INDEX;
    if (!parse_name(p) || !parse_if(p, true))
        return false;
    if (s->name.n == 0 && ent_at_keyword(p, ENT_KEY_ON)) {
        p->at++;
        return parse_old_index(p);
    }
    if (!ent_want_keyword(p, ENT_KEY_FOR) || !parse_element(p, &variable) || !ent_want_keyword(p, ENT_KEY_ON))
        return false;
    uint32_t open = p->at;
    if (!ent_want(p, ENT_LEX_LPAREN)) {
        ent_hint(p->error, "the property stands in brackets: ON (%.*s.key)", ENT_STR_ARG(variable));
        return false;
    }
    return parse_key(p, variable) && refuse_more_keys(p, "an index over several properties") &&
           ent_want_close(p, ENT_LEX_RPAREN, open) && refuse_options(p);
}

/* REQUIRE n.k IS UNIQUE, or ASSERT of old; the key may stand in brackets */
static bool parse_requirement(ent_parser *p, ent_str variable)
{
    uint32_t open = p->at;
    bool bracketed = ent_accept(p, ENT_LEX_LPAREN);
    if (!parse_key(p, variable) || (bracketed && (!refuse_more_keys(p, "a constraint over several properties") ||
                                                  !ent_want_close(p, ENT_LEX_RPAREN, open))))
        return false;
    if (!ent_want_keyword(p, ENT_KEY_IS))
        return false;
    if (!ent_at_keyword(p, ENT_KEY_UNIQUE) &&
        (ent_at_keyword(p, ENT_KEY_NOT) || ent_at(p, ENT_LEX_COLON_COLON) || ent_at_keyword(p, ENT_KEY_TYPED) ||
         at_word(p, "NODE") || ent_at_keyword(p, ENT_KEY_KEY)))
        return ent_unsupported(p, ent_here(p)->span, "constraints other than IS UNIQUE");
    return ent_want_keyword(p, ENT_KEY_UNIQUE) && refuse_options(p);
}

static bool parse_constraint_body(ent_parser *p)
{
    ent_str variable = {NULL, 0};
    bool old = ent_accept_keyword(p, ENT_KEY_ON);
    if (!old && !ent_want_keyword(p, ENT_KEY_FOR))
        return false;
    if (!parse_element(p, &variable))
        return false;
    bool assert_word = ent_accept_keyword(p, ENT_KEY_ASSERT);
    if (!assert_word && !ent_want_keyword(p, ENT_KEY_REQUIRE))
        return false;
    return parse_requirement(p, variable);
}

static bool parse_create_constraint(ent_parser *p)
{
    p->statement->kind = ENT_STATEMENT_CREATE_CONSTRAINT;
    return parse_name(p) && parse_if(p, true) && parse_constraint_body(p);
}

static bool parse_drop(ent_parser *p)
{
    ent_statement *s = p->statement;
    bool index = ent_accept_keyword(p, ENT_KEY_INDEX);
    if (!index && !ent_want_keyword(p, ENT_KEY_CONSTRAINT))
        return false;
    s->kind = index ? ENT_STATEMENT_DROP_INDEX : ENT_STATEMENT_DROP_CONSTRAINT;
    bool old =
        ent_at_keyword(p, ENT_KEY_ON) && ent_ahead(p, 1)->kind == (index ? (int)ENT_LEX_COLON : (int)ENT_LEX_LPAREN);
    if (old && index) {
        p->at++;
        return parse_old_index(p);
    }
    if (old)
        return parse_constraint_body(p);
    return ent_want_name(p, "a name", &s->name, &s->name_span) && parse_if(p, false);
}

/* CREATE and then INDEX or CONSTRAINT; kinds of index that are not there are named as such. */
static bool parse_create(ent_parser *p, bool *is)
{
    const ent_lexeme *next = ent_ahead(p, 1);
    bool typed = next->kind == ENT_LEX_NAME && ent_ahead(p, 2)->keyword == ENT_KEY_INDEX;
    *is = next->keyword == ENT_KEY_INDEX || next->keyword == ENT_KEY_CONSTRAINT || typed;
    if (!*is)
        return true;
    p->at++;
    if (typed && !at_word(p, "RANGE") && !at_word(p, "BTREE"))
        return ent_unsupported(p, next->span, "this kind of index");
    p->at += 1 + typed;
    return next->keyword == ENT_KEY_CONSTRAINT ? parse_create_constraint(p) : parse_create_index(p);
}

bool ent_parse_schema(ent_parser *p, bool *is)
{
    *is = true;
    if (ent_at_keyword(p, ENT_KEY_CREATE))
        return parse_create(p, is);
    ent_expect(p, "CREATE");
    if (ent_accept_keyword(p, ENT_KEY_DROP))
        return parse_drop(p);
    if (ent_accept_keyword(p, ENT_KEY_SHOW))
        return ent_parse_show(p);
    *is = false;
    return true;
}
