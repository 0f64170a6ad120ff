/* The run function of db.schema.nodeTypeProperties and db.schema.relTypeProperties, for core/query/procedures.c. */
#ifndef ENT_QUERY_PROCEDURES_SCHEMA_H
#define ENT_QUERY_PROCEDURES_SCHEMA_H

#include "core/query/function.h"

/* user points to an ent_token_kind: ENT_TOKEN_LABEL for nodes, ENT_TOKEN_TYPE for relationships. */
ent_status ent_schema_properties(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows);

#endif
