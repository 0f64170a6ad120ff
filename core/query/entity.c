#include "core/query/entity.h"

#include "core/query/eval.h"
#include "core/query/program.h"

static ent_status deleted(ent_context *context, ent_span where, const char *what)
{
    return ent_fail(context->error, ENT_NOT_FOUND, ENT_PHASE_RUNTIME, where, "DeletedEntityAccess",
                    "this %s has been deleted", what);
}

ent_status ent_entity_node(ent_context *context, ent_value v, ent_span where, ent_node_record *out)
{
    bool found = false;
    ENT_TRY(ent_node_get(context->txn, ent_entity_id(v), out, &found, context->error));
    return found ? ENT_OK : deleted(context, where, "node");
}

ent_status ent_entity_rel(ent_context *context, ent_value v, ent_span where, ent_rel_record *out)
{
    bool found = false;
    ENT_TRY(ent_rel_get(context->txn, ent_entity_id(v), out, &found, context->error));
    return found ? ENT_OK : deleted(context, where, "relationship");
}

/* A query that reads one property of an element mostly reads another of it, in the next operator or the next part of
 * an expression. So a run remembers where the properties of the elements lie that it looked up last, by the low bits of
 * their ids. While a transaction may write, places do not last, and nothing is remembered. */
enum { RECENT = 4096, READ_BEFORE = 256 };

typedef struct {
    uint64_t id_and_one; /* 0: empty */
    ent_props props;
} place;

typedef struct ent_recent {
    place nodes[RECENT], relationships[RECENT];
} ent_recent;

/* The entry for an element; NULL: not worth it, or no memory, which is no fault here. */
static place *place_of(ent_context *context, ent_value v)
{
    if (!context->recent) {
        if (context->elements_read++ != READ_BEFORE || ent_txn_is_write(context->txn) ||
            context->arena->failed != ENT_OK)
            return NULL;
        context->recent = ENT_NEW(context->arena, ent_recent);
        if (!context->recent) {
            context->arena->failed = ENT_OK;
            return NULL;
        }
    }
    uint64_t at = ent_entity_id(v) % RECENT;
    return v.type == ENT_TYPE_NODE ? &context->recent->nodes[at] : &context->recent->relationships[at];
}

ent_status ent_entity_props(ent_context *context, ent_value v, ent_span where, ent_props *out)
{
    ent_node_record node;
    ent_rel_record rel;
    uint64_t mark = ent_entity_id(v) + 1;
    place *known = place_of(context, v);
    if (known && known->id_and_one == mark) {
        *out = known->props;
        return ENT_OK;
    }
    if (v.type == ENT_TYPE_NODE) {
        ENT_TRY(ent_entity_node(context, v, where, &node));
        *out = node.props;
    } else {
        ENT_TRY(ent_entity_rel(context, v, where, &rel));
        *out = rel.props;
    }
    if (known)
        *known = (place){mark, *out};
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
