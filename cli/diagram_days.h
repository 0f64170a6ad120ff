/* The days of small multiples, as a call asks for them. */
#ifndef CLI_DIAGRAM_DAYS_H
#define CLI_DIAGRAM_DAYS_H

#include "cli/cli.h"

/* `--each-year 2015..2025` (their last days), or several `--as-of`: ascending, each once. *count 0: neither was given,
 * or one `--as-of` alone. CLI_DONE, or the exit status after reporting. */
int cli_days_read(const cli_args *args, const char *const **days, uint32_t *count);

#endif
