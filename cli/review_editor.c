/* A record in the person's own editor, by way of a file that nobody else can read. */
#include "cli/review.h"

#include "io/input.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static bool write_all(int fd, ent_str text)
{
    for (uint32_t done = 0; done < text.n;) {
        ssize_t n = write(fd, text.p + done, text.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (uint32_t)n;
    }
    return true;
}

/* The editor may have arguments ("code --wait"), so that a shell reads its name; the path is no part of what it reads.
 */
static bool run(const char *editor, char *path)
{
    char command[512];
    if (snprintf(command, sizeof command, "%s \"$1\"", editor) >= (int)sizeof command) {
        cli_error("$EDITOR is too long");
        return false;
    }
    char shell[] = "sh", flag[] = "-c";
    char *const arguments[] = {shell, flag, command, shell, path, NULL};
    pid_t child;
    int failed = posix_spawnp(&child, shell, NULL, NULL, arguments, environ), status = 0;
    while (!failed && waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            failed = errno;
    if (failed)
        cli_error("%s: %s", editor, strerror(failed));
    else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        cli_error("%s failed: the candidate is as it was", editor);
    return !failed && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static ent_str read_back(ent_arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    ent_str none = {NULL, 0};
    if (!file) {
        cli_error("%s: %s", path, strerror(errno));
        return none;
    }
    char *text = ent_arena_alloc(arena, ENT_RECORD_LIMIT + 1);
    size_t n = text ? fread(text, 1, ENT_RECORD_LIMIT + 1, file) : 0;
    bool good = text && !ferror(file) && n <= ENT_RECORD_LIMIT;
    fclose(file);
    if (!good) {
        cli_error(text && n > ENT_RECORD_LIMIT ? "%s: longer than any record" : "%s: cannot be read back", path);
        return none;
    }
    return (ent_str){text, (uint32_t)n};
}

ent_str review_edit(ent_arena *arena, ent_str text, bool *set)
{
    ent_str none = {NULL, 0};
    const char *editor = getenv("VISUAL"), *folder = getenv("TMPDIR");
    if (!editor || !*editor)
        editor = getenv("EDITOR");
    *set = editor && *editor;
    if (!*set)
        return none;
    char *path = ent_arena_printf(arena, "%s/entente-review-XXXXXX", folder && *folder ? folder : "/tmp");
    int fd = path ? mkstemp(path) : -1;
    if (fd < 0) {
        cli_error("%s: %s", path ? path : "a file for the editor", strerror(errno));
        return none;
    }
    bool written = write_all(fd, text);
    if (close(fd) != 0 || !written)
        cli_error("%s: %s", path, strerror(errno));
    ent_str edited = written && run(editor, path) ? read_back(arena, path) : none;
    unlink(path);
    return edited;
}
