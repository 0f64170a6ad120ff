#include "io/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHUNK = 256 * 1024 };

ent_status ent_input_open_until(ent_input *input, const char *name, int stop)
{
    *input = (ent_input){.name = name, .line = 1, .column = 1, .stop = stop};
    input->fd = strcmp(name, "-") == 0 ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0) {
        input->system_error = errno;
        return input->failed = ENT_IO;
    }
    if (ent_input_peek(input, 0) == 0xEF && ent_input_peek(input, 1) == 0xBB && ent_input_peek(input, 2) == 0xBF)
        input->start += 3;
    return input->failed;
}

ent_status ent_input_open(ent_input *input, const char *name)
{
    return ent_input_open_until(input, name, -1);
}

void ent_input_close(ent_input *input)
{
    if (input->fd > STDIN_FILENO)
        close(input->fd);
    free(input->buffer);
    *input = (ent_input){.fd = -1};
}

/* Makes room behind end for at least one chunk: by moving what is left to the front, or by a larger buffer. */
static bool make_room(ent_input *input)
{
    size_t left = input->end - input->start;
    if (input->start > 0) {
        memmove(input->buffer, input->buffer + input->start, left);
        input->start = 0;
        input->end = left;
    }
    if (input->capacity - left >= CHUNK)
        return true;
    size_t capacity = input->capacity < CHUNK ? 2 * CHUNK : 2 * input->capacity;
    char *buffer = realloc(input->buffer, capacity);
    if (!buffer) {
        input->failed = ENT_NOMEM;
        return false;
    }
    input->buffer = buffer;
    input->capacity = capacity;
    return true;
}

/* Waits until there is something to read; false when reading is to end. */
static bool may_read(ent_input *input)
{
    struct pollfd polled[] = {{.fd = input->fd, .events = POLLIN}, {.fd = input->stop, .events = POLLIN}};
    if (input->stop < 0)
        return true;
    while (poll(polled, 2, -1) < 0 && errno == EINTR)
        ;
    if (!polled[1].revents)
        return true;
    input->failed = ENT_INTERRUPTED;
    return false;
}

/* Reads until `want` bytes are there, or all that there are. */
static bool fill(ent_input *input, size_t want)
{
    while (input->end - input->start < want && !input->at_end && input->failed == ENT_OK) {
        if (!make_room(input) || !may_read(input))
            break;
        ssize_t n = read(input->fd, input->buffer + input->end, input->capacity - input->end);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            input->system_error = errno;
            input->failed = ENT_IO;
        }
        input->at_end = n <= 0;
        input->end += n > 0 ? (size_t)n : 0;
    }
    return input->end - input->start >= want;
}

int ent_input_peek(ent_input *input, size_t offset)
{
    if (input->end - input->start <= offset && !fill(input, offset + 1))
        return -1;
    return (unsigned char)input->buffer[input->start + offset];
}

const char *ent_input_take(ent_input *input, size_t n)
{
    const char *begin = input->buffer + input->start, *line = begin, *end = begin + n, *feed;
    while ((feed = memchr(line, '\n', (size_t)(end - line)))) {
        input->line++;
        input->column = 1;
        line = feed + 1;
    }
    input->column += ent_utf8_count(line, (size_t)(end - line));
    input->start += n;
    return begin;
}

void ent_input_skip_blanks(ent_input *input)
{
    int c;
    while ((c = ent_input_peek(input, 0)) == ' ' || c == '\n' || c == '\r' || c == '\t')
        ent_input_take(input, 1);
}

bool ent_input_line(ent_input *input, size_t *n)
{
    size_t seen = 0;
    for (;;) {
        size_t have = input->end - input->start;
        const char *feed = have > seen ? memchr(input->buffer + input->start + seen, '\n', have - seen) : NULL;
        if (feed) {
            *n = (size_t)(feed - (input->buffer + input->start));
            return *n <= ENT_RECORD_LIMIT;
        }
        seen = have;
        *n = have;
        if (have > ENT_RECORD_LIMIT)
            return false;
        if (!fill(input, have + 1))
            return input->failed == ENT_OK;
    }
}

bool ent_input_brackets(ent_input *input, size_t *n)
{
    size_t depth = 0;
    bool text = false, escaped = false;
    for (size_t i = 0; i <= ENT_RECORD_LIMIT; i++) {
        int c = ent_input_peek(input, i);
        *n = i;
        if (c < 0)
            return false;
        if (text) {
            text = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if (c == '"')
            text = true;
        else if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && --depth == 0) {
            *n = i + 1;
            return true;
        }
    }
    return false;
}

void ent_input_fault(const ent_input *input, ent_faults *faults, const char *hint, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ent_fault fault = {.file = input->name,
                       .line = input->line,
                       .column = input->column,
                       .record = "",
                       .path = "",
                       .text = text,
                       .hint = hint ? hint : ""};
    ent_faults_add(faults, &fault);
}
