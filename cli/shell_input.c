#include "cli/shell_input.h"

#include <editline/readline.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HISTORY_LENGTH = 2000 };

struct shell_input {
    bool interactive;
    char *line; /* of a pipe: getline's; of a terminal: readline's */
    size_t room;
    char *history; /* the file's path; NULL: there is no place for one */
};

/* ---- completion: libedit asks through functions without a context, and there is one terminal ---- */

static entente *completed;
static char **candidates; /* of the word being completed, NULL at the end */

static const char *const words[] = {
    "MATCH",  "OPTIONAL", "WHERE",    "RETURN",  "WITH",      "UNWIND",         "CREATE",          "MERGE",
    "DELETE", "DETACH",   "SET",      "REMOVE",  "ORDER BY",  "SKIP",           "LIMIT",           "UNION",
    "CALL",   "YIELD",    "DISTINCT", "EXPLAIN", "PROFILE",   "SHOW FUNCTIONS", "SHOW PROCEDURES", "SHOW INDEXES",
    ":help",  ":schema",  ":begin",   ":commit", ":rollback", ":quit",
};

static void add_candidate(uint32_t *count, uint32_t *room, const char *word, const char *start, size_t length)
{
    if (strncasecmp(word, start, length) != 0)
        return;
    if (*count + 2 > *room) {
        uint32_t more = *room ? *room * 2 : 32;
        char **grown = realloc(candidates, more * sizeof *candidates);
        if (!grown)
            return;
        candidates = grown;
        *room = more;
    }
    char *copy = strdup(word);
    if (!copy)
        return;
    candidates[(*count)++] = copy;
    candidates[*count] = NULL;
}

static void add_names(uint32_t *count, uint32_t *room, const char *query, const char *start, size_t length)
{
    entente_stmt *stmt;
    if (entente_prepare(completed, query, -1, &stmt) != ENTENTE_OK)
        return;
    while (entente_step(stmt) == ENTENTE_ROW) {
        const char *name = entente_column_text(stmt, 0, NULL);
        if (name)
            add_candidate(count, room, name, start, length);
    }
    entente_finalize(stmt);
}

/* The state-th candidate, in memory that readline frees. */
static char *next_candidate(const char *start, int state)
{
    static int at;
    if (state == 0) {
        uint32_t count = 0, room = 0;
        size_t length = strlen(start);
        free(candidates);
        candidates = NULL;
        at = 0;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            add_candidate(&count, &room, words[i], start, length);
        add_names(&count, &room, "CALL db.labels() YIELD label RETURN label", start, length);
        add_names(&count, &room, "CALL db.relationshipTypes() YIELD relationshipType AS t RETURN t", start, length);
        add_names(&count, &room, "CALL db.propertyKeys() YIELD propertyKey AS k RETURN k", start, length);
    }
    return candidates ? candidates[at++] : NULL;
}

static char **complete(const char *text, int from, int to)
{
    rl_attempted_completion_over = 1; /* no file names */
    return rl_completion_matches(text, next_candidate);
}

/* ---- history ---- */

/* $XDG_STATE_HOME/entente/history, or ~/.local/state/entente/history; NULL where neither can be. */
static char *history_path(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    char folder[4096];
    if (state && *state)
        snprintf(folder, sizeof folder, "%s", state);
    else if (home && *home)
        snprintf(folder, sizeof folder, "%s/.local/state", home);
    else
        return NULL;
    size_t length = strlen(folder);
    snprintf(folder + length, sizeof folder - length, "/entente");
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(folder, 0700);
        *slash = '/';
    }
    mkdir(folder, 0700);
    char *path = malloc(strlen(folder) + sizeof "/history");
    if (path)
        sprintf(path, "%s/history", folder);
    return path;
}

shell_input *shell_input_open(entente *db)
{
    shell_input *input = calloc(1, sizeof *input);
    if (!input)
        return NULL;
    input->interactive = cli_is_terminal(STDIN_FILENO) && cli_is_terminal(STDOUT_FILENO);
    if (input->interactive) {
        setlocale(LC_CTYPE, "C.UTF-8"); /* libedit alone asks what a letter is; it takes a while to load */
        completed = db;
        rl_readline_name = "entente";
        rl_attempted_completion_function = complete;
        using_history();
        stifle_history(HISTORY_LENGTH);
        input->history = history_path();
        if (input->history)
            read_history(input->history);
    }
    return input;
}

void shell_input_close(shell_input *input)
{
    if (!input)
        return;
    if (input->history) {
        write_history(input->history);
        chmod(input->history, 0600);
    }
    free(input->history);
    free(input->line);
    free(input);
}

bool shell_input_interactive(const shell_input *input)
{
    return input->interactive;
}

const char *shell_input_line(shell_input *input, const char *prompt)
{
    if (input->interactive) {
        free(input->line);
        input->line = readline(prompt);
        return input->line;
    }
    ssize_t length = getline(&input->line, &input->room, stdin);
    if (length < 0)
        return NULL;
    while (length > 0 && (input->line[length - 1] == '\n' || input->line[length - 1] == '\r'))
        input->line[--length] = '\0';
    return input->line;
}

void shell_input_remember(shell_input *input, const char *text)
{
    if (input->interactive)
        add_history(text);
}
