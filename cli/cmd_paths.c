/* entente paths: how two parties are connected. */
#include "cli/measure.h"
#include "core/analysis/paths.h"

static const cli_option options[] = {
    {"all", 0, NULL, "every shortest path, not one", false},
    {"shortest", 'k', "N", "the N shortest paths that pass no party twice", false},
    {"max-length", 0, "N", "only paths of at most N steps", false},
    {"directed", 0, NULL, "from sender to receiver; an undirected tie goes both ways", false},
    {"weighted", 0, NULL, "more agreements are closer: a step on N of them is 1/N long", false},
    {"count-amendments", 0, NULL,
     "with --weighted: count also what amends, implements or supplements an agreement that is counted", false},
    CLI_OPTIONS_END,
};

static int read_request(const cli_args *args, ent_paths_request *out)
{
    int64_t k = 0, max_length = 0;
    if (!cli_number(args, "shortest", 1, 1000000, &k) || !cli_number(args, "max-length", 1, 1000000, &max_length))
        return CLI_USAGE;
    if (cli_flag(args, "all") && k)
        return cli_usage(args, "`--all` and `-k` ask for different things: one of the two, please");
    bool weighted = cli_flag(args, "weighted");
    if (weighted && max_length)
        return cli_usage(args,
                         "`--max-length` counts steps, and with `--weighted` a short path may have many: one of the "
                         "two, please");
    if (cli_flag(args, "count-amendments") && !weighted)
        return cli_usage(args, "`--count-amendments` says what `--weighted` counts, and that is not given");
    *out = (ent_paths_request){
        .wanted = cli_flag(args, "all") ? ENT_PATHS_ALL_SHORTEST
                  : k                   ? ENT_PATHS_K_SHORTEST
                                        : ENT_PATHS_ONE,
        .k = (uint32_t)k,
        .max_length = (uint32_t)max_length,
        .directed = cli_flag(args, "directed"),
        .weighted = weighted,
    };
    return CLI_DONE;
}

/* The cells of one path; false when memory is out. */
static bool print_path(const cli_args *args, cli_table *table, const ent_network *network,
                       const ent_paths_request *request, const ent_path *path, uint32_t number)
{
    const ent_view *view = network->view;
    uint32_t length = path->length;
    const char **codes = ENT_NEW_ARRAY(args->arena, const char *, (size_t)length + 1);
    const char ***steps = ENT_NEW_ARRAY(args->arena, const char **, (size_t)length + 1);
    uint32_t *counts = ENT_NEW_ARRAY(args->arena, uint32_t, (size_t)length + 1);
    if (!codes || !steps || !counts)
        return false;
    for (uint32_t i = 0; i <= length; i++)
        codes[i] = view->parties[path->parties[i]].code;
    for (uint32_t i = 0; i < length; i++) {
        const uint32_t *ids = ent_network_agreements(network, ent_paths_kind(request), path->parties[i],
                                                     path->parties[i + 1], args->arena, &counts[i]);
        steps[i] = ENT_NEW_ARRAY(args->arena, const char *, (size_t)counts[i] + 1);
        if (!ids || !steps[i])
            return false;
        for (uint32_t k = 0; k < counts[i]; k++)
            steps[i][k] = view->agreements[ids[k]].id;
    }
    cli_cell_int(table, number);
    cli_cell_int(table, length);
    if (request->weighted)
        cli_cell_double(table, ent_score(path->distance));
    cli_cell_list(table, codes, length + 1);
    cli_cell_lists(table, (const char *const *const *)steps, counts, length);
    return true;
}

static int print(const cli_args *args, const ent_network *network, const ent_paths_request *request,
                 const ent_path *paths, uint32_t count)
{
    static const char *const plain[] = {"path", "length", "parties", "agreements"};
    static const char *const weighted[] = {"path", "length", "distance", "parties", "agreements"};
    cli_table *table = request->weighted ? cli_table_open(args, weighted, 5) : cli_table_open(args, plain, 4);
    if (!table)
        return CLI_USAGE;
    bool memory = true;
    for (uint32_t i = 0; memory && i < count; i++)
        memory = print_path(args, table, network, request, &paths[i], i + 1);
    int status = cli_table_close(table);
    return memory ? status : cli_report(NULL);
}

static int find(const cli_args *args, entente *db, ent_network *network, const ent_paths_request *request)
{
    const char *from = cli_party(args, db, args->positional[1]);
    const char *to = from ? cli_party(args, db, args->positional[2]) : NULL;
    if (!to)
        return CLI_FAILED;
    uint32_t start = ent_view_party_find(network->view, from), end = ent_view_party_find(network->view, to), count = 0;
    ent_path *paths = NULL;
    entente_status status = ENTENTE_OK;
    if (start != UINT32_MAX && end != UINT32_MAX)
        status = ent_paths(network, request, start, end, args->arena, &paths, &count);
    int result = status == ENTENTE_OK ? print(args, network, request, paths, count) : cli_measure_report(status);
    if (status == ENTENTE_OK && count == 0)
        cli_note("no path leads from %s to %s in this view", from, to);
    return result;
}

static int run(cli_args *args)
{
    ent_paths_request request;
    int status = read_request(args, &request);
    if (status != CLI_DONE)
        return status;
    entente *db;
    ent_network *network = NULL;
    ent_view_options view;
    status = cli_view_begin(args, &view, &db);
    view.detail = ENT_VIEW_TERSE;
    if (status == CLI_DONE)
        status = cli_network_read(db, &view, &network);
    if (status == CLI_DONE)
        status = find(args, db, network, &request);
    ent_network_free(network);
    cli_close(db);
    return status;
}

static void describe(const cli_command *command)
{
    (void)command;
    cli_measure_explain(ent_paths_meaning, ent_paths_source);
}

const cli_command cli_cmd_paths = {
    .name = "paths",
    .arguments = "DB FROM TO",
    .details = "One shortest path over the party network, of several the first by codes. For each step the agreements "
               "that make\n"
               "it are listed: separated by `;`, the steps by `|`.",
    .describe = describe,
    .min_arguments = 3,
    .max_arguments = 3,
    .options = {options, cli_view_options, cli_format_options},
    .run = run,
};
