/* What the files of this folder share. core/store/README.md draws the tables and tells the rules; nothing outside the
 * folder includes this. */
#ifndef ENT_STORE_INTERNAL_H
#define ENT_STORE_INTERNAL_H

#include "core/store/store.h"

#include <lmdb.h>
#include <pthread.h>
#include <sys/types.h>

/* id, name in the file, flags of LMDB. MAIN is LMDB's own unnamed table, which holds the others and the header. */
#define ENT_TABLES(X)                                                                 \
    X(MAIN, NULL, 0)                                                                  \
    X(NODES, "nodes", MDB_INTEGERKEY)                                                 \
    X(RELS, "rels", MDB_INTEGERKEY)                                                   \
    X(OUT, "out", MDB_INTEGERKEY | MDB_DUPSORT | MDB_DUPFIXED)                        \
    X(IN, "in", MDB_INTEGERKEY | MDB_DUPSORT | MDB_DUPFIXED)                          \
    X(LABELS, "labels", MDB_INTEGERKEY | MDB_DUPSORT | MDB_DUPFIXED | MDB_INTEGERDUP) \
    X(INDEX, "index", MDB_DUPSORT | MDB_DUPFIXED | MDB_INTEGERDUP)                    \
    X(TOKENS, "tokens", MDB_INTEGERKEY)                                               \
    X(SCHEMA, "schema", MDB_INTEGERKEY)                                               \
    X(COUNTS, "counts", MDB_INTEGERKEY)

typedef enum {
#define X(id, name, flags) ENT_TABLE_##id,
    ENT_TABLES(X)
#undef X
        ENT_TABLE_COUNT
} ent_table;

enum {
    ENT_TOKEN_KINDS = 3,
    ENT_MAX_TYPES = 65535,          /* a type is 16 bits of an adjacency entry */
    ENT_MAX_TOKENS = 1 << 22,       /* of labels and of keys */
    ENT_MAX_LABELS_PER_NODE = 65535 /* counted in 16 bits */
};
#define ENT_MAX_NODE_ID ((UINT64_C(1) << 48) - 1) /* a neighbour is 48 bits of an adjacency entry */
#define ENT_MAX_RECORD  (UINT32_C(1) << 30)       /* bytes of one record's properties */

/* The record "entente" of the main table: written last in each transaction that changed something. */
#define ENT_MAGIC       "entente\n"
#define ENT_HEADER_NAME "entente"
typedef struct {
    char magic[8];
    uint32_t format;
    uint32_t tokens[ENT_TOKEN_KINDS];
    uint64_t change, schema_change; /* numbers of the last commit and the last change of indexes */
    uint64_t next_node, next_rel;
    uint64_t nodes, rels, loops;
    uint32_t next_index, reserved;
} ent_header;
_Static_assert(sizeof(ent_header) == 88, "the header has no padding");

/* ---- the process's view of one file ---- */

/* Names by token and tokens by name. The writer appends its new tokens here at once and takes them away again when it
 * aborts: they lie behind the count of every other snapshot, so nobody else sees them. Chunks never move: a name below
 * a snapshot's count is read without the lock. */
enum { ENT_CHUNK = 1024 };
typedef struct {
    ent_str *chunks[ENT_MAX_TOKENS / ENT_CHUNK];
    uint32_t count;
    uint32_t *slots; /* open addressing: token + 1, or 0 */
    uint32_t slot_count;
} ent_names;

typedef struct {
    uint32_t id, label, key;
    bool unique;
    ent_str name; /* behind the indexes, in the same allocation */
} ent_index;

/* The indexes as of one schema_change; shared by transactions, freed with the last. */
typedef struct {
    uint64_t change;
    uint32_t refs, count;
    ent_index *indexes;
} ent_schema;

typedef struct ent_file {
    struct ent_file *next; /* in the registry */
    uint32_t refs;
    dev_t device;
    ino_t inode;
    pid_t process; /* that opened it: a child must not use it */
    char *path;
    MDB_env *env;
    MDB_dbi tables[ENT_TABLE_COUNT];
    int fd; /* of the data file: for the writer's lock and the size; LMDB locks nothing on it */
    bool writable;
    bool temporary;        /* :memory: */
    const char *why_not;   /* when not writable */
    pthread_mutex_t mutex; /* over all that follows */
    pthread_cond_t writer_left;
    bool writing;
    ent_names names[ENT_TOKEN_KINDS];
    ent_schema *schema; /* the newest seen */
} ent_file;

struct ent_store {
    ent_file *file;
    bool read_only;
};

/* ---- transactions ---- */

/* Changes of counts not yet written, by token or index. */
typedef struct {
    int64_t *deltas;
    uint32_t count;
} ent_deltas;

typedef enum { ENT_COUNT_LABEL, ENT_COUNT_TYPE, ENT_COUNT_ENTRIES, ENT_COUNT_DISTINCT, ENT_COUNT_KINDS } ent_count_kind;

/* Adjacency entries and label entries of new elements, kept until their table is read or the transaction commits:
 * sorted by then, they cost an append instead of a search each. */
typedef struct {
    uint64_t key, high, low;
} ent_pending;
typedef struct {
    ent_pending *items;
    size_t count, room;
} ent_pendings;

typedef struct ent_label_set {
    struct ent_label_set *next;
    uint32_t count;
    uint32_t labels[];
} ent_label_set;
enum { ENT_LABEL_SET_SLOTS = 64 };

typedef struct ent_waiting ent_waiting; /* unique.c */

struct ent_txn {
    ent_file *file;
    MDB_txn *lmdb;
    bool write, dirty;
    ent_status broken; /* a write failed half-way: nothing but abort is left */
    ent_header header;
    ent_schema *schema;
    uint64_t puts;   /* into tables; counted to relieve memory now and then */
    void *map;       /* where LMDB has mapped the file; NULL: unknown, or only read */
    uint64_t writes; /* grows with each write: scans then find their place again */
    MDB_cursor *cursors[ENT_TABLE_COUNT];
    uint64_t found_before[ENT_TABLE_COUNT]; /* the id that ent_txn_find was last asked for */
    uint32_t tokens_before[ENT_TOKEN_KINDS];
    ent_arena scratch; /* reset by each write */
    ent_arena sets;    /* label sets handed out */
    ent_label_set *label_sets[ENT_LABEL_SET_SLOTS];
    ent_label_set *last_set;
    ent_deltas deltas[ENT_COUNT_KINDS];
    ent_pendings pending[ENT_TABLE_COUNT];
    ent_image *image; /* NULL: none, as in all that write */
    ent_served served;
    ent_waiting *waiting; /* entries of unique indexes */
};

/* errors.c: the status and message for what LMDB or the system answered. doing: "reading a node". */
ent_status ent_lmdb_fail(const ent_file *file, int code, const char *doing, ent_error *error);
ent_status ent_system_fail(const char *path, int code, const char *doing, ent_error *error);
ent_status ent_damaged(const ent_txn *txn, ent_error *error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* peek.c: what a file is, by reading it; LMDB would trust it. */
typedef enum { ENT_FILE_EMPTY, ENT_FILE_OURS } ent_file_kind;
ent_status ent_peek(int fd, const char *path, ent_file_kind *kind, ent_error *error);

/* lock.c: one writer, across threads and processes. */
ent_status ent_writer_enter(ent_file *file, unsigned wait_ms, ent_error *error);
void ent_writer_leave(ent_file *file);

/* store.c */
void ent_file_retain(ent_file *file);
void ent_file_release(ent_file *file);

/* header.c */
void ent_header_init(ent_header *header);
ent_status ent_header_read(ent_file *file, MDB_txn *lmdb, ent_header *out, ent_error *error);
ent_status ent_header_write(ent_file *file, MDB_txn *lmdb, const ent_header *header, ent_error *error);

/* txn.c: a cursor of the table, the same one throughout the transaction; moved by whoever uses it. */
ent_status ent_txn_cursor(ent_txn *txn, ent_table table, MDB_cursor **out, ent_error *error);
/* LMDB's answer to a look-up by id with the table's cursor. */
int ent_txn_find(ent_txn *txn, ent_table table, MDB_cursor *cursor, uint64_t id, MDB_val *data);
/* Asked before each write: not read-only, not broken. Empties the scratch arena. */
ent_status ent_txn_writing(ent_txn *txn, ent_error *error);
/* A write that failed: marks the transaction broken. */
ent_status ent_txn_break(ent_txn *txn, int code, const char *doing, ent_error *error);
/* Out of memory in the midst of a write. */
ent_status ent_txn_break_nomem(ent_txn *txn, ent_error *error);
ent_status ent_txn_put(ent_txn *txn, ent_table table, MDB_val *key, MDB_val *data, unsigned flags, ent_error *error);

/* relief.c */
void *ent_map_of(ent_txn *txn); /* asked before the first change */
/* Called before each put. */
ent_status ent_txn_relieve(ent_txn *txn, ent_error *error);

/* tokens.c */
ent_status ent_names_load(ent_txn *txn, ent_error *error); /* brings the file's cache up to the snapshot */
void ent_names_retract(ent_txn *txn);                      /* at an abort */
void ent_names_free(ent_names *names);
uint64_t ent_token_table_key(ent_token_kind kind, uint32_t token);

/* schema.c */
ent_status ent_schema_load(ent_txn *txn, ent_error *error);
void ent_schema_release(ent_file *file, ent_schema *schema); /* NULL is allowed */
void ent_schema_publish(ent_txn *txn);                       /* after the commit */
ent_status ent_schema_append(ent_txn *txn, ent_str name, uint32_t label, uint32_t key, bool unique, ent_error *error);
ent_status ent_schema_remove(ent_txn *txn, uint32_t at, ent_error *error);

/* counts.c */
uint64_t ent_count_get(ent_txn *txn, ent_count_kind kind, uint32_t number);
ent_status ent_count_add(ent_txn *txn, ent_count_kind kind, uint32_t number, int64_t delta, ent_error *error);
ent_status ent_counts_write(ent_txn *txn, ent_error *error);
uint64_t ent_count_table_key(ent_count_kind kind, uint32_t number);

/* props.c: the property record. Sorts `props` into the scratch arena, checks them, tells the size of the record. */
ent_status ent_props_prepare(ent_txn *txn, const ent_property *props, uint32_t count, ent_property **sorted,
                             uint32_t *sorted_count, size_t *size, ent_error *error);
void ent_props_write(char *out, size_t size, const ent_property *sorted, uint32_t count);
/* Where the value of a key lies; false when there is none. */
bool ent_props_find(ent_props props, uint32_t key, const char **at, const char **end);
/* Bounds, order of keys, and each value; gives what is wrong or NULL. */
const char *ent_props_fault(ent_props props, uint32_t key_count, ent_arena *arena);

/* rels.c: false when the bytes are damaged. */
bool ent_rel_split(const char *bytes, size_t size, ent_rel_record *out);

/* nodes.c */
bool ent_node_split(const char *bytes, size_t size, uint32_t *label_count, const char **labels, ent_props *props);
ent_status ent_node_require(ent_txn *txn, uint64_t id, ent_error *error);

/* labels.c */
const uint32_t *ent_label_set_keep(ent_txn *txn, const char *unaligned, uint32_t count);
ent_status ent_label_put(ent_txn *txn, uint32_t label, uint64_t node, ent_error *error);
ent_status ent_label_del(ent_txn *txn, uint32_t label, uint64_t node, ent_error *error);

/* adjacency.c: entries as they lie in the tables. */
enum { ENT_ADJACENT_SIZE = 16 };
void ent_adjacent_write(char out[ENT_ADJACENT_SIZE], uint32_t type, uint64_t neighbour, uint64_t rel);
ent_adjacent ent_adjacent_read(const char *at, bool incoming);
ent_status ent_adjacent_put(ent_txn *txn, uint64_t start, uint64_t end, uint32_t type, uint64_t rel, ent_error *error);
ent_status ent_adjacent_del(ent_txn *txn, uint64_t start, uint64_t end, uint32_t type, uint64_t rel, ent_error *error);

/* nearby.c: the kept entries of a table and types; NULL where nothing can be kept, or memory is out (ask the arena). */
ent_nearby *ent_nearby_find(ent_nearby **all, ent_txn *txn, ent_arena *arena, ent_table table, const uint32_t *types,
                            uint32_t type_count);
typedef enum {
    ENT_ASKED_NOT,  /* only a look whether it is there */
    ENT_ASKED,      /* one of the times that count */
    ENT_ASKED_OFTEN /* will be asked for again for certain */
} ent_asked;
/* What is kept of a node; NULL: nothing yet. *keep: now is the
 * time to read all its entries, give them to ent_nearby_add one by one (false when memory is out), and keep them (NULL
 * when memory is out). */
const ent_near_list *ent_nearby_get(ent_nearby *nearby, uint64_t node, ent_asked asked, bool *keep);
bool ent_nearby_add(ent_nearby *nearby, const ent_adjacent *entry);
const ent_near_list *ent_nearby_keep(ent_nearby *nearby, uint64_t node);

/* pending.c */
ent_status ent_pending_add(ent_txn *txn, ent_table table, uint64_t key, uint64_t high, uint64_t low, ent_error *error);
/* Asked before OUT, IN or LABELS is read or entries are deleted. */
ent_status ent_pending_flush(ent_txn *txn, ent_table table, ent_error *error);

/* index.c: keeps the indexes true while nodes change. */
typedef struct {
    uint32_t index; /* its id */
    bool remove, add;
    bool unique, key_is_there; /* of a unique one: whether the new key is in the index, for another value */
    size_t old_size, new_size;
    char old_key[4 + ENT_KEY_MAX], new_key[4 + ENT_KEY_MAX];
} ent_index_change;
typedef struct {
    ent_index_change *changes;
    uint32_t count;
} ent_index_changes;
/* Works out what a change of a node means for the indexes and checks the unique ones; changes nothing. The old set of
 * labels and properties may be empty, and so may the new one. */
typedef struct {
    const uint32_t *labels;
    uint32_t label_count;
    ent_props props;            /* as stored, or */
    const ent_property *values; /* as given */
    uint32_t value_count;
} ent_node_view;
ent_status ent_index_plan(ent_txn *txn, uint64_t id, const ent_node_view *before, const ent_node_view *after,
                          ent_index_changes *out, ent_error *error);
ent_status ent_index_apply(ent_txn *txn, uint64_t id, const ent_index_changes *changes, ent_error *error);

/* unique.c: which node other than `except` has the value; key: the value's, as ent_index_key makes it. What the arena
 * receives is of no further use. */
typedef struct {
    bool found;
    uint64_t node;
    bool key_is_there; /* the index has the key, be it of another value */
} ent_found;
ent_status ent_unique_find(ent_txn *txn, const ent_index *index, const char *key, size_t size, ent_value value,
                           uint64_t except, ent_arena *arena, ent_found *out, ent_error *error);
ent_status ent_unique_add(ent_txn *txn, uint32_t index, const char *key, size_t size, uint64_t node, bool key_is_there,
                          ent_error *error);
/* Asked before INDEX is read in order or entries are removed. */
ent_status ent_unique_flush(ent_txn *txn, ent_error *error);
void ent_unique_free(ent_txn *txn);
/* index: its id. Big-endian id, then the order key. */
size_t ent_index_key(char out[4 + ENT_KEY_MAX], uint32_t index, ent_value value, bool *exact);

/* scan.c */
typedef enum { ENT_SCAN_KEYS, ENT_SCAN_LABEL, ENT_SCAN_INDEX } ent_scan_kind;
struct ent_scan {
    ent_txn *txn;
    MDB_cursor *cursor;
    ent_table table;
    ent_scan_kind kind;
    bool started, done;
    uint64_t writes;  /* of the transaction when the cursor was placed */
    uint64_t next_id; /* the lowest id not yet given (of an index: under the current key) */
    uint32_t label;
    const char *page; /* packed ids of a label */
    uint32_t at, count;
    uintptr_t passed[2]; /* of records: from where to where the map was read since pages were let go */
    /* of an index: keys from `key` (which moves along) up to `upper` */
    size_t key_size, upper_size;
    bool upper_inclusive, upper_prefix; /* prefix: all that begin with upper */
    char key[4 + ENT_KEY_MAX], upper[4 + ENT_KEY_MAX];
};
/* A scan over records has come to this one: lets go of what lies behind. */
void ent_scan_passed(ent_scan *scan, const void *record);
ent_status ent_scan_open(ent_txn *txn, ent_table table, ent_scan_kind kind, ent_scan **out, ent_error *error);
/* seek.c */
ent_status ent_scan_index_next(ent_scan *scan, uint64_t *ids, uint32_t room, uint32_t *n, ent_error *error);

static inline uint16_t ent_load16(const char *at)
{
    uint16_t n;
    memcpy(&n, at, sizeof n);
    return n;
}
static inline uint32_t ent_load32(const char *at)
{
    uint32_t n;
    memcpy(&n, at, sizeof n);
    return n;
}
static inline uint64_t ent_load64(const char *at)
{
    uint64_t n;
    memcpy(&n, at, sizeof n);
    return n;
}

#endif
