/* Verifies the store: pages first (pages.c), then every record and every reference, both ways.
 *
 * What must hold:
 *   - each node's labels and indexed values are in LABELS and INDEX, and nothing else is;
 *   - each relationship has its entries in OUT and IN and its ends in NODES, and nothing else is in OUT and IN;
 *   - tokens have names, each once; records can be decoded; ids are below the next id; all counts are right. */
#include "core/store/pages.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>

typedef unsigned long long number; /* for printf */

typedef struct {
    ent_txn *txn;
    ent_report *report;
    ent_arena arena; /* reset for each record */
    ent_arena kept;
    uint64_t nodes, rels, loops;
    uint64_t *labels, *types;             /* counted, by token */
    uint64_t *entries, *distinct;         /* counted, by place in the schema */
    MDB_cursor *cursors[ENT_TABLE_COUNT]; /* for the walk of each table; look-ups use the transaction's own */
} check;

/* Not when memory ran out: a value that could not be decoded for want of it is no fault of the file. */
#define FAULT(c, ...)                                   \
    do {                                                \
        if ((c)->arena.failed == ENT_OK)                \
            ent_report_fault((c)->report, __VA_ARGS__); \
    } while (0)

/* Calls visit for each entry, in order. */
static ent_status each(check *c, ent_table table, ent_status (*visit)(check *, MDB_val, MDB_val, ent_error *),
                       ent_error *error)
{
    MDB_val key, data;
    int code = mdb_cursor_open(c->txn->lmdb, c->txn->file->tables[table], &c->cursors[table]);
    if (code == 0)
        code = mdb_cursor_get(c->cursors[table], &key, &data, MDB_FIRST);
    ent_status status = ENT_OK;
    while (code == 0 && status == ENT_OK && !c->report->stopped) {
        ent_arena_reset(&c->arena);
        status = visit(c, key, data, error);
        if (status == ENT_OK)
            status = ent_arena_status(&c->arena, error);
        code = mdb_cursor_get(c->cursors[table], &key, &data, MDB_NEXT);
    }
    if (c->cursors[table])
        mdb_cursor_close(c->cursors[table]);
    if (status == ENT_OK && code == ENOMEM)
        return ent_lmdb_fail(c->txn->file, code, "checking", error);
    if (status == ENT_OK && code != 0 && code != MDB_NOTFOUND)
        FAULT(c, "a table cannot be read: %s", mdb_strerror(code));
    return status;
}

static bool has_entry(check *c, ent_table table, MDB_val key, MDB_val data)
{
    MDB_cursor *cursor;
    return ent_txn_cursor(c->txn, table, &cursor, NULL) == ENT_OK &&
           mdb_cursor_get(cursor, &key, &data, MDB_GET_BOTH) == 0;
}

/* ---- tokens and schema ---- */

static const char *const kind_names[ENT_TOKEN_KINDS] = {"label", "relationship type", "property key"};

static void check_tokens(check *c)
{
    ent_txn *txn = c->txn;
    MDB_stat stat;
    uint64_t total = 0;
    for (int kind = 0; kind < ENT_TOKEN_KINDS; kind++) {
        uint32_t count = txn->header.tokens[kind];
        total += count;
        for (uint32_t i = 0; i < count; i++) {
            ent_str name = ent_token_name(txn, (ent_token_kind)kind, i);
            if (ent_utf8_valid(name.p, name.n) != name.n)
                FAULT(c, "the name of %s %u is not valid UTF-8", kind_names[kind], i);
            if (ent_token_find(txn, (ent_token_kind)kind, name) != i)
                FAULT(c, "the name of %s %u, `%.*s`, occurs twice", kind_names[kind], i, ENT_STR_ARG(name));
        }
    }
    if (mdb_stat(txn->lmdb, txn->file->tables[ENT_TABLE_TOKENS], &stat) == 0 && stat.ms_entries != total)
        FAULT(c, "there are %llu names where the header tells %llu", (number)stat.ms_entries, (number)total);
}

static void check_schema(check *c)
{
    const ent_schema *schema = c->txn->schema;
    for (uint32_t i = 0; i < schema->count; i++) {
        const ent_index *index = &schema->indexes[i];
        if (index->label >= c->txn->header.tokens[ENT_TOKEN_LABEL] ||
            index->key >= c->txn->header.tokens[ENT_TOKEN_KEY] || index->id >= c->txn->header.next_index)
            FAULT(c, "index `%.*s` is on a label or key that has no name, or its id is out of range",
                  ENT_STR_ARG(index->name));
        for (uint32_t j = 0; j < i; j++)
            if (ent_str_equal(schema->indexes[j].name, index->name))
                FAULT(c, "two indexes are named `%.*s`", ENT_STR_ARG(index->name));
    }
}

/* ---- nodes, labels, indexes ---- */

static void check_node_indexes(check *c, uint64_t id, const char *labels, uint32_t label_count, ent_props props)
{
    for (uint32_t i = 0; i < c->txn->schema->count; i++) {
        const ent_index *index = &c->txn->schema->indexes[i];
        bool labelled = false, exact;
        for (uint32_t k = 0; k < label_count; k++)
            labelled |= ent_load32(labels + (size_t)4 * k) == index->label;
        const char *at, *end;
        ent_value value;
        if (!labelled || !ent_props_find(props, index->key, &at, &end) || !ent_decode(&c->arena, &at, end, &value))
            continue;
        char key_bytes[4 + ENT_KEY_MAX];
        MDB_val key = {ent_index_key(key_bytes, index->id, value, &exact), key_bytes}, data = {sizeof id, &id};
        if (!has_entry(c, ENT_TABLE_INDEX, key, data))
            FAULT(c, "node %llu is missing from index `%.*s`", (number)id, ENT_STR_ARG(index->name));
    }
}

static ent_status check_node(check *c, MDB_val key, MDB_val data, ent_error *error)
{
    uint32_t label_count, label_names = c->txn->header.tokens[ENT_TOKEN_LABEL];
    const char *labels;
    ent_props props;
    if (key.mv_size != 8) {
        FAULT(c, "a node's id has %zu bytes", key.mv_size);
        return ENT_OK;
    }
    uint64_t id = ent_load64(key.mv_data);
    c->nodes++;
    if (id >= c->txn->header.next_node)
        FAULT(c, "node %llu is not below the next id, %llu", (number)id, (number)c->txn->header.next_node);
    if (!ent_node_split(data.mv_data, data.mv_size, &label_count, &labels, &props)) {
        FAULT(c, "node %llu: its record cannot be read", (number)id);
        return ENT_OK;
    }
    for (uint32_t i = 0; i < label_count; i++) {
        uint32_t label = ent_load32(labels + (size_t)4 * i);
        if (i > 0 && label <= ent_load32(labels + (size_t)4 * i - 4))
            FAULT(c, "node %llu: its labels are out of order", (number)id);
        if (label >= label_names) {
            FAULT(c, "node %llu has label %u, which has no name", (number)id, label);
            continue;
        }
        c->labels[label]++;
        if (!has_entry(c, ENT_TABLE_LABELS, (MDB_val){sizeof label, &label}, (MDB_val){sizeof id, &id}))
            FAULT(c, "node %llu is missing from the list of its label `%.*s`", (number)id,
                  ENT_STR_ARG(ent_token_name(c->txn, ENT_TOKEN_LABEL, label)));
    }
    const char *fault = ent_props_fault(props, c->txn->header.tokens[ENT_TOKEN_KEY], &c->arena);
    if (fault)
        FAULT(c, "node %llu: %s", (number)id, fault);
    else
        check_node_indexes(c, id, labels, label_count, props);
    return ENT_OK;
}

static ent_status node_has_label(check *c, uint64_t id, uint32_t label, bool *found, bool *has, ent_props *props,
                                 ent_error *error)
{
    ent_node_record record;
    *has = false;
    ent_status status = ent_node_get(c->txn, id, &record, found, NULL);
    if (status == ENT_CORRUPT)
        *found = false; /* reported with the node itself */
    else if (status != ENT_OK)
        return ent_fail_io(error, status, "%s", ent_status_text(status));
    if (!*found)
        return ENT_OK;
    for (uint32_t i = 0; i < record.label_count; i++)
        *has |= record.labels[i] == label;
    *props = record.props;
    return ENT_OK;
}

static ent_status check_label(check *c, MDB_val key, MDB_val data, ent_error *error)
{
    bool found, has;
    ent_props props;
    if (key.mv_size != 4 || data.mv_size != 8) {
        FAULT(c, "an entry of a label has the wrong size");
        return ENT_OK;
    }
    uint32_t label = ent_load32(key.mv_data);
    uint64_t id = ent_load64(data.mv_data);
    ENT_TRY(node_has_label(c, id, label, &found, &has, &props, error));
    if (!has)
        FAULT(c, "label %u lists node %llu, which %s", label, (number)id,
              found ? "does not have it" : "does not exist");
    return ENT_OK;
}

static uint32_t index_by_id(const check *c, uint32_t id)
{
    for (uint32_t i = 0; i < c->txn->schema->count; i++)
        if (c->txn->schema->indexes[i].id == id)
            return i;
    return UINT32_MAX;
}

/* Whether another node under the same key, with a lower id, has the same value. */
static ent_status check_unique(check *c, const ent_index *index, MDB_val key, uint64_t id, ent_value value,
                               ent_error *error)
{
    MDB_cursor *cursor;
    MDB_val data;
    ENT_TRY(ent_txn_cursor(c->txn, ENT_TABLE_INDEX, &cursor, error));
    int code = mdb_cursor_get(cursor, &key, &data, MDB_SET);
    for (; code == 0; code = mdb_cursor_get(cursor, &key, &data, MDB_NEXT_DUP)) {
        uint64_t other = ent_load64(data.mv_data);
        bool found, has;
        ent_props props;
        const char *at, *end;
        ent_value theirs;
        if (other >= id)
            return ENT_OK;
        ENT_TRY(node_has_label(c, other, index->label, &found, &has, &props, error));
        if (has && ent_props_find(props, index->key, &at, &end) && ent_decode(&c->arena, &at, end, &theirs) &&
            ent_equal(value, theirs) == ENT_TRUE)
            FAULT(c, "nodes %llu and %llu have the same value although `%.*s` is unique", (number)other, (number)id,
                  ENT_STR_ARG(index->name));
    }
    return ENT_OK;
}

/* A value is counted with the first node that has it. */
static ent_status count_distinct(check *c, uint32_t place, MDB_val key, uint64_t id, ent_error *error)
{
    MDB_cursor *cursor;
    MDB_val first;
    ENT_TRY(ent_txn_cursor(c->txn, ENT_TABLE_INDEX, &cursor, error));
    if (mdb_cursor_get(cursor, &key, &first, MDB_SET) == 0)
        c->distinct[place] += ent_load64(first.mv_data) == id;
    return ENT_OK;
}

static ent_status check_index(check *c, MDB_val key, MDB_val data, ent_error *error)
{
    bool found, has, exact;
    ent_props props;
    if (key.mv_size < 5 || key.mv_size > 4 + ENT_KEY_MAX || data.mv_size != 8) {
        FAULT(c, "an index entry has the wrong size");
        return ENT_OK;
    }
    uint32_t place = index_by_id(c, be32toh(ent_load32(key.mv_data)));
    uint64_t id = ent_load64(data.mv_data);
    if (place == UINT32_MAX) {
        FAULT(c, "an index entry for node %llu belongs to no index", (number)id);
        return ENT_OK;
    }
    const ent_index *index = &c->txn->schema->indexes[place];
    c->entries[place]++;
    ENT_TRY(count_distinct(c, place, key, id, error));
    ENT_TRY(node_has_label(c, id, index->label, &found, &has, &props, error));
    if (!has) {
        FAULT(c, "index `%.*s` names node %llu, which %s", ENT_STR_ARG(index->name), (number)id,
              found ? "does not have its label" : "does not exist");
        return ENT_OK;
    }
    const char *at, *end;
    ent_value value;
    char key_bytes[4 + ENT_KEY_MAX];
    if (!ent_props_find(props, index->key, &at, &end) || !ent_decode(&c->arena, &at, end, &value) ||
        ent_index_key(key_bytes, index->id, value, &exact) != key.mv_size ||
        memcmp(key_bytes, key.mv_data, key.mv_size) != 0) {
        FAULT(c, "index `%.*s` has node %llu under a value that is not its own", ENT_STR_ARG(index->name), (number)id);
        return ENT_OK;
    }
    return index->unique ? check_unique(c, index, key, id, value, error) : ENT_OK;
}

/* ---- relationships and adjacency ---- */

static bool node_exists(check *c, uint64_t id)
{
    MDB_cursor *cursor;
    MDB_val key = {sizeof id, &id}, data;
    return ent_txn_cursor(c->txn, ENT_TABLE_NODES, &cursor, NULL) == ENT_OK &&
           mdb_cursor_get(cursor, &key, &data, MDB_SET) == 0;
}

static bool has_adjacent(check *c, ent_table table, uint64_t node, uint32_t type, uint64_t neighbour, uint64_t rel)
{
    char entry[ENT_ADJACENT_SIZE];
    ent_adjacent_write(entry, type, neighbour, rel);
    return has_entry(c, table, (MDB_val){sizeof node, &node}, (MDB_val){sizeof entry, entry});
}

static ent_status check_rel(check *c, MDB_val key, MDB_val data, ent_error *error)
{
    ent_rel_record record;
    bool found = false;
    if (key.mv_size != 8) {
        FAULT(c, "a relationship's id has %zu bytes", key.mv_size);
        return ENT_OK;
    }
    uint64_t id = ent_load64(key.mv_data);
    c->rels++;
    if (id >= c->txn->header.next_rel)
        FAULT(c, "relationship %llu is not below the next id, %llu", (number)id, (number)c->txn->header.next_rel);
    if (ent_rel_get(c->txn, id, &record, &found, NULL) != ENT_OK || !found) {
        FAULT(c, "relationship %llu: its record cannot be read", (number)id);
        return ENT_OK;
    }
    c->loops += record.start == record.end;
    if (record.type < c->txn->header.tokens[ENT_TOKEN_TYPE])
        c->types[record.type]++;
    else
        FAULT(c, "relationship %llu has type %u, which has no name", (number)id, record.type);
    if (!node_exists(c, record.start))
        FAULT(c, "relationship %llu starts at node %llu, which does not exist", (number)id, (number)record.start);
    if (!node_exists(c, record.end))
        FAULT(c, "relationship %llu ends at node %llu, which does not exist", (number)id, (number)record.end);
    if (!has_adjacent(c, ENT_TABLE_OUT, record.start, record.type, record.end, id))
        FAULT(c, "relationship %llu is missing from the outgoing ones of node %llu", (number)id, (number)record.start);
    if (!has_adjacent(c, ENT_TABLE_IN, record.end, record.type, record.start, id))
        FAULT(c, "relationship %llu is missing from the incoming ones of node %llu", (number)id, (number)record.end);
    const char *fault = ent_props_fault(record.props, c->txn->header.tokens[ENT_TOKEN_KEY], &c->arena);
    if (fault)
        FAULT(c, "relationship %llu: %s", (number)id, fault);
    return ENT_OK;
}

static ent_status check_adjacent(check *c, MDB_val key, MDB_val data, bool incoming, ent_error *error)
{
    ent_rel_record record;
    bool found = false;
    if (key.mv_size != 8 || data.mv_size != ENT_ADJACENT_SIZE) {
        FAULT(c, "an adjacency entry has the wrong size");
        return ENT_OK;
    }
    uint64_t node = ent_load64(key.mv_data);
    ent_adjacent entry = ent_adjacent_read(data.mv_data, incoming);
    ent_status status = ent_rel_get(c->txn, entry.rel, &record, &found, NULL);
    if (status != ENT_OK && status != ENT_CORRUPT)
        return ent_fail_io(error, status, "%s", ent_status_text(status));
    const char *side = incoming ? "incoming" : "outgoing";
    if (!found)
        FAULT(c, "node %llu lists relationship %llu as %s, which does not exist", (number)node, (number)entry.rel,
              side);
    else if (record.type != entry.type || (incoming ? record.end : record.start) != node ||
             (incoming ? record.start : record.end) != entry.neighbour)
        FAULT(c, "node %llu lists relationship %llu as %s with a type or neighbour that is not its own", (number)node,
              (number)entry.rel, side);
    return ENT_OK;
}

static ent_status check_out(check *c, MDB_val key, MDB_val data, ent_error *error)
{
    return check_adjacent(c, key, data, false, error);
}

static ent_status check_in(check *c, MDB_val key, MDB_val data, ent_error *error)
{
    return check_adjacent(c, key, data, true, error);
}

/* ---- counts ---- */

static void compare_count(check *c, const char *what, ent_str name, uint64_t kept, uint64_t found)
{
    if (kept != found)
        FAULT(c, "the number of %s%.*s is kept as %llu but is %llu", what, ENT_STR_ARG(name), (number)kept,
              (number)found);
}

static void check_counts(check *c)
{
    ent_txn *txn = c->txn;
    ent_str none = {"", 0};
    compare_count(c, "nodes", none, txn->header.nodes, c->nodes);
    compare_count(c, "relationships", none, txn->header.rels, c->rels);
    compare_count(c, "relationships from a node to itself", none, txn->header.loops, c->loops);
    for (uint32_t i = 0; i < txn->header.tokens[ENT_TOKEN_LABEL]; i++)
        compare_count(c, "nodes with label ", ent_token_name(txn, ENT_TOKEN_LABEL, i), ent_count_label(txn, i),
                      c->labels[i]);
    for (uint32_t i = 0; i < txn->header.tokens[ENT_TOKEN_TYPE]; i++)
        compare_count(c, "relationships of type ", ent_token_name(txn, ENT_TOKEN_TYPE, i), ent_count_type(txn, i),
                      c->types[i]);
    for (uint32_t i = 0; i < txn->schema->count; i++) {
        ent_index_info info;
        ent_index_at(txn, i, &info);
        compare_count(c, "entries of index ", info.name, info.entries, c->entries[i]);
        compare_count(c, "values of index ", info.name, info.distinct, c->distinct[i]);
    }
}

/* ---- all of it ---- */

static uint64_t *tallies(check *c, uint32_t count)
{
    return ent_arena_zero(&c->kept, ((size_t)count + 1) * sizeof(uint64_t));
}

static ent_status check_tables(check *c, ent_error *error)
{
    ent_txn *txn = c->txn;
    c->labels = tallies(c, txn->header.tokens[ENT_TOKEN_LABEL]);
    c->types = tallies(c, txn->header.tokens[ENT_TOKEN_TYPE]);
    c->entries = tallies(c, txn->schema->count);
    c->distinct = tallies(c, txn->schema->count);
    ENT_TRY(ent_arena_status(&c->kept, error));
    for (int i = 0; i < ENT_TABLE_COUNT; i++) { /* now, so that a look-up later can fail only by finding nothing */
        MDB_cursor *cursor;
        ENT_TRY(ent_txn_cursor(txn, (ent_table)i, &cursor, error));
    }
    check_tokens(c);
    check_schema(c);
    ENT_TRY(each(c, ENT_TABLE_NODES, check_node, error));
    ENT_TRY(each(c, ENT_TABLE_LABELS, check_label, error));
    ENT_TRY(each(c, ENT_TABLE_INDEX, check_index, error));
    ENT_TRY(each(c, ENT_TABLE_RELS, check_rel, error));
    ENT_TRY(each(c, ENT_TABLE_OUT, check_out, error));
    ENT_TRY(each(c, ENT_TABLE_IN, check_in, error));
    if (!c->report->stopped)
        check_counts(c);
    return ENT_OK;
}

ent_status ent_store_check(ent_txn *txn, bool (*report)(void *user, const char *fault), void *user, ent_error *error)
{
    ent_report faults = {.report = report, .user = user};
    check c = {.txn = txn, .report = &faults};
    ENT_TRY(ent_pending_flush(txn, ENT_TABLE_OUT, error));
    ENT_TRY(ent_pending_flush(txn, ENT_TABLE_IN, error));
    ENT_TRY(ent_pending_flush(txn, ENT_TABLE_LABELS, error));
    ENT_TRY(ent_unique_flush(txn, error));
    ENT_TRY(ent_pages_check(txn, &faults, error));
    if (faults.faults == 0) {
        /* only now: LMDB reads damaged pages without a check */
        ent_arena_init(&c.arena, NULL);
        ent_arena_init(&c.kept, NULL);
        ent_status status = check_tables(&c, error);
        ent_arena_fini(&c.arena);
        ent_arena_fini(&c.kept);
        ENT_TRY(status);
    }
    if (faults.faults == 0)
        return ENT_OK;
    return ent_fail_io(error, ENT_CORRUPT, "%s has %llu fault%s", txn->file->path, (number)faults.faults,
                       faults.faults == 1 ? "" : "s");
}
