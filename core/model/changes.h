/* What changed between two days: the agreements of a view whose status on one is not that on the other. */
#ifndef ENT_MODEL_CHANGES_H
#define ENT_MODEL_CHANGES_H

#include "core/model/course.h"

typedef struct {
    uint32_t agreement;
    const char *from_status; /* NULL: there was no such agreement yet */
    const ent_event *event;  /* with which the status of the second day began */
} ent_change;

/* In order of the event's first day, then of the agreement. The view was read without a date and without filters of
 * status and stage; those of options keep what matches on one of the two days. In the view's arena. from <= to. */
entente_status ent_changes(ent_view *view, const ent_course *course, const char *from, const char *to,
                           const ent_view_options *options, ent_change **out, uint32_t *count);

#endif
