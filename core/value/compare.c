/* The three ways to compare values: equality with unknown (`=`), the partial order of `<`, and the total order of ORDER
 * BY, which also gives equivalence. */
#include "core/value/temporal.h"
#include "core/value/value.h"

#include <math.h>
#include <stdlib.h>

enum { DEEPEST = ENT_VALUE_DEPTH + 4 }; /* a path and its nodes inside the innermost list */

static int sign(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int ent_compare_int_double(int64_t i, double d)
{
    if (d >= 0x1p63)
        return -1;
    if (d < -0x1p63)
        return 1;
    int64_t whole = (int64_t)d;
    if (i != whole)
        return i < whole ? -1 : 1;
    double rest = d - (double)whole; /* exact: whole came from a double */
    return (rest < 0) - (rest > 0);
}

static bool is_nan(ent_value v)
{
    return v.type == ENT_TYPE_FLOAT && isnan(v.f);
}

/* Of two numbers that are not NaN. */
static int compare_numbers(ent_value a, ent_value b)
{
    if (a.type == ENT_TYPE_INTEGER)
        return b.type == ENT_TYPE_INTEGER ? sign(a.i, b.i) : ent_compare_int_double(a.i, b.f);
    if (b.type == ENT_TYPE_INTEGER)
        return -ent_compare_int_double(b.i, a.f);
    return (a.f > b.f) - (a.f < b.f);
}

/* UTF-8 sorts by bytes as it does by code points. */
static int compare_strings(ent_str a, ent_str b)
{
    uint32_t shorter = a.n < b.n ? a.n : b.n;
    int order = shorter ? memcmp(a.p, b.p, shorter) : 0;
    return order ? order : sign(a.n, b.n);
}

static uint64_t entity_id(ent_value v)
{
    return v.flags & ENT_RESOLVED ? v.entity->id : v.id;
}

/* ---- maps side by side ---- */

enum { FEW_KEYS = 24 };

typedef struct {
    const ent_entry *few[FEW_KEYS];
    const ent_entry **sorted; /* few, or from the heap; NULL: memory is out */
} key_order;

static int by_key(const void *a, const void *b)
{
    return compare_strings((*(const ent_entry *const *)a)->key, (*(const ent_entry *const *)b)->key);
}

static bool sort_keys(key_order *keys, ent_value map)
{
    keys->sorted = map.n <= FEW_KEYS ? keys->few : malloc(map.n * sizeof *keys->sorted);
    if (!keys->sorted)
        return false;
    for (uint32_t i = 0; i < map.n; i++)
        keys->sorted[i] = &map.map[i];
    if (map.n > 1)
        qsort(keys->sorted, map.n, sizeof *keys->sorted, by_key);
    return true;
}

static void free_keys(key_order *keys)
{
    if (keys->sorted != keys->few)
        free(keys->sorted);
}

/* ---- equality ---- */

typedef ent_ternary pair_test(ent_value a, ent_value b, int room);

static ent_ternary equal(ent_value a, ent_value b, int room);

static ent_ternary equal_items(const ent_value *a, const ent_value *b, uint32_t n, int room)
{
    ent_ternary answer = ENT_TRUE;
    for (uint32_t i = 0; i < n; i++) {
        ent_ternary pair = equal(a[i], b[i], room);
        if (pair == ENT_FALSE)
            return ENT_FALSE;
        if (pair == ENT_UNKNOWN)
            answer = ENT_UNKNOWN;
    }
    return answer;
}

static const ent_value *find_near(ent_value map, uint32_t i, ent_str key)
{
    return ent_str_equal(map.map[i].key, key) ? &map.map[i].value : ent_map_get(map, key);
}

/* Of as many entries each: same keys, and every pair of values passes the test. */
static ent_ternary equal_maps(ent_value a, ent_value b, pair_test *test, int room)
{
    ent_ternary answer = ENT_TRUE;
    key_order keys_a = {.sorted = keys_a.few}, keys_b = {.sorted = keys_b.few};
    bool sorted = a.n > FEW_KEYS && sort_keys(&keys_a, a) && sort_keys(&keys_b, b);
    for (uint32_t i = 0; i < a.n && answer != ENT_FALSE; i++) {
        const ent_entry *entry = sorted ? keys_a.sorted[i] : &a.map[i];
        const ent_value *other = NULL;
        if (!sorted)
            other = find_near(b, i, entry->key);
        else if (ent_str_equal(entry->key, keys_b.sorted[i]->key))
            other = &keys_b.sorted[i]->value;
        ent_ternary pair = other ? test(entry->value, *other, room) : ENT_FALSE;
        answer = pair == ENT_TRUE ? answer : pair;
    }
    free_keys(&keys_a);
    free_keys(&keys_b);
    return answer;
}

static bool equal_points(const ent_point *a, const ent_point *b)
{
    return a->srid == b->srid && a->x == b->x && a->y == b->y && a->z == b->z;
}

static ent_ternary equal(ent_value a, ent_value b, int room)
{
    if (ent_is_null(a) || ent_is_null(b) || room == 0)
        return ENT_UNKNOWN;
    if (ent_is_number(a) && ent_is_number(b))
        return !is_nan(a) && !is_nan(b) && compare_numbers(a, b) == 0 ? ENT_TRUE : ENT_FALSE;
    if (a.type != b.type)
        return ENT_FALSE;
    switch ((ent_type)a.type) {
    case ENT_TYPE_BOOLEAN:
        return a.b == b.b ? ENT_TRUE : ENT_FALSE;
    case ENT_TYPE_STRING:
        return ent_str_equal(ent_value_str(a), ent_value_str(b)) ? ENT_TRUE : ENT_FALSE;
    case ENT_TYPE_LIST:
    case ENT_TYPE_PATH:
        return a.n == b.n ? equal_items(a.list, b.list, a.n, room - 1) : ENT_FALSE;
    case ENT_TYPE_MAP:
        return a.n == b.n ? equal_maps(a, b, equal, room - 1) : ENT_FALSE;
    case ENT_TYPE_NODE:
    case ENT_TYPE_RELATIONSHIP:
        return entity_id(a) == entity_id(b) ? ENT_TRUE : ENT_FALSE;
    case ENT_TYPE_POINT:
        return equal_points(a.point, b.point) ? ENT_TRUE : ENT_FALSE;
    default:
        return ent_temporal_equal(a, b) ? ENT_TRUE : ENT_FALSE;
    }
}

ent_ternary ent_equal(ent_value a, ent_value b)
{
    return equal(a, b, DEEPEST);
}

/* ---- the partial order ---- */

static bool comparable(ent_value a, ent_value b, int *order, bool *nan, int room);

/* The first pair that differs decides; what stands behind it does not matter. */
static bool comparable_lists(ent_value a, ent_value b, int *order, bool *nan, int room)
{
    for (uint32_t i = 0; i < a.n && i < b.n; i++) {
        ent_ternary same = equal(a.list[i], b.list[i], room);
        if (same == ENT_UNKNOWN)
            return false;
        if (same == ENT_FALSE)
            return comparable(a.list[i], b.list[i], order, nan, room);
    }
    *order = sign(a.n, b.n);
    return true;
}

static bool comparable(ent_value a, ent_value b, int *order, bool *nan, int room)
{
    if (ent_is_number(a) && ent_is_number(b)) {
        *nan = is_nan(a) || is_nan(b);
        if (!*nan)
            *order = compare_numbers(a, b);
        return !*nan;
    }
    if (a.type != b.type || room == 0)
        return false;
    switch ((ent_type)a.type) {
    case ENT_TYPE_BOOLEAN:
        *order = sign(a.b, b.b);
        return true;
    case ENT_TYPE_STRING:
        *order = compare_strings(ent_value_str(a), ent_value_str(b));
        return true;
    case ENT_TYPE_LIST:
        return comparable_lists(a, b, order, nan, room - 1);
    case ENT_TYPE_DATE:
    case ENT_TYPE_TIME:
    case ENT_TYPE_LOCAL_TIME:
    case ENT_TYPE_DATETIME:
    case ENT_TYPE_LOCAL_DATETIME:
        *order = ent_temporal_order(a, b);
        return true;
    default:
        return false;
    }
}

bool ent_comparable(ent_value a, ent_value b, int *order, bool *nan)
{
    *order = 0;
    *nan = false;
    return comparable(a, b, order, nan, DEEPEST);
}

/* ---- the total order ---- */

static int total(ent_value a, ent_value b, int room);

static int total_items(ent_value a, ent_value b, int room)
{
    for (uint32_t i = 0; i < a.n && i < b.n; i++) {
        int order = total(a.list[i], b.list[i], room);
        if (order)
            return order;
    }
    return sign(a.n, b.n);
}

/* As lists of their entries sorted by key. */
static int total_maps(ent_value a, ent_value b, int room)
{
    key_order keys_a = {.sorted = keys_a.few}, keys_b = {.sorted = keys_b.few};
    int order = 0;
    if (sort_keys(&keys_a, a) && sort_keys(&keys_b, b)) {
        for (uint32_t i = 0; i < a.n && i < b.n && !order; i++) {
            order = compare_strings(keys_a.sorted[i]->key, keys_b.sorted[i]->key);
            if (!order)
                order = total(keys_a.sorted[i]->value, keys_b.sorted[i]->value, room);
        }
    }
    free_keys(&keys_a);
    free_keys(&keys_b);
    return order ? order : sign(a.n, b.n);
}

static int total_doubles(double a, double b)
{
    if (isnan(a) || isnan(b))
        return (isnan(a) != 0) - (isnan(b) != 0);
    return (a > b) - (a < b);
}

static int total_points(const ent_point *a, const ent_point *b)
{
    int order = sign(a->srid, b->srid);
    if (!order)
        order = total_doubles(a->x, b->x);
    if (!order)
        order = total_doubles(a->y, b->y);
    return order ? order : total_doubles(a->z, b->z);
}

static int total_numbers(ent_value a, ent_value b)
{
    if (is_nan(a) || is_nan(b))
        return is_nan(a) - is_nan(b);
    return compare_numbers(a, b);
}

static int total(ent_value a, ent_value b, int room)
{
    if (ent_is_number(a) && ent_is_number(b))
        return total_numbers(a, b);
    if (a.type != b.type || room == 0)
        return sign(a.type, b.type);
    switch ((ent_type)a.type) {
    case ENT_TYPE_NULL:
        return 0;
    case ENT_TYPE_BOOLEAN:
        return sign(a.b, b.b);
    case ENT_TYPE_STRING:
        return compare_strings(ent_value_str(a), ent_value_str(b));
    case ENT_TYPE_LIST:
    case ENT_TYPE_PATH:
        return total_items(a, b, room - 1);
    case ENT_TYPE_MAP:
        return total_maps(a, b, room - 1);
    case ENT_TYPE_NODE:
    case ENT_TYPE_RELATIONSHIP: {
        uint64_t x = entity_id(a), y = entity_id(b);
        return (x > y) - (x < y);
    }
    case ENT_TYPE_POINT:
        return total_points(a.point, b.point);
    default:
        return ent_temporal_order(a, b);
    }
}

int ent_order(ent_value a, ent_value b)
{
    return total(a, b, DEEPEST);
}

/* ---- equivalence ---- */

static ent_ternary equivalent(ent_value a, ent_value b, int room)
{
    if (ent_is_null(a) || ent_is_null(b))
        return a.type == b.type ? ENT_TRUE : ENT_FALSE;
    if (is_nan(a) || is_nan(b))
        return is_nan(a) && is_nan(b) ? ENT_TRUE : ENT_FALSE;
    if (a.type != b.type)
        return equal(a, b, room);
    switch ((ent_type)a.type) {
    case ENT_TYPE_POINT:
        return total_points(a.point, b.point) == 0 ? ENT_TRUE : ENT_FALSE;
    case ENT_TYPE_MAP:
        return a.n == b.n && room > 0 ? equal_maps(a, b, equivalent, room - 1) : ENT_FALSE;
    case ENT_TYPE_LIST:
        if (a.n != b.n || room == 0)
            return ENT_FALSE;
        for (uint32_t i = 0; i < a.n; i++)
            if (equivalent(a.list[i], b.list[i], room - 1) != ENT_TRUE)
                return ENT_FALSE;
        return ENT_TRUE;
    default:
        return equal(a, b, room);
    }
}

bool ent_equivalent(ent_value a, ent_value b)
{
    return equivalent(a, b, DEEPEST) == ENT_TRUE;
}
