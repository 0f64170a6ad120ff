#include "core/model/vocabulary.h"

#define NAME(name)               {#name, sizeof(#name) - 1},
#define STATUS_NAME(name, stage) {#name, sizeof(#name) - 1},

/* One vocabulary: its table of names, and what the header promises. */
#define VOCABULARY(variable, word, list)              \
    static const ent_str variable##_names[] = {list}; \
    const ent_vocabulary ent_##variable = {word, variable##_names, sizeof variable##_names / sizeof(ent_str)}

VOCABULARY(kinds, "kind", ENT_KINDS(NAME));
VOCABULARY(forms, "form", ENT_FORMS(NAME));
VOCABULARY(record_statuses, "status", ENT_RECORD_STATUSES(STATUS_NAME));
VOCABULARY(stages, "stage", ENT_STAGES(NAME));
VOCABULARY(roles, "role", ENT_ROLES(NAME));
VOCABULARY(place_roles, "role of a place", ENT_PLACE_ROLES(NAME));
VOCABULARY(covers, "group of people", ENT_COVERS(NAME));
VOCABULARY(relations, "relation", ENT_RELATIONS(NAME));
VOCABULARY(bases, "basis", ENT_BASES(NAME));
VOCABULARY(texts, "state of the text", ENT_TEXTS(NAME));
VOCABULARY(confidences, "confidence", ENT_CONFIDENCES(NAME));

int ent_vocabulary_find(const ent_vocabulary *vocabulary, ent_str word)
{
    for (uint32_t i = 0; i < vocabulary->count; i++)
        if (ent_str_equal(vocabulary->names[i], word))
            return (int)i;
    return -1;
}

const ent_str *ent_vocabulary_nearest(const ent_vocabulary *vocabulary, ent_str word)
{
    int i = ent_str_nearest(word, vocabulary->names, vocabulary->count);
    return i < 0 ? NULL : &vocabulary->names[i];
}

ent_stage ent_stage_of(ent_record_status status)
{
#define STAGE(name, stage) ENT_STAGE_##stage,
    static const uint8_t stages[] = {ENT_RECORD_STATUSES(STAGE)};
#undef STAGE
    return (ent_stage)stages[status];
}

const char *ent_stage_name(const char *status)
{
    int i = status ? ent_vocabulary_find(&ent_record_statuses, ent_str_of(status)) : -1;
    return i < 0 ? NULL : ent_stages.names[ent_stage_of((ent_record_status)i)].p;
}
