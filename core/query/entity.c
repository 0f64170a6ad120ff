#include "core/query/entity.h"

#include "core/query/eval.h"
#include "core/query/program.h"

static ent_status deleted(ent_context *context, ent_span where, const char *what)
{
    if (ent_txn_is_write(context->txn))
        return ent_fail(context->error, ENT_NOT_FOUND, ENT_PHASE_RUNTIME, where, "DeletedEntityAccess",
                        "this %s has been deleted", what);
    ent_status status = ent_fail(context->error, ENT_NOT_FOUND, ENT_PHASE_RUNTIME, where, "DeletedEntityAccess",
                                 "this %s is not in the database", what);
    ent_hint(context->error, "if nobody has deleted it meanwhile, the file is damaged: `entente check` tells");
    return status;
}

/* A query that reads one property of an element mostly reads another of it, in the next operator or the next part of
 * an expression; and the end of one relationship is the end of many. So a run remembers the records that it looked up
 * last, by the low bits of the id. While a transaction may write, records do not last, and nothing is remembered. */
enum { RECENT = 4096, READ_BEFORE = 256 };

typedef struct ent_recent {
    struct {
        uint64_t id_and_one; /* 0: empty */
        ent_node_record record;
    } nodes[RECENT];
    struct {
        uint64_t id_and_one;
        ent_rel_record record;
    } relationships[RECENT];
} ent_recent;

/* NULL: not worth it yet, not allowed, or no memory, which is no fault here. */
static ent_recent *recent(ent_context *context)
{
    if (context->recent || context->elements_read++ != READ_BEFORE || ent_txn_is_write(context->txn) ||
        context->arena->failed != ENT_OK)
        return context->recent;
    context->recent = ENT_NEW(context->arena, ent_recent);
    if (!context->recent)
        context->arena->failed = ENT_OK;
    return context->recent;
}

ent_status ent_entity_node(ent_context *context, ent_value v, ent_span where, ent_node_record *out)
{
    uint64_t id = ent_entity_id(v);
    ent_recent *known = recent(context);
    if (known && known->nodes[id % RECENT].id_and_one == id + 1) {
        *out = known->nodes[id % RECENT].record;
        return ENT_OK;
    }
    bool found = false;
    ENT_TRY(ent_node_get(context->txn, id, out, &found, context->error));
    if (!found)
        return deleted(context, where, "node");
    if (known) {
        known->nodes[id % RECENT].id_and_one = id + 1;
        known->nodes[id % RECENT].record = *out;
    }
    return ENT_OK;
}

void ent_entity_note_rel(ent_context *context, uint64_t id, const ent_rel_record *record)
{
    ent_recent *known = recent(context);
    if (known) {
        known->relationships[id % RECENT].id_and_one = id + 1;
        known->relationships[id % RECENT].record = *record;
    }
}

ent_status ent_entity_find_rel(ent_context *context, uint64_t id, ent_rel_record *out, bool *found)
{
    ent_recent *known = recent(context);
    *found = known && known->relationships[id % RECENT].id_and_one == id + 1;
    if (*found) {
        *out = known->relationships[id % RECENT].record;
        return ENT_OK;
    }
    ENT_TRY(ent_rel_get(context->txn, id, out, found, context->error));
    if (known && *found) {
        known->relationships[id % RECENT].id_and_one = id + 1;
        known->relationships[id % RECENT].record = *out;
    }
    return ENT_OK;
}

ent_status ent_entity_rel(ent_context *context, ent_value v, ent_span where, ent_rel_record *out)
{
    bool found;
    ENT_TRY(ent_entity_find_rel(context, ent_entity_id(v), out, &found));
    return found ? ENT_OK : deleted(context, where, "relationship");
}

ent_status ent_entity_props(ent_context *context, ent_value v, ent_span where, ent_props *out)
{
    ent_node_record node;
    ent_rel_record rel;
    if (v.type == ENT_TYPE_NODE) {
        ENT_TRY(ent_entity_node(context, v, where, &node));
        *out = node.props;
    } else {
        ENT_TRY(ent_entity_rel(context, v, where, &rel));
        *out = rel.props;
    }
    return ENT_OK;
}

ent_status ent_properties_of(ent_context *context, ent_value target, ent_span where, ent_arena *arena, ent_value *out)
{
    if (target.type == ENT_TYPE_NULL || target.type == ENT_TYPE_MAP) {
        *out = target;
        return ENT_OK;
    }
    if (target.type != ENT_TYPE_NODE && target.type != ENT_TYPE_RELATIONSHIP)
        return ent_type_mismatch(context, where, "a node, relationship or map", target);
    ent_props props;
    ent_property *all;
    uint32_t count = 0;
    ENT_TRY(ent_entity_props(context, target, where, &props));
    ENT_TRY(ent_props_all(context->txn, arena, props, &all, &count, context->error));
    ent_entry *entries = ENT_NEW_ARRAY(arena, ent_entry, count);
    if (!entries)
        return ent_arena_status(arena, context->error);
    for (uint32_t i = 0; i < count; i++)
        entries[i] = (ent_entry){ent_token_name(context->txn, ENT_TOKEN_KEY, all[i].key), all[i].value};
    *out = ent_map(entries, count);
    return ENT_OK;
}
