#include "cli/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cli_buffer_add(cli_buffer *buffer, const char *bytes, size_t n)
{
    if (buffer->failed)
        return;
    if (buffer->length + n + 1 > buffer->room) {
        size_t room = (buffer->length + n + 1) * 2;
        char *grown = realloc(buffer->text, room);
        if (!grown) {
            buffer->failed = true;
            return;
        }
        buffer->text = grown;
        buffer->room = room;
    }
    if (n)
        memcpy(buffer->text + buffer->length, bytes, n);
    buffer->length += n;
    buffer->text[buffer->length] = '\0';
}

void cli_buffer_text(cli_buffer *buffer, const char *text)
{
    cli_buffer_add(buffer, text, strlen(text));
}

void cli_buffer_fini(cli_buffer *buffer)
{
    free(buffer->text);
    *buffer = (cli_buffer){0};
}

void cli_json_string(cli_buffer *buffer, const char *bytes, size_t n)
{
    cli_buffer_add(buffer, "\"", 1);
    size_t from = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        cli_buffer_add(buffer, bytes + from, i - from);
        from = i + 1;
        char escape[8];
        const char *short_form = c == '"'    ? "\\\""
                                 : c == '\\' ? "\\\\"
                                 : c == '\n' ? "\\n"
                                 : c == '\r' ? "\\r"
                                 : c == '\t' ? "\\t"
                                             : NULL;
        if (!short_form)
            snprintf(escape, sizeof escape, "\\u%04x", c);
        cli_buffer_text(buffer, short_form ? short_form : escape);
    }
    cli_buffer_add(buffer, bytes + from, n - from);
    cli_buffer_add(buffer, "\"", 1);
}

void cli_json_double(cli_buffer *buffer, double value)
{
    char text[40];
    if (isnan(value) || isinf(value)) {
        cli_buffer_text(buffer, isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) { /* the shortest form that reads back the same */
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    cli_buffer_text(buffer, text);
    if (!strpbrk(text, ".en"))
        cli_buffer_text(buffer, ".0");
}

static void integer(cli_buffer *buffer, int64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, value);
    cli_buffer_text(buffer, text);
}

static void properties(cli_buffer *buffer, entente_stmt *stmt, const entente_value *value)
{
    cli_buffer_add(buffer, "{", 1);
    for (uint32_t i = 0; i < entente_value_key_count(value); i++) {
        size_t length;
        const char *key = entente_value_key(value, i, &length);
        if (i)
            cli_buffer_text(buffer, ", ");
        cli_json_string(buffer, key, length);
        cli_buffer_text(buffer, ": ");
        cli_json_value(buffer, stmt, entente_value_at(value, i));
    }
    cli_buffer_add(buffer, "}", 1);
}

/* The items from `first` on, every `step`-th: a list, or the nodes or relationships of a path. */
static void items(cli_buffer *buffer, entente_stmt *stmt, const entente_value *value, uint32_t first, uint32_t step)
{
    cli_buffer_add(buffer, "[", 1);
    for (uint32_t i = first; i < entente_value_size(value); i += step) {
        if (i > first)
            cli_buffer_text(buffer, ", ");
        cli_json_value(buffer, stmt, entente_value_item(value, i));
    }
    cli_buffer_add(buffer, "]", 1);
}

static void node(cli_buffer *buffer, entente_stmt *stmt, const entente_value *value)
{
    cli_buffer_text(buffer, "{\"id\": ");
    integer(buffer, entente_value_id(value));
    cli_buffer_text(buffer, ", \"labels\": ");
    items(buffer, stmt, value, 0, 1);
    cli_buffer_text(buffer, ", \"properties\": ");
    properties(buffer, stmt, value);
    cli_buffer_add(buffer, "}", 1);
}

static void relationship(cli_buffer *buffer, entente_stmt *stmt, const entente_value *value)
{
    const char *type = entente_value_reltype(value);
    cli_buffer_text(buffer, "{\"id\": ");
    integer(buffer, entente_value_id(value));
    cli_buffer_text(buffer, ", \"type\": ");
    cli_json_string(buffer, type, strlen(type));
    cli_buffer_text(buffer, ", \"start\": ");
    integer(buffer, entente_value_start(value));
    cli_buffer_text(buffer, ", \"end\": ");
    integer(buffer, entente_value_end(value));
    cli_buffer_text(buffer, ", \"properties\": ");
    properties(buffer, stmt, value);
    cli_buffer_add(buffer, "}", 1);
}

void cli_json_value(cli_buffer *buffer, entente_stmt *stmt, const entente_value *value)
{
    size_t length;
    const char *text;
    switch (entente_value_type(value)) {
    case ENTENTE_NULL_VALUE:
        cli_buffer_text(buffer, "null");
        return;
    case ENTENTE_BOOLEAN:
        cli_buffer_text(buffer, entente_value_bool(value) ? "true" : "false");
        return;
    case ENTENTE_INTEGER:
        integer(buffer, entente_value_int64(value));
        return;
    case ENTENTE_FLOAT:
        cli_json_double(buffer, entente_value_double(value));
        return;
    case ENTENTE_LIST:
        items(buffer, stmt, value, 0, 1);
        return;
    case ENTENTE_MAP:
        properties(buffer, stmt, value);
        return;
    case ENTENTE_NODE:
        node(buffer, stmt, value);
        return;
    case ENTENTE_RELATIONSHIP:
        relationship(buffer, stmt, value);
        return;
    case ENTENTE_PATH:
        cli_buffer_text(buffer, "{\"nodes\": ");
        items(buffer, stmt, value, 0, 2);
        cli_buffer_text(buffer, ", \"relationships\": ");
        items(buffer, stmt, value, 1, 2);
        cli_buffer_add(buffer, "}", 1);
        return;
    default: /* strings, and everything that has a string form of its own */
        text = entente_value_string(stmt, value, true, &length);
        if (text)
            cli_json_string(buffer, text, length);
        else
            buffer->failed = true;
    }
}
