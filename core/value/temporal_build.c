/* Temporal values from maps, from each other, and from the clock. */
#include "core/value/temporal_parts.h"

#include <inttypes.h>

/* Moves m to another zone at the same instant. */
static ent_status convert(ent_temporal_context *context, ent_str zone, ent_moment *m)
{
    ent_wide instant = ent_moment_instant(m);
    ENT_TRY(ent_moment_set_zone(context, zone, m));
    return ent_moment_set_instant(m, instant) ? ENT_OK : ent_outside_calendar(context);
}

/* A named zone has an offset only where there is a date. */
static ent_status need_offset(ent_temporal_context *context, ent_str zone)
{
    const char *more;
    ent_str shown = ent_quoted(zone, &more);
    ENT_NO_SUCH(context, "the offset of '%.*s%s' is not known without a date", ENT_STR_ARG(shown), more);
    ent_hint(context->error, "give a ZONED TIME an offset, such as '+01:00'");
    return ENT_ARGUMENT;
}

/* Where the date and the time of a map come from before its fields are put over them. */
static void take_bases(const ent_fields *fields, ent_moment *m)
{
    if (fields->given & (ENT_FIELD_BIT(DATETIME) | ENT_FIELD_BIT(TIME))) {
        *m =
            ent_moment_of(fields->value[fields->given & ENT_FIELD_BIT(DATETIME) ? ENT_FIELD_DATETIME : ENT_FIELD_TIME]);
        if (!(fields->given & ENT_FIELD_BIT(DATETIME)))
            m->has_date = false; /* of a datetime named by `time`: kept in days for its zone, but no date to build on */
    }
    if (fields->given & ENT_FIELD_BIT(DATE)) {
        m->has_date = true;
        m->days = ent_moment_of(fields->value[ENT_FIELD_DATE]).days;
    }
}

/* {epochSeconds: 416779, nanosecond: 5, timezone: '+01:00'} */
static ent_status build_from_epoch(ent_temporal_context *context, const ent_fields *fields, ent_value *out)
{
    uint32_t epoch = fields->given & ENT_EPOCH_FIELDS;
    uint32_t others = fields->given & ~(epoch | ENT_FIELD_BIT(TIMEZONE) | ENT_FIELD_BIT(NANOSECOND));
    if (epoch == ENT_EPOCH_FIELDS)
        others |= ENT_FIELD_BIT(EPOCH_MILLIS);
    if (others)
        return ENT_NO_SUCH(context, "the components '%s' and '%s' do not go together",
                           ent_field_name((ent_field_id)__builtin_ctz(epoch)),
                           ent_field_name((ent_field_id)__builtin_ctz(others)));
    bool millis = epoch & ENT_FIELD_BIT(EPOCH_MILLIS);
    int64_t nanos = fields->given & ENT_FIELD_BIT(NANOSECOND) ? fields->number[ENT_FIELD_NANOSECOND] : 0;
    int64_t most = (millis ? INT64_C(1000000) : ENT_NANOS_PER_SECOND) - 1;
    if (nanos < 0 || nanos > most)
        return ENT_NO_SUCH(context, "the component 'nanosecond' is %" PRId64 ", but must lie between 0 and %" PRId64,
                           nanos, most);
    ent_moment m = {.has_zone = true};
    if (fields->given & ENT_FIELD_BIT(TIMEZONE))
        ENT_TRY(ent_moment_set_zone(context, ent_value_str(fields->value[ENT_FIELD_TIMEZONE]), &m));
    ent_wide instant = millis ? (ent_wide)fields->number[ENT_FIELD_EPOCH_MILLIS] * 1000000
                              : (ent_wide)fields->number[ENT_FIELD_EPOCH_SECONDS] * ENT_NANOS_PER_SECOND;
    if (!ent_moment_set_instant(&m, instant + nanos))
        return ent_outside_calendar(context);
    return ent_moment_value(context, ENT_TYPE_DATETIME, &m, out);
}

/* A zoned time in a zone that may be a name: with the date that its source had. */
static ent_status finish_time(ent_temporal_context *context, const ent_fields *fields, ent_moment *m)
{
    if (!(fields->given & ENT_FIELD_BIT(TIMEZONE)))
        return ent_moment_resolve(m) ? ENT_OK : ent_outside_calendar(context);
    ent_str zone = ent_value_str(fields->value[ENT_FIELD_TIMEZONE]);
    ent_type source = fields->given & ENT_FIELD_BIT(DATETIME) ? fields->value[ENT_FIELD_DATETIME].type
                      : fields->given & ENT_FIELD_BIT(TIME)   ? fields->value[ENT_FIELD_TIME].type
                                                              : ENT_TYPE_NULL;
    if (m->has_zone) {
        if (!ent_moment_resolve(m))
            return ent_outside_calendar(context);
        ENT_TRY(convert(context, zone, m));
    } else {
        ENT_TRY(ent_moment_set_zone(context, zone, m));
        if (!ent_moment_resolve(m))
            return ent_outside_calendar(context);
    }
    if (m->zone && source != ENT_TYPE_DATETIME && source != ENT_TYPE_LOCAL_DATETIME)
        return need_offset(context, zone);
    return ENT_OK;
}

static ent_status finish_datetime(ent_temporal_context *context, const ent_fields *fields, ent_moment *m)
{
    bool given = fields->given & ENT_FIELD_BIT(TIMEZONE);
    ent_str zone = given ? ent_value_str(fields->value[ENT_FIELD_TIMEZONE]) : (ent_str){0};
    bool zoned = m->has_zone;
    if (given && !zoned)
        ENT_TRY(ent_moment_set_zone(context, zone, m));
    if (!ent_moment_resolve(m))
        return ent_outside_calendar(context);
    return given && zoned ? convert(context, zone, m) : ENT_OK;
}

ent_status ent_temporal_build(ent_temporal_context *context, ent_type type, ent_value map, ent_value *out)
{
    if (type == ENT_TYPE_DURATION)
        return ent_duration_build(context, map, out);
    ent_fields fields;
    ENT_TRY(ent_fields_read(context, type, map, &fields));
    if (fields.given & ENT_EPOCH_FIELDS)
        return build_from_epoch(context, &fields, out);
    ent_moment m = {0};
    take_bases(&fields, &m);
    bool timed = type != ENT_TYPE_DATE;
    if (type != ENT_TYPE_LOCAL_TIME && type != ENT_TYPE_TIME)
        ENT_TRY(ent_fields_date(context, &fields, &m));
    else if (!m.has_time && !(fields.given & ENT_TIME_FIELDS))
        return ENT_NO_SUCH(context, "a time needs at least the component 'hour' or 'time'");
    if (timed)
        ENT_TRY(ent_fields_time(context, &fields, ENT_UNIT_SECOND, &m));
    if (type == ENT_TYPE_TIME)
        ENT_TRY(finish_time(context, &fields, &m));
    if (type == ENT_TYPE_DATETIME)
        ENT_TRY(finish_datetime(context, &fields, &m));
    return ent_moment_value(context, type, &m, out);
}

static ent_status cannot_convert(ent_temporal_context *context, ent_type type, ent_value from, const char *lack)
{
    return ENT_WRONG_TYPE(context, "a %s cannot be made from a %s%s", ent_type_name(type), ent_type_name(from.type),
                          lack);
}

ent_status ent_temporal_from(ent_temporal_context *context, ent_type type, ent_value from, ent_value *out)
{
    if (from.type == type) {
        *out = from;
        return ENT_OK;
    }
    if (from.type == ENT_TYPE_STRING)
        return ent_temporal_parse(context, type, ent_value_str(from), out);
    if (from.type == ENT_TYPE_MAP)
        return ent_temporal_build(context, type, from, out);
    if (!ent_is_instant(from) || type == ENT_TYPE_DURATION) {
        cannot_convert(context, type, from, "");
        ent_hint(context->error, "it is made from a STRING, a MAP of components or another temporal value");
        return ENT_TYPE;
    }
    ent_moment m = ent_moment_of(from);
    bool dated = type == ENT_TYPE_DATE || type == ENT_TYPE_LOCAL_DATETIME || type == ENT_TYPE_DATETIME;
    if (dated && !m.has_date)
        return cannot_convert(context, type, from, ", which has no date");
    if (!dated && !m.has_time)
        return cannot_convert(context, type, from, ", which has no time");
    return ent_moment_value(context, type, &m, out);
}

ent_status ent_temporal_now(ent_temporal_context *context, ent_type type, int64_t unix_seconds, int32_t nanos,
                            ent_str zone, ent_value *out)
{
    ent_moment m = {.has_zone = true};
    if (zone.n > 0)
        ENT_TRY(ent_moment_set_zone(context, zone, &m));
    if (!ent_moment_set_instant(&m, (ent_wide)unix_seconds * ENT_NANOS_PER_SECOND + nanos))
        return ent_outside_calendar(context);
    return ent_moment_value(context, type, &m, out);
}

ent_status ent_datetime_from_epoch(ent_temporal_context *context, int64_t seconds, int64_t nanos, ent_value *out)
{
    ent_moment m = {.has_zone = true};
    if (!ent_moment_set_instant(&m, (ent_wide)seconds * ENT_NANOS_PER_SECOND + nanos))
        return ent_outside_calendar(context);
    return ent_moment_value(context, ENT_TYPE_DATETIME, &m, out);
}
