#include "render/caption.h"

#include "core/base/buffer.h"
#include "render/theme.h"

#include <stdlib.h>

const char *caption_date(ent_arena *arena, const char *date)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    if (!date)
        return "";
    int month = strlen(date) == 10 ? atoi(date + 5) : 0;
    if (month < 1 || month > 12)
        return date;
    return ent_arena_printf(arena, "%d %s %.4s", atoi(date + 8), months[month - 1], date);
}

/* "in_force" as people write it. */
static void put_words(ent_buffer *out, const char *word)
{
    int kind = theme_kind_find(word);
    for (const char *p = kind >= 0 ? theme_kinds[kind].words : word; *p; p++)
        ent_buffer_char(out, *p == '_' ? ' ' : *p);
}

static void put_list(ent_buffer *out, const char *what, const char *const *words, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        ent_buffer_text(out, i == 0 ? (out->n ? " " : "") : i + 1 < count ? ", " : " or ");
        if (i == 0)
            ent_buffer_printf(out, "%s: ", what);
        put_words(out, words[i]);
    }
    if (count)
        ent_buffer_char(out, '.');
}

const char *caption_filters(ent_arena *arena, const ent_view_options *o, const char *const *names)
{
    ent_buffer out;
    ent_buffer_init(&out, arena);
    put_list(&out, "Kind", o->kinds, o->kind_count);
    put_list(&out, "Status", o->statuses, o->status_count);
    put_list(&out, "Stage", o->stages, o->stage_count);
    put_list(&out, "Only agreements of", names, o->party_count);
    if (o->as_of) {
        const char *day = caption_date(arena, o->as_of);
        ent_buffer_printf(&out, "%sAs of %s%s.", out.n ? " " : "", day ? day : "",
                          o->certainly ? ", imprecise dates counted from their last day" : "");
    }
    return out.n ? ent_buffer_take(&out).p : arena->failed == ENT_OK ? "" : NULL;
}

/* Whether they are the ends of years that follow each other. */
static bool are_years(const char *const *days, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(days[i] + 4, "-12-31") != 0 || (i && atoi(days[i]) != atoi(days[i - 1]) + 1))
            return false;
    return count > 2;
}

const char *caption_days(ent_arena *arena, const char *filters, const char *const *days, uint32_t count, bool certainly)
{
    enum { LISTED = 4 };
    ent_buffer out;
    ent_buffer_init(&out, arena);
    ent_buffer_printf(&out, "%s%s", filters, *filters ? " " : "");
    if (are_years(days, count)) {
        ent_buffer_printf(&out, "On 31 December of each year from %.4s to %.4s", days[0], days[count - 1]);
    } else if (count > LISTED) {
        const char *first = caption_date(arena, days[0]), *last = caption_date(arena, days[count - 1]);
        ent_buffer_printf(&out, "On %u days from %s to %s", count, first ? first : "", last ? last : "");
    } else {
        for (uint32_t i = 0; i < count; i++) {
            const char *day = caption_date(arena, days[i]);
            ent_buffer_printf(&out, "%s%s", i == 0 ? "On " : i + 1 < count ? ", " : " and ", day ? day : "");
        }
    }
    ent_buffer_printf(&out, "%s.", certainly ? ", imprecise dates counted from their last day" : "");
    return ent_buffer_take(&out).p;
}
