/* The commands that need igraph. */
#include "cli/cli.h"

extern const cli_command cli_cmd_partners, cli_cmd_paths;

extern const cli_command *const cli_module_commands[];
const cli_command *const cli_module_commands[] = {&cli_cmd_partners, &cli_cmd_paths, NULL};
