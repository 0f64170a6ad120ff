/* Fuzz target: any bytes as a query that is run, on a small graph, within limits. Rows are read as a caller would read
 * them; every error must come with a text; the database must be sound afterwards. */
#include "core/entente.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char GRAPH[] =
    "UNWIND range(1, 4) AS i CREATE (a:A {n: i, t: 'text ' + i, l: [i, 2.5], d: date('2020-01-31')})-[:T {w: i}]->"
    "(b:A:B {n: -i})<-[:U]-(:C), (b)-[:T]->(b)";

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void look_at(entente_stmt *stmt)
{
    entente_status status;
    uint32_t rows = 0;
    while ((status = entente_step(stmt)) == ENTENTE_ROW && rows++ < 1000)
        for (uint32_t i = 0; i < entente_column_count(stmt); i++)
            require(entente_value_string(stmt, entente_column_value(stmt, i), true, NULL) != NULL);
    require(status == ENTENTE_ROW || status == ENTENTE_OK || status != ENTENTE_MISUSE);
    require(entente_column_count(stmt) == 0 || entente_column_name(stmt, 0) != NULL);
    require(entente_plan(stmt) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    entente *db;
    entente_stmt *stmt;
    require(entente_open(":memory:", 0, &db) == ENTENTE_OK);
    require(entente_exec(db, GRAPH) == ENTENTE_OK);
    entente_set_limit(db, ENTENTE_LIMIT_TIME, 200);
    entente_set_limit(db, ENTENTE_LIMIT_MEMORY, 32 << 20);
    if (entente_prepare(db, (const char *)data, (ptrdiff_t)size, &stmt) == ENTENTE_OK) {
        for (uint32_t i = 0; i < entente_parameter_count(stmt); i++)
            entente_bind_literal(stmt, entente_parameter_name(stmt, i), i % 2 ? "{n: 1}" : "[1, 'x', null]");
        look_at(stmt);
        look_at(stmt); /* again: a plan is read-only */
    }
    const entente_error *error = entente_error_of(db);
    require(error->status == ENTENTE_OK || strlen(entente_error_text(db)) > 0);
    require(error->offset + (uint64_t)error->length <= size + 1);
    entente_finalize(stmt);
    require(entente_check(db, NULL, NULL) == ENTENTE_OK);
    entente_close(db);
    return 0;
}
