/* What the two ways to find links share: patterns (relate.c), and clauses that no pattern fits (scene.c). */
#ifndef ENT_IO_EXTRACT_RELATER_H
#define ENT_IO_EXTRACT_RELATER_H

#include "io/extract/relate.h"

typedef struct {
    ent_document *d;
    const ent_cues *cues;
    const ent_groups *groups;
    ent_links *out;
    uint32_t capacity;
    uint32_t sentence, begin, end; /* the sentence at hand: tokens */
    uint32_t hub_group;            /* the party that the link found last has in common with its neighbours; 0: none */
    uint32_t hub_sentence;
    bool across; /* reading some sentences together */
    bool lax;    /* the last resort: any word for a deed opens a scene, and ties are broken by place */
} ent_relater;

/* A group by its number from 1; NULL for 0. */
const ent_group *ent_relater_group(const ent_relater *r, uint32_t number);
const ent_cue *ent_relater_cue(const ent_relater *r, uint32_t token, ent_cue_class wanted);
bool ent_groups_share(const ent_group *a, const ent_group *b);
/* Whether it can be the subject of a verb: no people, nothing that owns the noun behind it. */
bool ent_group_may_act(const ent_group *group);
/* Whether a verb's deed has happened: no "to", "would", "not" before it. *refused is set by "refused to". */
bool ent_relater_is_realised(const ent_relater *r, uint32_t verb, bool *refused);
/* Whether nouns or pronouns for people stand among the tokens. */
bool ent_relater_people_near(const ent_relater *r, uint32_t from, uint32_t to);
/* Adds a link of two parties or more; others are passed over. False: the arena failed. */
bool ent_relater_add(ent_relater *r, const ent_link *link);
void ent_link_add_party(ent_link *link, const char *code, uint8_t role);

/* Measures on visas and workers in the sentence at hand, where no pattern fits. False: the arena failed. */
bool ent_measures_find(ent_relater *r);
/* The links of the clauses of the sentence at hand that none of its links, from `before` on, touches. False: the arena
 * failed. */
bool ent_scenes_find(ent_relater *r, uint32_t before);
/* The same over a few sentences of which none tells a link by itself; afterwards links are in no order. */
bool ent_scenes_find_across(ent_relater *r);

#endif
