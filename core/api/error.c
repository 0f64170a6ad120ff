/* The connection's last error. */
#include "core/api/api.h"

#include <stdio.h>

static const entente_status statuses[] = {
#define X(id, type, text) [ENT_##id] = ENTENTE_##id,
    ENT_STATUSES(X)
#undef X
};

entente_status ent_api_status(ent_status status)
{
    return statuses[status];
}

ent_status ent_api_status_back(entente_status status)
{
    for (size_t i = 1; i < sizeof statuses / sizeof *statuses; i++)
        if (statuses[i] == status)
            return (ent_status)i;
    return ENT_MISUSE;
}

void ent_api_clear(entente *db)
{
    if (db->error.record.status == ENT_OK)
        return;
    ent_error_clear(&db->error.record);
    db->error.shown = (entente_error){.type = "", .detail = "", .message = "", .hint = ""};
    db->error.text[0] = '\0';
}

entente_status ent_api_publish(entente *db, const ent_error *error, ent_str source)
{
    ent_api_error *last = &db->error;
    last->record = *error;
    if (last->record.where.len == 0)
        source.p = NULL;
    last->shown = (entente_error){
        .status = ent_api_status(error->status),
        .type = ent_status_type(error->status),
        .phase = (int)error->phase,
        .detail = last->record.detail,
        .message = last->record.text,
        .hint = last->record.hint,
        .offset = error->where.at,
        .length = error->where.len,
    };
    if (source.p)
        ent_error_place(source, error->where.at, &last->shown.line, &last->shown.column);
    ent_error_draw(last->text, &last->record, source);
    return last->shown.status;
}

entente_status ent_api_misuse(entente *db, const char *format, ...)
{
    ent_error error = {.status = ENT_MISUSE};
    va_list args;
    va_start(args, format);
    vsnprintf(error.text, sizeof error.text, format, args);
    va_end(args);
    return db ? ent_api_publish(db, &error, (ent_str){NULL, 0}) : ENTENTE_MISUSE;
}

static const entente_error no_connection = {
    .status = ENTENTE_NOMEM,
    .type = "OutOfMemory",
    .detail = "",
    .message = "there is no connection: memory was out when it was opened",
    .hint = "",
};

const entente_error *entente_error_of(const entente *db)
{
    return db ? &db->error.shown : &no_connection;
}

const char *entente_error_text(const entente *db)
{
    return db ? db->error.text : no_connection.message;
}
