#include "core/base/status.h"

#include <stdio.h>
#include <string.h>

static const char *const types[] = {
#define X(id, type, text) type,
    ENT_STATUSES(X)
#undef X
};
static const char *const texts[] = {
#define X(id, type, text) text,
    ENT_STATUSES(X)
#undef X
};

const char *ent_status_type(ent_status status)
{
    return types[status];
}

const char *ent_status_text(ent_status status)
{
    return texts[status];
}

/* vsnprintf may cut a UTF-8 sequence in two at the end of the buffer: take the torn one away. */
static void format_into(char *buffer, size_t size, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void format_into(char *buffer, size_t size, const char *format, va_list args)
{
    int length = vsnprintf(buffer, size, format, args);
    if (length < 0 || (size_t)length < size)
        return;
    size_t end = size - 1;
    while (end > 0 && ((unsigned char)buffer[end - 1] & 0xC0) == 0x80)
        end--;
    if (end > 0 && (unsigned char)buffer[end - 1] >= 0xC0)
        end--;
    buffer[end] = '\0';
}

static ent_status fail(ent_error *error, ent_status status, ent_phase phase, ent_span where, const char *detail,
                       const char *format, va_list args) __attribute__((format(printf, 6, 0)));

static ent_status fail(ent_error *error, ent_status status, ent_phase phase, ent_span where, const char *detail,
                       const char *format, va_list args)
{
    if (error && error->status == ENT_OK) {
        error->status = status;
        error->phase = phase;
        error->where = where;
        snprintf(error->detail, sizeof error->detail, "%s", detail ? detail : "");
        error->hint[0] = '\0';
        format_into(error->text, sizeof error->text, format, args);
    }
    return status;
}

ent_status ent_fail(ent_error *error, ent_status status, ent_phase phase, ent_span where, const char *detail,
                    const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fail(error, status, phase, where, detail, format, args);
    va_end(args);
    return status;
}

ent_status ent_fail_io(ent_error *error, ent_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fail(error, status, ENT_PHASE_NONE, (ent_span){0, 0}, NULL, format, args);
    va_end(args);
    return status;
}

void ent_hint(ent_error *error, const char *format, ...)
{
    if (!error || error->hint[0] != '\0')
        return;
    va_list args;
    va_start(args, format);
    format_into(error->hint, sizeof error->hint, format, args);
    va_end(args);
}

void ent_error_clear(ent_error *error)
{
    error->status = ENT_OK; /* called for every row, so the texts are only ended */
    error->phase = ENT_PHASE_NONE;
    error->where = (ent_span){0};
    error->detail[0] = error->text[0] = error->hint[0] = '\0';
}
