/* What the files that implement core/value/temporal.h share: a temporal value taken apart, zones, dates from their
 * parts, fields of maps, and durations with fractions. */
#ifndef ENT_VALUE_TEMPORAL_PARTS_H
#define ENT_VALUE_TEMPORAL_PARTS_H

#include "core/value/calendar.h"
#include "core/value/temporal.h"

typedef __int128 ent_wide; /* nanoseconds of 2 billion years do not fit in 64 bits */

enum { ENT_SECONDS_PER_MONTH = 2629746 }; /* on average: 30.436875 days, a 4,800th of 400 years */

/* ---- errors ---- */

/* An ArgumentError at run time: the value does not exist. */
#define ENT_NO_SUCH(context, ...) \
    ent_fail((context)->error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, (context)->where, "InvalidArgumentValue", __VA_ARGS__)
/* A TypeError at run time. */
#define ENT_WRONG_TYPE(context, ...) \
    ent_fail((context)->error, ENT_TYPE, ENT_PHASE_RUNTIME, (context)->where, "InvalidArgumentType", __VA_ARGS__)
/* An ArithmeticError: the result lies outside what the type can hold. */
#define ENT_OUT_OF_RANGE(context, ...) \
    ent_fail((context)->error, ENT_ARITHMETIC, ENT_PHASE_RUNTIME, (context)->where, "NumberOutOfRange", __VA_ARGS__)

#define ENT_CALENDAR_ENDS "years run from -999,999,999 to 999,999,999"

/* The result lies outside the calendar. Returns ENT_ARITHMETIC. */
ent_status ent_outside_calendar(ent_temporal_context *context);

/* What an error shows of a text: its beginning, without tearing a character; *more is "" or "…". */
ent_str ent_quoted(ent_str text, const char **more);

/* A text being read, and what it should be: "date", "2015-07-21". */
typedef struct {
    ent_str text;
    const char *noun, *example;
} ent_source;
/* It cannot be read from `at` on, where `expected` should stand; at may be its end. Returns ENT_ARGUMENT. */
ent_status ent_unreadable(ent_temporal_context *context, const ent_source *source, const char *at,
                          const char *expected);

/* ---- a value taken apart ---- */

typedef struct {
    bool has_date, has_time, has_zone;
    int64_t days;     /* local; 0 without a date */
    int64_t nanos;    /* of the local day; 0 without a time */
    int32_t offset;   /* seconds east of Greenwich; 0 without a zone */
    const char *zone; /* the zone's name, or NULL */
} ent_moment;

/* Of DATE, LOCAL_TIME, TIME, LOCAL_DATETIME or DATETIME. Days outside the calendar, which only a damaged store can
 * hold, are brought to its end. */
ent_moment ent_moment_of(ent_value v);
bool ent_is_instant(ent_value v); /* one of those five */

/* The parts that `type` has, as a value; it must have been given a date where it needs one. Ends outside the calendar
 * are an error. */
ent_status ent_moment_value(ent_temporal_context *context, ent_type type, const ent_moment *m, ent_value *out);

/* Nanoseconds since 1970-01-01T00:00Z. */
ent_wide ent_moment_instant(const ent_moment *m);
/* Sets the local date and time of an instant in the moment's zone; false outside the calendar. */
bool ent_moment_set_instant(ent_moment *m, ent_wide nanos);
/* Finds the offset in force in a named zone at the local time. The offset that m has is kept where it is one of the
 * zone's at that time (of the two of an overlap); a time in a gap moves on by the length of the gap. False outside the
 * calendar. */
bool ent_moment_resolve(ent_moment *m);
enum { ENT_NO_OFFSET = INT32_MIN }; /* as m.offset: none is preferred */

/* ---- zones ---- */

/* "+01:00", "-02:05:07", "Z"; returns the length. */
size_t ent_offset_text(char out[ENT_TEMPORAL_TEXT], int32_t offset);
/* Reads Z, +hh, +hhmm, +hh:mm, +hhmmss, +hh:mm:ss at *at and moves it behind. False: there is none, or it is further
 * from Greenwich than 18 hours. */
bool ent_offset_parse(const char **at, const char *end, int32_t *offset);
/* Sets the zone of m from a name or offset as users write it; offset ENT_NO_OFFSET for a name. */
ent_status ent_moment_set_zone(ent_temporal_context *context, ent_str text, ent_moment *m);

/* ---- dates and times from their parts ---- */

typedef enum { ENT_BY_MONTH, ENT_BY_WEEK, ENT_BY_ORDINAL, ENT_BY_QUARTER } ent_date_form;
typedef struct {
    ent_date_form form;
    int64_t year;
    int64_t part; /* month, week, quarter */
    int64_t day;  /* of month, week, year, quarter */
} ent_date_parts;

enum { ENT_WHY = 160 };
/* False: there is no such date, and why: "February 2023 has 28 days". */
bool ent_date_from_parts(const ent_date_parts *parts, int64_t *days, char why[ENT_WHY]);
/* nanos: of the second. */
bool ent_time_from_parts(int64_t hour, int64_t minute, int64_t second, int64_t nanos, int64_t *nanos_of_day,
                         char why[ENT_WHY]);

/* ---- fields of a map ---- */

/* name, the field that must be given too where nothing stands behind it, rank: what unit it is a part of (see
 * ENT_UNITS) */
#define ENT_FIELDS(X)                                     \
    X(DATE, "date", DATE, NONE)                           \
    X(TIME, "time", TIME, NONE)                           \
    X(DATETIME, "datetime", DATETIME, NONE)               \
    X(TIMEZONE, "timezone", TIMEZONE, NONE)               \
    X(YEAR, "year", YEAR, YEAR)                           \
    X(WEEK_YEAR, "weekYear", WEEK_YEAR, YEAR)             \
    X(QUARTER, "quarter", YEAR, QUARTER)                  \
    X(MONTH, "month", YEAR, MONTH)                        \
    X(WEEK, "week", YEAR, WEEK)                           \
    X(DAY, "day", MONTH, DAY)                             \
    X(DAY_OF_WEEK, "dayOfWeek", WEEK, DAY)                \
    X(DAY_OF_QUARTER, "dayOfQuarter", QUARTER, DAY)       \
    X(ORDINAL_DAY, "ordinalDay", YEAR, DAY)               \
    X(HOUR, "hour", HOUR, HOUR)                           \
    X(MINUTE, "minute", HOUR, MINUTE)                     \
    X(SECOND, "second", MINUTE, SECOND)                   \
    X(MILLISECOND, "millisecond", SECOND, MILLISECOND)    \
    X(MICROSECOND, "microsecond", SECOND, MICROSECOND)    \
    X(NANOSECOND, "nanosecond", SECOND, NANOSECOND)       \
    X(EPOCH_SECONDS, "epochSeconds", EPOCH_SECONDS, NONE) \
    X(EPOCH_MILLIS, "epochMillis", EPOCH_MILLIS, NONE)

typedef enum {
#define X(id, name, needs, rank) ENT_FIELD_##id,
    ENT_FIELDS(X)
#undef X
        ENT_FIELD_COUNT
} ent_field_id;

#define ENT_FIELD_BIT(id) (1u << ENT_FIELD_##id)
#define ENT_DATE_FIELDS                                                                                      \
    (ENT_FIELD_BIT(YEAR) | ENT_FIELD_BIT(WEEK_YEAR) | ENT_FIELD_BIT(QUARTER) | ENT_FIELD_BIT(MONTH) |        \
     ENT_FIELD_BIT(WEEK) | ENT_FIELD_BIT(DAY) | ENT_FIELD_BIT(DAY_OF_WEEK) | ENT_FIELD_BIT(DAY_OF_QUARTER) | \
     ENT_FIELD_BIT(ORDINAL_DAY))
#define ENT_TIME_FIELDS                                                                                 \
    (ENT_FIELD_BIT(HOUR) | ENT_FIELD_BIT(MINUTE) | ENT_FIELD_BIT(SECOND) | ENT_FIELD_BIT(MILLISECOND) | \
     ENT_FIELD_BIT(MICROSECOND) | ENT_FIELD_BIT(NANOSECOND))
#define ENT_EPOCH_FIELDS (ENT_FIELD_BIT(EPOCH_SECONDS) | ENT_FIELD_BIT(EPOCH_MILLIS))

/* Units, from the largest. name, nanoseconds where it is a part of the day */
#define ENT_UNITS(X)                                \
    X(NONE, "", 0)                                  \
    X(MILLENNIUM, "millennium", 0)                  \
    X(CENTURY, "century", 0)                        \
    X(DECADE, "decade", 0)                          \
    X(YEAR, "year", 0)                              \
    X(WEEK_YEAR, "weekYear", 0)                     \
    X(QUARTER, "quarter", 0)                        \
    X(MONTH, "month", 0)                            \
    X(WEEK, "week", 0)                              \
    X(DAY, "day", ENT_NANOS_PER_DAY)                \
    X(HOUR, "hour", INT64_C(3600000000000))         \
    X(MINUTE, "minute", INT64_C(60000000000))       \
    X(SECOND, "second", ENT_NANOS_PER_SECOND)       \
    X(MILLISECOND, "millisecond", INT64_C(1000000)) \
    X(MICROSECOND, "microsecond", INT64_C(1000))    \
    X(NANOSECOND, "nanosecond", INT64_C(1))

typedef enum {
#define X(id, name, nanos) ENT_UNIT_##id,
    ENT_UNITS(X)
#undef X
        ENT_UNIT_COUNT
} ent_unit;

const char *ent_unit_name(ent_unit unit);
int64_t ent_unit_nanos(ent_unit unit); /* 0: larger than a day */

typedef struct {
    uint32_t given; /* ENT_FIELD_BITs */
    int64_t number[ENT_FIELD_COUNT];
    ent_value value[ENT_FIELD_COUNT]; /* of date, time, datetime and timezone */
} ent_fields;

/* Reads a map of components. `type` is what is built: fields that it lacks are an error, as are values that are no
 * integers. */
ent_status ent_fields_read(ent_temporal_context *context, ent_type type, ent_value map, ent_fields *out);
const char *ent_field_name(ent_field_id id);
ent_unit ent_field_rank(ent_field_id id);

/* Puts the date fields over the date of m, or makes one where m has none. */
ent_status ent_fields_date(ent_temporal_context *context, const ent_fields *fields, ent_moment *m);
/* The same for the time. kept: down to which unit m's fraction of the second stays when only smaller parts are given
 * (truncate('millisecond', t, {nanosecond: 2})); ENT_UNIT_SECOND: nothing of it. */
ent_status ent_fields_time(ent_temporal_context *context, const ent_fields *fields, ent_unit kept, ent_moment *m);

/* ---- durations ---- */

/* A decimal number: whole + part / ENT_DECIMAL, both of one sign. */
#define ENT_DECIMAL INT64_C(1000000000000000000)
typedef struct {
    int64_t whole, part;
} ent_decimal;
/* Of an INTEGER or FLOAT: a float counts as the shortest decimal that reads back as it, so 0.1 is a tenth. False: no
 * number, or larger than 64 bits. */
bool ent_decimal_of(ent_value number, ent_decimal *out);

/* A duration on its way: whole units, and what is left over of each. */
typedef struct {
    ent_wide months, days, seconds;
    ent_wide month_part, day_part; /* of a month and a day, in 1 / scale */
    ent_wide nano_part;            /* nanoseconds, in 1 / scale */
    ent_wide scale;                /* at most 10^19 */
} ent_duration_sum;

/* Parts of months become days of 86,400 s and parts of days seconds, with months of 30.436875 days; what is smaller
 * than a nanosecond is cut off. False when a field does not fit in 64 bits. */
bool ent_duration_compose(ent_duration_sum sum, ent_duration *out);

typedef enum {
    ENT_YEARS,
    ENT_QUARTERS,
    ENT_MONTHS,
    ENT_WEEKS,
    ENT_DAYS,
    ENT_HOURS,
    ENT_MINUTES,
    ENT_SECONDS,
    ENT_MILLISECONDS,
    ENT_MICROSECONDS,
    ENT_NANOSECONDS
} ent_duration_unit;
/* Adds an amount; sum->scale is ENT_DECIMAL. */
void ent_duration_add(ent_duration_sum *sum, ent_duration_unit unit, ent_decimal amount);

/* A DURATION in the arena. */
ent_status ent_duration_value(ent_temporal_context *context, const ent_duration *duration, ent_value *out);
ent_status ent_duration_parse(ent_temporal_context *context, ent_str text, ent_value *out);
ent_status ent_duration_build(ent_temporal_context *context, ent_value map, ent_value *out);

#endif
