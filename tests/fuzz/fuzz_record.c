/* Feeds bytes to the reader of records as JSON: no crash, no leak, and what passes the checks is written as a line that
 * is read back as the same record. */
#include "io/record.h"

#include <stdint.h>
#include <stdlib.h>

/* The record as a line of JSON, in memory of its own; NULL when it has faults. */
static char *read_and_write(const char *text, size_t n, const ent_places *places, size_t *length)
{
    ent_arena arena;
    ent_faults faults = {0};
    char *line = NULL;
    ent_arena_init(&arena, NULL);
    ent_record record = {.file = "fuzz", .line = 1, .column = 1, .source = {text, (uint32_t)n}};
    bool good = ent_record_read_json(&arena, &record, &faults);
    good &= ent_record_check(&record, places, &faults);
    if (good != (faults.count == 0))
        abort();
    if (good) {
        uint32_t edges;
        ent_record_edges_of(&record, &arena, &edges);
        ent_record_span_of(&record);
        FILE *out = open_memstream(&line, length);
        ent_record_write_json(&record, out);
        fclose(out);
    }
    ent_arena_fini(&arena);
    return line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ent_places places;
    ent_places_init(&places);
    size_t n = 0, again_n = 0;
    char *line = read_and_write((const char *)data, size, &places, &n);
    if (line) {
        char *again = read_and_write(line, n, &places, &again_n);
        if (!again || again_n != n || memcmp(line, again, n) != 0)
            abort();
        free(again);
    }
    free(line);
    ent_places_fini(&places);
    return 0;
}
