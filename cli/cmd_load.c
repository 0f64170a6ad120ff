/* entente load: agreement records into a database, all of them or none. */
#include "cli/cli.h"
#include "io/load.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const cli_option options[] = {
    {"dry-run", 0, NULL, "check the records and load nothing; the database need not exist", false},
    {"places", 0, "FILE", "parties beyond the shipped gazetteer, in its format (repeatable)", true},
    CLI_OPTIONS_END,
};

typedef struct {
    struct timespec start;
    bool shown; /* a progress line stands on the terminal */
} progress;

static void clear_progress(progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}

static void on_fault(void *user, const ent_fault *fault)
{
    char line[1024];
    clear_progress(user);
    ent_fault_format(fault, line, sizeof line);
    cli_error("%s", line);
}

/* How much there is to come is not known, so the line counts; on a terminal only, and not in the first second. */
static void on_progress(void *user, const ent_load_summary *so_far)
{
    progress *p = user;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = (double)(now.tv_sec - p->start.tv_sec) + (double)(now.tv_nsec - p->start.tv_nsec) / 1e9;
    if (seconds < 1 || !cli_is_terminal(STDERR_FILENO))
        return;
    fprintf(stderr, "\r\033[K%" PRIu64 " agreements, %" PRIu64 " events, %.0f s", so_far->agreements, so_far->events,
            seconds);
    fflush(stderr);
    p->shown = true;
}

static bool on_stop(void *user)
{
    (void)user;
    return cli_interrupted();
}

static void tell_done(const ent_load_summary *s, bool dry_run)
{
    cli_note("%s %" PRIu64 " agreements, %" PRIu64 " parties, %" PRIu64 " events, %" PRIu64 " sources",
             dry_run ? "checked" : "loaded", s->agreements, s->parties, s->events, s->sources);
}

static int run(cli_args *args)
{
    bool dry_run = cli_flag(args, "dry-run");
    const char *path = args->positional[0];
    bool exists = access(path, F_OK) == 0;
    int status = CLI_DONE;
    entente *db = NULL;
    if ((exists || !dry_run) && !(db = cli_open(path, dry_run ? ENTENTE_READ : ENTENTE_CREATE, &status)))
        return status;
    progress p = {0};
    clock_gettime(CLOCK_MONOTONIC, &p.start);
    uint32_t places;
    const char **place_files = cli_values(args, "places", &places);
    ent_load_options load = {
        .dry_run = dry_run,
        .places = place_files,
        .place_count = places,
        .fault = on_fault,
        .progress = on_progress,
        .stop = on_stop,
        .user = &p,
    };
    ent_load_summary summary = {0};
    uint64_t faults = 0;
    entente_status loaded = ent_load(db, args->positional + 1, (size_t)args->count - 1, &load, &summary, &faults);
    clear_progress(&p);
    if (loaded == ENTENTE_OK) {
        if (summary.agreements == 0)
            cli_warning("no record is in %s", args->count == 2 ? args->positional[1] : "these files");
        tell_done(&summary, dry_run);
    } else if (loaded == ENTENTE_INTERRUPTED) {
        cli_note("interrupted: nothing was loaded");
        status = CLI_INTERRUPTED;
    } else if (faults > 0) {
        if (faults > ENT_FAULTS_TOLD)
            cli_note("and %" PRIu64 " more", faults - ENT_FAULTS_TOLD);
        cli_note("%" PRIu64 " fault%s: nothing was loaded", faults, faults == 1 ? "" : "s");
        status = CLI_FAILED;
    } else {
        status = cli_report(loaded == ENTENTE_NOMEM ? NULL : db);
    }
    cli_close(db);
    if (status != CLI_DONE && !exists && !dry_run) { /* what was made for this load alone */
        unlink(path);
        char lock[4096];
        snprintf(lock, sizeof lock, "%s-lock", path);
        unlink(lock);
    }
    return status;
}

const cli_command cli_cmd_load = {
    .name = "load",
    .arguments = "DB FILE...",
    .details =
        "FILE holds agreement records: JSON Lines (.jsonl), JSON (.json) or CSV (.csv); `-` is standard input as JSON\n"
        "Lines. The database is created when it is missing. A load is all or nothing; a record that is loaded again\n"
        "replaces the agreement of the same id.",
    .min_arguments = 2,
    .max_arguments = -1,
    .options = {options},
    .run = run,
};
