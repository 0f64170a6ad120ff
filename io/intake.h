/* What a load takes in: the records of its files, read, checked and counted, batch by batch; their ids and the links
 * between them, which can be judged only when all are there. Knows no database.
 *
 * While batches are filled, everything here belongs to whoever fills them (io/ahead.h: another thread). */
#ifndef ENT_IO_INTAKE_H
#define ENT_IO_INTAKE_H

#include "io/load.h"
#include "io/record_file.h"

/* A link as some record states it, with its place for the case that its target is nowhere. */
typedef struct {
    uint32_t from; /* number of the record's id */
    ent_str to;
    uint32_t position;
    ent_relation relation;
    const char *file;
    uint64_t line, column;
} ent_intake_link;

/* Where the record of an id stands. */
typedef struct {
    const char *file;
    uint64_t line;
} ent_intake_origin;

typedef struct {
    const char *const *files;
    size_t file_count;
    const ent_places *places;
    bool count_sources; /* else whoever writes the records counts them */
    int stop;           /* of ent_input_open_until */
    /* what has come together */
    ent_string_set ids, parties, sources;
    ent_intake_origin *origins; /* of ids */
    uint32_t origin_room;
    ent_intake_link *links;
    uint32_t link_count, link_room;
    ent_arena arena; /* of links */
    bool nameless;   /* a record could not be read as far as its id: a link to it would seem broken */
    uint64_t faults; /* so far */
    ent_load_summary summary;
    /* where it stands */
    size_t file;
    bool open, over;
    ent_record_file current;
} ent_intake;

typedef struct {
    ent_arena arena; /* of all that follows */
    ent_record *records;
    uint32_t count;    /* to be written; none after a fault */
    ent_fault *faults; /* to be told, in order; those beyond ENT_FAULTS_TOLD are only counted */
    uint32_t fault_count, fault_room;
    ent_load_summary summary; /* up to here */
    ent_status status;        /* ENT_NOMEM, ENT_INTERRUPTED: nothing follows */
} ent_intake_batch;

/* The most records of a batch. */
enum { ENT_INTAKE_RECORDS = 1000 };

void ent_intake_init(ent_intake *intake, const char *const *files, size_t file_count, const ent_places *places);
void ent_intake_fini(ent_intake *intake);

/* Batches are filled again and again. */
void ent_intake_batch_init(ent_intake_batch *batch);
void ent_intake_batch_fini(ent_intake_batch *batch);

/* The next records: as many as are in one batch, or less when they are long. False: nothing is left, and nothing in the
 * batch. */
bool ent_intake_fill(ent_intake *intake, ent_intake_batch *batch);

#endif
