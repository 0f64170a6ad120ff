/* Chance for rand() and randomUUID(): xoshiro256++ (Blackman and Vigna 2019), one state a run. */
#ifndef ENT_QUERY_RANDOM_H
#define ENT_QUERY_RANDOM_H

#include "core/query/context.h"

/* The next 64 random bits. A state of zeros is seeded from the system first; ENT_IO when that gives nothing. */
ent_status ent_random_next(ent_context *context, uint64_t *out);

#endif
