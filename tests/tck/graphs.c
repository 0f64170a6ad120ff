#include "tests/tck/graphs.h"

#include "tests/tck/gherkin.h"

#include <cjson/cJSON.h>
#include <stdio.h>

ent_str tck_read_file(ent_arena *arena, const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return (ent_str){NULL, 0};
    char *text = NULL;
    long size = fseek(in, 0, SEEK_END) == 0 ? ftell(in) : -1;
    rewind(in);
    if (size >= 0 && (unsigned long)size < UINT32_MAX)
        text = ent_arena_alloc(arena, (size_t)size + 1);
    if (text && fread(text, 1, (size_t)size, in) != (size_t)size)
        text = NULL;
    fclose(in);
    if (text)
        text[size] = '\0';
    return (ent_str){text, text ? (uint32_t)size : 0};
}

/* Statements end at a ';' outside strings. */
static bool split(ent_arena *arena, ent_str script, ent_str **queries, uint32_t *count)
{
    uint32_t from = 0;
    char quote = '\0';
    for (uint32_t i = 0; i <= script.n; i++) {
        char c = i < script.n ? script.p[i] : ';';
        if (quote) {
            i += c == '\\' && i + 1 < script.n;
            quote = c == quote ? '\0' : quote;
        } else if (c == '\'' || c == '"' || c == '`') {
            quote = c;
        } else if (c == ';') {
            ent_str query = {script.p + from, i - from};
            from = i + 1;
            while (query.n && strchr(" \t\r\n", query.p[0]))
                query = (ent_str){query.p + 1, query.n - 1};
            if (query.n == 0)
                continue;
            *queries = tck_grow(arena, *queries, *count, sizeof **queries);
            if (!*queries)
                return false;
            (*queries)[(*count)++] = query;
        }
    }
    return true;
}

bool tck_read_graph(ent_arena *arena, const char *folder, ent_str name, ent_str **queries, uint32_t *count,
                    const char **fault)
{
    *queries = NULL;
    *count = 0;
    const char *path = ent_arena_printf(arena, "%s/%.*s/%.*s.json", folder, ENT_STR_ARG(name), ENT_STR_ARG(name));
    ent_str text = path ? tck_read_file(arena, path) : (ent_str){NULL, 0};
    cJSON *json = text.p ? cJSON_ParseWithLength(text.p, text.n) : NULL;
    cJSON *scripts = cJSON_GetObjectItemCaseSensitive(json, "scripts"), *script;
    bool good = cJSON_GetArraySize(scripts) > 0;
    cJSON_ArrayForEach(script, scripts)
    {
        path = cJSON_IsString(script)
                   ? ent_arena_printf(arena, "%s/%.*s/%s.cypher", folder, ENT_STR_ARG(name), script->valuestring)
                   : NULL;
        text = path ? tck_read_file(arena, path) : (ent_str){NULL, 0};
        good = good && text.p && split(arena, text, queries, count);
    }
    cJSON_Delete(json);
    if (!good)
        *fault = ent_arena_printf(arena, "the graph cannot be read: %s", path ? path : "?");
    return good;
}
