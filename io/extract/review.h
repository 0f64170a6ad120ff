/* A candidate as a person reviews it: read from the line that `entente extract` wrote, changed field by field, and at
 * last written as an agreement record. */
#ifndef ENT_IO_EXTRACT_REVIEW_H
#define ENT_IO_EXTRACT_REVIEW_H

#include "io/extract/extract.h"
#include "io/record.h"

enum { ENT_REVIEW_PARTIES = ENT_CANDIDATE_PARTIES };

/* Texts live in the arena of the reading; empty (n 0): not told. */
typedef struct {
    ent_str id, title, kind, status, date, note;
    struct {
        ent_str code, roles; /* roles parted by `+`: "sender+funder" */
    } parties[ENT_REVIEW_PARTIES];
    uint32_t party_count;
    struct {
        ent_str text, says;
    } evidence[ENT_CANDIDATE_EVIDENCE];
    uint32_t evidence_count;
    ent_str url, source_title, publisher, source_date, file;
    double confidence;
} ent_review;

/* Reads one line. False with a reason in `reason` when it is no candidate, or the arena failed (reason is then ""). */
bool ent_review_read(ent_arena *arena, ent_str line, ent_review *out, char *reason, size_t size);

/* The record that it makes, as JSON; p NULL when the arena failed. */
ent_str ent_review_to_json(ent_arena *arena, const ent_review *review);

/* A record with the candidate as one more event and source; an event of the same date and status only gets the source.
 * p NULL when memory is out, or the record is no JSON. */
ent_str ent_review_merge(ent_arena *arena, ent_str record, const ent_review *review);

/* The same JSON over several lines, for an editor. p NULL as above. */
ent_str ent_review_pretty(ent_arena *arena, ent_str record);

/* Reads that JSON as a record and checks it as a load would; false when `faults` were told, or the arena failed. */
bool ent_review_check(ent_arena *arena, ent_str json, ent_record *out, ent_faults *faults);

#endif
