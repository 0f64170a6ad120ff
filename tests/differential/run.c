/* Runs queries for differential.py: one a line on standard input, one line of JSON for each on standard output.
 *
 *   G query   a new, empty graph, then the query
 *   Q query   the query on the graph as it is
 *
 * An answer is {"columns": [...], "rows": [[...], ...]} or {"error": "TypeError", "detail": ..., "message": ...}.
 * Values are JSON, except where JSON has no such type: {"float": "1.0"}, {"date": "2024-01-31"}, {"node": id},
 * {"rel": id}, {"path": [ids]}, {"map": {}}; ids are the properties `id` of the elements, which every element of the
 * test's graphs has.
 *
 * Besides, each value is held against what the resolver knew of its column before the query ran: a type that is not in
 * its set is answered as the error "WrongTyping". */
#include "core/entente.h"
#include "core/query/resolve.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_text(const char *text, size_t n)
{
    putchar('"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < 0x20)
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static int64_t element_id(const entente_value *value)
{
    return entente_value_int64(entente_value_get(value, "id"));
}

/* Lists and maps of the test are only a few levels deep. */
static void print_value(const entente_value *value)
{
    size_t n;
    const char *text;
    switch (entente_value_type(value)) {
    case ENTENTE_NULL_VALUE:
        printf("null");
        break;
    case ENTENTE_BOOLEAN:
        printf(entente_value_bool(value) ? "true" : "false");
        break;
    case ENTENTE_INTEGER:
        printf("%" PRId64, entente_value_int64(value));
        break;
    case ENTENTE_FLOAT:
        printf("{\"float\": \"%.17g\"}", entente_value_double(value));
        break;
    case ENTENTE_STRING:
        text = entente_value_text(value, &n);
        print_text(text, n);
        break;
    case ENTENTE_LIST:
        putchar('[');
        for (uint32_t i = 0; i < entente_value_size(value); i++) {
            printf(i ? ", " : "");
            print_value(entente_value_item(value, i));
        }
        putchar(']');
        break;
    case ENTENTE_MAP:
        printf("{\"map\": {");
        for (uint32_t i = 0; i < entente_value_key_count(value); i++) {
            printf(i ? ", " : "");
            text = entente_value_key(value, i, &n);
            print_text(text, n);
            printf(": ");
            print_value(entente_value_at(value, i));
        }
        printf("}}");
        break;
    case ENTENTE_NODE:
        printf("{\"node\": %" PRId64 "}", element_id(value));
        break;
    case ENTENTE_RELATIONSHIP:
        printf("{\"rel\": %" PRId64 "}", element_id(value));
        break;
    case ENTENTE_PATH:
        printf("{\"path\": [");
        for (uint32_t i = 0; i < entente_value_size(value); i++)
            printf("%s%" PRId64, i ? ", " : "", element_id(entente_value_item(value, i)));
        printf("]}");
        break;
    case ENTENTE_DATE: {
        int64_t year;
        int month, day;
        entente_value_date(value, &year, &month, &day);
        printf("{\"date\": \"%04" PRId64 "-%02d-%02d\"}", year, month, day);
        break;
    }
    default:
        printf("{\"other\": %d}", (int)entente_value_type(value));
        break;
    }
}

static void print_error(entente *db)
{
    const entente_error *error = entente_error_of(db);
    printf("{\"error\": ");
    print_text(error->type, strlen(error->type));
    printf(", \"detail\": ");
    print_text(error->detail, strlen(error->detail));
    printf(", \"message\": ");
    print_text(error->message, strlen(error->message));
    printf("}\n");
}

/* ---- what was known before ---- */

static const uint32_t type_bits[] = {
    [ENTENTE_NULL_VALUE] = ENT_TYPE_BIT(ENT_TYPE_NULL), [ENTENTE_BOOLEAN] = ENT_TYPE_BIT(ENT_TYPE_BOOLEAN),
    [ENTENTE_INTEGER] = ENT_TYPE_BIT(ENT_TYPE_INTEGER), [ENTENTE_FLOAT] = ENT_TYPE_BIT(ENT_TYPE_FLOAT),
    [ENTENTE_STRING] = ENT_TYPE_BIT(ENT_TYPE_STRING),   [ENTENTE_LIST] = ENT_TYPE_BIT(ENT_TYPE_LIST),
    [ENTENTE_MAP] = ENT_TYPE_BIT(ENT_TYPE_MAP),         [ENTENTE_DATE] = ENT_TYPE_BIT(ENT_TYPE_DATE),
    [ENTENTE_NODE] = ENT_TYPE_BIT(ENT_TYPE_NODE),       [ENTENTE_RELATIONSHIP] = ENT_TYPE_BIT(ENT_TYPE_RELATIONSHIP),
    [ENTENTE_PATH] = ENT_TYPE_BIT(ENT_TYPE_PATH),
};

/* The sets of the columns' types; NULL for what has no columns. In the arena. */
static const ent_query *columns_of(ent_arena *arena, const char *query)
{
    ent_statement *statement;
    ent_error error = {0};
    if (ent_parse(arena, ent_str_of(query), &statement, &error) != ENT_OK || !statement->query ||
        ent_resolve(arena, statement, NULL, &error) != ENT_OK)
        return NULL;
    return statement->query;
}

static bool row_fits(entente_stmt *stmt, const ent_query *columns)
{
    for (uint32_t i = 0; columns && i < columns->column_count; i++)
        if (!(type_bits[entente_value_type(entente_column_value(stmt, i))] & columns->columns[i]->types))
            return false;
    return true;
}

/* ---- queries ---- */

static void print_rows(entente *db, entente_stmt *stmt, entente_status status, const ent_query *columns)
{
    bool fits = true;
    printf("\"rows\": [");
    for (bool first = true; status == ENTENTE_ROW; first = false) {
        fits &= row_fits(stmt, columns);
        printf(first ? "[" : ", [");
        for (uint32_t i = 0; i < entente_column_count(stmt); i++) {
            printf(i ? ", " : "");
            print_value(entente_column_value(stmt, i));
        }
        putchar(']');
        status = entente_step(stmt);
    }
    if (status != ENTENTE_OK)
        print_error(db);
    else if (fits)
        printf("]}\n");
    else
        printf("], \"error\": \"WrongTyping\", \"detail\": \"\", \"message\": \"\"}\n");
}

static void answer(entente *db, const char *query)
{
    entente_stmt *stmt;
    if (entente_prepare(db, query, -1, &stmt) != ENTENTE_OK) {
        print_error(db);
        return;
    }
    /* The first step tells most errors, so that rows and an error are rarely mixed; when they are, the line is no JSON
     * and the error stands at its end. */
    entente_status status = entente_step(stmt);
    if (status != ENTENTE_ROW && status != ENTENTE_OK) {
        print_error(db);
        entente_finalize(stmt);
        return;
    }
    printf("{\"columns\": [");
    for (uint32_t i = 0; i < entente_column_count(stmt); i++) {
        const char *name = entente_column_name(stmt, i);
        printf(i ? ", " : "");
        print_text(name, strlen(name));
    }
    printf("], ");
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    print_rows(db, stmt, status, columns_of(&arena, query));
    ent_arena_fini(&arena);
    entente_finalize(stmt);
}

int main(void)
{
    entente *db = NULL;
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    while ((n = getline(&line, &room, stdin)) > 2) {
        if (line[n - 1] == '\n')
            line[n - 1] = '\0';
        if (line[0] == 'G' || !db) {
            entente_close(db);
            if (entente_open(":memory:", ENTENTE_CREATE, &db) != ENTENTE_OK) {
                print_error(db);
                return 1;
            }
        }
        answer(db, line + 2);
        fflush(stdout);
    }
    entente_close(db);
    free(line);
    return 0;
}
