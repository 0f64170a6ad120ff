/* What the commands and the procedures of measures share. */
#ifndef CLI_MEASURE_H
#define CLI_MEASURE_H

#include "cli/view_options.h"
#include "core/analysis/cache.h"
#include "core/analysis/measure.h"

/* The network of the options of cli_view_begin. CLI_DONE, or the exit status after reporting. */
int cli_network_read(entente *db, const ent_view_options *options, ent_network **network);

/* Prints what a command's measure means, under its usage. */
void cli_measure_details(const cli_command *command);
/* What a measure means, and the source of its method. */
void cli_measure_explain(const char *meaning, const char *source);

/* Makes `CALL analysis.*` known to a connection, with networks that are kept from call to call. */
entente_status cli_measure_register(entente *db);
/* A part of it: what lists partners and paths. The cache gets owners of its own. */
entente_status cli_network_procedures_register(entente *db, ent_network_cache *cache);

#endif
