/* entente export: the agreements as records again. The file appears whole or not at all. */
#include "cli/cli.h"
#include "cli/module.h"
#include "io/export.h"
#include "io/script.h"

#include <string.h>

static const cli_option options[] = {
    {"output", 'o', "FILE", "where to; its ending tells the format (-: standard output, with --type)", false},
    {"type", 0, "TYPE", "jsonl, csv, cypher, graphml, gexf or dot, whatever the ending", false},
    CLI_OPTIONS_END,
};

static const char *const types[] = {"jsonl", "csv", "cypher", "graphml", "gexf", "dot"};
enum { JSONL, CSV, CYPHER, GRAPHML, GEXF, DOT, TYPES };

typedef entente_status write_graph(entente *db, FILE *out);
static write_graph *const writers[] = {ent_export_jsonl, ent_export_csv, ent_export_cypher};

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

static int write_file(const cli_args *args, entente *db, int type, const char *path)
{
    cli_output out;
    if (!cli_output_open(args, path, &out))
        return CLI_FAILED;
    entente_status status = writers[type](db, out.file);
    bool written = status == ENTENTE_OK || entente_error_of(db)->status == ENTENTE_OK;
    int result = status == ENTENTE_NOMEM ? cli_report(NULL) : written ? CLI_DONE : cli_report(db);
    return cli_output_close(&out, result);
}

/* The first option given that chooses part of the party network; NULL: none. */
static const char *given_view_option(const cli_args *args)
{
    for (int i = 0; i < args->given_count; i++)
        for (const cli_option *o = cli_view_options; o->name; o++)
            if (args->given[i].option == o)
                return o->name;
    return NULL;
}

/* The formats of networks are made by modules: their libraries are no business of the rest. */
static int run_module(cli_args *args, const char *module, const char *name)
{
    const cli_command *command = cli_module_find(module, name);
    return command ? command->run(args) : CLI_FAILED;
}

static int run(cli_args *args)
{
    const char *path = cli_value(args, "output");
    if (!path)
        return cli_usage(args, "where to? `-o FILE` is missing");
    int type = choose_type(args, path);
    if (type < 0)
        return CLI_USAGE;
    if (type == DOT) /* the diagram of everything: same arguments, same options */
        return run_module(args, "render", "diagram");
    if (type == GRAPHML || type == GEXF)
        return run_module(args, "exchange", types[type]);
    const char *chosen = given_view_option(args);
    if (chosen)
        return cli_usage(args,
                         "`--%s` chooses part of the network: it goes with graphml, gexf and dot; %s is the whole",
                         chosen, types[type]);
    int status;
    entente *db = cli_open(args->positional[0], ENTENTE_READ, &status);
    if (!db)
        return status;
    status = write_file(args, db, type, path);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_export = {
    .name = "export",
    .arguments = "DB -o FILE",
    .details = "jsonl, csv  the agreements as records, sorted by id: loading them into an empty database gives the "
               "same again\n"
               "cypher      the whole graph as a script of statements, for `entente shell` and other graph databases\n"
               "graphml     the party network for network tools: a node a party, an edge a tie\n"
               "gexf        the same with the time in which each tie was active, for Gephi's timeline\n"
               "dot         a picture of the network for Graphviz\n"
               "The view options choose what of the network is written.",
    .min_arguments = 1,
    .max_arguments = 1,
    .options = {options, cli_view_options},
    .run = run,
};
