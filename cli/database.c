/* Opening the database of a command, and Ctrl-C. */
#include "cli/cli.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static entente *volatile interruptible;
static volatile sig_atomic_t asked;
static volatile sig_atomic_t closing; /* what was to be done is done: to stop now would only tell it wrongly */
static const char *volatile opened;   /* the path of the database that is open */

/* The first Ctrl-C ends the statement cleanly; a second one, when that takes too long, the program. The database is
 * safe either way: what was not committed is not there. */
static void on_interrupt(int number)
{
    entente *db = interruptible;
    if (asked++ || (!db && !closing))
        _exit(CLI_INTERRUPTED);
    if (db)
        entente_interrupt(db);
}

#if !defined(__SANITIZE_ADDRESS__) /* whose own report says more */
/* LMDB reads pages straight from the map and trusts them: in a file whose bytes were changed behind its back it can run
 * out of bounds or abort. The process cannot go on then, but it can say which file it was. */
static void on_fault(int number)
{
    static const char before[] = "error: reading ",
                      after[] = " came to an end that no sound database leads to\nhint: `entente "
                                "check` tells whether the file is damaged\n";
    const char *path = opened;
    if (path && write(STDERR_FILENO, before, sizeof before - 1) >= 0 && write(STDERR_FILENO, path, strlen(path)) >= 0 &&
        write(STDERR_FILENO, after, sizeof after - 1) >= 0)
        _exit(CLI_FAILED);
    _exit(128 + number);
}

static void watch_faults(void)
{
    static char stack[1 << 14];
    stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&own, NULL);
    struct sigaction action = {.sa_handler = on_fault, .sa_flags = SA_ONSTACK | SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    sigaction(SIGABRT, &action, NULL);
}
#else
static void watch_faults(void)
{
}
#endif

/* Half of the machine's memory: a careless query then ends with a message, not with the machine. */
static void set_default_limit(entente *db)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    if (pages > 0 && size > 0)
        entente_set_limit(db, ENTENTE_LIMIT_MEMORY, (uint64_t)pages / 2 * (uint64_t)size);
}

bool cli_interrupted(void)
{
    return asked > 0;
}

void cli_forget_interrupt(void)
{
    asked = 0;
}

entente *cli_open(const char *path, unsigned flags, int *status)
{
    entente *db = NULL;
    opened = path;
    watch_faults();
    *status = CLI_DONE;
    if (entente_open(path, flags, &db) != ENTENTE_OK) {
        bool missing = db && !(flags & ENTENTE_CREATE) && entente_error_of(db)->status == ENTENTE_MISSING;
        *status = cli_report(db);
        if (missing)
            cli_hint("`entente load %s FILE...` makes a database from agreement records", path);
        entente_close(db);
        return NULL;
    }
    set_default_limit(db);
    closing = false;
    interruptible = db;
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    return db;
}

void cli_close(entente *db)
{
    closing = true;
    interruptible = NULL;
    entente_close(db);
    opened = NULL;
}
