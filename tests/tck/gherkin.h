/* Feature files: the small part of Gherkin that the openCypher TCK uses. A file becomes a list of scenarios that are
 * ready to run: the background's steps are in front, each row of an outline's examples is a scenario of its own. */
#ifndef TCK_GHERKIN_H
#define TCK_GHERKIN_H

#include "core/base/arena.h"
#include "core/base/str.h"

typedef struct {
    ent_str *cells;
    uint32_t count;
} tck_row;

typedef struct {
    tck_row *rows;
    uint32_t count;
} tck_table;

typedef struct {
    ent_str text; /* without Given, When, Then, And */
    ent_str doc;  /* p NULL: no docstring */
    tck_table table;
    uint32_t line;
} tck_step;

typedef struct {
    ent_str name;    /* "[3] Create two nodes" */
    uint32_t number; /* row of the examples, from 1; 0: no outline */
    bool ignored;    /* @ignore */
    tck_step *steps;
    uint32_t count;
} tck_scenario;

typedef struct {
    tck_scenario *scenarios;
    uint32_t count;
} tck_feature;

/* text must live as long as the feature. false: *fault says what cannot be read, or memory is out (ask the arena). */
bool tck_read_feature(ent_arena *arena, ent_str text, tck_feature *out, const char **fault);

/* An array with room for one more behind n items; grows to powers of two. NULL: out of memory. */
void *tck_grow(ent_arena *arena, void *items, uint32_t n, size_t size);

#endif
