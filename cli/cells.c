#include "cli/cells.h"

void cli_cell_parties(cli_table *table, ent_arena *arena, const ent_view *view, const ent_view_agreement *a)
{
    const char **codes = ENT_NEW_ARRAY(arena, const char *, a->role_count + 1);
    uint32_t count = 0;
    for (uint32_t k = 0; codes && k < a->role_count; k++) /* one that left and came back is there twice */
        if (k == 0 || a->roles[k].party != a->roles[k - 1].party)
            codes[count++] = view->parties[a->roles[k].party].code;
    if (codes)
        cli_cell_list(table, codes, count);
    else
        cli_cell_json(table, NULL, "");
}
