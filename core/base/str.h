/* A run of bytes that somebody else owns; UTF-8 wherever it came through the parser or the API. Not NUL-terminated. */
#ifndef ENT_BASE_STR_H
#define ENT_BASE_STR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    const char *p;
    uint32_t n;
} ent_str;

#define ENT_STR(literal) ((ent_str){(literal), sizeof(literal) - 1})
/* For printf("%.*s"). */
#define ENT_STR_ARG(s) (int)(s).n, (s).p

static inline ent_str ent_str_of(const char *text)
{
    return (ent_str){text, (uint32_t)strlen(text)};
}

static inline bool ent_str_equal(ent_str a, ent_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* ASCII letters alike in either case: for keywords and function names. */
bool ent_str_equal_nocase(ent_str a, ent_str b);

/* The nearest of n names to `wanted` by Damerau-Levenshtein distance, or -1 when none is near enough (more than a third
 * of the letters wrong). Case counts half. For "did you mean". */
int ent_str_nearest(ent_str wanted, const ent_str *names, size_t n);

/* Length of the longest valid UTF-8 prefix (no surrogates, no overlong forms, at most U+10FFFF). */
size_t ent_utf8_valid(const char *bytes, size_t n);
/* Code points in valid UTF-8. */
size_t ent_utf8_count(const char *bytes, size_t n);
/* Decodes the code point at *p, moves *p behind it. Valid UTF-8 only. */
uint32_t ent_utf8_next(const char **p);
/* Writes a code point, gives its length (1 to 4). */
int ent_utf8_put(char out[4], uint32_t code_point);

#endif
