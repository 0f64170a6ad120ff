/* entente show: the page of one agreement or one party. */
#include "cli/show.h"
#include "cli/view_options.h"

#include <stdio.h>
#include <string.h>

static const cli_option options[] = {
    {"as-of", 0, "DATE", "the page as of this day (2025-06-30) instead of the latest", false},
    {"certainly", 0, NULL, "with --as-of: count an imprecise date only from the last day that it can mean", false},
    {"cite", 0, NULL, "also the sources of the other agreements that the page names", false},
    CLI_OPTIONS_END,
};

static int show(const cli_args *args, entente *db)
{
    cli_page page;
    bool found = false;
    ent_view_options view = {0};
    int status = entente_begin(db, false) == ENTENTE_OK ? cli_view_options_read(args, db, &view) : cli_report(db);
    if (status != CLI_DONE)
        return status;
    cli_page_init(&page, args->arena, db);
    page.day = view.as_of;
    page.certainly = view.certainly;
    page.cite = cli_flag(args, "cite");
    status = cli_show_agreement(&page, args->positional[1], &found);
    if (status == CLI_DONE && !found) {
        const char *code = cli_party(args, db, args->positional[1]);
        status = code ? cli_show_party(&page, code) : CLI_FAILED;
        if (!code && strchr(args->positional[1], '-'))
            cli_hint("no agreement has this id either; `entente agreements %s` lists them", args->positional[0]);
    }
    if (status == CLI_DONE)
        status = cli_page_sources(&page);
    cli_page_fini(&page);
    return status == CLI_DONE ? cli_flush() : status;
}

static int run(cli_args *args)
{
    int status;
    entente *db = cli_open(args->positional[0], ENTENTE_READ, &status);
    if (!db)
        return status;
    status = show(args, db);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_show = {
    .name = "show",
    .arguments = "DB PARTY|ID",
    .details = "PARTY is a code (RWA), an ISO alpha-2 code (RW) or a name; ID is an agreement's.",
    .min_arguments = 2,
    .max_arguments = 2,
    .options = {options},
    .run = run,
};
