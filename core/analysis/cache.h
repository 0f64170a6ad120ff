/* Networks kept for a connection, so that one measure after the other does not read the database again.
 *
 * What is kept is the network (a view, its pairs and graphs), never an answer. It serves as long as the database is as
 * it was read (entente_snapshot), whoever changes it. Within a transaction that has changed something nothing is kept.
 */
#ifndef ENT_ANALYSIS_CACHE_H
#define ENT_ANALYSIS_CACHE_H

#include "core/analysis/network.h"

typedef struct ent_network_cache ent_network_cache;

/* NULL when memory is out. It has one owner at first. */
ent_network_cache *ent_network_cache_new(void);
ent_network_cache *ent_network_cache_retain(ent_network_cache *cache);
void ent_network_cache_release(ent_network_cache *cache); /* the last one frees it; NULL is allowed */

/* The network of a view, read now or kept. It may tell more than the options ask for. Borrowed until
 * ent_network_cache_settle, which is to follow whatever was done with it. The error is the connection's, but for
 * ENTENTE_NOMEM. */
entente_status ent_network_cache_get(ent_network_cache *cache, entente *db, const ent_view_options *options,
                                     ent_network **out);
/* Lets go what is too large to be kept: all networks together take at most a quarter of the connection's memory limit,
 * and 512 MiB where it has none; those asked for last stay. */
void ent_network_cache_settle(ent_network_cache *cache, const entente *db);

#endif
