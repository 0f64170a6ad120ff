/* Dates of agreement records: EDTF (ISO 8601-2, level 1) as far as the record format has it.
 *
 * YYYY-MM-DD, YYYY-MM or YYYY, then nothing, `~` (approximate), `?` (uncertain) or `%` (both). A date stands for all
 * days from the first to the last that it can mean; the sign behind it says how sure it is, it does not widen it. */
#ifndef ENT_IO_EDTF_H
#define ENT_IO_EDTF_H

#include "core/base/str.h"

#include <stddef.h>

typedef struct {
    int16_t year; /* 1 to 9999 */
    uint8_t month, day;
} ent_day;

typedef struct {
    ent_day first, last;
    char sign; /* 0, '~', '?' or '%' */
} ent_edtf;

/* Reads the whole text. On failure *at is the byte that is wrong (n: the end came too early), reason (of size bytes)
 * says what is wrong, and *out is untouched. */
bool ent_edtf_read(ent_str text, ent_edtf *out, uint32_t *at, char *reason, size_t size);

/* < 0, 0 or > 0: a is before, on or after b. */
int ent_day_compare(ent_day a, ent_day b);

#endif
