/* Values as the TCK writes them in its tables: (:A {k: 'v'}), [:T], <(:A)-[:T]->(:B)>, 'text', 1.5, NaN. Temporal
 * values have no form of their own: the TCK writes them as strings, and an engine's are turned into such before
 * comparing. */
#ifndef TCK_EXPECTED_H
#define TCK_EXPECTED_H

#include "core/base/arena.h"
#include "core/base/str.h"

typedef enum {
    TCK_NULL,
    TCK_BOOLEAN,
    TCK_INTEGER,
    TCK_FLOAT,
    TCK_STRING,
    TCK_LIST,
    TCK_MAP,
    TCK_NODE,
    TCK_RELATIONSHIP,
    TCK_PATH /* items: node, relationship, node, ... */
} tck_kind;

typedef struct tck_value {
    tck_kind kind;
    bool boolean;
    bool reversed; /* RELATIONSHIP in a path: its arrow points against the path */
    int64_t integer;
    double real;
    ent_str text; /* STRING; RELATIONSHIP: its type */
    struct tck_value *items;
    uint32_t count; /* LIST, PATH */
    ent_str *keys;  /* MAP, NODE, RELATIONSHIP: with values */
    struct tck_value *values;
    uint32_t key_count;
    ent_str *labels; /* NODE */
    uint32_t label_count;
} tck_value;

/* false: the cell is no value (or memory is out). */
bool tck_read_value(ent_arena *arena, ent_str cell, tck_value *out);

#endif
