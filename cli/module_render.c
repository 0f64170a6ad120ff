/* The commands that need Graphviz and the libraries that draw. */
#include "cli/cli.h"

extern const cli_command cli_cmd_diagram;

extern const cli_command *const cli_module_render[];
const cli_command *const cli_module_render[] = {&cli_cmd_diagram, NULL};
