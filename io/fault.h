/* What is wrong with the input, told one by one: file, line, column, record, what was found, what was expected.
 *
 * A reader goes on after a fault, so that a person can mend several at once: the first ENT_FAULTS_TOLD are told, the
 * rest counted. Nothing is loaded when there was one. */
#ifndef ENT_IO_FAULT_H
#define ENT_IO_FAULT_H

#include "core/base/str.h"

#include <stddef.h>

enum { ENT_FAULTS_TOLD = 20 };

/* Borrowed for the time of the call that gets it. */
typedef struct {
    const char *file;   /* as the caller named it; "-" for standard input */
    uint64_t line;      /* from 1; 0: the file as a whole */
    uint64_t column;    /* from 1, in characters */
    const char *record; /* the record's id; "" where it is not known */
    const char *path;   /* the field: "events[1].date"; "" for the record as a whole */
    const char *text;   /* what is wrong; one line */
    const char *hint;   /* what was expected or probably meant; "" for none */
} ent_fault;

typedef struct {
    void (*tell)(void *user, const ent_fault *fault); /* may be NULL: only counted */
    void *user;
    uint64_t count;
} ent_faults;

/* Counts the fault and tells it while there are not too many. */
void ent_faults_add(ent_faults *faults, const ent_fault *fault);

/* "file:line:column: record: path: text; hint" as one line without a line break, cut to size. */
void ent_fault_format(const ent_fault *fault, char *out, size_t size);

#endif
