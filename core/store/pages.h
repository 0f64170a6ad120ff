/* Verifying LMDB's pages by reading the file, so that damage is reported instead of crashing the reader. */
#ifndef ENT_STORE_PAGES_H
#define ENT_STORE_PAGES_H

#include "core/store/page_format.h"
#include "core/store/store_internal.h"

typedef struct {
    bool (*report)(void *user, const char *fault);
    void *user;
    uint64_t faults;
    bool stopped;
    ent_status failed; /* why the check itself could not go on, or ENT_OK */
} ent_report;
/* Counts the fault and tells it, unless the check has stopped. */
void ent_report_fault(ent_report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* All pages of the transaction's snapshot. Faults are reported; the status tells only whether the check could be done.
 */
ent_status ent_pages_check(ent_txn *txn, ent_report *report, ent_error *error);
/* The main table and those that every transaction reads before anybody can ask for a check: names, indexes, counts. */
ent_status ent_pages_check_small(int fd, const ent_meta *meta, ent_report *report, ent_error *error);

#endif
