/* Expressions over batches.
 *
 * ent_program_compile turns a resolved expression into a program: constants folded, functions and tokens looked up,
 * fast paths chosen. A program is read-only while it runs, so a prepared statement runs again without copying.
 *
 * Evaluation goes batch by batch: every sub-expression is computed for all selected rows before the next. AND, OR, CASE
 * and coalesce narrow the selection for what stands behind them, so that no row evaluates (and fails in) a branch it
 * does not take. Comprehensions, quantifiers and reduce run their body over batches of list elements. */
#ifndef ENT_QUERY_EVAL_H
#define ENT_QUERY_EVAL_H

#include "core/query/function.h"

typedef struct ent_program ent_program;

/* In the arena, which must outlive the program. Aggregate calls inside expr are not allowed here: the planner has
 * replaced them by variables. */
ent_status ent_program_compile(ent_arena *arena, const ent_statement *statement, const ent_expr *expr,
                               ent_program **out, ent_error *error);

/* out[row] for every selected row; values live in `arena` or in the input. Errors are at run time and point into the
 * source. */
ent_status ent_program_run(const ent_program *program, ent_context *context, const ent_batch *in, ent_arena *arena,
                           ent_value *out);

/* Keeps the rows for which the program gives true (null and false drop out; anything else is a TypeError):
 * sel receives the row numbers, *n how many. sel may be in->sel itself. */
ent_status ent_program_filter(const ent_program *program, ent_context *context, const ent_batch *in, ent_arena *arena,
                              uint16_t *sel, uint32_t *n);

/* Evaluates an expression without variables, such as the count of LIMIT. */
ent_status ent_program_constant(const ent_program *program, ent_context *context, ent_arena *arena, ent_value *out);

/* ---- pieces shared with the writing operators ---- */

/* target.key for any value: map, node, relationship, temporal, point, null. Deleted entity: ENT_NOT_FOUND with
 * DeletedEntityAccess. */
ent_status ent_property_of(ent_context *context, ent_value target, ent_str key, uint32_t token, ent_span where,
                           ent_arena *arena, ent_value *out);
/* All properties of a node, relationship or map as a map. */
ent_status ent_properties_of(ent_context *context, ent_value target, ent_span where, ent_arena *arena, ent_value *out);

#endif
