/* Checked records into the graph, many at a time. docs/graph-model.md says what becomes of each part. */
#ifndef ENT_IO_GRAPH_WRITE_H
#define ENT_IO_GRAPH_WRITE_H

#include "core/entente.h"
#include "io/record.h"

typedef struct ent_graph_writer ent_graph_writer;

/* Makes the constraints, where they are missing. */
entente_status ent_graph_prepare(entente *db);

/* Opens what is needed to write, inside a transaction. *out is NULL only when memory is out. The writer keeps two sets
 * up to date: known, the parties that the graph has, and seen, the keys of the sources of this load, which begins
 * empty. is_new: the graph has neither agreements nor sources. */
entente_status ent_graph_writer_open(entente *db, const ent_places *places, ent_string_set *known, ent_string_set *seen,
                                     bool is_new, ent_graph_writer **out);
void ent_graph_writer_close(ent_graph_writer *writer);

/* Takes a record, which may go right after. Everything is sent with ent_graph_writer_flush, which must come at the end,
 * and before too much has gathered. An agreement of the same id must have been cleared (io/graph_clear.h). */
entente_status ent_graph_writer_add(ent_graph_writer *writer, const ent_record *record);
entente_status ent_graph_writer_flush(ent_graph_writer *writer);

/* The key of a source's node: its address, or what else it is known by. */
ent_str ent_source_key(const ent_record_source *source, ent_arena *arena);

/* What changes a party's node when the caller declared it anew. */
entente_status ent_graph_update_parties(entente *db, const ent_places *places, uint32_t declared,
                                        const ent_string_set *known);
/* Memberships between the parties numbered from `first` on and all known ones. */
entente_status ent_graph_add_memberships(entente *db, const ent_string_set *known, uint32_t first);

#endif
