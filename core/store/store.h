/* The store: one file, many readers, one writer.
 *
 * Over LMDB: what is committed is on disk, a reader sees one snapshot, nothing needs recovery. The store knows nodes,
 * relationships, labels, types, keys, properties, indexes and constraints, and nothing of openCypher.
 *
 * core/store/README.md draws the tables. A store is shared by all connections of the process to the same file (LMDB
 * must not open one file twice in a process); a transaction belongs to one thread at a time, and one for writing ends
 * in the thread that began it. */
#ifndef ENT_STORE_STORE_H
#define ENT_STORE_STORE_H

#include "core/value/value.h"

enum { ENT_FORMAT_VERSION = 1 };

typedef struct ent_store ent_store;
typedef struct ent_txn ent_txn;

enum { ENT_STORE_READ_ONLY = 1, ENT_STORE_CREATE = 2 };

/* path ":memory:" gives a store in a temporary file that is unlinked at once.
 * ENT_MISSING, ENT_NOT_DATABASE, ENT_TOO_NEW, ENT_CORRUPT (truncated), ENT_IO, each with its own message. */
ent_status ent_store_open(const char *path, unsigned flags, ent_store **out, ent_error *error);
void ent_store_close(ent_store *store); /* NULL is allowed */

/* Writing waits for no one: ENT_BUSY when another process (or thread) holds the writer, after `wait_ms` of trying. */
ent_status ent_txn_begin(ent_store *store, bool write, unsigned wait_ms, ent_txn **out, ent_error *error);
ent_status ent_txn_commit(ent_txn *txn, ent_error *error); /* frees txn in any case */
void ent_txn_abort(ent_txn *txn);                          /* NULL is allowed */
bool ent_txn_is_write(const ent_txn *txn);
/* Whether anything was changed in it. */
bool ent_txn_dirty(const ent_txn *txn);
/* A number that is another one after each commit that changed something: for caches on a connection. */
uint64_t ent_txn_version(const ent_txn *txn);

/* ---- images: what a connection keeps in memory of a snapshot, between statements that only read (image.c) ---- */

typedef struct ent_image ent_image;
/* Lets the transaction use the image that *held holds, if that is one of its snapshot; else *held becomes a new one.
 * No effect in a transaction that writes, or where memory is out. limit: bytes that it may grow to; 0: no limit. */
void ent_txn_use_image(ent_txn *txn, ent_image **held, size_t limit);
void ent_image_release(ent_image *image); /* NULL is allowed; transactions that use it keep it */
bool ent_txn_has_image(const ent_txn *txn);
size_t ent_txn_image_bytes(const ent_txn *txn);
/* Two numbers about the graph under a key (a hash), kept with the image: false where there are none. */
bool ent_txn_noted(const ent_txn *txn, uint64_t key, double values[2]);
void ent_txn_note(ent_txn *txn, uint64_t key, const double values[2]);
/* Whom the transaction's work is done for at the moment: who pays for memory, and is asked now and then whether to go
 * on. Both may be NULL. */
typedef struct {
    ent_budget *budget;
    ent_status (*poll)(void *user);
    void *user;
} ent_served;
/* Gives whom it was done for before: to be set again afterwards, as statements run inside each other. */
ent_served ent_txn_serve(ent_txn *txn, ent_served served);

/* ---- tokens: names of labels, relationship types and property keys as small numbers ---- */

typedef enum { ENT_TOKEN_LABEL, ENT_TOKEN_TYPE, ENT_TOKEN_KEY } ent_token_kind;
enum { ENT_NO_TOKEN = UINT32_MAX };

/* ENT_NO_TOKEN when no element ever had the name. */
uint32_t ent_token_find(ent_txn *txn, ent_token_kind kind, ent_str name);
ent_status ent_token_make(ent_txn *txn, ent_token_kind kind, ent_str name, uint32_t *out, ent_error *error);
/* The name lives as long as the store. */
ent_str ent_token_name(ent_txn *txn, ent_token_kind kind, uint32_t token);
uint32_t ent_token_count(ent_txn *txn, ent_token_kind kind); /* tokens are 0 .. count - 1 */

/* ---- reading ---- */

/* Properties as they lie in the file: read in place. Valid until the transaction's next write or its end; bytes may be
 * NULL with size 0 (no properties). */
typedef struct {
    const char *bytes;
    uint32_t size;
} ent_props;

typedef struct {
    const uint32_t *labels; /* tokens, ascending; unaligned in the file is copied out, so this is always aligned */
    uint32_t label_count;
    ent_props props;
} ent_node_record;

typedef struct {
    uint64_t start, end;
    uint32_t type;
    ent_props props;
} ent_rel_record;

/* *found false: no such element (never was, or deleted). */
ent_status ent_node_get(ent_txn *txn, uint64_t id, ent_node_record *out, bool *found, ent_error *error);
ent_status ent_rel_get(ent_txn *txn, uint64_t id, ent_rel_record *out, bool *found, ent_error *error);
/* Whether a node is there, without reading it: no look-up at all as long as none was ever deleted. */
ent_status ent_node_exists(ent_txn *txn, uint64_t id, bool *exists, ent_error *error);
/* Ids are never used twice, so a deleted element can be told from one that never was: id < ent_next_node_id. */
uint64_t ent_next_node_id(ent_txn *txn);

/* The value of a key; ENT_NULL when absent. Strings are given in place when the transaction is for reading, else copied
 * to the arena; lists and structs are in the arena. */
ent_status ent_props_get(ent_txn *txn, ent_arena *arena, ent_props props, uint32_t key, ent_value *out,
                         ent_error *error);
/* Visits all, in order of key token. */
typedef struct {
    uint32_t key;
    ent_value value;
} ent_property;
ent_status ent_props_all(ent_txn *txn, ent_arena *arena, ent_props props, ent_property **out, uint32_t *count,
                         ent_error *error);

/* ---- what an image keeps of elements; nothing where it is not kept, and then the records must be read ---- */

/* A property of all nodes or of all relationships: a code for each id, a value for each code. */
typedef struct {
    const uint32_t *codes;   /* by id; 0: the element has no such property, ENT_NO_CODE: there is no such element */
    uint64_t id_count;       /* ids from here on do not exist */
    const ent_value *values; /* by code; the first is null */
    uint32_t value_count;
    bool told_apart; /* different codes stand for values that are not equivalent */
} ent_coded;
#define ENT_NO_CODE UINT32_MAX

static inline uint32_t ent_code_of(const ent_coded *column, uint64_t id)
{
    return id < column->id_count ? column->codes[id] : ENT_NO_CODE;
}

/* Properties of `keys`, which are about to be read of `rows` elements: out[i] is NULL where one is not kept. May be
 * made now, if `make`, in one pass over all elements, when about as many were read one by one before. */
ent_status ent_txn_coded(ent_txn *txn, bool rels, const uint32_t *keys, uint32_t count, uint64_t rows, bool make,
                         const ent_coded **out, ent_error *error);

/* Ends and type of all relationships, by id. */
typedef struct {
    const uint32_t *starts, *ends;
    const uint16_t *types; /* ENT_NO_REL: there is no such relationship */
    uint64_t id_count;
} ent_rel_ends;
enum { ENT_NO_REL = UINT16_MAX };
/* *out NULL: not kept; may be made now, if `make`. rows: how many are about to be read. */
ent_status ent_txn_rel_ends(ent_txn *txn, uint64_t rows, bool make, const ent_rel_ends **out, ent_error *error);

/* ---- scans: each fills up to `room` ids per call; *n == 0: the end. Ascending ids. A scan is closed before its
 * transaction ends. Writing in the same transaction while a scan is open is allowed; whether the scan then sees what
 * was written is not said (the planner puts a barrier where it matters). ---- */

typedef struct ent_scan ent_scan;
ent_status ent_scan_nodes(ent_txn *txn, ent_scan **out, ent_error *error);
ent_status ent_scan_label(ent_txn *txn, uint32_t label, ent_scan **out, ent_error *error);
ent_status ent_scan_rels(ent_txn *txn, ent_scan **out, ent_error *error); /* of all types, by id */
ent_status ent_scan_next(ent_scan *scan, uint64_t *ids, uint32_t room, uint32_t *n, ent_error *error);
/* The same with the records, of a scan of relationships; they are valid until the transaction's next write. */
ent_status ent_scan_next_rels(ent_scan *scan, uint64_t *ids, ent_rel_record *records, uint32_t room, uint32_t *n,
                              ent_error *error);
void ent_scan_close(ent_scan *scan);

/* ---- adjacency ---- */

typedef enum { ENT_OUT = 1, ENT_IN = 2, ENT_BOTH = 3 } ent_direction;

typedef struct {
    uint64_t neighbour, rel;
    uint32_t type;
    bool incoming; /* the neighbour is the relationship's start */
} ent_adjacent;

/* Opened once and moved from node to node. types: wanted tokens, count 0: all. With ENT_BOTH outgoing come first, then
 * incoming, and a loop (a relationship from a node to itself) comes once. */
typedef struct ent_expand ent_expand;
ent_status ent_expand_open(ent_txn *txn, ent_direction direction, const uint32_t *types, uint32_t type_count,
                           ent_expand **out, ent_error *error);
ent_status ent_expand_start(ent_expand *expand, uint64_t node, ent_error *error);
ent_status ent_expand_next(ent_expand *expand, ent_adjacent *out, uint32_t room, uint32_t *n, ent_error *error);
void ent_expand_close(ent_expand *expand);

/* Neighbours that are asked for repeatedly can be kept in memory: all of a type by the image (image_near.c), or those
 * of single nodes for the statement (nearby.c). `all` is the list of what a statement keeps, shared by its cursors; it
 * begins as NULL, lies in the arena, and must outlive the cursor. No effect in a transaction that writes. Takes at most
 * a quarter of the arena's limit. */
typedef struct ent_nearby ent_nearby;
ent_status ent_expand_remember(ent_expand *expand, ent_nearby **all, ent_arena *arena, ent_error *error);

/* Kept entries in order, of one direction; loops lie in both. Borrowed until the next entries are kept. */
typedef struct {
    const uint32_t *neighbours, *rels;
    const uint16_t *types; /* NULL: all have `type` */
    uint32_t type, n;
} ent_near_list;
/* The outgoing and the incoming entries of a node, each empty if the cursor's direction leaves it out. Reads and keeps
 * them where they have been asked for before, or will often be; *kept false: they must be read through the cursor. */
ent_status ent_expand_kept(ent_expand *expand, uint64_t node, bool often, ent_near_list lists[2], bool *kept,
                           ent_error *error);

/* A hint that the node's neighbours are asked for soon: where they are in memory, the processor fetches them meanwhile.
 */
void ent_expand_expect(const ent_expand *expand, uint64_t node);

/* Number of relationships of a node; loops count once under ENT_BOTH. type ENT_NO_TOKEN: of all types. */
ent_status ent_degree(ent_txn *txn, uint64_t node, ent_direction direction, uint32_t type, uint64_t *out,
                      ent_error *error);

/* ---- counts, kept with each change ---- */

uint64_t ent_count_nodes(ent_txn *txn);
uint64_t ent_count_rels(ent_txn *txn);
uint64_t ent_count_label(ent_txn *txn, uint32_t label);
uint64_t ent_count_type(ent_txn *txn, uint32_t type);

/* ---- writing ---- */

ent_status ent_node_create(ent_txn *txn, const uint32_t *labels, uint32_t label_count, const ent_property *props,
                           uint32_t prop_count, uint64_t *id, ent_error *error);
ent_status ent_rel_create(ent_txn *txn, uint64_t start, uint64_t end, uint32_t type, const ent_property *props,
                          uint32_t prop_count, uint64_t *id, ent_error *error);
/* ENT_VERIFICATION (detail DeleteConnectedNode) is the caller's to check with ent_degree: the node must have none. */
ent_status ent_node_delete(ent_txn *txn, uint64_t id, ent_error *error);
ent_status ent_rel_delete(ent_txn *txn, uint64_t id, ent_error *error);
/* props: the whole new set, nulls left out by the caller; keys may come in any order, each once. */
ent_status ent_node_set_props(ent_txn *txn, uint64_t id, const ent_property *props, uint32_t count, ent_error *error);
ent_status ent_rel_set_props(ent_txn *txn, uint64_t id, const ent_property *props, uint32_t count, ent_error *error);
ent_status ent_node_add_label(ent_txn *txn, uint64_t id, uint32_t label, bool *changed, ent_error *error);
ent_status ent_node_remove_label(ent_txn *txn, uint64_t id, uint32_t label, bool *changed, ent_error *error);
/* Unique constraints are checked by each write: ENT_CONSTRAINT, the message names label, key, value and the node that
 * has it already. */

/* ---- schema ---- */

typedef struct {
    ent_str name; /* as given or generated: index_Party_code */
    uint32_t label, key;
    bool unique;                /* belongs to a unique constraint */
    uint64_t entries, distinct; /* distinct is an estimate for the planner */
} ent_index_info;

uint32_t ent_index_count(ent_txn *txn);
void ent_index_at(ent_txn *txn, uint32_t i, ent_index_info *out);
/* UINT32_MAX: there is none. */
uint32_t ent_index_find(ent_txn *txn, uint32_t label, uint32_t key);
/* Builds it from what is there. Creating one that exists (same label and key): *existed is set, nothing changes; a
 * unique one serves as a plain one too, but where a plain one exists a unique one is refused with ENT_ARGUMENT, as is a
 * name that another index has. ENT_CONSTRAINT when unique and two nodes have the same value. name n 0: generate. */
ent_status ent_index_create(ent_txn *txn, ent_str name, uint32_t label, uint32_t key, bool unique, bool *existed,
                            ent_error *error);
ent_status ent_index_drop(ent_txn *txn, ent_str name, bool *existed, ent_error *error);

/* The node with the value, of a unique index. A value that no index can have (null, NaN, a map) is nobody's. What the
 * arena receives is of no further use. */
ent_status ent_index_lookup(ent_txn *txn, uint32_t index, ent_value value, ent_arena *arena, uint64_t *node,
                            bool *found, ent_error *error);

/* Seeks give candidates: the caller checks the value again (long strings are cut in the key). Ids come in order of
 * value, then id. lower/upper NULL: open; both give only values of their own type class. */
ent_status ent_scan_index_equal(ent_txn *txn, uint32_t index, ent_value value, ent_scan **out, ent_error *error);
ent_status ent_scan_index_range(ent_txn *txn, uint32_t index, const ent_value *lower, bool lower_inclusive,
                                const ent_value *upper, bool upper_inclusive, ent_scan **out, ent_error *error);
ent_status ent_scan_index_prefix(ent_txn *txn, uint32_t index, ent_str prefix, ent_scan **out, ent_error *error);

/* ---- the file as a whole ---- */

typedef struct {
    uint32_t version;
    uint64_t file_bytes, used_bytes;
} ent_store_info;
void ent_store_stat(ent_txn *txn, ent_store_info *out);

/* Verifies every structure and cross-reference; calls report once for each fault found (it returns false to stop).
 * ENT_CORRUPT when there was one. */
ent_status ent_store_check(ent_txn *txn, bool (*report)(void *user, const char *fault), void *user, ent_error *error);
/* A consistent, compacted copy while others write. Fails when the file exists. */
ent_status ent_store_backup(ent_store *store, const char *path, ent_error *error);

#endif
