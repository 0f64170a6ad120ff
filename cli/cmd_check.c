/* entente check: verifies every structure and cross-reference of the file. */
#include "cli/cli.h"

#include <stdio.h>

static bool tell(void *count, const char *fault)
{
    printf("%s\n", fault);
    ++*(uint64_t *)count;
    return true;
}

static int run(cli_args *args)
{
    int status;
    entente *db = cli_open(args->positional[0], ENTENTE_READ, &status);
    if (!db)
        return status;
    uint64_t faults = 0;
    entente_status checked = entente_check(db, tell, &faults);
    if (checked == ENTENTE_OK) {
        printf("%s: sound\n", args->positional[0]);
    } else if (checked == ENTENTE_CORRUPT && faults > 0) {
        cli_error("%s: %llu fault%s found", args->positional[0], (unsigned long long)faults, faults == 1 ? "" : "s");
        cli_hint("load the records again into a new database, or take the last copy made with `entente backup`");
        status = CLI_FAILED;
    } else {
        status = cli_report(db);
    }
    cli_close(db);
    return status;
}

const cli_command cli_cmd_check = {
    .name = "check",
    .arguments = "DB",
    .details = "Prints a line for each fault; exit status 1 when there is one. Nothing is changed.",
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run,
};
