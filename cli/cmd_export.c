/* entente export: the agreements as records again. The file appears whole or not at all. */
#include "cli/cli.h"
#include "cli/module.h"
#include "io/export.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static int write_records(entente *db, int type, FILE *out, const char *path)
{
    entente_status status = type == JSONL ? ent_export_jsonl(db, out) : ent_export_csv(db, out);
    if (status == ENTENTE_OK && fflush(out) == 0 && !ferror(out))
        return CLI_DONE;
    if (status != ENTENTE_OK && entente_error_of(db)->status != ENTENTE_OK)
        return cli_report(db);
    if (status == ENTENTE_NOMEM)
        return cli_report(NULL);
    cli_error("%s cannot be written: %s", path, strerror(errno));
    return CLI_FAILED;
}

/* Writes beside the file and moves it into place. */
static int write_file(const cli_args *args, entente *db, int type, const char *path)
{
    char *beside = ent_arena_printf(args->arena, "%s.XXXXXX", path);
    if (!beside)
        return cli_report(NULL);
    int fd = mkstemp(beside);
    FILE *out = fd >= 0 ? fdopen(fd, "wb") : NULL;
    if (!out) {
        cli_error("%s cannot be written: %s", path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return CLI_FAILED;
    }
    int status = write_records(db, type, out, path);
    mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask);
    bool closed = fclose(out) == 0;
    if (status == CLI_DONE && (!closed || rename(beside, path) != 0)) {
        cli_error("%s cannot be written: %s", path, strerror(errno));
        status = CLI_FAILED;
    }
    if (status != CLI_DONE)
        unlink(beside);
    return status;
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
    status =
        strcmp(path, "-") == 0 ? write_records(db, type, stdout, "standard output") : write_file(args, db, type, path);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_export = {
    .name = "export",
    .arguments = "DB -o FILE",
    .details = "Sorted by id; loading the file into an empty database gives the same agreements again.",
    .min_arguments = 1,
    .max_arguments = 1,
    .options = {options},
    .run = run,
};
