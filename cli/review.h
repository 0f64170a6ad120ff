/* What `entente review` is made of: records that exist, decisions that were taken, and the editor. */
#ifndef ENTENTE_CLI_REVIEW_H
#define ENTENTE_CLI_REVIEW_H

#include "cli/cli.h"
#include "io/extract/review.h"
#include "io/string_set.h"

/* ---- records that exist ---- */

typedef struct {
    ent_record record;
    ent_str json;   /* one line */
    bool in_output; /* of the file that is written */
} review_record;

typedef struct {
    ent_arena arena;
    review_record *records;
    uint32_t count, room;
} review_known;

void review_known_init(review_known *known);
void review_known_fini(review_known *known);
/* Reads a file of records; one that does not exist holds none. False after reporting. */
bool review_known_read(review_known *known, const char *path, bool is_output);
/* The record of an id, the one that was read or added last; NULL: none. */
review_record *review_known_find(const review_known *known, ent_str id);
/* Adds a record, or puts it in the place of the one of its id. False: out of memory, or no record. */
bool review_known_put(review_known *known, ent_str json, bool in_output);
/* The record that a candidate is most likely about: of the same parties, sooner of the same kind. Says why in reason.
 * NULL: none. */
const review_record *review_known_like(const review_known *known, const ent_review *review, char *reason, size_t size);

/* ---- decisions ---- */

typedef struct {
    ent_string_set decided; /* candidates, by what their lines say */
    FILE *file;
    const char *path;
} review_decisions;

/* Reads those that were taken, and opens the file for more. False after reporting; close it in any case. */
bool review_decisions_open(review_decisions *decisions, const char *path);
bool review_decisions_close(review_decisions *decisions);
bool review_decisions_has(const review_decisions *decisions, ent_str line);
/* decision: "accepted", "merged", "rejected"; record and reason may be empty. False when it could not be written. */
bool review_decisions_add(review_decisions *decisions, ent_str line, const ent_review *review, const char *decision,
                          ent_str record, const char *reason);

/* ---- the editor ---- */

/* Lets the person edit a text in $VISUAL or $EDITOR. The text as it was saved, in the arena; p NULL after reporting, or
 * when no editor is set (*set is then false). */
ent_str review_edit(ent_arena *arena, ent_str text, bool *set);

#endif
