#include "io/rows.h"

entente_status ent_rows_open(ent_rows *rows, entente *db, const char *cypher)
{
    *rows = (ent_rows){0};
    return entente_prepare(db, cypher, -1, &rows->stmt);
}

void ent_rows_close(ent_rows *rows)
{
    entente_finalize(rows->stmt);
    *rows = (ent_rows){0};
}

/* The place of the next row. */
static entente_writer *next(ent_rows *rows)
{
    if (!rows->writer) {
        rows->writer = entente_bind_writer(rows->stmt, "rows");
        entente_put_list(rows->writer);
    }
    rows->rows++;
    return rows->writer;
}

void ent_rows_begin(ent_rows *rows)
{
    entente_put_map(next(rows));
}

void ent_rows_end(ent_rows *rows)
{
    entente_put_end(rows->writer);
}

void ent_rows_text(ent_rows *rows, ent_str text)
{
    entente_put_text(next(rows), text.p, text.n);
}

void ent_rows_put_text(ent_rows *rows, const char *key, ent_str text)
{
    if (!text.p)
        return;
    entente_put_key(rows->writer, key, -1);
    entente_put_text(rows->writer, text.p, text.n);
}

void ent_rows_put_int(ent_rows *rows, const char *key, int64_t value)
{
    entente_put_key(rows->writer, key, -1);
    entente_put_int64(rows->writer, value);
}

void ent_rows_put_day(ent_rows *rows, const char *key, ent_day day)
{
    entente_put_key(rows->writer, key, -1);
    entente_put_date(rows->writer, day.year, day.month, day.day);
}

entente_status ent_rows_step(ent_rows *rows)
{
    if (rows->rows == 0)
        return ENTENTE_OK;
    if (rows->writer) {
        entente_put_end(rows->writer);
        rows->writer = NULL;
    }
    entente_status status = entente_step(rows->stmt);
    if (status != ENTENTE_ROW)
        rows->rows = 0;
    return status;
}

entente_status ent_rows_run(ent_rows *rows)
{
    entente_status status;
    do
        status = ent_rows_step(rows);
    while (status == ENTENTE_ROW);
    return status;
}
