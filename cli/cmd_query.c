/* entente query: a statement's rows, in any format. */
#include "cli/statement.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const cli_option options[] = {
    {"param", 'p', "NAME=VALUE", "a parameter: an openCypher literal, else a string (repeatable)", true},
    {"file", 'f', "FILE", "read the query from a file (-: standard input)", false},
    {"read-only", 0, NULL, "refuse statements that write", false},
    {"timeout", 0, "SECONDS", "give up after this time (may have a fraction)", false},
    {"memory", 0, "SIZE", "give up beyond this memory: 500M, 2G", false},
    CLI_OPTIONS_END,
};

enum { LARGEST_QUERY = 64 << 20 };

static char *read_text(const char *path)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!file) {
        cli_error("%s: %s", path, strerror(errno));
        return NULL;
    }
    size_t length = 0, room = 1 << 16;
    char *text = malloc(room);
    while (text) {
        size_t got = fread(text + length, 1, room - length - 1, file);
        length += got;
        if (got == 0)
            break;
        if (length + 1 < room)
            continue;
        char *grown = room < LARGEST_QUERY ? realloc(text, room * 2) : NULL;
        if (!grown) {
            cli_error("%s: longer than %d MiB", path, LARGEST_QUERY >> 20);
            free(text);
            text = NULL;
        } else {
            text = grown;
            room *= 2;
        }
    }
    if (text && ferror(file)) {
        cli_error("%s: %s", path, strerror(errno));
        free(text);
        text = NULL;
    }
    if (file != stdin)
        fclose(file);
    if (text) {
        text[length] = '\0';
        if (strlen(text) != length) {
            cli_error("%s: has a NUL byte at offset %zu", path, strlen(text));
            free(text);
            text = NULL;
        }
    }
    return text;
}

/* "500M" as bytes; 0 when it is none. */
static uint64_t read_size(const char *text)
{
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    static const char units[] = "KMGT";
    const char *unit = *end ? strchr(units, *end >= 'a' && *end <= 'z' ? *end - 32 : *end) : NULL;
    if (end == text || errno != 0 || !(value > 0) || value > 1e15 || (*end && (!unit || end[1] != '\0')))
        return 0;
    for (const char *u = units; unit && u <= unit; u++)
        value *= 1024;
    return value < 1 || value > 1e18 ? 0 : (uint64_t)value;
}

static int set_limits(const cli_args *args, entente *db)
{
    const char *timeout = cli_value(args, "timeout"), *memory = cli_value(args, "memory");
    if (timeout) {
        char *end;
        double seconds = strtod(timeout, &end);
        if (end == timeout || *end != '\0' || !(seconds > 0) || seconds > 1e9)
            return cli_usage(args, "`--timeout %s`: expected seconds, such as 30 or 0.5", timeout);
        uint64_t ms = (uint64_t)(seconds * 1000);
        entente_set_limit(db, ENTENTE_LIMIT_TIME, ms ? ms : 1);
    }
    if (memory) {
        uint64_t bytes = read_size(memory);
        if (bytes == 0)
            return cli_usage(args, "`--memory %s`: expected a size, such as 500M or 2G", memory);
        entente_set_limit(db, ENTENTE_LIMIT_MEMORY, bytes);
    }
    return CLI_DONE;
}

static int bind(const cli_args *args, entente *db, entente_stmt *stmt)
{
    uint32_t count;
    const char **params = cli_values(args, "param", &count);
    for (uint32_t i = 0; i < count; i++) {
        const char *equals = strchr(params[i], '=');
        if (!equals || equals == params[i])
            return cli_usage(args, "`-p %s`: expected NAME=VALUE", params[i]);
        size_t length = (size_t)(equals - params[i]);
        const char *name =
            ent_arena_copy(args->arena, params[i] + (params[i][0] == '$'), length - (params[i][0] == '$'));
        bool known = false;
        for (uint32_t k = 0; name && k < entente_parameter_count(stmt); k++)
            known |= strcmp(entente_parameter_name(stmt, k), name) == 0;
        if (!name)
            return cli_report(NULL);
        if (!known) {
            cli_warning("the query has no parameter `$%s`", name);
            continue;
        }
        if (entente_bind_literal(stmt, name, equals + 1) != ENTENTE_OK &&
            entente_bind_text(stmt, name, equals + 1, -1) != ENTENTE_OK)
            return cli_report(db);
    }
    return CLI_DONE;
}

static int run_text(const cli_args *args, entente *db, const char *text)
{
    entente_stmt *stmt;
    int status = cli_statement_prepare(db, text, &stmt);
    if (status == CLI_DONE)
        status = bind(args, db, stmt);
    if (status == CLI_DONE)
        status = cli_statement_run(args, db, stmt);
    entente_finalize(stmt);
    return status;
}

/* Whether the text is a statement that writes: found out on an empty database, so that a mistyped file name is not
 * created by a query that only reads. */
static bool writes(const char *text)
{
    entente *empty;
    entente_stmt *stmt = NULL;
    bool answer = entente_open(":memory:", ENTENTE_CREATE, &empty) == ENTENTE_OK &&
                  entente_prepare(empty, text, -1, &stmt) == ENTENTE_OK && entente_writes(stmt);
    entente_finalize(stmt);
    entente_close(empty);
    return answer;
}

static int run(cli_args *args)
{
    const char *file = cli_value(args, "file"), *path = args->positional[0];
    if (file && args->count > 1)
        return cli_usage(args, "a query and `--file` are given: one of the two, please");
    if (!file && args->count < 2)
        return cli_usage(args, "too few arguments: expected a query, or `--file`");
    char *own = file ? read_text(file) : NULL;
    const char *text = file ? own : args->positional[1];
    if (!text)
        return CLI_FAILED;
    unsigned flags = 0;
    if (cli_flag(args, "read-only") || (access(path, R_OK) == 0 && access(path, W_OK) != 0))
        flags = ENTENTE_READ;
    else if (access(path, F_OK) != 0 && writes(text))
        flags = ENTENTE_CREATE;
    int status;
    entente *db = cli_open(path, flags, &status);
    if (db)
        status = set_limits(args, db);
    if (db && status == CLI_DONE)
        status = run_text(args, db, text);
    free(own);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_query = {
    .name = "query",
    .arguments = "DB CYPHER",
    .details = "A query that only reads leaves the file as it is; one that writes is a transaction, all of it or "
               "nothing, and\n"
               "creates the file when it is missing.\n"
               "`EXPLAIN` before a query shows its plan, `PROFILE` runs it and shows the rows and time of each step.",
    .min_arguments = 1,
    .max_arguments = 2,
    .options = {options, cli_format_options},
    .run = run,
};
