/* The one list of subcommands: name, the module that holds it ("" for the program itself), summary. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"

#define CLI_COMMANDS(X)                                                                 \
    X(load, "", "Read agreement records into a database.")                              \
    X(query, "", "Ask the database in openCypher.")                                     \
    X(info, "", "What a database holds.")                                               \
    X(show, "", "The page of one party or one agreement.")                              \
    X(agreements, "", "List agreements, a row each.")                                   \
    X(partners, "analysis", "Count the partners of every party, or list those of one.") \
    X(paths, "analysis", "How two parties are connected.")                              \
    X(diagram, "render", "Draw a diagram: DOT, SVG, PNG or PDF.")                       \
    X(export, "", "Write the agreements to a file: JSON Lines, CSV or DOT.")            \
    X(check, "", "Verify every structure and cross-reference of a database.")           \
    X(backup, "", "Copy a database while others use it.")

/* Those of the program itself, each in cmd_NAME.c. */
extern const cli_command cli_cmd_load, cli_cmd_query, cli_cmd_info, cli_cmd_show, cli_cmd_agreements, cli_cmd_export,
    cli_cmd_check, cli_cmd_backup;

#endif
