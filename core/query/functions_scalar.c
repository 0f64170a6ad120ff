/* Functions of one value: what it is, what it can be turned into, and what the graph says of it. */
#include "core/base/number.h"
#include "core/query/entity.h"
#include "core/query/eval.h"
#include "core/query/function_tables.h"
#include "core/query/random.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static ent_status give_string(ent_call *call, ent_value *out, const char *text, size_t n)
{
    const char *copy = ent_arena_copy(call->arena, text, n);
    if (!copy)
        return ent_arena_status(call->arena, call->context->error);
    *out = ent_string((ent_str){copy, (uint32_t)n});
    return ENT_OK;
}

/* ---- nulls ---- */

static ent_status coalesce(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    for (uint32_t i = 0; i < n; i++)
        if (!ent_is_null(args[i])) {
            *out = args[i];
            return ENT_OK;
        }
    *out = ENT_NULL;
    return ENT_OK;
}

static ent_status null_if(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ent_equal(args[0], args[1]) == ENT_TRUE ? ENT_NULL : args[0];
    return ENT_OK;
}

static ent_status exists(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ent_bool(!ent_is_null(args[0]));
    return ENT_OK;
}

static ent_status is_empty(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ent_bool(args[0].n == 0);
    return ENT_OK;
}

/* ---- nodes and relationships ---- */

static ent_status id(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ent_int((int64_t)ent_entity_id(args[0]));
    return ENT_OK;
}

static ent_status element_id(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    char text[24];
    int length = snprintf(text, sizeof text, "%llu", (unsigned long long)ent_entity_id(args[0]));
    return give_string(call, out, text, (size_t)length);
}

static ent_status type(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    if (args[0].flags & ENT_RESOLVED)
        *out = ent_string(args[0].entity->type);
    else
        *out = ent_string(ent_token_name(call->context->txn, ENT_TOKEN_TYPE, args[0].n));
    return ENT_OK;
}

static ent_status start_node(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_rel_record rel;
    ENT_TRY(ent_entity_rel(call->context, args[0], call->where, &rel));
    *out = ent_node(rel.start);
    return ENT_OK;
}

static ent_status end_node(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_rel_record rel;
    ENT_TRY(ent_entity_rel(call->context, args[0], call->where, &rel));
    *out = ent_node(rel.end);
    return ENT_OK;
}

static ent_status properties(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return ent_properties_of(call->context, args[0], call->where, call->arena, out);
}

/* ---- conversions. Each gives null where the value cannot be read, and so serves ...OrNull and ...List, too. ---- */

/* The whole part of a float; null when it is not an integer of 64 bits. */
static ent_value whole_part(double f)
{
    const double limit = 9223372036854775808.0;
    return f >= -limit && f < limit ? ent_int((int64_t)f) : ENT_NULL;
}

static ent_value integer_of_text(ent_str s)
{
    double f;
    if (!ent_double_parse(s, &f))
        return ENT_NULL;
    /* digits alone are read exactly; a double has 53 bits */
    int64_t value = 0;
    uint32_t i = 0;
    while (i < s.n && (s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r')))
        i++;
    bool negative = i < s.n && s.p[i] == '-';
    i += i < s.n && (s.p[i] == '-' || s.p[i] == '+');
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        if (__builtin_mul_overflow(value, (int64_t)10, &value) ||
            __builtin_add_overflow(value, (int64_t)(negative ? '0' - s.p[i] : s.p[i] - '0'), &value))
            return ENT_NULL;
    bool has_exponent = memchr(s.p, 'e', s.n) || memchr(s.p, 'E', s.n);
    return has_exponent || !isfinite(f) ? whole_part(f) : ent_int(value);
}

static ent_value integer_of(ent_value v)
{
    switch (v.type) {
    case ENT_TYPE_INTEGER:
        return v;
    case ENT_TYPE_FLOAT:
        return whole_part(v.f);
    case ENT_TYPE_STRING:
        return integer_of_text(ent_value_str(v));
    default:
        return ENT_NULL;
    }
}

static ent_value float_of(ent_value v)
{
    double f;
    if (v.type == ENT_TYPE_STRING)
        return ent_double_parse(ent_value_str(v), &f) ? ent_float(f) : ENT_NULL;
    return ent_is_number(v) ? ent_float(ent_as_double(v)) : ENT_NULL;
}

static ent_value boolean_of(ent_value v)
{
    if (v.type == ENT_TYPE_BOOLEAN)
        return v;
    if (v.type == ENT_TYPE_INTEGER)
        return ent_bool(v.i != 0);
    if (v.type != ENT_TYPE_STRING)
        return ENT_NULL;
    ent_str s = ent_value_str(v);
    while (s.n > 0 && s.p[s.n - 1] == ' ')
        s.n--;
    while (s.n > 0 && *s.p == ' ')
        s = (ent_str){s.p + 1, s.n - 1};
    if (ent_str_equal_nocase(s, ENT_STR("true")))
        return ent_bool(true);
    return ent_str_equal_nocase(s, ENT_STR("false")) ? ent_bool(false) : ENT_NULL;
}

static const ent_type_set has_text = ENT_T_NUMBER | ENT_T(BOOLEAN) | ENT_T(STRING) | ENT_T_TEMPORAL | ENT_T(POINT);

static ent_status string_of(ent_call *call, ent_value v, ent_value *out)
{
    *out = ENT_NULL;
    if (v.type == ENT_TYPE_STRING)
        *out = v;
    else if (has_text & ENT_TYPE_BIT(v.type)) {
        ent_str text = ent_value_text(call->arena, v, true);
        if (!text.p)
            return ent_arena_status(call->arena, call->context->error);
        *out = ent_string(text);
    }
    return ENT_OK;
}

static ent_status to_integer(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = integer_of(args[0]);
    if (!ent_is_null(*out))
        return ENT_OK;
    ent_value f = float_of(args[0]);
    if (ent_is_null(f) || isnan(f.f))
        return ENT_OK;
    return ent_fail(call->context->error, ENT_ARITHMETIC, ENT_PHASE_RUNTIME, call->where, "IntegerOverflow",
                    "the number is too large for an integer");
}

static ent_status to_float(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = float_of(args[0]);
    return ENT_OK;
}

static ent_status to_boolean(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = boolean_of(args[0]);
    return ENT_OK;
}

static ent_status to_string(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return string_of(call, args[0], out);
}

static ent_status to_integer_or_null(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = integer_of(args[0]);
    return ENT_OK;
}

/* ---- of lists ---- */

static ent_status integers_of(ent_call *call, ent_value v, ent_value *out)
{
    *out = integer_of(v);
    return ENT_OK;
}
static ent_status floats_of(ent_call *call, ent_value v, ent_value *out)
{
    *out = float_of(v);
    return ENT_OK;
}
static ent_status booleans_of(ent_call *call, ent_value v, ent_value *out)
{
    *out = boolean_of(v);
    return ENT_OK;
}

static ent_status each(ent_call *call, ent_value list, ent_status (*convert)(ent_call *, ent_value, ent_value *),
                       ent_value *out)
{
    ent_value *items = ENT_NEW_ARRAY(call->arena, ent_value, list.n);
    if (!items)
        return ent_arena_status(call->arena, call->context->error);
    for (uint32_t i = 0; i < list.n; i++)
        ENT_TRY(convert(call, list.list[i], &items[i]));
    *out = ent_list(items, list.n);
    return ENT_OK;
}

static ent_status to_integer_list(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return each(call, args[0], integers_of, out);
}
static ent_status to_float_list(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return each(call, args[0], floats_of, out);
}
static ent_status to_boolean_list(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return each(call, args[0], booleans_of, out);
}
static ent_status to_string_list(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return each(call, args[0], string_of, out);
}

/* ---- valueType ---- */

/* Lists name the types of their items, each once, in the order of the types; nested lists are not taken apart. */
static ent_status value_type(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    char text[400];
    ent_value v = args[0];
    size_t used = 0;
    if (v.type == ENT_TYPE_NULL)
        return give_string(call, out, "NULL", 4);
    used = (size_t)snprintf(text, sizeof text, "%s", ent_type_name(v.type));
    if (v.type == ENT_TYPE_LIST) {
        ent_type_set types = 0;
        bool nulls = false;
        for (uint32_t i = 0; i < v.n; i++) {
            if (ent_is_null(v.list[i]))
                nulls = true;
            else
                types |= ENT_TYPE_BIT(v.list[i].type);
        }
        const char *separator = "<", *may = nulls ? "" : " NOT NULL";
        if (types == 0)
            used += (size_t)snprintf(text + used, sizeof text - used, "<%s", nulls ? "NULL" : "NOTHING");
        for (int t = 0; t < ENT_TYPE_COUNT; t++)
            if (types & ENT_TYPE_BIT(t)) {
                used += (size_t)snprintf(text + used, sizeof text - used, "%s%s%s", separator, ent_type_name(t), may);
                separator = " | ";
            }
        used += (size_t)snprintf(text + used, sizeof text - used, ">");
    }
    used += (size_t)snprintf(text + used, sizeof text - used, " NOT NULL");
    return give_string(call, out, text, used);
}

/* ---- clock and chance ---- */

static ent_status timestamp(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ent_int(call->context->now_seconds * 1000 + call->context->now_nanos / 1000000);
    return ENT_OK;
}

static ent_status random_uuid(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    char text[40];
    uint64_t high, low;
    ENT_TRY(ent_random_next(call->context, &high));
    ENT_TRY(ent_random_next(call->context, &low));
    high = (high & ~(uint64_t)0xF000) | 0x4000;
    low = (low & 0x3FFFFFFFFFFFFFFFu) | 0x8000000000000000u;
    int length = snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%012llx", (unsigned)(high >> 32),
                          (unsigned)(high >> 16 & 0xFFFF), (unsigned)(high & 0xFFFF), (unsigned)(low >> 48),
                          (unsigned long long)(low & 0xFFFFFFFFFFFF));
    return give_string(call, out, text, (size_t)length);
}

static const ent_function functions[] = {
    {"coalesce",
     "(value :: ANY, ...) :: ANY",
     "The first of its arguments that is not null.",
     1,
     255,
     0,
     {0},
     ENT_ANY_TYPE,
     coalesce,
     NULL},
    {"elementId",
     "(element :: NODE | RELATIONSHIP) :: STRING",
     "The id of a node or relationship as a string.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T_ENTITY},
     ENT_T(STRING),
     element_id,
     NULL},
    {"endNode",
     "(relationship :: RELATIONSHIP) :: NODE",
     "The node that a relationship leads to.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(RELATIONSHIP)},
     ENT_T(NODE),
     end_node,
     NULL},
    {"exists",
     "(value :: ANY) :: BOOLEAN",
     "Whether the property has a value; `IS NOT NULL` says the same.",
     1,
     1,
     0,
     {0},
     ENT_T(BOOLEAN),
     exists,
     NULL},
    {"id",
     "(element :: NODE | RELATIONSHIP) :: INTEGER",
     "The id of a node or relationship, never used twice.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T_ENTITY},
     ENT_T(INTEGER),
     id,
     NULL},
    {"isEmpty",
     "(value :: LIST | MAP | STRING) :: BOOLEAN",
     "Whether a list, map or string has nothing in it.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(LIST) | ENT_T(MAP) | ENT_T(STRING)},
     ENT_T(BOOLEAN),
     is_empty,
     NULL},
    {"nullIf",
     "(value :: ANY, other :: ANY) :: ANY",
     "Null when the two are equal, else the first.",
     2,
     2,
     0,
     {0},
     ENT_ANY_TYPE,
     null_if,
     NULL},
    {"properties",
     "(element :: NODE | RELATIONSHIP | MAP) :: MAP",
     "All properties as a map.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T_ENTITY | ENT_T(MAP)},
     ENT_T(MAP),
     properties,
     NULL},
    {"randomUUID",
     "() :: STRING",
     "A new random UUID (version 4).",
     0,
     0,
     ENT_FN_IMPURE,
     {0},
     ENT_T(STRING),
     random_uuid,
     NULL},
    {"startNode",
     "(relationship :: RELATIONSHIP) :: NODE",
     "The node that a relationship starts from.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(RELATIONSHIP)},
     ENT_T(NODE),
     start_node,
     NULL},
    {"timestamp",
     "() :: INTEGER",
     "Milliseconds since 1970-01-01T00:00Z, the same through the whole statement.",
     0,
     0,
     ENT_FN_STATEMENT,
     {0},
     ENT_T(INTEGER),
     timestamp,
     NULL},
    {"toBoolean",
     "(value :: BOOLEAN | INTEGER | STRING) :: BOOLEAN",
     "The boolean that a string spells, or whether an integer is not 0; null for other strings.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(BOOLEAN) | ENT_T(INTEGER) | ENT_T(STRING)},
     ENT_T(BOOLEAN),
     to_boolean,
     NULL},
    {"toBooleanList",
     "(list :: LIST) :: LIST",
     "toBooleanOrNull() of each item.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(LIST)},
     ENT_T(LIST),
     to_boolean_list,
     NULL},
    {"toBooleanOrNull",
     "(value :: ANY) :: BOOLEAN",
     "As toBoolean(), but null for what cannot be a boolean.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {0},
     ENT_T(BOOLEAN),
     to_boolean,
     NULL},
    {"toFloat",
     "(value :: INTEGER | FLOAT | STRING) :: FLOAT",
     "The number, or the number that a string spells, as a float; null for other strings.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T_NUMBER | ENT_T(STRING)},
     ENT_T(FLOAT),
     to_float,
     NULL},
    {"toFloatList",
     "(list :: LIST) :: LIST",
     "toFloatOrNull() of each item.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(LIST)},
     ENT_T(LIST),
     to_float_list,
     NULL},
    {"toFloatOrNull",
     "(value :: ANY) :: FLOAT",
     "As toFloat(), but null for what cannot be a float.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {0},
     ENT_T(FLOAT),
     to_float,
     NULL},
    {"toInteger",
     "(value :: INTEGER | FLOAT | STRING) :: INTEGER",
     "The whole part of a number, or of the number that a string spells; null for other strings.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T_NUMBER | ENT_T(STRING)},
     ENT_T(INTEGER),
     to_integer,
     NULL},
    {"toIntegerList",
     "(list :: LIST) :: LIST",
     "toIntegerOrNull() of each item.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(LIST)},
     ENT_T(LIST),
     to_integer_list,
     NULL},
    {"toIntegerOrNull",
     "(value :: ANY) :: INTEGER",
     "As toInteger(), but null for what cannot be an integer.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {0},
     ENT_T(INTEGER),
     to_integer_or_null,
     NULL},
    {"toString",
     "(value :: BOOLEAN | INTEGER | FLOAT | STRING | POINT | TEMPORAL) :: STRING",
     "The value as text.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T_NUMBER | ENT_T(BOOLEAN) | ENT_T(STRING) | ENT_T_TEMPORAL | ENT_T(POINT)},
     ENT_T(STRING),
     to_string,
     NULL},
    {"toStringList",
     "(list :: LIST) :: LIST",
     "toStringOrNull() of each item.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(LIST)},
     ENT_T(LIST),
     to_string_list,
     NULL},
    {"toStringOrNull",
     "(value :: ANY) :: STRING",
     "As toString(), but null for what has no text.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {0},
     ENT_T(STRING),
     to_string,
     NULL},
    {"type",
     "(relationship :: RELATIONSHIP) :: STRING",
     "The type of a relationship.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(RELATIONSHIP)},
     ENT_T(STRING),
     type,
     NULL},
    {"valueType",
     "(value :: ANY) :: STRING",
     "The name of the value's type, as `IS ::` takes it.",
     1,
     1,
     0,
     {0},
     ENT_T(STRING),
     value_type,
     NULL},
};

const ent_function_table ent_functions_scalar = {functions, sizeof functions / sizeof *functions};
