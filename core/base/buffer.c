#include "core/base/buffer.h"

#include <stdio.h>

enum { FIRST_ROOM = 48 };

void ent_buffer_init(ent_buffer *buffer, ent_arena *arena)
{
    *buffer = (ent_buffer){.arena = arena, .room = FIRST_ROOM};
    buffer->p = ent_arena_alloc(arena, FIRST_ROOM);
    if (buffer->p)
        buffer->p[0] = '\0';
}

/* The old bytes stay behind in the arena; doubling keeps that below the final size. */
static bool grow(ent_buffer *buffer, size_t n)
{
    size_t needed = (size_t)buffer->n + n + 1;
    if (needed <= buffer->room)
        return true;
    size_t room = (size_t)buffer->room * 2 < needed ? needed + needed / 2 : (size_t)buffer->room * 2;
    char *larger = NULL;
    if (room >= UINT32_MAX / 2)
        buffer->arena->failed = buffer->arena->failed ? buffer->arena->failed : ENT_NOMEM;
    else
        larger = ent_arena_alloc(buffer->arena, room);
    if (!larger) {
        buffer->p = NULL;
        return false;
    }
    memcpy(larger, buffer->p, buffer->n + 1u);
    buffer->p = larger;
    buffer->room = (uint32_t)room;
    return true;
}

void ent_buffer_put(ent_buffer *buffer, const char *bytes, size_t n)
{
    if (!buffer->p || n == 0 || !grow(buffer, n))
        return;
    memcpy(buffer->p + buffer->n, bytes, n);
    buffer->n += (uint32_t)n;
    buffer->p[buffer->n] = '\0';
}

void ent_buffer_printf(ent_buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0 && buffer->p && grow(buffer, (size_t)length)) {
        vsnprintf(buffer->p + buffer->n, (size_t)length + 1, format, again);
        buffer->n += (uint32_t)length;
    }
    va_end(again);
}
