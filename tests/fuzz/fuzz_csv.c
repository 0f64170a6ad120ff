/* Feeds bytes to the reader of records as CSV, as a file: no crash, no leak, and records that pass the checks are
 * written as CSV that is read back as the same records. */
#include "io/record_file.h"

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/entente_fuzz_XXXXXX.csv";

/* The sound records of the file as CSV; NULL when the file cannot be read as CSV at all. *all: none had a fault. */
static char *read_and_write(const ent_places *places, size_t *length, bool *all)
{
    ent_record_file file;
    ent_record record;
    ent_arena arena;
    ent_faults faults = {0};
    bool sound;
    char *text = NULL;
    ent_arena_init(&arena, NULL);
    FILE *out = open_memstream(&text, length);
    ent_record_write_csv_header(out);
    bool opened = ent_record_file_open(&file, path, -1, &faults);
    while (opened && ent_record_file_next(&file, &arena, &record, &sound, &faults)) {
        if (ent_record_check(&record, places, &faults) && sound && ent_record_write_csv(&record, &arena, out) != ENT_OK)
            abort();
        ent_arena_reset(&arena);
    }
    ent_record_file_close(&file);
    ent_arena_fini(&arena);
    fclose(out);
    *all = faults.count == 0;
    return text;
}

static void write_file(const void *data, size_t size)
{
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(data, 1, size, out) != size || fclose(out) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool made;
    if (!made) {
        int fd = mkstemps(path, 4);
        if (fd < 0)
            abort();
        close(fd);
        made = true;
    }
    ent_places places;
    ent_places_init(&places);
    size_t n, again_n;
    bool all;
    write_file(data, size);
    char *text = read_and_write(&places, &n, &all);
    write_file(text, n);
    char *again = read_and_write(&places, &again_n, &all);
    if (!all || again_n != n || memcmp(text, again, n) != 0)
        abort();
    free(text);
    free(again);
    unlink(path);
    ent_places_fini(&places);
    return 0;
}
