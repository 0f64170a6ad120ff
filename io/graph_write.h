/* Checked records into the graph, many at a time. docs/graph-model.md says what becomes of each part. */
#ifndef ENT_IO_GRAPH_WRITE_H
#define ENT_IO_GRAPH_WRITE_H

#include "core/entente.h"
#include "io/graph_parties.h"
#include "io/record.h"

typedef struct ent_graph_writer ent_graph_writer;

/* Makes the constraints, where they are missing. */
entente_status ent_graph_prepare(entente *db);

/* Opens what is needed to write, inside a transaction. *out is NULL only when memory is out. The writer keeps up to
 * date: known, the parties that the graph has, and seen, the keys of the sources of this load, which begins empty.
 * is_new: the graph has neither agreements nor sources. */
entente_status ent_graph_writer_open(entente *db, const ent_places *places, ent_known_parties *known,
                                     ent_string_set *seen, bool is_new, ent_graph_writer **out);
void ent_graph_writer_close(ent_graph_writer *writer);

/* Writes checked records. Agreements of the same ids must have been cleared (io/graph_clear.h). */
entente_status ent_graph_writer_write(ent_graph_writer *writer, const ent_record *records, uint32_t n);

/* The key of a source's node: its address, or what else it is known by. */
ent_str ent_source_key(const ent_record_source *source, ent_arena *arena);

#endif
