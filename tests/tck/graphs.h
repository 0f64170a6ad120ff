/* The named graphs of the TCK: NAME/NAME.json lists scripts, each script holds statements that end in ';'. */
#ifndef TCK_GRAPHS_H
#define TCK_GRAPHS_H

#include "core/base/arena.h"
#include "core/base/str.h"

/* The whole file; p NULL: it cannot be read. */
ent_str tck_read_file(ent_arena *arena, const char *path);
bool tck_read_graph(ent_arena *arena, const char *folder, ent_str name, ent_str **queries, uint32_t *count,
                    const char **fault);

#endif
