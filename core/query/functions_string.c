/* Functions of strings. Positions and lengths count code points. */
#include "core/query/function_tables.h"
#include "core/text/text.h"

#include <string.h>

static ent_status give(ent_call *call, ent_str text, ent_value *out)
{
    *out = ent_string(text);
    return text.p ? ENT_OK : ent_arena_status(call->arena, call->context->error);
}

/* The place behind `count` code points, or the end. */
static const char *advance(const char *p, const char *end, int64_t count)
{
    for (; p < end && count > 0; count--)
        do
            p++;
        while (p < end && ((unsigned char)*p & 0xC0) == 0x80);
    return p;
}

static ent_value piece(const char *from, const char *to)
{
    return ent_string((ent_str){from, (uint32_t)(to - from)});
}

static ent_status negative(ent_call *call, uint32_t arg, const char *function, const char *what)
{
    return ent_fail(call->context->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, call->args ? call->args[arg] : call->where,
                    "NumberOutOfRange", "the %s of %s() must not be negative", what, function);
}

/* ---- parts ---- */

static ent_status substring(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ENT_NULL;
    if (args[1].i < 0)
        return negative(call, 1, "substring", "start");
    if (n > 2 && args[2].i < 0)
        return negative(call, 2, "substring", "length");
    const char *end = args[0].s + args[0].n, *from = advance(args[0].s, end, args[1].i);
    *out = piece(from, n > 2 ? advance(from, end, args[2].i) : end);
    return ENT_OK;
}

static ent_status left(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    if (args[1].i < 0)
        return negative(call, 1, "left", "length");
    *out = piece(args[0].s, advance(args[0].s, args[0].s + args[0].n, args[1].i));
    return ENT_OK;
}

static ent_status right(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    if (args[1].i < 0)
        return negative(call, 1, "right", "length");
    const char *end = args[0].s + args[0].n;
    int64_t count = (int64_t)ent_utf8_count(args[0].s, args[0].n);
    *out = piece(advance(args[0].s, end, count > args[1].i ? count - args[1].i : 0), end);
    return ENT_OK;
}

static ent_status length(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ent_int((int64_t)ent_utf8_count(args[0].s, args[0].n));
    return ENT_OK;
}

/* ---- trimming ---- */

/* Unicode's White_Space. */
static bool is_white(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static bool trims(const ent_value *set, const char *at)
{
    uint32_t c = ent_utf8_next(&at);
    if (!set)
        return is_white(c);
    for (const char *p = set->s, *end = set->s + set->n; p < end;)
        if (ent_utf8_next(&p) == c)
            return true;
    return false;
}

enum { AT_START = 1, AT_END = 2 };

static ent_status trim(const ent_value *args, uint32_t n, unsigned sides, ent_value *out)
{
    const ent_value *set = n > 1 ? &args[1] : NULL;
    const char *from = args[0].s, *end = from + args[0].n;
    while ((sides & AT_START) && from < end && trims(set, from))
        from = advance(from, end, 1);
    while ((sides & AT_END) && from < end) {
        const char *at = end - 1;
        while (at > from && ((unsigned char)*at & 0xC0) == 0x80)
            at--;
        if (!trims(set, at))
            break;
        end = at;
    }
    *out = piece(from, end);
    return ENT_OK;
}

static ent_status btrim(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return trim(args, n, AT_START | AT_END, out);
}
static ent_status ltrim(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return trim(args, n, AT_START, out);
}
static ent_status rtrim(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return trim(args, n, AT_END, out);
}

/* ---- letters ---- */

static ent_status lower(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return give(call, ent_text_lower(call->arena, ent_value_str(args[0])), out);
}

static ent_status upper(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return give(call, ent_text_upper(call->arena, ent_value_str(args[0])), out);
}

static ent_status normalize(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_str form = n > 1 ? ent_value_str(args[1]) : ENT_STR("NFC");
    ent_str text = ent_text_normalize(call->arena, ent_value_str(args[0]), form);
    if (!text.p && call->arena->failed == ENT_OK) {
        ent_fail(call->context->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, call->args ? call->args[n - 1] : call->where,
                 "InvalidArgumentValue", "normalize() knows no form '%.*s'", (int)(form.n < 40 ? form.n : 40), form.p);
        ent_hint(call->context->error, "one of NFC, NFD, NFKC, NFKD");
        return ENT_ARGUMENT;
    }
    return give(call, text, out);
}

static ent_status is_normalized(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_value normal;
    ENT_TRY(normalize(call, args, n, &normal));
    *out = ent_bool(ent_str_equal(ent_value_str(normal), ent_value_str(args[0])));
    return ENT_OK;
}

/* ---- searching ---- */

static const char *find(const char *from, const char *end, ent_value what)
{
    return memmem(from, (size_t)(end - from), what.s, what.n);
}

static ent_status replace(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_value text = args[0], what = args[1], by = args[2];
    const char *end = text.s + text.n;
    uint64_t count = 0;
    *out = text;
    if (what.n == 0)
        return ENT_OK;
    for (const char *p = text.s; (p = find(p, end, what)); p += what.n)
        count++;
    if (count == 0)
        return ENT_OK;
    uint64_t size = text.n - count * what.n + count * by.n;
    if (size >= UINT32_MAX)
        return ent_fail(call->context->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, call->where, "NumberOutOfRange",
                        "the string would be longer than 4 GiB");
    char *joined = ent_arena_alloc(call->arena, size + 1), *to = joined;
    if (!joined)
        return ent_arena_status(call->arena, call->context->error);
    const char *from = text.s;
    for (const char *p; (p = find(from, end, what)); from = p + what.n) {
        memcpy(to, from, (size_t)(p - from));
        to += p - from;
        if (by.n)
            memcpy(to, by.s, by.n);
        to += by.n;
    }
    memcpy(to, from, (size_t)(end - from));
    joined[size] = '\0';
    *out = ent_string((ent_str){joined, (uint32_t)size});
    return ENT_OK;
}

/* Where each delimiter stands next; kept, so that one that is rare or missing is not looked for again and again. */
typedef struct {
    const ent_value *delimiters;
    uint32_t n;
    const char **next; /* of each; NULL: no more */
    const char *end;
} splitter;

static const char *find_delimiter(const splitter *s, const char *from, ent_value delimiter)
{
    if (delimiter.type != ENT_TYPE_STRING)
        return NULL;
    if (delimiter.n > 0)
        return find(from, s->end, delimiter);
    const char *next = advance(from, s->end, 1); /* an empty delimiter stands between all characters */
    return next < s->end ? next : NULL;
}

static void restart(splitter *s, const char *from)
{
    for (uint32_t i = 0; i < s->n; i++)
        s->next[i] = find_delimiter(s, from, s->delimiters[i]);
}

/* The first delimiter at or after `from` (behind it, where it is empty); *width is its length. */
static const char *next_delimiter(splitter *s, const char *from, uint32_t *width)
{
    const char *best = NULL;
    for (uint32_t i = 0; i < s->n; i++) {
        const char *at = s->next[i];
        if (at && (at < from || (at == from && s->delimiters[i].n == 0)))
            at = s->next[i] = find_delimiter(s, from, s->delimiters[i]);
        if (at && (!best || at < best)) {
            best = at;
            *width = s->delimiters[i].n;
        }
    }
    return best;
}

static ent_status split(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    bool several = args[1].type == ENT_TYPE_LIST;
    splitter s = {
        .delimiters = several ? args[1].list : &args[1], .n = several ? args[1].n : 1, .end = args[0].s + args[0].n};
    uint32_t count = 1, width = 0, k = 0;
    s.next = ent_arena_array(call->arena, s.n, sizeof *s.next);
    if (!s.next)
        return ent_arena_status(call->arena, call->context->error);
    restart(&s, args[0].s);
    for (const char *p = args[0].s; (p = next_delimiter(&s, p, &width)); p += width)
        count++;
    ent_value *items = ENT_NEW_ARRAY(call->arena, ent_value, count);
    if (!items)
        return ent_arena_status(call->arena, call->context->error);
    restart(&s, args[0].s);
    const char *from = args[0].s;
    for (const char *p; (p = next_delimiter(&s, from, &width)); from = p + width)
        items[k++] = piece(from, p);
    items[k] = piece(from, s.end);
    *out = ent_list(items, count);
    return ENT_OK;
}

#define NULLS   ENT_FN_NULL_PROPAGATES
#define STRING  ENT_T(STRING)
#define TRIMMED "(text :: STRING, characters = blanks :: STRING) :: STRING"

static const ent_function functions[] = {
    {"btrim",
     TRIMMED,
     "The string without the blanks, or the characters given, at both ends.",
     1,
     2,
     NULLS,
     {STRING},
     STRING,
     btrim,
     NULL},
    {"char_length",
     "(text :: STRING) :: INTEGER",
     "How many characters a string has.",
     1,
     1,
     NULLS,
     {STRING},
     ENT_T(INTEGER),
     length,
     NULL},
    {"character_length",
     "(text :: STRING) :: INTEGER",
     "How many characters a string has.",
     1,
     1,
     NULLS,
     {STRING},
     ENT_T(INTEGER),
     length,
     NULL},
    {"left",
     "(text :: STRING, length :: INTEGER) :: STRING",
     "The first characters of a string.",
     2,
     2,
     NULLS,
     {STRING, ENT_T(INTEGER)},
     STRING,
     left,
     NULL},
    {"lower", "(text :: STRING) :: STRING", "The string in lower case.", 1, 1, NULLS, {STRING}, STRING, lower, NULL},
    {"ltrim",
     TRIMMED,
     "The string without the blanks, or the characters given, at its start.",
     1,
     2,
     NULLS,
     {STRING},
     STRING,
     ltrim,
     NULL},
    {"isNormalized",
     "(text :: STRING, form = 'NFC' :: STRING) :: BOOLEAN",
     "Whether a string is in a Unicode normal form; `IS NFC NORMALIZED` says the same.",
     1,
     2,
     NULLS,
     {STRING},
     ENT_T(BOOLEAN),
     is_normalized,
     NULL},
    {"normalize",
     "(text :: STRING, form = 'NFC' :: STRING) :: STRING",
     "The string in a Unicode normal form: NFC, NFD, NFKC or NFKD.",
     1,
     2,
     NULLS,
     {STRING},
     STRING,
     normalize,
     NULL},
    {"replace",
     "(text :: STRING, search :: STRING, replacement :: STRING) :: STRING",
     "The string with every occurrence of one text replaced by another.",
     3,
     3,
     NULLS,
     {STRING},
     STRING,
     replace,
     NULL},
    {"right",
     "(text :: STRING, length :: INTEGER) :: STRING",
     "The last characters of a string.",
     2,
     2,
     NULLS,
     {STRING, ENT_T(INTEGER)},
     STRING,
     right,
     NULL},
    {"rtrim",
     TRIMMED,
     "The string without the blanks, or the characters given, at its end.",
     1,
     2,
     NULLS,
     {STRING},
     STRING,
     rtrim,
     NULL},
    {"split",
     "(text :: STRING, delimiter :: STRING | LIST) :: LIST",
     "The pieces of a string between the delimiter, or between any of a list of delimiters.",
     2,
     2,
     NULLS,
     {STRING, STRING | ENT_T(LIST)},
     ENT_T(LIST),
     split,
     NULL},
    {"substring",
     "(text :: STRING, start :: INTEGER, length = rest :: INTEGER) :: STRING",
     "The characters from a position on, the first being 0.",
     2,
     3,
     NULLS,
     {STRING, ENT_T(INTEGER)},
     STRING,
     substring,
     NULL},
    {"toLower", "(text :: STRING) :: STRING", "The string in lower case.", 1, 1, NULLS, {STRING}, STRING, lower, NULL},
    {"toUpper", "(text :: STRING) :: STRING", "The string in upper case.", 1, 1, NULLS, {STRING}, STRING, upper, NULL},
    {"trim",
     TRIMMED,
     "The string without the blanks, or the characters given, at both ends.",
     1,
     2,
     NULLS,
     {STRING},
     STRING,
     btrim,
     NULL},
    {"upper", "(text :: STRING) :: STRING", "The string in upper case.", 1, 1, NULLS, {STRING}, STRING, upper, NULL},
};

const ent_function_table ent_functions_string = {functions, sizeof functions / sizeof *functions};
