/* Reading nodes and relationships through the values that name them. A value outlives its element: reading a deleted
 * one is EntityNotFound. */
#ifndef ENT_QUERY_ENTITY_H
#define ENT_QUERY_ENTITY_H

#include "core/query/context.h"

/* v is a NODE (ent_entity_node) or a RELATIONSHIP (ent_entity_rel). ENT_NOT_FOUND, DeletedEntityAccess, when it is
 * gone. */
ent_status ent_entity_node(ent_context *context, ent_value v, ent_span where, ent_node_record *out);
ent_status ent_entity_rel(ent_context *context, ent_value v, ent_span where, ent_rel_record *out);
/* The record of a relationship, which operators one after another ask for; *found false: it is gone. */
ent_status ent_entity_find_rel(ent_context *context, uint64_t id, ent_rel_record *out, bool *found);
/* Remembers a record that was read otherwise, for operators behind. */
void ent_entity_note_rel(ent_context *context, uint64_t id, const ent_rel_record *record);
/* The properties of either, in place. */
ent_status ent_entity_props(ent_context *context, ent_value v, ent_span where, ent_props *out);

/* The id of a NODE or RELATIONSHIP. */
static inline uint64_t ent_entity_id(ent_value v)
{
    return v.flags & ENT_RESOLVED ? v.entity->id : v.id;
}

#endif
