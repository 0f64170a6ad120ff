/* The one list of subcommands: name, the module that holds it ("" for the program itself), summary. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"

#define CLI_COMMANDS(X)                                                                            \
    X("load", "", "Read agreement records into a database.")                                       \
    X("query", "", "Ask the database in openCypher.")                                              \
    X("shell", "shell", "The interactive prompt.")                                                 \
    X("info", "", "What a database holds.")                                                        \
    X("show", "", "The page of one party or one agreement.")                                       \
    X("agreements", "", "List agreements, a row each.")                                            \
    X("partners", "analysis", "Count the partners of every party, or list those of one.")          \
    X("paths", "analysis", "How two parties are connected.")                                       \
    X("rank", "analysis", "Score every party by one measure.")                                     \
    X("communities", "analysis", "Groups of parties that deal more with each other.")              \
    X("components", "analysis", "The parts of the network that hang together.")                    \
    X("reach", "analysis", "Who can be reached from a party, and in how many steps.")              \
    X("cut-points", "analysis", "Parties and ties whose loss disconnects others.")                 \
    X("cliques", "analysis", "Groups in which everyone is tied to everyone.")                      \
    X("triads", "analysis", "How each three parties are tied, and how often ties are mutual.")     \
    X("similar", "analysis", "Parties with similar partners.")                                     \
    X("series", "analysis", "The size and shape of the network by year.")                          \
    X("timeline", "", "What happened, in order of date.")                                          \
    X("diff", "", "What changed between two days.")                                                \
    X("sources", "", "On which sources everything rests.")                                         \
    X("diagram", "render", "Draw a diagram: SVG, HTML, PNG, PDF or DOT.")                          \
    X("export", "", "Write the graph to a file: JSON Lines, CSV, openCypher, GraphML, GEXF, DOT.") \
    X("extract", "", "Find candidate records in news texts.")                                      \
    X("review", "", "Go through candidates: accept, edit, reject.")                                \
    X("check", "", "Verify every structure and cross-reference of a database.")                    \
    X("backup", "", "Copy a database while others use it.")

/* Those of the program itself, each in cmd_NAME.c. */
extern const cli_command cli_cmd_load, cli_cmd_query, cli_cmd_info, cli_cmd_show, cli_cmd_agreements, cli_cmd_export,
    cli_cmd_extract, cli_cmd_review, cli_cmd_check, cli_cmd_backup, cli_cmd_timeline, cli_cmd_diff, cli_cmd_sources;

#endif
