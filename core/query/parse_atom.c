/* What operators stand between: literals, names, brackets, lists, maps, calls, and the lookups behind them. */
#include "core/query/parse.h"

/* ---- literals ---- */

static ent_expr *parse_constant(ent_parser *p, ent_value value)
{
    uint32_t first = p->at++;
    ent_expr *e = ent_expr_new(p, ENT_EXPR_LITERAL, first, NULL, 0);
    if (e)
        e->value = value;
    return e;
}

static ent_expr *parse_number(ent_parser *p)
{
    const ent_lexeme *token = ent_here(p);
    const char *detail, *message;
    int64_t integer;
    double real;
    bool is_integer = token->kind == ENT_LEX_INTEGER;
    bool good = is_integer ? ent_read_integer(token->text, false, &integer, &detail, &message)
                           : ent_read_float(p->arena, token->text, &real, &detail, &message);
    if (!good) {
        ent_syntax(p, token->span, detail, "%s", message);
        return NULL;
    }
    return parse_constant(p, is_integer ? ent_int(integer) : ent_float(real));
}

ent_expr *ent_parse_parameter(ent_parser *p)
{
    const ent_lexeme *token = ent_here(p);
    ent_statement *s = p->statement;
    uint32_t i = 0;
    while (i < s->parameter_count && !ent_str_equal(s->parameters[i], token->text))
        i++;
    if (i == s->parameter_count) {
        ent_str *names = ent_grow(p, s->parameters, i, sizeof *names);
        ent_span *spans = ent_grow(p, s->parameter_spans, i, sizeof *spans);
        if (!names || !spans)
            return NULL;
        names[i] = token->text;
        spans[i] = token->span;
        s->parameters = names;
        s->parameter_spans = spans;
        s->parameter_count++;
    }
    uint32_t first = p->at++;
    ent_expr *e = ent_expr_new(p, ENT_EXPR_PARAMETER, first, NULL, 0);
    if (e)
        e->name = token->text;
    return e;
}

/* ---- maps ---- */

/* key: value, ... } after the '{' at `open`. */
static bool parse_entries(ent_parser *p, uint32_t open, ent_str **keys, ent_expr ***values, uint32_t *count)
{
    *keys = NULL;
    *values = NULL;
    *count = 0;
    if (ent_accept(p, ENT_LEX_RBRACE))
        return true;
    do {
        *keys = ent_grow(p, *keys, *count, sizeof **keys);
        *values = ent_grow(p, *values, *count, sizeof(ent_expr *));
        if (!*keys || !*values || !ent_want_key(p, "a key", &(*keys)[*count], NULL) || !ent_want(p, ENT_LEX_COLON))
            return false;
        (*values)[*count] = ent_parse_expr(p);
        if (!(*values)[(*count)++])
            return false;
    } while (ent_accept(p, ENT_LEX_COMMA));
    return ent_want_close(p, ENT_LEX_RBRACE, open);
}

ent_expr *ent_parse_map(ent_parser *p)
{
    uint32_t first = p->at++, count;
    ent_str *keys;
    ent_expr **values;
    bool bar = p->bar_ends;
    const ent_lexeme *close = ent_ahead(p, 1);
    if (ent_at(p, ENT_LEX_NAME) && close->kind == ENT_LEX_RBRACE) {
        ent_expect(p, "a key with ':' and a value");
        p->at++;
        ent_expect(p, "':'");
        ent_unexpected(p);
        ent_hint(p->error, "a parameter is written as $%.*s", ENT_STR_ARG(p->tokens[first + 1].text));
        return NULL;
    }
    p->bar_ends = false;
    bool good = parse_entries(p, first, &keys, &values, &count);
    p->bar_ends = bar;
    ent_expr *e = good ? ent_expr_new(p, ENT_EXPR_MAP, first, values, count) : NULL;
    if (e)
        e->keys = keys;
    return e;
}

/* ---- lists ---- */

/* What the '[' here holds, seen from its own commas and bars alone: what is nested is jumped over, so all brackets
 * together are looked through once a level. */
typedef enum { HOLDS_ITEMS, HOLDS_COMPREHENSION } list_content;

static list_content look_into(const ent_parser *p, uint32_t open)
{
    const ent_lexeme *tokens = p->tokens;
    for (uint32_t i = open + 1; tokens[i].kind != ENT_LEX_END; i++) {
        switch (tokens[i].kind) {
        case ENT_LEX_LPAREN:
        case ENT_LEX_LBRACKET:
        case ENT_LEX_LBRACE:
            if (tokens[i].match == 0)
                return HOLDS_ITEMS;
            i = tokens[i].match;
            break;
        case ENT_LEX_RBRACKET:
        case ENT_LEX_COMMA:
            return HOLDS_ITEMS;
        case ENT_LEX_BAR:
            return HOLDS_COMPREHENSION;
        default:
            if (tokens[i].keyword == ENT_KEY_WHERE)
                return HOLDS_COMPREHENSION;
        }
    }
    return HOLDS_ITEMS;
}

/* `[x IN list]` has neither bar nor WHERE, and still is a comprehension unless a comma says otherwise. */
static bool holds_one(const ent_parser *p, uint32_t open)
{
    const ent_lexeme *tokens = p->tokens;
    for (uint32_t i = open + 1; tokens[i].kind != ENT_LEX_END; i++) {
        bool opens =
            tokens[i].kind == ENT_LEX_LPAREN || tokens[i].kind == ENT_LEX_LBRACKET || tokens[i].kind == ENT_LEX_LBRACE;
        if (opens && tokens[i].match == 0)
            return true;
        if (opens)
            i = tokens[i].match;
        else if (tokens[i].kind == ENT_LEX_COMMA)
            return false;
        else if (tokens[i].kind == ENT_LEX_RBRACKET || tokens[i].kind == ENT_LEX_BAR)
            return true;
    }
    return true;
}

static ent_expr *parse_list_comprehension(ent_parser *p, uint32_t first)
{
    ent_str name;
    ent_span name_span;
    ent_expr *where = NULL, *result = NULL;
    if (!ent_want_variable(p, "a variable", &name, &name_span) || !ent_want_keyword(p, ENT_KEY_IN))
        return NULL;
    ent_expr *list = ent_parse_expr(p);
    if (!list || (ent_accept_keyword(p, ENT_KEY_WHERE) && !(where = ent_parse_expr(p))))
        return NULL;
    if (ent_accept(p, ENT_LEX_BAR)) {
        p->bar_ends = false;
        result = ent_parse_expr(p);
        if (!result)
            return NULL;
    }
    if (!ent_want_close(p, ENT_LEX_RBRACKET, first))
        return NULL;
    ent_expr *e = ent_expr_of(p, ENT_EXPR_LIST_COMPREHENSION, first, 3, list, where, result);
    if (e) {
        e->name = name;
        e->op_span = name_span;
    }
    return e;
}

static ent_expr *parse_pattern_comprehension(ent_parser *p, uint32_t first)
{
    uint32_t before = p->deepest;
    p->deepest = 0;
    ent_path_pattern *path = ENT_NEW(p->arena, ent_path_pattern);
    ent_expr *where = NULL;
    if (!path || !ent_parse_path(p, path) || (ent_accept_keyword(p, ENT_KEY_WHERE) && !(where = ent_parse_expr(p))) ||
        !ent_want(p, ENT_LEX_BAR))
        return NULL;
    p->bar_ends = false;
    ent_expr *result = ent_parse_expr(p);
    if (!result || !ent_want_close(p, ENT_LEX_RBRACKET, first))
        return NULL;
    ent_expr *e = ent_expr_of(p, ENT_EXPR_PATTERN_COMPREHENSION, first, 2, where, result, NULL);
    if (e)
        e->path = path;
    return ent_expr_around(p, e, before);
}

static bool at_named_path(const ent_parser *p)
{
    if (!ent_at_variable(p) || ent_ahead(p, 1)->kind != ENT_LEX_EQ || ent_ahead(p, 2)->kind != ENT_LEX_LPAREN)
        return false;
    ent_parser behind = *p;
    behind.at += 2;
    return ent_at_path(&behind);
}

static ent_expr *parse_items(ent_parser *p, uint32_t first)
{
    ent_expr **items = NULL;
    uint32_t count = 0;
    p->bar_ends = false;
    if (!ent_accept(p, ENT_LEX_RBRACKET)) {
        do {
            items = ent_grow(p, items, count, sizeof(ent_expr *));
            if (!items)
                return NULL;
            items[count] = ent_parse_expr(p);
            if (!items[count++])
                return NULL;
        } while (ent_accept(p, ENT_LEX_COMMA));
        if (!ent_want_close(p, ENT_LEX_RBRACKET, first))
            return NULL;
    }
    return ent_expr_new(p, ENT_EXPR_LIST, first, items, count);
}

ent_expr *ent_parse_bracketed_list(ent_parser *p)
{
    bool bar = p->bar_ends;
    uint32_t first = p->at++;
    bool named = at_named_path(p);
    ent_expr *e;
    p->bar_ends = true;
    if (ent_at_variable(p) && ent_ahead(p, 1)->keyword == ENT_KEY_IN && holds_one(p, first))
        e = parse_list_comprehension(p, first);
    else if ((named || ent_at_path(p)) && look_into(p, first) == HOLDS_COMPREHENSION)
        e = parse_pattern_comprehension(p, first);
    else
        e = parse_items(p, first);
    p->bar_ends = bar;
    return e;
}

/* ---- calls ---- */

bool ent_parse_arguments(ent_parser *p, uint32_t open, ent_expr ***args, uint32_t *count)
{
    bool bar = p->bar_ends;
    *args = NULL;
    *count = 0;
    p->bar_ends = false;
    if (!ent_accept(p, ENT_LEX_RPAREN)) {
        do {
            *args = ent_grow(p, *args, *count, sizeof(ent_expr *));
            if (!*args)
                return false;
            (*args)[*count] = ent_parse_expr(p);
            if (!(*args)[(*count)++])
                return false;
        } while (ent_accept(p, ENT_LEX_COMMA));
        if (!ent_want_close(p, ENT_LEX_RPAREN, open))
            return false;
    }
    p->bar_ends = bar;
    return true;
}

/* Tokens of a dotted name before a '('; 0: it is no call. */
static uint32_t call_name_length(const ent_parser *p)
{
    uint32_t i = p->at;
    while (p->tokens[i].kind == ENT_LEX_NAME && p->tokens[i + 1].kind == ENT_LEX_DOT)
        i += 2;
    bool call = p->tokens[i].kind == ENT_LEX_NAME && p->tokens[i + 1].kind == ENT_LEX_LPAREN;
    return call ? i + 1 - p->at : 0;
}

/* The dotted name of n tokens as one string, without the blanks and backticks that may be in it. */
static bool read_dotted(ent_parser *p, uint32_t n, ent_str *name)
{
    if (n == 1) {
        *name = p->tokens[p->at].text;
        p->at++;
        return true;
    }
    uint32_t length = 0;
    for (uint32_t i = 0; i < n; i++)
        length += p->tokens[p->at + i].text.n;
    char *copy = ent_arena_alloc(p->arena, length), *to = copy;
    for (uint32_t i = 0; copy && i < n; i++) {
        memcpy(to, p->tokens[p->at + i].text.p, p->tokens[p->at + i].text.n);
        to += p->tokens[p->at + i].text.n;
    }
    *name = (ent_str){copy, length};
    p->at += n;
    return copy != NULL;
}

/* exists((a)-->(b)), the form of old, means EXISTS { (a)-->(b) }. */
static ent_expr *exists_of(ent_parser *p, ent_expr *call)
{
    ent_query *query = ENT_NEW(p->arena, ent_query);
    ent_single_query *part = ENT_NEW(p->arena, ent_single_query);
    ent_clause *match = ENT_NEW(p->arena, ent_clause);
    ent_clause **clauses = ENT_NEW_ARRAY(p->arena, ent_clause *, 1);
    if (!query || !part || !match || !clauses)
        return NULL;
    ent_expr *predicate = call->args[0];
    match->kind = ENT_CLAUSE_MATCH;
    match->span = match->keyword = predicate->span;
    match->match.pattern = (ent_pattern){predicate->path, 1};
    clauses[0] = match;
    *part = (ent_single_query){.span = predicate->span, .clauses = clauses, .count = 1};
    *query = (ent_query){.span = predicate->span, .parts = part, .part_count = 1};
    call->kind = ENT_EXPR_EXISTS;
    call->name = (ent_str){NULL, 0};
    call->args = NULL;
    call->arg_count = 0;
    call->query = query;
    return call;
}

static ent_expr *parse_call(ent_parser *p, uint32_t name_length)
{
    uint32_t first = p->at, count;
    ent_str name;
    ent_expr **args;
    if (!read_dotted(p, name_length, &name))
        return NULL;
    ent_span name_span = ent_span_from(p, first);
    uint32_t open = p->at++;
    if (ent_at(p, ENT_LEX_STAR) && ent_str_equal_nocase(name, ENT_STR("count"))) {
        p->at++;
        if (!ent_want_close(p, ENT_LEX_RPAREN, open))
            return NULL;
        return ent_expr_new(p, ENT_EXPR_COUNT_STAR, first, NULL, 0);
    }
    bool distinct = ent_accept_keyword(p, ENT_KEY_DISTINCT);
    if (!ent_parse_arguments(p, open, &args, &count))
        return NULL;
    ent_expr *e = ent_expr_new(p, ENT_EXPR_CALL, first, args, count);
    if (!e)
        return NULL;
    e->name = name;
    e->op_span = name_span;
    e->distinct = distinct;
    if (count == 1 && args[0]->kind == ENT_EXPR_PATTERN_PREDICATE && ent_str_equal_nocase(name, ENT_STR("exists")))
        return exists_of(p, e);
    return e;
}

/* ---- brackets, names ---- */

static ent_expr *parse_pattern_predicate(ent_parser *p)
{
    uint32_t first = p->at, before = p->deepest;
    p->deepest = 0;
    ent_path_pattern *path = ENT_NEW(p->arena, ent_path_pattern);
    if (!path || !ent_parse_plain_path(p, path))
        return NULL;
    ent_expr *e = ent_expr_new(p, ENT_EXPR_PATTERN_PREDICATE, first, NULL, 0);
    if (e) {
        e->op_span = e->span;
        e->path = path;
    }
    return ent_expr_around(p, e, before);
}

static ent_expr *parse_bracketed(ent_parser *p)
{
    uint32_t open = p->at;
    bool bar = p->bar_ends;
    if (ent_at_path(p))
        return parse_pattern_predicate(p);
    p->at++;
    p->bar_ends = false;
    ent_expr *e = ent_parse_expr(p);
    p->bar_ends = bar;
    if (!e || !ent_want_close(p, ENT_LEX_RPAREN, open))
        return NULL;
    e->bracketed = true;
    return e;
}

static ent_expr *parse_named(ent_parser *p)
{
    bool special;
    ent_expr *e = ent_parse_special_call(p, &special);
    if (special)
        return e;
    const ent_lexeme *token = ent_here(p);
    uint32_t call = ent_keyword_reserved(token->keyword) ? 0 : call_name_length(p);
    if (call)
        return parse_call(p, call);
    switch (token->keyword) {
    case ENT_KEY_NULL:
        return parse_constant(p, ENT_NULL);
    case ENT_KEY_TRUE:
        return parse_constant(p, ent_bool(true));
    case ENT_KEY_FALSE:
        return parse_constant(p, ent_bool(false));
    case ENT_KEY_CASE:
        return ent_parse_case(p);
    default:
        break;
    }
    ent_str name;
    uint32_t first = p->at;
    if (!ent_want_variable(p, "an expression", &name, NULL))
        return NULL;
    e = ent_expr_new(p, ENT_EXPR_VARIABLE, first, NULL, 0);
    if (e)
        e->name = name;
    return e;
}

ent_expr *ent_parse_atom(ent_parser *p)
{
    switch (ent_here(p)->kind) {
    case ENT_LEX_INTEGER:
    case ENT_LEX_FLOAT:
        return parse_number(p);
    case ENT_LEX_STRING:
        return parse_constant(p, ent_string(ent_here(p)->text));
    case ENT_LEX_PARAMETER:
        return ent_parse_parameter(p);
    case ENT_LEX_LPAREN:
        return parse_bracketed(p);
    case ENT_LEX_LBRACKET:
        return ent_parse_bracketed_list(p);
    case ENT_LEX_LBRACE:
        return ent_parse_map(p);
    case ENT_LEX_NAME:
        return parse_named(p);
    default:
        ent_expect(p, "an expression");
        ent_unexpected(p);
        return NULL;
    }
}

/* ---- lookups ---- */

static ent_expr *parse_property(ent_parser *p, uint32_t first, ent_expr *of)
{
    ent_str key;
    ent_span span;
    p->at++;
    if (!ent_want_key(p, "a property key", &key, &span))
        return NULL;
    ent_expr *e = ent_expr_of(p, ENT_EXPR_PROPERTY, first, 1, of, NULL, NULL);
    if (e) {
        e->name = key;
        e->op_span = span;
    }
    return e;
}

/* [i], [from..to], each bound of which may be left out */
static ent_expr *parse_index(ent_parser *p, uint32_t first, ent_expr *of)
{
    uint32_t open = p->at++;
    bool bar = p->bar_ends, slice = false;
    ent_expr *from = NULL, *to = NULL;
    p->bar_ends = false;
    if (!ent_at(p, ENT_LEX_DOT_DOT) && !(from = ent_parse_expr(p)))
        return NULL;
    if (ent_accept(p, ENT_LEX_DOT_DOT)) {
        slice = true;
        if (!ent_at(p, ENT_LEX_RBRACKET) && !(to = ent_parse_expr(p)))
            return NULL;
    }
    p->bar_ends = bar;
    if (!ent_want_close(p, ENT_LEX_RBRACKET, open))
        return NULL;
    ent_expr *e = slice ? ent_expr_of(p, ENT_EXPR_SLICE, first, 3, of, from, to)
                        : ent_expr_of(p, ENT_EXPR_INDEX, first, 2, of, from, NULL);
    if (e)
        e->op_span = ent_span_from(p, open);
    return e;
}

/* n {.key, .*, other, key: expression} */
static bool parse_projection_entry(ent_parser *p, ent_str *key, ent_expr **value)
{
    uint32_t first = p->at;
    ent_expr *variable;
    *value = NULL;
    if (ent_accept(p, ENT_LEX_DOT)) {
        if (ent_accept(p, ENT_LEX_STAR)) {
            *key = (ent_str){NULL, 0};
            return true;
        }
        ent_span span;
        if (!ent_want_key(p, "a property key", key, &span))
            return false;
        *value = ent_expr_new(p, ENT_EXPR_PROPERTY, first, NULL, 0);
        return *value != NULL;
    }
    ent_span span;
    if (!ent_want_key(p, "a key", key, &span))
        return false;
    if (ent_accept(p, ENT_LEX_COLON)) {
        *value = ent_parse_expr(p);
        return *value != NULL;
    }
    variable = ent_expr_new(p, ENT_EXPR_VARIABLE, first, NULL, 0);
    if (variable)
        variable->name = *key;
    *value = variable;
    return variable != NULL;
}

static ent_expr *parse_map_projection(ent_parser *p, uint32_t first, ent_expr *of)
{
    uint32_t open = p->at++, count = 1;
    ent_expr **args = ent_grow(p, NULL, 0, sizeof(ent_expr *));
    ent_str *keys = NULL;
    bool bar = p->bar_ends;
    if (!args)
        return NULL;
    p->bar_ends = false;
    args[0] = of;
    if (!ent_accept(p, ENT_LEX_RBRACE)) {
        do {
            keys = ent_grow(p, keys, count - 1, sizeof *keys);
            args = ent_grow(p, args, count, sizeof(ent_expr *));
            if (!keys || !args || !parse_projection_entry(p, &keys[count - 1], &args[count]))
                return NULL;
            ent_expr *value = args[count];
            if (value && value->kind == ENT_EXPR_PROPERTY && value->arg_count == 0) {
                /* .key means key: n.key */
                value->name = keys[count - 1];
                value->args = ENT_NEW_ARRAY(p->arena, ent_expr *, 1);
                ent_expr *copy = ENT_NEW(p->arena, ent_expr);
                if (!value->args || !copy)
                    return NULL;
                *copy = *of;
                value->args[0] = copy;
                value->arg_count = 1;
                value->depth = of->depth + 1;
            }
            count++;
        } while (ent_accept(p, ENT_LEX_COMMA));
        if (!ent_want_close(p, ENT_LEX_RBRACE, open))
            return NULL;
    }
    p->bar_ends = bar;
    ent_expr *e = ent_expr_new(p, ENT_EXPR_MAP_PROJECTION, first, args, count);
    if (e)
        e->keys = keys;
    return e;
}

static ent_expr *parse_has_labels(ent_parser *p, uint32_t first, ent_expr *of)
{
    uint32_t colon = p->at++;
    ent_label *labels = ent_parse_label(p);
    ent_expr *e = labels ? ent_expr_of(p, ENT_EXPR_HAS_LABELS, first, 1, of, NULL, NULL) : NULL;
    if (e) {
        e->labels = labels;
        e->op_span = ent_span_from(p, colon);
    }
    return e;
}

ent_expr *ent_parse_postfix(ent_parser *p, bool labels)
{
    uint32_t first = p->at;
    ent_expr *e = ent_parse_atom(p);
    if (e && e->kind == ENT_EXPR_VARIABLE && !e->bracketed && ent_at(p, ENT_LEX_LBRACE))
        e = parse_map_projection(p, first, e);
    while (e) {
        if (ent_at(p, ENT_LEX_DOT))
            e = parse_property(p, first, e);
        else if (ent_at(p, ENT_LEX_LBRACKET))
            e = parse_index(p, first, e);
        else if (ent_at(p, ENT_LEX_COLON) && labels)
            e = parse_has_labels(p, first, e);
        else
            return e;
    }
    return NULL;
}
