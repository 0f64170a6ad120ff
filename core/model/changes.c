#include "core/model/changes.h"

#include "core/model/vocabulary.h"

#include <stdlib.h>
#include <string.h>

static bool in_list(const char *const *list, uint32_t count, const char *text)
{
    for (uint32_t i = 0; text && i < count; i++)
        if (strcmp(list[i], text) == 0)
            return true;
    return false;
}

static bool wanted(const ent_view_options *o, const char *status)
{
    return (o->status_count == 0 || in_list(o->statuses, o->status_count, status)) &&
           (o->stage_count == 0 || in_list(o->stages, o->stage_count, ent_stage_name(status)));
}

static int by_date(const void *a, const void *b)
{
    const ent_change *x = a, *y = b;
    int order = strcmp(x->event->first, y->event->first);
    return order ? order : x->agreement < y->agreement ? -1 : x->agreement > y->agreement;
}

entente_status ent_changes(ent_view *view, const ent_course *course, const char *from, const char *to,
                           const ent_view_options *options, ent_change **out, uint32_t *count)
{
    ent_change *changes = ENT_NEW_ARRAY(&view->arena, ent_change, (size_t)view->agreement_count + 1);
    *count = 0;
    *out = changes;
    if (!changes)
        return ENTENTE_NOMEM;
    for (uint32_t i = 0; i < view->agreement_count; i++) {
        const ent_agreement_course *a = &course->agreements[i];
        const ent_event *before = ent_course_status(a, from, options->certainly);
        const ent_event *after = ent_course_status_start(a, to, options->certainly);
        if (!after || (before && strcmp(before->status, after->status) == 0))
            continue;
        if (wanted(options, after->status) || (before && wanted(options, before->status)))
            changes[(*count)++] = (ent_change){i, before ? before->status : NULL, after};
    }
    qsort(changes, *count, sizeof *changes, by_date);
    return ENTENTE_OK;
}
