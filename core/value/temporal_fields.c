/* Maps of components, such as {date: d, week: 1, hour: 12, timezone: 'Europe/Stockholm'}.
 *
 * A field that is not given comes from the value named by date, time or datetime; without one, the smaller fields
 * default to their first value and a field may not be given without the next larger one. A date is told in one of four
 * forms (month, week, quarter, ordinal day), which do not mix. */
#include "core/value/temporal_parts.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const field_names[] = {
#define X(id, name, needs, rank) name,
    ENT_FIELDS(X)
#undef X
};
static const uint8_t field_needs[] = {
#define X(id, name, needs, rank) ENT_FIELD_##needs,
    ENT_FIELDS(X)
#undef X
};
static const uint8_t field_ranks[] = {
#define X(id, name, needs, rank) ENT_UNIT_##rank,
    ENT_FIELDS(X)
#undef X
};
static const char *const unit_names[] = {
#define X(id, name, nanos) name,
    ENT_UNITS(X)
#undef X
};
static const int64_t unit_nanos[] = {
#define X(id, name, nanos) nanos,
    ENT_UNITS(X)
#undef X
};

const char *ent_field_name(ent_field_id id)
{
    return field_names[id];
}

ent_unit ent_field_rank(ent_field_id id)
{
    return field_ranks[id];
}

const char *ent_unit_name(ent_unit unit)
{
    return unit_names[unit];
}

int64_t ent_unit_nanos(ent_unit unit)
{
    return unit_nanos[unit];
}

/* The fields that a type may be built from. */
static uint32_t fields_of(ent_type type)
{
    const uint32_t date = ENT_FIELD_BIT(DATE) | ENT_FIELD_BIT(DATETIME) | ENT_DATE_FIELDS;
    const uint32_t time = ENT_FIELD_BIT(TIME) | ENT_FIELD_BIT(DATETIME) | ENT_TIME_FIELDS;
    switch (type) {
    case ENT_TYPE_DATE:
        return date;
    case ENT_TYPE_LOCAL_TIME:
        return time;
    case ENT_TYPE_TIME:
        return time | ENT_FIELD_BIT(TIMEZONE);
    case ENT_TYPE_LOCAL_DATETIME:
        return date | time;
    default:
        return date | time | ENT_FIELD_BIT(TIMEZONE) | ENT_EPOCH_FIELDS;
    }
}

/* weekDay and quarterDay are names that components have too. */
static int field_of(ent_str key)
{
    for (int i = 0; i < ENT_FIELD_COUNT; i++)
        if (ent_str_equal_nocase(key, ent_str_of(field_names[i])))
            return i;
    if (ent_str_equal_nocase(key, ENT_STR("weekDay")))
        return ENT_FIELD_DAY_OF_WEEK;
    if (ent_str_equal_nocase(key, ENT_STR("quarterDay")))
        return ENT_FIELD_DAY_OF_QUARTER;
    return -1;
}

static ent_status unknown_field(ent_temporal_context *context, ent_type type, ent_str key)
{
    const char *more;
    ent_str shown = ent_quoted(key, &more), names[ENT_FIELD_COUNT];
    uint32_t allowed = fields_of(type), n = 0;
    for (int i = 0; i < ENT_FIELD_COUNT; i++)
        if (allowed & (1u << i))
            names[n++] = ent_str_of(field_names[i]);
    ENT_NO_SUCH(context, "a %s has no component '%.*s%s'", ent_type_name(type), ENT_STR_ARG(shown), more);
    int near = ent_str_nearest(key, names, n);
    if (near >= 0) {
        ent_hint(context->error, "did you mean '%.*s'?", ENT_STR_ARG(names[near]));
        return ENT_ARGUMENT;
    }
    char list[300];
    size_t used = 0;
    for (uint32_t i = 0; i < n && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%.*s", i ? ", " : "", ENT_STR_ARG(names[i]));
    ent_hint(context->error, "it has %s", list);
    return ENT_ARGUMENT;
}

/* date, time and datetime take a value that has one; timezone takes a text; all others an integer. */
static ent_status check_value(ent_temporal_context *context, int field, ent_value v)
{
    ent_moment m = ent_moment_of(v);
    const char *expected = "an INTEGER";
    bool fits = v.type == ENT_TYPE_INTEGER;
    switch (field) {
    case ENT_FIELD_DATE:
        expected = "a DATE, LOCAL DATETIME or ZONED DATETIME";
        fits = m.has_date;
        break;
    case ENT_FIELD_TIME:
        expected = "a LOCAL TIME, ZONED TIME, LOCAL DATETIME or ZONED DATETIME";
        fits = m.has_time;
        break;
    case ENT_FIELD_DATETIME:
        expected = "a LOCAL DATETIME or ZONED DATETIME";
        fits = m.has_date && m.has_time;
        break;
    case ENT_FIELD_TIMEZONE:
        expected = "a STRING";
        fits = v.type == ENT_TYPE_STRING;
        break;
    default:
        break;
    }
    if (fits)
        return ENT_OK;
    return ENT_WRONG_TYPE(context, "the component '%s' must be %s, but it is %s", field_names[field], expected,
                          ent_type_name(v.type));
}

ent_status ent_fields_read(ent_temporal_context *context, ent_type type, ent_value map, ent_fields *out)
{
    *out = (ent_fields){0};
    uint32_t allowed = fields_of(type);
    for (uint32_t i = 0; i < map.n; i++) {
        ent_entry entry = map.map[i];
        int field = field_of(entry.key);
        if (field < 0 || !(allowed & (1u << field)))
            return unknown_field(context, type, entry.key);
        ENT_TRY(check_value(context, field, entry.value));
        if (out->given & (1u << field))
            return ENT_NO_SUCH(context, "the component '%s' is given twice", field_names[field]);
        out->given |= 1u << field;
        out->value[field] = entry.value;
        if (entry.value.type == ENT_TYPE_INTEGER)
            out->number[field] = entry.value.i;
    }
    uint32_t others = out->given & (ENT_FIELD_BIT(DATE) | ENT_FIELD_BIT(TIME));
    if ((out->given & ENT_FIELD_BIT(DATETIME)) && others)
        return ENT_NO_SUCH(context, "the components 'datetime' and '%s' exclude each other",
                           others & ENT_FIELD_BIT(DATE) ? "date" : "time");
    return ENT_OK;
}

/* Where nothing stands behind the fields, each needs the next larger one. */
static ent_status check_needs(ent_temporal_context *context, uint32_t given)
{
    if (given & ENT_FIELD_BIT(WEEK_YEAR))
        given |= ENT_FIELD_BIT(YEAR);
    for (int i = 0; i < ENT_FIELD_COUNT; i++)
        if ((given & (1u << i)) && !(given & (1u << field_needs[i])))
            return ENT_NO_SUCH(context, "the component '%s' needs '%s' beside it", field_names[i],
                               field_names[field_needs[i]]);
    return ENT_OK;
}

/* Which form the given fields tell a date in; an error when they are of two. */
static ent_status date_form(ent_temporal_context *context, uint32_t given, ent_date_form *form)
{
    static const struct {
        ent_date_form form;
        uint32_t fields;
    } forms[] = {
        {ENT_BY_MONTH, ENT_FIELD_BIT(MONTH) | ENT_FIELD_BIT(DAY)},
        {ENT_BY_WEEK, ENT_FIELD_BIT(WEEK_YEAR) | ENT_FIELD_BIT(WEEK) | ENT_FIELD_BIT(DAY_OF_WEEK)},
        {ENT_BY_QUARTER, ENT_FIELD_BIT(QUARTER) | ENT_FIELD_BIT(DAY_OF_QUARTER)},
        {ENT_BY_ORDINAL, ENT_FIELD_BIT(ORDINAL_DAY)},
    };
    uint32_t first = 0;
    *form = ENT_BY_MONTH;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        uint32_t here = given & forms[i].fields;
        if (here && first)
            return ENT_NO_SUCH(context, "the components '%s' and '%s' do not go together",
                               field_names[__builtin_ctz(first)], field_names[__builtin_ctz(here)]);
        if (here) {
            first = here;
            *form = forms[i].form;
        }
    }
    if ((given & ENT_FIELD_BIT(WEEK_YEAR)) && (given & ENT_FIELD_BIT(YEAR)))
        return ENT_NO_SUCH(context, "the components 'year' and 'weekYear' do not go together");
    return ENT_OK;
}

static int64_t pick(const ent_fields *fields, ent_field_id id, int64_t otherwise)
{
    return fields->given & (1u << id) ? fields->number[id] : otherwise;
}

/* The parts of the date that m has in a form, or the first of each. */
static ent_date_parts parts_of(const ent_moment *m, ent_date_form form)
{
    ent_date_parts parts = {form, 0, 1, 1};
    if (!m->has_date)
        return parts;
    int month, day, week;
    ent_civil_from_days(m->days, &parts.year, &month, &day);
    switch (form) {
    case ENT_BY_WEEK:
        ent_week_of(m->days, &parts.year, &week);
        parts.part = week;
        parts.day = ent_weekday(m->days);
        break;
    case ENT_BY_ORDINAL:
        parts.day = ent_ordinal_day(parts.year, month, day);
        break;
    case ENT_BY_QUARTER:
        parts.part = (month + 2) / 3;
        parts.day = m->days - ent_days_from_civil(parts.year, 3 * (int)parts.part - 2, 1) + 1;
        break;
    default:
        parts.part = month;
        parts.day = day;
        break;
    }
    return parts;
}

ent_status ent_fields_date(ent_temporal_context *context, const ent_fields *fields, ent_moment *m)
{
    uint32_t given = fields->given & ENT_DATE_FIELDS;
    if (!given && m->has_date)
        return ENT_OK;
    if (!given)
        return ENT_NO_SUCH(context, "a date needs at least the component 'year' or 'date'");
    if (!m->has_date)
        ENT_TRY(check_needs(context, given));
    ent_date_form form;
    ENT_TRY(date_form(context, given, &form));
    ent_date_parts parts = parts_of(m, form);
    parts.year = pick(fields, ENT_FIELD_YEAR, pick(fields, ENT_FIELD_WEEK_YEAR, parts.year));
    switch (form) {
    case ENT_BY_WEEK:
        parts.part = pick(fields, ENT_FIELD_WEEK, parts.part);
        parts.day = pick(fields, ENT_FIELD_DAY_OF_WEEK, parts.day);
        break;
    case ENT_BY_ORDINAL:
        parts.day = pick(fields, ENT_FIELD_ORDINAL_DAY, parts.day);
        break;
    case ENT_BY_QUARTER:
        parts.part = pick(fields, ENT_FIELD_QUARTER, parts.part);
        parts.day = pick(fields, ENT_FIELD_DAY_OF_QUARTER, parts.day);
        break;
    default:
        parts.part = pick(fields, ENT_FIELD_MONTH, parts.part);
        parts.day = pick(fields, ENT_FIELD_DAY, parts.day);
        break;
    }
    char why[ENT_WHY];
    if (!ent_date_from_parts(&parts, &m->days, why))
        return ENT_NO_SUCH(context, "the components give no date: %s", why);
    m->has_date = true;
    return ENT_OK;
}

/* The nanoseconds of the second that millisecond, microsecond and nanosecond give together: each counts within the
 * smallest larger one that is given. */
static ent_status fraction(ent_temporal_context *context, const ent_fields *fields, ent_unit kept, int64_t *nanos)
{
    static const ent_field_id parts[] = {ENT_FIELD_MILLISECOND, ENT_FIELD_MICROSECOND, ENT_FIELD_NANOSECOND};
    int64_t whole = ent_unit_nanos(kept);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!(fields->given & (1u << parts[i])))
            continue;
        int64_t unit = ent_unit_nanos(ent_field_rank(parts[i])), most = whole / unit - 1, n = fields->number[parts[i]];
        if (n < 0 || n > most)
            return ENT_NO_SUCH(context, "the component '%s' is %" PRId64 ", but must lie between 0 and %" PRId64,
                               field_names[parts[i]], n, most);
        *nanos += n * unit;
        whole = unit;
    }
    return ENT_OK;
}

ent_status ent_fields_time(ent_temporal_context *context, const ent_fields *fields, ent_unit kept, ent_moment *m)
{
    uint32_t given = fields->given & ENT_TIME_FIELDS;
    uint32_t fraction_given =
        given & (ENT_FIELD_BIT(MILLISECOND) | ENT_FIELD_BIT(MICROSECOND) | ENT_FIELD_BIT(NANOSECOND));
    if (!m->has_time)
        ENT_TRY(check_needs(context, given));
    int64_t seconds = m->nanos / ENT_NANOS_PER_SECOND, nanos = m->nanos % ENT_NANOS_PER_SECOND;
    if (fraction_given) {
        if (kept <= ENT_UNIT_SECOND)
            nanos = 0;
        ENT_TRY(fraction(context, fields, kept <= ENT_UNIT_SECOND ? ENT_UNIT_SECOND : kept, &nanos));
    }
    char why[ENT_WHY];
    if (!ent_time_from_parts(pick(fields, ENT_FIELD_HOUR, seconds / 3600),
                             pick(fields, ENT_FIELD_MINUTE, seconds / 60 % 60),
                             pick(fields, ENT_FIELD_SECOND, seconds % 60), nanos, &m->nanos, why))
        return ENT_NO_SUCH(context, "the components give no time: %s", why);
    m->has_time = true;
    return ENT_OK;
}
