/* Temporal expressions as text, so that a test is a table of lines: "date({year: 1984, week: 10})" -> "1984-03-05".
 *
 * A small evaluator of literals, maps, calls of the temporal functions, components behind a dot, + - * / < = and
 * brackets. It stands in for the query engine, which has its own tests. */
#ifndef ENT_TESTS_TEMPORAL_EXPRESSION_H
#define ENT_TESTS_TEMPORAL_EXPRESSION_H

#include <stddef.h>

typedef struct {
    const char *expression;
    const char *expected; /* the value as text, or "ErrorType: message" */
} temporal_row;

/* Fails the running test with every row that differs. */
void check_temporal_rows(const temporal_row *rows, size_t n);

#define CHECK_ROWS(rows) check_temporal_rows(rows, sizeof rows / sizeof *rows)

#endif
