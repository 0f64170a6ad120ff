/* The neighbours of all nodes as three arrays, made in one pass through a table of adjacency.
 *
 * Looking a node up in the file costs some hundred nanoseconds, the pass a few for each entry of the table. So the pass
 * is made when the look-ups of this snapshot have cost about as much: a statement that walks through much of the graph
 * does it once, and pays at most twice what it could have. */
#include "core/store/image.h"

#include <endian.h>
#include <stdlib.h>

enum { PASS_NODE_NS = 60, PASS_ENTRY_NS = 10, POLL = 65536 };

void ent_near_part_free(ent_near_part *part)
{
    free(part->from);
    free(part->neighbours);
    free(part->rels);
    free(part->types_of);
    free(part);
}

ent_near_part *ent_near_part_find(ent_txn *txn, ent_table table, const uint32_t *types, uint32_t type_count)
{
    ent_image *image = txn->image;
    if (!image)
        return NULL;
    for (ent_near_part *part = image->near; part; part = part->next)
        if (part->table == table && part->type_count == type_count &&
            (type_count == 0 || memcmp(part->types, types, type_count * sizeof *types) == 0))
            return part;
    ent_near_part *part = calloc(1, sizeof *part + type_count * sizeof *types);
    if (!part)
        return NULL;
    part->table = table;
    part->type_count = type_count;
    if (type_count)
        memcpy(part->types, types, type_count * sizeof *types);
    part->next = image->near;
    return image->near = part;
}

/* How many entries the part has, from the counts. */
static uint64_t entries_of(ent_txn *txn, const ent_near_part *part)
{
    uint64_t n = part->type_count ? 0 : txn->header.rels;
    for (uint32_t i = 0; i < part->type_count; i++)
        n += ent_count_type(txn, part->types[i]);
    return n;
}

/* Takes the wanted entries of a page; false: they do not fit what the counts and the header say. */
static bool take(ent_txn *txn, ent_near_part *part, const char *page, size_t size, uint32_t *n, uint64_t most)
{
    uint32_t wanted = 0;
    for (const char *at = page, *end = page + size; at + ENT_ADJACENT_SIZE <= end; at += ENT_ADJACENT_SIZE) {
        uint64_t high = be64toh(ent_load64(at)), rel = be64toh(ent_load64(at + 8));
        uint32_t type = (uint32_t)(high >> 48);
        while (wanted < part->type_count && part->types[wanted] < type)
            wanted++;
        if (part->type_count && wanted == part->type_count)
            break; /* types ascend within a node */
        if (part->type_count && part->types[wanted] != type)
            continue;
        high &= ENT_MAX_NODE_ID;
        if (*n >= most || high >= txn->header.next_node || rel >= txn->header.next_rel)
            return false;
        part->neighbours[*n] = (uint32_t)high;
        part->rels[*n] = (uint32_t)rel;
        if (part->types_of)
            part->types_of[*n] = (uint16_t)type;
        ++*n;
    }
    return true;
}

/* One pass through the table. *fits false: it says something else than the counts. */
static ent_status pass(ent_txn *txn, ent_near_part *part, MDB_cursor *cursor, uint64_t most, bool *fits)
{
    uint64_t nodes = txn->header.next_node, next = 0, polled = 0;
    uint32_t n = 0;
    MDB_val key, data;
    int code = mdb_cursor_get(cursor, &key, &data, MDB_FIRST);
    *fits = false;
    while (code == 0) {
        uint64_t node = ent_load64(key.mv_data);
        if (node >= nodes || node < next)
            return ENT_OK;
        while (next <= node)
            part->from[next++] = n;
        code = mdb_cursor_get(cursor, &key, &data, MDB_GET_MULTIPLE); /* leaves data alone where there is one entry */
        while (code == 0) {
            if (!take(txn, part, data.mv_data, data.mv_size, &n, most))
                return ENT_OK;
            polled += data.mv_size / ENT_ADJACENT_SIZE;
            code = mdb_cursor_get(cursor, &key, &data, MDB_NEXT_MULTIPLE);
        }
        if (polled >= POLL && txn->served.poll)
            ENT_TRY(txn->served.poll(txn->served.user));
        polled = polled < POLL ? polled : 0;
        if (code == MDB_NOTFOUND)
            code = mdb_cursor_get(cursor, &key, &data, MDB_NEXT_NODUP);
    }
    if (code != MDB_NOTFOUND)
        return ENT_OK; /* who reads this node through the file will be told */
    while (next <= nodes)
        part->from[next++] = n;
    *fits = n == most;
    return ENT_OK;
}

static void give_back(ent_txn *txn, ent_near_part *part, uint64_t entries)
{
    ent_image_free(txn, part->from, txn->header.next_node + 1, sizeof *part->from);
    ent_image_free(txn, part->neighbours, entries, sizeof *part->neighbours);
    ent_image_free(txn, part->rels, entries, sizeof *part->rels);
    ent_image_free(txn, part->types_of, entries, sizeof *part->types_of);
    part->from = part->neighbours = part->rels = NULL;
    part->types_of = NULL;
}

static ent_status make(ent_txn *txn, ent_near_part *part)
{
    uint64_t entries = entries_of(txn, part), nodes = txn->header.next_node;
    part->state = ENT_PART_REFUSED;
    if (entries >= UINT32_MAX || nodes >= UINT32_MAX || txn->header.next_rel >= UINT32_MAX)
        return ENT_OK;
    part->from = ent_image_alloc(txn, nodes + 1, sizeof *part->from);
    part->neighbours = ent_image_alloc(txn, entries, sizeof *part->neighbours);
    part->rels = ent_image_alloc(txn, entries, sizeof *part->rels);
    if (part->type_count != 1)
        part->types_of = ent_image_alloc(txn, entries, sizeof *part->types_of);
    MDB_cursor *cursor = NULL;
    bool fits = part->from && part->neighbours && part->rels && (part->type_count == 1 || part->types_of) &&
                mdb_cursor_open(txn->lmdb, txn->file->tables[part->table], &cursor) == 0;
    ent_status status = fits ? pass(txn, part, cursor, entries, &fits) : ENT_OK;
    if (cursor)
        mdb_cursor_close(cursor);
    if (status == ENT_OK && fits)
        part->state = ENT_PART_READY;
    else
        give_back(txn, part, entries);
    if (status != ENT_OK)
        part->state = ENT_PART_ASKED; /* the statement was stopped: the next may try again */
    return status;
}

ent_status ent_near_part_ask(ent_txn *txn, ent_near_part *part)
{
    if (part->state != ENT_PART_ASKED)
        return ENT_OK;
    part->spent += ENT_SEEK_NS;
    uint64_t cost = txn->header.rels * PASS_ENTRY_NS + txn->header.nodes * PASS_NODE_NS;
    return part->spent < cost / 2 ? ENT_OK : make(txn, part);
}
