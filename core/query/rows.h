/* Rows that are kept: a growing table of values, and a hash index over its first columns. For sorting, grouping,
 * DISTINCT and barriers. Values are copied in, so they outlive the batches they came from. */
#ifndef ENT_QUERY_ROWS_H
#define ENT_QUERY_ROWS_H

#include "core/value/value.h"

typedef struct {
    ent_arena *arena;
    ent_value **chunks; /* ENT_ROWS_CHUNK rows each, row by row */
    uint64_t n, room;   /* rows; chunks that fit in `chunks` */
    uint32_t width;
} ent_rows;

enum { ENT_ROWS_CHUNK = 256 };

void ent_rows_init(ent_rows *rows, ent_arena *arena, uint32_t width);
/* A new row at the end, not filled; NULL when memory is out (ask the arena). */
ent_value *ent_rows_push(ent_rows *rows);

static inline ent_value *ent_rows_at(const ent_rows *rows, uint64_t i)
{
    return rows->chunks[i / ENT_ROWS_CHUNK] + (i % ENT_ROWS_CHUNK) * rows->width;
}

typedef struct {
    ent_rows rows;
    uint32_t key_width;
    uint64_t *slots; /* hash's upper half in the upper half, row + 1 in the lower; 0: free */
    uint64_t mask;
} ent_table;

/* Rows are key_width keys, then width - key_width further values, which begin as null. */
void ent_table_init(ent_table *table, ent_arena *arena, uint32_t key_width, uint32_t width);
/* The row with equivalent keys; made when there is none (*added). False when memory is out (ask the arena). */
bool ent_table_put(ent_table *table, const ent_value *keys, uint64_t *row, bool *added);

/* The row with equivalent keys; false: there is none. */
bool ent_table_find(const ent_table *table, const ent_value *keys, uint64_t *row);

/* A set of values that are told apart by a tag and 64 bits: for DISTINCT without keeping rows. */
typedef struct {
    uint64_t id;
    uint64_t tag; /* 0: free */
} ent_idset_slot;

typedef struct {
    ent_arena *arena;
    ent_idset_slot *slots;
    uint64_t n, mask;
    uint64_t *bits; /* once that is smaller: of the ids below bit_count that have bit_tag */
    uint64_t bit_count, bit_tag;
} ent_idset;

void ent_idset_init(ent_idset *set, ent_arena *arena);
/* tag is not 0. False when memory is out (ask the arena). */
bool ent_idset_add(ent_idset *set, uint32_t tag, uint64_t id, bool *added);
/* The same for an id below `count`, which is always the same for the tag; only one tag of a set is added so. */
bool ent_idset_add_below(ent_idset *set, uint32_t tag, uint64_t id, uint64_t count, bool *added);
/* Whether equivalent values are those of the same tag and id: nodes, relationships, booleans, and numbers that are
 * integers. *tag is from 1 to 31. */
bool ent_idset_fits(ent_value value, uint32_t *tag, uint64_t *id);

/* A copy unless the value needs none. */
ent_value ent_value_keep(ent_arena *arena, ent_value value);

#endif
