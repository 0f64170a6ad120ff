/* CSV (RFC 4180): rows of cells. Cells may be quoted, hold line breaks and doubled quotes; lines end in LF or CRLF. */
#ifndef ENT_IO_CSV_H
#define ENT_IO_CSV_H

#include "core/base/arena.h"
#include "io/input.h"

#include <stdio.h>

typedef struct {
    ent_str text; /* without quotes, doubled quotes undone */
    uint32_t at;  /* where its text begins in the row, in bytes */
    bool quoted;
} ent_csv_cell;

enum { ENT_CSV_CELLS = 256 }; /* most in a row */

typedef struct {
    ent_csv_cell cells[ENT_CSV_CELLS];
    uint32_t count;
    ent_str source;        /* the row as written, without the line break */
    uint64_t line, column; /* where it begins */
} ent_csv_row;

/* The next row that is not blank, with its cells in the arena or in the input's buffer (valid until the next call).
 * False at the end, when the input or the arena failed, and for a row that cannot be read: that is told as a fault, and
 * nothing behind it can be read. */
bool ent_csv_read(ent_input *input, ent_arena *arena, ent_csv_row *row, ent_faults *faults);

/* The place in the row of the byte that comes n bytes of text behind the one at `at`: doubled quotes make it more. */
uint32_t ent_csv_place(const ent_csv_row *row, const ent_csv_cell *cell, uint32_t at, uint32_t n);

/* Writes a cell, quoted where it must be. */
void ent_csv_write(FILE *out, ent_str text);

#endif
