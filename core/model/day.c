#include "core/model/day.h"

#include "core/value/temporal.h"

#include <stdio.h>

ent_day ent_day_of_value(const entente_value *value)
{
    int64_t year;
    int month, day;
    return entente_value_date(value, &year, &month, &day) ? ent_day_of(year, month, day) : ENT_NO_DAY;
}

ent_day ent_day_of_text(const char *text)
{
    int year, month, day;
    return text && sscanf(text, "%d-%2d-%2d", &year, &month, &day) == 3 ? ent_day_of(year, month, day) : ENT_NO_DAY;
}

const char *ent_day_text(ent_arena *arena, ent_day day)
{
    if (day == ENT_NO_DAY)
        return NULL;
    int32_t year = ent_day_year(day);
    int month = (int)(day >> 5 & 15), date = (int)(day & 31);
    if (year < 0 || year > 9999)
        return ent_arena_printf(arena, "%+05d-%02d-%02d", year, month, date);
    const char digits[] = {(char)('0' + year / 1000),
                           (char)('0' + year / 100 % 10),
                           (char)('0' + year / 10 % 10),
                           (char)('0' + year % 10),
                           '-',
                           (char)('0' + month / 10),
                           (char)('0' + month % 10),
                           '-',
                           (char)('0' + date / 10),
                           (char)('0' + date % 10)};
    return ent_arena_copy(arena, digits, sizeof digits);
}

ent_day ent_day_last(ent_day first, const char *written)
{
    int year, month, day = 31;
    int parts = first != ENT_NO_DAY && written ? sscanf(written, "%4d-%2d-%2d", &year, &month, &day) : 3;
    if (parts < 1 || parts > 2)
        return first;
    if (parts == 1)
        return ent_day_of(year, 12, 31);
    while (day > 28 && !ent_date_valid(year, month, day))
        day--;
    return ent_day_of(year, month, day);
}
