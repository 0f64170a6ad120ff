/* A set of texts, each with a number: 0 for the first that came, and so on. */
#ifndef ENT_IO_STRING_SET_H
#define ENT_IO_STRING_SET_H

#include "core/base/arena.h"
#include "core/base/str.h"

typedef struct {
    ent_arena arena; /* the texts, copied */
    ent_str *texts;
    uint32_t *hashes, *slots; /* slots: number + 1, 0: free */
    uint32_t count, capacity;
} ent_string_set;

void ent_string_set_init(ent_string_set *set);
void ent_string_set_fini(ent_string_set *set);

/* Adds a text that may be there already. *number may be NULL; *is_new: whether it was not. ENT_NOMEM. */
ent_status ent_string_set_add(ent_string_set *set, ent_str text, uint32_t *number, bool *is_new);
/* Its number, or -1. */
int64_t ent_string_set_find(const ent_string_set *set, ent_str text);

#endif
