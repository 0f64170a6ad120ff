/* The parts of the function table, one a file; core/query/function.c joins and sorts them. */
#ifndef ENT_QUERY_FUNCTION_TABLES_H
#define ENT_QUERY_FUNCTION_TABLES_H

#include "core/query/function.h"

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
extern const ent_function_table ent_functions_aggregate; /* functions_aggregate.c: count, collect, ... */

#endif
