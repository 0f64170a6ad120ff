/* Reading arguments and printing help: used by the program's entry only. */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "cli/cli.h"

/* Fills args (command and arena are set by the caller). CLI_DONE, or the exit status after reporting. */
int cli_args_read(cli_args *args, int argc, char **argv, bool *wants_help);
void cli_print_help(const cli_command *command, const char *summary);

#endif
