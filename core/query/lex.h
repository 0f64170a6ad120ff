/* Source text to tokens, all at once: the parser then looks ahead as far as it needs at no cost, and each opening
 * bracket knows its closing one, so that what stands behind a bracket decides what is inside without trying twice.
 *
 * The lexer never fails but for memory: what is no token becomes ENT_LEX_BAD with a message, which is reported when
 * the parser gets there, so that the first error of the text is the one that is told. */
#ifndef ENT_QUERY_LEX_H
#define ENT_QUERY_LEX_H

#include "core/base/arena.h"
#include "core/base/str.h"

/* id, how it is named in an error */
#define ENT_LEXEMES(X)          \
    X(END, "the end")           \
    X(BAD, "")                  \
    X(NAME, "a name")           \
    X(STRING, "a string")       \
    X(INTEGER, "a number")      \
    X(FLOAT, "a number")        \
    X(PARAMETER, "a parameter") \
    X(LPAREN, "'('")            \
    X(RPAREN, "')'")            \
    X(LBRACKET, "'['")          \
    X(RBRACKET, "']'")          \
    X(LBRACE, "'{'")            \
    X(RBRACE, "'}'")            \
    X(COMMA, "','")             \
    X(SEMICOLON, "';'")         \
    X(COLON, "':'")             \
    X(COLON_COLON, "'::'")      \
    X(DOT, "'.'")               \
    X(DOT_DOT, "'..'")          \
    X(BAR, "'|'")               \
    X(BAR_BAR, "'||'")          \
    X(AMPERSAND, "'&'")         \
    X(BANG, "'!'")              \
    X(PLUS, "'+'")              \
    X(PLUS_EQ, "'+='")          \
    X(MINUS, "'-'")             \
    X(STAR, "'*'")              \
    X(SLASH, "'/'")             \
    X(PERCENT, "'%'")           \
    X(CARET, "'^'")             \
    X(EQ, "'='")                \
    X(NE, "'<>'")               \
    X(LT, "'<'")                \
    X(LE, "'<='")               \
    X(GT, "'>'")                \
    X(GE, "'>='")               \
    X(REGEX, "'=~'")

typedef enum {
#define X(id, text) ENT_LEX_##id,
    ENT_LEXEMES(X)
#undef X
} ent_lex_kind;

/* Keywords; R: cannot be a variable without backticks, because it begins or continues something where a variable may
 * stand. All others are names wherever a name is wanted. Sorted. */
/* clang-format off */
#define ENT_KEYWORDS(R, F) \
    F(ALL) F(ALLSHORTESTPATHS) R(AND) F(ANY) R(AS) F(ASC) F(ASCENDING) F(ASSERT) F(BY) R(CALL) R(CASE) F(COLLECT) \
    F(CONSTRAINT) R(CONTAINS) F(COUNT) R(CREATE) F(CSV) R(DELETE) F(DESC) F(DESCENDING) R(DETACH) R(DISTINCT) F(DROP) \
    R(ELSE) F(END) R(ENDS) F(EXISTS) F(EXPLAIN) R(FALSE) F(FOR) R(FOREACH) F(FROM) F(IF) R(IN) F(INDEX) R(IS) F(KEY) \
    R(LIMIT) F(LOAD) R(MATCH) R(MERGE) F(NODETACH) F(NONE) R(NOT) R(NULL) F(OFFSET) F(ON) R(OPTIONAL) F(OPTIONS) R(OR) \
    R(ORDER) F(PROFILE) F(REDUCE) R(REMOVE) F(REQUIRE) R(RETURN) R(SET) F(SHORTESTPATH) F(SHOW) F(SINGLE) R(SKIP) \
    R(STARTS) R(THEN) R(TRUE) F(TYPED) R(UNION) F(UNIQUE) R(UNWIND) F(USE) R(WHEN) R(WHERE) R(WITH) R(XOR) R(YIELD)
/* clang-format on */

typedef enum {
    ENT_NOT_KEYWORD,
#define X(id) ENT_KEY_##id,
    ENT_KEYWORDS(X, X)
#undef X
} ent_keyword;

typedef struct {
    uint8_t kind;    /* ent_lex_kind */
    uint8_t keyword; /* ent_keyword; ENT_NOT_KEYWORD for backticked names */
    bool exotic;     /* MINUS, LT, GT: one of the other dashes and arrowheads that openCypher allows in patterns */
    bool quoted;     /* NAME: in backticks */
    ent_span span;
    ent_str text;       /* NAME, STRING, PARAMETER: decoded; BAD: the message */
    const char *detail; /* BAD: the TCK's detail */
    const char *hint;   /* BAD; may be NULL */
    uint32_t match;     /* brackets: index of the other one; 0: there is none */
} ent_lexeme;

/* *out ends with END. ENT_NOMEM or ENT_MEMORY_LIMIT. */
ent_status ent_lex(ent_arena *arena, ent_str text, ent_lexeme **out, uint32_t *count, ent_error *error);

const char *ent_lex_text(int kind);            /* "')'" */
ent_str ent_keyword_text(ent_keyword keyword); /* "MATCH" */
bool ent_keyword_reserved(ent_keyword keyword);

/* Numbers are read when an expression wants one. false: *detail and *message say why. negative: a minus stood before,
 * so that the smallest integer can be written; the result has it applied. */
bool ent_read_integer(ent_str text, bool negative, int64_t *out, const char **detail, const char **message);
bool ent_read_float(ent_arena *arena, ent_str text, double *out, const char **detail, const char **message);

#endif
