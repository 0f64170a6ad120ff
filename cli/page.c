#include "cli/page.h"

#include "cli/cite.h"
#include "cli/wrap.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cli_page_init(cli_page *page, ent_arena *arena, entente *db)
{
    *page = (cli_page){.db = db, .arena = arena};
    ent_strmap_init(&page->numbers, arena);
}

void cli_page_fini(cli_page *page)
{
    cli_buffer_fini(&page->line);
}

/* ---- a line ---- */

void cli_page_add(cli_page *page, const char *text)
{
    if (text)
        cli_buffer_text(&page->line, text);
}

void cli_page_addf(cli_page *page, const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        page->line.failed = true;
    else
        cli_buffer_text(&page->line, text);
    va_end(args);
    free(text);
}

void cli_page_add_number(cli_page *page, const entente_value *number)
{
    char digits[400];
    if (entente_value_type(number) == ENTENTE_INTEGER) {
        snprintf(digits, sizeof digits, "%" PRId64, entente_value_int64(number));
    } else {
        snprintf(digits, sizeof digits, "%.2f", entente_value_double(number));
        char *end = digits + strlen(digits);
        while (end[-1] == '0')
            *--end = '\0';
        if (end[-1] == '.')
            end[-1] = '\0';
    }
    size_t whole = strspn(digits, "-0123456789");
    for (size_t i = 0; i < whole; i++) {
        if (i && digits[i - 1] != '-' && (whole - i) % 3 == 0)
            cli_buffer_add(&page->line, ",", 1);
        cli_buffer_add(&page->line, &digits[i], 1);
    }
    cli_buffer_text(&page->line, digits + whole);
}

void cli_page_end_line(cli_page *page, const char *first, uint32_t indent)
{
    if (!page->line.failed)
        cli_wrap(first, page->line.length ? page->line.text : "", indent);
    page->line.length = 0;
    if (page->line.text)
        page->line.text[0] = '\0';
}

/* ---- citations ---- */

/* The number of a source on this page, a new one the first time; 0: no memory. */
static uint32_t number_of(cli_page *page, const char *key)
{
    ent_str known = ent_str_of(key);
    uint32_t at = ent_strmap_get(&page->numbers, known);
    if (at != ENT_STRMAP_NONE)
        return at;
    if (page->cited_count == page->cited_room) {
        uint32_t room = page->cited_room ? page->cited_room * 2 : 16;
        const char **keys = ENT_NEW_ARRAY(page->arena, const char *, room);
        if (!keys)
            return 0;
        if (page->cited_count)
            memcpy(keys, page->cited, page->cited_count * sizeof *keys);
        page->cited = keys;
        page->cited_room = room;
    }
    const char *copy = ent_arena_copy(page->arena, key, known.n);
    if (!copy || !ent_strmap_put(&page->numbers, (ent_str){copy, known.n}, page->cited_count + 1))
        return 0;
    page->cited[page->cited_count++] = copy;
    return page->cited_count;
}

void cli_page_add_citation(cli_page *page, const char *key)
{
    cli_page_addf(page, " [%u]", number_of(page, key));
}

static void add_keys(cli_page *page, const entente_value *keys)
{
    for (uint32_t i = 0; i < entente_value_size(keys); i++) {
        const char *key = entente_value_text(entente_value_item(keys, i), NULL);
        if (key)
            cli_page_add_citation(page, key);
    }
}

void cli_page_add_citations(cli_page *page, const entente_value *keys, const entente_value *of_record)
{
    if (entente_value_size(keys) || !entente_value_size(of_record)) {
        add_keys(page, keys);
        return;
    }
    cli_page_add(page, " (of the record:");
    add_keys(page, of_record);
    cli_page_add(page, ")");
}

static void print_source(cli_page *page, entente_stmt *stmt)
{
    const ent_source source = {.publisher = entente_column_text(stmt, 0, NULL),
                               .title = entente_column_text(stmt, 1, NULL),
                               .date = entente_column_text(stmt, 2, NULL),
                               .url = entente_column_text(stmt, 3, NULL)};
    cli_page_add(page, cli_source_text(page->arena, &source));
}

int cli_page_sources(cli_page *page)
{
    int status = CLI_DONE;
    for (uint32_t i = 0; status == CLI_DONE && i < page->cited_count; i++) {
        char number[24];
        int width = snprintf(number, sizeof number, "  [%u] ", i + 1);
        if (i == 0)
            puts("\nSources");
        status = cli_page_each(page,
                               "MATCH (s:Source {key: $id}) "
                               "RETURN s.publisher, s.title, coalesce(s.written, toString(s.date)), s.url",
                               page->cited[i], NULL, print_source, NULL);
        cli_page_end_line(page, number, (uint32_t)width);
    }
    return status;
}

/* ---- queries ---- */

static entente_status bind(const cli_page *page, entente_stmt *stmt, const char *id)
{
    entente_status status = ENTENTE_OK;
    for (uint32_t i = 0; status == ENTENTE_OK && i < entente_parameter_count(stmt); i++) {
        const char *name = entente_parameter_name(stmt, i);
        if (strcmp(name, "id") == 0)
            status = entente_bind_text(stmt, name, id, -1);
        else if (strcmp(name, "certainly") == 0)
            status = entente_bind_bool(stmt, name, page->certainly);
        else
            status = page->day ? entente_bind_text(stmt, name, page->day, -1) : entente_bind_null(stmt, name);
    }
    return status;
}

int cli_page_each(cli_page *page, const char *query, const char *id, const char *heading,
                  void (*print)(cli_page *, entente_stmt *), uint32_t *rows)
{
    entente_stmt *stmt;
    if (entente_prepare(page->db, query, -1, &stmt) != ENTENTE_OK)
        return cli_report(page->db);
    entente_status status = bind(page, stmt, id);
    uint32_t count = 0;
    if (status == ENTENTE_OK)
        while ((status = entente_step(stmt)) == ENTENTE_ROW) {
            if (count++ == 0 && heading)
                printf("\n%s\n", heading);
            print(page, stmt);
        }
    entente_finalize(stmt);
    if (rows)
        *rows = count;
    if (status == ENTENTE_OK && (page->line.failed || page->arena->failed != ENT_OK))
        return cli_report(NULL);
    return status == ENTENTE_OK ? CLI_DONE : cli_report(page->db);
}

const char *cli_page_text(entente_stmt *stmt, uint32_t column)
{
    const entente_value *value = entente_column_value(stmt, column);
    if (entente_value_type(value) == ENTENTE_NULL_VALUE)
        return "";
    const char *string = entente_value_string(stmt, value, true, NULL);
    return string ? string : "";
}
