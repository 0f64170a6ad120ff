/* An intake filled ahead of who takes its batches: on a thread of its own, a few batches at most. Where no thread can
 * be had, each batch is filled when it is asked for. */
#ifndef ENT_IO_AHEAD_H
#define ENT_IO_AHEAD_H

#include "io/intake.h"

#include <pthread.h>

enum { ENT_AHEAD_BATCHES = 3 };

typedef struct {
    ent_intake *intake;
    ent_intake_batch batches[ENT_AHEAD_BATCHES]; /* in turn */
    bool threaded;
    pthread_t thread;
    int wake[2];            /* a pipe: closing its end [1] wakes a thread that waits for input */
    pthread_mutex_t mutex;  /* over what follows */
    pthread_cond_t moved;   /* any of it has changed */
    uint32_t filled, taken; /* how many batches, ever */
    bool held;              /* the last one taken is still in use */
    bool over, stopped;     /* no more will be filled; none is wanted */
} ent_ahead;

/* Begins; the intake is the thread's until ent_ahead_end. */
void ent_ahead_begin(ent_ahead *ahead, ent_intake *intake);

/* The next batch, until the next call; NULL at the end. Waits for it; meanwhile and before, asks now and then whether
 * that is still wanted: *interrupted then, and NULL. stop may be NULL. */
const ent_intake_batch *ent_ahead_next(ent_ahead *ahead, bool (*stop)(void *user), void *user, bool *interrupted);

/* Ends the thread, also in the midst of reading. Batches are gone. */
void ent_ahead_end(ent_ahead *ahead);

#endif
