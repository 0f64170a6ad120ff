/* The whole property graph as a script of openCypher statements, for `entente shell`, cypher-shell and others. */
#ifndef ENT_IO_SCRIPT_H
#define ENT_IO_SCRIPT_H

#include "core/entente.h"

#include <stdio.h>

/* Constraints and indexes, then a statement a node, then one a relationship; statements end with `;`. While the script
 * runs its nodes carry a label and an id of its own, by which relationships find their ends and which its last
 * statement takes off: nodes without a key, such as events, could not be told apart otherwise.
 *
 * Reads within one snapshot unless db is inside a transaction already. The database's errors are in
 * entente_error_of(db); so that they can be read, the transaction may then still be open (entente_close ends it).
 * ENTENTE_IO with no such error (status ENTENTE_OK there) means that out could not be written: errno says why. */
entente_status ent_export_cypher(entente *db, FILE *out);

#endif
