#include "io/places.h"

#include "io/csv.h"
#include "io/json.h"
#include "io/record.h"

#include <math.h>
#include <stdlib.h>

void ent_places_init(ent_places *places)
{
    *places = (ent_places){0};
    ent_arena_init(&places->arena, NULL);
    ent_string_set_init(&places->codes);
}

void ent_places_fini(ent_places *places)
{
    ent_arena_fini(&places->arena);
    ent_string_set_fini(&places->codes);
    free(places->added);
    *places = (ent_places){0};
}

/* ---- the table ---- */

static const char *keep(ent_places *places, const char *text)
{
    return text && *text ? ent_arena_copy(&places->arena, text, strlen(text)) : "";
}

ent_status ent_places_add(ent_places *places, const ent_place *place)
{
    ent_place copy = *place;
    const char **texts[] = {&copy.code,      &copy.name,      &copy.iso2, &copy.region,
                            &copy.subregion, &copy.sovereign, &copy.until};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = keep(places, *texts[i]);
    if (places->arena.failed != ENT_OK)
        return ENT_NOMEM;
    if (places->codes.count == places->capacity) {
        uint32_t capacity = places->capacity ? places->capacity * 2 : 64;
        ent_place *added = realloc(places->added, capacity * sizeof *added);
        if (!added)
            return ENT_NOMEM;
        places->added = added;
        places->capacity = capacity;
    }
    uint32_t number;
    bool is_new;
    ENT_TRY(ent_string_set_add(&places->codes, ent_str_of(copy.code), &number, &is_new));
    places->added[number] = copy;
    return ENT_OK;
}

bool ent_places_find(const ent_places *places, ent_str code, ent_place *out)
{
    int64_t number = ent_string_set_find(&places->codes, code);
    if (number < 0)
        return ent_place_by_code(code, out);
    *out = places->added[number];
    return true;
}

/* ---- a file of places ---- */

static const char *const known_fields[] = {"code",       "type",   "name",   "iso2",      "region",  "subregion",
                                           "sovereign",  "until",  "lat",    "lon",       "capital", "aliases",
                                           "adjectives", "people", "actors", "successors"};
enum { KNOWN_FIELDS = sizeof known_fields / sizeof known_fields[0], LAT = 8, LON = 9, PLAIN = 10 };

typedef struct {
    ent_field fields[PLAIN]; /* in the order of known_fields; the rest says nothing to a load */
    ent_record at;           /* where it stands, for faults */
    ent_faults *faults;
} row;

static int field_index(row *r, ent_str name, uint32_t at)
{
    ent_str names[KNOWN_FIELDS];
    for (int i = 0; i < KNOWN_FIELDS; i++)
        if (ent_str_equal(name, names[i] = ent_str_of(known_fields[i])))
            return i;
    int nearest = ent_str_nearest(name, names, KNOWN_FIELDS);
    char hint[64] = "";
    if (nearest >= 0)
        snprintf(hint, sizeof hint, "did you mean `%s`?", known_fields[nearest]);
    ent_record_fault(&r->at, r->faults, at, ENT_SPOT_RECORD, hint, "unknown field `%.*s`", ENT_STR_ARG(name));
    return -1;
}

static double degrees(row *r, int field, double most)
{
    const ent_field *f = &r->fields[field];
    char text[32], *end;
    if (!f->s.p)
        return 0;
    snprintf(text, sizeof text, "%.*s", ENT_STR_ARG(f->s));
    double value = strtod(text, &end);
    if (*end || end == text || f->s.n >= sizeof text || !(fabs(value) <= most)) {
        ent_record_fault(&r->at, r->faults, f->at, ENT_SPOT_FIELD(known_fields[field]), NULL,
                         "expected degrees from -%g to %g", most, most);
        return 0;
    }
    return value;
}

static bool is_code(ent_str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-' || s.p[i] == '_'))
            return false;
    return s.n > 0;
}

static void check_until(row *r)
{
    ent_edtf date;
    uint32_t at;
    char reason[96];
    const ent_field *f = &r->fields[7];
    if (f->s.p && !ent_edtf_read(f->s, &date, &at, reason, sizeof reason))
        ent_record_fault(&r->at, r->faults, f->at, ENT_SPOT_FIELD("until"), NULL, "not a date: %s", reason);
}

static ent_status add_row(ent_places *places, row *r)
{
    static const char *const types[] = {"country", "organisation", "other"};
    uint64_t before = r->faults->count;
    const char *texts[8];
    for (int i = 0; i < 8; i++) {
        ent_str s = r->fields[i].s;
        texts[i] = s.p ? ent_arena_copy(&places->arena, s.p, s.n) : "";
    }
    if (places->arena.failed != ENT_OK)
        return ENT_NOMEM;
    uint8_t type = 0;
    while (type < 3 && strcmp(texts[1], types[type]) != 0)
        type++;
    if (!is_code(r->fields[0].s))
        ent_record_fault(&r->at, r->faults, r->fields[0].at, ENT_SPOT_FIELD("code"), NULL,
                         "expected a code of capital letters, digits, - and _");
    if (type == 3)
        ent_record_fault(&r->at, r->faults, r->fields[1].at, ENT_SPOT_FIELD("type"), NULL,
                         "expected country, organisation or other");
    if (!*texts[2])
        ent_record_fault(&r->at, r->faults, 0, ENT_SPOT_RECORD, NULL, "a place lacks `name`");
    check_until(r);
    ent_place place = {.code = texts[0],
                       .name = texts[2],
                       .iso2 = texts[3],
                       .region = texts[4],
                       .subregion = texts[5],
                       .sovereign = texts[6],
                       .until = texts[7],
                       .lat = degrees(r, LAT, 90),
                       .lon = degrees(r, LON, 180),
                       .type = (ent_place_type)type};
    return r->faults->count == before ? ent_places_add(places, &place) : ENT_OK;
}

/* The fields of one line. */
static void read_members(ent_arena *arena, const ent_json *json, row *r)
{
    for (ent_json_value v = ent_json_first(ent_json_root(json)); v.node; v = ent_json_next(json, v)) {
        int i = field_index(r, ent_str_of(v.node->string), ent_json_key_at(json, v));
        bool number = i == LAT || i == LON;
        uint32_t at = ent_json_at(json, v);
        if (i < 0 || i >= PLAIN)
            continue;
        if (!(number ? cJSON_IsNumber(v.node) : cJSON_IsString(v.node)))
            ent_record_fault(&r->at, r->faults, at, ENT_SPOT_FIELD(known_fields[i]), NULL, "expected %s, found %s",
                             number ? "a number" : "a text", ent_json_type_name(v.node));
        else if (number)
            r->fields[i] = (ent_field){ent_json_number(json, v), at};
        else {
            size_t n = strlen(v.node->valuestring);
            r->fields[i] = (ent_field){{ent_arena_copy(arena, v.node->valuestring, n), (uint32_t)n}, at};
        }
    }
}

static ent_status read_json_line(ent_places *places, ent_arena *arena, row *r)
{
    ent_json json;
    ent_json_error error;
    uint64_t before = r->faults->count;
    bool good = ent_json_read(&json, arena, r->at.source, &error);
    if (good && cJSON_IsObject(json.root))
        read_members(arena, &json, r);
    else if (good || *error.reason)
        ent_record_fault(&r->at, r->faults, error.at, ENT_SPOT_RECORD, NULL, "not an object in JSON%s%s",
                         good ? "" : ": ", error.reason);
    else
        arena->failed = ENT_NOMEM;
    ent_json_close(&json);
    ENT_TRY(arena->failed);
    return r->faults->count == before ? add_row(places, r) : ENT_OK;
}

static ent_status read_lines(ent_places *places, ent_input *input, ent_arena *arena, ent_faults *faults)
{
    for (;;) {
        size_t n;
        ent_input_skip_blanks(input);
        if (ent_input_peek(input, 0) < 0)
            return input->failed;
        if (!ent_input_line(input, &n)) {
            if (input->failed == ENT_OK)
                ent_input_fault(input, faults, NULL, "the line that begins here is too long");
            return input->failed;
        }
        row r = {.at = {.file = input->name, .line = input->line, .column = input->column}, .faults = faults};
        r.at.source = (ent_str){ent_input_take(input, n), (uint32_t)n};
        ent_arena_reset(arena);
        ENT_TRY(read_json_line(places, arena, &r));
    }
}

static ent_status read_csv(ent_places *places, ent_input *input, ent_arena *arena, ent_faults *faults)
{
    ent_csv_row cells;
    int columns[ENT_CSV_CELLS];
    uint32_t count = 0;
    uint64_t before = faults->count;
    for (bool first = true; ent_csv_read(input, arena, &cells, faults); first = false) {
        row r = {.at = {.file = input->name, .line = cells.line, .column = cells.column, .source = cells.source},
                 .faults = faults};
        for (uint32_t i = 0; first && i < cells.count; i++)
            columns[i] = field_index(&r, cells.cells[i].text, cells.cells[i].at);
        if (first)
            count = cells.count;
        if (faults->count > before && first)
            return ENT_OK;
        if (cells.count != count)
            ent_record_fault(&r.at, faults, 0, ENT_SPOT_RECORD, NULL, "the row has %u cells, the first line %u",
                             cells.count, count);
        for (uint32_t i = 0; !first && i < count && i < cells.count; i++)
            if (columns[i] < PLAIN && cells.cells[i].text.n > 0)
                r.fields[columns[i]] = (ent_field){cells.cells[i].text, cells.cells[i].at};
        if (!first && cells.count == count)
            ENT_TRY(add_row(places, &r));
        ent_arena_reset(arena);
    }
    return arena->failed != ENT_OK ? arena->failed : input->failed;
}

ent_status ent_places_read(ent_places *places, const char *path, ent_faults *faults)
{
    ent_input input;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    ent_status status = ent_input_open(&input, path);
    if (status == ENT_OK)
        status = ent_input_peek(&input, 0) == '{' ? read_lines(places, &input, &arena, faults)
                                                  : read_csv(places, &input, &arena, faults);
    if (status == ENT_IO) {
        ent_fault fault = {.file = path, .record = "", .path = "", .text = strerror(input.system_error), .hint = ""};
        ent_faults_add(faults, &fault);
    }
    ent_input_close(&input);
    ent_arena_fini(&arena);
    return status;
}
