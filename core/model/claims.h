/* What each source carries: how many claims rest on it. A claim is an event, a payment, a transfer, or a record as a
 * whole, each counted once however often it cites the same page. */
#ifndef ENT_MODEL_CLAIMS_H
#define ENT_MODEL_CLAIMS_H

#include "core/model/course.h"

typedef struct {
    uint32_t events, payments, transfers, records;
} ent_claims;

/* Counts for groups of sources (of a publisher, say): group holds a number below group_count for each source of the
 * course. Events, payments and transfers dated after the view's day are left out. In the view's arena. */
entente_status ent_claims_count(entente *db, ent_view *view, const ent_course *course, const ent_view_options *options,
                                const uint32_t *group, uint32_t group_count, ent_claims **out);

#endif
