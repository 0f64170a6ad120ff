/* What is known about a value before the query runs: a set of types, and for lists what their items may be.
 *
 * A set is always a superset of what will come: NULL is missing only where null is impossible. An empty set is the type
 * of the items of `[]`: nothing comes, so nothing can be wrong with it. */
#ifndef ENT_QUERY_TYPING_H
#define ENT_QUERY_TYPING_H

#include "core/query/ast.h"

typedef struct ent_typing {
    ent_type_set set;
    uint32_t depth;                /* how many levels of `item` hang below */
    const struct ent_typing *item; /* of LIST; NULL: not known */
} ent_typing;

#define ENT_NUMBER_TYPES (ENT_TYPE_BIT(ENT_TYPE_INTEGER) | ENT_TYPE_BIT(ENT_TYPE_FLOAT))
#define ENT_ENTITY_TYPES (ENT_TYPE_BIT(ENT_TYPE_NODE) | ENT_TYPE_BIT(ENT_TYPE_RELATIONSHIP))
#define ENT_TEMPORAL_TYPES                                                                                   \
    (ENT_TYPE_BIT(ENT_TYPE_DATETIME) | ENT_TYPE_BIT(ENT_TYPE_LOCAL_DATETIME) | ENT_TYPE_BIT(ENT_TYPE_DATE) | \
     ENT_TYPE_BIT(ENT_TYPE_TIME) | ENT_TYPE_BIT(ENT_TYPE_LOCAL_TIME))
#define ENT_NULL_TYPE ENT_TYPE_BIT(ENT_TYPE_NULL)

static inline ent_typing ent_typing_of(ent_type_set set)
{
    return (ent_typing){.set = set};
}

static inline bool ent_typing_nullable(ent_typing typing)
{
    return (typing.set & ENT_NULL_TYPE) != 0;
}

/* Whether a value of this typing can be one of `wanted`. Null always can: it is a value that is missing. */
static inline bool ent_typing_allows(ent_typing typing, ent_type_set wanted)
{
    ent_type_set known = typing.set & ~ENT_NULL_TYPE;
    return known == 0 || (known & wanted) != 0;
}

/* A list of such items. When the arena fails the items are unknown, which is never wrong. */
ent_typing ent_typing_list(ent_arena *arena, ent_typing item);
/* Either of the two. */
ent_typing ent_typing_union(ent_arena *arena, ent_typing a, ent_typing b);
/* What the items of it may be, when it is a list; everything, when that is not known. */
ent_typing ent_typing_item(ent_typing list);

/* The result of a binary or unary arithmetic operator (unary: b is not looked at). False when no combination of the
 * types that the operands may have has a result. */
bool ent_typing_arithmetic(ent_arena *arena, ent_expr_kind op, ent_typing a, ent_typing b, ent_typing *out);

/* "INTEGER or FLOAT", "a value of any type"; null is left out unless it stands alone. Gives buffer. */
const char *ent_typing_text(char *buffer, size_t size, ent_type_set set);

#endif
