/* The header record: what the file is, and the numbers that every change keeps. */
#include "core/store/store_internal.h"

void ent_header_init(ent_header *header)
{
    *header = (ent_header){.format = ENT_FORMAT_VERSION};
    memcpy(header->magic, ENT_MAGIC, sizeof header->magic);
}

ent_status ent_header_read(ent_file *file, MDB_txn *lmdb, ent_header *out, ent_error *error)
{
    MDB_val key = {strlen(ENT_HEADER_NAME), (void *)ENT_HEADER_NAME}, data;
    int code = mdb_get(lmdb, file->tables[ENT_TABLE_MAIN], &key, &data);
    if (code != 0)
        return ent_lmdb_fail(file, code, "reading the header record", error);
    if (data.mv_size != sizeof *out || memcmp(data.mv_data, ENT_MAGIC, sizeof out->magic) != 0)
        return ent_lmdb_fail(file, MDB_CORRUPTED, "reading the header record", error);
    memcpy(out, data.mv_data, sizeof *out);
    if (out->format != ENT_FORMAT_VERSION)
        return ent_fail_io(error, ENT_TOO_NEW, "%s has format version %u; this program knows version %d", file->path,
                           out->format, ENT_FORMAT_VERSION);
    if (out->tokens[ENT_TOKEN_TYPE] > ENT_MAX_TYPES || out->tokens[ENT_TOKEN_LABEL] > ENT_MAX_TOKENS ||
        out->tokens[ENT_TOKEN_KEY] > ENT_MAX_TOKENS || out->next_node > ENT_MAX_NODE_ID + 1)
        return ent_lmdb_fail(file, MDB_CORRUPTED, "reading the header record", error);
    return ENT_OK;
}

ent_status ent_header_write(ent_file *file, MDB_txn *lmdb, const ent_header *header, ent_error *error)
{
    MDB_val key = {strlen(ENT_HEADER_NAME), (void *)ENT_HEADER_NAME}, data = {sizeof *header, (void *)header};
    int code = mdb_put(lmdb, file->tables[ENT_TABLE_MAIN], &key, &data, 0);
    return code == 0 ? ENT_OK : ent_lmdb_fail(file, code, "writing the header record", error);
}
