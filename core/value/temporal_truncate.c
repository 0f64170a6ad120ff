/* date.truncate('quarter', d, {day: 2}) and its sisters: the start of the unit that holds the value, with smaller
 * components put over it. */
#include "core/value/temporal_parts.h"

#include <stdio.h>

static ent_status unknown_unit(ent_temporal_context *context, ent_str unit)
{
    ent_str names[ENT_UNIT_COUNT];
    size_t n = 0;
    for (int i = ENT_UNIT_MILLENNIUM; i <= ENT_UNIT_MICROSECOND; i++)
        names[n++] = ent_str_of(ent_unit_name((ent_unit)i));
    const char *more;
    ent_str shown = ent_quoted(unit, &more);
    ENT_NO_SUCH(context, "there is no unit '%.*s%s' to truncate to", ENT_STR_ARG(shown), more);
    int near = ent_str_nearest(unit, names, n);
    if (near >= 0)
        ent_hint(context->error, "did you mean '%.*s'?", ENT_STR_ARG(names[near]));
    else
        ent_hint(context->error, "it is one of millennium, century, decade, year, weekYear, quarter, month, week, day, "
                                 "hour, minute, second, millisecond, microsecond");
    return ENT_ARGUMENT;
}

static ent_status find_unit(ent_temporal_context *context, ent_str text, ent_unit *out)
{
    for (int i = ENT_UNIT_MILLENNIUM; i <= ENT_UNIT_MICROSECOND; i++)
        if (ent_str_equal_nocase(text, ent_str_of(ent_unit_name((ent_unit)i)))) {
            *out = (ent_unit)i;
            return ENT_OK;
        }
    return unknown_unit(context, text);
}

/* The first day of the unit, which may lie before the calendar. */
static int64_t first_day(int64_t days, ent_unit unit)
{
    static const int64_t years[] = {
        [ENT_UNIT_MILLENNIUM] = 1000, [ENT_UNIT_CENTURY] = 100, [ENT_UNIT_DECADE] = 10, [ENT_UNIT_YEAR] = 1};
    int64_t year;
    int month, day, week;
    switch (unit) {
    case ENT_UNIT_WEEK_YEAR:
        ent_week_of(days, &year, &week);
        return ent_days_from_week(year, 1, 1);
    case ENT_UNIT_WEEK:
        return days - (ent_weekday(days) - 1);
    case ENT_UNIT_QUARTER:
        ent_civil_from_days(days, &year, &month, &day);
        return ent_days_from_civil(year, (month - 1) / 3 * 3 + 1, 1);
    case ENT_UNIT_MONTH:
        ent_civil_from_days(days, &year, &month, &day);
        return ent_days_from_civil(year, month, 1);
    case ENT_UNIT_MILLENNIUM:
    case ENT_UNIT_CENTURY:
    case ENT_UNIT_DECADE:
    case ENT_UNIT_YEAR:
        ent_civil_from_days(days, &year, &month, &day);
        return ent_days_from_civil(ent_floor_div(year, years[unit]) * years[unit], 1, 1);
    default:
        return days;
    }
}

/* A year has quarters, months and days, but {year: 2} over a truncated year is no truncation. */
static ent_status check_smaller(ent_temporal_context *context, const ent_fields *fields, ent_unit unit)
{
    for (int i = 0; i < ENT_FIELD_COUNT; i++) {
        if (!(fields->given & (1u << i)) || i == ENT_FIELD_TIMEZONE)
            continue;
        ent_unit rank = ent_field_rank((ent_field_id)i);
        if (rank == ENT_UNIT_NONE)
            return ENT_NO_SUCH(context, "the component '%s' has no place in a truncation",
                               ent_field_name((ent_field_id)i));
        if (rank <= unit)
            return ENT_NO_SUCH(context, "the component '%s' is not smaller than the unit '%s'",
                               ent_field_name((ent_field_id)i), ent_unit_name(unit));
    }
    return ENT_OK;
}

static ent_status check_value(ent_temporal_context *context, ent_type type, ent_unit unit, ent_value value,
                              const ent_moment *m)
{
    bool timeless = type == ENT_TYPE_DATE, dateless = type == ENT_TYPE_TIME || type == ENT_TYPE_LOCAL_TIME;
    if (!ent_is_instant(value) || (!dateless && !m->has_date) || (dateless && !m->has_time))
        return ENT_WRONG_TYPE(context, "a %s cannot be truncated to a %s", ent_type_name(value.type),
                              ent_type_name(type));
    if (timeless && unit > ENT_UNIT_DAY)
        return ENT_NO_SUCH(context, "a DATE has no unit as small as '%s'", ent_unit_name(unit));
    if (dateless && unit < ENT_UNIT_DAY)
        return ENT_NO_SUCH(context, "a %s has no unit as large as '%s'", ent_type_name(type), ent_unit_name(unit));
    return ENT_OK;
}

ent_status ent_temporal_truncate(ent_temporal_context *context, ent_type type, ent_str unit_name, ent_value value,
                                 ent_value components, ent_value *out)
{
    ent_unit unit;
    ent_fields fields = {0};
    ENT_TRY(find_unit(context, unit_name, &unit));
    ent_moment m = ent_moment_of(value);
    ENT_TRY(check_value(context, type, unit, value, &m));
    if (components.type == ENT_TYPE_MAP)
        ENT_TRY(ent_fields_read(context, type, components, &fields));
    ENT_TRY(check_smaller(context, &fields, unit));

    m.days = first_day(m.days, unit);
    m.nanos -= unit <= ENT_UNIT_DAY ? m.nanos : m.nanos % ent_unit_nanos(unit);
    m.has_time = true;
    if (!m.has_date)
        m.days = 0;
    else if (!ent_days_in_range(m.days))
        return ent_outside_calendar(context);
    if (type != ENT_TYPE_TIME && type != ENT_TYPE_LOCAL_TIME)
        ENT_TRY(ent_fields_date(context, &fields, &m));
    if (type != ENT_TYPE_DATE)
        ENT_TRY(ent_fields_time(context, &fields, unit, &m));
    if (type == ENT_TYPE_TIME || type == ENT_TYPE_DATETIME) {
        /* a zone replaces the value's own: what is truncated is the local time */
        if (fields.given & ENT_FIELD_BIT(TIMEZONE))
            ENT_TRY(ent_moment_set_zone(context, ent_value_str(fields.value[ENT_FIELD_TIMEZONE]), &m));
        if (m.zone && !m.has_date)
            return ENT_NO_SUCH(context, "the offset of '%s' is not known without a date", m.zone);
        if (!ent_moment_resolve(&m))
            return ent_outside_calendar(context);
    }
    return ent_moment_value(context, type, &m, out);
}
