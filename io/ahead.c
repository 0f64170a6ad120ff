#include "io/ahead.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

/* ---- the thread ---- */

static void *fill_all(void *user)
{
    ent_ahead *a = user;
    bool more = true;
    while (more) {
        pthread_mutex_lock(&a->mutex);
        while (a->filled - a->taken + a->held == ENT_AHEAD_BATCHES && !a->stopped)
            pthread_cond_wait(&a->moved, &a->mutex);
        more = !a->stopped;
        ent_intake_batch *batch = &a->batches[a->filled % ENT_AHEAD_BATCHES];
        pthread_mutex_unlock(&a->mutex);
        more = more && ent_intake_fill(a->intake, batch);
        pthread_mutex_lock(&a->mutex);
        a->filled += more;
        a->over = !more;
        pthread_cond_signal(&a->moved);
        pthread_mutex_unlock(&a->mutex);
    }
    return NULL;
}

/* Signals are for the thread that loads; only what an instruction raises comes to where it was. */
static bool start(ent_ahead *a)
{
    sigset_t most, before;
    sigfillset(&most);
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        sigdelset(&most, own[i]);
    pthread_sigmask(SIG_SETMASK, &most, &before);
    bool started = pthread_create(&a->thread, NULL, fill_all, a) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

void ent_ahead_begin(ent_ahead *a, ent_intake *intake)
{
    *a = (ent_ahead){.intake = intake, .wake = {-1, -1}};
    for (int i = 0; i < ENT_AHEAD_BATCHES; i++)
        ent_intake_batch_init(&a->batches[i]);
    pthread_mutex_init(&a->mutex, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&a->moved, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pipe2(a->wake, O_CLOEXEC) != 0)
        return;
    intake->stop = a->wake[0];
    a->threaded = start(a);
}

/* ---- taking ---- */

static const ent_intake_batch *take_here(ent_ahead *a)
{
    return ent_intake_fill(a->intake, &a->batches[0]) ? &a->batches[0] : NULL;
}

/* A little while from now: what sets `stop` may be a signal handler, which can wake nobody. */
static struct timespec soon(void)
{
    enum { NANOSECONDS = 1000000000, WHILE = 50000000 };
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += WHILE;
    t.tv_sec += t.tv_nsec / NANOSECONDS;
    t.tv_nsec %= NANOSECONDS;
    return t;
}

const ent_intake_batch *ent_ahead_next(ent_ahead *a, bool (*stop)(void *user), void *user, bool *interrupted)
{
    *interrupted = stop && stop(user);
    if (*interrupted)
        return NULL;
    if (!a->threaded)
        return take_here(a);
    const ent_intake_batch *batch = NULL;
    pthread_mutex_lock(&a->mutex);
    a->held = false; /* the one before goes back */
    pthread_cond_signal(&a->moved);
    while (a->filled == a->taken && !a->over && !*interrupted) {
        struct timespec until = soon();
        pthread_cond_timedwait(&a->moved, &a->mutex, &until);
        *interrupted = stop && stop(user);
    }
    if (a->filled != a->taken && !*interrupted) {
        batch = &a->batches[a->taken++ % ENT_AHEAD_BATCHES];
        a->held = true;
    }
    pthread_mutex_unlock(&a->mutex);
    return batch;
}

void ent_ahead_end(ent_ahead *a)
{
    if (a->wake[1] >= 0)
        close(a->wake[1]); /* its other end becomes readable */
    if (a->threaded) {
        pthread_mutex_lock(&a->mutex);
        a->stopped = true;
        pthread_cond_signal(&a->moved);
        pthread_mutex_unlock(&a->mutex);
        pthread_join(a->thread, NULL);
    }
    if (a->wake[0] >= 0)
        close(a->wake[0]);
    a->intake->stop = -1;
    for (int i = 0; i < ENT_AHEAD_BATCHES; i++)
        ent_intake_batch_fini(&a->batches[i]);
    pthread_cond_destroy(&a->moved);
    pthread_mutex_destroy(&a->mutex);
}
