/* Who has what with whom: the patterns of data/lexicon/patterns.jsonl over cues and groups of parties. */
#ifndef ENT_IO_EXTRACT_RELATE_H
#define ENT_IO_EXTRACT_RELATE_H

#include "io/extract/mention.h"

enum { ENT_LINK_SENDER = 1, ENT_LINK_RECEIVER = 2, ENT_LINK_FUNDER = 4, ENT_LINK_PARTNER = 8 };

typedef struct {
    const ent_pattern *pattern;
    const char *codes[ENT_GROUP_CODES];
    uint8_t roles[ENT_GROUP_CODES]; /* bits; 0: not told */
    uint32_t code_count;
    uint32_t sentence, anchor, first, last; /* tokens; last is behind */
    uint8_t type;                           /* ent_frame_type */
    bool own_nationals;                     /* the receiver's own people move */
    bool refused;
    bool modal;    /* of a measure: it is to come */
    bool weak;     /* a party comes from another sentence */
    bool stand_in; /* a party was named by a description */
} ent_link;

typedef struct {
    ent_link *links; /* by sentence, then anchor */
    uint32_t count;
} ent_links;

/* ENT_NOMEM is the only failure. */
ent_status ent_relations_find(ent_document *document, const ent_cues *cues, const ent_groups *groups, ent_links *out);

#endif
