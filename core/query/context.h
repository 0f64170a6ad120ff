/* What a running statement carries through operators and expressions. */
#ifndef ENT_QUERY_CONTEXT_H
#define ENT_QUERY_CONTEXT_H

#include "core/query/ast.h"
#include "core/query/batch.h"

#include <stdatomic.h>

typedef struct ent_context {
    ent_txn *txn;
    ent_arena *arena; /* of this run: lives until the run ends */
    ent_budget *budget;
    ent_error *error;
    const ent_statement *statement;
    uint32_t slot_count;     /* columns of a batch: the statement's, and those that the planner added */
    const ent_value *params; /* in the order of statement->parameters */
    int64_t now_seconds;     /* the statement's instant, UTC */
    int32_t now_nanos;
    uint64_t random[4];             /* state of rand() */
    struct ent_recent *recent;      /* core/query/entity.c: records that were read a moment ago */
    uint32_t elements_read;         /* counts until `recent` is worth its memory */
    struct ent_coded_uses *coded;   /* core/query/coded.c: columns that the run has asked for */
    const atomic_bool *interrupted; /* may be set by another thread or a signal handler */
    int64_t deadline_ns;            /* CLOCK_MONOTONIC; 0: none */
    /* Runs the subquery or pattern of an expression (expr->plan) for one row of a batch: EXISTS and PATTERN_PREDICATE
     * give a boolean, COUNT an integer, COLLECT and PATTERN_COMPREHENSION a list, SHORTEST_PATH a path or list.
     * Set by the executor. */
    ent_status (*run_subquery)(struct ent_context *context, const ent_expr *expr, const ent_batch *in, uint32_t row,
                               ent_arena *arena, ent_value *out);
    void *executor;
} ent_context;

/* ENT_INTERRUPTED or ENT_TIME_LIMIT when it is time to stop. Cheap; operators call it once a batch, long loops now and
 * then. */
ent_status ent_context_poll(ent_context *context);

#endif
