/* A house style for diagrams: a theme from a JSON file, based on one of ours. docs/themes.md says what it holds. */
#ifndef CLI_THEME_FILE_H
#define CLI_THEME_FILE_H

#include "cli/cli.h"
#include "render/theme.h"

/* What --theme asks for: the name of a theme, or a file. In the arena of the call; without the option, light. NULL
 * after reporting all that is wrong, *status is then the exit status. */
const theme *cli_theme(const cli_args *args, int *status);

#endif
