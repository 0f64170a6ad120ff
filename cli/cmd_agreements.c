/* entente agreements: a row an agreement of the view. */
#include "cli/view_options.h"

static const char *const columns[] = {"id", "title", "kind", "status", "stage", "since", "until", "parties"};

static int print(const cli_args *args, const ent_view *view, const char *party)
{
    cli_table *table = cli_table_open(args, columns, 8);
    if (!table)
        return CLI_USAGE;
    uint32_t wanted = party ? ent_view_party_find(view, party) : UINT32_MAX;
    for (uint32_t i = 0; i < view->agreement_count; i++) {
        const ent_view_agreement *a = &view->agreements[i];
        const char **codes = ENT_NEW_ARRAY(args->arena, const char *, a->role_count + 1);
        bool has = !party;
        for (uint32_t k = 0; codes && k < a->role_count; k++) {
            codes[k] = view->parties[a->roles[k].party].code;
            has |= a->roles[k].party == wanted;
        }
        if (!codes || !has)
            continue;
        cli_cell_text(table, a->id);
        cli_cell_text(table, a->title);
        cli_cell_text(table, a->kind);
        cli_cell_text(table, a->status);
        cli_cell_text(table, a->stage);
        cli_cell_text(table, a->since);
        cli_cell_text(table, a->until);
        cli_cell_list(table, codes, a->role_count);
    }
    return args->arena->failed ? (cli_table_close(table), cli_report(NULL)) : cli_table_close(table);
}

static int run(cli_args *args)
{
    entente *db;
    ent_view *view;
    ent_view_options options;
    int status = cli_view_open(args, false, &options, &db, &view);
    const char *party = NULL;
    if (status == CLI_DONE && args->count > 1 && !(party = cli_party(args, db, args->positional[1])))
        status = CLI_FAILED;
    if (status == CLI_DONE)
        status = print(args, view, party);
    ent_view_close(view);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_agreements = {
    .name = "agreements",
    .arguments = "DB [PARTY]",
    .details = "Sorted by id. With --as-of, an agreement that had no status yet is absent.",
    .min_arguments = 1,
    .max_arguments = 2,
    .options = {cli_view_options, cli_format_options},
    .run = run,
};
