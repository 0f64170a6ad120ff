/* The tokens of JSON, strictly: what json.c asks before it trusts cJSON, and after cJSON has refused something. */
#ifndef ENT_IO_JSON_SCAN_H
#define ENT_IO_JSON_SCAN_H

#include "io/json.h"

/* Goes over the tokens of json->source, which is UTF-8, and notes the places in the arena. True when each token is one
 * and each bracket closes the one that it belongs to; cJSON then recurses no deeper than ENT_JSON_DEPTH. False without
 * a reason: ent_json_explain finds it, or memory is out. */
bool ent_json_scan(ent_json *json, ent_arena *arena);

/* Finds the first fault of the source, in its tokens or in their order, and tells it in *error. False when there is
 * none. */
bool ent_json_explain(ent_str source, ent_json_error *error);

#endif
