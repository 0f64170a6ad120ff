/* The columns of the current row. */
#include "core/api/api.h"

uint32_t entente_column_count(const entente_stmt *stmt)
{
    return stmt ? stmt->column_count : 0;
}

const char *entente_column_name(const entente_stmt *stmt, uint32_t column)
{
    return column < entente_column_count(stmt) ? stmt->columns[column] : NULL;
}

const entente_value *entente_column_value(entente_stmt *stmt, uint32_t column)
{
    if (!stmt)
        return NULL;
    if (!stmt->has_row || column >= stmt->column_count) {
        if (stmt->has_row)
            ent_api_misuse(stmt->db, "there is no column %u: the row has %u", column, stmt->column_count);
        else
            ent_api_misuse(stmt->db, "there is no row: entente_step has not given ENTENTE_ROW");
        return NULL;
    }
    return (const entente_value *)&stmt->row[column];
}

bool entente_column_is_null(entente_stmt *stmt, uint32_t column)
{
    return entente_value_type(entente_column_value(stmt, column)) == ENTENTE_NULL_VALUE;
}

bool entente_column_bool(entente_stmt *stmt, uint32_t column)
{
    return entente_value_bool(entente_column_value(stmt, column));
}

int64_t entente_column_int64(entente_stmt *stmt, uint32_t column)
{
    return entente_value_int64(entente_column_value(stmt, column));
}

double entente_column_double(entente_stmt *stmt, uint32_t column)
{
    return entente_value_double(entente_column_value(stmt, column));
}

const char *entente_column_text(entente_stmt *stmt, uint32_t column, size_t *length)
{
    return entente_value_text(entente_column_value(stmt, column), length);
}
