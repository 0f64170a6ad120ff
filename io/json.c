#include "io/json.h"

#include <stdio.h>

typedef struct {
    ent_arena *arena;
    const char *p, *begin, *end;
    ent_json_error *error;
    ent_json *open[ENT_JSON_DEPTH]; /* the arrays and objects around p */
    ent_json *last[ENT_JSON_DEPTH]; /* their latest children */
    int depth;
} parser;

/* ---- messages ---- */

/* "`x`", "the end", "the byte 0x07": what stands at p. */
static void describe(const parser *s, const char *p, char out[24])
{
    unsigned char c = p < s->end ? (unsigned char)*p : 0;
    if (p >= s->end)
        snprintf(out, 24, "the end");
    else if (c < 0x20 || c == 0x7F)
        snprintf(out, 24, "the byte 0x%02X", c);
    else {
        size_t n = 1;
        while (p + n < s->end && ((unsigned char)p[n] & 0xC0) == 0x80 && n < 4)
            n++;
        snprintf(out, 24, "`%.*s`", (int)n, p);
    }
}

static bool fail(parser *s, const char *at, const char *expected)
{
    char found[24];
    describe(s, at, found);
    s->error->at = (uint32_t)(at - s->begin);
    snprintf(s->error->reason, sizeof s->error->reason, "expected %s, found %s", expected, found);
    return false;
}

static bool fail_because(parser *s, const char *at, const char *reason)
{
    s->error->at = (uint32_t)(at - s->begin);
    snprintf(s->error->reason, sizeof s->error->reason, "%s", reason);
    return false;
}

/* ---- scalars ---- */

static void skip_blanks(parser *s)
{
    while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\r' || *s->p == '\t'))
        s->p++;
}

/* Four hexadecimal digits at p; -1 when they are none. */
static int hex4(const parser *s, const char *p)
{
    int value = 0;
    if (s->end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* \uXXXX with p behind the u; two of them for what lies beyond the basic plane. */
static bool unicode_escape(parser *s, const char **p, char **out)
{
    const char *escape = *p - 2;
    int code = hex4(s, *p);
    if (code < 0)
        return fail_because(s, escape, "expected four hexadecimal digits behind \\u");
    *p += 4;
    if (code == 0)
        return fail_because(s, escape, "a text cannot hold the character NUL");
    if (code >= 0xD800 && code <= 0xDFFF) {
        int low = code < 0xDC00 && s->end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u' ? hex4(s, *p + 2) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return fail_because(s, escape, "half of a surrogate pair stands alone");
        *p += 6;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    *out += ent_utf8_put(*out, (uint32_t)code);
    return true;
}

static bool simple_escape(char c, char *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *found = c ? strchr(from, c) : NULL;
    if (found)
        *out = to[found - from];
    return found;
}

/* Decodes the bytes from begin to end, which hold at least one backslash; an escape never grows. */
static bool decode(parser *s, const char *begin, const char *end, ent_str *out)
{
    char *copy = ent_arena_alloc(s->arena, (size_t)(end - begin) + 4);
    if (!copy)
        return false;
    char *w = copy;
    for (const char *p = begin; p < end;) {
        if (*p != '\\') {
            *w++ = *p++;
            continue;
        }
        p += 2;
        if (p[-1] == 'u') {
            if (!unicode_escape(s, &p, &w))
                return false;
        } else if (!simple_escape(p[-1], w++))
            return fail_because(s, p - 2,
                                "expected \\\", \\\\, \\/, \\b, \\f, \\n, \\r, \\t or \\u behind the backslash");
    }
    *out = (ent_str){copy, (uint32_t)(w - copy)};
    return true;
}

/* A text; p is at its opening quote. Without escapes it is the source itself, not a copy. */
static bool read_text(parser *s, ent_str *out)
{
    const char *quote = s->p++, *begin = s->p;
    bool escapes = false;
    for (; s->p < s->end && *s->p != '"'; s->p++) {
        if (*s->p == '\\') {
            escapes = true;
            if (++s->p >= s->end)
                break;
        } else if ((unsigned char)*s->p < 0x20)
            return fail(s, s->p, "a text without control characters (write \\n for a line break)");
    }
    if (s->p >= s->end)
        return fail_because(s, quote, "the text that begins here has no closing quote");
    const char *end = s->p++;
    if (escapes)
        return decode(s, begin, end, out);
    *out = (ent_str){begin, (uint32_t)(end - begin)};
    return true;
}

static bool digits(parser *s)
{
    const char *begin = s->p;
    while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
        s->p++;
    return s->p > begin || fail(s, s->p, "a digit");
}

static bool read_number(parser *s, ent_str *out)
{
    const char *begin = s->p;
    s->p += *s->p == '-';
    const char *whole = s->p;
    if (!digits(s))
        return false;
    if (*whole == '0' && s->p - whole > 1)
        return fail_because(s, whole, "a number has no leading zero");
    if (s->p < s->end && *s->p == '.') {
        s->p++;
        if (!digits(s))
            return false;
    }
    if (s->p < s->end && (*s->p == 'e' || *s->p == 'E')) {
        s->p++;
        if (s->p < s->end && (*s->p == '+' || *s->p == '-'))
            s->p++;
        if (!digits(s))
            return false;
    }
    *out = (ent_str){begin, (uint32_t)(s->p - begin)};
    return true;
}

static bool read_word(parser *s, ent_json *value)
{
    static const struct {
        ent_str word;
        ent_json_type type;
    } words[] = {{{"null", 4}, ENT_JSON_NULL}, {{"true", 4}, ENT_JSON_BOOL}, {{"false", 5}, ENT_JSON_BOOL}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        ent_str word = words[i].word;
        if ((size_t)(s->end - s->p) >= word.n && memcmp(s->p, word.p, word.n) == 0) {
            value->type = words[i].type;
            value->text = word;
            s->p += word.n;
            return true;
        }
    }
    return fail(s, s->p, "a value");
}

/* ---- structure ---- */

static bool read_key(parser *s, ent_json *value)
{
    skip_blanks(s);
    const char *at = s->p;
    if (at >= s->end || *at != '"')
        return fail(s, at, "the name of a field in double quotes");
    value->key_at = (uint32_t)(at - s->begin);
    if (!read_text(s, &value->key))
        return false;
    for (const ent_json *other = s->open[s->depth - 1]->first; other; other = other->next)
        if (ent_str_equal(other->key, value->key))
            return fail_because(s, at, "this field stands here twice");
    skip_blanks(s);
    if (s->p >= s->end || *s->p != ':')
        return fail(s, s->p, "`:` behind the name of a field");
    s->p++;
    return true;
}

/* Makes value the last child of what is open. */
static bool append(parser *s, ent_json *value)
{
    ent_json *parent = s->open[s->depth - 1];
    bool object = parent->type == ENT_JSON_OBJECT;
    if (parent->count >= (object ? ENT_JSON_MEMBERS : ENT_JSON_ELEMENTS)) {
        s->error->at = value->at;
        snprintf(s->error->reason, sizeof s->error->reason, "too long: at most %d %s",
                 object ? ENT_JSON_MEMBERS : ENT_JSON_ELEMENTS, object ? "fields in an object" : "entries in a list");
        return false;
    }
    ent_json *last = s->last[s->depth - 1];
    if (last)
        last->next = value;
    else
        parent->first = value;
    s->last[s->depth - 1] = value;
    parent->count++;
    return true;
}

/* The start of a value: all of a scalar, the bracket of an array or object, which is then open. */
static bool read_start(parser *s, ent_json *value)
{
    skip_blanks(s);
    value->at = (uint32_t)(s->p - s->begin);
    char c = s->p < s->end ? *s->p : 0;
    if (s->depth > 0 && !append(s, value))
        return false;
    if (c == '"') {
        value->type = ENT_JSON_TEXT;
        return read_text(s, &value->text);
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
        value->type = ENT_JSON_NUMBER;
        return read_number(s, &value->text);
    }
    if (c != '[' && c != '{')
        return read_word(s, value);
    value->type = c == '[' ? ENT_JSON_ARRAY : ENT_JSON_OBJECT;
    if (s->depth == ENT_JSON_DEPTH)
        return fail_because(s, s->p, "nested more than 32 deep");
    s->last[s->depth] = NULL;
    s->open[s->depth++] = value;
    s->p++;
    return true;
}

static char closer(const parser *s)
{
    return s->open[s->depth - 1]->type == ENT_JSON_ARRAY ? ']' : '}';
}

/* Behind a value or an opening bracket: closes what ends here. *more: another value follows inside what is open. */
static bool read_end(parser *s, bool just_opened, bool *more)
{
    *more = false;
    while (s->depth > 0) {
        skip_blanks(s);
        char c = s->p < s->end ? *s->p : 0, close = closer(s);
        if (c == close) {
            s->p++;
            s->depth--;
            just_opened = false;
            continue;
        }
        *more = true;
        if (just_opened)
            return true;
        if (c != ',')
            return fail(s, s->p, close == ']' ? "`,` or `]`" : "`,` or `}`");
        s->p++;
        return true;
    }
    return true;
}

ent_json *ent_json_read(ent_arena *arena, ent_str source, ent_json_error *error)
{
    parser s = {.arena = arena, .p = source.p, .begin = source.p, .end = source.p + source.n, .error = error};
    ent_json *root = NULL;
    bool more = true;
    *error = (ent_json_error){0};
    size_t valid = ent_utf8_valid(source.p, source.n);
    if (valid < source.n) {
        char reason[64];
        snprintf(reason, sizeof reason, "the byte 0x%02X is not UTF-8", (unsigned char)source.p[valid]);
        fail_because(&s, source.p + valid, reason);
        return NULL;
    }
    while (more) {
        ent_json *value = ENT_NEW(arena, ent_json);
        if (!value)
            return NULL;
        if (!root)
            root = value;
        if (s.depth > 0 && closer(&s) == '}' && !read_key(&s, value))
            return NULL;
        int depth = s.depth;
        if (!read_start(&s, value) || !read_end(&s, s.depth > depth, &more))
            return NULL;
    }
    skip_blanks(&s);
    if (s.p < s.end) {
        fail(&s, s.p, "the end");
        return NULL;
    }
    return root;
}

const char *ent_json_type_name(ent_json_type type)
{
    static const char *const names[] = {"null", "true or false", "a number", "a text", "a list", "an object"};
    return names[type];
}
