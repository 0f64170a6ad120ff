/* The course of the agreements of a view: what happened to each, in order, and the sources that say so.
 *
 * A claim (an event, a record as a whole) is backed by the sources that it cites. An event that cites none rests on the
 * sources of its record, which is weaker and is told apart wherever it is shown. */
#ifndef ENT_MODEL_COURSE_H
#define ENT_MODEL_COURSE_H

#include "core/model/view.h"

typedef struct {
    const char *key, *publisher, *title, *date, *url; /* key first: ent_array_find; the rest may be NULL: not known */
} ent_source;

typedef struct {
    const char *first, *last; /* the first and last day that its date can mean: ISO dates, first is never NULL */
    const char *written;      /* the date as the record has it */
    const char *status;       /* from then on; NULL: it left the status as it was */
    const char *party;        /* the code of the one party that acted; NULL: none alone */
    const char *note;
    const uint32_t *sources; /* its own, in the record's order: indices into the course's sources */
    uint32_t source_count;
} ent_event;

typedef struct {
    const ent_event *events; /* by first day, then as in the record */
    uint32_t event_count;
    const uint32_t *sources; /* of the record */
    uint32_t source_count;
} ent_agreement_course;

typedef struct {
    const ent_view *view;             /* borrowed */
    ent_agreement_course *agreements; /* one each agreement of the view */
    ent_source *sources;              /* by key */
    uint32_t source_count;
} ent_course;

/* Reads the course of every agreement of the view, into the view's arena. For one snapshot with the view, both are read
 * in one transaction. */
entente_status ent_course_read(entente *db, ent_view *view, ent_course **out);

/* Whether an event counts on a day: possibly from the first day that its date can mean, certainly from the last. day
 * NULL: it does. */
bool ent_event_counts(const ent_event *event, const char *day, bool certainly);

/* The event that the status on a day comes from, the latest with one; NULL: no status yet. */
const ent_event *ent_course_status(const ent_agreement_course *course, const char *day, bool certainly);
/* The event with which that status began: before it another one held, or none. */
const ent_event *ent_course_status_start(const ent_agreement_course *course, const char *day, bool certainly);

#endif
