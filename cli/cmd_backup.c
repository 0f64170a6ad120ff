/* entente backup: a consistent copy while others read and write. */
#include "cli/cli.h"

static int run(cli_args *args)
{
    int status;
    entente *db = cli_open(args->positional[0], ENTENTE_READ, &status);
    if (!db)
        return status;
    if (entente_backup(db, args->positional[1]) != ENTENTE_OK)
        status = cli_report(db);
    else
        cli_note("copied %s to %s", args->positional[0], args->positional[1]);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_backup = {
    .name = "backup",
    .arguments = "DB FILE",
    .details = "The copy is one snapshot, without unused space. FILE must not exist.",
    .min_arguments = 2,
    .max_arguments = 2,
    .run = run,
};
