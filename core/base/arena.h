/* Arenas: memory that is released all at once.
 *
 * Two lifetimes use them: a statement (prepared until finalized) and a batch (reset before each pull). Blocks double in
 * size up to a bound; a request larger than a block gets one of its own behind the current block, so that the current
 * one is not wasted. Failure is sticky: after the first allocation that fails, `failed` tells why and every later one
 * gives NULL, so a parser can allocate five things and ask once.
 *
 * A budget is shared by all arenas of a statement; it is how the memory limit is kept. */
#ifndef ENT_BASE_ARENA_H
#define ENT_BASE_ARENA_H

#include "core/base/status.h"

#include <stddef.h>

typedef struct {
    size_t used;  /* bytes taken from the system by all arenas and tables that share the budget */
    size_t limit; /* 0: no limit */
} ent_budget;

/* Takes bytes from the budget, or says that it is exhausted. budget may be NULL. */
bool ent_budget_take(ent_budget *budget, size_t bytes);
void ent_budget_give(ent_budget *budget, size_t bytes);

typedef struct ent_block ent_block;
typedef struct ent_arena {
    ent_block *block;   /* the current one; earlier ones are chained behind it */
    char *next, *end;   /* free room of the current block */
    size_t block_size;  /* of the next block */
    ent_budget *budget; /* may be NULL */
    ent_status failed;  /* ENT_OK, ENT_NOMEM or ENT_MEMORY_LIMIT */
} ent_arena;

void ent_arena_init(ent_arena *arena, ent_budget *budget);
void ent_arena_fini(ent_arena *arena);  /* gives everything back; the arena may be used again after init */
void ent_arena_reset(ent_arena *arena); /* forgets everything but keeps one block for reuse */

/* 16-byte aligned, not zeroed; NULL after a failure. */
void *ent_arena_alloc(ent_arena *arena, size_t size);
void *ent_arena_zero(ent_arena *arena, size_t size);
/* count * size with a check for overflow. */
void *ent_arena_array(ent_arena *arena, size_t count, size_t size);
/* A copy of n bytes, followed by a NUL that is not counted. */
char *ent_arena_copy(ent_arena *arena, const char *bytes, size_t n);
char *ent_arena_printf(ent_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The arena's failure as an error with its message, or ENT_OK. */
ent_status ent_arena_status(const ent_arena *arena, ent_error *error);

#define ENT_NEW(arena, type)              ((type *)ent_arena_zero((arena), sizeof(type)))
#define ENT_NEW_ARRAY(arena, type, count) ((type *)ent_arena_array((arena), (count), sizeof(type)))

#endif
