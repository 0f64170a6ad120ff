/* Temporal values as text, in the form that parses back to the same value. */
#include "core/value/temporal_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    char *out;
    size_t n;
} writer;

static void put(writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(w->out + w->n, ENT_TEMPORAL_TEXT - w->n, format, args);
    va_end(args);
    if (length > 0)
        w->n = w->n + (size_t)length < ENT_TEMPORAL_TEXT ? w->n + (size_t)length : ENT_TEMPORAL_TEXT - 1;
}

static void put_date(writer *w, int64_t days)
{
    int64_t year;
    int month, day;
    ent_civil_from_days(days, &year, &month, &day);
    if (year > 9999)
        put(w, "+%" PRId64, year);
    else if (year < 0)
        put(w, "-%04" PRIu64, (uint64_t)-year);
    else
        put(w, "%04" PRId64, year);
    put(w, "-%02d-%02d", month, day);
}

/* ".645", ".645876", ".645876123": without the zeros at the end, nothing for 0 */
static void put_fraction(writer *w, int64_t nanos)
{
    if (nanos == 0)
        return;
    int digits = 9;
    while (nanos % 10 == 0) {
        nanos /= 10;
        digits--;
    }
    put(w, ".%0*" PRId64, digits, nanos);
}

static void put_time(writer *w, int64_t nanos_of_day)
{
    int64_t seconds = nanos_of_day / ENT_NANOS_PER_SECOND, nanos = nanos_of_day % ENT_NANOS_PER_SECOND;
    put(w, "%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
    if (seconds % 60 != 0 || nanos != 0) {
        put(w, ":%02d", (int)(seconds % 60));
        put_fraction(w, nanos);
    }
}

static void put_offset(writer *w, int32_t offset)
{
    if (offset == 0) {
        put(w, "Z");
        return;
    }
    int64_t size = offset < 0 ? -(int64_t)offset : offset;
    put(w, "%c%02d:%02d", offset < 0 ? '-' : '+', (int)(size / 3600), (int)(size / 60 % 60));
    if (size % 60 != 0)
        put(w, ":%02d", (int)(size % 60));
}

static void put_local(writer *w, int64_t seconds, int64_t nanos)
{
    put_date(w, ent_floor_div(seconds, ENT_SECONDS_PER_DAY));
    put(w, "T");
    put_time(w, ent_floor_mod(seconds, ENT_SECONDS_PER_DAY) * ENT_NANOS_PER_SECOND + nanos);
}

static void put_duration(writer *w, const ent_duration *d)
{
    /* of one sign: -61 s and 999,000,000 ns are -1 minute and -0.001 s */
    int64_t seconds = d->seconds, nanos = d->nanos;
    if (seconds < 0 && nanos > 0) {
        seconds++;
        nanos -= ENT_NANOS_PER_SECOND;
    }
    put(w, "P");
    if (d->months / 12 != 0)
        put(w, "%" PRId64 "Y", d->months / 12);
    if (d->months % 12 != 0)
        put(w, "%" PRId64 "M", d->months % 12);
    if (d->days != 0)
        put(w, "%" PRId64 "D", d->days);
    if (seconds == 0 && nanos == 0) {
        if (w->n == 1)
            put(w, "T0S");
        return;
    }
    put(w, "T");
    if (seconds / 3600 != 0)
        put(w, "%" PRId64 "H", seconds / 3600);
    if (seconds / 60 % 60 != 0)
        put(w, "%" PRId64 "M", seconds / 60 % 60);
    int64_t rest = seconds % 60;
    if (rest != 0 || nanos != 0) {
        bool negative = rest < 0 || nanos < 0;
        put(w, "%s%" PRId64, negative ? "-" : "", negative ? -rest : rest);
        put_fraction(w, negative ? -nanos : nanos);
        put(w, "S");
    }
}

size_t ent_offset_text(char out[ENT_TEMPORAL_TEXT], int32_t offset)
{
    writer w = {out, 0};
    put_offset(&w, offset);
    return w.n;
}

size_t ent_temporal_text(char out[ENT_TEMPORAL_TEXT], ent_value v)
{
    writer w = {out, 0};
    out[0] = '\0';
    switch (v.type) {
    case ENT_TYPE_DATE:
        put_date(&w, v.i);
        break;
    case ENT_TYPE_LOCAL_TIME:
        put_time(&w, ent_floor_mod(v.i, ENT_NANOS_PER_DAY));
        break;
    case ENT_TYPE_TIME:
        put_time(&w, ent_floor_mod(v.i, ENT_NANOS_PER_DAY));
        put_offset(&w, ent_time_offset(v));
        break;
    case ENT_TYPE_LOCAL_DATETIME:
        put_local(&w, v.i, v.n);
        break;
    case ENT_TYPE_DATETIME:
        put_local(&w, v.datetime->seconds, v.datetime->nanos);
        put_offset(&w, v.datetime->offset);
        if (v.datetime->zone)
            put(&w, "[%.60s]", v.datetime->zone);
        break;
    case ENT_TYPE_DURATION:
        put_duration(&w, v.duration);
        break;
    default:
        break;
    }
    return w.n;
}
