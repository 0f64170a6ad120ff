/* The inside of an image (image.c): what a connection keeps in memory of one snapshot, for statements that only read.
 *
 * Parts are made when statements have done as much work without them as making them costs, and never changed
 * afterwards. A part that cannot be made (memory, ids too large, a damaged table) is refused for good: whoever asked
 * goes on through the file, and finds what is wrong there. */
#ifndef ENT_STORE_IMAGE_H
#define ENT_STORE_IMAGE_H

#include "core/store/store_internal.h"

/* What reading through the file takes, about. */
enum { ENT_SEEK_NS = 400, ENT_READ_ENTRY_NS = 6 };

typedef enum { ENT_PART_ASKED, ENT_PART_READY, ENT_PART_REFUSED } ent_part_state;

/* The neighbours of all nodes in one direction, of certain types: those of node i are from[i] to from[i + 1] - 1. */
typedef struct ent_near_part {
    struct ent_near_part *next;
    ent_table table; /* OUT or IN */
    ent_part_state state;
    uint64_t spent; /* nanoseconds that reading through the file took so far, about */
    uint32_t *from, *neighbours, *rels;
    uint16_t *types_of; /* of each entry; NULL: all have types[0] */
    uint32_t type_count;
    uint32_t types[]; /* ascending; none: all */
} ent_near_part;

/* What a statement found out by a look at the graph, which the next need not look at again. */
enum { ENT_IMAGE_NOTES = 64 };
typedef struct {
    uint64_t key; /* 0: empty */
    double values[2];
} ent_image_note;

/* A property of all nodes or relationships. */
typedef struct ent_column_part {
    struct ent_column_part *next;
    bool rels;
    uint32_t key;
    ent_part_state state;
    uint64_t read;   /* elements whose property was read from the file so far */
    ent_arena arena; /* of the codes, and of what values point to */
    uint32_t *codes;
    ent_value *values;
    uint32_t value_room;
    ent_coded given;
} ent_column_part;

typedef struct {
    ent_part_state state;
    uint64_t read;
    uint32_t *starts, *ends;
    uint16_t *types;
    ent_rel_ends given;
} ent_ends_part;

struct ent_image {
    uint32_t refs;
    uint64_t version; /* ent_txn_version of the snapshot */
    ent_budget budget;
    ent_near_part *near;
    ent_image_note notes[ENT_IMAGE_NOTES]; /* by key; a new one takes the place of an older */
    ent_column_part *columns;
    ent_ends_part ends;
};

/* Memory of the image, which also counts for the statement that runs; NULL: refused. */
void *ent_image_alloc(ent_txn *txn, size_t count, size_t size);
void ent_image_free(ent_txn *txn, void *memory, size_t count, size_t size);
void ent_image_retain(ent_image *image);

/* image_near.c: the part for a table and types, made known if it is new; NULL where the transaction has no image. */
ent_near_part *ent_near_part_find(ent_txn *txn, ent_table table, const uint32_t *types, uint32_t type_count);
/* Before a node is looked up: makes the part when it is time to. Fails only when the statement is to stop. */
ent_status ent_near_part_ask(ent_txn *txn, ent_near_part *part);
void ent_near_part_free(ent_near_part *part);

/* image_column.c, image_ends.c */
void ent_column_part_free(ent_column_part *part);
void ent_ends_part_free(ent_ends_part *part);

static inline ent_near_list ent_near_part_list(const ent_near_part *part, uint64_t node)
{
    uint32_t at = part->from[node], n = part->from[node + 1] - at;
    return (ent_near_list){.neighbours = part->neighbours + at,
                           .rels = part->rels + at,
                           .types = part->types_of ? part->types_of + at : NULL,
                           .type = part->type_count == 1 ? part->types[0] : 0,
                           .n = n};
}

#endif
