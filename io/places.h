/* The places that a load knows: the gazetteer, and on top of it those that the caller declares, for authorities that
 * the gazetteer does not have.
 *
 * A file of places is JSON Lines in the gazetteer's own form, or CSV with a line of column names:
 *   code, type (country, organisation or other), name, and optionally iso2, region, subregion, lat, lon, until. */
#ifndef ENT_IO_PLACES_H
#define ENT_IO_PLACES_H

#include "core/base/arena.h"
#include "io/fault.h"
#include "io/gazetteer.h"
#include "io/string_set.h"

typedef struct {
    ent_arena arena;
    ent_string_set codes; /* numbers are indices of added */
    ent_place *added;
    uint32_t capacity;
} ent_places;

void ent_places_init(ent_places *places);
void ent_places_fini(ent_places *places);

/* Adds a place, or replaces the one of this code, the gazetteer's too. Strings are copied; NULL is "". */
ent_status ent_places_add(ent_places *places, const ent_place *place);

/* Reads a file of places; faults are told. ENT_IO when the file cannot be read (told, too), ENT_NOMEM. */
ent_status ent_places_read(ent_places *places, const char *path, ent_faults *faults);

/* Declared ones first, then the gazetteer. False when there is none. */
bool ent_places_find(const ent_places *places, ent_str code, ent_place *out);

#endif
