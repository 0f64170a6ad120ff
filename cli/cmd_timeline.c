/* entente timeline: what happened, in order of date. */
#include "cli/cells.h"
#include "cli/cite.h"
#include "cli/view_options.h"

#include <stdlib.h>
#include <string.h>

static const char *const columns[] = {"date", "agreement", "title", "status", "parties", "note", "sources"};
enum { PLAIN_COLUMNS = 6, CITED_COLUMNS = 7 };

typedef struct {
    uint32_t agreement;
    const ent_event *event;
} line;

/* By first day; events of one day by agreement and then in its own order, which is that of their addresses. */
static int by_date(const void *a, const void *b)
{
    const line *x = a, *y = b;
    int order = strcmp(x->event->first, y->event->first);
    if (order)
        return order;
    if (x->agreement != y->agreement)
        return x->agreement < y->agreement ? -1 : 1;
    return x->event < y->event ? -1 : x->event > y->event;
}

/* The events that the view shows; *count is set. NULL: no memory. */
static line *collect(ent_arena *arena, const ent_course *course, const ent_view_options *options, uint32_t *count)
{
    const ent_view *view = course->view;
    size_t room = 1;
    for (uint32_t i = 0; i < view->agreement_count; i++)
        room += course->agreements[i].event_count;
    line *lines = ENT_NEW_ARRAY(arena, line, room);
    *count = 0;
    for (uint32_t i = 0; lines && i < view->agreement_count; i++) {
        const ent_agreement_course *a = &course->agreements[i];
        for (uint32_t k = 0; k < a->event_count; k++)
            if (ent_event_counts(&a->events[k], options->as_of, options->certainly))
                lines[(*count)++] = (line){i, &a->events[k]};
    }
    if (lines)
        qsort(lines, *count, sizeof *lines, by_date);
    return lines;
}

static int print(const cli_args *args, const ent_course *course, const ent_view_options *options)
{
    bool cite = cli_flag(args, "cite");
    uint32_t count;
    cli_citations citations;
    line *lines = collect(args->arena, course, options, &count);
    if (!lines)
        return cli_report(NULL);
    if (!cli_citations_init(&citations, args->arena, course))
        return CLI_FAILED;
    cli_table *table = cli_table_open(args, columns, cite ? CITED_COLUMNS : PLAIN_COLUMNS);
    if (!table)
        return CLI_USAGE;
    for (uint32_t i = 0; i < count; i++) {
        const ent_view_agreement *a = &course->view->agreements[lines[i].agreement];
        const ent_event *event = lines[i].event;
        cli_cell_text(table, event->written);
        cli_cell_text(table, a->id);
        cli_cell_text(table, a->title);
        cli_cell_text(table, event->status);
        cli_cell_parties(table, args->arena, course->view, a);
        cli_cell_text(table, event->note);
        cli_citation citation = cli_citation_of(course, lines[i].agreement, event);
        if (cite)
            cli_cell_citations(table, &citations, &citation, 1);
    }
    return cli_table_close_cited(table, &citations);
}

static int run(cli_args *args)
{
    entente *db;
    ent_view *view = NULL;
    ent_course *course;
    ent_view_options options;
    int status = cli_view_begin(args, &options, &db);
    if (status == CLI_DONE)
        status = cli_subject(args, db, args->count > 1 ? args->positional[1] : NULL, &options);
    if (status == CLI_DONE)
        status = cli_view_read(db, &options, &view);
    if (status == CLI_DONE)
        status = cli_course_read(db, view, &course);
    if (status == CLI_DONE)
        status = print(args, course, &options);
    ent_view_close(view);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_timeline = {
    .name = "timeline",
    .arguments = "DB [PARTY|ID]",
    .details =
        "Of all agreements, of those of one party, or of one agreement. Dates are as the records have them: `2015` is\n"
        "some day of that year, `~` approximate, `?` uncertain; they stand in order of the first day that they can "
        "mean.\n"
        "An event without a status left it as it was. With --as-of, events up to that day; --status and --stage ask\n"
        "for the agreements that have it on that day, or last, and show all that happened to them.",
    .min_arguments = 1,
    .max_arguments = 2,
    .options = {cli_view_options, cli_cite_options, cli_format_options},
    .run = run,
};
