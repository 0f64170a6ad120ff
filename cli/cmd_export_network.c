/* What entente export does for GraphML and GEXF; the arguments are read by cli/cmd_export.c. */
#include "cli/view_options.h"
#include "io/network/network.h"

extern const cli_command cli_cmd_export_graphml, cli_cmd_export_gexf;

static int export(const cli_args *args, bool (*write)(const ent_view *view, FILE *out))
{
    entente *db;
    ent_view *view;
    ent_view_options options;
    cli_output out;
    int status = cli_view_open(args, false, &options, &db, &view);
    if (status == CLI_DONE && !cli_output_open(args, cli_value(args, "output"), &out)) {
        status = CLI_FAILED;
    } else if (status == CLI_DONE) {
        bool written = write(view, out.file);
        status = cli_output_close(&out, written || ferror(out.file) ? CLI_DONE : cli_report(NULL));
    }
    ent_view_close(view);
    cli_close(db);
    return status;
}

static int export_graphml(cli_args *args)
{
    return export(args, ent_write_graphml);
}

static int export_gexf(cli_args *args)
{
    return export(args, ent_write_gexf);
}

const cli_command cli_cmd_export_graphml = {.name = "graphml", .run = export_graphml};
const cli_command cli_cmd_export_gexf = {.name = "gexf", .run = export_gexf};
