/* Links become agreements: which of them speak of the same one, and what kind, status, date and roles follow. */
#ifndef ENT_IO_EXTRACT_ASSEMBLE_H
#define ENT_IO_EXTRACT_ASSEMBLE_H

#include "io/extract/extract.h"
#include "io/extract/relate.h"
#include "io/extract/when.h"

enum { ENT_EVENTS = 24 };

/* A phrase that says what became of an agreement. */
typedef struct {
    uint32_t token;
    uint8_t count;
    int8_t status;
} ent_event;

/* An agreement in the making. */
typedef struct {
    const char *codes[ENT_GROUP_CODES]; /* sorted */
    uint32_t code_count;
    uint32_t *links; /* of ent_links, in order */
    uint32_t link_count, link_room;
    bool second; /* told apart from another of the same parties */
    bool dropped;
    /* what steps find */
    double kinds[16];
    int kind, status;
    uint32_t status_token, status_count; /* where it is said; count 0: nowhere */
    ent_event events[ENT_EVENTS];        /* all that is said of it, of other statuses too */
    uint32_t event_count;
    char date[16];
    uint32_t date_token, date_count;
    uint8_t roles[ENT_GROUP_CODES];
    bool moved, denied;
    bool two_ways; /* workers come, others are sent back */
    bool press;    /* what was denied is known by the press alone */
} ent_agreement;

typedef struct {
    ent_document *document;
    const ent_cues *cues;
    const ent_groups *groups;
    const ent_links *links;
    const ent_whens *whens;
    ent_agreement *agreements;
    uint32_t count, room;
    bool lenient; /* also what the rules refuse */
} ent_assembly;

/* In this order; ENT_NOMEM is the only failure of the first. */
ent_status ent_join(ent_assembly *assembly);
void ent_kinds_find(ent_assembly *assembly);
void ent_statuses_find(ent_assembly *assembly);
void ent_dates_find(ent_assembly *assembly);
void ent_roles_find(ent_assembly *assembly);

/* The status that a phrase of class st or undo states where it stands (ent_record_status), or -1: none. bygone: also
 * what was so before something else happened, "had rejected". */
int ent_cue_read(const ent_assembly *assembly, const ent_cue *cue, bool bygone);

/* Why a link makes no agreement; NULL: it does. */
const char *ent_link_refusal(const ent_assembly *assembly, uint32_t link);

/* Fills in the candidate's reasons, in the arena. */
void ent_candidate_explain(const ent_assembly *assembly, const ent_agreement *agreement, ent_arena *arena,
                           ent_candidate *candidate);

/* What the steps share. */
const ent_link *ent_agreement_link(const ent_assembly *assembly, const ent_agreement *agreement, uint32_t i);
bool ent_agreement_has(const ent_agreement *agreement, const char *code);
/* Tokens between a token and what a link says, from its first cue on; 0 inside. */
uint32_t ent_link_distance(const ent_link *link, uint32_t token);
/* Whether no other agreement of the sentence is nearer to the token. */
bool ent_link_is_nearest(const ent_assembly *assembly, const ent_agreement *agreement, uint32_t link, uint32_t token);

#endif
