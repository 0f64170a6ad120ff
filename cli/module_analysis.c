/* The commands and procedures that need igraph. */
#include "cli/measure.h"
#include "cli/module.h"

extern const cli_command cli_cmd_partners, cli_cmd_paths, cli_cmd_rank, cli_cmd_communities, cli_cmd_components,
    cli_cmd_reach, cli_cmd_cut_points, cli_cmd_cliques, cli_cmd_triads, cli_cmd_similar, cli_cmd_series;

extern const cli_command *const cli_module_analysis[];
const cli_command *const cli_module_analysis[] = {
    &cli_cmd_partners,   &cli_cmd_paths,   &cli_cmd_rank,   &cli_cmd_communities, &cli_cmd_components, &cli_cmd_reach,
    &cli_cmd_cut_points, &cli_cmd_cliques, &cli_cmd_triads, &cli_cmd_similar,     &cli_cmd_series,     NULL,
};

entente_status cli_module_procedures(entente *db)
{
    return cli_measure_register(db);
}
