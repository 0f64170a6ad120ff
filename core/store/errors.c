/* What LMDB or the system answered, as a status with a message that names the file. */
#include "core/store/store_internal.h"

#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

ent_status ent_system_fail(const char *path, int code, const char *doing, ent_error *error)
{
    switch (code) {
    case ENOENT:
        ent_fail_io(error, ENT_MISSING, "%s: there is no such database", path);
        return ENT_MISSING;
    case EACCES:
    case EPERM:
        return ent_fail_io(error, ENT_IO, "%s: %s is not permitted to this user", path, doing);
    case EROFS:
        return ent_fail_io(error, ENT_READ_ONLY, "%s lies on a read-only medium: %s is not possible", path, doing);
    case EISDIR:
        return ent_fail_io(error, ENT_NOT_DATABASE, "%s is a directory, not a database", path);
    case ENOMEM:
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        ent_fail_io(error, ENT_FULL, "%s: no space is left (%s); the transaction is undone", path, doing);
        ent_hint(error, "%s",
                 code == ENOSPC   ? "make room on the disk and try again"
                 : code == EDQUOT ? "the disk quota is used up"
                                  : "the file may not become larger here");
        return ENT_FULL;
    case EMFILE:
    case ENFILE:
        return ent_fail_io(error, ENT_IO, "%s: too many files are open", path);
    default:
        return ent_fail_io(error, ENT_IO, "%s: %s failed: %s", path, doing, strerror(code));
    }
}

/* LMDB calls a write that was cut short an input/output error, and a write is cut short when the room ends within it.
 */
static int explain_io_error(const ent_file *file)
{
    enum { FEW_BLOCKS = 256 };
    struct stat status;
    struct statvfs system;
    struct rlimit limit;
    if (fstat(file->fd, &status) != 0)
        return EIO;
    if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        (rlim_t)status.st_size + (rlim_t)status.st_blksize > limit.rlim_cur)
        return EFBIG;
    return fstatvfs(file->fd, &system) == 0 && system.f_bavail < FEW_BLOCKS ? ENOSPC : EIO;
}

ent_status ent_lmdb_fail(const ent_file *file, int code, const char *doing, ent_error *error)
{
    switch (code) {
    case MDB_MAP_FULL:
    case MDB_TXN_FULL:
        ent_fail_io(error, ENT_FULL, "%s: %s; the transaction is undone", file->path,
                    code == MDB_MAP_FULL ? "the database is as large as this process can map"
                                         : "the transaction changes more than fits in one");
        return ENT_FULL;
    case MDB_READERS_FULL:
        return ent_fail_io(error, ENT_BUSY, "%s: too many readers at once", file->path);
    case MDB_MAP_RESIZED:
        return ent_fail_io(error, ENT_IO, "%s has become larger than this process can map", file->path);
    case MDB_PANIC:
        ent_fail_io(error, ENT_IO, "%s: an earlier write failed so that the state is not known", file->path);
        ent_hint(error, "close the database and open it again");
        return ENT_IO;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
    case MDB_INCOMPATIBLE:
    case MDB_NOTFOUND: /* of what must be there */
        ent_fail_io(error, ENT_CORRUPT, "%s is damaged: %s: %s", file->path, doing, mdb_strerror(code));
        ent_hint(error, "check the database, or go back to a backup");
        return ENT_CORRUPT;
    case EIO:
        return ent_system_fail(file->path, explain_io_error(file), doing, error);
    default:
        if (code > 0)
            return ent_system_fail(file->path, code, doing, error);
        return ent_fail_io(error, ENT_IO, "%s: %s failed: %s", file->path, doing, mdb_strerror(code));
    }
}

ent_status ent_damaged(const ent_txn *txn, ent_error *error, const char *format, ...)
{
    char what[256];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    ent_fail_io(error, ENT_CORRUPT, "%s is damaged: %s", txn->file->path, what);
    ent_hint(error, "check the database, or go back to a backup");
    return ENT_CORRUPT;
}
