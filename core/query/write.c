/* What the writing operators share: creating the elements of patterns, setting properties and labels. */
#include "core/query/op.h"

/* The value of a key in the source, where the map is written out. */
static ent_span where_of(const ent_plan_element *element, ent_str key)
{
    const ent_expr *map = element->props_expr;
    for (uint32_t i = 0; map->kind == ENT_EXPR_MAP && i < map->arg_count; i++)
        if (ent_str_equal(map->keys[i], key))
            return map->args[i]->span;
    return map->span;
}

/* The store knows which constraint is broken, but not where in the source. */
static ent_status at_place(ent_op *op, ent_status status, ent_span where)
{
    ent_error *error = op->context->error;
    if (status == ENT_CONSTRAINT && error && error->where.len == 0) {
        error->where = where;
        error->phase = ENT_PHASE_RUNTIME;
    }
    return status;
}

/* The tokens of the keys that were met last. Maps of a batch are mostly alike: a key follows the one that it followed
 * in the map before. */
typedef struct {
    ent_str keys[32];
    uint32_t tokens[32];
    uint32_t count, next;
} key_cache;

static ent_status token_of(ent_op *op, key_cache *cache, ent_str key, uint32_t *out)
{
    enum { ROOM = sizeof cache->tokens / sizeof *cache->tokens };
    for (uint32_t i = 0; i < cache->count; i++) {
        uint32_t at = cache->next + i < cache->count ? cache->next + i : cache->next + i - cache->count;
        if (!ent_str_equal(cache->keys[at], key))
            continue;
        cache->next = at + 1;
        *out = cache->tokens[at];
        return ENT_OK;
    }
    ENT_TRY(ent_token_make(op->context->txn, ENT_TOKEN_KEY, key, out, op->context->error));
    if (cache->count < ROOM) {
        cache->keys[cache->count] = key;
        cache->tokens[cache->count++] = *out;
        cache->next = cache->count;
    }
    return ENT_OK;
}

static ent_status not_a_map(ent_op *op, ent_value value, ent_span where)
{
    return ent_fail(op->context->error, ENT_TYPE, ENT_PHASE_RUNTIME, where, "InvalidArgumentType",
                    "properties are set from a map, a node or a relationship, but this is %s",
                    ent_type_name(value.type));
}

static ent_status make_properties(ent_op *op, ent_value map, const ent_plan_element *element, key_cache *cache,
                                  ent_property **out, uint32_t *count)
{
    ent_span where = element->props_expr->span;
    ent_context *context = op->context;
    *count = 0;
    if (element->from_set && (map.type == ENT_TYPE_NODE || map.type == ENT_TYPE_RELATIONSHIP))
        ENT_TRY(ent_properties_of(context, map, where, &op->arena, &map));
    if (element->from_set && map.type != ENT_TYPE_MAP && !(ent_is_null(map) && element->adds))
        return not_a_map(op, map, where);
    if (ent_is_null(map) || (map.type == ENT_TYPE_MAP && map.n == 0))
        return ENT_OK;
    if (map.type != ENT_TYPE_MAP)
        return ent_fail(context->error, ENT_TYPE, ENT_PHASE_RUNTIME, where, "InvalidArgumentType",
                        "properties are given as a map, but this is %s", ent_type_name(map.type));
    ent_property *props = ENT_NEW_ARRAY(&op->arena, ent_property, map.n);
    if (!props)
        return ent_op_memory(op);
    for (uint32_t i = 0; i < map.n; i++) {
        ent_value value = map.map[i].value;
        if (ent_is_null(value) && element->no_nulls)
            return ent_fail(context->error, ENT_SEMANTIC, ENT_PHASE_RUNTIME, where_of(element, map.map[i].key),
                            "MergeReadOwnWrites",
                            "MERGE cannot create `%.*s` with null: what it makes could never be matched again",
                            ENT_STR_ARG(map.map[i].key));
        if (ent_is_null(value))
            continue;
        if (!ent_storable(value))
            return ent_fail(context->error, ENT_TYPE, ENT_PHASE_RUNTIME, where_of(element, map.map[i].key),
                            "InvalidPropertyType", "`%.*s` cannot be stored as a property: it is %s%s",
                            ENT_STR_ARG(map.map[i].key), ent_type_name(value.type),
                            value.type == ENT_TYPE_LIST ? " with an item that is null or no simple value" : "");
        ENT_TRY(token_of(op, cache, map.map[i].key, &props[*count].key));
        props[(*count)++].value = value;
    }
    *out = props;
    return ENT_OK;
}

static ent_status make_labels(ent_op *op, ent_names names, uint32_t **out, uint32_t *count)
{
    *count = 0;
    *out = names.count ? ENT_NEW_ARRAY(&op->arena, uint32_t, names.count) : NULL;
    if (names.count && !*out)
        return ent_op_memory(op);
    for (uint32_t i = 0; i < names.count; i++) {
        uint32_t token;
        ENT_TRY(ent_token_make(op->context->txn, ENT_TOKEN_LABEL, names.names[i], &token, op->context->error));
        bool twice = false;
        for (uint32_t j = 0; j < *count; j++)
            twice |= (*out)[j] == token;
        if (!twice)
            (*out)[(*count)++] = token;
    }
    return ENT_OK;
}

static ent_status create_nodes(ent_op *op, const ent_plan_element *element, const ent_batch *batch,
                               const ent_value *maps)
{
    ent_context *context = op->context;
    uint32_t *labels, label_count;
    ENT_TRY(make_labels(op, element->labels, &labels, &label_count));
    ent_value *column = batch->col[element->slot];
    key_cache cache = {.count = 0};
    for (uint32_t i = 0; i < batch->n; i++) {
        uint32_t row = ent_batch_row(batch, i), count = 0;
        ent_property *props = NULL;
        if (maps)
            ENT_TRY(make_properties(op, maps[row], element, &cache, &props, &count));
        uint64_t id;
        ent_status status = ent_node_create(context->txn, labels, label_count, props, count, &id, context->error);
        ENT_TRY(at_place(op, status, element->where));
        column[row] = ent_node(id);
        op->run->counters.nodes_created++;
        op->run->counters.labels_added += label_count;
        op->run->counters.properties_set += count;
    }
    return ENT_OK;
}

static ent_status end_of(ent_op *op, ent_value value, const ent_plan_element *element, uint64_t *id)
{
    ent_context *context = op->context;
    if (value.type != ENT_TYPE_NODE)
        return ent_fail(context->error, ENT_TYPE, ENT_PHASE_RUNTIME, element->where, "InvalidArgumentType",
                        "a relationship needs a node at each end, but here is %s", ent_type_name(value.type));
    bool exists;
    ENT_TRY(ent_node_exists(context->txn, value.id, &exists, context->error));
    if (!exists)
        return ent_fail(context->error, ENT_NOT_FOUND, ENT_PHASE_RUNTIME, element->where, "DeletedEntityAccess",
                        "a node at the end of this relationship has been deleted");
    *id = value.id;
    return ENT_OK;
}

static ent_status create_rels(ent_op *op, const ent_plan_element *element, const ent_batch *batch,
                              const ent_value *maps)
{
    ent_context *context = op->context;
    uint32_t type;
    ENT_TRY(ent_token_make(context->txn, ENT_TOKEN_TYPE, element->labels.names[0], &type, context->error));
    ent_value *column = batch->col[element->slot];
    key_cache cache = {.count = 0};
    for (uint32_t i = 0; i < batch->n; i++) {
        uint32_t row = ent_batch_row(batch, i), count = 0;
        ent_property *props = NULL;
        if (maps)
            ENT_TRY(make_properties(op, maps[row], element, &cache, &props, &count));
        uint64_t id, from, to;
        ENT_TRY(end_of(op, batch->col[element->from][row], element, &from));
        ENT_TRY(end_of(op, batch->col[element->to][row], element, &to));
        ENT_TRY(ent_rel_create(context->txn, from, to, type, props, count, &id, context->error));
        column[row] = ent_relationship(id, type);
        op->run->counters.rels_created++;
        op->run->counters.properties_set += count;
    }
    return ENT_OK;
}

static uint32_t rows_needed(const ent_batch *batch)
{
    return batch->n ? ent_batch_row(batch, batch->n - 1) + 1 : 0;
}

static ent_status evaluate(ent_op *op, const ent_program *program, const ent_batch *batch, ent_value **out)
{
    *out = ENT_NEW_ARRAY(&op->arena, ent_value, rows_needed(batch) + 1);
    if (!*out)
        return ent_op_memory(op);
    ENT_TRY(ent_program_run(program, op->context, batch, &op->arena, *out));
    return ent_op_memory(op);
}

ent_status ent_write_elements(ent_op *op, const ent_plan_element *elements, uint32_t count, const ent_batch *batch)
{
    /* All properties are computed before anything is made, so that none sees what the clause makes; but for those that
     * say so by naming it. */
    ent_value **maps = ENT_NEW_ARRAY(&op->arena, ent_value *, count + 1);
    if (!maps)
        return ent_op_memory(op);
    for (uint32_t e = 0; e < count; e++) {
        maps[e] = NULL;
        if (elements[e].props && !elements[e].late)
            ENT_TRY(evaluate(op, elements[e].props, batch, &maps[e]));
    }
    for (uint32_t e = 0; e < count; e++) {
        if (elements[e].late)
            ENT_TRY(evaluate(op, elements[e].props, batch, &maps[e]));
        if (elements[e].is_rel)
            ENT_TRY(create_rels(op, &elements[e], batch, maps[e]));
        else
            ENT_TRY(create_nodes(op, &elements[e], batch, maps[e]));
    }
    return ent_op_memory(op);
}

/* ---- SET and REMOVE ---- */

typedef struct {
    ent_property *props;
    uint32_t n;
} property_list;

static ent_status read_properties(ent_op *op, ent_value target, ent_span where, property_list *out, uint32_t more)
{
    ent_context *context = op->context;
    ent_props props;
    bool found;
    if (target.type == ENT_TYPE_NODE) {
        ent_node_record record;
        ENT_TRY(ent_node_get(context->txn, target.id, &record, &found, context->error));
        props = record.props;
    } else {
        ent_rel_record record;
        ENT_TRY(ent_rel_get(context->txn, target.id, &record, &found, context->error));
        props = record.props;
    }
    if (!found)
        return ent_fail(context->error, ENT_NOT_FOUND, ENT_PHASE_RUNTIME, where, "DeletedEntityAccess",
                        "this %s has been deleted", target.type == ENT_TYPE_NODE ? "node" : "relationship");
    ent_property *all;
    ENT_TRY(ent_props_all(context->txn, &op->arena, props, &all, &out->n, context->error));
    out->props = ENT_NEW_ARRAY(&op->arena, ent_property, (size_t)out->n + more + 1);
    if (!out->props)
        return ent_op_memory(op);
    if (out->n)
        memcpy(out->props, all, out->n * sizeof *all);
    return ENT_OK;
}

static ent_status write_properties(ent_op *op, ent_value target, const property_list *list, ent_span where)
{
    ent_context *context = op->context;
    if (target.type == ENT_TYPE_NODE)
        return at_place(op, ent_node_set_props(context->txn, target.id, list->props, list->n, context->error), where);
    return ent_rel_set_props(context->txn, target.id, list->props, list->n, context->error);
}

/* Puts a key into the list; null takes it out. */
static ent_status put(ent_op *op, property_list *list, ent_str key, ent_value value, ent_span where)
{
    ent_context *context = op->context;
    if (!ent_is_null(value) && !ent_storable(value))
        return ent_fail(context->error, ENT_TYPE, ENT_PHASE_RUNTIME, where, "InvalidPropertyType",
                        "`%.*s` cannot be stored as a property: it is %s%s", ENT_STR_ARG(key),
                        ent_type_name(value.type),
                        value.type == ENT_TYPE_LIST ? " with an item that is null or no simple value" : "");
    uint32_t token = ent_token_find(context->txn, ENT_TOKEN_KEY, key);
    if (token == ENT_NO_TOKEN) {
        if (ent_is_null(value))
            return ENT_OK;
        ENT_TRY(ent_token_make(context->txn, ENT_TOKEN_KEY, key, &token, context->error));
    }
    uint32_t i = 0;
    while (i < list->n && list->props[i].key != token)
        i++;
    if (ent_is_null(value)) {
        if (i == list->n)
            return ENT_OK;
        list->props[i] = list->props[--list->n];
    } else {
        list->props[i] = (ent_property){token, value};
        list->n += i == list->n;
    }
    op->run->counters.properties_set++;
    return ENT_OK;
}

static ent_status set_one(ent_op *op, const ent_plan_set *item, ent_value target, ent_str key, ent_value value)
{
    property_list list;
    ENT_TRY(read_properties(op, target, item->where, &list, 1));
    ENT_TRY(put(op, &list, key, value, item->value_where));
    return write_properties(op, target, &list, item->where);
}

static ent_status set_many(ent_op *op, const ent_plan_set *item, ent_value target, ent_value value)
{
    ent_value map = value;
    if (value.type == ENT_TYPE_NODE || value.type == ENT_TYPE_RELATIONSHIP)
        ENT_TRY(ent_properties_of(op->context, value, item->value_where, &op->arena, &map));
    if (map.type != ENT_TYPE_MAP && !(ent_is_null(map) && item->kind == ENT_SET_MERGE))
        return not_a_map(op, map, item->value_where);
    property_list list;
    uint32_t n = map.type == ENT_TYPE_MAP ? map.n : 0;
    ENT_TRY(read_properties(op, target, item->where, &list, n));
    if (item->kind == ENT_SET_REPLACE) {
        op->run->counters.properties_set += list.n;
        list.n = 0;
    }
    for (uint32_t i = 0; i < n; i++)
        ENT_TRY(put(op, &list, map.map[i].key, map.map[i].value, item->value_where));
    return write_properties(op, target, &list, item->where);
}

static ent_status change_labels(ent_op *op, const ent_plan_set *item, ent_value target)
{
    ent_context *context = op->context;
    if (target.type != ENT_TYPE_NODE)
        return ent_fail(context->error, ENT_TYPE, ENT_PHASE_RUNTIME, item->where, "InvalidArgumentType",
                        "only nodes have labels, but this is %s", ent_type_name(target.type));
    ent_node_record record;
    bool found, changed;
    ENT_TRY(ent_node_get(context->txn, target.id, &record, &found, context->error));
    if (!found)
        return ent_fail(context->error, ENT_NOT_FOUND, ENT_PHASE_RUNTIME, item->where, "DeletedEntityAccess",
                        "this node has been deleted");
    for (uint32_t i = 0; i < item->labels.count; i++) {
        uint32_t token;
        if (item->kind == ENT_SET_LABELS) {
            ENT_TRY(ent_token_make(context->txn, ENT_TOKEN_LABEL, item->labels.names[i], &token, context->error));
            ent_status status = ent_node_add_label(context->txn, target.id, token, &changed, context->error);
            ENT_TRY(at_place(op, status, item->where));
            op->run->counters.labels_added += changed;
        } else {
            token = ent_token_find(context->txn, ENT_TOKEN_LABEL, item->labels.names[i]);
            if (token == ENT_NO_TOKEN)
                continue;
            ENT_TRY(ent_node_remove_label(context->txn, target.id, token, &changed, context->error));
            op->run->counters.labels_removed += changed;
        }
    }
    return ENT_OK;
}

static ent_status apply_item(ent_op *op, const ent_plan_set *item, ent_value target, ent_value key, ent_value value)
{
    if (ent_is_null(target))
        return ENT_OK;
    if (item->kind == ENT_SET_LABELS || item->kind == ENT_REMOVE_LABELS)
        return change_labels(op, item, target);
    if (target.type != ENT_TYPE_NODE && target.type != ENT_TYPE_RELATIONSHIP)
        return ent_fail(op->context->error, ENT_TYPE, ENT_PHASE_RUNTIME, item->where, "InvalidArgumentType",
                        "only nodes and relationships have properties to change, but this is %s",
                        ent_type_name(target.type));
    if (item->kind == ENT_SET_REPLACE || item->kind == ENT_SET_MERGE)
        return set_many(op, item, target, value);
    ent_str name = item->key;
    if (item->key_value) {
        if (key.type != ENT_TYPE_STRING)
            return ent_fail(op->context->error, ENT_TYPE, ENT_PHASE_RUNTIME, item->where, "InvalidArgumentType",
                            "the name of a property is a string, but this is %s", ent_type_name(key.type));
        name = ent_value_str(key);
    }
    return set_one(op, item, target, name, item->kind == ENT_SET_PROPERTY ? value : ENT_NULL);
}

static ent_status run_item(ent_op *op, const ent_plan_set *item, const ent_batch *batch)
{
    ent_value *targets, *keys = NULL, *values = NULL;
    ENT_TRY(evaluate(op, item->target, batch, &targets));
    if (item->key_value)
        ENT_TRY(evaluate(op, item->key_value, batch, &keys));
    if (item->value)
        ENT_TRY(evaluate(op, item->value, batch, &values));
    for (uint32_t i = 0; i < batch->n; i++) {
        uint32_t row = ent_batch_row(batch, i);
        ENT_TRY(apply_item(op, item, targets[row], keys ? keys[row] : ENT_NULL, values ? values[row] : ENT_NULL));
    }
    return ENT_OK;
}

ent_status ent_write_sets(ent_op *op, const ent_plan_set *items, uint32_t count, const ent_batch *batch, bool rowwise)
{
    for (uint32_t i = 0; rowwise && i < batch->n; i++) {
        uint16_t row = (uint16_t)ent_batch_row(batch, i);
        ent_batch one = {.n = 1, .sel = &row, .col = batch->col};
        for (uint32_t j = 0; j < count; j++)
            ENT_TRY(run_item(op, &items[j], &one));
    }
    for (uint32_t j = 0; !rowwise && j < count; j++)
        ENT_TRY(run_item(op, &items[j], batch));
    return ent_op_memory(op);
}

ent_status ent_write_finish(ent_run *run)
{
    ent_context *context = &run->context;
    for (uint32_t i = 0; i < run->doomed_count; i++) {
        ent_node_record record;
        bool found;
        uint64_t degree;
        ENT_TRY(ent_node_get(context->txn, run->doomed[i], &record, &found, context->error));
        if (!found)
            continue;
        ENT_TRY(ent_degree(context->txn, run->doomed[i], ENT_BOTH, ENT_NO_TOKEN, &degree, context->error));
        if (degree > 0) {
            ent_fail(context->error, ENT_VERIFICATION, ENT_PHASE_RUNTIME, run->doomed_where, "DeleteConnectedNode",
                     "a node cannot be deleted while it has relationships (this one still has %llu)",
                     (unsigned long long)degree);
            ent_hint(context->error, "DETACH DELETE deletes a node together with its relationships");
            return ENT_VERIFICATION;
        }
        run->counters.nodes_deleted++;
        ENT_TRY(ent_node_delete(context->txn, run->doomed[i], context->error));
    }
    run->doomed_count = 0;
    return ENT_OK;
}
