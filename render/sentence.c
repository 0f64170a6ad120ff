#include "render/sentence.h"

#include "core/base/buffer.h"
#include "render/text.h"
#include "render/theme.h"

#include <stdlib.h>
#include <string.h>

const char *sentence_words(ent_arena *arena, const char *word)
{
    if (!word)
        return NULL;
    int kind = theme_kind_find(word);
    if (kind >= 0)
        return theme_kinds[kind].words;
    char *copy = ent_arena_copy(arena, word, strlen(word));
    for (char *p = copy; p && *p; p++)
        if (*p == '_')
            *p = ' ';
    return copy;
}

const char *sentence_course(const diagram *d, const char *agreement)
{
    const story_agreement *a = story_find(d->story, agreement);
    ent_buffer out;
    ent_buffer_init(&out, d->arena);
    for (uint32_t i = 0; a && i < a->course.event_count; i++) {
        const ent_event *e = &a->course.events[i];
        if (!e->status || !ent_event_counts(e, d->as_of, d->story->certainly))
            continue;
        const char *words = sentence_words(d->arena, e->status);
        ent_buffer_printf(&out, "%s%s %s", out.n ? ", " : "", words ? words : "", e->written);
    }
    return out.n ? ent_buffer_take(&out).p : d->arena->failed == ENT_OK ? "" : NULL;
}

/* Whether people go is only said of what is in use; of all else, what was meant. */
static const char *verb(const char *stage)
{
    if (stage && strcmp(stage, "active") == 0)
        return "sends people to";
    return stage && strcmp(stage, "ended") == 0 ? "was to send people to" : "is to send people to";
}

static void put_claim(ent_buffer *out, const diagram *d, const diagram_edge *e)
{
    const char *from = text_isolate(d->arena, d->nodes[e->from].label);
    const char *to = text_isolate(d->arena, d->nodes[e->to].label);
    if (!from || !to)
        return;
    bool active = e->stage && strcmp(e->stage, "active") == 0, ended = e->stage && strcmp(e->stage, "ended") == 0;
    if (e->other)
        ent_buffer_printf(out, "%s %s %s", from, *e->label ? e->label : "is tied to", to);
    else if (e->both)
        ent_buffer_printf(out, "People %s both ways between %s and %s",
                          active  ? "go"
                          : ended ? "were to go"
                                  : "are to go",
                          from, to);
    else if (e->directed)
        ent_buffer_printf(out, "%s %s %s", from, verb(e->stage), to);
    else
        ent_buffer_printf(out, "%s and %s %s %s", from, to, ended ? "had" : "have",
                          e->agreement_count == 1 ? "an agreement" : "agreements");
}

const char *sentence_edge(const diagram *d, const diagram_edge *e)
{
    ent_buffer out;
    ent_buffer_init(&out, d->arena);
    put_claim(&out, d, e);
    for (uint32_t i = 0; i < e->agreement_count; i++) {
        const diagram_agreement *a = &d->agreements[e->agreements[i]];
        const char *name = a->title ? a->title : a->id;
        if (!name)
            continue;
        const char *course = sentence_course(d, a->id), *title = text_isolate(d->arena, name);
        if (!course || !title)
            return NULL;
        ent_buffer_printf(&out, "%s%s%s%s", i ? "; " : ": ", title, *course ? ": " : "", course);
    }
    ent_buffer_char(&out, '.');
    return ent_buffer_take(&out).p;
}

const char *sentence_node(const diagram *d, const diagram_node *n)
{
    static const char *const shapes[NODE_SHAPES] = {"a country", "an organisation", "an agreement", NULL};
    const char *label = text_isolate(d->arena, n->label);
    const char *course = n->agreement ? sentence_course(d, n->agreement) : "";
    if (!label || !course)
        return NULL;
    ent_buffer out;
    ent_buffer_init(&out, d->arena);
    ent_buffer_text(&out, label);
    if (shapes[n->shape])
        ent_buffer_printf(&out, ", %s", shapes[n->shape]);
    if (*course)
        ent_buffer_printf(&out, ": %s.", course);
    else
        ent_buffer_printf(&out, ": %u partner%s in this picture.", n->partners, n->partners == 1 ? "" : "s");
    return ent_buffer_take(&out).p;
}

/* ---- reading order ---- */

typedef struct {
    uint32_t keys[4], index;
} ranked;

static int by_rank(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    for (int k = 0; k < 4; k++)
        if (x->keys[k] != y->keys[k])
            return x->keys[k] < y->keys[k] ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static uint32_t *sorted(const diagram *d, ranked *items, uint32_t count)
{
    uint32_t *order = ENT_NEW_ARRAY(d->arena, uint32_t, count + 1u);
    if (!order || !items)
        return NULL;
    if (count)
        qsort(items, count, sizeof *items, by_rank);
    for (uint32_t i = 0; i < count; i++)
        order[i] = items[i].index;
    return order;
}

uint32_t *sentence_node_order(const diagram *d)
{
    ranked *items = ENT_NEW_ARRAY(d->arena, ranked, d->node_count + 1u);
    for (uint32_t i = 0; items && i < d->node_count; i++) {
        const diagram_node *n = &d->nodes[i];
        /* paths are read from their start */
        items[i] = (ranked){{d->paths ? n->distance : 0, !n->focus, UINT32_MAX - n->partners, 0}, i};
    }
    return sorted(d, items, d->node_count);
}

uint32_t *sentence_edge_order(const diagram *d)
{
    uint32_t *nodes = sentence_node_order(d);
    uint32_t *rank = ENT_NEW_ARRAY(d->arena, uint32_t, d->node_count + 1u);
    ranked *items = ENT_NEW_ARRAY(d->arena, ranked, d->edge_count + 1u);
    if (!nodes || !rank || !items)
        return NULL;
    for (uint32_t i = 0; i < d->node_count; i++)
        rank[nodes[i]] = i;
    for (uint32_t i = 0; i < d->edge_count; i++) {
        uint32_t a = rank[d->edges[i].from], b = rank[d->edges[i].to];
        items[i] = (ranked){{a < b ? a : b, a < b ? b : a, 0, 0}, i};
    }
    return sorted(d, items, d->edge_count);
}
