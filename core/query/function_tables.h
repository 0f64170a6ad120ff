/* The parts of the function table, one a file; core/query/function.c joins and sorts them. */
#ifndef ENT_QUERY_FUNCTION_TABLES_H
#define ENT_QUERY_FUNCTION_TABLES_H

#include "core/query/function.h"

/* For arg_types and result. */
#define ENT_T(type)  ENT_TYPE_BIT(ENT_TYPE_##type)
#define ENT_T_NUMBER (ENT_T(INTEGER) | ENT_T(FLOAT))
#define ENT_T_ENTITY (ENT_T(NODE) | ENT_T(RELATIONSHIP))
#define ENT_T_TEMPORAL \
    (ENT_T(DATE) | ENT_T(TIME) | ENT_T(LOCAL_TIME) | ENT_T(DATETIME) | ENT_T(LOCAL_DATETIME) | ENT_T(DURATION))

typedef struct {
    const ent_function *functions;
    uint32_t count;
} ent_function_table;

extern const ent_function_table ent_functions_scalar;    /* functions_scalar.c: coalesce, id, type, toInteger, ... */
extern const ent_function_table ent_functions_list;      /* functions_list.c: head, tail, range, keys, labels, ... */
extern const ent_function_table ent_functions_math;      /* functions_math.c */
extern const ent_function_table ent_functions_string;    /* functions_string.c */
extern const ent_function_table ent_functions_temporal;  /* functions_temporal.c: date, date.truncate, ... */
extern const ent_function_table ent_functions_spatial;   /* functions_spatial.c: point, point.distance */
extern const ent_function_table ent_functions_agreement; /* functions_agreement.c: agreements.statusOn */
extern const ent_function_table ent_functions_aggregate; /* functions_aggregate.c: count, collect, ... */

/* The procedures that every connection has; core/query/procedure_set.c adds those that were registered. */
typedef struct {
    const ent_procedure *procedures;
    uint32_t count;
} ent_procedure_table;
extern const ent_procedure_table ent_procedures_builtin; /* procedures.c */

#endif
