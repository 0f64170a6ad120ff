/* The graph's agreements back as records, sorted by id. Loading the result into an empty database gives the same
 * database, and exporting that the same bytes. */
#ifndef ENT_IO_EXPORT_H
#define ENT_IO_EXPORT_H

#include "core/entente.h"

#include <stdio.h>

/* Reads within one snapshot unless db is inside a transaction already. The database's errors are in
 * entente_error_of(db); so that they can be read, the transaction may then still be open (entente_close ends it).
 * ENTENTE_IO with no such error (status ENTENTE_OK there) means that out could not be written: errno says why. */
entente_status ent_export_jsonl(entente *db, FILE *out);
entente_status ent_export_csv(entente *db, FILE *out);

#endif
