/* What the tests of the API share: a database in memory or in a file of its own, and short ways to ask it. */
#ifndef ENT_TESTS_API_TEST_H
#define ENT_TESTS_API_TEST_H

#include "core/entente.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static inline entente *open_memory(void)
{
    entente *db;
    entente_status status = entente_open(":memory:", 0, &db);
    if (status != ENTENTE_OK)
        fail_msg("%s", entente_error_text(db));
    return db;
}

static inline void run(entente *db, const char *cypher)
{
    if (entente_exec(db, cypher) != ENTENTE_OK)
        fail_msg("%s: %s", cypher, entente_error_text(db));
}

static inline entente_stmt *prepare(entente *db, const char *cypher)
{
    entente_stmt *stmt;
    if (entente_prepare(db, cypher, -1, &stmt) != ENTENTE_OK)
        fail_msg("%s: %s", cypher, entente_error_text(db));
    return stmt;
}

/* All rows as text: columns joined by a bar, rows by a line break. Static memory. */
static inline const char *rows_of(entente_stmt *stmt)
{
    static char out[8192];
    size_t n = 0;
    out[0] = '\0';
    entente_status status;
    while ((status = entente_step(stmt)) == ENTENTE_ROW)
        for (uint32_t i = 0; i < entente_column_count(stmt); i++)
            n += (size_t)snprintf(out + n, sizeof out - n, "%s%s",
                                  i   ? "|"
                                  : n ? "\n"
                                      : "",
                                  entente_value_string(stmt, entente_column_value(stmt, i), true, NULL));
    if (status != ENTENTE_OK)
        snprintf(out + n, sizeof out - n, "error %d", (int)status);
    return out;
}

static inline const char *ask(entente *db, const char *cypher)
{
    entente_stmt *stmt = prepare(db, cypher);
    const char *rows = rows_of(stmt);
    entente_finalize(stmt);
    return rows;
}

/* A path below the temporary folder that no other test has; removed by remove_file. */
static inline const char *temporary_file(void)
{
    static char path[64];
    static int number;
    snprintf(path, sizeof path, "/tmp/entente-test-%d-%d.db", (int)getpid(), number++);
    unlink(path);
    return path;
}

static inline void remove_file(const char *path)
{
    char lock[80];
    unlink(path);
    snprintf(lock, sizeof lock, "%s-lock", path);
    unlink(lock);
}

#endif
