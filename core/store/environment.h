/* LMDB's environment for a file that has been looked at. */
#ifndef ENT_STORE_ENVIRONMENT_H
#define ENT_STORE_ENVIRONMENT_H

#include "core/store/store_internal.h"

/* Maps file->path and opens its tables; fresh: makes them, in one transaction. May take file->writable away where the
 * lock file cannot be made. After a failure file->env is NULL. */
ent_status ent_environment_open(ent_file *file, bool fresh, ent_error *error);

/* A new file's name must survive a crash as well as its content: syncs the folder of `path`, as far as that works. */
void ent_sync_folder(const char *path);

#endif
