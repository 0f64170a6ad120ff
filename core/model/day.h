/* A day as a number that is ordered as days are, of any year that a DATE can have. */
#ifndef ENT_MODEL_DAY_H
#define ENT_MODEL_DAY_H

#include "core/base/arena.h"
#include "core/entente.h"

typedef int64_t ent_day;
#define ENT_NO_DAY INT64_MIN /* before every day */

static inline ent_day ent_day_of(int64_t year, int month, int day)
{
    return (year * 16 + month) * 32 + day;
}

static inline int32_t ent_day_year(ent_day day)
{
    return (int32_t)(day >> 9);
}

/* Of a value that has a date; ENT_NO_DAY for others. */
ent_day ent_day_of_value(const entente_value *value);
/* Of "2025-06-30"; ENT_NO_DAY for NULL and for other texts. */
ent_day ent_day_of_text(const char *text);
/* ISO 8601, as openCypher writes a DATE, in the arena. NULL for ENT_NO_DAY, and when memory is out. */
const char *ent_day_text(ent_arena *arena, ent_day day);
/* The last day that a date can mean which begins on `first` and stands in its record as `written`, a year, a month or a
 * day, perhaps with a sign behind it; NULL: as a plain day. */
ent_day ent_day_last(ent_day first, const char *written);

#endif
