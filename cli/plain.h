/* Text for people's eyes. What a record or a query holds may be hostile: a terminal obeys escape sequences, and signs
 * that turn the direction of reading can make a line say something else. Formats for programs keep every byte. */
#ifndef CLI_PLAIN_H
#define CLI_PLAIN_H

#include <stddef.h>
#include <stdio.h>

/* Writes n bytes without the signs that steer a terminal or the direction of reading; line breaks and tabs stay. Any
 * bytes are allowed, also such as are not UTF-8. */
void cli_put_plain(FILE *out, const char *text, size_t n);

#endif
