/* The gazetteer: which countries, territories and organisations there are, what they are called, and who is a member of
 * what. It is made from data/places.jsonl, data/memberships.jsonl and data/ambiguous.jsonl when entente is built, lies
 * in constant memory and costs nothing until it is asked.
 *
 * A place is known by its code: ISO 3166-1 alpha-3, a withdrawn one of ISO 3166-3, XKX for Kosovo, or the id of an
 * organisation. AU, EU and UN are organisations, whatever ISO's two-letter codes say. */
#ifndef ENT_IO_GAZETTEER_H
#define ENT_IO_GAZETTEER_H

#include "core/base/status.h"
#include "core/base/str.h"

typedef enum {
    ENT_PLACE_COUNTRY, /* and territories */
    ENT_PLACE_ORGANISATION,
    ENT_PLACE_OTHER /* neither; the gazetteer has none, a file of places may (see io/places.h) */
} ent_place_type;

/* Strings are constant; "" where there is none. */
typedef struct {
    const char *code, *name;
    const char *iso2;               /* ISO 3166-1 alpha-2; of withdrawn codes the former one */
    const char *region, *subregion; /* UN M49 */
    const char *sovereign;          /* of a territory: the code of its state */
    const char *until;              /* YYYY-MM-DD, of a withdrawn code: the day the state or its name ended */
    double lat, lon;                /* degrees, a point in its main part; both 0 for organisations */
    ent_place_type type;
} ent_place;

/* By code, in exactly this spelling. False when there is none: *out is untouched. */
bool ent_place_by_code(ent_str code, ent_place *out);

enum { ENT_PLACE_CANDIDATES = 8, ENT_PLACE_NEAREST = 3 };

typedef struct {
    uint32_t count;                         /* 0: unknown, 1: found, more: the text fits several */
    ent_place places[ENT_PLACE_CANDIDATES]; /* by code */
    uint32_t nearest_count;                 /* only for count 0 */
    struct {
        const char *name; /* as the gazetteer spells it: a code, a name or an alias */
        ent_place place;
    } nearest[ENT_PLACE_NEAREST]; /* nearest first, each place once */
} ent_place_match;

/* What a person means by text: a code, an ISO alpha-2 code, a name or an alias; case, accents, blanks and punctuation
 * do not matter ("rwanda", "cote d'ivoire", "U.S.A."). Codes win over alpha-2 codes, those over names, and places that
 * exist over former ones. text need not be valid UTF-8: then it is unknown. ENT_NOMEM is the only failure. */
ent_status ent_place_resolve(ent_str text, ent_place_match *out);

typedef struct {
    const char *member, *organisation; /* codes */
    const char *since, *until;         /* YYYY-MM-DD, or less of it; "": not known with confidence, or still */
} ent_membership;

/* All memberships, by member, then organisation. False beyond the end. Who left and came back has two. */
bool ent_membership_at(uint32_t i, ent_membership *out);

#endif
