/* Numbers from text, the same in every locale of the process. */
#ifndef ENT_BASE_NUMBER_H
#define ENT_BASE_NUMBER_H

#include "core/base/str.h"

/* A decimal number as openCypher's toFloat() takes it: blanks around, sign, digits with point and exponent, or NaN or
 * Infinity. Rounded correctly; too large gives Infinity. False when it is not one, or longer than 4,095 bytes. */
bool ent_double_parse(ent_str text, double *out);

#endif
