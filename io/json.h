/* Strict JSON (RFC 8259) into a tree that remembers where everything stood, so that a fault in the meaning can point
 * at its place as well as a fault in the writing.
 *
 * Beyond the RFC it refuses what would be lost or doubted later: a key that an object has twice, a NUL in a text,
 * surrogates without their partner. Nesting, members and elements are bounded, so that no input costs more than time
 * in proportion to its length, and no input is read with recursion. */
#ifndef ENT_IO_JSON_H
#define ENT_IO_JSON_H

#include "core/base/arena.h"
#include "core/base/str.h"

enum {
    ENT_JSON_DEPTH = 32,     /* arrays and objects inside each other */
    ENT_JSON_MEMBERS = 256,  /* of one object */
    ENT_JSON_ELEMENTS = 4096 /* of one array */
};

typedef enum {
    ENT_JSON_NULL,
    ENT_JSON_BOOL,
    ENT_JSON_NUMBER,
    ENT_JSON_TEXT,
    ENT_JSON_ARRAY,
    ENT_JSON_OBJECT
} ent_json_type;

typedef struct ent_json {
    ent_json_type type;
    uint32_t at;     /* where the value begins, in bytes of the source */
    ent_str text;    /* of a text: decoded; of a number: as written; of a bool: "true" or "false" */
    ent_str key;     /* as a member of an object; decoded */
    uint32_t key_at; /* where the key begins */
    uint32_t count;  /* members or elements */
    struct ent_json *first, *next;
} ent_json;

typedef struct {
    uint32_t at;      /* the byte that is wrong; the length of the source: its end */
    char reason[200]; /* one line; "" when memory is out */
} ent_json_error;

/* Reads all of source as one value. NULL and *error where it is none, or where the arena failed. The tree lives in the
 * arena and points into source, which must live as long. */
ent_json *ent_json_read(ent_arena *arena, ent_str source, ent_json_error *error);

/* "an object", "a text", ...: for messages */
const char *ent_json_type_name(ent_json_type type);

#endif
