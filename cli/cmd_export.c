/* entente export: the agreements as records again. The file appears whole or not at all. */
#include "cli/cli.h"
#include "cli/module.h"
#include "io/export.h"

#include <string.h>

static const cli_option options[] = {
    {"output", 'o', "FILE", "where to; its ending tells the format (-: standard output, with --type)", false},
    {"type", 0, "TYPE", "jsonl, csv or dot, whatever the ending", false},
    CLI_OPTIONS_END,
};

static const char *const types[] = {"jsonl", "csv", "dot"};
enum { JSONL, CSV, DOT, TYPES };

static int choose_type(const cli_args *args, const char *path)
{
    const char *type = cli_value(args, "type");
    if (type)
        return cli_choice("type", type, types, TYPES);
    const char *dot = strrchr(path, '.');
    if (!dot || strchr(dot, '/')) {
        cli_usage(args, "`%s` has no ending that tells the format: give `--type`", path);
        return -1;
    }
    return cli_choice("type", dot + 1, types, TYPES);
}

static int write_records(const cli_args *args, entente *db, int type, const char *path)
{
    cli_output out;
    if (!cli_output_open(args, path, &out))
        return CLI_FAILED;
    entente_status status = type == JSONL ? ent_export_jsonl(db, out.file) : ent_export_csv(db, out.file);
    bool written = status == ENTENTE_OK || entente_error_of(db)->status == ENTENTE_OK;
    int result = status == ENTENTE_NOMEM ? cli_report(NULL) : written ? CLI_DONE : cli_report(db);
    return cli_output_close(&out, result);
}

static int run(cli_args *args)
{
    const char *path = cli_value(args, "output");
    if (!path)
        return cli_usage(args, "where to? `-o FILE` is missing");
    int type = choose_type(args, path);
    if (type < 0)
        return CLI_USAGE;
    if (type == DOT) { /* the diagram of everything: same arguments, same options */
        const cli_command *diagram = cli_module_find("render", "diagram");
        return diagram ? diagram->run(args) : CLI_FAILED;
    }
    int status;
    entente *db = cli_open(args->positional[0], ENTENTE_READ, &status);
    if (!db)
        return status;
    status = write_records(args, db, type, path);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_export = {
    .name = "export",
    .arguments = "DB -o FILE",
    .details =
        "Sorted by id. Loading the JSON Lines or CSV into an empty database gives the same agreements again; DOT is a\n"
        "picture of them for Graphviz.",
    .min_arguments = 1,
    .max_arguments = 1,
    .options = {options},
    .run = run,
};
