/* Seeks in a property index: one value, a range, or strings that begin alike.
 *
 * A key is cut at ENT_KEY_MAX bytes and then stands for several values; bounds therefore include what they might
 * exclude when they are not exact, and the caller checks the value. */
#include "core/store/store_internal.h"

#include <endian.h>

enum { PREFIX = 4, CLASS = PREFIX }; /* the index id; the type class is the first byte behind it */

static ent_status open_index(ent_txn *txn, ent_scan **out, ent_error *error)
{
    return ent_scan_open(txn, ENT_TABLE_INDEX, ENT_SCAN_INDEX, out, error);
}

static void end_with_prefix(ent_scan *scan, const char *bytes, size_t size)
{
    memcpy(scan->upper, bytes, size);
    scan->upper_size = size;
    scan->upper_prefix = true;
}

ent_status ent_scan_index_equal(ent_txn *txn, uint32_t index, ent_value value, ent_scan **out, ent_error *error)
{
    bool exact;
    ENT_TRY(open_index(txn, out, error));
    ent_scan *scan = *out;
    scan->key_size = ent_index_key(scan->key, txn->schema->indexes[index].id, value, &exact);
    memcpy(scan->upper, scan->key, scan->key_size);
    scan->upper_size = scan->key_size;
    scan->upper_inclusive = true;
    scan->done = ent_is_null(value);
    return ENT_OK;
}

ent_status ent_scan_index_range(ent_txn *txn, uint32_t index, const ent_value *lower, bool lower_inclusive,
                                const ent_value *upper, bool upper_inclusive, ent_scan **out, ent_error *error)
{
    uint32_t id = txn->schema->indexes[index].id;
    bool exact = true;
    ENT_TRY(open_index(txn, out, error));
    ent_scan *scan = *out;
    if (upper) {
        scan->upper_size = ent_index_key(scan->upper, id, *upper, &exact);
        scan->upper_inclusive = upper_inclusive || !exact;
    }
    if (lower) {
        scan->key_size = ent_index_key(scan->key, id, *lower, &exact);
        /* an excluded bound: begin at the first key behind it */
        if (!lower_inclusive && exact && scan->key_size < sizeof scan->key)
            scan->key[scan->key_size++] = '\0';
        if (!upper)
            end_with_prefix(scan, scan->key, CLASS + 1);
    } else if (upper) {
        memcpy(scan->key, scan->upper, CLASS + 1);
        scan->key_size = CLASS + 1;
    } else {
        uint32_t prefix = htobe32(id);
        memcpy(scan->key, &prefix, PREFIX);
        scan->key_size = PREFIX;
        end_with_prefix(scan, scan->key, PREFIX);
    }
    /* bounds of two classes: nothing lies between */
    scan->done = (lower && ent_is_null(*lower)) || (upper && ent_is_null(*upper)) ||
                 (lower && upper && scan->key[CLASS] != scan->upper[CLASS]);
    return ENT_OK;
}

ent_status ent_scan_index_prefix(ent_txn *txn, uint32_t index, ent_str prefix, ent_scan **out, ent_error *error)
{
    bool exact;
    ENT_TRY(open_index(txn, out, error));
    ent_scan *scan = *out;
    scan->key_size = ent_index_key(scan->key, txn->schema->indexes[index].id, ent_string(prefix), &exact);
    end_with_prefix(scan, scan->key, scan->key_size);
    return ENT_OK;
}

static bool beyond(const ent_scan *scan, const MDB_val *key)
{
    size_t shorter = key->mv_size < scan->upper_size ? key->mv_size : scan->upper_size;
    int order = memcmp(key->mv_data, scan->upper, shorter);
    if (scan->upper_prefix)
        return order != 0 || key->mv_size < scan->upper_size;
    if (order == 0)
        order = key->mv_size < scan->upper_size ? -1 : key->mv_size > scan->upper_size;
    return order > 0 || (order == 0 && !scan->upper_inclusive);
}

/* At the first key not below scan->key; under the same key, at the first id not yet given. */
static int place(ent_scan *scan, MDB_val *key, MDB_val *data)
{
    uint64_t id = scan->next_id;
    if (scan->started) {
        *key = (MDB_val){scan->key_size, scan->key};
        *data = (MDB_val){sizeof id, &id};
        if (mdb_cursor_get(scan->cursor, key, data, MDB_GET_BOTH_RANGE) == 0)
            return 0;
        /* all of this key were given, or it is gone: go on behind it */
    }
    *key = (MDB_val){scan->key_size, scan->key};
    int code = mdb_cursor_get(scan->cursor, key, data, MDB_SET_RANGE);
    if (code == 0 && scan->started && key->mv_size == scan->key_size &&
        memcmp(key->mv_data, scan->key, scan->key_size) == 0)
        code = mdb_cursor_get(scan->cursor, key, data, MDB_NEXT_NODUP);
    return code;
}

ent_status ent_scan_index_next(ent_scan *scan, uint64_t *ids, uint32_t room, uint32_t *n, ent_error *error)
{
    MDB_val key = {0, NULL}, data = {0, NULL};
    bool again = !scan->started || scan->writes != scan->txn->writes;
    if (again)
        ENT_TRY(ent_unique_flush(scan->txn, error));
    int code = again ? place(scan, &key, &data) : mdb_cursor_get(scan->cursor, &key, &data, MDB_NEXT);
    scan->writes = scan->txn->writes;
    while (code == 0) {
        if (beyond(scan, &key)) {
            scan->done = true;
            return ENT_OK;
        }
        scan->started = true;
        ids[(*n)++] = ent_load64(data.mv_data);
        if (*n == room)
            break;
        code = mdb_cursor_get(scan->cursor, &key, &data, MDB_NEXT);
    }
    if (code != 0) {
        scan->done = true;
        return code == MDB_NOTFOUND ? ENT_OK : ent_lmdb_fail(scan->txn->file, code, "reading an index", error);
    }
    if (key.mv_size > sizeof scan->key)
        return ent_damaged(scan->txn, error, "an index key is too long");
    memcpy(scan->key, key.mv_data, key.mv_size);
    scan->key_size = key.mv_size;
    scan->next_id = ids[*n - 1] + 1;
    return ENT_OK;
}
