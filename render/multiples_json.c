#include "core/base/buffer.h"
#include "render/multiples.h"
#include "render/story_json.h"

const char *multiples_json(const multiples *m)
{
    ent_buffer out;
    ent_buffer_init(&out, m->all->arena);
    ent_buffer_text(&out, "{\"panels\": [");
    for (uint32_t i = 0; i < m->count; i++) {
        const char *one = story_json(m->panels[i].diagram);
        ent_buffer_printf(&out, "%s\n", i ? "," : "");
        ent_buffer_text(&out, one ? one : "");
    }
    ent_buffer_text(&out, "]}");
    return ent_buffer_take(&out).p;
}

legend *multiples_legend(const multiples *m, const theme *t)
{
    legend *l = legend_of(m->all, t);
    bool changed = false, absent = false;
    for (uint32_t i = 0; i < m->count; i++) {
        const multiples_panel *p = &m->panels[i];
        for (uint32_t k = 0; k < p->diagram->edge_count; k++)
            changed = changed || p->changed[k];
        for (uint32_t k = 0; k < m->whole->node_count; k++)
            absent = absent || !p->present[k];
    }
    if (l && changed)
        l->items[l->count++] = (legend_item){.sign = LEGEND_ARROW,
                                             .words = "changed since the day before it",
                                             .stroke = {t->faint, "", HEAD_FULL},
                                             .weight = &t->stages[1],
                                             .changed = true};
    if (l && absent)
        l->items[l->count++] = (legend_item){.sign = LEGEND_SHAPE,
                                             .words = "nothing tied to it on that day",
                                             .shape = NODE_COUNTRY,
                                             .fill = t->background,
                                             .absent = true};
    if (l)
        l->notes[0] = ent_arena_printf(m->all->arena,
                                       "Each panel shows the status on its day; who stands in the same place is the "
                                       "same. In all: %u agreement%s, which %u source%s bear%s out.",
                                       m->all->drawn_count, m->all->drawn_count == 1 ? "" : "s", m->all->source_count,
                                       m->all->source_count == 1 ? "" : "s", m->all->source_count == 1 ? "s" : "");
    if (l)
        l->note_count = 1;
    return m->all->arena->failed == ENT_OK ? l : NULL;
}
