/* The view options of a call as what core/model/view.h reads, and party arguments. */
#ifndef CLI_VIEW_OPTIONS_H
#define CLI_VIEW_OPTIONS_H

#include "cli/cli.h"
#include "core/model/view.h"

/* CLI_DONE, or the exit status after reporting. */
int cli_view_options_read(const cli_args *args, entente *db, ent_view_options *out);

/* Opens the database and the view of a call in one. *db and *view are to be closed in any case; *options is filled. */
int cli_view_open(const cli_args *args, bool years, ent_view_options *options, entente **db, ent_view **view);

/* The code of the party that a person means by text: a code that the database has, or what the gazetteer knows. NULL
 * after reporting: unknown, ambiguous, or (the database has no such party) absent. */
const char *cli_party(const cli_args *args, entente *db, const char *text);

/* A calendar date YYYY-MM-DD; reports what is wrong with it. */
bool cli_check_date(const char *option, const char *text);

#endif
