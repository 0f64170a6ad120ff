/* What our procedures read from their arguments: days, and view options as a map. */
#ifndef CLI_PROCEDURE_OPTIONS_H
#define CLI_PROCEDURE_OPTIONS_H

#include "core/base/arena.h"
#include "core/model/view.h"

/* A string, copied; NULL for everything else, and when memory is out. */
const char *cli_procedure_text(ent_arena *arena, const entente_value *value);

/* A day as "2025-06-30", of any value that has a date or of such a string; NULL for null. Otherwise the call fails. */
entente_status cli_procedure_day(entente_call *call, ent_arena *arena, const char *what, const entente_value *value,
                                 const char **out);

/* {asOf: '2025-06-30', certainly: true, kinds: [...], statuses: [...], stages: [...], parties: [...]}; null as {}. asOf
 * only where `dated`. further: names of the procedure's own options, NULL at the end; or NULL. An unknown key, kind,
 * status or stage, or a value of the wrong type makes the call fail. */
entente_status cli_procedure_options(entente_call *call, ent_arena *arena, const entente_value *map, bool dated,
                                     const char *const *further, ent_view_options *out);

/* Options of a map; *out is untouched where the map does not have them. A whole number has bounds. */
entente_status cli_procedure_flag(entente_call *call, const entente_value *map, const char *key, bool *out);
entente_status cli_procedure_number(entente_call *call, const entente_value *map, const char *key, int64_t least,
                                    int64_t most, int64_t *out);

#endif
