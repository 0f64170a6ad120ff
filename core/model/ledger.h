/* The ledger: all that views are made of, of every day, as numbers and shared words.
 *
 * It is read by a few queries that each run through one table and ask for no more than the options need; from it a view
 * of any day is derived without asking the database again (view.c). Agreements are sorted by id where ids are read,
 * parties by code, roles by agreement and party, events by agreement and then as they happened. */
#ifndef ENT_MODEL_LEDGER_H
#define ENT_MODEL_LEDGER_H

#include "core/model/day.h"
#include "core/model/view.h"

typedef struct {
    const char *text, *stage; /* stage: NULL for a word that no record may have */
} ent_status_word;

typedef struct {
    uint32_t agreement;
    const ent_status_word *status; /* NULL: it left the status as it was */
    ent_day first, counts;         /* the first day that its date can mean, and the one from which it counts */
    int64_t node;                  /* of one day the one made first comes first */
} ent_ledger_event;

typedef struct {
    uint32_t agreement, party;
    bool sender, receiver, funder, partner;
    uint32_t span; /* the how-manieth of the spans, from 1; 0: as long as the agreement */
} ent_ledger_role;

typedef struct {
    ent_day since, until; /* the days on which these begin to count, as `certainly` says; ENT_NO_DAY: none */
} ent_ledger_span;

typedef struct {
    uint64_t from, to; /* nodes */
    bool replaces;     /* else it amends, implements or supplements */
} ent_ledger_link;

typedef struct ent_ledger {
    ent_arena texts;        /* strings, which views point to */
    ent_arena arena;        /* all else */
    ent_view_detail detail; /* NETWORK only where the options need no more */
    uint64_t *nodes;        /* of the agreements */
    /* As of the latest state, without roles and years; NULL under NETWORK. */
    ent_view_agreement *agreements;
    ent_view_party *parties;
    ent_ledger_event *events;
    uint32_t *event_first; /* of each agreement, one more than there are; NULL: no events were read */
    ent_ledger_role *roles;
    uint32_t *role_first;
    ent_ledger_span *spans;
    ent_view_tie *ties; /* agreement 0 under NETWORK */
    ent_ledger_link *links;
    uint32_t agreement_count, party_count, event_count, role_count, span_count, tie_count, link_count;
} ent_ledger;

/* Reads what views of these options need, in the transaction that is open. The error is the connection's, but for
 * ENTENTE_NOMEM. The budget may be NULL. */
entente_status ent_ledger_read(entente *db, const ent_view_options *options, ent_budget *budget, ent_ledger **out);
/* Keeps only the texts. */
void ent_ledger_shed(ent_ledger *ledger);
void ent_ledger_free(ent_ledger *ledger); /* NULL is allowed */

#endif
