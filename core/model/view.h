/* A view: the agreements that hold on a day and pass the filters, their parties, and the ties between them.
 *
 * Read once through openCypher and used by everything that counts, draws or lists. Strings and arrays lie in the view
 * and live until ent_view_close. Parties are sorted by code, agreements by id, ties by agreement, from, to. */
#ifndef ENT_MODEL_VIEW_H
#define ENT_MODEL_VIEW_H

#include "core/base/arena.h"
#include "core/entente.h"

/* How much is read: a network of a million agreements needs none of their texts. */
typedef enum {
    ENT_VIEW_WHOLE,  /* all that the structures below have */
    ENT_VIEW_TERSE,  /* of agreements id, kind, status, stage and parties; of parties code and name; the ties */
    ENT_VIEW_NETWORK /* as TERSE, but agreements are numbers (their array may be NULL, in any order) and ties may not
                        tell theirs: ent_view.tells_agreements. Such ties are taken as they are, also one whose
                        agreement was deleted by hand */
} ent_view_detail;

typedef struct {
    const char *as_of; /* "2025-06-30"; NULL: the latest state, with all who ever were parties */
    bool certainly;    /* with as_of: a date counts only from the last day that it can mean */
    /* Empty lists filter nothing. kinds match the main kind or one of the further ones; parties are codes. */
    const char *const *kinds, *const *statuses, *const *stages, *const *parties;
    uint32_t kind_count, status_count, stage_count, party_count;
    const char *of;        /* only agreements that this party, a code, has part in; NULL: all */
    const char *only;      /* only the agreement with this id; NULL: all */
    bool count_amendments; /* what amends, implements or supplements another agreement counts beside it */
    bool years;            /* also read the years of the first and last event of each agreement */
    bool all_days;         /* keep what ent_view_on needs */
    ent_view_detail detail;
} ent_view_options;

typedef struct {
    const char *code; /* first: ent_array_find */
    const char *name;
    bool organization;
    bool placed; /* whether lat and lon are known */
    double lat, lon;
    const char *region, *subregion; /* NULL: none */
} ent_view_party;

typedef struct {
    uint32_t party; /* index into parties */
    bool sender, receiver, funder, partner;
} ent_view_role;

typedef struct {
    const char *id; /* first: ent_array_find */
    const char *title, *kind;
    const char *const *also; /* further kinds */
    uint32_t also_count;
    const char *status, *stage;    /* on the day; NULL: none is known */
    const char *since, *until;     /* ISO dates, by the events up to the day; NULL: none */
    const char *people;            /* whom it covers; NULL: not said */
    int32_t first_year, last_year; /* of its events up to the day, where options.years asked for them; 0: none */
    ent_view_role *roles;          /* by code */
    uint32_t role_count;
} ent_view_agreement;

typedef struct {
    uint32_t from, to; /* parties */
    uint32_t agreement;
    bool directed; /* people go from `from` to `to`; otherwise `from` has the lower code */
} ent_view_tie;

typedef struct {
    ent_arena arena;
    ent_budget budget; /* what the view and the ledger that it keeps take */
    ent_view_party *parties;
    ent_view_agreement *agreements;
    uint64_t *nodes; /* of the agreements */
    ent_view_tie *ties;
    uint32_t party_count, agreement_count, tie_count;
    /* The agreements of party p, ascending, each once: holdings[holding_first[p]] up to holding_first[p + 1]. */
    uint32_t *holdings, *holding_first;
    bool tells_agreements;        /* whether agreements and the agreement of each tie are filled in */
    struct ent_view_links *links; /* core/model/deals.h; NULL: there are none */
    struct ent_ledger *ledger;    /* core/model/ledger.h: holds the texts; NULL in a view of ent_view_on */
    bool all_in_force;            /* by the options, every agreement of the view is */
    bool count_amendments;
} ent_view;

/* *out is NULL after a failure. The error is the connection's, but for ENTENTE_NOMEM. */
entente_status ent_view_open(entente *db, const ent_view_options *options, ent_view **out);
void ent_view_close(ent_view *view); /* NULL is allowed */

/* The view of the same options on another day, without reading again. options are those that `view` was opened with,
 * all_days among them. It is to be closed before `view` is, whose texts it uses. */
entente_status ent_view_on(const ent_view *view, const ent_view_options *options, const char *day, ent_view **out);

/* The party with a code; UINT32_MAX: not in the view. */
uint32_t ent_view_party_find(const ent_view *view, const char *code);
/* The agreement with an id; UINT32_MAX: not in the view. Only where the view tells agreements. */
uint32_t ent_view_agreement_find(const ent_view *view, const char *id);

#endif
