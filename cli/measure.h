/* What the commands and the procedures of measures share. */
#ifndef CLI_MEASURE_H
#define CLI_MEASURE_H

#include "cli/view_options.h"
#include "core/analysis/measure.h"

/* Prints what a command's measure means, under its usage. */
void cli_measure_details(const cli_command *command);

/* Makes `CALL analysis.*` known to a connection. */
entente_status cli_measure_register(entente *db);

#endif
