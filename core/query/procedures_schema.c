/* db.schema.nodeTypeProperties and db.schema.relTypeProperties: which properties occur where, with which types.
 *
 * Nothing of this is kept anywhere: every node (or relationship) is read once. Those with the same labels (or type) are
 * a kind; a property is mandatory when all of its kind have it. */
#include "core/query/procedures_schema.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t key;
    ent_type_set types;
    uint64_t count;
} property_stat;

typedef struct {
    uint32_t *tokens; /* of the labels, or of the type */
    uint32_t token_count;
    uint64_t count;
    property_stat *properties;
    uint32_t property_count, property_room;
    ent_value name;   /* ":`Party`:`Country`" */
    ent_value labels; /* a list of strings */
} kind;

typedef struct {
    ent_call *call;
    ent_token_kind names;
    kind **slots; /* by hash; mask + 1 of them */
    uint32_t mask, count;
    ent_arena scratch; /* the values of one round */
} survey;

static ent_status no_room(ent_call *call)
{
    return ent_arena_status(call->arena, call->context->error);
}

/* ---- gathering ---- */

static uint32_t hash_tokens(const uint32_t *tokens, uint32_t n)
{
    uint64_t hash = n;
    for (uint32_t i = 0; i < n; i++)
        hash = (hash ^ tokens[i]) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(hash >> 32);
}

static kind **find(const survey *s, const uint32_t *tokens, uint32_t n)
{
    uint32_t at = hash_tokens(tokens, n) & s->mask;
    for (kind *k; (k = s->slots[at]); at = (at + 1) & s->mask)
        if (k->token_count == n && memcmp(k->tokens, tokens, n * sizeof *tokens) == 0)
            break;
    return &s->slots[at];
}

static ent_status grow(survey *s)
{
    kind **old = s->slots;
    uint32_t old_size = old ? s->mask + 1 : 0, size = old ? old_size * 2 : 64;
    kind **slots = ent_arena_zero(s->call->arena, size * sizeof(kind *));
    if (!slots)
        return no_room(s->call);
    s->slots = slots;
    s->mask = size - 1;
    for (uint32_t i = 0; i < old_size; i++)
        if (old[i])
            *find(s, old[i]->tokens, old[i]->token_count) = old[i];
    return ENT_OK;
}

static ent_status kind_of(survey *s, const uint32_t *tokens, uint32_t n, kind **out)
{
    static const uint32_t none;
    tokens = n > 0 ? tokens : &none;
    if (!s->slots || s->count >= s->mask / 2)
        ENT_TRY(grow(s));
    kind **slot = find(s, tokens, n);
    if (!*slot) {
        kind *k = ENT_NEW(s->call->arena, kind);
        uint32_t *copy = ENT_NEW_ARRAY(s->call->arena, uint32_t, n + 1);
        if (!k || !copy)
            return no_room(s->call);
        memcpy(copy, tokens, n * sizeof *copy);
        k->tokens = copy;
        k->token_count = n;
        s->count++;
        *slot = k;
    }
    *out = *slot;
    return ENT_OK;
}

static ent_status count_property(survey *s, kind *k, uint32_t key, ent_type type)
{
    uint32_t i = 0;
    while (i < k->property_count && k->properties[i].key != key)
        i++;
    if (i == k->property_room) {
        uint32_t room = i ? i * 2 : 8;
        property_stat *grown = ENT_NEW_ARRAY(s->call->arena, property_stat, room);
        if (!grown)
            return no_room(s->call);
        if (i)
            memcpy(grown, k->properties, i * sizeof *grown);
        k->properties = grown;
        k->property_room = room;
    }
    if (i == k->property_count) {
        k->properties[i] = (property_stat){.key = key};
        k->property_count++;
    }
    k->properties[i].types |= ENT_TYPE_BIT(type);
    k->properties[i].count++;
    return ENT_OK;
}

static ent_status count_element(survey *s, const uint32_t *tokens, uint32_t n, ent_props props)
{
    kind *k = NULL;
    ent_property *all;
    uint32_t count = 0;
    ENT_TRY(kind_of(s, tokens, n, &k));
    k->count++;
    ENT_TRY(ent_props_all(s->call->context->txn, &s->scratch, props, &all, &count, s->call->context->error));
    for (uint32_t i = 0; i < count; i++)
        ENT_TRY(count_property(s, k, all[i].key, all[i].value.type));
    return ENT_OK;
}

static ent_status count_id(survey *s, uint64_t id)
{
    ent_context *context = s->call->context;
    bool found = false;
    if (s->names == ENT_TOKEN_LABEL) {
        ent_node_record node;
        ENT_TRY(ent_node_get(context->txn, id, &node, &found, context->error));
        return found ? count_element(s, node.labels, node.label_count, node.props) : ENT_OK;
    }
    ent_rel_record rel;
    ENT_TRY(ent_rel_get(context->txn, id, &rel, &found, context->error));
    return found ? count_element(s, &rel.type, 1, rel.props) : ENT_OK;
}

static ent_status count_all(survey *s, ent_scan *scan)
{
    enum { ROUND = 1024 };
    uint64_t ids[ROUND];
    for (uint32_t n;;) {
        ENT_TRY(ent_context_poll(s->call->context));
        ENT_TRY(ent_scan_next(scan, ids, ROUND, &n, s->call->context->error));
        if (n == 0)
            return ENT_OK;
        for (uint32_t i = 0; i < n; i++)
            ENT_TRY(count_id(s, ids[i]));
        ent_arena_reset(&s->scratch);
    }
}

/* ---- telling ---- */

static int by_text(const void *a, const void *b)
{
    const ent_value *x = a, *y = b;
    int order = memcmp(x->s, y->s, x->n < y->n ? x->n : y->n);
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

static int by_name(const void *a, const void *b)
{
    return by_text(&(*(kind *const *)a)->name, &(*(kind *const *)b)->name);
}

/* Fills in name and labels. */
static ent_status name_kind(survey *s, kind *k)
{
    ent_arena *arena = s->call->arena;
    ent_value *labels = ENT_NEW_ARRAY(arena, ent_value, k->token_count);
    size_t size = 0;
    if (!labels)
        return no_room(s->call);
    for (uint32_t i = 0; i < k->token_count; i++) {
        labels[i] = ent_string(ent_token_name(s->call->context->txn, s->names, k->tokens[i]));
        size += labels[i].n + 3;
    }
    qsort(labels, k->token_count, sizeof *labels, by_text);
    char *text = ent_arena_alloc(arena, size + 1), *at = text;
    if (!text)
        return no_room(s->call);
    for (uint32_t i = 0; i < k->token_count; i++) {
        *at++ = ':';
        *at++ = '`';
        memcpy(at, labels[i].s, labels[i].n);
        at += labels[i].n;
        *at++ = '`';
    }
    k->name = ent_string((ent_str){text, (uint32_t)size});
    k->labels = ent_list(labels, k->token_count);
    return ENT_OK;
}

static ent_status types_of(ent_call *call, ent_type_set types, ent_value *out)
{
    ent_value *names = ENT_NEW_ARRAY(call->arena, ent_value, ENT_TYPE_COUNT);
    uint32_t n = 0;
    if (!names)
        return no_room(call);
    for (int type = 0; type < ENT_TYPE_COUNT; type++)
        if (types & ENT_TYPE_BIT(type))
            names[n++] = ent_string(ent_str_of(ent_type_name(type)));
    *out = ent_list(names, n);
    return ENT_OK;
}

/* One row; property NULL: the kind has none. */
static ent_status emit(survey *s, ent_procedure_rows *rows, const kind *k, const property_stat *property)
{
    ent_value row[5];
    uint32_t n = 0;
    row[n++] = k->name;
    if (s->names == ENT_TOKEN_LABEL)
        row[n++] = k->labels;
    row[n] = row[n + 1] = ENT_NULL;
    if (property) {
        row[n] = ent_string(ent_token_name(s->call->context->txn, ENT_TOKEN_KEY, property->key));
        ENT_TRY(types_of(s->call, property->types, &row[n + 1]));
    }
    row[n + 2] = ent_bool(property && property->count == k->count);
    return ent_procedure_emit(rows, row);
}

static ent_status tell(survey *s, ent_procedure_rows *rows)
{
    kind **sorted = ENT_NEW_ARRAY(s->call->arena, kind *, s->count);
    uint32_t n = 0;
    if (!sorted)
        return no_room(s->call);
    for (uint32_t i = 0; s->slots && i <= s->mask; i++)
        if (s->slots[i]) {
            sorted[n++] = s->slots[i];
            ENT_TRY(name_kind(s, s->slots[i]));
        }
    qsort(sorted, n, sizeof(kind *), by_name);
    for (uint32_t i = 0; i < n; i++) {
        const kind *k = sorted[i];
        if (k->property_count == 0)
            ENT_TRY(emit(s, rows, k, NULL));
        for (uint32_t p = 0; p < k->property_count; p++)
            ENT_TRY(emit(s, rows, k, &k->properties[p]));
    }
    return ENT_OK;
}

ent_status ent_schema_properties(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows)
{
    survey s = {.call = call, .names = *(const ent_token_kind *)user};
    ent_context *context = call->context;
    ent_scan *scan = NULL;
    ent_arena_init(&s.scratch, context->budget);
    ent_status status = s.names == ENT_TOKEN_LABEL ? ent_scan_nodes(context->txn, &scan, context->error)
                                                   : ent_scan_rels(context->txn, &scan, context->error);
    if (status == ENT_OK) {
        status = count_all(&s, scan);
        ent_scan_close(scan);
    }
    if (status == ENT_OK)
        status = tell(&s, rows);
    ent_arena_fini(&s.scratch);
    return status;
}
