/* What the commands and the procedures of measures share. */
#ifndef CLI_MEASURE_H
#define CLI_MEASURE_H

#include "cli/view_options.h"
#include "core/analysis/cache.h"
#include "core/analysis/measure.h"

/* The network of the options of cli_view_begin. CLI_DONE, or the exit status after reporting. */
int cli_network_read(entente *db, const ent_view_options *options, ent_network **network);

/* Reports why a measure gave nothing: no memory, or Ctrl-C. The exit status. */
int cli_measure_report(entente_status status);

/* Prints what a command's measure means, under its usage. */
void cli_measure_details(const cli_command *command);
/* What a measure means, and the source of its method. */
void cli_measure_explain(const char *meaning, const char *source);

/* Makes `CALL analysis.*` known to a connection, with networks that are kept from call to call. */
entente_status cli_measure_register(entente *db);
/* The network for a procedure's call, which ends its work when the statement is to end: ent_network_cache_get. */
entente_status cli_call_network(entente_call *call, ent_network_cache *cache, const ent_view_options *options,
                                ent_network **out);
/* To follow: lets the network go, and says why the statement ended where that ended the work. The call's status. */
entente_status cli_call_settle(entente_call *call, ent_network_cache *cache, ent_network *network,
                               entente_status status);
/* A part of it: what lists partners and paths. The cache gets owners of its own. */
entente_status cli_network_procedures_register(entente *db, ent_network_cache *cache);

#endif
