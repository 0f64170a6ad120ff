/* entente info: what a database holds, as rows of a heading, a name and a value. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

/* Each query gives names and values under one heading; what an empty database has none of gives no rows. */
static const struct {
    const char *heading, *query;
} sections[] = {
    {"label", "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) ORDER BY label"},
    {"relationship", "MATCH ()-[r]->() RETURN type(r) AS type, count(*) ORDER BY type"},
    {"kind", "MATCH (a:Agreement) RETURN a.kind AS kind, count(*) ORDER BY kind"},
    {"status", "MATCH (a:Agreement) WHERE a.status IS NOT NULL RETURN a.status AS status, count(*) ORDER BY status"},
    {"stage", "MATCH (a:Agreement) WHERE a.stage IS NOT NULL RETURN a.stage AS stage, count(*) ORDER BY stage"},
    {"dates", "MATCH (e:Event) WITH min(e.date) AS first, max(e.date) AS last "
              "UNWIND [['first event', first], ['last event', last]] AS row WITH row WHERE row[1] IS NOT NULL "
              "RETURN row[0], toString(row[1])"},
};

static void row(cli_table *table, const char *heading, const char *name, int64_t value)
{
    cli_cell_text(table, heading);
    cli_cell_text(table, name);
    cli_cell_int(table, value);
}

static int print_section(entente *db, cli_table *table, const char *heading, const char *query)
{
    entente_stmt *stmt;
    if (entente_prepare(db, query, -1, &stmt) != ENTENTE_OK)
        return cli_report(db);
    entente_status status;
    while ((status = entente_step(stmt)) == ENTENTE_ROW) {
        cli_cell_text(table, heading);
        cli_cell_value(table, stmt, entente_column_value(stmt, 0));
        cli_cell_value(table, stmt, entente_column_value(stmt, 1));
    }
    entente_finalize(stmt);
    return status == ENTENTE_OK ? CLI_DONE : cli_report(db);
}

static int run(cli_args *args)
{
    static const char *const columns[] = {"what", "name", "value"};
    int status;
    entente *db = cli_open(args->positional[0], ENTENTE_READ, &status);
    if (!db)
        return status;
    entente_file_info info;
    cli_table *table = NULL;
    if (entente_file_info_of(db, &info) != ENTENTE_OK)
        status = cli_report(db);
    else if (!(table = cli_table_open(args, columns, 3)))
        status = CLI_USAGE;
    if (table) {
        row(table, "file", "format version", info.format_version);
        row(table, "file", "bytes", (int64_t)info.file_bytes);
        row(table, "file", "bytes in use", (int64_t)info.used_bytes);
        row(table, "graph", "nodes", (int64_t)info.nodes);
        row(table, "graph", "relationships", (int64_t)info.relationships);
        for (size_t i = 0; status == CLI_DONE && i < sizeof sections / sizeof sections[0]; i++)
            status = print_section(db, table, sections[i].heading, sections[i].query);
        int printed = cli_table_close(table);
        status = status == CLI_DONE ? printed : status;
    }
    cli_close(db);
    return status;
}

const cli_command cli_cmd_info = {
    .name = "info",
    .arguments = "DB",
    .min_arguments = 1,
    .max_arguments = 1,
    .options = {cli_format_options},
    .run = run,
};
