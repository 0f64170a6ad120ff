/* What is written of a party and of a tie beside its ends, the same in every format. */
#ifndef ENT_IO_NETWORK_FIELDS_H
#define ENT_IO_NETWORK_FIELDS_H

#include "core/model/view.h"

enum { ENT_FIELD_TEXT = 32 };

typedef struct {
    const char *name, *type; /* type in the words that the formats share: string, boolean, double */
    /* The value of the i-th party or tie, made in buffer where it has to be; NULL: there is none. */
    const char *(*value)(const ent_view *view, uint32_t i, char buffer[ENT_FIELD_TEXT]);
} ent_network_field;

enum { ENT_PARTY_FIELDS = 6, ENT_TIE_FIELDS = 8 };
extern const ent_network_field ent_party_fields[ENT_PARTY_FIELDS];
extern const ent_network_field ent_tie_fields[ENT_TIE_FIELDS];

#endif
