#include "core/base/number.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum { LONGEST = 4095 };

/* strtod reads the decimal point of the process's locale; a host may have set one with a comma. */
static locale_t c_locale;
static pthread_once_t c_locale_once = PTHREAD_ONCE_INIT;

static void make_c_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static uint32_t skip_digits(ent_str s, uint32_t at)
{
    while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
        at++;
    return at;
}

static bool is_decimal(ent_str s)
{
    uint32_t first = skip_digits(s, 0), at = first, digits = first;
    if (at < s.n && s.p[at] == '.') {
        uint32_t end = skip_digits(s, at + 1);
        digits += end - at - 1;
        at = end;
    }
    if (digits == 0)
        return false;
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        at++;
        if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
            at++;
        uint32_t end = skip_digits(s, at);
        if (end == at)
            return false;
        at = end;
    }
    return at == s.n;
}

bool ent_double_parse(ent_str s, double *out)
{
    while (s.n > 0 && is_blank(s.p[s.n - 1]))
        s.n--;
    while (s.n > 0 && is_blank(*s.p))
        s = (ent_str){s.p + 1, s.n - 1};
    bool negative = s.n > 0 && *s.p == '-';
    if (s.n > 0 && (*s.p == '-' || *s.p == '+'))
        s = (ent_str){s.p + 1, s.n - 1};
    if (ent_str_equal(s, ENT_STR("NaN")))
        *out = NAN;
    else if (ent_str_equal(s, ENT_STR("Infinity")))
        *out = HUGE_VAL;
    else if (s.n <= LONGEST && is_decimal(s)) {
        char copy[LONGEST + 1];
        memcpy(copy, s.p, s.n);
        copy[s.n] = '\0';
        pthread_once(&c_locale_once, make_c_locale);
        *out = c_locale ? strtod_l(copy, NULL, c_locale) : strtod(copy, NULL);
    } else
        return false;
    if (negative)
        *out = -*out;
    return true;
}
