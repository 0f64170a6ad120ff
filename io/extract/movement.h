/* What the words of movement say of who sends and who takes in. */
#ifndef ENT_IO_EXTRACT_MOVEMENT_H
#define ENT_IO_EXTRACT_MOVEMENT_H

#include "io/extract/mention.h"

/* Votes for each of some parties, by its place among their codes. */
typedef struct {
    int sends[ENT_GROUP_CODES], takes[ENT_GROUP_CODES];
    int people[ENT_GROUP_CODES];  /* its nationals are named: Afghans, Rwandan nurses */
    int origins[ENT_GROUP_CODES]; /* people are said to be from there */
} ent_movement;

/* Adds what the tokens from `begin` to below `end`, which lie in one sentence, say of the parties. */
void ent_movement_read(const ent_document *document, const ent_cues *cues, const ent_groups *groups, uint32_t begin,
                       uint32_t end, const char *const *codes, uint32_t count, ent_movement *out);

#endif
