/* Values as such: names of types, maps, copies. */
#include "core/value/value.h"

const char *ent_type_name(ent_type type)
{
    static const char *const names[] = {
#define X(id, name) name,
        ENT_TYPES(X)
#undef X
    };
    return names[type];
}

const ent_value *ent_map_get(ent_value map, ent_str key)
{
    for (uint32_t i = 0; i < map.n; i++)
        if (ent_str_equal(map.map[i].key, key))
            return &map.map[i].value;
    return NULL;
}

static bool too_deep(ent_value v, int room)
{
    if (v.type != ENT_TYPE_LIST && v.type != ENT_TYPE_MAP)
        return false;
    if (room == 0)
        return true;
    for (uint32_t i = 0; i < v.n; i++)
        if (too_deep(v.type == ENT_TYPE_LIST ? v.list[i] : v.map[i].value, room - 1))
            return true;
    return false;
}

bool ent_value_too_deep(ent_value v)
{
    return too_deep(v, ENT_VALUE_DEPTH);
}

/* ---- copying ---- */

static ent_value copy(ent_arena *arena, ent_value v, int room);

static ent_str copy_str(ent_arena *arena, ent_str s)
{
    return (ent_str){ent_arena_copy(arena, s.p, s.n), s.n};
}

static const ent_entry *copy_entries(ent_arena *arena, const ent_entry *entries, uint32_t n, int room)
{
    ent_entry *copies = ent_arena_array(arena, n, sizeof *copies);
    for (uint32_t i = 0; copies && i < n; i++) {
        copies[i].key = copy_str(arena, entries[i].key);
        copies[i].value = copy(arena, entries[i].value, room);
    }
    return copies;
}

static const ent_value *copy_items(ent_arena *arena, const ent_value *items, uint32_t n, int room)
{
    ent_value *copies = ent_arena_array(arena, n, sizeof *copies);
    for (uint32_t i = 0; copies && i < n; i++)
        copies[i] = copy(arena, items[i], room);
    return copies;
}

static const ent_entity *copy_entity(ent_arena *arena, const ent_entity *entity, int room)
{
    ent_entity *twin = ent_arena_alloc(arena, sizeof *twin);
    ent_str *labels = ent_arena_array(arena, entity->label_count, sizeof *labels);
    if (!twin || !labels)
        return NULL;
    *twin = *entity;
    twin->type = copy_str(arena, entity->type);
    for (uint32_t i = 0; i < entity->label_count; i++)
        labels[i] = copy_str(arena, entity->labels[i]);
    twin->labels = labels;
    twin->label_values = NULL;
    twin->properties = copy_entries(arena, entity->properties, entity->property_count, room);
    return twin;
}

static void *copy_struct(ent_arena *arena, const void *from, size_t size)
{
    void *twin = ent_arena_alloc(arena, size);
    return twin ? memcpy(twin, from, size) : NULL;
}

static const ent_datetime *copy_datetime(ent_arena *arena, const ent_datetime *from)
{
    ent_datetime *twin = copy_struct(arena, from, sizeof *twin);
    if (twin && from->zone)
        twin->zone = ent_arena_copy(arena, from->zone, strlen(from->zone));
    return twin;
}

static ent_value copy(ent_arena *arena, ent_value v, int room)
{
    if (room == 0) {
        arena->failed = arena->failed ? arena->failed : ENT_MEMORY_LIMIT;
        return ENT_NULL;
    }
    switch ((ent_type)v.type) {
    case ENT_TYPE_STRING:
        v.s = ent_arena_copy(arena, v.s, v.n);
        break;
    case ENT_TYPE_LIST:
    case ENT_TYPE_PATH:
        v.list = copy_items(arena, v.list, v.n, room - 1);
        break;
    case ENT_TYPE_MAP:
        v.map = copy_entries(arena, v.map, v.n, room - 1);
        break;
    case ENT_TYPE_NODE:
    case ENT_TYPE_RELATIONSHIP:
        if (v.flags & ENT_RESOLVED)
            v.entity = copy_entity(arena, v.entity, room - 1);
        break;
    case ENT_TYPE_DATETIME:
        v.datetime = copy_datetime(arena, v.datetime);
        break;
    case ENT_TYPE_DURATION:
        v.duration = copy_struct(arena, v.duration, sizeof *v.duration);
        break;
    case ENT_TYPE_POINT:
        v.point = copy_struct(arena, v.point, sizeof *v.point);
        break;
    default:
        break;
    }
    return arena->failed == ENT_OK ? v : ENT_NULL;
}

ent_value ent_value_copy(ent_arena *arena, ent_value v)
{
    return copy(arena, v, ENT_VALUE_DEPTH + 4); /* a path and its nodes inside the innermost list */
}
