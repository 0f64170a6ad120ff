/* The records that a candidate may be about: those of the file that is written, and of others that the person names. */
#include "cli/review.h"

#include "io/input.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void review_known_init(review_known *known)
{
    *known = (review_known){0};
    ent_arena_init(&known->arena, NULL);
}

void review_known_fini(review_known *known)
{
    free(known->records);
    ent_arena_fini(&known->arena);
}

review_record *review_known_find(const review_known *known, ent_str id)
{
    for (uint32_t i = known->count; i-- > 0;)
        if (ent_str_equal(known->records[i].record.id.s, id))
            return &known->records[i];
    return NULL;
}

bool review_known_put(review_known *known, ent_str json, bool in_output)
{
    review_record r = {.in_output = in_output};
    ent_faults faults = {0};
    r.json = (ent_str){ent_arena_copy(&known->arena, json.p, json.n), json.n};
    r.record = (ent_record){.file = "a record", .line = 1, .column = 1, .source = r.json};
    if (!r.json.p || !ent_record_read_json(&known->arena, &r.record, &faults))
        return false;
    review_record *old = review_known_find(known, r.record.id.s);
    if (old && (old->in_output || !in_output)) {
        *old = r;
        return true;
    }
    if (known->count == known->room) {
        uint32_t room = known->room ? known->room * 2 : 64;
        review_record *more = realloc(known->records, room * sizeof *more);
        if (!more)
            return false;
        known->records = more;
        known->room = room;
    }
    known->records[known->count++] = r;
    return true;
}

bool review_known_read(review_known *known, const char *path, bool is_output)
{
    ent_input input;
    bool sound = true;
    size_t n;
    if (is_output && access(path, F_OK) != 0)
        return true;
    if (ent_input_open(&input, path) != ENT_OK) {
        cli_error("%s: %s", path, strerror(input.system_error));
        sound = false;
    }
    while (sound && (ent_input_skip_blanks(&input), ent_input_peek(&input, 0) >= 0) && ent_input_line(&input, &n)) {
        uint64_t line = input.line;
        ent_str text = {ent_input_take(&input, n), (uint32_t)n};
        if (!review_known_put(known, text, is_output)) {
            cli_error("%s: line %" PRIu64 " is no record: a review goes with records, one a line", path, line);
            sound = false;
        }
    }
    ent_input_close(&input);
    return sound;
}

static bool same_parties(const ent_record *record, const ent_review *review)
{
    if (record->parties.n != review->party_count)
        return false;
    for (uint32_t i = 0; i < review->party_count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < record->parties.n; k++)
            found = found ||
                    ent_str_equal(ENT_ITEM(record->parties, ent_record_party, k)->party.s, review->parties[i].code);
        if (!found)
            return false;
    }
    return true;
}

/* The last event that it tells. */
static const ent_record_event *last_event(const ent_record *record)
{
    return record->events.n ? ENT_ITEM(record->events, ent_record_event, record->events.n - 1) : NULL;
}

const review_record *review_known_like(const review_known *known, const ent_review *review, char *reason, size_t size)
{
    const review_record *best = NULL;
    bool best_kind = false;
    for (uint32_t i = 0; i < known->count; i++) {
        const ent_record *record = &known->records[i].record;
        bool kind = ent_str_equal(record->kind.s, review->kind);
        if (!same_parties(record, review) || (best && best_kind && !kind))
            continue;
        best = &known->records[i];
        best_kind = kind;
    }
    if (!best)
        return NULL;
    const ent_record_event *event = last_event(&best->record);
    snprintf(reason, size, "same parties, %s%.*s; its last event: %.*s %.*s", best_kind ? "same kind" : "but it is ",
             best_kind ? 0 : (int)best->record.kind.s.n, best_kind ? "" : best->record.kind.s.p,
             event ? (int)event->date.written.s.n : 4, event ? event->date.written.s.p : "none",
             event ? (int)event->status.s.n : 0, event && event->status.s.p ? event->status.s.p : "");
    return best;
}
