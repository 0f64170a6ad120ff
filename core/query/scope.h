/* Scopes: which names stand for which variables.
 *
 * A scope holds the variables of one level and looks further in its parent. WITH makes a new scope beside the old one;
 * comprehensions, FOREACH and EXISTS { } make one inside. */
#ifndef ENT_QUERY_SCOPE_H
#define ENT_QUERY_SCOPE_H

#include "core/query/ast.h"

typedef struct ent_scope {
    const struct ent_scope *parent;
    uint32_t depth; /* 0: has no parent */
    ent_var **vars; /* in the order in which they were added */
    uint32_t count, capacity;
    uint32_t *buckets; /* position in vars + 1, 0 free; NULL while the scope is small */
    uint32_t bucket_mask;
} ent_scope;

/* parent may be NULL. NULL when the arena failed. */
ent_scope *ent_scope_new(ent_arena *arena, const ent_scope *parent);

/* The variable must not be in this scope yet. False when the arena failed. */
bool ent_scope_add(ent_arena *arena, ent_scope *scope, ent_var *var);

/* NULL: not in this scope itself. */
ent_var *ent_scope_here(const ent_scope *scope, ent_str name);

/* Looks outwards; depth (may be NULL) receives that of the scope where it was found. NULL: not visible. */
ent_var *ent_scope_find(const ent_scope *scope, ent_str name, uint32_t *depth);

#endif
