/* A load: every record of every file is read and checked; while nothing is wrong it is also written, and all is kept or
 * rolled back at the end. What needs all records, the links between them, comes last. Reading and checking goes on
 * ahead, on a thread of its own (io/ahead.h). */
#include "io/load.h"

#include "io/ahead.h"
#include "io/graph_clear.h"
#include "io/graph_write.h"

typedef struct {
    entente *db; /* NULL in a dry run without a database */
    const ent_load_options *options;
    ent_faults faults;
    uint64_t replaced;
    ent_places places;
    uint32_t declared; /* how many of places the caller declared */
    ent_known_parties known;
    ent_string_set sources; /* of this load, as the writer finds them */
    ent_intake intake;
    ent_graph_writer *writer;
    ent_graph_cleaner *cleaner; /* NULL: the graph has no agreements to replace */
} loader;

/* ---- what the graph has already ---- */

/* Whether what the query counts is there. */
static entente_status has_any(entente *db, const char *query, bool *any)
{
    entente_stmt *stmt;
    entente_status status = entente_prepare(db, query, -1, &stmt);
    if (status == ENTENTE_OK && (status = entente_step(stmt)) == ENTENTE_ROW) {
        *any = entente_column_int64(stmt, 0) > 0;
        status = ENTENTE_OK;
    }
    entente_finalize(stmt);
    return status;
}

static entente_status open_graph(loader *l)
{
    bool write = !l->options->dry_run;
    entente_status status = entente_begin(l->db, write);
    bool agreements = false, sources = false;
    if (status == ENTENTE_OK && write)
        status = ent_graph_prepare(l->db);
    if (status == ENTENTE_OK)
        status = ent_graph_learn_parties(l->db, &l->known, &l->places);
    if (status == ENTENTE_OK && write)
        status = ent_graph_update_parties(l->db, &l->places, l->declared, &l->known);
    if (status == ENTENTE_OK && write)
        status = has_any(l->db, "MATCH (a:Agreement) RETURN count(a)", &agreements);
    if (status == ENTENTE_OK && write)
        status = has_any(l->db, "MATCH (s:Source) RETURN count(s)", &sources);
    if (status == ENTENTE_OK && agreements)
        status = ent_graph_cleaner_open(l->db, &l->cleaner);
    if (status == ENTENTE_OK && write)
        status = ent_graph_writer_open(l->db, &l->places, &l->known, &l->sources, !agreements && !sources, &l->writer);
    return status;
}

/* ---- records ---- */

static bool interrupted(const loader *l)
{
    return l->options->stop && l->options->stop(l->options->user);
}

static entente_status clear(loader *l, const ent_intake_batch *batch)
{
    if (!l->cleaner)
        return ENTENTE_OK;
    for (uint32_t i = 0; i < batch->count; i++)
        ent_graph_cleaner_add(l->cleaner, batch->records[i].id.s);
    return ent_graph_cleaner_run(l->cleaner, &l->replaced);
}

static entente_status take_batch(loader *l, const ent_intake_batch *batch)
{
    for (uint32_t i = 0; i < batch->fault_count; i++)
        ent_faults_add(&l->faults, &batch->faults[i]);
    if (batch->status != ENT_OK)
        return batch->status == ENT_INTERRUPTED ? ENTENTE_INTERRUPTED : ENTENTE_NOMEM;
    if (batch->count == 0)
        return ENTENTE_OK;
    entente_status status = l->writer ? clear(l, batch) : ENTENTE_OK;
    if (status == ENTENTE_OK && l->writer)
        status = ent_graph_writer_write(l->writer, batch->records, batch->count);
    if (l->options->progress) {
        ent_load_summary so_far = batch->summary;
        so_far.replaced = l->replaced;
        if (l->writer)
            so_far.sources = l->sources.count;
        l->options->progress(l->options->user, &so_far);
    }
    return status;
}

static entente_status take_files(loader *l)
{
    ent_ahead ahead;
    entente_status status = ENTENTE_OK;
    l->intake.faults = l->faults.count;
    l->intake.count_sources = !l->writer;
    ent_ahead_begin(&ahead, &l->intake);
    for (;;) {
        bool stopped;
        const ent_intake_batch *batch = ent_ahead_next(&ahead, l->options->stop, l->options->user, &stopped);
        if (stopped)
            status = ENTENTE_INTERRUPTED;
        if (!batch || (status = take_batch(l, batch)) != ENTENTE_OK)
            break;
    }
    ent_ahead_end(&ahead);
    l->faults.count = l->intake.faults;
    return status;
}

/* ---- links ---- */

/* Puts into `found` the targets that are in the graph though not in these files. */
static entente_status find_in_graph(loader *l, ent_string_set *found)
{
    ent_rows rows;
    if (!l->db)
        return ENTENTE_OK;
    entente_status status = ent_rows_open(&rows, l->db, "UNWIND $rows AS id MATCH (a:Agreement {id: id}) RETURN a.id");
    for (uint32_t i = 0; status == ENTENTE_OK && i < l->intake.link_count; i++)
        if (ent_string_set_find(&l->intake.ids, l->intake.links[i].to) < 0)
            ent_rows_text(&rows, l->intake.links[i].to);
    while (status == ENTENTE_OK && (status = ent_rows_step(&rows)) == ENTENTE_ROW) {
        size_t n = 0;
        bool is_new;
        const char *id = entente_column_text(rows.stmt, 0, &n);
        status =
            ent_string_set_add(found, (ent_str){id, (uint32_t)n}, NULL, &is_new) == ENT_OK ? ENTENTE_OK : ENTENTE_NOMEM;
    }
    ent_rows_close(&rows);
    return status;
}

static void broken_link(loader *l, const ent_intake_link *link)
{
    char text[200], hint[200] = "";
    enum { MOST_COMPARED = 20000 }; /* a hint is not worth more */
    int nearest = l->faults.count < ENT_FAULTS_TOLD && l->intake.ids.count <= MOST_COMPARED
                      ? ent_str_nearest(link->to, l->intake.ids.texts, l->intake.ids.count)
                      : -1;
    if (nearest >= 0)
        snprintf(hint, sizeof hint, "did you mean `%.*s`?", ENT_STR_ARG(l->intake.ids.texts[nearest]));
    snprintf(text, sizeof text, "the record `%.*s` is neither in these files nor in the database",
             (int)(link->to.n > 100 ? 100 : link->to.n), link->to.p);
    char path[32], record[100];
    snprintf(path, sizeof path, "links[%u].to", link->position);
    snprintf(record, sizeof record, "%.*s", ENT_STR_ARG(l->intake.ids.texts[link->from]));
    ent_fault fault = {.file = link->file,
                       .line = link->line,
                       .column = link->column,
                       .record = record,
                       .path = path,
                       .text = text,
                       .hint = hint};
    ent_faults_add(&l->faults, &fault);
}

static entente_status check_links(loader *l)
{
    ent_string_set found;
    ent_string_set_init(&found);
    entente_status status = find_in_graph(l, &found);
    for (uint32_t i = 0; status == ENTENTE_OK && i < l->intake.link_count; i++)
        if (ent_string_set_find(&l->intake.ids, l->intake.links[i].to) < 0 &&
            ent_string_set_find(&found, l->intake.links[i].to) < 0)
            broken_link(l, &l->intake.links[i]);
    ent_string_set_fini(&found);
    return status;
}

static entente_status write_links(loader *l)
{
#define LINK(from, type, to, position)                                               \
    "UNWIND $rows AS r MATCH (a:Agreement {id: r.a}) MATCH (b:Agreement {id: r.b}) " \
    "MERGE (" from ")-[l:" type "]->(" to ") SET l." position " = r.position"
    static const char *const statements[] = {
        [ENT_RELATION_replaces] = LINK("a", "REPLACES", "b", "position"),
        [ENT_RELATION_replaced_by] = LINK("b", "REPLACES", "a", "inversePosition"),
        [ENT_RELATION_amends] = LINK("a", "AMENDS", "b", "position"),
        [ENT_RELATION_implements] = LINK("a", "IMPLEMENTS", "b", "position"),
        [ENT_RELATION_supplements] = LINK("a", "SUPPLEMENTS", "b", "position"),
    };
#undef LINK
    entente_status status = ENTENTE_OK;
    for (int relation = 0; relation < ENT_RELATION_COUNT && status == ENTENTE_OK; relation++) {
        ent_rows rows;
        status = ent_rows_open(&rows, l->db, statements[relation]);
        for (uint32_t i = 0; status == ENTENTE_OK && i < l->intake.link_count; i++) {
            if ((int)l->intake.links[i].relation != relation)
                continue;
            ent_rows_begin(&rows);
            ent_rows_put_text(&rows, "a", l->intake.ids.texts[l->intake.links[i].from]);
            ent_rows_put_text(&rows, "b", l->intake.links[i].to);
            ent_rows_put_int(&rows, "position", l->intake.links[i].position);
            ent_rows_end(&rows);
        }
        if (status == ENTENTE_OK)
            status = ent_rows_run(&rows);
        ent_rows_close(&rows);
    }
    return status;
}

/* ---- the whole ---- */

static void loader_init(loader *l, entente *db, const ent_load_options *options)
{
    *l = (loader){.db = db, .options = options};
    l->faults = (ent_faults){.tell = options->fault, .user = options->user};
    ent_places_init(&l->places);
    ent_known_parties_init(&l->known);
    ent_string_set_init(&l->sources);
}

static void loader_fini(loader *l)
{
    ent_graph_writer_close(l->writer);
    ent_graph_cleaner_close(l->cleaner);
    ent_intake_fini(&l->intake);
    ent_places_fini(&l->places);
    ent_known_parties_fini(&l->known);
    ent_string_set_fini(&l->sources);
}

/* What can be done only when all records are there. */
static entente_status finish(loader *l, uint32_t parties_before)
{
    entente_status status = write_links(l);
    if (status == ENTENTE_OK && l->cleaner)
        status = ent_graph_cleaner_finish(l->cleaner);
    if (status == ENTENTE_OK)
        status = ent_graph_add_memberships(l->db, &l->known, parties_before);
    return status == ENTENTE_OK && interrupted(l) ? ENTENTE_INTERRUPTED : status;
}

static entente_status run(loader *l)
{
    const ent_load_options *options = l->options;
    for (size_t i = 0; i < options->place_count; i++)
        if (ent_places_read(&l->places, options->places[i], &l->faults) == ENT_NOMEM)
            return ENTENTE_NOMEM;
    l->declared = l->places.codes.count;
    entente_status status = l->db ? open_graph(l) : ENTENTE_OK;
    uint32_t parties_before = l->known.codes.count;
    if (status == ENTENTE_OK)
        status = take_files(l);
    if (status == ENTENTE_OK && !l->intake.nameless)
        status = check_links(l);
    if (status == ENTENTE_OK && l->writer && l->faults.count == 0)
        status = finish(l, parties_before);
    return status;
}

entente_status ent_load(entente *db, const char *const *files, size_t file_count, const ent_load_options *options,
                        ent_load_summary *summary, uint64_t *fault_count)
{
    static const ent_load_options no_options = {0};
    loader l;
    loader_init(&l, db, options ? options : &no_options);
    ent_intake_init(&l.intake, files, file_count, &l.places);
    entente_status status = run(&l);
    uint64_t faults = *fault_count = l.faults.count;
    *summary = l.intake.summary;
    summary->replaced = l.replaced;
    if (l.writer)
        summary->sources = l.sources.count;
    loader_fini(&l); /* before the transaction ends: its statements are part of it */
    if (status != ENTENTE_OK)
        return status;
    if (faults == 0 && db && !l.options->dry_run)
        return entente_commit(db);
    if (db)
        entente_rollback(db);
    return faults == 0 ? ENTENTE_OK : ENTENTE_ARGUMENT;
}
