/* What the files of the API share: the connection, the statement and the writer behind the opaque types of entente.h.
 * README.md tells how they hang together. */
#ifndef ENT_API_API_H
#define ENT_API_API_H

#include "core/entente.h"
#include "core/query/execute.h"
#include "core/query/procedure_set.h"
#include "core/query/resolve.h"

#include <stdatomic.h>

/* ---- errors ---- */

enum { ENT_ERROR_TEXT = 2400 };

/* Kept by value, without memory of its own: "out of memory" must find room, too. */
typedef struct {
    ent_error record;
    entente_error shown;
    char text[ENT_ERROR_TEXT]; /* for a person, with the caret */
} ent_api_error;

entente_status ent_api_status(ent_status status);
/* Of a status that a host hands in; ENTENTE_OK and ENTENTE_ROW are misuse there. */
ent_status ent_api_status_back(entente_status status);

/* core/api/excerpt.c: the error as text; source may have n 0. */
void ent_error_draw(char out[ENT_ERROR_TEXT], const ent_error *error, ent_str source);
/* Line and column (in characters), both from 1, of a byte of the source. */
void ent_error_place(ent_str source, uint32_t at, uint32_t *line, uint32_t *column);

/* Makes the error the connection's last one and gives its status; source is the text its place is in. */
entente_status ent_api_publish(entente *db, const ent_error *error, ent_str source);
void ent_api_clear(entente *db);
/* A misuse of the API, in words. */
entente_status ent_api_misuse(entente *db, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- writers ---- */

typedef struct ent_frame ent_frame;

struct entente_writer {
    ent_arena *arena; /* of what is written; NULL: the writer takes nothing */
    ent_value *out;   /* finished values */
    uint32_t count, capacity;
    ent_frame *top;   /* the innermost open list or map */
    ent_frame *spare; /* frames to use again */
    uint32_t depth;
    bool handed_on; /* a value of a row was put, which may hold nodes and relationships */
    ent_str *keys;  /* those met first, each once, in the arena */
    uint32_t key_count, next_key;
    ent_error error; /* sticks */
};

void ent_writer_init(entente_writer *writer, ent_arena *arena, ent_value *out, uint32_t capacity);
/* Whether everything asked for was written; `what` names it in the message. */
ent_status ent_writer_finish(entente_writer *writer, const char *what, ent_error *error);

/* ---- statements ---- */

typedef struct {
    ent_value value;
    ent_arena arena;   /* what the value points to */
    bool bound, plain; /* plain: it holds no nodes or relationships */
} ent_parameter;

typedef enum {
    ENT_STMT_READY,
    ENT_STMT_ROWS,  /* it runs */
    ENT_STMT_ENDED, /* no more rows, or an error; the next step begins again */
    ENT_STMT_LOST   /* its transaction ended below it */
} ent_stmt_state;

/* What a plan was made for: it serves as long as these are the same. */
typedef struct {
    uint64_t version, schema;
    uint32_t tokens[3];
} ent_plan_stamp;

struct entente_stmt {
    entente *db;
    entente_stmt *previous, *next;
    ent_budget budget;
    ent_arena arena;      /* text, tree, names: until finalize */
    ent_arena plan_arena; /* until it is planned again */
    ent_arena row_arena;  /* the current row and texts made of it */
    ent_arena run_arena;  /* parameters as the run sees them */
    ent_str text;
    ent_statement *tree;
    ent_plan *plan;
    ent_plan_stamp stamp;
    ent_plan_stamp described; /* what the warnings were made for */
    bool compiled;            /* to the end */
    bool writes;
    const char **columns;
    uint32_t column_count;
    ent_parameter *parameters; /* as tree->parameters */
    const char **parameter_names;
    const char **warnings;
    uint32_t warning_count;

    ent_stmt_state state;
    bool busy; /* inside its own step */
    ent_txn *txn;
    bool owns_txn;
    unsigned depth; /* db->depth when it started */
    ent_run *run;
    const ent_batch *batch;
    uint32_t next_row;
    bool has_row;
    ent_value *row;
    ent_counters counters;
    const char *profile; /* kept when the run is over */
    ent_error error;     /* of this run */

    entente_writer writer; /* of entente_bind_writer */
    uint32_t writing;      /* the parameter it is for; UINT32_MAX: none */
    ent_error bind_error;  /* of a writer, told by the next step */
};

/* Compiles; the text is copied. */
ent_status ent_stmt_new(entente *db, ent_str text, entente_stmt **out, ent_error *error);
/* Ends it; a later statement of the same text may get it again. */
void ent_stmt_free(entente_stmt *stmt);
/* Frees what is kept for later statements: when what names mean changes, and at the end. */
void ent_stmt_forget(entente *db);
/* Ends a run; a writing one that was not at its end is undone, or dooms the transaction it is part of. */
void ent_stmt_stop(entente_stmt *stmt);
/* Steps without touching the connection's error, which is in stmt->error. */
entente_status ent_stmt_step(entente_stmt *stmt);
/* A writer that was left open becomes a value or an error. */
void ent_stmt_settle_writer(entente_stmt *stmt);

/* ---- connections ---- */

enum { ENT_KEPT_STATEMENTS = 16 };

struct entente {
    ent_store *store;
    bool read_only;
    ent_procedure_set *procedures;
    ent_image *image;       /* of the newest snapshot read */
    ent_txn *txn;           /* of entente_begin */
    bool doomed;            /* a statement failed in the middle of writing: the transaction must not be committed */
    unsigned depth;         /* host procedures running inside each other */
    ent_txn *procedure_txn; /* the transaction of the innermost one */
    entente_stmt *statements;
    entente_stmt *kept[ENT_KEPT_STATEMENTS]; /* compiled, of nobody, those finalized last first */
    uint64_t memory_limit, time_limit, busy_limit;
    atomic_bool interrupted;
    atomic_uint running; /* statements with a run */
    ent_api_error error;
};

/* core/api/transaction.c: begins one, with the connection's image if it only reads. */
ent_status ent_api_begin(entente *db, bool write, ent_txn **out, ent_error *error);
/* Ends every run in txn; its statement gives an error at the next step. */
void ent_api_lose_statements(entente *db, ent_txn *txn);

/* ---- values ---- */

/* A value for the outside: strings end in a NUL, nodes and relationships are resolved, labels are also values. */
ent_status ent_api_export(ent_txn *txn, ent_arena *arena, ent_value value, ent_value *out, ent_error *error);
/* The way back: resolved nodes and relationships become ids again. May share memory with the value. */
ent_status ent_api_import(ent_txn *txn, ent_arena *arena, ent_value value, ent_value *out, ent_error *error);

/* Text from outside: its length, and whether it is UTF-8 and not too long. what: "the query". */
ent_status ent_api_text(const char *text, ptrdiff_t length, const char *what, ent_str *out, ent_error *error);

#endif
