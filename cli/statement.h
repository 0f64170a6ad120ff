/* What the commands that take openCypher share. */
#ifndef CLI_STATEMENT_H
#define CLI_STATEMENT_H

#include "cli/cli.h"

/* Compiles a text after making known the procedures of the program that it may call; tells warnings. *stmt is to be
 * finalized in any case. CLI_DONE, or the exit status after reporting. */
int cli_statement_prepare(entente *db, const char *text, entente_stmt **stmt);

/* Runs it to its end: rows to standard output in the format of --format, what it changed and its profile to standard
 * error. */
int cli_statement_run(const cli_args *args, entente *db, entente_stmt *stmt);

#endif
