/* An agreement record in memory, as every reader makes it and every writer takes it.
 *
 * A record lives in an arena. Each text knows where it stood in the source, so that the checks, which come after
 * reading, still point at the line and column. The checks do not change a record: they fill the parts marked
 * "checked", which hold nothing of use before. */
#ifndef ENT_IO_RECORD_H
#define ENT_IO_RECORD_H

#include "core/base/arena.h"
#include "core/model/vocabulary.h"
#include "io/edtf.h"
#include "io/fault.h"
#include "io/places.h"

#include <stdio.h>

/* s.p NULL: not given. */
typedef struct {
    ent_str s;
    uint32_t at; /* where it stands in record.source, in bytes */
} ent_field;

typedef struct {
    ent_field written;
    ent_edtf edtf; /* checked */
} ent_date;

typedef struct {
    ent_field written;
    bool whole; /* checked: integer holds it, else real */
    int64_t integer;
    double real;
} ent_number;

/* n items of the type that is named behind each list. */
typedef struct {
    void *items;
    uint32_t n;
    uint32_t at;
} ent_list;

#define ENT_ITEM(list, type, i) (&((type *)(list).items)[i])

typedef struct {
    ent_field party, role; /* role or roles: one of them, or neither */
    ent_list roles;        /* of ent_field */
    ent_date since, until;
    uint8_t role_set; /* checked: bits 1 << ent_role; never empty */
} ent_record_party;

typedef struct {
    ent_field place, role;
} ent_record_place;

typedef struct {
    ent_date date;
    ent_field status, note, party;
    ent_list cites;      /* of ent_field */
    int8_t status_index; /* checked: an ent_record_status, or -1: no change */
} ent_record_event;

typedef struct {
    ent_field relation, to;
    int8_t relation_index; /* checked: an ent_relation */
} ent_record_link;

typedef struct {
    ent_number amount;
    ent_field currency, basis, from, to;
    ent_date date;
    ent_field note;
    ent_list cites;
} ent_record_amount;

typedef struct {
    ent_number count;
    ent_date date;
    ent_field note;
    ent_list cites;
} ent_record_transfer;

typedef struct {
    ent_field reg, id; /* the register, and the agreement's id in it */
} ent_record_external;

typedef struct {
    ent_field id, url, title, publisher;
    ent_date date;
} ent_record_source;

typedef struct {
    const char *file;      /* as the caller named it */
    uint64_t line, column; /* where source begins in the file */
    ent_str source;        /* the text that at counts in; lives as long as the record */

    ent_field id, title, kind, form, people, text, confidence, note;
    ent_list also, covers; /* of ent_field */
    ent_list parties;      /* of ent_record_party */
    ent_list places;       /* of ent_record_place */
    ent_list events;       /* of ent_record_event; checked: by first day, then as in the file */
    ent_list links;        /* of ent_record_link */
    ent_list amounts;      /* of ent_record_amount */
    ent_list transfers;    /* of ent_record_transfer */
    ent_list externals;    /* of ent_record_external */
    ent_list sources;      /* of ent_record_source */
} ent_record;

/* Which field a fault is about: "events[1].date". list NULL: a field of the record itself; field NULL: the whole item
 * of the list, or the whole record. */
typedef struct {
    const char *list;
    uint32_t index;
    const char *field;
} ent_spot;

#define ENT_SPOT(list, index, field) ((ent_spot){(list), (index), (field)})
#define ENT_SPOT_FIELD(field)        ((ent_spot){NULL, 0, (field)})
#define ENT_SPOT_RECORD              ((ent_spot){NULL, 0, NULL})

/* Line and column, from 1, in characters, of a byte of the record's source within its file. */
void ent_record_where(const ent_record *record, uint32_t at, uint64_t *line, uint64_t *column);

/* A fault of the record at byte `at` of its source; hint may be NULL. */
void ent_record_fault(const ent_record *record, ent_faults *faults, uint32_t at, ent_spot spot, const char *hint,
                      const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Reads one JSON object. False when it is no JSON, no object, has unknown, missing or twofold fields or fields of the
 * wrong type: all of that is told as faults. record->file, line, column and source must be set. Lists grow in the
 * arena; a failed arena gives false without a fault. */
bool ent_record_read_json(ent_arena *arena, ent_record *record, ent_faults *faults);

/* Checks every rule that the record alone can break, with the codes of places. False when it told a fault. Links are
 * checked for their form only: whether their records exist is known when all have been read. */
bool ent_record_check(ent_record *record, const ent_places *places, ent_faults *faults);

/* ---- what follows from a checked record ---- */

typedef struct {
    int status; /* the latest ent_record_status, or -1 */
    bool has_since, has_until;
    ent_day since, until; /* see ent_record_span_of */
} ent_record_span;

/* since: the first day on which it was active. until: the day on which it stopped being active and did not start
 * again; of one that was never active and is over, the day on which it was over. */
ent_record_span ent_record_span_of(const ent_record *record);

typedef struct {
    uint32_t from, to; /* parties of the record */
    bool directed;
} ent_record_edge;

/* The edges between parties that the roles make (docs/graph-model.md). NULL with *count 0 for none, or when the arena
 * failed. Undirected edges start at the party with the lower code. */
ent_record_edge *ent_record_edges_of(const ent_record *record, ent_arena *arena, uint32_t *count);

/* ---- writing ---- */

/* A number as a record writes it: digits, or the shortest decimal that gives the double back. */
void ent_number_format(const ent_number *number, char out[32]);

/* A checked record as one line of JSON with a line break, fields in the order of the record format, defaults left out.
 */
void ent_record_write_json(const ent_record *record, FILE *out);

#endif
