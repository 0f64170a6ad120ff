/* Rows in the format that was asked for. All formats but the table are printed as the rows come; the table holds back
 * its first rows to learn how wide its columns are. */
#include "cli/cli.h"
#include "cli/json.h"
#include "cli/plain.h"
#include "cli/wrap.h"
#include "core/text/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS_HELD = 500, NARROWEST = 8 };

typedef enum { TABLE, CSV, TSV, JSON, JSONL, MARKDOWN, FORMATS } format;
static const char *const format_names[FORMATS] = {"table", "csv", "tsv", "json", "jsonl", "markdown"};

typedef struct {
    char *text; /* own */
    bool right; /* numbers stand to the right */
} cell;

struct cli_table {
    format format;
    const char *const *columns;
    uint32_t count, at; /* at: the next cell of the row */
    uint64_t rows;
    cell *held; /* TABLE: rows that wait, count cells each */
    uint32_t held_rows;
    uint32_t *widths;      /* TABLE: once known */
    bool measured, fitted; /* fitted: to the terminal; otherwise a later, longer text is not cut but pushes the rest */
    bool failed;
};

static bool is_json(const cli_table *table)
{
    return table->format == JSON || table->format == JSONL;
}

cli_table *cli_table_open(const cli_args *args, const char *const *columns, uint32_t count)
{
    const char *given = cli_value(args, "format");
    int chosen = given                            ? cli_choice("format", given, format_names, FORMATS)
                 : cli_is_terminal(STDOUT_FILENO) ? TABLE
                                                  : TSV;
    if (chosen < 0)
        return NULL;
    cli_table *table = calloc(1, sizeof *table);
    if (!table) {
        cli_error("out of memory");
        return NULL;
    }
    *table = (cli_table){.format = (format)chosen, .columns = columns, .count = count};
    if (table->format == TABLE) {
        table->held = calloc((size_t)ROWS_HELD * (count ? count : 1), sizeof *table->held);
        table->widths = calloc(count ? count : 1, sizeof *table->widths);
        table->failed = !table->held || !table->widths;
    }
    return table;
}

/* ---- the separate formats ---- */

static void put_csv(const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, stdout);
        return;
    }
    putchar('"');
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            putchar('"');
        putchar(*p);
    }
    putchar('"');
}

static void put_tsv(const char *text)
{
    for (const char *p = text; *p; p++) {
        const char *escape = *p == '\t' ? "\\t" : *p == '\n' ? "\\n" : *p == '\r' ? "\\r" : *p == '\\' ? "\\\\" : NULL;
        if (escape)
            fputs(escape, stdout);
        else
            putchar(*p);
    }
}

static void put_markdown(const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '\n')
            fputs("<br>", stdout);
        else if (*p == '|' || *p == '\\')
            printf("\\%c", *p);
        else if (*p != '\r')
            putchar(*p);
    }
}

static void put_separated(const cli_table *table, uint32_t column, const char *text)
{
    switch (table->format) {
    case CSV:
        fputs(column ? "," : "", stdout);
        put_csv(text);
        break;
    case TSV:
        fputs(column ? "\t" : "", stdout);
        put_tsv(text);
        break;
    default:
        fputs(column ? " | " : "| ", stdout);
        put_markdown(text);
    }
    if (column + 1 == table->count)
        fputs(table->format == MARKDOWN ? " |\n" : table->format == CSV ? "\r\n" : "\n", stdout);
}

static void put_header(const cli_table *table)
{
    if (table->format == TABLE || is_json(table))
        return;
    for (uint32_t i = 0; i < table->count; i++)
        put_separated(table, i, table->columns[i]);
    if (table->format == MARKDOWN)
        for (uint32_t i = 0; i < table->count; i++)
            fputs(i + 1 == table->count ? "| --- |\n" : "| --- ", stdout);
}

/* ---- the table ---- */

static uint32_t columns_of(const char *text)
{
    return ent_text_columns(ent_str_of(text));
}

/* Makes columns narrower, the widest first, until the row fits the terminal. */
static void fit(cli_table *table, uint32_t available)
{
    for (;;) {
        uint32_t total = 0, widest = 0;
        for (uint32_t i = 0; i < table->count; i++) {
            total += table->widths[i] + (i ? 2 : 0);
            if (table->widths[i] > table->widths[widest])
                widest = i;
        }
        if (total <= available || table->widths[widest] <= NARROWEST)
            return;
        uint32_t excess = total - available, spare = table->widths[widest] - NARROWEST;
        table->widths[widest] -= excess < spare ? (excess + 1) / 2 : spare < 2 ? spare : spare / 2;
    }
}

static void measure(cli_table *table)
{
    for (uint32_t i = 0; i < table->count; i++) {
        table->widths[i] = columns_of(table->columns[i]);
        for (uint32_t r = 0; r < table->held_rows; r++) {
            const char *text = table->held[(size_t)r * table->count + i].text;
            uint32_t width = text ? columns_of(text) : 0;
            if (width > table->widths[i])
                table->widths[i] = width;
        }
    }
    uint32_t width = cli_terminal_width();
    table->fitted = width > 0;
    if (table->fitted)
        fit(table, width);
}

/* The end of the longest beginning of text that is at most `width` columns wide; *used tells how wide it is. */
static const char *cut_at(const char *text, uint32_t width, uint32_t *used)
{
    const char *p = text;
    *used = 0;
    while (*p) {
        const char *next = p;
        ent_utf8_next(&next);
        uint32_t columns = ent_text_columns((ent_str){p, (uint32_t)(next - p)});
        if (*used + columns > width)
            break;
        *used += columns;
        p = next;
    }
    return p;
}

/* One cell within its width, cut with an ellipsis where it is longer; line breaks and tabs as blanks. */
static void put_padded(const cli_table *table, uint32_t column, const char *text, bool right)
{
    uint32_t width = table->widths[column], used;
    const char *end = cut_at(text, table->fitted ? width : UINT32_MAX, &used);
    bool cut = *end != '\0';
    if (cut) {
        end = cut_at(text, width ? width - 1 : 0, &used);
        used++;
    }
    uint32_t blanks = used < width ? width - used : 0;
    fputs(column ? "  " : "", stdout);
    for (uint32_t i = 0; right && i < blanks; i++)
        putchar(' ');
    for (const char *p = text; p < end;) {
        size_t length = strcspn(p, "\n\t\r");
        length = length < (size_t)(end - p) ? length : (size_t)(end - p);
        cli_put_plain(stdout, p, length);
        p += length;
        if (p < end) {
            putchar(' ');
            p++;
        }
    }
    fputs(cut ? "…" : "", stdout);
    for (uint32_t i = 0; !right && i < blanks && column + 1 < table->count; i++)
        putchar(' ');
    if (column + 1 == table->count)
        putchar('\n');
}

static void put_table_header(cli_table *table)
{
    bool colour = cli_may_colour(STDOUT_FILENO);
    measure(table);
    for (uint32_t i = 0; i < table->count; i++) {
        fputs(colour ? "\033[1m" : "", stdout);
        bool right = table->held_rows > 0 && table->held[i].right;
        put_padded(table, i, table->columns[i], right);
        fputs(colour ? "\033[0m" : "", stdout);
    }
    for (uint32_t i = 0; i < table->count; i++) {
        fputs(i ? "  " : "", stdout);
        for (uint32_t k = 0; k < table->widths[i]; k++)
            fputs("─", stdout);
    }
    if (table->count)
        putchar('\n');
}

/* Prints the rows held back; the first time the header above them. */
static void release(cli_table *table)
{
    if (!table->measured)
        put_table_header(table);
    table->measured = true;
    for (uint32_t r = 0; r < table->held_rows; r++)
        for (uint32_t i = 0; i < table->count; i++) {
            cell *c = &table->held[(size_t)r * table->count + i];
            put_padded(table, i, c->text ? c->text : "", c->right);
            free(c->text);
            *c = (cell){0};
        }
    table->held_rows = 0;
}

static void hold(cli_table *table, const char *text, bool right)
{
    cell *c = &table->held[(size_t)table->held_rows * table->count + table->at];
    c->text = strdup(text);
    c->right = right;
    table->failed |= !c->text;
}

/* ---- cells ---- */

/* json: the cell in JSON. text: in all other formats. */
static void put(cli_table *table, const char *json, const char *text, bool right)
{
    if (table->failed)
        return;
    if (table->at == 0) {
        if (table->rows == 0)
            put_header(table);
        table->rows++;
    }
    if (is_json(table)) {
        cli_buffer key = {0};
        cli_json_string(&key, table->columns[table->at], strlen(table->columns[table->at]));
        if (table->at == 0)
            fputs(table->format == JSONL ? "{" : table->rows == 1 ? "[\n  {" : ",\n  {", stdout);
        else
            fputs(", ", stdout);
        printf("%s: %s", key.failed ? "" : key.text, json);
        table->failed |= key.failed;
        cli_buffer_fini(&key);
        if (table->at + 1 == table->count)
            fputs(table->format == JSONL ? "}\n" : "}", stdout);
    } else if (table->format == TABLE) {
        hold(table, text, right);
    } else {
        put_separated(table, table->at, text);
    }
    if (++table->at == table->count) {
        table->at = 0;
        if (table->format == TABLE && ++table->held_rows == ROWS_HELD)
            release(table);
    }
}

void cli_cell_null(cli_table *table)
{
    put(table, "null", "", false);
}

void cli_cell_int(cli_table *table, int64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, value);
    put(table, text, text, true);
}

void cli_cell_double(cli_table *table, double value)
{
    cli_buffer text = {0};
    cli_json_double(&text, value);
    if (text.failed) {
        table->failed = true;
    } else if (text.text[0] == '"') {
        char bare[16];
        snprintf(bare, sizeof bare, "%.*s", (int)text.length - 2, text.text + 1);
        put(table, text.text, bare, true);
    } else {
        put(table, text.text, text.text, true);
    }
    cli_buffer_fini(&text);
}

void cli_cell_text(cli_table *table, const char *text)
{
    if (!text) {
        cli_cell_null(table);
        return;
    }
    cli_buffer json = {0};
    if (is_json(table))
        cli_json_string(&json, text, strlen(text));
    table->failed |= json.failed;
    put(table, json.text, text, false);
    cli_buffer_fini(&json);
}

static void add_list(const cli_table *table, cli_buffer *buffer, const char *const *items, uint32_t count)
{
    cli_buffer_text(buffer, is_json(table) ? "[" : "");
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            cli_buffer_text(buffer, is_json(table) ? ", " : ";");
        if (is_json(table))
            cli_json_string(buffer, items[i], strlen(items[i]));
        else
            cli_buffer_text(buffer, items[i]);
    }
    cli_buffer_text(buffer, is_json(table) ? "]" : "");
}

void cli_cell_list(cli_table *table, const char *const *items, uint32_t count)
{
    cli_buffer buffer = {0};
    add_list(table, &buffer, items, count);
    table->failed |= buffer.failed;
    put(table, buffer.text, buffer.text, false);
    cli_buffer_fini(&buffer);
}

void cli_cell_lists(cli_table *table, const char *const *const *lists, const uint32_t *counts, uint32_t count)
{
    cli_buffer buffer = {0};
    cli_buffer_text(&buffer, is_json(table) ? "[" : "");
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            cli_buffer_text(&buffer, is_json(table) ? ", " : "|");
        add_list(table, &buffer, lists[i], counts[i]);
    }
    cli_buffer_text(&buffer, is_json(table) ? "]" : "");
    table->failed |= buffer.failed;
    put(table, buffer.text, buffer.text, false);
    cli_buffer_fini(&buffer);
}

void cli_cell_json(cli_table *table, const char *json, const char *text)
{
    table->failed |= !json;
    put(table, json, text, false);
}

void cli_cell_value(cli_table *table, entente_stmt *stmt, const entente_value *value)
{
    if (is_json(table)) {
        cli_buffer json = {0};
        cli_json_value(&json, stmt, value);
        table->failed |= json.failed;
        put(table, json.text, "", false);
        cli_buffer_fini(&json);
        return;
    }
    entente_type type = entente_value_type(value);
    if (type == ENTENTE_NULL_VALUE) {
        cli_cell_null(table);
        return;
    }
    const char *text = entente_value_string(stmt, value, true, NULL);
    table->failed |= !text;
    put(table, "", text, type == ENTENTE_INTEGER || type == ENTENTE_FLOAT);
}

cli_table_notes cli_table_notes_of(const cli_table *table)
{
    return is_json(table)              ? CLI_NOTES_IN_JSON
           : table->format == TABLE    ? CLI_NOTES_NUMBERED
           : table->format == MARKDOWN ? CLI_NOTES_MARKDOWN
                                       : CLI_NOTES_INLINE;
}

int cli_flush(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return CLI_DONE;
    cli_error("standard output could not be written");
    return CLI_FAILED;
}

uint64_t cli_table_rows(const cli_table *table)
{
    return table->rows;
}

void cli_table_discard(cli_table *table)
{
    for (size_t i = 0; table->held && i < (size_t)table->held_rows * table->count + table->at; i++)
        free(table->held[i].text);
    free(table->held);
    free(table->widths);
    free(table);
}

int cli_table_close(cli_table *table)
{
    if (!table->failed) {
        if (table->rows == 0)
            put_header(table);
        if (table->format == TABLE)
            release(table);
        if (table->format == JSON)
            fputs(table->rows ? "\n]\n" : "[]\n", stdout);
    }
    bool memory = table->failed;
    cli_table_discard(table);
    return memory ? cli_report(NULL) : cli_flush();
}
