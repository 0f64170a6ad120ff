/* What the files that implement core/value/temporal.h share: a temporal value taken apart, zones, and errors. */
#ifndef ENT_VALUE_TEMPORAL_PARTS_H
#define ENT_VALUE_TEMPORAL_PARTS_H

#include "core/value/calendar.h"
#include "core/value/temporal.h"

typedef __int128 ent_wide;

/* ---- zones ---- */

/* "+01:00", "-02:05:07", "Z"; returns the length. */
size_t ent_offset_text(char out[ENT_TEMPORAL_TEXT], int32_t offset);

#endif
