/* JSON objects into records, by tables of fields: one table for each kind of object in the record format. What the
 * record keeps of the tree is copied into the arena, except for numbers, which stay in the source. */
#include "io/json.h"
#include "io/record.h"

#include <inttypes.h>

/* ---- what the format has ---- */

typedef enum { TEXT, TEXTS, DATE, NUMBER, OBJECTS, EXTERNALS } field_type;

typedef struct field {
    const char *name;
    field_type type;
    bool required;
    size_t offset;
    const struct shape *shape; /* of OBJECTS: of each of them */
} field;

typedef struct shape {
    const char *what; /* "an event": for messages */
    const field *fields;
    size_t count, size;
} shape;

#define SHAPE(what, table, type)                                      \
    {                                                                 \
        what, table, sizeof(table) / sizeof((table)[0]), sizeof(type) \
    }
#define OPTIONAL false
#define REQUIRED true

static const field party_fields[] = {
    {"party", TEXT, REQUIRED, offsetof(ent_record_party, party), NULL},
    {"role", TEXT, OPTIONAL, offsetof(ent_record_party, role), NULL},
    {"roles", TEXTS, OPTIONAL, offsetof(ent_record_party, roles), NULL},
    {"since", DATE, OPTIONAL, offsetof(ent_record_party, since), NULL},
    {"until", DATE, OPTIONAL, offsetof(ent_record_party, until), NULL},
};
static const field place_fields[] = {
    {"place", TEXT, REQUIRED, offsetof(ent_record_place, place), NULL},
    {"role", TEXT, REQUIRED, offsetof(ent_record_place, role), NULL},
};
static const field event_fields[] = {
    {"date", DATE, REQUIRED, offsetof(ent_record_event, date), NULL},
    {"status", TEXT, OPTIONAL, offsetof(ent_record_event, status), NULL},
    {"note", TEXT, OPTIONAL, offsetof(ent_record_event, note), NULL},
    {"party", TEXT, OPTIONAL, offsetof(ent_record_event, party), NULL},
    {"cites", TEXTS, OPTIONAL, offsetof(ent_record_event, cites), NULL},
};
static const field link_fields[] = {
    {"relation", TEXT, REQUIRED, offsetof(ent_record_link, relation), NULL},
    {"to", TEXT, REQUIRED, offsetof(ent_record_link, to), NULL},
};
static const field amount_fields[] = {
    {"amount", NUMBER, REQUIRED, offsetof(ent_record_amount, amount), NULL},
    {"currency", TEXT, REQUIRED, offsetof(ent_record_amount, currency), NULL},
    {"basis", TEXT, REQUIRED, offsetof(ent_record_amount, basis), NULL},
    {"from", TEXT, OPTIONAL, offsetof(ent_record_amount, from), NULL},
    {"to", TEXT, OPTIONAL, offsetof(ent_record_amount, to), NULL},
    {"date", DATE, OPTIONAL, offsetof(ent_record_amount, date), NULL},
    {"note", TEXT, OPTIONAL, offsetof(ent_record_amount, note), NULL},
    {"cites", TEXTS, OPTIONAL, offsetof(ent_record_amount, cites), NULL},
};
static const field transfer_fields[] = {
    {"count", NUMBER, REQUIRED, offsetof(ent_record_transfer, count), NULL},
    {"date", DATE, REQUIRED, offsetof(ent_record_transfer, date), NULL},
    {"note", TEXT, OPTIONAL, offsetof(ent_record_transfer, note), NULL},
    {"cites", TEXTS, OPTIONAL, offsetof(ent_record_transfer, cites), NULL},
};
static const field source_fields[] = {
    {"id", TEXT, OPTIONAL, offsetof(ent_record_source, id), NULL},
    {"url", TEXT, OPTIONAL, offsetof(ent_record_source, url), NULL},
    {"title", TEXT, OPTIONAL, offsetof(ent_record_source, title), NULL},
    {"publisher", TEXT, OPTIONAL, offsetof(ent_record_source, publisher), NULL},
    {"date", DATE, OPTIONAL, offsetof(ent_record_source, date), NULL},
};

static const shape party_shape = SHAPE("a party", party_fields, ent_record_party);
static const shape place_shape = SHAPE("a place", place_fields, ent_record_place);
static const shape event_shape = SHAPE("an event", event_fields, ent_record_event);
static const shape link_shape = SHAPE("a link", link_fields, ent_record_link);
static const shape amount_shape = SHAPE("an amount", amount_fields, ent_record_amount);
static const shape transfer_shape = SHAPE("a transfer", transfer_fields, ent_record_transfer);
static const shape source_shape = SHAPE("a source", source_fields, ent_record_source);

static const field record_fields[] = {
    {"id", TEXT, REQUIRED, offsetof(ent_record, id), NULL},
    {"title", TEXT, REQUIRED, offsetof(ent_record, title), NULL},
    {"kind", TEXT, REQUIRED, offsetof(ent_record, kind), NULL},
    {"also", TEXTS, OPTIONAL, offsetof(ent_record, also), NULL},
    {"form", TEXT, OPTIONAL, offsetof(ent_record, form), NULL},
    {"parties", OBJECTS, REQUIRED, offsetof(ent_record, parties), &party_shape},
    {"places", OBJECTS, OPTIONAL, offsetof(ent_record, places), &place_shape},
    {"people", TEXT, OPTIONAL, offsetof(ent_record, people), NULL},
    {"covers", TEXTS, OPTIONAL, offsetof(ent_record, covers), NULL},
    {"events", OBJECTS, REQUIRED, offsetof(ent_record, events), &event_shape},
    {"links", OBJECTS, OPTIONAL, offsetof(ent_record, links), &link_shape},
    {"amounts", OBJECTS, OPTIONAL, offsetof(ent_record, amounts), &amount_shape},
    {"transfers", OBJECTS, OPTIONAL, offsetof(ent_record, transfers), &transfer_shape},
    {"text", TEXT, OPTIONAL, offsetof(ent_record, text), NULL},
    {"confidence", TEXT, OPTIONAL, offsetof(ent_record, confidence), NULL},
    {"external_ids", EXTERNALS, OPTIONAL, offsetof(ent_record, externals), NULL},
    {"sources", OBJECTS, REQUIRED, offsetof(ent_record, sources), &source_shape},
    {"note", TEXT, OPTIONAL, offsetof(ent_record, note), NULL},
};
static const shape record_shape = SHAPE("a record", record_fields, ent_record);

/* ---- reading ---- */

typedef struct {
    ent_arena *arena;
    const ent_json *json;
    ent_record *record;
    ent_faults *faults;
} reader;

static bool wrong_type(reader *r, ent_json_value value, ent_spot spot, const char *expected)
{
    const char *hint = cJSON_IsNull(value.node) ? "leave the field out where nothing is known" : NULL;
    ent_record_fault(r->record, r->faults, ent_json_at(r->json, value), spot, hint, "expected %s, found %s", expected,
                     ent_json_type_name(value.node));
    return false;
}

static ent_field keep(reader *r, const char *text, uint32_t at)
{
    size_t n = strlen(text);
    return (ent_field){{ent_arena_copy(r->arena, text, n), (uint32_t)n}, at};
}

static bool read_text(reader *r, ent_json_value value, ent_spot spot, ent_field *out)
{
    if (!cJSON_IsString(value.node))
        return wrong_type(r, value, spot, "a text");
    const char *text = value.node->valuestring;
    /* an empty text says nothing; only a field that is left out says that nothing is known */
    if (!*text)
        ent_record_fault(r->record, r->faults, ent_json_at(r->json, value), spot,
                         "leave the field out where nothing is known", "the text is empty");
    else
        *out = keep(r, text, ent_json_at(r->json, value));
    return *text;
}

/* Room for what value has inside, and one more, so that an empty list has items too. */
static bool begin_list(reader *r, ent_json_value value, size_t item_size, ent_list *out)
{
    char *items = ent_arena_zero(r->arena, ((size_t)cJSON_GetArraySize(value.node) + 1) * item_size);
    if (items)
        *out = (ent_list){items, 0, ent_json_at(r->json, value)};
    return items;
}

static void read_texts(reader *r, ent_json_value value, ent_spot spot, ent_list *out)
{
    if (!cJSON_IsArray(value.node)) {
        wrong_type(r, value, spot, "a list of texts");
        return;
    }
    if (!begin_list(r, value, sizeof(ent_field), out))
        return;
    for (ent_json_value item = ent_json_first(value); item.node; item = ent_json_next(r->json, item))
        if (read_text(r, item, spot, ENT_ITEM(*out, ent_field, out->n)))
            out->n++;
}

static void read_number(reader *r, ent_json_value value, ent_spot spot, ent_number *out)
{
    if (!cJSON_IsNumber(value.node))
        wrong_type(r, value, spot, "a number");
    else
        out->written = (ent_field){ent_json_number(r->json, value), ent_json_at(r->json, value)};
}

static void read_externals(reader *r, ent_json_value value, ent_spot spot, ent_list *out)
{
    if (!cJSON_IsObject(value.node)) {
        wrong_type(r, value, spot, "an object such as {\"CELEX\": \"...\"}");
        return;
    }
    if (!begin_list(r, value, sizeof(ent_record_external), out))
        return;
    for (ent_json_value member = ent_json_first(value); member.node; member = ent_json_next(r->json, member)) {
        ent_record_external *item = ENT_ITEM(*out, ent_record_external, out->n);
        uint32_t key_at = ent_json_key_at(r->json, member);
        if (!*member.node->string)
            ent_record_fault(r->record, r->faults, key_at, spot, NULL, "the name of the register is empty");
        else if (read_text(r, member, spot, &item->id)) {
            item->reg = keep(r, member.node->string, key_at);
            out->n++;
        }
    }
}

static void unknown_field(reader *r, ent_json_value member, ent_spot spot, const shape *kind)
{
    ent_str names[24], name = ent_str_of(member.node->string);
    char hint[400];
    int n = 0;
    for (size_t i = 0; i < kind->count; i++)
        names[i] = ent_str_of(kind->fields[i].name);
    int nearest = ent_str_nearest(name, names, kind->count);
    if (nearest >= 0)
        snprintf(hint, sizeof hint, "did you mean `%s`?", kind->fields[nearest].name);
    else {
        n = snprintf(hint, sizeof hint, "%s has ", kind->what);
        for (size_t i = 0; i < kind->count; i++)
            n += snprintf(hint + n, sizeof hint - (size_t)n, "%s%s", i ? ", " : "", kind->fields[i].name);
    }
    ent_record_fault(r->record, r->faults, ent_json_key_at(r->json, member), spot, hint, "unknown field `%.*s`",
                     ENT_STR_ARG(name));
}

/* Everything but lists of objects. */
static void read_plain(reader *r, const field *f, ent_json_value value, ent_spot spot, void *to)
{
    switch (f->type) {
    case TEXT:
        read_text(r, value, spot, to);
        break;
    case DATE:
        read_text(r, value, spot, &((ent_date *)to)->written);
        break;
    case TEXTS:
        read_texts(r, value, spot, to);
        break;
    case NUMBER:
        read_number(r, value, spot, to);
        break;
    case EXTERNALS:
        read_externals(r, value, spot, to);
        break;
    case OBJECTS:
        break;
    }
}

static const field *find_field(const shape *kind, const char *name)
{
    for (size_t i = 0; i < kind->count; i++)
        if (*name == *kind->fields[i].name && strcmp(name, kind->fields[i].name) == 0)
            return &kind->fields[i];
    return NULL;
}

/* seen: a bit for each field that the object has */
static void check_required(reader *r, const shape *kind, uint32_t seen, ent_json_value object, ent_spot spot)
{
    for (size_t i = 0; i < kind->count; i++)
        if (kind->fields[i].required && !(seen & 1u << i))
            ent_record_fault(r->record, r->faults, ent_json_at(r->json, object), spot, NULL, "%s lacks the field `%s`",
                             kind->what, kind->fields[i].name);
}

/* An object without lists of objects inside: everything but the record itself. */
static void read_inner(reader *r, const shape *kind, ent_json_value object, ent_spot spot, char *to)
{
    uint32_t seen = 0;
    for (ent_json_value member = ent_json_first(object); member.node; member = ent_json_next(r->json, member)) {
        const field *f = find_field(kind, member.node->string);
        if (!f) {
            unknown_field(r, member, spot, kind);
            continue;
        }
        seen |= 1u << (f - kind->fields);
        read_plain(r, f, member, ENT_SPOT(spot.list, spot.index, f->name), to + f->offset);
    }
    check_required(r, kind, seen, object, spot);
}

static void read_objects(reader *r, const field *f, ent_json_value value, ent_list *out)
{
    if (!cJSON_IsArray(value.node)) {
        wrong_type(r, value, ENT_SPOT_FIELD(f->name), "a list of objects");
        return;
    }
    if (!begin_list(r, value, f->shape->size, out))
        return;
    for (ent_json_value item = ent_json_first(value); item.node; item = ent_json_next(r->json, item), out->n++) {
        ent_spot spot = ENT_SPOT(f->name, out->n, NULL);
        if (cJSON_IsObject(item.node))
            read_inner(r, f->shape, item, spot, (char *)out->items + out->n * f->shape->size);
        else
            wrong_type(r, item, spot, f->shape->what);
    }
}

static void read_record(reader *r, ent_json_value object)
{
    /* the id first, so that every other fault can name it */
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(object.node, "id");
    if (cJSON_IsString(id) && *id->valuestring)
        r->record->id = keep(r, id->valuestring, 0);
    uint32_t seen = 0;
    for (ent_json_value member = ent_json_first(object); member.node; member = ent_json_next(r->json, member)) {
        const field *f = find_field(&record_shape, member.node->string);
        if (!f) {
            unknown_field(r, member, ENT_SPOT_RECORD, &record_shape);
            continue;
        }
        seen |= 1u << (f - record_fields);
        if (f->type == OBJECTS)
            read_objects(r, f, member, (ent_list *)((char *)r->record + f->offset));
        else
            read_plain(r, f, member, ENT_SPOT_FIELD(f->name), (char *)r->record + f->offset);
    }
    check_required(r, &record_shape, seen, object, ENT_SPOT_RECORD);
}

bool ent_record_read_json(ent_arena *arena, ent_record *record, ent_faults *faults)
{
    ent_json json;
    ent_json_error error;
    reader r = {arena, &json, record, faults};
    uint64_t before = faults->count;
    if (!ent_json_read(&json, arena, record->source, &error)) {
        if (*error.reason)
            ent_record_fault(record, faults, error.at, ENT_SPOT_RECORD, NULL, "not valid JSON: %s", error.reason);
        else
            arena->failed = ENT_NOMEM;
    } else if (!cJSON_IsObject(json.root))
        wrong_type(&r, ent_json_root(&json), ENT_SPOT_RECORD, "a record, which is an object");
    else
        read_record(&r, ent_json_root(&json));
    ent_json_close(&json);
    return arena->failed == ENT_OK && faults->count == before;
}
