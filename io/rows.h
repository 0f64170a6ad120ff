/* A statement that is fed rows: UNWIND $rows AS r ... Rows are written straight into the parameter; running it sends
 * them all at once and empties it. */
#ifndef ENT_IO_ROWS_H
#define ENT_IO_ROWS_H

#include "core/entente.h"
#include "io/edtf.h"

typedef struct {
    entente_stmt *stmt;
    entente_writer *writer; /* NULL: no row is written yet */
    uint32_t rows;
} ent_rows;

entente_status ent_rows_open(ent_rows *rows, entente *db, const char *cypher);
void ent_rows_close(ent_rows *rows);

/* Begins a row, which is a map: put its entries, then ent_rows_end. A row that is only a text: ent_rows_text. */
void ent_rows_begin(ent_rows *rows);
void ent_rows_end(ent_rows *rows);
void ent_rows_text(ent_rows *rows, ent_str text);

/* Entries of the current row; what is not given (text.p NULL) is left out, which openCypher reads as null. */
void ent_rows_put_text(ent_rows *rows, const char *key, ent_str text);
void ent_rows_put_int(ent_rows *rows, const char *key, int64_t value);
void ent_rows_put_day(ent_rows *rows, const char *key, ent_day day);

/* Runs the statement when it has rows. ENTENTE_ROW: it returned one, ask again; ENTENTE_OK: done, the rows are gone. */
entente_status ent_rows_step(ent_rows *rows);
/* The same to the end, without a look at what it returns. */
entente_status ent_rows_run(ent_rows *rows);

#endif
