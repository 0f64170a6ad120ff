/* The graph's agreements as records again: the counterpart of io/graph_write.h. */
#ifndef ENT_IO_GRAPH_READ_H
#define ENT_IO_GRAPH_READ_H

#include "core/entente.h"
#include "io/record.h"

/* Calls take for each agreement, by id, with a record that lives until take returns; take returns false to stop (then
 * ENTENTE_OK is returned). Reads within one snapshot, unless db is inside a transaction already: then that one's.
 * Memory holds the ids and a few hundred records. After an error the transaction may still be open, so that the error
 * can be read. Agreements without an id are no records and are passed over. */
entente_status ent_graph_read(entente *db, bool (*take)(void *user, const ent_record *record), void *user);

#endif
