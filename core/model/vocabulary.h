/* The closed vocabularies of agreement records: one list each, which everything else expands. Indices are the order
 * of the list. */
#ifndef ENT_MODEL_VOCABULARY_H
#define ENT_MODEL_VOCABULARY_H

#include "core/base/str.h"

#define ENT_KINDS(X)          \
    X(third_country_transfer) \
    X(safe_third_country)     \
    X(readmission)            \
    X(evacuation_transit)     \
    X(resettlement)           \
    X(border_cooperation)     \
    X(asylum_cooperation) X(labour_mobility) X(free_movement) X(visa) X(asylum_responsibility) X(partnership)
#define ENT_FORMS(X)     \
    X(treaty)            \
    X(memorandum)        \
    X(exchange_of_notes) \
    X(joint_statement) X(framework) X(legislation) X(verbal) X(unilateral) X(unpublished) X(unknown)
/* status, stage */
#define ENT_RECORD_STATUSES(X) \
    X(talks, emerging)         \
    X(announced, emerging)     \
    X(signed, agreed)          \
    X(provisional, active)     \
    X(in_force, active)        \
    X(operating, active)       \
    X(suspended, contested)    \
    X(disputed, contested)     \
    X(struck_down, ended) X(terminated, ended) X(expired, ended) X(superseded, ended) X(rejected, ended)
#define ENT_STAGES(X)      X(emerging) X(agreed) X(active) X(contested) X(ended)
#define ENT_ROLES(X)       X(sender) X(receiver) X(funder) X(partner)
#define ENT_PLACE_ROLES(X) X(origin) X(transit) X(site)
#define ENT_COVERS(X)      X(own_nationals) X(third_country_nationals) X(stateless) X(refugees) X(workers)
#define ENT_RELATIONS(X)   X(replaces) X(replaced_by) X(amends) X(implements) X(supplements)
#define ENT_BASES(X)       X(paid) X(pledged)
#define ENT_TEXTS(X)       X(published) X(leaked) X(unpublished) X(unknown)
#define ENT_CONFIDENCES(X) X(confirmed) X(reported) X(alleged)

#define X(name) ENT_KIND_##name,
typedef enum { ENT_KINDS(X) ENT_KIND_COUNT } ent_kind;
#undef X
#define X(name) ENT_FORM_##name,
typedef enum { ENT_FORMS(X) ENT_FORM_COUNT } ent_form;
#undef X
#define X(name, stage) ENT_RECORD_##name,
typedef enum { ENT_RECORD_STATUSES(X) ENT_RECORD_STATUS_COUNT } ent_record_status;
#undef X
#define X(name) ENT_STAGE_##name,
typedef enum { ENT_STAGES(X) ENT_STAGE_COUNT } ent_stage;
#undef X
#define X(name) ENT_ROLE_##name,
typedef enum { ENT_ROLES(X) ENT_ROLE_COUNT } ent_role;
#undef X
#define X(name) ENT_RELATION_##name,
typedef enum { ENT_RELATIONS(X) ENT_RELATION_COUNT } ent_relation;
#undef X
#define X(name) ENT_TEXT_##name,
typedef enum { ENT_TEXTS(X) ENT_TEXT_COUNT } ent_text;
#undef X
#define X(name) ENT_CONFIDENCE_##name,
typedef enum { ENT_CONFIDENCES(X) ENT_CONFIDENCE_COUNT } ent_confidence;
#undef X

typedef struct {
    const char *what; /* "kind": how messages call one of them */
    const ent_str *names;
    uint32_t count;
} ent_vocabulary;

extern const ent_vocabulary ent_kinds, ent_forms, ent_record_statuses, ent_stages, ent_roles, ent_place_roles,
    ent_covers, ent_relations, ent_bases, ent_texts, ent_confidences;

/* The index of a word in this very spelling, or -1. */
int ent_vocabulary_find(const ent_vocabulary *vocabulary, ent_str word);
/* The nearest word, or NULL when none is near. */
const ent_str *ent_vocabulary_nearest(const ent_vocabulary *vocabulary, ent_str word);

ent_stage ent_stage_of(ent_record_status status);
/* The stage of a status by their names; NULL for NULL and for what is no status. */
const char *ent_stage_name(const char *status);

#endif
