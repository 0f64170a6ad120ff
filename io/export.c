#include "io/export.h"

#include "io/graph_read.h"
#include "io/record_csv.h"

#include <errno.h>

typedef struct {
    FILE *out;
    bool csv;
    bool failed;
} exporter;

static bool write_record(void *user, const ent_record *record)
{
    exporter *e = user;
    bool good = true;
    if (e->csv)
        good = ent_record_write_csv(record, e->out);
    else
        ent_record_write_json(record, e->out);
    e->failed = !good || ferror(e->out);
    return !e->failed;
}

static entente_status export(entente *db, FILE *out, bool csv)
{
    exporter e = {.out = out, .csv = csv};
    errno = 0;
    if (csv)
        ent_record_write_csv_header(out);
    entente_status status = ent_graph_read(db, write_record, &e);
    if (status != ENTENTE_OK)
        return status;
    return e.failed || fflush(out) != 0 ? ENTENTE_IO : ENTENTE_OK;
}

entente_status ent_export_jsonl(entente *db, FILE *out)
{
    return export(db, out, false);
}

entente_status ent_export_csv(entente *db, FILE *out)
{
    return export(db, out, true);
}
