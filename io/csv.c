#include "io/csv.h"
#include "io/record.h"

/* The bytes of the row that begins here, without its line break; false when it does not end. Most rows have no quote
 * and end with the line. */
static bool row_length(ent_input *input, size_t *n)
{
    if (!ent_input_line(input, n))
        return input->failed == ENT_OK && *n <= ENT_RECORD_LIMIT;
    if (ent_input_peek(input, *n) >= 0 && !memchr(input->buffer + input->start, '"', *n))
        return true;
    bool quoted = false;
    for (size_t i = 0; i <= ENT_RECORD_LIMIT; i++) {
        int c = ent_input_peek(input, i);
        *n = i;
        if (c < 0)
            return !quoted && input->failed == ENT_OK;
        if (c == '"')
            quoted = !quoted; /* a doubled quote closes and opens again */
        else if (c == '\n' && !quoted)
            return true;
    }
    return false;
}

static void row_fault(const ent_input *input, const ent_csv_row *row, ent_faults *faults, uint32_t at, const char *text)
{
    ent_record record = {.file = input->name, .line = row->line, .column = row->column, .source = row->source};
    ent_record_fault(&record, faults, at, ENT_SPOT_RECORD, NULL, "%s", text);
}

/* A quoted cell with *p behind its opening quote; moves behind the closing one. */
static bool quoted_cell(ent_arena *arena, const char **p, const char *end, ent_str *out)
{
    const char *begin = *p, *c = begin;
    size_t doubled = 0;
    while (c < end && (*c != '"' || (c + 1 < end && c[1] == '"'))) {
        doubled += *c == '"';
        c += *c == '"' ? 2 : 1;
    }
    if (c >= end)
        return false;
    *p = c + 1;
    *out = (ent_str){begin, (uint32_t)(c - begin)};
    if (doubled == 0)
        return true;
    char *copy = ent_arena_alloc(arena, (size_t)(c - begin));
    if (!copy)
        return false;
    uint32_t n = 0;
    for (const char *q = begin; q < c; q++) {
        copy[n++] = *q;
        q += *q == '"';
    }
    *out = (ent_str){copy, n};
    return true;
}

static bool split(ent_input *input, ent_arena *arena, ent_csv_row *row, ent_faults *faults)
{
    const char *begin = row->source.p, *p = begin, *end = p + row->source.n;
    row->count = 0;
    for (;;) {
        if (row->count == ENT_CSV_CELLS) {
            row_fault(input, row, faults, (uint32_t)(p - begin), "more than 256 cells in a row");
            return false;
        }
        ent_csv_cell *cell = &row->cells[row->count++];
        cell->quoted = p < end && *p == '"';
        p += cell->quoted;
        cell->at = (uint32_t)(p - begin);
        if (cell->quoted) {
            if (!quoted_cell(arena, &p, end, &cell->text)) {
                if (arena->failed == ENT_OK)
                    row_fault(input, row, faults, cell->at - 1, "the quoted cell that begins here does not end");
                return false;
            }
        } else {
            const char *start = p;
            while (p < end && *p != ',' && *p != '"')
                p++;
            cell->text = (ent_str){start, (uint32_t)(p - start)};
        }
        if (p >= end)
            return true;
        if (*p != ',') {
            row_fault(input, row, faults, (uint32_t)(p - begin),
                      cell->quoted ? "expected a comma behind the closing quote"
                                   : "a cell with a quote in it must be quoted, and the quote doubled");
            return false;
        }
        p++;
    }
}

bool ent_csv_read(ent_input *input, ent_arena *arena, ent_csv_row *row, ent_faults *faults)
{
    for (;;) {
        size_t n;
        if (ent_input_peek(input, 0) < 0)
            return false;
        row->line = input->line;
        row->column = input->column;
        if (!row_length(input, &n)) {
            if (input->failed == ENT_OK)
                ent_input_fault(input, faults, n > ENT_RECORD_LIMIT - 1 ? "a row has at most 16 MiB" : NULL,
                                "the row that begins here does not end: a quoted cell is not closed");
            return false;
        }
        bool last = ent_input_peek(input, n) < 0;
        const char *source = ent_input_take(input, n + !last);
        if (n > 0 && source[n - 1] == '\r')
            n--;
        if (n == 0)
            continue;
        source = ent_arena_copy(arena, source, n); /* what is made of the cells outlives the buffer */
        if (!source)
            return false;
        row->source = (ent_str){source, (uint32_t)n};
        size_t valid = ent_utf8_valid(source, n);
        if (valid == n && memchr(source, 0, n))
            valid = (size_t)((const char *)memchr(source, 0, n) - source);
        if (valid < n) {
            char text[64];
            snprintf(text, sizeof text, "the byte 0x%02X is not text in UTF-8", (unsigned char)source[valid]);
            row_fault(input, row, faults, (uint32_t)valid, text);
            return false;
        }
        return split(input, arena, row, faults);
    }
}

uint32_t ent_csv_place(const ent_csv_row *row, const ent_csv_cell *cell, uint32_t at, uint32_t n)
{
    for (; n > 0; n--)
        at += cell->quoted && row->source.p[at] == '"' ? 2 : 1;
    return at;
}

void ent_csv_write(FILE *out, ent_str text)
{
    bool plain = true;
    for (uint32_t i = 0; i < text.n && plain; i++)
        plain = !strchr(",\"\r\n", text.p[i]);
    if (plain) {
        fwrite(text.p, 1, text.n, out);
        return;
    }
    fputc('"', out);
    for (uint32_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            fputc('"', out);
        fputc(text.p[i], out);
    }
    fputc('"', out);
}
