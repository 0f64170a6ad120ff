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
/* The same with all that the call does not say itself: years, all_days and detail of needs. */
int cli_view_open_for(const cli_args *args, const ent_view_options *needs, ent_view_options *options, entente **db,
                      ent_view **view);

/* The code of the party that a person means by text: a code that the database has, or what the gazetteer knows. NULL
 * after reporting: unknown, ambiguous, or (the database has no such party) absent. */
const char *cli_party(const cli_args *args, entente *db, const char *text);

/* What an argument PARTY|ID means: an agreement with that id, else a party; neither without an argument. */
typedef struct {
    const char *agreement, *party;
} cli_subject_of;

/* CLI_DONE, or the exit status after reporting. text NULL: not given. */
int cli_subject(const cli_args *args, entente *db, const char *text, cli_subject_of *out);
/* Whether an agreement of the view is the one, or one of the party's; any is when nothing was given. */
bool cli_subject_has(const cli_subject_of *subject, const ent_view *view, const ent_view_agreement *a);

/* The course of a view that cli_view_open opened: CLI_DONE, or the exit status after reporting. */
int cli_course_read(entente *db, ent_view *view, ent_course **out);

/* A calendar date YYYY-MM-DD; reports what is wrong with it. */
bool cli_check_date(const char *option, const char *text);

#endif
