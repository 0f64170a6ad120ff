#include "render/html_table.h"

#include "render/endnotes.h"
#include "render/markup.h"
#include "render/sentence.h"

#include <string.h>

/* [1] [2], each leading to its place in the list of sources. */
static void put_numbers(ent_buffer *out, const uint32_t *sources, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        ent_buffer_printf(out, " <a class=\"cite\" href=\"#source-%u\" aria-label=\"source %u\">[%u]</a>",
                          sources[i] + 1, sources[i] + 1, sources[i] + 1);
}

static void put_words(ent_buffer *out, const char *word)
{
    markup_text(out, sentence_words(out->arena, word));
}

static void put_roles(ent_buffer *out, const story_party *p)
{
    for (uint32_t i = 0; i < p->role_count; i++) {
        ent_buffer_text(out, i ? ", " : " <small>(");
        put_words(out, p->roles[i]);
    }
    if (p->role_count)
        ent_buffer_text(out, ")</small>");
}

static void put_parties(ent_buffer *out, const diagram *d, const story_agreement *a)
{
    ent_buffer_text(out, "<td><ul>");
    for (uint32_t i = 0; i < a->party_count; i++) {
        if (!story_has_party(d, &a->parties[i]))
            continue;
        ent_buffer_text(out, "<li><bdi>");
        markup_text(out, a->parties[i].name);
        ent_buffer_text(out, "</bdi>");
        put_roles(out, &a->parties[i]);
        ent_buffer_text(out, "</li>");
    }
    ent_buffer_text(out, "</ul></td>");
}

static void put_course(ent_buffer *out, const diagram *d, const story_agreement *a)
{
    ent_buffer_text(out, "<td><ol>");
    for (uint32_t i = 0; i < a->course.event_count; i++) {
        const ent_event *e = &a->course.events[i];
        if (!ent_event_counts(e, d->as_of, d->story->certainly))
            continue;
        ent_buffer_text(out, "<li><time>");
        markup_text(out, e->written);
        ent_buffer_text(out, "</time> ");
        put_words(out, e->status);
        if (e->note) {
            ent_buffer_text(out, e->status ? ": <bdi>" : "<bdi>");
            markup_text(out, e->note);
            ent_buffer_text(out, "</bdi>");
        }
        put_numbers(out, e->sources, e->source_count);
        ent_buffer_text(out, "</li>");
    }
    ent_buffer_text(out, "</ol></td>");
}

static void put_agreement(ent_buffer *out, const diagram *d, const story_agreement *a)
{
    ent_buffer_text(out, "<tr");
    markup_attribute(out, "data-agreement", a->id);
    ent_buffer_text(out, "><th scope=\"row\"><bdi>");
    markup_text(out, a->title);
    ent_buffer_text(out, "</bdi></th>");
    put_parties(out, d, a);
    ent_buffer_text(out, "<td>");
    put_words(out, a->kind);
    for (uint32_t i = 0; i < a->also_count; i++) {
        ent_buffer_text(out, ", ");
        put_words(out, a->also[i]);
    }
    ent_buffer_text(out, "</td><td class=\"status\">");
    put_words(out, a->status ? a->status : "unknown");
    ent_buffer_text(out, "</td>");
    put_course(out, d, a);
    uint32_t count = 0, *numbers = story_numbers(out->arena, a, &count);
    for (uint32_t i = 0; i < count; i++)
        numbers[i]--;
    ent_buffer_text(out, "<td>");
    put_numbers(out, numbers, count);
    ent_buffer_text(out, "</td></tr>\n");
}

static void open_table(ent_buffer *out, const char *caption, const char *const *heads)
{
    ent_buffer_printf(out,
                      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table>\n"
                      "<caption>%s</caption>\n<thead><tr>",
                      caption, caption);
    for (; *heads; heads++)
        ent_buffer_printf(out, "<th scope=\"col\">%s</th>", *heads);
    ent_buffer_text(out, "</tr></thead>\n<tbody>\n");
}

static void close_table(ent_buffer *out)
{
    ent_buffer_text(out, "</tbody>\n</table>\n</div>\n");
}

/* What is drawn and is no agreement: relationships that a query found. */
static void put_others(ent_buffer *out, const diagram *d)
{
    static const char *const heads[] = {"From", "Relationship", "To", NULL};
    bool any = false;
    for (uint32_t i = 0; i < d->edge_count; i++) {
        const diagram_edge *e = &d->edges[i];
        const char *before = NULL;
        for (uint32_t k = 0; k < e->agreement_count; k++) {
            const char *type = d->agreements[e->agreements[k]].type;
            if (!type || (before && strcmp(type, before) == 0))
                continue;
            if (!any)
                open_table(out, "Other relationships", heads);
            any = true;
            before = type;
            ent_buffer_text(out, "<tr><th scope=\"row\"><bdi>");
            markup_text(out, d->nodes[e->from].label);
            ent_buffer_text(out, "</bdi></th><td>");
            markup_text(out, type);
            ent_buffer_text(out, "</td><td><bdi>");
            markup_text(out, d->nodes[e->to].label);
            ent_buffer_text(out, "</bdi></td></tr>\n");
        }
    }
    if (any)
        close_table(out);
}

static void put_sources(ent_buffer *out, const story *s)
{
    if (s->source_count == 0)
        return;
    ent_buffer_text(out, "<section aria-labelledby=\"sources-title\">\n<h2 id=\"sources-title\">Sources</h2>\n"
                         "<ol class=\"sources\">\n");
    for (uint32_t i = 0; i < s->source_count; i++) {
        const ent_source *source = &s->sources[i];
        bool page = story_is_page(source->url);
        ent_buffer_printf(out, "<li id=\"source-%u\" tabindex=\"-1\">", i + 1);
        if (page) {
            ent_buffer_text(out, "<a rel=\"noopener noreferrer\"");
            markup_attribute(out, "href", source->url);
            ent_buffer_char(out, '>');
        }
        ent_buffer_text(out, "<bdi>");
        markup_text(out, endnotes_text(out->arena, source, false));
        ent_buffer_text(out, page ? "</bdi></a></li>\n" : "</bdi></li>\n");
    }
    ent_buffer_text(out, "</ol>\n</section>\n");
}

void html_tables(ent_buffer *out, const diagram *d)
{
    static const char *const heads[] = {"Agreement", "Parties", "Kind", "Status", "Course of events", "Sources", NULL};
    if (d->story->agreement_count) {
        open_table(out, "Agreements", heads);
        for (uint32_t i = 0; i < d->story->agreement_count; i++)
            put_agreement(out, d, &d->story->agreements[i]);
        close_table(out);
    }
    put_others(out, d);
    put_sources(out, d->story);
}
