/* Order keys: bytes that memcmp sorts as ent_order sorts the values.
 *
 *   class (1 byte, from 1), then
 *   number          the largest double not above it, its bits made to sort (8), the integer's distance from it (2)
 *   boolean         1
 *   date, time      8, sign flipped
 *   local datetime  8 and nanoseconds 4
 *   time, datetime  the instant alone; which zone it is told in is left to the caller's check
 *   duration        its average length: 16 and nanoseconds 4
 *   point           srid 4, then three doubles
 *   string          its bytes; inside a list 00 becomes 00 FF, and 00 00 ends it
 *   list            its items' keys, then 00, which is below every class
 *
 * A key longer than ENT_KEY_MAX is cut. Numbers have one class: 2^53 + 1 must sort between 2^53 and 2^53 + 2.0. */
#include "core/value/value.h"

#include <math.h>

typedef struct {
    unsigned char *out;
    size_t n;
    bool exact;
} key;

static void put(key *k, const void *bytes, size_t n)
{
    size_t room = ENT_KEY_MAX - k->n;
    if (n > room) {
        k->exact = false;
        n = room;
    }
    if (n)
        memcpy(k->out + k->n, bytes, n);
    k->n += n;
}

static void put_byte(key *k, unsigned byte)
{
    unsigned char c = (unsigned char)byte;
    put(k, &c, 1);
}

static void put_unsigned(key *k, uint64_t word, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        put_byte(k, (unsigned)(word >> 8 * i));
}

static void put_int(key *k, int64_t i)
{
    put_unsigned(k, (uint64_t)i ^ UINT64_C(1) << 63, 8);
}

static void put_double(key *k, double f)
{
    uint64_t bits = UINT64_MAX; /* NaN: after all others */
    if (!isnan(f)) {
        f = f == 0 ? 0.0 : f; /* no minus */
        memcpy(&bits, &f, sizeof bits);
        bits = bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
    }
    put_unsigned(k, bits, 8);
}

static void put_number(key *k, ent_value v)
{
    if (v.type == ENT_TYPE_FLOAT) {
        put_double(k, v.f);
        put_unsigned(k, 0, 2);
        return;
    }
    double below = (double)v.i;
    if (ent_compare_int_double(v.i, below) < 0)
        below = nextafter(below, -INFINITY);
    put_double(k, below);
    /* below -2^63 does not occur: it is a double itself */
    put_unsigned(k, (uint64_t)v.i - (uint64_t)(int64_t)below, 2);
}

static void put_duration(key *k, const ent_duration *d)
{
    __int128 seconds = (__int128)d->months * 2629746 + (__int128)d->days * 86400 + d->seconds;
    put_int(k, (int64_t)(seconds >> 64));
    put_unsigned(k, (uint64_t)seconds, 8);
    put_unsigned(k, (uint64_t)d->nanos, 4);
    k->exact = false; /* a month is as long as 30.436875 days, but not the same */
}

static void put_string(key *k, ent_value v, bool in_list)
{
    if (!in_list) {
        put(k, v.s, v.n);
        return;
    }
    for (uint32_t i = 0; i < v.n && k->n < ENT_KEY_MAX; i++) {
        put_byte(k, (unsigned char)v.s[i]);
        if (v.s[i] == '\0')
            put_byte(k, 0xFF);
    }
    put_unsigned(k, 0, 2);
}

static void put_scalar(key *k, ent_value v, bool in_list)
{
    put_byte(k, (ent_is_number(v) ? ENT_TYPE_INTEGER : v.type) + 1u);
    switch ((ent_type)v.type) {
    case ENT_TYPE_BOOLEAN:
        put_byte(k, v.b);
        break;
    case ENT_TYPE_INTEGER:
    case ENT_TYPE_FLOAT:
        put_number(k, v);
        break;
    case ENT_TYPE_STRING:
        put_string(k, v, in_list);
        break;
    case ENT_TYPE_DATE:
    case ENT_TYPE_LOCAL_TIME:
        put_int(k, v.i);
        break;
    case ENT_TYPE_TIME:
        put_int(k, v.i - ent_time_offset(v) * INT64_C(1000000000));
        k->exact = false;
        break;
    case ENT_TYPE_LOCAL_DATETIME:
        put_int(k, v.i);
        put_unsigned(k, v.n, 4);
        break;
    case ENT_TYPE_DATETIME:
        put_int(k, v.datetime->seconds - v.datetime->offset);
        put_unsigned(k, (uint64_t)v.datetime->nanos, 4);
        k->exact = false;
        break;
    case ENT_TYPE_DURATION:
        put_duration(k, v.duration);
        break;
    case ENT_TYPE_POINT:
        put_unsigned(k, (uint32_t)v.point->srid, 4);
        put_double(k, v.point->x);
        put_double(k, v.point->y);
        put_double(k, v.point->z);
        break;
    default:
        k->exact = v.type == ENT_TYPE_NULL;
        break;
    }
}

size_t ent_order_key(char out[ENT_KEY_MAX], ent_value v, bool *exact)
{
    key k = {(unsigned char *)out, 0, true};
    if (v.type != ENT_TYPE_LIST) {
        put_scalar(&k, v, false);
    } else {
        put_byte(&k, ENT_TYPE_LIST + 1u);
        for (uint32_t i = 0; i < v.n && k.n < ENT_KEY_MAX; i++)
            put_scalar(&k, v.list[i], true);
        put_byte(&k, 0);
    }
    *exact = k.exact;
    return k.n;
}
