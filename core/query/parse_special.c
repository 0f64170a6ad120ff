/* Expressions with words of their own: CASE, quantifiers, reduce, EXISTS { }, COUNT { }, COLLECT { }, shortestPath,
 * and the type names behind IS ::. */
#include "core/query/parse.h"

/* ---- CASE ---- */

ent_expr *ent_parse_case(ent_parser *p)
{
    uint32_t first = p->at++, count = 1;
    ent_expr **args = ent_grow(p, NULL, 0, sizeof(ent_expr *));
    if (!args)
        return NULL;
    args[0] = NULL;
    if (!ent_at_keyword(p, ENT_KEY_WHEN)) {
        ent_expect(p, "WHEN");
        args[0] = ent_parse_expr(p);
        if (!args[0])
            return NULL;
    }
    if (!ent_want_keyword(p, ENT_KEY_WHEN))
        return NULL;
    do {
        for (int then = 0; then < 2; then++) {
            if (then && !ent_want_keyword(p, ENT_KEY_THEN))
                return NULL;
            args = ent_grow(p, args, count, sizeof(ent_expr *));
            if (!args)
                return NULL;
            args[count] = ent_parse_expr(p);
            if (!args[count++])
                return NULL;
        }
    } while (ent_accept_keyword(p, ENT_KEY_WHEN));
    args = ent_grow(p, args, count, sizeof(ent_expr *));
    if (!args)
        return NULL;
    args[count] = NULL;
    if (ent_accept_keyword(p, ENT_KEY_ELSE) && !(args[count] = ent_parse_expr(p)))
        return NULL;
    if (!ent_want_keyword(p, ENT_KEY_END))
        return NULL;
    return ent_expr_new(p, ENT_EXPR_CASE, first, args, count + 1);
}

/* ---- all, any, none, single, reduce ---- */

static ent_expr *parse_quantifier(ent_parser *p, ent_expr_kind kind)
{
    uint32_t first = p->at, open = p->at + 1;
    ent_str name;
    ent_span name_span;
    ent_expr *where = NULL;
    bool bar = p->bar_ends;
    p->at += 2;
    p->bar_ends = false;
    if (!ent_want_variable(p, "a variable", &name, &name_span) || !ent_want_keyword(p, ENT_KEY_IN))
        return NULL;
    ent_expr *list = ent_parse_expr(p);
    if (!list || (ent_accept_keyword(p, ENT_KEY_WHERE) && !(where = ent_parse_expr(p))) ||
        !ent_want_close(p, ENT_LEX_RPAREN, open))
        return NULL;
    p->bar_ends = bar;
    ent_expr *e = ent_expr_of(p, kind, first, 2, list, where, NULL);
    if (e) {
        e->name = name;
        e->op_span = name_span;
    }
    return e;
}

static ent_expr *parse_reduce(ent_parser *p)
{
    uint32_t first = p->at, open = p->at + 1;
    ent_str accumulator, name;
    ent_span span;
    ent_expr *start, *list, *step;
    bool bar = p->bar_ends;
    p->at += 2;
    p->bar_ends = false;
    if (!ent_want_variable(p, "a variable", &accumulator, &span) || !ent_want(p, ENT_LEX_EQ) ||
        !(start = ent_parse_expr(p)) || !ent_want(p, ENT_LEX_COMMA) ||
        !ent_want_variable(p, "a variable", &name, &span) || !ent_want_keyword(p, ENT_KEY_IN))
        return NULL;
    p->bar_ends = true;
    if (!(list = ent_parse_expr(p)) || !ent_want(p, ENT_LEX_BAR))
        return NULL;
    p->bar_ends = false;
    if (!(step = ent_parse_expr(p)) || !ent_want_close(p, ENT_LEX_RPAREN, open))
        return NULL;
    p->bar_ends = bar;
    ent_expr *e = ent_expr_of(p, ENT_EXPR_REDUCE, first, 3, start, list, step);
    if (e) {
        e->name = name;
        e->accumulator = accumulator;
        e->op_span = p->tokens[first].span;
    }
    return e;
}

/* ---- subqueries, shortest paths ---- */

static ent_expr *parse_subquery(ent_parser *p, ent_expr_kind kind)
{
    uint32_t first = p->at++, before = p->deepest;
    bool bar = p->bar_ends, read_only = p->read_only;
    p->deepest = 0;
    p->bar_ends = false;
    p->read_only = true;
    ent_query *query = ent_parse_braced_query(p, kind != ENT_EXPR_COLLECT);
    p->bar_ends = bar;
    p->read_only = read_only;
    ent_expr *e = query ? ent_expr_new(p, kind, first, NULL, 0) : NULL;
    if (e)
        e->query = query;
    return ent_expr_around(p, e, before);
}

static ent_expr *parse_shortest(ent_parser *p)
{
    uint32_t first = p->at, before = p->deepest;
    bool bar = p->bar_ends;
    ent_path_pattern *path = ENT_NEW(p->arena, ent_path_pattern);
    p->deepest = 0;
    p->bar_ends = false;
    if (!path || !ent_parse_shortest(p, path))
        return NULL;
    p->bar_ends = bar;
    ent_expr *e = ent_expr_new(p, ENT_EXPR_SHORTEST_PATH, first, NULL, 0);
    if (e)
        e->path = path;
    return ent_expr_around(p, e, before);
}

ent_expr *ent_parse_special_call(ent_parser *p, bool *is)
{
    ent_lex_kind bracket = (ent_lex_kind)ent_ahead(p, 1)->kind;
    ent_keyword keyword = (ent_keyword)ent_here(p)->keyword;
    *is = true;
    if (bracket == ENT_LEX_LBRACE) {
        if (keyword == ENT_KEY_EXISTS)
            return parse_subquery(p, ENT_EXPR_EXISTS);
        if (keyword == ENT_KEY_COUNT)
            return parse_subquery(p, ENT_EXPR_COUNT);
        if (keyword == ENT_KEY_COLLECT)
            return parse_subquery(p, ENT_EXPR_COLLECT);
    }
    if (bracket == ENT_LEX_LPAREN) {
        bool ranges = ent_ahead(p, 2)->kind == ENT_LEX_NAME && ent_ahead(p, 3)->keyword == ENT_KEY_IN;
        if (keyword == ENT_KEY_ALL && ranges)
            return parse_quantifier(p, ENT_EXPR_ALL);
        if (keyword == ENT_KEY_ANY && ranges)
            return parse_quantifier(p, ENT_EXPR_ANY);
        if (keyword == ENT_KEY_NONE && ranges)
            return parse_quantifier(p, ENT_EXPR_NONE);
        if (keyword == ENT_KEY_SINGLE && ranges)
            return parse_quantifier(p, ENT_EXPR_SINGLE);
        if (keyword == ENT_KEY_REDUCE)
            return parse_reduce(p);
        if (keyword == ENT_KEY_SHORTESTPATH || keyword == ENT_KEY_ALLSHORTESTPATHS)
            return parse_shortest(p);
    }
    *is = false;
    return NULL;
}

/* ---- types ---- */

#define BIT(type) ENT_TYPE_BIT(ENT_TYPE_##type)
#define PROPERTY_TYPES                                                                                        \
    (BIT(LIST) | BIT(POINT) | BIT(DATETIME) | BIT(LOCAL_DATETIME) | BIT(DATE) | BIT(TIME) | BIT(LOCAL_TIME) | \
     BIT(DURATION) | BIT(STRING) | BIT(BOOLEAN) | BIT(INTEGER) | BIT(FLOAT))

/* Longer ones first where one begins like another. */
static const struct {
    const char *words; /* apart by one blank */
    ent_type_set types;
} type_names[] = {
    {"ANY PROPERTY VALUE", PROPERTY_TYPES},
    {"ANY NODE", BIT(NODE)},
    {"ANY RELATIONSHIP", BIT(RELATIONSHIP)},
    {"ANY MAP", BIT(MAP)},
    {"ANY VALUE", ENT_ANY_TYPE},
    {"ANY", ENT_ANY_TYPE},
    {"PROPERTY VALUE", PROPERTY_TYPES},
    {"BOOLEAN", BIT(BOOLEAN)},
    {"BOOL", BIT(BOOLEAN)},
    {"STRING", BIT(STRING)},
    {"VARCHAR", BIT(STRING)},
    {"SIGNED INTEGER", BIT(INTEGER)},
    {"INTEGER", BIT(INTEGER)},
    {"INT", BIT(INTEGER)},
    {"FLOAT", BIT(FLOAT)},
    {"NUMBER", BIT(INTEGER) | BIT(FLOAT)},
    {"DATE", BIT(DATE)},
    {"LOCAL TIME", BIT(LOCAL_TIME)},
    {"TIME WITHOUT TIMEZONE", BIT(LOCAL_TIME)},
    {"ZONED TIME", BIT(TIME)},
    {"TIME WITH TIMEZONE", BIT(TIME)},
    {"LOCAL DATETIME", BIT(LOCAL_DATETIME)},
    {"TIMESTAMP WITHOUT TIMEZONE", BIT(LOCAL_DATETIME)},
    {"ZONED DATETIME", BIT(DATETIME)},
    {"TIMESTAMP WITH TIMEZONE", BIT(DATETIME)},
    {"DURATION", BIT(DURATION)},
    {"POINT", BIT(POINT)},
    {"NODE", BIT(NODE)},
    {"VERTEX", BIT(NODE)},
    {"RELATIONSHIP", BIT(RELATIONSHIP)},
    {"EDGE", BIT(RELATIONSHIP)},
    {"MAP", BIT(MAP)},
    {"PATH", BIT(PATH)},
    {"NULL", BIT(NULL)},
    {"NOTHING", 0},
};
enum { TYPE_COUNT = sizeof type_names / sizeof *type_names };

/* Whether the words stand here; then they are read. */
static bool accept_words(ent_parser *p, const char *words)
{
    uint32_t n = 0;
    for (const char *word = words; *word; n++) {
        size_t length = strcspn(word, " ");
        const ent_lexeme *token = ent_ahead(p, n);
        if (token->kind != ENT_LEX_NAME || token->quoted ||
            !ent_str_equal_nocase(token->text, (ent_str){word, (uint32_t)length}))
            return false;
        word += length + (word[length] == ' ');
    }
    p->at += n;
    return true;
}

static void hint_type(ent_parser *p)
{
    ent_str names[TYPE_COUNT];
    for (size_t i = 0; i < TYPE_COUNT; i++)
        names[i] = ent_str_of(type_names[i].words);
    const ent_lexeme *token = ent_here(p);
    int nearest = token->kind == ENT_LEX_NAME ? ent_str_nearest(token->text, names, TYPE_COUNT) : -1;
    if (nearest >= 0)
        ent_hint(p->error, "did you mean %s?", type_names[nearest].words);
}

static bool parse_types(ent_parser *p, ent_item_type *out); /* lists nest */

/* LIST, LIST<INTEGER>: behind the word. */
static bool parse_list_type(ent_parser *p, ent_item_type *out)
{
    uint32_t first = p->at - 1, open = p->at;
    bool before = out->types & BIT(LIST);
    ent_item_type *items = NULL;
    if (ent_accept(p, ENT_LEX_LT)) {
        items = ENT_NEW(p->arena, ent_item_type);
        bool bar = p->bar_ends;
        p->bar_ends = false;
        if (!items || !ent_enter(p) || !parse_types(p, items) || !ent_want_close(p, ENT_LEX_GT, open))
            return false;
        p->bar_ends = bar;
        ent_leave(p);
        if (items->types == ENT_ANY_TYPE && !items->not_null)
            items = NULL;
    }
    if (before)
        return ent_unsupported(p, ent_span_from(p, first), "a choice of types with several lists");
    out->types |= BIT(LIST);
    out->items = items;
    return true;
}

static bool parse_types(ent_parser *p, ent_item_type *out)
{
    *out = (ent_item_type){0};
    do {
        size_t i = 0;
        if (accept_words(p, "LIST") || accept_words(p, "ARRAY")) {
            if (!parse_list_type(p, out))
                return false;
        } else {
            while (i < TYPE_COUNT && !accept_words(p, type_names[i].words))
                i++;
            if (i == TYPE_COUNT) {
                ent_expect(p, "a type such as INTEGER");
                ent_unexpected(p);
                hint_type(p);
                return false;
            }
            out->types |= type_names[i].types;
        }
        if (ent_at_keyword(p, ENT_KEY_NOT) && ent_ahead(p, 1)->keyword == ENT_KEY_NULL) {
            p->at += 2;
            out->not_null = true;
        } else if (out->not_null) {
            return ent_unsupported(p, ent_here(p)->span, "NOT NULL on only some of the types");
        }
    } while (!p->bar_ends && ent_accept(p, ENT_LEX_BAR));
    return true;
}

bool ent_parse_types(ent_parser *p, ent_expr *out)
{
    ent_item_type all;
    if (!parse_types(p, &all))
        return false;
    out->types = all.types;
    out->types_not_null = all.not_null;
    out->item_type = all.items;
    return true;
}

/* ---- IS NORMALIZED ---- */

bool ent_at_normalized(const ent_parser *p)
{
    const ent_lexeme *next = ent_ahead(p, 1);
    return ent_str_equal_nocase(ent_here(p)->text, ENT_STR("NORMALIZED")) ||
           (ent_here(p)->kind == ENT_LEX_NAME && ent_str_equal_nocase(next->text, ENT_STR("NORMALIZED")));
}

/* x IS NFC NORMALIZED asks isNormalized(x, 'NFC'). */
ent_expr *ent_parse_normalized(ent_parser *p, uint32_t first, ent_expr *left, bool negated)
{
    static const char *const forms[] = {"NFC", "NFD", "NFKC", "NFKD"};
    ent_str form = ENT_STR("NFC");
    if (!ent_str_equal_nocase(ent_here(p)->text, ENT_STR("NORMALIZED"))) {
        size_t i = 0;
        for (; i < 4 && !ent_str_equal_nocase(ent_here(p)->text, ent_str_of(forms[i])); i++)
            ent_expect(p, forms[i]);
        if (i == 4) {
            ent_unexpected(p);
            return NULL;
        }
        form = ent_str_of(forms[i]);
        p->at++;
    }
    p->at++;
    ent_expr *which = ent_expr_new(p, ENT_EXPR_LITERAL, p->at - 1, NULL, 0);
    if (!which)
        return NULL;
    which->value = ent_string(form);
    ent_expr *call = ent_expr_of(p, ENT_EXPR_CALL, first, 2, left, which, NULL);
    if (!call)
        return NULL;
    call->name = ENT_STR("isNormalized");
    return negated ? ent_expr_of(p, ENT_EXPR_NOT, first, 1, call, NULL, NULL) : call;
}
