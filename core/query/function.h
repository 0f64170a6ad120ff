/* The functions, aggregates and procedures of the language: one table each.
 *
 * An entry keeps name, signature, help and implementation together, so that none can lag behind: SHOW FUNCTIONS, the
 * resolver's checks, "did you mean" and the manual are all read from it. */
#ifndef ENT_QUERY_FUNCTION_H
#define ENT_QUERY_FUNCTION_H

#include "core/query/context.h"

/* One call: where its result may lie and where its errors point. */
typedef struct ent_call {
    ent_context *context;
    ent_arena *arena;
    ent_span where;       /* the call in the source */
    const ent_span *args; /* the spans of its arguments; NULL: not known */
} ent_call;

typedef ent_status (*ent_function_run)(ent_call *call, const ent_value *args, uint32_t n, ent_value *out);

typedef struct {
    size_t state_size; /* zeroed before the first step; lives in call->arena, not freed alone */
    ent_status (*step)(ent_call *call, void *state, const ent_value *args, uint32_t n);
    ent_status (*finish)(ent_call *call, void *state, ent_value *out);
} ent_aggregate;

enum {
    ENT_FN_NULL_PROPAGATES = 1, /* any null argument gives null, without running */
    ENT_FN_IMPURE = 2,          /* rand(), randomUUID(): never folded, evaluated for every row */
    ENT_FN_STATEMENT = 4        /* the same value through the whole statement, not known before: date(), timestamp() */
};

typedef struct ent_function {
    const char *name;           /* canonical spelling; looked up without regard to case; may have dots: date.truncate */
    const char *signature;      /* "(text :: STRING, start :: INTEGER, length = null :: INTEGER) :: STRING" */
    const char *help;           /* one sentence */
    uint8_t min_args, max_args; /* max_args 255: any number */
    uint8_t flags;
    ent_type_set arg_types[4]; /* what each argument may be, null aside; the last one given stands for all further ones;
                                  0: any */
    ent_type_set result;
    ent_function_run run;           /* NULL for aggregates */
    const ent_aggregate *aggregate; /* NULL for plain functions */
} ent_function;

const ent_function *ent_function_find(ent_str name); /* NULL: there is none */
uint32_t ent_function_count(void);
const ent_function *ent_function_at(uint32_t i); /* sorted by name */

/* ---- procedures ---- */

typedef struct {
    ent_str name;
    ent_type_set types; /* NUMBER: INTEGER and FLOAT */
    bool nullable;
    bool optional; /* of the last inputs: may be left out, and is null then */
} ent_field;

typedef struct ent_procedure_rows ent_procedure_rows; /* core/query/op_call.c */
/* values: one per output of the procedure, copied. */
ent_status ent_procedure_emit(ent_procedure_rows *rows, const ent_value *values);

typedef struct ent_procedure {
    ent_str name; /* dotted */
    ent_field *inputs, *outputs;
    uint32_t input_count, output_count;
    ent_str help;
    bool writes;
    void *user;
    ent_status (*run)(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows);
} ent_procedure;

/* The built-in ones (db.labels, db.relationshipTypes, db.propertyKeys) and those that were registered on the
 * connection. */
typedef struct ent_procedure_set ent_procedure_set;
const ent_procedure *ent_procedure_find(const ent_procedure_set *set, ent_str name);
uint32_t ent_procedure_count(const ent_procedure_set *set);
const ent_procedure *ent_procedure_at(const ent_procedure_set *set, uint32_t i);

#endif
