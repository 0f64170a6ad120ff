/* What every reader in this folder does with the rows of a query: run it, take each row, copy cells into an arena. */
#ifndef ENT_MODEL_ROW_H
#define ENT_MODEL_ROW_H

#include "core/base/arena.h"
#include "core/entente.h"

/* Runs a query and hands each row to `take` until one is not ENTENTE_OK. day is bound to `$day` where the query has a
 * parameter. The error is the connection's, but for what take gives. */
entente_status ent_row_each(entente *db, const char *query, const char *day,
                            entente_status (*take)(void *user, entente_stmt *stmt), void *user);

/* Where a query begins: at all agreements, or at those that a few texts name. */
typedef struct {
    const char *begin;        /* of the query, up to where `a` stands for each agreement once: ENT_FROM_ALL... */
    const char *const *texts; /* bound to `$texts` */
    uint32_t count;
} ent_row_start;

#define ENT_FROM_ALL     "MATCH (a:Agreement) "
#define ENT_FROM_IDS     "UNWIND $texts AS text MATCH (a:Agreement {id: text}) "
#define ENT_FROM_PARTIES "UNWIND $texts AS text MATCH (:Party {code: text})-[:PARTY_TO]->(a:Agreement) WITH DISTINCT a "

/* ent_row_each of start->begin and `rest` behind it. */
entente_status ent_row_each_from(entente *db, const ent_row_start *start, const char *rest, const char *day,
                                 entente_status (*take)(void *user, entente_stmt *stmt), void *user);

/* A column's text, or any value as openCypher writes it (dates: ISO 8601), copied. NULL for null, and when memory is
 * out: the arena tells. */
const char *ent_row_text(ent_arena *arena, entente_stmt *stmt, uint32_t column);
const char *ent_row_date(ent_arena *arena, entente_stmt *stmt, uint32_t column);

/* ent_day_last of core/model/day.h, in texts. NULL for NULL, and when memory is out. */
const char *ent_row_last_day(ent_arena *arena, const char *first, const char *written);

#endif
