/* The program: finds the subcommand, opens its module where it has one, reads its arguments, runs it. */
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/module.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const char *name, *module, *summary;
} entry;

static const entry entries[] = {
#define X(name, module, summary) {name, module, summary},
    CLI_COMMANDS(X)
#undef X
};
enum { COMMANDS = sizeof entries / sizeof entries[0] };

static const cli_command *const built_in[] = {
    &cli_cmd_load,     &cli_cmd_query,   &cli_cmd_info,    &cli_cmd_show,  &cli_cmd_agreements,
    &cli_cmd_export,   &cli_cmd_extract, &cli_cmd_review,  &cli_cmd_check, &cli_cmd_backup,
    &cli_cmd_timeline, &cli_cmd_diff,    &cli_cmd_sources,
};

static void print_usage(FILE *out)
{
    fprintf(out,
            "Usage: entente COMMAND DATABASE [ARGUMENTS] [OPTIONS]\n\nA graph database of migration agreements.\n\n");
    for (int i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-12s %s\n", entries[i].name, entries[i].summary);
    fprintf(out, "\n`entente COMMAND --help` tells more of each; `entente --version` the version.\n");
}

static const entry *find_entry(const char *name)
{
    ent_str names[COMMANDS];
    for (int i = 0; i < COMMANDS; i++) {
        if (strcmp(entries[i].name, name) == 0)
            return &entries[i];
        names[i] = ent_str_of(entries[i].name);
    }
    int near = ent_str_nearest(ent_str_of(name), names, COMMANDS);
    if (near >= 0)
        cli_error("unknown command `%s`; did you mean `%s`?", name, entries[near].name);
    else
        cli_error("unknown command `%s`", name);
    cli_note("see `entente --help`");
    return NULL;
}

static const cli_command *find_command(const entry *found)
{
    if (found->module[0] != '\0')
        return cli_module_find(found->module, found->name);
    for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++)
        if (strcmp(built_in[i]->name, found->name) == 0)
            return built_in[i];
    return NULL;
}

static int run(const entry *found, int argc, char **argv)
{
    const cli_command *command = find_command(found);
    if (!command)
        return CLI_FAILED;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    cli_args args = {.command = command, .arena = &arena};
    bool wants_help;
    int status = cli_args_read(&args, argc, argv, &wants_help);
    if (status == CLI_DONE && wants_help)
        cli_print_help(command, found->summary);
    else if (status == CLI_DONE)
        status = command->run(&args);
    ent_arena_fini(&arena);
    return status;
}

/* A caller may have closed the standard streams. Then the next file that is opened, the database, would take their
 * number and be written to as standard output: a file that cannot be written stands in for each. */
static void hold_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", O_RDONLY) != fd)
            _exit(CLI_FAILED);
}

int main(int argc, char **argv)
{
    hold_standard_streams();
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error with a message, not the program's end */
    if (argc < 2) {
        print_usage(stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_usage(stdout);
        return CLI_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("entente %s\n", entente_version());
        return CLI_DONE;
    }
    const entry *found = find_entry(argv[1]);
    return found ? run(found, argc - 2, argv + 2) : CLI_USAGE;
}
