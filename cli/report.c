/* Telling the user: errors, warnings, hints, all on standard error; colour only on a terminal and never with NO_COLOR.
 */
#include "cli/cli.h"
#include "cli/plain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool cli_is_terminal(int fd)
{
    return isatty(fd) == 1;
}

bool cli_may_colour(int fd)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    return cli_is_terminal(fd) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

static void tell(const char *label, const char *colour, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void tell(const char *label, const char *colour, const char *format, va_list args)
{
    bool coloured = label && cli_may_colour(STDERR_FILENO);
    if (label)
        fprintf(stderr, "%s%s:%s ", coloured ? colour : "", label, coloured ? "\033[0m" : "");
    char *text = NULL;
    int length = vasprintf(&text, format, args);
    if (length >= 0)
        cli_put_plain(stderr, text, (size_t)length);
    else
        fputs("out of memory", stderr);
    free(text);
    fputc('\n', stderr);
}

#define TELL(label, colour)                    \
    do {                                       \
        va_list args;                          \
        va_start(args, format);                \
        tell((label), (colour), format, args); \
        va_end(args);                          \
    } while (0)

void cli_error(const char *format, ...)
{
    TELL("error", "\033[1;31m");
}

void cli_warning(const char *format, ...)
{
    TELL("warning", "\033[1;33m");
}

void cli_hint(const char *format, ...)
{
    TELL("hint", "\033[1;36m");
}

void cli_note(const char *format, ...)
{
    TELL(NULL, NULL);
}

int cli_usage(const cli_args *call, const char *format, ...)
{
    TELL("error", "\033[1;31m");
    fprintf(stderr, "see `entente %s --help`\n", call->command->name);
    return CLI_USAGE;
}

int cli_report(const entente *db)
{
    const entente_error *error = db ? entente_error_of(db) : NULL;
    if (!error) {
        cli_error("out of memory");
        return CLI_FAILED;
    }
    if (error->status == ENTENTE_INTERRUPTED) {
        cli_note("interrupted");
        return CLI_INTERRUPTED;
    }
    cli_error("%s", entente_error_text(db));
    const char *name = strcmp(error->detail, "MissingParameter") == 0 ? strchr(error->message, '$') : NULL;
    if (name)
        cli_hint("`entente query` takes it with -p %.*s=VALUE", (int)strcspn(name + 1, " "), name + 1);
    return CLI_FAILED;
}
