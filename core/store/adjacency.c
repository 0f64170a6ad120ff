/* The neighbours of a node: entries of 16 bytes, big-endian so that LMDB's memcmp sorts them by type, neighbour and
 * relationship.
 *
 *   OUT  key: start node   entry: type u16 | end node u48 | relationship u64
 *   IN   key: end node     entry: type u16 | start node u48 | relationship u64
 *
 * LMDB packs entries of equal size page by page, and hands out a page at a time. */
#include "core/store/image.h"

#include <endian.h>
#include <stdlib.h>

typedef enum { AT_START, IN_OUTGOING, IN_INCOMING, AT_END } stage;

struct ent_expand {
    ent_txn *txn;
    ent_direction direction;
    MDB_cursor *cursors[2]; /* of OUT, of IN; NULL when the direction does not need it */
    uint64_t node;
    stage stage;
    bool fresh;      /* the stage has not been looked up yet */
    uint64_t writes; /* of the transaction when the page was got */
    const char *page;
    uint32_t at, count;
    uint64_t last[2]; /* the entry given last, to find the place again after a write */
    bool given;
    ent_near_part *parts[2]; /* of the image, of OUT, of IN; NULL: there is none */
    ent_nearby *nearby[2];   /* of OUT, of IN; NULL: nothing is kept */
    ent_arena *arena;        /* of what is kept */
    ent_near_list list;      /* of the stage, where `listed`; given up to list_at */
    uint32_t list_at;
    bool listed;
    uint32_t wanted; /* index of the type sought now */
    uint32_t type_count;
    uint32_t types[];
};

static uint64_t high_word(uint32_t type, uint64_t neighbour)
{
    return (uint64_t)type << 48 | neighbour;
}

void ent_adjacent_write(char out[ENT_ADJACENT_SIZE], uint32_t type, uint64_t neighbour, uint64_t rel)
{
    uint64_t words[2] = {htobe64(high_word(type, neighbour)), htobe64(rel)};
    memcpy(out, words, sizeof words);
}

ent_adjacent ent_adjacent_read(const char *at, bool incoming)
{
    uint64_t high = be64toh(ent_load64(at));
    return (ent_adjacent){.neighbour = high & ENT_MAX_NODE_ID,
                          .rel = be64toh(ent_load64(at + 8)),
                          .type = (uint32_t)(high >> 48),
                          .incoming = incoming};
}

ent_status ent_adjacent_put(ent_txn *txn, uint64_t start, uint64_t end, uint32_t type, uint64_t rel, ent_error *error)
{
    ENT_TRY(ent_pending_add(txn, ENT_TABLE_OUT, start, high_word(type, end), rel, error));
    return ent_pending_add(txn, ENT_TABLE_IN, end, high_word(type, start), rel, error);
}

static ent_status delete_entry(ent_txn *txn, ent_table table, uint64_t node, uint32_t type, uint64_t neighbour,
                               uint64_t rel, ent_error *error)
{
    char entry[ENT_ADJACENT_SIZE];
    MDB_cursor *cursor;
    ENT_TRY(ent_pending_flush(txn, table, error));
    ENT_TRY(ent_txn_cursor(txn, table, &cursor, error));
    ent_adjacent_write(entry, type, neighbour, rel);
    MDB_val key = {sizeof node, &node}, data = {sizeof entry, entry};
    txn->writes++;
    int code = mdb_cursor_get(cursor, &key, &data, MDB_GET_BOTH);
    if (code == 0)
        code = mdb_cursor_del(cursor, 0);
    return code == 0 ? ENT_OK : ent_txn_break(txn, code, "deleting a relationship", error);
}

ent_status ent_adjacent_del(ent_txn *txn, uint64_t start, uint64_t end, uint32_t type, uint64_t rel, ent_error *error)
{
    ENT_TRY(delete_entry(txn, ENT_TABLE_OUT, start, type, end, rel, error));
    return delete_entry(txn, ENT_TABLE_IN, end, type, start, rel, error);
}

/* ---- expanding ---- */

static void sort_types(ent_expand *expand)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < expand->type_count; i++) {
        uint32_t type = expand->types[i], at = n;
        while (at > 0 && expand->types[at - 1] > type)
            at--;
        if (type >= ENT_MAX_TYPES || (at > 0 && expand->types[at - 1] == type))
            continue; /* a type that no relationship has, or one named twice */
        memmove(expand->types + at + 1, expand->types + at, (n - at) * sizeof *expand->types);
        expand->types[at] = type;
        n++;
    }
    expand->type_count = n;
}

ent_status ent_expand_open(ent_txn *txn, ent_direction direction, const uint32_t *types, uint32_t type_count,
                           ent_expand **out, ent_error *error)
{
    ent_expand *expand = calloc(1, sizeof *expand + type_count * sizeof *types);
    *out = NULL;
    if (!expand)
        return ent_fail_io(error, ENT_NOMEM, "%s", ent_status_text(ENT_NOMEM));
    expand->txn = txn;
    expand->direction = direction;
    expand->stage = AT_END;
    expand->type_count = type_count;
    if (type_count) {
        memcpy(expand->types, types, type_count * sizeof *types);
        sort_types(expand);
        if (expand->type_count == 0)
            expand->direction = 0;
    }
    int code = 0;
    if (expand->direction & ENT_OUT)
        code = mdb_cursor_open(txn->lmdb, txn->file->tables[ENT_TABLE_OUT], &expand->cursors[0]);
    if (code == 0 && (expand->direction & ENT_IN))
        code = mdb_cursor_open(txn->lmdb, txn->file->tables[ENT_TABLE_IN], &expand->cursors[1]);
    if (code != 0) {
        ent_expand_close(expand);
        return ent_lmdb_fail(txn->file, code, "opening a table", error);
    }
    *out = expand;
    return ENT_OK;
}

void ent_expand_close(ent_expand *expand)
{
    if (!expand)
        return;
    for (int i = 0; i < 2; i++)
        if (expand->cursors[i])
            mdb_cursor_close(expand->cursors[i]);
    free(expand);
}

static void enter_stage(ent_expand *expand, stage next)
{
    if (next == IN_OUTGOING && !expand->cursors[0])
        next = IN_INCOMING;
    if (next == IN_INCOMING && !expand->cursors[1])
        next = AT_END;
    expand->stage = next;
    expand->fresh = true;
    expand->given = false;
    expand->listed = false;
    expand->wanted = 0;
    expand->at = expand->count = 0;
}

ent_status ent_expand_start(ent_expand *expand, uint64_t node, ent_error *error)
{
    expand->node = node;
    enter_stage(expand, IN_OUTGOING);
    if (expand->stage != AT_END && expand->txn->pending[ENT_TABLE_OUT].count)
        ENT_TRY(ent_pending_flush(expand->txn, ENT_TABLE_OUT, error));
    if (expand->stage != AT_END && expand->txn->pending[ENT_TABLE_IN].count)
        ENT_TRY(ent_pending_flush(expand->txn, ENT_TABLE_IN, error));
    return ENT_OK;
}

/* The page on which the first entry at or behind (high, low) lies; the entries before it on that page are skipped. */
static ent_status seek(ent_expand *expand, MDB_cursor *cursor, uint64_t high, uint64_t low, bool *found,
                       ent_error *error)
{
    uint64_t words[2] = {htobe64(high), htobe64(low)};
    MDB_val key = {sizeof expand->node, &expand->node}, data = {sizeof words, words};
    int code = mdb_cursor_get(cursor, &key, &data, high || low ? MDB_GET_BOTH_RANGE : MDB_SET);
    *found = false;
    expand->at = expand->count = 0;
    expand->writes = expand->txn->writes;
    if (code == MDB_NOTFOUND)
        return ENT_OK;
    if (code == 0)
        code = mdb_cursor_get(cursor, &key, &data, MDB_GET_MULTIPLE); /* leaves data alone where there is one entry */
    if (code != 0)
        return ent_lmdb_fail(expand->txn->file, code, "reading neighbours", error);
    expand->page = data.mv_data;
    expand->count = (uint32_t)(data.mv_size / ENT_ADJACENT_SIZE);
    uint32_t from = 0, to = expand->count;
    while (from < to && (high || low)) {
        uint32_t middle = from + (to - from) / 2;
        uint64_t h = be64toh(ent_load64(expand->page + (size_t)middle * ENT_ADJACENT_SIZE));
        uint64_t l = be64toh(ent_load64(expand->page + (size_t)middle * ENT_ADJACENT_SIZE + 8));
        if (h < high || (h == high && l < low))
            from = middle + 1;
        else
            to = middle;
    }
    expand->at = from;
    *found = true;
    return ENT_OK;
}

static ent_status next_page(ent_expand *expand, MDB_cursor *cursor, bool *found, ent_error *error)
{
    MDB_val key, data;
    int code = mdb_cursor_get(cursor, &key, &data, MDB_NEXT_MULTIPLE);
    *found = code == 0;
    if (code == MDB_NOTFOUND)
        return ENT_OK;
    if (code != 0)
        return ent_lmdb_fail(expand->txn->file, code, "reading neighbours", error);
    expand->page = data.mv_data;
    expand->at = 0;
    expand->count = (uint32_t)(data.mv_size / ENT_ADJACENT_SIZE);
    return ENT_OK;
}

/* Sees to it that there is an entry at `at`, or gives false: the stage is through. */
static ent_status have_page(ent_expand *expand, MDB_cursor *cursor, bool *found, ent_error *error)
{
    if (expand->writes != expand->txn->writes && !expand->fresh) {
        /* the page may be gone: find the place behind the last entry again */
        ent_table table = expand->stage == IN_OUTGOING ? ENT_TABLE_OUT : ENT_TABLE_IN;
        ENT_TRY(ent_pending_flush(expand->txn, table, error));
        if (expand->given)
            return seek(expand, cursor, expand->last[0], expand->last[1] + 1, found, error);
        expand->fresh = true;
        expand->at = expand->count = 0;
    }
    *found = true;
    if (expand->at < expand->count)
        return ENT_OK;
    uint64_t wanted = expand->type_count ? high_word(expand->types[expand->wanted], 0) : 0;
    if (expand->fresh) {
        expand->fresh = false;
        return seek(expand, cursor, wanted, 0, found, error);
    }
    /* over a page's end to a type further on: seek it, do not read what lies between */
    if (expand->type_count && expand->given && wanted > expand->last[0])
        return seek(expand, cursor, wanted, 0, found, error);
    return next_page(expand, cursor, found, error);
}

/* Whether the entry's type is wanted; moves on to the next wanted type, and gives *through when there is none left. */
static bool type_wanted(ent_expand *expand, uint32_t type, bool *through)
{
    if (expand->type_count == 0)
        return true;
    while (expand->types[expand->wanted] < type)
        if (++expand->wanted == expand->type_count) {
            expand->wanted--;
            *through = true;
            return false;
        }
    return expand->types[expand->wanted] == type;
}

/* Reads on through the pages of the stage; *through: it has no more entries of the wanted types. */
static ent_status read_pages(ent_expand *expand, ent_adjacent *out, uint32_t room, uint32_t *n, bool *through,
                             ent_error *error)
{
    bool incoming = expand->stage == IN_INCOMING, found;
    ENT_TRY(have_page(expand, expand->cursors[incoming], &found, error));
    *through = !found;
    while (!*through && *n < room && expand->at < expand->count) {
        const char *at = expand->page + (size_t)expand->at++ * ENT_ADJACENT_SIZE;
        ent_adjacent entry = ent_adjacent_read(at, incoming);
        expand->last[0] = high_word(entry.type, entry.neighbour);
        expand->last[1] = entry.rel;
        expand->given = true;
        if (type_wanted(expand, entry.type, through))
            out[(*n)++] = entry;
    }
    return ENT_OK;
}

/* From the image, which may be made for it; false: it has nothing of the stage. */
static ent_status list_of_image(ent_expand *expand, ent_near_list *out, bool *found)
{
    ent_near_part *part = expand->parts[expand->stage == IN_INCOMING];
    *found = false;
    if (!part)
        return ENT_OK;
    ENT_TRY(ent_near_part_ask(expand->txn, part));
    *found = part->state == ENT_PART_READY && expand->node < expand->txn->header.next_node;
    if (*found)
        *out = ent_near_part_list(part, expand->node);
    return ENT_OK;
}

/* What is kept of the stage's entries, which are read and kept if it is time to; *found false: they must be read by
 * pages. */
static ent_status find_list(ent_expand *expand, ent_asked asked, ent_near_list *list, bool *found, ent_error *error)
{
    ent_nearby *nearby = expand->nearby[expand->stage == IN_INCOMING];
    bool keep;
    ENT_TRY(list_of_image(expand, list, found));
    if (*found)
        return ENT_OK;
    const ent_near_list *kept = nearby ? ent_nearby_get(nearby, expand->node, asked, &keep) : NULL;
    *found = kept != NULL;
    if (kept)
        *list = *kept;
    if (!nearby || kept || !keep)
        return nearby ? ent_arena_status(expand->arena, error) : ENT_OK;
    ent_adjacent block[64];
    for (bool through = false; !through;) {
        uint32_t n = 0;
        ENT_TRY(read_pages(expand, block, 64, &n, &through, error));
        for (uint32_t i = 0; i < n; i++)
            if (!ent_nearby_add(nearby, &block[i]))
                return ent_arena_status(expand->arena, error);
    }
    kept = ent_nearby_keep(nearby, expand->node);
    *found = kept != NULL;
    if (kept)
        *list = *kept;
    return ent_arena_status(expand->arena, error);
}

ent_status ent_expand_remember(ent_expand *expand, ent_nearby **all, ent_arena *arena, ent_error *error)
{
    expand->arena = arena;
    for (int i = 0; i < 2; i++)
        if (expand->cursors[i]) {
            ent_table table = i ? ENT_TABLE_IN : ENT_TABLE_OUT;
            expand->parts[i] = ent_near_part_find(expand->txn, table, expand->types, expand->type_count);
            expand->nearby[i] = ent_nearby_find(all, expand->txn, arena, table, expand->types, expand->type_count);
        }
    return ent_arena_status(arena, error);
}

ent_status ent_expand_kept(ent_expand *expand, uint64_t node, bool often, ent_near_list lists[2], bool *kept,
                           ent_error *error)
{
    *kept = true;
    for (int i = 0; i < 2; i++) {
        lists[i] = (ent_near_list){0};
        if (!expand->cursors[i])
            continue;
        bool found;
        expand->node = node;
        enter_stage(expand, i ? IN_INCOMING : IN_OUTGOING);
        ENT_TRY(find_list(expand, often ? ENT_ASKED_OFTEN : ENT_ASKED_NOT, &lists[i], &found, error));
        *kept &= found;
    }
    return ENT_OK;
}

/* Whoever looks for something in a sorted list begins in its middle. */
void ent_expand_expect(const ent_expand *expand, uint64_t node)
{
    for (int i = 0; i < 2; i++) {
        const ent_near_part *part = expand->parts[i];
        if (!part || part->state != ENT_PART_READY || node >= expand->txn->header.next_node)
            continue;
        uint32_t from = part->from[node], n = part->from[node + 1] - from;
        __builtin_prefetch(part->neighbours + from + n / 2);
        __builtin_prefetch(part->neighbours + from + n);
    }
}

ent_status ent_expand_next(ent_expand *expand, ent_adjacent *out, uint32_t room, uint32_t *n, ent_error *error)
{
    *n = 0;
    while (*n < room && expand->stage != AT_END) {
        bool incoming = expand->stage == IN_INCOMING, through = false;
        uint32_t before = *n;
        if (expand->fresh && !expand->listed) {
            ENT_TRY(find_list(expand, ENT_ASKED, &expand->list, &expand->listed, error));
            expand->list_at = 0;
        }
        if (expand->listed) {
            const ent_near_list *list = &expand->list;
            for (; *n < room && expand->list_at < list->n; expand->list_at++)
                out[(*n)++] = (ent_adjacent){.neighbour = list->neighbours[expand->list_at],
                                             .rel = list->rels[expand->list_at],
                                             .type = list->types ? list->types[expand->list_at] : list->type,
                                             .incoming = incoming};
            through = expand->list_at == list->n;
        } else {
            ENT_TRY(read_pages(expand, out, room, n, &through, error));
            if (expand->parts[incoming])
                expand->parts[incoming]->spent += (uint64_t)(*n - before) * ENT_READ_ENTRY_NS;
        }
        /* a loop lies in both tables: it is given once */
        if (incoming && expand->direction == ENT_BOTH) {
            uint32_t kept = before;
            for (uint32_t i = before; i < *n; i++)
                if (out[i].neighbour != expand->node)
                    out[kept++] = out[i];
            *n = kept;
        }
        if (through)
            enter_stage(expand, incoming ? AT_END : IN_INCOMING);
    }
    return ENT_OK;
}

/* ---- degrees ---- */

/* Entries of one node, by type or all. Without a type LMDB knows the number. */
static ent_status count_entries(ent_txn *txn, ent_table table, uint64_t node, uint32_t type, uint64_t *out,
                                ent_error *error)
{
    MDB_cursor *cursor;
    *out = 0;
    ENT_TRY(ent_pending_flush(txn, table, error));
    ENT_TRY(ent_txn_cursor(txn, table, &cursor, error));
    MDB_val key = {sizeof node, &node}, data;
    int code = mdb_cursor_get(cursor, &key, &data, MDB_SET);
    if (code == MDB_NOTFOUND)
        return ENT_OK;
    size_t count = 0;
    if (code == 0)
        code = mdb_cursor_count(cursor, &count);
    if (code != 0)
        return ent_lmdb_fail(txn->file, code, "counting neighbours", error);
    if (type == ENT_NO_TOKEN) {
        *out = count;
        return ENT_OK;
    }
    ent_expand *expand;
    ent_adjacent entries[256];
    uint32_t n;
    ENT_TRY(ent_expand_open(txn, table == ENT_TABLE_OUT ? ENT_OUT : ENT_IN, &type, 1, &expand, error));
    ent_status status = ent_expand_start(expand, node, error);
    do {
        n = 0;
        if (status == ENT_OK)
            status = ent_expand_next(expand, entries, 256, &n, error);
        *out += n;
    } while (n > 0);
    ent_expand_close(expand);
    return status;
}

/* Loops lie side by side within a type: one seek a type that the node has. */
static ent_status count_loops(ent_txn *txn, uint64_t node, uint32_t wanted_type, uint64_t *out, ent_error *error)
{
    MDB_cursor *cursor;
    uint64_t high = wanted_type == ENT_NO_TOKEN ? node : high_word(wanted_type, node), low = 0;
    *out = 0;
    ENT_TRY(ent_txn_cursor(txn, ENT_TABLE_OUT, &cursor, error));
    for (;;) {
        uint64_t words[2] = {htobe64(high), htobe64(low)};
        MDB_val key = {sizeof node, &node}, data = {sizeof words, words};
        int code = mdb_cursor_get(cursor, &key, &data, MDB_GET_BOTH_RANGE);
        if (code == MDB_NOTFOUND)
            return ENT_OK;
        if (code != 0)
            return ent_lmdb_fail(txn->file, code, "counting neighbours", error);
        ent_adjacent entry = ent_adjacent_read(data.mv_data, false);
        if (wanted_type != ENT_NO_TOKEN && entry.type != wanted_type)
            return ENT_OK;
        if (entry.neighbour == node) {
            ++*out;
            high = high_word(entry.type, node);
            low = entry.rel + 1;
        } else if (entry.neighbour < node) {
            high = high_word(entry.type, node);
            low = 0;
        } else if (wanted_type == ENT_NO_TOKEN && entry.type + 1 < ENT_MAX_TYPES) {
            high = high_word(entry.type + 1, node);
            low = 0;
        } else {
            return ENT_OK;
        }
    }
}

ent_status ent_degree(ent_txn *txn, uint64_t node, ent_direction direction, uint32_t type, uint64_t *out,
                      ent_error *error)
{
    uint64_t outgoing = 0, incoming = 0, loops = 0;
    if (direction & ENT_OUT)
        ENT_TRY(count_entries(txn, ENT_TABLE_OUT, node, type, &outgoing, error));
    if (direction & ENT_IN)
        ENT_TRY(count_entries(txn, ENT_TABLE_IN, node, type, &incoming, error));
    if (direction == ENT_BOTH && txn->header.loops > 0 && outgoing > 0 && incoming > 0)
        ENT_TRY(count_loops(txn, node, type, &loops, error));
    *out = outgoing + incoming - loops;
    return ENT_OK;
}
