/* What the commands that take openCypher share: preparing a statement with the procedures that it may call, and
 * printing what it gives. */
#include "cli/statement.h"

#include "cli/module.h"
#include "cli/time_procedures.h"

#include <stdio.h>
#include <string.h>

/* What a writing statement did, in words, on standard error. */
static void tell_counters(const entente_stmt *stmt)
{
    entente_counters c;
    entente_counters_of(stmt, &c);
    const struct {
        uint64_t count;
        const char *one, *many, *done;
    } parts[] = {
        {c.nodes_created, "node", "nodes", "created"},
        {c.nodes_deleted, "node", "nodes", "deleted"},
        {c.relationships_created, "relationship", "relationships", "created"},
        {c.relationships_deleted, "relationship", "relationships", "deleted"},
        {c.properties_set, "property", "properties", "set"},
        {c.labels_added, "label", "labels", "added"},
        {c.labels_removed, "label", "labels", "removed"},
        {c.indexes_added, "index", "indexes", "added"},
        {c.indexes_removed, "index", "indexes", "removed"},
    };
    char line[512] = "";
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].count)
            snprintf(line + strlen(line), sizeof line - strlen(line), "%s%llu %s %s", line[0] ? ", " : "",
                     (unsigned long long)parts[i].count, parts[i].count == 1 ? parts[i].one : parts[i].many,
                     parts[i].done);
    cli_note("%s", line[0] ? line : "no changes");
}

int cli_statement_run(const cli_args *args, entente *db, entente_stmt *stmt)
{
    uint32_t columns = entente_column_count(stmt);
    const char **names = ENT_NEW_ARRAY(args->arena, const char *, columns + 1);
    if (!names)
        return cli_report(NULL);
    for (uint32_t i = 0; i < columns; i++)
        names[i] = entente_column_name(stmt, i);
    cli_table *table = NULL;
    if (columns && !(table = cli_table_open(args, names, columns)))
        return CLI_USAGE;
    entente_status status;
    while ((status = entente_step(stmt)) == ENTENTE_ROW)
        for (uint32_t i = 0; i < columns; i++)
            cli_cell_value(table, stmt, entente_column_value(stmt, i));
    if (status != ENTENTE_OK && table && cli_table_rows(table) == 0) { /* an error alone, without a header */
        cli_table_discard(table);
        return cli_report(db);
    }
    int result = table ? cli_table_close(table) : CLI_DONE;
    if (status != ENTENTE_OK)
        return cli_report(db);
    if (entente_writes(stmt))
        tell_counters(stmt);
    if (entente_profiled(stmt))
        fputs(entente_plan(stmt), stderr);
    return result;
}

/* The procedures of the analysis module cost opening it: only for a query that may name or list them. */
static bool wants_analysis(const char *text)
{
    return strcasestr(text, "analysis") != NULL || strcasestr(text, "procedures") != NULL;
}

/* Those of time cost less, but still more than most queries take to be read. */
static bool wants_times(const char *text)
{
    return strcasestr(text, "agreements") != NULL || strcasestr(text, "procedures") != NULL;
}

int cli_statement_prepare(entente *db, const char *text, entente_stmt **stmt)
{
    *stmt = NULL;
    if (wants_analysis(text) && !cli_module_register("analysis", db))
        return CLI_FAILED;
    if (wants_times(text) && cli_time_procedures_register(db) != ENTENTE_OK)
        return cli_report(db);
    if (entente_prepare(db, text, -1, stmt) != ENTENTE_OK)
        return cli_report(db);
    for (uint32_t i = 0; i < entente_warning_count(*stmt); i++)
        cli_warning("%s", entente_warning(*stmt, i));
    return CLI_DONE;
}
