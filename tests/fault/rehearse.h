/* What the tests of failing allocations do with a piece of work: it runs in a database in memory with its first
 * allocation failing, then its second, and so on, until a run meets no failure; with_all_after_it: every later one
 * fails as well, and of many only some are tried. The opening of the database is part of it. Each run must end in
 * ENTENTE_OK or ENTENTE_NOMEM, give back all memory, and leave a sound database behind, in which `look` may assert more
 * (NULL: nothing). */
#ifndef ENT_TESTS_REHEARSE_H
#define ENT_TESTS_REHEARSE_H

#include "core/entente.h"

void rehearse(entente_status (*work)(entente *db), void (*look)(entente *db), bool with_all_after_it);

#endif
