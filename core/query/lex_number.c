/* Number literals, read when an expression wants one; see lex.h. */
#include "core/query/lex.h"

#include <locale.h>
#include <stdlib.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int digit_value(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool ent_read_integer(ent_str text, bool negative, int64_t *out, const char **detail, const char **message)
{
    unsigned base = 10;
    uint32_t i = 0;
    if (text.n >= 2 && text.p[0] == '0' && (text.p[1] == 'x' || text.p[1] == 'X'))
        base = 16;
    else if (text.n >= 2 && text.p[0] == '0' && (text.p[1] == 'o' || text.p[1] == 'O'))
        base = 8;
    if (base != 10)
        i = 2;
    *detail = "InvalidNumberLiteral";
    if (i == text.n) {
        *message = base == 16 ? "0x needs hexadecimal digits" : "0o needs octal digits";
        return false;
    }
    if (base == 10 && text.n > 1 && text.p[0] == '0' && is_digit(text.p[1])) {
        *message = "a number does not begin with 0; octal ones are written as 0o17";
        return false;
    }
    uint64_t value = 0;
    bool overflow = false;
    for (; i < text.n; i++) {
        int digit = digit_value(text.p[i]);
        if (digit < 0 || (unsigned)digit >= base) {
            *message = "this is not a number";
            return false;
        }
        overflow = overflow || __builtin_mul_overflow(value, (uint64_t)base, &value) ||
                   __builtin_add_overflow(value, (uint64_t)digit, &value);
    }
    uint64_t most = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    if (overflow || value > most) {
        *detail = "IntegerOverflow";
        *message = "this integer is too large: integers have 64 bits, from -9223372036854775808 to 9223372036854775807";
        return false;
    }
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

bool ent_read_float(ent_arena *arena, ent_str text, double *out, const char **detail, const char **message)
{
    /* strtod would take hexadecimal ones and more: what it gets is checked first. */
    for (uint32_t i = 0; i < text.n; i++) {
        if (!is_digit(text.p[i]) && !strchr(".eE+-", text.p[i])) {
            *detail = "InvalidNumberLiteral";
            *message = "this is not a number";
            return false;
        }
    }
    char *copy = ent_arena_copy(arena, text.p, text.n);
    if (!copy) {
        *detail = *message = "";
        return false;
    }
    locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0); /* the host's may have a decimal comma */
    if (!plain) {
        arena->failed = ENT_NOMEM;
        *detail = *message = "";
        return false;
    }
    char *end;
    *out = strtod_l(copy, &end, plain);
    freelocale(plain);
    if (*end != '\0') {
        *detail = "InvalidNumberLiteral";
        *message = "this is not a number";
        return false;
    }
    if (*out > 1.7976931348623157e308) {
        *detail = "FloatingPointOverflow";
        *message = "this number is too large: the largest is about 1.8e308";
        return false;
    }
    return true;
}
