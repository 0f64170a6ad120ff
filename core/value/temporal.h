/* Temporal values: calendar, parsing, formatting, construction from components, truncation, arithmetic.
 *
 * Proleptic Gregorian calendar, years -999,999,999 to 999,999,999, ISO 8601 weeks, nanoseconds. Named zones by ICU
 * (core/text/text.h). Nothing here reads the clock: the statement's instant is handed in. */
#ifndef ENT_VALUE_TEMPORAL_H
#define ENT_VALUE_TEMPORAL_H

#include "core/value/value.h"

/* ---- calendar ---- */

bool ent_date_valid(int64_t year, int month, int day);
int64_t ent_days_from_civil(int64_t year, int month, int day);
void ent_civil_from_days(int64_t days, int64_t *year, int *month, int *day);

static inline ent_value ent_date(int64_t days)
{
    return (ent_value){.type = ENT_TYPE_DATE, .i = days};
}

/* ---- text ---- */

/* The string form that toString() gives; no NUL is counted; out holds at least ENT_TEMPORAL_TEXT bytes. */
enum { ENT_TEMPORAL_TEXT = 128 };
size_t ent_temporal_text(char out[ENT_TEMPORAL_TEXT], ent_value v);

/* Where a temporal function reports to: the arena for its results, and the error with the call's place. */
typedef struct {
    ent_arena *arena;
    ent_error *error;
    ent_span where;
} ent_temporal_context;

/* Parses every ISO 8601 form of openCypher: extended and basic, week, ordinal and quarter dates, fractions, offsets,
 * [Zone/Name], durations with units and in date-and-time form. `type` says what is wanted. */
ent_status ent_temporal_parse(ent_temporal_context *context, ent_type type, ent_str text, ent_value *out);

/* A value from a map of components, as date({year: 1984, week: 10}), datetime({date: d, hour: 3, timezone: 'Z'}),
 * duration({days: 1.5}). `now` is the statement's instant as a DATETIME in UTC. */
ent_status ent_temporal_build(ent_temporal_context *context, ent_type type, ent_value map, ent_value *out);

/* A value of one temporal type from another (date(datetime), localtime(time), ...), or from a string or map:
 * what `date(x)` and its sisters do with one argument. */
ent_status ent_temporal_from(ent_temporal_context *context, ent_type type, ent_value from, ent_value *out);

/* The instant as a value of `type` in `zone` (a name or offset; n 0: UTC): date(), time(), datetime.statement(zone)...
 */
ent_status ent_temporal_now(ent_temporal_context *context, ent_type type, int64_t unix_seconds, int32_t nanos,
                            ent_str zone, ent_value *out);

/* date.truncate(unit, value, {components}). */
ent_status ent_temporal_truncate(ent_temporal_context *context, ent_type type, ent_str unit, ent_value value,
                                 ent_value components, ent_value *out);

/* duration.between, inMonths, inDays, inSeconds. */
typedef enum { ENT_BETWEEN, ENT_IN_MONTHS, ENT_IN_DAYS, ENT_IN_SECONDS } ent_between_unit;
ent_status ent_duration_between(ent_temporal_context *context, ent_between_unit unit, ent_value from, ent_value to,
                                ent_value *out);

/* A component, such as year, weekYear, epochMillis, minutesOfHour, timezone, offset; in either case of letters.
 * ENT_NULL for an unknown one, and for one that does not fit in 64 bits (the nanoseconds of 300 years). */
ent_value ent_temporal_component(ent_arena *arena, ent_value v, ent_str name);

/* + and - between temporals and durations, * and / of a duration by a number; op is '+', '-', '*' or '/'.
 * False when the operand types do not fit, so that the caller can report the type error. */
bool ent_temporal_arithmetic(ent_temporal_context *context, char op, ent_value a, ent_value b, ent_value *out,
                             ent_status *status);

/* Negative, 0 or positive: two values of the same temporal type. Instants first, then what breaks the tie.
 * Durations have an order by average length (months of 30.436875 days), used by ORDER BY only. */
int ent_temporal_order(ent_value a, ent_value b);
bool ent_temporal_equal(ent_value a, ent_value b);

ent_status ent_datetime_from_epoch(ent_temporal_context *context, int64_t seconds, int64_t nanos, ent_value *out);

#endif
