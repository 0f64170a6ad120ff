/* Bytes of a file or of standard input, taken piece by piece: whole lines, whole JSON values. Memory holds one piece,
 * not the file. Counts lines and columns on the way. */
#ifndef ENT_IO_INPUT_H
#define ENT_IO_INPUT_H

#include "core/base/status.h"
#include "io/fault.h"

/* The longest record, in bytes: far beyond any record, far below what would hurt. */
enum { ENT_RECORD_LIMIT = 16 * 1024 * 1024 };

typedef struct {
    int fd;
    int stop; /* a descriptor that becomes readable when reading is to end; -1: none */
    const char *name;
    char *buffer; /* start to end: what was read and not yet taken */
    size_t start, end, capacity;
    uint64_t line, column; /* of start, from 1; column in characters */
    bool at_end;           /* the file has no more */
    ent_status failed;     /* ENT_NOMEM; ENT_IO with system_error; ENT_INTERRUPTED */
    int system_error;
} ent_input;

/* "-" is standard input. name is kept, not copied. ENT_IO (input->system_error says why) or ENT_NOMEM; close it in any
 * case. A byte order mark of UTF-8 is skipped. */
ent_status ent_input_open(ent_input *input, const char *name);
/* The same; once there is something to read from the descriptor `stop`, reading ends with ENT_INTERRUPTED, also where
 * it waits for a pipe. */
ent_status ent_input_open_until(ent_input *input, const char *name, int stop);
void ent_input_close(ent_input *input);

/* The byte `offset` behind the current one, or -1 beyond the end or after a failure. */
int ent_input_peek(ent_input *input, size_t offset);

/* The next n bytes, which were peeked at: they stay in place until the next peek. Moves behind them. */
const char *ent_input_take(ent_input *input, size_t n);

void ent_input_skip_blanks(ent_input *input);

/* The bytes up to and without the next line break, which *n counts; whether the piece is within ENT_RECORD_LIMIT. Takes
 * nothing. */
bool ent_input_line(ent_input *input, size_t *n);
/* The bytes of the array or object that begins here; false when it does not end within the file or the limit. Takes
 * nothing. */
bool ent_input_brackets(ent_input *input, size_t *n);

/* A fault at the current place, about the file. */
void ent_input_fault(const ent_input *input, ent_faults *faults, const char *hint, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
