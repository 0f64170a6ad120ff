/* The formats that need libxml2. */
#include "cli/cli.h"

extern const cli_command cli_cmd_export_graphml, cli_cmd_export_gexf;

extern const cli_command *const cli_module_exchange[];
const cli_command *const cli_module_exchange[] = {&cli_cmd_export_graphml, &cli_cmd_export_gexf, NULL};
