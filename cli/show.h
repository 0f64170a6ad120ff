/* The two pages of `entente show`: CLI_DONE, or the exit status after reporting. Sources are listed by the caller. */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli/page.h"

/* *found: whether there is such an agreement; nothing is printed otherwise. */
int cli_show_agreement(cli_page *page, const char *id, bool *found);
int cli_show_party(cli_page *page, const char *code);

#endif
