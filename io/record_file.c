#include "io/record_file.h"

#include <errno.h>

static bool ends_with(const char *name, const char *ending)
{
    size_t n = strlen(name), m = strlen(ending);
    return n > m && strcmp(name + n - m, ending) == 0;
}

/* How far `{"agreements": [` reaches from here, 0 when something else stands here. */
static size_t wrapper_length(ent_input *input)
{
    static const char *const parts[] = {"{", "\"agreements\"", ":", "["};
    size_t at = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        int c;
        while ((c = ent_input_peek(input, at)) == ' ' || c == '\n' || c == '\r' || c == '\t')
            at++;
        for (const char *p = parts[i]; *p; p++)
            if (ent_input_peek(input, at++) != *p)
                return 0;
    }
    return at;
}

/* Whether the line that begins here also ends an object: then every record has its line. */
static bool object_on_a_line(ent_input *input)
{
    size_t line, object;
    return ent_input_line(input, &line) && ent_input_brackets(input, &object) && object <= line;
}

static ent_file_format format_of_json(ent_input *input)
{
    if (ent_input_peek(input, 0) == '[')
        return ENT_FILE_ARRAY;
    if (wrapper_length(input) > 0)
        return ENT_FILE_WRAPPED;
    return object_on_a_line(input) ? ENT_FILE_LINES : ENT_FILE_SEQUENCE;
}

static bool open_csv(ent_record_file *file, ent_faults *faults)
{
    ent_csv_row header;
    ent_arena arena;
    ent_arena_init(&arena, NULL);
    uint64_t before = faults->count;
    bool good = ent_csv_read(&file->input, &arena, &header, faults);
    if (good)
        good = ent_record_csv_columns(&header, file->input.name, &file->columns, faults);
    else if (faults->count == before && file->input.failed == ENT_OK && arena.failed == ENT_OK)
        ent_input_fault(&file->input, faults, NULL, "the file is empty: expected a line with the names of the columns");
    if (arena.failed != ENT_OK)
        file->input.failed = ENT_NOMEM;
    ent_arena_fini(&arena);
    return good;
}

bool ent_record_file_open(ent_record_file *file, const char *name, int stop, ent_faults *faults)
{
    file->count = 0;
    file->over = true;
    if (ent_input_open_until(&file->input, name, stop) != ENT_OK) {
        if (file->input.failed == ENT_IO) {
            ent_fault fault = {
                .file = name, .record = "", .path = "", .text = strerror(file->input.system_error), .hint = ""};
            ent_faults_add(faults, &fault);
        }
        return false;
    }
    ent_input *input = &file->input;
    if ((ent_input_peek(input, 0) == 0xFF && ent_input_peek(input, 1) == 0xFE) ||
        (ent_input_peek(input, 0) == 0xFE && ent_input_peek(input, 1) == 0xFF)) {
        ent_input_fault(input, faults, "save it as UTF-8", "the file is in UTF-16");
        return false;
    }
    if (ends_with(name, ".csv"))
        file->format = ENT_FILE_CSV;
    else if (ends_with(name, ".jsonl"))
        file->format = ENT_FILE_LINES;
    else {
        ent_input_skip_blanks(input);
        int c = ent_input_peek(input, 0);
        bool json = c < 0 || c == '[' || c == '{' || ends_with(name, ".json");
        file->format = json ? format_of_json(input) : ENT_FILE_CSV;
    }
    if (file->format == ENT_FILE_CSV && !open_csv(file, faults))
        return false;
    if (file->format == ENT_FILE_ARRAY)
        ent_input_take(input, 1);
    if (file->format == ENT_FILE_WRAPPED)
        ent_input_take(input, wrapper_length(input));
    file->over = false;
    return true;
}

void ent_record_file_close(ent_record_file *file)
{
    ent_input_close(&file->input);
}

/* ---- the next record's text ---- */

static bool stop(ent_record_file *file, ent_faults *faults, const char *hint, const char *text)
{
    if (file->input.failed == ENT_IO)
        ent_input_fault(&file->input, faults, NULL, "reading failed: %s", strerror(file->input.system_error));
    else if (file->input.failed == ENT_OK && text)
        ent_input_fault(&file->input, faults, hint, "%s", text);
    file->over = true;
    return false;
}

static void begin(ent_record_file *file, ent_record *record)
{
    *record = (ent_record){.file = file->input.name, .line = file->input.line, .column = file->input.column};
    file->count++;
}

static bool next_line(ent_record_file *file, ent_record *record, ent_faults *faults)
{
    ent_input *input = &file->input;
    size_t n;
    ent_input_skip_blanks(input);
    if (ent_input_peek(input, 0) < 0)
        return stop(file, faults, NULL, NULL);
    if (!ent_input_line(input, &n))
        return stop(file, faults, "a record has at most 16 MiB", "the line that begins here is too long");
    begin(file, record);
    record->source = (ent_str){ent_input_take(input, n), (uint32_t)n};
    return true;
}

/* Behind the last record of an array. */
static bool finish(ent_record_file *file, ent_faults *faults)
{
    ent_input *input = &file->input;
    ent_input_skip_blanks(input);
    if (file->format == ENT_FILE_WRAPPED) {
        if (ent_input_peek(input, 0) == ',')
            return stop(file, faults, NULL, "expected `}`: the file has `agreements` and nothing else");
        if (ent_input_peek(input, 0) != '}')
            return stop(file, faults, NULL, "expected `}` behind the list of agreements");
        ent_input_take(input, 1);
        ent_input_skip_blanks(input);
    }
    return stop(file, faults, NULL,
                ent_input_peek(input, 0) < 0 ? NULL : "expected the end of the file behind the records");
}

static bool next_object(ent_record_file *file, ent_record *record, ent_faults *faults)
{
    ent_input *input = &file->input;
    bool in_array = file->format != ENT_FILE_SEQUENCE;
    size_t n;
    ent_input_skip_blanks(input);
    if (in_array && ent_input_peek(input, 0) == ']' && file->count == 0) {
        ent_input_take(input, 1);
        return finish(file, faults);
    }
    if (in_array && file->count > 0) {
        int c = ent_input_peek(input, 0);
        if (c == ']') {
            ent_input_take(input, 1);
            return finish(file, faults);
        }
        if (c != ',')
            return stop(file, faults, NULL,
                        c < 0 ? "the file ends within the list of records" : "expected `,` or `]` behind a record");
        ent_input_take(input, 1);
        ent_input_skip_blanks(input);
    }
    int c = ent_input_peek(input, 0);
    if (c < 0 && !in_array)
        return stop(file, faults, NULL, NULL);
    if (c != '{')
        return stop(file, faults, NULL,
                    c < 0 ? "the file ends within the list of records" : "expected a record, which begins with `{`");
    if (!ent_input_brackets(input, &n))
        return stop(file, faults, n >= ENT_RECORD_LIMIT ? "a record has at most 16 MiB" : NULL,
                    n >= ENT_RECORD_LIMIT ? "the record that begins here is too long"
                                          : "the record that begins here does not end");
    begin(file, record);
    record->source = (ent_str){ent_input_take(input, n), (uint32_t)n};
    return true;
}

static bool next_row(ent_record_file *file, ent_arena *arena, ent_record *record, bool *sound, ent_faults *faults)
{
    ent_csv_row *row = ENT_NEW(arena, ent_csv_row);
    if (!row || !ent_csv_read(&file->input, arena, row, faults))
        return stop(file, faults, NULL, NULL);
    begin(file, record);
    record->line = row->line;
    record->column = row->column;
    record->source = row->source;
    *sound = ent_record_read_csv(arena, &file->columns, row, record, faults);
    return true;
}

bool ent_record_file_next(ent_record_file *file, ent_arena *arena, ent_record *record, bool *sound, ent_faults *faults)
{
    if (file->over)
        return false;
    if (file->format == ENT_FILE_CSV)
        return next_row(file, arena, record, sound, faults);
    if (!(file->format == ENT_FILE_LINES ? next_line(file, record, faults) : next_object(file, record, faults)))
        return false;
    *sound = ent_record_read_json(arena, record, faults);
    return true;
}
