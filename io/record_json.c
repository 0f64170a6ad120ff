/* JSON objects into records, by tables of fields: one table for each kind of object in the record format. */
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
    ent_record *record;
    ent_faults *faults;
    uint64_t faults_before;
} reader;

static bool wrong_type(reader *r, const ent_json *value, ent_spot spot, const char *expected)
{
    const char *hint = value->type == ENT_JSON_NULL ? "leave the field out where nothing is known" : NULL;
    ent_record_fault(r->record, r->faults, value->at, spot, hint, "expected %s, found %s", expected,
                     ent_json_type_name(value->type));
    return false;
}

static bool read_text(reader *r, const ent_json *value, ent_spot spot, ent_field *out)
{
    if (value->type != ENT_JSON_TEXT)
        return wrong_type(r, value, spot, "a text");
    /* an empty text says nothing; only a field that is left out says that nothing is known */
    if (value->text.n == 0)
        ent_record_fault(r->record, r->faults, value->at, spot, "leave the field out where nothing is known",
                         "the text is empty");
    else
        *out = (ent_field){value->text, value->at};
    return value->text.n > 0;
}

static void read_texts(reader *r, const ent_json *value, ent_spot spot, ent_list *out)
{
    if (value->type != ENT_JSON_ARRAY) {
        wrong_type(r, value, spot, "a list of texts");
        return;
    }
    ent_field *items = ENT_NEW_ARRAY(r->arena, ent_field, value->count + 1u);
    if (!items)
        return;
    *out = (ent_list){items, 0, value->at};
    for (const ent_json *item = value->first; item; item = item->next)
        if (read_text(r, item, spot, &items[out->n]))
            out->n++;
}

static void read_number(reader *r, const ent_json *value, ent_spot spot, ent_number *out)
{
    if (value->type != ENT_JSON_NUMBER)
        wrong_type(r, value, spot, "a number");
    else
        out->written = (ent_field){value->text, value->at};
}

static void read_externals(reader *r, const ent_json *value, ent_spot spot, ent_list *out)
{
    if (value->type != ENT_JSON_OBJECT) {
        wrong_type(r, value, spot, "an object such as {\"CELEX\": \"...\"}");
        return;
    }
    ent_record_external *items = ENT_NEW_ARRAY(r->arena, ent_record_external, value->count + 1u);
    if (!items)
        return;
    *out = (ent_list){items, 0, value->at};
    for (const ent_json *member = value->first; member; member = member->next) {
        if (member->key.n == 0)
            ent_record_fault(r->record, r->faults, member->key_at, spot, NULL, "the name of the register is empty");
        else if (read_text(r, member, spot, &items[out->n].id))
            items[out->n++].reg = (ent_field){member->key, member->key_at};
    }
}

static void unknown_field(reader *r, const ent_json *member, ent_spot spot, const shape *kind)
{
    ent_str names[24];
    char hint[400];
    int n = 0;
    for (size_t i = 0; i < kind->count; i++)
        names[i] = ent_str_of(kind->fields[i].name);
    int nearest = ent_str_nearest(member->key, names, kind->count);
    if (nearest >= 0)
        snprintf(hint, sizeof hint, "did you mean `%s`?", kind->fields[nearest].name);
    else {
        n = snprintf(hint, sizeof hint, "%s has ", kind->what);
        for (size_t i = 0; i < kind->count; i++)
            n += snprintf(hint + n, sizeof hint - (size_t)n, "%s%s", i ? ", " : "", kind->fields[i].name);
    }
    ent_record_fault(r->record, r->faults, member->key_at, spot, hint, "unknown field `%.*s`",
                     ENT_STR_ARG(member->key));
}

/* Everything but lists of objects. */
static void read_plain(reader *r, const field *f, const ent_json *value, ent_spot spot, void *to)
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

static const field *find_field(const shape *kind, ent_str name)
{
    for (size_t i = 0; i < kind->count; i++)
        if (ent_str_equal(name, ent_str_of(kind->fields[i].name)))
            return &kind->fields[i];
    return NULL;
}

static void check_required(reader *r, const shape *kind, const ent_json *object, ent_spot spot)
{
    for (size_t i = 0; i < kind->count; i++) {
        const ent_json *member = object->first;
        while (member && !ent_str_equal(member->key, ent_str_of(kind->fields[i].name)))
            member = member->next;
        if (!member && kind->fields[i].required)
            ent_record_fault(r->record, r->faults, object->at, spot, NULL, "%s lacks the field `%s`", kind->what,
                             kind->fields[i].name);
    }
}

/* An object without lists of objects inside: everything but the record itself. */
static void read_inner(reader *r, const shape *kind, const ent_json *object, ent_spot spot, char *to)
{
    for (const ent_json *member = object->first; member; member = member->next) {
        const field *f = find_field(kind, member->key);
        if (!f) {
            unknown_field(r, member, spot, kind);
            continue;
        }
        read_plain(r, f, member, ENT_SPOT(spot.list, spot.index, f->name), to + f->offset);
    }
    check_required(r, kind, object, spot);
}

static void read_objects(reader *r, const field *f, const ent_json *value, ent_list *out)
{
    if (value->type != ENT_JSON_ARRAY) {
        wrong_type(r, value, ENT_SPOT_FIELD(f->name), "a list of objects");
        return;
    }
    char *items = ent_arena_zero(r->arena, (value->count + 1u) * f->shape->size);
    if (!items)
        return;
    *out = (ent_list){items, value->count, value->at};
    uint32_t i = 0;
    for (const ent_json *item = value->first; item; item = item->next, i++) {
        ent_spot spot = ENT_SPOT(f->name, i, NULL);
        if (item->type == ENT_JSON_OBJECT)
            read_inner(r, f->shape, item, spot, items + i * f->shape->size);
        else
            wrong_type(r, item, spot, f->shape->what);
    }
}

bool ent_record_read_json(ent_arena *arena, ent_record *record, ent_faults *faults)
{
    reader r = {arena, record, faults, faults->count};
    ent_json_error error;
    ent_json *object = ent_json_read(arena, record->source, &error);
    if (!object) {
        if (arena->failed == ENT_OK)
            ent_record_fault(record, faults, error.at, ENT_SPOT_RECORD, NULL, "not valid JSON: %s", error.reason);
        return false;
    }
    if (object->type != ENT_JSON_OBJECT)
        return wrong_type(&r, object, ENT_SPOT_RECORD, "a record, which is an object");
    /* the id first, so that every other fault can name it */
    for (const ent_json *member = object->first; member; member = member->next)
        if (ent_str_equal(member->key, ENT_STR("id")) && member->type == ENT_JSON_TEXT && member->text.n > 0)
            record->id = (ent_field){member->text, member->at};
    for (const ent_json *member = object->first; member; member = member->next) {
        const field *f = find_field(&record_shape, member->key);
        if (!f)
            unknown_field(&r, member, ENT_SPOT_RECORD, &record_shape);
        else if (f->type == OBJECTS)
            read_objects(&r, f, member, (ent_list *)((char *)record + f->offset));
        else
            read_plain(&r, f, member, ENT_SPOT_FIELD(f->name), (char *)record + f->offset);
    }
    check_required(&r, &record_shape, object, ENT_SPOT_RECORD);
    return arena->failed == ENT_OK && faults->count == r.faults_before;
}
