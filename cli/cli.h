/* What every subcommand of the program is made of: how it is declared, how its arguments are read, how it reports.
 *
 * A command is one constant cli_command in one file (cli/cmd_*.c). Those that need igraph or Graphviz live in modules,
 * shared objects that are opened only when such a command is called, so that a query pays for none of it; they use
 * this header too, and find its functions in the program. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "core/base/arena.h"
#include "core/base/str.h"
#include "core/entente.h"

#include <stdio.h>

/* Exit statuses. */
enum { CLI_DONE = 0, CLI_FAILED = 1, CLI_USAGE = 2, CLI_INTERRUPTED = 130 };

/* CLI_PAIR: once, with two arguments; its value is "FROM TO". */
enum { CLI_ONCE, CLI_REPEATED, CLI_PAIR };

typedef struct {
    const char *name;  /* without dashes */
    char letter;       /* short form; 0: none */
    const char *value; /* what stands for its value in the help, such as "DATE"; NULL: a flag */
    const char *help;
    int use; /* CLI_ONCE (false), CLI_REPEATED (true) or CLI_PAIR */
} cli_option;

#define CLI_OPTIONS_END \
    {                   \
        0               \
    }

extern const cli_option cli_format_options[]; /* --format */
extern const cli_option cli_view_options[];   /* --as-of, --kind, ... */

typedef struct cli_args cli_args;

typedef struct cli_command {
    const char *name;
    const char *arguments;                               /* "DB FROM TO" */
    const char *details;                                 /* further lines of the help; may be NULL */
    void (*describe)(const struct cli_command *command); /* prints further ones; may be NULL */
    int min_arguments, max_arguments;                    /* max -1: any number */
    const cli_option *options[4]; /* groups, each closed by CLI_OPTIONS_END; NULL: no more groups */
    int (*run)(cli_args *args);
} cli_command;

/* ---- arguments ---- */

struct cli_args {
    const cli_command *command;
    ent_arena *arena; /* of the whole run */
    int count;
    const char **positional;
    int given_count;
    struct cli_given {
        const cli_option *option;
        const char *value, *second; /* second: of a pair */
    } * given;
};

bool cli_flag(const cli_args *args, const char *option);
/* The last value given; NULL: not given. */
const char *cli_value(const cli_args *args, const char *option);
/* The second argument of an option that takes two; NULL: not given. */
const char *cli_second_value(const cli_args *args, const char *option);
/* All values of a repeatable option. */
const char **cli_values(const cli_args *args, const char *option, uint32_t *count);
/* A whole number of an option, within bounds; says so and gives false otherwise. *out is untouched when not given. */
bool cli_number(const cli_args *args, const char *option, int64_t least, int64_t most, int64_t *out);

/* ---- reporting, all on standard error ---- */

void cli_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void cli_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void cli_hint(const char *format, ...) __attribute__((format(printf, 1, 2)));
void cli_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* An error in the call itself: the message, then where the help is. Returns CLI_USAGE. */
int cli_usage(const cli_args *args, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The connection's last error with its place. Returns CLI_FAILED, or CLI_INTERRUPTED. */
int cli_report(const entente *db);
/* Whether the stream is a terminal, and whether it may be coloured (NO_COLOR, TERM=dumb). */
bool cli_is_terminal(int fd);
bool cli_may_colour(int fd);

/* ---- databases ---- */

/* Opens, reports what fails, wires Ctrl-C to entente_interrupt. NULL after a failure, *status is then the exit status.
 */
entente *cli_open(const char *path, unsigned flags, int *status);
void cli_close(entente *db); /* NULL is allowed */
/* Whether Ctrl-C was pressed, also while no statement ran. */
bool cli_interrupted(void);
/* A prompt goes on after Ctrl-C: the next one is again the first. */
void cli_forget_interrupt(void);

/* ---- files that appear whole or not at all ---- */

typedef struct {
    const char *path; /* "-": standard output */
    const char *beside;
    bool direct; /* a device or a pipe: written where it is */
    FILE *file;  /* what to write to */
} cli_output;

/* False after reporting. */
bool cli_output_open(const cli_args *args, const char *path, cli_output *out);
/* With CLI_DONE the file is moved to its place, with another status nothing stays. Gives the status, or CLI_FAILED
 * after reporting that it could not be written. */
int cli_output_close(cli_output *out, int status);

/* One of several names, in any case; -1 after saying what was expected and the nearest. */
int cli_choice(const char *what, const char *given, const char *const *names, int count);

/* ---- rows ----
 *
 * A table takes its cells in order, row by row, and prints them in the format that --format asks for. */
typedef struct cli_table cli_table;

/* NULL after a bad --format (already reported: exit with CLI_USAGE). */
cli_table *cli_table_open(const cli_args *args, const char *const *columns, uint32_t count);
void cli_cell_null(cli_table *table);
void cli_cell_int(cli_table *table, int64_t value);
void cli_cell_double(cli_table *table, double value);
void cli_cell_text(cli_table *table, const char *text); /* NULL: as null */
/* A list of texts: joined by `;` in text formats, an array in JSON. */
void cli_cell_list(cli_table *table, const char *const *items, uint32_t count);
/* A list of lists: the inner ones joined by `;`, the outer ones by `|`. */
void cli_cell_lists(cli_table *table, const char *const *const *lists, const uint32_t *counts, uint32_t count);
/* JSON beside the text that stands for it in the other formats. NULL: there was no memory for it. */
void cli_cell_json(cli_table *table, const char *json, const char *text);
/* Any value of a result row. */
void cli_cell_value(cli_table *table, entente_stmt *stmt, const entente_value *value);
/* Prints what is held back and frees the table. CLI_DONE, or CLI_FAILED when standard output could not be written. */
int cli_table_close(cli_table *table);
/* Where a table has room for what belongs to a row but fits no cell: in the JSON itself, in a numbered list below the
 * rows (plain or Markdown), or nowhere but in the cell. */
typedef enum { CLI_NOTES_IN_JSON, CLI_NOTES_NUMBERED, CLI_NOTES_MARKDOWN, CLI_NOTES_INLINE } cli_table_notes;
cli_table_notes cli_table_notes_of(const cli_table *table);
/* Whether all of standard output could be written: CLI_DONE, or CLI_FAILED after reporting. */
int cli_flush(void);
/* Rows begun so far. */
uint64_t cli_table_rows(const cli_table *table);
/* Frees a table that an error has overtaken, without printing what is held back. */
void cli_table_discard(cli_table *table);

#endif
