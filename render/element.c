#include "render/element.h"

#include "core/base/buffer.h"

#include <string.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/* An id must be unique and without surprises: made from codes where they are plain words, else from a number. */
static bool is_plain(const char *id, const char *letters)
{
    size_t length = strlen(id);
    return length > 0 && length <= 120 && strspn(id, letters) == length;
}

const char *element_of_node(const diagram *d, uint32_t i)
{
    const char *id = d->nodes[i].id;
    return is_plain(id, LETTERS) ? ent_arena_printf(d->arena, "node-%s", id)
                                 : ent_arena_printf(d->arena, "node_%u", i + 1);
}

const char *element_of_edge(const diagram *d, uint32_t i)
{
    const diagram_edge *e = &d->edges[i];
    const char *from = d->nodes[e->from].id, *to = d->nodes[e->to].id;
    if (!is_plain(from, LETTERS) || !is_plain(to, LETTERS))
        return ent_arena_printf(d->arena, "edge_%u", i + 1);
    return ent_arena_printf(d->arena, "edge-%s-%s-%s", from, e->both ? "with" : e->directed ? "to" : "and", to);
}

const char *element_class(const diagram *d, const char *agreement)
{
    return agreement && is_plain(agreement, LETTERS "-_") ? ent_arena_printf(d->arena, " agreement-%s", agreement) : "";
}

const char *element_classes(const diagram *d, const diagram_edge *e)
{
    ent_buffer out;
    ent_buffer_init(&out, d->arena);
    for (uint32_t i = 0; i < e->agreement_count; i++) {
        const char *one = element_class(d, d->agreements[e->agreements[i]].id);
        ent_buffer_text(&out, one ? one : "");
    }
    return out.n ? ent_buffer_take(&out).p : d->arena->failed == ENT_OK ? "" : NULL;
}
