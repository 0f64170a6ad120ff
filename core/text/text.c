/* Case, normal forms, folding, reversing and widths. ASCII, and for widths all of the Latin script, never wakes ICU. */
#include "core/text/text.h"

#include "core/text/icu.h"

enum { FIRST_COMBINING = 0x300 }; /* below it one code point is one character of one column */

static bool is_ascii(ent_str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static ent_str failed(ent_arena *arena, ent_status status)
{
    if (arena->failed == ENT_OK)
        arena->failed = status;
    return (ent_str){NULL, 0};
}

static const ent_icu *icu_or_fail(ent_arena *arena)
{
    const ent_icu *icu = ent_icu_get();
    if (!icu)
        failed(arena, ENT_IO);
    return icu;
}

/* ---- case ---- */

static ent_str ascii_case(ent_arena *arena, ent_str s, char from, char to)
{
    char *out = ent_arena_copy(arena, s.p, s.n);
    for (uint32_t i = 0; out && i < s.n; i++)
        if (out[i] >= from && out[i] <= to)
            out[i] ^= 'a' ^ 'A';
    return (ent_str){out, out ? s.n : 0};
}

typedef int32_t utf8_map(const UCaseMap *, char *, int32_t, const char *, int32_t, UErrorCode *);

static ent_str map_utf8(ent_arena *arena, utf8_map *map, const UCaseMap *casemap, ent_str s)
{
    int32_t room = (int32_t)s.n + (int32_t)s.n / 2 + 16;
    for (int attempt = 0; attempt < 2; attempt++) {
        UErrorCode code = U_ZERO_ERROR;
        char *out = s.n < INT32_MAX / 2 - 16 ? ent_arena_alloc(arena, (size_t)room + 1) : NULL;
        if (!out)
            break;
        int32_t n = map(casemap, out, room, s.p, (int32_t)s.n, &code);
        if (U_SUCCESS(code) && n <= room) {
            out[n] = '\0';
            return (ent_str){out, (uint32_t)n};
        }
        if (code != U_BUFFER_OVERFLOW_ERROR)
            break;
        room = n;
    }
    return failed(arena, ENT_NOMEM);
}

ent_str ent_text_lower(ent_arena *arena, ent_str s)
{
    if (is_ascii(s))
        return ascii_case(arena, s, 'A', 'Z');
    const ent_icu *icu = icu_or_fail(arena);
    return icu ? map_utf8(arena, icu->ucasemap_utf8ToLower, icu->casemap, s) : (ent_str){NULL, 0};
}

ent_str ent_text_upper(ent_arena *arena, ent_str s)
{
    if (is_ascii(s))
        return ascii_case(arena, s, 'a', 'z');
    const ent_icu *icu = icu_or_fail(arena);
    return icu ? map_utf8(arena, icu->ucasemap_utf8ToUpper, icu->casemap, s) : (ent_str){NULL, 0};
}

/* ---- to UTF-16 and back ---- */

typedef struct {
    UChar *p; /* NULL: the arena failed */
    int32_t n;
} wide;

static wide to_wide(ent_arena *arena, const ent_icu *icu, ent_str s)
{
    wide out = {NULL, 0};
    UErrorCode code = U_ZERO_ERROR;
    if (s.n < INT32_MAX / 4)
        out.p = ent_arena_array(arena, (size_t)s.n + 1, sizeof *out.p); /* never more units than bytes */
    if (out.p)
        icu->u_strFromUTF8(out.p, (int32_t)s.n + 1, &out.n, s.p, (int32_t)s.n, &code);
    if (!out.p || U_FAILURE(code)) {
        failed(arena, ENT_NOMEM);
        out.p = NULL;
    }
    return out;
}

static ent_str from_wide(ent_arena *arena, const ent_icu *icu, wide s)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t n = 0, room = s.n * 3 + 1;
    char *out = s.p && s.n < INT32_MAX / 4 ? ent_arena_alloc(arena, (size_t)room) : NULL;
    if (out)
        icu->u_strToUTF8(out, room, &n, s.p, s.n, &code);
    if (!out || U_FAILURE(code))
        return failed(arena, ENT_NOMEM);
    return (ent_str){out, (uint32_t)n};
}

/* ---- normal forms ---- */

static wide normalize(ent_arena *arena, const ent_icu *icu, const UNormalizer2 *form, wide s)
{
    wide out = {NULL, 0};
    int32_t room = s.n + s.n / 2 + 32;
    for (int attempt = 0; attempt < 2 && s.p; attempt++) {
        UErrorCode code = U_ZERO_ERROR;
        out.p = ent_arena_array(arena, (size_t)room, sizeof *out.p);
        if (!out.p)
            break;
        out.n = icu->unorm2_normalize(form, s.p, s.n, out.p, room, &code);
        if (U_SUCCESS(code))
            return out;
        if (code != U_BUFFER_OVERFLOW_ERROR)
            break;
        room = out.n + 1;
    }
    failed(arena, ENT_NOMEM);
    return (wide){NULL, 0};
}

ent_str ent_text_normalize(ent_arena *arena, ent_str s, ent_str form)
{
    static const char *const forms[] = {"NFC", "NFD", "NFKC", "NFKD"};
    size_t which = 0;
    while (which < 4 && !ent_str_equal_nocase(form, ent_str_of(forms[which])))
        which++;
    if (which == 4)
        return (ent_str){NULL, 0};
    if (is_ascii(s))
        return (ent_str){ent_arena_copy(arena, s.p, s.n), s.n};
    const ent_icu *icu = icu_or_fail(arena);
    if (!icu)
        return (ent_str){NULL, 0};
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = which == 0   ? icu->unorm2_getNFCInstance(&code)
                                     : which == 1 ? icu->unorm2_getNFDInstance(&code)
                                     : which == 2 ? icu->unorm2_getNFKCInstance(&code)
                                                  : icu->unorm2_getNFKDInstance(&code);
    if (U_FAILURE(code))
        return failed(arena, ENT_NOMEM);
    return from_wide(arena, icu, normalize(arena, icu, normalizer, to_wide(arena, icu, s)));
}

/* ---- folding ---- */

/* What people type in its place and no normal form takes apart. */
static const char *lookalike(uint32_t c)
{
    switch (c) {
    case 0x2018: /* single quotation marks, modifier apostrophes, prime, acute and grave */
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x02BB:
    case 0x02BC:
    case 0x2032:
    case 0x00B4:
    case 0x0060:
        return "'";
    case 0x201C: /* double ones, guillemets */
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
        return "\"";
    case 0x2010: /* hyphens and dashes, minus */
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
        return "-";
    case 0x00E6:
        return "ae";
    case 0x0153:
        return "oe";
    case 0x00F8:
        return "o";
    case 0x0142:
        return "l";
    case 0x0111:
    case 0x00F0:
        return "d";
    case 0x00FE:
        return "th";
    case 0x0127:
        return "h";
    case 0x0131:
        return "i";
    default:
        return NULL;
    }
}

static ent_str fold_ascii(ent_arena *arena, ent_str s)
{
    ent_str out = ascii_case(arena, s, 'A', 'Z');
    char *p = (char *)out.p;
    for (uint32_t i = 0; i < out.n; i++)
        if (p[i] == '`')
            p[i] = '\'';
    return out;
}

ent_str ent_text_fold(ent_arena *arena, ent_str s)
{
    if (is_ascii(s))
        return fold_ascii(arena, s);
    const ent_icu *icu = icu_or_fail(arena);
    if (!icu)
        return (ent_str){NULL, 0};
    /* look-alikes first where a normal form would make something else of them (U+00B4 becomes a blank and an accent) */
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = icu->unorm2_getNFKDInstance(&code);
    if (U_FAILURE(code))
        return failed(arena, ENT_NOMEM);
    ent_str lower = map_utf8(arena, icu->ucasemap_utf8FoldCase, icu->casemap, s);
    char *plain = lower.p ? ent_arena_alloc(arena, (size_t)lower.n + 1) : NULL;
    if (!plain)
        return failed(arena, ENT_NOMEM);
    uint32_t n = 0;
    for (const char *p = lower.p, *end = lower.p + lower.n; p < end;) {
        const char *from = p;
        const char *other = lookalike(ent_utf8_next(&p));
        size_t length = other ? strlen(other) : (size_t)(p - from); /* never longer than what it stands for */
        memcpy(plain + n, other ? other : from, length);            // NOLINT(bugprone-not-null-terminated-result)
        n += (uint32_t)length;
    }
    ent_str apart = from_wide(arena, icu, normalize(arena, icu, nfkd, to_wide(arena, icu, (ent_str){plain, n})));
    if (!apart.p)
        return apart;
    /* the copy is ours: take the marks out in place */
    char *out = (char *)apart.p;
    n = 0;
    for (const char *p = apart.p, *end = apart.p + apart.n; p < end;) {
        const char *from = p;
        uint32_t c = ent_utf8_next(&p);
        if (c >= FIRST_COMBINING && icu->u_charType((UChar32)c) == U_NON_SPACING_MARK)
            continue;
        memmove(out + n, from, (size_t)(p - from));
        n += (uint32_t)(p - from);
    }
    out[n] = '\0';
    /* capital compatibility forms (U+1D400 and the like) come out of the normal form as plain capitals */
    return map_utf8(arena, icu->ucasemap_utf8FoldCase, icu->casemap, (ent_str){out, n});
}

/* ---- reversing ---- */

static bool has_combining(ent_str s)
{
    for (const char *p = s.p, *end = s.p + s.n; p < end;)
        if (ent_utf8_next(&p) >= FIRST_COMBINING)
            return true;
    return false;
}

static ent_str reverse_points(ent_arena *arena, ent_str s)
{
    char *out = ent_arena_alloc(arena, (size_t)s.n + 1);
    if (!out)
        return (ent_str){NULL, 0};
    char *to = out + s.n;
    *to = '\0';
    for (const char *p = s.p, *end = s.p + s.n; p < end;) {
        const char *from = p;
        ent_utf8_next(&p);
        to -= p - from;
        memcpy(to, from, (size_t)(p - from));
    }
    return (ent_str){out, s.n};
}

ent_str ent_text_reverse(ent_arena *arena, ent_str s)
{
    if (!has_combining(s))
        return reverse_points(arena, s);
    const ent_icu *icu = icu_or_fail(arena);
    wide forward = icu ? to_wide(arena, icu, s) : (wide){NULL, 0};
    UChar *out = forward.p ? ent_arena_array(arena, (size_t)forward.n + 1, sizeof *out) : NULL;
    if (!out)
        return (ent_str){NULL, 0};
    UErrorCode code = U_ZERO_ERROR;
    UBreakIterator *graphemes = icu->ubrk_open(UBRK_CHARACTER, "", forward.p, forward.n, &code);
    if (U_FAILURE(code))
        return failed(arena, ENT_NOMEM);
    int32_t from = icu->ubrk_first(graphemes);
    for (int32_t to; (to = icu->ubrk_next(graphemes)) != UBRK_DONE; from = to)
        memcpy(out + (forward.n - to), forward.p + from, (size_t)(to - from) * sizeof *out);
    icu->ubrk_close(graphemes);
    return from_wide(arena, icu, (wide){out, forward.n});
}

/* ---- widths ---- */

static uint32_t columns_of(const ent_icu *icu, uint32_t c)
{
    int8_t type = icu->u_charType((UChar32)c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR)
        return 0;
    int32_t width = icu->u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

uint32_t ent_text_columns(ent_str s)
{
    enum {
        ZERO_WIDTH_JOINER = 0x200D,
        DASHES = 0x2010,
        ELLIPSIS = 0x2027,
        HANGUL_VOWELS = 0x1160,
        HANGUL_END = 0x11FF
    };
    uint32_t columns = 0;
    bool joined = false; /* behind a joiner: drawn into the sign before */
    for (const char *p = s.p, *end = s.p + s.n; p < end;) {
        uint32_t c = ent_utf8_next(&p);
        if (c < FIRST_COMBINING || (c >= DASHES && c <= ELLIPSIS)) {
            columns += c >= 0x20 && (c < 0x7F || c >= 0xA0) && c != 0xAD;
            joined = false;
            continue;
        }
        const ent_icu *icu = ent_icu_get();
        if (!joined && !(c >= HANGUL_VOWELS && c <= HANGUL_END))
            columns += icu ? columns_of(icu, c) : 1;
        joined = c == ZERO_WIDTH_JOINER;
    }
    return columns;
}

bool ent_text_name_start(uint32_t code_point)
{
    const ent_icu *icu = ent_icu_get();
    return icu && (icu->u_hasBinaryProperty((UChar32)code_point, UCHAR_ID_START) ||
                   icu->u_charType((UChar32)code_point) == U_CONNECTOR_PUNCTUATION);
}

bool ent_text_name_part(uint32_t code_point)
{
    const ent_icu *icu = ent_icu_get();
    return icu && (icu->u_hasBinaryProperty((UChar32)code_point, UCHAR_ID_CONTINUE) ||
                   icu->u_charType((UChar32)code_point) == U_CURRENCY_SYMBOL);
}
