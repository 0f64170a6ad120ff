/* Regular expressions of `=~`, which ICU matches by backtracking: a time limit and a bound on its stack keep patterns
 * such as (a+)+b from running for ever. */
#include "core/text/icu.h"
#include "core/text/text.h"

#include <stdlib.h>

enum {
    TIME_LIMIT = 10000,    /* ICU counts in thousands of steps: a second or two */
    STACK_LIMIT = 8 << 20, /* bytes */
    FEW = 256              /* units kept in the handle, so that most subjects need no memory */
};

struct ent_regex {
    URegularExpression *handle;
    UChar *room; /* few, or from the heap */
    int32_t size;
    UChar few[FEW];
};

static ent_status no_icu(ent_error *error)
{
    return ent_fail_io(error, ENT_IO, "the ICU library cannot be opened, which regular expressions need");
}

/* Makes room for n units. */
static bool reserve(ent_regex *regex, uint32_t n)
{
    if (n <= (uint32_t)regex->size)
        return true;
    if (n > INT32_MAX / 4)
        return false;
    UChar *larger = malloc((size_t)n * sizeof *larger);
    if (!larger)
        return false;
    if (regex->room != regex->few)
        free(regex->room);
    regex->room = larger;
    regex->size = (int32_t)n;
    return true;
}

static bool convert(const ent_icu *icu, ent_regex *regex, ent_str s, int32_t *n)
{
    UErrorCode code = U_ZERO_ERROR;
    if (!reserve(regex, s.n + 1))
        return false;
    icu->u_strFromUTF8(regex->room, regex->size, n, s.p, (int32_t)s.n, &code);
    return U_SUCCESS(code);
}

static const char *reason_of(UErrorCode code)
{
    switch ((int)code) {
    case U_REGEX_MISMATCHED_PAREN:
        return "its brackets ( ) do not match";
    case U_REGEX_MISSING_CLOSE_BRACKET:
        return "a [ is not closed";
    case U_REGEX_BAD_ESCAPE_SEQUENCE:
        return "\\ stands before a letter without such a meaning";
    case U_REGEX_BAD_INTERVAL:
    case U_REGEX_NUMBER_TOO_BIG:
    case U_REGEX_MAX_LT_MIN:
        return "the numbers in { } make no sense";
    case U_REGEX_RULE_SYNTAX:
        return "a sign stands where it has no meaning, such as * with nothing before it";
    case U_REGEX_INVALID_BACK_REF:
    case U_REGEX_INVALID_CAPTURE_GROUP_NAME:
        return "it refers to a group that it does not have";
    case U_REGEX_LOOK_BEHIND_LIMIT:
        return "a look-behind has no greatest length";
    case U_REGEX_INVALID_RANGE:
        return "a range in [ ] runs backwards";
    case U_REGEX_PROPERTY_SYNTAX:
        return "there is no such \\p{property}";
    case U_REGEX_UNIMPLEMENTED:
        return "it uses a form that is not supported";
    default:
        return "it cannot be read";
    }
}

ent_status ent_regex_open(ent_str pattern, ent_regex **out, ent_error *error, ent_span where)
{
    *out = NULL;
    const ent_icu *icu = ent_icu_get();
    if (!icu)
        return no_icu(error);
    ent_regex *regex = malloc(sizeof *regex);
    if (!regex)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    *regex = (ent_regex){.room = regex->few, .size = FEW};
    int32_t n = 0;
    UErrorCode code = U_ZERO_ERROR;
    UParseError place = {0};
    if (pattern.n == 0)
        pattern = ENT_STR("(?:)"); /* ICU refuses the empty pattern, which matches the empty string */
    if (!convert(icu, regex, pattern, &n))
        code = U_MEMORY_ALLOCATION_ERROR;
    regex->handle = icu->uregex_open(regex->room, n, 0, &place, &code);
    if (U_SUCCESS(code)) {
        icu->uregex_setTimeLimit(regex->handle, TIME_LIMIT, &code);
        icu->uregex_setStackLimit(regex->handle, STACK_LIMIT, &code);
    }
    if (U_FAILURE(code)) {
        ent_regex_close(regex);
        if (code == U_MEMORY_ALLOCATION_ERROR)
            return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
        ent_fail(error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, where, "InvalidArgumentValue",
                 "'%.*s' is not a regular expression: %s", (int)(pattern.n < 120 ? pattern.n : 120), pattern.p,
                 reason_of(code));
        if (place.offset > 0)
            ent_hint(error, "the fault is at character %d of the pattern", place.offset);
        return ENT_ARGUMENT;
    }
    *out = regex;
    return ENT_OK;
}

ent_status ent_regex_matches(ent_regex *regex, ent_str s, bool *out, ent_error *error, ent_span where)
{
    const ent_icu *icu = ent_icu_get();
    int32_t n = 0;
    UErrorCode code = U_ZERO_ERROR;
    *out = false;
    if (!convert(icu, regex, s, &n))
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    icu->uregex_setText(regex->handle, regex->room, n, &code);
    *out = icu->uregex_matches(regex->handle, -1, &code) && U_SUCCESS(code);
    if (U_SUCCESS(code))
        return ENT_OK;
    *out = false;
    if (code == U_REGEX_STACK_OVERFLOW)
        return ent_fail(error, ENT_MEMORY_LIMIT, ENT_PHASE_RUNTIME, where, NULL,
                        "the regular expression needs too much memory on a text of %u bytes", s.n);
    if (code == U_REGEX_TIME_OUT) {
        ent_fail(error, ENT_TIME_LIMIT, ENT_PHASE_RUNTIME, where, NULL,
                 "the regular expression takes too long on a text of %u bytes", s.n);
        ent_hint(error, "nested repetition such as (a+)+ tries every way to split the text; write a+");
        return ENT_TIME_LIMIT;
    }
    return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
}

void ent_regex_close(ent_regex *regex)
{
    if (!regex)
        return;
    if (regex->handle)
        ent_icu_get()->uregex_close(regex->handle);
    if (regex->room != regex->few)
        free(regex->room);
    free(regex);
}
