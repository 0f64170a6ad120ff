/* entente partners: how many each party deals with, or with whom one party deals. */
#include "cli/cite.h"
#include "cli/measure.h"
#include "core/analysis/partners.h"

static int print_counts(const cli_args *args, const ent_network *network)
{
    static const char *const columns[] = {"party", "name", "partners", "agreements", "sends_to", "receives_from"};
    const ent_view *view = network->view;
    ent_partner_count *counts;
    if (ent_partner_counts(network, args->arena, &counts) != ENTENTE_OK)
        return cli_report(NULL);
    cli_table *table = cli_table_open(args, columns, 6);
    for (uint32_t i = 0; table && i < view->party_count; i++) {
        cli_cell_text(table, view->parties[counts[i].party].code);
        cli_cell_text(table, view->parties[counts[i].party].name);
        cli_cell_int(table, counts[i].partners);
        cli_cell_int(table, counts[i].agreements);
        cli_cell_int(table, counts[i].sends_to);
        cli_cell_int(table, counts[i].receives_from);
    }
    return table ? cli_table_close(table) : CLI_USAGE;
}

static void year(cli_table *table, int32_t value)
{
    if (value)
        cli_cell_int(table, value);
    else
        cli_cell_null(table);
}

/* The sources of the statuses of all agreements that tie two parties. */
static void cell_sources(cli_table *table, cli_citations *citations, const ent_partner *partner,
                         const ent_view_options *options)
{
    cli_citation *of = ENT_NEW_ARRAY(citations->arena, cli_citation, (size_t)partner->agreement_count + 1);
    for (uint32_t i = 0; of && i < partner->agreement_count; i++)
        of[i] = cli_citation_of_status(citations->course, partner->agreements[i], options);
    cli_cell_citations(table, citations, of, of ? partner->agreement_count : 0);
}

static int print_partners(const cli_args *args, const ent_network *network, const ent_course *course,
                          const ent_view_options *options)
{
    static const char *const columns[] = {"party",    "name",  "agreements", "kinds",
                                          "statuses", "first", "last",       "sources"};
    const ent_view *view = network->view;
    uint32_t party = ent_view_party_find(view, options->of), count = 0;
    ent_partner *partners = NULL;
    cli_citations citations;
    if (party != UINT32_MAX && ent_partners_of(network, party, args->arena, &partners, &count) != ENTENTE_OK)
        return cli_report(NULL);
    if (course && !cli_citations_init(&citations, args->arena, course))
        return CLI_FAILED;
    cli_table *table = cli_table_open(args, columns, course ? 8 : 7);
    for (uint32_t i = 0; table && i < count; i++) {
        const ent_partner *p = &partners[i];
        cli_cell_text(table, view->parties[p->party].code);
        cli_cell_text(table, view->parties[p->party].name);
        cli_cell_int(table, p->deals);
        cli_cell_list(table, p->kinds, p->kind_count);
        cli_cell_list(table, p->statuses, p->status_count);
        year(table, p->first_year);
        year(table, p->last_year);
        if (course)
            cell_sources(table, &citations, p, options);
    }
    if (!table)
        return CLI_USAGE;
    return course ? cli_table_close_cited(table, &citations) : cli_table_close(table);
}

static int run(cli_args *args)
{
    entente *db;
    ent_network *network = NULL;
    ent_course *course = NULL;
    ent_view_options options;
    bool of_one = args->count > 1, cite = cli_flag(args, "cite");
    if (cite && !of_one)
        return cli_usage(args, "`--cite` gives the sources of one party's agreements, and no party is named");
    int status = cli_view_begin(args, &options, &db);
    options.years = of_one;
    options.detail = of_one ? ENT_VIEW_TERSE : ENT_VIEW_NETWORK;
    if (status == CLI_DONE && of_one && !(options.of = cli_party(args, db, args->positional[1])))
        status = CLI_FAILED;
    if (status == CLI_DONE)
        status = cli_network_read(db, &options, &network);
    if (status == CLI_DONE && cite)
        status = cli_course_read(db, network->view, &course);
    if (status == CLI_DONE)
        status = of_one ? print_partners(args, network, course, &options) : print_counts(args, network);
    ent_network_free(network);
    cli_close(db);
    return status;
}

static void describe(const cli_command *command)
{
    (void)command;
    cli_measure_explain(ent_partners_meaning, ent_partners_source);
}

static const cli_option count_options[] = {
    {"count-amendments", 0, NULL, "count also what amends, implements or supplements an agreement that is counted",
     false},
    CLI_OPTIONS_END,
};

const cli_command cli_cmd_partners = {
    .name = "partners",
    .arguments = "DB [PARTY]",
    .details =
        "Without PARTY a row a party: its distinct partners, its agreements, to how many it sends people and from how\n"
        "many it receives them. With PARTY a row a partner: kinds and statuses of what ties the two, and the years of\n"
        "the first and last event.\n"
        "A protocol that amends, implements or supplements an agreement is counted as one with it, wherever that is\n"
        "counted too. With --stage active, what another agreement in force replaces is not counted.",
    .describe = describe,
    .min_arguments = 1,
    .max_arguments = 2,
    .options = {count_options, cli_view_options, cli_cite_options, cli_format_options},
    .run = run,
};
