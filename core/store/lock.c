/* One writer at a time, across threads and processes.
 *
 * LMDB's own writer lock can only be waited for without end. Ours is asked for first: a flag under the file's mutex
 * within the process (an open file description's locks do not conflict with themselves), then such a lock on a byte far
 * behind any data, which the kernel lets go when the process dies. */
#include "core/store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>

#define LOCK_BYTE ((off_t)1 << 62)

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static ent_status busy(const ent_file *file, const char *who, unsigned wait_ms, ent_error *error)
{
    ent_fail_io(error, ENT_BUSY, "%s: another %s is writing to the database (waited %u ms)", file->path, who, wait_ms);
    ent_hint(error, "try again when it is done, or wait longer");
    return ENT_BUSY;
}

static ent_status enter_process(ent_file *file, int64_t until, unsigned wait_ms, ent_error *error)
{
    struct timespec deadline = {.tv_sec = until / 1000, .tv_nsec = until % 1000 * 1000000};
    ent_status status = ENT_OK;
    pthread_mutex_lock(&file->mutex);
    while (file->writing && status == ENT_OK)
        if (pthread_cond_timedwait(&file->writer_left, &file->mutex, &deadline) == ETIMEDOUT && file->writing)
            status = busy(file, "transaction of this process", wait_ms, error);
    if (status == ENT_OK)
        file->writing = true;
    pthread_mutex_unlock(&file->mutex);
    return status;
}

static void leave_process(ent_file *file)
{
    pthread_mutex_lock(&file->mutex);
    file->writing = false;
    pthread_cond_signal(&file->writer_left);
    pthread_mutex_unlock(&file->mutex);
}

static ent_status enter_system(ent_file *file, int64_t until, unsigned wait_ms, ent_error *error)
{
    enum { FIRST_PAUSE_US = 200, LONGEST_PAUSE_US = 10000 };
    long pause = FIRST_PAUSE_US;
    for (;;) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTE, .l_len = 1};
        if (fcntl(file->fd, F_OFD_SETLK, &lock) == 0)
            return ENT_OK;
        if (errno != EAGAIN && errno != EACCES && errno != EINTR)
            return ent_system_fail(file->path, errno, "locking", error);
        if (now_ms() >= until)
            return busy(file, "process", wait_ms, error);
        struct timespec nap = {.tv_nsec = pause * 1000};
        nanosleep(&nap, NULL);
        pause = pause < LONGEST_PAUSE_US / 2 ? pause * 2 : LONGEST_PAUSE_US;
    }
}

ent_status ent_writer_enter(ent_file *file, unsigned wait_ms, ent_error *error)
{
    int64_t until = now_ms() + wait_ms;
    ENT_TRY(enter_process(file, until, wait_ms, error));
    ent_status status = enter_system(file, until, wait_ms, error);
    if (status != ENT_OK)
        leave_process(file);
    return status;
}

void ent_writer_leave(ent_file *file)
{
    struct flock lock = {.l_type = F_UNLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTE, .l_len = 1};
    fcntl(file->fd, F_OFD_SETLK, &lock);
    leave_process(file);
}
