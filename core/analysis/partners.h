/* Who deals with how many, and who with whom. */
#ifndef ENT_ANALYSIS_PARTNERS_H
#define ENT_ANALYSIS_PARTNERS_H

#include "core/analysis/network.h"

typedef struct {
    uint32_t party;
    uint32_t partners;      /* distinct other parties that some agreement ties to it */
    uint32_t agreements;    /* deals that it is a party of: core/model/deals.h */
    uint32_t sends_to;      /* distinct parties to which people go from it */
    uint32_t receives_from; /* distinct parties from which people come to it */
} ent_partner_count;

/* One for each party of the view, most partners first, then by code. In the arena. */
entente_status ent_partner_counts(const ent_network *network, ent_arena *arena, ent_partner_count **out);

typedef struct {
    uint32_t party;
    const uint32_t *agreements; /* that tie the two, ascending */
    uint32_t agreement_count;
    uint32_t deals;                 /* how many these agreements are */
    const char **kinds, **statuses; /* distinct, by name */
    uint32_t kind_count, status_count;
    int32_t first_year, last_year; /* of the events of these agreements; 0: unknown */
} ent_partner;

/* The partners of one party, most deals first, then by code. In the arena. The view is terse or whole, with years. */
entente_status ent_partners_of(const ent_network *network, uint32_t party, ent_arena *arena, ent_partner **out,
                               uint32_t *count);

extern const char ent_partners_meaning[], ent_partners_source[];

#endif
