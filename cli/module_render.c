/* The commands that need Graphviz and the libraries that draw. */
#include "cli/cli.h"

extern const cli_command cli_cmd_diagram;

extern const cli_command *const cli_module_commands[];
const cli_command *const cli_module_commands[] = {&cli_cmd_diagram, NULL};
