/* The order of temporal values of one type, and with it their equality.
 *
 * Zoned values are ordered by their instant; the same instant in two zones is two values: the one further west comes
 * first, then the name of the zone decides. Durations have no natural order (is a month longer than 30 days?), but
 * ORDER BY needs one: by average length, then by months and days. */
#include "core/value/temporal_parts.h"

#include <string.h>

static int order_wide(ent_wide a, ent_wide b)
{
    return (a > b) - (a < b);
}

static int order_i64(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int order_times(ent_value a, ent_value b)
{
    int64_t offset_a = ent_time_offset(a), offset_b = ent_time_offset(b);
    int order = order_wide((ent_wide)a.i - offset_a * (ent_wide)ENT_NANOS_PER_SECOND,
                           (ent_wide)b.i - offset_b * (ent_wide)ENT_NANOS_PER_SECOND);
    return order != 0 ? order : order_i64(offset_a, offset_b);
}

static int order_datetimes(const ent_datetime *a, const ent_datetime *b)
{
    int order = order_wide((ent_wide)a->seconds - a->offset, (ent_wide)b->seconds - b->offset);
    if (order == 0)
        order = order_i64(a->nanos, b->nanos);
    if (order == 0)
        order = order_i64(a->offset, b->offset);
    if (order == 0)
        order = strcmp(a->zone ? a->zone : "", b->zone ? b->zone : "");
    return order;
}

static int order_durations(const ent_duration *a, const ent_duration *b)
{
    ent_wide length_a =
        (ent_wide)a->months * ENT_SECONDS_PER_MONTH + (ent_wide)a->days * ENT_SECONDS_PER_DAY + a->seconds;
    ent_wide length_b =
        (ent_wide)b->months * ENT_SECONDS_PER_MONTH + (ent_wide)b->days * ENT_SECONDS_PER_DAY + b->seconds;
    int order = order_wide(length_a, length_b);
    if (order == 0)
        order = order_i64(a->nanos, b->nanos);
    if (order == 0)
        order = order_i64(a->months, b->months);
    if (order == 0)
        order = order_i64(a->days, b->days);
    return order;
}

int ent_temporal_order(ent_value a, ent_value b)
{
    int order;
    switch (a.type) {
    case ENT_TYPE_TIME:
        return order_times(a, b);
    case ENT_TYPE_LOCAL_DATETIME:
        order = order_i64(a.i, b.i);
        return order != 0 ? order : order_i64(a.n, b.n);
    case ENT_TYPE_DATETIME:
        return order_datetimes(a.datetime, b.datetime);
    case ENT_TYPE_DURATION:
        return order_durations(a.duration, b.duration);
    default: /* DATE, LOCAL_TIME */
        return order_i64(a.i, b.i);
    }
}

bool ent_temporal_equal(ent_value a, ent_value b)
{
    return ent_temporal_order(a, b) == 0;
}
