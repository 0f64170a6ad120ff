/* entente agreements: a row an agreement of the view. */
#include "cli/cells.h"
#include "cli/cite.h"
#include "cli/view_options.h"

static const char *const columns[] = {"id", "title", "kind", "status", "stage", "since", "until", "parties", "sources"};
enum { PLAIN_COLUMNS = 8, CITED_COLUMNS = 9 };

static int print(const cli_args *args, const ent_view *view, const ent_course *course, const ent_view_options *options)
{
    cli_citations citations;
    if (course && !cli_citations_init(&citations, args->arena, course))
        return CLI_FAILED;
    cli_table *table = cli_table_open(args, columns, course ? CITED_COLUMNS : PLAIN_COLUMNS);
    if (!table)
        return CLI_USAGE;
    for (uint32_t i = 0; i < view->agreement_count; i++) {
        const ent_view_agreement *a = &view->agreements[i];
        cli_cell_text(table, a->id);
        cli_cell_text(table, a->title);
        cli_cell_text(table, a->kind);
        cli_cell_text(table, a->status);
        cli_cell_text(table, a->stage);
        cli_cell_text(table, a->since);
        cli_cell_text(table, a->until);
        cli_cell_parties(table, args->arena, view, a);
        if (course) {
            cli_citation citation = cli_citation_of_status(course, i, options);
            cli_cell_citations(table, &citations, &citation, 1);
        }
    }
    return course ? cli_table_close_cited(table, &citations) : cli_table_close(table);
}

static int run(cli_args *args)
{
    entente *db;
    ent_view *view = NULL;
    ent_course *course = NULL;
    ent_view_options options;
    int status = cli_view_begin(args, &options, &db);
    if (status == CLI_DONE && args->count > 1 && !(options.of = cli_party(args, db, args->positional[1])))
        status = CLI_FAILED;
    if (status == CLI_DONE)
        status = cli_view_read(db, &options, &view);
    if (status == CLI_DONE && cli_flag(args, "cite"))
        status = cli_course_read(db, view, &course);
    if (status == CLI_DONE)
        status = print(args, view, course, &options);
    ent_view_close(view);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_agreements = {
    .name = "agreements",
    .arguments = "DB [PARTY]",
    .details = "Sorted by id. With --as-of, an agreement that had no status yet is absent. With --cite, the sources of "
               "its status.",
    .min_arguments = 1,
    .max_arguments = 2,
    .options = {cli_view_options, cli_cite_options, cli_format_options},
    .run = run,
};
