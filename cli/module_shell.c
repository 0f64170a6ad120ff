/* The command that needs libedit. */
#include "cli/cli.h"

extern const cli_command cli_cmd_shell;

extern const cli_command *const cli_module_shell[];
const cli_command *const cli_module_shell[] = {&cli_cmd_shell, NULL};
