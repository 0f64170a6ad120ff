/* A file of records, read one by one: JSON Lines, a JSON array, {"agreements": [...]}, or CSV (docs/csv-format.md).
 *
 * The ending of the name decides (.jsonl, .json, .csv); of standard input and other names the first bytes do. */
#ifndef ENT_IO_RECORD_FILE_H
#define ENT_IO_RECORD_FILE_H

#include "io/input.h"
#include "io/record_csv.h"

typedef enum {
    ENT_FILE_LINES,    /* a record a line */
    ENT_FILE_ARRAY,    /* [record, ...] */
    ENT_FILE_WRAPPED,  /* {"agreements": [record, ...]} */
    ENT_FILE_SEQUENCE, /* records over several lines, one behind the other */
    ENT_FILE_CSV
} ent_file_format;

typedef struct {
    ent_input input;
    ent_file_format format;
    ent_csv_columns columns; /* of CSV */
    uint64_t count;          /* records that began */
    bool over;               /* nothing more can be read */
} ent_record_file;

/* Tells as a fault what prevents reading. False then; close it in any case. stop: as of ent_input_open_until, or -1. */
bool ent_record_file_open(ent_record_file *file, const char *name, int stop, ent_faults *faults);
void ent_record_file_close(ent_record_file *file);

/* The next record, in the arena (which the caller resets between records) and in the file's buffer: both valid until
 * the next call. False at the end, and when the arena or the input failed (arena->failed, file->input.failed). *sound:
 * whether it was read without a fault; checks may follow in any case. */
bool ent_record_file_next(ent_record_file *file, ent_arena *arena, ent_record *record, bool *sound, ent_faults *faults);

#endif
