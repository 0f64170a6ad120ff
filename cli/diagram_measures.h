/* What sizes and fills of a picture's parties show, where a call asks for more than partners and shapes. */
#ifndef CLI_DIAGRAM_MEASURES_H
#define CLI_DIAGRAM_MEASURES_H

#include "cli/cli.h"
#include "core/model/view.h"
#include "render/diagram.h"

typedef struct {
    const char *size; /* a measure of `entente rank`; NULL: partners in the picture */
    const char *fill; /* "region" or "community"; NULL: by shape */
} cli_measures;

/* --size and --fill. CLI_DONE, or the exit status after reporting. */
int cli_measures_read(const cli_args *args, cli_measures *out);

/* Sets sizes and groups of the diagram's parties, by the whole view of these options. CLI_DONE, or the exit status
 * after reporting. */
int cli_measures_set(entente *db, const cli_measures *wanted, const ent_view_options *options, diagram *diagram);

#endif
