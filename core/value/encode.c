/* The stored form of values; value.h gives the layout. Reading trusts no byte: whatever a damaged file holds, the value
 * that comes out can be compared, copied and written as text. */
#include "core/value/temporal.h"
#include "core/value/value.h"

enum { LONGEST_ZONE = 64, LARGEST_OFFSET = 18 * 3600, LARGEST_YEAR = 999999999 };
static const int64_t NANOS_PER_DAY = INT64_C(86400000000000);

/* ---- what may be stored ---- */

static bool scalar_storable(ent_value v)
{
    switch ((ent_type)v.type) {
    case ENT_TYPE_MAP:
    case ENT_TYPE_NODE:
    case ENT_TYPE_RELATIONSHIP:
    case ENT_TYPE_PATH:
    case ENT_TYPE_LIST:
        return false;
    default:
        return true;
    }
}

bool ent_storable(ent_value v)
{
    if (v.type != ENT_TYPE_LIST)
        return scalar_storable(v);
    for (uint32_t i = 0; i < v.n; i++)
        if (!scalar_storable(v.list[i]) || ent_is_null(v.list[i]))
            return false;
    return true;
}

/* ---- writing ---- */

static size_t zone_length(const ent_datetime *datetime)
{
    return datetime->zone ? strlen(datetime->zone) : 0;
}

static size_t scalar_size(ent_value v)
{
    switch ((ent_type)v.type) {
    case ENT_TYPE_BOOLEAN:
        return 1 + 1;
    case ENT_TYPE_INTEGER:
    case ENT_TYPE_FLOAT:
    case ENT_TYPE_DATE:
    case ENT_TYPE_LOCAL_TIME:
        return 1 + 8;
    case ENT_TYPE_STRING:
        return 1 + 4 + (size_t)v.n;
    case ENT_TYPE_TIME:
    case ENT_TYPE_LOCAL_DATETIME:
        return 1 + 8 + 4;
    case ENT_TYPE_DATETIME:
        return 1 + 8 + 4 + 4 + 4 + zone_length(v.datetime);
    case ENT_TYPE_DURATION:
        return 1 + 8 + 8 + 8 + 4;
    case ENT_TYPE_POINT:
        return 1 + 4 + 8 + 8 + 8;
    default:
        return 1;
    }
}

size_t ent_encoded_size(ent_value v)
{
    if (v.type != ENT_TYPE_LIST)
        return scalar_size(v);
    size_t size = 1 + 4;
    for (uint32_t i = 0; i < v.n; i++)
        size += scalar_size(v.list[i]);
    return size;
}

static char *put_u32(char *out, uint32_t word)
{
    for (int i = 0; i < 4; i++)
        out[i] = (char)(word >> 8 * i);
    return out + 4;
}

static char *put_u64(char *out, uint64_t word)
{
    for (int i = 0; i < 8; i++)
        out[i] = (char)(word >> 8 * i);
    return out + 8;
}

static char *put_double(char *out, double f)
{
    uint64_t bits;
    memcpy(&bits, &f, sizeof bits);
    return put_u64(out, bits);
}

static char *put_bytes(char *out, const char *bytes, size_t n)
{
    out = put_u32(out, (uint32_t)n);
    if (n)
        memcpy(out, bytes, n);
    return out + n;
}

static char *put_datetime(char *out, const ent_datetime *datetime)
{
    out = put_u64(out, (uint64_t)datetime->seconds);
    out = put_u32(out, (uint32_t)datetime->nanos);
    out = put_u32(out, (uint32_t)datetime->offset);
    return put_bytes(out, datetime->zone, zone_length(datetime));
}

static char *put_scalar(char *out, ent_value v)
{
    *out++ = (char)v.type;
    switch ((ent_type)v.type) {
    case ENT_TYPE_BOOLEAN:
        *out++ = v.b ? 1 : 0;
        return out;
    case ENT_TYPE_INTEGER:
    case ENT_TYPE_DATE:
    case ENT_TYPE_LOCAL_TIME:
        return put_u64(out, (uint64_t)v.i);
    case ENT_TYPE_FLOAT:
        return put_double(out, v.f);
    case ENT_TYPE_STRING:
        return put_bytes(out, v.s, v.n);
    case ENT_TYPE_TIME:
    case ENT_TYPE_LOCAL_DATETIME:
        return put_u32(put_u64(out, (uint64_t)v.i), v.n);
    case ENT_TYPE_DATETIME:
        return put_datetime(out, v.datetime);
    case ENT_TYPE_DURATION:
        out = put_u64(out, (uint64_t)v.duration->months);
        out = put_u64(out, (uint64_t)v.duration->days);
        out = put_u64(out, (uint64_t)v.duration->seconds);
        return put_u32(out, (uint32_t)v.duration->nanos);
    case ENT_TYPE_POINT:
        out = put_u32(out, (uint32_t)v.point->srid);
        return put_double(put_double(put_double(out, v.point->x), v.point->y), v.point->z);
    default:
        return out;
    }
}

char *ent_encode(char *out, ent_value v)
{
    if (v.type != ENT_TYPE_LIST)
        return put_scalar(out, v);
    *out++ = (char)v.type;
    out = put_u32(out, v.n);
    for (uint32_t i = 0; i < v.n; i++)
        out = put_scalar(out, v.list[i]);
    return out;
}

/* ---- reading ---- */

typedef struct {
    const unsigned char *at, *end;
    bool ok;
} reader;

static uint64_t get(reader *in, int bytes)
{
    if (in->end - in->at < bytes) {
        in->ok = false;
        return 0;
    }
    uint64_t word = 0;
    for (int i = 0; i < bytes; i++)
        word |= (uint64_t)in->at[i] << 8 * i;
    in->at += bytes;
    return word;
}

static double get_double(reader *in)
{
    uint64_t bits = get(in, 8);
    double f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

static ent_str get_bytes(reader *in)
{
    uint32_t n = (uint32_t)get(in, 4);
    if (!in->ok || (size_t)(in->end - in->at) < n) {
        in->ok = false;
        return (ent_str){"", 0};
    }
    ent_str bytes = {(const char *)in->at, n};
    in->at += n;
    return bytes;
}

static void check(reader *in, bool sound)
{
    in->ok = in->ok && sound;
}

static bool days_sound(int64_t days)
{
    return days >= ent_days_from_civil(-LARGEST_YEAR, 1, 1) && days <= ent_days_from_civil(LARGEST_YEAR, 12, 31);
}

static bool seconds_sound(int64_t seconds)
{
    return days_sound(seconds / 86400);
}

static bool nanos_sound(int64_t nanos)
{
    return nanos >= 0 && nanos < 1000000000;
}

static bool offset_sound(int32_t offset)
{
    return offset >= -LARGEST_OFFSET && offset <= LARGEST_OFFSET;
}

static void get_datetime(reader *in, ent_arena *arena, ent_value *out)
{
    ent_datetime read = {.seconds = (int64_t)get(in, 8)};
    read.nanos = (int32_t)get(in, 4);
    read.offset = (int32_t)get(in, 4);
    ent_str zone = get_bytes(in);
    check(in, seconds_sound(read.seconds) && nanos_sound(read.nanos) && offset_sound(read.offset));
    check(in, zone.n <= LONGEST_ZONE && !memchr(zone.p, '\0', zone.n));
    if (!in->ok)
        return;
    if (zone.n)
        read.zone = ent_arena_copy(arena, zone.p, zone.n);
    ent_datetime *datetime = ent_arena_alloc(arena, sizeof *datetime);
    if (datetime)
        *datetime = read;
    out->datetime = datetime;
}

static void get_duration(reader *in, ent_arena *arena, ent_value *out)
{
    ent_duration read = {.months = (int64_t)get(in, 8)};
    read.days = (int64_t)get(in, 8);
    read.seconds = (int64_t)get(in, 8);
    read.nanos = (int32_t)get(in, 4);
    check(in, nanos_sound(read.nanos));
    ent_duration *duration = in->ok ? ent_arena_alloc(arena, sizeof *duration) : NULL;
    if (duration)
        *duration = read;
    out->duration = duration;
}

static void get_point(reader *in, ent_arena *arena, ent_value *out)
{
    ent_point read = {.srid = (int32_t)get(in, 4)};
    read.x = get_double(in);
    read.y = get_double(in);
    read.z = get_double(in);
    ent_point *point = in->ok ? ent_arena_alloc(arena, sizeof *point) : NULL;
    if (point)
        *point = read;
    out->point = point;
}

static void get_scalar(reader *in, ent_arena *arena, ent_value *out)
{
    uint8_t type = (uint8_t)get(in, 1);
    *out = (ent_value){.type = type};
    switch (type) {
    case ENT_TYPE_NULL:
        break;
    case ENT_TYPE_BOOLEAN: {
        uint64_t b = get(in, 1);
        check(in, b <= 1);
        *out = ent_bool(b == 1);
        break;
    }
    case ENT_TYPE_INTEGER:
        out->i = (int64_t)get(in, 8);
        break;
    case ENT_TYPE_FLOAT:
        out->f = get_double(in);
        break;
    case ENT_TYPE_STRING:
        *out = ent_string(get_bytes(in));
        break;
    case ENT_TYPE_DATE:
        out->i = (int64_t)get(in, 8);
        check(in, days_sound(out->i));
        break;
    case ENT_TYPE_LOCAL_TIME:
        out->i = (int64_t)get(in, 8);
        check(in, out->i >= 0 && out->i < NANOS_PER_DAY);
        break;
    case ENT_TYPE_TIME:
        out->i = (int64_t)get(in, 8);
        out->n = (uint32_t)get(in, 4);
        check(in, out->i >= 0 && out->i < NANOS_PER_DAY && offset_sound((int32_t)out->n));
        break;
    case ENT_TYPE_LOCAL_DATETIME:
        out->i = (int64_t)get(in, 8);
        out->n = (uint32_t)get(in, 4);
        check(in, seconds_sound(out->i) && nanos_sound(out->n));
        break;
    case ENT_TYPE_DATETIME:
        get_datetime(in, arena, out);
        break;
    case ENT_TYPE_DURATION:
        get_duration(in, arena, out);
        break;
    case ENT_TYPE_POINT:
        get_point(in, arena, out);
        break;
    default:
        in->ok = false;
    }
}

static void get_list(reader *in, ent_arena *arena, ent_value *out)
{
    in->at++;
    uint32_t n = (uint32_t)get(in, 4);
    check(in, n <= (size_t)(in->end - in->at)); /* an item has a byte at least: no huge array for a damaged count */
    ent_value *items = in->ok ? ent_arena_array(arena, n, sizeof *items) : NULL;
    for (uint32_t i = 0; items && in->ok && i < n; i++) {
        get_scalar(in, arena, &items[i]);
        check(in, !ent_is_null(items[i]));
    }
    *out = ent_list(items, n);
}

bool ent_decode(ent_arena *arena, const char **at, const char *end, ent_value *out)
{
    reader in = {(const unsigned char *)*at, (const unsigned char *)end, true};
    *out = ENT_NULL;
    if (in.at < in.end && *in.at == ENT_TYPE_LIST)
        get_list(&in, arena, out);
    else
        get_scalar(&in, arena, out);
    if (!in.ok || arena->failed)
        *out = ENT_NULL;
    *at = (const char *)in.at;
    return in.ok;
}
