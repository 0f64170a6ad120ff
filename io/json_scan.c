#include "io/json_scan.h"

#include <stdio.h>

typedef enum {
    END,
    OPEN_LIST = '[',
    CLOSE_LIST = ']',
    OPEN_OBJECT = '{',
    CLOSE_OBJECT = '}',
    COLON = ':',
    COMMA = ',',
    TEXT = '"',
    NUMBER = '0',
    WORD = 'w', /* null, true, false */
    OTHER = '?' /* what no JSON has here: an unknown byte, a bracket that closes nothing */
} token;

typedef struct {
    const char *begin, *end;
    const char *p;  /* behind the latest token */
    const char *at; /* where it begins */
    struct {
        token bracket;
        uint32_t inside; /* values and keys that began directly inside */
        uint32_t place;  /* kept by ent_json_scan */
    } open[ENT_JSON_DEPTH];
    int depth;
    ent_json_error *error; /* reason "": the latest token is sound */
} scanner;

static scanner scanner_of(ent_str source, ent_json_error *error)
{
    *error = (ent_json_error){0};
    return (scanner){.begin = source.p, .end = source.p + source.n, .p = source.p, .error = error};
}

/* ---- messages ---- */

static void fail_because(scanner *s, const char *at, const char *reason)
{
    s->error->at = (uint32_t)(at - s->begin);
    snprintf(s->error->reason, sizeof s->error->reason, "%s", reason);
}

/* "expected a digit, found `x`", or "the end", or "the byte 0x07". */
static void fail(scanner *s, const char *at, const char *expected)
{
    char found[24];
    unsigned char c = at < s->end ? (unsigned char)*at : 0;
    if (at >= s->end)
        snprintf(found, sizeof found, "the end");
    else if (c < 0x20 || c == 0x7F)
        snprintf(found, sizeof found, "the byte 0x%02X", c);
    else {
        size_t n = 1;
        while (at + n < s->end && ((unsigned char)at[n] & 0xC0) == 0x80 && n < 4)
            n++;
        snprintf(found, sizeof found, "`%.*s`", (int)n, at);
    }
    s->error->at = (uint32_t)(at - s->begin);
    snprintf(s->error->reason, sizeof s->error->reason, "expected %s, found %s", expected, found);
}

/* ---- texts, numbers, words ---- */

/* Four hexadecimal digits at p; -1 when they are none. */
static int hex4(const scanner *s, const char *p)
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

/* \uXXXX at p; two of them for what lies beyond the basic plane. */
static bool pass_unicode(scanner *s)
{
    int code = hex4(s, s->p + 2), low = -1;
    if (code < 0)
        fail_because(s, s->p, "expected four hexadecimal digits behind \\u");
    else if (code == 0)
        fail_because(s, s->p, "a text cannot hold the character NUL");
    else if (code < 0xD800 || code > 0xDFFF) {
        s->p += 6;
        return true;
    } else {
        if (code < 0xDC00 && s->end - s->p >= 12 && s->p[6] == '\\' && s->p[7] == 'u')
            low = hex4(s, s->p + 8);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            s->p += 12;
            return true;
        }
        fail_because(s, s->p, "half of a surrogate pair stands alone");
    }
    return false;
}

/* A backslash at p, and what it escapes. */
static bool pass_escape(scanner *s)
{
    if (s->end - s->p == 1) { /* pass_text misses the closing quote */
        s->p++;
        return true;
    }
    char c = s->p[1];
    if (c == 'u')
        return pass_unicode(s);
    if (c && strchr("\"\\/bfnrt", c)) {
        s->p += 2;
        return true;
    }
    fail_because(s, s->p, "expected \\\", \\\\, \\/, \\b, \\f, \\n, \\r, \\t or \\u behind the backslash");
    return false;
}

static void pass_text(scanner *s)
{
    static const bool special[256] = {[0 ... 0x1F] = true, ['"'] = true, ['\\'] = true};
    s->p++;
    for (;;) {
        const char *p = s->p;
        while (p < s->end && !special[(unsigned char)*p])
            p++;
        s->p = p;
        if (s->p >= s->end) {
            fail_because(s, s->at, "the text that begins here has no closing quote");
            return;
        }
        if (*s->p == '"') {
            s->p++;
            return;
        }
        if (*s->p != '\\') {
            fail(s, s->p, "a text without control characters (write \\n for a line break)");
            return;
        }
        if (!pass_escape(s))
            return;
    }
}

static bool pass_digits(scanner *s)
{
    const char *begin = s->p;
    while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
        s->p++;
    if (s->p == begin)
        fail(s, s->p, "a digit");
    return s->p > begin;
}

static void pass_number(scanner *s)
{
    s->p += *s->p == '-';
    const char *whole = s->p;
    if (!pass_digits(s))
        return;
    if (*whole == '0' && s->p - whole > 1) {
        fail_because(s, whole, "a number has no leading zero");
        return;
    }
    if (s->p < s->end && *s->p == '.') {
        s->p++;
        if (!pass_digits(s))
            return;
    }
    if (s->p < s->end && (*s->p == 'e' || *s->p == 'E')) {
        s->p++;
        if (s->p < s->end && (*s->p == '+' || *s->p == '-'))
            s->p++;
        pass_digits(s);
    }
}

static token pass_word(scanner *s)
{
    static const ent_str words[] = {{"null", 4}, {"true", 4}, {"false", 5}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if ((size_t)(s->end - s->p) >= words[i].n && memcmp(s->p, words[i].p, words[i].n) == 0) {
            s->p += words[i].n;
            return WORD;
        }
    return OTHER;
}

/* ---- tokens ---- */

static void pass_open(scanner *s, token bracket)
{
    if (s->depth == ENT_JSON_DEPTH) {
        fail_because(s, s->at, "nested more than 32 deep");
        return;
    }
    s->open[s->depth].bracket = bracket;
    s->open[s->depth].inside = 0;
    s->depth++;
    s->p++;
}

static token pass_close(scanner *s, token bracket)
{
    token opening = bracket == CLOSE_LIST ? OPEN_LIST : OPEN_OBJECT;
    if (s->depth == 0 || s->open[s->depth - 1].bracket != opening)
        return OTHER;
    s->depth--;
    s->p++;
    return bracket;
}

/* Counts a value or key that begins inside of what is open; false when there are too many. */
static bool count_inside(scanner *s)
{
    bool object = s->open[s->depth - 1].bracket == OPEN_OBJECT;
    uint32_t most = object ? 2 * ENT_JSON_MEMBERS : ENT_JSON_ELEMENTS;
    if (++s->open[s->depth - 1].inside <= most)
        return true;
    s->error->at = (uint32_t)(s->at - s->begin);
    snprintf(s->error->reason, sizeof s->error->reason, "too long: at most %d %s",
             object ? ENT_JSON_MEMBERS : ENT_JSON_ELEMENTS, object ? "fields in an object" : "entries in a list");
    return false;
}

static token next_token(scanner *s)
{
    while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\r' || *s->p == '\t'))
        s->p++;
    s->at = s->p;
    if (s->p >= s->end)
        return END;
    token kind = (unsigned char)*s->p;
    if (kind == COLON || kind == COMMA) {
        s->p++;
        return kind;
    }
    if (kind == CLOSE_LIST || kind == CLOSE_OBJECT)
        return pass_close(s, kind);
    if (kind == '-' || (kind >= '0' && kind <= '9'))
        kind = NUMBER;
    else if (kind != TEXT && kind != OPEN_LIST && kind != OPEN_OBJECT && (kind = pass_word(s)) == OTHER)
        return OTHER;
    if (s->depth > 0 && !count_inside(s))
        return kind;
    if (kind == TEXT)
        pass_text(s);
    else if (kind == NUMBER)
        pass_number(s);
    else if (kind != WORD)
        pass_open(s, kind);
    return kind;
}

/* ---- places ---- */

static bool add_place(ent_json *json, ent_arena *arena, uint32_t at)
{
    if (json->count == json->capacity) {
        uint32_t capacity = json->capacity ? json->capacity * 2 : 128;
        ent_json_place *places = ENT_NEW_ARRAY(arena, ent_json_place, capacity);
        if (!places)
            return false;
        if (json->count > 0)
            memcpy(places, json->places, json->count * sizeof *places);
        json->places = places;
        json->capacity = capacity;
    }
    json->places[json->count] = (ent_json_place){at, json->count + 1};
    json->count++;
    return true;
}

bool ent_json_scan(ent_json *json, ent_arena *arena)
{
    ent_json_error error;
    scanner s = scanner_of(json->source, &error);
    token kind;
    while ((kind = next_token(&s)) != END) {
        if (kind == OTHER || *error.reason)
            return false;
        if (kind == COMMA || kind == COLON)
            continue;
        if (kind == CLOSE_LIST || kind == CLOSE_OBJECT) {
            json->places[s.open[s.depth].place].behind = json->count;
            continue;
        }
        if (kind == OPEN_LIST || kind == OPEN_OBJECT)
            s.open[s.depth - 1].place = json->count;
        if (!add_place(json, arena, (uint32_t)(s.at - s.begin)))
            return false;
    }
    return true;
}

/* ---- order ---- */

typedef enum {
    BEFORE_VALUE,
    BEFORE_FIRST_VALUE, /* behind [ */
    BEFORE_KEY,
    BEFORE_FIRST_KEY, /* behind { */
    BEFORE_COLON,
    BEHIND_VALUE
} state;

static const char *expected_in(const scanner *s, state here)
{
    switch (here) {
    case BEFORE_VALUE:
    case BEFORE_FIRST_VALUE:
        return "a value";
    case BEFORE_KEY:
    case BEFORE_FIRST_KEY:
        return "the name of a field in double quotes";
    case BEFORE_COLON:
        return "`:` behind the name of a field";
    case BEHIND_VALUE:
        break;
    }
    return s->depth == 0 ? "the end" : s->open[s->depth - 1].bracket == OPEN_LIST ? "`,` or `]`" : "`,` or `}`";
}

/* Whether a token may stand here; moves behind it. */
static bool takes(const scanner *s, token kind, state *here)
{
    bool in_list = s->depth > 0 && s->open[s->depth - 1].bracket == OPEN_LIST;
    state before = *here;
    *here = BEHIND_VALUE;
    if ((before == BEFORE_FIRST_VALUE && kind == CLOSE_LIST) || (before == BEFORE_FIRST_KEY && kind == CLOSE_OBJECT))
        return true;
    switch (before) {
    case BEFORE_VALUE:
    case BEFORE_FIRST_VALUE:
        *here = kind == OPEN_LIST ? BEFORE_FIRST_VALUE : kind == OPEN_OBJECT ? BEFORE_FIRST_KEY : BEHIND_VALUE;
        return kind == OPEN_LIST || kind == OPEN_OBJECT || kind == TEXT || kind == NUMBER || kind == WORD;
    case BEFORE_KEY:
    case BEFORE_FIRST_KEY:
        *here = BEFORE_COLON;
        return kind == TEXT;
    case BEFORE_COLON:
        *here = BEFORE_VALUE;
        return kind == COLON;
    case BEHIND_VALUE:
        break;
    }
    if (kind == COMMA)
        *here = in_list ? BEFORE_VALUE : BEFORE_KEY;
    return kind == CLOSE_LIST || kind == CLOSE_OBJECT || (s->depth == 0 ? kind == END : kind == COMMA);
}

bool ent_json_explain(ent_str source, ent_json_error *error)
{
    scanner s = scanner_of(source, error);
    state here = BEFORE_VALUE;
    token kind;
    do {
        const char *expected = expected_in(&s, here);
        kind = next_token(&s);
        if (!takes(&s, kind, &here))
            fail(&s, s.at, expected);
    } while (kind != END && !*error->reason);
    return *error->reason;
}
