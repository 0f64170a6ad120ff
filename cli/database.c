/* Opening the database of a command, and Ctrl-C. */
#include "cli/cli.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static entente *volatile interruptible;
static volatile sig_atomic_t asked;

/* The first Ctrl-C ends the statement cleanly; a second one, when that takes too long, the program. The database is
 * safe either way: what was not committed is not there. */
static void on_interrupt(int number)
{
    if (asked++ || !interruptible)
        _exit(CLI_INTERRUPTED);
    entente_interrupt(interruptible);
}

entente *cli_open(const char *path, unsigned flags, int *status)
{
    entente *db = NULL;
    *status = CLI_DONE;
    if (entente_open(path, flags, &db) != ENTENTE_OK) {
        bool missing = db && !(flags & ENTENTE_CREATE) && entente_error_of(db)->status == ENTENTE_MISSING;
        *status = cli_report(db);
        if (missing)
            cli_hint("`entente load %s FILE...` makes a database from agreement records", path);
        entente_close(db);
        return NULL;
    }
    interruptible = db;
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    return db;
}

void cli_close(entente *db)
{
    interruptible = NULL;
    entente_close(db);
}
