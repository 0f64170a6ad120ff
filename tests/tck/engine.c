#include "tests/tck/engine.h"

/* ---- values ---- */

static ent_str copy_text(ent_arena *arena, const char *text, size_t length)
{
    return (ent_str){ent_arena_copy(arena, text ? text : "", text ? length : 0), text ? (uint32_t)length : 0};
}

static ent_str copy_string(ent_arena *arena, const char *text)
{
    return copy_text(arena, text, text ? strlen(text) : 0);
}

static void copy_items(ent_arena *arena, entente_stmt *stmt, const entente_value *value, tck_value *out)
{
    out->count = entente_value_size(value);
    out->items = ent_arena_array(arena, out->count, sizeof *out->items);
    for (uint32_t i = 0; out->items && i < out->count; i++)
        tck_from_engine(arena, stmt, entente_value_item(value, i), &out->items[i]);
    if (!out->items)
        out->count = 0;
}

static void copy_entries(ent_arena *arena, entente_stmt *stmt, const entente_value *value, tck_value *out)
{
    uint32_t count = entente_value_key_count(value);
    out->keys = ent_arena_array(arena, count, sizeof *out->keys);
    out->values = ent_arena_array(arena, count, sizeof *out->values);
    if (!out->keys || !out->values)
        return;
    out->key_count = count;
    for (uint32_t i = 0; i < count; i++) {
        size_t length;
        const char *key = entente_value_key(value, i, &length);
        out->keys[i] = copy_text(arena, key, length);
        tck_from_engine(arena, stmt, entente_value_at(value, i), &out->values[i]);
    }
}

static void copy_labels(ent_arena *arena, const entente_value *value, tck_value *out)
{
    out->label_count = entente_value_size(value);
    out->labels = ent_arena_array(arena, out->label_count, sizeof *out->labels);
    for (uint32_t i = 0; out->labels && i < out->label_count; i++) {
        size_t length;
        const char *label = entente_value_text(entente_value_item(value, i), &length);
        out->labels[i] = copy_text(arena, label, length);
    }
}

static void copy_path(ent_arena *arena, entente_stmt *stmt, const entente_value *value, tck_value *out)
{
    copy_items(arena, stmt, value, out);
    for (uint32_t i = 1; i < out->count; i += 2)
        out->items[i].reversed =
            entente_value_start(entente_value_item(value, i)) != entente_value_id(entente_value_item(value, i - 1));
}

void tck_from_engine(ent_arena *arena, entente_stmt *stmt, const entente_value *value, tck_value *out)
{
    size_t length = 0;
    const char *text;
    *out = (tck_value){.kind = TCK_NULL};
    switch (entente_value_type(value)) {
    case ENTENTE_NULL_VALUE:
        break;
    case ENTENTE_BOOLEAN:
        *out = (tck_value){.kind = TCK_BOOLEAN, .boolean = entente_value_bool(value)};
        break;
    case ENTENTE_INTEGER:
        *out = (tck_value){.kind = TCK_INTEGER, .integer = entente_value_int64(value)};
        break;
    case ENTENTE_FLOAT:
        *out = (tck_value){.kind = TCK_FLOAT, .real = entente_value_double(value)};
        break;
    case ENTENTE_STRING:
        text = entente_value_text(value, &length);
        *out = (tck_value){.kind = TCK_STRING, .text = copy_text(arena, text, length)};
        break;
    case ENTENTE_LIST:
        out->kind = TCK_LIST;
        copy_items(arena, stmt, value, out);
        break;
    case ENTENTE_MAP:
        out->kind = TCK_MAP;
        copy_entries(arena, stmt, value, out);
        break;
    case ENTENTE_NODE:
        out->kind = TCK_NODE;
        copy_labels(arena, value, out);
        copy_entries(arena, stmt, value, out);
        break;
    case ENTENTE_RELATIONSHIP:
        out->kind = TCK_RELATIONSHIP;
        out->text = copy_string(arena, entente_value_reltype(value));
        copy_entries(arena, stmt, value, out);
        break;
    case ENTENTE_PATH:
        out->kind = TCK_PATH;
        copy_path(arena, stmt, value, out);
        break;
    default:
        text = stmt ? entente_value_string(stmt, value, true, &length) : NULL;
        *out = (tck_value){.kind = TCK_STRING, .text = copy_text(arena, text, length)};
    }
}

void tck_put(entente_writer *writer, const tck_value *value)
{
    switch (value->kind) {
    case TCK_BOOLEAN:
        entente_put_bool(writer, value->boolean);
        break;
    case TCK_INTEGER:
        entente_put_int64(writer, value->integer);
        break;
    case TCK_FLOAT:
        entente_put_double(writer, value->real);
        break;
    case TCK_STRING:
        entente_put_text(writer, value->text.p, value->text.n);
        break;
    case TCK_LIST:
        entente_put_list(writer);
        for (uint32_t i = 0; i < value->count; i++)
            tck_put(writer, &value->items[i]);
        entente_put_end(writer);
        break;
    case TCK_MAP:
        entente_put_map(writer);
        for (uint32_t i = 0; i < value->key_count; i++) {
            entente_put_key(writer, value->keys[i].p, value->keys[i].n);
            tck_put(writer, &value->values[i]);
        }
        entente_put_end(writer);
        break;
    default: /* nodes, relationships and paths cannot be written */
        entente_put_null(writer);
    }
}

/* ---- queries ---- */

static void take_error(entente *db, ent_arena *arena, tck_outcome *out)
{
    const entente_error *error = entente_error_of(db);
    out->failed = true;
    out->type = copy_string(arena, error->type);
    out->detail = copy_string(arena, error->detail);
    out->message = copy_string(arena, error->message);
    out->phase = error->phase == ENTENTE_COMPILE_TIME ? ENT_STR("compile time")
                 : error->phase == ENTENTE_RUNTIME    ? ENT_STR("runtime")
                                                      : ENT_STR("");
}

void tck_bind(entente_stmt *stmt, const tck_parameters *parameters)
{
    for (uint32_t i = 0; i < entente_parameter_count(stmt); i++) {
        const char *name = entente_parameter_name(stmt, i);
        for (uint32_t k = 0; k < parameters->count; k++)
            if (ent_str_equal(ent_str_of(name), parameters->names[k]))
                tck_put(entente_bind_writer(stmt, name), &parameters->values[k]);
    }
}

static bool take_row(ent_arena *arena, entente_stmt *stmt, tck_result *out)
{
    tck_value *row = ent_arena_array(arena, out->column_count, sizeof *row);
    out->rows = tck_grow(arena, out->rows, out->row_count, sizeof(tck_value *));
    if (!row || !out->rows)
        return false;
    for (uint32_t i = 0; i < out->column_count; i++)
        tck_from_engine(arena, stmt, entente_column_value(stmt, i), &row[i]);
    out->rows[out->row_count++] = row;
    return true;
}

void tck_run(entente *db, ent_arena *arena, ent_str query, const tck_parameters *parameters, tck_outcome *out)
{
    entente_stmt *stmt;
    *out = (tck_outcome){0};
    if (entente_prepare(db, query.p, (ptrdiff_t)query.n, &stmt) != ENTENTE_OK) {
        take_error(db, arena, out);
        return;
    }
    tck_bind(stmt, parameters);
    tck_result *result = &out->result;
    result->column_count = entente_column_count(stmt);
    result->names = ent_arena_array(arena, result->column_count, sizeof *result->names);
    for (uint32_t i = 0; result->names && i < result->column_count; i++)
        result->names[i] = copy_string(arena, entente_column_name(stmt, i));
    entente_status status;
    while ((status = entente_step(stmt)) == ENTENTE_ROW && take_row(arena, stmt, result))
        ;
    if (status != ENTENTE_OK && status != ENTENTE_ROW)
        take_error(db, arena, out);
    entente_finalize(stmt);
}
