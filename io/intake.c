#include "io/intake.h"

#include "io/graph_write.h"

#include <inttypes.h>
#include <stdlib.h>

/* Bytes of records in a batch: what is written at once must not grow with the length of records. */
enum { MOST_BYTES = 4 << 20 };

/* ---- batches ---- */

void ent_intake_batch_init(ent_intake_batch *batch)
{
    *batch = (ent_intake_batch){.status = ENT_OK};
    ent_arena_init(&batch->arena, NULL);
}

void ent_intake_batch_fini(ent_intake_batch *batch)
{
    ent_arena_fini(&batch->arena);
}

static void empty(ent_intake_batch *batch)
{
    ent_arena_reset(&batch->arena);
    ent_arena arena = batch->arena;
    *batch = (ent_intake_batch){.arena = arena, .status = ENT_OK};
}

/* A fault is told when its batch is taken: it is kept until then. */
static void keep_fault(void *user, const ent_fault *fault)
{
    ent_intake_batch *batch = user;
    ent_arena *arena = &batch->arena;
    if (batch->fault_count == batch->fault_room) {
        uint32_t room = batch->fault_room ? 2 * batch->fault_room : 4;
        ent_fault *larger = ENT_NEW_ARRAY(arena, ent_fault, room);
        if (!larger)
            return;
        if (batch->fault_count)
            memcpy(larger, batch->faults, batch->fault_count * sizeof *larger);
        batch->faults = larger;
        batch->fault_room = room;
    }
    batch->faults[batch->fault_count++] = (ent_fault){
        .file = fault->file, /* as the caller named it */
        .line = fault->line,
        .column = fault->column,
        .record = ent_arena_copy(arena, fault->record, strlen(fault->record)),
        .path = ent_arena_copy(arena, fault->path, strlen(fault->path)),
        .text = ent_arena_copy(arena, fault->text, strlen(fault->text)),
        .hint = ent_arena_copy(arena, fault->hint, strlen(fault->hint)),
    };
}

/* ---- one record ---- */

/* Its id must not stand in this load already. */
static ent_status take_id(ent_intake *in, const ent_record *record, ent_faults *faults, uint32_t *number)
{
    bool is_new;
    ENT_TRY(ent_string_set_add(&in->ids, record->id.s, number, &is_new));
    if (!is_new) {
        const ent_intake_origin *o = &in->origins[*number];
        ent_record_fault(record, faults, record->id.at, ENT_SPOT_FIELD("id"), NULL,
                         "the id stands in this load already: %s, line %" PRIu64,
                         strcmp(o->file, "-") == 0 ? "standard input" : o->file, o->line);
        return ENT_OK;
    }
    if (*number >= in->origin_room) {
        uint32_t room = in->origin_room ? in->origin_room * 2 : 1024;
        ent_intake_origin *larger = realloc(in->origins, room * sizeof *larger);
        if (!larger)
            return ENT_NOMEM;
        in->origins = larger;
        in->origin_room = room;
    }
    in->origins[*number] = (ent_intake_origin){record->file, record->line};
    return ENT_OK;
}

static ent_status take_links(ent_intake *in, const ent_record *record, uint32_t number)
{
    for (uint32_t i = 0; i < record->links.n; i++) {
        const ent_record_link *link = ENT_ITEM(record->links, ent_record_link, i);
        if (!link->to.s.p || link->relation_index < 0)
            continue;
        if (in->link_count == in->link_room) {
            uint32_t room = in->link_room ? in->link_room * 2 : 256;
            ent_intake_link *larger = realloc(in->links, room * sizeof *larger);
            if (!larger)
                return ENT_NOMEM;
            in->links = larger;
            in->link_room = room;
        }
        ent_intake_link *taken = &in->links[in->link_count++];
        *taken = (ent_intake_link){.from = number,
                                   .to = {ent_arena_copy(&in->arena, link->to.s.p, link->to.s.n), link->to.s.n},
                                   .position = i,
                                   .relation = (ent_relation)link->relation_index,
                                   .file = record->file};
        ent_record_where(record, link->to.at, &taken->line, &taken->column);
    }
    return in->arena.failed;
}

static ent_status count(ent_intake *in, const ent_record *record, ent_arena *arena)
{
    bool is_new;
    in->summary.agreements++;
    in->summary.events += record->events.n;
    for (uint32_t i = 0; i < record->parties.n; i++) {
        ENT_TRY(
            ent_string_set_add(&in->parties, ENT_ITEM(record->parties, ent_record_party, i)->party.s, NULL, &is_new));
        in->summary.parties += is_new;
    }
    for (uint32_t i = 0; i < record->sources.n && in->count_sources; i++) {
        ent_str key = ent_source_key(ENT_ITEM(record->sources, ent_record_source, i), arena);
        if (!key.p)
            return ENT_NOMEM;
        ENT_TRY(ent_string_set_add(&in->sources, key, NULL, &is_new));
    }
    in->summary.sources = in->sources.count;
    return ENT_OK;
}

/* Checks a record; the batch keeps it when it, and all before it, are sound. */
static ent_status take(ent_intake *in, ent_intake_batch *batch, ent_record *record, bool sound, ent_faults *faults)
{
    uint32_t number = 0;
    sound &= ent_record_check(record, in->places, faults);
    if (!record->id.s.p) {
        in->nameless = true;
    } else {
        ENT_TRY(take_id(in, record, faults, &number));
        ENT_TRY(take_links(in, record, number));
    }
    if (!sound || faults->count > 0)
        return ENT_OK; /* nothing will be loaded: the rest is only checked */
    ENT_TRY(count(in, record, &batch->arena));
    record->source = (ent_str){0}; /* it goes with the next record */
    batch->count++;
    return ENT_OK;
}

/* ---- filling ---- */

static ent_status next_record(ent_intake *in, ent_intake_batch *batch, ent_faults *faults, size_t *bytes)
{
    ent_record *record = &batch->records[batch->count];
    bool sound;
    if (!in->open) {
        in->open = true;
        if (!ent_record_file_open(&in->current, in->files[in->file], in->stop, faults))
            in->current.over = true;
    }
    ent_status status = ENT_OK;
    if (ent_record_file_next(&in->current, &batch->arena, record, &sound, faults)) {
        *bytes += record->source.n;
        status = take(in, batch, record, sound, faults);
    } else {
        status = in->current.input.failed == ENT_IO ? ENT_OK : in->current.input.failed; /* that is a fault, and told */
        ent_record_file_close(&in->current);
        in->open = false;
        in->over = ++in->file == in->file_count;
    }
    return status == ENT_OK ? batch->arena.failed : status;
}

bool ent_intake_fill(ent_intake *in, ent_intake_batch *batch)
{
    size_t bytes = 0;
    ent_faults faults = {.tell = keep_fault, .user = batch, .count = in->faults};
    if (in->over)
        return false;
    empty(batch);
    batch->records = ENT_NEW_ARRAY(&batch->arena, ent_record, ENT_INTAKE_RECORDS + 1);
    batch->status = batch->arena.failed;
    while (batch->status == ENT_OK && !in->over && batch->count < ENT_INTAKE_RECORDS && bytes < MOST_BYTES &&
           batch->fault_count == 0)
        batch->status = next_record(in, batch, &faults, &bytes);
    in->over |= batch->status != ENT_OK;
    if (faults.count > 0)
        batch->count = 0;
    in->faults = faults.count;
    batch->summary = in->summary;
    return true;
}

/* ---- the whole ---- */

void ent_intake_init(ent_intake *in, const char *const *files, size_t file_count, const ent_places *places)
{
    *in = (ent_intake){.files = files, .file_count = file_count, .places = places, .stop = -1, .over = file_count == 0};
    ent_string_set_init(&in->ids);
    ent_string_set_init(&in->parties);
    ent_string_set_init(&in->sources);
    ent_arena_init(&in->arena, NULL);
}

void ent_intake_fini(ent_intake *in)
{
    if (in->open)
        ent_record_file_close(&in->current);
    ent_string_set_fini(&in->ids);
    ent_string_set_fini(&in->parties);
    ent_string_set_fini(&in->sources);
    ent_arena_fini(&in->arena);
    free(in->origins);
    free(in->links);
}
