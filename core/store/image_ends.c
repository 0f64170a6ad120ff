/* Ends and types of all relationships as arrays by id, for scans over all of them. Made when as many as there are were
 * read from the file one by one: a statement that scans once reads the file, the next one reads the arrays. */
#include "core/store/image.h"

#include <stdlib.h>

enum { POLL = 16384 };

void ent_ends_part_free(ent_ends_part *part)
{
    free(part->starts);
    free(part->ends);
    free(part->types);
}

/* *fits false: a record is damaged, or the number of them. */
static ent_status pass(ent_txn *txn, ent_ends_part *part, bool *fits, ent_error *error)
{
    uint64_t count = txn->header.next_rel, seen = 0;
    ent_scan *scan;
    ENT_TRY(ent_scan_rels(txn, &scan, error));
    MDB_val key, data;
    int code = mdb_cursor_get(scan->cursor, &key, &data, MDB_FIRST);
    ent_status status = ENT_OK;
    *fits = false;
    for (; code == 0 && status == ENT_OK; code = mdb_cursor_get(scan->cursor, &key, &data, MDB_NEXT)) {
        uint64_t id = ent_load64(key.mv_data);
        ent_rel_record rel;
        if (id >= count || !ent_rel_split(data.mv_data, data.mv_size, &rel) || rel.start >= txn->header.next_node ||
            rel.end >= txn->header.next_node || rel.type == ENT_NO_REL)
            break;
        part->starts[id] = (uint32_t)rel.start;
        part->ends[id] = (uint32_t)rel.end;
        part->types[id] = (uint16_t)rel.type;
        if (++seen % POLL == 0)
            ent_scan_passed(scan, data.mv_data);
        if (seen % POLL == 0 && txn->served.poll)
            status = txn->served.poll(txn->served.user);
    }
    ent_scan_close(scan);
    *fits = code == MDB_NOTFOUND && seen == txn->header.rels;
    return status;
}

static ent_status make(ent_txn *txn, ent_ends_part *part, ent_error *error)
{
    uint64_t count = txn->header.next_rel;
    part->state = ENT_PART_REFUSED;
    if (count >= UINT32_MAX || txn->header.next_node >= UINT32_MAX)
        return ENT_OK;
    part->starts = ent_image_alloc(txn, count, sizeof *part->starts);
    part->ends = ent_image_alloc(txn, count, sizeof *part->ends);
    part->types = ent_image_alloc(txn, count, sizeof *part->types);
    bool fits = part->starts && part->ends && part->types;
    ent_status status = ENT_OK;
    if (fits) {
        memset(part->types, 0xFF, count * sizeof *part->types);
        status = pass(txn, part, &fits, error);
    }
    if (status == ENT_OK && fits) {
        part->given = (ent_rel_ends){part->starts, part->ends, part->types, count};
        part->state = ENT_PART_READY;
        return ENT_OK;
    }
    ent_image_free(txn, part->starts, count, sizeof *part->starts);
    ent_image_free(txn, part->ends, count, sizeof *part->ends);
    ent_image_free(txn, part->types, count, sizeof *part->types);
    part->starts = part->ends = NULL;
    part->types = NULL;
    if (status != ENT_OK)
        part->state = ENT_PART_ASKED; /* the statement was stopped: the next may try again */
    return status;
}

ent_status ent_txn_rel_ends(ent_txn *txn, uint64_t rows, bool may_make, const ent_rel_ends **out, ent_error *error)
{
    ent_ends_part *part = txn->image ? &txn->image->ends : NULL;
    *out = NULL;
    if (!part)
        return ENT_OK;
    if (may_make && part->state == ENT_PART_ASKED && part->read > txn->header.rels / 2)
        ENT_TRY(make(txn, part, error));
    if (part->state == ENT_PART_READY)
        *out = &part->given;
    part->read += rows;
    return ENT_OK;
}
