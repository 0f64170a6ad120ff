/* Hashes that agree with ent_equivalent: 1 and 1.0, 0.0 and -0.0, every NaN, the same instant in two zones, maps with
 * their entries in another order. */
#include "core/value/value.h"

#include <math.h>

enum { DEEPEST = ENT_VALUE_DEPTH + 4 }; /* a path and its nodes inside the innermost list */

static uint64_t mix(uint64_t h)
{
    h ^= h >> 32;
    h *= UINT64_C(0xd6e8feb86659fd93);
    h ^= h >> 32;
    h *= UINT64_C(0xd6e8feb86659fd93);
    h ^= h >> 32;
    return h;
}

static uint64_t join(uint64_t h, uint64_t word)
{
    return mix(h * UINT64_C(0x9e3779b97f4a7c15) + word);
}

static uint64_t hash_bytes(uint64_t h, const char *bytes, uint32_t n)
{
    h = join(h, n);
    while (n >= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        h ^= h >> 29;
        bytes += 8;
        n -= 8;
    }
    uint64_t rest = 0;
    if (n)
        memcpy(&rest, bytes, n);
    return join(h, rest);
}

static uint64_t hash_int(int64_t i)
{
    return join(ENT_TYPE_INTEGER, (uint64_t)i);
}

static uint64_t hash_double(double f)
{
    if (f >= -0x1p63 && f < 0x1p63 && f == trunc(f))
        return hash_int((int64_t)f); /* equal to this integer */
    if (isnan(f))
        return join(ENT_TYPE_FLOAT, UINT64_C(0x7FF8000000000000)); /* all of them */
    uint64_t bits;
    memcpy(&bits, &f, sizeof bits);
    return join(ENT_TYPE_FLOAT, bits);
}

static uint64_t hash(ent_value v, int room)
{
    uint64_t h = join(v.type, 0);
    switch ((ent_type)v.type) {
    case ENT_TYPE_BOOLEAN:
        return join(h, v.b);
    case ENT_TYPE_INTEGER:
        return hash_int(v.i);
    case ENT_TYPE_FLOAT:
        return hash_double(v.f);
    case ENT_TYPE_STRING:
        return hash_bytes(h, v.s, v.n);
    case ENT_TYPE_LIST:
    case ENT_TYPE_PATH:
        h = join(h, v.n);
        for (uint32_t i = 0; i < v.n && room > 0; i++)
            h = join(h, hash(v.list[i], room - 1));
        return h;
    case ENT_TYPE_MAP: {
        uint64_t sum = v.n;
        for (uint32_t i = 0; i < v.n && room > 0; i++)
            sum += join(hash_bytes(0, v.map[i].key.p, v.map[i].key.n), hash(v.map[i].value, room - 1));
        return join(h, sum);
    }
    case ENT_TYPE_NODE:
    case ENT_TYPE_RELATIONSHIP:
        return join(h, v.flags & ENT_RESOLVED ? v.entity->id : v.id);
    case ENT_TYPE_DATE:
    case ENT_TYPE_LOCAL_TIME:
        return join(h, (uint64_t)v.i);
    case ENT_TYPE_TIME:
        return join(h, (uint64_t)(v.i - ent_time_offset(v) * INT64_C(1000000000)));
    case ENT_TYPE_LOCAL_DATETIME:
        return join(join(h, (uint64_t)v.i), v.n);
    case ENT_TYPE_DATETIME:
        return join(join(h, (uint64_t)(v.datetime->seconds - v.datetime->offset)), (uint64_t)v.datetime->nanos);
    case ENT_TYPE_DURATION:
        h = join(join(h, (uint64_t)v.duration->months), (uint64_t)v.duration->days);
        return join(join(h, (uint64_t)v.duration->seconds), (uint64_t)v.duration->nanos);
    case ENT_TYPE_POINT:
        h = join(join(h, (uint64_t)v.point->srid), hash_double(v.point->x));
        return join(join(h, hash_double(v.point->y)), hash_double(v.point->z));
    default:
        return h;
    }
}

uint64_t ent_hash(ent_value v)
{
    return hash(v, DEEPEST);
}
