/* From a resolved statement to rows: planning and running.
 *
 * ent_parse -> ent_resolve -> ent_plan_make -> ent_run_open -> ent_run_next ... -> ent_run_close
 *
 * A plan is read-only and holds tokens and choices of one version of the database (ent_txn_version): when that has
 * moved on, the caller makes a new one. All state of a run is in the ent_run, so one plan can run again and again. */
#ifndef ENT_QUERY_EXECUTE_H
#define ENT_QUERY_EXECUTE_H

#include "core/query/function.h"

typedef struct ent_plan ent_plan;
typedef struct ent_run ent_run;

typedef struct {
    uint64_t nodes_created, nodes_deleted, rels_created, rels_deleted;
    uint64_t properties_set, labels_added, labels_removed, indexes_added, indexes_removed;
} ent_counters;

/* In the arena. Writing statements may make tokens only when they run. */
ent_status ent_plan_make(ent_arena *arena, const ent_statement *statement, const ent_procedure_set *procedures,
                         ent_txn *txn, ent_plan **out, ent_error *error);

/* The plan as an indented tree with estimated rows; with a finished run under PROFILE also rows and time. run may be
 * NULL. */
ent_str ent_plan_text(ent_arena *arena, const ent_plan *plan, const ent_run *run);

/* Labels, types and keys that the statement reads and no element of the database has: one line of warning each. */
ent_status ent_plan_warnings(ent_arena *arena, const ent_statement *statement, ent_txn *txn, ent_str **out,
                             uint32_t *count, ent_error *error);

typedef struct {
    size_t memory;                  /* bytes; 0: no limit */
    int64_t deadline_ns;            /* CLOCK_MONOTONIC; 0: none */
    const atomic_bool *interrupted; /* NULL: cannot be interrupted */
} ent_limits;

/* params: in the order of statement->parameters; they must outlive the run. */
ent_status ent_run_open(const ent_plan *plan, ent_txn *txn, const ent_procedure_set *procedures,
                        const ent_value *params, ent_limits limits, ent_run **out, ent_error *error);

/* The next batch of result rows; its columns are read at the slots of statement->query->columns (a statement without
 * a query, such as SHOW: at 0 to ent_plan_column_count - 1). Values live until the next call. n == 0: the end; all
 * writing has been done then. */
ent_status ent_run_next(ent_run *run, const ent_batch **out, ent_error *error);
void ent_run_counters(const ent_run *run, ent_counters *out);
void ent_run_close(ent_run *run); /* NULL is allowed */

/* The result's columns: of a query, or of a SHOW, EXPLAIN or schema command (0: it gives no rows). */
uint32_t ent_plan_column_count(const ent_plan *plan);
ent_str ent_plan_column_name(const ent_plan *plan, uint32_t i);
uint32_t ent_plan_column_slot(const ent_plan *plan, uint32_t i);

/* A copy of a value that leaves the engine: nodes and relationships, also inside lists, maps and paths, become
 * ENT_RESOLVED with their labels, type and properties. Deleted ones keep id and type, without the rest. */
ent_status ent_value_export(ent_txn *txn, ent_arena *arena, ent_value value, ent_value *out, ent_error *error);

#endif
