/* The procedures that a connection knows: the built-in ones and those of the host, which may replace each other by
 * name. Entries that were replaced stay in memory until the set is freed, because resolved statements point at them;
 * calling one says so. */
#ifndef ENT_QUERY_PROCEDURE_SET_H
#define ENT_QUERY_PROCEDURE_SET_H

#include "core/query/function.h"

typedef ent_status (*ent_procedure_run)(ent_call *call, void *user, const ent_value *args, ent_procedure_rows *rows);

ent_status ent_procedure_set_new(ent_procedure_set **out, ent_error *error);
void ent_procedure_set_free(ent_procedure_set *set); /* calls every destroy; NULL is allowed */

/* Adds or replaces a procedure. destroy (may be NULL) gets user when the entry is replaced or the set freed; not when
 * this call fails. ENT_SYNTAX points into the signature. The new entry is put into *out (may be NULL). */
ent_status ent_procedure_register(ent_procedure_set *set, ent_str signature, ent_str help, ent_procedure_run run,
                                  void *user, void (*destroy)(void *user), const ent_procedure **out, ent_error *error);

/* core/query/signature.c: reads "name(in :: TYPE?, ...) :: (out :: TYPE?, ...)" into name, inputs and outputs.
 * Everything lies in the arena. */
ent_status ent_signature_parse(ent_arena *arena, ent_str signature, ent_procedure *out, ent_error *error);

/* A field's type as it was declared: "INTEGER?", "NUMBER". For messages; out holds at least 96 bytes. */
void ent_field_type_text(char out[96], const ent_field *field);

#endif
