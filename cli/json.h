/* Writing JSON text (RFC 8259) into a growing buffer. Failure is sticky: `failed` is set and nothing more is added. */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include "core/entente.h"

typedef struct {
    char *text; /* ends in NUL once something was added */
    size_t length, room;
    bool failed;
} cli_buffer;

void cli_buffer_add(cli_buffer *buffer, const char *bytes, size_t n);
void cli_buffer_text(cli_buffer *buffer, const char *text);
void cli_buffer_fini(cli_buffer *buffer);

/* A string with its quotes; bytes are valid UTF-8. */
void cli_json_string(cli_buffer *buffer, const char *bytes, size_t n);
void cli_json_double(cli_buffer *buffer, double value); /* what JSON cannot write becomes a string: "NaN" */
/* Nodes: {"id", "labels", "properties"}; relationships: {"id", "type", "start", "end", "properties"}; paths: {"nodes",
 * "relationships"}; dates, times, durations and points: strings as openCypher writes them. */
void cli_json_value(cli_buffer *buffer, entente_stmt *stmt, const entente_value *value);

#endif
