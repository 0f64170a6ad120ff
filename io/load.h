/* Records into the graph, and back: docs/graph-model.md says how they lie there. Everything goes through openCypher. */
#ifndef ENT_IO_LOAD_H
#define ENT_IO_LOAD_H

#include "core/entente.h"
#include "io/fault.h"

typedef struct {
    uint64_t agreements;
    uint64_t parties, events, sources; /* of those agreements; a party or source of several counts once */
    uint64_t replaced;                 /* agreements that the database had before */
} ent_load_summary;

typedef struct {
    bool dry_run;              /* check only; db may be NULL: then links must stay within the files */
    const char *const *places; /* files of places beyond the gazetteer (io/places.h) */
    size_t place_count;
    void (*fault)(void *user, const ent_fault *fault);            /* each of the first ENT_FAULTS_TOLD; may be NULL */
    void (*progress)(void *user, const ent_load_summary *so_far); /* now and then; may be NULL */
    /* Asked several times a second: whether to end with ENTENTE_INTERRUPTED; may be NULL. entente_interrupt alone ends
     * only what a statement does. */
    bool (*stop)(void *user);
    void *user;
} ent_load_options;

/* Loads files of records ("-": standard input) in one transaction: all of them or, when there is a fault in any, none.
 * An agreement that the database has already is replaced wholly, with its events and whatever only it used.
 *
 * ENTENTE_OK: done, *summary is set. ENTENTE_ARGUMENT: the records or files have faults, *fault_count of them, which
 * were told. ENTENTE_NOMEM: memory is out. ENTENTE_INTERRUPTED: by `stop` or entente_interrupt. Anything else is the
 * database's: entente_error_of(db) has the message, and so that it can be read, a transaction may still be open:
 * entente_rollback or entente_close undoes it. options may be NULL. db must not be inside a transaction. */
entente_status ent_load(entente *db, const char *const *files, size_t file_count, const ent_load_options *options,
                        ent_load_summary *summary, uint64_t *fault_count);

#endif
