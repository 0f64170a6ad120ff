/* Properties that the connection's image has in columns. */
#ifndef ENT_QUERY_CODED_H
#define ENT_QUERY_CODED_H

#include "core/query/context.h"

/* Columns of properties, about to be read of `rows` elements: out[i] NULL where there is none. A run makes up its mind
 * about making a column only when it first asks for it, so that a scan does not make it half-way. */
ent_status ent_coded_ask(ent_context *context, bool rels, const uint32_t *keys, uint32_t count, uint64_t rows,
                         const ent_coded **out);

#endif
