/* The resolver: scopes, types known before running, aggregation rules, and every error that openCypher raises at
 * compile time. It writes into the fields of the tree that are marked so; see ast.h. */
#ifndef ENT_QUERY_RESOLVE_H
#define ENT_QUERY_RESOLVE_H

#include "core/query/function.h"

/* Nothing is looked up in a database: the same text resolves alike everywhere, but for registered procedures. */
ent_status ent_resolve(ent_arena *arena, ent_statement *statement, const ent_procedure_set *procedures,
                       ent_error *error);

#endif
