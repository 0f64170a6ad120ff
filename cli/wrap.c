#include "cli/wrap.h"

#include "cli/plain.h"
#include "core/text/text.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { NARROWEST_TERMINAL = 20 };

uint32_t cli_terminal_width(void)
{
    struct winsize size;
    bool known = cli_is_terminal(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    return known && size.ws_col >= NARROWEST_TERMINAL ? size.ws_col : 0;
}

void cli_wrap(const char *first, const char *text, uint32_t indent)
{
    uint32_t width = cli_terminal_width(), at = ent_text_columns(ent_str_of(first));
    fputs(first, stdout);
    for (bool begun = false; *text;) {
        size_t length = strcspn(text, " \n"); /* a word; an address has no blanks and is never broken */
        uint32_t columns = ent_text_columns((ent_str){text, (uint32_t)length});
        if (begun && width && at + 1 + columns > width) {
            printf("\n%*s", (int)indent, "");
            at = indent;
        } else if (begun) {
            putchar(' ');
            at++;
        }
        cli_put_plain(stdout, text, length);
        at += columns;
        begun = true;
        text += length + (text[length] != '\0');
    }
    putchar('\n');
}
