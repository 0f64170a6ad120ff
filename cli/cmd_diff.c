/* entente diff: what changed between two days. */
#include "cli/cells.h"
#include "cli/cite.h"
#include "cli/view_options.h"
#include "core/model/changes.h"

#include <string.h>

static const char *const columns[] = {"agreement", "title", "parties", "from_status",
                                      "to_status", "date",  "note",    "sources"};
enum { PLAIN_COLUMNS = 6, CITED_COLUMNS = 8 };

/* The view options without --as-of: the two dates take its place. */
static const cli_option options[] = {
    {"from", 0, "DATE", "the first day (2025-01-01)", false},
    {"to", 0, "DATE", "the second day", false},
    {"certainly", 0, NULL, "count an imprecise date only from the last day that it can mean", false},
    {"kind", 0, "KIND", "agreements of this kind, main or further (repeatable)", true},
    {"status", 0, "STATUS", "changes from or to this status (repeatable)", true},
    {"stage", 0, "STAGE", "changes from or to emerging, agreed, active, contested or ended (repeatable)", true},
    {"party", 0, "PARTY", "agreements that this party has part in (repeatable: any of them)", true},
    CLI_OPTIONS_END,
};

static int print(const cli_args *args, const ent_course *course, const ent_change *changes, uint32_t count)
{
    bool cite = cli_flag(args, "cite");
    cli_citations citations;
    if (!cli_citations_init(&citations, args->arena, course))
        return CLI_FAILED;
    cli_table *table = cli_table_open(args, columns, cite ? CITED_COLUMNS : PLAIN_COLUMNS);
    if (!table)
        return CLI_USAGE;
    for (uint32_t i = 0; i < count; i++) {
        const ent_view_agreement *a = &course->view->agreements[changes[i].agreement];
        const ent_event *event = changes[i].event;
        cli_cell_text(table, a->id);
        cli_cell_text(table, a->title);
        cli_cell_parties(table, args->arena, course->view, a);
        cli_cell_text(table, changes[i].from_status);
        cli_cell_text(table, event->status);
        cli_cell_text(table, event->written);
        if (!cite)
            continue;
        cli_citation citation = cli_citation_of(course, changes[i].agreement, event);
        cli_cell_text(table, event->note);
        cli_cell_citations(table, &citations, &citation, 1);
    }
    return cli_table_close_cited(table, &citations);
}

/* Reads the changes of the agreements that pass the filters of kind and party. */
static int compare(const cli_args *args, entente *db, const char *from, const char *to, ent_view **view)
{
    ent_view_options filters;
    if (entente_begin(db, false) != ENTENTE_OK)
        return cli_report(db);
    int status = cli_view_filters_read(args, db, &filters);
    if (status != CLI_DONE)
        return status;
    ent_view_options all = filters;
    all.certainly = false;
    all.status_count = all.stage_count = 0;
    entente_status opened = ent_view_open(db, &all, view);
    ent_course *course;
    ent_change *changes;
    uint32_t count;
    if (opened == ENTENTE_OK)
        opened = ent_course_read(db, *view, &course);
    if (opened == ENTENTE_OK)
        opened = ent_changes(*view, course, from, to, &filters, &changes, &count);
    if (opened != ENTENTE_OK)
        return cli_report(opened == ENTENTE_NOMEM ? NULL : db);
    return print(args, course, changes, count);
}

static int run(cli_args *args)
{
    const char *from = cli_value(args, "from"), *to = cli_value(args, "to");
    if (!from || !to)
        return cli_usage(args, "`--%s DATE` is missing: expected the two days to compare", from ? "to" : "from");
    if (!cli_check_date("from", from) || !cli_check_date("to", to))
        return CLI_USAGE;
    if (strcmp(from, to) > 0)
        return cli_usage(args, "`--from %s` is later than `--to %s`", from, to);
    int status;
    entente *db = cli_open(args->positional[0], ENTENTE_READ, &status);
    if (!db)
        return status;
    ent_view *view = NULL;
    status = compare(args, db, from, to, &view);
    ent_view_close(view);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_diff = {
    .name = "diff",
    .arguments = "DB --from DATE --to DATE",
    .details =
        "A row an agreement whose status on the two days differs, in order of the day on which the second status "
        "began.\n"
        "Without a `from_status` it appeared between the two. What changed and changed back is no difference:\n"
        "`entente timeline` shows every step.",
    .min_arguments = 1,
    .max_arguments = 1,
    .options = {options, cli_cite_options, cli_format_options},
    .run = run,
};
