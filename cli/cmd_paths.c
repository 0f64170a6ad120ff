/* entente paths: how two parties are connected. */
#include "cli/view_options.h"
#include "core/analysis/paths.h"

static const cli_option options[] = {
    {"all", 0, NULL, "every shortest path, not one", false},
    {"shortest", 'k', "N", "the N shortest paths that pass no party twice", false},
    {"max-length", 0, "N", "only paths of at most N steps", false},
    {"directed", 0, NULL, "from sender to receiver; an undirected tie goes both ways", false},
    CLI_OPTIONS_END,
};

typedef struct {
    ent_paths_wanted wanted;
    int64_t k, max_length;
    bool directed;
} request;

static int read_request(const cli_args *args, request *out)
{
    *out = (request){.directed = cli_flag(args, "directed")};
    if (!cli_number(args, "shortest", 1, 1000000, &out->k) ||
        !cli_number(args, "max-length", 1, 1000000, &out->max_length))
        return CLI_USAGE;
    if (cli_flag(args, "all") && out->k)
        return cli_usage(args, "`--all` and `-k` ask for different things: one of the two, please");
    out->wanted = cli_flag(args, "all") ? ENT_PATHS_ALL_SHORTEST : out->k ? ENT_PATHS_K_SHORTEST : ENT_PATHS_ONE;
    return CLI_DONE;
}

/* The cells of one path; false when memory is out. */
static bool print_path(const cli_args *args, cli_table *table, const ent_network *network, const ent_path *path,
                       uint32_t number)
{
    const ent_view *view = network->view;
    uint32_t length = path->length;
    const char **codes = ENT_NEW_ARRAY(args->arena, const char *, length + 1);
    const char ***steps = ENT_NEW_ARRAY(args->arena, const char **, length + 1);
    uint32_t *counts = ENT_NEW_ARRAY(args->arena, uint32_t, length + 1);
    if (!codes || !steps || !counts)
        return false;
    for (uint32_t i = 0; i <= length; i++)
        codes[i] = view->parties[path->parties[i]].code;
    for (uint32_t i = 0; i < length; i++) {
        const uint32_t *ids = ent_network_agreements(network, path->parties[i], path->parties[i + 1], &counts[i]);
        steps[i] = ENT_NEW_ARRAY(args->arena, const char *, counts[i] + 1);
        if (!ids || !steps[i])
            return false;
        for (uint32_t k = 0; k < counts[i]; k++)
            steps[i][k] = view->agreements[ids[k]].id;
    }
    cli_cell_int(table, number);
    cli_cell_int(table, length);
    cli_cell_list(table, codes, length + 1);
    cli_cell_lists(table, (const char *const *const *)steps, counts, length);
    return true;
}

static int print(const cli_args *args, const ent_network *network, const ent_path *paths, uint32_t count)
{
    static const char *const columns[] = {"path", "length", "parties", "agreements"};
    cli_table *table = cli_table_open(args, columns, 4);
    if (!table)
        return CLI_USAGE;
    bool memory = true;
    for (uint32_t i = 0; memory && i < count; i++)
        memory = print_path(args, table, network, &paths[i], i + 1);
    int status = cli_table_close(table);
    return memory ? status : cli_report(NULL);
}

static int find(const cli_args *args, entente *db, ent_view *view, const request *wanted)
{
    const char *from = cli_party(args, db, args->positional[1]);
    const char *to = from ? cli_party(args, db, args->positional[2]) : NULL;
    if (!to)
        return CLI_FAILED;
    ent_network *network;
    entente_status status =
        ent_network_new(view, wanted->directed ? ENT_NETWORK_DIRECTED : ENT_NETWORK_UNDIRECTED, &network);
    if (status != ENTENTE_OK)
        return cli_report(NULL);
    uint32_t start = ent_view_party_find(view, from), end = ent_view_party_find(view, to), count = 0;
    ent_path *paths = NULL;
    if (start != UINT32_MAX && end != UINT32_MAX)
        status = ent_paths(view, network, start, end, wanted->wanted, (uint32_t)wanted->k, (uint32_t)wanted->max_length,
                           &paths, &count);
    int result = status == ENTENTE_OK ? print(args, network, paths, count) : cli_report(NULL);
    if (status == ENTENTE_OK && count == 0)
        cli_note("no path leads from %s to %s in this view", from, to);
    ent_network_free(network);
    return result;
}

static int run(cli_args *args)
{
    request wanted;
    int status = read_request(args, &wanted);
    if (status != CLI_DONE)
        return status;
    entente *db;
    ent_view *view;
    ent_view_options chosen;
    status = cli_view_open(args, false, &chosen, &db, &view);
    if (status == CLI_DONE)
        status = find(args, db, view, &wanted);
    ent_view_close(view);
    cli_close(db);
    return status;
}

const cli_command cli_cmd_paths = {
    .name = "paths",
    .arguments = "DB FROM TO",
    .details = "One shortest path over the party network, of several the first by codes. For each step the agreements "
               "that make\n"
               "it are listed: separated by `;`, the steps by `|`.",
    .min_arguments = 3,
    .max_arguments = 3,
    .options = {options, cli_view_options, cli_format_options},
    .run = run,
};
