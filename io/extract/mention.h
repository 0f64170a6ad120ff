/* Parties where they are mentioned: names, capitals, offices, adjectives, peoples, leaders, and what stands for them
 * ("the East African nation", "the two countries"). Neighbours joined by "and" or a hyphen are one group. */
#ifndef ENT_IO_EXTRACT_MENTION_H
#define ENT_IO_EXTRACT_MENTION_H

#include "io/extract/cue.h"

enum { ENT_GROUP_CODES = 16 };

enum {
    ENT_GROUP_PEOPLE = 1,     /* those who move, not the state: Afghans, Rwandan nationals */
    ENT_GROUP_OWNER = 2,      /* belongs to the noun behind it: Rwanda's, Rwandan, the Rwanda deal */
    ENT_GROUP_PLACE = 4,      /* behind "in", "at", "via" */
    ENT_GROUP_HYPHEN = 8,     /* US-Mexico */
    ENT_GROUP_SUBJECT = 16,   /* no preposition before it */
    ENT_GROUP_ACTOR = 32,     /* explicitly a government, a minister, a leader */
    ENT_GROUP_ORIGIN = 64,    /* behind "from" and a noun for people */
    ENT_GROUP_STAND_IN = 128, /* a description or pronoun */
    ENT_GROUP_ADJECTIVE = 256,
    ENT_GROUP_CAPITAL = 512, /* named by a city or an office */
    ENT_GROUP_BY = 1024,     /* behind "by" */
    ENT_GROUP_OF = 2048,     /* people, as in "citizens of Ghana" */
};

typedef struct {
    uint32_t first, count; /* tokens */
    const char *codes[ENT_GROUP_CODES];
    uint32_t code_count;
    uint32_t flags;
} ent_group;

typedef struct {
    ent_group *groups; /* by token */
    uint32_t count;
} ent_groups;

/* ENT_NOMEM is the only failure. Marks the tokens of each group. */
ent_status ent_mentions_find(ent_document *document, const ent_cues *cues, ent_groups *out);

bool ent_group_has(const ent_group *group, const char *code);

#endif
