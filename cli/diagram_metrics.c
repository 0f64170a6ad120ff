#include "cli/diagram_metrics.h"

#include "render/metrics.h"

#include <math.h>

static void put_count(cli_table *table, const char *name, uint32_t value)
{
    cli_cell_text(table, name);
    cli_cell_int(table, value);
}

/* To a hundredth, as no reader sees more. */
static void put_figure(cli_table *table, const char *name, double value)
{
    cli_cell_text(table, name);
    cli_cell_double(table, round(value * 100) / 100);
}

int cli_metrics_print(const cli_args *args, const layout *places, const page *around)
{
    static const char *const columns[] = {"measure", "value"};
    metrics m;
    if (!metrics_of(places, around->width, around->height, &m))
        return cli_report(NULL);
    cli_table *table = cli_table_open(args, columns, 2);
    if (!table)
        return CLI_USAGE;
    put_count(table, "nodes", places->diagram->node_count);
    put_count(table, "edges", places->diagram->edge_count);
    put_count(table, "texts", m.texts);
    put_count(table, "texts collided", m.collided);
    put_count(table, "texts crossed by an edge", m.crossed);
    put_count(table, "texts that overflow or are clipped", m.overflowing);
    put_count(table, "labels in the key", m.keyed);
    put_count(table, "labels left out", m.left_out);
    put_count(table, "edge crossings", m.edge_crossings);
    put_count(table, "edges through nodes", m.edges_through_nodes);
    put_figure(table, "smallest text at 180 mm, pt", m.min_text_pt);
    put_figure(table, "aspect", m.aspect);
    return cli_table_close(table);
}
