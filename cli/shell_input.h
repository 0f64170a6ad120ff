/* Where the lines of a shell come from: a terminal with editing, history and completion, or a file or pipe. */
#ifndef CLI_SHELL_INPUT_H
#define CLI_SHELL_INPUT_H

#include "cli/cli.h"

typedef struct shell_input shell_input;

/* db: for the names that are completed; borrowed. NULL: out of memory. */
shell_input *shell_input_open(entente *db);
void shell_input_close(shell_input *input);
bool shell_input_interactive(const shell_input *input);

/* The next line without its line break, valid until the next call; NULL at the end. */
const char *shell_input_line(shell_input *input, const char *prompt);
/* A whole statement, for the history. */
void shell_input_remember(shell_input *input, const char *text);

#endif
