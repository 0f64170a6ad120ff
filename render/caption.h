/* Titles and filters in words. */
#ifndef RENDER_CAPTION_H
#define RENDER_CAPTION_H

#include "core/model/view.h"

/* "30 June 2025" for "2025-06-30"; "" for NULL. NULL when memory is out. */
const char *caption_date(ent_arena *arena, const char *date);

/* "Kind: readmission or visa. Stage: active. As of 30 June 2025." for the filters of a view; names are the parties that
 * it is narrowed to. "" for no filters, NULL when memory is out. */
const char *caption_filters(ent_arena *arena, const ent_view_options *options, const char *const *names);

/* The same followed by the days of panels, ascending: "On 31 December of each year from 2015 to 2025." NULL when memory
 * is out. */
const char *caption_days(ent_arena *arena, const char *filters, const char *const *days, uint32_t count,
                         bool certainly);

#endif
