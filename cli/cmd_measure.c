/* The commands that print a measure of core/analysis/measure.h: all alike but for their arguments. */
#include "cli/measure.h"

#include <stdio.h>
#include <string.h>

/* ---- rows to a table ---- */

typedef struct {
    ent_sink sink;
    cli_table *table;
} table_sink;

static cli_table *table_of(ent_sink *sink)
{
    return ((table_sink *)sink)->table;
}

static void put_null(ent_sink *sink)
{
    cli_cell_null(table_of(sink));
}

static void put_text(ent_sink *sink, const char *value)
{
    cli_cell_text(table_of(sink), value);
}

static void put_integer(ent_sink *sink, int64_t value)
{
    cli_cell_int(table_of(sink), value);
}

static void put_real(ent_sink *sink, double value)
{
    cli_cell_double(table_of(sink), value);
}

static void put_list(ent_sink *sink, const char *const *items, uint32_t count)
{
    cli_cell_list(table_of(sink), items, count);
}

/* ---- the commands ---- */

static bool stop(void *user)
{
    (void)user;
    return cli_interrupted();
}

int cli_network_read(entente *db, const ent_view_options *options, ent_network **network)
{
    ent_view *view;
    int status = cli_view_read(db, options, &view);
    if (status != CLI_DONE)
        return status;
    if (ent_network_new(view, network) != ENTENTE_OK)
        return cli_report(NULL);
    (*network)->stop = stop;
    return CLI_DONE;
}

int cli_measure_report(entente_status status)
{
    if (status != ENTENTE_INTERRUPTED)
        return cli_report(NULL);
    cli_note("interrupted");
    return CLI_INTERRUPTED;
}

static int print(const cli_args *args, const ent_measure *measure, ent_measure_call *call)
{
    const char **columns = ENT_NEW_ARRAY(args->arena, const char *, measure->column_count);
    if (!columns)
        return cli_report(NULL);
    for (uint32_t i = 0; i < measure->column_count; i++)
        columns[i] = measure->columns[i].name;
    table_sink sink = {
        .sink = {put_null, put_text, put_integer, put_real, put_list},
        .table = cli_table_open(args, columns, measure->column_count),
    };
    if (!sink.table)
        return CLI_USAGE;
    entente_status status = measure->run(call, &sink.sink);
    if (status != ENTENTE_OK) {
        cli_table_discard(sink.table);
        if (status == ENTENTE_ARGUMENT) {
            cli_error("%s", call->problem[0] ? call->problem : "the measure is not defined on this network");
            return CLI_FAILED;
        }
        return cli_measure_report(status);
    }
    int result = cli_table_close(sink.table);
    if (call->summary[0])
        cli_note("%s", call->summary);
    return result;
}

static int count_choices(const ent_measure *measure)
{
    int count = 0;
    while (measure->choices[count])
        count++;
    return count;
}

/* --by, --method or --direction: whatever the command calls its choice. */
static int read_choice(const cli_args *args, const ent_measure *measure, ent_measure_call *call)
{
    static const char *const names[] = {"by", "method", "direction"};
    for (int i = 0; measure->choices && i < 3; i++) {
        const char *given = cli_value(args, names[i]);
        if (!given)
            continue;
        int choice = cli_choice(i ? names[i] : "measure", given, measure->choices, count_choices(measure));
        if (choice < 0)
            return CLI_USAGE;
        call->by = measure->choices[choice];
    }
    return CLI_DONE;
}

static int run(cli_args *args)
{
    const ent_measure *measure = ent_measure_find(args->command->name);
    ent_measure_call call = {0};
    int64_t seed = ENT_DEFAULT_SEED;
    int status = read_choice(args, measure, &call);
    if (status != CLI_DONE)
        return status;
    if (!cli_number(args, "seed", 0, INT64_MAX, &seed) || !cli_number(args, "steps", 1, 1000000, &call.limit) ||
        !cli_number(args, "least", 1, 1000000, &call.limit))
        return CLI_USAGE;
    call.seed = (uint64_t)seed;
    ent_view_options options;
    entente *db;
    status = cli_view_begin(args, &options, &db);
    options.detail = measure->detail;
    options.years = options.all_days = measure->over_years;
    call.options = &options;
    call.arena = args->arena;
    if (status == CLI_DONE && measure->takes_party && !(call.party = cli_party(args, db, args->positional[1])))
        status = CLI_FAILED;
    if (status == CLI_DONE)
        status = cli_network_read(db, &options, &call.network);
    if (status == CLI_DONE)
        status = print(args, measure, &call);
    ent_network_free(call.network);
    cli_close(db);
    return status;
}

void cli_measure_explain(const char *meaning, const char *source)
{
    printf("\n%s\n\nSource: %s.\n", meaning, source);
}

void cli_measure_details(const cli_command *command)
{
    const ent_measure *measure = ent_measure_find(command->name);
    if (measure)
        cli_measure_explain(measure->meaning, measure->source);
}

static const cli_option rank_options[] = {
    {"by", 0, "MEASURE", "partners, agreements, sends_to, receives_from, betweenness, closeness, ...; see above",
     false},
    CLI_OPTIONS_END,
};
static const cli_option community_options[] = {
    {"method", 0, "METHOD", "leiden, louvain or infomap", false},
    {"seed", 0, "N", "the same seed gives the same groups; 1 where none is given", false},
    CLI_OPTIONS_END,
};
static const cli_option reach_options[] = {
    {"direction", 0, "WAY", "any, out (sender to receiver) or in", false},
    {"steps", 0, "N", "only within N steps", false},
    CLI_OPTIONS_END,
};
static const cli_option clique_options[] = {
    {"least", 0, "N", "groups of at least N parties; 3 where none is given", false},
    CLI_OPTIONS_END,
};

#define MEASURE_COMMAND(symbol, word, takes, count, own)        \
    const cli_command cli_cmd_##symbol = {                      \
        .name = word,                                           \
        .arguments = takes,                                     \
        .describe = cli_measure_details,                        \
        .min_arguments = count,                                 \
        .max_arguments = count,                                 \
        .options = {cli_view_options, cli_format_options, own}, \
        .run = run,                                             \
    }

MEASURE_COMMAND(rank, "rank", "DB", 1, rank_options);
MEASURE_COMMAND(communities, "communities", "DB", 1, community_options);
MEASURE_COMMAND(components, "components", "DB", 1, NULL);
MEASURE_COMMAND(cut_points, "cut-points", "DB", 1, NULL);
MEASURE_COMMAND(cliques, "cliques", "DB", 1, clique_options);
MEASURE_COMMAND(triads, "triads", "DB", 1, NULL);
MEASURE_COMMAND(series, "series", "DB", 1, NULL);
MEASURE_COMMAND(reach, "reach", "DB PARTY", 2, reach_options);
MEASURE_COMMAND(similar, "similar", "DB PARTY", 2, NULL);
