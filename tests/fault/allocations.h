/* Allocations that fail on demand. The linker puts these in the place of malloc and its sisters (--wrap). What ICU,
 * LMDB and the C library allocate for themselves is out of reach. */
#ifndef ENT_TESTS_ALLOCATIONS_H
#define ENT_TESTS_ALLOCATIONS_H

#include <stdbool.h>

/* From now on the nth allocation fails, and with_all_after_it every later one as well. */
void allocations_fail(long nth, bool with_all_after_it);
/* Lets them succeed again; how many have failed. */
long allocations_failed(void);
/* Blocks that were taken and not given back. */
long allocations_live(void);

#endif
