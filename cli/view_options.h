/* The view options of a call as what core/model/view.h reads, and arguments that name parties or agreements. */
#ifndef CLI_VIEW_OPTIONS_H
#define CLI_VIEW_OPTIONS_H

#include "cli/cli.h"
#include "core/model/course.h"

/* CLI_DONE, or the exit status after reporting. */
int cli_view_options_read(const cli_args *args, entente *db, ent_view_options *out);
/* The same without a date, for commands that have dates of their own; `certainly` is read. */
int cli_view_filters_read(const cli_args *args, entente *db, ent_view_options *out);

/* Opens the database and the view of a call in one. *db and *view are to be closed in any case; *options is filled. The
 * reading transaction stays open: what is read after the view is of the same snapshot. */
int cli_view_open(const cli_args *args, bool years, ent_view_options *options, entente **db, ent_view **view);
/* The same in two steps, for calls that have more to say of the view than its options: who its party is, how much of it
 * they need. */
int cli_view_begin(const cli_args *args, ent_view_options *options, entente **db);
int cli_view_read(entente *db, const ent_view_options *options, ent_view **view);

/* The code of the party that a person means by text: a code that the database has, or what the gazetteer knows. NULL
 * after reporting: unknown, ambiguous, or (the database has no such party) absent. */
const char *cli_party(const cli_args *args, entente *db, const char *text);

/* What an argument PARTY|ID means, as `only` or `of` of the options: an agreement with that id, else a party. CLI_DONE,
 * or the exit status after reporting. text NULL: not given. */
int cli_subject(const cli_args *args, entente *db, const char *text, ent_view_options *options);

/* The course of a view that cli_view_open opened: CLI_DONE, or the exit status after reporting. */
int cli_course_read(entente *db, ent_view *view, ent_course **out);

/* A calendar date YYYY-MM-DD; reports what is wrong with it. */
bool cli_check_date(const char *option, const char *text);

#endif
