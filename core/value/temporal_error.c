/* Errors that several temporal functions share. */
#include "core/value/temporal_parts.h"

enum { SHOWN = 60 };

ent_status ent_outside_calendar(ent_temporal_context *context)
{
    ENT_OUT_OF_RANGE(context, "the result lies outside the calendar");
    ent_hint(context->error, ENT_CALENDAR_ENDS);
    return ENT_ARITHMETIC;
}

ent_str ent_quoted(ent_str text, const char **more)
{
    *more = "";
    if (text.n <= SHOWN)
        return text;
    text.n = SHOWN;
    while (text.n > 0 && ((unsigned char)text.p[text.n] & 0xC0) == 0x80)
        text.n--;
    *more = "…";
    return text;
}

ent_status ent_unreadable(ent_temporal_context *context, const ent_source *source, const char *at, const char *expected)
{
    const char *more, *end = source->text.p + source->text.n;
    ent_str shown = ent_quoted(source->text, &more);
    if (at == end) {
        ENT_NO_SUCH(context, "'%.*s%s' is not a %s: it ends where %s should follow", ENT_STR_ARG(shown), more,
                    source->noun, expected);
    } else {
        const char *next = at;
        size_t place = ent_utf8_count(source->text.p, (size_t)(at - source->text.p)) + 1;
        ent_utf8_next(&next);
        ENT_NO_SUCH(context, "'%.*s%s' is not a %s: '%.*s' stands at character %zu, where %s was expected",
                    ENT_STR_ARG(shown), more, source->noun, (int)(next - at), at, place, expected);
    }
    ent_hint(context->error, "a %s is written such as '%s'", source->noun, source->example);
    return ENT_ARGUMENT;
}
