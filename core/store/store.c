/* Opening and closing, and the registry of what this process has open.
 *
 * LMDB must not open one file twice in a process, so files are shared by device and inode; a store is one user's handle
 * on such a file. A file that is not to be trusted does not get as far as LMDB: ent_peek reads it first. */
#include "core/store/environment.h"
#include "core/store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { INITIAL_WAIT_MS = 5000 };

static pthread_mutex_t registry_mutex = PTHREAD_MUTEX_INITIALIZER;
static ent_file *registry;

/* ---- files ---- */

static ent_file *file_new(const char *path, ent_error *error)
{
    ent_file *file = calloc(1, sizeof *file);
    char *copy = strdup(path);
    if (!file || !copy) {
        free(file);
        free(copy);
        ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
        return NULL;
    }
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&file->mutex, NULL);
    pthread_cond_init(&file->writer_left, &monotonic);
    pthread_condattr_destroy(&monotonic);
    file->path = copy;
    file->fd = -1;
    file->refs = 1;
    file->process = getpid();
    return file;
}

static void file_free(ent_file *file)
{
    if (file->env)
        mdb_env_close(file->env);
    if (file->fd >= 0)
        close(file->fd);
    for (int i = 0; i < ENT_TOKEN_KINDS; i++)
        ent_names_free(&file->names[i]);
    ent_schema_release(file, file->schema);
    pthread_cond_destroy(&file->writer_left);
    pthread_mutex_destroy(&file->mutex);
    free(file->path);
    free(file);
}

void ent_file_retain(ent_file *file)
{
    pthread_mutex_lock(&registry_mutex);
    file->refs++;
    pthread_mutex_unlock(&registry_mutex);
}

void ent_file_release(ent_file *file)
{
    /* after a fork the file is the parent's: closing it here would take the parent's readers out of LMDB's table */
    if (file->process != getpid())
        return;
    pthread_mutex_lock(&registry_mutex);
    if (--file->refs == 0) {
        for (ent_file **at = &registry; *at; at = &(*at)->next)
            if (*at == file) {
                *at = file->next;
                break;
            }
        file_free(file);
    }
    pthread_mutex_unlock(&registry_mutex);
}

static ent_file *find_open(dev_t device, ino_t inode)
{
    for (ent_file *file = registry; file; file = file->next)
        if (file->device == device && file->inode == inode && file->process == getpid())
            return file;
    return NULL;
}

/* ---- opening ---- */

static ent_status open_failed(const char *path, int code, bool creating, ent_error *error)
{
    if (code == ENOENT && creating)
        return ent_fail_io(error, ENT_MISSING, "%s cannot be created: its folder does not exist", path);
    if (code == ENOTDIR)
        return ent_fail_io(error, ENT_MISSING, "%s: a part of the path is not a folder", path);
    if (code == ENAMETOOLONG)
        return ent_fail_io(error, ENT_MISSING, "%.100s…: the path is too long", path);
    return ent_system_fail(path, code, creating ? "creating" : "opening", error);
}

/* For writing where that is possible, else for reading. */
static ent_status open_data(ent_file *file, const char *path, bool create, bool *created, ent_error *error)
{
    struct stat status;
    bool exists = stat(path, &status) == 0;
    if (!exists && (errno != ENOENT || !create))
        return open_failed(path, errno, false, error);
    if (exists && S_ISDIR(status.st_mode))
        return ent_system_fail(path, EISDIR, "opening", error);
    if (exists && !S_ISREG(status.st_mode))
        return ent_fail_io(error, ENT_NOT_DATABASE, "%s is not a regular file", path);
    file->fd = open(path, O_RDWR | O_CLOEXEC | (exists ? 0 : O_CREAT), 0666);
    file->writable = file->fd >= 0;
    if (file->fd < 0 && !exists)
        return open_failed(path, errno, true, error);
    if (file->fd < 0) {
        file->why_not = errno == EROFS ? "it lies on a read-only medium" : "the file is not writable for this user";
        file->fd = open(path, O_RDONLY | O_CLOEXEC);
    }
    if (file->fd < 0 || fstat(file->fd, &status) != 0)
        return open_failed(path, errno, false, error);
    file->device = status.st_dev;
    file->inode = status.st_ino;
    *created = !exists;
    return ENT_OK;
}

static ent_status open_file(ent_file *file, bool create, ent_error *error)
{
    ent_file_kind kind;
    ENT_TRY(ent_peek(file->fd, file->path, &kind, error));
    if (kind == ENT_FILE_OURS)
        return ent_environment_open(file, false, error);
    if (!create || !file->writable) {
        ent_fail_io(error, ENT_NOT_DATABASE, "%s is empty: nothing was ever stored in it", file->path);
        return ENT_NOT_DATABASE;
    }
    /* under the writer's lock, since another process may have the same in mind */
    ENT_TRY(ent_writer_enter(file, INITIAL_WAIT_MS, error));
    ent_status status = ent_peek(file->fd, file->path, &kind, error);
    if (status == ENT_OK)
        status = ent_environment_open(file, kind == ENT_FILE_EMPTY, error);
    ent_writer_leave(file);
    return status;
}

/* Under the registry's mutex. */
static ent_status find_or_open(const char *path, unsigned flags, ent_file **out, ent_error *error)
{
    bool create = (flags & ENT_STORE_CREATE) && !(flags & ENT_STORE_READ_ONLY), created = false;
    ent_file *file = file_new(path, error);
    if (!file)
        return ENT_NOMEM;
    ent_status status = open_data(file, path, create, &created, error);
    ent_file *open_already = status == ENT_OK ? find_open(file->device, file->inode) : NULL;
    if (open_already) {
        open_already->refs++;
        file_free(file);
        *out = open_already;
        return ENT_OK;
    }
    if (status == ENT_OK)
        status = open_file(file, create, error);
    if (status != ENT_OK) {
        struct stat now;
        if (created && fstat(file->fd, &now) == 0 && now.st_size == 0)
            unlink(path);
        file_free(file);
        return status;
    }
    file->next = registry;
    registry = file;
    *out = file;
    return ENT_OK;
}

/* ---- :memory: ---- */

static ent_status open_memory(ent_file **out, ent_error *error)
{
    const char *folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : getenv("TMPDIR");
    char directory[1024], data[1100], lock[1100];
    if (!folder || !*folder)
        folder = "/tmp";
    int length = snprintf(directory, sizeof directory, "%s/entente-XXXXXX", folder);
    if (length < 0 || (size_t)length >= sizeof directory || !mkdtemp(directory))
        return ent_system_fail(":memory:", errno, "making a temporary file", error);
    snprintf(data, sizeof data, "%s/data", directory);
    snprintf(lock, sizeof lock, "%s/data-lock", directory);
    ent_status status = ENT_NOMEM;
    ent_file *file = file_new(data, error);
    if (file) {
        file->temporary = true;
        file->writable = true;
        file->fd = open(data, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        status = file->fd < 0 ? ent_system_fail(":memory:", errno, "making a temporary file", error)
                              : ent_environment_open(file, true, error);
    }
    /* nobody else can open it now, and nothing is left when the process dies */
    unlink(data);
    unlink(lock);
    rmdir(directory);
    if (file) {
        memcpy(file->path, ":memory:", sizeof ":memory:"); /* shorter than what it was made from */
        if (status != ENT_OK)
            file_free(file);
    }
    if (status == ENT_OK)
        *out = file;
    return status;
}

/* ---- handles ---- */

ent_status ent_store_open(const char *path, unsigned flags, ent_store **out, ent_error *error)
{
    ent_file *file = NULL;
    ent_store *store = calloc(1, sizeof *store);
    *out = NULL;
    if (!store)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    ent_status status;
    if (*path == '\0') {
        status = ent_fail_io(error, ENT_MISSING, "the path of the database is empty");
    } else if (strcmp(path, ":memory:") == 0) {
        status = open_memory(&file, error);
    } else {
        pthread_mutex_lock(&registry_mutex);
        status = find_or_open(path, flags, &file, error);
        pthread_mutex_unlock(&registry_mutex);
    }
    if (status != ENT_OK) {
        free(store);
        return status;
    }
    store->file = file;
    store->read_only = flags & ENT_STORE_READ_ONLY;
    *out = store;
    return ENT_OK;
}

void ent_store_close(ent_store *store)
{
    if (!store)
        return;
    ent_file_release(store->file);
    free(store);
}
