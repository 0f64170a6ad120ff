/* A string that grows in an arena. Failure sticks to the arena, so a writer appends as it likes and asks once. */
#ifndef ENT_BASE_BUFFER_H
#define ENT_BASE_BUFFER_H

#include "core/base/arena.h"
#include "core/base/str.h"

typedef struct {
    ent_arena *arena;
    char *p; /* NULL after a failure; always followed by a NUL otherwise */
    uint32_t n, room;
} ent_buffer;

void ent_buffer_init(ent_buffer *buffer, ent_arena *arena);
void ent_buffer_put(ent_buffer *buffer, const char *bytes, size_t n);
void ent_buffer_printf(ent_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline void ent_buffer_str(ent_buffer *buffer, ent_str s)
{
    ent_buffer_put(buffer, s.p, s.n);
}
static inline void ent_buffer_text(ent_buffer *buffer, const char *text)
{
    ent_buffer_put(buffer, text, strlen(text));
}
static inline void ent_buffer_char(ent_buffer *buffer, char c)
{
    ent_buffer_put(buffer, &c, 1);
}
/* What was written, NUL-terminated; p NULL when the arena failed. */
static inline ent_str ent_buffer_take(const ent_buffer *buffer)
{
    return (ent_str){buffer->p, buffer->p ? buffer->n : 0};
}

#endif
