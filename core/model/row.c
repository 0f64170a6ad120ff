#include "core/model/row.h"

#include "core/model/day.h"

#include <stdio.h>
#include <string.h>

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

static entente_status bind(entente_stmt *stmt, const ent_row_start *start, const char *day)
{
    entente_status status = ENTENTE_OK;
    for (uint32_t i = 0; i < entente_parameter_count(stmt) && status == ENTENTE_OK; i++) {
        const char *name = entente_parameter_name(stmt, i);
        if (strcmp(name, "texts") != 0) {
            status = entente_bind_text(stmt, name, day, -1);
            continue;
        }
        entente_writer *writer = entente_bind_writer(stmt, name);
        entente_put_list(writer);
        for (uint32_t k = 0; k < start->count; k++)
            entente_put_text(writer, start->texts[k], -1);
        entente_put_end(writer);
    }
    return status;
}

entente_status ent_row_each_from(entente *db, const ent_row_start *start, const char *rest, const char *day,
                                 entente_status (*take)(void *user, entente_stmt *stmt), void *user)
{
    char query[1024];
    entente_stmt *stmt;
    int length = snprintf(query, sizeof query, "%s%s", start ? start->begin : "", rest);
    if (length < 0 || (size_t)length >= sizeof query)
        return ENTENTE_NOMEM; /* no query of ours is that long */
    entente_status status = entente_prepare(db, query, length, &stmt);
    if (status != ENTENTE_OK)
        return status;
    status = bind(stmt, start, day);
    if (status == ENTENTE_OK)
        status = ENTENTE_ROW;
    while (status == ENTENTE_ROW && (status = entente_step(stmt)) == ENTENTE_ROW) {
        entente_status taken = take(user, stmt);
        status = taken == ENTENTE_OK ? ENTENTE_ROW : taken;
    }
    entente_finalize(stmt);
    return status;
}

entente_status ent_row_each(entente *db, const char *query, const char *day,
                            entente_status (*take)(void *user, entente_stmt *stmt), void *user)
{
    return ent_row_each_from(db, NULL, query, day, take, user);
}
