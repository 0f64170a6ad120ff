/* Modules: shared objects with the commands that need large libraries, opened when such a command is called. */
#ifndef CLI_MODULE_H
#define CLI_MODULE_H

#include "cli/cli.h"

/* Looks beside the program (a build folder) and in the installed folder. NULL after reporting why not. The module stays
 * open until the program ends. */
const cli_command *cli_module_find(const char *module, const char *command);

#endif
