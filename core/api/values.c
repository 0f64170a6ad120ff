/* Values inside a row, and their ways out of the engine and back in. entente_value is ent_value by another name. */
#include "core/api/api.h"
#include "core/value/temporal.h"

#include <math.h>

static const ent_value *inside(const entente_value *value)
{
    static const ent_value null = {.type = ENT_TYPE_NULL};
    return value ? (const ent_value *)value : &null;
}

static const entente_value *outside(const ent_value *value)
{
    return (const entente_value *)value;
}

static bool is_entity(const ent_value *v)
{
    return (v->type == ENT_TYPE_NODE || v->type == ENT_TYPE_RELATIONSHIP) && (v->flags & ENT_RESOLVED);
}

/* ---- out ---- */

static ent_status add_label_values(ent_arena *arena, ent_value v, int room);

static ent_status add_to_items(ent_arena *arena, const ent_value *items, uint32_t n, int room)
{
    for (uint32_t i = 0; i < n; i++)
        ENT_TRY(add_label_values(arena, items[i], room));
    return ENT_OK;
}

static ent_status add_to_node(ent_arena *arena, const ent_entity *node)
{
    ent_value *labels = ent_arena_array(arena, node->label_count, sizeof *labels);
    if (!labels)
        return arena->failed;
    for (uint32_t i = 0; i < node->label_count; i++)
        labels[i] = ent_string(node->labels[i]);
    ((ent_entity *)node)->label_values = labels; /* the exported copy is ours */
    return ENT_OK;
}

static ent_status add_label_values(ent_arena *arena, ent_value v, int room)
{
    if (room == 0)
        return ENT_OK;
    switch ((ent_type)v.type) {
    case ENT_TYPE_LIST:
    case ENT_TYPE_PATH:
        return add_to_items(arena, v.list, v.n, room - 1);
    case ENT_TYPE_MAP:
        for (uint32_t i = 0; i < v.n; i++)
            ENT_TRY(add_label_values(arena, v.map[i].value, room - 1));
        return ENT_OK;
    case ENT_TYPE_NODE:
        return is_entity(&v) ? add_to_node(arena, v.entity) : ENT_OK;
    default:
        return ENT_OK;
    }
}

ent_status ent_api_export(ent_txn *txn, ent_arena *arena, ent_value value, ent_value *out, ent_error *error)
{
    switch ((ent_type)value.type) {
    case ENT_TYPE_STRING:
        value.s = ent_arena_copy(arena, value.s, value.n);
        break;
    case ENT_TYPE_LIST:
    case ENT_TYPE_MAP:
    case ENT_TYPE_NODE:
    case ENT_TYPE_RELATIONSHIP:
    case ENT_TYPE_PATH: {
        ent_value exported;
        ENT_TRY(ent_value_export(txn, arena, value, &exported, error));
        add_label_values(arena, exported, ENT_VALUE_DEPTH + 4);
        value = exported;
        break;
    }
    default:
        break;
    }
    *out = value;
    return ent_arena_status(arena, error);
}

/* ---- in ---- */

static bool holds_entity(ent_value v, int room)
{
    if (is_entity(&v))
        return true;
    if (room == 0)
        return false;
    if (v.type == ENT_TYPE_LIST || v.type == ENT_TYPE_PATH) {
        for (uint32_t i = 0; i < v.n; i++)
            if (holds_entity(v.list[i], room - 1))
                return true;
    } else if (v.type == ENT_TYPE_MAP) {
        for (uint32_t i = 0; i < v.n; i++)
            if (holds_entity(v.map[i].value, room - 1))
                return true;
    }
    return false;
}

static ent_value import(ent_txn *txn, ent_arena *arena, ent_value v, int room);

static const ent_value *import_items(ent_txn *txn, ent_arena *arena, const ent_value *items, uint32_t n, int room)
{
    ent_value *copies = ent_arena_array(arena, n, sizeof *copies);
    for (uint32_t i = 0; copies && i < n; i++)
        copies[i] = import(txn, arena, items[i], room);
    return copies;
}

static const ent_entry *import_entries(ent_txn *txn, ent_arena *arena, const ent_entry *entries, uint32_t n, int room)
{
    ent_entry *copies = ent_arena_array(arena, n, sizeof *copies);
    for (uint32_t i = 0; copies && i < n; i++)
        copies[i] = (ent_entry){entries[i].key, import(txn, arena, entries[i].value, room)};
    return copies;
}

static ent_value import(ent_txn *txn, ent_arena *arena, ent_value v, int room)
{
    if (!holds_entity(v, room))
        return v;
    switch ((ent_type)v.type) {
    case ENT_TYPE_NODE:
        return ent_node(v.entity->id);
    case ENT_TYPE_RELATIONSHIP: {
        ent_value rel = ent_relationship(v.entity->id, ent_token_find(txn, ENT_TOKEN_TYPE, v.entity->type));
        rel.flags = v.flags & ENT_REVERSED;
        return rel;
    }
    case ENT_TYPE_MAP:
        v.map = import_entries(txn, arena, v.map, v.n, room - 1);
        break;
    default:
        v.list = import_items(txn, arena, v.list, v.n, room - 1);
        break;
    }
    return arena->failed == ENT_OK ? v : ENT_NULL;
}

ent_status ent_api_import(ent_txn *txn, ent_arena *arena, ent_value value, ent_value *out, ent_error *error)
{
    *out = import(txn, arena, value, ENT_VALUE_DEPTH + 4);
    return ent_arena_status(arena, error);
}

ent_status ent_api_text(const char *text, ptrdiff_t length, const char *what, ent_str *out, ent_error *error)
{
    size_t n = length < 0 ? strlen(text) : (size_t)length;
    if (n > UINT32_MAX / 2)
        return ent_fail_io(error, ENT_ARGUMENT, "%s has %zu bytes; 2 GiB is the most", what, n);
    size_t valid = ent_utf8_valid(text, n);
    *out = (ent_str){text, (uint32_t)n};
    if (valid < n)
        return ent_fail_io(error, ENT_ARGUMENT, "%s is not valid UTF-8 at byte %zu (0x%02X)", what, valid,
                           (unsigned char)text[valid]);
    return ENT_OK;
}

/* ---- reading ---- */

entente_type entente_value_type(const entente_value *value)
{
    static const entente_type types[ENT_TYPE_COUNT] = {
        [ENT_TYPE_NULL] = ENTENTE_NULL_VALUE,
        [ENT_TYPE_BOOLEAN] = ENTENTE_BOOLEAN,
        [ENT_TYPE_INTEGER] = ENTENTE_INTEGER,
        [ENT_TYPE_FLOAT] = ENTENTE_FLOAT,
        [ENT_TYPE_STRING] = ENTENTE_STRING,
        [ENT_TYPE_LIST] = ENTENTE_LIST,
        [ENT_TYPE_MAP] = ENTENTE_MAP,
        [ENT_TYPE_NODE] = ENTENTE_NODE,
        [ENT_TYPE_RELATIONSHIP] = ENTENTE_RELATIONSHIP,
        [ENT_TYPE_PATH] = ENTENTE_PATH,
        [ENT_TYPE_DATE] = ENTENTE_DATE,
        [ENT_TYPE_TIME] = ENTENTE_TIME,
        [ENT_TYPE_LOCAL_TIME] = ENTENTE_LOCAL_TIME,
        [ENT_TYPE_DATETIME] = ENTENTE_DATETIME,
        [ENT_TYPE_LOCAL_DATETIME] = ENTENTE_LOCAL_DATETIME,
        [ENT_TYPE_DURATION] = ENTENTE_DURATION,
        [ENT_TYPE_POINT] = ENTENTE_POINT,
    };
    return types[inside(value)->type];
}

bool entente_value_bool(const entente_value *value)
{
    const ent_value *v = inside(value);
    return v->type == ENT_TYPE_BOOLEAN && v->b;
}

int64_t entente_value_int64(const entente_value *value)
{
    const ent_value *v = inside(value);
    if (v->type == ENT_TYPE_INTEGER)
        return v->i;
    if (v->type != ENT_TYPE_FLOAT || isnan(v->f))
        return 0;
    return v->f >= 0x1p63 ? INT64_MAX : v->f < -0x1p63 ? INT64_MIN : (int64_t)v->f;
}

double entente_value_double(const entente_value *value)
{
    const ent_value *v = inside(value);
    return ent_is_number(*v) ? ent_as_double(*v) : 0;
}

static const char *text_of(ent_str s, size_t *length)
{
    if (length)
        *length = s.p ? s.n : 0;
    return s.p;
}

const char *entente_value_text(const entente_value *value, size_t *length)
{
    const ent_value *v = inside(value);
    return text_of(v->type == ENT_TYPE_STRING ? ent_value_str(*v) : (ent_str){NULL, 0}, length);
}

bool entente_value_date(const entente_value *value, int64_t *year, int *month, int *day)
{
    const ent_value *v = inside(value);
    int64_t days;
    switch ((ent_type)v->type) {
    case ENT_TYPE_DATE:
        days = v->i;
        break;
    case ENT_TYPE_LOCAL_DATETIME:
    case ENT_TYPE_DATETIME: {
        int64_t seconds = v->type == ENT_TYPE_DATETIME ? v->datetime->seconds : v->i;
        days = seconds / 86400 - (seconds % 86400 < 0);
        break;
    }
    default:
        return false;
    }
    int64_t y;
    int m, d;
    ent_civil_from_days(days, &y, &m, &d);
    if (year)
        *year = y;
    if (month)
        *month = m;
    if (day)
        *day = d;
    return true;
}

/* ---- parts ---- */

uint32_t entente_value_size(const entente_value *value)
{
    const ent_value *v = inside(value);
    if (v->type == ENT_TYPE_LIST || v->type == ENT_TYPE_MAP || v->type == ENT_TYPE_PATH)
        return v->n;
    return v->type == ENT_TYPE_NODE && is_entity(v) && v->entity->label_values ? v->entity->label_count : 0;
}

const entente_value *entente_value_item(const entente_value *value, uint32_t i)
{
    const ent_value *v = inside(value);
    if (i >= entente_value_size(value))
        return NULL;
    if (v->type == ENT_TYPE_MAP)
        return outside(&v->map[i].value);
    return outside(v->type == ENT_TYPE_NODE ? &v->entity->label_values[i] : &v->list[i]);
}

static const ent_entry *entries_of(const ent_value *v, uint32_t *n)
{
    *n = 0;
    if (v->type == ENT_TYPE_MAP) {
        *n = v->n;
        return v->map;
    }
    if (is_entity(v)) {
        *n = v->entity->property_count;
        return v->entity->properties;
    }
    return NULL;
}

uint32_t entente_value_key_count(const entente_value *value)
{
    uint32_t n;
    entries_of(inside(value), &n);
    return n;
}

const char *entente_value_key(const entente_value *value, uint32_t i, size_t *length)
{
    uint32_t n;
    const ent_entry *entries = entries_of(inside(value), &n);
    return text_of(i < n ? entries[i].key : (ent_str){NULL, 0}, length);
}

const entente_value *entente_value_at(const entente_value *value, uint32_t i)
{
    uint32_t n;
    const ent_entry *entries = entries_of(inside(value), &n);
    return i < n ? outside(&entries[i].value) : NULL;
}

const entente_value *entente_value_get(const entente_value *value, const char *key)
{
    uint32_t n;
    const ent_entry *entries = entries_of(inside(value), &n);
    size_t length = key ? strlen(key) : 0;
    for (uint32_t i = 0; key && i < n; i++)
        if (entries[i].key.n == length && memcmp(entries[i].key.p, key, length) == 0)
            return outside(&entries[i].value);
    return NULL;
}

/* ---- nodes and relationships ---- */

static const ent_entity *relationship_of(const entente_value *value)
{
    const ent_value *v = inside(value);
    return v->type == ENT_TYPE_RELATIONSHIP && is_entity(v) ? v->entity : NULL;
}

int64_t entente_value_id(const entente_value *value)
{
    const ent_value *v = inside(value);
    return is_entity(v) ? (int64_t)v->entity->id : -1;
}

int64_t entente_value_start(const entente_value *value)
{
    const ent_entity *rel = relationship_of(value);
    return rel ? (int64_t)rel->start : -1;
}

int64_t entente_value_end(const entente_value *value)
{
    const ent_entity *rel = relationship_of(value);
    return rel ? (int64_t)rel->end : -1;
}

const char *entente_value_reltype(const entente_value *value)
{
    const ent_entity *rel = relationship_of(value);
    return rel ? rel->type.p : NULL;
}

const char *entente_value_string(entente_stmt *stmt, const entente_value *value, bool bare, size_t *length)
{
    if (length)
        *length = 0;
    return stmt ? text_of(ent_value_text(&stmt->row_arena, *inside(value), bare), length) : NULL;
}
