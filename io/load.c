/* A load: every record of every file is read and checked; while nothing is wrong it is also written, and all is kept or
 * rolled back at the end. What needs all records, the links between them, is kept aside until then. */
#include "io/load.h"

#include "io/graph_clear.h"
#include "io/graph_write.h"
#include "io/record_file.h"
#include "io/rows.h"

#include <inttypes.h>
#include <stdlib.h>

enum { BATCH = 1000, PROGRESS = 1000 };

/* A link as some record states it, with its place for the case that its target is nowhere. */
typedef struct {
    uint32_t from; /* number of the record's id */
    ent_str to;    /* in the loader's arena */
    uint32_t position;
    ent_relation relation;
    const char *file;
    uint64_t line, column;
} pending_link;

/* Where the record of an id stands. */
typedef struct {
    const char *file;
    uint64_t line;
} origin;

typedef struct {
    entente *db; /* NULL in a dry run without a database */
    const ent_load_options *options;
    ent_faults faults;
    ent_load_summary summary;
    ent_places places;
    uint32_t declared;                    /* how many of places the caller declared */
    ent_string_set known;                 /* parties of the graph, in the order in which they came */
    ent_string_set ids, parties, sources; /* of this load */
    origin *origins;                      /* of ids */
    uint32_t origin_capacity;
    ent_arena arena; /* of links */
    pending_link *links;
    uint32_t link_count, link_capacity;
    bool nameless; /* a record could not be read as far as its id: a link to it would seem broken */
    ent_graph_writer *writer;
    ent_graph_cleaner *cleaner; /* NULL: the graph has no agreements to replace */
    uint32_t gathered;          /* records added since the last flush */
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

static const char *text_or_nothing(entente_stmt *stmt, uint32_t column)
{
    const char *text = entente_column_text(stmt, column, NULL);
    return text ? text : "";
}

/* Parties of the graph are known codes, also when an earlier load declared them. */
static entente_status learn_parties(loader *l)
{
    entente_stmt *stmt;
    entente_status status = entente_prepare(l->db,
                                            "MATCH (p:Party) WHERE p.code IS NOT NULL RETURN p.code, p.name, "
                                            "CASE WHEN p:Country THEN 0 WHEN p:Organization THEN 1 ELSE 2 END",
                                            -1, &stmt);
    while (status == ENTENTE_OK && (status = entente_step(stmt)) == ENTENTE_ROW) {
        ent_place place = {.code = text_or_nothing(stmt, 0),
                           .name = text_or_nothing(stmt, 1),
                           .type = (ent_place_type)entente_column_int64(stmt, 2)};
        ent_place there;
        bool is_new;
        status = ENTENTE_OK;
        if (ent_string_set_add(&l->known, ent_str_of(place.code), NULL, &is_new) != ENT_OK ||
            (!ent_places_find(&l->places, ent_str_of(place.code), &there) &&
             ent_places_add(&l->places, &place) != ENT_OK))
            status = ENTENTE_NOMEM;
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
        status = learn_parties(l);
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

/* ---- one record ---- */

/* Its id must not stand in this load already. */
static ent_status take_id(loader *l, const ent_record *record, uint32_t *number)
{
    bool is_new;
    ENT_TRY(ent_string_set_add(&l->ids, record->id.s, number, &is_new));
    if (!is_new) {
        const origin *o = &l->origins[*number];
        ent_record_fault(record, &l->faults, record->id.at, ENT_SPOT_FIELD("id"), NULL,
                         "the id stands in this load already: %s, line %" PRIu64,
                         strcmp(o->file, "-") == 0 ? "standard input" : o->file, o->line);
        return ENT_OK;
    }
    if (*number >= l->origin_capacity) {
        uint32_t capacity = l->origin_capacity ? l->origin_capacity * 2 : 1024;
        origin *larger = realloc(l->origins, capacity * sizeof *larger);
        if (!larger)
            return ENT_NOMEM;
        l->origins = larger;
        l->origin_capacity = capacity;
    }
    l->origins[*number] = (origin){record->file, record->line};
    return ENT_OK;
}

static ent_status take_links(loader *l, const ent_record *record, uint32_t number)
{
    for (uint32_t i = 0; i < record->links.n; i++) {
        const ent_record_link *link = ENT_ITEM(record->links, ent_record_link, i);
        if (!link->to.s.p || link->relation_index < 0)
            continue;
        if (l->link_count == l->link_capacity) {
            uint32_t capacity = l->link_capacity ? l->link_capacity * 2 : 256;
            pending_link *larger = realloc(l->links, capacity * sizeof *larger);
            if (!larger)
                return ENT_NOMEM;
            l->links = larger;
            l->link_capacity = capacity;
        }
        pending_link *p = &l->links[l->link_count++];
        *p = (pending_link){.from = number,
                            .to = {ent_arena_copy(&l->arena, link->to.s.p, link->to.s.n), link->to.s.n},
                            .position = i,
                            .relation = (ent_relation)link->relation_index,
                            .file = record->file};
        ent_record_where(record, link->to.at, &p->line, &p->column);
    }
    return l->arena.failed;
}

static ent_status count(loader *l, const ent_record *record, ent_arena *arena)
{
    bool is_new;
    l->summary.agreements++;
    l->summary.events += record->events.n;
    for (uint32_t i = 0; i < record->parties.n; i++) {
        ENT_TRY(
            ent_string_set_add(&l->parties, ENT_ITEM(record->parties, ent_record_party, i)->party.s, NULL, &is_new));
        l->summary.parties += is_new;
    }
    for (uint32_t i = 0; i < record->sources.n && !l->writer; i++) { /* a writer counts them itself */
        ent_str key = ent_source_key(ENT_ITEM(record->sources, ent_record_source, i), arena);
        if (!key.p)
            return ENT_NOMEM;
        ENT_TRY(ent_string_set_add(&l->sources, key, NULL, &is_new));
    }
    return ENT_OK;
}

static entente_status flush(loader *l)
{
    entente_status status = ENTENTE_OK;
    if (l->cleaner)
        status = ent_graph_cleaner_run(l->cleaner, &l->summary.replaced);
    if (status == ENTENTE_OK && l->writer)
        status = ent_graph_writer_flush(l->writer);
    l->gathered = 0;
    return status;
}

static entente_status take_record(loader *l, ent_record *record, bool sound, ent_arena *arena)
{
    uint32_t number = 0;
    sound &= ent_record_check(record, &l->places, &l->faults);
    if (!record->id.s.p)
        l->nameless = true;
    else if (take_id(l, record, &number) != ENT_OK || take_links(l, record, number) != ENT_OK)
        return ENTENTE_NOMEM;
    if (!sound || l->faults.count > 0)
        return ENTENTE_OK; /* nothing will be loaded: the rest is only checked */
    if (count(l, record, arena) != ENT_OK)
        return ENTENTE_NOMEM;
    if (l->options->progress && l->summary.agreements % PROGRESS == 0) {
        l->summary.sources = l->sources.count;
        l->options->progress(l->options->user, &l->summary);
    }
    if (!l->writer)
        return ENTENTE_OK;
    if (l->cleaner)
        ent_graph_cleaner_add(l->cleaner, record->id.s);
    entente_status status = ent_graph_writer_add(l->writer, record);
    return status == ENTENTE_OK && ++l->gathered == BATCH ? flush(l) : status;
}

static entente_status take_file(loader *l, const char *name)
{
    ent_record_file file;
    ent_record record;
    ent_arena arena;
    bool sound;
    entente_status status = ENTENTE_OK;
    ent_arena_init(&arena, NULL);
    if (ent_record_file_open(&file, name, &l->faults))
        while (status == ENTENTE_OK && ent_record_file_next(&file, &arena, &record, &sound, &l->faults)) {
            status = take_record(l, &record, sound, &arena);
            if (arena.failed != ENT_OK)
                status = ENTENTE_NOMEM;
            ent_arena_reset(&arena);
        }
    if (arena.failed != ENT_OK || file.input.failed == ENT_NOMEM)
        status = ENTENTE_NOMEM;
    ent_record_file_close(&file);
    ent_arena_fini(&arena);
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
    for (uint32_t i = 0; status == ENTENTE_OK && i < l->link_count; i++)
        if (ent_string_set_find(&l->ids, l->links[i].to) < 0)
            ent_rows_text(&rows, l->links[i].to);
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

static void broken_link(loader *l, const pending_link *link)
{
    char text[200], hint[200] = "";
    enum { MOST_COMPARED = 20000 }; /* a hint is not worth more */
    int nearest = l->faults.count < ENT_FAULTS_TOLD && l->ids.count <= MOST_COMPARED
                      ? ent_str_nearest(link->to, l->ids.texts, l->ids.count)
                      : -1;
    if (nearest >= 0)
        snprintf(hint, sizeof hint, "did you mean `%.*s`?", ENT_STR_ARG(l->ids.texts[nearest]));
    snprintf(text, sizeof text, "the record `%.*s` is neither in these files nor in the database",
             (int)(link->to.n > 100 ? 100 : link->to.n), link->to.p);
    char path[32], record[100];
    snprintf(path, sizeof path, "links[%u].to", link->position);
    snprintf(record, sizeof record, "%.*s", ENT_STR_ARG(l->ids.texts[link->from]));
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
    for (uint32_t i = 0; status == ENTENTE_OK && i < l->link_count; i++)
        if (ent_string_set_find(&l->ids, l->links[i].to) < 0 && ent_string_set_find(&found, l->links[i].to) < 0)
            broken_link(l, &l->links[i]);
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
        for (uint32_t i = 0; status == ENTENTE_OK && i < l->link_count; i++) {
            if ((int)l->links[i].relation != relation)
                continue;
            ent_rows_begin(&rows);
            ent_rows_put_text(&rows, "a", l->ids.texts[l->links[i].from]);
            ent_rows_put_text(&rows, "b", l->links[i].to);
            ent_rows_put_int(&rows, "position", l->links[i].position);
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
    ent_string_set_init(&l->known);
    ent_string_set_init(&l->ids);
    ent_string_set_init(&l->parties);
    ent_string_set_init(&l->sources);
    ent_arena_init(&l->arena, NULL);
}

static void loader_fini(loader *l)
{
    ent_graph_writer_close(l->writer);
    ent_graph_cleaner_close(l->cleaner);
    ent_places_fini(&l->places);
    ent_string_set_fini(&l->known);
    ent_string_set_fini(&l->ids);
    ent_string_set_fini(&l->parties);
    ent_string_set_fini(&l->sources);
    ent_arena_fini(&l->arena);
    free(l->origins);
    free(l->links);
}

/* What can be done only when all records are there. */
static entente_status finish(loader *l, uint32_t parties_before)
{
    entente_status status = flush(l);
    if (status == ENTENTE_OK)
        status = write_links(l);
    if (status == ENTENTE_OK && l->cleaner)
        status = ent_graph_cleaner_finish(l->cleaner);
    return status == ENTENTE_OK ? ent_graph_add_memberships(l->db, &l->known, parties_before) : status;
}

static entente_status run(loader *l, const char *const *files, size_t file_count)
{
    const ent_load_options *options = l->options;
    for (size_t i = 0; i < options->place_count; i++)
        if (ent_places_read(&l->places, options->places[i], &l->faults) == ENT_NOMEM)
            return ENTENTE_NOMEM;
    l->declared = l->places.codes.count;
    entente_status status = l->db ? open_graph(l) : ENTENTE_OK;
    uint32_t parties_before = l->known.count;
    for (size_t i = 0; i < file_count && status == ENTENTE_OK; i++)
        status = take_file(l, files[i]);
    if (status == ENTENTE_OK && !l->nameless)
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
    entente_status status = run(&l, files, file_count);
    uint64_t faults = *fault_count = l.faults.count;
    *summary = l.summary;
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
