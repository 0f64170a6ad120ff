/* Values: what a property holds and an expression gives. 16 bytes each; whatever is larger lies in an arena, in the
 * store's map (strings read in place) or in the query text, and is never changed once a value points to it.
 *
 *   NULL
 *   BOOLEAN         b
 *   INTEGER         i
 *   FLOAT           f
 *   STRING          s, n bytes of valid UTF-8
 *   LIST            list, n items
 *   MAP             map, n entries, keys unique, in the order in which they were written
 *   NODE            id
 *   RELATIONSHIP    id, n: token of its type; in a path, flags & ENT_REVERSED: walked from its end to its start
 *   PATH            list, n items (odd): node, relationship, node, ..., node
 *   DATE            i: days since 1970-01-01
 *   LOCAL_TIME      i: nanoseconds since midnight
 *   TIME            i: nanoseconds since local midnight, offset(): seconds east of Greenwich
 *   LOCAL_DATETIME  i: seconds since 1970-01-01T00:00:00, n: nanoseconds
 *   DATETIME        datetime
 *   DURATION        duration
 *   POINT           point
 *
 * A value that leaves the engine (a result column) has its nodes and relationships resolved: flags & ENT_RESOLVED, and
 * `entity` points to a self-contained copy. */
#ifndef ENT_VALUE_VALUE_H
#define ENT_VALUE_VALUE_H

#include "core/base/arena.h"
#include "core/base/str.h"

/* In openCypher's order of types for ORDER BY, ascending; null comes last.
 * id, name as openCypher writes it */
#define ENT_TYPES(X)                    \
    X(MAP, "MAP")                       \
    X(NODE, "NODE")                     \
    X(RELATIONSHIP, "RELATIONSHIP")     \
    X(LIST, "LIST")                     \
    X(PATH, "PATH")                     \
    X(POINT, "POINT")                   \
    X(DATETIME, "ZONED DATETIME")       \
    X(LOCAL_DATETIME, "LOCAL DATETIME") \
    X(DATE, "DATE")                     \
    X(TIME, "ZONED TIME")               \
    X(LOCAL_TIME, "LOCAL TIME")         \
    X(DURATION, "DURATION")             \
    X(STRING, "STRING")                 \
    X(BOOLEAN, "BOOLEAN")               \
    X(INTEGER, "INTEGER")               \
    X(FLOAT, "FLOAT")                   \
    X(NULL, "NULL")

typedef enum {
#define X(id, name) ENT_TYPE_##id,
    ENT_TYPES(X)
#undef X
        ENT_TYPE_COUNT
} ent_type;

/* Sets of types, for what is known before a query runs. */
typedef uint32_t ent_type_set;
#define ENT_TYPE_BIT(type) ((ent_type_set)1 << (type))
#define ENT_ANY_TYPE       ((ent_type_set)((1u << ENT_TYPE_COUNT) - 1))

enum { ENT_REVERSED = 1, ENT_RESOLVED = 2 };

struct ent_entry;
struct ent_entity;

typedef struct {
    int64_t seconds; /* local, since 1970-01-01T00:00:00 on the wall clock of the zone */
    int32_t nanos;
    int32_t offset;   /* seconds east of Greenwich; the instant is seconds - offset */
    const char *zone; /* IANA name, NUL-terminated; NULL: offset only */
} ent_datetime;

typedef struct {
    int64_t months, days, seconds;
    int32_t nanos; /* 0 to 999,999,999, also when seconds is negative */
} ent_duration;

typedef struct {
    int32_t srid;   /* 4326 WGS-84 2D, 4979 3D, 7203 cartesian 2D, 9157 3D */
    double x, y, z; /* longitude, latitude, height where geographic */
} ent_point;

typedef struct ent_value {
    uint8_t type; /* ent_type */
    uint8_t flags;
    uint16_t reserved; /* 0, so that values can be compared and hashed as bytes where types allow it */
    uint32_t n;
    union {
        bool b;
        int64_t i;
        double f;
        uint64_t id;
        const char *s;
        const struct ent_value *list;
        const struct ent_entry *map;
        const ent_datetime *datetime;
        const ent_duration *duration;
        const ent_point *point;
        const struct ent_entity *entity;
    };
} ent_value;

typedef struct ent_entry {
    ent_str key;
    ent_value value;
} ent_entry;

/* A node or relationship that stands on its own: what a result row hands out. */
typedef struct ent_entity {
    uint64_t id, start, end;       /* start, end: of a relationship */
    ent_str type;                  /* of a relationship */
    const ent_str *labels;         /* of a node, sorted by name */
    const ent_value *label_values; /* the same as strings; only in values that have left through the API, else NULL */
    uint32_t label_count, property_count;
    const ent_entry *properties; /* sorted by key */
    bool deleted;
} ent_entity;

/* ---- making values ---- */

#define ENT_NULL ((ent_value){.type = ENT_TYPE_NULL})

static inline ent_value ent_bool(bool b)
{
    ent_value v = {.type = ENT_TYPE_BOOLEAN};
    v.i = 0;
    v.b = b;
    return v;
}
static inline ent_value ent_int(int64_t i)
{
    return (ent_value){.type = ENT_TYPE_INTEGER, .i = i};
}
static inline ent_value ent_float(double f)
{
    return (ent_value){.type = ENT_TYPE_FLOAT, .f = f};
}
static inline ent_value ent_string(ent_str s)
{
    return (ent_value){.type = ENT_TYPE_STRING, .n = s.n, .s = s.p};
}
static inline ent_value ent_list(const ent_value *items, uint32_t n)
{
    return (ent_value){.type = ENT_TYPE_LIST, .n = n, .list = items};
}
static inline ent_value ent_map(const ent_entry *entries, uint32_t n)
{
    return (ent_value){.type = ENT_TYPE_MAP, .n = n, .map = entries};
}
static inline ent_value ent_node(uint64_t id)
{
    return (ent_value){.type = ENT_TYPE_NODE, .id = id};
}
static inline ent_value ent_relationship(uint64_t id, uint32_t type)
{
    return (ent_value){.type = ENT_TYPE_RELATIONSHIP, .n = type, .id = id};
}
static inline ent_str ent_value_str(ent_value v)
{
    return (ent_str){v.s, v.n};
}
static inline bool ent_is_null(ent_value v)
{
    return v.type == ENT_TYPE_NULL;
}
static inline bool ent_is_number(ent_value v)
{
    return v.type == ENT_TYPE_INTEGER || v.type == ENT_TYPE_FLOAT;
}
/* Of an INTEGER or FLOAT. */
static inline double ent_as_double(ent_value v)
{
    return v.type == ENT_TYPE_INTEGER ? (double)v.i : v.f;
}
/* Seconds east of Greenwich of a TIME. */
static inline int32_t ent_time_offset(ent_value v)
{
    return (int32_t)v.n;
}

/* The value of a key; NULL when the map has no such key. */
const ent_value *ent_map_get(ent_value map, ent_str key);

const char *ent_type_name(ent_type type); /* "ZONED DATETIME" */

/* Lists and maps nest at most so deep: whoever makes one out of others refuses a value that is too deep, so that
 * comparing, hashing, copying and writing may recurse. Those stay safe with deeper ones, but stop looking there. */
enum { ENT_VALUE_DEPTH = 2000 };
bool ent_value_too_deep(ent_value v);

/* ---- comparing ---- */

/* openCypher's three answers. */
typedef enum { ENT_FALSE = 0, ENT_TRUE = 1, ENT_UNKNOWN = 2 } ent_ternary;

/* `a = b`: 1 = 1.0; NaN equals nothing; null anywhere decisive gives unknown; [1, null] = [2, null] is false. */
ent_ternary ent_equal(ent_value a, ent_value b);

/* `a < b` and the like: *order is negative, 0 or positive. False where the two have no order (incomparable types
 * give null in openCypher; NaN against a number gives false: *is_nan tells). */
bool ent_comparable(ent_value a, ent_value b, int *order, bool *is_nan);

/* Equivalence: for DISTINCT, grouping and UNION. Null equals null, NaN equals NaN, 1 equals 1.0. */
bool ent_equivalent(ent_value a, ent_value b);
/* Equivalent values have equal hashes. */
uint64_t ent_hash(ent_value v);

/* Total order over all values, for ORDER BY, min and max: negative, 0 or positive. */
int ent_order(ent_value a, ent_value b);

/* Exact comparison of an integer with a double (2^53 and beyond): negative, 0, positive; d is not NaN. */
int ent_compare_int_double(int64_t i, double d);

/* ---- copying ---- */

/* A copy that shares nothing with v. NULL type when the arena failed (ask the arena). */
ent_value ent_value_copy(ent_arena *arena, ent_value v);

/* ---- the stored form ----
 *
 * One byte of type, then: boolean 1 byte; integer 8; float 8; string u32 length and bytes; list u32 count and items;
 * temporal types their fields in order; datetime with its zone name as a string. Little-endian, unaligned.
 * Maps, nodes, relationships and paths have no stored form. */
size_t ent_encoded_size(ent_value v);
char *ent_encode(char *out, ent_value v);
/* Reads one value; strings are given in place, lists and structs in the arena. False when the bytes are damaged. */
bool ent_decode(ent_arena *arena, const char **at, const char *end, ent_value *out);
/* Whether v may be a property: no map, node, relationship, path; no list with null or with one of these, no list of
 * lists. */
bool ent_storable(ent_value v);

/* A key whose bytes sort as ent_order sorts values, at most ENT_KEY_MAX bytes; *exact says that equal keys mean
 * equivalent values (a long string is cut; the zone of an instant is left out). The first byte is the type class:
 * numbers share one. Equivalent values have equal keys. For property indexes. Returns its length. */
enum { ENT_KEY_MAX = 256 };
size_t ent_order_key(char out[ENT_KEY_MAX], ent_value v, bool *exact);

/* ---- text ---- */

/* The value as openCypher would write it as a literal or, for top-level strings with `bare`, the string itself:
 * toString() and result tables use bare. Floats in the shortest form that reads back the same, with ".0" or exponent.
 * Nodes and relationships need to be resolved: (:A:B {k: 1}), [:T {k: 1}], <(:A)-[:T]->(:B)>.
 * In the arena, NUL-terminated; p NULL when the arena failed. */
ent_str ent_value_text(ent_arena *arena, ent_value v, bool bare);

/* Of a double: "1.0", "1.5e300", "NaN", "Infinity". Returns the length; out holds at least 32 bytes. */
size_t ent_float_text(char out[32], double f);

#endif
