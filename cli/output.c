/* Files that appear whole or not at all: written beside their place and moved into it. What is no plain file, such as
 * /dev/null or a pipe, must stay what it is and is written directly; behind a symbolic link the file itself is
 * replaced. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool cli_output_open(const cli_args *args, const char *path, cli_output *out)
{
    *out = (cli_output){.path = path, .file = stdout};
    if (strcmp(path, "-") == 0)
        return true;
    struct stat before;
    bool exists = stat(path, &before) == 0;
    if (exists && !S_ISREG(before.st_mode)) {
        out->file = fopen(path, "wb");
        out->direct = true;
        if (!out->file)
            cli_error("%s cannot be written: %s", path, strerror(errno));
        return out->file != NULL;
    }
    if (exists) {
        char *target = realpath(path, NULL);
        out->path = path = target ? ent_arena_printf(args->arena, "%s", target) : NULL;
        free(target);
    }
    char *beside = path ? ent_arena_printf(args->arena, "%s.XXXXXX", path) : NULL;
    if (!beside) {
        cli_report(NULL);
        return false;
    }
    int fd = mkstemp(beside);
    out->beside = beside;
    out->file = fd >= 0 ? fdopen(fd, "wb") : NULL;
    if (out->file)
        return true;
    cli_error("%s cannot be written: %s", path, strerror(errno));
    if (fd >= 0) {
        close(fd);
        unlink(beside);
    }
    return false;
}

int cli_output_close(cli_output *out, int status)
{
    bool written = fflush(out->file) == 0 && !ferror(out->file);
    if (out->beside) {
        mode_t mask = umask(0); /* mkstemp lets nobody else read */
        umask(mask);
        written = fchmod(fileno(out->file), 0666 & ~mask) == 0 && written;
    }
    if (out->beside || out->direct)
        written = fclose(out->file) == 0 && written;
    if (out->beside && status == CLI_DONE)
        written = written && rename(out->beside, out->path) == 0;
    if (status == CLI_DONE && !written) {
        cli_error("%s cannot be written: %s", out->beside || out->direct ? out->path : "standard output",
                  strerror(errno));
        status = CLI_FAILED;
    }
    if (status != CLI_DONE && out->beside)
        unlink(out->beside);
    return status;
}
