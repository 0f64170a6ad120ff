#include "core/query/scope.h"

enum { SMALL = 12 }; /* up to here looking at each is quicker than hashing */

static uint32_t hash(ent_str name)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < name.n; i++)
        h = (h ^ (unsigned char)name.p[i]) * 16777619u;
    return h ^ (h >> 15);
}

static void put(ent_scope *scope, uint32_t position)
{
    uint32_t at = hash(scope->vars[position]->name) & scope->bucket_mask;
    while (scope->buckets[at] != 0)
        at = (at + 1) & scope->bucket_mask;
    scope->buckets[at] = position + 1;
}

/* Room for one more; the buckets are kept at most half full. */
static bool grow(ent_arena *arena, ent_scope *scope)
{
    uint32_t capacity = scope->capacity ? scope->capacity * 2 : 8;
    ent_var **vars = ENT_NEW_ARRAY(arena, ent_var *, capacity);
    if (!vars)
        return false;
    if (scope->count)
        memcpy(vars, scope->vars, scope->count * sizeof(ent_var *));
    scope->vars = vars;
    scope->capacity = capacity;
    if (capacity <= SMALL)
        return true;
    scope->buckets = ent_arena_zero(arena, (size_t)capacity * 2 * sizeof *scope->buckets);
    if (!scope->buckets)
        return false;
    scope->bucket_mask = capacity * 2 - 1;
    for (uint32_t i = 0; i < scope->count; i++)
        put(scope, i);
    return true;
}

ent_scope *ent_scope_new(ent_arena *arena, const ent_scope *parent)
{
    ent_scope *scope = ENT_NEW(arena, ent_scope);
    if (scope) {
        scope->parent = parent;
        scope->depth = parent ? parent->depth + 1 : 0;
    }
    return scope;
}

bool ent_scope_add(ent_arena *arena, ent_scope *scope, ent_var *var)
{
    if (scope->count == scope->capacity && !grow(arena, scope))
        return false;
    scope->vars[scope->count++] = var;
    if (scope->buckets)
        put(scope, scope->count - 1);
    return true;
}

ent_var *ent_scope_here(const ent_scope *scope, ent_str name)
{
    if (!scope->buckets) {
        for (uint32_t i = 0; i < scope->count; i++)
            if (ent_str_equal(scope->vars[i]->name, name))
                return scope->vars[i];
        return NULL;
    }
    for (uint32_t at = hash(name) & scope->bucket_mask; scope->buckets[at] != 0; at = (at + 1) & scope->bucket_mask)
        if (ent_str_equal(scope->vars[scope->buckets[at] - 1]->name, name))
            return scope->vars[scope->buckets[at] - 1];
    return NULL;
}

ent_var *ent_scope_find(const ent_scope *scope, ent_str name, uint32_t *depth)
{
    for (; scope; scope = scope->parent) {
        ent_var *var = ent_scope_here(scope, name);
        if (var) {
            if (depth)
                *depth = scope->depth;
            return var;
        }
    }
    return NULL;
}
