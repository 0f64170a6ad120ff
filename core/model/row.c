#include "core/model/row.h"

#include "core/model/day.h"

const char *ent_row_text(ent_arena *arena, entente_stmt *stmt, uint32_t column)
{
    size_t length;
    const char *text = entente_column_text(stmt, column, &length);
    return text ? ent_arena_copy(arena, text, length) : NULL;
}

const char *ent_row_date(ent_arena *arena, entente_stmt *stmt, uint32_t column)
{
    size_t length;
    const entente_value *value = entente_column_value(stmt, column);
    if (entente_value_type(value) == ENTENTE_NULL_VALUE)
        return NULL;
    const char *text = entente_value_string(stmt, value, true, &length);
    return text ? ent_arena_copy(arena, text, length) : NULL;
}

const char *ent_row_last_day(ent_arena *arena, const char *first, const char *written)
{
    return ent_day_text(arena, ent_day_last(ent_day_of_text(first), written));
}

entente_status ent_row_each(entente *db, const char *query, const char *day,
                            entente_status (*take)(void *user, entente_stmt *stmt), void *user)
{
    entente_stmt *stmt;
    entente_status status = entente_prepare(db, query, -1, &stmt);
    if (status != ENTENTE_OK)
        return status;
    if (entente_parameter_count(stmt) > 0)
        status = entente_bind_text(stmt, "day", day, -1);
    if (status == ENTENTE_OK)
        status = ENTENTE_ROW;
    while (status == ENTENTE_ROW && (status = entente_step(stmt)) == ENTENTE_ROW) {
        entente_status taken = take(user, stmt);
        status = taken == ENTENTE_OK ? ENTENTE_ROW : taken;
    }
    entente_finalize(stmt);
    return status;
}
