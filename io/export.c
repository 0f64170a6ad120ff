#include "io/export.h"

#include "io/graph_read.h"
#include "io/record_csv.h"

#include <errno.h>

typedef struct {
    FILE *out;
    bool csv;
    ent_arena scratch;
} exporter;

static bool write_record(void *user, const ent_record *record)
{
    exporter *e = user;
    ent_arena_reset(&e->scratch);
    if (e->csv)
        ent_record_write_csv(record, &e->scratch, e->out);
    else
        ent_record_write_json(record, e->out);
    return e->scratch.failed == ENT_OK && !ferror(e->out);
}

static entente_status export(entente *db, FILE *out, bool csv)
{
    exporter e = {.out = out, .csv = csv};
    errno = 0;
    if (csv)
        ent_record_write_csv_header(out);
    ent_arena_init(&e.scratch, NULL);
    entente_status status = ent_graph_read(db, write_record, &e);
    if (status == ENTENTE_OK && e.scratch.failed != ENT_OK)
        status = ENTENTE_NOMEM;
    ent_arena_fini(&e.scratch);
    if (status != ENTENTE_OK)
        return status;
    return ferror(out) || fflush(out) != 0 ? ENTENTE_IO : ENTENTE_OK;
}

entente_status ent_export_jsonl(entente *db, FILE *out)
{
    return export(db, out, false);
}

entente_status ent_export_csv(entente *db, FILE *out)
{
    return export(db, out, true);
}
