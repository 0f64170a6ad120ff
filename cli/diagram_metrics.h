/* The table of `entente diagram --metrics`. */
#ifndef CLI_DIAGRAM_METRICS_H
#define CLI_DIAGRAM_METRICS_H

#include "cli/cli.h"
#include "render/page.h"

/* How readable a picture on its page is, on standard output. */
int cli_metrics_print(const cli_args *args, const layout *places, const page *around);

#endif
