/* Operators: the state of a running plan, and what they share.
 *
 * Rows are pulled: ent_op_next asks an operator for its next batch, which it makes from batches of its input. Who owns
 * the values: those in a batch that an operator gave live until it is asked for the next one (or rewound); what it
 * computes lies in its own arena, which it resets when it makes a batch anew; operators that keep rows copy them. */
#ifndef ENT_QUERY_OP_H
#define ENT_QUERY_OP_H

#include "core/query/plan.h"

typedef struct ent_op ent_op;

typedef struct {
    size_t size;                                    /* of the state; begins with an ent_op, zeroed */
    ent_status (*open)(ent_op *op);                 /* once a run; may be NULL, as rewind and close */
    ent_status (*next)(ent_op *op, ent_batch *out); /* out->n == 0: no more rows */
    ent_status (*rewind)(ent_op *op);               /* begins again; its inputs have been rewound */
    void (*close)(ent_op *op);                      /* cannot fail; also after a failed open */
} ent_op_kind;

struct ent_op {
    const ent_op_kind *kind;
    const ent_plan_node *plan;
    ent_run *run;
    ent_context *context;
    ent_op *input, *inner;
    ent_arena arena;          /* of the values in the batch given last */
    ent_value **col;          /* the columns given out, by slot */
    ent_value **own;          /* columns of this operator, by slot; made when first used */
    ent_codes *codes;         /* given out, by slot; made when first used */
    uint64_t rows, ns, calls; /* PROFILE */
};

struct ent_run {
    const ent_plan *plan;
    const ent_procedure_set *procedures;
    ent_budget budget;
    ent_arena arena;    /* of the run */
    ent_nearby *nearby; /* neighbours kept, in the run's arena */
    ent_context context;
    ent_counters counters;
    ent_op *root;
    ent_op **ops;      /* by plan node id */
    ent_op **subplans; /* by index; opened when first needed */
    ent_batch *frames; /* what Argument hands out, by frame */
    uint64_t *doomed;  /* nodes deleted while they still had relationships: checked at the end */
    uint32_t doomed_count, doomed_room;
    ent_span doomed_where;
    ent_batch batch;
    ent_str text; /* EXPLAIN: the lines not given yet */
    bool profile, done;
};

#define X(id, table, name) extern const ent_op_kind ent_op_##table;
ENT_OPS(X)
#undef X

/* Builds the operators of a plan and opens them. */
ent_status ent_op_make(ent_run *run, const ent_plan_node *plan, ent_op **out);
/* Pulls; counts rows and time under PROFILE, and looks whether it is time to stop. */
ent_status ent_op_next(ent_op *op, ent_batch *out);
/* Begins again, inputs first. Arguments then hand out what their frame holds. */
ent_status ent_op_rewind(ent_op *op);
/* Closes one operator, not its inputs: a run closes all that it made. */
void ent_op_close(ent_op *op);

/* The operator's own column for a slot, ENT_BATCH values, set in op->col. NULL when memory is out. */
ent_value *ent_op_column(ent_op *op, uint32_t slot);
/* Copies rows from[0 .. n-1] of the live columns of `in` to rows at, at + 1, ... of the operator's own. */
ent_status ent_op_gather(ent_op *op, const ent_batch *in, const uint16_t *from, uint32_t at, uint32_t n);
/* The same for one row that is repeated n times. */
ent_status ent_op_repeat(ent_op *op, const ent_batch *in, uint32_t row, uint32_t at, uint32_t n);
/* op->col becomes the columns of `in`, to which own columns may be added. */
void ent_op_pass(ent_op *op, const ent_batch *in);
/* op->codes becomes the codes of `in`, to which own ones may be added. NULL: memory is out. */
ent_codes *ent_op_codes(ent_op *op, const ent_batch *in);
/* out: rows 0 to n - 1 of op->col. */
void ent_op_give(ent_op *op, uint32_t n, ent_batch *out);
/* What the arenas say. */
ent_status ent_op_memory(ent_op *op);

/* Tokens of those names that exist. For types of patterns. */
ent_status ent_op_tokens(ent_op *op, ent_token_kind kind, ent_names names, uint32_t **tokens, uint32_t *count);
/* Sets the bits of the nodes below `count` that have the label, clears the others. */
ent_status ent_op_label_bits(ent_op *op, uint32_t label, uint64_t *bits, uint64_t count);
/* Opens a cursor over neighbours that keeps those asked for repeatedly. */
ent_status ent_op_expand_open(ent_op *op, ent_direction direction, const uint32_t *types, uint32_t type_count,
                              ent_expand **out);
/* Evaluates a program without a row: LIMIT, SKIP. what: "LIMIT". */
ent_status ent_op_count_of(ent_op *op, const ent_program *program, ent_span where, const char *what, uint64_t *out);
/* The node id of a value: *is false for null; a TypeError for anything else. */
ent_status ent_op_node_of(ent_op *op, ent_value value, ent_span where, bool *is, uint64_t *id);

/* Whether value (a relationship, or a list of them) contains relationship id. */
bool ent_op_has_rel(ent_value value, uint64_t id);

/* ---- explain.c: a run under EXPLAIN gives the lines of the plan as rows ---- */

ent_status ent_explain_start(ent_run *run);
ent_status ent_explain_next(ent_run *run);

/* ---- writing; write.c ---- */

/* Creates the elements of a pattern for all rows of a batch whose columns are op->col; their columns are op's own. */
ent_status ent_write_elements(ent_op *op, const ent_plan_element *elements, uint32_t count, const ent_batch *batch);
/* Carries out SET and REMOVE items for all rows of the batch; rowwise: row by row. */
ent_status ent_write_sets(ent_op *op, const ent_plan_set *items, uint32_t count, const ent_batch *batch, bool rowwise);
/* At the end of the statement: nodes that were deleted while they had relationships must have none left. */
ent_status ent_write_finish(ent_run *run);

#endif
