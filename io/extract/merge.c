/* A candidate becomes an event, with its source, of a record that is there already. */
#include "io/extract/review.h"

#include "io/json.h"

#include <stdio.h>
#include <string.h>

static bool has_source(const cJSON *sources, const char *id)
{
    const cJSON *source;
    cJSON_ArrayForEach(source, sources)
    {
        const cJSON *given = cJSON_GetObjectItemCaseSensitive(source, "id");
        if (cJSON_IsString(given) && strcmp(given->valuestring, id) == 0)
            return true;
    }
    return false;
}

static bool put(ent_arena *arena, cJSON *object, const char *name, ent_str value)
{
    if (value.n == 0)
        return true;
    char *text = ent_arena_printf(arena, "%.*s", ENT_STR_ARG(value));
    return text && cJSON_AddStringToObject(object, name, text);
}

/* The array of a name, made where there is none. */
static cJSON *array_of(cJSON *object, const char *name)
{
    cJSON *array = cJSON_GetObjectItemCaseSensitive(object, name);
    return array ? array : cJSON_AddArrayToObject(object, name);
}

static bool same(const cJSON *event, const char *name, ent_str value)
{
    const cJSON *given = cJSON_GetObjectItemCaseSensitive(event, name);
    return cJSON_IsString(given) ? ent_str_equal(ent_str_of(given->valuestring), value) : value.n == 0;
}

/* The event of the same date and status, or a new one. */
static cJSON *event_of(ent_arena *arena, cJSON *events, const ent_review *review)
{
    cJSON *event;
    cJSON_ArrayForEach(event, events)
    {
        if (same(event, "date", review->date) && same(event, "status", review->status))
            return event;
    }
    event = cJSON_CreateObject();
    if (!event || !cJSON_AddItemToArray(events, event) || !put(arena, event, "date", review->date) ||
        !put(arena, event, "status", review->status) || !put(arena, event, "note", review->note))
        return NULL;
    return event;
}

static bool add(ent_arena *arena, cJSON *root, const ent_review *review)
{
    char id[24];
    unsigned number = 1;
    cJSON *sources = array_of(root, "sources"), *events = array_of(root, "events");
    do
        snprintf(id, sizeof id, "s%u", number++);
    while (has_source(sources, id));
    cJSON *source = cJSON_CreateObject(), *event = event_of(arena, events, review);
    if (!source || !cJSON_AddItemToArray(sources, source)) {
        cJSON_Delete(source);
        return false;
    }
    ent_str title = review->source_title.n > 0 ? review->source_title : review->file;
    if (!cJSON_AddStringToObject(source, "id", id) || !put(arena, source, "url", review->url) ||
        !put(arena, source, "title", title) || !put(arena, source, "publisher", review->publisher) ||
        !put(arena, source, "date", review->source_date))
        return false;
    cJSON *cites = event ? array_of(event, "cites") : NULL, *cite = cites ? cJSON_CreateString(id) : NULL;
    return cite && cJSON_AddItemToArray(cites, cite);
}

ent_str ent_review_merge(ent_arena *arena, ent_str record, const ent_review *review)
{
    ent_json json;
    ent_json_error error;
    ent_str merged = {NULL, 0};
    if (ent_json_read(&json, arena, record, &error) && cJSON_IsObject(json.root) && add(arena, json.root, review)) {
        char *text = cJSON_PrintUnformatted(json.root);
        if (text)
            merged = (ent_str){ent_arena_copy(arena, text, strlen(text)), (uint32_t)strlen(text)};
        cJSON_free(text);
    }
    ent_json_close(&json);
    return merged;
}

ent_str ent_review_pretty(ent_arena *arena, ent_str record)
{
    ent_json json;
    ent_json_error error;
    ent_str pretty = {NULL, 0};
    if (ent_json_read(&json, arena, record, &error)) {
        char *text = cJSON_Print(json.root);
        char *copy = text ? ent_arena_printf(arena, "%s\n", text) : NULL;
        if (copy)
            pretty = ent_str_of(copy);
        cJSON_free(text);
    }
    ent_json_close(&json);
    return pretty;
}
