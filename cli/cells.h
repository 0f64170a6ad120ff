/* Cells that several commands print alike. */
#ifndef CLI_CELLS_H
#define CLI_CELLS_H

#include "cli/cli.h"
#include "core/model/view.h"

/* The codes of an agreement's parties, each once. */
void cli_cell_parties(cli_table *table, ent_arena *arena, const ent_view *view, const ent_view_agreement *a);

#endif
