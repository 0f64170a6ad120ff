#include "core/store/environment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Address space, not memory: as much as the process gets. */
#define LARGEST_MAP  ((size_t)1 << 40)
#define SMALLEST_MAP ((size_t)1 << 30)
enum { MAX_READERS = 1024, READER_BYTES = 64, LOCK_FILE_BYTES = (MAX_READERS + 4) * READER_BYTES };

static const char *const names[ENT_TABLE_COUNT] = {
#define X(id, name, flags) name,
    ENT_TABLES(X)
#undef X
};
static const unsigned table_flags[ENT_TABLE_COUNT] = {
#define X(id, name, flags) flags,
    ENT_TABLES(X)
#undef X
};

static int open_with(ent_file *file, unsigned flags)
{
    int code = ENOMEM;
    for (size_t size = LARGEST_MAP; size >= SMALLEST_MAP && (code == ENOMEM || code == EINVAL); size /= 2) {
        code = mdb_env_create(&file->env);
        if (code != 0)
            break;
        mdb_env_set_maxdbs(file->env, ENT_TABLE_COUNT);
        mdb_env_set_maxreaders(file->env, MAX_READERS);
        code = mdb_env_set_mapsize(file->env, size);
        if (code == 0)
            code = mdb_env_open(file->env, file->path, flags, 0666);
        if (code == 0)
            return 0;
        mdb_env_close(file->env); /* LMDB asks for this after a failed open */
        file->env = NULL;
    }
    return code;
}

/* LMDB makes the lock file as a hole and writes into it by memory, where a full disk kills the process (SIGBUS). So its
 * room is taken beforehand; its size is left to LMDB. 0, or an error to be told: what else is wrong LMDB finds out. */
static int take_room_for_locks(const ent_file *file)
{
    size_t room = strlen(file->path) + sizeof "-lock";
    char *path = malloc(room);
    if (!path)
        return ENOMEM;
    snprintf(path, room, "%s-lock", file->path);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666), code = 0;
    free(path);
    if (fd < 0)
        return errno == ENOSPC || errno == EDQUOT ? errno : 0;
    if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, LOCK_FILE_BYTES) != 0 && (errno == ENOSPC || errno == EDQUOT))
        code = errno;
    close(fd);
    return code;
}

static bool refused(int code)
{
    return code == EACCES || code == EPERM || code == EROFS;
}

/* The folder may be closed to us although the file is not, or the disk be full: then there is no lock file. A reader
 * without one is safe as long as nobody writes, and nobody can without a lock file either. */
static int open_best(ent_file *file, bool fresh)
{
    unsigned flags = MDB_NOSUBDIR | MDB_NOTLS | (file->temporary ? MDB_NOSYNC : 0);
    int room = take_room_for_locks(file);
    if (room != 0 && (fresh || room == ENOMEM))
        return room;
    if (room != 0) {
        file->writable = false;
        file->why_not = "no space is left for its lock file, named like it with -lock";
        return open_with(file, flags | MDB_RDONLY | MDB_NOLOCK);
    }
    int code = file->writable ? open_with(file, flags) : EACCES;
    if (file->writable && refused(code)) {
        file->writable = false;
        file->why_not = "its lock file, named like it with -lock, cannot be made or opened";
    }
    if (refused(code))
        code = open_with(file, flags | MDB_RDONLY);
    if (refused(code))
        code = open_with(file, flags | MDB_RDONLY | MDB_NOLOCK);
    return code;
}

static ent_status open_tables(ent_file *file, MDB_txn *lmdb, bool fresh, ent_error *error)
{
    for (int i = 0; i < ENT_TABLE_COUNT; i++) {
        unsigned flags;
        int code =
            mdb_dbi_open(lmdb, names[i], names[i] ? table_flags[i] | (fresh ? MDB_CREATE : 0) : 0, &file->tables[i]);
        if (code == 0)
            code = mdb_dbi_flags(lmdb, file->tables[i], &flags);
        if (code == 0 && flags != table_flags[i])
            code = MDB_INCOMPATIBLE;
        if (code != 0)
            return ent_lmdb_fail(file, code, "opening a table", error);
    }
    return ENT_OK;
}

static ent_status start(ent_file *file, bool fresh, ent_error *error)
{
    MDB_txn *lmdb;
    ent_header header;
    int cleared;
    mdb_reader_check(file->env, &cleared); /* of processes that died */
    int code = mdb_txn_begin(file->env, NULL, fresh ? 0 : MDB_RDONLY, &lmdb);
    if (code != 0)
        return ent_lmdb_fail(file, code, "opening", error);
    ent_status status = open_tables(file, lmdb, fresh, error);
    if (fresh && status == ENT_OK) {
        ent_header_init(&header);
        status = ent_header_write(file, lmdb, &header, error);
    }
    if (status != ENT_OK) {
        mdb_txn_abort(lmdb);
        return status;
    }
    code = mdb_txn_commit(lmdb); /* of a reader too: that keeps the tables open */
    if (code != 0)
        return ent_lmdb_fail(file, code, fresh ? "creating" : "opening", error);
    if (fresh && !file->temporary)
        ent_sync_folder(file->path);
    return ENT_OK;
}

ent_status ent_environment_open(ent_file *file, bool fresh, ent_error *error)
{
    int code = open_best(file, fresh);
    if (code != 0)
        return ent_lmdb_fail(file, code, fresh ? "creating" : "opening", error);
    if (fresh && !file->writable) {
        mdb_env_close(file->env);
        file->env = NULL;
        return ent_fail_io(error, ENT_READ_ONLY, "%s cannot be written: %s", file->path, file->why_not);
    }
    ent_status status = start(file, fresh, error);
    if (status != ENT_OK) {
        mdb_env_close(file->env);
        file->env = NULL;
    }
    return status;
}

void ent_sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(folder);
}
