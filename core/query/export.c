/* Values that leave the engine: nodes and relationships become copies that stand alone. */
#include "core/query/execute.h"

#include <stdlib.h>

typedef struct {
    ent_txn *txn;
    ent_arena *arena;
    ent_error *error;
} exporter;

static int compare_entries(const void *a, const void *b)
{
    ent_str x = ((const ent_entry *)a)->key, y = ((const ent_entry *)b)->key;
    int order = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
    return order ? order : (x.n > y.n) - (x.n < y.n);
}

static int compare_names(const void *a, const void *b)
{
    const ent_str *x = a, *y = b;
    int order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

static ent_status export_properties(exporter *e, ent_props props, ent_entity *out)
{
    ent_property *list;
    uint32_t n;
    ENT_TRY(ent_props_all(e->txn, e->arena, props, &list, &n, e->error));
    ent_entry *entries = ENT_NEW_ARRAY(e->arena, ent_entry, n);
    for (uint32_t i = 0; entries && i < n; i++)
        entries[i] =
            (ent_entry){ent_token_name(e->txn, ENT_TOKEN_KEY, list[i].key), ent_value_copy(e->arena, list[i].value)};
    if (entries)
        qsort(entries, n, sizeof *entries, compare_entries);
    out->properties = entries;
    out->property_count = entries ? n : 0;
    return ENT_OK;
}

static ent_status export_node(exporter *e, ent_entity *out)
{
    ent_node_record record;
    bool found;
    ENT_TRY(ent_node_get(e->txn, out->id, &record, &found, e->error));
    out->deleted = !found;
    if (!found)
        return ENT_OK;
    ent_str *labels = ENT_NEW_ARRAY(e->arena, ent_str, record.label_count);
    for (uint32_t i = 0; labels && i < record.label_count; i++)
        labels[i] = ent_token_name(e->txn, ENT_TOKEN_LABEL, record.labels[i]);
    if (labels)
        qsort(labels, record.label_count, sizeof *labels, compare_names);
    out->labels = labels;
    out->label_count = labels ? record.label_count : 0;
    return export_properties(e, record.props, out);
}

static ent_status export_rel(exporter *e, uint32_t type, ent_entity *out)
{
    ent_rel_record record;
    bool found;
    out->type = ent_token_name(e->txn, ENT_TOKEN_TYPE, type);
    ENT_TRY(ent_rel_get(e->txn, out->id, &record, &found, e->error));
    out->deleted = !found;
    if (!found)
        return ENT_OK;
    out->start = record.start;
    out->end = record.end;
    return export_properties(e, record.props, out);
}

static ent_status export_entity(exporter *e, ent_value value, ent_value *out)
{
    ent_entity *entity = ENT_NEW(e->arena, ent_entity);
    if (!entity)
        return ent_arena_status(e->arena, e->error);
    entity->id = value.id;
    ENT_TRY(value.type == ENT_TYPE_NODE ? export_node(e, entity) : export_rel(e, value.n, entity));
    *out = value;
    out->flags |= ENT_RESOLVED;
    out->entity = entity;
    return ENT_OK;
}

/* Nests as deep as the value, which expressions bound. */
static ent_status export_value(exporter *e, ent_value value, ent_value *out)
{
    switch ((ent_type)value.type) {
    case ENT_TYPE_NODE:
    case ENT_TYPE_RELATIONSHIP:
        if (value.flags & ENT_RESOLVED)
            break;
        return export_entity(e, value, out);
    case ENT_TYPE_LIST:
    case ENT_TYPE_PATH: {
        ent_value *items = ENT_NEW_ARRAY(e->arena, ent_value, value.n);
        for (uint32_t i = 0; items && i < value.n; i++)
            ENT_TRY(export_value(e, value.list[i], &items[i]));
        *out = value;
        out->list = items;
        return ENT_OK;
    }
    case ENT_TYPE_MAP: {
        ent_entry *entries = ENT_NEW_ARRAY(e->arena, ent_entry, value.n);
        for (uint32_t i = 0; entries && i < value.n; i++) {
            entries[i].key =
                (ent_str){ent_arena_copy(e->arena, value.map[i].key.p, value.map[i].key.n), value.map[i].key.n};
            ENT_TRY(export_value(e, value.map[i].value, &entries[i].value));
        }
        *out = value;
        out->map = entries;
        return ENT_OK;
    }
    default:
        break;
    }
    *out = ent_value_copy(e->arena, value);
    return ENT_OK;
}

ent_status ent_value_export(ent_txn *txn, ent_arena *arena, ent_value value, ent_value *out, ent_error *error)
{
    exporter e = {txn, arena, error};
    *out = ENT_NULL;
    ENT_TRY(export_value(&e, value, out));
    return ent_arena_status(arena, error);
}
