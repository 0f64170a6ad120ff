/* Times that a text names, resolved against the page's date, each as precise as it was said (EDTF). */
#ifndef ENT_IO_EXTRACT_WHEN_H
#define ENT_IO_EXTRACT_WHEN_H

#include "io/extract/cue.h"

typedef struct {
    uint32_t token, count;
    char edtf[16]; /* empty: a time that is known no better than to be one, such as a week of two months */
    bool speech;   /* the time of saying: "said on Sunday" */
    bool future;
    bool dateline; /* of the text itself */
} ent_when;

typedef struct {
    ent_when *times; /* by token */
    uint32_t count;
} ent_whens;

/* ENT_NOMEM is the only failure. Without a date of the page, only times that name their year are found. */
ent_status ent_whens_find(ent_document *document, const ent_cues *cues, ent_whens *out);

/* The first time that begins at a token or behind it; the number of times when none does. */
uint32_t ent_whens_from(const ent_whens *whens, uint32_t token);

#endif
