/* Functions that take lists and paths apart or make lists. */
#include "core/query/entity.h"
#include "core/query/eval.h"
#include "core/query/function_tables.h"
#include "core/text/text.h"

#include <stdlib.h>
#include <string.h>

static ent_value *new_items(ent_call *call, size_t n)
{
    return ENT_NEW_ARRAY(call->arena, ent_value, n);
}

static ent_status no_room(ent_call *call)
{
    return ent_arena_status(call->arena, call->context->error);
}

/* ---- lists ---- */

static ent_status size(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_value v = args[0];
    *out = ent_int(v.type == ENT_TYPE_STRING ? (int64_t)ent_utf8_count(v.s, v.n) : v.n);
    return ENT_OK;
}

static ent_status head(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = args[0].n > 0 ? args[0].list[0] : ENT_NULL;
    return ENT_OK;
}

static ent_status last(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = args[0].n > 0 ? args[0].list[args[0].n - 1] : ENT_NULL;
    return ENT_OK;
}

static ent_status tail(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = args[0].n > 1 ? ent_list(args[0].list + 1, args[0].n - 1) : ent_list(NULL, 0);
    return ENT_OK;
}

static ent_status reverse(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_value v = args[0];
    if (v.type == ENT_TYPE_STRING) {
        ent_str text = ent_text_reverse(call->arena, ent_value_str(v));
        *out = ent_string(text);
        return text.p ? ENT_OK : no_room(call);
    }
    ent_value *items = new_items(call, v.n);
    if (!items)
        return no_room(call);
    for (uint32_t i = 0; i < v.n; i++)
        items[i] = v.list[v.n - 1 - i];
    *out = ent_list(items, v.n);
    return ENT_OK;
}

static ent_span arg_span(const ent_call *call, uint32_t arg)
{
    return call->args ? call->args[arg] : call->where;
}

static ent_status range(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_error *error = call->context->error;
    /* checked here, because openCypher makes it an ArgumentError and not a TypeError */
    for (uint32_t i = 0; i < n; i++)
        if (args[i].type != ENT_TYPE_INTEGER)
            return ent_fail(error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, arg_span(call, i), "InvalidArgumentType",
                            "range() takes integers, but this is a %s", ent_type_name(args[i].type));
    int64_t from = args[0].i, to = args[1].i, step = n > 2 ? args[2].i : 1;
    if (step == 0)
        return ent_fail(error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, arg_span(call, 2), "NumberOutOfRange",
                        "the step of range() must not be 0");
    *out = ent_list(NULL, 0);
    if (step > 0 ? from > to : from < to)
        return ENT_OK;
    uint64_t distance = step > 0 ? (uint64_t)to - (uint64_t)from : (uint64_t)from - (uint64_t)to;
    uint64_t stride = step > 0 ? (uint64_t)step : 0 - (uint64_t)step;
    uint64_t steps = distance / stride;
    if (steps >= UINT32_MAX)
        return ent_fail(error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, call->where, "NumberOutOfRange",
                        "range() would give more than 4,294,967,295 items");
    ent_value *items = new_items(call, steps + 1);
    if (!items)
        return no_room(call);
    for (uint64_t i = 0; i <= steps; i++) {
        if (i % (1 << 20) == 0)
            ENT_TRY(ent_context_poll(call->context));
        items[i] = ent_int((int64_t)((uint64_t)from + i * (uint64_t)step));
    }
    *out = ent_list(items, (uint32_t)steps + 1);
    return ENT_OK;
}

/* ---- what nodes, relationships and maps have ---- */

static int by_text(const void *a, const void *b)
{
    const ent_value *x = a, *y = b;
    int order = memcmp(x->s, y->s, x->n < y->n ? x->n : y->n);
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

static ent_status labels(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_node_record node;
    ENT_TRY(ent_entity_node(call->context, args[0], call->where, &node));
    ent_value *items = new_items(call, node.label_count);
    if (!items)
        return no_room(call);
    for (uint32_t i = 0; i < node.label_count; i++)
        items[i] = ent_string(ent_token_name(call->context->txn, ENT_TOKEN_LABEL, node.labels[i]));
    qsort(items, node.label_count, sizeof *items, by_text);
    *out = ent_list(items, node.label_count);
    return ENT_OK;
}

static ent_status keys(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    ent_value map = args[0];
    ENT_TRY(ent_properties_of(call->context, map, call->where, call->arena, &map));
    ent_value *items = new_items(call, map.n);
    if (!items)
        return no_room(call);
    for (uint32_t i = 0; i < map.n; i++)
        items[i] = ent_string(map.map[i].key);
    if (args[0].type != ENT_TYPE_MAP)
        qsort(items, map.n, sizeof *items, by_text);
    *out = ent_list(items, map.n);
    return ENT_OK;
}

/* ---- paths: node, relationship, node, ..., node ---- */

static ent_status length(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    *out = ent_int(args[0].n / 2);
    return ENT_OK;
}

static ent_status every_second(ent_call *call, ent_value path, uint32_t first, ent_value *out)
{
    uint32_t count = path.n > first ? (path.n - first + 1) / 2 : 0;
    ent_value *items = new_items(call, count);
    if (!items)
        return no_room(call);
    for (uint32_t i = 0; i < count; i++) {
        items[i] = path.list[first + 2 * i];
        items[i].flags &= (uint8_t)~ENT_REVERSED;
    }
    *out = ent_list(items, count);
    return ENT_OK;
}

static ent_status nodes(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return every_second(call, args[0], 0, out);
}

static ent_status relationships(ent_call *call, const ent_value *args, uint32_t n, ent_value *out)
{
    return every_second(call, args[0], 1, out);
}

static const ent_function functions[] = {
    {"head",
     "(list :: LIST) :: ANY",
     "The first item of a list; null when it has none.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(LIST)},
     ENT_ANY_TYPE,
     head,
     NULL},
    {"keys",
     "(element :: NODE | RELATIONSHIP | MAP) :: LIST",
     "The names of the properties or of a map's entries.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T_ENTITY | ENT_T(MAP)},
     ENT_T(LIST),
     keys,
     NULL},
    {"labels",
     "(node :: NODE) :: LIST",
     "The labels of a node, sorted.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(NODE)},
     ENT_T(LIST),
     labels,
     NULL},
    {"last",
     "(list :: LIST) :: ANY",
     "The last item of a list; null when it has none.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(LIST)},
     ENT_ANY_TYPE,
     last,
     NULL},
    {"length",
     "(path :: PATH) :: INTEGER",
     "How many relationships a path has.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(PATH)},
     ENT_T(INTEGER),
     length,
     NULL},
    {"nodes",
     "(path :: PATH) :: LIST",
     "The nodes of a path, from its start to its end.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(PATH)},
     ENT_T(LIST),
     nodes,
     NULL},
    {"range",
     "(start :: INTEGER, end :: INTEGER, step = 1 :: INTEGER) :: LIST",
     "The integers from start to end, both included.",
     2,
     3,
     ENT_FN_NULL_PROPAGATES,
     {0},
     ENT_T(LIST),
     range,
     NULL},
    {"relationships",
     "(path :: PATH) :: LIST",
     "The relationships of a path, from its start to its end.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(PATH)},
     ENT_T(LIST),
     relationships,
     NULL},
    {"reverse",
     "(value :: LIST | STRING) :: LIST | STRING",
     "The items of a list, or a string, from the end.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(LIST) | ENT_T(STRING)},
     ENT_T(LIST) | ENT_T(STRING),
     reverse,
     NULL},
    {"size",
     "(value :: LIST | STRING) :: INTEGER",
     "How many items a list, or characters a string has.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(LIST) | ENT_T(STRING)},
     ENT_T(INTEGER),
     size,
     NULL},
    {"tail",
     "(list :: LIST) :: LIST",
     "The list without its first item.",
     1,
     1,
     ENT_FN_NULL_PROPAGATES,
     {ENT_T(LIST)},
     ENT_T(LIST),
     tail,
     NULL},
};

const ent_function_table ent_functions_list = {functions, sizeof functions / sizeof *functions};
