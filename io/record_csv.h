/* Records as CSV, one row each: docs/csv-format.md says how lists are written in a cell. */
#ifndef ENT_IO_RECORD_CSV_H
#define ENT_IO_RECORD_CSV_H

#include "io/csv.h"
#include "io/record.h"

/* Which column holds which field. */
typedef struct {
    uint8_t field[ENT_CSV_CELLS];
    uint32_t count;
} ent_csv_columns;

/* Reads the row of column names. False when it told a fault: unknown, twofold or missing columns. */
bool ent_record_csv_columns(const ent_csv_row *header, const char *file, ent_csv_columns *out, ent_faults *faults);

/* Reads one row into a record. False when it told a fault, or when the arena failed. */
bool ent_record_read_csv(ent_arena *arena, const ent_csv_columns *columns, const ent_csv_row *row, ent_record *record,
                         ent_faults *faults);

/* The row of column names, and a checked record as a row, which is put together in scratch: ENT_NOMEM, or the faults of
 * out, which stay with it. */
void ent_record_write_csv_header(FILE *out);
ent_status ent_record_write_csv(const ent_record *record, ent_arena *scratch, FILE *out);

#endif
