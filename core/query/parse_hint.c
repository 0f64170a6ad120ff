/* Advice for what the parser did not expect: the word that was probably meant, and how openCypher says what other
 * languages say otherwise. Runs only when a statement has failed; the first advice that fits is kept. */
#include "core/query/parse.h"

#include <string.h>

static bool expects(const ent_parser *p, const char *what)
{
    for (uint32_t i = 0; i < p->expected_count; i++)
        if (strcmp(p->expected[i], what) == 0)
            return true;
    return false;
}

static bool is_word(const ent_lexeme *token, const char *word)
{
    return token->kind == ENT_LEX_NAME && !token->quoted && ent_str_equal_nocase(token->text, ent_str_of(word));
}

static bool joined(const ent_lexeme *left, const ent_lexeme *right)
{
    return left->span.at + left->span.len == right->span.at;
}

/* ---- words ---- */

static const char *const clause_words[] = {"MATCH",  "OPTIONAL", "WITH",   "RETURN",  "UNWIND", "CREATE", "MERGE",
                                           "DELETE", "DETACH",   "REMOVE", "FOREACH", "CALL",   "SET",    "UNION"};
static const char *const operator_words[] = {"AND", "OR", "XOR", "IN", "IS", "CONTAINS", "STARTS", "ENDS"};

/* "did you mean RETURN?" for a name that is nearly a word which could stand here. */
static void hint_keyword(ent_parser *p)
{
    const ent_lexeme *token = ent_here(p);
    if (token->kind != ENT_LEX_NAME || token->quoted)
        return;
    ent_str words[ENT_EXPECTED_ROOM + 32];
    size_t n = 0;
    for (uint32_t i = 0; i < p->expected_count; i++) {
        const char *word = p->expected[i];
        if (word[0] >= 'A' && word[0] <= 'Z')
            words[n++] = (ent_str){word, (uint32_t)strcspn(word, " ")};
        if (strcmp(word, "a clause") == 0 || strcmp(word, "another clause") == 0)
            for (size_t k = 0; k < sizeof clause_words / sizeof *clause_words && n < 50; k++)
                words[n++] = ent_str_of(clause_words[k]);
        if (strcmp(word, "an operator") == 0)
            for (size_t k = 0; k < sizeof operator_words / sizeof *operator_words && n < 50; k++)
                words[n++] = ent_str_of(operator_words[k]);
    }
    char upper[64];
    if (token->text.n > sizeof upper)
        return;
    for (uint32_t i = 0; i < token->text.n; i++)
        upper[i] =
            token->text.p[i] >= 'a' && token->text.p[i] <= 'z' ? (char)(token->text.p[i] - 32) : token->text.p[i];
    int nearest = ent_str_nearest((ent_str){upper, token->text.n}, words, n);
    if (nearest >= 0)
        ent_hint(p->error, "did you mean %.*s?", ENT_STR_ARG(words[nearest]));
}

/* Words of other languages, and of this one in the wrong place. */
static void hint_word(ent_parser *p)
{
    static const struct {
        const char *word, *hint;
    } words[] = {
        {"SELECT", "a query reads MATCH ... WHERE ... RETURN ..."},
        {"INSERT", "CREATE (:Label {key: value}) makes a node"},
        {"UPDATE", "MATCH ... SET n.key = value changes what is there"},
        {"GROUP", "items of RETURN and WITH that do not aggregate are what is grouped by"},
        {"HAVING", "WITH ... WHERE ... filters after aggregating"},
        {"JOIN", "patterns that share a variable are joined: MATCH (a)-->(b), (b)-->(c)"},
        {"LIKE", "openCypher has CONTAINS, STARTS WITH, ENDS WITH, and =~ with a regular expression"},
        {"ILIKE", "openCypher has =~ with a regular expression: n.name =~ '(?i).*text.*'"},
        {"REGEXP", "openCypher writes =~ before a regular expression"},
        {"BETWEEN", "openCypher writes 1 <= n.key <= 2"},
        {"BEGIN", "a transaction is no statement: `entente shell` has :begin, :commit and :rollback"},
        {"COMMIT", "a transaction is no statement: `entente shell` has :begin, :commit and :rollback"},
        {"ROLLBACK", "a transaction is no statement: `entente shell` has :begin, :commit and :rollback"},
        {"WHERE", "WHERE stands right behind MATCH, WITH or YIELD"},
        {"ORDER", "ORDER BY stands behind the items of RETURN or WITH, before SKIP and LIMIT"},
        {"SKIP", "SKIP stands behind ORDER BY and before LIMIT"},
        {"LIMIT", "LIMIT stands at the end of RETURN or WITH"},
    };
    bool missing = expects(p, "an expression"); /* then the keyword is where it belongs, but comes too soon */
    for (size_t i = 0; !missing && i < sizeof words / sizeof *words; i++)
        if (is_word(ent_here(p), words[i].word))
            ent_hint(p->error, "%s", words[i].hint);
}

/* A keyword where a variable or an expression could stand, and what follows fits a name. */
static void hint_quote(ent_parser *p)
{
    const ent_lexeme *token = ent_here(p), *next = ent_ahead(p, 1);
    bool name = expects(p, "a variable") || expects(p, "an expression") || expects(p, "a name");
    if (token->kind != ENT_LEX_NAME || token->quoted || !ent_keyword_reserved(token->keyword) || !name)
        return;
    switch (next->kind) {
    case ENT_LEX_NAME:
    case ENT_LEX_LPAREN:
    case ENT_LEX_STAR:
    case ENT_LEX_INTEGER:
    case ENT_LEX_STRING:
    case ENT_LEX_LBRACKET:
    case ENT_LEX_END:
        return;
    default:
        ent_hint(p->error, "%.*s is a keyword: write `%.*s` in backticks to use it as a name", ENT_STR_ARG(token->text),
                 ENT_STR_ARG(token->text));
    }
}

/* Two names, or two expressions, one behind the other. */
static void hint_comma(ent_parser *p)
{
    const ent_lexeme *token = ent_here(p), *before = p->at > 0 ? &p->tokens[p->at - 1] : NULL;
    if (!before || (token->kind != ENT_LEX_NAME && token->kind != ENT_LEX_STRING && token->kind != ENT_LEX_INTEGER))
        return;
    if (before->kind == ENT_LEX_STRING && joined(before, token))
        ent_hint(p->error, "a quote inside of a string is written as \\' or \\\"");
    else if (!ent_keyword_reserved(token->keyword) && expects(p, "','") && !expects(p, "':'"))
        ent_hint(p->error, "is a comma missing? A name of several words stands in backticks");
}

/* ---- signs ---- */

/* Operators of other languages. */
static void hint_operator(ent_parser *p)
{
    const ent_lexeme *token = ent_here(p), *next = ent_ahead(p, 1);
    const ent_lexeme *before = p->at > 0 ? &p->tokens[p->at - 1] : token;
    if (token->kind == ENT_LEX_BANG && next->kind == ENT_LEX_EQ && joined(token, next))
        ent_hint(p->error, "openCypher writes <> for \"not equal\"");
    else if (token->kind == ENT_LEX_BANG && expects(p, "an expression"))
        ent_hint(p->error, "openCypher writes NOT");
    else if (token->kind == ENT_LEX_EQ && before->kind == ENT_LEX_EQ)
        ent_hint(p->error, "openCypher writes a single = for \"equal\"");
    else if (token->kind == ENT_LEX_AMPERSAND)
        ent_hint(p->error, "openCypher writes AND");
    else if (token->keyword == ENT_KEY_NOT && (next->keyword == ENT_KEY_IN || next->keyword == ENT_KEY_CONTAINS ||
                                               next->keyword == ENT_KEY_STARTS || next->keyword == ENT_KEY_ENDS))
        ent_hint(p->error, "put NOT in front of the comparison: NOT a %.*s b",
                 ENT_STR_ARG(ent_keyword_text(next->keyword)));
    else if (token->kind == ENT_LEX_GT && before->kind == ENT_LEX_MINUS && p->at > 1 && expects(p, "an expression"))
        ent_hint(p->error, p->tokens[p->at - 2].kind == ENT_LEX_NAME
                               ? "a property is read with a dot: n.key"
                               : "a pattern as a condition: EXISTS { (a)-->(b) }");
}

/* Keys of maps and properties. */
static void hint_key(ent_parser *p)
{
    const ent_lexeme *token = ent_here(p);
    if (token->kind == ENT_LEX_EQ && p->expected_count == 1 && expects(p, "':'"))
        ent_hint(p->error, "in a map a colon stands between key and value: {name: 'Italy'}");
    else if (token->kind == ENT_LEX_STRING && (expects(p, "a key") || expects(p, "a property key")))
        ent_hint(p->error, "a key stands without quotes; one with blanks in it in backticks");
}

/* Brackets that nothing has opened, and lists in round ones. */
static void hint_bracket(ent_parser *p)
{
    const ent_lexeme *token = ent_here(p);
    bool closes = token->kind == ENT_LEX_RPAREN || token->kind == ENT_LEX_RBRACKET || token->kind == ENT_LEX_RBRACE;
    if (closes && token->match == 0 && !expects(p, "')'") && !expects(p, "']'") && !expects(p, "'}'"))
        ent_hint(p->error, "no bracket is open that it could close");
    if (token->kind != ENT_LEX_COMMA || !expects(p, "')'"))
        return;
    for (uint32_t i = p->at; i-- > 1;)
        if (p->tokens[i].kind == ENT_LEX_LPAREN && (p->tokens[i].match == 0 || p->tokens[i].match > p->at)) {
            if (p->tokens[i - 1].keyword == ENT_KEY_IN)
                ent_hint(p->error, "a list stands in [ ]: IN [1, 2]");
            return;
        }
}

void ent_hint_unexpected(ent_parser *p)
{
    hint_operator(p);
    hint_key(p);
    hint_bracket(p);
    hint_word(p);
    hint_quote(p);
    hint_keyword(p);
    hint_comma(p);
}
