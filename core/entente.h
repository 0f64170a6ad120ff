/* entente: an embedded graph database of migration agreements, asked in openCypher.
 *
 * The usual flow:
 *
 *   entente *db;
 *   entente_open("deals.db", ENTENTE_CREATE, &db);
 *   entente_stmt *stmt;
 *   entente_prepare(db, "MATCH (p:Party {code: $code}) RETURN p.name", -1, &stmt);
 *   entente_bind_text(stmt, "code", "RWA", -1);
 *   while (entente_step(stmt) == ENTENTE_ROW)
 *       puts(entente_column_text(stmt, 0, NULL));
 *   entente_finalize(stmt);
 *   entente_close(db);
 *
 * Ownership: an entente belongs to its opener until entente_close, a statement to its preparer until entente_finalize.
 * Every const pointer that a function returns is borrowed: it lives until the owner named in its description changes.
 * Nothing else is handed out. Strings are UTF-8; where a length is asked for, -1 stands for "up to the NUL".
 *
 * Threads: a connection, its statements and values belong to one thread at a time, and a transaction that writes stays
 * in the thread that began it; several connections may be used by several threads at once, also on the same file.
 * entente_interrupt may be called from anywhere, signal handlers too.
 *
 * Errors: functions return an entente_status. What went wrong is kept in the connection until its next call that fails
 * or begins: entente_error_of. No function prints or ends the process. */
#ifndef ENTENTE_H
#define ENTENTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ENTENTE_VERSION "0.1.0"

typedef struct entente entente;             /* a connection */
typedef struct entente_stmt entente_stmt;   /* a prepared statement */
typedef struct entente_value entente_value; /* a value inside a row, a list or a map */

typedef enum {
    ENTENTE_OK = 0,
    ENTENTE_ROW,          /* entente_step: a row is ready */
    ENTENTE_SYNTAX,       /* the query is not valid openCypher */
    ENTENTE_SEMANTIC,     /* it cannot be carried out as written */
    ENTENTE_TYPE,         /* a value has the wrong type */
    ENTENTE_ARGUMENT,     /* an argument is out of range */
    ENTENTE_ARITHMETIC,   /* overflow, division by zero */
    ENTENTE_PARAMETER,    /* a parameter has no value */
    ENTENTE_NOT_FOUND,    /* a node or relationship no longer exists */
    ENTENTE_CONSTRAINT,   /* a unique constraint forbids it */
    ENTENTE_VERIFICATION, /* the graph would be inconsistent: deleting a node that has relationships */
    ENTENTE_PROCEDURE,    /* the procedure cannot be called */
    ENTENTE_UNSUPPORTED,  /* valid openCypher that entente cannot run yet */
    ENTENTE_NOMEM,        /* the system has no memory left */
    ENTENTE_MEMORY_LIMIT, /* the statement's memory limit was reached */
    ENTENTE_TIME_LIMIT,   /* the statement's time limit was reached */
    ENTENTE_INTERRUPTED,  /* entente_interrupt was called */
    ENTENTE_IO,           /* the system refused to read or write */
    ENTENTE_FULL,         /* the disk is full */
    ENTENTE_MISSING,      /* there is no such file, and ENTENTE_CREATE was not given */
    ENTENTE_NOT_DATABASE, /* the file is something else */
    ENTENTE_TOO_NEW,      /* written by a newer version */
    ENTENTE_CORRUPT,      /* truncated or damaged */
    ENTENTE_READ_ONLY,    /* opened for reading, or the file or folder cannot be written */
    ENTENTE_BUSY,         /* another process or connection is writing */
    ENTENTE_MISUSE        /* the call makes no sense here; the message says why */
} entente_status;

/* ---- connections ---- */

enum {
    ENTENTE_READ = 1,  /* open for reading only: statements that write fail with ENTENTE_READ_ONLY */
    ENTENTE_CREATE = 2 /* create the file when it is missing */
};

/* Opens a target: the path of a database file, or ":memory:" for one that ends with its last connection's close.
 * *out is set also on failure (unless memory is out: then NULL), so that the error can be read; close it in any case.
 */
entente_status entente_open(const char *target, unsigned flags, entente **out);

/* Rolls back what is open and frees everything, statements that were not finalized as well. NULL is allowed. */
void entente_close(entente *db);

typedef enum { ENTENTE_COMPILE_TIME = 1, ENTENTE_RUNTIME = 2 } entente_phase;

typedef struct {
    entente_status status;
    const char *type;        /* openCypher's name of the error: "SyntaxError" */
    int phase;               /* entente_phase, or 0: neither (files, limits) */
    const char *detail;      /* as the openCypher TCK names it: "UndefinedVariable"; "" where it names none */
    const char *message;     /* one line: what was wrong */
    const char *hint;        /* what was expected or probably meant; "" for none */
    uint32_t offset, length; /* bytes of the query text that it is about; length 0: no place */
    uint32_t line, column;   /* of offset, from 1, column in characters; 0: no place */
} entente_error;

/* The last error of the connection; status ENTENTE_OK when the last call went well. Borrowed until the next call. */
const entente_error *entente_error_of(const entente *db);

/* The last error as text for a person: the message with line and column, the line of the query with a caret under
 * the whole token, the hint. Never NULL. Borrowed until the next call. */
const char *entente_error_text(const entente *db);

/* Makes a running statement of the connection return ENTENTE_INTERRUPTED soon; sticks until the statement ends.
 * Without one running: no effect. Safe in signal handlers and other threads. */
void entente_interrupt(entente *db);

typedef enum {
    ENTENTE_LIMIT_MEMORY, /* bytes a statement may use; 0, the default: no limit */
    ENTENTE_LIMIT_TIME,   /* milliseconds a statement may run, from its first step; 0, the default: no limit */
    ENTENTE_LIMIT_BUSY    /* milliseconds to wait for another writer; default 5000 */
} entente_limit;

/* Applies to statements that start from now on. */
void entente_set_limit(entente *db, entente_limit limit, uint64_t value);
uint64_t entente_limit_of(const entente *db, entente_limit limit);

/* ---- transactions ----
 *
 * Without entente_begin every statement is a transaction of its own: a reading one sees one snapshot, taken at its
 * first step, a writing one is committed when it has been stepped to its end and rolled back when it fails or is
 * finalized or reset before. Several reading statements may be open at once, each with its snapshot, beside one that
 * writes. Inside a transaction a statement that fails, or is reset or finalized, after it began to write and before its
 * end makes the whole transaction fail: what remains is entente_rollback. Statements that are still open when a
 * transaction ends give ENTENTE_MISUSE at their next step. */
entente_status entente_begin(entente *db, bool write);
entente_status entente_commit(entente *db);   /* in any case the transaction is over */
entente_status entente_rollback(entente *db); /* ENTENTE_MISUSE without a transaction */
/* Also inside a procedure: what it runs there belongs to the statement that calls it. */
bool entente_in_transaction(const entente *db);

/* A number for what the open transaction (in a procedure: of the statement that calls it) sees: whenever it is the same
 * on one connection, the database is as it was, whoever writes. 0: the transaction has changed something itself, or
 * there is none. */
uint64_t entente_snapshot(const entente *db);

/* ---- statements ---- */

/* Compiles one statement. length in bytes, -1: up to the NUL. The text is copied. *out is NULL on failure. */
entente_status entente_prepare(entente *db, const char *cypher, ptrdiff_t length, entente_stmt **out);

/* ENTENTE_ROW, ENTENTE_OK at the end of the rows, or an error. After the end or an error the statement is reset by the
 * next call. Parameters without a value: ENTENTE_PARAMETER. */
entente_status entente_step(entente_stmt *stmt);

/* Back to before the first row; parameters stay bound. */
void entente_reset(entente_stmt *stmt);
void entente_finalize(entente_stmt *stmt); /* NULL is allowed */

/* Prepares, runs to the end and finalizes a statement whose rows do not matter. */
entente_status entente_exec(entente *db, const char *cypher);

bool entente_writes(const entente_stmt *stmt); /* whether it may change the database */
uint32_t entente_parameter_count(const entente_stmt *stmt);
const char *entente_parameter_name(const entente_stmt *stmt, uint32_t i); /* borrowed until finalize */

/* Things worth telling that are no errors, such as a label that no node has. Borrowed until finalize. */
uint32_t entente_warning_count(const entente_stmt *stmt);
const char *entente_warning(const entente_stmt *stmt, uint32_t i);

typedef struct {
    uint64_t nodes_created, nodes_deleted, relationships_created, relationships_deleted;
    uint64_t properties_set, labels_added, labels_removed, indexes_added, indexes_removed;
} entente_counters;

/* What the run so far has done. */
void entente_counters_of(const entente_stmt *stmt, entente_counters *out);

/* Whether the statement stands under PROFILE and has run: its plan then has figures. */
bool entente_profiled(const entente_stmt *stmt);

/* The plan as an indented tree (EXPLAIN); with rows and time of each operator once the statement has run under
 * PROFILE. Borrowed until the next step or finalize. NULL when memory is out. */
const char *entente_plan(entente_stmt *stmt);

/* ---- parameters ----
 *
 * By name, without `$`. A name that the statement does not have is ENTENTE_MISUSE. Values are copied. */
entente_status entente_bind_null(entente_stmt *stmt, const char *name);
entente_status entente_bind_bool(entente_stmt *stmt, const char *name, bool value);
entente_status entente_bind_int64(entente_stmt *stmt, const char *name, int64_t value);
entente_status entente_bind_double(entente_stmt *stmt, const char *name, double value);
entente_status entente_bind_text(entente_stmt *stmt, const char *name, const char *value, ptrdiff_t length);
entente_status entente_bind_value(entente_stmt *stmt, const char *name, const entente_value *value);
/* An openCypher expression without variables: "[1, 2]", "date('2025-01-01')", "{a: null}". */
entente_status entente_bind_literal(entente_stmt *stmt, const char *name, const char *literal);
void entente_clear_bindings(entente_stmt *stmt);

/* Lists and maps are written piece by piece. A writer takes one value (a row of a procedure: one value an output):
 *
 *   entente_writer *w = entente_bind_writer(stmt, "rows");
 *   entente_put_list(w);                    [
 *     entente_put_map(w);                     {
 *       entente_put_key(w, "code", -1);         code:
 *       entente_put_text(w, "RWA", -1);           "RWA"
 *     entente_put_end(w);                     }
 *   entente_put_end(w);                     ]
 *
 * Errors stick to the writer and come out at the next step (or at the end of the procedure): ENTENTE_MISUSE for a
 * sequence that makes no value, ENTENTE_NOMEM, ENTENTE_ARGUMENT for text that is not UTF-8. */
typedef struct entente_writer entente_writer;
entente_writer *entente_bind_writer(entente_stmt *stmt,
                                    const char *name); /* never NULL; borrowed until the next bind, step or finalize */
void entente_put_null(entente_writer *writer);
void entente_put_bool(entente_writer *writer, bool value);
void entente_put_int64(entente_writer *writer, int64_t value);
void entente_put_double(entente_writer *writer, double value);
void entente_put_text(entente_writer *writer, const char *value, ptrdiff_t length);
void entente_put_date(entente_writer *writer, int64_t year, int month, int day);
void entente_put_value(entente_writer *writer, const entente_value *value);
void entente_put_list(entente_writer *writer);
void entente_put_map(entente_writer *writer);
void entente_put_key(entente_writer *writer, const char *key, ptrdiff_t length);
void entente_put_end(entente_writer *writer);

/* ---- rows ---- */

uint32_t entente_column_count(const entente_stmt *stmt);
const char *entente_column_name(const entente_stmt *stmt, uint32_t column); /* borrowed until finalize */
/* Borrowed until the next step, reset or finalize. NULL only for a column that does not exist or outside a row. */
const entente_value *entente_column_value(entente_stmt *stmt, uint32_t column);
/* Shortcuts: as entente_value_* of the column's value. */
bool entente_column_is_null(entente_stmt *stmt, uint32_t column);
bool entente_column_bool(entente_stmt *stmt, uint32_t column);
int64_t entente_column_int64(entente_stmt *stmt, uint32_t column);
double entente_column_double(entente_stmt *stmt, uint32_t column);
const char *entente_column_text(entente_stmt *stmt, uint32_t column, size_t *length);

/* ---- values ---- */

typedef enum {
    ENTENTE_NULL_VALUE,
    ENTENTE_BOOLEAN,
    ENTENTE_INTEGER,
    ENTENTE_FLOAT,
    ENTENTE_STRING,
    ENTENTE_LIST,
    ENTENTE_MAP,
    ENTENTE_NODE,
    ENTENTE_RELATIONSHIP,
    ENTENTE_PATH,
    ENTENTE_DATE,
    ENTENTE_TIME,
    ENTENTE_LOCAL_TIME,
    ENTENTE_DATETIME,
    ENTENTE_LOCAL_DATETIME,
    ENTENTE_DURATION,
    ENTENTE_POINT
} entente_type;

entente_type entente_value_type(const entente_value *value); /* of NULL: ENTENTE_NULL_VALUE */
bool entente_value_bool(const entente_value *value);         /* false for other types */
int64_t entente_value_int64(const entente_value *value);     /* floats are cut; 0 for other types */
double entente_value_double(const entente_value *value);     /* integers are converted; 0 for other types */
/* Of a string; NULL for other types. Ends in a NUL that is not counted. length may be NULL. */
const char *entente_value_text(const entente_value *value, size_t *length);
/* Proleptic Gregorian, of any type that has a date; false for others. */
bool entente_value_date(const entente_value *value, int64_t *year, int *month, int *day);

/* Items of a list; entries of a map; elements of a path (node, relationship, node, ...); labels of a node. 0 otherwise.
 */
uint32_t entente_value_size(const entente_value *value);
/* The i-th of them (a node's labels as strings); NULL beyond the end. */
const entente_value *entente_value_item(const entente_value *value, uint32_t i);
/* Of maps, nodes and relationships: how many entries or properties, the i-th key and value (properties sorted by key,
 * maps in their own order), the value of a key (NULL: no such key). */
uint32_t entente_value_key_count(const entente_value *value);
const char *entente_value_key(const entente_value *value, uint32_t i, size_t *length);
const entente_value *entente_value_at(const entente_value *value, uint32_t i);
const entente_value *entente_value_get(const entente_value *value, const char *key);

/* Nodes and relationships. Ids are never used twice in a database. */
int64_t entente_value_id(const entente_value *value);    /* -1 for other types */
int64_t entente_value_start(const entente_value *value); /* of a relationship: its start node's id; else -1 */
int64_t entente_value_end(const entente_value *value);
const char *entente_value_reltype(const entente_value *value); /* NULL for other types */

/* The value as openCypher writes it: 'text' quoted, [1, 2], (:Party {code: 'RWA'}), dates and times in ISO 8601.
 * With bare, a string is given as it is. Borrowed until the next step, reset or finalize of stmt. NULL: out of memory.
 */
const char *entente_value_string(entente_stmt *stmt, const entente_value *value, bool bare, size_t *length);

/* ---- procedures of the host ---- */

typedef struct entente_call entente_call;
/* Called once a call; emits rows. Returns ENTENTE_OK, or fails with entente_call_fail's status. */
typedef entente_status (*entente_procedure)(entente_call *call, void *user);

/* signature: "test.my.proc(name :: STRING?, id = null :: INTEGER?) :: (city :: STRING?, code :: INTEGER?)"; types as
 * openCypher writes them, NUMBER for both, ANY, LIST, MAP; `?`: may be null; `= null`: the last inputs that have it may
 * be left out of a call, and are null then. Replaces one of the same name. destroy
 * (may be NULL) is called with user when the procedure is replaced or the connection closed. ENTENTE_SYNTAX for a
 * signature that cannot be read. */
entente_status entente_register_procedure(entente *db, const char *signature, const char *help,
                                          entente_procedure procedure, void *user, void (*destroy)(void *user));
entente *entente_call_db(entente_call *call);
const entente_value *entente_call_arg(entente_call *call, uint32_t i);
/* ENTENTE_OK, or why the statement is to end: it was interrupted, or its time is over. For a procedure that works long,
 * which should ask now and then and return the answer. */
entente_status entente_call_poll(entente_call *call);
entente_writer *entente_call_row(entente_call *call); /* begins a row: put one value an output */
entente_status entente_call_fail(entente_call *call, entente_status status, const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 3, 4)))
#endif
    ;

/* ---- the file as a whole ---- */

/* Verifies every structure and cross-reference of the file. report (may be NULL) is called for each fault and returns
 * false to stop. ENTENTE_CORRUPT when there was one. */
entente_status entente_check(entente *db, bool (*report)(void *user, const char *fault), void *user);
/* A consistent, compacted copy at path, which must not exist, while others read and write. */
entente_status entente_backup(entente *db, const char *path);

typedef struct {
    uint32_t format_version;
    uint64_t file_bytes, used_bytes;
    uint64_t nodes, relationships;
} entente_file_info;
entente_status entente_file_info_of(entente *db, entente_file_info *out);

const char *entente_version(void);

#ifdef __cplusplus
}
#endif

#endif
