/* The inside of the evaluator, shared by program.c (which compiles) and the eval_*.c files (which run).
 *
 * A program is a tree of codes, one for each expression. A code computes its value for all rows of a batch into a
 * column; out[row] is written for the selected rows only. What does not depend on the row is computed once for a batch,
 * what does not depend on the run either is folded into a constant when the program is compiled. */
#ifndef ENT_QUERY_PROGRAM_H
#define ENT_QUERY_PROGRAM_H

#include "core/query/eval.h"

typedef struct ent_code ent_code;

/* One evaluation of a program: where results lie, and columns ready for reuse. */
typedef struct {
    ent_context *context;
    ent_arena *arena;
    void *spare[2]; /* free columns, chained: small ones and full ones */
} ent_frame;

typedef ent_status (*ent_code_run)(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out);

typedef enum {
    ENT_CODE_CONSTANT,
    ENT_CODE_PARAMETER, /* slot: index in statement->parameters */
    ENT_CODE_VARIABLE,  /* slot */
    ENT_CODE_INVARIANT, /* one value for all rows of a run */
    ENT_CODE_ROWS
} ent_code_form;

/* What a value depends on. */
enum { ENT_ON_ROW = 1, ENT_ON_RUN = 2, ENT_ON_CHANCE = 4 };

struct ent_code {
    ent_code_form form;
    uint8_t depends;
    uint32_t arg_count;
    ent_code_run run;
    const ent_expr *expr;
    ent_code **args; /* as in expr->args, but AND and OR have all operands of their chain; NULL where optional */
    ent_value value; /* CONSTANT */
    uint32_t slot;
    /* comprehensions, quantifiers, reduce: */
    const uint32_t *outer; /* slots of the surrounding row that the body reads */
    uint32_t outer_count;
    uint32_t width; /* columns that the body's batch needs at least */
    bool outer_all; /* a subquery in the body may read any slot */
};

struct ent_program {
    ent_code *code;
};

/* A computed column: row r is v[r * step]. */
typedef struct {
    const ent_value *v;
    uint32_t step;
    uint32_t room;  /* of own */
    ent_value *own; /* to give back; NULL: belongs to somebody else */
} ent_column;

static inline ent_value ent_column_at(const ent_column *column, uint32_t row)
{
    return column->v[(size_t)row * column->step];
}

/* One more than the largest selected row number. */
static inline uint32_t ent_batch_end(const ent_batch *batch)
{
    return batch->sel && batch->n ? batch->sel[batch->n - 1] + 1u : batch->n;
}

/* Scratch for at most ENT_BATCH values that is given back when no longer read. NULL: out of memory (ask the arena). */
void *ent_scratch_take(ent_frame *frame, uint32_t values);
void ent_scratch_give(ent_frame *frame, void *scratch, uint32_t values);
/* The same for row numbers. */
uint16_t *ent_rows_take(ent_frame *frame, uint32_t n);
void ent_rows_give(ent_frame *frame, uint16_t *rows, uint32_t n);

/* The code's values for the selected rows of in. Nothing is evaluated when no row is selected. */
ent_status ent_column_of(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_column *out);
void ent_column_done(ent_frame *frame, ent_column *column);
/* The same into out[row]. */
ent_status ent_column_into(const ent_code *code, ent_frame *frame, const ent_batch *in, ent_value *out);

/* The rows for which the code gives true; sel may be in->sel. */
ent_status ent_rows_true(const ent_code *code, ent_frame *frame, const ent_batch *in, uint16_t *sel, uint32_t *n);

/* "INTEGER 5", "STRING 'a very long te...'", "NODE": for messages. Returns buffer. */
enum { ENT_DESCRIPTION = 64 };
const char *ent_describe(char buffer[ENT_DESCRIPTION], ent_value v);
/* A TypeError at run time: InvalidArgumentType. "expected WANTED, but this is a BOOLEAN". */
ent_status ent_type_mismatch(ent_context *context, ent_span where, const char *wanted, ent_value got);

/* Truth of a value: null is unknown, anything but a boolean a TypeError. */
ent_status ent_truth(ent_context *context, ent_span where, ent_value v, ent_ternary *out);
static inline ent_value ent_from_ternary(ent_ternary t)
{
    return t == ENT_UNKNOWN ? ENT_NULL : ent_bool(t == ENT_TRUE);
}

/* ---- one for each kind of expression ---- */

/* clang-format off */
#define ENT_RUNS(X) \
    X(list) \
    X(map) \
    X(map_projection) \
    X(property) \
    X(index) \
    X(slice) \
    X(call) \
    X(coalesce) \
    X(not) \
    X(and) \
    X(or) \
    X(xor) \
    X(compare) \
    X(compare_chain) \
    X(arithmetic) \
    X(concat) \
    X(negate) \
    X(plus) \
    X(in) \
    X(string_test) \
    X(regex) \
    X(is_null) \
    X(has_labels) \
    X(is_typed) \
    X(case) \
    X(list_comprehension) \
    X(quantifier) \
    X(reduce) \
    X(subquery)
/* clang-format on */
#define X(name) ent_status ent_run_##name(const ent_code *, ent_frame *, const ent_batch *, ent_value *);
ENT_RUNS(X)
#undef X

#endif
