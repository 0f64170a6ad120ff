/* duration.between, inMonths, inDays, inSeconds: how far it is from one temporal value to another.
 *
 * What one side lacks it takes from the other: a date when only one has one, a zone when only one has one; a date
 * without a time is midnight. Months and days are counted on the calendar in the zone of `from`; what is left is exact
 * time, so a day over the end of summer time has 25 hours. */
#include "core/value/temporal_parts.h"

static bool borrow(ent_moment *lacks, const ent_moment *has)
{
    if (!lacks->has_date && has->has_date)
        lacks->days = has->days;
    if (lacks->has_zone || !has->has_zone)
        return true;
    lacks->zone = has->zone;
    lacks->offset = has->offset;
    return ent_moment_resolve(lacks);
}

/* The day up to which whole days count: one less (or more) when the time of day is not reached yet. */
static int64_t reached_day(const ent_moment *from, const ent_moment *to)
{
    if (to->days > from->days && to->nanos < from->nanos)
        return to->days - 1;
    if (to->days < from->days && to->nanos > from->nanos)
        return to->days + 1;
    return to->days;
}

/* Whole months, towards zero: from the 31st it takes until the 31st, or the first of the month after. */
static int64_t months_between(const ent_moment *from, const ent_moment *to)
{
    int64_t year, start, end;
    int month, day;
    ent_civil_from_days(from->days, &year, &month, &day);
    start = (year * 12 + month) * 32 + day;
    ent_civil_from_days(reached_day(from, to), &year, &month, &day);
    end = (year * 12 + month) * 32 + day;
    return (end - start) / 32;
}

static void set_exact(ent_duration *d, ent_wide nanos)
{
    d->seconds = (int64_t)(nanos / ENT_NANOS_PER_SECOND);
    d->nanos = (int32_t)(nanos % ENT_NANOS_PER_SECOND);
    if (d->nanos < 0) {
        d->nanos += (int32_t)ENT_NANOS_PER_SECOND;
        d->seconds--;
    }
}

ent_status ent_duration_between(ent_temporal_context *context, ent_between_unit unit, ent_value from, ent_value to,
                                ent_value *out)
{
    if (!ent_is_instant(from) || !ent_is_instant(to))
        return ENT_WRONG_TYPE(context, "a duration lies between two dates or times, but this is a %s",
                              ent_type_name(ent_is_instant(from) ? to.type : from.type));
    ent_moment a = ent_moment_of(from), b = ent_moment_of(to);
    bool dated = a.has_date && b.has_date;
    ent_moment given = a;
    if (!borrow(&a, &b) || !borrow(&b, &given))
        return ent_outside_calendar(context);
    ent_wide end = ent_moment_instant(&b);
    ent_duration d = {0};
    if (dated && unit != ENT_IN_SECONDS) {
        ent_moment there = a; /* b, told in a's zone */
        if (!ent_moment_set_instant(&there, end))
            return ent_outside_calendar(context);
        if (unit != ENT_IN_DAYS) {
            d.months = months_between(&a, &there);
            if (!ent_days_add_months(a.days, d.months, &a.days))
                return ent_outside_calendar(context);
        }
        if (unit != ENT_IN_MONTHS) {
            d.days = reached_day(&a, &there) - a.days;
            a.days += d.days;
        }
        if (!ent_moment_resolve(&a))
            return ent_outside_calendar(context);
    }
    if (unit == ENT_IN_SECONDS || unit == ENT_BETWEEN)
        set_exact(&d, end - ent_moment_instant(&a));
    return ent_duration_value(context, &d, out);
}
