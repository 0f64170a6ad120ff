/* Steps of a search: the relationships of a node that a variable-length pattern may take. What VarLengthExpand,
 * Reach and ShortestPath share. */
#ifndef ENT_QUERY_STEPS_H
#define ENT_QUERY_STEPS_H

#include "core/query/op.h"

typedef struct {
    ent_adjacent *items;
    uint64_t n, room;
} ent_adjacents;

typedef struct {
    ent_op *op;
    ent_direction direction;
    ent_expand *cursor;
    uint32_t *types;
    uint32_t type_count;
    bool nothing; /* none of the wanted types exists */
    const ent_batch *in;
    uint32_t row;
    ent_value **columns; /* of the batches on which the pattern's own predicate runs */
    uint64_t taken;      /* for polling */
    ent_adjacent found[256];
    ent_value rels[256], nodes[256];
    uint16_t sel[256];
} ent_steps;

void ent_steps_init(ent_steps *steps, ent_op *op, ent_direction direction);
/* Before the first row of a batch: earlier clauses may have made types by now. */
ent_status ent_steps_batch(ent_steps *steps, const ent_batch *in);
/* The row whose variables the pattern's predicate may name. */
ent_status ent_steps_row(ent_steps *steps, uint32_t row);
/* Adds the steps from a node: of the wanted types, fulfilling the predicate, not used by the rest of the pattern. */
ent_status ent_steps_from(ent_steps *steps, uint64_t node, ent_adjacents *out);
/* The same in place, where they are kept in memory and all may be taken; often: it is worth keeping
 * them now. A loop lies in both lists. */
ent_status ent_steps_kept(ent_steps *steps, uint64_t node, bool often, ent_near_list lists[2], bool *kept);
void ent_steps_fini(ent_steps *steps);

/* The rows from which searches begin. */
typedef struct {
    ent_batch in;
    uint32_t at, row;  /* the next of the selected rows; the current row */
    uint64_t from, to; /* its nodes; to: where the plan has it bound */
} ent_search_rows;

/* Moves on to the next row that has nodes at its bound ends, and readies `count` steps for it. hold: rows that were
 * made point into the batch, so it must not go. *more false: no row for now. */
ent_status ent_search_next(ent_search_rows *rows, ent_op *op, ent_steps *const *steps, uint32_t count, bool hold,
                           bool *more);
void ent_search_rewind(ent_search_rows *rows);

#endif
