/* The indexes of a snapshot. Record in the table: label u32 | key u32 | unique u8 | name.
 *
 * Loaded once for each state of the schema and shared by the transactions that see it. A transaction that changes the
 * schema makes a list of its own, which the file takes over at the commit. */
#include "core/store/store_internal.h"

#include <stdlib.h>

enum { HEAD = 9 };

static void drop(ent_schema *schema)
{
    for (uint32_t i = 0; i < schema->count; i++)
        free((char *)schema->indexes[i].name.p);
    free(schema->indexes);
    free(schema);
}

static void release(ent_schema *schema)
{
    if (schema && --schema->refs == 0)
        drop(schema);
}

static bool append(ent_schema *schema, const ent_index *index)
{
    ent_index *more = realloc(schema->indexes, (schema->count + 1) * sizeof *more);
    if (!more)
        return false;
    schema->indexes = more;
    char *name = malloc((size_t)index->name.n + 1);
    if (!name)
        return false;
    memcpy(name, index->name.p, index->name.n);
    name[index->name.n] = '\0';
    more[schema->count] = *index;
    more[schema->count].name.p = name;
    schema->count++;
    return true;
}

static ent_schema *make(uint64_t change)
{
    ent_schema *schema = calloc(1, sizeof *schema);
    if (schema) {
        schema->change = change;
        schema->refs = 1;
    }
    return schema;
}

static ent_status nomem(ent_error *error)
{
    return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
}

static ent_status read_table(ent_txn *txn, ent_schema *schema, ent_error *error)
{
    MDB_cursor *cursor;
    MDB_val key, data;
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_SCHEMA, &cursor, error));
    int code = mdb_cursor_get(cursor, &key, &data, MDB_FIRST);
    for (; code == 0; code = mdb_cursor_get(cursor, &key, &data, MDB_NEXT)) {
        if (key.mv_size != 4 || data.mv_size < HEAD)
            return ent_damaged(txn, error, "the record of an index cannot be read");
        const char *bytes = data.mv_data;
        ent_index index = {.id = ent_load32(key.mv_data),
                           .label = ent_load32(bytes),
                           .key = ent_load32(bytes + 4),
                           .unique = bytes[8] != 0,
                           .name = {bytes + HEAD, (uint32_t)(data.mv_size - HEAD)}};
        if (!append(schema, &index))
            return nomem(error);
    }
    return code == MDB_NOTFOUND ? ENT_OK : ent_lmdb_fail(txn->file, code, "reading the indexes", error);
}

ent_status ent_schema_load(ent_txn *txn, ent_error *error)
{
    ent_file *file = txn->file;
    pthread_mutex_lock(&file->mutex);
    ent_schema *schema = file->schema;
    if (schema && schema->change == txn->header.schema_change)
        schema->refs++;
    else
        schema = NULL;
    pthread_mutex_unlock(&file->mutex);
    if (!schema) {
        schema = make(txn->header.schema_change);
        if (!schema)
            return nomem(error);
        ent_status status = read_table(txn, schema, error);
        if (status != ENT_OK) {
            drop(schema);
            return status;
        }
    }
    txn->schema = schema;
    ent_schema_publish(txn);
    return ENT_OK;
}

void ent_schema_release(ent_file *file, ent_schema *schema)
{
    pthread_mutex_lock(&file->mutex);
    release(schema);
    pthread_mutex_unlock(&file->mutex);
}

void ent_schema_publish(ent_txn *txn)
{
    ent_file *file = txn->file;
    pthread_mutex_lock(&file->mutex);
    if (!file->schema || file->schema->change < txn->schema->change) {
        release(file->schema);
        file->schema = txn->schema;
        file->schema->refs++;
    }
    pthread_mutex_unlock(&file->mutex);
}

/* A list of the transaction's own, without the index at `without`. */
static ent_status own_copy(ent_txn *txn, uint32_t without, ent_schema **out, ent_error *error)
{
    ent_schema *copy = make(txn->header.change + 1);
    if (!copy)
        return nomem(error);
    for (uint32_t i = 0; i < txn->schema->count; i++)
        if (i != without && !append(copy, &txn->schema->indexes[i])) {
            drop(copy);
            return nomem(error);
        }
    *out = copy;
    return ENT_OK;
}

static void adopt(ent_txn *txn, ent_schema *schema)
{
    ent_schema_release(txn->file, txn->schema);
    txn->schema = schema;
    txn->header.schema_change = schema->change;
}

ent_status ent_schema_append(ent_txn *txn, ent_str name, uint32_t label, uint32_t key, bool unique, ent_error *error)
{
    ent_schema *schema;
    ent_index index = {.id = txn->header.next_index, .label = label, .key = key, .unique = unique, .name = name};
    MDB_val at = {sizeof index.id, &index.id}, data = {HEAD + (size_t)name.n, NULL};
    ENT_TRY(own_copy(txn, UINT32_MAX, &schema, error));
    ent_status status = append(schema, &index) ? ENT_OK : nomem(error);
    if (status == ENT_OK)
        status = ent_txn_put(txn, ENT_TABLE_SCHEMA, &at, &data, MDB_RESERVE, error);
    if (status != ENT_OK) {
        drop(schema);
        return status;
    }
    char *bytes = data.mv_data;
    memcpy(bytes, &label, 4);
    memcpy(bytes + 4, &key, 4);
    bytes[8] = unique;
    memcpy(bytes + HEAD, name.p, name.n);
    txn->header.next_index++;
    adopt(txn, schema);
    return ENT_OK;
}

ent_status ent_schema_remove(ent_txn *txn, uint32_t at, ent_error *error)
{
    ent_schema *schema;
    uint32_t id = txn->schema->indexes[at].id;
    MDB_val key = {sizeof id, &id};
    ENT_TRY(own_copy(txn, at, &schema, error));
    txn->dirty = true;
    txn->writes++;
    int code = mdb_del(txn->lmdb, txn->file->tables[ENT_TABLE_SCHEMA], &key, NULL);
    if (code != 0) {
        drop(schema);
        return ent_txn_break(txn, code, "dropping an index", error);
    }
    adopt(txn, schema);
    return ENT_OK;
}
