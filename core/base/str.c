#include "core/base/str.h"

#include <stdlib.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool ent_str_equal_nocase(ent_str a, ent_str b)
{
    if (a.n != b.n)
        return false;
    for (uint32_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

/* ---- nearest name ---- */

enum { LONGEST_COMPARED = 64 };

static int min3(int a, int b, int c)
{
    int m = a < b ? a : b;
    return m < c ? m : c;
}

/* Damerau-Levenshtein, restricted to adjacent transpositions (Damerau 1964), in half steps: a letter that differs only
 * in case costs 1, any other edit 2. */
static int distance(ent_str a, ent_str b)
{
    int rows[3][LONGEST_COMPARED + 1];
    for (uint32_t j = 0; j <= b.n; j++)
        rows[0][j] = 2 * (int)j;
    for (uint32_t i = 1; i <= a.n; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = 2 * (int)i;
        for (uint32_t j = 1; j <= b.n; j++) {
            char x = a.p[i - 1], y = b.p[j - 1];
            int change = x == y ? 0 : lower(x) == lower(y) ? 1 : 2;
            row[j] = min3(above[j] + 2, row[j - 1] + 2, above[j - 1] + change);
            if (i > 1 && j > 1 && x == b.p[j - 2] && a.p[i - 2] == y && two_above[j - 2] + 2 < row[j])
                row[j] = two_above[j - 2] + 2;
        }
    }
    return rows[a.n % 3][b.n];
}

int ent_str_nearest(ent_str wanted, const ent_str *names, size_t n)
{
    int best = -1, best_distance = 0;
    if (wanted.n == 0 || wanted.n > LONGEST_COMPARED)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (names[i].n == 0 || names[i].n > LONGEST_COMPARED)
            continue;
        int d = distance(wanted, names[i]);
        uint32_t longer = wanted.n > names[i].n ? wanted.n : names[i].n;
        bool near = ent_str_equal_nocase(wanted, names[i]) || d * 3 <= 2 * (int)longer;
        /* Of two as near, rather one from which something was left out. */
        bool better =
            best < 0 || d < best_distance || (d == best_distance && names[best].n < wanted.n && names[i].n > wanted.n);
        if (near && better) {
            best = (int)i;
            best_distance = d;
        }
    }
    return best;
}

/* ---- UTF-8 ---- */

size_t ent_utf8_valid(const char *bytes, size_t n)
{
    const unsigned char *p = (const unsigned char *)bytes;
    size_t i = 0;
    while (i < n) {
        unsigned char c = p[i];
        if (c < 0x80) {
            i++;
            continue;
        }
        size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
        if (c < 0xC2 || c > 0xF4 || i + length > n)
            return i;
        for (size_t k = 1; k < length; k++)
            if ((p[i + k] & 0xC0) != 0x80)
                return i;
        /* overlong three- and four-byte forms, surrogates, beyond U+10FFFF */
        if ((c == 0xE0 && p[i + 1] < 0xA0) || (c == 0xED && p[i + 1] > 0x9F) || (c == 0xF0 && p[i + 1] < 0x90) ||
            (c == 0xF4 && p[i + 1] > 0x8F))
            return i;
        i += length;
    }
    return n;
}

size_t ent_utf8_count(const char *bytes, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

uint32_t ent_utf8_next(const char **p)
{
    const unsigned char *s = (const unsigned char *)*p;
    if (s[0] < 0x80) {
        *p += 1;
        return s[0];
    }
    if (s[0] < 0xE0) {
        *p += 2;
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    }
    if (s[0] < 0xF0) {
        *p += 3;
        return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
    }
    *p += 4;
    return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
}

int ent_utf8_put(char out[4], uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}
