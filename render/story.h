/* What is behind a diagram: of each agreement that is drawn its parties, the course of its events and the sources that
 * say so. Read by openCypher, by the ids of the agreements alone, so that a small picture of a large database costs
 * little. Pages, tables, endnotes and the data inside an SVG are all made from it. */
#ifndef RENDER_STORY_H
#define RENDER_STORY_H

#include "core/model/course.h"
#include "render/diagram.h"

typedef struct {
    const char *code, *name;
    const char *const *roles;
    uint32_t role_count;
    const char *since, *until; /* of its being a party, where that is not the whole time: ISO dates; else NULL */
    const char *since_last, *until_last; /* the last days that these can mean */
} story_party;

typedef struct {
    const char *id, *title, *kind, *status, *stage; /* status and stage: as the diagram shows them; NULL: unknown */
    const char *const *also;                        /* further kinds */
    uint32_t also_count;
    const char *since, *until; /* ISO dates, by the events up to the diagram's day; NULL: none */
    const story_party *parties;
    uint32_t party_count;
    ent_agreement_course course; /* its sources: indices into the story's */
} story_agreement;

typedef struct story {
    story_agreement *agreements; /* by id */
    uint32_t agreement_count;
    ent_source *sources; /* in the order in which they are first cited: the number of one is its index + 1 */
    uint32_t source_count;
    bool certainly; /* an event counts from the last day that its date can mean */
} story;

/* Reads the story of a diagram into its arena and hangs it on the diagram. The error is the connection's, but for
 * ENTENTE_NOMEM. */
entente_status story_read(diagram *diagram, entente *db, bool certainly);

/* NULL: there is none. */
const story_agreement *story_find(const story *story, const char *id);

/* Whether a party is one on the diagram's day. A party that left and came back is there once for each time. */
bool story_has_party(const diagram *diagram, const story_party *party);

/* An address that a link may lead to: of a page, nothing else. */
bool story_is_page(const char *url);

/* The numbers (from 1) of the sources of an agreement, ascending, each once: of its events and of its record. In the
 * arena; NULL when memory is out. */
uint32_t *story_numbers(ent_arena *arena, const story_agreement *agreement, uint32_t *count);

#endif
