#include "core/base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MIB = 1 << 20 };

enum { FIRST_BLOCK = 4 << 10, LARGEST_BLOCK = 1 << 20, ALIGNMENT = 16 };

struct ent_block {
    ent_block *previous;
    size_t size; /* with this header */
    _Alignas(ALIGNMENT) char room[];
};

bool ent_budget_take(ent_budget *budget, size_t bytes)
{
    if (!budget)
        return true;
    if (budget->limit != 0 && (budget->used > budget->limit || bytes > budget->limit - budget->used))
        return false;
    budget->used += bytes;
    return true;
}

void ent_budget_give(ent_budget *budget, size_t bytes)
{
    if (budget)
        budget->used -= bytes;
}

void ent_arena_init(ent_arena *arena, ent_budget *budget)
{
    *arena = (ent_arena){.block_size = FIRST_BLOCK, .budget = budget};
}

static void free_blocks(ent_arena *arena, ent_block *block)
{
    while (block) {
        ent_block *previous = block->previous;
        ent_budget_give(arena->budget, block->size);
        free(block);
        block = previous;
    }
}

void ent_arena_fini(ent_arena *arena)
{
    free_blocks(arena, arena->block);
    ent_arena_init(arena, arena->budget);
}

void ent_arena_reset(ent_arena *arena)
{
    if (arena->block) {
        free_blocks(arena, arena->block->previous);
        arena->block->previous = NULL;
        arena->next = arena->block->room;
        arena->end = (char *)arena->block + arena->block->size;
    }
    arena->failed = ENT_OK;
}

static ent_block *take_block(ent_arena *arena, size_t size)
{
    if (!ent_budget_take(arena->budget, size)) {
        arena->failed = ENT_MEMORY_LIMIT;
        return NULL;
    }
    ent_block *block = malloc(size);
    if (!block) {
        ent_budget_give(arena->budget, size);
        arena->failed = ENT_NOMEM;
        return NULL;
    }
    block->size = size;
    block->previous = NULL;
    return block;
}

void *ent_arena_alloc(ent_arena *arena, size_t size)
{
    if (arena->failed != ENT_OK)
        return NULL;
    if (size > SIZE_MAX / 4) {
        arena->failed = ENT_NOMEM;
        return NULL;
    }
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if ((size_t)(arena->end - arena->next) >= size && arena->block) {
        void *memory = arena->next;
        arena->next += size;
        return memory;
    }
    if (size > arena->block_size / 4 && arena->block) {
        ent_block *own = take_block(arena, size + sizeof(ent_block));
        if (!own)
            return NULL;
        own->previous = arena->block->previous;
        arena->block->previous = own;
        return own->room;
    }
    size_t want = size + sizeof(ent_block) > arena->block_size ? size + sizeof(ent_block) : arena->block_size;
    ent_block *block = take_block(arena, want);
    if (!block)
        return NULL;
    block->previous = arena->block;
    arena->block = block;
    arena->next = block->room + size;
    arena->end = (char *)block + want;
    if (arena->block_size < LARGEST_BLOCK)
        arena->block_size *= 2;
    return block->room;
}

void *ent_arena_zero(ent_arena *arena, size_t size)
{
    void *memory = ent_arena_alloc(arena, size);
    return memory ? memset(memory, 0, size) : NULL;
}

void *ent_arena_array(ent_arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        arena->failed = arena->failed ? arena->failed : ENT_NOMEM;
        return NULL;
    }
    return ent_arena_alloc(arena, bytes);
}

char *ent_arena_copy(ent_arena *arena, const char *bytes, size_t n)
{
    char *copy = ent_arena_alloc(arena, n + 1);
    if (copy) {
        if (n)
            memcpy(copy, bytes, n);
        copy[n] = '\0';
    }
    return copy;
}

char *ent_arena_printf(ent_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = length < 0 ? NULL : ent_arena_alloc(arena, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

ent_status ent_arena_status(const ent_arena *arena, ent_error *error)
{
    if (arena->failed == ENT_OK)
        return ENT_OK;
    ent_fail_io(error, arena->failed, "%s", ent_status_text(arena->failed));
    if (arena->failed == ENT_MEMORY_LIMIT && arena->budget)
        ent_hint(error, arena->budget->limit < MIB ? "the limit is %zu bytes" : "the limit is %zu MiB",
                 arena->budget->limit < MIB ? arena->budget->limit : (arena->budget->limit + MIB / 2) / MIB);
    return arena->failed;
}
