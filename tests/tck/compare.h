/* Comparing what came with what should: values, rows in and out of order. */
#ifndef TCK_COMPARE_H
#define TCK_COMPARE_H

#include "core/base/buffer.h"
#include "tests/tck/expected.h"

enum {
    TCK_IN_ORDER = 1,       /* rows as a list, else as a multiset */
    TCK_LISTS_UNORDERED = 2 /* every list, however deep, as a multiset */
};

typedef struct {
    ent_str *names;
    uint32_t column_count;
    tck_value **rows; /* each an array of column_count values */
    uint32_t row_count;
} tck_result;

bool tck_equal(const tck_value *a, const tck_value *b, unsigned how);
/* Columns and rows. */
bool tck_same_result(const tck_result *expected, const tck_result *actual, unsigned how);

void tck_print_value(ent_buffer *out, const tck_value *value);
/* As a table, at most so many rows. */
void tck_print_result(ent_buffer *out, const tck_result *result, uint32_t most);

#endif
