/* Text for a page: broken at blanks where a terminal ends, in one line everywhere else. */
#ifndef CLI_WRAP_H
#define CLI_WRAP_H

#include "cli/cli.h"

/* Columns of the terminal on standard output; 0: it is none, or too narrow to fit anything to it. */
uint32_t cli_terminal_width(void);

/* Prints a line: the text after `first`, further lines after `indent` blanks. */
void cli_wrap(const char *first, const char *text, uint32_t indent);

#endif
