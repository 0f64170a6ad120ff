/* Values as text: what openCypher would write, for result tables, toString() and messages. */
#include "core/base/buffer.h"
#include "core/value/temporal.h"
#include "core/value/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEEPEST = ENT_VALUE_DEPTH + 4 }; /* a path and its nodes inside the innermost list */

/* ---- floats ---- */

enum { MOST_DIGITS = 17, PLAIN_BELOW = 16, PLAIN_ABOVE = -6 };

/* The fewest digits that read back as f (not 0, finite); exponent: f is d.ddd times ten to it. The C locale of the host
 * process may write another decimal point, so the digits alone are taken. */
static int shortest_digits(double f, char digits[MOST_DIGITS + 1], int *exponent)
{
    char text[40];
    /* up to 15 digits any decimal number survives, except among the subnormals, which hold fewer */
    int precision = fabs(f) < 0x1p-1022 ? 1 : 15;
    for (; precision <= MOST_DIGITS; precision++) {
        snprintf(text, sizeof text, "%.*e", precision - 1, f);
        if (strtod(text, NULL) == f)
            break;
    }
    int n = 0;
    const char *p = text;
    for (; *p != 'e'; p++)
        if (*p >= '0' && *p <= '9' && n < MOST_DIGITS)
            digits[n++] = *p;
    *exponent = atoi(p + 1);
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
    return n;
}

static char *put_zeros(char *out, int n)
{
    for (int i = 0; i < n; i++)
        *out++ = '0';
    return out;
}

static char *put_digits(char *out, const char *digits, int n)
{
    memcpy(out, digits, (size_t)n);
    return out + n;
}

size_t ent_float_text(char out[32], double f)
{
    if (isnan(f))
        return (size_t)sprintf(out, "NaN");
    if (isinf(f))
        return (size_t)sprintf(out, f < 0 ? "-Infinity" : "Infinity");
    if (f == 0)
        return (size_t)sprintf(out, signbit(f) ? "-0.0" : "0.0");
    if (fabs(f) < 1e15 && f == trunc(f))
        return (size_t)sprintf(out, "%lld.0", (long long)f);
    char digits[MOST_DIGITS + 1];
    int exponent, n = shortest_digits(f, digits, &exponent);
    char *p = out;
    if (f < 0)
        *p++ = '-';
    if (exponent >= PLAIN_BELOW || exponent <= PLAIN_ABOVE) {
        *p++ = digits[0];
        if (n > 1) {
            *p++ = '.';
            p = put_digits(p, digits + 1, n - 1);
        }
        return (size_t)(p - out) + (size_t)sprintf(p, "e%d", exponent);
    }
    if (exponent < 0) {
        p = put_digits(p, "0.", 2);
        p = put_zeros(p, -exponent - 1);
        p = put_digits(p, digits, n);
    } else if (n <= exponent + 1) {
        p = put_digits(p, digits, n);
        p = put_zeros(p, exponent + 1 - n);
        p = put_digits(p, ".0", 2);
    } else {
        p = put_digits(p, digits, exponent + 1);
        *p++ = '.';
        p = put_digits(p, digits + exponent + 1, n - exponent - 1);
    }
    *p = '\0';
    return (size_t)(p - out);
}

/* ---- strings and names ---- */

static void put_escape(ent_buffer *out, unsigned char c)
{
    switch (c) {
    case '\n':
        ent_buffer_text(out, "\\n");
        break;
    case '\r':
        ent_buffer_text(out, "\\r");
        break;
    case '\t':
        ent_buffer_text(out, "\\t");
        break;
    case '\b':
        ent_buffer_text(out, "\\b");
        break;
    case '\f':
        ent_buffer_text(out, "\\f");
        break;
    case '\'':
    case '\\':
        ent_buffer_char(out, '\\');
        ent_buffer_char(out, (char)c);
        break;
    default:
        ent_buffer_printf(out, "\\u%04X", c);
    }
}

static void put_quoted(ent_buffer *out, ent_str s)
{
    uint32_t from = 0;
    ent_buffer_char(out, '\'');
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '\'' && c != '\\' && c != 0x7F)
            continue;
        ent_buffer_put(out, s.p + from, i - from);
        put_escape(out, c);
        from = i + 1;
    }
    ent_buffer_put(out, s.p + from, s.n - from);
    ent_buffer_char(out, '\'');
}

/* Names that the parser takes without backticks, as far as that can be told without tables: ASCII and Latin letters. */
static bool plain_name(ent_str name)
{
    const char *p = name.p, *end = name.p + name.n;
    while (p < end) {
        bool first = p == name.p;
        uint32_t c = ent_utf8_next(&p);
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                      (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7);
        if (!letter && (first || c < '0' || c > '9'))
            return false;
    }
    return name.n > 0;
}

static void put_name(ent_buffer *out, ent_str name)
{
    if (plain_name(name)) {
        ent_buffer_str(out, name);
        return;
    }
    ent_buffer_char(out, '`');
    for (uint32_t i = 0; i < name.n; i++) {
        if (name.p[i] == '`')
            ent_buffer_char(out, '`');
        ent_buffer_char(out, name.p[i]);
    }
    ent_buffer_char(out, '`');
}

/* ---- everything else ---- */

static void put_value(ent_buffer *out, ent_value v, int room);

static void put_list(ent_buffer *out, ent_value v, int room)
{
    ent_buffer_char(out, '[');
    for (uint32_t i = 0; i < v.n; i++) {
        if (i)
            ent_buffer_text(out, ", ");
        put_value(out, v.list[i], room);
    }
    ent_buffer_char(out, ']');
}

static void put_map(ent_buffer *out, const ent_entry *entries, uint32_t n, int room)
{
    ent_buffer_char(out, '{');
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            ent_buffer_text(out, ", ");
        put_name(out, entries[i].key);
        ent_buffer_text(out, ": ");
        put_value(out, entries[i].value, room);
    }
    ent_buffer_char(out, '}');
}

static void put_properties(ent_buffer *out, const ent_entity *entity, bool blank, int room)
{
    if (entity->property_count == 0)
        return;
    if (blank)
        ent_buffer_char(out, ' ');
    put_map(out, entity->properties, entity->property_count, room);
}

static void put_node(ent_buffer *out, ent_value v, int room)
{
    ent_buffer_char(out, '(');
    if (v.flags & ENT_RESOLVED) {
        for (uint32_t i = 0; i < v.entity->label_count; i++) {
            ent_buffer_char(out, ':');
            put_name(out, v.entity->labels[i]);
        }
        put_properties(out, v.entity, v.entity->label_count > 0, room);
    }
    ent_buffer_char(out, ')');
}

static void put_relationship(ent_buffer *out, ent_value v, int room)
{
    ent_buffer_char(out, '[');
    if (v.flags & ENT_RESOLVED) {
        ent_buffer_char(out, ':');
        put_name(out, v.entity->type);
        put_properties(out, v.entity, true, room);
    }
    ent_buffer_char(out, ']');
}

static void put_path(ent_buffer *out, ent_value v, int room)
{
    ent_buffer_char(out, '<');
    for (uint32_t i = 0; i < v.n; i++) {
        ent_value step = v.list[i];
        if (step.type == ENT_TYPE_NODE) {
            put_node(out, step, room);
            continue;
        }
        ent_buffer_text(out, step.flags & ENT_REVERSED ? "<-" : "-");
        put_relationship(out, step, room);
        ent_buffer_text(out, step.flags & ENT_REVERSED ? "-" : "->");
    }
    ent_buffer_char(out, '>');
}

static void put_float(ent_buffer *out, double f)
{
    char text[32];
    ent_buffer_put(out, text, ent_float_text(text, f));
}

/* As the call that makes it again. */
static void put_point(ent_buffer *out, const ent_point *point)
{
    ent_buffer_printf(out, "point({srid: %d, x: ", point->srid);
    put_float(out, point->x);
    ent_buffer_text(out, ", y: ");
    put_float(out, point->y);
    if (point->srid == 4979 || point->srid == 9157) {
        ent_buffer_text(out, ", z: ");
        put_float(out, point->z);
    }
    ent_buffer_text(out, "})");
}

static void put_temporal(ent_buffer *out, ent_value v)
{
    char text[ENT_TEMPORAL_TEXT];
    ent_buffer_put(out, text, ent_temporal_text(text, v));
}

static void put_value(ent_buffer *out, ent_value v, int room)
{
    if (room == 0) {
        ent_buffer_text(out, "...");
        return;
    }
    switch ((ent_type)v.type) {
    case ENT_TYPE_NULL:
        ent_buffer_text(out, "null");
        break;
    case ENT_TYPE_BOOLEAN:
        ent_buffer_text(out, v.b ? "true" : "false");
        break;
    case ENT_TYPE_INTEGER:
        ent_buffer_printf(out, "%lld", (long long)v.i);
        break;
    case ENT_TYPE_FLOAT:
        put_float(out, v.f);
        break;
    case ENT_TYPE_STRING:
        put_quoted(out, ent_value_str(v));
        break;
    case ENT_TYPE_LIST:
        put_list(out, v, room - 1);
        break;
    case ENT_TYPE_MAP:
        put_map(out, v.map, v.n, room - 1);
        break;
    case ENT_TYPE_NODE:
        put_node(out, v, room - 1);
        break;
    case ENT_TYPE_RELATIONSHIP:
        put_relationship(out, v, room - 1);
        break;
    case ENT_TYPE_PATH:
        put_path(out, v, room - 1);
        break;
    case ENT_TYPE_POINT:
        put_point(out, v.point);
        break;
    default:
        put_temporal(out, v);
    }
}

ent_str ent_value_text(ent_arena *arena, ent_value v, bool bare)
{
    if (bare && v.type == ENT_TYPE_STRING)
        return (ent_str){ent_arena_copy(arena, v.s, v.n), v.n};
    ent_buffer out;
    ent_buffer_init(&out, arena);
    put_value(&out, v, DEEPEST);
    return ent_buffer_take(&out);
}
