/* Property indexes: kept true with each change of a node, created and dropped.
 *
 *   INDEX  key: index id u32, big-endian | order key of the value     entry: node u64
 *
 * A change is planned first: which keys go, which come, and whether a unique one is taken. Only then are tables
 * touched. */
#include "core/store/store_internal.h"

#include <endian.h>
#include <stdlib.h>

size_t ent_index_key(char out[4 + ENT_KEY_MAX], uint32_t index, ent_value value, bool *exact)
{
    uint32_t id = htobe32(index);
    memcpy(out, &id, sizeof id);
    return sizeof id + ent_order_key(out + sizeof id, value, exact);
}

/* ---- planning ---- */

static bool view_has_label(const ent_node_view *view, uint32_t label)
{
    for (uint32_t i = 0; i < view->label_count; i++)
        if (view->labels[i] == label)
            return true;
    return false;
}

static ent_status view_value(ent_txn *txn, const ent_node_view *view, const ent_index *index, ent_value *out,
                             ent_error *error)
{
    *out = ENT_NULL;
    if (!view_has_label(view, index->label))
        return ENT_OK;
    if (view->props.size)
        return ent_props_get(txn, &txn->scratch, view->props, index->key, out, error);
    for (uint32_t i = 0; i < view->value_count; i++)
        if (view->values[i].key == index->key)
            *out = view->values[i].value;
    return ENT_OK;
}

static ent_status taken(ent_txn *txn, const ent_index *index, ent_value value, uint64_t by, ent_error *error)
{
    enum { SHOWN = 80 };
    ent_str text = ent_value_text(&txn->scratch, value, false);
    ent_str label = ent_token_name(txn, ENT_TOKEN_LABEL, index->label);
    ent_str key = ent_token_name(txn, ENT_TOKEN_KEY, index->key);
    bool cut = text.n > SHOWN;
    if (!text.p)
        text = ENT_STR("the value");
    else if (cut)
        text.n = (uint32_t)ent_utf8_valid(text.p, SHOWN);
    ent_fail(error, ENT_CONSTRAINT, ENT_PHASE_RUNTIME, (ent_span){0, 0}, NULL,
             "(:%.*s).%.*s must be unique, and %.*s%s belongs to node %llu", ENT_STR_ARG(label), ENT_STR_ARG(key),
             ENT_STR_ARG(text), cut ? "…" : "", (unsigned long long)by);
    return ENT_CONSTRAINT;
}

/* Refuses a value that another node than `id` has. */
static ent_status check_unique(ent_txn *txn, const ent_index *index, const char *key, size_t size, ent_value value,
                               uint64_t id, bool *key_is_there, ent_error *error)
{
    ent_found other;
    ENT_TRY(ent_unique_find(txn, index, key, size, value, id, &txn->scratch, &other, error));
    *key_is_there = other.key_is_there;
    return other.found ? taken(txn, index, value, other.node, error) : ENT_OK;
}

static bool concerns(const ent_index *index, const ent_node_view *before, const ent_node_view *after)
{
    return view_has_label(before, index->label) || view_has_label(after, index->label);
}

ent_status ent_index_plan(ent_txn *txn, uint64_t id, const ent_node_view *before, const ent_node_view *after,
                          ent_index_changes *out, ent_error *error)
{
    const ent_schema *schema = txn->schema;
    uint32_t relevant = 0;
    *out = (ent_index_changes){.changes = NULL};
    for (uint32_t i = 0; i < schema->count; i++)
        relevant += concerns(&schema->indexes[i], before, after);
    if (relevant == 0)
        return ENT_OK;
    out->changes = ENT_NEW_ARRAY(&txn->scratch, ent_index_change, relevant);
    ENT_TRY(ent_arena_status(&txn->scratch, error));
    for (uint32_t i = 0; i < schema->count; i++) {
        const ent_index *index = &schema->indexes[i];
        if (!concerns(index, before, after))
            continue;
        ent_value old, new;
        bool exact;
        ENT_TRY(view_value(txn, before, index, &old, error));
        ENT_TRY(view_value(txn, after, index, &new, error));
        ent_index_change *change = &out->changes[out->count];
        change->index = index->id;
        change->remove = !ent_is_null(old);
        change->add = !ent_is_null(new);
        change->old_size = change->remove ? ent_index_key(change->old_key, index->id, old, &exact) : 0;
        change->new_size = change->add ? ent_index_key(change->new_key, index->id, new, &exact) : 0;
        change->unique = index->unique;
        if (change->add && index->unique)
            ENT_TRY(check_unique(txn, index, change->new_key, change->new_size, new, id, &change->key_is_there, error));
        bool same =
            change->old_size == change->new_size && memcmp(change->old_key, change->new_key, change->new_size) == 0;
        out->count += !same;
    }
    return ENT_OK;
}

/* ---- carrying out ---- */

static ent_status add_entry(ent_txn *txn, uint32_t index, const char *key_bytes, size_t key_size, uint64_t id,
                            ent_error *error)
{
    MDB_cursor *cursor;
    MDB_val key = {key_size, (void *)key_bytes}, data = {sizeof id, &id};
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_INDEX, &cursor, error));
    txn->dirty = true;
    txn->writes++;
    int code = mdb_cursor_put(cursor, &key, &data, MDB_NOOVERWRITE);
    bool another = code == MDB_KEYEXIST; /* the value is in the index already, for another node */
    if (another) {
        key = (MDB_val){key_size, (void *)key_bytes};
        data = (MDB_val){sizeof id, &id};
        code = mdb_cursor_put(cursor, &key, &data, MDB_NODUPDATA);
    }
    if (code != 0)
        return ent_txn_break(txn, code, "adding to an index", error);
    ENT_TRY(ent_count_add(txn, ENT_COUNT_ENTRIES, index, 1, error));
    return another ? ENT_OK : ent_count_add(txn, ENT_COUNT_DISTINCT, index, 1, error);
}

static ent_status remove_entry(ent_txn *txn, uint32_t index, const char *key_bytes, size_t key_size, uint64_t id,
                               ent_error *error)
{
    MDB_cursor *cursor;
    MDB_val key = {key_size, (void *)key_bytes}, data = {sizeof id, &id};
    size_t count = 0;
    ENT_TRY(ent_unique_flush(txn, error));
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_INDEX, &cursor, error));
    txn->dirty = true;
    txn->writes++;
    int code = mdb_cursor_get(cursor, &key, &data, MDB_GET_BOTH);
    if (code == 0)
        code = mdb_cursor_count(cursor, &count);
    if (code == 0)
        code = mdb_cursor_del(cursor, 0);
    if (code != 0)
        return ent_txn_break(txn, code, "removing from an index", error);
    ENT_TRY(ent_count_add(txn, ENT_COUNT_ENTRIES, index, -1, error));
    return count > 1 ? ENT_OK : ent_count_add(txn, ENT_COUNT_DISTINCT, index, -1, error);
}

ent_status ent_index_apply(ent_txn *txn, uint64_t id, const ent_index_changes *changes, ent_error *error)
{
    for (uint32_t i = 0; i < changes->count; i++) {
        const ent_index_change *change = &changes->changes[i];
        if (change->remove)
            ENT_TRY(remove_entry(txn, change->index, change->old_key, change->old_size, id, error));
        if (change->add && change->unique)
            ENT_TRY(
                ent_unique_add(txn, change->index, change->new_key, change->new_size, id, change->key_is_there, error));
        else if (change->add)
            ENT_TRY(add_entry(txn, change->index, change->new_key, change->new_size, id, error));
    }
    return ENT_OK;
}

/* ---- the schema as seen from outside ---- */

uint32_t ent_index_count(ent_txn *txn)
{
    return txn->schema->count;
}

void ent_index_at(ent_txn *txn, uint32_t i, ent_index_info *out)
{
    const ent_index *index = &txn->schema->indexes[i];
    *out = (ent_index_info){.name = index->name,
                            .label = index->label,
                            .key = index->key,
                            .unique = index->unique,
                            .entries = ent_count_get(txn, ENT_COUNT_ENTRIES, index->id),
                            .distinct = ent_count_get(txn, ENT_COUNT_DISTINCT, index->id)};
}

uint32_t ent_index_find(ent_txn *txn, uint32_t label, uint32_t key)
{
    for (uint32_t i = 0; i < txn->schema->count; i++)
        if (txn->schema->indexes[i].label == label && txn->schema->indexes[i].key == key)
            return i;
    return UINT32_MAX;
}

static uint32_t find_name(ent_txn *txn, ent_str name)
{
    for (uint32_t i = 0; i < txn->schema->count; i++)
        if (ent_str_equal(txn->schema->indexes[i].name, name))
            return i;
    return UINT32_MAX;
}

static ent_status build_one(ent_txn *txn, const ent_index *index, uint64_t id, ent_error *error)
{
    ent_node_record record;
    bool found, exact;
    ent_value value;
    char key[4 + ENT_KEY_MAX];
    ent_arena_reset(&txn->scratch);
    ENT_TRY(ent_node_get(txn, id, &record, &found, error));
    if (!found)
        return ent_damaged(txn, error, "a label names node %llu, which does not exist", (unsigned long long)id);
    ENT_TRY(ent_props_get(txn, &txn->scratch, record.props, index->key, &value, error));
    if (ent_is_null(value))
        return ENT_OK;
    size_t size = ent_index_key(key, index->id, value, &exact);
    if (index->unique) {
        bool key_is_there;
        ENT_TRY(check_unique(txn, index, key, size, value, id, &key_is_there, error));
        return ent_unique_add(txn, index->id, key, size, id, key_is_there, error);
    }
    return add_entry(txn, index->id, key, size, id, error);
}

static ent_status build(ent_txn *txn, const ent_index *index, ent_error *error)
{
    enum { ROOM = 1024 };
    ent_scan *scan;
    uint64_t ids[ROOM];
    uint32_t n = 0;
    ENT_TRY(ent_scan_label(txn, index->label, &scan, error));
    ent_status status;
    do {
        status = ent_scan_next(scan, ids, ROOM, &n, error);
        for (uint32_t i = 0; status == ENT_OK && i < n; i++)
            status = build_one(txn, index, ids[i], error);
    } while (status == ENT_OK && n > 0);
    ent_scan_close(scan);
    return status;
}

/* Takes all entries of an index away. */
static ent_status clear(ent_txn *txn, uint32_t id, ent_error *error)
{
    MDB_cursor *cursor;
    uint32_t prefix = htobe32(id);
    ENT_TRY(ent_unique_flush(txn, error));
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_INDEX, &cursor, error));
    txn->dirty = true;
    txn->writes++;
    int code;
    for (;;) {
        MDB_val key = {sizeof prefix, &prefix}, data;
        code = mdb_cursor_get(cursor, &key, &data, MDB_SET_RANGE);
        if (code != 0 || key.mv_size < sizeof prefix || memcmp(key.mv_data, &prefix, sizeof prefix) != 0)
            break;
        code = mdb_cursor_del(cursor, MDB_NODUPDATA);
        if (code != 0)
            break;
    }
    if (code != 0 && code != MDB_NOTFOUND)
        return ent_txn_break(txn, code, "dropping an index", error);
    int64_t entries = (int64_t)ent_count_get(txn, ENT_COUNT_ENTRIES, id);
    int64_t distinct = (int64_t)ent_count_get(txn, ENT_COUNT_DISTINCT, id);
    ENT_TRY(ent_count_add(txn, ENT_COUNT_ENTRIES, id, -entries, error));
    return ent_count_add(txn, ENT_COUNT_DISTINCT, id, -distinct, error);
}

static ent_status remove_at(ent_txn *txn, uint32_t at, ent_error *error)
{
    ENT_TRY(clear(txn, txn->schema->indexes[at].id, error));
    return ent_schema_remove(txn, at, error);
}

static ent_status generate_name(ent_txn *txn, uint32_t label, uint32_t key, ent_str *out, ent_error *error)
{
    ent_str label_name = ent_token_name(txn, ENT_TOKEN_LABEL, label),
            key_name = ent_token_name(txn, ENT_TOKEN_KEY, key);
    for (unsigned i = 1;; i++) {
        char *name =
            i == 1 ? ent_arena_printf(&txn->scratch, "index_%.*s_%.*s", ENT_STR_ARG(label_name), ENT_STR_ARG(key_name))
                   : ent_arena_printf(&txn->scratch, "index_%.*s_%.*s_%u", ENT_STR_ARG(label_name),
                                      ENT_STR_ARG(key_name), i);
        ENT_TRY(ent_arena_status(&txn->scratch, error));
        *out = ent_str_of(name);
        if (find_name(txn, *out) == UINT32_MAX)
            return ENT_OK;
    }
}

static ent_status plain_in_the_way(ent_txn *txn, uint32_t at, ent_error *error)
{
    const ent_index *index = &txn->schema->indexes[at];
    ent_fail(error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, (ent_span){0, 0}, NULL,
             "(:%.*s).%.*s has the index `%.*s` already, which is not unique",
             ENT_STR_ARG(ent_token_name(txn, ENT_TOKEN_LABEL, index->label)),
             ENT_STR_ARG(ent_token_name(txn, ENT_TOKEN_KEY, index->key)), ENT_STR_ARG(index->name));
    ent_hint(error, "drop that index first: the constraint brings its own");
    return ENT_ARGUMENT;
}

ent_status ent_index_create(ent_txn *txn, ent_str name, uint32_t label, uint32_t key, bool unique, bool *existed,
                            ent_error *error)
{
    ENT_TRY(ent_txn_writing(txn, error));
    if (label >= txn->header.tokens[ENT_TOKEN_LABEL] || key >= txn->header.tokens[ENT_TOKEN_KEY])
        return ent_fail_io(error, ENT_MISUSE, "an index needs a label and a key that have names");
    uint32_t same = ent_index_find(txn, label, key);
    *existed = same != UINT32_MAX;
    if (*existed)
        return unique && !txn->schema->indexes[same].unique ? plain_in_the_way(txn, same, error) : ENT_OK;
    if (name.n == 0)
        ENT_TRY(generate_name(txn, label, key, &name, error));
    uint32_t other = find_name(txn, name);
    if (other != UINT32_MAX) {
        const ent_index *index = &txn->schema->indexes[other];
        return ent_fail(error, ENT_ARGUMENT, ENT_PHASE_RUNTIME, (ent_span){0, 0}, NULL,
                        "an index named `%.*s` exists already, on (:%.*s).%.*s", ENT_STR_ARG(name),
                        ENT_STR_ARG(ent_token_name(txn, ENT_TOKEN_LABEL, index->label)),
                        ENT_STR_ARG(ent_token_name(txn, ENT_TOKEN_KEY, index->key)));
    }
    ENT_TRY(ent_schema_append(txn, name, label, key, unique, error));
    uint32_t at = txn->schema->count - 1;
    ent_status status = build(txn, &txn->schema->indexes[at], error);
    /* two nodes with one value: what was built goes again, and the transaction can be used further */
    if (status != ENT_OK && txn->broken == ENT_OK && remove_at(txn, at, NULL) != ENT_OK)
        txn->broken = status;
    return status;
}

ent_status ent_index_drop(ent_txn *txn, ent_str name, bool *existed, ent_error *error)
{
    ENT_TRY(ent_txn_writing(txn, error));
    uint32_t at = find_name(txn, name);
    *existed = at != UINT32_MAX;
    return *existed ? remove_at(txn, at, error) : ENT_OK;
}
