/* Source text to tokens; see lex.h. */
#include "core/query/lex.h"
#include "core/text/text.h"

typedef struct {
    ent_arena *arena;
    const char *start, *at, *end;
    ent_lexeme *tokens;
    uint32_t count, room;
    uint32_t *open; /* brackets not closed yet, as token indexes */
    uint32_t open_count, open_room;
} lexer;

/* ---- tables ---- */

static const char *const kind_texts[] = {
#define X(id, text) text,
    ENT_LEXEMES(X)
#undef X
};

#define RESERVED(id) {{#id, sizeof #id - 1}, true},
#define FREE(id)     {{#id, sizeof #id - 1}, false},
static const struct {
    ent_str text;
    bool reserved;
} keywords[] = {{{"", 0}, false}, ENT_KEYWORDS(RESERVED, FREE)};
enum { KEYWORD_COUNT = sizeof keywords / sizeof *keywords };

const char *ent_lex_text(int kind)
{
    return kind_texts[kind];
}

ent_str ent_keyword_text(ent_keyword keyword)
{
    return keywords[keyword].text;
}

bool ent_keyword_reserved(ent_keyword keyword)
{
    return keywords[keyword].reserved;
}

static int compare_nocase(ent_str a, ent_str b)
{
    for (uint32_t i = 0; i < a.n && i < b.n; i++) {
        int c = (unsigned char)a.p[i], x = c >= 'a' && c <= 'z' ? c - 32 : c;
        int y = (unsigned char)b.p[i];
        if (x != y)
            return x - y;
    }
    return (int)a.n - (int)b.n;
}

static ent_keyword find_keyword(ent_str name)
{
    int low = 1, high = KEYWORD_COUNT - 1;
    while (low <= high) {
        int middle = (low + high) / 2;
        int order = compare_nocase(name, keywords[middle].text);
        if (order == 0)
            return (ent_keyword)middle;
        if (order < 0)
            high = middle - 1;
        else
            low = middle + 1;
    }
    return ENT_NOT_KEYWORD;
}

/* ---- characters ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_start(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return ent_text_name_start(c);
}

static bool is_name_part(uint32_t c)
{
    if (c < 0x80)
        return is_name_start(c) || (c >= '0' && c <= '9') || c == '$';
    return ent_text_name_part(c);
}

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F) || c == 0xA0 || c == 0x1680 ||
           c == 0x180E || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000 || c == 0xFEFF;
}

/* What openCypher's grammar calls Dash, LeftArrowHead and RightArrowHead beside the ASCII ones. */
static int exotic_kind(uint32_t c)
{
    switch (c) {
    case 0xAD:
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0xFE58:
    case 0xFE63:
    case 0xFF0D:
        return ENT_LEX_MINUS;
    case 0x27E8:
    case 0x3008:
    case 0xFE64:
    case 0xFF1C:
        return ENT_LEX_LT;
    case 0x27E9:
    case 0x3009:
    case 0xFE65:
    case 0xFF1E:
        return ENT_LEX_GT;
    default:
        return -1;
    }
}

/* The code point at p; false where the bytes are not UTF-8. */
static bool decode(const lexer *l, const char *p, uint32_t *c, uint32_t *length)
{
    size_t left = (size_t)(l->end - p);
    size_t want = (unsigned char)*p < 0x80 ? 1 : (unsigned char)*p < 0xE0 ? 2 : (unsigned char)*p < 0xF0 ? 3 : 4;
    if (want > left || ent_utf8_valid(p, want) != want)
        return false;
    const char *next = p;
    *c = ent_utf8_next(&next);
    *length = (uint32_t)want;
    return true;
}

/* ---- adding tokens ---- */

static ent_lexeme *add(lexer *l, int kind, const char *from)
{
    if (l->count == l->room) {
        uint32_t room = l->room ? 2 * l->room : 64;
        ent_lexeme *more = ENT_NEW_ARRAY(l->arena, ent_lexeme, room);
        if (!more)
            return NULL;
        if (l->count)
            memcpy(more, l->tokens, l->count * sizeof *more);
        l->tokens = more;
        l->room = room;
    }
    ent_lexeme *token = &l->tokens[l->count++];
    *token = (ent_lexeme){.kind = (uint8_t)kind,
                          .span = {(uint32_t)(from - l->start), (uint32_t)(l->at - from)},
                          .text = {from, (uint32_t)(l->at - from)}};
    return token;
}

static bool add_bad(lexer *l, const char *from, const char *detail, const char *message, const char *hint)
{
    ent_lexeme *token = add(l, ENT_LEX_BAD, from);
    if (!token)
        return false;
    token->text = ent_str_of(message);
    token->detail = detail;
    token->hint = hint;
    return true;
}

static bool push_open(lexer *l)
{
    if (l->open_count == l->open_room) {
        uint32_t room = l->open_room ? 2 * l->open_room : 64;
        uint32_t *more = ENT_NEW_ARRAY(l->arena, uint32_t, room);
        if (!more)
            return false;
        if (l->open_count)
            memcpy(more, l->open, l->open_count * sizeof *more);
        l->open = more;
        l->open_room = room;
    }
    l->open[l->open_count++] = l->count - 1;
    return true;
}

/* A closing bracket of the wrong kind is left without a partner; the parser names it where it stands. */
static void close_bracket(lexer *l, int opening)
{
    if (l->open_count == 0)
        return;
    uint32_t other = l->open[l->open_count - 1];
    if (l->tokens[other].kind != opening)
        return;
    l->open_count--;
    l->tokens[other].match = l->count - 1;
    l->tokens[l->count - 1].match = other;
}

/* ---- strings ---- */

static int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Reads `digits` hexadecimal digits at *p; false where there are fewer. */
static bool read_hex(const char **p, const char *end, int digits, uint32_t *out)
{
    uint32_t value = 0;
    for (int i = 0; i < digits; i++) {
        int v = *p < end ? hex_value(**p) : -1;
        if (v < 0)
            return false;
        value = value << 4 | (uint32_t)v;
        *p += 1;
    }
    *out = value;
    return true;
}

/* \uXXXX (two of them for a surrogate pair) or \UXXXXXXXX; *p stands behind the letter. */
static bool read_unicode_escape(const char **p, const char *end, bool longer, uint32_t *out)
{
    if (!read_hex(p, end, longer ? 8 : 4, out))
        return false;
    if (*out >= 0xD800 && *out <= 0xDBFF && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
        const char *low_at = *p + 2;
        uint32_t low;
        if (read_hex(&low_at, end, 4, &low) && low >= 0xDC00 && low <= 0xDFFF) {
            *out = 0x10000 + ((*out - 0xD800) << 10) + (low - 0xDC00);
            *p = low_at;
        }
    }
    return *out <= 0x10FFFF && !(*out >= 0xD800 && *out <= 0xDFFF);
}

static int simple_escape(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case '\\':
    case '\'':
    case '"':
    case '`':
        return c;
    default:
        return -1;
    }
}

/* One escape at *p (the backslash); writes it to *to. */
static bool copy_escape(lexer *l, const char **p, const char *end, char **to)
{
    const char *from = *p;
    char letter = from[1];
    *p += 2;
    if (letter == 'u' || letter == 'U') {
        uint32_t c;
        bool good = read_unicode_escape(p, end, letter == 'U', &c);
        if (good) {
            *to += ent_utf8_put(*to, c);
            return true;
        }
        l->at = *p < end ? *p : end;
        add_bad(l, from, "InvalidUnicodeLiteral", "this is no Unicode character",
                "write four hexadecimal digits after \\u, or eight after \\U");
        return false;
    }
    int c = simple_escape(letter);
    if (c >= 0) {
        *(*to)++ = (char)c;
        return true;
    }
    l->at = *p;
    add_bad(l, from, "UnexpectedSyntax", "there is no such escape in a string",
            "known are \\b \\f \\n \\r \\t \\' \\\" \\\\ \\uXXXX \\UXXXXXXXX; write a backslash itself as \\\\");
    return false;
}

static bool lex_string(lexer *l)
{
    const char *from = l->at, quote = *from;
    const char *p = from + 1;
    bool escapes = false;
    while (p < l->end && *p != quote) {
        escapes = escapes || *p == '\\';
        p += *p == '\\' && p + 1 < l->end ? 2 : 1;
    }
    if (p >= l->end) {
        l->at = l->end;
        return add_bad(l, from, "UnexpectedSyntax", "this string has no end",
                       quote == '\'' ? "expected a closing '" : "expected a closing \"");
    }
    size_t valid = ent_utf8_valid(from, (size_t)(p - from));
    if (valid != (size_t)(p - from)) {
        l->at = from + valid + 1;
        bool added = add_bad(l, from + valid, "InvalidUnicodeCharacter", "the query is not UTF-8 here", NULL);
        l->at = p + 1;
        return added;
    }
    ent_str text = {from + 1, (uint32_t)(p - from - 1)};
    if (escapes) {
        char *copy = ent_arena_alloc(l->arena, text.n + 1), *to = copy;
        if (!copy)
            return false;
        const char *s = text.p;
        while (s < p) {
            if (*s != '\\') {
                *to++ = *s++;
            } else if (!copy_escape(l, &s, p, &to)) {
                l->at = p + 1;
                return l->arena->failed == ENT_OK;
            }
        }
        text = (ent_str){copy, (uint32_t)(to - copy)};
    }
    l->at = p + 1;
    ent_lexeme *token = add(l, ENT_LEX_STRING, from);
    if (token)
        token->text = text;
    return token != NULL;
}

/* ---- names and parameters ---- */

/* `a``b` is the name a`b. false: no closing backtick. */
static bool read_backticked(lexer *l, ent_str *out)
{
    const char *p = l->at + 1;
    bool doubled = false;
    for (;; p++) {
        if (p >= l->end)
            return false;
        if (*p != '`')
            continue;
        if (p + 1 < l->end && p[1] == '`') {
            doubled = true;
            p++;
            continue;
        }
        break;
    }
    *out = (ent_str){l->at + 1, (uint32_t)(p - l->at - 1)};
    l->at = p + 1;
    if (doubled) {
        char *copy = ent_arena_alloc(l->arena, out->n), *to = copy;
        for (uint32_t i = 0; copy && i < out->n; i++) {
            *to++ = out->p[i];
            i += out->p[i] == '`';
        }
        *out = (ent_str){copy, (uint32_t)(to - copy)};
    }
    return true;
}

static bool lex_backticked(lexer *l, int kind, const char *from)
{
    ent_str name;
    const char *tick = l->at;
    if (!read_backticked(l, &name)) {
        l->at = l->end;
        return add_bad(l, from, "UnexpectedSyntax", "this name has no end", "expected a closing `");
    }
    if (l->arena->failed != ENT_OK)
        return false;
    if (name.n == 0 && kind == ENT_LEX_PARAMETER)
        return add_bad(l, from, "UnexpectedSyntax", "a parameter needs a name", "such as $name");
    if (ent_utf8_valid(name.p, name.n) != name.n)
        return add_bad(l, tick, "InvalidUnicodeCharacter", "this name is not UTF-8", NULL);
    ent_lexeme *token = add(l, kind, from);
    if (token) {
        token->text = name;
        token->quoted = true;
    }
    return token != NULL;
}

static void skip_name(lexer *l)
{
    uint32_t c, length;
    while (l->at < l->end && decode(l, l->at, &c, &length) && is_name_part(c))
        l->at += length;
}

static bool lex_name(lexer *l)
{
    const char *from = l->at;
    skip_name(l);
    ent_lexeme *token = add(l, ENT_LEX_NAME, from);
    if (token)
        token->keyword = (uint8_t)find_keyword(token->text);
    return token != NULL;
}

static bool lex_parameter(lexer *l)
{
    const char *from = l->at++;
    if (l->at < l->end && *l->at == '`')
        return lex_backticked(l, ENT_LEX_PARAMETER, from);
    skip_name(l);
    if (l->at == from + 1)
        return add_bad(l, from, "UnexpectedSyntax", "a parameter needs a name", "such as $name");
    ent_lexeme *token = add(l, ENT_LEX_PARAMETER, from);
    if (token)
        token->text = (ent_str){from + 1, (uint32_t)(l->at - from - 1)};
    return token != NULL;
}

/* ---- numbers ---- */

static void skip_digits(lexer *l)
{
    while (l->at < l->end && is_digit(*l->at))
        l->at++;
}

/* Takes all that looks like a part of the number, also when it cannot be one (12abc): it is read, and refused, when an
 * expression wants it. */
static bool lex_number(lexer *l)
{
    const char *from = l->at;
    int kind = ENT_LEX_INTEGER;
    bool based = *from == '0' && from + 1 < l->end && strchr("xXoO", from[1]) != NULL && from[1] != '\0';
    if (!based) {
        skip_digits(l);
        if (l->at + 1 < l->end && *l->at == '.' && is_digit(l->at[1])) {
            kind = ENT_LEX_FLOAT;
            l->at++;
            skip_digits(l);
        }
        if (l->at < l->end && (*l->at == 'e' || *l->at == 'E')) {
            const char *exponent = l->at + 1;
            if (exponent < l->end && (*exponent == '+' || *exponent == '-'))
                exponent++;
            if (exponent < l->end && is_digit(*exponent)) {
                kind = ENT_LEX_FLOAT;
                l->at = exponent;
                skip_digits(l);
            }
        }
    }
    skip_name(l);
    return add(l, kind, from) != NULL;
}

/* ---- the rest ---- */

/* Blanks and comments. false: a comment without an end, which has been added as a bad token. */
static bool skip_blanks(lexer *l)
{
    uint32_t c, length;
    while (l->at < l->end) {
        const char *from = l->at;
        if (l->end - from >= 2 && from[0] == '/' && from[1] == '/') {
            const char *newline = memchr(from, '\n', (size_t)(l->end - from));
            const char *back = memchr(from, '\r', (size_t)((newline ? newline : l->end) - from));
            l->at = back ? back : newline ? newline : l->end;
        } else if (l->end - from >= 2 && from[0] == '/' && from[1] == '*') {
            const char *close = from + 2 < l->end ? memmem(from + 2, (size_t)(l->end - from - 2), "*/", 2) : NULL;
            l->at = close ? close + 2 : l->end;
            if (!close)
                return add_bad(l, from, "UnexpectedSyntax", "this comment has no end", "expected a closing */");
        } else if (decode(l, from, &c, &length) && is_space(c)) {
            l->at += length;
        } else {
            break;
        }
    }
    return true;
}

static int two_char_kind(char a, char b)
{
    static const struct {
        char text[3];
        uint8_t kind;
    } pairs[] = {{"..", ENT_LEX_DOT_DOT}, {"::", ENT_LEX_COLON_COLON}, {"||", ENT_LEX_BAR_BAR}, {"+=", ENT_LEX_PLUS_EQ},
                 {"<>", ENT_LEX_NE},      {"<=", ENT_LEX_LE},          {">=", ENT_LEX_GE},      {"=~", ENT_LEX_REGEX}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].text[0] == a && pairs[i].text[1] == b)
            return pairs[i].kind;
    return -1;
}

static int one_char_kind(char c)
{
    static const char chars[] = "()[]{},;:.|&!+-*/%^=<>";
    static const uint8_t kinds[] = {
        ENT_LEX_LPAREN, ENT_LEX_RPAREN,    ENT_LEX_LBRACKET, ENT_LEX_RBRACKET, ENT_LEX_LBRACE, ENT_LEX_RBRACE,
        ENT_LEX_COMMA,  ENT_LEX_SEMICOLON, ENT_LEX_COLON,    ENT_LEX_DOT,      ENT_LEX_BAR,    ENT_LEX_AMPERSAND,
        ENT_LEX_BANG,   ENT_LEX_PLUS,      ENT_LEX_MINUS,    ENT_LEX_STAR,     ENT_LEX_SLASH,  ENT_LEX_PERCENT,
        ENT_LEX_CARET,  ENT_LEX_EQ,        ENT_LEX_LT,       ENT_LEX_GT};
    const char *found = c ? strchr(chars, c) : NULL;
    return found ? kinds[found - chars] : -1;
}

static bool lex_symbol(lexer *l)
{
    const char *from = l->at;
    int kind = l->end - from >= 2 ? two_char_kind(from[0], from[1]) : -1;
    if (kind >= 0) {
        l->at += 2;
        return add(l, kind, from) != NULL;
    }
    kind = one_char_kind(*from);
    if (kind >= 0) {
        l->at++;
        if (!add(l, kind, from))
            return false;
        if (kind == ENT_LEX_LPAREN || kind == ENT_LEX_LBRACKET || kind == ENT_LEX_LBRACE)
            return push_open(l);
        if (kind == ENT_LEX_RPAREN || kind == ENT_LEX_RBRACKET || kind == ENT_LEX_RBRACE)
            close_bracket(l, kind - 1);
        return true;
    }
    uint32_t c, length;
    if (!decode(l, from, &c, &length)) {
        l->at++;
        return add_bad(l, from, "InvalidUnicodeCharacter", "the query is not UTF-8 here", NULL);
    }
    l->at += length;
    kind = exotic_kind(c);
    if (kind >= 0) {
        ent_lexeme *token = add(l, kind, from);
        if (token)
            token->exotic = true;
        return token != NULL;
    }
    const char *hint = c == '?'                     ? "a choice is written CASE WHEN ... THEN ... ELSE ... END"
                       : c == '#'                   ? "a comment begins with //"
                       : c == 0xAC                  ? "openCypher writes NOT"
                       : c == 0x2260                ? "openCypher writes <>"
                       : c == 0x2264 || c == 0x2265 ? "openCypher writes <= and >="
                                                    : NULL;
    bool quote = (c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0xB4;
    return add_bad(l, from, c < 0x80 ? "UnexpectedSyntax" : "InvalidUnicodeCharacter",
                   "this character has no meaning in openCypher", quote ? "strings stand in ' ' or \" \"" : hint);
}

static bool lex_token(lexer *l)
{
    char c = *l->at;
    if (c == '\'' || c == '"')
        return lex_string(l);
    if (c == '`')
        return lex_backticked(l, ENT_LEX_NAME, l->at);
    if (c == '$')
        return lex_parameter(l);
    bool fraction = c == '.' && l->end - l->at >= 2 && is_digit(l->at[1]);
    if (is_digit(c) || fraction)
        return lex_number(l);
    uint32_t code, length;
    if (decode(l, l->at, &code, &length) && is_name_start(code))
        return lex_name(l);
    return lex_symbol(l);
}

ent_status ent_lex(ent_arena *arena, ent_str text, ent_lexeme **out, uint32_t *count, ent_error *error)
{
    lexer l = {.arena = arena, .start = text.p, .at = text.p, .end = text.p + text.n};
    for (;;) {
        if (!skip_blanks(&l) || (l.at < l.end && !lex_token(&l)))
            return ent_arena_status(arena, error);
        if (l.at >= l.end)
            break;
    }
    if (!add(&l, ENT_LEX_END, l.at))
        return ent_arena_status(arena, error);
    *out = l.tokens;
    *count = l.count;
    return ENT_OK;
}
