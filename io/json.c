#include "io/json.h"

#include "io/json_scan.h"

#include <stdio.h>

static bool is_blank(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    return p == end;
}

/* No object inside of parent, nor parent, has a key twice. */
static bool check_keys(const ent_json *json, ent_json_value parent, ent_json_error *error)
{
    for (ent_json_value v = ent_json_first(parent); v.node; v = ent_json_next(json, v)) {
        for (const cJSON *other = parent.node->child; v.node->string && other != v.node; other = other->next)
            if (*other->string == *v.node->string && strcmp(other->string, v.node->string) == 0) {
                error->at = ent_json_key_at(json, v);
                snprintf(error->reason, sizeof error->reason, "this field stands here twice");
                return false;
            }
        if (v.node->child && !check_keys(json, v, error)) /* no deeper than ENT_JSON_DEPTH */
            return false;
    }
    return true;
}

bool ent_json_read(ent_json *json, ent_arena *arena, ent_str source, ent_json_error *error)
{
    *json = (ent_json){.source = source};
    *error = (ent_json_error){0};
    size_t valid = ent_utf8_valid(source.p, source.n);
    if (valid < source.n) {
        error->at = (uint32_t)valid;
        snprintf(error->reason, sizeof error->reason, "the byte 0x%02X is not UTF-8", (unsigned char)source.p[valid]);
        return false;
    }
    const char *end = source.p;
    if (ent_json_scan(json, arena))
        json->root = cJSON_ParseWithLengthOpts(source.p, source.n, &end, false);
    if (json->root && is_blank(end, source.p + source.n))
        return check_keys(json, ent_json_root(json), error);
    /* cJSON says where it stopped, not what it missed there, and at the end of the source not even that exactly; and it
     * gives NULL for lack of memory too: then there is nothing to explain */
    ent_json_explain(source, error);
    return false;
}

void ent_json_close(ent_json *json)
{
    cJSON_Delete(json->root);
    *json = (ent_json){0};
}

/* ---- tree and places, side by side ---- */

ent_json_value ent_json_root(const ent_json *json)
{
    return (ent_json_value){json->root, 0};
}

ent_json_value ent_json_first(ent_json_value parent)
{
    return (ent_json_value){parent.node->child, parent.place + (cJSON_IsObject(parent.node) ? 2 : 1)};
}

ent_json_value ent_json_next(const ent_json *json, ent_json_value value)
{
    return (ent_json_value){value.node->next, json->places[value.place].behind + (value.node->string ? 1 : 0)};
}

uint32_t ent_json_at(const ent_json *json, ent_json_value value)
{
    return json->places[value.place].at;
}

uint32_t ent_json_key_at(const ent_json *json, ent_json_value value)
{
    return json->places[value.place - 1].at;
}

ent_str ent_json_number(const ent_json *json, ent_json_value value)
{
    uint32_t at = ent_json_at(json, value), end = at;
    while (end < json->source.n && json->source.p[end] && strchr("+-.0123456789eE", json->source.p[end]))
        end++;
    return (ent_str){json->source.p + at, end - at};
}

const char *ent_json_type_name(const cJSON *node)
{
    switch (node->type & 0xFF) {
    case cJSON_NULL:
        return "null";
    case cJSON_Number:
        return "a number";
    case cJSON_String:
        return "a text";
    case cJSON_Array:
        return "a list";
    case cJSON_Object:
        return "an object";
    default:
        return "true or false";
    }
}
