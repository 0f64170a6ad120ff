/* How many deals a set of agreements is.
 *
 * An agreement that amends, implements or supplements another is no deal of its own beside it: a protocol of 2023 to a
 * treaty of 2002 is one deal with it. But where the set lacks what it builds on, it stands for itself: a state's own
 * implementing protocol to an agreement of the EU is the only agreement that the state has part in. It counts also by
 * way of others (a protocol to a protocol), be they in the set or not; of several that build on each other in a circle,
 * the one with the lowest id counts.
 *
 * Among agreements that are in force, one that another of them replaces counts no more, whatever its own record says.
 */
#ifndef ENT_MODEL_DEALS_H
#define ENT_MODEL_DEALS_H

#include "core/model/ledger.h"

/* Makes the links between agreements known to the view, for ent_deals_count; a part of ent_view_open. nodes: of the
 * view's agreements. */
entente_status ent_links_make(ent_view *view, const uint64_t *nodes, const ent_ledger_link *links, uint32_t count);

/* agreements: indices, each once. in_force: whether they all are. Amendments count where the view's options say so. */
uint32_t ent_deals_count(ent_view *view, const uint32_t *agreements, uint32_t count, bool in_force);

#endif
