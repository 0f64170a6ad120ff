/* Modules: shared objects with the commands that need large libraries, opened when such a command is called.
 *
 * The module NAME exports `const cli_command *const cli_module_NAME[]`, the last one NULL, and may export
 * `entente_status cli_module_procedures(entente *)`, which makes its procedures known to a connection. */
#ifndef CLI_MODULE_H
#define CLI_MODULE_H

#include "cli/cli.h"

/* Looks beside the program (a build folder) and in the installed folder. NULL after reporting why not. The module stays
 * open until the program ends. */
const cli_command *cli_module_find(const char *module, const char *command);

/* Registers the procedures of a module. False after reporting. */
bool cli_module_register(const char *module, entente *db);

entente_status cli_module_procedures(entente *db); /* in a module */

#endif
