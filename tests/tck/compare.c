#include "tests/tck/compare.h"

#include <math.h>
#include <stdlib.h>

/* ---- values ---- */

static bool equal_names(const ent_str *a, const ent_str *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = 0;
        while (k < count && !ent_str_equal(a[i], b[k]))
            k++;
        if (k == count)
            return false;
    }
    return true;
}

static bool equal_entries(const tck_value *a, const tck_value *b, unsigned how)
{
    if (a->key_count != b->key_count)
        return false;
    for (uint32_t i = 0; i < a->key_count; i++) {
        uint32_t k = 0;
        while (k < b->key_count && !ent_str_equal(a->keys[i], b->keys[k]))
            k++;
        if (k == b->key_count || !tck_equal(&a->values[i], &b->values[k], how))
            return false;
    }
    return true;
}

/* Equal values are interchangeable, so taking the first that fits is enough. */
static bool equal_multisets(const tck_value *a, const tck_value *b, uint32_t count, unsigned how)
{
    bool *used = calloc(count ? count : 1, sizeof *used);
    bool equal = used != NULL;
    for (uint32_t i = 0; equal && i < count; i++) {
        uint32_t k = 0;
        while (k < count && (used[k] || !tck_equal(&a[i], &b[k], how)))
            k++;
        equal = k < count;
        if (equal)
            used[k] = true;
    }
    free(used);
    return equal;
}

static bool equal_lists(const tck_value *a, const tck_value *b, unsigned how)
{
    if (a->count != b->count)
        return false;
    if (how & TCK_LISTS_UNORDERED && a->kind == TCK_LIST)
        return equal_multisets(a->items, b->items, a->count, how);
    for (uint32_t i = 0; i < a->count; i++)
        if (!tck_equal(&a->items[i], &b->items[i], how))
            return false;
    return true;
}

bool tck_equal(const tck_value *a, const tck_value *b, unsigned how)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case TCK_NULL:
        return true;
    case TCK_BOOLEAN:
        return a->boolean == b->boolean;
    case TCK_INTEGER:
        return a->integer == b->integer;
    case TCK_FLOAT:
        return a->real == b->real || (isnan(a->real) && isnan(b->real));
    case TCK_STRING:
        return ent_str_equal(a->text, b->text);
    case TCK_LIST:
    case TCK_PATH:
        return equal_lists(a, b, how);
    case TCK_MAP:
        return equal_entries(a, b, how);
    case TCK_NODE:
        return a->label_count == b->label_count && equal_names(a->labels, b->labels, a->label_count) &&
               equal_entries(a, b, how);
    case TCK_RELATIONSHIP:
        return a->reversed == b->reversed && ent_str_equal(a->text, b->text) && equal_entries(a, b, how);
    }
    return false;
}

/* ---- rows ---- */

static bool equal_rows(const tck_value *a, const tck_value *b, uint32_t count, unsigned how)
{
    for (uint32_t i = 0; i < count; i++)
        if (!tck_equal(&a[i], &b[i], how))
            return false;
    return true;
}

bool tck_same_result(const tck_result *expected, const tck_result *actual, unsigned how)
{
    if (expected->column_count != actual->column_count || expected->row_count != actual->row_count)
        return false;
    uint32_t columns = expected->column_count, rows = expected->row_count;
    for (uint32_t i = 0; i < columns; i++)
        if (!ent_str_equal(expected->names[i], actual->names[i]))
            return false;
    bool *used = calloc(rows ? rows : 1, sizeof *used);
    bool same = used != NULL;
    for (uint32_t i = 0; same && i < rows; i++) {
        uint32_t k;
        if (how & TCK_IN_ORDER) {
            same = equal_rows(expected->rows[i], actual->rows[i], columns, how);
            continue;
        }
        for (k = 0; k < rows; k++)
            if (!used[k] && equal_rows(expected->rows[i], actual->rows[k], columns, how))
                break;
        same = k < rows;
        if (same)
            used[k] = true;
    }
    free(used);
    return same;
}

/* ---- printing ---- */

static void print_entries(ent_buffer *out, const tck_value *value)
{
    ent_buffer_char(out, '{');
    for (uint32_t i = 0; i < value->key_count; i++) {
        ent_buffer_printf(out, "%s%.*s: ", i ? ", " : "", ENT_STR_ARG(value->keys[i]));
        tck_print_value(out, &value->values[i]);
    }
    ent_buffer_char(out, '}');
}

static void print_relationship(ent_buffer *out, const tck_value *value)
{
    ent_buffer_printf(out, "[:%.*s%s", ENT_STR_ARG(value->text), value->key_count ? " " : "");
    if (value->key_count)
        print_entries(out, value);
    ent_buffer_char(out, ']');
}

static void print_node(ent_buffer *out, const tck_value *value)
{
    ent_buffer_char(out, '(');
    for (uint32_t i = 0; i < value->label_count; i++)
        ent_buffer_printf(out, ":%.*s", ENT_STR_ARG(value->labels[i]));
    if (value->key_count) {
        ent_buffer_text(out, value->label_count ? " " : "");
        print_entries(out, value);
    }
    ent_buffer_char(out, ')');
}

static void print_path(ent_buffer *out, const tck_value *value)
{
    ent_buffer_char(out, '<');
    for (uint32_t i = 0; i < value->count; i++) {
        const tck_value *item = &value->items[i];
        if (item->kind == TCK_RELATIONSHIP) {
            ent_buffer_text(out, item->reversed ? "<-" : "-");
            print_relationship(out, item);
            ent_buffer_text(out, item->reversed ? "-" : "->");
        } else {
            print_node(out, item);
        }
    }
    ent_buffer_char(out, '>');
}

void tck_print_value(ent_buffer *out, const tck_value *value)
{
    switch (value->kind) {
    case TCK_NULL:
        ent_buffer_text(out, "null");
        break;
    case TCK_BOOLEAN:
        ent_buffer_text(out, value->boolean ? "true" : "false");
        break;
    case TCK_INTEGER:
        ent_buffer_printf(out, "%lld", (long long)value->integer);
        break;
    case TCK_FLOAT:
        ent_buffer_printf(out, value->real == floor(value->real) && fabs(value->real) < 1e15 ? "%.1f" : "%.17g",
                          value->real);
        break;
    case TCK_STRING:
        ent_buffer_printf(out, "'%.*s'", ENT_STR_ARG(value->text));
        break;
    case TCK_LIST:
        ent_buffer_char(out, '[');
        for (uint32_t i = 0; i < value->count; i++) {
            ent_buffer_text(out, i ? ", " : "");
            tck_print_value(out, &value->items[i]);
        }
        ent_buffer_char(out, ']');
        break;
    case TCK_MAP:
        print_entries(out, value);
        break;
    case TCK_NODE:
        print_node(out, value);
        break;
    case TCK_RELATIONSHIP:
        print_relationship(out, value);
        break;
    case TCK_PATH:
        print_path(out, value);
        break;
    }
}

void tck_print_result(ent_buffer *out, const tck_result *result, uint32_t most)
{
    ent_buffer_text(out, "      |");
    for (uint32_t i = 0; i < result->column_count; i++)
        ent_buffer_printf(out, " %.*s |", ENT_STR_ARG(result->names[i]));
    for (uint32_t i = 0; i < result->row_count && i < most; i++) {
        ent_buffer_text(out, "\n      |");
        for (uint32_t k = 0; k < result->column_count; k++) {
            ent_buffer_char(out, ' ');
            tck_print_value(out, &result->rows[i][k]);
            ent_buffer_text(out, " |");
        }
    }
    if (result->row_count > most)
        ent_buffer_printf(out, "\n      … %u rows in all", result->row_count);
    ent_buffer_char(out, '\n');
}
