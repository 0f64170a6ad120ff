/* A set of strings of which each has an owner: for DISTINCT in groups, where most strings come in one group only. */
#ifndef ENT_QUERY_OWNED_STRINGS_H
#define ENT_QUERY_OWNED_STRINGS_H

#include "core/value/value.h"

typedef struct {
    const char *at; /* its length, four bytes, then its bytes; NULL: free. Stays where it is */
    uint32_t hash, owner;
} ent_owned_string;

typedef struct {
    ent_arena *arena;
    ent_owned_string *slots;
    uint64_t n, mask;
    char *room; /* for strings to come */
    size_t left;
} ent_owned_strings;

void ent_owned_strings_init(ent_owned_strings *set, ent_arena *arena);
/* The slot of a STRING, put in with this owner if it is new (*added). Until the next call. NULL when memory is out (ask
 * the arena). */
const ent_owned_string *ent_owned_strings_put(ent_owned_strings *set, ent_value string, uint32_t owner, bool *added);

#endif
