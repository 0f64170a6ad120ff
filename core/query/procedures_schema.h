/* Run functions of procedures that tell what a database has, for the table in core/query/procedures.c. */
#ifndef ENT_QUERY_PROCEDURES_SCHEMA_H
#define ENT_QUERY_PROCEDURES_SCHEMA_H

#include "core/query/function.h"

/* db.schema.nodeTypeProperties and db.schema.relTypeProperties.
 * user points to an ent_token_kind: ENT_TOKEN_LABEL for nodes, ENT_TOKEN_TYPE for relationships. */
ent_status ent_schema_properties(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows);

/* ---- procedures_show.c ---- */

ent_status ent_show_functions(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows);
ent_status ent_show_procedures(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows);
/* user points to a bool: unique constraints, rather than all indexes. */
ent_status ent_show_indexes(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows);

#endif
