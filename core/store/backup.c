/* A backup: LMDB writes one snapshot, without free pages, while others go on writing.
 *
 * It goes to a temporary name beside the target and gets its own only when it is whole and on the disk, so that a name
 * that exists is a backup that is complete. */
#include "core/store/environment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static ent_status exists(const char *path, ent_error *error)
{
    ent_fail_io(error, ENT_IO, "%s exists already: a backup does not overwrite", path);
    ent_hint(error, "choose another name, or remove the file first");
    return ENT_IO;
}

static int write_copy(ent_file *file, int fd)
{
    int code = mdb_env_copyfd2(file->env, fd, MDB_CP_COMPACT);
    return code == 0 && fsync(fd) != 0 ? errno : code;
}

/* link fails when the name is taken; where the file system has no links, rename after a look. */
static int give_name(const char *temporary, const char *path)
{
    if (link(temporary, path) == 0)
        return unlink(temporary) == 0 ? 0 : errno;
    if (errno == EEXIST)
        return EEXIST;
    if (access(path, F_OK) == 0)
        return EEXIST;
    return rename(temporary, path) == 0 ? 0 : errno;
}

ent_status ent_store_backup(ent_store *store, const char *path, ent_error *error)
{
    if (access(path, F_OK) == 0)
        return exists(path, error);
    size_t size = strlen(path) + sizeof ".XXXXXX";
    char *temporary = malloc(size);
    if (!temporary)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    memcpy(temporary, path, strlen(path));
    memcpy(temporary + strlen(path), ".XXXXXX", sizeof ".XXXXXX");
    ent_status status = ENT_OK;
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0) {
        int code = errno;
        free(temporary);
        if (code == ENOENT)
            return ent_fail_io(error, ENT_MISSING, "%s cannot be created: its folder does not exist", path);
        return ent_system_fail(path, code, "creating the backup", error);
    }
    struct stat original; /* mkostemp makes it private: give it the original's permissions */
    if (fstat(store->file->fd, &original) == 0)
        fchmod(fd, original.st_mode & 0777);
    int code = write_copy(store->file, fd);
    close(fd);
    if (code != 0)
        status = code > 0 ? ent_system_fail(path, code, "writing the backup", error)
                          : ent_lmdb_fail(store->file, code, "writing a backup", error);
    else if ((code = give_name(temporary, path)) != 0)
        status = code == EEXIST ? exists(path, error) : ent_system_fail(path, code, "naming the backup", error);
    if (status == ENT_OK)
        ent_sync_folder(path);
    else
        unlink(temporary);
    free(temporary);
    return status;
}
