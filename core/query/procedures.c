/* The procedures that every connection has: what the database knows of names. */
#include "core/query/function_tables.h"
#include "core/query/procedures_schema.h"

#include <stdlib.h>
#include <string.h>

static int by_text(const void *a, const void *b)
{
    const ent_value *x = a, *y = b;
    int order = memcmp(x->s, y->s, x->n < y->n ? x->n : y->n);
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

/* A token stays when its last element goes; labels and types are given only while something has them. */
static bool in_use(ent_txn *txn, ent_token_kind kind, uint32_t token)
{
    switch (kind) {
    case ENT_TOKEN_LABEL:
        return ent_count_label(txn, token) > 0;
    case ENT_TOKEN_TYPE:
        return ent_count_type(txn, token) > 0;
    default:
        return true;
    }
}

static ent_status names(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows)
{
    ent_txn *txn = call->context->txn;
    ent_token_kind kind = *(const ent_token_kind *)user;
    uint32_t count = ent_token_count(txn, kind), n = 0;
    ent_value *found = ENT_NEW_ARRAY(call->arena, ent_value, count);
    if (!found)
        return ent_arena_status(call->arena, call->context->error);
    for (uint32_t token = 0; token < count; token++)
        if (in_use(txn, kind, token))
            found[n++] = ent_string(ent_token_name(txn, kind, token));
    qsort(found, n, sizeof *found, by_text);
    for (uint32_t i = 0; i < n; i++)
        ENT_TRY(ent_procedure_emit(rows, &found[i]));
    return ENT_OK;
}

static ent_token_kind kinds[] = {ENT_TOKEN_LABEL, ENT_TOKEN_TYPE, ENT_TOKEN_KEY};

#define TEXT(literal)                  \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }
#define OUTPUT(name, type, nullable)             \
    {                                            \
        TEXT(name), ENT_T(type), nullable, false \
    }

static ent_field label[] = {OUTPUT("label", STRING, false)};
static ent_field relationship_type[] = {OUTPUT("relationshipType", STRING, false)};
static ent_field property_key[] = {OUTPUT("propertyKey", STRING, false)};

static ent_field node_properties[] = {
    OUTPUT("nodeType", STRING, false),   OUTPUT("nodeLabels", LIST, false),   OUTPUT("propertyName", STRING, true),
    OUTPUT("propertyTypes", LIST, true), OUTPUT("mandatory", BOOLEAN, false),
};
static ent_field relationship_properties[] = {
    OUTPUT("relType", STRING, false),
    OUTPUT("propertyName", STRING, true),
    OUTPUT("propertyTypes", LIST, true),
    OUTPUT("mandatory", BOOLEAN, false),
};

static ent_field described[] = {
    OUTPUT("name", STRING, false),
    OUTPUT("signature", STRING, false),
    OUTPUT("description", STRING, false),
};
static ent_field indexes[] = {
    OUTPUT("name", STRING, false),    OUTPUT("label", STRING, false),    OUTPUT("property", STRING, false),
    OUTPUT("unique", BOOLEAN, false), OUTPUT("entries", INTEGER, false),
};
static ent_field constraints[] = {
    OUTPUT("name", STRING, false),
    OUTPUT("label", STRING, false),
    OUTPUT("property", STRING, false),
    OUTPUT("type", STRING, false),
};
static bool all_indexes = false, unique_ones = true;

static const ent_procedure procedures[] = {
    {.name = TEXT("db.constraints"),
     .outputs = constraints,
     .output_count = 4,
     .help = TEXT("The unique constraints."),
     .user = &unique_ones,
     .run = ent_show_indexes},
    {.name = TEXT("db.functions"),
     .outputs = described,
     .output_count = 3,
     .help = TEXT("The functions of the language."),
     .run = ent_show_functions},
    {.name = TEXT("db.indexes"),
     .outputs = indexes,
     .output_count = 5,
     .help = TEXT("The indexes, those of unique constraints among them."),
     .user = &all_indexes,
     .run = ent_show_indexes},
    {.name = TEXT("db.labels"),
     .outputs = label,
     .output_count = 1,
     .help = TEXT("The labels that some node has, sorted."),
     .user = &kinds[0],
     .run = names},
    {.name = TEXT("db.procedures"),
     .outputs = described,
     .output_count = 3,
     .help = TEXT("The procedures that can be called."),
     .run = ent_show_procedures},
    {.name = TEXT("db.propertyKeys"),
     .outputs = property_key,
     .output_count = 1,
     .help = TEXT("The property keys that were ever used, sorted."),
     .user = &kinds[2],
     .run = names},
    {.name = TEXT("db.relationshipTypes"),
     .outputs = relationship_type,
     .output_count = 1,
     .help = TEXT("The types that some relationship has, sorted."),
     .user = &kinds[1],
     .run = names},
    {.name = TEXT("db.schema.nodeTypeProperties"),
     .outputs = node_properties,
     .output_count = 5,
     .help = TEXT("The properties of the nodes of each set of labels; reads all nodes."),
     .user = &kinds[0],
     .run = ent_schema_properties},
    {.name = TEXT("db.schema.relTypeProperties"),
     .outputs = relationship_properties,
     .output_count = 4,
     .help = TEXT("The properties of the relationships of each type; reads all relationships."),
     .user = &kinds[1],
     .run = ent_schema_properties},
};

const ent_procedure_table ent_procedures_builtin = {procedures, sizeof procedures / sizeof *procedures};
