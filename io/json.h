/* JSON by cJSON, with the place of everything, so that a fault in the meaning can point at its place as well as a fault
 * in the writing.
 *
 * cJSON builds the tree and judges the grammar. It takes more than RFC 8259 allows (control characters in texts,
 * leading zeros, any byte up to the blank as a blank, a thousand brackets inside each other) and remembers no places.
 * So json_scan goes over the tokens before it, refuses those that are none, and notes where values and keys begin; the
 * tree and the places are then walked side by side, in the order of the source.
 *
 * Refused as well is what would be lost or doubted later: a key that an object has twice, a NUL in a text, surrogates
 * without their partner. Nesting, members and elements are bounded. */
#ifndef ENT_IO_JSON_H
#define ENT_IO_JSON_H

#include "core/base/arena.h"
#include "core/base/str.h"

#include <cjson/cJSON.h>

enum {
    ENT_JSON_DEPTH = 32,     /* arrays and objects inside each other */
    ENT_JSON_MEMBERS = 256,  /* of one object */
    ENT_JSON_ELEMENTS = 4096 /* of one array */
};

typedef struct {
    uint32_t at;     /* where it begins, in bytes of the source */
    uint32_t behind; /* the number of the place behind all that is inside it */
} ent_json_place;

typedef struct {
    ent_str source;
    cJSON *root;
    ent_json_place *places; /* of every value and every key, as they follow each other in the source */
    uint32_t count, capacity;
} ent_json;

/* A value of the tree and its place. */
typedef struct {
    const cJSON *node; /* NULL: no value */
    uint32_t place;    /* its number; the place of its key, in an object, is the one before */
} ent_json_value;

typedef struct {
    uint32_t at;      /* the byte that is wrong; the length of the source: its end */
    char reason[200]; /* one line; "" when memory is out */
} ent_json_error;

/* Reads all of source as one value. False and *error where it is none, or where memory is out. Close it in any case;
 * source and arena must live as long. */
bool ent_json_read(ent_json *json, ent_arena *arena, ent_str source, ent_json_error *error);
void ent_json_close(ent_json *json);

/* The members or elements, in the order of the source:
 * for (ent_json_value v = ent_json_first(parent); v.node; v = ent_json_next(json, v)) */
ent_json_value ent_json_root(const ent_json *json);
ent_json_value ent_json_first(ent_json_value parent);
ent_json_value ent_json_next(const ent_json *json, ent_json_value value);

/* Where a value begins; where its key does, when it has one. */
uint32_t ent_json_at(const ent_json *json, ent_json_value value);
uint32_t ent_json_key_at(const ent_json *json, ent_json_value value);

/* A number as it is written: a double, which is what the tree has, does not hold every whole number of 64 bits. */
ent_str ent_json_number(const ent_json *json, ent_json_value value);

/* "an object", "a text", ...: for messages */
const char *ent_json_type_name(const cJSON *node);

#endif
