/* Operators, by precedence climbing:
 *
 *   OR < XOR < AND < NOT < = <> < <= > >= < IN, STARTS WITH, IS NULL, ... < + - || < * / % < ^ < unary + - < .key [i]
 * :L
 *
 * Comparisons chain (a < b < c), all other binary operators join from the left. A unary minus binds tighter than ^, as
 * openCypher has it: -3 ^ 2 is 9. */
#include "core/query/parse.h"

enum {
    OR_LEVEL = 1,
    XOR_LEVEL,
    AND_LEVEL,
    NOT_LEVEL,
    COMPARE_LEVEL,
    TEST_LEVEL,
    ADD_LEVEL,
    MULTIPLY_LEVEL,
    POWER_LEVEL
};

/* ---- making nodes ---- */

ent_expr *ent_expr_new(ent_parser *p, ent_expr_kind kind, uint32_t first, ent_expr **args, uint32_t count)
{
    ent_expr *e = ENT_NEW(p->arena, ent_expr);
    if (!e)
        return NULL;
    e->kind = kind;
    e->span = ent_span_from(p, first);
    e->op_span = p->tokens[first].span;
    e->args = args;
    e->arg_count = count;
    e->depth = 1;
    for (uint32_t i = 0; i < count; i++)
        if (args[i] && args[i]->depth >= e->depth)
            e->depth = args[i]->depth + 1;
    if (p->nesting + e->depth > ENT_MAX_DEPTH) {
        ent_syntax(p, e->op_span, "UnexpectedSyntax", "the expression is nested too deep here");
        ent_hint(p->error, "at most %d levels are possible", ENT_MAX_DEPTH);
        return NULL;
    }
    if (e->depth > p->deepest)
        p->deepest = e->depth;
    return e;
}

ent_expr *ent_expr_of(ent_parser *p, ent_expr_kind kind, uint32_t first, uint32_t count, ent_expr *a, ent_expr *b,
                      ent_expr *c)
{
    ent_expr **args = count ? ENT_NEW_ARRAY(p->arena, ent_expr *, count) : NULL;
    ent_expr *given[] = {a, b, c};
    if (count && !args)
        return NULL;
    for (uint32_t i = 0; i < count && i < 3; i++)
        args[i] = given[i];
    return ent_expr_new(p, kind, first, args, count);
}

ent_expr *ent_expr_around(ent_parser *p, ent_expr *expr, uint32_t before)
{
    if (!expr)
        return NULL;
    expr->depth = p->deepest + 1;
    p->deepest = expr->depth > before ? expr->depth : before;
    if (p->nesting + expr->depth > ENT_MAX_DEPTH) {
        ent_syntax(p, expr->op_span, "UnexpectedSyntax", "the expression is nested too deep here");
        ent_hint(p->error, "at most %d levels are possible", ENT_MAX_DEPTH);
        return NULL;
    }
    return expr;
}

/* The span of a binary expression begins where its first operand does, without the brackets around that. */
static ent_expr *make_binary(ent_parser *p, ent_expr_kind kind, uint32_t first, ent_span op, ent_expr *left,
                             ent_expr *right)
{
    ent_expr *e = ent_expr_of(p, kind, first, 2, left, right, NULL);
    if (e)
        e->op_span = op;
    return e;
}

/* ---- chains of AND, OR, XOR ---- */

typedef struct {
    ent_expr *expr;
    ent_span span; /* with its brackets */
    ent_span op;   /* the operator before it */
} operand;

/* Halves until single operands are left: depth log2(n). */
static ent_expr *balance(ent_parser *p, ent_expr_kind kind, const operand *operands, uint32_t from, uint32_t to)
{
    if (to - from == 1)
        return operands[from].expr;
    uint32_t middle = from + (to - from) / 2;
    ent_expr *left = balance(p, kind, operands, from, middle);
    ent_expr *right = left ? balance(p, kind, operands, middle, to) : NULL;
    if (!right)
        return NULL;
    ent_expr *e = make_binary(p, kind, p->at - 1, operands[middle].op, left, right);
    if (e) {
        uint32_t start = operands[from].span.at;
        e->span = (ent_span){start, operands[to - 1].span.at + operands[to - 1].span.len - start};
    }
    return e;
}

static ent_expr *parse_level(ent_parser *p, int level);

static ent_expr *parse_logic(ent_parser *p, ent_expr_kind kind, ent_keyword keyword, int level, uint32_t first,
                             ent_expr *left)
{
    uint32_t count = 1;
    operand *operands = ent_grow(p, NULL, 0, sizeof *operands);
    if (!operands)
        return NULL;
    operands[0] = (operand){left, ent_span_from(p, first), {0, 0}};
    while (ent_at_keyword(p, keyword)) {
        ent_span op = ent_here(p)->span;
        uint32_t start = ++p->at;
        ent_expr *right = parse_level(p, level + 1);
        operands = right ? ent_grow(p, operands, count, sizeof *operands) : NULL;
        if (!operands)
            return NULL;
        operands[count++] = (operand){right, ent_span_from(p, start), op};
    }
    return balance(p, kind, operands, 0, count);
}

/* ---- comparisons ---- */

static int comparison_kind(const ent_lexeme *token)
{
    if (token->exotic)
        return -1;
    switch (token->kind) {
    case ENT_LEX_EQ:
        return ENT_EXPR_EQ;
    case ENT_LEX_NE:
        return ENT_EXPR_NE;
    case ENT_LEX_LT:
        return ENT_EXPR_LT;
    case ENT_LEX_LE:
        return ENT_EXPR_LE;
    case ENT_LEX_GT:
        return ENT_EXPR_GT;
    case ENT_LEX_GE:
        return ENT_EXPR_GE;
    default:
        return -1;
    }
}

static ent_expr *parse_comparison(ent_parser *p, uint32_t first, ent_expr *left)
{
    ent_span op = ent_here(p)->span;
    ent_expr **args = ent_grow(p, NULL, 0, sizeof(ent_expr *));
    uint8_t *ops = ent_grow(p, NULL, 0, sizeof *ops);
    uint32_t count = 1;
    if (!args || !ops)
        return NULL;
    args[0] = left;
    for (int kind; (kind = comparison_kind(ent_here(p))) >= 0;) {
        p->at++;
        ent_expr *right = parse_level(p, COMPARE_LEVEL + 1);
        args = right ? ent_grow(p, args, count, sizeof(ent_expr *)) : NULL;
        ops = args ? ent_grow(p, ops, count, sizeof *ops) : NULL;
        if (!ops)
            return NULL;
        ops[count - 1] = (uint8_t)kind;
        args[count++] = right;
    }
    bool chain = count > 2;
    ent_expr *e = ent_expr_new(p, chain ? ENT_EXPR_COMPARE_CHAIN : (ent_expr_kind)ops[0], first, args, count);
    if (e) {
        e->op_span = op;
        e->ops = chain ? ops : NULL;
    }
    return e;
}

/* ---- predicates of the form `x IS NULL`, `x STARTS WITH y` ---- */

static ent_expr *parse_is(ent_parser *p, uint32_t first, ent_expr *left)
{
    uint32_t at = p->at++;
    bool negated = ent_accept_keyword(p, ENT_KEY_NOT);
    ent_expr *e = NULL;
    if (ent_accept_keyword(p, ENT_KEY_NULL)) {
        e = ent_expr_of(p, negated ? ENT_EXPR_IS_NOT_NULL : ENT_EXPR_IS_NULL, first, 1, left, NULL, NULL);
    } else if (ent_accept(p, ENT_LEX_COLON_COLON) || ent_accept_keyword(p, ENT_KEY_TYPED)) {
        ent_expr types = {0};
        if (!ent_parse_types(p, &types))
            return NULL;
        e = ent_expr_of(p, negated ? ENT_EXPR_IS_NOT_TYPED : ENT_EXPR_IS_TYPED, first, 1, left, NULL, NULL);
        if (e) {
            e->types = types.types;
            e->types_not_null = types.types_not_null;
            e->item_type = types.item_type;
        }
    } else if (ent_at_normalized(p)) {
        e = ent_parse_normalized(p, first, left, negated);
    } else {
        ent_unexpected(p);
    }
    if (e)
        e->op_span = p->tokens[at].span;
    return e;
}

static ent_expr *parse_test(ent_parser *p, uint32_t first, ent_expr *left)
{
    const ent_lexeme *token = ent_here(p);
    ent_span op = token->span;
    ent_expr_kind kind = ENT_EXPR_IN;
    if (token->keyword == ENT_KEY_IS)
        return parse_is(p, first, left);
    p->at++;
    if (token->kind == ENT_LEX_REGEX) {
        kind = ENT_EXPR_REGEX;
    } else if (token->keyword == ENT_KEY_CONTAINS) {
        kind = ENT_EXPR_CONTAINS;
    } else if (token->keyword == ENT_KEY_STARTS || token->keyword == ENT_KEY_ENDS) {
        kind = token->keyword == ENT_KEY_STARTS ? ENT_EXPR_STARTS_WITH : ENT_EXPR_ENDS_WITH;
        op.len = ent_here(p)->span.at + ent_here(p)->span.len - op.at;
        if (!ent_want_keyword(p, ENT_KEY_WITH))
            return NULL;
    }
    ent_expr *right = parse_level(p, TEST_LEVEL + 1);
    return right ? make_binary(p, kind, first, op, left, right) : NULL;
}

/* ---- the ladder ---- */

/* The level of the binary operator that is written here; 0: none. */
static int operator_level(const ent_lexeme *token)
{
    switch (token->keyword) {
    case ENT_KEY_OR:
        return OR_LEVEL;
    case ENT_KEY_XOR:
        return XOR_LEVEL;
    case ENT_KEY_AND:
        return AND_LEVEL;
    case ENT_KEY_IN:
    case ENT_KEY_IS:
    case ENT_KEY_CONTAINS:
    case ENT_KEY_STARTS:
    case ENT_KEY_ENDS:
        return TEST_LEVEL;
    default:
        break;
    }
    if (token->exotic)
        return 0;
    switch (token->kind) {
    case ENT_LEX_REGEX:
        return TEST_LEVEL;
    case ENT_LEX_PLUS:
    case ENT_LEX_MINUS:
    case ENT_LEX_BAR_BAR:
        return ADD_LEVEL;
    case ENT_LEX_STAR:
    case ENT_LEX_SLASH:
    case ENT_LEX_PERCENT:
        return MULTIPLY_LEVEL;
    case ENT_LEX_CARET:
        return POWER_LEVEL;
    default:
        return comparison_kind(token) >= 0 ? COMPARE_LEVEL : 0;
    }
}

static ent_expr_kind arithmetic_kind(const ent_lexeme *token)
{
    switch (token->kind) {
    case ENT_LEX_PLUS:
        return ENT_EXPR_ADD;
    case ENT_LEX_MINUS:
        return ENT_EXPR_SUBTRACT;
    case ENT_LEX_BAR_BAR:
        return ENT_EXPR_CONCAT;
    case ENT_LEX_STAR:
        return ENT_EXPR_MULTIPLY;
    case ENT_LEX_SLASH:
        return ENT_EXPR_DIVIDE;
    case ENT_LEX_PERCENT:
        return ENT_EXPR_MODULO;
    default:
        return ENT_EXPR_POWER;
    }
}

/* A number right behind a minus is read together with it, so that the smallest integer can be written; what follows
 * the number (`-x[0]`) is not part of it. */
static bool at_negative_number(const ent_parser *p)
{
    const ent_lexeme *number = ent_ahead(p, 1), *next = ent_ahead(p, 2);
    return (number->kind == ENT_LEX_INTEGER || number->kind == ENT_LEX_FLOAT) && next->kind != ENT_LEX_DOT &&
           next->kind != ENT_LEX_LBRACKET && next->kind != ENT_LEX_COLON;
}

static ent_expr *parse_negative_number(ent_parser *p)
{
    uint32_t first = p->at++;
    const ent_lexeme *token = &p->tokens[p->at++];
    const char *detail, *message;
    ent_value value;
    int64_t integer;
    double real;
    bool good;
    if (token->kind == ENT_LEX_INTEGER) {
        good = ent_read_integer(token->text, true, &integer, &detail, &message);
        value = ent_int(good ? integer : 0);
    } else {
        good = ent_read_float(p->arena, token->text, &real, &detail, &message);
        value = ent_float(good ? -real : 0);
    }
    if (!good) {
        ent_syntax(p, ent_span_from(p, first), detail, "%s", message);
        return NULL;
    }
    ent_expr *e = ent_expr_new(p, ENT_EXPR_LITERAL, first, NULL, 0);
    if (e)
        e->value = value;
    return e;
}

static ent_expr *parse_unary(ent_parser *p)
{
    const ent_lexeme *token = ent_here(p);
    uint32_t first = p->at;
    ent_expr_kind kind;
    if (token->keyword == ENT_KEY_NOT)
        kind = ENT_EXPR_NOT;
    else if (token->kind == ENT_LEX_MINUS && !token->exotic)
        kind = ENT_EXPR_NEGATE;
    else if (token->kind == ENT_LEX_PLUS)
        kind = ENT_EXPR_PLUS;
    else
        return ent_parse_postfix(p, true);
    if (kind == ENT_EXPR_NEGATE && at_negative_number(p))
        return parse_negative_number(p);
    if (!ent_enter(p))
        return NULL;
    p->at++;
    ent_expr *inner = kind == ENT_EXPR_NOT ? parse_level(p, NOT_LEVEL) : parse_unary(p);
    ent_leave(p);
    return inner ? ent_expr_of(p, kind, first, 1, inner, NULL, NULL) : NULL;
}

/* All operators of this level and above. */
static ent_expr *parse_level(ent_parser *p, int level)
{
    uint32_t first = p->at;
    ent_expr *left = parse_unary(p);
    while (left) {
        const ent_lexeme *token = ent_here(p);
        int here = operator_level(token);
        if (here == 0 || here < level) {
            ent_expect(p, "an operator");
            return left;
        }
        if (here == OR_LEVEL) {
            left = parse_logic(p, ENT_EXPR_OR, ENT_KEY_OR, here, first, left);
        } else if (here == XOR_LEVEL) {
            left = parse_logic(p, ENT_EXPR_XOR, ENT_KEY_XOR, here, first, left);
        } else if (here == AND_LEVEL) {
            left = parse_logic(p, ENT_EXPR_AND, ENT_KEY_AND, here, first, left);
        } else if (here == COMPARE_LEVEL) {
            left = parse_comparison(p, first, left);
        } else if (here == TEST_LEVEL) {
            left = parse_test(p, first, left);
        } else {
            p->at++;
            ent_expr *right = parse_level(p, here + 1);
            left = right ? make_binary(p, arithmetic_kind(token), first, token->span, left, right) : NULL;
        }
    }
    return NULL;
}

ent_expr *ent_parse_expr(ent_parser *p)
{
    if (!ent_enter(p))
        return NULL;
    ent_expr *e = parse_level(p, OR_LEVEL);
    ent_leave(p);
    return e;
}
