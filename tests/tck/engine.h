/* What a scenario does to the engine, through core/entente.h alone: run a query with parameters, take its rows or its
 * error; register a procedure that is a table; measure the graph. */
#ifndef TCK_ENGINE_H
#define TCK_ENGINE_H

#include "core/entente.h"
#include "tests/tck/compare.h"
#include "tests/tck/gherkin.h"

typedef struct {
    ent_str *names;
    tck_value *values;
    uint32_t count;
} tck_parameters;

/* Borrowed text lies in the arena that was given. */
typedef struct {
    bool failed;
    ent_str type, phase, detail, message; /* of the error; phase: "compile time", "runtime" or "" */
    tck_result result;
} tck_outcome;

/* Everything is copied into the arena. */
void tck_run(entente *db, ent_arena *arena, ent_str query, const tck_parameters *parameters, tck_outcome *out);

/* Gives the statement those of its parameters that are there. */
void tck_bind(entente_stmt *stmt, const tck_parameters *parameters);

/* A copy of an engine's value. stmt: for the text of temporal values; NULL where none can occur. */
void tck_from_engine(ent_arena *arena, entente_stmt *stmt, const entente_value *value, tck_value *out);
void tck_put(entente_writer *writer, const tck_value *value);

/* ---- procedure.c ---- */

/* signature: "test.my.proc(name :: STRING?) :: (city :: STRING?)"; the table's header is inputs, then outputs. The
 * arena must live as long as the connection. false: *fault says why. */
bool tck_register(entente *db, ent_arena *arena, ent_str signature, const tck_table *table, const char **fault);

/* ---- state.c ---- */

typedef struct {
    int64_t *nodes, *relationships; /* ids, sorted */
    uint32_t node_count, relationship_count;
    ent_str *labels; /* each once, sorted */
    uint32_t label_count;
    ent_str *properties; /* "n12 key type value", sorted */
    uint32_t property_count;
} tck_state;

/* "+nodes", "-nodes", ... in this order: */
enum { TCK_EFFECTS = 8 };
extern const char *const tck_effect_names[TCK_EFFECTS];

bool tck_measure(entente *db, ent_arena *arena, tck_state *out, const char **fault);
void tck_difference(const tck_state *before, const tck_state *after, uint64_t effects[TCK_EFFECTS]);

#endif
