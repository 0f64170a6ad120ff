#ifndef ENT_IO_CURRENCY_H
#define ENT_IO_CURRENCY_H

#include "core/base/str.h"

/* Whether this is a code of ISO 4217, also a withdrawn one: old agreements name old money. */
bool ent_currency_known(ent_str code);

#endif
