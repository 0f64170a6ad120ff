/* The temporal functions: date(), date.truncate(), duration.between() and their sisters.
 *
 * The clock is read once a statement (ent_context.now_seconds), so that two calls of datetime() in it agree;
 * .realtime() alone reads it again. */
#include "core/query/function_tables.h"
#include "core/value/temporal.h"

#include <time.h>

#define INSTANTS                                                                                     \
    (ENT_TYPE_BIT(ENT_TYPE_DATE) | ENT_TYPE_BIT(ENT_TYPE_LOCAL_TIME) | ENT_TYPE_BIT(ENT_TYPE_TIME) | \
     ENT_TYPE_BIT(ENT_TYPE_LOCAL_DATETIME) | ENT_TYPE_BIT(ENT_TYPE_DATETIME))
#define TEXT    ENT_TYPE_BIT(ENT_TYPE_STRING)
#define MAP     ENT_TYPE_BIT(ENT_TYPE_MAP)
#define INTEGER ENT_TYPE_BIT(ENT_TYPE_INTEGER)
#define LENGTH  ENT_TYPE_BIT(ENT_TYPE_DURATION)

static ent_temporal_context temporal_context(ent_call *call)
{
    return (ent_temporal_context){call->arena, call->context->error, call->where};
}

/* Errors point to the first argument, where the call has one. */
static ent_temporal_context context_of_argument(ent_call *call, uint32_t n)
{
    ent_temporal_context context = temporal_context(call);
    if (n > 0 && call->args)
        context.where = call->args[0];
    return context;
}

static ent_status now_in(ent_call *call, ent_type type, ent_str zone, ent_value *out)
{
    ent_temporal_context context = context_of_argument(call, zone.n);
    return ent_temporal_now(&context, type, call->context->now_seconds, call->context->now_nanos, zone, out);
}

/* date(), date({timezone: 'Asia/Tokyo'}): now; date(x): from a text, a map or another value. */
static ent_status make(ent_call *call, ent_type type, const ent_value *args, uint32_t n, ent_value *out)
{
    if (n == 0)
        return now_in(call, type, (ent_str){0}, out);
    if (args[0].type == ENT_TYPE_MAP && args[0].n == 1 && type != ENT_TYPE_DURATION) {
        ent_entry only = args[0].map[0];
        if (ent_str_equal_nocase(only.key, ENT_STR("timezone")) && only.value.type == ENT_TYPE_STRING)
            return now_in(call, type, ent_value_str(only.value), out);
    }
    ent_temporal_context context = context_of_argument(call, n);
    return ent_temporal_from(&context, type, args[0], out);
}

static ent_status statement_clock(ent_call *call, ent_type type, const ent_value *args, uint32_t n, ent_value *out)
{
    return now_in(call, type, n > 0 ? ent_value_str(args[0]) : (ent_str){0}, out);
}

static ent_status real_clock(ent_call *call, ent_type type, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_temporal_context context = context_of_argument(call, n);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return ent_temporal_now(&context, type, now.tv_sec, (int32_t)now.tv_nsec,
                            n > 0 ? ent_value_str(args[0]) : (ent_str){0}, out);
}

static ent_status truncate_to(ent_call *call, ent_type type, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_temporal_context context = temporal_context(call);
    ent_value value = n > 1 ? args[1] : ENT_NULL;
    if (n == 1)
        ENT_TRY(now_in(call, type, (ent_str){0}, &value));
    return ent_temporal_truncate(&context, type, ent_value_str(args[0]), value, n > 2 ? args[2] : ENT_NULL, out);
}

static ent_status make_duration(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return make(call, ENT_TYPE_DURATION, args, n, out);
}

static ent_status between(ent_call *call, ent_between_unit unit, const ent_value *args, ent_value *out)
{
    ent_temporal_context context = temporal_context(call);
    return ent_duration_between(&context, unit, args[0], args[1], out);
}

static ent_status duration_between(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return between(call, ENT_BETWEEN, args, out);
}

static ent_status duration_in_months(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return between(call, ENT_IN_MONTHS, args, out);
}

static ent_status duration_in_days(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return between(call, ENT_IN_DAYS, args, out);
}

static ent_status duration_in_seconds(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return between(call, ENT_IN_SECONDS, args, out);
}

static ent_status from_epoch(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_temporal_context context = temporal_context(call);
    return ent_datetime_from_epoch(&context, args[0].i, args[1].i, out);
}

static ent_status from_epoch_millis(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_temporal_context context = temporal_context(call);
    return ent_datetime_from_epoch(&context, args[0].i / 1000, args[0].i % 1000 * 1000000, out);
}

/* type, its name here, as a function, and in signatures */
#define KINDS(X)                                                        \
    X(DATE, date, "date", "DATE")                                       \
    X(LOCAL_TIME, localtime, "localtime", "LOCAL TIME")                 \
    X(TIME, time, "time", "ZONED TIME")                                 \
    X(LOCAL_DATETIME, localdatetime, "localdatetime", "LOCAL DATETIME") \
    X(DATETIME, datetime, "datetime", "ZONED DATETIME")

#define X(type, id, function, result_name)                                                              \
    static ent_status make_##id(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)      \
    {                                                                                                   \
        return make(call, ENT_TYPE_##type, args, n, out);                                               \
    }                                                                                                   \
    static ent_status id##_statement(ent_call *call, const ent_value *args, uint32_t n, ent_value *out) \
    {                                                                                                   \
        return statement_clock(call, ENT_TYPE_##type, args, n, out);                                    \
    }                                                                                                   \
    static ent_status id##_realtime(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)  \
    {                                                                                                   \
        return real_clock(call, ENT_TYPE_##type, args, n, out);                                         \
    }                                                                                                   \
    static ent_status id##_truncate(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)  \
    {                                                                                                   \
        return truncate_to(call, ENT_TYPE_##type, args, n, out);                                        \
    }
KINDS(X)
#undef X

static const ent_function functions[] = {
#define X(type, id, function, result_name)                                                                      \
    {.name = function,                                                                                          \
     .signature = "(value = now :: STRING | MAP | TEMPORAL) :: " result_name,                                   \
     .help = "A " result_name " from a text, a map of components or another temporal value; without one, now.", \
     .max_args = 1,                                                                                             \
     .flags = ENT_FN_NULL_PROPAGATES | ENT_FN_STATEMENT,                                                        \
     .arg_types = {TEXT | MAP | INSTANTS},                                                                      \
     .result = ENT_TYPE_BIT(ENT_TYPE_##type),                                                                   \
     .run = make_##id},                                                                                         \
        {.name = function ".transaction",                                                                       \
         .signature = "(timezone = 'Z' :: STRING) :: " result_name,                                             \
         .help = "Now, the same for every call in the statement.",                                              \
         .max_args = 1,                                                                                         \
         .flags = ENT_FN_NULL_PROPAGATES | ENT_FN_STATEMENT,                                                    \
         .arg_types = {TEXT},                                                                                   \
         .result = ENT_TYPE_BIT(ENT_TYPE_##type),                                                               \
         .run = id##_statement},                                                                                \
        {.name = function ".statement",                                                                         \
         .signature = "(timezone = 'Z' :: STRING) :: " result_name,                                             \
         .help = "Now, the same for every call in the statement.",                                              \
         .max_args = 1,                                                                                         \
         .flags = ENT_FN_NULL_PROPAGATES | ENT_FN_STATEMENT,                                                    \
         .arg_types = {TEXT},                                                                                   \
         .result = ENT_TYPE_BIT(ENT_TYPE_##type),                                                               \
         .run = id##_statement},                                                                                \
        {.name = function ".realtime",                                                                          \
         .signature = "(timezone = 'Z' :: STRING) :: " result_name,                                             \
         .help = "Now, by the clock at each call.",                                                             \
         .max_args = 1,                                                                                         \
         .flags = ENT_FN_NULL_PROPAGATES | ENT_FN_IMPURE,                                                       \
         .arg_types = {TEXT},                                                                                   \
         .result = ENT_TYPE_BIT(ENT_TYPE_##type),                                                               \
         .run = id##_realtime},                                                                                 \
        {.name = function ".truncate",                                                                          \
         .signature = "(unit :: STRING, value = now :: TEMPORAL, components = {} :: MAP) :: " result_name,      \
         .help = "The start of the unit that holds the value, with smaller components put over it.",            \
         .min_args = 1,                                                                                         \
         .max_args = 3,                                                                                         \
         .flags = ENT_FN_NULL_PROPAGATES | ENT_FN_STATEMENT,                                                    \
         .arg_types = {TEXT, INSTANTS, MAP},                                                                    \
         .result = ENT_TYPE_BIT(ENT_TYPE_##type),                                                               \
         .run = id##_truncate},
    KINDS(X)
#undef X
        {.name = "datetime.fromEpoch",
         .signature = "(seconds :: INTEGER, nanoseconds :: INTEGER) :: ZONED DATETIME",
         .help = "The instant so many seconds and nanoseconds after 1970-01-01T00:00Z.",
         .min_args = 2,
         .max_args = 2,
         .flags = ENT_FN_NULL_PROPAGATES,
         .arg_types = {INTEGER, INTEGER},
         .result = ENT_TYPE_BIT(ENT_TYPE_DATETIME),
         .run = from_epoch},
    {.name = "datetime.fromEpochMillis",
     .signature = "(milliseconds :: INTEGER) :: ZONED DATETIME",
     .help = "The instant so many milliseconds after 1970-01-01T00:00Z.",
     .min_args = 1,
     .max_args = 1,
     .flags = ENT_FN_NULL_PROPAGATES,
     .arg_types = {INTEGER},
     .result = ENT_TYPE_BIT(ENT_TYPE_DATETIME),
     .run = from_epoch_millis},
    {.name = "duration",
     .signature = "(value :: STRING | MAP | DURATION) :: DURATION",
     .help = "A duration from a text such as 'P1Y2M10DT2H30M' or a map such as {days: 1.5}.",
     .min_args = 1,
     .max_args = 1,
     .flags = ENT_FN_NULL_PROPAGATES,
     .arg_types = {TEXT | MAP | LENGTH},
     .result = LENGTH,
     .run = make_duration},
    {.name = "duration.between",
     .signature = "(from :: TEMPORAL, to :: TEMPORAL) :: DURATION",
     .help = "From one temporal value to another, in months, days and seconds.",
     .min_args = 2,
     .max_args = 2,
     .flags = ENT_FN_NULL_PROPAGATES,
     .arg_types = {INSTANTS, INSTANTS},
     .result = LENGTH,
     .run = duration_between},
    {.name = "duration.inMonths",
     .signature = "(from :: TEMPORAL, to :: TEMPORAL) :: DURATION",
     .help = "From one temporal value to another, in whole months.",
     .min_args = 2,
     .max_args = 2,
     .flags = ENT_FN_NULL_PROPAGATES,
     .arg_types = {INSTANTS, INSTANTS},
     .result = LENGTH,
     .run = duration_in_months},
    {.name = "duration.inDays",
     .signature = "(from :: TEMPORAL, to :: TEMPORAL) :: DURATION",
     .help = "From one temporal value to another, in whole days.",
     .min_args = 2,
     .max_args = 2,
     .flags = ENT_FN_NULL_PROPAGATES,
     .arg_types = {INSTANTS, INSTANTS},
     .result = LENGTH,
     .run = duration_in_days},
    {.name = "duration.inSeconds",
     .signature = "(from :: TEMPORAL, to :: TEMPORAL) :: DURATION",
     .help = "From one temporal value to another, in seconds alone.",
     .min_args = 2,
     .max_args = 2,
     .flags = ENT_FN_NULL_PROPAGATES,
     .arg_types = {INSTANTS, INSTANTS},
     .result = LENGTH,
     .run = duration_in_seconds},
};

const ent_function_table ent_functions_temporal = {functions, sizeof functions / sizeof *functions};
