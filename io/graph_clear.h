/* Takes agreements that are about to be replaced out of the graph: all that a record says, but not the agreement's
 * node, on which the links of others rest. */
#ifndef ENT_IO_GRAPH_CLEAR_H
#define ENT_IO_GRAPH_CLEAR_H

#include "core/entente.h"
#include "io/string_set.h"

typedef struct ent_graph_cleaner ent_graph_cleaner;

/* *out is NULL only when memory is out. */
entente_status ent_graph_cleaner_open(entente *db, ent_graph_cleaner **out);
void ent_graph_cleaner_close(ent_graph_cleaner *cleaner);

/* Names an agreement; it need not be there. */
void ent_graph_cleaner_add(ent_graph_cleaner *cleaner, ent_str id);
/* Clears those named since the last time and counts those that were there. Sources that nothing cites any more go. */
entente_status ent_graph_cleaner_run(ent_graph_cleaner *cleaner, uint64_t *replaced);

/* At the end of the load: parties of cleared agreements that no agreement has now go. */
entente_status ent_graph_cleaner_finish(ent_graph_cleaner *cleaner);

#endif
