#include "render/story_json.h"

#include "core/base/buffer.h"
#include "core/model/vocabulary.h"
#include "render/element.h"
#include "render/sentence.h"
#include "render/theme.h"

#include <string.h>

/* ---- JSON ---- */

static void put_string(ent_buffer *out, const char *text)
{
    if (!text) {
        ent_buffer_text(out, "null");
        return;
    }
    ent_buffer_char(out, '"');
    for (const char *p = text; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '"' || c == '\\')
            ent_buffer_printf(out, "\\%c", c);
        else if (c < 0x20 || c == '<' || c == '>' || c == '&')
            ent_buffer_printf(out, "\\u%04x", c);
        else
            ent_buffer_char(out, *p);
    }
    ent_buffer_char(out, '"');
}

static void put_member(ent_buffer *out, const char *before, const char *key, const char *value)
{
    ent_buffer_printf(out, "%s\"%s\": ", before, key);
    put_string(out, value);
}

static void put_strings(ent_buffer *out, const char *key, const char *const *items, uint32_t count)
{
    ent_buffer_printf(out, ", \"%s\": [", key);
    for (uint32_t i = 0; i < count; i++) {
        ent_buffer_text(out, i ? ", " : "");
        put_string(out, items[i]);
    }
    ent_buffer_char(out, ']');
}

static void put_numbers(ent_buffer *out, const uint32_t *sources, uint32_t count)
{
    ent_buffer_text(out, ", \"sources\": [");
    for (uint32_t i = 0; i < count; i++)
        ent_buffer_printf(out, "%s%u", i ? ", " : "", sources[i] + 1);
    ent_buffer_text(out, "]}");
}

static const char *boolean(bool value)
{
    return value ? "true" : "false";
}

/* ---- the diagram ---- */

static void put_node(ent_buffer *out, const diagram *d, uint32_t i)
{
    static const char *const types[NODE_SHAPES] = {"country", "organization", "agreement", "other"};
    const diagram_node *n = &d->nodes[i];
    put_member(out, "{", "element", element_of_node(d, i));
    put_member(out, ", ", "id", n->id);
    put_member(out, ", ", "label", n->label);
    put_member(out, ", ", "type", types[n->shape]);
    put_member(out, ", ", "agreement", n->agreement);
    put_member(out, ", ", "note", sentence_node(d, n));
    ent_buffer_printf(out, ", \"focus\": %s, \"partners\": %u}", boolean(n->focus), n->partners);
}

static void put_edge(ent_buffer *out, const diagram *d, uint32_t i)
{
    const diagram_edge *e = &d->edges[i];
    put_member(out, "{", "element", element_of_edge(d, i));
    put_member(out, ", ", "from", d->nodes[e->from].id);
    put_member(out, ", ", "to", d->nodes[e->to].id);
    ent_buffer_printf(out, ", \"directed\": %s, \"both\": %s", boolean(e->directed), boolean(e->both));
    put_member(out, ", ", "kind", e->kind);
    put_member(out, ", ", "stage", e->stage);
    put_member(out, ", ", "note", sentence_edge(d, e));
    for (int types = 0; types < 2; types++) {
        uint32_t n = 0;
        ent_buffer_text(out, types ? "], \"types\": [" : ", \"agreements\": [");
        for (uint32_t k = 0; k < e->agreement_count; k++) {
            const diagram_agreement *a = &d->agreements[e->agreements[k]];
            const char *text = types ? a->type : a->id;
            if (!text)
                continue;
            ent_buffer_text(out, n++ ? ", " : "");
            put_string(out, text);
        }
    }
    ent_buffer_text(out, "]}");
}

static void put_event(ent_buffer *out, const ent_event *e)
{
    put_member(out, "{", "date", e->written);
    put_member(out, ", ", "day", e->first);
    put_member(out, ", ", "lastDay", e->last);
    put_member(out, ", ", "status", e->status);
    put_member(out, ", ", "party", e->party);
    put_member(out, ", ", "note", e->note);
    put_numbers(out, e->sources, e->source_count);
}

static void put_agreement(ent_buffer *out, const story_agreement *a)
{
    put_member(out, "{", "id", a->id);
    put_member(out, ", ", "title", a->title);
    put_member(out, ", ", "kind", a->kind);
    put_strings(out, "also", a->also, a->also_count);
    put_member(out, ", ", "status", a->status);
    put_member(out, ", ", "stage", a->stage);
    put_member(out, ", ", "since", a->since);
    put_member(out, ", ", "until", a->until);
    ent_buffer_text(out, ",\n  \"parties\": [");
    for (uint32_t i = 0; i < a->party_count; i++) {
        put_member(out, i ? ", {" : "{", "code", a->parties[i].code);
        put_member(out, ", ", "name", a->parties[i].name);
        put_strings(out, "roles", a->parties[i].roles, a->parties[i].role_count);
        put_member(out, ", ", "since", a->parties[i].since);
        put_member(out, ", ", "sinceLastDay", a->parties[i].since_last);
        put_member(out, ", ", "until", a->parties[i].until);
        put_member(out, ", ", "untilLastDay", a->parties[i].until_last);
        ent_buffer_char(out, '}');
    }
    ent_buffer_text(out, "],\n  \"events\": [");
    for (uint32_t i = 0; i < a->course.event_count; i++) {
        ent_buffer_text(out, i ? ",\n    " : "\n    ");
        put_event(out, &a->course.events[i]);
    }
    ent_buffer_char(out, ']');
    put_numbers(out, a->course.sources, a->course.source_count);
}

static void put_source(ent_buffer *out, const ent_source *s, uint32_t number)
{
    ent_buffer_printf(out, "{\"number\": %u", number);
    put_member(out, ", ", "publisher", s->publisher);
    put_member(out, ", ", "title", s->title);
    put_member(out, ", ", "date", s->date);
    put_member(out, ", ", "url", s->url);
    ent_buffer_char(out, '}');
}

static void next(ent_buffer *out, uint32_t i)
{
    ent_buffer_text(out, i ? ",\n " : "\n ");
}

const char *story_json(const diagram *d)
{
    ent_buffer out;
    ent_buffer_init(&out, d->arena);
    const uint32_t *nodes = sentence_node_order(d), *edges = sentence_edge_order(d);
    if (!nodes || !edges)
        return NULL;
    put_member(&out, "{", "title", d->title);
    put_member(&out, ",\n", "subtitle", d->subtitle);
    put_member(&out, ",\n", "asOf", d->as_of);
    ent_buffer_printf(&out, ",\n\"certainly\": %s", boolean(d->story->certainly));
    ent_buffer_text(&out, ",\n\"nodes\": [");
    for (uint32_t i = 0; i < d->node_count; i++) {
        next(&out, i);
        put_node(&out, d, nodes[i]);
    }
    ent_buffer_text(&out, "],\n\"edges\": [");
    for (uint32_t i = 0; i < d->edge_count; i++) {
        next(&out, i);
        put_edge(&out, d, edges[i]);
    }
    ent_buffer_text(&out, "],\n\"agreements\": [");
    for (uint32_t i = 0; i < d->story->agreement_count; i++) {
        next(&out, i);
        put_agreement(&out, &d->story->agreements[i]);
    }
    ent_buffer_text(&out, "],\n\"sources\": [");
    for (uint32_t i = 0; i < d->story->source_count; i++) {
        next(&out, i);
        put_source(&out, &d->story->sources[i], i + 1);
    }
    ent_buffer_text(&out, "]}");
    return ent_buffer_take(&out).p;
}

/* ---- the vocabulary ---- */

static void put_stroke(ent_buffer *out, const char *before, const theme_stroke *stroke)
{
    put_member(out, before, "colour", stroke->colour);
    put_member(out, ", ", "dash", stroke->dash);
    put_member(out, ", ", "head", theme_heads[stroke->head]);
    ent_buffer_char(out, '}');
}

const char *story_vocabulary_json(ent_arena *arena, const theme *t)
{
    static const char *const signs[] = {NULL, "cross", "bars"};
    ent_buffer out;
    ent_buffer_init(&out, arena);
    put_member(&out, "{", "background", t->background);
    ent_buffer_printf(&out, ",\n\"aside\": {\"width\": %g, \"opacity\": %g}", t->aside.width, t->aside.opacity);
    ent_buffer_text(&out, ",\n\"several\": ");
    put_stroke(&out, "{", &t->several);
    ent_buffer_text(&out, ",\n\"other\": ");
    put_stroke(&out, "{", &t->other);
    ent_buffer_text(&out, ",\n\"kinds\": [");
    for (int i = 0; i < THEME_KINDS; i++) {
        put_member(&out, i ? ",\n {" : "\n {", "kind", theme_kinds[i].kind);
        put_member(&out, ", ", "words", theme_kinds[i].words);
        put_member(&out, ", ", "mark", theme_kinds[i].mark);
        put_stroke(&out, ", ", &t->kinds[i]);
    }
    ent_buffer_text(&out, "],\n\"stages\": [");
    for (int i = 0; i < THEME_STAGES; i++) {
        put_member(&out, i ? ",\n {" : "\n {", "stage", theme_stages[i].stage);
        put_member(&out, ", ", "meaning", theme_stages[i].meaning);
        put_member(&out, ", ", "sign", signs[theme_stages[i].sign]);
        ent_buffer_printf(&out, ", \"width\": %g, \"opacity\": %g}", t->stages[i].width, t->stages[i].opacity);
    }
    ent_buffer_text(&out, "],\n\"statuses\": [");
    for (uint32_t i = 0; i < ent_record_statuses.count; i++) {
        const char *status = ent_record_statuses.names[i].p;
        put_member(&out, i ? ",\n {" : "\n {", "status", status);
        put_member(&out, ", ", "words", sentence_words(arena, status));
        put_member(&out, ", ", "stage", ent_stage_name(status));
        ent_buffer_char(&out, '}');
    }
    ent_buffer_text(&out, "]}");
    return ent_buffer_take(&out).p;
}
