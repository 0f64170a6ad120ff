/* entente shell: statements, each ended by a semicolon, one after the other; and a few commands that begin with a
 * colon. */
#include "cli/json.h"
#include "cli/shell_input.h"
#include "cli/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const cli_option options[] = {
    {"read-only", 0, NULL, "refuse statements that write", false},
    CLI_OPTIONS_END,
};

static const char help[] = "Statements end with `;` and may span lines. Ctrl-C stops a running one, Ctrl-D leaves.\n"
                           "  :schema     labels, relationship types, property keys and indexes\n"
                           "  :begin      start a transaction; :commit or :rollback ends it\n"
                           "  :help       this text\n"
                           "  :quit       leave";

/* ---- where a statement ends ---- */

typedef enum { PLAIN, SINGLE, DOUBLE, BACKTICK, LINE_COMMENT, BLOCK_COMMENT } lexical;

/* The place behind the first semicolon that is not inside a string, name or comment; NULL: none yet. */
static const char *statement_end(const char *text)
{
    lexical state = PLAIN;
    for (const char *p = text; *p; p++) {
        switch (state) {
        case PLAIN:
            if (*p == ';')
                return p + 1;
            state = *p == '\''                 ? SINGLE
                    : *p == '"'                ? DOUBLE
                    : *p == '`'                ? BACKTICK
                    : *p == '/' && p[1] == '/' ? LINE_COMMENT
                    : *p == '/' && p[1] == '*' ? BLOCK_COMMENT
                                               : PLAIN;
            p += state == LINE_COMMENT || state == BLOCK_COMMENT;
            break;
        case SINGLE:
        case DOUBLE:
            if (*p == '\\' && p[1])
                p++;
            else if (*p == (state == SINGLE ? '\'' : '"'))
                state = PLAIN;
            break;
        case BACKTICK:
            state = *p == '`' ? PLAIN : BACKTICK;
            break;
        case LINE_COMMENT:
            state = *p == '\n' ? PLAIN : LINE_COMMENT;
            break;
        case BLOCK_COMMENT:
            if (*p == '*' && p[1] == '/') {
                state = PLAIN;
                p++;
            }
        }
    }
    return NULL;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* ---- what is run ---- */

static int run_statement(const cli_args *args, entente *db, const char *text)
{
    entente_stmt *stmt;
    cli_forget_interrupt();
    int status = cli_statement_prepare(db, text, &stmt);
    if (status == CLI_DONE)
        status = cli_statement_run(args, db, stmt);
    entente_finalize(stmt);
    return status;
}

static int show_schema(const cli_args *args, entente *db)
{
    static const char *const queries[] = {
        "CALL db.labels() YIELD label RETURN label ORDER BY label",
        "CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType ORDER BY relationshipType",
        "CALL db.propertyKeys() YIELD propertyKey RETURN propertyKey ORDER BY propertyKey",
        "SHOW INDEXES",
    };
    int status = CLI_DONE;
    for (size_t i = 0; status == CLI_DONE && i < sizeof queries / sizeof queries[0]; i++) {
        if (i)
            putchar('\n');
        status = run_statement(args, db, queries[i]);
    }
    return status;
}

static int finish(entente *db, entente_status status)
{
    return status == ENTENTE_OK ? CLI_DONE : cli_report(db);
}

/* A line that begins with a colon. *over is set by :quit. */
static int run_command(const cli_args *args, entente *db, const char *line, bool *over)
{
    static const char *const names[] = {":begin", ":commit", ":help", ":quit", ":rollback", ":schema"};
    char word[32];
    snprintf(word, sizeof word, "%.*s", (int)strcspn(line, " \t;"), line);
    int command = cli_choice("command", word, names, 6);
    switch (command) {
    case 0:
        return finish(db, entente_begin(db, !cli_flag(args, "read-only")));
    case 1:
        return finish(db, entente_commit(db));
    case 2:
        cli_note("%s", help);
        return CLI_DONE;
    case 3:
        *over = true;
        return CLI_DONE;
    case 4:
        return finish(db, entente_rollback(db));
    case 5:
        return show_schema(args, db);
    default:
        return CLI_FAILED;
    }
}

/* What other shells call their commands: told at once, as no semicolon will come. */
static bool is_foreign(const char *line)
{
    static const char *const words[] = {"begin", "commit", "exit", "help", "quit", "rollback", "schema", "start"};
    bool dotted = line[0] == '.' || line[0] == '\\';
    const char *word = line + dotted;
    size_t length = strcspn(word, " \t;");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) == length && strncasecmp(word, words[i], length) == 0)
            return dotted || word[length + strspn(word + length, " \t;")] == '\0';
    return dotted;
}

/* Runs the whole statements that stand in the buffer and keeps the rest. */
static int run_buffer(const cli_args *args, entente *db, shell_input *input, cli_buffer *buffer)
{
    int status = CLI_DONE;
    const char *end;
    while (status == CLI_DONE && buffer->length && (end = statement_end(buffer->text))) {
        size_t length = (size_t)(end - buffer->text);
        char *text = strndup(buffer->text, length);
        if (!text)
            return cli_report(NULL);
        shell_input_remember(input, text);
        text[length - 1] = '\0'; /* the semicolon */
        if (!is_blank(text))
            status = run_statement(args, db, text);
        free(text);
        memmove(buffer->text, end, buffer->length - length + 1);
        buffer->length -= length;
    }
    if (status != CLI_DONE || (buffer->length && is_blank(buffer->text)))
        buffer->length = 0;
    return status;
}

/* A script stops at the first error; a person goes on. */
static int loop(const cli_args *args, entente *db, shell_input *input, cli_buffer *buffer)
{
    bool over = false, interactive = shell_input_interactive(input);
    int status = CLI_DONE;
    const char *line;
    while (!over && (status == CLI_DONE || interactive) &&
           (line = shell_input_line(input, buffer->length               ? "    ...> "
                                           : entente_in_transaction(db) ? "entente*> "
                                                                        : "entente> "))) {
        if (buffer->length == 0 && line[0] == ':') {
            shell_input_remember(input, line);
            status = run_command(args, db, line, &over);
            continue;
        }
        if (buffer->length == 0 && is_blank(line))
            continue;
        if (buffer->length == 0 && is_foreign(line)) {
            shell_input_remember(input, line);
            cli_error("`%s` is no statement", line);
            cli_hint("commands begin with a colon, such as :help, :begin, :commit, :rollback, :quit");
            status = CLI_FAILED;
            continue;
        }
        cli_buffer_text(buffer, line);
        cli_buffer_text(buffer, "\n");
        status = buffer->failed ? cli_report(NULL) : run_buffer(args, db, input, buffer);
        fflush(stdout);
    }
    if (!over && status == CLI_DONE && buffer->length) { /* the last statement of a script needs no semicolon */
        status = interactive ? CLI_DONE : run_statement(args, db, buffer->text);
    }
    return interactive ? CLI_DONE : status;
}

static int run(cli_args *args)
{
    int status;
    entente *db = cli_open(args->positional[0], cli_flag(args, "read-only") ? ENTENTE_READ : ENTENTE_CREATE, &status);
    if (!db)
        return status;
    shell_input *input = shell_input_open(db);
    cli_buffer buffer = {0};
    if (!input) {
        status = cli_report(NULL);
    } else {
        if (shell_input_interactive(input))
            cli_note("entente %s, %s. :help tells more, :quit or Ctrl-D leaves.", entente_version(),
                     args->positional[0]);
        status = loop(args, db, input, &buffer);
        if (entente_in_transaction(db))
            cli_warning("the open transaction was rolled back");
    }
    cli_buffer_fini(&buffer);
    shell_input_close(input);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_shell = {
    .name = "shell",
    .arguments = "DB",
    .details = "Statements end with `;`. On a terminal with history and completion (Tab); from a file or pipe it stops "
               "at the\n"
               "first error. The database is created when it is missing. `:help` lists what the prompt knows beside "
               "openCypher,\n"
               "such as `:begin` and `:commit`.",
    .min_arguments = 1,
    .max_arguments = 1,
    .options = {options, cli_format_options},
    .run = run,
};
