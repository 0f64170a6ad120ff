/* Tokens and sentences. One pass over the bytes, no lookahead of more than a word. */
#include "io/extract/document.h"

#include "io/extract/lexicon.h"

typedef struct {
    ent_document *d;
    char *lower; /* the whole text in lower case: tokens point into it */
    uint32_t at, capacity, sentence_capacity;
    uint32_t sentence_first, paragraph;
    bool hyphen;
} scanner;

enum { SENTENCE_TOKENS = 250 }; /* longer ones are lists or no prose: cut, so that no step costs more than its share */

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}

static unsigned char byte(const scanner *s, uint32_t i)
{
    return i < s->d->text.n ? (unsigned char)s->d->text.p[i] : 0;
}

/* The code point at i and its length; 0 at the end. */
static uint32_t point(const scanner *s, uint32_t i, uint32_t *n)
{
    *n = 0;
    if (i >= s->d->text.n)
        return 0;
    const char *p = s->d->text.p + i;
    uint32_t c = ent_utf8_next(&p);
    *n = (uint32_t)(p - s->d->text.p) - i;
    return c;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC;
}

static bool is_hyphen(uint32_t c)
{
    return c == '-' || c == 0x2010 || c == 0x2011 || c == 0x2013 || c == '/';
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v' || c == 0xA0 || c == 0x202F ||
           c == 0x2009 || c == 0xFEFF;
}

/* Letters: all of ASCII's, and beyond it everything that is no blank or punctuation. */
static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit((unsigned char)c);
    return c >= 0xC0 && !(c >= 0x2000 && c <= 0x206F) && c != 0xFEFF && c != 0xD7 && c != 0xF7 &&
           !(c >= 0x3000 && c <= 0x303F) && c != 0xFFFD && c != 0x02BC;
}

static void end_sentence(scanner *s)
{
    ent_document *d = s->d;
    if (d->token_count == s->sentence_first)
        return;
    if (d->sentence_count == s->sentence_capacity) {
        uint32_t capacity = s->sentence_capacity ? s->sentence_capacity * 2 : 64;
        ent_sentence *more = ent_arena_array(d->arena, capacity, sizeof *more);
        if (!more)
            return;
        if (d->sentence_count)
            memcpy(more, d->sentences, d->sentence_count * sizeof *more);
        d->sentences = more;
        s->sentence_capacity = capacity;
    }
    d->sentences[d->sentence_count++] =
        (ent_sentence){s->sentence_first, d->token_count - s->sentence_first, s->paragraph};
    s->sentence_first = d->token_count;
}

static void fold_apostrophes(scanner *s, ent_token *t)
{
    bool typographic = false;
    for (uint32_t i = 0; i < t->n; i++)
        typographic = typographic || (unsigned char)s->d->text.p[t->at + i] == 0xE2;
    if (!typographic)
        return;
    char *word = ent_arena_alloc(s->d->arena, t->n), *lower = ent_arena_alloc(s->d->arena, t->n);
    if (!word || !lower)
        return;
    uint32_t n = 0;
    for (const char *p = t->word.p, *end = p + t->word.n; p < end;) {
        const char *from = p;
        uint32_t c = ent_utf8_next(&p);
        if (is_apostrophe(c)) {
            word[n] = lower[n] = '\'';
            n++;
            continue;
        }
        memcpy(word + n, from, (size_t)(p - from));
        memcpy(lower + n, s->lower + (from - s->d->text.p), (size_t)(p - from));
        n += (uint32_t)(p - from);
    }
    t->word = (ent_str){word, n};
    t->lower = (ent_str){lower, n};
}

static void add_token(scanner *s, uint32_t n, ent_token_type type)
{
    ent_document *d = s->d;
    if (d->token_count == s->capacity) {
        uint32_t capacity = s->capacity ? s->capacity * 2 : 256;
        ent_token *more = ent_arena_array(d->arena, capacity, sizeof *more);
        if (!more) {
            s->at += n;
            return;
        }
        if (d->token_count)
            memcpy(more, d->tokens, d->token_count * sizeof *more);
        d->tokens = more;
        s->capacity = capacity;
    }
    ent_token *t = &d->tokens[d->token_count++];
    *t = (ent_token){.at = s->at, .n = n, .type = (uint8_t)type, .hyphen = s->hyphen};
    t->word = (ent_str){d->text.p + s->at, n};
    t->lower = (ent_str){s->lower + s->at, n};
    uint32_t length, c = point(s, s->at, &length);
    t->capital = is_upper((unsigned char)c) || (c >= 0xC0 && c <= 0xDE);
    if (type == ENT_TOKEN_POSSESSIVE)
        t->word = t->lower = ENT_STR("'s");
    else if (type == ENT_TOKEN_WORD)
        fold_apostrophes(s, t);
    s->hyphen = false;
    s->at += n;
}

/* "U.S.", "J.P.", "a.m.": single letters with a period behind each. 0: it is none. */
static uint32_t initials(const scanner *s)
{
    uint32_t n = 0;
    while (is_letter(byte(s, s->at + n)) && byte(s, s->at + n + 1) == '.')
        n += 2;
    return n >= 4 && !is_letter(byte(s, s->at + n)) ? n : 0;
}

static uint32_t number(const scanner *s)
{
    uint32_t n = 0;
    while (is_digit(byte(s, s->at + n)) ||
           (n > 0 && (byte(s, s->at + n) == '.' || byte(s, s->at + n) == ',') && is_digit(byte(s, s->at + n + 1))))
        n++;
    static const char *const ordinals[] = {"st", "nd", "rd", "th"};
    for (size_t k = 0; k < 4; k++)
        if (byte(s, s->at + n) == (unsigned char)ordinals[k][0] &&
            byte(s, s->at + n + 1) == (unsigned char)ordinals[k][1] && !is_letter(byte(s, s->at + n + 2)))
            return n + 2;
    return n;
}

/* A word and, where one follows, its possessive. */
static void scan_word(scanner *s)
{
    uint32_t n = initials(s), length;
    if (n > 0) {
        add_token(s, n, ENT_TOKEN_WORD);
    } else {
        for (;;) {
            uint32_t c = point(s, s->at + n, &length);
            if (is_letter(c)) {
                n += length;
                continue;
            }
            uint32_t after = 0, next = length ? point(s, s->at + n + length, &after) : 0;
            uint32_t third = length ? byte(s, s->at + n + length + after) : 0;
            if (!is_apostrophe(c) || !is_letter(next) || ((next == 's' || next == 'S') && !is_letter(third)))
                break;
            n += length; /* Cote d'Ivoire, don't */
        }
        if (n == 0) {
            point(s, s->at, &n);
            s->at += n;
            return;
        }
        add_token(s, n, ENT_TOKEN_WORD);
    }
    uint32_t c = point(s, s->at, &length), after;
    if (!is_apostrophe(c))
        return;
    uint32_t next = point(s, s->at + length, &after);
    unsigned char last = byte(s, s->at - 1);
    if ((next == 's' || next == 'S') && !is_letter(byte(s, s->at + length + 1)))
        add_token(s, length + 1, ENT_TOKEN_POSSESSIVE);
    else if ((last == 's' || last == 'S') && is_blank(next) && c != 0x2018)
        add_token(s, length, ENT_TOKEN_POSSESSIVE);
}

/* Whether the period at s->at ends a sentence. */
static bool period_ends(const scanner *s)
{
    const ent_document *d = s->d;
    uint32_t i = s->at + 1, length, c = point(s, i, &length);
    while (c == '"' || c == ')' || c == ']' || is_apostrophe(c) || c == 0x201D) {
        i += length;
        c = point(s, i, &length);
    }
    if (length > 0 && !is_blank(c))
        return i > s->at + 1 || (is_letter(c) && c < 0x80 && is_upper((unsigned char)c));
    while (is_blank(c) && length > 0) {
        i += length;
        c = point(s, i, &length);
    }
    if (length == 0)
        return true;
    if (c >= 'a' && c <= 'z')
        return false;
    if (d->token_count == s->sentence_first)
        return false;
    const ent_token *t = &d->tokens[d->token_count - 1];
    bool attached = t->at + t->n == s->at;
    if (attached && c >= '0' && c <= '9' && ent_str_equal(t->lower, ENT_STR("no")))
        return false; /* No. 10 */
    if (attached && t->n == 1 && t->capital)
        return false; /* an initial: J. Trump */
    return !(attached && t->type == ENT_TOKEN_WORD && ent_lexicon_is_abbreviation(t->lower));
}

/* "U.S." keeps its period; it also ends the sentence when a common opening word follows with a capital. */
static bool initials_end(const scanner *s)
{
    const ent_document *d = s->d;
    if (d->token_count == s->sentence_first)
        return false;
    const ent_token *t = &d->tokens[d->token_count - 1];
    if (t->n < 4 || t->word.p[t->word.n - 1] != '.' || t->at + t->n != s->at)
        return false;
    uint32_t i = s->at, n = 0;
    while (is_blank(byte(s, i)))
        i++;
    while (is_letter(byte(s, i + n)))
        n++;
    return is_upper(byte(s, i)) && ent_lexicon_is_opening((ent_str){s->lower + i, n});
}

static void scan_mark(scanner *s, uint32_t c, uint32_t length)
{
    if (c == '.') {
        bool ends = period_ends(s);
        bool attached = s->d->token_count > s->sentence_first;
        if (ends)
            add_token(s, length, ENT_TOKEN_MARK);
        else
            s->at += length;
        if (ends && attached) {
            /* quotation marks that close the sentence are part of it */
            uint32_t n, q;
            while ((q = point(s, s->at, &n)) == '"' || q == 0x201D || q == ')')
                s->at += n;
            end_sentence(s);
        }
        return;
    }
    bool question = c == '!' || c == '?';
    add_token(s, length, ENT_TOKEN_MARK);
    if (question)
        end_sentence(s);
}

/* Behind a hyphen without blanks the next word is joined; a dash between blanks is a mark. */
static bool scan_hyphen(scanner *s, uint32_t c, uint32_t length)
{
    uint32_t n, before = s->at > 0 ? byte(s, s->at - 1) : ' ';
    uint32_t next = point(s, s->at + length, &n);
    if (!is_hyphen(c) || before == ' ' || !is_letter(next))
        return false;
    s->hyphen = true;
    s->at += length;
    return true;
}

static void scan_blanks(scanner *s)
{
    uint32_t breaks = 0, length, c;
    while ((c = point(s, s->at, &length)), length > 0 && is_blank(c)) {
        breaks += c == '\n';
        s->at += length;
    }
    if (breaks > 1) {
        end_sentence(s);
        s->paragraph++;
        return;
    }
    /* one break: a line of its own when a mark closes it, else a sentence that was wrapped */
    const ent_document *d = s->d;
    if (breaks == 1 && d->token_count > s->sentence_first && d->tokens[d->token_count - 1].type == ENT_TOKEN_MARK &&
        d->tokens[d->token_count - 1].lower.p[0] != ',')
        end_sentence(s);
    if (breaks == 1 && d->token_count == s->sentence_first)
        s->paragraph++;
}

/* ` date 2025-05-05 ` in front. */
static void scan_head(scanner *s)
{
    static const char mark[] = "date ";
    uint32_t at = 0;
    if (byte(s, 0) == 0xEF && byte(s, 1) == 0xBB && byte(s, 2) == 0xBF)
        s->at = at = 3; /* a byte order mark */
    while (is_blank(byte(s, at)))
        at++;
    if (s->d->text.n < at + 15 || memcmp(s->lower + at, mark, 5) != 0)
        return;
    ent_edtf date;
    uint32_t wrong;
    char reason[96];
    if (!ent_edtf_read((ent_str){s->d->text.p + at + 5, 10}, &date, &wrong, reason, sizeof reason))
        return;
    if (s->d->date.year == 0)
        s->d->date = date.first;
    s->at = at + 15;
}

static ent_status scan(scanner *s)
{
    ent_document *d = s->d;
    scan_head(s);
    while (s->at < d->text.n && d->arena->failed == ENT_OK) {
        uint32_t length, c = point(s, s->at, &length);
        if (initials_end(s) || d->token_count - s->sentence_first >= SENTENCE_TOKENS)
            end_sentence(s);
        if (is_blank(c))
            scan_blanks(s);
        else if (scan_hyphen(s, c, length))
            continue;
        else if (is_digit((unsigned char)c) && c < 0x80)
            add_token(s, number(s), ENT_TOKEN_NUMBER);
        else if (is_letter(c))
            scan_word(s);
        else
            scan_mark(s, c, length);
    }
    end_sentence(s);
    return d->arena->failed;
}

ent_status ent_document_open(ent_document *document, ent_arena *arena, ent_str text, const ent_day *date)
{
    *document = (ent_document){.arena = arena, .text = text, .date = *date};
    scanner s = {.d = document};
    s.lower = ent_arena_copy(arena, text.p, text.n);
    if (!s.lower)
        return arena->failed;
    for (uint32_t i = 0; i < text.n; i++)
        if (is_upper((unsigned char)s.lower[i]))
            s.lower[i] ^= 'a' ^ 'A';
    return scan(&s);
}

uint32_t ent_sentence_of(const ent_document *document, uint32_t token)
{
    uint32_t low = 0, high = document->sentence_count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (document->sentences[middle].first <= token)
            low = middle;
        else
            high = middle;
    }
    return low;
}
