#include "core/query/typing.h"

#include <stdio.h>

#define BIT(id) ENT_TYPE_BIT(ENT_TYPE_##id)

/* A query may wrap a list into a list in every clause: what lies deeper than this is not worth knowing. */
enum { MAX_LIST_DEPTH = 8 };

ent_typing ent_typing_list(ent_arena *arena, ent_typing item)
{
    ent_typing list = {.set = BIT(LIST)};
    if (item.depth >= MAX_LIST_DEPTH)
        return list;
    ent_typing *kept = ENT_NEW(arena, ent_typing);
    if (kept) {
        *kept = item;
        list.item = kept;
        list.depth = item.depth + 1;
    }
    return list;
}

/* depth bounds the recursion: both have at most MAX_LIST_DEPTH levels. */
ent_typing ent_typing_union(ent_arena *arena, ent_typing a, ent_typing b)
{
    ent_typing out = {.set = a.set | b.set};
    const ent_typing *only = NULL;
    if (!(b.set & BIT(LIST)))
        only = a.item;
    else if (!(a.set & BIT(LIST)))
        only = b.item;
    else if (a.item == b.item)
        only = a.item;
    if (only) {
        out.item = only;
        out.depth = only->depth + 1;
    } else if (a.item && b.item && (a.set & b.set & BIT(LIST))) {
        ent_typing list = ent_typing_list(arena, ent_typing_union(arena, *a.item, *b.item));
        out.item = list.item;
        out.depth = list.depth;
    }
    return out;
}

ent_typing ent_typing_item(ent_typing list)
{
    if (!(list.set & BIT(LIST)))
        return ent_typing_of((list.set & ~ENT_NULL_TYPE) ? ENT_ANY_TYPE : 0);
    return list.item ? *list.item : ent_typing_of(ENT_ANY_TYPE);
}

static bool is_number(ent_type type)
{
    return type == ENT_TYPE_INTEGER || type == ENT_TYPE_FLOAT;
}

static bool is_temporal(ent_type type)
{
    return (ENT_TEMPORAL_TYPES & ENT_TYPE_BIT(type)) != 0;
}

static ent_type_set number_result(ent_type a, ent_type b)
{
    if (!is_number(a) || !is_number(b))
        return 0;
    return a == ENT_TYPE_INTEGER && b == ENT_TYPE_INTEGER ? BIT(INTEGER) : BIT(FLOAT);
}

static ent_type_set add_result(ent_type a, ent_type b)
{
    if (a == ENT_TYPE_LIST || b == ENT_TYPE_LIST)
        return BIT(LIST);
    if (a == ENT_TYPE_STRING || b == ENT_TYPE_STRING) {
        ent_type other = a == ENT_TYPE_STRING ? b : a;
        bool joins = other == ENT_TYPE_STRING || is_number(other) || is_temporal(other) || other == ENT_TYPE_DURATION ||
                     other == ENT_TYPE_POINT;
        return joins ? BIT(STRING) : 0;
    }
    if (a == ENT_TYPE_DURATION)
        return is_temporal(b) || b == ENT_TYPE_DURATION ? ENT_TYPE_BIT(b) : 0;
    if (b == ENT_TYPE_DURATION)
        return is_temporal(a) ? ENT_TYPE_BIT(a) : 0;
    return number_result(a, b);
}

/* The types that `a op b` may have; 0: there is no such operation. */
static ent_type_set result(ent_expr_kind op, ent_type a, ent_type b)
{
    switch (op) {
    case ENT_EXPR_ADD:
        return add_result(a, b);
    case ENT_EXPR_SUBTRACT:
        if (b == ENT_TYPE_DURATION)
            return is_temporal(a) || a == ENT_TYPE_DURATION ? ENT_TYPE_BIT(a) : 0;
        return number_result(a, b);
    case ENT_EXPR_MULTIPLY:
        if ((a == ENT_TYPE_DURATION && is_number(b)) || (is_number(a) && b == ENT_TYPE_DURATION))
            return BIT(DURATION);
        return number_result(a, b);
    case ENT_EXPR_DIVIDE:
        if (a == ENT_TYPE_DURATION && is_number(b))
            return BIT(DURATION);
        return number_result(a, b);
    case ENT_EXPR_MODULO:
        return number_result(a, b);
    case ENT_EXPR_POWER:
        return number_result(a, b) ? BIT(FLOAT) : 0;
    case ENT_EXPR_CONCAT:
        if (a == ENT_TYPE_LIST || b == ENT_TYPE_LIST)
            return a == b ? BIT(LIST) : 0;
        return a == ENT_TYPE_STRING && b == ENT_TYPE_STRING ? BIT(STRING) : 0;
    case ENT_EXPR_NEGATE:
        return is_number(a) || a == ENT_TYPE_DURATION ? ENT_TYPE_BIT(a) : 0;
    case ENT_EXPR_PLUS:
        return is_number(a) || a == ENT_TYPE_DURATION ? ENT_TYPE_BIT(a) : 0;
    default:
        return ENT_ANY_TYPE;
    }
}

/* The items of a + b, at least one of them a list; NULL: not known. */
static void concatenation_items(ent_arena *arena, ent_typing a, ent_typing b, ent_typing *out)
{
    bool a_list = (a.set & ~ENT_NULL_TYPE) == BIT(LIST), b_list = (b.set & ~ENT_NULL_TYPE) == BIT(LIST);
    ent_typing joined;
    if (a_list && a.item && b_list && b.item)
        joined = ent_typing_union(arena, *a.item, *b.item);
    else if (a_list && a.item && !(b.set & BIT(LIST)))
        joined = ent_typing_union(arena, *a.item, b);
    else if (b_list && b.item && !(a.set & BIT(LIST)))
        joined = ent_typing_union(arena, *b.item, a);
    else
        return;
    ent_typing list = ent_typing_list(arena, joined);
    out->item = list.item;
    out->depth = list.depth;
}

bool ent_typing_arithmetic(ent_arena *arena, ent_expr_kind op, ent_typing a, ent_typing b, ent_typing *out)
{
    bool unary = op == ENT_EXPR_NEGATE || op == ENT_EXPR_PLUS;
    *out = ent_typing_of(0);
    if (unary)
        b = ent_typing_of(BIT(INTEGER));
    bool possible = (a.set & ~ENT_NULL_TYPE) == 0 || (b.set & ~ENT_NULL_TYPE) == 0;
    for (int i = 0; i < ENT_TYPE_NULL; i++)
        for (int j = 0; j < ENT_TYPE_NULL; j++)
            if ((a.set & ENT_TYPE_BIT(i)) && (b.set & ENT_TYPE_BIT(j)))
                out->set |= result(op, (ent_type)i, (ent_type)j);
    possible = possible || out->set != 0;
    if (out->set & BIT(LIST))
        concatenation_items(arena, a, b, out);
    if (ent_typing_nullable(a) || ent_typing_nullable(b))
        out->set |= ENT_NULL_TYPE;
    return possible;
}

const char *ent_typing_text(char *buffer, size_t size, ent_type_set set)
{
    if (set == ENT_NULL_TYPE)
        return "NULL";
    set &= ~ENT_NULL_TYPE;
    if (set == 0 || set == (ENT_ANY_TYPE & ~ENT_NULL_TYPE))
        return "a value of any type";
    int last = 31 - __builtin_clz(set);
    size_t used = 0;
    buffer[0] = '\0';
    for (int i = 0; i <= last && used < size; i++) {
        if (!(set & ENT_TYPE_BIT(i)))
            continue;
        const char *joint = used == 0 ? "" : i == last ? " or " : ", ";
        used += (size_t)snprintf(buffer + used, size - used, "%s%s", joint, ent_type_name((ent_type)i));
    }
    return buffer;
}
